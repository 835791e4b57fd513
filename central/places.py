"""Communities, sites and gates from a JSON file, checked as a whole before any is taken; the store keeps them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

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
    found: list[Document] = []
    wrong: list[str] = []
    for kind in KINDS:
        for data in said.get(kind) or []:
            try:
                found.append(from_data(kind, _with_profile(kind, data)))
            except ValueError as error:
                wrong.append(str(error))
    held = list(held)
    wrong += _faults(found, [*held, *found])
    if wrong:
        raise ValueError(f"{path.name}: " + "; ".join(wrong))
    sites = {one.id: one for one in held if isinstance(one, Site)}
    return [_with_version(one, sites.get(one.id)) if isinstance(one, Site) else one for one in found]


def _with_profile(kind: str, data: Any) -> Any:
    """A site that says nothing of its profile begins with that of its kind; what it says goes before."""
    if kind != "site" or not isinstance(data, dict) or not isinstance(data.get("policy", {}), dict):
        return data
    profile = msgspec.to_builtins(policy.for_kind(str(data.get("kind", "gate"))))
    return {**data, "policy": {**profile, **data.get("policy", {})}}


def _with_version(site: Site, held: Site | None) -> Site:
    """A profile that has changed gets the next version, so that entries name the one they were judged by."""
    before = held.policy if held else site.policy
    if msgspec.structs.replace(site.policy, version=before.version) == before:
        return msgspec.structs.replace(site, policy=before)
    newer = msgspec.structs.replace(site.policy, version=max(before.version, site.policy.version) + 1)
    return msgspec.structs.replace(site, policy=newer)


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
