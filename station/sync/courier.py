"""One round with central: push, settle, pull the roster, pull the site's other stations; each leg fails alone.

Nothing is ever given up: an entry without a receipt is sent again, one that spoils its batch is found by halving and
set aside for some rounds while those behind it go on. When the next round comes is `next_in_s`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from checkpoint import wire
from checkpoint.journal import Entry, stamp, to_wire
from checkpoint.wire import BATCH, REFUSED, Receipt
from station.clock import DeviceClock
from station.store.store import Identity, Store
from station.sync.client import Central, NotCentral, Refused, TooMuch, Trouble

log = logging.getLogger(__name__)

ONLINE: Final = "online"
OFFLINE: Final = "offline"
REVOKED: Final = "revoked"

PAGES: Final = 40
"""Batches and pages in one round at most: a long backlog takes several rounds, so the roster is never starved."""
FIRST_S, LONGEST_S = 1.0, 60.0
SINKS_FOR: Final = 64
"""Rounds for which an entry that spoils its batch is left out at most; doubles from one."""


class Server(Protocol):
    """What a courier needs of central."""

    def push(self, batch: wire.Push) -> wire.Pushed:
        """Hand over a batch."""

    def roster(self, after: int) -> wire.RosterPage:
        """The roster's changes after a version."""

    def peers(self, after: int) -> wire.PeerPage:
        """What the site's other stations wrote, after a cursor."""

    def close(self) -> None:
        """Let go of the connection."""


@dataclass(frozen=True, slots=True)
class Round:
    """What a round came to. link: online, offline or revoked. more: there is more to do at once.

    unread: sentences about what central sent and could not be read. sentence: the first trouble, else empty.
    wait_s: how long central asked us to wait.
    """

    link: str
    sent: int = 0
    refused: int = 0
    received: int = 0
    more: bool = False
    sentence: str = ""
    wait_s: float = 0.0
    unread: tuple[str, ...] = ()


@dataclass(slots=True)
class Sunk:
    """An entry that spoils the batches it is in."""

    rounds: int = 1
    left: int = 1


@dataclass(slots=True)
class _Tally:
    sent: int = 0
    refused: int = 0
    received: int = 0
    more: bool = False
    answered: bool = False
    troubles: list[Trouble] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


class Courier:
    """Goes between one store and one central. Call it from one thread."""

    def __init__(self, store: Store, central: Server, clock: DeviceClock) -> None:
        self._store, self._central, self._clock = store, central, clock
        self._sunk: dict[int, Sunk] = {}

    def round(self) -> Round:
        """Push, settle, pull. Never raises for anything that central or the network does."""
        tally = _Tally()
        for leg in (self._push, self._pull_roster, self._pull_peers):
            try:
                leg(tally)
            except Trouble as trouble:
                tally.troubles.append(trouble)
        return _outcome(tally)

    def close(self) -> None:
        """Let go of the connection."""
        self._central.close()

    # --- up ---

    def _push(self, tally: _Tally) -> None:
        for sunk in self._sunk.values():
            sunk.left -= 1
        for _ in range(PAGES):
            waiting = self._waiting()
            if not waiting:
                return
            self._hand_over(waiting, tally)
        tally.more = bool(self._waiting())

    def _waiting(self) -> list[Entry]:
        """The next entries to send: unsent ones in order, without those that are sunk for now."""
        held_back = {seq for seq, sunk in self._sunk.items() if sunk.left > 0}
        entries = self._store.unsent(BATCH + len(held_back))
        return [entry for entry in entries if entry.seq not in held_back][:BATCH]

    def _hand_over(self, entries: Sequence[Entry], tally: _Tally) -> None:
        """Send these; when central cannot take them together, halve until the one that spoils it is alone."""
        batch = wire.Push(
            epoch=self._store.epoch,
            sent_at=stamp(self._clock.now()),
            entries=[to_wire(entry) for entry in entries],
        )
        try:
            pushed = self._central.push(batch)
        except TooMuch as trouble:
            if len(entries) == 1:
                self._sink(entries[0].seq)
                tally.troubles.append(trouble)
                return
            middle = len(entries) // 2
            self._hand_over(entries[:middle], tally)
            self._hand_over(entries[middle:], tally)
            return
        tally.answered = True
        self._settle(entries, pushed, tally)

    def _settle(self, entries: Sequence[Entry], pushed: wire.Pushed, tally: _Tally) -> None:
        receipts = _believable(entries, pushed.receipts)
        self._store.settle(self._store.epoch, receipts)
        self._clock.measured(pushed.offset_ms)
        for receipt in receipts:
            self._sunk.pop(receipt.seq, None)
        tally.sent += sum(receipt.state != REFUSED for receipt in receipts)
        tally.refused += sum(receipt.state == REFUSED for receipt in receipts)
        answered = {receipt.seq for receipt in receipts}
        # No receipt, no progress: without this, an answer that leaves entries out would be asked for without end.
        for entry in entries:
            if entry.seq not in answered:
                self._sink(entry.seq)
        if len(answered) < len(entries):
            raise NotCentral("central's answer leaves out some of what was sent")

    def _sink(self, seq: int) -> None:
        sunk = self._sunk.get(seq)
        rounds = 1 if sunk is None else min(sunk.rounds * 2, SINKS_FOR)
        self._sunk[seq] = Sunk(rounds, rounds)

    # --- down ---

    def _pull_roster(self, tally: _Tally) -> None:
        for _ in range(PAGES):
            after = int(self._store.mark("roster_version") or 0)
            page = self._central.roster(after)
            tally.answered = True
            if page.version < after or (page.more and page.version == after):
                raise NotCentral("the roster's version goes backwards")
            if page.items or page.version != after:
                tally.unread += self._store.apply_roster(page.items, page.version)
                tally.received += len(page.items)
            if not page.more:
                return
        tally.more = True

    def _pull_peers(self, tally: _Tally) -> None:
        for _ in range(PAGES):
            after = int(self._store.mark("peer_cursor") or 0)
            page = self._central.peers(after)
            tally.answered = True
            if page.cursor < after or (page.more and page.cursor == after):
                raise NotCentral("the site's feed goes backwards")
            if page.entries or page.cursor != after:
                tally.unread += self._store.apply_peers(page.entries, page.cursor)
                tally.received += len(page.entries)
            if not page.more:
                return
        tally.more = True


def _believable(entries: Sequence[Entry], receipts: Sequence[Receipt]) -> list[Receipt]:
    """One sound receipt for each entry that was sent; whatever else an answer claims is passed over."""
    sent = {entry.seq for entry in entries}
    kept: dict[int, Receipt] = {}
    for receipt in receipts:
        if receipt.seq in sent and receipt.state in {wire.STORED, wire.KNOWN, REFUSED} and _has_times(receipt):
            kept.setdefault(receipt.seq, receipt)
    return [kept[seq] for seq in sorted(kept)]


def _has_times(receipt: Receipt) -> bool:
    from checkpoint.journal import MalformedEntry, moment

    if receipt.state == REFUSED:
        return True
    try:
        moment(receipt.received_at)
        moment(receipt.scanned_at)
    except MalformedEntry:
        return False
    return True


def _outcome(tally: _Tally) -> Round:
    first = tally.troubles[0] if tally.troubles else None
    revoked = any(isinstance(trouble, Refused) and trouble.code == REVOKED for trouble in tally.troubles)
    link = REVOKED if revoked else ONLINE if tally.answered else OFFLINE
    for sentence in tally.unread:
        log.warning("passed over: %s", sentence)
    return Round(
        link=link,
        sent=tally.sent,
        refused=tally.refused,
        received=tally.received,
        more=tally.more and first is None,
        sentence=str(first) if first else "",
        wait_s=max((trouble.wait_s for trouble in tally.troubles), default=0.0),
        unread=tuple(tally.unread),
    )


def next_in_s(failures: int, every_s: float, chance: Callable[[], float], wait_s: float = 0.0) -> float:
    """Seconds until the next round. failures: rounds in a row without central; chance: 0 to 1, evenly.

    Exponential from FIRST_S to LONGEST_S with full jitter, so that a city of stations does not come back at once.
    """
    if failures == 0:
        return max(every_s * (0.8 + 0.4 * chance()), wait_s)
    ceiling: float = min(LONGEST_S, FIRST_S * 2 ** min(failures - 1, 16))
    return max(ceiling * chance(), FIRST_S / 2, wait_s)


def courier_for(store: Store, clock: DeviceClock) -> Courier | None:
    """The courier of an enrolled station, or None when it is not enrolled."""
    identity = store.identity
    if identity is None:
        return None
    return Courier(store, Central(identity.server, identity.token), clock)


def enrol(store: Store, server: str, code: str) -> Identity:
    """Make this store a station of that central and bring the first roster. Raises Trouble.

    The station makes its own key pair; central learns the public half only.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    with Central(server) as central:
        made = central.enrol(wire.Enrol(code=code, public_key=key.public_key().public_bytes_raw().hex()))
    identity = Identity(
        station=made.station,
        name=made.name,
        site=made.site,
        gate=made.gate,
        server=server,
        token=made.token,
        private_key=key.private_bytes_raw().hex(),
    )
    store.enrol(identity)
    with Central(server, made.token) as central:
        fill(Courier(store, central, DeviceClock()))
    return identity


def fill(courier: Courier) -> None:
    """Rounds until there is nothing more to bring. Raises Trouble when one does not succeed."""
    while True:
        done = courier.round()
        if done.sentence:
            raise Trouble(done.sentence)
        if not done.more:
            return


def reach(identity: Identity) -> str | None:
    """Why central cannot be reached as this station just now, or None when it can."""
    try:
        with Central(identity.server, identity.token) as central:
            central.roster(2**53)
    except Trouble as trouble:
        return str(trouble)
    return None
