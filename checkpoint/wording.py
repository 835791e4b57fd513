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
    "phone": ("电话(脱敏)", "電話(脫敏)", "Phone (masked)"),
    "purpose": ("来访事由", "來訪事由", "Purpose"),
    "host": ("被访房号", "被訪房號", "Host's room"),
    "heads": ("人数", "人數", "People"),
    "plate": ("车牌", "車牌", "Plate"),
    "employer": ("单位", "單位", "Company"),
    "tag": ("号牌", "號牌", "Tag"),
    "temperature": ("体温", "體溫", "Temperature"),
    "visual_check": ("健康查验", "健康查驗", "Health check"),
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
        "emergency": ("应急车辆", "應急車輛", "Emergency vehicle"),
        "child": ("儿童", "兒童", "Child"),
        "person": ("未登记人员", "未登記人員", "Not registered"),
        "staff": ("工作人员", "工作人員", "Staff"),
        "volunteer": ("志愿者", "志願者", "Volunteer"),
    },
    "method": {
        "scan": ("扫码", "掃碼", "Scanned"),
        "wedge": ("扫码枪", "掃碼槍", "Handheld scanner"),
        "typed": ("手工录入", "手工錄入", "Typed"),
        "manual": ("人工登记", "人工登記", "By hand"),
        "id_typed": ("证件号", "證件號", "Identity number"),
        "proxy": ("亲属代办", "親屬代辦", "Relative's pass"),
        "visual": ("目视核验", "目視核驗", "Checked by eye"),
        "certificate": ("健康证明", "健康證明", "Certificate"),
        "presumed": ("推定", "推定", "Presumed"),
        "scan+manual": ("扫码+人工", "掃碼+人工", "Scanned, by hand"),
        "manual+pass": ("人工+通行证", "人工+通行證", "By hand, with pass"),
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
        "possible_shared_pass": ("疑似借码", "疑似借碼", "Pass may be shared"),
        "outings_used": ("外出次数已满", "外出次數已滿", "No outings left"),
        "outside_hours": ("不在外出时段", "不在外出時段", "Outside the hours"),
        "out_too_long": ("超时返回", "逾時返回", "Back late"),
        "overstayed": ("超时离开", "逾時離開", "Left late"),
        "temperature_missing": ("未测温", "未測溫", "Temperature not taken"),
        "code_unchecked": ("未查健康码", "未查健康碼", "Health code not looked at"),
        "code_yellow": ("黄码", "黃碼", "Yellow code"),
        "code_red": ("红码", "紅碼", "Red code"),
        "code_expired": ("健康码过期或无码", "健康碼過期或無碼", "Code expired or none"),
        "host_refused": ("被访人未同意", "被訪人未同意", "Host refused"),
        "not_registered": ("拒绝登记", "拒絕登記", "Would not register"),
        "certificate_expired": ("证明已过期", "證明已過期", "Certificate expired"),
    },
    "remark": {
        "presumed_exit": ("补记离开(推定)", "補記離開(推定)", "Exit presumed"),
        "no_prior_entry": ("无进入记录", "無進入記錄", "No entry on record"),
        "no_prior_exit": ("无离开记录", "無離開記錄", "No exit on record"),
        "possible_shared_pass": ("疑似借码", "疑似借碼", "Pass may be shared"),
        "peak": ("快速模式", "快速模式", "Queue peak"),
    },
    "purpose": {
        "family": ("探亲", "探親", "Family"),
        "friend": ("访友", "訪友", "Friends"),
        "work": ("办事", "辦事", "Business"),
        "repair": ("维修", "維修", "Repair"),
        "estate": ("看房", "看房", "Estate agent"),
        "meter": ("抄表", "抄表", "Meter reading"),
        "medical": ("医护上门", "醫護上門", "Medical visit"),
        "visiting": ("访客车辆", "訪客車輛", "Visits a resident"),
        "freight": ("货运", "貨運", "Freight"),
        "sanitation": ("环卫", "環衛", "Sanitation"),
        "taxi": ("出租/网约车", "計程車/網約車", "Taxi, ride-hailing"),
        "towing": ("拖车(无牌)", "拖車(無牌)", "Towed, no plate"),
        "delivery": ("送货", "送貨", "Delivery"),
        "other": ("其他", "其他", "Other"),
    },
    "visual_check": {
        "green": ("绿码", "綠碼", "Green"),
        "yellow": ("黄码", "黃碼", "Yellow"),
        "red": ("红码", "紅碼", "Red"),
        "expired": ("过期或无码", "過期或無碼", "Expired or none"),
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
