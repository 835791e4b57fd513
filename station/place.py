"""Where this station stands: its site, gate and believed keys as the roster has them; judging is left to the desk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from checkpoint.roster import Gate, PassKey, Site
from station.store.store import Store


class NotReady(Exception):
    """The desk cannot judge yet; str() is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where this station stands: its site and gate as the roster has them, and the keys it believes."""

    site: Site
    gate: Gate
    zone: ZoneInfo
    keys: Mapping[int, bytes]


def place_of(store: Store) -> Place:
    """The station's place as last told by central. Raises NotReady when it has never been told."""
    identity = store.identity
    if identity is None:
        raise NotReady("This station is not enrolled yet.")
    site, here = store.document(Site, identity.site), store.document(Gate, identity.gate)
    if site is None or here is None:
        raise NotReady("The roster has not arrived yet: connect this station to central once.")
    return Place(site, here, _zone(site), _keys(store.documents(PassKey)))


def _zone(site: Site) -> ZoneInfo:
    try:
        return ZoneInfo(site.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise NotReady(f"The roster names a time zone that this computer does not know: {site.time_zone}") from error


def _keys(documents: Iterable[PassKey]) -> dict[int, bytes]:
    """The keys that are keys: one that was written down wrongly must not take the gate away from all others."""
    keys = {}
    for key in documents:
        with suppress(ValueError):
            keys[int(key.id)] = bytes.fromhex(key.public)
    return keys
