"""Passages and presence as tables: projections of the journal, kept up entry by entry, in any order of arrival.

The rules themselves (what a passage is, when it is flagged) are `checkpoint.days`; here they are applied to the one
holder that an entry concerns, so that the cost of an entry does not grow with the journal.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from checkpoint import days
from checkpoint.days import Arrived, Passage
from checkpoint.gate import Direction, LastPassage, Light, Outcome, Reason
from checkpoint.journal import Entry
from checkpoint.passages import PRESUMED
from station.store import tally
from station.store.schema import among, in_ms, in_words, passage, presence, put_into

_PASSED = passage.c.outcome == Outcome.PASSED.value
_ORDER = (passage.c.scanned_at, passage.c.station, passage.c.epoch, passage.c.seq)
_NAMES = tuple(column.name for column in passage.columns)

# Statements that every scan runs are put together once: doing so each time took longer than running them.
_HOLDER = (passage.c.site == sa.bindparam("site")) & (passage.c.subject == sa.bindparam("subject")) & _PASSED
_NEWEST_FIRST = tuple(column.desc() for column in _ORDER)
_HERE = sa.tuple_(*(sa.bindparam(f"order_{number}", type_=column.type) for number, column in enumerate(_ORDER)))
_PLACE = sa.tuple_(*_ORDER)
_BEFORE = (
    sa.select(passage.c.direction, passage.c.scanned_at, passage.c.gate)
    .where(_HOLDER, _PLACE < _HERE)
    .order_by(*_NEWEST_FIRST)
    .limit(1)
)
_AFTER = sa.select(passage).where(_HOLDER, _PLACE > _HERE).order_by(*_ORDER).limit(1)
_LAST = (
    sa.select(
        *(passage.c.id, passage.c.direction, passage.c.scanned_at, passage.c.gate, passage.c.heads, passage.c.valid_to)
    )
    .where(_HOLDER)
    .order_by(*_NEWEST_FIRST)
    .limit(1)
)
_ONE = sa.select(passage).where(passage.c.id == sa.bindparam("id"))
_FLAG = sa.update(passage).where(passage.c.id == sa.bindparam("of")).values(flag=sa.bindparam("new"))
_SETTLED = in_words(
    sa.update(passage)
    .where(passage.c.id == sa.bindparam("of"))
    .ordered_values((passage.c.received_at, sa.bindparam("received")), (passage.c.corrected, sa.bindparam("is")))
)
_TIMES = sa.select(passage.c.id, passage.c.scanned_at).where(among(passage.c.id, "ids"))
_ABSENT = sa.delete(presence).where(
    presence.c.site == sa.bindparam("of_site"), presence.c.subject == sa.bindparam("of_subject")
)
_VISIT_COUNTS = sa.select(
    sa.func.count(),
    sa.func.coalesce(sa.func.sum(sa.case((presence.c.valid_to < sa.bindparam("now"), 1), else_=0)), 0),
).where(presence.c.site == sa.bindparam("of_site"), presence.c.valid_to.is_not(None))
_NEWEST = (
    sa.select(passage)
    .where(passage.c.site == sa.bindparam("of_site"), passage.c.station == sa.bindparam("of_station"))
    .order_by(passage.c.scanned_at.desc(), passage.c.seq.desc())
    .limit(sa.bindparam("most"))
)
_PUT, _PRESENT = put_into(passage), put_into(presence)


class Times(NamedTuple):
    """What central says of an entry's time: when it came, when it was by a right clock, whether that was corrected."""

    received_at: datetime
    scanned_at: datetime
    corrected: bool


@dataclass(frozen=True, slots=True)
class _Earlier:
    """What a flag hangs on, of the holder's passage before."""

    direction: Direction
    scanned_at: datetime
    gate: str


def project(connection: Connection, arrived: Arrived, decisions: Iterable[Entry]) -> None:
    """Fold an attempt in. decisions: those already held that amend it (they may arrive before their attempt)."""
    drawn = days.passage_of(arrived)
    if drawn is None:
        return
    _place(connection, days.folded(drawn, decisions))


def decide(connection: Connection, decision: Entry) -> None:
    """Fold a decision in that is later, in its journal, than every one about that attempt so far, and takes none back.

    An attempt that is not held yet takes it when it comes.
    """
    before = None if decision.amends is None else one(connection, decision.amends)
    if before is not None:
        _place(connection, days.decided(before, decision))


def forget(connection: Connection, ids: Sequence[str]) -> None:
    """Take the passages of these attempts out; flags and who is inside then follow from what is left."""
    if not ids:
        return
    gone, left = passage.alias("gone"), passage.alias("left")
    passed = Outcome.PASSED.value
    stays = (left.c.site == gone.c.site) & (left.c.subject == gone.c.subject) & (left.c.outcome == passed)
    is_before = stays & (left.c.scanned_at <= gone.c.scanned_at) & left.c.id.not_in(ids)
    # Older passages that stay are unsent ones, or their times were corrected: few, so each holder is looked at alone.
    outlived = sa.select(gone.c.site, gone.c.subject).where(gone.c.id.in_(ids), sa.exists().where(is_before)).distinct()
    holders = connection.execute(outlived).all()
    theirs = sa.select(gone.c.site, gone.c.subject).where(gone.c.id.in_(ids))
    is_theirs = sa.tuple_(presence.c.site, presence.c.subject).in_(theirs)
    connection.execute(sa.delete(presence).where(is_theirs, presence.c.passage.in_(ids)))
    connection.execute(sa.delete(passage).where(passage.c.id.in_(ids)))
    for site, subject in holders:
        _set_flags(connection, site, subject)
        _set_presence(connection, site, subject)


def _set_flags(connection: Connection, site: str, subject: str) -> None:
    """Flag all that is left of a holder but the first, whose predecessor is forgotten and which keeps what it had."""
    query = sa.select(passage).where(passage.c.site == site, passage.c.subject == subject, _PASSED).order_by(*_ORDER)
    held = [_passage(row) for row in connection.execute(query)]
    for before, after in list(zip(held, days.flagged(held), strict=True))[1:]:
        if before.flag != after.flag:
            connection.execute(_FLAG, {"of": after.id, "new": after.flag})


def settle(connection: Connection, settled: Mapping[str, Times]) -> None:
    """Central has these attempts: note when, and move the passages whose times were corrected."""
    held = connection.execute(_TIMES, {"ids": json.dumps(list(settled))}).all()
    stay = [(id_, settled[id_]) for id_, at in held if at == settled[id_].scanned_at]
    if stay:
        rows = [(in_ms(times.received_at), times.corrected, id_) for id_, times in stay]
        connection.exec_driver_sql(_SETTLED, rows)
    where = dict(held)
    for id_, times in settled.items():
        if id_ in where and where[id_] != times.scanned_at:
            _move(connection, id_, times)


def _move(connection: Connection, id_: str, times: Times) -> None:
    before = withdraw(connection, id_)
    if before is not None:
        at, came = times.scanned_at, times.received_at
        _place(connection, replace(before, received_at=came, scanned_at=at, corrected=times.corrected))


def withdraw(connection: Connection, id_: str) -> Passage | None:
    """Take that attempt's passage out as if it had never been; returns it, or None when there is none."""
    before = one(connection, id_)
    if before is not None:
        connection.execute(sa.delete(passage).where(passage.c.id == id_))
        _follow(connection, before, _before(connection, before))
    return before


def _place(connection: Connection, drawn: Passage) -> None:
    """Write a passage and set right what depends on it: its flag, its successor's, and who is inside."""
    before = _before(connection, drawn)
    earlier = one(connection, drawn.id)
    placed = replace(drawn, flag=days.flag_after(before, drawn))
    connection.execute(_PUT, _row(placed))
    _follow(connection, placed, placed if placed.passed else before)
    if earlier is not None and earlier.subject not in {None, placed.subject}:
        # A decision may say who it was after all; whom it was taken for has not passed here.
        _follow(connection, earlier, _before(connection, earlier))


def _follow(connection: Connection, changed: Passage, last_up_to: Any) -> None:
    """Set right what comes after a changed place. last_up_to: the holder's last passage up to that place, or None."""
    if changed.subject is None:
        return
    row = connection.execute(_AFTER, _place_of(changed)).one_or_none()
    if row is None:
        _set_presence(connection, changed.site, changed.subject)
        return
    # Who is inside is told by the holder's last passage, and that one has not changed.
    after = _passage(row)
    flag = days.flag_after(last_up_to, after)
    if flag != after.flag:
        connection.execute(_FLAG, {"of": after.id, "new": flag})


def _before(connection: Connection, drawn: Passage) -> Any:
    """Direction, time and gate of the holder's passage before this one at the site, or None."""
    if not drawn.subject:
        return None
    row = connection.execute(_BEFORE, _place_of(drawn)).one_or_none()
    return None if row is None else _Earlier(Direction(row.direction), row.scanned_at, row.gate)


def _place_of(drawn: Passage) -> dict[str, Any]:
    order = {f"order_{number}": value for number, value in enumerate(drawn.order)}
    return order | {"site": drawn.site, "subject": drawn.subject}


def _set_presence(connection: Connection, site: str, subject: str) -> None:
    last = _last(connection, site, subject)
    if last is not None and last.direction == Direction.IN.value:
        row = {"site": site, "subject": subject, "passage": last.id, "since": last.scanned_at}
        connection.execute(_PRESENT, row | {"heads": last.heads, "valid_to": last.valid_to})
    else:
        connection.execute(_ABSENT, {"of_site": site, "of_subject": subject})


def _last(connection: Connection, site: str, subject: str) -> Any:
    return connection.execute(_LAST, {"site": site, "subject": subject}).one_or_none()


def last(connection: Connection, site: str, subject: str) -> LastPassage | None:
    """The holder's newest passage at this site, for the judge."""
    row = _last(connection, site, subject)
    return None if row is None else LastPassage(Direction(row.direction), row.scanned_at, row.gate, row.valid_to)


def one(connection: Connection, id_: str) -> Passage | None:
    """The passage of that attempt, or None."""
    row = connection.execute(_ONE, {"id": id_}).one_or_none()
    return _passage(row) if row else None


def newest(connection: Connection, station: str, site: str, limit: int) -> list[Passage]:
    """This station's newest passages, newest first."""
    here = {"of_site": site, "of_station": station, "most": limit}
    return [_passage(row) for row in connection.execute(_NEWEST, here)]


def between(connection: Connection, site: str, start: datetime, end: datetime) -> list[Passage]:
    """The site's passages of [start, end), in order."""
    query = (
        sa.select(passage)
        .where(passage.c.site == site, passage.c.scanned_at >= start, passage.c.scanned_at < end)
        .order_by(*_ORDER)
    )
    return [_passage(row) for row in connection.execute(query)]


def visits(connection: Connection, site: str, limit: int) -> list[Passage]:
    """The entries of visits that have an end and are not over, those first that end first."""
    query = (
        sa.select(passage)
        .join(presence, presence.c.passage == passage.c.id)
        .where(presence.c.site == site, presence.c.valid_to.is_not(None))
        .order_by(presence.c.valid_to, presence.c.subject)
        .limit(limit)
    )
    return [_passage(row) for row in connection.execute(query)]


def visit_counts(connection: Connection, site: str, now: datetime) -> tuple[int, int]:
    """(visits that are not over, those of them whose end has come)."""
    open_, late = connection.execute(_VISIT_COUNTS, {"of_site": site, "now": now}).one()
    return open_, late


def overlong(connection: Connection, site: str, before: datetime, limit: int) -> list[Passage]:
    """The entries, made before a moment, of people still inside who are no visitors; the longest inside first."""
    query = (
        sa.select(passage)
        .join(presence, presence.c.passage == passage.c.id)
        .where(presence.c.site == site, presence.c.valid_to.is_(None), presence.c.since < before)
        .order_by(presence.c.since, presence.c.subject)
        .limit(limit)
    )
    return [_passage(row) for row in connection.execute(query)]


def outings(
    connection: Connection, site: str, subject: str, household: str | None, since: datetime
) -> tuple[int, datetime | None]:
    """(outings since a moment, when the newest began) of a holder, or of everybody of a household."""
    whose = passage.c.subject == subject if household is None else passage.c.household == household
    query = sa.select(sa.func.count(), sa.func.max(passage.c.scanned_at)).where(
        passage.c.site == site,
        whose,
        _PASSED,
        passage.c.direction == Direction.OUT.value,
        passage.c.method != PRESUMED,
        passage.c.scanned_at >= since,
    )
    count, newest_at = connection.execute(query).one()
    return count, newest_at


def reasons(connection: Connection, site: str, subject: str, since: datetime) -> frozenset[Reason]:
    """The reasons of a holder's showings since a moment."""
    own = (passage.c.site == site) & (passage.c.subject == subject) & (passage.c.scanned_at >= since)
    return frozenset(Reason(one) for one in connection.execute(sa.select(passage.c.reason).where(own)).scalars())


def held_of(connection: Connection, site: str, subject: str) -> Passage | None:
    """The whole of a holder's newest passage at this site, or None."""
    row = _last(connection, site, subject)
    return None if row is None else one(connection, row.id)


def inside_at(connection: Connection, site: str, end: datetime) -> int:
    """How many people were inside the site just before a moment.

    Who has not passed since is answered by `presence`, so that for today nothing has to be walked.
    """
    people = sa.func.coalesce(sa.func.sum(presence.c.heads), 0)
    unmoved = sa.select(people).where(presence.c.site == site, presence.c.since < end)
    moved = (
        sa.select(passage.c.subject)
        .where(passage.c.site == site, passage.c.scanned_at >= end, passage.c.subject.is_not(None), _PASSED)
        .distinct()
        .subquery()
    )
    before = passage.alias("before")
    was = (before.c.site == site) & (before.c.subject == moved.c.subject) & (before.c.scanned_at < end)
    last = (
        sa.select(sa.case((before.c.direction == Direction.IN.value, before.c.heads), else_=0))
        .where(was, before.c.outcome == Outcome.PASSED.value)
        .order_by(*(before.c[column.name].desc() for column in _ORDER))
        .limit(1)
        .scalar_subquery()
    )
    were_in = sa.select(sa.func.coalesce(sa.func.sum(last), 0)).select_from(moved)
    return int(connection.execute(unmoved).scalar_one()) + int(connection.execute(were_in).scalar_one())


def all_in_order(connection: Connection) -> list[Passage]:
    """Every passage held, in order: for comparing with the journal."""
    return [_passage(row) for row in connection.execute(sa.select(passage).order_by(*_ORDER))]


def present(connection: Connection) -> dict[tuple[str, str], str]:
    """(site, subject) -> id of the entry passage, of everybody inside: for comparing with the journal."""
    rows = connection.execute(sa.select(presence.c.site, presence.c.subject, presence.c.passage))
    return {(row.site, row.subject): row.passage for row in rows}


def replace_all(connection: Connection, drawn: list[Passage]) -> None:
    """Put the projections as the journal has them."""
    connection.execute(sa.delete(passage))
    connection.execute(sa.delete(presence))
    tally.clear(connection)
    if drawn:
        connection.execute(sa.insert(passage), [_row(one_drawn) for one_drawn in drawn])
    rows = [
        {
            "site": site,
            "subject": subject,
            "passage": held.id,
            "since": held.scanned_at,
            "heads": held.heads,
            "valid_to": held.valid_to,
        }
        for (site, subject), held in days.inside(drawn).items()
    ]
    if rows:
        connection.execute(sa.insert(presence), rows)


def _row(drawn: Passage) -> dict[str, Any]:
    row = {name: getattr(drawn, name) for name in _NAMES}
    row["details"] = json.dumps(dict(drawn.details), ensure_ascii=False, sort_keys=True)
    return row


_WAYS, _LIGHTS, _REASONS, _OUTCOMES = ({one.value: one for one in of} for of in (Direction, Light, Reason, Outcome))


def _passage(row: Row[Any]) -> Passage:
    # A busy day has tens of thousands: looked up and paired by place, they are read in half the time.
    values = dict(zip(_NAMES, row, strict=True))
    values["direction"] = _WAYS[values["direction"]]
    values["light"] = _LIGHTS[values["light"]]
    values["reason"] = _REASONS[values["reason"]]
    values["outcome"] = _OUTCOMES[values["outcome"]]
    values["details"] = {} if values["details"] == "{}" else json.loads(values["details"])
    return Passage(**values)
