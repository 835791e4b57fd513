"""Volunteers' attendance at central: one site's day, what only central can see, and bodies that nobody meant."""

from __future__ import annotations

import csv
import json
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from central import attendance, reports
from central.__main__ import main
from central.store.store import Store
from checkpoint.duty.deeds import DUTY, Act, Plan, body_of
from checkpoint.roster import Gate, Shift, Site
from tests.central.conftest import Joined
from tests.central.test_reports import push
from tests.harness.made import C1, SITE, Pen, at
from tests.harness.serving import DAY_PLAN, MORNING, WHO, deed, s7_roster

DAY = date(2022, 12, 5)
FAR = "990101001002-1"


def written(store: Store, joined: Joined, gate: str, site: str = SITE) -> tuple[Pen, Any]:
    """A pen of a new station there, and how to push what it wrote."""
    station = joined(gate, site=site)
    pen = Pen(station.id, gate=gate)
    return pen, lambda: push(store, station, pen.entries, at("12:00"))


def test_a_badge_at_two_sites_at_once_is_seen_by_central_alone(store: Store, joined: Joined) -> None:
    there = Shift(id="S7F", project="P1", site=FAR, post="order", begins=MORNING.begins, ends=MORNING.ends)
    far_gate = Gate(id="F1", site=FAR, name="远口", communities=(C1,))
    store.put([*s7_roster(), Site(id=FAR, name="远处", community=C1), far_gate, there])
    here, push_here = written(store, joined, "G1")
    far, push_far = written(store, joined, "F1", FAR)
    deed(here, Act.CHECK_IN, 1, "08:00")
    deed(here, Act.CHECK_IN, 2, "08:00")
    deed(here, Act.CHECK_OUT, 2, "08:30")
    plan = Plan.of(there)
    for number in (1, 2):
        body = body_of(Act.CHECK_IN, WHO[number], site=FAR, plan=plan)
        far.write(DUTY, body, at("08:40"))
    push_here()
    push_far()
    twice = attendance.at_two_sites(store, DAY, at("09:00"))
    assert {(one.who.number, one.plan.site) for one in twice} == {(WHO[1].number, SITE), (WHO[1].number, FAR)}
    near = attendance.records(store, reports.site_of(store, SITE), DAY, at("09:00"))
    assert {one.plan.site for one in near} == {SITE}


def test_no_duty_body_whatever_stops_a_report(store: Store, joined: Joined) -> None:
    store.put(s7_roster())
    pen, push_all = written(store, joined, "G1")
    good = body_of(Act.CHECK_IN, WHO[1], site=SITE, plan=DAY_PLAN)
    deed(pen, Act.CHECK_IN, 1, "08:00")
    wrongs: list[dict[str, Any]] = [
        {"plan": {**good["plan"], "ends": "9999-12-31T23:59:59.999Z"}},
        {"act": "overtime", "moment": "9999-12-31T23:59:59.999Z"},
        {"act": "overtime", "moment": "2199-12-31T23:59:59.999Z"},
        {"act": "back_entry", "since": "0001-01-01T00:00:00.000Z", "moment": "2022-12-05T03:00:00.000Z"},
        {"who": [], "plan": None},
        {"site": FAR, "who": {"number": "x"}},
        {"codes": [{}]},
    ]
    for wrong in wrongs:
        pen.write(DUTY, {**good, **wrong}, at("08:01"))
    deed(pen, Act.CHECK_OUT, 1, "11:00")
    push_all()
    report = reports.report(store, reports.site_of(store, SITE), DAY)["volunteers"]
    assert (report["expected"], report["present"], report["minutes"]) == (7, 1, 180)


def test_the_days_figures_and_a_sites_ledger_come_out_by_the_command_line(
    tmp_path: Path, capsys: Any, monkeypatch: Any
) -> None:
    monkeypatch.setenv("CENTRAL_DATA", str(tmp_path))
    assert main(["seed-demo", "--people", "20"]) == 0
    with closing(Store(str(tmp_path / "central.db"))) as store:
        site = store.data_of("site")[0]["id"]
        store.put([msgspec.structs.replace(one, site=site) if isinstance(one, Shift) else one for one in s7_roster()])
    capsys.readouterr()
    assert main(["attendance", "--day", "2022-12-05"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["sites"][site]["expected"], said["sites"][site]["missing"], said["at_two_sites"]) == (7, 7, [])
    ledger = tmp_path / "day.csv"
    assert main(["attendance", "--day", "2022-12-05", "--site", site, "--to", str(ledger)]) == 0
    rows = list(csv.DictReader(ledger.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["状态"] for row in rows] == ["未到"] * 7
    assert main(["attendance", "--day", "2022-12-05", "--to", str(ledger)]) == 3
    assert capsys.readouterr().err == "central: A ledger is of one site; say which with --site.\n"
