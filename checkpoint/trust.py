"""Trust lists: whose `HC1:` certificates are believed, read from the files in which such lists are handed out.

A list's own signature is not looked at: whoever imports one answers for where it came from (an administrator, once),
and stations get it with the roster.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm

from checkpoint.roster import TrustAnchor

MOST_BYTES: Final = 8 * 1024 * 1024
"""Of a list. The EU's had some 500 keys in half a megabyte."""
_PEM: Final = b"-----BEGIN CERTIFICATE-----"
_SIGNERS: Final = ("", "DSC")
"""Types of entries that sign certificates; a list may also have those who sign signers (CSCA) or lists (UPLOAD)."""
_TROUBLE: Final = (ValueError, TypeError, LookupError, UnsupportedAlgorithm)
"""What reading an entry may end with."""


@dataclass(frozen=True, slots=True)
class TrustKey:
    """A key that is believed. public: SubjectPublicKeyInfo, DER. country: two letters, or empty when it is not known.

    usages: of vaccination, test, recovery: what alone it may sign; empty for anything.
    """

    public: bytes
    country: str = ""
    usages: tuple[str, ...] = ()

    def may_sign(self, kind: str) -> bool:
        """Whether a certificate of that kind is believed when this key signed it."""
        return not self.usages or kind in self.usages


def read_trust_list(raw: bytes) -> dict[bytes, TrustKey]:
    """The keys of a list: key id -> key.

    Takes {"keys": [{kid, key, country, usages?}]} with key a public key or an X.509 certificate in base64 DER; a
    gateway's [{kid, rawData, country, certificateType?}], also under "certificates"; or X.509 certificates in PEM,
    whose ids are the first 8 bytes of their SHA-256 (EU DCC, volume 1). Raises ValueError that names every bad entry.
    """
    if len(raw) > MOST_BYTES:
        raise ValueError(f"a trust list of more than {MOST_BYTES // 1024 // 1024} MB")
    keys: dict[bytes, TrustKey] = {}
    troubles = []
    for name, entry in _entries(raw):
        try:
            kid, key = _read_pem(entry) if isinstance(entry, bytes) else _read_entry(entry)
        except _TROUBLE as error:
            troubles.append(f"{name}: {error}")
        else:
            if keys.setdefault(kid, key).public != key.public:
                troubles.append(f"{name}: the key id of another key")
    if troubles:
        raise ValueError("; ".join(troubles))
    if not keys:
        raise ValueError("a trust list without a key")
    return keys


def trusted(anchors: Iterable[TrustAnchor]) -> dict[bytes, TrustKey]:
    """The roster's anchors as `certificates.read` wants them. One that cannot be read is nobody's, and left out."""
    keys = {}
    for anchor in anchors:
        try:
            keys[_bytes(anchor.id)] = _key(_bytes(anchor.key), anchor.country, anchor.usages)
        except _TROUBLE:
            continue
    return keys


def anchors(keys: dict[bytes, TrustKey]) -> list[TrustAnchor]:
    """The keys of a list as documents of the roster, in the order of their ids."""
    return [
        TrustAnchor(id=_text(kid), key=_text(key.public), country=key.country, usages=key.usages)
        for kid, key in sorted(keys.items())
    ]


def _entries(raw: bytes) -> Iterator[tuple[str, Any]]:
    """Every entry with the name that it goes by in a message. Raises ValueError for what is no list at all."""
    if _PEM in raw and raw.lstrip()[:1] not in {b"[", b"{"}:
        yield from ((f"entry {number}", _PEM + part) for number, part in enumerate(raw.split(_PEM)[1:], 1))
        return
    try:
        listed = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"neither JSON nor PEM: {error}") from error
    if isinstance(listed, dict):
        listed = listed.get("keys", listed.get("certificates"))
    if not isinstance(listed, list):
        raise ValueError("a list of keys was expected")  # noqa: TRY004
    for number, entry in enumerate(listed, 1):
        if not isinstance(entry, dict) or entry.get("certificateType", "") in _SIGNERS:
            yield _named(number, entry), entry


def _named(number: int, entry: object) -> str:
    kid = entry.get("kid") if isinstance(entry, dict) else None
    return f"entry {number} ({kid[:24]})" if isinstance(kid, str) else f"entry {number}"


def _read_entry(entry: Any) -> tuple[bytes, TrustKey]:
    if not isinstance(entry, dict):
        raise TypeError("not an object")
    kid, country = _bytes(entry.get("kid")), entry.get("country") or ""
    usages = entry.get("usages") or ()
    if not kid:
        raise ValueError("no kid")
    if not isinstance(country, str) or not isinstance(usages, list | tuple):
        raise TypeError("country is a text, usages is a list")
    return kid, _key(_bytes(entry.get("key", entry.get("rawData"))), country.upper(), tuple(map(_usage, usages)))


def _read_pem(part: bytes) -> tuple[bytes, TrustKey]:
    from checkpoint.keyed_certificates import of_pem

    der = of_pem(part)
    return sha256(der).digest()[:8], _key(der)


def _key(der: bytes, country: str = "", usages: tuple[str, ...] = ()) -> TrustKey:
    """The key of a certificate, or one that comes alone. What the list says of it goes before what it says itself."""
    from checkpoint.keyed_certificates import of_der

    keyed = of_der(der)
    return TrustKey(keyed.public, country or keyed.country, usages or keyed.usages)


def _usage(text: object) -> str:
    from checkpoint.keyed_certificates import USAGES

    usage = USAGES.get(text, text) if isinstance(text, str) else ""
    if usage not in USAGES.values():
        raise ValueError("a usage that is none of vaccination, test, recovery")
    return usage


def _bytes(text: object) -> bytes:
    """Base64 of either alphabet, with or without its padding."""
    if not isinstance(text, str):
        raise TypeError("a base64 text is missing")
    plain = "".join(text.split()).rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError(f"not base64: {error}") from error


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
