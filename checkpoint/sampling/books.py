"""The books of a site's sampling: boxes, tubes in their states, members, codes in conflict; `folding` draws them.

Everything here depends only on the set of entries, never on the order in which they arrived, and an entry that comes
twice changes nothing. What arrives before the opening that it names waits, and counts when that comes. What was really
done is a fact, so a fold refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from checkpoint.sampling.acts import BOX, TUBE, UNDONE, Act, Change


class State(StrEnum):
    """Where a tube stands: 已开管, 已封管, 已送检, 已接收, 作废."""

    OPEN = "open"
    SEALED = "sealed"
    SENT = "sent"
    RECEIVED = "received"
    VOID = "void"


_HOUR: Final = timedelta(hours=1)
_FEW_HOURS: Final = 24 * 31
"""A longer span is looked for among all tubes."""
CONFLICT: Final = "code_conflict"
"""Why a tube is void whose code another one keeps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in a tube, or who was. id: of the entry that added them; tube: the one that they are in now.

    late: added after the seal. gone: empty while they are in it, else removed or replaced; gone_reason: why.
    instead_of: the member in whose place they were put. order: where the adding stands among all acts.
    """

    id: str
    tube: str
    subject: str
    name: str
    method: str
    reason: str
    at: datetime
    operator: str
    order: tuple[datetime, str, str, int]
    late: bool = False
    gone: str = ""
    gone_reason: str = ""
    instead_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tube:
    """A tube. id: of its opening. members: who is in it, in order, as far as names are still known; gone: who was.

    count: how many it holds, also when the names are forgotten. short: sealed before it was full. flagged: somebody
    was added after the seal. rivals: other tubes opened with its code; in_conflict: no lead has said yet which of them
    keeps it. opened, sealed, sent, received, voided: the acts, None where there is none yet.
    """

    id: str
    code: str
    box: str
    pool: int
    state: State
    opened: Act
    members: tuple[Member, ...] = ()
    gone: tuple[Member, ...] = ()
    count: int = 0
    flagged: bool = False
    sealed: Act | None = None
    sent: Act | None = None
    received: Act | None = None
    voided: Act | None = None
    void_reason: str = ""
    rivals: tuple[str, ...] = ()
    in_conflict: bool = False

    @property
    def short(self) -> bool:
        """Sealed with fewer than it is for (未满)."""
        return self.sealed is not None and self.sealed.short

    @property
    def is_full(self) -> bool:
        """It holds as many as it is for."""
        return self.count >= self.pool

    @property
    def station(self) -> str:
        """Where it was opened."""
        return self.opened.station

    @property
    def table(self) -> tuple[str, str]:
        """(station, lane) of the table at which it was opened."""
        return self.opened.station, self.opened.table

    def holds(self, subject: str) -> bool:
        """Whether somebody is in it."""
        return any(one.subject == subject for one in self.members)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box. id: of its opening. tubes: of those opened for it, in order, the void ones too. rivals: other boxes opened
    with its code, which stay apart because tubes name the opening."""

    id: str
    code: str
    pool: int
    opened: Act
    closed: Act | None = None
    tubes: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()

    @property
    def table(self) -> tuple[str, str]:
        """(station, lane) of its table."""
        return self.opened.station, self.opened.table


@dataclass(frozen=True)
class Books:
    """What the entries of a site add up to. Each mapping goes by id: of a tube's, box's or member's first entry.

    acts: every act by the id of its entry. about: id, code with its kind in front, or hour -> the acts that touch it,
    in the order of their arrival. by_subject: subject -> members. lost: members of void tubes and those taken out
    unsampled. contested, late: tubes in conflict, and those with somebody added after the seal. standing: open boxes.
    """

    site: str
    acts: Mapping[str, Act] = field(default_factory=dict)
    tubes: Mapping[str, Tube] = field(default_factory=dict)
    boxes: Mapping[str, Box] = field(default_factory=dict)
    members: Mapping[str, Member] = field(default_factory=dict)
    about: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)
    by_subject: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()
    contested: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()
    standing: frozenset[str] = frozenset()

    # --- asked of them ---

    def tubes_of(self, code: str) -> tuple[Tube, ...]:
        """Every tube that was opened with a code, in order; usually one, or none."""
        found = [self.tubes[one] for one in self.about.get(key_of(TUBE, code), ()) if one in self.tubes]
        return tuple(sorted(found, key=lambda tube: tube.opened.order))

    def boxes_of(self, code: str) -> tuple[Box, ...]:
        """Every box that was opened with a code, in order."""
        found = [self.boxes[one] for one in self.about.get(key_of(BOX, code), ()) if one in self.boxes]
        return tuple(sorted(found, key=lambda box: box.opened.order))

    def open_box(self, station: str, table: str) -> Box | None:
        """The box that stands open at a table, or None; of several the newest."""
        own = [self.boxes[one] for one in self.standing if self.boxes[one].table == (station, table)]
        return max(own, key=lambda box: box.opened.order, default=None)

    def tubes_in(self, box: str) -> tuple[Tube, ...]:
        """The tubes of a box, in order, void ones too."""
        found = self.boxes.get(box)
        return tuple(self.tubes[one] for one in found.tubes) if found else ()

    def open_tubes(self, station: str, table: str) -> tuple[Tube, ...]:
        """The tubes that stand open at a table, in order; one of a pool size at most."""
        box = self.open_box(station, table)
        own = self.tubes_in(box.id) if box else ()
        return tuple(one for one in own if one.state is State.OPEN)

    def between(self, start: datetime, end: datetime) -> tuple[Tube, ...]:
        """The tubes that were opened in [start, end), in order."""
        near = self.tubes.values() if end - start > _FEW_HOURS * _HOUR else self._opened_near(start, end)
        found = [one for one in near if start <= one.opened.scanned_at < end]
        return tuple(sorted(found, key=lambda tube: tube.opened.order))

    def _opened_near(self, start: datetime, end: datetime) -> Iterator[Tube]:
        hours = range(int((end - start) / _HOUR) + 2)
        ids = (id_ for number in hours for id_ in self.about.get(hour_of(start + number * _HOUR), ()))
        return (self.tubes[one] for one in ids if one in self.tubes)

    def of_subject(self, subject: str) -> tuple[Member, ...]:
        """Everywhere that somebody is or was a member, in order."""
        return tuple(self.members[one] for one in self.by_subject.get(subject, ()))

    def sampled(self, subject: str, start: datetime, end: datetime) -> Member | None:
        """The newest membership of [start, end) by which somebody counts as sampled (已检), or None."""
        held = [one for one in self.of_subject(subject) if self.counts(one) and start <= one.at < end]
        return held[-1] if held else None

    def counts(self, member: Member) -> bool:
        """Whether somebody is in a tube that is not void."""
        tube = self.tubes.get(member.tube)
        return not member.gone and tube is not None and tube.state is not State.VOID

    @property
    def conflicts(self) -> tuple[tuple[Tube, ...], ...]:
        """The tubes that share a code and await a lead's word, code by code."""
        codes = sorted({self.tubes[one].code for one in self.contested})
        return tuple(self.tubes_of(code) for code in codes)

    @property
    def flagged(self) -> tuple[Tube, ...]:
        """The tubes to which somebody was added after the seal, in order."""
        return tuple(sorted((self.tubes[one] for one in self.late), key=lambda tube: tube.opened.order))

    def to_sample_again(self, start: datetime | None = None) -> tuple[Member, ...]:
        """Who is to be sampled again (待补采), in order: members of void tubes and those taken out unsampled.

        Less whoever was sampled later. Known only as long as the names are. start: only who was added since then.
        """
        lost = (self.members[one] for one in self.lost)
        found = [one for one in lost if start is None or one.at >= start]
        newest = {one.subject: one for one in sorted(found, key=lambda member: member.order)}
        return tuple(one for one in newest.values() if not self._was_sampled_after(one))

    def _was_sampled_after(self, member: Member) -> bool:
        return any(self.counts(one) and one.order > member.order for one in self.of_subject(member.subject))


def is_lost(member: Member, tube: Tube | None) -> bool:
    """Whether somebody was in a tube, or is in one, in a way that leaves them unsampled."""
    if member.gone:
        return member.gone == Change.REMOVED and member.gone_reason != UNDONE
    return tube is not None and tube.state is State.VOID


def hour_of(at: datetime) -> str:
    """Under which the openings of an hour stand in `Books.about`."""
    return f"hour:{at.astimezone(UTC):%Y-%m-%dT%H}"


def key_of(kind: str, code: str) -> str:
    """Under which a code's openings stand in `Books.about`; a box and a tube may share a code."""
    return f"{kind}:{code}"
