"""Central's own key pairs: made once with its data, the public halves on the roster; using them is left to others."""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy.engine import Connection

from central.store.filling import insert_new
from central.store.rosters import put
from central.store.schema import secret
from checkpoint.bundles import CENTRAL
from checkpoint.roster import CentralKeys


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """seal: opens what is sealed to central. sign: signs what central says."""

    seal: X25519PrivateKey = field(repr=False)
    sign: Ed25519PrivateKey = field(repr=False)

    @property
    def public(self) -> CentralKeys:
        """The halves that everybody may know."""
        seal, sign = (key.public_key().public_bytes_raw().hex() for key in (self.seal, self.sign))
        return CentralKeys(id=CENTRAL, seal=seal, sign=sign)


def own_keys(connection: Connection) -> OwnKeys | None:
    """The keys, or None while there are none."""
    held = {row.name: bytes.fromhex(row.value) for row in connection.execute(sa.select(secret))}
    if not {"seal", "sign"} <= held.keys():
        return None
    return OwnKeys(
        X25519PrivateKey.from_private_bytes(held["seal"]), Ed25519PrivateKey.from_private_bytes(held["sign"])
    )


def publish(connection: Connection) -> OwnKeys:
    """The keys, made where there are none, with their public halves on the roster."""
    for name, made in (("seal", X25519PrivateKey.generate()), ("sign", Ed25519PrivateKey.generate())):
        # Of two programs that begin at once, the first one's keys stay.
        insert_new(connection, secret, {"name": name, "value": made.private_bytes_raw().hex()})
    held = own_keys(connection)
    if held is None:
        raise LookupError("central has no keys of its own")
    put(connection, [held.public], ())
    return held
