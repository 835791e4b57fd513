"""What stands on a handover sheet, in words; the window says it too. What is counted is `handover`'s."""

from __future__ import annotations

from typing import Final

from checkpoint.wording import LANGUAGES

WORDS: Final[dict[str, tuple[str, str, str]]] = {
    "title": ("交接班记录", "交接班記錄", "Shift handover"),
    "shift": ("班次", "班次", "Shift"),
    "until": ("交接时间", "交接時間", "Handed over"),
    "people": ("在岗人员", "在崗人員", "On duty"),
    "in": ("进人次", "進人次", "In"),
    "out": ("出人次", "出人次", "Out"),
    "turned_away": ("劝返", "勸返", "Turned away"),
    "held": ("留置待处置", "留置待處置", "Held"),
    "pending": ("未处置", "未處置", "Undecided"),
    "emergency": ("应急车辆", "應急車輛", "Emergency vehicles"),
    "manual": ("人工登记", "人工登記", "By hand"),
    "inside": ("当前在内", "目前在內", "Inside now"),
    "visits_open": ("未离开访客", "未離開訪客", "Visitors not left"),
    "visits_late": ("其中超时", "其中逾時", "of them late"),
    "overlong": ("久未离开", "久未離開", "Inside very long"),
    "tags_out": ("未收回号牌", "未收回號牌", "Tags not returned"),
    "unsynced": ("待同步条数", "待同步筆數", "Entries not sent"),
    "open": ("未离开访客名单", "未離開訪客名單", "Visitors still inside"),
    "none": ("无", "無", "None"),
    "late": ("超时", "逾時", "late"),
    "log": ("事件与消杀", "事件與消殺", "Incidents and disinfection"),
    "stock": ("物资", "物資", "Supplies"),
    "short": ("差额待盘", "差額待盤", "short, to be counted"),
    "notes": ("交接事项", "交接事項", "Notes"),
    "outgoing": ("交班人", "交班人", "Handed over by"),
    "incoming": ("接班人", "接班人", "Taken over by"),
    "tag": ("号牌", "號牌", "Tag"),
}


def say(name: str, language: str) -> str:
    """A word of the sheet in a language of LANGUAGES."""
    return WORDS[name][LANGUAGES.index(language)]
