"""What of central's answers is believed: one that contradicts itself or what this station knows settles nothing.

An entry that is settled is never sent again, so believing a false receipt would lose it; not believing a true one only
sends it once more. Asking and writing down are left to the courier.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from typing import Final

from checkpoint import wire
from checkpoint.journal import EXACT_INT, MalformedEntry, moment
from checkpoint.plural import entries
from checkpoint.wire import PeerPage, Pushed, Receipt, RosterPage

FURTHEST_MS: Final = 100 * 366 * 86_400_000
"""A hundred years: no clock is further off. Beyond 2**53 an offset could not even be written into an entry."""


def lie_of_push(pushed: Pushed, newest: int, *, is_proven: bool = False) -> str:
    """Why nothing of this answer is to be believed, or "". newest: the last seq that this station has written.

    is_proven: central signed it. Then more than this disk has is no lie: the disk is older than what was sent.
    """
    if not is_proven and not 0 <= pushed.have <= newest:
        return f"central claims to hold {pushed.have} of {entries(newest)}"
    if abs(pushed.offset_ms) > FURTHEST_MS:
        return "central's clock cannot be that far from this one"
    return ""


def believable(sent: Container[int], receipts: Iterable[Receipt]) -> tuple[list[Receipt], int]:
    """(one sound receipt for each seq sent that has just one, in order; how many receipts are not believed)."""
    receipts = list(receipts)
    sound = {(r.seq, r.state): r for r in receipts if r.seq in sent and _is_sound(r)}
    # The same twice is one; stored and refused at once is neither.
    claims = Counter(seq for seq, _ in sound)
    kept = sorted((r for r in sound.values() if claims[r.seq] == 1), key=lambda r: r.seq)
    return kept, len(receipts) - len(kept)


def _is_sound(receipt: Receipt) -> bool:
    if receipt.state == wire.REFUSED:
        return True
    try:
        moment(receipt.received_at)
        moment(receipt.scanned_at)
    except MalformedEntry:
        return False
    return receipt.state in {wire.STORED, wire.KNOWN}


def lie_of_roster(page: RosterPage, after: int) -> str:
    """Why this page of the roster is not to be believed, or ""."""
    if not _moves_on(page.version, after, more=page.more):
        return "the roster's version does not go forward"
    if any(not after < item.version <= page.version for item in page.items):
        return "the roster's page holds what does not belong in it"
    return ""


def lie_of_peers(page: PeerPage, after: int) -> str:
    """Why this page of the site's feed is not to be believed, or ""."""
    return "" if _moves_on(page.cursor, after, more=page.more) else "the site's feed does not go forward"


def _moves_on(to: int, after: int, *, more: bool) -> bool:
    """Ahead, or where it was when there is no more; a leap beyond all numbers would leave the station deaf for ever."""
    return (after < to if more else after <= to) and to <= EXACT_INT
