"""The working side of the supplies page, as plain functions for a worker's thread; it knows no Qt.

It answers with what the page shows; what may be handed out is the storeroom's to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from checkpoint import days
from checkpoint.handover import Kept
from checkpoint.journal import Entry
from checkpoint.roster import Post, StockItem
from checkpoint.supplies import handing, ledger
from checkpoint.supplies.books import Books, alerts
from checkpoint.supplies.handing import Receipt, Refusal
from checkpoint.supplies.moves import Line, Source
from station import supply_rows
from station.attendance import Book
from station.desk import Desk
from station.kits import Kits
from station.shifts import Refusal as NotSigned
from station.shifts import ShiftDesk, Signature
from station.storeroom import Holder, Override
from station.ui.supply_view import HeldRow, HolderCard, MoveRow, Supplies

MOST_MOVES: Final = 50
"""Moves of today that the page lists; the export has them all."""


@dataclass(frozen=True, slots=True)
class OnDuty:
    """The post and the planned shift at which somebody is on duty now. label: what people call the shift."""

    post: Post
    shift: str
    label: str


class SupplyLane:
    """The supplies of one station. Call it from the desk's thread. book: who is on duty, and where."""

    def __init__(self, desk: Desk, shifts: ShiftDesk, kits: Kits, book: Book) -> None:
        self._desk, self._shifts, self._book, self.room = desk, shifts, book, kits.room
        self._who: Signature | None = None
        self._wanted = ""

    # --- the page ---

    def supplies(self) -> Supplies:
        """The page as it stands, with nobody's badge."""
        self._who, self._wanted = None, ""
        return self._shown()

    def scan(self, text: str, reason: str) -> Supplies | None:
        """A badge was held up: whoever gets something now, or the lead who lets more be handed out.

        None for what is no badge of a volunteer: somebody stands at the gate. reason: what is written on the page.
        """
        who = self._shifts.by_badge(text)
        if who is NotSigned.NOT_A_BADGE:
            return None
        if isinstance(who, NotSigned):
            return self._shown(refusal=who.value)
        if self._wanted:
            return self._overridden(who, reason)
        self._who = who
        return self._shown()

    def hand_out_kit(self) -> Supplies:
        """Hand out what is left of the kit of the post at which the holder is on duty."""
        duty = self._duty()
        holder = self._holder(duty)
        if holder is None or duty is None:
            return self._shown(refusal=Refusal.NO_HOLDER.value)
        given = self.room.hand_out_kit(holder, duty.post.kit)
        return self._done(given.entry) if given.entry else self._shown(refusal=Refusal.KIT_COMPLETE.value)

    def hand_out(self, item: str) -> Supplies:
        """Hand one of an item out to the holder; over the quota a lead is waited for."""
        holder = self._holder(self._duty())
        if holder is None:
            return self._shown(refusal=Refusal.NO_HOLDER.value)
        done = self.room.hand_out(item, 1, holder)
        self._wanted = item if done is Refusal.OVER_QUOTA else ""
        return self._done(done)

    def write(self, way: str, values: Mapping[str, str]) -> Supplies:
        """Write down what a form of the page said."""
        if way == "over_quota":
            who = self._shifts.by_pin(values.get("number", ""), values.get("pin", ""))
            return (
                self._shown(refusal=who.value)
                if isinstance(who, NotSigned)
                else self._overridden(who, values.get("reason", ""))
            )
        return self._done(self._written(way, values))

    def stop_waiting(self) -> Supplies:
        """No lead after all."""
        self._wanted = ""
        return self._shown()

    def undo(self, move: str) -> Supplies:
        """Take a move back."""
        return self._done(self.room.undo(move))

    def _written(self, way: str, values: Mapping[str, str]) -> Entry | Refusal:
        quantity = _number(values.get("counted" if way == "count" else "quantity", ""))
        item = values.get("item", "")
        if not item:
            return Refusal.UNKNOWN_ITEM
        if quantity is None:
            return Refusal.BAD_QUANTITY
        line = Line(item, values.get("batch", ""), values.get("expiry", ""), quantity)
        match way:
            case "receive":
                return self._received(line, values)
            case "take_back":
                holder = self._holder(self._duty())
                return self.room.take_back(item, quantity, holder) if holder else Refusal.NO_HOLDER
            case "waste":
                return self.room.waste(line, values.get("reason", ""))
            case "send":
                return self.room.send(line, values.get("other_site", ""), values.get("document", ""))
            case _:
                return self.room.count(line, values.get("reason", ""))

    def _received(self, line: Line, values: Mapping[str, str]) -> Entry | Refusal:
        if values.get("source", "") not in set(Source):
            return Refusal.NO_SOURCE
        given = Receipt(
            item=line.item,
            quantity=line.quantity,
            batch=line.batch,
            expiry=line.expiry.strip(),
            source=Source(values["source"]),
            second=values.get("second", ""),
            donor=values.get("donor", ""),
            document=values.get("document", ""),
        )
        return self.room.receive(given)

    def _overridden(self, who: Signature, reason: str) -> Supplies:
        holder, item = self._holder(self._duty()), self._wanted
        if holder is None or not item:
            return self._shown(refusal=Refusal.NO_HOLDER.value)
        done = self.room.hand_out(item, 1, holder, Override(who.operator.number, who.role, reason))
        if isinstance(done, Entry):
            self._wanted = ""
        return self._done(done)

    def _duty(self) -> OnDuty | None:
        """The post and shift at which the holder is on duty now, or None."""
        if self._who is None:
            return None
        held = self._book.live(self._desk.clock.now())
        on = next((one for one in held if one.is_open and one.who.number == self._who.operator.number), None)
        post = self._desk.store.document(Post, on.plan.post) if on else None
        if on is None or post is None:
            return None
        begins, ends = (at.astimezone(self._desk.place.zone) for at in (on.plan.begins, on.plan.ends))
        return OnDuty(post, on.plan.shift, f"{begins:%H:%M}-{ends:%H:%M}")

    def _holder(self, duty: OnDuty | None) -> Holder | None:
        """Whoever gets something. Not on duty, what they get counts for the day."""
        who = self._who
        if who is None:
            return None
        counts_for = duty.shift if duty else self.room.today.isoformat()
        return Holder(who.operator.number, who.operator.name, counts_for)

    # --- what is shown ---

    def _done(self, done: Entry | Refusal) -> Supplies:
        if isinstance(done, Refusal):
            return self._shown(refusal=done.value)
        move = self.room.books().move(done.id)
        about = self.room.books().move(done.amends or "") or move
        shown = self._shown()
        if move is None or about is None:
            return shown
        return replace(shown, done=move.change.value, what=supply_rows.what(about, ledger.named(self.room.items())))

    def _shown(self, refusal: str = "") -> Supplies:
        books, items = self.room.books(), self.room.items()
        names = ledger.named(items)
        found = alerts(books, items, self.room.today)
        return Supplies(
            rows=tuple(supply_rows.rows(books, items, self.room.today)),
            moves=self._moves(books, names),
            held=tuple(
                HeldRow(one.holder, one.name, supply_rows.amount(one.item, one.quantity, names), one.since)
                for one in books.held(one.id for one in items if one.returns)
            ),
            holder=self._card(books, names),
            refusal=refusal,
            awaits_lead=bool(self._wanted),
            undoable=self._undoable(books),
            alerts={kind: sum(one.kind == kind for one in found) for kind in ("low", "expired", "short")},
        )

    def _card(self, books: Books, names: Mapping[str, StockItem]) -> HolderCard | None:
        duty = self._duty()
        holder = self._holder(duty)
        if holder is None:
            return None
        kit = handing.kit_of(books, duty.post.kit if duty else {}, holder.number, holder.duty, self.room.today)
        open_kit: dict[str, int] = {}
        for line in kit.lines:
            open_kit[line.item] = open_kit.get(line.item, 0) + line.quantity
        held = books.held(one for one, item in names.items() if item.returns)
        return HolderCard(
            number=holder.number,
            name=holder.name,
            post=duty.post.name if duty else "",
            duty=duty.label if duty else "",
            got=supply_rows.amounts(books.taken(holder.number, holder.duty), names),
            kit=supply_rows.amounts(open_kit, names),
            missing=supply_rows.amounts(kit.missing, names),
            holds=supply_rows.amounts({one.item: one.quantity for one in held if one.holder == holder.number}, names),
        )

    def _moves(self, books: Books, names: Mapping[str, StockItem]) -> tuple[MoveRow, ...]:
        start, _ = days.bounds(self.room.today, self._desk.place.zone)
        today = [one for one in books.moves if one.scanned_at >= start and one.lines]
        return tuple(
            MoveRow(
                id=one.id,
                at=one.scanned_at,
                change=one.change.value,
                what=supply_rows.what(one, names),
                who=one.details.get("holder_name", "") or one.operator,
                is_undone=one.id in books.undone,
            )
            for one in today[: -MOST_MOVES - 1 : -1]
        )

    def _undoable(self, books: Books) -> str:
        own = [one for one in books.standing if one.station == self._desk.store.station]
        newest = max(own, key=lambda one: (one.epoch == self._desk.store.epoch, one.seq), default=None)
        if newest is None or isinstance(handing.may_undo(books, newest.id), Refusal):
            return ""
        return newest.id if days.day_of(newest.at, self._desk.place.zone) == self.room.today else ""

    def kept(self) -> tuple[Kept, ...]:
        """What there is of each item, for the handover sheet."""
        books = self.room.books()
        return tuple(
            Kept(one.name, books.in_stock(one.id), one.unit, sum(batch.short for batch in books.of(one.id)))
            for one in self.room.items()
        )

    def donations(self, language: str) -> str:
        """Today's donations as a page to print and sign, as HTML."""
        place = self._desk.place
        return ledger.donations_html(
            self.room.books(),
            ledger.named(self.room.items()),
            days.bounds(self.room.today, place.zone),
            site=place.site.name,
            zone=place.zone,
            language=language,
        )

    # --- retention ---

    def forget_expired(self) -> int:
        """Forget the moves of supplies whose time here is over, behind a carried balance."""
        return self.room.forget_expired()


def _number(typed: str) -> int | None:
    text = typed.strip().replace(",", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
