"""How names sound and what they look like without tones, width and old forms; who is found by it is `finder`'s.

Readings come from pypinyin. Surnames that read otherwise than their character mostly does are listed here.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

Reading = tuple[str, ...]
"""The syllables of a name, without tones; ü is v."""

_SURNAMES: Final = dict(
    one.split(":")
    for one in (
        "曾:zeng 单:shan 仇:qiu 解:xie 查:zha 任:ren 朴:piao 尉:wei 区:ou 盖:ge 翟:zhai "
        "乐:yue 覃:qin 冼:xian 华:hua 缪:miao 召:shao 员:yun 种:chong 折:she 秘:bi 繁:po "
        "隗:wei 洗:xian 黑:he 宓:fu 句:gou 车:che 盛:sheng 逄:pang 晁:chao 郇:xun"
    ).split()
)
"""Surnames whose reading as such is not the commonest of their character."""
_DOUBLE: Final = {
    "尉迟": ("yu", "chi"),
    "单于": ("chan", "yu"),
    "万俟": ("mo", "qi"),
    "澹台": ("tan", "tai"),
    "长孙": ("zhang", "sun"),
    "乐正": ("yue", "zheng"),
}
_MOST_READINGS: Final = 4
"""Of a character; the rarer ones are in no name."""

_TRADITIONAL: Final = (
    "張陳楊黃趙吳孫馬羅鄭謝許鄧馮蕭葉蘇呂盧蔣賈韋鐘鍾譚陸鄒龍賀顧龔萬錢嚴賴湯莊溫藍劉齊喬閻聶歐陽畢關單區蓋樂繆龐紀厲"
    "偉麗強軍華國紅蘭鳳寶慶傑濤飛鵬輝潔靜艷豔瓊蓮榮鋒剛衛東曉穎雲愛嬌學義夢瑩欽銘億嵐順貴發興啟維紹綺緒練繼續聰聯肅蔭藝"
    "讓詩誠諾賢賓軒進運達遠銀錦鎮鐵長開雙靈頌韓項頤風駿驊鴻鶴麥黨齡遲臺諸門聞連鮮閭馴爾亞業葦諶樓車巖巒"
)
_SIMPLIFIED: Final = (
    "张陈杨黄赵吴孙马罗郑谢许邓冯萧叶苏吕卢蒋贾韦钟钟谭陆邹龙贺顾龚万钱严赖汤庄温蓝刘齐乔阎聂欧阳毕关单区盖乐缪庞纪厉"
    "伟丽强军华国红兰凤宝庆杰涛飞鹏辉洁静艳艳琼莲荣锋刚卫东晓颖云爱娇学义梦莹钦铭亿岚顺贵发兴启维绍绮绪练继续聪联肃荫艺"
    "让诗诚诺贤宾轩进运达远银锦镇铁长开双灵颂韩项颐风骏骅鸿鹤麦党龄迟台诸门闻连鲜闾驯尔亚业苇谌楼车岩峦"
)
_FORMS: Final = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
"""The characters that names are made of most; a rare one is found as it is written, and by its sound either way."""


def plain(text: str) -> str:
    """Ordinary small letters and simplified characters, without tones and other marks; blanks stay."""
    folded = unicodedata.normalize("NFKD", text).casefold().translate(_FORMS)
    return "".join(one for one in folded if not unicodedata.combining(one))


def readings(name: str) -> list[Reading]:
    """How a name may be spelled, the likeliest first; a Latin name is spelled as it is written, letter by letter."""
    characters = plain(name).replace(" ", "")
    first = _first(characters)
    found = [first]
    # One character read otherwise at a time is enough: nobody is called by two rare readings.
    for place, character in enumerate(characters):
        found += [(*first[:place], other, *first[place + 1 :]) for other in _syllables(character)[1:]]
    return [spelled for one in found for spelled in _spellings(one)]


def _first(characters: str) -> Reading:
    known = _DOUBLE.get(characters[:2]) or ((_SURNAMES[characters[0]],) if characters[:1] in _SURNAMES else ())
    return (*known, *(_syllables(one)[0] for one in characters[len(known) :]))


def _spellings(reading: Reading) -> list[Reading]:
    """吕 is typed lv, lu (who types lü) and lyu (a passport)."""
    if "v" not in "".join(reading):
        return [reading]
    typed = ("v", "u", "yu")
    return [tuple(one.replace("v", v) if one[:1] in "ln" else one for one in reading) for v in typed]


@cache
def _syllables(character: str) -> Reading:
    from pypinyin import Style, pinyin

    if not "㐀" <= character <= "鿿":
        return (character,)
    read = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
    return tuple(dict.fromkeys(one.replace("ü", "v") for one in read))[:_MOST_READINGS]
