"""The one byte string that stands for what a journal holds, covered by hashes; entries themselves are `journal`'s."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import msgspec

EXACT_INT: Final = 2**53
"""Beyond this a JSON number is not exact everywhere (RFC 8785, 3.2.2.3), so no body may carry one."""
_PLAIN: Final = frozenset({str, bool, type(None)})
WRITE: Final = msgspec.json.Encoder(order="deterministic").encode
"""Byte for byte what `json.dumps` writes with sorted keys and no ASCII escapes; refuses nothing that is inexact."""


class MalformedEntry(ValueError):
    """What was handed in is not a journal entry; the message says which part and why, and quotes nothing."""


def canonical(value: object) -> bytes:
    """RFC 8785 for the types that a journal allows.

    Raises MalformedEntry for floats, integers beyond 2**53, keys that are not text, and lone surrogates.
    """
    refuse_inexact(value)
    try:
        return WRITE(value)
    except UnicodeEncodeError as error:
        raise MalformedEntry("a text holds half a character (a lone surrogate)") from error
    except TypeError:
        # Kinds of text that are not plain `str`: the same bytes, by the slow way.
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def refuse_inexact(value: object) -> None:
    """Raises MalformedEntry for a number or a key that would not be the same everywhere, at any depth."""
    if type(value) in _PLAIN:
        return
    # In the order of how often they come, since every entry is walked; asking for a Mapping is the slowest question.
    if isinstance(value, int):
        if not -EXACT_INT <= value <= EXACT_INT:
            raise MalformedEntry("an integer is beyond 2**53")
    elif isinstance(value, (dict, Mapping)):
        _refuse_inexact_in(value)
    elif isinstance(value, (list, tuple)):
        for item in value:
            refuse_inexact(item)
    elif not isinstance(value, str):
        raise MalformedEntry(f"a {type(value).__name__} cannot stand in a journal")


def _refuse_inexact_in(value: Mapping[Any, Any]) -> None:
    for key, item in value.items():
        # RFC 8785 sorts by UTF-16 units, Python by code points: with ASCII keys the two agree.
        if not isinstance(key, str) or not key.isascii():
            raise MalformedEntry("a key is not ASCII text")
        if type(item) not in _PLAIN:
            refuse_inexact(item)
