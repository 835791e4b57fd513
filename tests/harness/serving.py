"""The domain's volunteers: S7's morning and S8's night shift, their roster documents, and duty entries by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from checkpoint.duty.attendance import rostered
from checkpoint.duty.deeds import DUTY, Act, Plan, Who, body_of
from checkpoint.journal import Entry, stamp
from checkpoint.roster import (
    Assignment,
    Document,
    Insurance,
    Post,
    Project,
    Shift,
    Team,
    Training,
    Volunteer,
    assignment_id,
)
from tests.harness.made import C1, SITE, Pen, at, badge

LEAD, LEAD_BADGE = badge(100, name="周负责", role="lead", pin="")
COVER = Insurance(provider="示例保险", policy="P-1", valid_from="2022-01-01", valid_to="2022-12-31")
TEAM = Team(id="T1", name="示例社区志愿服务队", kind="community", leader="990101-0001", region=C1)
POST = Post(id="order", name="秩序引导", courses=("order",), guide="站在黄线外。", guide_version=1)
PROJECT = Project(id="P1", name="示例社区卡口值守", region=C1)
MORNING = Shift(
    id="S7", project="P1", site=SITE, post="order", begins=stamp(at("08:00")), ends=stamp(at("11:00")), heads=7
)
NIGHT = Shift(
    id="S8",
    project="P1",
    site=SITE,
    post="order",
    begins=stamp(at("22:30")),
    ends=stamp(at("08:30", "2022-12-06")),
    heads=2,
)
DAY_PLAN, NIGHT_PLAN = Plan.of(MORNING), Plan.of(NIGHT)
ROSTERED = (1, 2, 3, 4, 6, 7, 8)


def volunteer(number: int, **more: Any) -> tuple[Volunteer, str]:
    """V1 to V10 of the domain's story and the text of their badge."""
    who, text = badge(number, name=f"王志愿{number}")
    fields: dict[str, Any] = {
        "team": "T1",
        "source": "recruited",
        "insurance": COVER,
        "phone_end": f"{number:02d}",
    } | more
    return Volunteer(id=who.id, name=who.name, subject=who.subject, **fields), text


def trained(who: Volunteer, *, expires: str = "", passed: bool = True) -> list[Training]:
    """General and post training; expires, passed: of the post training."""
    general = Training(
        id=f"{who.id}/general/basics", volunteer=who.id, course="basics", kind="general", on="2022-11-01", passed=True
    )
    post = Training(
        id=f"{who.id}/post/order",
        volunteer=who.id,
        course="order",
        kind="post",
        on="2022-11-02",
        passed=passed,
        expires=expires,
    )
    return [general, post]


def assigned(shift: Shift, who: Volunteer) -> Assignment:
    """That volunteer on that shift's roster."""
    return Assignment(id=assignment_id(shift.id, who.id), shift=shift.id, volunteer=who.id)


PEOPLE = {number: volunteer(number) for number in range(1, 11)}
WHO = {number: Who.of(person) for number, (person, _) in PEOPLE.items()}


def s7_roster() -> list[Document]:
    """S7's documents: V7's post training has expired, V5 is trained and not on the roster."""
    people = [person for person, _ in PEOPLE.values()]
    learned = [one for who in people for one in trained(who, expires="2022-12-01" if who.id.endswith("0007") else "")]
    on = [assigned(MORNING, PEOPLE[number][0]) for number in ROSTERED]
    return [TEAM, POST, PROJECT, MORNING, LEAD, *people, *learned, *on]


def s8_roster() -> list[Document]:
    """S8's documents beside them: V9 and V10 on the night shift."""
    return [NIGHT, *(assigned(NIGHT, PEOPLE[number][0]) for number in (9, 10))]


def s7_pairs() -> list[tuple[Plan, Who]]:
    """The morning's roster as attendance takes it."""
    people = [person for person, _ in PEOPLE.values()]
    return rostered([MORNING], [assigned(MORNING, PEOPLE[number][0]) for number in ROSTERED], people)


def deed(
    pen: Pen, act: Act, number: int, clock: str, *, plan: Plan = DAY_PLAN, about: Entry | None = None, **more: Any
) -> Entry:
    """Write a duty entry about V<number> at that time of the story's day."""
    return deed_at(pen, act, number, at(clock), plan=plan, about=about, **more)


def deed_at(
    pen: Pen, act: Act, number: int, when: datetime, *, plan: Plan = DAY_PLAN, about: Entry | None = None, **more: Any
) -> Entry:
    """The same at a moment."""
    body = body_of(act, WHO[number], site=SITE, gate=pen.gate, plan=plan, **more)
    return pen.write(DUTY, body, when, amends=about.id if about else None)


def answers(number: int) -> dict[str, str]:
    """What V<number> answers to everything that can be asked before duty."""
    return {"phone_end": f"{number:02d}", "health": "yes", "confidential": "yes", "guide": "yes"}
