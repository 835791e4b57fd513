"""What of a person may be seen on gate screens, ledgers and reports; who may see more is left to the roles.

The rule is Beijing's own (健康宝): surname only, phone first 3 + last 3, identity number first 2 + last 2.
"""

from __future__ import annotations

from typing import Final

STAR: Final = "*"

COMPOUND_SURNAMES: Final = frozenset(
    (
        "欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 司徒 司空 "
        "夏侯 轩辕 軒轅 宇文 长孙 長孫 端木 百里 呼延 东郭 東郭 南宫 南宮 西门 西門 独孤 獨孤 澹台 "
        "澹臺 公冶 宗政 濮阳 濮陽 淳于 单于 單于 太叔 申屠 仲孙 仲孫 钟离 鍾離 鐘離 闻人 聞人 赫连 "
        "赫連 拓跋 第五 梁丘 左丘 东门 東門 鲜于 鮮于 闾丘 閭丘 亓官 司寇 巫马 巫馬 公西 壤驷 壤駟 "
        "乐正 樂正 漆雕 谷梁 穀梁 宰父 段干 微生 羊舌 万俟 萬俟 完颜 完顏 纳兰 納蘭 叶赫 葉赫 爱新 "
        "愛新 耶律 哥舒 "
    ).split()
)


def name(full: str) -> str:
    """`张伟` -> `张*`, `欧阳娜娜` -> `欧阳**`, `John Smith` -> `S*`; empty or one character -> `*`."""
    full = full.strip()
    if len(full) < 2:
        return STAR
    if _is_han(full[0]):
        return _han_name(full)
    family = full.split(",")[0].strip() if "," in full else full.split()[-1]
    return (family[:1] or STAR).upper() + STAR if family[:1].isalpha() else STAR


def _han_name(full: str) -> str:
    characters = "".join(full.split())
    # 买买提·艾力 and the like: the part before the dot is the given name, so only its first character is shown.
    if any(dot in characters for dot in "·•・"):
        return characters[0] + STAR * 2
    shown = 2 if len(characters) > 2 and characters[:2] in COMPOUND_SURNAMES else 1
    return characters[:shown] + STAR * (len(characters) - shown)


def _is_han(character: str) -> bool:
    return "㐀" <= character <= "鿿" or "豈" <= character <= "﫿" or "\U00020000" <= character <= "\U0003ffff"


def phone(number: str) -> str:
    """`13800138000` -> `138*****000`; fewer than 8 digits -> all stars; empty -> empty."""
    return _ends(number.strip(), 3, 3, least=8)


def id_number(number: str) -> str:
    """`990101199003074518` -> `99**************18`; fewer than 6 characters -> all stars; empty -> empty."""
    return _ends(number.strip(), 2, 2, least=6)


def _ends(text: str, first: int, last: int, *, least: int) -> str:
    if len(text) < least:
        return STAR * len(text)
    return text[:first] + STAR * (len(text) - first - last) + text[-last:]


def address(building: str, _unit: str = "", _room: str = "") -> str:
    """A guide sees the building only (domain 5.3); unit and room are taken so that a caller cannot forget them."""
    return building.strip()
