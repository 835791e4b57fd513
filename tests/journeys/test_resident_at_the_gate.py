"""S1: a resident, the camera repeating itself, a second scan, and going out; exactly as the domain tells it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

from checkpoint.gate import Action, Direction, Light
from checkpoint.policy import FieldUse
from checkpoint.roster import Gate
from station import showing
from station.ui import words
from station.ui.view import Card
from tests.harness.gate import Station, station_at
from tests.harness.made import R1, ZONE, at, text_of
from tests.harness.showing import Camera

IN, OUT = Direction.IN, Direction.OUT


class Story:
    """One lane with its camera; keeps every card and row that the window would be given."""

    def __init__(self, gate: Station) -> None:
        self.gate, self.camera = gate, Camera(gate.clock)
        self.shown: list[Card] = []

    def hold_up(self, text: str, clock: str, way: Direction, temperature: int | None = None) -> list[Card]:
        self.gate.clock.to(clock)
        self.gate.desk.direction = way
        cards = []
        for reading in self.camera.hold_up(text):
            shown = self.gate.desk.show(reading.text, suppressed=reading.suppressed, temperature=temperature)
            cards.append(showing.card(shown))
        self.camera.nothing()
        self.shown += cards
        return cards

    def everything_seen(self) -> str:
        rows = [showing.row(passage, "南口") for passage in self.gate.logbook.newest()]
        return repr(self.shown) + repr(rows)


def test_s1_resident_camera_repeat_second_scan_and_exit(tmp_path: Path, chinese: None) -> None:
    with station_at(tmp_path / "a", temperature=FieldUse.OPTIONAL) as gate:
        story = Story(gate)
        [first] = story.hold_up(text_of(R1), "07:00:00", IN, 365)
        assert (first.light, first.name, first.building) == (Light.GREEN, "张*", "3号楼")
        assert story.hold_up(text_of(R1), "07:00:02", IN) == []
        [again] = story.hold_up(text_of(R1), "07:00:20", IN)
        assert again.light is Light.AMBER
        assert words.reason(again, ZONE) == "上次进入 07:00:00，无离开记录"
        gate.desk.decide(again.attempt, Action.CANCEL)
        [leaving] = story.hold_up(text_of(R1), "12:00:00", OUT)
        assert leaving.light is Light.GREEN

        report = gate.logbook.report(date(2022, 12, 5))
        expected = {
            "passages": 2,
            "attempts": 3,
            "cancelled": 1,
            "suppressed_reads": 1,
            "in": 1,
            "out": 1,
            "inside_at_end": 0,
            "open_flags": 0,
        }
        assert {name: report[name] for name in expected} == expected
        passed = [passage for passage in gate.logbook.passages(date(2022, 12, 5)) if passage.passed]
        to_the_second = [(one.direction, one.scanned_at.replace(microsecond=0)) for one in passed]
        assert to_the_second == [(IN, at("07:00:00")), (OUT, at("12:00:00"))]
        assert passed[1].scanned_at - passed[0].scanned_at == timedelta(minutes=300)

        seen = story.everything_seen() + json.dumps(report)
        gate.logbook.export(date(2022, 12, 5), tmp_path / "day.csv", language="zh_CN")
        seen += (tmp_path / "day.csv").read_text(encoding="utf-8-sig")
        for secret in ("张伟", "13800138001", "501"):
            assert secret not in seen
        assert gate.store.document(Gate, "G1") is not None
        assert gate.store.fault() is None
        assert gate.store.rebuild().differing == ()
