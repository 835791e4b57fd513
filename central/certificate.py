"""Destroys what is over for good, with two approvers, and certifies it: counts, ranges, chain heads, a signature.

The chains stay, so whoever holds one can see that nothing but bodies went; the certificate names no person but those
who approved it (domain 5.1, 应对法 85).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from central import retention
from central.store.forgetting import Bodies, Span, Stretch
from central.store.store import Store
from checkpoint.days import bounds
from checkpoint.journal import canonical, stamp
from checkpoint.retention import PASSAGES
from checkpoint.roster import Site

PURPOSE: Final = b"checkpoint destruction certificate 1\n"


@dataclass(frozen=True, slots=True)
class Purged:
    """What is to be destroyed. until: its last natural day. classes: of `retention.ALL`. approvers: two people."""

    site: Site
    until: date
    classes: tuple[str, ...]
    reason: str
    approvers: tuple[str, str]


def preview(store: Store, wanted: Purged) -> dict[str, Any]:
    """What would be destroyed, and what legal holds keep."""
    before = bounds(wanted.until, ZoneInfo(wanted.site.time_zone))[1]
    held = retention.holds(store, wanted.site)
    going, there = (_stretches(store, wanted, before, spans) for spans in (held, ()))
    return {
        "site": wanted.site.id,
        "site_name": wanted.site.name,
        "until": wanted.until.isoformat(),
        "classes": list(wanted.classes),
        "journals": [_journal(one) for one in going],
        "entries": sum(one.bodies for one in going),
        "kept_by_holds": sum(one.bodies for one in there) - sum(one.bodies for one in going),
    }


def _stretches(store: Store, wanted: Purged, before: datetime, held: Sequence[Span]) -> list[Stretch]:
    these = [retention.which(wanted.site, name, before, held) for name in wanted.classes]
    return [one for each in these for one in store.in_bodies(partial(Bodies.stretches, which=each))]


def _journal(one: Stretch) -> dict[str, Any]:
    where = {"station": one.station, "epoch": one.epoch, "kind": one.kind}
    return where | {"entries": one.bodies, "first": one.first, "last": one.last}


def _days(store: Store, wanted: Purged, before: datetime) -> set[int]:
    """The days under which lies what goes."""
    held = retention.holds(store, wanted.site)
    these = [retention.which(wanted.site, name, before, held) for name in wanted.classes]
    return {day for each in these for day in store.in_bodies(partial(Bodies.days, which=each))}


def purge(store: Store, wanted: Purged, now: datetime) -> dict[str, Any]:
    """Destroy it here, order the stations to, and return the certificate. A second run finds nothing and says so."""
    said = preview(store, wanted)
    before = bounds(wanted.until, ZoneInfo(wanted.site.time_zone))[1]
    if PASSAGES in wanted.classes:
        retention.keep_figures(store, wanted.site, before)
    days = _days(store, wanted, before)
    gone, texts = retention.forget_site(store, wanted.site, dict.fromkeys(wanted.classes, before))
    retention.order(store, wanted.site, dict.fromkeys(wanted.classes, before))
    store.scrub(days)
    keys = store.own_keys()
    stations = {one["station"] for one in said["journals"]}
    heads = store.in_bodies(lambda bodies: bodies.heads(stations))
    names = {one.id: one.name for one in store.stations()}
    certificate = said | {
        "reason": wanted.reason,
        "approved_by": list(wanted.approvers),
        "destroyed_at": stamp(now),
        "destroyed": gone,
        "texts": texts,
        "figures_kept": PASSAGES in wanted.classes,
        "chains": [
            {"station": station, "name": names.get(station, ""), "epoch": epoch, "seq": seq, "hash": hash_}
            for station, epoch, seq, hash_ in heads
        ],
    }
    signature = keys.sign.sign(PURPOSE + canonical(certificate)).hex()
    return certificate | {"signed_with": keys.public.sign, "signature": signature}


def is_genuine(certificate: dict[str, Any], public: str) -> bool:
    """Whether central with that key gave out this certificate, word for word."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    said = {name: value for name, value in certificate.items() if name not in {"signed_with", "signature"}}
    try:
        signature = bytes.fromhex(str(certificate.get("signature", "")))
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, PURPOSE + canonical(said))
    except (InvalidSignature, ValueError):
        return False
    return True
