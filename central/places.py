"""Communities, sites and gates from a JSON file, checked as a whole before any is taken; the store keeps them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from central import profiles
from checkpoint import policy
from checkpoint.roster import Community, Document, Gate, Site, from_data, to_data

KINDS: Final = ("community", "site", "gate")
EXAMPLE: Final[tuple[Document, ...]] = (
    Community(id="990101001001", name="示例社区"),
    Site(id="990101001001-1", name="示例社区", community="990101001001"),
    Gate(id="G1", site="990101001001-1", name="南口", communities=("990101001001",)),
)


def written(documents: Iterable[Document]) -> str:
    """The documents as such a file."""
    held: dict[str, list[Any]] = {kind: [] for kind in KINDS}
    for document in documents:
        held[type(document).__name__.lower()].append(to_data(document))
    return json.dumps(held, ensure_ascii=False, indent=2)


def read_places(path: Path, held: Iterable[Document]) -> list[Document]:
    """The documents of a file. held: places on the roster already, to which it may refer.

    Raises ValueError with everything that is wrong in it, one line each.
    """
    try:
        said = json.loads(path.read_text(encoding="utf-8-sig"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name} is not JSON: {error}") from error
    if not isinstance(said, dict) or not set(said) <= set(KINDS):
        raise ValueError(f"{path.name} must be an object of lists under {', '.join(KINDS)}")
    held = list(held)
    sites = {one.id: one for one in held if isinstance(one, Site)}
    found: list[Document] = []
    wrong: list[str] = []
    for kind in KINDS:
        for data in said.get(kind) or []:
            try:
                found.append(_read(kind, data, sites))
            except ValueError as error:
                wrong.append(str(error))
    wrong += _faults(found, [*held, *found])
    if wrong:
        raise ValueError(f"{path.name}: " + "; ".join(wrong))
    return found


def _read(kind: str, data: Any, held: Mapping[str, Site]) -> Document:
    """One document. A site that says nothing of its profile keeps it, or begins with that of its kind."""
    if kind != "site" or not isinstance(data, dict):
        return from_data(kind, data)
    site = from_data(kind, {name: value for name, value in data.items() if name != "policy"})
    assert isinstance(site, Site)
    before, said = held.get(site.id), data.get("policy")
    profile = policy.for_kind(site.kind)
    if said is None and before is not None and before.kind == site.kind:
        profile = before.policy
    elif said is not None:
        try:
            profile = profiles.read(said, profile)
        except ValueError as error:
            raise ValueError(f"site {site.id}: policy: {error}") from error
    return profiles.with_version(msgspec.structs.replace(site, policy=profile), before)


def _faults(found: Iterable[Document], known: Iterable[Document]) -> list[str]:
    known = list(known)
    communities = {one.id for one in known if isinstance(one, Community)}
    sites = {one.id for one in known if isinstance(one, Site)}
    wrong = []
    for one in found:
        match one:
            case Community(id="") | Site(id="") | Gate(id=""):
                wrong.append("an id is empty")
            case Site() if one.kind not in policy.SITE_KINDS:
                wrong.append(f"site {one.id}: there is no kind '{one.kind}'; there are {', '.join(policy.SITE_KINDS)}")
            case Site() if not _is_zone(one.time_zone):
                wrong.append(f"site {one.id}: there is no time zone {one.time_zone}")
            case Gate() if one.site not in sites:
                wrong.append(f"gate {one.id}: there is no site {one.site}")
            case Gate() if not communities.issuperset(one.communities):
                unknown = ", ".join(sorted(set(one.communities) - communities))
                wrong.append(f"gate {one.id}: there is no community {unknown}")
    return wrong


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
