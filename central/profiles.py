"""A site's profile as people write it: checked, changed and given its version; keeping it is left to the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

import msgspec

from checkpoint import policy
from checkpoint.policy import DutyRules, Outings, Policy, SamplingRules
from checkpoint.roster import Site

KEPT: Final = ("legal_basis", "contact", "event", "event_begins", "event_ends")
"""Of the place and not of its kind: they stay when a site becomes one of another kind."""
OWN: Final = frozenset({"version"})
"""Raised here whenever anything else changes, so nobody sets it."""
MOST: Final = 1_000_000
"""No number of a profile comes near it; calendars and JSON stumble over larger ones and over what is no number."""
_NAMES: Final = frozenset(Policy.__struct_fields__)
_PARTS: Final = {
    "outings": frozenset(Outings.__struct_fields__),
    "duty": frozenset(DutyRules.__struct_fields__),
    "sampling": frozenset(SamplingRules.__struct_fields__),
}


def read(said: object, before: Policy) -> Policy:
    """The profile that a file's object gives; what it leaves out is as before. Raises ValueError with one sentence."""
    if isinstance(said, dict):
        return _checked({**msgspec.to_builtins(before), **said}, strict=True)
    raise ValueError("a profile is an object of fields")


def changed(before: Policy, settings: Iterable[str]) -> Policy:
    """The profile after `name=value` settings; `outings.most` and `duty.late_min` name parts.

    Commas part several values. Raises ValueError with one sentence.
    """
    values: dict[str, Any] = msgspec.to_builtins(before)
    for setting in settings:
        name, equals, text = (part.strip() for part in setting.partition("="))
        if not equals:
            raise ValueError(f"'{setting}' is not of the form name=value")
        whole, _, part = name.partition(".")
        if whole in OWN:
            raise ValueError(f"{whole} rises by itself with every change")
        if whole in _PARTS:
            _known(part, _PARTS[whole], f"{whole}.")
            values[whole][part] = text
        else:
            _known(name, _NAMES)
            values[name] = [one.strip() for one in text.split(",") if one.strip()] if name == "purposes" else text
    return _checked(values, strict=False)


def of_kind(site: Site, kind: str) -> Site:
    """The site as one of another kind: it begins with that kind's profile. Raises ValueError for an unknown kind."""
    if kind not in policy.SITE_KINDS:
        raise ValueError(f"there is no kind '{kind}'; there are {', '.join(policy.SITE_KINDS)}")
    own: dict[str, Any] = {name: getattr(site.policy, name) for name in KEPT}
    return msgspec.structs.replace(site, kind=kind, policy=msgspec.structs.replace(policy.for_kind(kind), **own))


def with_version(site: Site, held: Site | None) -> Site:
    """A profile that has changed gets the next version, so that entries name the one they were judged by."""
    before = held.policy if held else site.policy
    if msgspec.structs.replace(site.policy, version=before.version) == before:
        return msgspec.structs.replace(site, policy=before)
    newer = msgspec.structs.replace(site.policy, version=max(before.version, site.policy.version) + 1)
    return msgspec.structs.replace(site, policy=newer)


def _checked(values: Mapping[str, Any], *, strict: bool) -> Policy:
    """strict: off for values that come as text. A station must never be told a profile that it stumbles over."""
    for name in values:
        _known(name, _NAMES)
    for whole, names in _PARTS.items():
        for name in values[whole] if isinstance(values[whole], dict) else ():
            _known(name, names, f"{whole}.")
    try:
        made = msgspec.convert(values, Policy, strict=strict)
    except msgspec.ValidationError as error:
        raise ValueError(_sentence(error)) from error
    for name in _NAMES:
        value = getattr(made, name)
        if isinstance(value, float | int) and not abs(value) <= MOST:
            raise ValueError(f"{name}: {value} is beyond measure")
    begins, ends = (_day(getattr(made, name), name) for name in ("event_begins", "event_ends"))
    if begins and ends and ends < begins:
        raise ValueError("event_ends lies before event_begins")
    return made


def _day(text: str, name: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ValueError(f"{name}: there is no day {text}") from error


def _known(name: str, names: Iterable[str], before: str = "") -> None:
    if name not in names:
        raise ValueError(f"there is no field '{before}{name}'; there are {', '.join(sorted(names))}")


def _sentence(error: msgspec.ValidationError) -> str:
    """msgspec's `Invalid enum value 'x' - at `$.temperature`` as `temperature: Invalid enum value 'x'`."""
    said, _, where = str(error).partition(" - at `$.")
    return f"{where.rstrip('`')}: {said}" if where else said
