"""A site's supplies as central has them, over all its stations, by the same pure fold; central forgets nothing of them
for three years (domain 5.2), so a day long ago is told as well as today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from checkpoint import days, dutylog
from checkpoint.dutylog import LOG, Logged
from checkpoint.roster import Site, StockItem, from_data
from checkpoint.supplies import ledger
from checkpoint.supplies.books import Books, alerts, fold
from checkpoint.supplies.moves import STOCK, UNDONE_WITHIN

if TYPE_CHECKING:
    from central.store.store import Store

BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""No entry is older: a balance is counted from the first receipt on."""


def books(store: Store, site: Site, end: datetime) -> Books:
    """The site's books as they stood at a moment, less what was taken back within a day after it."""
    arrivals = store.arrivals(site.id, BEGINNING, end + UNDONE_WITHIN, (STOCK,))
    return fold(arrivals, site.id).until(end)


def duty_log(store: Store, site: Site, span: tuple[datetime, datetime]) -> list[Logged]:
    """The site's duty log of [start, end); what was taken back within a day after it is not in it."""
    arrivals = store.arrivals(site.id, span[0], span[1] + dutylog.UNDONE_WITHIN, (LOG,))
    return dutylog.within(dutylog.fold(arrivals, site.id), *span)


def items(store: Store) -> list[StockItem]:
    """Everything that is kept anywhere."""
    documents = (from_data("stock_item", data) for data in store.data_of("stock_item"))
    return [one for one in documents if isinstance(one, StockItem)]


def balance(store: Store, site: Site, day: date) -> dict[str, Any]:
    """A site's stock at the end of a day, as JSON values: each batch, the day's figures, alerts, who holds what."""
    span = days.bounds(day, ZoneInfo(site.time_zone))
    held, known = books(store, site, span[1]), items(store)
    names = ledger.named(known)
    return {
        "site": site.id,
        "day": day.isoformat(),
        "items": [
            {
                "item": one.item,
                "name": names[one.item].name if one.item in names else one.item,
                "batch": one.batch,
                "expiry": one.expiry,
                "quantity": one.quantity,
                "short": one.short,
            }
            for one in held.balances
            if one.quantity or one.short
        ],
        "figures": ledger.figures(held.day(*span)),
        "alerts": [
            {"kind": one.kind, "item": one.item, "batch": one.batch, "quantity": one.quantity}
            for one in alerts(held, known, day)
        ],
        "held": [
            {"volunteer": one.holder, "name": one.name, "item": one.item, "quantity": one.quantity}
            for one in held.held(one.id for one in known if one.returns)
        ],
    }


def table(store: Store, site: Site, day: date, *, moves: bool) -> tuple[list[dict[str, str]], Sequence[str]]:
    """(rows, columns) of a day's balance, or of its moves."""
    zone = ZoneInfo(site.time_zone)
    span = days.bounds(day, zone)
    held, names = books(store, site, span[1]), ledger.named(items(store))
    if moves:
        return ledger.move_rows(held, names, *span, zone), ledger.MOVES
    return ledger.balance_rows(held.day(*span), names, day.isoformat()), ledger.BALANCE
