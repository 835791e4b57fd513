"""A central to measure: a PostgreSQL of its own that syncs to disk, its processes, stations and what they say."""

from __future__ import annotations

import asyncio
import gzip
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

import msgspec

from benchmarks.world import C1, SITE, written
from central import auth
from central.store.store import Store
from checkpoint import rows, signatures, wire
from checkpoint.journal import Entry, stamp, to_wire
from checkpoint.roster import Community, Gate, Site
from station.sync.client import PACKS
from tests.harness import postgres
from tests.harness.postgres import Cluster

ROOT: Final = Path(__file__).resolve().parent.parent
DURABLE: Final = {
    **dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes", "autovacuum"), "on"),
    "shared_buffers": "512MB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "15min",
}
"""As a server keeps its word, with room enough that no measurement meets another one's checkpoint."""
WORKERS: Final = 2 * (os.cpu_count() or 1)
"""While one waits for the database another one computes; and connections fall to them by chance."""


@dataclass(frozen=True, slots=True)
class Member:
    """A station as far as HTTP goes."""

    id: str
    token: str
    private: str


@dataclass(frozen=True, slots=True)
class Running:
    """A central that listens. pids: the processes that serve."""

    url: str
    pids: tuple[int, ...]

    def peak_mb(self) -> float:
        """The most memory that any of them ever had, in MB."""
        return max(peak_mb(pid) for pid in self.pids)


def peak_mb(pid: int | None = None) -> float:
    """The most memory that a process ever had, in MB; without a number, this one."""
    lines = Path(f"/proc/{pid or 'self'}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1000


def children(pid: int) -> list[int]:
    """The processes that a process has started and that live."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def cpu_s(*pids: int | Literal["self"], with_ended: bool = False) -> float:
    """Seconds of processor that these have used. with_ended: and those of their children that ended."""
    used = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="latin-1").rpartition(")")[2].split()
        except FileNotFoundError:
            continue  # It has ended since; its parent's figure has it.
        used += sum(map(int, fields[11 : 15 if with_ended else 13]))
    return used / os.sysconf("SC_CLK_TCK")


@contextmanager
def database() -> Iterator[tuple[Cluster, str]]:
    """(a new PostgreSQL that syncs to disk, the address of an empty database in it)."""
    cluster = postgres.start(DURABLE)
    try:
        cluster.run("CREATE DATABASE central")
        yield cluster, cluster.url("central")
    finally:
        postgres.stop(cluster)


@contextmanager
def central(url: str, data: Path, workers: int = WORKERS) -> Iterator[Running]:
    """Central's real processes on that database."""
    words = [sys.executable, "-m", "central", "serve", "--data", str(data), "--port", "0", "--end-with-stdin"]
    said = {**os.environ, "CENTRAL_DATABASE": url}
    pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(
        [*words, "--workers", str(workers)], stdin=pipe, stdout=pipe, stderr=quiet, text=True, cwd=ROOT, env=said
    ) as server:
        assert server.stdout is not None
        try:
            where = server.stdout.readline().strip().rpartition(" ")[2]
            yield Running(where, tuple(children(server.pid)) or (server.pid,))
        finally:
            server.terminate()


def members(url: str, count: int) -> list[Member]:
    """So many stations, each at a site of its own, as a street's are at its communities'."""
    made, now = [], datetime.now(UTC)
    with closing(Store(url)) as store:
        store.put([Community(id=C1, name="示例社区")])
        for number in range(count):
            site = f"{SITE}{number}"
            gate = Gate(id=f"G{number}", site=site, name="南口", communities=(C1,))
            store.put([Site(id=site, name="示例社区", community=C1), gate])
            private = secrets.token_hex(32)
            code = auth.new_code(store, name=f"站 {number}", site=site, gate=gate.id, now=now)
            station, token = auth.enrol(store, code, signatures.public_of(private), "", now, signs=True)
            made.append(Member(station.id, token, private))
    return made


def entries_of(member: Member, count: int, epoch: str = "e1") -> list[Entry]:
    """What that station wrote."""
    return list(written(epoch, count, station=member.id))


def request_of(member: Member, entries: Sequence[Entry], host: str) -> bytes:
    """One signed push as it goes over the line."""
    told = [to_wire(entry) for entry in entries]
    run = rows.told(wire.Push(epoch=entries[0].epoch, sent_at=stamp(datetime.now(UTC)), entries=told))
    assert run is not None
    body = wire.encode(run)
    said = signatures.Batch(run.epoch, run.last, run.hash, signatures.digest(body))
    packed = gzip.compress(body, PACKS)
    head = {
        "Host": host,
        "Authorization": f"Bearer {member.token}",
        wire.SIGNATURE: signatures.sign(member.private, signatures.ENTRIES, member.id, *said.parts),
        "Content-Type": rows.MEDIA,
        "Content-Encoding": "gzip",
        "Content-Length": str(len(packed)),
    }
    lines = ["POST /v1/journal HTTP/1.1", *(f"{name}: {value}" for name, value in head.items()), "", ""]
    return "\r\n".join(lines).encode() + packed


def batches(member: Member, entries: Sequence[Entry], url: str, batch: int = wire.BATCH) -> list[bytes]:
    """All of a station's pushes, so many entries in each."""
    host = urlsplit(url).netloc
    return [request_of(member, entries[at : at + batch], host) for at in range(0, len(entries), batch)]


def send(url: str, pushes: Sequence[Sequence[bytes]]) -> float:
    """Seconds until every station has a receipt for each entry; all begin at once, each waits for its own answers."""
    where = urlsplit(url)

    async def station(said: Sequence[bytes]) -> None:
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
        for push in said:
            writer.write(push)
            _expect_stored(*await _answer(reader))
        writer.close()

    async def everybody() -> None:
        await asyncio.gather(*map(station, pushes))

    begun = time.perf_counter()
    asyncio.run(everybody())
    return time.perf_counter() - begun


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = next(int(line.partition(":")[2]) for line in head.split("\r\n") if line.startswith("content-length"))
    return int(head.split()[1]), await reader.readexactly(length)


class _States(msgspec.Struct):
    """What of an answer is looked at here: a client that read all of it would be what is measured."""

    stored: str


def _expect_stored(status: int, body: bytes) -> None:
    said = msgspec.json.decode(body, type=_States) if status == 200 else None
    if said is None or not said.stored:
        raise AssertionError(body[:300])
