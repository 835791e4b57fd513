"""Keeps central's key pinned and has this station's token renewed now and then; asking is left to the client.

A token is made up here and central learns its hash only. What is on disk is always enough to be known to central: the
next token is written down before it is named, and the old one is let go only after central has answered.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Final, Protocol

from checkpoint import wire
from checkpoint.bundles import CENTRAL
from checkpoint.journal import moment, stamp
from checkpoint.roster import CentralKeys
from station.clock import DeviceClock
from station.store.opened import Identity
from station.store.store import Store
from station.sync.client import Refused, Trouble

log = logging.getLogger(__name__)

LIFE: Final = timedelta(days=7)
"""How long a token is used. A clock that is set to another year costs one token more."""
TRY_AGAIN_S: Final = 3600.0
_TAKEN: Final = "token_taken_at"
LOST: Final = frozenset({"former_token", "unknown_token"})
"""Central does not know the token any more: a station that has its key may name another one."""


class Speaker(Protocol):
    """What is needed of `client.Central`."""

    def renew(self, token: str) -> wire.Renewed:
        """Name the token that is used next."""

    def use(self, token: str) -> None:
        """Speak under this token from now on."""

    def believe(self, signing: str) -> None:
        """Believe only what is signed with this key from now on."""


class Credentials:
    """One station's, kept in its store. Call it from the courier's thread."""

    def __init__(self, store: Store, central: Speaker, clock: DeviceClock) -> None:
        self._store, self._central, self._clock = store, central, clock
        self._rests_until_s = clock.monotonic_s()

    def pin(self) -> None:
        """Keep central's key as the roster has it: the first for a station enrolled long ago, then its followers.

        A page that names another key was signed with the one before, or it would not have been taken.
        """
        who, keys = self._store.identity, self._store.document(CentralKeys, CENTRAL)
        if who is not None and keys is not None and keys.sign and keys.sign != who.signing:
            self._store.keep_identity(replace(who, signing=keys.sign))
            self._central.believe(keys.sign)

    def renew(self) -> None:
        """Take another token when it is time. Trouble with it changes nothing: the one in use stays good."""
        who, taken = self._store.identity, self._store.mark(_TAKEN)
        if taken is None:
            self._store.set_mark(_TAKEN, stamp(self._clock.now()))
        elif who is not None and abs(self._clock.now() - moment(taken)) > LIFE:
            self._try_next(who)

    def _try_next(self, who: Identity) -> None:
        if self._clock.monotonic_s() < self._rests_until_s:
            return
        self._rests_until_s = self._clock.monotonic_s() + TRY_AGAIN_S
        try:
            self._take_next(who)
        except Trouble as trouble:
            log.info("the token was not renewed: %s", trouble)

    def recover(self, trouble: Refused) -> bool:
        """Whether this station is known again after central did not know its token. Raises Trouble."""
        who = self._store.identity
        if who is None or trouble.code not in LOST:
            return False
        self._take_next(who)
        return True

    def _take_next(self, who: Identity) -> None:
        if not who.next_token:
            who = replace(who, next_token=secrets.token_urlsafe(32))
            self._store.keep_identity(who)
        try:
            self._central.renew(who.next_token)
        except Refused as refused:
            # Whatever became of it: another one is made up next time.
            self._store.keep_identity(replace(who, next_token=""))
            raise Trouble(str(refused)) from refused
        self._store.keep_identity(replace(who, token=who.next_token, next_token=""))
        self._store.set_mark(_TAKEN, stamp(self._clock.now()))
        self._central.use(who.next_token)
