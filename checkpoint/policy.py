"""A site's profile: its checks and how long it keeps things; applying it is left to `gate` and `days`."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class FieldUse(StrEnum):
    """Whether a site asks for a field. A hidden one exists on no screen, in no entry and in no export."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    HIDDEN = "hidden"


class UnknownPass(StrEnum):
    """What becomes of a pass with a good signature that the roster does not know yet."""

    PASS = "pass"  # noqa: S105
    LOOK = "look"
    STOP = "stop"


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """The defaults are a community gate outside any emergency: no health check at all (domain, finding 2).

    version: rises with every change; each entry names the one it was judged by.
    debounce_s: the same code shown again within so many seconds is the same showing.
    temperature_limit: tenths of a degree Celsius; at or above it a person is held (37.3 on the ground).
    retention_days: how long passages keep their bodies (domain 5.2: 14, setting 7 to 60).
    overlong_inside_h: hours after which an open entry is worth asking about.
    legal_basis: what the printed notice names as the reason for keeping a record.
    """

    version: int = 1
    debounce_s: float = 5.0
    temperature: FieldUse = FieldUse.HIDDEN
    temperature_limit: int = 373
    unknown_pass: UnknownPass = UnknownPass.LOOK
    retention_days: int = 14
    legal_basis: str = ""
