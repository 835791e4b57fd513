"""What central holds of each station, as plain values for the command line; the page for people is `pages`."""

from __future__ import annotations

from typing import Any

from central.store.entries import Chain
from central.store.stations import StationRow
from central.store.store import Store
from checkpoint import signatures
from checkpoint.journal import stamp


def _proven(station: StationRow, chain: Chain) -> int:
    """Up to which entry the station's own signature proves the chain."""
    found = signatures.proven(station.public_key, station.id, chain.epoch, chain.proof or "")
    return found[0] if found else 0


def status(store: Store) -> dict[str, Any]:
    """Stations with their journals, gaps, refused entries and forks."""
    chains, forks = store.chains(), store.forks()
    return {
        "stations": [
            {
                "id": station.id,
                "name": station.name,
                "site": station.site,
                "gate": station.gate,
                "seen_at": stamp(station.seen_at) if station.seen_at else None,
                "revoked": station.revoked_at is not None,
                "offset_ms": station.offset_ms,
                "signs": station.signs_since is not None,
                "twice": station.twice_since is not None,
                "journals": [
                    {"epoch": chain.epoch, "held": chain.held, "have": chain.have, "last_seq": chain.last_seq}
                    | ({"after_revocation": chain.after_revocation} if chain.after_revocation else {})
                    | {"proven": _proven(station, chain)}
                    for chain in chains
                    if chain.station == station.id
                ],
                "missing": [
                    {"epoch": chain.epoch, "from": first, "to": last}
                    for chain in chains
                    if chain.station == station.id and chain.has_gap
                    for first, last in store.missing(chain.station, chain.epoch)
                ],
                "refused": [
                    {"seq": one.seq, "digest": one.digest[:12], "reason": one.reason}
                    for one in store.refused(station.id)
                ],
                "forks": [
                    {"epoch": fork.epoch, "seq": fork.seq, "reason": fork.reason}
                    for fork in forks
                    if fork.station == station.id
                ],
            }
            for station in store.stations()
        ]
    }
