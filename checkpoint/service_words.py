"""The words of service records, team hours and what is lent to volunteers, in three languages; for `wording`."""

from __future__ import annotations

from typing import Final

SERVICE_TITLE: Final = ("平台服务记录", "平臺服務記錄", "Platform service record")
"""A record that a platform keeps, never a certificate (domain 1, row 36)."""

LENT: Final = ("badge", "vest", "armband")
"""统一标识: what a volunteer is known by, and gives back."""
LENT_TITLE: Final = ("统一标识领用登记", "統一標識領用登記", "Register of badges, vests and armbands")

SERVICE_HEADINGS: Final[dict[str, tuple[str, str, str]]] = {
    "full_name": ("姓名", "姓名", "Name"),
    "project": ("项目", "項目", "Project"),
    "begins": ("开始时间", "開始時間", "Begins"),
    "ends": ("结束时间", "結束時間", "Ends"),
    "organisation": ("组织", "組織", "Organisation"),
    "recorder": ("记录方", "記錄方", "Recorded by"),
    "team": ("队伍", "隊伍", "Team"),
    "team_kind": ("队伍类型", "隊伍類型", "Kind of team"),
    "persons": ("服务人数", "服務人數", "Persons"),
    "person_times": ("人次", "人次", "Person-times"),
    "hours": ("服务时长(小时)", "服務時長(小時)", "Hours"),
    "minutes_scan": ("其中扫码(分钟)", "其中掃碼(分鐘)", "By scan (minutes)"),
    "minutes_confirmed": ("其中负责人确认(分钟)", "其中負責人確認(分鐘)", "Confirmed (minutes)"),
    "minutes_back_entry": ("其中补录(分钟)", "其中補錄(分鐘)", "Entered afterwards (minutes)"),
    "lent_what": ("物品", "物品", "What"),
    "lent_number": ("编号", "編號", "Number"),
    "lent_since": ("领用时间", "領用時間", "Since"),
    "lent_until": ("归还时间", "歸還時間", "Until"),
    "lent_state": ("状态", "狀態", "State"),
}

SERVICE_CODES: Final[dict[str, dict[str, tuple[str, str, str]]]] = {
    "team_kind": {
        "community": ("社区", "社區", "Community"),
        "university": ("高校", "高校", "University"),
        "enterprise": ("企业", "企業", "Enterprise"),
        "women": ("巾帼", "巾幗", "Women's"),
        "charity": ("慈善", "慈善", "Charity"),
        "other": ("其他", "其他", "Other"),
    },
    "lent_what": {
        "badge": ("工作证", "工作證", "Badge"),
        "vest": ("马甲", "馬甲", "Vest"),
        "armband": ("袖标", "袖標", "Armband"),
    },
    "lent_state": {
        "out": ("在用", "在用", "In use"),
        "returned": ("已归还", "已歸還", "Returned"),
        "lost": ("挂失", "掛失", "Lost"),
    },
}

BULLETIN: Final[dict[str, tuple[str, str, str]]] = {
    "sites": ("站点", "站點", "Sites"),
    "projects": ("志愿服务项目", "志願服務項目", "Projects"),
    "volunteers": ("招募志愿者(人)", "招募志願者(人)", "Volunteers recruited (persons)"),
    "persons": ("参与服务(人)", "參與服務(人)", "Served (persons)"),
    "person_times": ("参与服务(人次)", "參與服務(人次)", "Served (person-times)"),
    "teams": ("志愿服务队伍(支)", "志願服務隊伍(支)", "Teams"),
    "hours": ("服务时长(小时)", "服務時長(小時)", "Hours of service"),
    "minors": ("其中未成年人(人)", "其中未成年人(人)", "Of them minors (persons)"),
    "suppressed": ("少于5", "少於5", "fewer than 5"),
}
