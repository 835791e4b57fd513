"""`central match`: an open slot's suggestions in words, a day's plan, and what of it goes onto the roster."""

from __future__ import annotations

import json

from central import commands
from checkpoint.roster import Assignment, Post, Shift, Team, Volunteer, assignment_id
from tests.central.conftest import Line
from tests.harness import made
from tests.harness.made import C1, SITE

EARLY = Shift(
    id="early",
    project="P",
    site=SITE,
    post="gate",
    begins="2022-12-05T00:00:00.000Z",
    ends="2022-12-05T03:00:00.000Z",
    heads=2,
)
LATE = Shift(
    id="late",
    project="P",
    site=SITE,
    post="gate",
    begins="2022-12-05T02:00:00.000Z",
    ends="2022-12-05T05:00:00.000Z",
    heads=2,
)


def filled(line: Line) -> None:
    """A roster with two shifts that meet, one place taken, and three volunteers, one of them of elsewhere."""
    people = [
        Volunteer(id="V1", name="王文明", subject="1", areas=(C1,)),
        Volunteer(id="V2", name="李建国", subject="2", team="T"),
        Volunteer(id="V3", name="陈平", subject="3", areas=("990102",)),
        Volunteer(id="V4", name="赵一", subject="4", areas=(C1,)),
    ]
    taken = Assignment(id=assignment_id("early", "V1"), shift="early", volunteer="V1")
    post = Post(id="gate", name="卡口值守", needs_general=False)
    with line.store() as store:
        store.put([*made.roster(), *people, post, EARLY, LATE, taken, Team(id="T", name="一队", region=C1[:9])])


def test_a_slot_is_answered_with_people_reasons_and_why_others_are_not(line: Line) -> None:
    filled(line)
    assert line("match", "--slot", "late") == commands.DONE
    assert line.out.splitlines() == [
        "卡口值守 2022-12-05 10:00–13:00 还需 2 人，合适 2 人",
        "  1 V4 赵*  服务本社区，任何岗位均可，未说明服务时间，当日已排 0 分钟，无有效保险",
        "  2 V2 李**  服务本街道，任何岗位均可，未说明服务时间，当日已排 0 分钟，无有效保险",
        "未推荐：该时段已有排班 1 人，服务区域不符 1 人",
    ]
    assert line("match", "--slot", "early", "--json", "--language", "en") == commands.DONE
    said = json.loads(line.out)
    assert (said["wanted"], said["fitting"], said["against"]) == (1, 2, {"already_there": 1, "other_area": 1})
    assert said["suggested"][0]["reasons"][:2] == ["serves in this community", "takes any post"]
    assert line("match", "--slot", "nothing") == commands.FAILED


def test_a_day_is_planned_shown_and_assigned_once(line: Line) -> None:
    filled(line)
    assert line("match", "--day", "2022-12-05") == commands.FOUND
    assert "2 个班次共需 3 人，排上 2 人，1 个班次未满" in line.out
    assert "仍缺 1 人：" in line.out
    assert "已排到其他班次" in line.out
    assert line("match", "--day", "2022-12-05", "--assign", "--json") == commands.FOUND
    said = json.loads(line.out)
    with line.store() as store:
        held = {data["id"] for data in store.data_of("assignment")}
    assert held == {"early/V1", *(f"{one['shift']}/{one['volunteer']}" for one in said["assigned"])}
    assert len(said["assigned"]) == 2
    assert line("match", "--day", "2022-12-05", "--json") == commands.FOUND
    assert json.loads(line.out)["assigned"] == []
    assert line("match", "--day", "2022-12-06") == commands.FAILED
    assert line("match", "--day", "2022-12-05", "--site", "elsewhere") == commands.FAILED
