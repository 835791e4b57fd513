"""Signed batches over HTTP, verified and stored on PostgreSQL, beside raw COPY of the same rows in the same tables."""

from __future__ import annotations

import gzip
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg

from benchmarks import office
from benchmarks.printed import title
from checkpoint import rows, wire
from checkpoint.journal import stamp, to_wire
from checkpoint.wire import BATCH
from station.sync.client import PACKS
from tests.harness.postgres import Cluster

LOADS: Final = ((1, 10_000, BATCH), (4, 10_000, BATCH), (88, 500, BATCH), (88, 20, 1))
"""(stations at once, entries each, entries in a request): a gate, a community's gates and a street's 88 that come back
after an outage, and the street as it is while everybody is online.
"""
ROUNDS: Final = 5
"""So many times each load and its COPY after one another, of which the middle is told: which worker a connection falls
to is chance.
"""
STREAMS: Final = 4
"""COPYs at once beside more than one station: more are no faster on two cores."""
TABLES: Final = ("entry", "body")
Lines = dict[str, list[bytes]]


def run(quick: bool = False) -> None:
    """Print the figures."""
    title(f"Intake on PostgreSQL (fsync on), {office.WORKERS} workers; clients and database on the same machine")
    print(f"{'':39} {'entries a second, and HTTP beside COPY':>43} {'processor, us an entry':>26} {'a worker':>8}")
    columns = f"{'central':>8} {'database':>8} {'COPY':>8} {'peak MB':>8}"
    copies = f"{'one COPY':>9} {'ratio':>6} {f'{STREAMS} COPYs':>9} {'ratio':>6}"
    print(f"{'':39} {'HTTP':>9} {copies} {columns}", flush=True)
    with office.database() as (cluster, url), tempfile.TemporaryDirectory() as data:
        everybody = office.members(url, max(stations for stations, _, _ in LOADS))
        with office.central(url, Path(data)) as running:
            _warm(running.url, everybody)
            for stations, each, batch in LOADS:
                _one(cluster, running, everybody[:stations], min(each, BATCH) if quick else each, batch)
        _sizes(cluster)
        _on_the_line(everybody[0])


def _warm(url: str, everybody: Sequence[office.Member]) -> None:
    """What a process does once, it does not do while it is measured."""
    office.send(url, [office.batches(one, office.entries_of(one, 20, "warm"), url) for one in everybody])


@dataclass(frozen=True, slots=True)
class Round:
    """One load, and its COPYs. http, one, many: seconds; served, stored, alone: seconds of processor."""

    http: float
    one: float
    many: float
    served: float
    stored: float
    alone: float


def _one(cluster: Cluster, running: office.Running, who: Sequence[office.Member], each: int, batch: int) -> None:
    """A line of the table."""
    epoch, count = f"{len(who)}x{each}x{batch}", len(who) * each
    entries = [office.entries_of(one, each, epoch) for one in who]

    def pushes() -> Sequence[Sequence[bytes]]:
        # Made as late as can be: each says when it left, and by a clock that seems wrong its times would be corrected.
        return [office.batches(one, own, running.url, batch) for one, own in zip(who, entries, strict=True)]

    rounds = [_round(cluster, running, pushes, count, batch) for _ in range(ROUNDS if batch > 1 else 1)]
    took = {name: statistics.median(getattr(one, name) for one in rounds) for name in Round.__slots__}
    beside = " ".join(f"{count / took[name]:9,.0f} {took[name] / took['http']:6.2f}" for name in ("one", "many"))
    costs = " ".join(f"{1e6 * took[name] / count:8.1f}" for name in ("served", "stored", "alone"))
    what = f"{len(who):3} stations, {each:,} each, {batch} a request".ljust(39)
    print(what, f"{count / took['http']:9,.0f} {beside}", costs, f"{running.peak_mb():8.0f}", flush=True)


def _round(
    cluster: Cluster, running: office.Running, pushes: Callable[[], Sequence[Sequence[bytes]]], count: int, batch: int
) -> Round:
    _say(cluster, "TRUNCATE entry, body, chain, former_epoch", "UPDATE station SET epoch = NULL", "CHECKPOINT")
    said = pushes()
    served, stored = office.cpu_s(*running.pids), cluster_cpu_s(cluster)
    took = office.send(running.url, said)
    served, stored = office.cpu_s(*running.pids) - served, cluster_cpu_s(cluster) - stored
    lines = _held(cluster)
    assert [len(lines[table]) for table in TABLES] == [count, count]
    one, alone = _copy(cluster, lines, 1, batch)
    many = one if len(said) == 1 else _copy(cluster, lines, STREAMS, batch)[0]
    return Round(took, one, many, served, stored, alone)


def cluster_cpu_s(cluster: Cluster) -> float:
    """Seconds of processor that the server and all its processes have used, those that ended too."""
    postmaster = int((cluster.folder / "data" / "postmaster.pid").read_text(encoding="ascii").split()[0])
    return office.cpu_s(postmaster, *office.children(postmaster), with_ended=True)


def _where(cluster: Cluster) -> str:
    return f"host={cluster.folder} user=postgres dbname=central"


def _say(cluster: Cluster, *statements: str) -> None:
    with psycopg.connect(_where(cluster), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def _held(cluster: Cluster) -> Lines:
    """The rows that were stored, as COPY writes them, in order of their keys."""
    found: Lines = {}
    with psycopg.connect(_where(cluster)) as connection, connection.cursor() as cursor:
        for table in TABLES:
            words = f"COPY (SELECT * FROM {table} ORDER BY station, epoch, seq) TO STDOUT"
            with cursor.copy(words.encode()) as copy:
                found[table] = b"".join(map(bytes, copy)).splitlines(keepends=True)
    return found


def _copy(cluster: Cluster, lines: Lines, streams: int, batch: int) -> tuple[float, float]:
    """(seconds, seconds of the database's processor) for the same rows by COPY: a transaction for each batch."""
    _say(cluster, "TRUNCATE entry, body", "CHECKPOINT")
    count = len(lines[TABLES[0]])
    share = -(-count // streams)
    workers = [
        threading.Thread(target=_copy_part, args=(cluster, lines, range(at, min(at + share, count), batch), at + share))
        for at in range(0, count, share)
    ]
    begun, used = time.perf_counter(), cluster_cpu_s(cluster)
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return time.perf_counter() - begun, cluster_cpu_s(cluster) - used


def _copy_part(cluster: Cluster, lines: Lines, starts: range, end: int) -> None:
    with psycopg.connect(_where(cluster)) as connection, connection.cursor() as cursor:
        for at in starts:
            for table in TABLES:
                with cursor.copy(f"COPY {table} FROM STDIN".encode()) as copy:
                    copy.write(b"".join(lines[table][at : min(at + starts.step, end)]))
            connection.commit()


def _sizes(cluster: Cluster) -> None:
    """What an entry takes on disk, with its indexes."""
    with psycopg.connect(_where(cluster)) as connection:
        for table in TABLES:
            [[count]] = connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchall()
            sizes = "SELECT sum(pg_relation_size(relid)), sum(pg_total_relation_size(relid)) FROM "
            tree = (
                "(SELECT %s::regclass UNION SELECT inhrelid FROM pg_inherits WHERE inhparent = %s::regclass) t (relid)"
            )
            [[bare, whole]] = connection.execute((sizes + tree).encode(), (table, table)).fetchall()
            print(f"{table:34} {bare / count:6.0f} bytes a row, {whole / count:6.0f} with its indexes", flush=True)


def _on_the_line(member: office.Member) -> None:
    """What an entry takes between station and central in a full batch, told in a run and one by one."""
    entries = office.entries_of(member, BATCH, "line")
    push = wire.Push(epoch="line", sent_at=stamp(entries[0].at), entries=[to_wire(one) for one in entries])
    run = rows.told(push)
    assert run is not None
    for what, said in ("over the line in a run", run), ("the same entries one by one", push):
        raw = wire.encode(said)
        packed = len(gzip.compress(raw, PACKS))
        print(f"{what:34} {len(raw) / BATCH:6.0f} bytes an entry, {packed / BATCH:6.0f} packed", flush=True)
