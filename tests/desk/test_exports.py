"""Files that leave: who may take one, its entry before the file, the list of them, and the end of what lies about."""

from __future__ import annotations

import logging
import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from checkpoint import exporting, pins
from checkpoint.exporting import EXPORT
from station.exports import Exports, NotSigned
from station.settings import places
from station.shifts import ShiftDesk
from station.store.trouble import StoreFault, StoreTrouble
from station.tidying import delete_old, folders
from tests.harness.gate import Station, station_at
from tests.harness.made import R1, SITE, ZONE, at, badge, text_of

DAY = date(2022, 12, 5)
LEAD, LEAD_BADGE = badge(1, role="lead", pin=pins.sealed("2580"))
GUIDE, GUIDE_BADGE = badge(2)


def exports_of(gate: Station) -> Exports:
    gate.show(text_of(R1), "07:00")
    return Exports(gate.desk, ShiftDesk(gate.desk), gate.logbook)


def taken(exports: Exports, path: Path) -> str:
    return exports.hand_over(exports.write(DAY, str(path), "zh_CN"))


def told(gate: Station) -> list[Any]:
    return [entry.body for entry in gate.store.rare(EXPORT)]


def test_a_lead_signs_for_one_file_and_a_guide_for_none(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", LEAD, GUIDE) as gate:
        exports, path = exports_of(gate), tmp_path / "张伟.csv"
        with pytest.raises(NotSigned):
            taken(exports, path)
        assert exports.sign(GUIDE_BADGE) == "not_a_lead"
        with pytest.raises(NotSigned):
            taken(exports, path)
        assert exports.sign(text_of(R1)) is None
        assert exports.sign_with_pin(LEAD.id, "0000") == "wrong_pin"
        assert exports.sign(LEAD_BADGE) == exports.sign_with_pin(LEAD.id, "2580") == ""
        exports.drop()
        with pytest.raises(NotSigned):
            taken(exports, path)
        assert (told(gate), list(tmp_path.glob("*.csv*"))) == ([], [])
        assert exports.sign_with_pin(LEAD.id, "2580") == ""
        assert taken(exports, path) == str(path)
        assert told(gate) == [
            {"site": SITE, "gate": "G1", "what": "passages", "day": "2022-12-05", "format": "csv", "rows": 1}
            | {"via": "window", "lead": LEAD.id, "role": "lead", "signed_by": "pin"}
        ]
        with pytest.raises(NotSigned):
            taken(exports, path)


def test_where_nobody_could_sign_the_export_works_and_its_entry_says_so(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", GUIDE) as gate:
        taken(exports_of(gate), tmp_path / "day.xlsx")
        listed = gate.logbook.report(DAY)["exports"]
        assert listed == [
            {"at": "2022-12-05 07:00:00", "station": "st1", "operator": "gd1", "what": "passages", "day": "2022-12-05"}
            | {"format": "xlsx", "rows": 1, "via": "window", "signed_by": "nobody"}
        ]
        assert gate.logbook.report(date(2022, 12, 6))["exports"] == []


def test_without_an_entry_on_disk_there_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with station_at(tmp_path / "a", GUIDE) as gate:
        exports, path = exports_of(gate), tmp_path / "day.csv"

        def full(*_: object) -> None:
            raise StoreTrouble(StoreFault.FULL)

        monkeypatch.setattr(gate.desk, "note", full)
        with pytest.raises(StoreTrouble):
            taken(exports, path)
        assert list(tmp_path.glob("day*")) == []


def test_an_entry_that_another_program_wrote_stops_no_list(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", GUIDE) as gate:
        for body in ({"site": SITE, "rows": True, "what": ["x"], "more": 1}, {"site": "other"}, {}):
            gate.desk.note(EXPORT, body)
        entries = gate.store.rare(EXPORT)
        assert [one["rows"] for one in exporting.listed(entries, SITE, at("23:00"), ZONE)] == [0]
        forgotten = [msgspec.structs.replace(one, body=None) for one in entries]
        assert exporting.listed(forgotten, SITE, at("23:00"), ZONE) == []


def test_prints_and_exports_are_deleted_after_a_day_and_what_stays_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    where, now = places(tmp_path / "a"), at("12:00")
    for folder in folders(where):
        folder.mkdir(parents=True)
        for name, hours in (("old.pdf", 24), ("young.pdf", 23.9), ("future.pdf", -25)):
            path = folder / name
            path.write_text("x", encoding="utf-8")
            os.utime(path, times=((now - timedelta(hours=hours)).timestamp(),) * 2)
    stuck = where.prints / "a-folder"
    stuck.mkdir()
    os.utime(stuck, times=((now - timedelta(days=2)).timestamp(),) * 2)
    with caplog.at_level(logging.WARNING):
        assert delete_old(folders(where), now) == 4
    assert sorted(path.name for folder in folders(where) for path in folder.iterdir()) == [
        *("a-folder", "young.pdf", "young.pdf"),
    ]
    assert "a file in prints could not be deleted" in caplog.text
    assert delete_old(folders(where), now + timedelta(minutes=6)) == 2
