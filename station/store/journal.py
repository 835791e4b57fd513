"""The journal as a table: append, read in order, settle receipts, forget bodies; only entries go in and come out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from checkpoint.days import Arrived
from checkpoint.journal import GENESIS, Clock, Entry, canonical
from checkpoint.wire import REFUSED
from station.store.schema import COMMON, among, entry, in_words, parted, put_into, receipt

_PAGE = 2_000
_HEAD = (
    sa.select(entry.c.seq, entry.c.hash)
    .where(entry.c.station == sa.bindparam("station"), entry.c.epoch == sa.bindparam("epoch"))
    .order_by(entry.c.seq.desc())
    .limit(1)
)
_ADD = sa.insert(entry)
_AT = sa.select(entry).where(
    sa.or_(
        (entry.c.station == sa.bindparam("station"))
        & (entry.c.epoch == sa.bindparam("epoch"))
        & (entry.c.seq == sa.bindparam("seq")),
        entry.c.id == sa.bindparam("id"),
    )
)
_ANSWER = in_words(put_into(receipt))
_AMENDING = (
    sa.select(entry).where(entry.c.amends == sa.bindparam("id")).order_by(entry.c.station, entry.c.epoch, entry.c.seq)
)


def same(one: sa.Table, other: sa.Table) -> sa.ColumnElement[bool]:
    """Whether two rows speak of one place in a journal."""
    return (one.c.station == other.c.station) & (one.c.epoch == other.c.epoch) & (one.c.seq == other.c.seq)


OF = (entry.c.station == sa.bindparam("station")) & (entry.c.epoch == sa.bindparam("epoch"))
_UNSETTLED = (
    sa.select(entry)
    .outerjoin(receipt, same(entry, receipt))
    .where(OF, entry.c.seq > sa.bindparam("after"), receipt.c.seq.is_(None))
    .order_by(entry.c.seq)
    .limit(sa.bindparam("most"))
)
_FIRST_UNSETTLED = _UNSETTLED.with_only_columns(entry.c.seq)
# The word stands in the statement itself: SQLite uses an index with a condition for no bound value.
_IS_REFUSED = receipt.c.state == sa.literal_column(f"'{REFUSED}'")
_UNTAKEN = (
    sa.select(entry.c.seq, entry.c.id)
    .outerjoin(receipt, same(entry, receipt))
    .where(OF, among(entry.c.seq, "seqs"), receipt.c.seq.is_(None) | _IS_REFUSED)
)


def head(connection: Connection, station: str, epoch: str) -> tuple[int, str]:
    """(seq, hash) of the newest entry of this journal; (0, GENESIS) of an empty one."""
    row = connection.execute(_HEAD, {"station": station, "epoch": epoch}).one_or_none()
    return (row.seq, row.hash) if row else (0, GENESIS)


def add(connection: Connection, new: Entry) -> None:
    """Write one entry. IntegrityError when its place or its id is taken."""
    connection.execute(_ADD, _row(new))


def add_all(connection: Connection, new: Sequence[Entry]) -> None:
    """Write several entries, at least one. IntegrityError as of `add`."""
    connection.execute(_ADD, [_row(one) for one in new])


def at(connection: Connection, new: Entry) -> list[Entry]:
    """The entries that stand at this one's place and under its id: none, one, or two."""
    station, epoch, seq = new.key
    taken = connection.execute(_AT, {"station": station, "epoch": epoch, "seq": seq, "id": new.id})
    return [_entry(row) for row in taken]


def forgotten(connection: Connection) -> bool:
    """Whether any body has been forgotten."""
    return connection.execute(sa.select(entry.c.seq).where(entry.c.body.is_(None)).limit(1)).one_or_none() is not None


def amending(connection: Connection, id_: str) -> list[Entry]:
    """The entries that amend this one, in their journals' order."""
    return [_entry(row) for row in connection.execute(_AMENDING, {"id": id_}).all()]


def rare(connection: Connection, station: str, kind: str, since: datetime | None) -> list[Entry]:
    """A station's entries of a kind that is not COMMON, oldest first."""
    query = sa.select(entry).where(entry.c.kind == kind, is_rare(), entry.c.station == station)
    if since is not None:
        query = query.where(entry.c.at >= since)
    return [_entry(row) for row in connection.execute(query.order_by(entry.c.at, entry.c.epoch, entry.c.seq))]


def arrivals_of(connection: Connection, kind: str, since: datetime, naming: str | None) -> list[Arrived]:
    """Every station's entries of a kind that is not COMMON, from a moment on by their devices' clocks, oldest first.

    naming: a text that stands, whole, somewhere in the body. Looking for it is several times as fast as reading bodies.
    """
    query = _ARRIVED.where(entry.c.kind == kind, is_rare(), entry.c.at >= since)
    if naming is not None:
        query = query.where(sa.func.instr(entry.c.body, canonical(naming).decode()) > 0)
    return [_arrived(row) for row in connection.execute(query.order_by(entry.c.at, entry.c.station, entry.c.seq))]


_ROW: sa.ColumnElement[int] = sa.literal_column("entry.rowid", sa.Integer)
"""SQLite's own number of a row, which rises with every entry that comes to be held."""


def is_rare() -> sa.ColumnElement[bool]:
    """Whether an entry is of a kind that is not COMMON, in the words by which an index of their own is used."""
    # The list stands in the statement itself: SQLite uses an index with a condition for no bound value.
    return entry.c.kind.not_in([sa.literal_column(f"'{common}'") for common in COMMON])


def told(connection: Connection, kind: str) -> list[Arrived]:
    """Every entry of a kind that is not COMMON and has its body, of every station, in no order; and for each journal
    the newest one that has forgotten its body, so that a reader knows from where on nothing is missing.
    """
    here = (entry.c.kind == kind) & is_rare()
    gone = sa.select(entry.c.station, entry.c.epoch, sa.func.max(entry.c.seq).label("seq")).where(
        here, entry.c.body.is_(None)
    )
    last = gone.group_by(entry.c.station, entry.c.epoch).subquery()
    is_last = (entry.c.station == last.c.station) & (entry.c.epoch == last.c.epoch) & (entry.c.seq == last.c.seq)
    held = connection.execute(_ARRIVED.where(here, entry.c.body.is_not(None)))
    return [_arrived(row) for row in (*held, *connection.execute(_ARRIVED.join(last, is_last)))]


def told_after(connection: Connection, kind: str, row: int) -> list[Arrived]:
    """Entries of a kind that is not COMMON which came to be held after that row, whoever wrote them, in no order."""
    return [_arrived(one) for one in connection.execute(_ARRIVED.where(entry.c.kind == kind, is_rare(), row < _ROW))]


def newest_row(connection: Connection, kind: str) -> int:
    """The row of whatever came to be held last of a kind that is not COMMON; 0 before the first."""
    query = sa.select(sa.func.max(_ROW)).select_from(entry).where(entry.c.kind == kind, is_rare())
    return connection.execute(query).scalar_one() or 0


def is_kept_before(connection: Connection, kind: str, before: datetime) -> bool:
    """Whether any entry of a kind that is not COMMON is older than a moment and has its body still."""
    old = (entry.c.kind == kind) & is_rare() & (entry.c.at < before) & entry.c.body.is_not(None)
    return connection.execute(sa.select(entry.c.seq).where(old).limit(1)).first() is not None


def epochs(connection: Connection) -> list[tuple[str, str]]:
    """Every (station, epoch) of which entries are held."""
    query = sa.select(entry.c.station, entry.c.epoch).distinct().order_by(entry.c.station, entry.c.epoch)
    return [(row.station, row.epoch) for row in connection.execute(query)]


def walk(connection: Connection, station: str, epoch: str) -> Iterator[Entry]:
    """The entries of one journal in order of seq, a page at a time, so that memory stays flat."""
    after = 0
    while True:
        query = (
            sa.select(entry)
            .where(entry.c.station == station, entry.c.epoch == epoch, entry.c.seq > after)
            .order_by(entry.c.seq)
            .limit(_PAGE)
        )
        page = [_entry(row) for row in connection.execute(query)]
        yield from page
        if len(page) < _PAGE:
            return
        after = page[-1].seq


def those(connection: Connection, where: sa.ColumnElement[bool], limit: int, bound: Mapping[str, Any]) -> list[Entry]:
    """The first entries of one journal of which that is true, in order. bound: values that `where` leaves open."""
    query = sa.select(entry).where(where).order_by(entry.c.seq).limit(limit)
    return [_entry(row) for row in connection.execute(query, bound)]


def laid_aside(connection: Connection, station: str, epoch: str) -> Iterator[Entry]:
    """What left that journal for another one, as it stood there, in order."""
    here = (parted.c.station == station) & (parted.c.epoch == epoch)
    for row in connection.execute(sa.select(parted).where(here).order_by(parted.c.seq)):
        yield _entry(row)


def stood_at(connection: Connection, key: tuple[str, str, int], hash_: str) -> Entry | None:
    """What left that place for another journal and had that hash, or None."""
    here = (parted.c.station == key[0]) & (parted.c.epoch == key[1]) & (parted.c.seq == key[2])
    row = connection.execute(sa.select(parted).where(here, parted.c.hash == hash_)).one_or_none()
    return _entry(row) if row else None


def arrivals(connection: Connection) -> Iterator[Arrived]:
    """Every entry held, of every station, with what central wrote beside it."""
    for row in connection.execute(_ARRIVED.execution_options(yield_per=_PAGE)):
        yield _arrived(row)


def arrival(connection: Connection, id_: str) -> Arrived | None:
    """One entry with what central wrote beside it, or None."""
    row = connection.execute(_ARRIVED.where(entry.c.id == id_)).one_or_none()
    return _arrived(row) if row else None


def unsettled(connection: Connection, station: str, epoch: str, after: int, limit: int) -> list[Entry]:
    """Own entries beyond `after` that central has not answered for, in order of seq."""
    here = {"station": station, "epoch": epoch, "after": after, "most": limit}
    return [_entry(row) for row in connection.execute(_UNSETTLED, here).all()]


def answers_beyond(connection: Connection, station: str, epoch: str, after: int) -> int:
    """How many entries beyond `after` central has answered for."""
    query = sa.select(sa.func.count()).select_from(receipt)
    here = (receipt.c.station == station) & (receipt.c.epoch == epoch) & (receipt.c.seq > after)
    return connection.execute(query.where(here)).scalar_one()


def first_unsettled(connection: Connection, station: str, epoch: str, after: int) -> int | None:
    """The first own entry beyond a seq that central has not answered for, or None."""
    here = {"station": station, "epoch": epoch, "after": after, "most": 1}
    return connection.execute(_FIRST_UNSETTLED, here).scalar_one_or_none()


def untaken(connection: Connection, station: str, epoch: str, seqs: Sequence[int]) -> dict[int, str]:
    """seq -> id of the own entries at these places that central has not taken yet, refused ones among them."""
    here = {"station": station, "epoch": epoch, "seqs": json.dumps(seqs)}
    return {row.seq: row.id for row in connection.execute(_UNTAKEN, here).all()}


def add_receipts(connection: Connection, rows: Sequence[Sequence[Any]]) -> None:
    """Write what central answered, each row a value for every column of `receipt` as SQLite keeps it.

    Whoever asks `untaken` first changes no answer but a refusal.
    """
    if rows:
        connection.exec_driver_sql(_ANSWER, [tuple(row) for row in rows])


def retime(connection: Connection, of: Entry, times: Mapping[str, Any]) -> None:
    """Central says other times of that entry than before."""
    station, epoch, seq = of.key
    here = (receipt.c.station == station) & (receipt.c.epoch == epoch) & (receipt.c.seq == seq)
    connection.execute(sa.update(receipt).where(here).values(**times))


def refused(connection: Connection, station: str) -> int:
    """How many of the station's own entries central keeps aside."""
    query = sa.select(sa.func.count()).select_from(receipt)
    return connection.execute(query.where(receipt.c.station == station, _IS_REFUSED)).scalar_one()


def refused_entries(connection: Connection, station: str, limit: int) -> list[tuple[Entry, str]]:
    """Those entries, with central's reason, oldest first."""
    query = sa.select(entry, receipt.c.reason).join_from(receipt, entry, same(entry, receipt))
    found = query.where(receipt.c.station == station, _IS_REFUSED).order_by(entry.c.at, entry.c.epoch, entry.c.seq)
    return [(_entry(row), row.reason) for row in connection.execute(found.limit(limit))]


def forget_through(connection: Connection, kind: str, through: Mapping[tuple[str, str], int], limit: int) -> int:
    """Forget bodies and salts of a kind in each (station, epoch) up to that seq, where central has them; how many."""
    ids: list[str] = []
    for (station, epoch), seq in through.items():
        old = (entry.c.station == station) & (entry.c.epoch == epoch) & (entry.c.seq <= seq) & (entry.c.kind == kind)
        old &= is_rare() & entry.c.body.is_not(None) & sa.exists().where(same(entry, receipt))
        ids += connection.execute(sa.select(entry.c.id).where(old).limit(limit - len(ids))).scalars()
    forget(connection, ids)
    return len(ids)


def forget(connection: Connection, ids: Sequence[str]) -> None:
    """Forget the bodies and salts of these entries."""
    if ids:
        connection.execute(sa.update(entry).where(entry.c.id.in_(ids)).values(body=None, salt=None))


_ARRIVED = sa.select(entry, receipt.c.received_at, receipt.c.scanned_at, receipt.c.corrected).outerjoin(
    receipt, same(entry, receipt)
)


def _arrived(row: Row[Any]) -> Arrived:
    held = _entry(row)
    return Arrived(held, row.scanned_at or held.at, bool(row.corrected), row.received_at)


def _row(new: Entry) -> dict[str, Any]:
    return {
        "station": new.station,
        "epoch": new.epoch,
        "seq": new.seq,
        "id": new.id,
        "kind": new.kind,
        "at": new.at,
        "mono_ms": new.clock.mono_ms,
        "boot": new.clock.boot,
        "offset_ms": new.clock.offset_ms,
        "offset_age_s": new.clock.offset_age_s,
        "operator": new.operator,
        "shift": new.shift,
        "amends": new.amends,
        "body": None if new.body is None else canonical(new.body).decode(),
        "salt": new.salt,
        "body_digest": new.body_digest,
        "prev": new.prev,
        "hash": new.hash,
    }


def _entry(row: Row[Any]) -> Entry:
    # By place and not by name: a page of a backlog is read in half the time.
    station, epoch, seq, id_, kind, at, mono_ms, boot, offset_ms, offset_age_s, *rest = tuple(row)
    operator, shift, amends, body, salt, body_digest, prev, hash_, *_ = rest
    return Entry(
        station=station,
        epoch=epoch,
        seq=seq,
        id=id_,
        kind=kind,
        at=at,
        clock=Clock(mono_ms, boot, offset_ms, offset_age_s),
        operator=operator,
        shift=shift,
        amends=amends,
        body=None if body is None else msgspec.json.decode(body),
        salt=salt,
        body_digest=body_digest,
        prev=prev,
        hash=hash_,
    )
