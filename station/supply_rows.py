"""What the storeroom knows, turned into what the supplies page shows; it counts nothing and paints nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from checkpoint.roster import StockItem
from checkpoint.supplies import ledger
from checkpoint.supplies.books import Balance, Books
from checkpoint.supplies.moves import Change, Move
from station.ui.supply_view import Amount, StockRow


def amount(item: str, quantity: int, names: Mapping[str, StockItem]) -> Amount:
    """So many of an item, by its name."""
    known = names.get(item)
    return Amount(item, known.name if known else item, quantity, known.unit if known else "")


def amounts(of: Mapping[str, int], names: Mapping[str, StockItem]) -> tuple[Amount, ...]:
    """So many of each, without those of which there is nothing."""
    return tuple(amount(item, count, names) for item, count in sorted(of.items()) if count)


def what(move: Move, names: Mapping[str, StockItem]) -> str:
    """What a move moved, in words."""
    sums: dict[str, int] = {}
    for line in move.lines:
        sums[line.item] = sums.get(line.item, 0) + line.quantity
    mark = "= " if move.change is Change.COUNTED else "×"
    return "、".join(f"{one.name} {mark}{one.quantity:,}" for one in _every(sums, names))


def _every(of: Mapping[str, int], names: Mapping[str, StockItem]) -> list[Amount]:
    return [amount(item, count, names) for item, count in sorted(of.items())]


def rows(books: Books, items: Sequence[StockItem], today: date) -> tuple[StockRow, ...]:
    """One row a batch; an item of which there is nothing has one too, so that it can be received and counted."""
    names = ledger.named(items)
    unknown = sorted({one.item for one in books.balances} - names.keys())
    return tuple(row for item in [*names, *unknown] for row in _of_item(item, books, names.get(item), today))


def _of_item(id_: str, books: Books, item: StockItem | None, today: date) -> Iterator[StockRow]:
    batches = [one for one in books.of(id_) if one.quantity or one.short] or [Balance(id_, "", "", 0)]
    is_low = item is not None and 0 < item.low >= books.usable(id_, today)
    for number, one in enumerate(batches):
        yield StockRow(
            item=id_,
            name=item.name if item else id_,
            spec=item.spec if item else "",
            unit=item.unit if item else "",
            batch=one.batch,
            expiry=one.expiry,
            quantity=one.quantity,
            total=None if number else books.in_stock(id_),
            short=one.short,
            state=_state(one, today, is_low=is_low),
        )


def _state(of: Balance, today: date, *, is_low: bool) -> str:
    if of.short:
        return "short"
    if of.quantity and of.is_expired(today):
        return "expired"
    return "low" if is_low else "" if of.quantity else "none"
