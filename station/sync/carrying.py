"""What this station says to central, on a stick instead of a line: bundles written, answers taken; no network at all.

The same entries may also go over the line, before, after or meanwhile: central knows each by its place in the journal.
What is taken back from a stick is believed only when central signed it, and changes nothing that is known already. What
follows from it where histories part is decided as over the line (`histories`), once for the newest answer.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final

from checkpoint import bundles, wire
from checkpoint.bundles import CENTRAL, RUNG, Answered, BadBundle, Downward, Flaw, Header, Held, Run, Stands, Upward
from checkpoint.journal import EXACT_INT, Entry, stamp, to_wire
from checkpoint.roster import CentralKeys
from checkpoint.whole import whole
from station.clock import DeviceClock
from station.store.marks import BEFORE_LOSS, FEED, MADE, ROSTER
from station.store.opened import Identity
from station.store.store import Store
from station.sync.answered import CarriedAnswer
from station.sync.belief import believable, lie_of_push
from station.sync.client import Trouble
from station.sync.histories import Histories
from station.sync.pulling import Pulled, pull_peers, pull_roster

log = logging.getLogger(__name__)

ENDING: Final = ".bundle"
_REPLY_KEY: Final = "carry_key"
_JUDGED: Final = "bundle_judged"
"""The newest bundle whose answer was judged."""


class CannotCarry(Exception):
    """This station cannot make or take bundles yet; str() is a sentence."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A bundle on a stick. entries: how many it holds."""

    path: Path
    entries: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What an answer brought that was not known: entries settled, refused ones among them, roster items, entries.

    again: own entries that central has lost, to be carried to it once more. is_anew: it goes on in a new epoch.
    """

    settled: int = 0
    refused: int = 0
    roster: int = 0
    peers: int = 0
    unread: tuple[str, ...] = ()
    again: int = 0
    is_anew: bool = False

    @property
    def is_news(self) -> bool:
        """Whether anything in it was new."""
        return bool(self.settled or self.roster or self.peers or self.again or self.is_anew)


def pack(store: Store, now: datetime, folder: Path, since: int | None = None) -> Packed:
    """Write all that central has not answered for into one new file of that folder. Raises CannotCarry, OSError.

    since: instead, every entry beyond that seq, answered for or not.
    """
    path = folder / f"{_known(store)[0].station}-{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}{ENDING}"
    with whole(path) as file:
        return Packed(path, write(store, file, now, since))


def write(store: Store, out: BinaryIO, now: datetime, since: int | None = None, most: int | None = None) -> int:
    """Write the bundle itself; returns how many entries it holds. Raises CannotCarry, and OSError of `out`.

    most: bytes after which no further batch is begun; what is left goes with the next bundle. Where central has another
    history it only asks how the journals stand: an entry behind a gap would be taken there.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    who, keys = _known(store)
    # What stands behind a gap would be taken where it is about to leave.
    store.go_on_moving()
    only_asks = store.has_parted() and not store.is_closed_journal
    header = Header(
        sender=who.station, reader=CENTRAL, sealed_to=keys.seal, id=secrets.token_hex(16), made_at=stamp(now)
    )
    entries = 0

    def parts() -> Iterator[bytes]:
        nonlocal entries
        yield bundles.part(_begins(store))
        for some in _unsent(store) if since is None else _batches(_beyond(store, who, since)):
            if only_asks or (most is not None and out.tell() > most):
                return
            entries += len(some)
            of = some[0].epoch
            type_ = wire.Push if of == store.epoch else bundles.Earlier
            yield bundles.part(type_(epoch=of, sent_at=stamp(now), entries=[to_wire(one) for one in some]))

    bundles.write(out, header, parts(), Ed25519PrivateKey.from_private_bytes(bytes.fromhex(who.private_key)))
    return entries


def _begins(store: Store) -> Upward:
    roster, feed = store.heard(ROSTER), store.heard(FEED)
    number = _number(store, MADE) + 1
    store.set_mark(MADE, str(number))
    return Upward(
        epoch=store.epoch,
        reply_to=_reply_key(store).public_key().public_bytes_raw().hex(),
        roster_version=roster.number,
        peer_cursor=feed.number,
        newest=store.newest_seq(),
        unsent=store.unsent_count(),
        held=tuple(_held(store, epoch) for epoch in (*store.former_epochs(), store.epoch)),
        number=number,
        roster_terms=roster.said,
        peer_terms=feed.said,
    )


def _held(store: Store, epoch: str) -> Held:
    """What central is known to have of an own epoch, with as many hashes as show where that is no more so."""
    return Held(epoch=epoch, runs=[_run(store, epoch, *run) for run in store.taken(epoch)])


def _run(store: Store, epoch: str, first: int, last: int) -> Run:
    hashes = store.hashes_at(epoch, [*range(first + RUNG - 1, last, RUNG), last])
    return Run(first=first, last=last, known=sorted(hashes.items()))


def _number(store: Store, name: str) -> int:
    return int(store.mark(name) or 0)


def outdate(store: Store) -> None:
    """Central says over the line how it stands, or is told there: what it said before, on sticks, is judged no more.

    It may take what it is told though its answer is lost; the next bundle asks about that.
    """
    made = store.mark(MADE)
    if made is not None and made != store.mark(_JUDGED):
        store.set_mark(_JUDGED, made)


def _known(store: Store) -> tuple[Identity, CentralKeys]:
    who = store.identity
    if who is None:
        raise CannotCarry("this computer is no station yet")
    keys = store.document(CentralKeys, CENTRAL)
    if keys is None:
        raise CannotCarry("central's keys are not here yet: connect this station to central once")
    return who, keys


def _reply_key(store: Store) -> Any:
    """The key that answers are sealed to: made once."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    held = store.mark(_REPLY_KEY)
    if held is None:
        held = X25519PrivateKey.generate().private_bytes_raw().hex()
        store.set_mark(_REPLY_KEY, held)
    return X25519PrivateKey.from_private_bytes(bytes.fromhex(held))


def _unsent(store: Store) -> Iterator[list[Entry]]:
    """What central lacks of former epochs, and then of this one."""
    for epoch in (*store.lost_epochs(), store.epoch):
        after = 0
        while some := store.unsent(wire.BATCH, after, epoch):
            yield some
            after = some[-1].seq


def _beyond(store: Store, who: Identity, since: int) -> Iterator[Entry]:
    return (entry for entry in store.entries(who.station, store.epoch) if entry.seq > since)


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    batch: list[Entry] = []
    for entry in entries:
        batch.append(entry)
        if len(batch) == wire.BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def take(store: Store, path: Path, clock: DeviceClock) -> Taken:
    """Take central's answer from a file. Raises BadBundle, CannotCarry, OSError; then nothing of it was taken.

    One that is older than what is known, or was taken before, changes nothing. One that was taken up to somewhere, when
    the program was killed, may be taken again, and goes on there.
    """
    who, keys = _known(store)
    store.go_on_moving()
    with path.open("rb") as file:
        header = bundles.header_of(file)
        if header.sender != CENTRAL:
            raise BadBundle(Flaw.NOT_FOR_US, "it goes to central")
        if header.reader != who.station:
            raise BadBundle(Flaw.NOT_FOR_US, "another station's answer")
        bundles.prove(file, keys.sign)
        key = _reply_key(store)

        def said() -> Iterator[bundles.Document]:
            return (one for raw in bundles.parts(file, key) if (one := bundles.document(raw)) is not None)  # type: ignore[misc]

        return _follow(store, said, clock)


def _follow(store: Store, said: Callable[[], Iterator[bundles.Document]], clock: DeviceClock) -> Taken:
    """In the order of a round with central: receipts, histories, roster, the site's feed."""
    taken, number, epoch = Taken(), 0, store.epoch
    stands: list[Stands] = []
    before_loss = _number(store, BEFORE_LOSS)
    for one in said():
        if isinstance(one, Downward):
            number, epoch = one.number, one.epoch
        elif isinstance(one, Answered) and not 0 < number <= before_loss:
            taken = _settle(store, one.pushed, one.epoch or epoch, taken)
        elif isinstance(one, Stands):
            stands.append(one)
    for former in store.lost_epochs():
        if not store.unsent(1, epoch=former):
            store.given_again(former)
    answer, before = CarriedAnswer(said, stands), (store.epoch, store.unsent_count())
    histories = _judged(store, answer, clock, number)
    if store.epoch != before[0]:
        taken = replace(taken, is_anew=True)
    else:
        taken = replace(taken, again=store.unsent_count() - before[1])
    roster = _pulled(store, ROSTER, partial(pull_roster, store, answer))
    feed = _pulled(store, FEED, partial(pull_peers, store, answer, own=histories))
    return replace(
        taken, roster=roster.received, peers=feed.received, unread=(*taken.unread, *roster.unread, *feed.unread)
    )


def _judged(store: Store, answer: CarriedAnswer, clock: DeviceClock, number: int) -> Histories | None:
    """What follows from how central stood, unless a later answer or the line has told since; None then."""
    judged = store.mark(_JUDGED)
    if not answer.tells_standings or number <= int(judged or 0):
        return None
    histories = Histories(store, answer, clock, is_sealed=True, only_while=(_JUDGED, judged))
    try:
        # Once more after histories parted: what central has lost of other epochs is heard then.
        for _ in range(2):
            histories.introduce()
            while not histories.begin_anew() and store.is_moving():
                pass
    except Trouble as trouble:
        # What central has in this station's name begins further on than this disk knows: another answer will tell.
        log.warning("this answer does not say enough: %s", trouble)
        return None
    if store.mark(_JUDGED) != judged:
        # The line spoke meanwhile.
        return None
    store.set_mark(_JUDGED, str(number))
    return histories


def _pulled(store: Store, what: tuple[str, str], pull: Callable[..., None]) -> Pulled:
    """Page by page, as far as the answer goes."""
    pulled, before = Pulled(), None
    while before != (before := store.heard(what)):
        with suppress(Trouble):
            pull(pulled, follows_back=True)
    return pulled


def _settle(store: Store, pushed: wire.Pushed, epoch: str, taken: Taken) -> Taken:
    # Central signed it: if it has more than this disk, the disk is older than what was sent, and that is no lie.
    if lie_of_push(pushed, EXACT_INT, is_proven=True):
        return taken
    receipts, _ = believable(range(1, store.newest_seq(epoch) + 1), pushed.receipts)
    before = store.unsent_count()
    store.settle(epoch, receipts)
    settled = before - store.unsent_count()
    refused = sum(receipt.state == wire.REFUSED for receipt in receipts) if settled else 0
    return replace(taken, settled=taken.settled + settled, refused=taken.refused + refused)
