"""PINs of volunteers: sealed so that reading the roster does not tell them, and checked; who may do what is elsewhere.

A PIN has few digits, so whoever holds the roster can try them all: scrypt makes each try cost about 50 ms and 16 MB. A
badge is the better key; the PIN is for the day the badge was left at home (domain 5.4).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import Any, Final

_FORM: Final = re.compile(r"[0-9]{4,12}")
_COST: Final[dict[str, Any]] = {"n": 2**14, "r": 8, "p": 1, "dklen": 32}


def is_pin(text: str) -> bool:
    """Whether a text has the form of a PIN: 4 to 12 digits."""
    return _FORM.fullmatch(text) is not None


def sealed(pin: str) -> str:
    """`salt:hash`, hexadecimal, for the roster. Raises ValueError for what is no PIN."""
    if not is_pin(pin):
        raise ValueError("a PIN is 4 to 12 digits")
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}:{hashlib.scrypt(pin.encode(), salt=salt, **_COST).hex()}"


def fits(pin: str, seal: str) -> bool:
    """Whether this PIN was sealed so; False for an empty or broken seal."""
    salt, _, made = seal.partition(":")
    try:
        raw = bytes.fromhex(salt)
    except ValueError:
        return False
    if not raw or not made or not is_pin(pin):
        return False
    return hmac.compare_digest(hashlib.scrypt(pin.encode(), salt=raw, **_COST).hex(), made)
