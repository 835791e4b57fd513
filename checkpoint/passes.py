"""Pass and badge texts: parse, verify, sign; whether the holder may pass is left to `gate`.

A pass text is `C1` and 120 Base45 characters (RFC 9285): 16 bytes of fixed fields and a 64-byte Ed25519 signature over
the version and those bytes. 122 alphanumeric characters are exactly what a version 5 QR code holds at level M, the
largest that was read every time from a 720p webcam at 30 cm. It carries no name, phone, address or number of a person.

    key id 12 bits | kind 4 bits | subject 40 bits | valid from 24 bits | valid to 24 bits | scope 24 bits

Times are whole minutes since 2020-01-01 UTC (enough until 2051); both ends are valid minutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Final

import base45
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PREFIX: Final = "C1"
TEXT_LENGTH: Final = 122
_FIELDS, _SIGNATURE = 16, 64
_EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)
_MINUTE: Final = timedelta(minutes=1)
LATEST: Final = _EPOCH + (2**24 - 1) * _MINUTE


class PassKind(IntEnum):
    """Who or what a pass stands for (domain, section 3: row 23)."""

    RESIDENT = 1
    VISITOR = 2
    COURIER = 3
    VEHICLE = 4
    STAFF = 5
    VOLUNTEER = 6
    HOUSEHOLD = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """What a pass says. subject: 1 to 2**40 - 1. scope: names a set of accepting communities in the roster."""

    key_id: int
    kind: PassKind
    subject: int
    valid_from: datetime
    valid_to: datetime
    scope: int

    @property
    def number(self) -> str:
        """`subject-minute of issue` in base 10: names this one pass, so a lost one is revoked and the next is not."""
        return f"{self.subject}-{_minutes(self.valid_from)}"


class Genuineness(StrEnum):
    """What reading a code established, before anybody asks whether its holder may pass."""

    GENUINE = "genuine"
    FORGED = "forged"
    """It has the form of a pass, its signature does not hold."""
    UNKNOWN_KEY = "unknown_key"
    """It has the form of a pass, the key it names is not in the roster."""
    NOT_OURS = "not_ours"


@dataclass(frozen=True, slots=True)
class Credential:
    """A code as read. pass_ is None when the code is not ours, and only a claim unless it is genuine."""

    genuineness: Genuineness
    pass_: Pass | None = None


NOT_OURS: Final = Credential(Genuineness.NOT_OURS)


def sign(pass_: Pass, key: Ed25519PrivateKey) -> str:
    """The text to print as a QR code: 122 characters of the QR alphanumeric set. Raises ValueError out of range."""
    fields = _pack(pass_)
    text: bytes = base45.b45encode(fields + key.sign(PREFIX.encode() + fields))
    return PREFIX + text.decode()


def read(text: str, keys: Mapping[int, bytes], limits: Mapping[int, frozenset[PassKind]] | None = None) -> Credential:
    """What a scanned text is. keys: key id -> 32 raw bytes of an Ed25519 public key. Never raises.

    limits: key id -> the kinds of passes that it may sign, for keys that may not sign all: a stolen station signs
    visitors' passes and no resident's.
    """
    raw = _bytes_of(text)
    if raw is None:
        return NOT_OURS
    pass_ = _unpack(raw[:_FIELDS])
    if pass_ is None:
        return NOT_OURS
    public = keys.get(pass_.key_id)
    if public is None:
        return Credential(Genuineness.UNKNOWN_KEY, pass_)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(raw[_FIELDS:], PREFIX.encode() + raw[:_FIELDS])
    except (InvalidSignature, ValueError):
        return Credential(Genuineness.FORGED, pass_)
    if limits and pass_.kind not in limits.get(pass_.key_id, (pass_.kind,)):
        return Credential(Genuineness.FORGED, pass_)
    return Credential(Genuineness.GENUINE, pass_)


def _bytes_of(text: str) -> bytes | None:
    if len(text) != TEXT_LENGTH or not text.startswith(PREFIX) or not text.isascii():
        return None
    try:
        raw = base45.b45decode(text[len(PREFIX) :])
    except ValueError:
        return None
    return raw if len(raw) == _FIELDS + _SIGNATURE else None


def _pack(pass_: Pass) -> bytes:
    if not 1 <= pass_.subject < 2**40:
        raise ValueError(f"subject {pass_.subject} is not from 1 to 2**40 - 1")
    if not 0 <= pass_.scope < 2**24:
        raise ValueError(f"scope {pass_.scope} is not from 0 to 2**24 - 1")
    if not 0 <= pass_.key_id < 2**12:
        raise ValueError(f"key id {pass_.key_id} is not from 0 to 4095")
    if pass_.valid_to < pass_.valid_from:
        raise ValueError("a pass cannot end before it begins")
    value = pass_.key_id << 4 | pass_.kind
    for part, bits in (
        (pass_.subject, 40),
        (_minutes(pass_.valid_from), 24),
        (_minutes(pass_.valid_to), 24),
        (pass_.scope, 24),
    ):
        value = value << bits | part
    return value.to_bytes(_FIELDS, "big")


def _unpack(fields: bytes) -> Pass | None:
    value = int.from_bytes(fields, "big")
    scope, value = value & 0xFFFFFF, value >> 24
    valid_to, value = value & 0xFFFFFF, value >> 24
    valid_from, value = value & 0xFFFFFF, value >> 24
    subject, value = value & 0xFFFFFFFFFF, value >> 40
    if subject == 0 or valid_to < valid_from or value & 0xF not in set(PassKind):
        return None
    return Pass(
        key_id=value >> 4,
        kind=PassKind(value & 0xF),
        subject=subject,
        valid_from=_EPOCH + valid_from * _MINUTE,
        valid_to=_EPOCH + valid_to * _MINUTE,
        scope=scope,
    )


def _minutes(at: datetime) -> int:
    minutes = (at - _EPOCH) // _MINUTE
    if not 0 <= minutes < 2**24:
        raise ValueError(f"{at:%Y-%m-%d} is not from 2020 to 2051, the years a pass can name")
    return minutes
