"""Volunteers, posts and slots for the tests of matching; only what a test is about is said."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from checkpoint.matching.slots import Booking, Slot
from checkpoint.roster import Available, Post, Training, Volunteer
from tests.harness.made import C1, ZONE, at

GATE = Post(id="gate", name="卡口值守", courses=("gate",))
OPEN = Post(id="open", name="物资配送", needs_general=False)


def volunteer(number: int, **more: Any) -> Volunteer:
    """A volunteer of this community."""
    return Volunteer(**{"id": f"V{number}", "name": "王文明", "subject": str(number), "areas": (C1,), **more})


def taught(number: int, course: str = "gate", **more: Any) -> list[Training]:
    """General training and that of a post."""
    who, plain = f"V{number}", {"on": "2022-12-01", "passed": True, **more}
    return [
        Training(id=f"{who}/general/basic", volunteer=who, kind="general", course="basic", **plain),
        Training(id=f"{who}/post/{course}", volunteer=who, kind="post", course=course, **plain),
    ]


def slot(begins: str = "08:00", hours: float = 3, *, post: Post = OPEN, **more: Any) -> Slot:
    """A slot on 5 December 2022, a Monday."""
    start: datetime = at(begins)
    plain = {"shift": f"S{begins}", "site": "s", "community": C1, "zone": ZONE}
    return Slot(**{**plain, "post": post, "begins": start, "ends": start + timedelta(hours=hours), **more})


def booking(number: int, begins: str, hours: float, day: str = "2022-12-05") -> Booking:
    """That volunteer is on another shift then."""
    start = at(begins, day)
    return Booking(
        f"V{number}", f"other {begins}", start, start + timedelta(hours=hours), start.astimezone(ZONE).date()
    )


def weekly(days: str, begins: str = "00:00", ends: str = "00:00", **more: Any) -> Available:
    """A time: `weekly("15", "08:00", "12:00")` is Monday and Friday morning."""
    return Available(weekdays=tuple(map(int, days)), begins=begins, ends=ends, **more)
