"""The journal entry: its hash chain and what of it may be forgotten; storing it is left to the stores.

An entry's `hash` covers its header, the digest of its body and the entry before it. The digest covers a random salt
and the body. So body and salt can be forgotten when retention says so (PIPL 19, 47) and the chain still verifies, and
the digest that stays behind cannot be matched by trying bodies.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Annotated, Any, Final

import msgspec

from checkpoint.canonical import EXACT_INT as EXACT_INT  # noqa: PLC0414 - whoever knows entries knows these
from checkpoint.canonical import WRITE, refuse_inexact
from checkpoint.canonical import MalformedEntry as MalformedEntry  # noqa: PLC0414
from checkpoint.canonical import canonical as canonical  # noqa: PLC0414

GENESIS: Final = "0" * 64
"""`prev` of the first entry of every (station, epoch): 64 hexadecimal zeros."""

SALT_BYTES: Final = 16
Body = Mapping[str, Any]


Exact = Annotated[int, msgspec.Meta(ge=-EXACT_INT, le=EXACT_INT)]


class Clock(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, gc=False):
    """What is known of the device's clock at the moment of an entry.

    mono_ms: monotonic reading, milliseconds since an arbitrary point of this boot.
    boot: the boot's id, so that two monotonic readings can be compared or not.
    offset_ms: central's clock minus ours when last measured, milliseconds; None when never measured.
    offset_age_s: seconds since that measurement; None when never measured.

    None is said, too: an entry has one spelling, whichever way it is read.
    """

    mono_ms: Exact
    boot: str
    offset_ms: Exact | None
    offset_age_s: Exact | None


def new_id(at: datetime) -> str:
    """32 hexadecimal characters that nobody else will make: 48 bits of milliseconds, as in a ULID, and 80 of chance.

    Ids made one after another stand next to each other, so an index on them grows at its end: with ids of chance alone
    every entry touched another page of it, which a journal of a million entries felt.
    """
    milliseconds = max(0, int(at.timestamp() * 1000))
    return f"{milliseconds:012x}{secrets.token_hex(10)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry before the journal gave it a place: everything but station, epoch, seq and hashes."""

    kind: str
    at: datetime
    clock: Clock
    operator: str
    body: Body
    shift: str = ""
    amends: str | None = None
    id: str = ""

    def __post_init__(self) -> None:
        """Every entry has its id from birth."""
        if not self.id:
            object.__setattr__(self, "id", new_id(self.at))


class Entry(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One thing that happened, as it stands in a journal for ever.

    at: the device's wall clock, UTC, whole milliseconds; never replaced by an upload time.
    body, salt: None once forgotten. salt, body_digest, prev and hash are lower-case hexadecimal.
    """

    station: str
    epoch: str
    seq: int
    id: str
    kind: str
    at: datetime
    clock: Clock
    operator: str
    shift: str
    amends: str | None = None
    body: Body | None = None
    salt: str | None = None
    body_digest: str
    prev: str
    hash: str

    @property
    def key(self) -> tuple[str, str, int]:
        """(station, epoch, seq): what no two entries in the world share."""
        return self.station, self.epoch, self.seq


@lru_cache(maxsize=4096)
def stamp(at: datetime) -> str:
    """A moment as text, UTC with milliseconds: `2022-12-05T07:00:00.000Z`."""
    utc = at if at.tzinfo is UTC else at.astimezone(UTC)
    if utc.microsecond:
        # `"2022-12-05T07:00:00.001000Z"`, which takes a third of the time; it leaves out a fraction of nought.
        return WRITE(utc)[1:24].decode() + "Z"
    return utc.isoformat(timespec="milliseconds")[:23] + "Z"


def moment(text: object) -> datetime:
    """The moment that `stamp` wrote. Raises MalformedEntry for anything else, and quotes nothing of it.

    What stands there instead may be somebody's name, and a reason is kept when the entry itself has been forgotten.
    """
    if not isinstance(text, str):
        raise MalformedEntry(f"a {type(text).__name__} is not a moment like 2022-12-05T07:00:00.000Z")
    return _moment(text)


@lru_cache(maxsize=4096)
def _moment(text: str) -> datetime:
    # A batch's receipts all tell the same moment of receipt, and each of their times is looked at and then kept.
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise MalformedEntry("a text is not a moment like 2022-12-05T07:00:00.000Z") from error
    # Every other way to spell a moment is turned away here.
    if at.tzinfo is not UTC or stamp(at) != text:
        raise MalformedEntry("a moment is not UTC in whole milliseconds")
    return at


def whole_ms(at: datetime) -> datetime:
    """The same moment cut to whole milliseconds, which is as fine as a journal writes."""
    utc = at if at.tzinfo is UTC else at.astimezone(UTC)
    return utc.replace(microsecond=at.microsecond // 1000 * 1000) if at.microsecond % 1000 else utc


def digest_of(body: Body, salt: str) -> str:
    """SHA-256 over the salt's bytes and the body's canonical bytes."""
    return sha256(bytes.fromhex(salt) + canonical(body)).hexdigest()


class Header(msgspec.Struct, frozen=True, gc=False):
    """A header's fields in the order of their names, so that it is written canonically as it stands."""

    amends: str | None
    at: str
    body_digest: str
    clock: Clock
    epoch: str
    id: str
    kind: str
    operator: str
    prev: str
    seq: int
    shift: str
    station: str


def hash_of(entry: Entry) -> str:
    """SHA-256 over the canonical header, which includes `body_digest` and `prev` but neither body nor salt."""
    clock = entry.clock
    if type(entry) is not Flat:
        for number in (clock.mono_ms, clock.offset_ms, clock.offset_age_s, entry.seq):
            refuse_inexact(number)
    place = entry.kind, entry.operator, entry.prev, entry.seq, entry.shift, entry.station
    header = Header(entry.amends, stamp(entry.at), entry.body_digest, clock, entry.epoch, entry.id, *place)
    try:
        return sha256(WRITE(header)).hexdigest()
    except (TypeError, UnicodeEncodeError):
        return sha256(canonical(_header(entry))).hexdigest()


def _header(entry: Entry) -> dict[str, Any]:
    clock = entry.clock
    return {
        "station": entry.station,
        "epoch": entry.epoch,
        "seq": entry.seq,
        "id": entry.id,
        "kind": entry.kind,
        "at": stamp(entry.at),
        "clock": [clock.mono_ms, clock.boot, clock.offset_ms, clock.offset_age_s],
        "operator": entry.operator,
        "shift": entry.shift,
        "amends": entry.amends,
        "body_digest": entry.body_digest,
        "prev": entry.prev,
    }


def seal(draft: Draft, *, station: str, epoch: str, seq: int, prev: str) -> Entry:
    """Give a draft its place in a chain. Raises MalformedEntry when its body cannot stand in a journal."""
    salt = secrets.token_hex(SALT_BYTES)
    entry = Entry(
        station=station,
        epoch=epoch,
        seq=seq,
        id=draft.id,
        kind=draft.kind,
        at=whole_ms(draft.at),
        clock=draft.clock,
        operator=draft.operator,
        shift=draft.shift,
        amends=draft.amends,
        body=draft.body,
        salt=salt,
        body_digest=digest_of(draft.body, salt),
        prev=prev,
        hash="",
    )
    return msgspec.structs.replace(entry, hash=hash_of(entry))


def forgotten(entry: Entry) -> Entry:
    """The entry with its body and salt gone; its place in the chain still verifies."""
    return msgspec.structs.replace(entry, body=None, salt=None)


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place where a chain does not hold, in words."""

    station: str
    epoch: str
    seq: int
    reason: str

    def __str__(self) -> str:
        return f"{self.station} epoch {self.epoch} entry {self.seq}: {self.reason}"


def own_fault(entry: Entry) -> str | None:
    """Why this entry does not agree with itself, or None when it does."""
    try:
        agreed(entry)
    except Disagrees as error:
        return str(error)
    return None


class Disagrees(ValueError):
    """An entry is not what it says that it is; the message says in which."""


def agreed(entry: Entry) -> bytes | None:
    """The bytes of its body that were sealed, of an entry that agrees with itself; None when they were forgotten.

    Raises Disagrees.
    """
    body, salt = entry.body, entry.salt
    written = None
    if (body is None) != (salt is None):
        raise Disagrees("body and salt must be kept or forgotten together")
    try:
        if body is not None and salt is not None:
            salted = bytes.fromhex(salt)
            # The digest covers the salt's bytes, which capitals and blanks would spell as well.
            if salted.hex() != salt:
                raise Disagrees("the salt is not the one that was sealed")
            # What is known to be exact by its type needs no looking through.
            is_exact = type(entry) is Flat and "".join(body).isascii()
            written = WRITE(body) if is_exact else canonical(body)
            if sha256(salted + written).hexdigest() != entry.body_digest:
                raise Disagrees("the body is not the one that was sealed")
        if hash_of(entry) != entry.hash:
            raise Disagrees("the header is not the one that was sealed")
    except RecursionError as error:
        raise Disagrees("the body is nested too deeply") from error
    except (MalformedEntry, ValueError) as error:
        raise error if isinstance(error, Disagrees) else Disagrees(str(error)) from error
    return written


def first_fault(entries: Iterable[Entry], *, start: tuple[int, str] = (0, GENESIS)) -> Fault | None:
    """Walk one (station, epoch) in order of seq and return the first entry that breaks the chain, or None.

    start: (seq, hash) of the entry before the first one given; the default is the beginning of the journal.
    """
    last_seq, last_hash = start
    for entry in entries:
        reason = own_fault(entry)
        if entry.seq != last_seq + 1:
            reason = f"expected entry {last_seq + 1} here"
        elif entry.prev != last_hash:
            reason = "it does not follow from the entry before it"
        if reason is not None:
            return Fault(entry.station, entry.epoch, entry.seq, reason)
        last_seq, last_hash = entry.seq, entry.hash
    return None


_TEXTS: Final = ("station", "epoch", "id", "kind", "operator", "shift", "body_digest", "prev", "hash")


def to_wire(entry: Entry) -> dict[str, Any]:
    """The entry as JSON values: its header, and body and salt while they are kept."""
    return {**_header(entry), "hash": entry.hash, "body": entry.body, "salt": entry.salt}


def from_wire(value: object) -> Entry:
    """The entry that `to_wire` wrote, not yet verified. Raises MalformedEntry and says which part is wrong."""
    if not isinstance(value, dict):
        raise MalformedEntry("an entry is a JSON object")
    for name in _TEXTS:
        if not isinstance(value.get(name), str):
            raise MalformedEntry(f"'{name}' must be text")
    for name in ("amends", "salt"):
        if not isinstance(value.get(name), str | None):
            raise MalformedEntry(f"'{name}' must be text or null")
    seq, body = value.get("seq"), value.get("body")
    if not isinstance(seq, int) or isinstance(seq, bool) or not 1 <= seq <= EXACT_INT:
        raise MalformedEntry("'seq' must be a whole number from 1")
    if not isinstance(body, dict | None):
        raise MalformedEntry("'body' must be an object or null")
    return Entry(
        seq=seq,
        at=moment(value.get("at", "")),
        clock=_clock_from(value.get("clock")),
        amends=value.get("amends"),
        body=body,
        salt=value.get("salt"),
        **{name: value[name] for name in _TEXTS},
    )


class Flat(Entry, frozen=True, kw_only=True, eq=False, gc=False):
    """An entry as most are: what its body holds is known to be exact by its type, so nobody walks it once more."""

    body: dict[str, str | Exact | bool | None] | None = None

    def __eq__(self, other: object) -> bool:
        """The same entry however it was read."""
        return isinstance(other, Entry) and to_wire(self) == to_wire(other)

    __hash__ = None  # type: ignore[assignment]


_READ: Final = msgspec.json.Decoder(Entry).decode
_READ_FLAT: Final = msgspec.json.Decoder(Flat).decode


def read(raw: bytes) -> Entry:
    """The entry in these JSON bytes, not yet verified: `from_wire` at once, in a quarter of the time.

    Raises MalformedEntry for a value that is no entry, and what msgspec raises for what is no JSON.
    """
    entry: Entry
    try:
        entry = _READ_FLAT(raw)
    except msgspec.ValidationError:
        try:
            entry = _READ(raw)
        except msgspec.ValidationError:
            return from_wire(msgspec.json.decode(raw))
    if entry.at.microsecond % 1000 or entry.at.tzinfo is not UTC or not 1 <= entry.seq <= EXACT_INT:
        return from_wire(msgspec.json.decode(raw))
    return entry


def _clock_from(value: object) -> Clock:
    # To Python true is a number, which a database keeps as 1: the entry that came back would have another hash.
    if isinstance(value, list) and any(isinstance(part, bool) for part in value):
        raise MalformedEntry("'clock' holds true or false where a number belongs")
    match value:
        case [int(mono), str(boot), (int() | None) as offset, (int() | None) as age]:
            return Clock(mono, boot, offset, age)
    raise MalformedEntry("'clock' must be [monotonic ms, boot id, offset ms or null, offset age s or null]")
