"""Who was in a tube: masked, with two names and a letter, and written down without a word of whom it was about."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from central import reports, retention, tracing
from central.store import asking
from central.store.schema import asked
from central.store.store import Store
from central.tracing import NotApproved, Reason
from checkpoint.sampling.acts import MEMBER, Change
from tests.central.conftest import Joined, Line, join
from tests.central.test_reports import push
from tests.checkpoint.test_sampling import Table, ten
from tests.harness.made import SITE, at, roster

NOON = at("12:00")
WHY = Reason("混阳，成员单采复核", "990101〔2022〕7号", "示例区疾控中心", ("周督导", "钱二审"))
Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(store: Store, joined: Joined) -> Ask:
    """Asks who is in A-0001: two residents and eight others, one of whom was taken out, and one came late."""
    station = joined()
    table = Table(station.id)
    tube = table.tube(table.box(), "A-0001")
    added = table.add(tube, *ten())
    table.act(MEMBER, Change.REMOVED, added[9], tube=tube, reason="not_sampled")
    table.seal(tube, 9, short=True)
    table.send(tube)
    push(store, station, table.pen.entries, NOON)

    def asks(code: str = "a-0001 ", why: Reason = WHY, now: datetime = NOON) -> dict[str, Any]:
        return tracing.members(store, reports.site_of(store, SITE), code, why, now)

    return asks


def test_the_members_of_a_tube_are_told_masked_with_their_building(ask: Ask) -> None:
    [tube] = ask()["tubes"]
    assert (tube["table"], tube["state"], tube["count"], tube["forgotten"]) == ("G1 站 1", "sent", 9, 0)
    assert tube["members"][0] == {"subject": "1", "name": "张*", "building": "3号楼", "at": "2022-12-05 08:00:03"}
    assert [one["subject"] for one in tube["no_longer"]] == ["10"]
    assert "13800138001" not in str(tube)
    assert "501" not in str(tube)


def test_a_question_is_written_down_without_whom_it_was_about_and_also_when_nothing_is_found(
    store: Store, ask: Ask
) -> None:
    ask()
    ask()
    assert ask("A-0009")["tubes"] == []
    lines = store.asked()
    assert [(one.number, one.rows, one.letter, one.asked_by, one.approved_by) for one in lines] == [
        (1, 9, WHY.letter, "周督导", "钱二审"),
        (2, 9, WHY.letter, "周督导", "钱二审"),
        (3, 0, WHY.letter, "周督导", "钱二审"),
    ]
    assert lines[0].subject == lines[1].subject != lines[2].subject
    assert "A-0001" not in str(lines)
    assert list(asking.broken(lines)) == []


def test_a_line_that_was_changed_or_taken_away_is_seen(store: Store, ask: Ask) -> None:
    for _ in range(3):
        ask()
    lines = store.asked()
    assert list(asking.broken([lines[0], lines[2]])) == [3]
    with store._engine.execution_options(writes=True).begin() as connection:
        connection.execute(sa.update(asked).where(asked.c.number == 2).values(purpose="another"))
    assert list(asking.broken(store.asked())) == [2]


@pytest.mark.parametrize(
    "wrong",
    [("", "7", "x", ("甲", "乙")), ("p", " ", "x", ("甲", "乙")), ("p", "7", "", ("甲", "乙"))]
    + [("p", "7", "x", ("甲", " 甲 ")), ("p", "7", "x", ("甲", "")), ("p" * 201, "7", "x", ("甲", "乙"))],
)
@pytest.mark.one_database
def test_without_purpose_letter_recipient_and_two_people_nothing_is_asked(wrong: Any) -> None:
    with pytest.raises(NotApproved):
        Reason(*wrong)


def test_names_that_are_forgotten_are_counted_and_not_told(store: Store, ask: Ask) -> None:
    later = NOON + timedelta(days=20)
    retention.forget(store, later)
    [tube] = ask(now=later)["tubes"]
    assert (tube["count"], tube["forgotten"], tube["members"], tube["no_longer"]) == (9, 9, [], [])


@pytest.mark.one_database
def test_the_command_line_asks_and_shows_the_log(line: Line, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    with line.store() as store:
        store.put(roster())
        station = join(store)
        table = Table(station.id)
        table.time = now - timedelta(hours=1)
        table.add(table.tube(table.box(), "A-0001"), "1")
        push(store, station, table.pen.entries, now)
    words = ["tube", SITE, "A-0001", "--purpose", "混阳", "--letter", "7号", "--recipient", "疾控", "--approved-by"]
    assert line(*words, "甲", "甲") == 3
    assert "two different people" in line.err
    assert line(*words, "甲", "乙") == 0, line.err
    assert json.loads(line.out)["tubes"][0]["members"][0]["name"] == "张*"
    assert line("tube", SITE, "A-0002", *words[3:], "甲", "乙") == 3
    assert "question 2 is noted" in line.err
    assert line("asked") == 0
    assert [json.loads(one)["rows"] for one in line.out.splitlines()] == [1, 0]
    with line.store() as store, store._engine.execution_options(writes=True).begin() as connection:
        connection.execute(sa.delete(asked).where(asked.c.number == 1))
    assert line("asked") == 1
