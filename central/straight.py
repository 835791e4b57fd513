"""Takes in a run that goes on where its journal ends: each entry from the line into the tables, as nearly always.

Each is sealed anew and written out before the next is touched; that the last hash comes out is asked at the end. Where
anything is out of the ordinary nothing is stored, and `intake` settles the entries one by one.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.exc import IntegrityError

from central.store.books import Books, New
from central.store.schema import of_ms
from central.timing import Circumstances
from checkpoint.journal import GENESIS, stamp
from checkpoint.rows import Odd, Rows, has_nul, ms_of, sealed
from checkpoint.wire import STORED, Receipt


def settle(
    books: Books, run: Rows, around: Circumstances, proof: str, *, is_plain: bool, after_revocation: bool
) -> list[Receipt]:
    """Store all of a run, and bring the journal that much further. proof: the batch's signature, to be kept.

    is_plain: no text in it has a backslash or what JSON writes with one. Returns receipts for those whose time was
    corrected. Raises Odd when an entry is not good, does not follow or is there already: what was begun is to be
    rolled back.
    """
    if (run.first, run.prev) != (books.last + 1, books.have_hash or GENESIS) or books.have != books.last:
        raise Odd
    receipts: list[Receipt] = []
    try:
        books.add(_walked(books, run, around, receipts, is_plain=is_plain), len(run.rows), around.site, around.now)
    except IntegrityError as error:
        # One of the ids stands elsewhere in what the station wrote, or twice in here.
        raise Odd from error
    books.go_on(run.last, run.hash, len(run.rows), proof, after_revocation=after_revocation)
    return receipts


def _walked(
    books: Books, run: Rows, around: Circumstances, receipts: list[Receipt], *, is_plain: bool
) -> Iterator[New]:
    """Each as it is to be written. Raises Odd."""
    station, epoch, tip, received = books.station, books.epoch, run.prev, stamp(around.now)
    for seq, row in enumerate(run.rows, run.first):
        # JSON spells a NUL in one way only, so most entries need not be looked through.
        if not is_plain and has_nul(row):
            raise Odd
        body, digest, hash_ = sealed(row, station, epoch, seq, tip)
        at_ms = ms_of(row.at)
        scanned = around.scanned(at_ms, row.clock)
        if scanned.corrected:
            told = stamp(of_ms(scanned.at_ms))
            receipts.append(Receipt(seq=seq, state=STORED, received_at=received, scanned_at=told, corrected=True))
        yield New(row, seq, digest, tip, hash_, at_ms, scanned, body, is_plain)
        tip = hash_
    if tip != run.hash:
        raise Odd
