"""A site's supplies at central: over all its stations, at the end of any day, as JSON and as a file."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from central import reports, retention, supplies
from central.store.store import Store
from checkpoint import dutylog
from checkpoint.dutylog import LOG, About
from checkpoint.supplies.books import carry
from checkpoint.supplies.moves import STOCK, Change
from tests.central.conftest import Joined, Line, join
from tests.central.test_reports import DAY, push
from tests.checkpoint.test_supplies import line as mask
from tests.checkpoint.test_supplies import move, undo
from tests.harness.made import SITE, Pen, arrived, at, roster

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


def test_a_balance_outlives_what_central_itself_forgets_after_three_years(store: Store, joined: Joined) -> None:
    one = joined("G1")
    pen = Pen(one.id)
    move(pen, Change.RECEIVED, at("07:00"), mask(50))
    move(pen, Change.ISSUED, at("08:00"), mask(2), holder="v1")
    body = carry(arrived(pen), SITE, at("09:00"), [])
    assert body is not None
    pen.write(STOCK, body, at("09:00", "2023-01-05"))
    move(pen, Change.ISSUED, at("08:00", "2026-11-02"), mask(3), holder="v2")
    push(store, one, pen.entries, at("09:00", "2026-11-02"))
    site, end = reports.site_of(store, SITE), at("00:00", "2026-11-03")
    before = supplies.books(store, site, end)
    assert (before.in_stock("mask"), before.knows(at("00:00"))) == (45, True)
    assert retention.forget(store, at("00:00", "2026-01-02")).bodies == 2
    after = supplies.books(store, site, end)
    assert (after.in_stock("mask"), after.knows(at("00:00"))) == (45, False)


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
