"""The tray: what central keeps aside stays in sight with its reason, is sent again or seen to, and blocks nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from checkpoint.journal import stamp
from checkpoint.wire import Receipt
from station.store.marks import PARTED_AT
from station.tray import SEEN_TO, TrayDesk
from tests.harness.gate import Station, station_at
from tests.harness.made import R1, at, text_of


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Station]:
    with station_at(tmp_path / "a") as made:
        for _ in range(3):
            made.show(text_of(R1))
        came = stamp(at("12:00"))
        receipts = [Receipt(seq=seq, state="stored", received_at=came, scanned_at=came) for seq in (1, 3)]
        made.store.settle(made.store.epoch, [*receipts, Receipt(seq=2, state="refused", reason="odd")])
        yield made


def test_what_central_keeps_aside_is_shown_masked_with_its_reason(gate: Station) -> None:
    tray = TrayDesk(gate.desk).tray()
    [row] = tray.rows
    assert (row.seq, row.kind, row.name, row.building, row.reason) == (2, "attempt", "张*", "3号楼", "odd")
    assert (tray.total, tray.parted_at, tray.is_twice) == (1, None, False)


def test_what_is_sent_again_is_unsent_until_central_answers_anew(gate: Station) -> None:
    desk = TrayDesk(gate.desk)
    assert gate.store.unsent_count() == 0
    assert desk.send_again(gate.store.epoch, 2).rows == ()
    assert ([one.seq for one in gate.store.unsent(9)], gate.store.unsent_count()) == ([2], 1)
    desk.send_again(gate.store.epoch, 3)
    assert [one.seq for one in gate.store.unsent(9)] == [2], "what central took is not sent again"
    gate.store.settle(gate.store.epoch, [Receipt(seq=2, state="refused", reason="odd again")])
    assert [row.reason for row in desk.tray().rows] == ["odd again"]
    assert gate.store.unsent_count() == 0


def test_what_was_seen_to_is_an_entry_with_its_note_and_out_of_the_tray(gate: Station) -> None:
    desk = TrayDesk(gate.desk)
    assert desk.see_to(gate.store.epoch, 2, "  told the office ").rows == ()
    [entry] = gate.store.rare(SEEN_TO)
    assert entry.body == {"epoch": gate.store.epoch, "seq": 2, "note": "told the office"}
    assert (gate.store.refused_count(), gate.store.unsent_count()) == (0, 1)
    desk.see_to(gate.store.epoch, 2, "twice")
    desk.see_to(gate.store.epoch, 1, "never refused")
    assert len(gate.store.rare(SEEN_TO)) == 1
    assert gate.store.fault() is None


def test_histories_that_parted_stay_in_sight_until_somebody_has_looked_into_them(gate: Station) -> None:
    desk = TrayDesk(gate.desk)
    gate.store.set_mark(PARTED_AT, stamp(at("11:00")))
    assert desk.tray().parted_at == at("11:00")
    assert desk.see_to_histories("restored by the office").parted_at is None
    desk.see_to_histories("again")
    assert [(one.body or {})["note"] for one in gate.store.rare(SEEN_TO)] == ["restored by the office"]
