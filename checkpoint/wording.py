"""The field's words for the codes that ledgers and reports carry, in three languages; the screens have their own.

Each code maps to (Simplified Chinese, Traditional Chinese, English), the terms of the domain's vocabulary.
"""

from __future__ import annotations

from typing import Final

LANGUAGES: Final = ("zh_CN", "zh_TW", "en")

HEADINGS: Final[dict[str, tuple[str, str, str]]] = {
    "number": ("序号", "序號", "No."),
    "date": ("日期", "日期", "Date"),
    "time": ("时间", "時間", "Time"),
    "gate": ("卡口", "卡口", "Gate"),
    "lane": ("通道", "通道", "Lane"),
    "direction": ("方向", "方向", "Direction"),
    "category": ("人员类别", "人員類別", "Category"),
    "name": ("姓名(脱敏)", "姓名(脫敏)", "Name (masked)"),
    "building": ("楼栋", "樓棟", "Building"),
    "temperature": ("体温", "體溫", "Temperature"),
    "method": ("登记方式", "登記方式", "Method"),
    "outcome": ("结果", "結果", "Outcome"),
    "reason": ("原因", "原因", "Reason"),
    "remark": ("处置/备注", "處置/備註", "Remark"),
    "operator": ("值守员", "值守員", "Operator"),
    "shift": ("班次", "班次", "Shift"),
    "time_source": ("登记时刻来源", "登記時刻來源", "Time source"),
    "synced": ("同步", "同步", "Synced"),
}

CODES: Final[dict[str, dict[str, tuple[str, str, str]]]] = {
    "direction": {"in": ("进", "進", "In"), "out": ("出", "出", "Out")},
    "category": {
        "resident": ("居民", "居民", "Resident"),
        "visitor": ("访客", "訪客", "Visitor"),
        "courier": ("快递员", "快遞員", "Courier"),
        "vehicle": ("车辆", "車輛", "Vehicle"),
        "staff": ("工作人员", "工作人員", "Staff"),
        "volunteer": ("志愿者", "志願者", "Volunteer"),
    },
    "method": {
        "scan": ("扫码", "掃碼", "Scanned"),
        "wedge": ("扫码枪", "掃碼槍", "Handheld scanner"),
        "typed": ("手工录入", "手工錄入", "Typed"),
    },
    "outcome": {
        "passed": ("放行", "放行", "Passed"),
        "pending": ("未处置", "未處置", "Undecided"),
        "turned_away": ("劝返", "勸返", "Turned away"),
        "held": ("留置待处置", "留置待處置", "Held"),
        "cancelled": ("取消", "取消", "Cancelled"),
    },
    "reason": {
        "no_prior_entry": ("无进入记录", "無進入記錄", "No entry on record"),
        "no_prior_exit": ("无离开记录", "無離開記錄", "No exit on record"),
        "unknown_person": ("名册中暂无此人", "名冊中暫無此人", "Not on the roster yet"),
        "not_this_community": ("非本社区通行证", "非本社區通行證", "Not a pass of this community"),
        "expired": ("已过期", "已過期", "Expired"),
        "not_yet_valid": ("未到生效时间", "未到生效時間", "Not valid yet"),
        "revoked": ("已作废", "已作廢", "Revoked"),
        "forged": ("签名无效", "簽名無效", "Invalid signature"),
        "unknown_key": ("签发密钥未知", "簽發密鑰未知", "Unknown signing key"),
        "unknown_code": ("无法识别的二维码", "無法識別的二維碼", "Unrecognised code"),
        "fever": ("体温异常", "體溫異常", "Temperature too high"),
    },
    "remark": {
        "presumed_exit": ("补记离开(推定)", "補記離開(推定)", "Exit presumed"),
        "no_prior_entry": ("无进入记录", "無進入記錄", "No entry on record"),
        "no_prior_exit": ("无离开记录", "無離開記錄", "No exit on record"),
    },
    "temperature": {"normal": ("正常", "正常", "Normal")},
    "time_source": {"device": ("准", "準", "Device clock"), "corrected": ("校时", "校時", "Corrected")},
    "synced": {"yes": ("已同步", "已同步", "Synced"), "no": ("待同步", "待同步", "Pending")},
}


def heading(column: str, language: str) -> str:
    """The column's heading in a language of LANGUAGES."""
    return HEADINGS[column][LANGUAGES.index(language)]


def word(column: str, code: str, language: str) -> str:
    """The word for a code (or for several, parted by blanks) in a column; a value that is no code stays as it is."""
    names = CODES.get(column)
    if names is None:
        return code
    index, parts = LANGUAGES.index(language), code.split(" ")
    if not all(part in names for part in parts):
        return code
    return ("; " if language == "en" else "；").join(names[part][index] for part in parts)
