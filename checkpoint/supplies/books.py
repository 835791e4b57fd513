"""The books of a site's supplies: balances by batch, what each day began and ended with, who holds what; all a fold.

Everything here depends only on the set of entries, never on the order in which they arrived. What was really handed
out is a fact, so a fold refuses nothing: where more went out than the books had, nothing is shown as negative, and the
difference stands beside it as a shortage to be counted (差额待盘).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from checkpoint.passages import Arrived
from checkpoint.roster import StockItem
from checkpoint.supplies.carrying import NOTHING_CARRIED, Carried, Held, base_of, carried_body, through_of
from checkpoint.supplies.moves import SIGN, STOCK, Batch, Change, Line, Move, move_of

Order = tuple[datetime, str, str, int]
_INWARD: Final = frozenset({Change.RECEIVED, Change.RETURNED})


@dataclass(frozen=True, slots=True)
class Balance:
    """What is there of one batch. short: how many more went out than the books had; never both."""

    item: str
    batch: str
    expiry: str
    quantity: int
    short: int = 0

    def is_expired(self, today: date) -> bool:
        """Its last good day is over."""
        return bool(self.expiry) and self.expiry < today.isoformat()


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of a move in the books. delta: what it changed; of a count: counted less booked (盘盈, 盘亏)."""

    move: Move
    line: Line
    delta: int


@dataclass(frozen=True, slots=True)
class DayLine:
    """One item's day (期初/入/出/盘/期末). counted: surplus less loss found. short: shortages at its end.

    opening less the shortages at the beginning, plus received and returned, less issued, wasted and sent, plus counted
    is closing less short.
    """

    item: str
    opening: int
    opening_short: int
    received: int
    returned: int
    issued: int
    wasted: int
    sent: int
    counted: int
    closing: int
    short: int

    @property
    def came_in(self) -> int:
        """入."""
        return self.received + self.returned

    @property
    def went_out(self) -> int:
        """出."""
        return self.issued + self.wasted + self.sent


@dataclass(frozen=True)
class Books:
    """What the entries of a site add up to. moves: in order, also those undone. undone: move id -> the undoing move."""

    moves: tuple[Move, ...]
    undone: Mapping[str, Move]
    postings: tuple[Posting, ...]
    base: Carried = NOTHING_CARRIED
    site: str = ""

    @cached_property
    def balances(self) -> tuple[Balance, ...]:
        """Every batch that was ever heard of, in order of item, expiry (none last) and batch."""
        sums = dict(self.base.balances)
        for posting in self.postings:
            sums[posting.line.key] = sums.get(posting.line.key, 0) + posting.delta
        return tuple(_balance(key, sums[key]) for key in sorted(sums, key=first_to_expire))

    def of(self, item: str) -> tuple[Balance, ...]:
        """The batches of one item, those first that expire first."""
        return tuple(one for one in self.balances if one.item == item)

    def in_stock(self, item: str) -> int:
        """How many there are of an item, expired ones too."""
        return sum(one.quantity for one in self.of(item))

    def usable(self, item: str, today: date) -> int:
        """How many of an item may be handed out today."""
        return sum(one.quantity for one in self.of(item) if not one.is_expired(today))

    def until(self, end: datetime) -> Books:
        """The books as they stood at a moment; what was taken back later is not in them."""
        moves = tuple(one for one in self.moves if one.scanned_at < end)
        return replace(self, moves=moves, postings=tuple(one for one in self.postings if one.move.scanned_at < end))

    def more(self, arrivals: Iterable[Arrived]) -> Books:
        """The books with more entries in them; where they begin stays as it is."""
        site = [move for one in arrivals if (move := move_of(one)) is not None and move.site == self.site]
        return _drawn(_once([*self.moves, *site]), self.base, self.site)

    def move(self, id_: str) -> Move | None:
        """The move of that id, or None."""
        return next((one for one in self.moves if one.id == id_), None)

    @property
    def standing(self) -> tuple[Move, ...]:
        """The moves that nobody undid, in order."""
        return tuple(one for one in self.moves if one.id not in self.undone and one.change in _MOVES)

    def taken(self, holder: str, duty: str) -> dict[str, int]:
        """Item -> how many somebody got for that shift and did not give back."""
        sums: dict[str, int] = defaultdict(int)
        for move in self.standing:
            if move.details.get("holder") == holder and move.details.get("duty", "") == duty:
                for line in move.lines if move.change in {Change.ISSUED, Change.RETURNED} else ():
                    sums[line.item] -= SIGN[move.change] * line.quantity
        return {item: count for item, count in sums.items() if count > 0}

    def held(self, returnable: Iterable[str]) -> tuple[Held, ...]:
        """Who has what that is to be given back, longest first. returnable: ids of those items."""
        wanted, sums, first = (
            frozenset(returnable),
            defaultdict[tuple[str, str], int](int),
            dict[tuple[str, str], Held](),
        )
        for one in self.base.held:
            sums[one.holder, one.item] += one.quantity
            first[one.holder, one.item] = Held(one.holder, one.name, one.item, 0, one.since)
        for move in self.standing:
            holder = move.details.get("holder", "")
            is_here = holder and move.change in _HOLDING and not self.base.covers(move)
            for line in move.lines if is_here else ():
                key = holder, line.item
                sums[key] = max(0, sums[key] + (line.quantity if move.change is Change.ISSUED else -line.quantity))
                if not sums[key]:
                    first.pop(key, None)
                elif key not in first:
                    first[key] = Held(holder, move.details.get("holder_name", ""), line.item, 0, move.scanned_at)
        held = [
            Held(one.holder, one.name, one.item, sums[key], one.since)
            for key, one in first.items()
            if one.item in wanted and sums[key] > 0
        ]
        return tuple(sorted(held, key=lambda one: (one.since, one.holder, one.item)))

    def knows(self, start: datetime) -> bool:
        """Whether what happened from that moment on is still told by entries, and not only by what it came to."""
        return self.base.until is None or start > self.base.until

    def day(self, start: datetime, end: datetime) -> tuple[DayLine, ...]:
        """Each item's day of [start, end), by item; items that had nothing and moved nothing are left out.

        Nothing is said of a day whose entries have been forgotten here (`knows`).
        """
        if not self.knows(start):
            return ()
        opening, closing = dict(self.base.balances), dict(self.base.balances)
        today: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for posting in self.postings:
            key, at = posting.line.key, posting.move.scanned_at
            if at < start:
                opening[key] = opening.get(key, 0) + posting.delta
            if at < end:
                closing[key] = closing.get(key, 0) + posting.delta
            if start <= at < end:
                is_count = posting.move.change is Change.COUNTED
                today[key[0]][posting.move.change] += posting.delta if is_count else abs(posting.delta)
        items = sorted({key[0] for sums in (opening, closing) for key, count in sums.items() if count} | today.keys())
        return tuple(_day_line(item, opening, closing, today[item]) for item in items)


_HOLDING: Final = frozenset({Change.ISSUED, Change.RETURNED, Change.WASTED})
_MOVES: Final = frozenset({*SIGN, Change.COUNTED})


def first_to_expire(key: Batch) -> tuple[str, bool, str, str]:
    """The order in which batches are shown and handed out: what expires first goes first, what never does last."""
    item, batch, expiry = key
    return item, not expiry, expiry, batch


def _balance(key: Batch, sum_: int) -> Balance:
    return Balance(*key, max(sum_, 0), max(-sum_, 0))


def _day_line(
    item: str, opening: Mapping[Batch, int], closing: Mapping[Batch, int], today: Mapping[str, int]
) -> DayLine:
    began, ended = _parted(item, opening), _parted(item, closing)
    moved = {change: today.get(change, 0) for change in ("received", "returned", "issued", "wasted", "sent", "counted")}
    return DayLine(item=item, opening=began[0], opening_short=began[1], closing=ended[0], short=ended[1], **moved)


def _parted(item: str, sums: Mapping[Batch, int]) -> tuple[int, int]:
    own = [count for key, count in sums.items() if key[0] == item]
    return sum(max(count, 0) for count in own), sum(max(-count, 0) for count in own)


def fold(arrivals: Iterable[Arrived], site: str) -> Books:
    """The books of a site out of all entries of kind `stock`, in any order.

    Where bodies have been forgotten the newest carried balance that speaks for all of them is where counting begins.
    """
    held = [one for one in arrivals if one.entry.kind == STOCK]
    moves = _once(move for one in held if (move := move_of(one)) is not None and move.site == site)
    return _drawn(moves, base_of(held, site), site)


def _drawn(moves: Sequence[Move], base: Carried, site: str) -> Books:
    undone = {move.amends: move for move in moves if move.change is Change.UNDONE and move.amends}
    standing = [one for one in moves if one.id not in undone and one.change in _MOVES and not base.covers(one)]
    return Books(tuple(moves), undone, tuple(_posted(standing, base)), base, site)


def _once(moves: Iterable[Move]) -> list[Move]:
    """In order; of two journals with one id (a copied disk) the same one stands whichever came first."""
    found: dict[str, Move] = {}
    for move in moves:
        first = found.setdefault(move.id, move)
        if (*move.journal, move.seq) < (*first.journal, first.seq):
            found[move.id] = move
    return sorted(found.values(), key=lambda move: move.order)


def carry(arrivals: Sequence[Arrived], site: str, before: datetime, returnable: Iterable[str]) -> dict[str, Any] | None:
    """What to write down before entries older than a moment may forget their bodies; None when nothing is new.

    returnable: ids of the items that are to be given back. Raises ValueError when it is more than one entry may hold.
    """
    books = fold(arrivals, site)
    through = through_of(arrivals, before, books.base)
    if through == dict(books.base.through):
        return None
    covered = Carried(through=through)
    old = Books(
        tuple(one for one in books.moves if covered.covers(one)),
        books.undone,
        tuple(one for one in books.postings if covered.covers(one.move)),
        books.base,
    )
    counted_at = dict(books.base.counted_at)
    for posting in old.postings:
        if posting.move.change is Change.COUNTED:
            counted_at[posting.line.key] = posting.move.scanned_at
    # All of it may have been undone: then it ends with the last that was.
    times = [one.move.scanned_at for one in old.postings] or [one.scanned_at for one in old.moves]
    times += [books.base.until] if books.base.until else []
    held = old.held(returnable)
    balances = {(one.item, one.batch, one.expiry): one.quantity - one.short for one in old.balances}
    return carried_body(site, Carried(balances, counted_at, held, through, max(times, default=before)))


def _posted(moves: Sequence[Move], base: Carried) -> Iterable[Posting]:
    sums = dict(base.balances)
    for move in moves:
        for line in move.lines:
            delta = _delta(move, line, sums.get(line.key, 0), base)
            sums[line.key] = sums.get(line.key, 0) + delta
            yield Posting(move, line, delta)


def _delta(move: Move, line: Line, booked: int, base: Carried) -> int:
    if base.until is not None and move.scanned_at < base.until:
        # Late, and of a time that was carried over: a count that came after it has seen it already, and what was
        # counted then says nothing of what has moved since.
        counted = base.counted_at.get(line.key)
        if move.change is Change.COUNTED or (counted is not None and move.scanned_at < counted):
            return 0
    return line.quantity - booked if move.change is Change.COUNTED else SIGN[move.change] * line.quantity


@dataclass(frozen=True, slots=True)
class Alert:
    """What a lead should look at. kind: low, expired, short. quantity: how many."""

    kind: str
    item: str
    batch: str = ""
    expiry: str = ""
    quantity: int = 0


def alerts(books: Books, items: Iterable[StockItem], today: date) -> tuple[Alert, ...]:
    """Low, expired and short stock (低库存, 过期, 差额待盘), by item. An item whose `low` is 0 is never low."""
    found = [
        Alert("low", item.id, quantity=books.usable(item.id, today))
        for item in items
        if item.low and books.usable(item.id, today) <= item.low
    ]
    for one in books.balances:
        if one.quantity and one.is_expired(today):
            found.append(Alert("expired", one.item, one.batch, one.expiry, one.quantity))
        if one.short:
            found.append(Alert("short", one.item, one.batch, one.expiry, one.short))
    return tuple(sorted(found, key=lambda alert: (alert.item, alert.kind, alert.expiry, alert.batch)))
