"""What the sampling table's page shows, as frozen facts that are handed over; all masked, and codes stay codes.

The page asks for everything by the lane's `table()`, hands over what was shown as `scan(text, method)` and what was
pressed or written as `write(way, values)`; each answers with a new `Sampling`. Ways and their values, all texts:

seal: tube, confirmed ("yes" where it is not full and somebody said so). remove: member. replace: member; whoever is
shown next stands in their place. move: to, the other open tube of the table that the group belongs to. void: tube,
reason; of an open one that was scanned by mistake the label of the right tube is waited for. again: reason, takes the
person of an amber card after all. cancel: nothing is waited for any more. single: the next tube that is shown is for
one person, or no longer. pool: pool, how many the next box's tubes are for. close_box: counted, reason (where the
counts differ). send, receive: box or tube, to, temperature. resolve: code, keep (the opening that keeps it, empty for
none). amend: tube, reason; whoever is shown next is put into a sealed tube. add: subject, method, of somebody found
without a phone. undo: takes the last person back. sign: number, pin, of the lead that is waited for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from checkpoint.gate import Light

WAYS: Final = (
    *("seal", "remove", "replace", "move", "void", "again", "cancel", "single", "pool", "close_box"),
    *("send", "receive", "resolve", "amend", "add", "undo", "sign"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """Somebody in a tube, or somebody to be sampled again. member: what acts name. tube: its code.

    late: added after the seal. reason: why they were taken although sampled today; of somebody to be sampled again,
    why: not_sampled or the tube's void reason.
    """

    member: str
    name: str
    at: datetime
    tube: str = ""
    reason: str = ""
    late: bool = False
    is_typed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TubeRow:
    """One tube. tube: id of its opening, which acts name. box: its box's code. table: gate and lane. count: how many
    are in it, of `pool`. state: open, sealed, sent, received, void. operator: who opened it. is_own: at this table."""

    tube: str
    code: str
    box: str
    table: str
    pool: int
    count: int
    state: str
    opened_at: datetime
    sealed_at: datetime | None = None
    sent_at: datetime | None = None
    received_at: datetime | None = None
    operator: str = ""
    reason: str = ""
    is_short: bool = False
    is_flagged: bool = False
    in_conflict: bool = False
    is_own: bool = True

    @property
    def is_full(self) -> bool:
        """Nobody else fits in."""
        return self.count >= self.pool


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxRow:
    """One box. box: id of its opening. tubes: how many are in it, void ones not, of `most`; waiting: those of them that
    are sealed and not sent; away: sent and not received. counted: what was counted by hand when it was closed."""

    box: str
    code: str
    pool: int
    tubes: int
    most: int
    at: datetime
    waiting: int = 0
    away: int = 0
    is_open: bool = True
    counted: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplingCard:
    """What became of what was shown or pressed last; what is green is on disk.

    said: added, box_opened, tube_opened, box_closed, or a way that was done (seal, remove...), or a refusal's code.
    name: masked, of the person; code: of the tube or box. since, since_tube: when and in which tube somebody was
    sampled today already (said: sampled_today).
    """

    light: Light
    said: str
    at: datetime
    name: str = ""
    building: str = ""
    code: str = ""
    since: datetime | None = None
    since_tube: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """The whole page.

    box: the open one of this table. tube: where persons go now; others: what else stands open here. members: of
    `tube`, in order. tubes: today's of the site, newest first. boxes: today's of the site that are closed.
    again: to be sampled again. no_phone: in tubes of this table and out of reach, where the profile asks for a phone
    (缺电话). conflicts: tubes that share a code, code by code. figures: persons, open, sealed, sent,
    received, void, again, conflicts, flagged. card: None when nothing was shown or pressed, only asked for.
    pool: how many the next tube is for. is_single: because somebody is sampled alone. refusal: why what was written
    was not taken, as a code. done: the way that was.
    awaits: reason (of the amber card's person), short (seal with k?), lead (whose badge or PIN makes `for_way` hold),
    single (a tube for one, for the person of the card), right_tube (the label of the one that a group really went
    into), replacement, amendment (of whoever is shown next), or empty.
    undoable: somebody who was added last here and can be taken back by one key. lead: whoever signed last, masked.
    """

    box: BoxRow | None = None
    tube: TubeRow | None = None
    others: tuple[TubeRow, ...] = ()
    members: tuple[MemberRow, ...] = ()
    tubes: tuple[TubeRow, ...] = ()
    boxes: tuple[BoxRow, ...] = ()
    again: tuple[MemberRow, ...] = ()
    conflicts: tuple[TubeRow, ...] = ()
    no_phone: tuple[MemberRow, ...] = ()
    figures: Mapping[str, int] = field(default_factory=dict)
    card: SamplingCard | None = None
    pool: int = 10
    is_single: bool = False
    refusal: str = ""
    done: str = ""
    awaits: str = ""
    for_way: str = ""
    undoable: str = ""
    lead: str = ""
