"""Bodies whose time is up, as tables: which there are, forgetting them, figures that stay; when is `retention`'s."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from central.store.bodies import KEPT
from central.store.filling import insert_new
from central.store.schema import body, chain, entry, figure, presence, refused
from checkpoint.passages import DECISION

Span = tuple[datetime, datetime]
HOUR_MS: Final = 3_600_000
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Which:
    """Bodies of one site's entries before a moment by corrected time. only, spared: kinds; held: spans that stay."""

    site: str
    before: datetime
    only: Collection[str] = ()
    spared: Collection[str] = ()
    held: Sequence[Span] = ()

    def where(self) -> sa.ColumnElement[bool]:
        """The same as a condition on `entry`."""
        here = (entry.c.site == self.site) & (entry.c.scanned_at < self.before)
        if self.only:
            here &= entry.c.kind.in_(self.only)
        if self.spared:
            here &= entry.c.kind.not_in(self.spared)
        return sa.and_(here, *(~_within(span) for span in self.held))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Entries of one journal and kind whose bodies are there to be forgotten: how many, from which seq to which."""

    station: str
    epoch: str
    kind: str
    bodies: int
    first: int
    last: int


def _within(span: Span) -> sa.ColumnElement[bool]:
    return (entry.c.scanned_at >= span[0]) & (entry.c.scanned_at < span[1])


SAME: Final = (
    (body.c.station == entry.c.station)
    & (body.c.epoch == entry.c.epoch)
    & (body.c.seq == entry.c.seq)
    & (body.c.day == entry.c.day)
)


class Bodies:
    """What can be forgotten, open for one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def stations(self) -> list[str]:
        """Every station that wrote something."""
        query = sa.select(chain.c.station).distinct().order_by(chain.c.station)
        return list(self._connection.execute(query).scalars())

    def stretches(self, which: Which) -> list[Stretch]:
        """What is to be forgotten, by journal and kind."""
        keys = (entry.c.station, entry.c.epoch, entry.c.kind)
        counted = (sa.func.count(), sa.func.min(entry.c.seq), sa.func.max(entry.c.seq))
        query = sa.select(*keys, *counted).join(body, SAME).where(which.where()).group_by(*keys).order_by(*keys)
        return [Stretch(*row) for row in self._connection.execute(query)]

    def hours(self, which: Which) -> dict[datetime, int]:
        """The hours in which entries fall that are to be forgotten -> how many."""
        hour = sa.type_coerce(entry.c.scanned_at, sa.BigInteger) // HOUR_MS
        query = sa.select(hour, sa.func.count()).join(body, SAME).where(which.where()).group_by(hour)
        return {EPOCH + timedelta(hours=int(row[0])): row[1] for row in self._connection.execute(query)}

    def forget(self, station: str, which: Which) -> int:
        """Forget one station's; returns how many. A decision stays as long as the attempt that it decides."""
        here = (entry.c.station == body.c.station) & (entry.c.epoch == body.c.epoch) & (entry.c.seq == body.c.seq)
        about, said = entry.alias("about"), body.alias("said")
        remembered = (
            sa.select(sa.literal(1))
            .where(about.c.station == entry.c.station, about.c.id == entry.c.amends)
            .where(said.c.station == about.c.station, said.c.epoch == about.c.epoch, said.c.seq == about.c.seq)
            .where(said.c.day == about.c.day)
            .exists()
        )
        gone = 0
        for is_decision in (entry.c.kind != DECISION, (entry.c.kind == DECISION) & ~remembered):
            these = sa.select(sa.literal(1)).where(here, which.where(), is_decision).correlate(body).exists()
            gone += self._connection.execute(sa.delete(body).where(body.c.station == station, these)).rowcount
        return gone

    def forget_these(self, station: str, places: Collection[tuple[str, int]]) -> int:
        """Forget the bodies at these places, (epoch, seq), of one station that are kept under no day; how many went."""
        here = (body.c.station == station) & (body.c.epoch == sa.bindparam("e")) & (body.c.seq == sa.bindparam("s"))
        query = sa.delete(body).where(here, body.c.day == KEPT)
        rows = [{"e": epoch, "s": seq} for epoch, seq in sorted(places)]
        return sum(self._connection.execute(query, row).rowcount for row in rows)

    def days(self, which: Which) -> set[int]:
        """The days under which bodies lie that are to be forgotten."""
        query = sa.select(body.c.day).distinct().join(entry, SAME).where(which.where())
        return set(self._connection.execute(query).scalars())

    def forget_presence(self, site: str) -> None:
        """Forget who was inside when a day began: it is drawn anew from what is remembered."""
        self._connection.execute(sa.delete(presence).where(presence.c.site == site))

    def forget_refused(self, stations: Sequence[str], before: datetime, held: Sequence[Span]) -> int:
        """Forget what was kept aside before a moment, all but that it was and why; returns how many texts."""
        old = refused.c.station.in_(stations) & (refused.c.received_at < before) & (refused.c.raw != "")
        outside = (~((refused.c.received_at >= since) & (refused.c.received_at < until)) for since, until in held)
        return self._connection.execute(sa.update(refused).where(old, *outside).values(raw="")).rowcount

    def keep_figures(self, site: str, day: str, figures: Mapping[str, Any]) -> None:
        """Keep a day's figures, once."""
        row = {"site": site, "day": day, "figures": json.dumps(figures, sort_keys=True), "late": 0}
        insert_new(self._connection, figure, row)

    def came_late(self, site: str, day: str, count: int) -> None:
        """So many entries of a day came after its figures were kept, and are in none."""
        here = (figure.c.site == site) & (figure.c.day == day)
        self._connection.execute(sa.update(figure).where(here).values(late=figure.c.late + count))

    def heads(self, stations: Collection[str]) -> list[tuple[str, str, int, str]]:
        """(station, epoch, seq, hash) up to where each journal of these is held without a gap."""
        query = sa.select(chain).where(chain.c.station.in_(stations)).order_by(chain.c.station, chain.c.epoch)
        return [(row.station, row.epoch, row.have, row.have_hash) for row in self._connection.execute(query)]


def kept_figures(connection: Connection, site: str, day: str) -> dict[str, Any] | None:
    """A day's figures as they were before its passages were forgotten, with how many entries came too late for them."""
    here = (figure.c.site == site) & (figure.c.day == day)
    row = connection.execute(sa.select(figure.c.figures, figure.c.late).where(here)).one_or_none()
    return None if row is None else {**json.loads(row.figures), "late_entries": row.late}
