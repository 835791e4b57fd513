"""The kinds of roster documents that a file may hold: their columns, under which words, and how a row becomes one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final, cast

import msgspec

from central.imports import cells
from central.imports.known import Known
from checkpoint.journal import moment, stamp
from checkpoint.roster import (
    Assignment,
    Document,
    Insurance,
    Post,
    Project,
    Shift,
    StockItem,
    Team,
    Training,
    Volunteer,
    assignment_id,
)

Said = Mapping[str, Any]
"""Column name -> value; None where the cell is empty. A column that a file does not have is not there."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. words: how a heading may call it. names: kind of the documents that its value names."""

    name: str
    words: tuple[str, ...]
    read: Callable[[str], Any] = cells.text
    needed: bool = False
    names: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. word: what the command line calls it. make: (said, what is known under that id, roster) -> document."""

    name: str
    word: str
    columns: tuple[Column, ...]
    make: Callable[[Said, Document | None, Known], Document]
    is_same: Callable[[Said], str] = lambda said: said["id"]
    """The id of the document that a row is about."""


def plain(type_: type[Document]) -> Callable[[Said, Document | None, Known], Document]:
    """A document whose fields are its columns; an empty cell takes away, a missing column leaves what is known."""
    return lambda said, before, _known: _plain(type_, said["id"], said, before)


def _plain(type_: type[Document], id_: str, said: Said, before: Document | None) -> Any:
    fields = {one.name: one for one in msgspec.structs.fields(type_)}
    values = {
        name: _default(fields[name]) if value is None else value for name, value in said.items() if name in fields
    }
    values["id"] = id_
    return msgspec.structs.replace(before, **values) if before else type_(**values)


def _default(field: msgspec.structs.FieldInfo) -> Any:
    if field.default is not msgspec.NODEFAULT:
        return field.default
    return field.default_factory() if field.default_factory is not msgspec.NODEFAULT else ""


_INSURANCE: Final = {
    "insurance_provider": "provider",
    "insurance_policy": "policy",
    "insurance_from": "valid_from",
    "insurance_to": "valid_to",
}


def _volunteer(said: Said, before: Document | None, known: Known) -> Document:
    values = {name: value for name, value in said.items() if name not in {*_INSURANCE, "subject"}}
    held = before.insurance if isinstance(before, Volunteer) else None
    told = {part: said[name] or "" for name, part in _INSURANCE.items() if name in said}
    insurance = msgspec.structs.replace(held or Insurance(), **told)
    subject = said.get("subject") or (before.subject if isinstance(before, Volunteer) else known.free_subject())
    return cast(
        Document,
        _plain(
            Volunteer,
            said["id"],
            {**values, "subject": subject, "insurance": None if insurance == Insurance() else insurance},
            before,
        ),
    )


def _post(said: Said, before: Document | None, _known: Known) -> Document:
    made = cast(Post, _plain(Post, said["id"], said, before))
    held = before if isinstance(before, Post) else None
    changed = made.guide != (held.guide if held else "")
    return msgspec.structs.replace(made, guide_version=(held.guide_version if held else 0) + changed)


def _shift_id(said: Said) -> str:
    """A shift without a number has one made of its place, post and begin: the same file again means the same shift."""
    if said.get("id"):
        return str(said["id"])
    begins = " ".join(part for part in (said.get("date"), said.get("begins")) if part)
    return "-".join((str(said.get("gate") or said.get("site")), str(said.get("post")), begins.replace(" ", "T")))


def _shift(said: Said, before: Document | None, known: Known) -> Document:
    held = before if isinstance(before, Shift) else None
    values = {name: value for name, value in said.items() if name not in {"date", "begins", "ends"}}
    site = said.get("site") or (held.site if held else "")
    if {"date", "begins", "ends"} & said.keys():
        zone = known.zone_of(site)
        was = [moment(one).astimezone(zone) for one in (held.begins, held.ends)] if held else []
        hours = [f"{one:%H:%M}" for one in was]
        on = said.get("date") or (f"{was[0]:%Y-%m-%d}" if was else "")
        begins, ends = (said.get(name) or (hours[at] if hours else "") for at, name in enumerate(("begins", "ends")))
        first = _at(begins, on)
        last = _at(ends, f"{first:%Y-%m-%d}")
        if last <= first and " " not in ends:
            last += timedelta(days=1)
        if not timedelta() < last - first <= timedelta(hours=24):
            raise ValueError("ends: a shift lasts at most 24 hours and ends after it begins")
        values |= {"begins": stamp(first.replace(tzinfo=zone)), "ends": stamp(last.replace(tzinfo=zone))}
    made = cast(Shift, _plain(Shift, _shift_id(said), values, before))
    gate = known.get("gate", made.gate) if made.gate else None
    if gate is not None and getattr(gate, "site", made.site) != made.site:
        raise ValueError(f"gate: {made.gate} is no gate of site {made.site}")
    return made


def _at(said: str, day: str) -> datetime:
    """Local, without a zone. said: `08:00` or `2022-12-05 08:00`."""
    on, _, clock = said.rpartition(" ")
    if not (on or day):
        raise ValueError("date: is empty, and begins names no day")
    return datetime.combine(date.fromisoformat(on or day), time.fromisoformat(clock))


def _assignment(said: Said, _before: Document | None, _known: Known) -> Document:
    return Assignment(id=_assignment_id(said), shift=said["shift"], volunteer=said["volunteer"])


def _assignment_id(said: Said) -> str:
    return assignment_id(said["shift"], said["volunteer"])


def _training_id(said: Said) -> str:
    return f"{said['volunteer']}/{said['kind']}/{said['course']}"


def _training(said: Said, before: Document | None, _known: Known) -> Document:
    if isinstance(before, Training) and said.get("on", before.on) < before.on:
        # The newest result of a course counts, also when an older file is imported later.
        return before
    return cast(Document, _plain(Training, _training_id(said), said, before))


_ID: Final = ("id", "编号", "編號")
_NAME: Final = Column("name", ("name", "姓名", "名称", "名稱"), needed=True)
_ORG: Final = Column("org", ("org", "organisation", "organization", "组织", "組織", "所属组织", "單位", "单位"))
_REGION: Final = Column(
    "region", ("region", "区划", "區劃", "服务区划", "服務區劃", "行政区划", "行政區劃"), cells.area
)
_SOURCES: Final = {
    "recruited": ("社会招募", "社會招募"),
    "community_report": ("回社区报到", "回社區報到"),
    "sent_down": ("下沉干部", "下沉幹部"),
    "converted": ("就地转化", "就地轉化"),
    "team": ("团队", "團隊"),
    "university": ("高校",),
}
_TEAM_KINDS: Final = {
    "community": ("社区", "社區", "社区(村)青年志愿服务队"),
    "university": ("高校",),
    "enterprise": ("企业", "企業"),
    "women": ("巾帼", "巾幗"),
    "charity": ("慈善",),
    "other": ("其他",),
}
_ROLES: Final = {
    "guide": ("扫码员", "掃碼員", "引导员", "引導員", "志愿者"),
    "lead": ("负责人", "負責人", "站点负责人"),
    "supervisor": ("督导", "督導", "督导员"),
}

VOLUNTEERS: Final = Kind(
    "volunteer",
    "volunteers",
    (
        Column(
            "id",
            (*_ID, "volunteer_no", "志愿者编号", "志願者編號", "志愿者统一编号", "number"),
            cells.code,
            needed=True,
        ),
        _NAME,
        Column("subject", ("subject", "badge", "证号", "工作证号", "工作證號"), cells.subject),
        Column("team", ("team", "队伍", "隊伍", "志愿服务队"), names="team"),
        Column("role", ("role", "角色"), cells.one_of(_ROLES)),
        Column("source", ("source", "来源", "來源"), cells.one_of(_SOURCES)),
        Column("areas", ("areas", "area", "服务区域", "服務區域"), cells.areas),
        Column("intentions", ("intentions", "intent", "服务意向", "服務意向"), cells.many, names="post"),
        Column("available", ("available", "服务时间", "服務時間", "可服务时间", "可服務時間"), cells.available),
        Column("qualifications", ("qualifications", "专业资格", "專業資格", "职业资格", "職業資格"), cells.many),
        Column("insurance_provider", ("insurance_provider", "保险机构", "保險機構", "保险公司")),
        Column("insurance_policy", ("insurance_policy", "保单号", "保單號", "保险单号")),
        Column("insurance_from", ("insurance_from", "保险起", "保險起", "保险生效日期"), cells.day),
        Column("insurance_to", ("insurance_to", "保险止", "保險止", "保险失效日期"), cells.day),
        Column("is_minor", ("is_minor", "minor", "未成年", "未成年人"), cells.yes),
        Column("consent", ("consent", "监护人同意书", "監護人同意書")),
        Column(
            "phone_end", ("phone_end", "phone", "手机", "手機", "电话", "電話", "手机尾号", "手機尾號"), cells.phone_end
        ),
        Column("most_minutes_a_day", ("most_minutes_a_day", "每日上限分钟", "每日上限分鐘"), cells.minutes),
    ),
    _volunteer,
)
TEAMS: Final = Kind(
    "team",
    "teams",
    (
        Column("id", (*_ID, "队伍编号", "隊伍編號"), cells.code, needed=True),
        _NAME,
        Column("kind", ("kind", "类型", "類型", "类别", "類別"), cells.one_of(_TEAM_KINDS)),
        Column("leader", ("leader", "队长", "隊長", "队长编号"), names="volunteer"),
        _ORG,
        _REGION,
    ),
    plain(Team),
)
PROJECTS: Final = Kind(
    "project",
    "projects",
    (
        Column("id", (*_ID, "项目编号", "項目編號", "code"), cells.code, needed=True),
        _NAME,
        _ORG,
        _REGION,
        Column("begins", ("begins", "开始", "開始", "开始日期", "開始日期"), cells.day),
        Column("ends", ("ends", "结束", "結束", "结束日期", "結束日期"), cells.day),
        Column("planned_heads", ("planned_heads", "计划人数", "計劃人數"), cells.number),
    ),
    plain(Project),
)
POSTS: Final = Kind(
    "post",
    "posts",
    (
        Column("id", (*_ID, "岗位编号", "崗位編號"), cells.code, needed=True),
        _NAME,
        Column("courses", ("courses", "岗位培训", "崗位培訓", "培训课程"), cells.many),
        Column("needs_general", ("needs_general", "需通用培训", "需通用培訓"), cells.yes),
        Column("is_mandatory", ("is_mandatory", "不培训不上岗", "不培訓不上崗", "强制培训"), cells.yes),
        Column("qualification", ("qualification", "资格要求", "資格要求")),
        Column("minors", ("minors", "允许未成年人", "允許未成年人"), cells.yes),
        Column("kit", ("kit", "物资", "物資", "领用物资"), cells.counted, names="stock_item"),
        Column("guide", ("guide", "岗位指南", "崗位指南"), cells.paragraphs),
    ),
    _post,
)
SHIFTS: Final = Kind(
    "shift",
    "shifts",
    (
        Column("id", (*_ID, "班次编号", "班次編號", "shift"), cells.code),
        Column("project", ("project", "项目", "項目"), names="project", needed=True),
        Column("site", ("site", "站点", "站點"), names="site", needed=True),
        Column("post", ("post", "岗位", "崗位"), names="post", needed=True),
        Column("date", ("date", "日期"), cells.day),
        Column("begins", ("begins", "begin", "开始", "開始", "开始时间", "開始時間"), cells.when, needed=True),
        Column("ends", ("ends", "end", "结束", "結束", "结束时间", "結束時間"), cells.when, needed=True),
        Column("heads", ("heads", "人数", "人數", "需要人数"), cells.number),
        Column("gate", ("gate", "卡口"), names="gate"),
        Column("lead", ("lead", "负责人", "負責人", "负责人编号"), names="volunteer"),
    ),
    _shift,
    _shift_id,
)
ASSIGNMENTS: Final = Kind(
    "assignment",
    "assignments",
    (
        Column("shift", ("shift", "班次", "班次编号", "班次編號"), names="shift", needed=True),
        Column("volunteer", ("volunteer", "志愿者编号", "志願者編號", *_ID), names="volunteer", needed=True),
    ),
    _assignment,
    _assignment_id,
)
TRAINING: Final = Kind(
    "training",
    "training",
    (
        Column("volunteer", ("volunteer", "志愿者编号", "志願者編號", *_ID), names="volunteer", needed=True),
        Column("course", ("course", "课程", "課程", "培训课程"), cells.code, needed=True),
        Column(
            "kind",
            ("kind", "类型", "類型", "类别", "類別"),
            cells.one_of(
                {"general": ("通用", "通用培训", "通用培訓"), "post": ("岗位", "崗位", "岗位培训", "崗位培訓")}
            ),
            needed=True,
        ),
        Column("on", ("on", "date", "日期", "培训日期"), cells.day, needed=True),
        Column("passed", ("passed", "result", "结果", "結果", "成绩", "合格"), cells.yes, needed=True),
        Column("expires", ("expires", "有效期至", "到期"), cells.day),
        Column("assessor", ("assessor", "考核人", "培训人")),
    ),
    _training,
    _training_id,
)
STOCK: Final = Kind(
    "stock_item",
    "stock",
    (
        Column("id", (*_ID, "物资编号", "物資編號"), cells.code, needed=True),
        _NAME,
        Column("spec", ("spec", "规格", "規格")),
        Column("unit", ("unit", "单位", "單位")),
        Column("low", ("low", "最低库存", "最低庫存"), cells.number),
        Column("quota", ("quota", "定额", "定額"), cells.number),
        Column("returns", ("returns", "须退回", "須退回", "退回"), cells.yes),
    ),
    plain(StockItem),
)
KINDS: Final = {one.word: one for one in (VOLUNTEERS, TEAMS, PROJECTS, POSTS, SHIFTS, ASSIGNMENTS, TRAINING, STOCK)}
