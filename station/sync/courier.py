"""One round with central: push, settle, pull the roster, pull the site's other stations; each leg fails alone.

Nothing is ever given up: an entry without a receipt is sent again, one that spoils its batch is found by halving and
set aside for some rounds while those behind it go on. When the next round comes is said by `waits`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, Protocol

from checkpoint import wire
from checkpoint.journal import Entry, stamp, to_wire
from checkpoint.wire import BATCH, REFUSED
from station.clock import DeviceClock
from station.store.opened import Identity
from station.store.store import Store
from station.sync.belief import believable, lie_of_push
from station.sync.carrying import outdate
from station.sync.client import Central, NotCentral, Refused, TooMuch, Trouble, Trust
from station.sync.credentials import Credentials
from station.sync.histories import Histories
from station.sync.pulling import PAGES, Pulled, Teller, pull_peers, pull_roster
from station.sync.retiring import Retired, retire
from station.sync.sinking import Place, Sunk
from station.sync.waits import FIRST_S, LONGEST_S

log = logging.getLogger(__name__)

ONLINE: Final = "online"
OFFLINE: Final = "offline"
NOT_CENTRAL: Final = "not_central"
REVOKED: Final = "revoked"

CHOKES: Final = 24
"""Requests in one round at most that central takes nothing of: enough to find an entry among 500, and no storm."""
GROWS_BY: Final = 50
"""Entries by which a batch may be larger again after one that central took, when it had choked on a large one."""
SINKS_FOR: Final = 64
"""Rounds for which an entry that spoils its batch is left out at most; doubles from two."""
SURE_S: Final = 2.0
"""A request that took longer says little of the clock: its way up looks just like a clock that is behind."""


class Server(Teller, Protocol):
    """What a courier needs of central; `client.Central` says what each does."""

    def meet(self) -> None:
        """See that central is there."""

    def push(self, batch: wire.Push) -> wire.Pushed:
        """Hand over a batch."""

    def report(self) -> wire.SiteReport:
        """Today's figures."""

    def hand_over(self, bundle: bytes) -> bytes:
        """Give it a sealed bundle, and have its sealed answer."""

    def close(self) -> None:
        """Let go of the connection."""


@dataclass(frozen=True, slots=True)
class Round:
    """What a round came to. link: online, offline, not_central or revoked. more: there is more to do at once.

    refused: entries that central keeps aside. aside: entries that spoil their batch and wait here. received: roster
    documents and other stations' entries. unread: sentences about what central sent and could not be read. sentence:
    the first trouble, else empty; why: `client.Trouble`'s. wait_s: how long central wants to be left alone altogether.
    """

    link: str
    sent: int = 0
    refused: int = 0
    received: int = 0
    more: bool = False
    sentence: str = ""
    wait_s: float = 0.0
    unread: tuple[str, ...] = ()
    aside: int = 0
    why: str = ""


@dataclass(slots=True)
class _Tally:
    sent: int = 0
    refused: int = 0
    received: int = 0
    choked: int = 0
    took: bool = False
    more: bool = False
    answered: bool = False
    troubles: list[Trouble] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


class Courier:
    """Goes between one store and one central. Call it from one thread."""

    def __init__(
        self,
        store: Store,
        central: Server,
        clock: DeviceClock,
        credentials: Credentials | None = None,
        histories: Histories | None = None,
    ) -> None:
        """credentials, histories: what takes care of them; without, both stay as they are."""
        self._store, self._central, self._clock = store, central, clock
        self._credentials, self._histories = credentials, histories
        self._station = store.station
        self._sunk: dict[Place, Sunk] = {}
        self._rests_until_s: dict[str, float] = {}
        self._most = BATCH
        self._fruitless = 0

    def round(self) -> Round:
        """Push, settle, pull. Never raises for anything that central or the network does; StoreTrouble it does."""
        tally = _Tally()
        legs = (self._push, self._pull_roster, self._pull_peers)
        for leg in legs:
            self._go(leg, tally)
        if self._credentials is not None and tally.answered:
            self._credentials.pin()
            self._credentials.renew()
        # Only what every leg waits for is worth waiting for: one that must rest never holds up the others.
        return _outcome(tally, len(self._sunk), max(0.0, min(self._rests_for_s(leg) for leg in legs)))

    def compare(self) -> wire.SiteReport | None:
        """Today's figures as central has them, or None when it does not say: nothing hangs on them here."""
        try:
            return self._central.report()
        except Trouble as trouble:
            log.info("central's figures did not come: %s", trouble)
            return None

    def retire(self) -> Retired | None:
        """Leave service, once central said so itself; None while only somebody in its place did, who cannot sign."""
        return retire(self._store, self._central, self._clock) if self._is_proven else None

    def close(self) -> None:
        """Let go of the connection."""
        self._central.close()

    def _go(self, leg: Callable[[_Tally], None], tally: _Tally) -> None:
        """One leg, unless central asked to be left alone with it for a while."""
        who = self._store.identity
        if who is not None and who.station != self._station:
            # Another program of this computer's has enrolled it anew; this one has the former name and key still.
            tally.troubles.append(Trouble("this computer has become another station: start the program again"))
            return
        if self._rests_for_s(leg) > 0:
            tally.troubles.append(Trouble("central asked for patience"))
            return
        try:
            self._as_known(leg, tally)
        except Trouble as trouble:
            tally.troubles.append(trouble)
            self._rests_until_s[leg.__name__] = self._clock.monotonic_s() + trouble.wait_s

    def _as_known(self, leg: Callable[[_Tally], None], tally: _Tally) -> None:
        """The leg, and once more when central did not know this station by its token and now does by its key."""
        try:
            leg(tally)
        except Refused as refused:
            if self._credentials is None or not self._credentials.recover(refused):
                raise
            leg(tally)

    def _rests_for_s(self, leg: Callable[[_Tally], None]) -> float:
        now_s = self._clock.monotonic_s()
        return self._rests_until_s.get(leg.__name__, now_s) - now_s

    # --- up ---

    def _push(self, tally: _Tally) -> None:
        for sunk in self._sunk.values():
            sunk.left -= 1
        if self._histories is None:
            self._drain(self._store.epoch, tally)
            return
        self._histories.introduce()
        if self._goes_on_moving(tally):
            return
        self._give_again(tally)
        self._drain(self._store.epoch, tally)
        # What waits may be known to central, so it is told of all of it first: an entry that moves is a new one to it.
        if (self._has_parted or not tally.more) and self._histories.begin_anew():
            self._drain(self._store.epoch, tally)
        self._goes_on_moving(tally)

    def _goes_on_moving(self, tally: _Tally) -> bool:
        """Whether entries are on their way into a new epoch still: the next round, which comes at once, goes on."""
        is_moving = self._store.is_moving()
        tally.more |= is_moving
        # What spoiled its batch may stand in another epoch by now; for a stick entries move between two rounds.
        epochs = {self._store.epoch, *self._store.lost_epochs()}
        self._sunk = {place: sunk for place, sunk in self._sunk.items() if place[0] in epochs}
        return is_moving

    def _give_again(self, tally: _Tally) -> None:
        """Send what central has not of former epochs."""
        for epoch in self._store.lost_epochs():
            # Whatever stays without an answer is tried again in the next round.
            self._drain(epoch, tally)
            if not self._store.unsent(1, epoch=epoch):
                self._store.given_again(epoch)

    def _drain(self, epoch: str, tally: _Tally) -> None:
        after, fresh = 0, self._fresh(epoch)
        for _ in range(PAGES):
            if not fresh:
                self._try_again(epoch, tally)
                return
            if not self._meets(epoch):
                return
            fresh = self._fresh(epoch, after) or self._fresh(epoch)
            if fresh:
                self._hand_over(fresh, tally)
                # In a long journal that is looked through once: what was sunk and is not any more comes last.
                after = fresh[-1].seq
        tally.more |= bool(self._fresh(epoch))

    def _meets(self, epoch: str) -> bool:
        """Whether central is there, for some of an epoch that is not being left. Raises Trouble.

        From here on no other program sets out for a new epoch by a stick: what is there to send is asked after this.
        """
        self._central.meet()
        outdate(self._store)
        return epoch != self._store.epoch or not self._has_parted

    def _fresh(self, epoch: str, after: int = 0) -> list[Entry]:
        """The next entries to send: own unsent ones in order, without those that are sunk."""
        entries = self._store.unsent(self._most + len(self._sunk), after, epoch)
        own = (entry for entry in entries if entry.station == self._station)
        return [entry for entry in own if (epoch, entry.seq) not in self._sunk][: self._most]

    def _try_again(self, epoch: str, tally: _Tally) -> None:
        """The sunk ones whose time has come, after all others, so that they hold up nobody."""
        come = {seq for (of, seq), sunk in self._sunk.items() if of == epoch and sunk.left <= 0}
        waiting = self._store.unsent(len(self._sunk), epoch=epoch) if come else []
        due = [entry for entry in waiting if entry.seq in come][:BATCH]
        if due and self._meets(epoch):
            self._hand_over(due, tally)

    def _hand_over(self, entries: Sequence[Entry], tally: _Tally) -> None:
        """Send these; when central cannot take them together, halve until the one that spoils it is alone."""
        left_s = self._clock.monotonic_s()
        try:
            pushed = self._central.push(self._batch(entries))
        except TooMuch as trouble:
            tally.choked += 1
            self._divide(entries, trouble, tally)
            return
        self._believe(entries, pushed, self._clock.monotonic_s() - left_s, tally)
        self._most = min(BATCH, self._most + GROWS_BY)

    def _batch(self, entries: Sequence[Entry]) -> wire.Push:
        (epoch, living), ticks = (entries[0].epoch, self._store.epoch), self._clock.evidence()
        clocks: dict[str, Any] = {"sent_at": stamp(self._clock.now()), "mono_ms": ticks.mono_ms, "boot": ticks.boot}
        said = [to_wire(entry) for entry in entries]
        return wire.Push(epoch=epoch, entries=said, living=living if living != epoch else "", **clocks)

    def _divide(self, entries: Sequence[Entry], trouble: TooMuch, tally: _Tally) -> None:
        """Central chokes on these: sink the one that is alone, else try each half."""
        middle = len(entries) // 2
        if middle:
            self._most = middle
        else:
            self._sink((entries[0].epoch, entries[0].seq), is_proven=tally.took)
            tally.troubles.append(trouble)
        if tally.choked >= CHOKES:
            raise self._patient(trouble, tally)
        for half in (entries[:middle], entries[middle:]) if middle else ():
            if not self._has_parted:
                self._hand_over(half, tally)

    def _patient(self, trouble: TooMuch, tally: _Tally) -> Trouble:
        """The trouble, with a wait that grows while central takes nothing at all: then no entry is to blame."""
        proven = all(sunk.is_proven for sunk in self._sunk.values())
        self._fruitless = 0 if tally.took or proven else self._fruitless + 1
        wait_s = min(LONGEST_S, FIRST_S * 2 ** min(self._fruitless, 16)) if self._fruitless else 0.0
        return Trouble(str(trouble), wait_s)

    def _believe(self, entries: Sequence[Entry], pushed: wire.Pushed, took_s: float, tally: _Tally) -> None:
        """Settle what the answer says of the entries sent, as far as it can be true."""
        epoch = entries[0].epoch
        lie = lie_of_push(pushed, self._store.newest_seq(epoch), is_proven=self._is_proven)
        if lie:
            raise NotCentral(lie)
        receipts, odd = believable({entry.seq for entry in entries}, pushed.receipts)
        self._store.settle(epoch, receipts)
        if self._histories is not None:
            self._histories.hear(epoch, pushed, receipts)
        if took_s <= SURE_S or self._clock.offset_ms is None:
            self._clock.measured(pushed.offset_ms)
        tally.answered = True
        tally.refused += sum(receipt.state == REFUSED for receipt in receipts)
        tally.sent += sum(receipt.state != REFUSED for receipt in receipts)
        self._keep_in_mind(epoch, [entry.seq for entry in entries], {receipt.seq for receipt in receipts}, tally)
        if odd:
            tally.troubles.append(NotCentral(f"{odd} of central's receipts cannot be true"))

    def _keep_in_mind(self, epoch: str, sent: Sequence[int], settled: set[int], tally: _Tally) -> None:
        """No receipt, no progress: an entry that an answer leaves out is not asked about without end."""
        if settled and not tally.took:
            # Central takes entries again: those that it only choked on with all others deserve another chance now.
            self._sunk = {place: sunk for place, sunk in self._sunk.items() if sunk.is_proven}
            tally.took, self._fruitless = True, 0
        for seq in sent:
            if seq in settled:
                self._sunk.pop((epoch, seq), None)
            else:
                self._sink((epoch, seq), is_proven=True)
        if len(settled) < len(sent):
            raise NotCentral("central's answer leaves out some of what was sent")

    def _sink(self, place: Place, *, is_proven: bool) -> None:
        sunk = self._sunk.get(place)
        rounds = 2 if sunk is None else min(sunk.rounds * 2, SINKS_FOR)
        self._sunk[place] = Sunk(rounds, rounds, is_proven or (sunk is not None and sunk.is_proven))

    # --- down ---

    def _pull_roster(self, tally: _Tally) -> None:
        self._pull(pull_roster, tally)

    def _pull_peers(self, tally: _Tally) -> None:
        if not self._has_parted:  # What is written in an epoch that is being left is taken from the next one.
            self._pull(partial(pull_peers, own=self._histories if self._is_proven else None), tally)

    def _pull(self, pull: Callable[..., None], tally: _Tally) -> None:
        pulled = Pulled()
        try:
            pull(self._store, self._central, pulled, follows_back=self._is_proven)
        finally:
            tally.received += pulled.received
            tally.answered |= pulled.answered
            tally.more |= pulled.more or pulled.went_back
            tally.unread += pulled.unread
            if pulled.went_back and self._histories is not None:
                # Nobody may pass for hours: what central has lost is not left until the next entry.
                self._histories.ask_again()

    @property
    def _has_parted(self) -> bool:
        return self._histories is not None and (self._histories.has_parted or self._store.has_parted())

    @property
    def _is_proven(self) -> bool:
        return self._histories is not None and self._histories.is_proven


def _outcome(tally: _Tally, aside: int, wait_s: float) -> Round:
    first = tally.troubles[0] if tally.troubles else None
    for sentence in tally.unread:
        log.warning("passed over: %s", sentence)
    return Round(
        link=_link(tally),
        sent=tally.sent,
        refused=tally.refused,
        received=tally.received,
        # After a round that moved something the next one moves something too: no trouble makes this a hot loop.
        more=tally.more and (first is None or tally.sent + tally.refused + tally.received > 0),
        sentence=str(first) if first else "",
        wait_s=wait_s,
        unread=tuple(tally.unread),
        aside=aside,
        why=first.why if first else "",
    )


def _link(tally: _Tally) -> str:
    if any(isinstance(trouble, Refused) and trouble.code == REVOKED for trouble in tally.troubles):
        return REVOKED
    if tally.answered:
        return ONLINE
    return NOT_CENTRAL if any(isinstance(trouble, NotCentral) for trouble in tally.troubles) else OFFLINE


def central_of(identity: Identity, **patience_s: float) -> Central:
    """Central as that station reaches it. patience_s: the client's whole_s and silence_s, where they are others."""
    trust = Trust(identity.station, identity.private_key, identity.signing, identity.pin)
    plain = identity.insecure_plain_http
    return Central(identity.server, identity.token, trust=trust, insecure_plain_http=plain, **patience_s)


def courier_for(store: Store, clock: DeviceClock) -> Courier | None:
    """The courier of an enrolled station, or None when it is not enrolled. Raises Trouble for no address."""
    identity = store.identity
    if identity is None:
        return None
    central = central_of(identity)
    return Courier(store, central, clock, Credentials(store, central, clock), Histories(store, central, clock))
