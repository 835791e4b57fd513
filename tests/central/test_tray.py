"""The tray at central: by station's name, judged again or marked as looked into; nothing in it ever goes away."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from central import auth, intake, tray
from central.pages import lines
from central.store.store import Store
from checkpoint.gate import Direction
from checkpoint.journal import to_wire
from tests.central.conftest import Joined, Line
from tests.harness import made
from tests.harness.calling import KEY
from tests.harness.made import Pen

NOW = datetime(2022, 12, 5, 4, 0, tzinfo=UTC)
MARK = "张三 13900000000"


def refused_one(store: Store, joined: Joined) -> tuple[str, Pen]:
    """A station of whose two entries the second is kept aside: another entry had its id."""
    station = joined()
    pen = Pen(station.id)
    pen.write("note", {}, NOW, id_="same")
    pen.write("note", {}, NOW, id_="same")
    said = [msgspec.Raw(msgspec.json.encode(to_wire(one))) for one in pen.entries]
    intake.take(store, station, "e1", NOW, said, NOW)
    return station.id, pen


def test_what_is_kept_aside_is_listed_by_the_stations_name_and_says_nothing_of_anybody(
    store: Store, joined: Joined
) -> None:
    refused_one(store, joined)
    [one] = tray.listed(store)
    assert (one["station"], one["seq"], one["reason"]) == ("G1 站", 2, "another entry has this id already")
    assert set(one) == {"station", "digest", "epoch", "seq", "reason", "at"}


@pytest.mark.one_database
@pytest.mark.parametrize(
    "spoilt",
    [
        *(
            {name: MARK}
            for name in ("at", "seq", "clock", "body", "station", "epoch", "salt", "hash", "prev", "body_digest")
        ),
        *({name: 7} for name in ("at", "id", "kind", "operator", "shift", "amends")),
        *({"at": f"2022-12-05T07:00:00.{end}"} for end in ("000+08:00", "0001Z")),
        *({"body": body} for body in ({MARK: 1}, {"x": {MARK: 1}}, {"x": 2**60}, {"x": 1.5}, {"x": MARK})),
        {"clock": [MARK, "b", None, None]},
        {"id": f"{MARK}\0"},
    ],
)
def test_a_reason_quotes_nothing_of_what_an_entry_says(store: Store, joined: Joined, spoilt: dict[str, Any]) -> None:
    station = joined()
    pen = Pen(station.id)
    pen.write("note", {}, NOW)
    said = json.dumps({**to_wire(pen.entries[0]), **spoilt}).encode()
    [told] = intake.take(store, station, "e1", NOW, [msgspec.Raw(said)], NOW).receipts
    assert told.reason
    assert "张" not in told.reason
    assert "2022-12-05T07:00:00.000+" not in told.reason
    assert [one["reason"] for one in tray.listed(store) if "digest" in one] == [told.reason]


def test_judging_again_takes_what_can_be_taken_now_and_leaves_the_rest(store: Store, joined: Joined) -> None:
    station, _ = refused_one(store, joined)
    [kept] = store.refused()
    assert tray.judge_again(store, kept, NOW) == "another entry has this id already"
    with store._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE entry SET id = 'other' WHERE seq = 1")
    assert tray.judge_again(store, kept, NOW) == ""
    assert (store.refused(), len(store.journal(station, "e1"))) == ([], 2)
    assert intake.take(store, store.stations()[0], "e1", NOW, [msgspec.Raw(kept.raw.encode())], NOW).have == 2


def test_what_was_looked_into_and_comes_again_is_in_sight_again(store: Store, joined: Joined) -> None:
    refused_one(store, joined)
    [kept] = store.refused()
    store.settle(kept.digest, NOW, "a test")
    assert store.refused() == []
    intake.take(store, store.stations()[0], "e1", NOW, [msgspec.Raw(kept.raw.encode())], NOW)
    assert [one.digest for one in store.refused()] == [kept.digest]


@pytest.mark.one_database
def test_the_command_lists_judges_and_resolves(line: Line) -> None:
    with line.store() as store:
        store.put(made.roster())
        code = auth.new_code(store, name="南口 1", site=made.SITE, gate="G1", now=NOW)
        station, _ = auth.enrol(store, code, KEY, "127.0.0.1", NOW)
        for _ in range(2):
            pen = Pen(station.id)
            pen.attempt("1", Direction.IN, NOW)
            intake.take(store, station, "e1", NOW, [msgspec.Raw(msgspec.json.encode(to_wire(pen.entries[0])))], NOW)
    assert line("tray", "list") == 1
    said = [json.loads(one) for one in line.out.splitlines()]
    assert [(one["station"], one["seq"]) for one in said] == [("南口 1", 1)] * 2
    digest = next(one["digest"] for one in said if "digest" in one)
    assert line("tray", "retry", digest) == 1
    assert "another entry stands" in line.err
    assert line("tray", "resolve", digest, "--note", "a copied disk") == 0
    assert line("tray", "resolve", "南口 1") == 0
    assert line("tray", "list") == 0
    for wrong in (("retry", digest), ("resolve", digest), ("retry",), ("resolve", digest[:4])):
        assert line("tray", *wrong) == 3


def test_two_computers_under_one_name_are_named_on_the_status_page(store: Store, joined: Joined) -> None:
    station = joined()
    for epoch in ("e1", "e1.0001-a", "e1"):
        now = datetime.now(UTC)
        intake.standing(store, store.stations()[0], epoch, epoch, now)
        store.heard(station.id, now)
    [one] = lines(store, datetime.now(UTC) + timedelta(seconds=1))
    assert one.state == "twice"
    assert [fork.reason for fork in store.forks() if fork.seq == 0] == [intake.TWO_COMPUTERS]
