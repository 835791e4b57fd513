"""Entries of a size that no program of ours writes: they hold up neither their station nor the others of its site."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from central import intake, peers, speaking
from central.store.store import Store
from checkpoint import wire
from checkpoint.journal import to_wire
from checkpoint.terms import Told
from checkpoint.wire import BATCH, REFUSED, STORED
from station.sync import client
from tests.central.conftest import Joined
from tests.harness.made import Pen, at

NOW = datetime(2022, 12, 5, 4, 0, tzinfo=UTC)


def test_a_sites_feed_comes_in_pages_that_a_station_takes_however_large_its_entries_are(
    store: Store, joined: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert max(peers.MOST_BYTES, intake.LARGEST_ENTRY, speaking.LARGEST_BODY) < client.LARGEST_ANSWER // 2
    most = 6_000
    monkeypatch.setattr(peers, "MOST_BYTES", most)
    writer, reader = joined(), joined(gate="G2")
    pen = Pen(writer.id)
    for size in (2_000, 2_000, 2_000, 10, 10, 9_000, 2_000):
        pen.write("note", {"said": "x" * size}, at("07:00"))
    intake.take(store, writer, "e1", NOW, [msgspec.Raw(msgspec.json.encode(to_wire(one))) for one in pen.entries], NOW)
    told, more, pages = Told(), True, list[wire.PeerPage]()
    while more:
        page = peers.page(store, reader, told, BATCH)
        pages.append(page)
        told, more = told.then(page.cursor, page.term), page.more
    assert [one.entry["seq"] for page in pages for one in page.entries] == [one.seq for one in pen.entries]
    assert max(len(wire.encode(page)) for page in pages if len(page.entries) > 1) < most + 2_000


def test_an_entry_that_no_line_would_have_carried_is_kept_aside_and_those_behind_it_are_taken(
    store: Store, joined: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "LARGEST_ENTRY", 3_000)
    station = joined()
    pen = Pen(station.id)
    for size in (10, 3_000, 10):
        pen.write("note", {"said": "x" * size}, at("07:00"))
    carried = [msgspec.Raw(msgspec.json.encode(to_wire(one))) for one in pen.entries]
    pushed = intake.take(store, station, "e1", None, carried, NOW)
    assert [one.state for one in pushed.receipts] == [STORED, REFUSED, STORED]
    [aside] = store.refused(station.id)
    assert (aside.seq, aside.reason) == (2, "it is larger than an entry may be")
