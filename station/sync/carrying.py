"""What this station says to central, on a stick instead of a line: bundles written, answers taken; no network at all.

The same entries may also go over the line, before, after or meanwhile: central knows each by its place in the journal.
What is taken back from a stick is believed only when central signed it, and changes nothing that is known already.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from checkpoint import bundles, wire
from checkpoint.bundles import CENTRAL, Answered, BadBundle, Downward, Flaw, Header, PeersFrom, RosterFrom, Upward
from checkpoint.journal import EXACT_INT, Entry, stamp, to_wire
from checkpoint.roster import CentralKeys
from checkpoint.whole import whole
from station.store.opened import Identity
from station.store.store import Store
from station.sync.belief import believable, lie_of_peers, lie_of_push, lie_of_roster

ENDING: Final = ".bundle"
_REPLY_KEY: Final = "carry_key"


class CannotCarry(Exception):
    """This station cannot make or take bundles yet; str() is a sentence."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A bundle on a stick. entries: how many it holds."""

    path: Path
    entries: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What an answer brought that was not known: entries settled, refused ones among them, roster items, entries."""

    settled: int = 0
    refused: int = 0
    roster: int = 0
    peers: int = 0
    unread: tuple[str, ...] = ()

    @property
    def is_news(self) -> bool:
        """Whether anything in it was new."""
        return bool(self.settled or self.roster or self.peers)


def pack(store: Store, now: datetime, folder: Path, since: int | None = None) -> Packed:
    """Write all that central has not answered for into one new file of that folder. Raises CannotCarry, OSError.

    since: instead, every entry beyond that seq, answered for or not.
    """
    path = folder / f"{_known(store)[0].station}-{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}{ENDING}"
    with whole(path) as file:
        return Packed(path, write(store, file, now, since))


def write(store: Store, out: BinaryIO, now: datetime, since: int | None = None, most: int | None = None) -> int:
    """Write the bundle itself; returns how many entries it holds. Raises CannotCarry, and OSError of `out`.

    most: bytes after which no further batch is begun; what is left goes with the next bundle.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    who, keys = _known(store)
    header = Header(
        sender=who.station, reader=CENTRAL, sealed_to=keys.seal, id=secrets.token_hex(16), made_at=stamp(now)
    )
    entries = 0

    def parts() -> Iterator[bytes]:
        nonlocal entries
        yield bundles.part(_begins(store))
        for some in _unsent(store) if since is None else _batches(_beyond(store, who, since)):
            if most is not None and out.tell() > most:
                return
            entries += len(some)
            of = some[0].epoch
            type_ = wire.Push if of == store.epoch else bundles.Earlier
            yield bundles.part(type_(epoch=of, sent_at=stamp(now), entries=[to_wire(one) for one in some]))

    bundles.write(out, header, parts(), Ed25519PrivateKey.from_private_bytes(bytes.fromhex(who.private_key)))
    return entries


def _begins(store: Store) -> Upward:
    roster_version, peer_cursor = _told(store)
    return Upward(
        epoch=store.epoch,
        reply_to=_reply_key(store).public_key().public_bytes_raw().hex(),
        roster_version=roster_version,
        peer_cursor=peer_cursor,
        newest=store.newest_seq(),
        unsent=store.unsent_count(),
    )


def _known(store: Store) -> tuple[Identity, CentralKeys]:
    who = store.identity
    if who is None:
        raise CannotCarry("this computer is no station yet")
    if store.is_moving():
        # What stands behind a gap would be taken where it is about to leave.
        raise CannotCarry("entries are on their way into a new epoch: let the station run until they are there")
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


def _told(store: Store) -> tuple[int, int]:
    """(version of the roster, cursor of the site's feed) up to which central has told this station."""
    return int(store.mark("roster_version") or 0), int(store.mark("peer_cursor") or 0)


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


def take(store: Store, path: Path) -> Taken:
    """Take central's answer from a file. Raises BadBundle, CannotCarry, OSError; then nothing of it was taken.

    One that is older than what is known, or was taken before, changes nothing.
    """
    who, keys = _known(store)
    with path.open("rb") as file:
        header = bundles.header_of(file)
        if header.sender != CENTRAL:
            raise BadBundle(Flaw.NOT_FOR_US, "it goes to central")
        if header.reader != who.station:
            raise BadBundle(Flaw.NOT_FOR_US, "another station's answer")
        bundles.prove(file, keys.sign)
        taken, epoch = Taken(), store.epoch
        for raw in bundles.parts(file, _reply_key(store)):
            said = bundles.document(raw)
            if isinstance(said, Downward):
                epoch = said.epoch
            taken = _apply(store, said, epoch, taken)
    return taken


def _apply(store: Store, said: object, epoch: str, taken: Taken) -> Taken:
    match said:
        case Answered():
            return _settle(store, said.pushed, said.epoch or epoch, taken)
        case RosterFrom():
            version, _ = _told(store)
            # A page that begins beyond what is known would leave a gap; one that ends before it is old.
            if said.after <= version < said.page.version and not lie_of_roster(said.page, said.after):
                unread = store.apply_roster(said.page.items, said.page.version)
                return replace(taken, roster=taken.roster + len(said.page.items), unread=(*taken.unread, *unread))
        case PeersFrom():
            _, cursor = _told(store)
            if said.after <= cursor < said.page.cursor and not lie_of_peers(said.page, said.after):
                unread = store.apply_peers(said.page.entries, said.page.cursor)
                return replace(taken, peers=taken.peers + len(said.page.entries), unread=(*taken.unread, *unread))
    return taken


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
