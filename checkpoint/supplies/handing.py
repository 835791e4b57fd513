"""What may be handed out, taken back, written off and counted at a station that knows these books; writing is not here.

A station refuses what goes beyond what it knows. What another station did meanwhile only a fold of both can say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from checkpoint.supplies.books import Books
from checkpoint.supplies.moves import MOST, SIGN, Change, Line, Move, Source


class Refusal(StrEnum):
    """Why nothing was written down; the words are the window's."""

    UNKNOWN_ITEM = "unknown_item"
    BAD_QUANTITY = "bad_quantity"
    BAD_DATE = "bad_date"
    NOT_ENOUGH = "not_enough"
    EXPIRED = "expired"
    OVER_QUOTA = "over_quota"
    NO_LEAD = "no_lead"
    NO_REASON = "no_reason"
    NO_OPERATOR = "no_operator"
    NO_SECOND = "no_second"
    NO_DONOR = "no_donor"
    NO_SOURCE = "no_source"
    NO_HOLDER = "no_holder"
    NOT_HELD = "not_held"
    NOT_KNOWN = "not_known"
    TOO_LATE = "too_late"
    KIT_COMPLETE = "kit_complete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What came in. second: the second name (two names, domain 2.8). document: its number, where it has one."""

    item: str
    quantity: int
    source: Source
    second: str
    batch: str = ""
    expiry: str = ""
    donor: str = ""
    document: str = ""


def refused_receipt(given: Receipt, operator: str) -> Refusal | None:
    """Why this receipt can't be written down, or None. operator: the first name, which may not be the second too."""
    if not 1 <= given.quantity <= MOST:
        return Refusal.BAD_QUANTITY
    if given.expiry and not is_day(given.expiry):
        return Refusal.BAD_DATE
    if not operator.strip():
        return Refusal.NO_OPERATOR
    if not given.second.strip() or given.second.strip() == operator:
        return Refusal.NO_SECOND
    if given.source is Source.DONATED and not given.donor.strip():
        return Refusal.NO_DONOR
    return None


def is_day(text: str) -> bool:
    """Whether that is a natural day as 2022-12-05."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def picked(books: Books, item: str, quantity: int, today: date) -> tuple[Line, ...] | Refusal:
    """The batches to hand so many out of: what expires first goes first, and what has expired stays."""
    if not 1 <= quantity <= MOST:
        return Refusal.BAD_QUANTITY
    lines, wanted = [], quantity
    for one in books.of(item):
        taken = 0 if one.is_expired(today) else min(wanted, one.quantity)
        if taken:
            lines.append(Line(one.item, one.batch, one.expiry, taken))
            wanted -= taken
    if not wanted:
        return tuple(lines)
    return Refusal.EXPIRED if books.in_stock(item) >= quantity else Refusal.NOT_ENOUGH


@dataclass(frozen=True, slots=True)
class Kit:
    """What somebody is still to get of a post's kit. missing: item -> how many there are too few of."""

    lines: tuple[Line, ...]
    missing: Mapping[str, int]


def kit_of(books: Books, kit: Mapping[str, int], holder: str, duty: str, today: date) -> Kit:
    """What to hand out at check-in: the kit less what they got for this shift already, as far as it is there.

    A post without its masks is still a post: what is missing is said and keeps nobody from duty.
    """
    had = books.taken(holder, duty)
    lines, missing = list[Line](), dict[str, int]()
    for item, count in sorted(kit.items()):
        wanted = count - had.get(item, 0)
        given = min(wanted, books.usable(item, today))
        chosen = picked(books, item, given, today) if given > 0 else ()
        if not isinstance(chosen, Refusal):
            lines += chosen
        if wanted > max(given, 0):
            missing[item] = wanted - max(given, 0)
    return Kit(tuple(lines), missing)


def is_over_quota(books: Books, item: str, quantity: int, quota: int, holder: str, duty: str) -> bool:
    """Whether so many more would be more than one volunteer may have in one shift; a quota of 0 is none."""
    return bool(quota) and books.taken(holder, duty).get(item, 0) + quantity > quota


def given_back(books: Books, item: str, quantity: int, holder: str) -> tuple[Line, ...] | Refusal:
    """The batches that so many of an item go back to: those from which the holder got them last."""
    if not 1 <= quantity <= MOST:
        return Refusal.BAD_QUANTITY
    had: dict[tuple[str, str, str], int] = {}
    for move in books.standing:
        if move.details.get("holder") == holder and move.change in {Change.ISSUED, Change.RETURNED}:
            for line in (one for one in move.lines if one.item == item):
                had[line.key] = had.pop(line.key, 0) - SIGN[move.change] * line.quantity
    lines, wanted = [], quantity
    for key, count in reversed(had.items()):
        taken = max(0, min(wanted, count))
        if taken:
            lines.append(Line(*key, taken))
            wanted -= taken
    carried = [one for one in books.base.held if one.holder == holder and one.item == item]
    if wanted and wanted <= sum(one.quantity for one in carried):
        # Handed out so long ago that the batch is forgotten: it goes back to the one without a number.
        lines.append(Line(item, "", "", wanted))
        wanted = 0
    return Refusal.NOT_HELD if wanted else tuple(lines)


def may_undo(books: Books, id_: str) -> Move | Refusal:
    """The move of that id, if it can be taken back without more having gone out than there was."""
    move = books.move(id_)
    if move is None or id_ in books.undone or move.change in {Change.UNDONE, Change.CARRIED}:
        return Refusal.NOT_KNOWN
    there = {(one.item, one.batch, one.expiry): one.quantity for one in books.balances}
    back = [one for one in books.postings if one.move.id == id_]
    if any(one.delta > there.get(one.line.key, 0) for one in back):
        return Refusal.NOT_ENOUGH
    return move


def lead_of(role: str) -> bool:
    """Whether somebody of that role may let a quota be passed over (domain 5.4)."""
    return role in _LEADS


_LEADS = frozenset({"lead", "supervisor"})
