"""What may be done next at a sampling table that knows these books (domain 2.5); writing it down is not here.

A station refuses what goes beyond what it knows. What another table did meanwhile only a fold of both can say. Every
function answers with None, or what it found, where the act may be written down, else with why not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from checkpoint.policy import LABEL, POOLS
from checkpoint.sampling.acts import MOST_TUBES, tidy
from checkpoint.sampling.books import Books, Box, Member, State, Tube

Span = tuple[datetime, datetime]
Table = tuple[str, str]
"""(station, lane)."""


class Refusal(StrEnum):
    """Why nothing was written down; the words are the window's."""

    BAD_CODE = "bad_code"
    """Not in the site's format, or no Code 128."""
    CODE_USED = "code_used"
    """The label was used before on this site, a void tube's too."""
    BAD_POOL = "bad_pool"
    BOX_OPEN = "box_open"
    NO_BOX = "no_box"
    BOX_FULL = "box_full"
    TUBE_OPEN = "tube_open"
    """A tube of that pool size stands open here, or in the box that is to be closed."""
    NO_TUBE = "no_tube"
    NOT_OPEN = "not_open"
    """The tube is sealed already, or void."""
    NOT_SEALED = "not_sealed"
    NOT_SENT = "not_sent"
    NOT_HERE = "not_here"
    """Only the table that opened it may do that."""
    FULL = "full"
    """The eleventh person of ten: seal first."""
    EMPTY = "empty"
    NOT_FULL = "not_full"
    """Asks: k of n, seal with k?"""
    SAME_TUBE = "same_tube"
    SAMPLED_TODAY = "sampled_today"
    """Amber: somebody counts as sampled already today; a reason lets it pass."""
    SINGLE = "single"
    """Amber: fever or a yellow code belongs into a tube for one, unless somebody says otherwise."""
    NO_PERSON = "no_person"
    NOT_A_MEMBER = "not_a_member"
    COUNT_DIFFERS = "count_differs"
    """The tubes that were counted are not those of the program: a reason is needed."""
    BAD_COUNT = "bad_count"
    NO_REASON = "no_reason"
    NO_LEAD = "no_lead"
    NO_OPERATOR = "no_operator"
    """Nobody has signed in here: a hand-over has two names."""
    NO_RECEIVER = "no_receiver"
    BAD_TEMPERATURE = "bad_temperature"
    IN_CONFLICT = "in_conflict"
    NO_CONFLICT = "no_conflict"
    NOTHING_TO_SEND = "nothing_to_send"


LONGEST_CODE: Final = 40


def is_code(code: str, pattern: str = LABEL) -> bool:
    """Whether a label is in the site's format; a format that is no pattern lets none through."""
    try:
        return len(code) <= LONGEST_CODE and re.fullmatch(pattern, code) is not None
    except re.error:
        return False


# --- boxes ---


def may_open_box(books: Books, table: Table, code: str, pool: int, pattern: str = LABEL) -> Refusal | None:
    """A table has one open box at most, and no label is used twice on a site."""
    if books.open_box(*table) is not None:
        return Refusal.BOX_OPEN
    if pool not in POOLS:
        return Refusal.BAD_POOL
    if not is_code(tidy(code), pattern):
        return Refusal.BAD_CODE
    return Refusal.CODE_USED if books.boxes_of(tidy(code)) else None


@dataclass(frozen=True, slots=True)
class Closing:
    """A box as it may be closed. count: tubes that the program has; typed: those counted by hand."""

    box: Box
    count: int
    typed: int


def may_close_box(books: Books, table: Table, typed: int, reason: str = "") -> Closing | Refusal:
    """Close a table's box: no tube is open, and what was counted is what the program has, or else there is a reason.

    Void tubes are not counted: they are not sent.
    """
    box = books.open_box(*table)
    if box is None:
        return Refusal.NO_BOX
    if not 0 <= typed <= 999:
        return Refusal.BAD_COUNT
    held = books.tubes_in(box.id)
    if any(one.state is State.OPEN for one in held):
        return Refusal.TUBE_OPEN
    count = in_box(held)
    return Refusal.COUNT_DIFFERS if count != typed and not reason.strip() else Closing(box, count, typed)


def in_box(tubes: Sequence[Tube]) -> int:
    """How many tubes a box has that are not void."""
    return sum(one.state is not State.VOID for one in tubes)


# --- tubes ---


def may_open_tube(
    books: Books, table: Table, code: str, pool: int, pattern: str = LABEL, *, instead_of: str = ""
) -> Box | Refusal:
    """The box that a new tube belongs to. A table has one open tube of a pool size: a single one may go between.

    instead_of: the wrong tube that was opened for a group, which stands open beside the right one for a moment.
    """
    box = books.open_box(*table)
    if box is None:
        return Refusal.NO_BOX
    if pool not in {1, box.pool}:
        return Refusal.BAD_POOL
    if not is_code(tidy(code), pattern):
        return Refusal.BAD_CODE
    if books.tubes_of(tidy(code)):
        return Refusal.CODE_USED
    held = books.tubes_in(box.id)
    if any(one.state is State.OPEN and one.pool == pool and one.id != instead_of for one in held):
        return Refusal.TUBE_OPEN
    return Refusal.BOX_FULL if in_box(held) >= MOST_TUBES else box


def may_seal(books: Books, tube: str, *, confirmed: bool = False) -> Tube | Refusal:
    """Seal a tube; before it is full only when somebody said so (k of n, seal with k?)."""
    found = _open(books, tube)
    if isinstance(found, Refusal):
        return found
    if not found.members:
        return Refusal.EMPTY
    return found if found.is_full or confirmed else Refusal.NOT_FULL


def may_void(books: Books, tube: str, reason: str) -> Tube | Refusal:
    """Make a tube void (broken, leaked, unreadable) that has not been received; its members are sampled again."""
    found = books.tubes.get(tube)
    if found is None:
        return Refusal.NO_TUBE
    if found.state in {State.VOID, State.RECEIVED}:
        return Refusal.NOT_OPEN
    return found if reason.strip() else Refusal.NO_REASON


def may_send(books: Books, tubes: Collection[str], to: str) -> tuple[Tube, ...] | Refusal:
    """Hand sealed tubes over: two names, and no code that awaits a lead's word."""
    found = _every(books, tubes)
    if isinstance(found, Refusal):
        return found
    if any(one.in_conflict for one in found):
        return Refusal.IN_CONFLICT
    if any(one.state is not State.SEALED for one in found):
        return Refusal.NOT_SEALED
    return found if to.strip() else Refusal.NO_RECEIVER


def sendable(books: Books, box: str) -> tuple[Tube, ...]:
    """The tubes of a closed box that can be handed over now; none of an open one."""
    found = books.boxes.get(box)
    if found is None or found.closed is None:
        return ()
    return tuple(one for one in books.tubes_in(box) if one.state is State.SEALED and not one.in_conflict)


def may_receive(books: Books, tubes: Collection[str]) -> tuple[Tube, ...] | Refusal:
    """Take in tubes that were sent."""
    found = _every(books, tubes)
    if isinstance(found, Refusal):
        return found
    return Refusal.NOT_SENT if any(one.state is not State.SENT for one in found) else found


def may_resolve(books: Books, code: str, kept: str, *, is_lead: bool) -> tuple[Tube, ...] | Refusal:
    """The tubes of a conflict that a lead settles. kept: the one that keeps the code; empty makes all of them void.

    Each is sealed or void before that: how many were in a tube that becomes void stands in its own entries.
    """
    found = books.tubes_of(tidy(code))
    if not any(one.in_conflict for one in found):
        return Refusal.NO_CONFLICT
    if any(one.state is State.OPEN for one in found):
        return Refusal.TUBE_OPEN
    if kept and kept not in {one.id for one in found}:
        return Refusal.NO_TUBE
    return found if is_lead else Refusal.NO_LEAD


# --- members ---


def may_add(
    books: Books, tube: str, subject: str, today: Span, reason: str = "", *, wants_single: bool = False
) -> Tube | Refusal:
    """Bind somebody to an open tube. reason: why although they were sampled today.

    wants_single: a fever or a yellow code is known of them, and nobody has said yet that they go into this tube after
    all; a reason for another sample does not say so.
    """
    found = _open(books, tube)
    if isinstance(found, Refusal):
        return found
    if not subject:
        return Refusal.NO_PERSON
    if found.holds(subject):
        return Refusal.SAME_TUBE
    if found.is_full:
        return Refusal.FULL
    if not reason.strip() and books.sampled(subject, *today) is not None:
        return Refusal.SAMPLED_TODAY
    return Refusal.SINGLE if wants_single and found.pool > 1 else found


def may_remove(books: Books, member: str) -> Member | Refusal:
    """Take somebody out of an open tube who was bound and not swabbed (`not_sampled`)."""
    found = _in_open(books, member)
    return found[0] if not isinstance(found, Refusal) else found


def may_replace(books: Books, member: str, subject: str, today: Span, reason: str, *, is_lead: bool) -> Tube | Refusal:
    """Put somebody in another's place whose code was shown by mistake: after the seal it is for a lead, with a reason.

    Whoever counts as sampled today elsewhere needs a reason too.
    """
    found = books.members.get(member)
    if found is None or found.gone or found.tube not in books.tubes:
        return Refusal.NOT_A_MEMBER
    tube = books.tubes[found.tube]
    if not subject:
        return Refusal.NO_PERSON
    if tube.state is State.VOID:
        return Refusal.NOT_OPEN
    if tube.holds(subject):
        return Refusal.SAME_TUBE
    if tube.state is not State.OPEN and not is_lead:
        return Refusal.NO_LEAD
    if reason.strip():
        return tube
    if tube.state is not State.OPEN:
        return Refusal.NO_REASON
    return Refusal.SAMPLED_TODAY if books.sampled(subject, *today) is not None else tube


def may_move(books: Books, source: str, target: str) -> tuple[Member, ...] | Refusal:
    """The group of the wrong tube that goes to the right one, while both are open."""
    one, other = _open(books, source), _open(books, target)
    if isinstance(one, Refusal) or isinstance(other, Refusal):
        return one if isinstance(one, Refusal) else other if isinstance(other, Refusal) else Refusal.NOT_OPEN
    if source == target or not one.members:
        return Refusal.EMPTY
    if any(other.holds(member.subject) for member in one.members):
        return Refusal.SAME_TUBE
    return Refusal.FULL if other.count + len(one.members) > other.pool else one.members


def may_amend(books: Books, table: Table, tube: str, subject: str, reason: str, *, is_lead: bool) -> Tube | Refusal:
    """Add somebody after the seal who was swabbed and not bound: for a lead, with a reason, at the tube's station.

    Elsewhere nobody can know how many it holds by now.
    """
    found = books.tubes.get(tube)
    if found is None:
        return Refusal.NO_TUBE
    if found.state is State.VOID:
        return Refusal.NOT_OPEN
    if found.state is State.OPEN:
        return Refusal.NOT_SEALED
    if found.station != table[0]:
        return Refusal.NOT_HERE
    if not subject:
        return Refusal.NO_PERSON
    if found.holds(subject):
        return Refusal.SAME_TUBE
    if found.is_full:
        return Refusal.FULL
    if not is_lead:
        return Refusal.NO_LEAD
    return found if reason.strip() else Refusal.NO_REASON


# --- found ---


def _open(books: Books, tube: str) -> Tube | Refusal:
    found = books.tubes.get(tube)
    if found is None:
        return Refusal.NO_TUBE
    return found if found.state is State.OPEN else Refusal.NOT_OPEN


def _in_open(books: Books, member: str) -> tuple[Member, Tube] | Refusal:
    found = books.members.get(member)
    if found is None or found.gone:
        return Refusal.NOT_A_MEMBER
    tube = _open(books, found.tube)
    return (found, tube) if not isinstance(tube, Refusal) else tube


def _every(books: Books, tubes: Collection[str]) -> tuple[Tube, ...] | Refusal:
    if not tubes:
        return Refusal.NOTHING_TO_SEND
    found = [books.tubes.get(one) for one in dict.fromkeys(tubes)]
    known = tuple(one for one in found if one is not None)
    return known if len(known) == len(found) else Refusal.NO_TUBE
