"""Sampling at central: tables that were apart in one page, in figures without a name and in the ledger of a day."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from central import reports, retention, sampling
from central.sampling import Sampling, Watch
from central.store.stations import StationRow
from central.store.store import Store
from checkpoint.policy import for_kind
from checkpoint.roster import Site
from checkpoint.sampling.acts import BOX, TUBE, Change
from tests.central.conftest import Joined, Line, join
from tests.central.test_reports import push
from tests.checkpoint.test_sampling import Table, ten
from tests.harness.calling import central_in_thread
from tests.harness.made import SITE, at, roster

NOON = at("12:00")
Apart = tuple[Table, Table, Callable[..., None]]


@pytest.fixture
def apart(store: Store, joined: Joined) -> Apart:
    """Two tables of the site, and how what one of them wrote comes to central."""
    stations: dict[str, StationRow] = {}

    def table(gate: str, start: str) -> Table:
        station = joined(gate)
        stations[station.id] = station
        return Table(station.id, start)

    def hand_over(*tables: Table, now: datetime = NOON) -> None:
        for one in tables:
            push(store, stations[one.pen.station], one.pen.entries, now)

    return table("G1", "08:00"), table("G2", "08:10"), hand_over


def seen(store: Store, now: datetime = NOON) -> Sampling:
    """How the site stands, for somebody who looks for the first time."""
    [found] = Watch(store).at(now)
    return found


def told(found: Sampling) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.what, one.code, one.tables) for one in found.troubles]


def test_two_tables_that_used_one_code_apart_are_named_together_until_a_lead_decides(
    store: Store, apart: Apart
) -> None:
    south, north, hand_over = apart
    first = south.tube(south.box("BX-1"), "A-0001")
    second = north.tube(north.box("BX-2"), "A-0001")
    south.add(first, *ten())
    north.add(second, *ten(11)[:4])
    hand_over(north)
    assert told(seen(store)) == []
    hand_over(south)
    assert told(seen(store)) == [("conflict", "A-0001", ("G1 站 1", "G2 站 1"))]
    south.act(TUBE, Change.RESOLVED, code="A-0001", named=[first, second], kept=first, approved_by="990101-0001")
    hand_over(south)
    found = seen(store)
    assert told(found) == []
    assert (found.persons, found.tubes["open"], found.tubes["void"]) == (10, 1, 1)


def test_boxes_that_differ_late_additions_and_tubes_that_wait_are_to_be_looked_at(store: Store, apart: Apart) -> None:
    south, _, hand_over = apart
    box = south.box("BX-1")
    late, waits = south.tube(box, "A-0001"), south.tube(box, "A-0002")
    for tube, people in ((late, ten()[:9]), (waits, ten(11))):
        south.add(tube, *people)
        south.seal(tube, len(people), short=tube == late)
    south.act(TUBE, Change.AMENDED, late, reason="漏扫")
    south.add(late, "10", late="yes")
    south.act(BOX, Change.CLOSED, box, count=2, typed=1, reason="张伟拿走一管")
    south.send(late)
    hand_over(south)
    found = seen(store, at("11:00"))
    assert told(found) == [("differs", "BX-1", ("G1 站 1",)), ("flagged", "A-0001", ("G1 站 1",))]
    assert (found.troubles[0].counted, found.troubles[0].had) == (1, 2)
    assert (found.persons, found.tubes) == (20, {"open": 0, "sealed": 1, "sent": 1, "received": 0, "void": 0})
    assert told(seen(store, at("13:00")))[-1] == ("waiting", "A-0002", ("G1 站 1",))
    assert told(seen(store, at("13:00", "2022-12-18")))[-1] == ("waiting", "A-0002", ("G1 站 1",))


def test_whoever_has_looked_before_sees_what_came_since_and_a_new_day_begins_at_nought(
    store: Store, apart: Apart
) -> None:
    south, north, hand_over = apart
    watch = Watch(store)
    assert watch.at(NOON) == [], "no site takes samples yet"
    tube = south.tube(south.box("BX-1"), "A-0001")
    south.add(tube, *ten()[:3])
    hand_over(south)
    later = [NOON + timedelta(seconds=11 * count) for count in range(1, 4)]
    assert watch.at(later[0])[0].persons == 3
    other = north.tube(north.box("BX-2"), "A-0002")
    north.add(other, *ten(3)[:2])
    hand_over(north)
    assert watch.at(later[1])[0].persons == 5
    assert watch.at(later[1] + timedelta(seconds=5))[0].persons == 5
    south.void(tube, 3)
    hand_over(south)
    assert (watch.at(later[2])[0].persons, watch.at(later[2])[0].tubes["void"]) == (2, 1)
    [tomorrow] = watch.at(at("00:00", "2022-12-06"))
    assert (tomorrow.persons, sum(tomorrow.tubes.values()), str(tomorrow.day)) == (0, 0, "2022-12-06")


def test_the_page_says_it_in_three_languages_and_names_nobody(store: Store, apart: Apart) -> None:
    south, north, hand_over = apart
    for table, start in ((south, 1), (north, 11)):
        table.add(table.tube(table.box(f"BX-{start}"), "A-0001"), *ten(start))
    hand_over(south, north)
    with central_in_thread(store, lambda: NOON) as url, httpx.Client(base_url=url, trust_env=False) as client:
        pages = {lang: client.get(f"/?lang={lang}").text for lang in ("zh-CN", "zh-TW", "en")}
        gauges = client.get("/metrics").text
    for lang, words in {
        "zh-CN": ("今日采样", "采样人数", "管码重复"),
        "zh-TW": ("今日採樣", "採樣人數", "管碼重複"),
        "en": ("Sampling today", "Persons sampled", "code used twice"),
    }.items():
        assert all(word in pages[lang] for word in words)
        rows = re.findall(r'<tr class="trouble (\w+)">(.*?)</tr>', pages[lang], re.DOTALL)
        assert [what for what, _ in rows] == ["conflict"]
        assert "G1 站 1 · G2 站 1" in rows[0][1]
        assert "张*" not in pages[lang]
    told = dict(re.findall(r"^central_sampling_(\w+) (\d+)\.0$", gauges, re.MULTILINE))
    assert (told["sites"], told["persons"], told["tubes_open"], told["conflict"], told["waiting"]) == (
        *("1", "20", "2", "1", "0"),
    )


def test_a_site_for_sampling_is_shown_before_its_first_tube_and_any_other_is_not(store: Store) -> None:
    assert Watch(store).at(NOON) == []
    store.put([Site(id=SITE, name="采样点", kind="testing", policy=for_kind("testing"))])
    found = seen(store)
    assert (found.site, found.persons, set(found.tubes.values())) == ("采样点", 0, {0})


def test_a_days_figures_and_its_ledger_come_out_by_the_command_line(line: Line, tmp_path: Path) -> None:
    with line.store() as store:
        store.put(roster())
        station = join(store)
        table = Table(station.id)
        tube = table.tube(table.box(), "A-0001")
        table.add(tube, *ten()[:8])
        table.seal(tube, 8, short=True)
        table.time = at("09:00", "2022-12-06")
        table.send(tube)
        push(store, station, table.pen.entries, at("12:00", "2022-12-06"))
    assert line("sampling", SITE, "--day", "2022-12-05") == 0, line.err
    said = json.loads(line.out)
    assert (said["sampled"], said["short"], said["sent"], said["troubles"]) == (8, 1, 1, [])
    assert said["boxes"] == [
        {"box": "BX-0001", "table": "G1 站 1", "tubes": 1, "persons": 8, "counted": None, "sent": 1}
        | {"last_sent": "2022-12-06 09:00:01"}
    ]
    for ending in ("csv", "xlsx"):
        to = str(tmp_path / f"day.{ending}")
        assert line("sampling", SITE, "--day", "2022-12-05", "--to", to, "--language", "zh_TW") == 0, line.err
    [row] = csv.DictReader((tmp_path / "day.csv").read_text(encoding="utf-8-sig").splitlines())
    assert (row["管碼"], row["人數"], row["站點"]) == ("A-0001", "8", "示例社区")
    assert "张*" not in (tmp_path / "day.csv").read_text(encoding="utf-8-sig")
    assert (row["送檢"], row["狀態"]) == ("12-06 09:00:01 gd1 → 李*", "已送檢；不滿")
    assert line("sampling", "nowhere") == 3
    assert line("sampling", SITE, "--day", "2022-12-06") == 0
    assert json.loads(line.out)["tubes"] == 0


def test_a_ledger_and_the_days_report_outlive_the_names(store: Store, apart: Apart) -> None:
    south, _, hand_over = apart
    tube = south.tube(south.box("BX-1"), "A-0001")
    south.add(tube, *ten())
    south.seal(tube, 10)
    south.send(tube)
    hand_over(south)
    site, day = reports.site_of(store, SITE), NOON.date()
    rows, report = sampling.ledger_rows(store, site, day), reports.report(store, site, day)
    assert ([row["heads"] for row in rows], report["sampling"]["sampled"]) == (["10"], 10)
    assert retention.forget(store, at("00:00", "2022-12-30")).bodies == 10
    assert sampling.ledger_rows(store, site, day) == rows
    assert reports.report(store, site, day)["sampling"] == report["sampling"]
    assert "sampling" not in reports.report(store, site, day, with_supplies=False), "asked every minute"


def test_no_body_whatever_stops_the_page(store: Store, apart: Apart) -> None:
    south, _, hand_over = apart
    tube = south.tube(south.box("BX-1"), "A-0001")
    good = south.pen.entries[-1].body or {}
    wrongs: tuple[dict[str, object], ...] = (
        {"pool": 7},
        {"code": ["x"]},
        {"change": "eaten"},
        {"site": 5},
        {"table": {}},
        {"details": []},
    )
    for wrong in wrongs:
        south.pen.write(TUBE, {**good, **wrong}, south.time, amends=tube)
    south.pen.write(TUBE, {**good, "change": "sent", "named": [tube, tube, "nowhere"]}, south.time)
    hand_over(south)
    assert (seen(store).tubes["sent"], told(seen(store))) == (1, [])
