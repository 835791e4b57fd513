"""How a computer becomes a station: a one-time code for an identity, then the first roster; rounds are the courier's.

A code is good once. So a line that breaks while the roster comes does not undo the enrolment: asking again goes on
where it stopped, without another code.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import closing
from typing import Final

from checkpoint import wire
from checkpoint.journal import Draft
from station.clock import DeviceClock
from station.store.opened import Identity
from station.store.store import Store
from station.sync.client import Central, Refused, Trouble, Trust
from station.sync.courier import REVOKED, Courier, central_of, courier_for
from station.sync.credentials import Credentials
from station.sync.histories import BEGUN
from station.sync.waits import next_in_s

TRIES: Final = 5
"""Rounds in a row that may bring nothing before the first roster is given up for now."""
_ROSTER: Final = "first_roster"
_AWAITED, _WHOLE = "awaited", "whole"
_NOWHERE: Final = 2**53
UNKNOWN: Final = "unknown_token"


class Incomplete(Trouble):
    """This computer is a station now, and its roster has not come in full."""


def enrol(
    store: Store,
    server: str,
    code: str,
    *,
    insecure_plain_http: bool = False,
    pin: str = "",
    wait: Callable[[float], None] = time.sleep,
) -> Identity:
    """Make this store a station of that central and bring the first roster. Raises Trouble, Incomplete.

    The station makes its own key pair; central learns the public half only. pin: of the key of central's certificate.
    """
    identity = store.identity
    if identity is None or identity.server != server or store.mark(_ROSTER) != _AWAITED:
        _hand_over_first(store, server, wait)
        before, identity = identity, _introduced(server, code, pin, insecure_plain_http=insecure_plain_http)
        first = _goes_along(store, before, identity)
        store.set_mark(_ROSTER, _AWAITED)
        store.enrol(identity, first)
    try:
        with central_of(identity) as central:
            clock = DeviceClock()
            fill(Courier(store, central, clock, Credentials(store, central, clock)), wait=wait)
    except Trouble as trouble:
        sentence = f"this computer is station {identity.name} now, but its roster has not come in full: {trouble}"
        raise Incomplete(f"{sentence}. Enrol again to go on; the code is not needed any more") from trouble
    store.set_mark(_ROSTER, _WHOLE)
    store.set_mark("last_sync_at", DeviceClock().now().isoformat())
    return identity


def _hand_over_first(store: Store, server: str, wait: Callable[[float], None]) -> None:
    """What this computer wrote as another station goes up in that one's name, as far as central takes it.

    Raises Trouble for what another central would have to take, and where nobody knows whether central took it: in
    another station's name it would be there twice.
    """
    before = store.identity
    if before is None:
        return
    courier = courier_for(store, DeviceClock()) if store.unsent_count() or before.server == server else None
    if courier is not None:
        with closing(courier):
            in_doubt = _sent_up(store, courier, wait, TRIES if before.server == server else 1)
            if before.server == server and _is_forgotten(store):
                # All that it had taken from this station went with the station: it was restored from before.
                for epoch in (*store.former_epochs(), store.epoch):
                    store.unsettle(epoch, [(1, _NOWHERE)])
                in_doubt = ""
        if in_doubt and before.server == server:
            raise Trouble(f"central has not said whether it has what this computer wrote as {before.name}: {in_doubt}")
    unsent = store.unsent_count()
    if unsent and before.server != server:
        raise Trouble(f"this computer is a station already, and its central does not have {unsent} of its entries yet")


def _sent_up(store: Store, courier: Courier, wait: Callable[[float], None], tries: int) -> str:
    """Rounds until central has answered for all that it was sent; why it has not, or empty when it has."""
    for failures in range(1, tries + 1):
        done = courier.round()
        if store.is_moving():
            # Histories parted just now, and a long queue is on its way into a new epoch.
            store.go_on_moving()
            done = courier.round()
        # What it chokes on alone it has not taken.
        if not done.sentence or store.unsent_count() <= done.aside:
            return ""
        if done.link == REVOKED:
            # Of what it was sent before it may have taken some: it says so of each entry, and takes the rest.
            courier.retire()
            return ""
        if failures >= tries or _is_forgotten(store):
            break
        wait(next_in_s(failures, 0.0, random.random, done.wait_s))
    return done.sentence


def _is_forgotten(store: Store) -> bool:
    """Whether central, and nobody in its place, knows this station by nothing any more, after a round has asked it."""
    who = store.identity
    if who is None or not who.signing:
        return False
    try:
        with central_of(who) as central:
            central.report()
    except Refused as refused:
        # By its key the round would have made it known again.
        return refused.code == UNKNOWN
    except Trouble:
        return False
    return False


def _goes_along(store: Store, before: Identity | None, now: Identity) -> Draft | None:
    """The entry behind which everything unsent goes on in the new station's name; None for the first station.

    Also where nothing is unsent: another program of this computer's, the window, may write just now. Raises Trouble for
    another site: there it would be counted among other people.
    """
    if before is None:
        return None
    unsent = store.unsent_count()
    if unsent and before.site != now.site:
        raise Trouble(f"this computer is a station of another site, and central does not have {unsent} of its entries")
    clock = DeviceClock()
    body = {"station": before.station, "after": store.epoch, "why": "enrolled anew"}
    return Draft(kind=BEGUN, at=clock.now(), clock=clock.evidence(), operator="", body=body)


def _introduced(server: str, code: str, pin: str, *, insecure_plain_http: bool) -> Identity:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    trust = Trust(private_key=key.private_bytes_raw().hex(), pin=pin)
    with Central(server, trust=trust, insecure_plain_http=insecure_plain_http) as central:
        made = central.enrol(wire.Enrol(code=code, public_key=key.public_key().public_bytes_raw().hex(), signs=True))
    return Identity(
        station=made.station,
        name=made.name,
        site=made.site,
        gate=made.gate,
        server=server,
        token=made.token,
        private_key=trust.private_key,
        insecure_plain_http=insecure_plain_http,
        signing=made.signing,
        pin=pin,
    )


def fill(courier: Courier, *, wait: Callable[[float], None] = time.sleep) -> None:
    """Rounds until there is nothing more to do. Raises Trouble when TRIES bring nothing, or the station is revoked."""
    failures = 0
    while True:
        done = courier.round()
        if not done.sentence:
            if not done.more:
                return
            continue
        failures = 1 if done.sent + done.received else failures + 1
        if failures >= TRIES or done.link == REVOKED:
            raise Trouble(done.sentence)
        wait(next_in_s(failures, 0.0, random.random, done.wait_s))


def reach(identity: Identity) -> str | None:
    """Why central cannot be reached as this station just now, or None when it can."""
    try:
        with central_of(identity) as central:
            central.roster(_NOWHERE)
    except Trouble as trouble:
        return str(trouble)
    return None
