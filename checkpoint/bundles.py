"""Bundles: what station and central say to each other, sealed into one file that anybody may carry; when is theirs.

A bundle is, byte by byte (numbers big-endian):

    8       the text `CKBUNDL1`
    4       length of the header, H
    H       the header: a `Header` as JSON. It names nobody but sender and reader, by id
    80      a fresh 32-byte key, sealed to the reader with HPKE (RFC 9180), base mode, single shot:
            DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305; info = `checkpoint bundle 1` + all bytes before
    then, for each part:
    4       length of what follows, L, from 17 to 2**24
    L       the part, gzip'd, under ChaCha20-Poly1305 with that key. Nonce: the part's number from 0 in 11 bytes, then a
            byte that is 1 for the last part and else 0. Associated data: SHA-256 of all bytes before the first part
    at the end:
    4       zero
    64      Ed25519 signature of the sender over `checkpoint bundle 1` and the SHA-512 of all bytes before

So a bundle that was cut short, changed, put together from two, or made by somebody else is told from a whole one
before anything in it is believed, and no more than one part is in memory. Keys come from the roster (`CentralKeys`) and
from enrolment; files, and what becomes of the parts, are left to `station.sync.carrying` and `central.carried`.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Any, BinaryIO, Final, TypeVar

import msgspec

from checkpoint import wire
from checkpoint.wire import MalformedMessage, Message, PeerPage, Push, Pushed, RosterPage, Standing

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

MAGIC: Final = b"CKBUNDL1"
_PURPOSE: Final = b"checkpoint bundle 1"
LARGEST_HEADER: Final = 4_096
LARGEST_PART: Final = 2**24
"""Bytes of a part, sealed; unpacked it may be MOST_UNPACKED: 500 entries are half a megabyte, packed a quarter."""
MOST_UNPACKED: Final = 2**26
KEY_BYTES: Final = 32
_SEALED_KEY: Final = 80
_SIGNATURE: Final = 64
_READ: Final = 2**16
RUNG: Final = 2_000
"""Entries from one whose hash a bundle tells to the next: an answer tells the hashes between two of them at most."""

CENTRAL: Final = "central"
"""Sender or reader that is no station."""


class Flaw(StrEnum):
    """Why a file is not taken."""

    NOT_A_BUNDLE = "not_a_bundle"
    NEWER = "newer"
    CUT_SHORT = "cut_short"
    DAMAGED = "damaged"
    NOT_FOR_US = "not_for_us"
    UNKNOWN_SENDER = "unknown_sender"
    UNREADABLE = "unreadable"


SENTENCES: Final = {
    Flaw.NOT_A_BUNDLE: "this is no bundle of a station or of central",
    Flaw.NEWER: "a newer program made this bundle; take it with that one",
    Flaw.CUT_SHORT: "the file ends before the bundle does; copy it again",
    Flaw.DAMAGED: "the bundle was changed or damaged on its way, or somebody else made it; make it again",
    Flaw.NOT_FOR_US: "the bundle is for somebody else",
    Flaw.UNKNOWN_SENDER: "nobody here knows who made the bundle",
    Flaw.UNREADABLE: "the bundle is whole, and holds what this program cannot read",
}


class BadBundle(ValueError):
    """A file that is not taken. flaw: for the program; str(): a sentence."""

    def __init__(self, flaw: Flaw, detail: str = "") -> None:
        self.flaw = flaw
        super().__init__(SENTENCES[flaw] + (f" ({detail})" if detail else ""))


class Header(Message, frozen=True, kw_only=True):
    """What anybody may read of a bundle. id: its own, 32 hexadecimal characters. made_at: the sender's clock.

    sender, reader: a station's id, or CENTRAL. sealed_to: the X25519 public key that it is sealed to, hexadecimal.
    """

    sender: str
    reader: str
    sealed_to: str
    id: str
    made_at: str


class Part(Message, frozen=True, kw_only=True):
    """One part as it stands in a bundle: a document of this module or of `wire`, under the name of its type."""

    kind: str
    said: msgspec.Raw


class Run(Message, frozen=True, kw_only=True):
    """Entries of a journal, first to last, that central has answered to have. known: (seq, hash) of some, in order.

    The last is among those, and none is further from the next than RUNG.
    """

    first: int
    last: int
    known: list[tuple[int, str]]


class Held(Message, frozen=True, kw_only=True):
    """What a station knows that central has of one of its epochs."""

    epoch: str
    runs: list[Run]


class Upward(Message, frozen=True, kw_only=True):
    """First part of a station's bundle; `Earlier`s and `wire.Push`es follow. epoch: of the latter's entries.

    reply_to: X25519 public key to which the answer is to be sealed, hexadecimal. roster_version, peer_cursor: up to
    where the station has been told. newest: seq of its newest entry. unsent: how many entries have no answer yet.
    held: of each of its epochs, the living one among them; nothing from a program that does not ask how they stand.
    number: how many bundles its disk has made, so that of answers that come in another order the later is known.
    roster_terms, peer_terms: in which of central's terms it was told so far, as `terms` says it.
    """

    epoch: str
    reply_to: str
    roster_version: int
    peer_cursor: int
    newest: int
    unsent: int
    held: tuple[Held, ...] = ()
    number: int = 0
    roster_terms: str = ""
    peer_terms: str = ""


class Downward(Message, frozen=True, kw_only=True):
    """First part of central's answer; `Answered`, `Stands`, `RosterFrom`, `PeersFrom` follow.

    bundle, number: id and number of what it answers.
    """

    bundle: str
    epoch: str
    time: str
    number: int = 0


class Found(Message, frozen=True, kw_only=True):
    """How a `Run` stands at central: as it was said up to stands_to, and not any more from others_from on.

    between: (seq, hash) of what central has between those two.
    """

    first: int
    last: int
    stands_to: int
    others_from: int
    between: list[tuple[int, str]]


class Stands(Message, frozen=True, kw_only=True):
    """What central has of an epoch that a `Held` asked about, once it had taken the bundle."""

    standing: Standing
    found: list[Found]


class Earlier(Push, frozen=True, kw_only=True):
    """Entries of an epoch that the station has left; a central that does not know of them passes them over."""


class Answered(Message, frozen=True, kw_only=True):
    """What became of the entries of one Push, or of one Earlier. epoch: theirs; empty: the one that Downward names."""

    pushed: Pushed
    epoch: str = ""


class RosterFrom(Message, frozen=True, kw_only=True):
    """A page of the roster: what changed after that version. term: in which that was told, where it was said."""

    after: int
    page: RosterPage
    term: str = ""


class PeersFrom(Message, frozen=True, kw_only=True):
    """A page of the site's other stations' entries, after that cursor. term: as in `RosterFrom`."""

    after: int
    page: PeerPage
    term: str = ""


Document = Upward | Push | Earlier | Downward | Answered | Stands | RosterFrom | PeersFrom
KINDS: Final[dict[str, type[Message]]] = {
    type_.__name__: type_ for type_ in (Upward, Push, Earlier, Downward, Answered, Stands, RosterFrom, PeersFrom)
}
M = TypeVar("M", bound=Message)


def part(document: Message) -> bytes:
    """A document as a part."""
    return wire.encode(Part(kind=type(document).__name__, said=msgspec.Raw(wire.encode(document))))


def document(raw: bytes, **others: type[Message]) -> Message | None:
    """The document of a part, or None for a kind of a newer program. others: a type to read a kind as instead.

    Raises BadBundle.
    """
    try:
        read = wire.decode(raw, Part)
        type_ = (KINDS | others).get(read.kind)
        return None if type_ is None else wire.decode(bytes(read.said), type_)
    except MalformedMessage as error:
        raise BadBundle(Flaw.UNREADABLE, str(error)[:200]) from error


# --- writing ---


def write(out: BinaryIO, header: Header, parts: Iterable[bytes], signer: Ed25519PrivateKey) -> None:
    """Write a bundle, part by part. Raises OSError of `out`."""
    import secrets

    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    signed = hashlib.sha512()

    def put(raw: bytes) -> None:
        signed.update(raw)
        out.write(raw)

    said = wire.encode(header)
    begin = MAGIC + len(said).to_bytes(4) + said
    key = secrets.token_bytes(KEY_BYTES)
    reader = X25519PublicKey.from_public_bytes(bytes.fromhex(header.sealed_to))
    begin += _suite().encrypt(key, reader, info=_PURPOSE + begin)
    put(begin)
    cipher, bound = ChaCha20Poly1305(key), hashlib.sha256(begin).digest()
    for number, (raw, is_last) in enumerate(_with_last(parts)):
        sealed = cipher.encrypt(_nonce(number, is_last=is_last), gzip.compress(raw, 5, mtime=0), bound)
        put(len(sealed).to_bytes(4) + sealed)
    put(bytes(4))
    out.write(signer.sign(_PURPOSE + signed.digest()))


def _with_last(parts: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each part, and whether it is the last; one at a time."""
    waiting: bytes | None = None
    for each in parts:
        if waiting is not None:
            yield waiting, False
        waiting = each
    if waiting is None:
        raise ValueError("a bundle has at least one part")
    yield waiting, True


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11) + bytes([is_last])


def _suite() -> Any:
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


# --- reading ---


def header_of(file: BinaryIO) -> Header:
    """The header at the beginning of a file. Raises BadBundle, OSError. Nothing in it is proven yet."""
    return _begun(file)[0]


def _begun(file: BinaryIO) -> tuple[Header, bytes]:
    """(the header, the bytes up to its end)."""
    magic = file.read(len(MAGIC))
    if not magic or magic[:7] != MAGIC[: len(magic)][:7]:
        raise BadBundle(Flaw.NOT_A_BUNDLE)
    if len(magic) == len(MAGIC) and magic != MAGIC:
        raise BadBundle(Flaw.NEWER)
    length = _exactly(file, 4)
    if int.from_bytes(length) > LARGEST_HEADER:
        raise BadBundle(Flaw.DAMAGED)
    said = _exactly(file, int.from_bytes(length))
    try:
        return wire.decode(said, Header), magic + length + said
    except MalformedMessage as error:
        raise BadBundle(Flaw.DAMAGED) from error


def _exactly(file: BinaryIO, length: int) -> bytes:
    raw = file.read(length)
    if len(raw) != length:
        raise BadBundle(Flaw.CUT_SHORT)
    return raw


def prove(file: BinaryIO, sender: str) -> None:
    """See that the bundle is whole and that it was signed with the key whose public half `sender` is (hexadecimal).

    Reads the file from its beginning to its end, never more than a part of it in memory. Raises BadBundle, OSError.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    file.seek(0)
    _, begin = _begun(file)
    signed = hashlib.sha512(begin + _exactly(file, _SEALED_KEY))
    while True:
        head = _exactly(file, 4)
        signed.update(head)
        length = int.from_bytes(head)
        if length == 0:
            break
        if length > LARGEST_PART:
            raise BadBundle(Flaw.DAMAGED)
        signed.update(_exactly(file, length))
    signature = _exactly(file, _SIGNATURE)
    if file.read(1):
        raise BadBundle(Flaw.DAMAGED, "there is more behind its end")
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(sender)).verify(signature, _PURPOSE + signed.digest())
    except (InvalidSignature, ValueError) as error:
        raise BadBundle(Flaw.DAMAGED) from error


def parts(file: BinaryIO, reader: X25519PrivateKey) -> Iterator[bytes]:
    """The parts of a bundle that `prove` found whole. Raises BadBundle, also when it is sealed to another key."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    file.seek(0)
    header, begin = _begun(file)
    if header.sealed_to != reader.public_key().public_bytes_raw().hex():
        raise BadBundle(Flaw.NOT_FOR_US)
    sealed_key = _exactly(file, _SEALED_KEY)
    try:
        cipher = ChaCha20Poly1305(_suite().decrypt(sealed_key, reader, info=_PURPOSE + begin))
        bound, number = hashlib.sha256(begin + sealed_key).digest(), 0
        while length := int.from_bytes(_exactly(file, 4)):
            sealed = _exactly(file, length)
            behind = file.tell()
            is_last = file.read(4) == bytes(4)
            file.seek(behind)
            yield _unpacked(cipher.decrypt(_nonce(number, is_last=is_last), sealed, bound))
            number += 1
    except (InvalidTag, ValueError) as error:
        raise error if isinstance(error, BadBundle) else BadBundle(Flaw.DAMAGED) from error


def _unpacked(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        raw = unpacker.decompress(packed, MOST_UNPACKED)
    except zlib.error as error:
        raise BadBundle(Flaw.UNREADABLE) from error
    if not unpacker.eof:
        raise BadBundle(Flaw.UNREADABLE)
    return raw
