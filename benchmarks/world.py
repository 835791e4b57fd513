"""Stations to measure on: an empty one, and one of a million entries and 35,000 passes, built once into var/."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from checkpoint import days, passes
from checkpoint.days import Arrived, Passage
from checkpoint.gate import Direction
from checkpoint.journal import GENESIS, Clock, Draft, Entry, seal, stamp, to_wire
from checkpoint.passes import Pass, PassKind
from checkpoint.roster import Community, Document, Gate, PassKey, Person, Scope, Site, kind_of, to_data
from checkpoint.wire import BATCH, Item, PeerEntry
from station.settings import Places, places
from station.store import journal, passages
from station.store import schema as tables
from station.store.engine import key_at
from station.store.opened import Identity
from station.store.store import Store

FOLDER: Final = Path(__file__).resolve().parent.parent / "var" / "bench"
KEY: Final = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SITE, C1 = "990101001001-1", "990101001001"
PEOPLE, MILLION = 35_000, 1_000_000
_PAGE: Final = 5_000


def pass_text(subject: int, now: datetime) -> str:
    """A good pass of that person."""
    begin, end = now - timedelta(days=9), now + timedelta(days=9)
    made = Pass(key_id=1, kind=PassKind.RESIDENT, subject=subject, valid_from=begin, valid_to=end, scope=1)
    return passes.sign(made, KEY)


def documents(people: int) -> Iterator[Document]:
    """The roster of one site."""
    yield from (
        Community(id=C1, name="示例社区"),
        Site(id=SITE, name="示例社区", community=C1),
        Gate(id="G1", site=SITE, name="南口", communities=(C1,)),
        Scope(id="1", communities=(C1,)),
        PassKey(id="1", public=KEY.public_key().public_bytes_raw().hex()),
    )
    for number in range(1, people + 1):
        yield Person(id=str(number), name="张伟", community=C1, building=f"{number % 40 + 1}号楼", unit="2", room="501")


def empty(name: str, people: int = PEOPLE) -> Places:
    """A fresh station with a full roster and no entry."""
    where = places(FOLDER / name)
    shutil.rmtree(where.data, ignore_errors=True)
    where.key.unlink(missing_ok=True)
    store = Store.open(where.store, key_at(where.key))
    store.enrol(
        Identity(
            station="bench",
            name="bench",
            site=SITE,
            gate="G1",
            server="http://127.0.0.1:9",
            token="",
            private_key="ab" * 32,
        )
    )
    items = [
        Item(kind=kind_of(one), id=one.id, version=number, data=to_data(one))
        for number, one in enumerate(documents(people), 1)
    ]
    store.apply_roster(items, len(items))
    store.close()
    return where


def full(entries: int = MILLION) -> Places:
    """A station whose journal has that many entries, all of them at central; built once."""
    where = places(FOLDER / f"entries-{entries}-{tables.HEAD}")
    done = where.data / "built"
    if done.exists():
        return where
    start = time.perf_counter()
    print(f"building a station of {entries:,} entries (once) …", flush=True)
    empty(where.data.name)
    store = Store.open(where.store, key_at(where.key))
    _write(store, entries)
    store.close()
    done.touch()
    print(f"built in {time.perf_counter() - start:.0f} s", flush=True)
    return where


def _write(store: Store, entries: int) -> None:
    _write_all(store, written(store.epoch, entries), entries, settled=True)
    store.set_mark("settled_floor", str(entries))


def write_unsent(store: Store, entries: int) -> None:
    """Three weeks without a network, at a station that central knows and that has written nothing yet."""
    assert store.identity is not None
    own = written(store.epoch, entries, station=store.identity.station)
    _write_all(store, own, entries, settled=False)


def _write_all(store: Store, journal_: Iterator[Entry], entries: int, *, settled: bool) -> None:
    page: list[Entry] = []
    before: dict[str | None, Passage] = {}
    for entry in journal_:
        page.append(entry)
        if len(page) == _PAGE or entry.seq == entries:
            _write_page(store, page, before, settled=settled)
            page = []


def pages_of_another(now: datetime) -> Iterator[list[PeerEntry]]:
    """Page after page of what another gate of the site wrote in three weeks, as central brings it."""
    page: list[PeerEntry] = []
    for entry in written("other", 100_000, station="other", gate="G2"):
        scanned = stamp(entry.at)
        page.append(PeerEntry(entry=to_wire(entry), scanned_at=scanned, corrected=False, received_at=stamp(now)))
        if len(page) == BATCH:
            yield page
            page = []


def written(epoch: str, entries: int, station: str = "bench", gate: str = "G1") -> Iterator[Entry]:
    """Three weeks of people going out and in, ending now."""
    chance, prev, outside = random.Random(7), GENESIS, set[int]()
    step = timedelta(days=21) / entries
    begin = datetime.now(UTC) - timedelta(days=21)
    for seq in range(1, entries + 1):
        subject = chance.randrange(1, PEOPLE + 1)
        way = Direction.IN if subject in outside else Direction.OUT
        outside ^= {subject}
        body = {
            "site": SITE,
            "gate": gate,
            "lane": "1",
            "direction": way.value,
            "light": "green",
            "reason": "ok",
            "outcome": "passed",
            "policy": 1,
            "name": "张*",
            "building": "3号楼",
            "subject": str(subject),
            "pass": f"{subject}-3600000",
            "category": "resident",
            "method": "scan",
        }
        draft = Draft(
            kind="attempt", at=begin + seq * step, clock=Clock(seq, "bench", None, None), operator="gd1", body=body
        )
        entry = seal(draft, station=station, epoch=epoch, seq=seq, prev=prev)
        prev = entry.hash
        yield entry


def _write_page(store: Store, page: list[Entry], before: dict[str | None, Passage], *, settled: bool) -> None:
    receipts: list[dict[str, Any]] = [
        {"station": one.station, "epoch": one.epoch, "seq": one.seq, "state": "stored", "received_at": one.at}
        | {"scanned_at": one.at, "corrected": False}
        for one in page
    ]
    drawn = [passage for one in page if (passage := days.passage_of(Arrived(one, one.at, False, one.at))) is not None]
    for number, one in enumerate(drawn):
        drawn[number] = replace(one, flag=days.flag_after(before.get(one.subject), one))
        before[one.subject] = one
    inside = {one.subject: one for one in drawn}
    with store._writing() as connection:
        connection.execute(sa.insert(tables.entry), [journal._row(one) for one in page])
        if settled:
            connection.execute(sa.insert(tables.receipt), receipts)
        connection.execute(sa.insert(tables.passage), [passages._row(one) for one in drawn])
        connection.execute(sa.delete(tables.presence).where(tables.presence.c.subject.in_(inside)))
        rows = [
            {"site": SITE, "subject": subject, "passage": one.id, "since": one.scanned_at, "heads": one.heads}
            for subject, one in inside.items()
            if one.direction is Direction.IN
        ]
        if rows:
            connection.execute(sa.insert(tables.presence), rows)
