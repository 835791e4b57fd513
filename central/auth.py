"""Who may speak to central: one-time codes, station tokens, signatures; carrying them over HTTP is left to `api`.

Of codes and tokens only hashes are kept, of stations' keys only the public halves: nobody who reads the database can
speak as a station.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any, Final

from central.store.stations import Code, StationRow
from central.store.store import Store
from checkpoint import signatures

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


def enrol(
    store: Store,
    code: str,
    public_key: str,
    source: str,
    now: datetime,
    *,
    signs: bool = False,
    has_key: bool = True,
) -> tuple[StationRow, str]:
    """Turn a good code into a station; returns it and its token, which is kept nowhere here. Raises NotAllowed.

    A station whose answer was lost asks again with the same code and key: it is the same station, and its first token
    is good no more. That takes the private half too: stations' public keys stand on the roster for visitors' passes.
    source: the address that asks, kept as a hash and only to slow down whoever tries codes. signs: its program signs
    every batch. has_key: it was seen to have the private half.
    """
    if not re.fullmatch(r"[0-9a-f]{64}", public_key):
        raise NotAllowed("bad_key", "The station's public key is not 64 hexadecimal characters.")
    if signs and not has_key:
        raise NotAllowed("bad_signature", "This enrolment is not signed with the key that it names.")
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
            "signs_since": now if signs else None,
        }

    station = store.take_code(_hash(letters), now, made, may_come_again=has_key)
    if station is None:
        store.note_wrong_code(source, now, now - WATCHED)
        raise NotAllowed("bad_code", "This code is not valid: it was used, has expired or was mistyped.")
    return station, token


def station_of(store: Store, authorization: str, now: datetime, *, may_be_revoked: bool = False) -> StationRow:
    """The station that an Authorization header names. Raises NotAllowed.

    A token that was offered as the next one becomes the token by being used.
    """
    scheme, _, token = authorization.partition(" ")
    # Looked up by its hash: comparing takes no longer for a token that is nearly right.
    token_hash = _hash(token.strip())
    station = store.station_of(token_hash) if scheme.lower() == "bearer" else None
    if station is None:
        raise _unknown(store, token_hash)
    if station.revoked_at is not None and not may_be_revoked:
        raise NotAllowed("revoked", "This station was taken out of service.")
    if station.next_token_hash == token_hash:
        store.take_token(station, now)
    return station


def _unknown(store: Store, token_hash: str) -> NotAllowed:
    former = store.former_owner(token_hash)
    if former is None:
        return NotAllowed("unknown_token", "This station is not known here.")
    if former.revoked_at is not None:
        return NotAllowed("revoked", "This station was taken out of service.")
    return NotAllowed(
        "former_token", f"The token of {former.name} was replaced since: this computer holds a copy of it."
    )


def check_batch(store: Store, station: StationRow, signature: str, said: signatures.Batch, now: datetime) -> None:
    """See that the station signed this batch. Raises NotAllowed when somebody else did, or nobody any more.

    How old the batch says it is does not matter: the same one again changes nothing, and a wrong clock blocks nothing.
    """
    if not signature and station.signs_since is None:
        return
    if not signatures.holds(station.public_key, signature, signatures.ENTRIES, station.id, *said.parts):
        store.note_unsigned(station.id, now)
        raise NotAllowed("bad_signature", "This batch is not signed by the station's key; nothing of it was stored.")
    if station.signs_since is None:
        store.signs(station.id, now)


def renew(store: Store, station_id: str, token_hash: str, signature: str) -> None:
    """Let a station name its next token, known by its hash only. Raises NotAllowed.

    Whoever has the key may ask, with or without a token that is still good: that is how a station comes back whose
    disk was restored. The token that it has stays good until the next one was used.
    """
    # No id holds that character, and PostgreSQL refuses to look for it.
    station = None if "\0" in station_id else store.station(station_id)
    signed = station is not None and signatures.holds(
        station.public_key, signature, signatures.TOKEN, station_id, token_hash
    )
    if station is None or not signed:
        raise NotAllowed("unknown_token", "This station is not known here.")
    if station.revoked_at is not None:
        raise NotAllowed("revoked", "This station was taken out of service.")
    if not re.fullmatch(r"[0-9a-f]{64}", token_hash) or not store.offer_token(station.id, token_hash):
        raise NotAllowed("used_token", "This token was used before; make up another one.")
