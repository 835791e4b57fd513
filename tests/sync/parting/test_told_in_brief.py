"""A program that has just begun hears its own backlog behind itself in brief, and entry by entry where that differs."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from msgspec.structs import replace

from central.store import entries
from central.store.schema import entry
from checkpoint.terms import Told
from checkpoint.wire import PeerPage, Stretch
from station.store.marks import FEED
from tests.harness.calling import central_in_thread
from tests.sync.parting.computers import Computer, Office, everything_is_there, seen_at, times_of

MOVED_MS = 90_000


def heard(patch: pytest.MonkeyPatch, gate: Computer, change: Any = lambda page: page, **asked: Any) -> list[PeerPage]:
    """The pages of the feed that it is told from now on. change: of each; asked: what its questions hold instead."""
    pages: list[PeerPage] = []
    ask = gate.courier._central.peers

    def asking(after: int, living: str, settled: int, brief: bool, /, *, terms: str) -> PeerPage:
        pages.append(change(ask(after, living, settled, asked.get("brief", brief), terms=terms)))
        return pages[-1]

    patch.setattr(gate.courier._central, "peers", asking)
    return pages


def test_what_a_program_has_just_handed_over_does_not_come_down_again(
    office: Office, gate: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries, "STRETCH", 3)
    with central_in_thread(office.books) as url:
        gate.meet(url)
        pages = heard(monkeypatch, gate)
        gate.write(7)
        gate.rounds(1)
        assert [len(page.entries) for page in pages] == [0, 0, 0]
        assert [(one.first, one.last) for page in pages for one in page.own] == [(1, 3), (4, 6), (7, 7)]
        gate.write(1)
        gate.rounds(1)
        assert not pages[-1].own, "heard to its end, it needs to be told of nothing that it handed over itself"
        everything_is_there(office, gate)


def test_a_central_of_before_tells_every_entry_and_the_station_passes_over_them(
    office: Office, gate: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with central_in_thread(office.books) as url:
        gate.meet(url)
        pages = heard(monkeypatch, gate, brief=False)
        gate.write(7)
        gate.rounds(1)
        assert [len(page.entries) for page in pages] == [7]
        everything_is_there(office, gate)


@pytest.mark.parametrize("which", [1, 5, 7])
def test_where_central_has_another_time_by_now_the_entries_come_and_the_new_time_holds(
    office: Office, gate: Computer, monkeypatch: pytest.MonkeyPatch, which: int
) -> None:
    monkeypatch.setattr(entries, "STRETCH", 3)
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.write(7)
        gate.rounds(1)
        with office.books._engine.begin() as connection:
            at = sa.type_coerce(entry.c.scanned_at, sa.BigInteger) + MOVED_MS
            connection.execute(sa.update(entry).where(entry.c.seq == which).values(scanned_at=at))
        # As with a disk that is put back: the program begins, and was not told of any of it.
        gate.store.keep_heard(FEED, Told(0))
        gate.meet(url)
        pages = heard(monkeypatch, gate)
        assert seen_at(gate) != times_of(office)
        gate.rounds(1)
        assert seen_at(gate) == times_of(office)
        assert any(page.entries for page in pages)
        everything_is_there(office, gate)


def test_central_and_the_station_come_to_one_digest_over_what_both_have_and_to_another_over_less(
    office: Office, gate: Computer
) -> None:
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.write(3)
        gate.rounds(1)
        held = gate.store.told_digest(1, 3)
        assert held == gate.store.told_digest(1, 4) != gate.store.told_digest(1, 2), "of those that there are"
        [page] = [gate.courier._central.peers(0, gate.store.epoch, 0, True)]
        assert page.own == [Stretch(first=1, last=3, digest=held)]


def test_a_central_that_tells_in_brief_though_asked_for_entries_is_not_asked_without_end(
    office: Office, gate: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = [Stretch(first=1, last=1, digest="0")]
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.write(1)
        pages = heard(monkeypatch, gate, lambda page: replace(page, own=wrong))
        done = gate.courier.round()
        assert (len(pages), done.more) == (2, False)
