"""What a station and central say to each other, as typed documents; carrying them over HTTP is left to both ends.

Every answer of central carries the header `Checkpoint-Central: 1`, and every answer body its own shape, so that the
200 of a captive portal is never taken for central's.
"""

from __future__ import annotations

from typing import Any, Final, TypeVar

import msgspec

MARK: Final = "Checkpoint-Central"
"""The header by which a station knows that central itself has answered."""
MARK_VALUE: Final = "1"
NONCE: Final = "Checkpoint-Nonce"
"""What a station makes up for each request; central signs its answer over it, so that no answer can be used twice."""
SIGNATURE: Final = "Checkpoint-Signature"
"""A station's over what it hands over, central's over what it answers; what they cover: `signatures`."""
BATCH: Final = 500
"""The most entries in one push, and items in one page, unless the other end asks for fewer."""


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A document on the wire. Unknown fields are passed over, missing ones and wrong types are refused."""


class Enrol(Message, frozen=True, kw_only=True):
    """POST /v1/enrol: a one-time code against an identity. public_key: Ed25519, 64 hexadecimal characters.

    signs: this program signs every batch, so one without a signature is never this station's; and this request, so that
    nobody enrols under a key that is another's.
    """

    code: str
    public_key: str
    software: str = ""
    signs: bool = False


class Enrolled(Message, frozen=True, kw_only=True):
    """token: bearer token of this station. time: central's clock.

    signing: Ed25519 public key, 64 hexadecimal characters, with which central signs every answer from now on.
    """

    station: str
    name: str
    site: str
    gate: str
    token: str
    time: str
    signing: str = ""


class Push(Message, frozen=True, kw_only=True):
    """POST /v1/journal: entries of one epoch in order of seq. sent_at: the device's clock when the request left.

    entries: as `journal.to_wire` writes them; kept raw so that one bad entry does not spoil the batch. None at all asks
    how this epoch stands. living: the epoch that this station writes now, when it is another one. mono_ms, boot: the
    device's monotonic clock as the request left, as an entry has it, by which central sees that its wall clock was set
    meanwhile; no boot: not said.
    """

    epoch: str
    sent_at: str
    entries: list[Any]
    living: str = ""
    mono_ms: int = 0
    boot: str = ""


class Receipt(Message, frozen=True, kw_only=True, gc=False):
    """What became of one entry. state: stored, known (had it already), refused (kept aside, with its reason).

    received_at, scanned_at, corrected: what central wrote beside it when it first came; empty when refused.
    """

    seq: int
    state: str
    reason: str = ""
    received_at: str = ""
    scanned_at: str = ""
    corrected: bool = False


OTHER_HISTORY: Final = "another entry stands at this place already"
NOT_FOLLOWING: Final = "it does not follow from the entry before it"
PARTED: Final = frozenset({OTHER_HISTORY, NOT_FOLLOWING})
"""Reasons of a refusal by which a station knows that its history and the one that central has part."""
STORED: Final = "stored"
KNOWN: Final = "known"
REFUSED: Final = "refused"


class Pushed(Message, frozen=True, kw_only=True):
    """receipts: one for each entry, in order. have: central holds every entry of this epoch up to this seq.

    offset_ms: central's clock minus the station's as this request showed it. time: central's clock.
    have_hash: of the entry at have. last: the newest seq held, -1 when it is not said. gaps: the first of what is
    missing between have and last, as (first, last). twice: another computer writes as this station. runs: central takes
    `rows.Rows`. stored: when it took in those entries of a run that have no receipt here, each at its device's time.
    """

    receipts: list[Receipt]
    have: int
    offset_ms: int
    time: str
    have_hash: str = ""
    last: int = -1
    gaps: list[tuple[int, int]] = []
    twice: bool = False
    runs: bool = False
    stored: str = ""


class Standing(Message, frozen=True, kw_only=True):
    """GET /v1/journal?epoch=EPOCH&living=EPOCH&at=SEQ: what central has of that epoch, as in `Pushed`.

    there: the hash of the entry that it has at `at`, empty for none; nothing from a central that does not look there.
    aside: the first of what it keeps aside of that epoch, as (first, last), in order, ASIDE_TOLD at most; nothing where
    it does not say.
    """

    epoch: str
    have: int
    have_hash: str
    last: int
    gaps: list[tuple[int, int]]
    twice: bool
    time: str
    there: str | None = None
    aside: list[tuple[int, int]] | None = None


ASIDE_TOLD: Final = 500


class Renew(Message, frozen=True, kw_only=True):
    """POST /v1/token, signed: the SHA-256 of the token that this station will use next, in hexadecimal.

    The token that it uses until then stays good until the next one was used, so a lost answer costs nothing.
    """

    station: str
    token_hash: str


class Renewed(Message, frozen=True, kw_only=True):
    """The next token may be used. time: central's clock."""

    token_hash: str
    time: str


class Item(Message, frozen=True, kw_only=True):
    """One roster document. data: None when it is no more. version: rises with every change of anything."""

    kind: str
    id: str
    version: int
    data: dict[str, Any] | None


class RosterPage(Message, frozen=True, kw_only=True):
    """GET /v1/roster?after=VERSION: items changed after that version, in order of version. more: ask again.

    version: where this page ends; ask for what comes after it next. newest: central's newest version, where that is
    before the one that was asked about, or the last that it agrees on: central was restored from a backup.

    &terms=TERM:VERSION: in which of central's terms that version was told. term: in which this one was, or `newest`
    where that is said; see `terms`. Nothing from a central that knows of none.
    """

    items: list[Item]
    version: int
    more: bool
    newest: int = -1
    term: str = ""


class PeerEntry(Message, frozen=True, kw_only=True):
    """An entry of another station of the site. scanned_at: corrected time. corrected: the offset was applied."""

    entry: dict[str, Any]
    scanned_at: str
    corrected: bool
    received_at: str


class Stretch(Message, frozen=True, kw_only=True):
    """Entries first..last of the epoch that the asking station writes, without a gap, as central has them.

    digest: as `stretches.digest_of` has it, over each one's hash and the times that central says of it.
    """

    first: int
    last: int
    digest: str


class PeerPage(Message, frozen=True, kw_only=True):
    """GET /v1/site/entries?after=CURSOR: what the site's other stations wrote, in order of arrival at central.

    &living=EPOCH&settled=SEQ: and what is held in the asking station's name that it may not have, beyond that place of
    the epoch that it writes or of any other.

    newest: the newest arrival at central, where that is before the cursor that was asked about, or the last that it
    agrees on. twice: another computer writes as the asking station; nothing where it did not say what it writes.

    &terms=TERM:CURSOR,TERM:CURSOR…: in which terms the station was told, and up to where in each. term: as in
    `RosterPage`.

    &brief=true: what is held of the epoch that it writes comes as `own`, with nothing else of it.

    have, have_hash, last: as in `Pushed`, of that epoch; last is -1 where it was not asked about.
    """

    entries: list[PeerEntry]
    cursor: int
    more: bool
    own: list[Stretch] = []
    have: int = 0
    have_hash: str = ""
    last: int = -1
    newest: int = -1
    twice: bool | None = None
    term: str = ""


class SiteReport(Message, frozen=True, kw_only=True):
    """GET /v1/site/report?day=YYYY-MM-DD: the caller's site's daily figures, as `days.report` gives them.

    day: today in the site's time zone unless asked for. time: central's clock.
    """

    site: str
    day: str
    figures: dict[str, Any]
    time: str


WAIT_S: Final = 25
"""Seconds after which whoever waits for news is answered in any case: proxies cut what is silent for a minute."""


class News(Message, frozen=True, kw_only=True):
    """GET /v1/wait?roster=VERSION&feed=CURSOR: answered when either is behind, at the latest after WAIT_S.

    roster: the newest version of all rosters; feed: the newest number of the site's feed, the caller's own among it.
    """

    roster: int
    feed: int
    time: str


class Health(Message, frozen=True, kw_only=True):
    """GET /healthz (the process lives) and /readyz (the database answers). time: central's clock."""

    state: str
    time: str


class Problem(Message, frozen=True, kw_only=True):
    """Any answer that is not a success: a code for the program and a sentence for people."""

    code: str
    sentence: str


M = TypeVar("M", bound=Message)


class MalformedMessage(ValueError):
    """What came is not the document that was expected; the message says which part is wrong."""


def encode(message: Message) -> bytes:
    """The document as JSON bytes."""
    return msgspec.json.encode(message)


def decode(raw: bytes, type_: type[M]) -> M:
    """The document of that type. Raises MalformedMessage."""
    try:
        return msgspec.json.decode(raw, type=type_)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedMessage(f"{type_.__name__}: {error}") from error
