"""The sampling ledger's headings and codes in three languages; the terms are the domain's (section 3, 56 to 62)."""

from __future__ import annotations

from typing import Final

SAMPLING_HEADINGS: Final[dict[str, tuple[str, str, str]]] = {
    "table": ("采样台", "採樣檯", "Table"),
    "box_code": ("箱码", "箱碼", "Box code"),
    "tube_code": ("管码", "管碼", "Tube code"),
    "collect_type": ("类型", "類型", "Pool"),
    "tube_opened": ("开管时间/人", "開管時間/人", "Opened, by"),
    "tube_sealed": ("封管时间/人", "封管時間/人", "Sealed, by"),
    "tube_sent": ("送检", "送檢", "Sent"),
    "tube_received": ("接收", "接收", "Received"),
    "tube_state": ("状态", "狀態", "State"),
    "void_reason": ("作废原因", "作廢原因", "Reason for voiding"),
}

SAMPLING_CODES: Final[dict[str, dict[str, tuple[str, str, str]]]] = {
    "collect_type": {
        "1": ("单采", "單採", "Single"),
        "5": ("五混一", "五混一", "5-in-1"),
        "10": ("十混一", "十混一", "10-in-1"),
        "20": ("二十混一", "二十混一", "20-in-1"),
    },
    "tube_state": {
        "open": ("已开管", "已開管", "Open"),
        "sealed": ("已封管", "已封管", "Sealed"),
        "sent": ("已送检", "已送檢", "Sent"),
        "received": ("已接收", "已接收", "Received"),
        "void": ("作废", "作廢", "Void"),
        "short": ("不满", "不滿", "Not full"),
        "flagged": ("封管后补录", "封管後補錄", "Added to after the seal"),
        "conflict": ("管码重复", "管碼重複", "Code used twice"),
    },
    "void_reason": {
        "code_conflict": ("管码重复", "管碼重複", "Code used twice"),
        "broken": ("破损", "破損", "Broken"),
        "leaked": ("渗漏", "滲漏", "Leaked"),
        "unreadable": ("标签无法识别", "標籤無法識別", "Label unreadable"),
        "wrong_tube": ("扫错管", "掃錯管", "Wrong tube"),
        "other": ("其他原因", "其他原因", "Another reason"),
    },
}
