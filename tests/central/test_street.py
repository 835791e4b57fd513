"""A street's 88 stations that come back at once after an outage: each gets its turn, and nothing arrives twice."""

from __future__ import annotations

import asyncio
import gzip
import json
import secrets
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from central import auth
from central.store.store import Store
from checkpoint import signatures, wire
from checkpoint.journal import Entry, first_fault, stamp, to_wire
from checkpoint.wire import KNOWN, STORED
from tests.central.test_serving import written
from tests.harness.central import running_central
from tests.harness.made import SITE, roster

STATIONS: Final = 88
BATCHES, EACH = 3, 8
IMPATIENT: Final = 4
"""Every so many-th station hangs up before its answer comes, and sends the same once more."""


class Member:
    """A station as far as HTTP goes. told: what was said of each of its batches, in order."""

    def __init__(self, books: Store, number: int) -> None:
        self.number, self.private = number, secrets.token_hex(32)
        now = datetime.now(UTC)
        code = auth.new_code(books, name=f"站 {number}", site=SITE, gate="G1", now=now)
        row, self.token = auth.enrol(books, code, signatures.public_of(self.private), "", now, signs=True)
        self.id, self.told = row.id, list[list[str]]()
        self.entries = written(row.id, BATCHES * EACH)

    def request(self, entries: list[Entry]) -> bytes:
        """A signed batch as it goes over the line."""
        told = [to_wire(one) for one in entries]
        body = wire.encode(wire.Push(epoch="e1", sent_at=stamp(datetime.now(UTC)), entries=told))
        said = signatures.Batch("e1", entries[-1].seq, entries[-1].hash, signatures.digest(body))
        packed = gzip.compress(body, 1)
        head = {
            "Host": "central",
            "Authorization": f"Bearer {self.token}",
            wire.SIGNATURE: signatures.sign(self.private, signatures.ENTRIES, self.id, *said.parts),
            "Content-Encoding": "gzip",
            "Content-Length": str(len(packed)),
        }
        lines = ["POST /v1/journal HTTP/1.1", *(f"{name}: {value}" for name, value in head.items()), "", ""]
        return "\r\n".join(lines).encode() + packed


async def answer_of(reader: asyncio.StreamReader) -> dict[str, Any]:
    """What central says, which is a success."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    assert head.split()[1] == "200", head
    length = next(int(line.partition(":")[2]) for line in head.split("\r\n") if line.startswith("content-length"))
    said: dict[str, Any] = json.loads(await reader.readexactly(length))
    return said


async def come_back(url: str, members: list[Member]) -> list[int]:
    """All at once; returns the numbers of the stations in the order in which they were answered."""
    where, answered = urlsplit(url), list[int]()

    async def one(member: Member) -> None:
        for start in range(0, BATCHES * EACH, EACH):
            said = member.request(member.entries[start : start + EACH])
            if member.number % IMPATIENT == 0:
                _, impatient = await asyncio.open_connection(where.hostname, where.port)
                impatient.write(said)
                await impatient.drain()
                impatient.close()
            reader, writer = await asyncio.open_connection(where.hostname, where.port)
            writer.write(said)
            pushed = await answer_of(reader)
            writer.close()
            member.told.append([receipt["state"] for receipt in pushed["receipts"]])
            answered.append(member.number)

    await asyncio.wait_for(asyncio.gather(*map(one, members)), 120)
    return answered


def test_a_street_that_comes_back_at_once_is_served_in_turn_and_each_entry_once(tmp_path: Path) -> None:
    with running_central(tmp_path, "--workers", "2") as central, closing(Store(str(tmp_path / "central.db"))) as books:
        books.put(roster())
        members = [Member(books, number) for number in range(STATIONS)]
        answered = asyncio.run(come_back(central.url, members))
        for member in members:
            assert [len(states) for states in member.told] == [EACH] * BATCHES
            assert {state for states in member.told for state in states} <= {STORED, KNOWN}
            if member.number % IMPATIENT:
                assert {state for states in member.told for state in states} == {STORED}
            held = books.journal(member.id, "e1")
            assert [one.hash for one in held] == [one.hash for one in member.entries]
            assert first_fault(held) is None
        last_first = max(answered.index(number) for number in range(STATIONS))
        done = [answered[:last_first].count(number) for number in range(STATIONS)].count(BATCHES)
        assert done < STATIONS * 0.85, "nobody waits for a first answer until nearly all others are done"
