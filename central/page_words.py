"""The words of central's page in three languages, and which of them a reader wants; what is shown is `pages`'."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from central.intake import BEGUN_ANEW, TWO_COMPUTERS
from central.store.store import UNSIGNED
from checkpoint.wire import NOT_FOLLOWING, OTHER_HISTORY

LANGUAGES: Final = ("zh-CN", "zh-TW", "en")
_ASKED: Final = {"zh": "zh-CN", "zh-CN": "zh-CN", "zh-TW": "zh-TW", "en": "en"}
_TRADITIONAL: Final = ("zh-tw", "zh-hk", "zh-mo", "zh-hant")
_WORDS: Final = {
    "title": ("中心", "中心", "Central"),
    "sites": ("站点今日", "站點今日", "Sites today"),
    "stations": ("卡口站", "卡口站", "Stations"),
    "state": ("状态", "狀態", "State"),
    "in": ("进", "進", "In"),
    "out": ("出", "出", "Out"),
    "inside": ("在内", "在內", "Inside"),
    "turned_away": ("劝返", "勸返", "Turned away"),
    "open_flags": ("待核异常", "待核異常", "To be looked into"),
    "station": ("名称", "名稱", "Name"),
    "gate": ("站点与卡口", "站點與卡口", "Site and gate"),
    "seen": ("最近联系", "最近聯絡", "Last heard"),
    "held": ("已收", "已收", "Held"),
    "missing": ("缺失", "缺失", "Missing"),
    "refused": ("搁置", "擱置", "Kept aside"),
    "clock": ("时钟偏差", "時鐘偏差", "Clock is"),
    "forks": ("还原/复制", "還原/複製", "Restored, copied"),
    "tray": ("待处理", "待處理", "To be seen to"),
    "how": (
        "在中心的电脑上：central tray list 列出全部，retry 重新判断，resolve 标为已处理。",
        "在中心的電腦上：central tray list 列出全部，retry 重新判斷，resolve 標為已處理。",
        "On central's computer: central tray list shows all, retry judges again, resolve marks as seen to.",
    ),
    "entry": ("序号", "序號", "Entry"),
    "why": ("原因", "原因", "Why"),
    "since": ("时间", "時間", "Since"),
    "twice": ("! 两台同名", "! 兩台同名", "! two of them"),
    "never": ("从未", "從未", "never"),
    "none": ("还没有卡口站接入。", "還沒有卡口站接入。", "No station has enrolled yet."),
    "no_sites": ("名册里还没有站点。", "名冊裡還沒有站點。", "There is no site on the roster yet."),
    "fine": ("✓ 正常", "✓ 正常", "✓ well"),
    "silent": ("! 失联", "! 失聯", "! silent"),
    "look": ("! 待查", "! 待查", "! look into it"),
    "revoked": ("– 已停用，尚未交清", "– 已停用，尚未交清", "– out of service, has not handed over"),
    "gone": ("– 已停用，已交清", "– 已停用，已交清", "– out of service, has handed over"),
    "right": ("准", "準", "right"),
    "fast": ("快", "快", "fast"),
    "slow": ("慢", "慢", "slow"),
    "ago": ("前", "前", " ago"),
    "sampling": ("今日采样", "今日採樣", "Sampling today"),
    "persons": ("采样人数", "採樣人數", "Persons sampled"),
    "tubes_open": ("已开管", "已開管", "Tubes open"),
    "tubes_sealed": ("已封管", "已封管", "Sealed"),
    "tubes_sent": ("已送检", "已送檢", "Sent"),
    "tubes_received": ("已接收", "已接收", "Received"),
    "tubes_void": ("作废", "作廢", "Void"),
    "at_sites": ("采样待处理", "採樣待處理", "Sampling to be seen to"),
    "site": ("站点", "站點", "Site"),
    "what": ("问题", "問題", "What"),
    "code": ("管码或箱码", "管碼或箱碼", "Tube or box"),
    "tables": ("采样台", "採樣檯", "Tables"),
    "conflict": (
        "! 管码重复，负责人定夺前不得送检",
        "! 管碼重複，負責人定奪前不得送檢",
        "! code used twice: not sent before a lead decides",
    ),
    "differs": ("! 箱内清点与系统不符", "! 箱內清點與系統不符", "! counted is not what the program had"),
    "flagged": ("封管后补录", "封管後補錄", "Person added after the seal"),
    "waiting": ("! 封管已久未送检", "! 封管已久未送檢", "! sealed long ago, not sent"),
    "of": ("清点 {counted}，系统 {had}", "清點 {counted}，系統 {had}", "counted {counted}, program {had}"),
    "more": (
        "还有 {count} 条；在中心的电脑上 central sampling 列出全部。",
        "還有 {count} 條；在中心的電腦上 central sampling 列出全部。",
        "{count} more; on central's computer central sampling shows all.",
    ),
}
_ALTERED: Final = (
    "与写入时不符，磁盘可能要坏了",
    "與寫入時不符，磁碟可能要壞了",
    "not as it was written: the disk may be failing",
)
_REASONS: Final = {
    OTHER_HISTORY: ("这个位置已有另一条记录", "這個位置已有另一筆記錄"),
    NOT_FOLLOWING: ("与前一条记录接不上", "與前一筆記錄接不上"),
    TWO_COMPUTERS: ("两台电脑以同一站名记录", "兩台電腦以同一站名記錄"),
    BEGUN_ANEW: ("本站从这里另起日志：由旧磁盘还原，或是复制品", "本站從這裡另起日誌：由舊磁碟還原，或是複製品"),
    UNSIGNED: ("收到一批没有本站签名的记录", "收到一批沒有本站簽名的記錄"),
    "another entry has this id already": ("别的位置已有这条记录", "別的位置已有這筆記錄"),
    "it was written by another station": ("这是另一个站写的", "這是另一個站寫的"),
    "the body is not the one that was sealed": _ALTERED,
    "the header is not the one that was sealed": _ALTERED,
    "the salt is not the one that was sealed": _ALTERED,
}
_OTHER: Final = ("无法按原样收下", "無法按原樣收下")


def words(lang: str) -> dict[str, str]:
    """Every word of the page."""
    return {name: said[LANGUAGES.index(lang)] for name, said in _WORDS.items()}


def why(reason: str, lang: str) -> str:
    """A reason in the page's language; one that it has no words for keeps central's own beside them."""
    said = _REASONS.get(reason)
    if lang == "en":
        return said[-1] if said is _ALTERED else reason
    return said[LANGUAGES.index(lang)] if said else f"{_OTHER[LANGUAGES.index(lang)]} ({reason})"


def language_of(asked: str, accepted: str) -> str:
    """The page's language: the one that was asked for, else what an Accept-Language header ranks first (RFC 9110)."""

    def weight(part: str) -> float:
        found = re.search(r";\s*q=([01](?:\.\d{0,3})?)\s*$", part)
        return float(found[1]) if found else 1.0

    if asked in _ASKED:
        return _ASKED[asked]
    first = max(accepted.lower().split(","), key=weight).strip()
    if first.startswith(_TRADITIONAL):
        return "zh-TW"
    return "zh-CN" if first.startswith(("zh", "*")) else "en"


def length(span: timedelta, lang: str) -> str:
    """A span in its largest unit, rounded: `47 分`， `47 min`."""
    seconds = round(abs(span).total_seconds())
    for unit, said in ((86_400, ("天", "天", "d")), (3600, ("小时", "小時", "h")), (60, ("分", "分", "min"))):
        if seconds >= unit:
            return f"{round(seconds / unit)} {said[LANGUAGES.index(lang)]}"
    return f"{seconds} {'s' if lang == 'en' else '秒'}"
