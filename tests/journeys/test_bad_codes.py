"""S4: an ended pass, a revoked one, a forged one, somebody's payment code, a blurred picture."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from checkpoint import passes
from checkpoint.gate import Action, Light, Reason
from station import showing
from station.ui import words
from tests.harness.gate import station_at
from tests.harness.made import BASE45, KEYS, R1, R3, URL, X1, ZONE, lost, text_of
from tests.harness.showing import Camera, blurred

EXPECTED = [
    (Reason.EXPIRED, "已过期 2022-12-04"),
    (Reason.REVOKED, "已作废(挂失)"),
    (Reason.FORGED, "签名无效"),
    (Reason.UNKNOWN_CODE, "无法识别的二维码"),
]


def with_one_byte_of_the_signature_changed(text: str) -> str:
    for character in BASE45:
        changed = text[:-1] + character
        if passes.read(changed, KEYS).genuineness is passes.Genuineness.FORGED:
            return changed
    raise AssertionError


def test_s4_bad_codes_get_one_clear_card_each(tmp_path: Path, chinese: None) -> None:
    with station_at(tmp_path / "a", lost(R3), start="08:00") as gate:
        camera = Camera(gate.clock)
        codes = [
            text_of(R1, end="2022-12-04"),
            text_of(R3),
            with_one_byte_of_the_signature_changed(text_of(X1)),
            URL,
        ]
        cards = []
        for text in codes:
            readings = camera.hold_up(text)
            assert len(readings) == 1
            card = showing.card(gate.desk.show(readings[0].text))
            cards.append(card)
            gate.desk.decide(card.attempt, Action.CANCEL if text == URL else Action.TURN_AWAY)
            camera.nothing(6)
        for _ in range(12):
            assert camera.see(blurred(text_of(R1))) == []

        assert [card.light for card in cards] == [Light.RED] * 4
        assert [(card.reason, words.reason(card, ZONE)) for card in cards] == EXPECTED
        report = gate.logbook.report(date(2022, 12, 5))
        assert (report["turned_away"], report["passages"], report["cancelled"]) == (3, 0, 1)
        assert report["turned_away_by_reason"] == {"expired": 1, "forged": 1, "revoked": 1}

        with gate.store._reading() as connection:
            tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
            dump = json.dumps(
                [
                    [list(map(str, row)) for row in connection.exec_driver_sql(f"SELECT * FROM {table}")]
                    for table in tables
                ]
            )
        assert "pay.example" not in dump
    raw = b"".join(path.read_bytes() for path in (tmp_path / "a").iterdir())
    assert b"pay.example" not in raw
