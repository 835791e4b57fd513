"""A run of one journal as the line carries it: without whatever its place in the chain tells; the chain is `journal`'s.

Station, epoch and seq are the run's, `prev` is the hash before it, and body_digest and hash follow from the rest:
whoever takes a run in works them out to verify it in any case. So a packed run has two fifths of the bytes of the same
entries told one by one, and its last hash, which it names, answers for all of them. One that does not come out as it
was sealed is told again entry by entry, and the entry to blame is found.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from hashlib import sha256
from typing import Annotated, Any, Final, NamedTuple

import msgspec

from checkpoint.canonical import EXACT_INT, WRITE, MalformedEntry, canonical
from checkpoint.journal import Clock, Entry, Exact, Header, moment
from checkpoint.wire import STORED, MalformedMessage, Message, Push, Pushed, Receipt

MEDIA: Final = "application/vnd.checkpoint.run+json"
"""By this media type central knows a run from a `wire.Push`; an older one takes it for one, and cannot read it."""
_MINUTES: Final = {
    f"{hour:02}:{minute:02}:": (hour * 60 + minute) * 60_000 for hour in range(24) for minute in range(60)
}
_SECONDS: Final = {f"{second:02}": second * 1000 for second in range(60)}
_FRACTIONS: Final = {f".{ms:03}Z": ms for ms in range(1000)}


class Odd(ValueError):
    """What came does not go on where a journal ends, entry by entry as it was sealed; which of them is not said."""


class Row(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An entry without what its place tells. at: as `journal.stamp` writes it, if it is a moment at all.

    What its body holds is known to be exact by its type, so nobody walks it once more.
    """

    id: str
    kind: str
    at: str
    clock: Clock
    operator: str
    shift: str
    salt: str
    body: dict[str, str | Exact | bool | None]
    amends: str | None = None


class DeepRow(Row, frozen=True, array_like=True, gc=False):
    """The same with a body that holds lists or objects."""

    body: dict[str, Any]


class Rows(Message, frozen=True, kw_only=True):
    """POST /v1/journal as MEDIA: what `wire.Push` says of entries that follow one another.

    first: the seq of the first one. prev: the hash of the entry before it. hash: of the last one.
    """

    epoch: str
    sent_at: str
    first: Annotated[int, msgspec.Meta(ge=1, le=EXACT_INT)]
    prev: str
    hash: str
    rows: Annotated[Sequence[Row], msgspec.Meta(min_length=1)]
    living: str = ""
    mono_ms: int = 0
    boot: str = ""

    @property
    def last(self) -> int:
        """The seq of the last one."""
        return self.first + len(self.rows) - 1


class _DeepRows(Rows, frozen=True, kw_only=True):
    rows: Annotated[Sequence[DeepRow], msgspec.Meta(min_length=1)]


_READ: Final = msgspec.json.Decoder(Rows).decode
_READ_DEEP: Final = msgspec.json.Decoder(_DeepRows).decode


def decode(raw: bytes) -> Rows:
    """The run in these JSON bytes, not yet verified. Raises MalformedMessage."""
    try:
        try:
            return _READ(raw)
        except msgspec.ValidationError:
            return _READ_DEEP(raw)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise MalformedMessage(f"Rows: {error}") from error


def told(push: Push) -> Rows | None:
    """The same as a run; None when its entries do not follow one another, or one is forgotten."""
    entries, rows = push.entries, []
    for place, entry in enumerate(entries):
        before = entries[place - 1] if place else None
        if before is not None and (entry["seq"], entry["prev"]) != (before["seq"] + 1, before["hash"]):
            return None
        if entry["body"] is None or entry["salt"] is None:
            return None
        said = {name: entry[name] for name in Row.__struct_fields__}
        rows.append(DeepRow(**said | {"clock": Clock(*entry["clock"])}))
    if not rows:
        return None
    said = {name: getattr(push, name) for name in ("epoch", "sent_at", "living", "mono_ms", "boot")}
    return _DeepRows(first=entries[0]["seq"], prev=entries[0]["prev"], hash=entries[-1]["hash"], rows=rows, **said)


def ends_at(said: Push | Rows) -> tuple[str, str, str]:
    """(epoch, seq, hash) of the last entry, as a batch's signature covers them."""
    if isinstance(said, Rows):
        return said.epoch, str(said.last), said.hash
    last: dict[str, Any] = said.entries[-1] if said.entries else {}
    return said.epoch, str(last.get("seq", 0)), str(last.get("hash", ""))


def whole(pushed: Pushed, run: Rows) -> Pushed:
    """Central's answer to a run with a receipt for each of its entries."""
    if not pushed.stored:
        return pushed
    own = {receipt.seq: receipt for receipt in pushed.receipts}
    plain = partial(Receipt, state=STORED, received_at=pushed.stored)
    places = enumerate(run.rows, run.first)
    receipts = [own.get(seq) or plain(seq=seq, scanned_at=row.at) for seq, row in places]
    return msgspec.structs.replace(pushed, receipts=receipts)


class Sealed(NamedTuple):
    """What follows from a row and its place. body: its canonical bytes."""

    body: bytes
    body_digest: str
    hash: str


def sealed(row: Row, station: str, epoch: str, seq: int, prev: str) -> Sealed:
    """Seal a row at that place, as `journal.seal` does. Raises Odd when its station could not have."""
    body, salt, clock = row.body, row.salt, row.clock
    try:
        salted = bytes.fromhex(salt)
        # The digest covers the salt's bytes, which capitals and blanks would spell as well.
        if salted.hex() != salt:
            raise Odd
        written = WRITE(body) if type(row) is Row and "".join(body).isascii() else canonical(body)
        digest = sha256(salted + written).hexdigest()
        place = row.kind, row.operator, prev, seq, row.shift, station
        header = Header(row.amends, row.at, digest, clock, epoch, row.id, *place)
        return Sealed(written, digest, sha256(WRITE(header)).hexdigest())
    except (ValueError, RecursionError) as error:
        raise error if isinstance(error, Odd) else Odd from error


def entries(run: Rows, station: str) -> Sequence[Entry]:
    """The run's entries as that station must have sealed them. Raises Odd when they do not come to its last hash."""
    found, prev = [], run.prev
    for seq, row in enumerate(run.rows, run.first):
        done = sealed(row, station, run.epoch, seq, prev)
        place = {"station": station, "epoch": run.epoch, "seq": seq, "prev": prev}
        said: dict[str, Any] = {name: getattr(row, name) for name in Row.__struct_fields__} | place
        try:
            found.append(Entry(**said | {"at": moment(row.at)}, body_digest=done.body_digest, hash=done.hash))
        except MalformedEntry as error:
            raise Odd from error
        prev = done.hash
    if prev != run.hash:
        raise Odd
    return found


def ms_of(at: str) -> int:
    """Milliseconds since 1970 UTC of a moment as `journal.stamp` writes it. Raises Odd for any other text.

    Looked up part by part: only that spelling is in the tables, and reading a moment and writing it again to see
    whether it comes out the same takes five times as long.
    """
    try:
        return _day_ms(at[:11]) + _MINUTES[at[11:17]] + _SECONDS[at[17:19]] + _FRACTIONS[at[19:]]
    except (KeyError, MalformedEntry) as error:
        raise Odd from error


@lru_cache(maxsize=4096)
def _day_ms(text: str) -> int:
    """`2022-12-05T` in milliseconds."""
    return int(moment(text + "00:00:00.000Z").timestamp()) * 1000


def has_nul(one: Row | Entry) -> bool:
    """Whether a text of its header holds a NUL, which PostgreSQL keeps in no text."""
    texts = one.id, one.kind, one.operator, one.shift, one.amends or "", one.clock.boot, one.salt or ""
    return any("\0" in text for text in texts)
