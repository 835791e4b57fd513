"""Who may speak to central: one-time codes and station tokens, kept only as hashes; carrying them is left to `api`."""

from __future__ import annotations

import hashlib
import re
import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any, Final

from central.store.store import Code, StationRow, Store

CODE_LIFE: Final = timedelta(hours=24)
_ALPHABET: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""No letter or digit that is mistaken for another when read aloud or typed from paper."""
_CODE_LENGTH: Final = 12
WRONG_CODES: Final = 10
"""Wrong codes from one address in WATCHED; with 59 bits a code, guessing would take longer than the code lives."""
WATCHED: Final = timedelta(minutes=10)


class NotAllowed(Exception):
    """A caller may not do this. code: for the program; str(): a sentence; wait_s: when it may try again."""

    def __init__(self, code: str, sentence: str, wait_s: int | None = None) -> None:
        self.code, self.wait_s = code, wait_s
        super().__init__(sentence)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def new_code(store: Store, *, name: str, site: str, gate: str, now: datetime, life: timedelta = CODE_LIFE) -> str:
    """A one-time code (12 letters, 59 bits, in groups of four) that makes one station of that name at that gate."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
    store.add_code(_hash(letters), Code(name, site, gate, now + life, None))
    return "-".join(letters[start : start + 4] for start in range(0, _CODE_LENGTH, 4))


def enrol(store: Store, code: str, public_key: str, source: str, now: datetime) -> tuple[StationRow, str]:
    """Turn a good code into a station; returns it and its token, which is kept nowhere here. Raises NotAllowed.

    A station whose answer was lost asks again with the same code and key: it is the same station, and its first token
    is good no more. source: the address that asks, kept as a hash and only to slow down whoever tries codes.
    """
    if not re.fullmatch(r"[0-9a-f]{64}", public_key):
        raise NotAllowed("bad_key", "The station's public key is not 64 hexadecimal characters.")
    source = _hash(source)
    if store.wrong_codes(source, now - WATCHED) >= WRONG_CODES:
        wait_s = int(WATCHED.total_seconds())
        raise NotAllowed("too_many_codes", "Too many wrong codes came from here; wait ten minutes.", wait_s)
    token = secrets.token_urlsafe(32)
    letters = re.sub(r"[^A-Z0-9]", "", code.upper())

    def made(of: Code) -> dict[str, Any]:
        return {
            "id": uuid.uuid4().hex[:16],
            "name": of.name,
            "site": of.site,
            "gate": of.gate,
            "token_hash": _hash(token),
            "public_key": public_key,
            "enrolled_at": now,
        }

    station = store.take_code(_hash(letters), now, made)
    if station is None:
        store.note_wrong_code(source, now, now - WATCHED)
        raise NotAllowed("bad_code", "This code is not valid: it was used, has expired or was mistyped.")
    return station, token


def station_of(store: Store, authorization: str) -> StationRow:
    """The station that an Authorization header names. Raises NotAllowed."""
    scheme, _, token = authorization.partition(" ")
    # Looked up by its hash: comparing takes no longer for a token that is nearly right.
    station = store.station_of(_hash(token.strip())) if scheme.lower() == "bearer" else None
    if station is None:
        raise NotAllowed("unknown_token", "This station is not known here.")
    if station.revoked_at is not None:
        raise NotAllowed("revoked", "This station was taken out of service.")
    return station
