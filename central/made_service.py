"""What the made-up community's volunteers do: a project, teams, posts, training and shifts around a given day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from checkpoint.journal import stamp
from checkpoint.roster import (
    Assignment,
    Available,
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

ZONE: Final = ZoneInfo("Asia/Shanghai")
PROJECT, GATE_POST, ORDER_POST, DELIVERY_POST = "P-990101-1", "gate", "order", "delivery"
GENERAL: Final = "general-2022"
_TRAINED, _POOL = 44, 30
"""Volunteers up to these numbers: have all their training; are assigned to shifts. The others are the reserve pool."""
_HOURS: Final = (("07:00", "10:00"), ("10:00", "13:00"), ("13:00", "16:00"), ("16:00", "19:00"), ("19:00", "22:00"))
_NIGHT: Final = ("22:00", "07:00")
_INSURED: Final = Insurance(provider="示例保险", policy="A-990101", valid_from="2022-01-01", valid_to="2099-12-31")
_TEAM_KINDS: Final = ("community", "university", "women", "enterprise")

_GATE_GUIDE: Final = """\
到岗前在值守台扫工作证签到，领取口罩、手套，佩戴志愿者马甲与工作证。

请居民自行出示通行证，对准摄像头一臂远处：绿色放行，黄色请看提示，红色请叫负责人。

没有手机的老人走无码通道，按 F2 登记，不得拒绝；救护车、消防车、警车按 F8 立即放行。

不记录、不拍摄、不谈论居民的个人信息。下岗前扫工作证签退，交回马甲。"""
_ORDER_GUIDE: Final = """\
提醒排队人员前后间隔一米，戴好口罩，提前准备登记码。

老人、孕产妇、婴幼儿和残疾人请走绿色通道。有人身体不适，立即叫负责人。"""
_DELIVERY_GUIDE: Final = """\
按楼栋取货，放在门口，退后一米再敲门。不进门，不收现金。

药品当面交给本人或家属，并请其核对。"""


def posts() -> list[Post]:
    """Three posts with their training, kits and guides."""
    return [
        Post(
            id=GATE_POST,
            name="卡口值守",
            courses=("gate-duty",),
            kit={"mask": 1, "gloves": 1},
            guide=_GATE_GUIDE,
            guide_version=1,
        ),
        Post(
            id=ORDER_POST,
            name="核酸检测点秩序维护",
            courses=("queue-order",),
            kit={"mask": 2, "gloves": 1, "shield": 1},
            guide=_ORDER_GUIDE,
            guide_version=1,
        ),
        Post(
            id=DELIVERY_POST,
            name="物资配送",
            is_mandatory=False,
            minors=True,
            kit={"mask": 1},
            guide=_DELIVERY_GUIDE,
            guide_version=1,
        ),
    ]


def stock_items() -> list[StockItem]:
    """What is kept and handed out."""
    return [
        StockItem(id="mask", name="医用外科口罩", spec="一次性", unit="只", low=100, quota=2),
        StockItem(id="gloves", name="一次性手套", spec="中号", unit="双", low=50, quota=2),
        StockItem(id="shield", name="防护面屏", unit="个", low=10, quota=1),
        StockItem(id="gel", name="免洗手消毒液", spec="500 毫升", unit="瓶", low=10),
        StockItem(id="vest", name="志愿者马甲", unit="件", low=5, quota=1),
    ]


def described(volunteers: Sequence[Volunteer], community: str) -> list[Volunteer]:
    """The volunteers with what a roster says of them: areas, intentions, times, insurance; one after the other.

    Those who are not on shifts offer themselves to the street and the district, as a reserve pool does.
    """
    return [_described(one, number, community) for number, one in enumerate(volunteers, 1)]


def _described(one: Volunteer, number: int, community: str) -> Volunteer:
    offered = (
        Available(),
        Available(weekdays=(1, 2, 3, 4, 5), begins="07:00", ends="13:00"),
        Available(weekdays=(6, 7)),
        Available(begins="18:00", ends="08:00"),
    )
    at_home = number <= _POOL
    return msgspec.structs.replace(
        one,
        team=f"T{number % 4 + 1}",
        source=("recruited", "community_report", "university", "sent_down")[number % 4],
        areas=(community,) if at_home else (community[:9] if number % 2 else community[:6],),
        intentions=() if number % 3 else (GATE_POST, ORDER_POST),
        available=() if at_home else (offered[number % 4],),
        insurance=None if number == 58 else _INSURED,
        is_minor=number >= 59,
        consent="C-0060" if number == 60 else "",
        phone_end=f"{number * 7 % 100:02d}",
    )


def service(volunteers: Sequence[Volunteer], site: str, gates: Sequence[str], today: date) -> list[Document]:
    """Everything beside the volunteers themselves: from the night before today to the end of tomorrow.

    Of today's gate shifts all are full but one; of tomorrow's every other one waits for a match.
    """
    shifts = [*_shifts(site, gates, today)]
    leader = {number: volunteers[number - 1].id for number in range(1, 5)}
    return [
        Project(id=PROJECT, name="示例社区卡口值守", org="示例社区志愿服务站", region=site[:12], planned_heads=60),
        *(
            Team(id=f"T{n}", name=f"示例社区第{n}队", kind=_TEAM_KINDS[n - 1], leader=leader[n], org="示例社区")
            for n in leader
        ),
        *stock_items(),
        *posts(),
        *(training for number, one in enumerate(volunteers, 1) for training in _trainings(one, number, today)),
        *(msgspec.structs.replace(one, lead=volunteers[0].id) for one in shifts),
        *_assignments(shifts, [one.id for one in volunteers[:_POOL]], today),
    ]


def _trainings(one: Volunteer, number: int, today: date) -> Iterator[Training]:
    """Of the last sixteen: seven have general training only, four's post training is over, five have none."""
    if number > 55:
        return
    learned = [(GENERAL, "general", "")]
    if number <= _TRAINED:
        learned += [("gate-duty", "post", ""), ("queue-order", "post", "")]
    elif number > 51:
        learned += [("gate-duty", "post", f"{today - timedelta(days=1)}")]
    for course, kind, expires in learned:
        on = f"{today - timedelta(days=30)}"
        id_ = f"{one.id}/{kind}/{course}"
        yield Training(id=id_, volunteer=one.id, course=course, kind=kind, on=on, passed=True, expires=expires)


def _shifts(site: str, gates: Sequence[str], today: date) -> Iterator[Shift]:
    for gate in gates:
        yield _shift(site, GATE_POST, today - timedelta(days=1), _NIGHT, 2, gate)
        for day in (today, today + timedelta(days=1)):
            for hours in (*_HOURS, _NIGHT):
                yield _shift(site, GATE_POST, day, hours, 2, gate)
    for day in (today, today + timedelta(days=1)):
        yield _shift(site, ORDER_POST, day, ("08:00", "12:00"), 3)
        yield _shift(site, DELIVERY_POST, day, ("14:00", "17:00"), 2)


def _shift(site: str, post: str, day: date, hours: tuple[str, str], heads: int, gate: str = "") -> Shift:
    begins, ends = (datetime.combine(day, time.fromisoformat(hour), ZONE) for hour in hours)
    ends += timedelta(days=1) if ends <= begins else timedelta()
    id_ = "-".join(part for part in (gate or site, post, f"{begins:%Y%m%dT%H%M}") if part)
    moments = {"begins": stamp(begins), "ends": stamp(ends)}
    return Shift(id=id_, project=PROJECT, site=site, post=post, heads=heads, gate=gate, **moments)


def _assignments(shifts: Sequence[Shift], numbers: Sequence[str], today: date) -> Iterator[Assignment]:
    """In turn, so that nobody is in two places at once."""
    following, places = 0, len(numbers)
    for place, shift in enumerate(sorted(shifts, key=lambda one: (one.begins, one.id))):
        is_late = shift.begins >= stamp(datetime.combine(today + timedelta(days=1), time(), ZONE))
        if (is_late and place % 2) or shift.post == DELIVERY_POST:
            continue
        for _ in range(shift.heads):
            who = numbers[following % places]
            following += 1
            yield Assignment(id=assignment_id(shift.id, who), shift=shift.id, volunteer=who)
