"""Where this station stands: its site, gate and believed keys as the roster has them; judging is left to the desk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from checkpoint.passes import PassKind
from checkpoint.roster import Gate, LookupKey, PassKey, Site, TrustAnchor
from checkpoint.trust import TrustKey, trusted
from station.store.store import Store


class NotReady(Exception):
    """The desk cannot judge yet; str() is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where this station stands: its site and gate as the roster has them, and the keys it believes.

    limits: key id -> the kinds that it may sign, where not all. local_keys: ids of keys good at this site only.
    own_key: id of the key that this station signs temporary passes with, or None. lookup: community -> lookup key.
    trust: whose health certificates are believed.
    """

    site: Site
    gate: Gate
    zone: ZoneInfo
    keys: Mapping[int, bytes]
    limits: Mapping[int, frozenset[PassKind]] = field(default_factory=dict)
    local_keys: frozenset[int] = frozenset()
    own_key: int | None = None
    lookup: Mapping[str, bytes] = field(default_factory=dict)
    trust: Mapping[bytes, TrustKey] = field(default_factory=dict)

    def lookup_key(self, community: str = "") -> bytes:
        """The key for finding people and plates of a community (this site's own by default) again.

        Without one in the roster, one that every station of the site makes for itself: it keeps nothing secret from
        somebody who knows the site, yet stations agree, and the file around it is encrypted.
        """
        known = self.lookup.get(community or self.site.community)
        return known or hashlib.sha256(f"site {self.site.id}".encode()).digest()


def place_of(store: Store) -> Place:
    """The station's place as last told by central. Raises NotReady when it has never been told."""
    identity = store.identity
    if identity is None:
        raise NotReady("This station is not enrolled yet.")
    site, here = store.document(Site, identity.site), store.document(Gate, identity.gate)
    if site is None or here is None:
        raise NotReady("The roster has not arrived yet: connect this station to central once.")
    held = [key for key in store.documents(PassKey) if key.site in {"", site.id}]
    keys = _keys(held)
    own = _public_of(identity.private_key)
    return Place(
        site,
        here,
        _zone(site),
        keys,
        limits={int(key.id): _kinds(key) for key in held if key.kinds and key.id.isdecimal()},
        local_keys=frozenset(int(key.id) for key in held if key.site and key.id.isdecimal()),
        own_key=next((number for number, public in keys.items() if public == own), None),
        lookup=_lookup(store.documents(LookupKey)),
        trust=trusted(store.documents(TrustAnchor)),
    )


def _kinds(key: PassKey) -> frozenset[PassKind]:
    return frozenset(kind for kind in PassKind if kind.name.lower() in key.kinds)


def _public_of(private: str) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private)).public_key().public_bytes_raw()


def _lookup(documents: Iterable[LookupKey]) -> dict[str, bytes]:
    keys = {}
    for key in documents:
        with suppress(ValueError):
            keys[key.id] = bytes.fromhex(key.key)
    return keys


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
