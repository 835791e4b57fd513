"""`HC1:` health certificates (EU DCC, WHO GDHCN): read and verified with no network; what follows is left to `gate`.

The text is Base45 (RFC 9285) of zlib of a COSE_Sign1 message (RFC 9052) that holds a CBOR web token (RFC 8392), whose
claim -260 is the certificate. The names in this file's fields are those of the EU's schema 1.3. Only algorithms with
two keys are known here: whoever verifies can't sign. Which issuers are believed is `trust`'s to read.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

import base45
import cbor2
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from checkpoint.trust import TrustKey, read_trust_list, trusted

__all__ = ["Certificate", "Kind", "State", "TrustKey", "read", "read_trust_list", "trusted"]

PREFIX: Final = "HC1:"
LONGEST: Final = 4096
"""Characters of a text; a version 40 QR code holds 4,296 and no issuer comes near it."""
MOST_BYTES: Final = 64 * 1024
"""Of the inflated message. A kilobyte is usual; a few hundred bytes of zlib can be made to swell to megabytes."""
DEEPEST: Final = 16
LONGEST_WORD: Final = 120

_ES256, _PS256 = -7, -37
_ALGORITHM, _CRITICAL, _KID = 1, 2, 4
_ISSUER, _EXPIRES, _NOT_BEFORE, _ISSUED, _HEALTH = 1, 4, 5, 6, -260
_OUTER_TAGS: Final = (b"\xd8\x3d", b"\xd2")
"""A CBOR web token (61) and COSE_Sign1 (18); both may be left out."""
_BORN: Final = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


class State(StrEnum):
    """What reading and verifying a text established."""

    GENUINE = "genuine"
    FORGED = "forged"
    """The key it names is believed and did not sign this, or may not sign such a thing."""
    UNKNOWN_KEY = "unknown_key"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    NOT_A_CERTIFICATE = "not_a_certificate"


class Kind(StrEnum):
    """What a certificate is about."""

    VACCINATION = "vaccination"
    TEST = "test"
    RECOVERY = "recovery"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What a text says. Only a claim while state is forged or unknown_key: not for showing. repr hides it.

    family, given: as written; family_latin, given_latin: as a passport's machine-readable lines have them.
    born: YYYY, YYYY-MM or YYYY-MM-DD; empty when it isn't told. kinds: usually one. country: the issuer's, two letters.
    detected: of a test, whether it found the disease; None when it doesn't say. A genuine certificate can say so.
    valid_to: None when the token names no end. kid: the key's id, usually 8 bytes.
    """

    state: State
    kinds: tuple[Kind, ...] = field(default=(), repr=False)
    family: str = field(default="", repr=False)
    given: str = field(default="", repr=False)
    family_latin: str = field(default="", repr=False)
    given_latin: str = field(default="", repr=False)
    born: str = field(default="", repr=False)
    detected: bool | None = field(default=None, repr=False)
    country: str = ""
    valid_from: datetime | None = field(default=None, repr=False)
    valid_to: datetime | None = field(default=None, repr=False)
    kid: bytes = b""

    @property
    def kind(self) -> Kind:
        """What it is about, the first when it is about several things."""
        return self.kinds[0] if self.kinds else Kind.OTHER


NOT_A_CERTIFICATE: Final = Certificate(state=State.NOT_A_CERTIFICATE)


@dataclass(frozen=True, slots=True)
class _Message:
    """A COSE_Sign1 message: header is what is signed of its headers, kid is looked for in both."""

    header_bytes: bytes
    header: Mapping[Any, Any]
    kid: bytes
    payload: bytes
    signature: bytes


def read(text: str, trust: Mapping[bytes, TrustKey], now: datetime) -> Certificate:
    """What a scanned text is. trust: key id -> key (`read_trust_list`). now: with a time zone. Never raises."""
    try:
        message = _message(_inflated(text))
        claims = _cbor(message.payload)
        said = _said(claims, message.kid)
    except (ValueError, LookupError, TypeError, OverflowError, cbor2.CBORDecodeError, zlib.error):
        return NOT_A_CERTIFICATE
    key = trust.get(message.kid)
    state = State.UNKNOWN_KEY
    if key is not None:
        is_good = _is_signed(message, key) and all(map(key.may_sign, said["kinds"] or (Kind.OTHER,)))
        state = _in_time(said, now) if is_good else State.FORGED
        said["country"] = key.country or said["country"]
    return Certificate(state=state, **said)


def _inflated(text: str) -> bytes:
    """The message's bytes. Raises ValueError or zlib.error; never takes more than MOST_BYTES of memory."""
    text = text.strip("\r\n")
    if len(text) > LONGEST or not text.startswith(PREFIX):
        raise ValueError("not such a text")
    inflater = zlib.decompressobj()
    raw = inflater.decompress(base45.b45decode(text.removeprefix(PREFIX)), MOST_BYTES)
    if not inflater.eof or inflater.unused_data:
        raise ValueError("too much, too little or something after it")
    return raw


def _message(raw: bytes) -> _Message:
    for tag in _OUTER_TAGS:
        raw = raw.removeprefix(tag)
    header_bytes, open_header, payload, signature = _typed(_cbor(raw), list)
    header = _typed(_cbor(header_bytes), dict) if _typed(header_bytes, bytes) else {}
    return _Message(
        header_bytes,
        header,
        _typed(header.get(_KID, _typed(open_header, dict).get(_KID, b"")), bytes),
        _typed(payload, bytes),
        _typed(signature, bytes),
    )


def _typed(value: Any, type_: type[Any]) -> Any:
    if not isinstance(value, type_):
        raise TypeError(f"not {type_.__name__}")
    return value


class _Tags(dict[int, Callable[[Any, bool], Any]]):
    """A time's tag is passed over, no other is obeyed: cbor2 would make regular expressions and huge numbers."""

    def __missing__(self, tag: int) -> Callable[[Any, bool], Any]:
        return _untagged if tag in {0, 1, 100, 1004} else _refused


def _untagged(value: Any, _immutable: bool) -> Any:
    return value


def _refused(_value: Any, _immutable: bool) -> Any:
    raise ValueError("a tag that no certificate needs")


def _cbor(raw: bytes) -> Any:
    """The one item that these bytes are. Raises CBORDecodeError or ValueError."""
    stream = io.BytesIO(raw)
    decoder = cbor2.CBORDecoder(
        stream, semantic_decoders=_Tags(), max_depth=DEEPEST, allow_duplicate_keys=False, read_size=1
    )
    item = decoder.decode()
    if stream.read(1):
        raise ValueError("something after it")
    return item


def _said(claims: Any, kid: bytes) -> dict[str, Any]:
    """The fields of a Certificate, whoever signed them."""
    claims = _typed(claims, dict)
    health = _typed(_typed(claims[_HEALTH], dict).get(1, {}), dict)
    name = _typed(health.get("nam", {}), dict)
    born = _word(health.get("dob")).partition("T")[0]
    return {
        "kinds": tuple(kind for kind in (Kind.VACCINATION, Kind.TEST, Kind.RECOVERY) if health.get(kind[0])),
        "family": _word(name.get("fn")),
        "given": _word(name.get("gn")),
        "family_latin": _word(name.get("fnt")),
        "given_latin": _word(name.get("gnt")),
        "born": born if _BORN.fullmatch(born) else "",
        "detected": _detected(health),
        "country": _word(claims.get(_ISSUER)),
        "valid_from": _time(claims.get(_NOT_BEFORE, claims.get(_ISSUED))),
        "valid_to": _time(claims.get(_EXPIRES)),
        "kid": kid,
    }


def _word(value: object) -> str:
    """Some text that can be shown: one line, no characters that draw over others, not too long."""
    if not isinstance(value, str):
        return ""
    return " ".join("".join(one if one.isprintable() else " " for one in value).split())[:LONGEST_WORD]


def _detected(health: Mapping[Any, Any]) -> bool | None:
    """The result of a test by its code of SNOMED CT, the EU's value set test-results."""
    tests = health.get("t")
    result = tests[0].get("tr") if isinstance(tests, list) and tests and isinstance(tests[0], dict) else None
    return {"260373001": True, "260415000": False}.get(result) if isinstance(result, str) else None


def _time(value: object) -> datetime | None:
    """A NumericDate of RFC 8392. Raises ValueError or OverflowError for what no calendar has."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("not a time")
    try:
        return datetime.fromtimestamp(value, UTC)
    except OSError as error:
        raise ValueError("not a time") from error


def _in_time(said: Mapping[str, Any], now: datetime) -> State:
    if said["valid_from"] is not None and now < said["valid_from"]:
        return State.NOT_YET_VALID
    return State.EXPIRED if said["valid_to"] is not None and now >= said["valid_to"] else State.GENUINE


def _is_signed(message: _Message, key: TrustKey) -> bool:
    """Whether that key signed the message. The key's type and the algorithm must belong together."""
    # RFC 9052, 3.1: what a sender calls critical has to be understood, and nothing here is.
    if _CRITICAL in message.header:
        return False
    signed = cbor2.dumps(["Signature1", message.header_bytes, b"", message.payload])
    algorithm = message.header.get(_ALGORITHM)
    try:
        public = load_der_public_key(key.public)
        if algorithm == _ES256 and isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(_der(message.signature), signed, ec.ECDSA(SHA256()))
        elif algorithm == _PS256 and isinstance(public, rsa.RSAPublicKey):
            public.verify(message.signature, signed, padding.PSS(padding.MGF1(SHA256()), 32), SHA256())
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True


def _der(signature: bytes) -> bytes:
    """COSE writes r and s of an ES256 signature one after the other, 32 bytes each; the library wants them in DER."""
    if len(signature) != 64:
        raise ValueError("not an ES256 signature")
    return encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
