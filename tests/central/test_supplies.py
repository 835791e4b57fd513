"""A site's supplies at central: over all its stations, at the end of any day, as JSON and as a file."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from central import reports
from central.store.store import Store
from checkpoint import dutylog
from checkpoint.dutylog import LOG, About
from checkpoint.supplies.moves import Change
from tests.central.conftest import Joined, Line, join
from tests.central.test_reports import DAY, push
from tests.checkpoint.test_supplies import line as mask
from tests.checkpoint.test_supplies import move, undo
from tests.harness.made import SITE, Pen, at, roster

ITEMS = "物资编号,名称,规格,单位,最低库存,定额,须退回\nmask,医用口罩,,只,20,2,否\nvest,马甲,,件,0,0,是\n"


def test_the_day_counts_all_stations_and_what_was_taken_back_after_midnight(store: Store, joined: Joined) -> None:
    one, two = joined("G1"), joined("G2")
    south, north = Pen(one.id), Pen(two.id, gate="G2")
    move(south, Change.RECEIVED, at("07:00"), mask(50))
    late = move(south, Change.ISSUED, at("23:50"), mask(2), holder="v1")
    undo(south, late, at("00:10", "2022-12-06"))
    move(north, Change.ISSUED, at("08:00"), mask(5), holder="v2")
    move(north, Change.ISSUED, at("08:00", "2022-12-06"), mask(5), holder="v2")
    north.write(LOG, dutylog.body_of(About.INCIDENT, SITE, "G2", {"type": "fall", "action": "扶起"}), at("08:10"))
    for station, pen in ((two, north), (one, south)):
        push(store, station, pen.entries, at("09:00", "2022-12-06"))
    figures = reports.report(store, reports.site_of(store, SITE), DAY)
    wanted = {"opening": 0, "in": 50, "out": 5, "counted": 0, "closing": 45, "short": 0}
    assert figures["supplies"] == {"mask": wanted}
    assert (figures["incidents"], figures["disinfections"], figures["called_120"]) == (1, 0, 0)


def test_items_are_imported_and_a_sites_stock_is_told(line: Line, tmp_path: Path) -> None:
    (tmp_path / "items.csv").write_text(ITEMS, encoding="utf-8")
    assert line("import", "stock", str(tmp_path / "items.csv")) == 0, line.err
    with line.store() as store:
        store.put(roster())
        held = list(store.data_of("stock_item"))
        assert [(one["id"], one.get("returns", False)) for one in held] == [("mask", False), ("vest", True)]
        station = join(store, "G1")
        pen = Pen(station.id)
        move(pen, Change.RECEIVED, at("07:00"), mask(21), mask(3, item="vest", batch="", expiry=""))
        move(pen, Change.ISSUED, at("08:00"), mask(2), mask(1, item="vest", batch="", expiry=""), holder="v1")
        push(store, station, pen.entries, at("09:00"))
    assert line("stock", SITE, "--day", "2022-12-05") == 0, line.err
    said = json.loads(line.out)
    assert [(one["name"], one["quantity"]) for one in said["items"]] == [("医用口罩", 19), ("马甲", 2)]
    assert said["alerts"] == [{"kind": "low", "item": "mask", "batch": "", "quantity": 19}]
    assert said["held"] == [{"volunteer": "v1", "name": "", "item": "vest", "quantity": 1}]
    assert line("stock", SITE, "--day", "2022-12-05", "--to", str(tmp_path / "day.csv")) == 0, line.err
    (first, _) = csv.DictReader((tmp_path / "day.csv").read_text(encoding="utf-8-sig").splitlines())
    assert (first["品名"], first["入库"], first["领用"], first["期末"]) == ("医用口罩", "21", "2", "19")
    assert line("stock", SITE, "--moves") == 3
    assert line("stock", "nowhere") == 3
    assert "there is no site nowhere" in line.err
    assert line("stock", SITE, "--day", "2022-12-05", "--to", str(tmp_path / "moves.xlsx"), "--moves") == 0
