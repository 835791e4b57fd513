"""The address that batches come to, past the framework's layers: a tenth of a millisecond of a request's processor.

Taking entries in is `intake`'s, who may speak `auth`'s; around it stands the same as around every address.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Final, NamedTuple

from anyio import CapacityLimiter, to_thread
from fastapi import Request, Response
from starlette.types import Receive, Scope, Send

from central import auth, intake
from central.noting import note_batch
from central.speaking import Unacceptable, answer, caller, decoded, problem, received
from central.store.stations import StationRow
from central.store.store import Store
from central.timing import Ticks
from checkpoint import rows, signatures, wire
from checkpoint.journal import EXACT_INT, MalformedEntry, moment
from checkpoint.wire import BATCH

PATH: Final = "/v1/journal"
SMALL: Final = 16 * 2**10
"""Bytes, packed, of some hundred entries. What is larger is work for the processor, so a process takes two at a time,
one while another waits for the disk: more would only take turns, each with all that it has unpacked in memory.
"""
ASKING: Final = 4
"""Of so many at once it is asked who they are: for a street's at once a process would open connections to the database
only to close them again.
"""
_ROUTE: Final = SimpleNamespace(path=PATH)


BACKSLASH: Final = b"\\"
"""With it JSON writes every character that a text for a database might have to write otherwise."""
DIFFERENT: Final = Unacceptable(
    422, "rows_differ", "These entries do not come out as they were sealed; send them whole."
)


class Push:
    """POST /v1/journal as an ASGI application, and as a function of a request."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock
        self._asking, self._large = CapacityLimiter(ASKING), CapacityLimiter(2)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request. The counters and the log name it by its address as declared."""
        scope["route"] = _ROUTE
        try:
            said = await self.answered(Request(scope, receive))
        except Unacceptable as error:
            said = problem(error.status, error.code, error.sentence, error.wait_s)
        await said(scope, receive, send)

    async def answered(self, request: Request) -> Response:
        """Take a batch in. Raises Unacceptable."""
        # A batch says when it left: what its body takes on a slow line, or until it has its turn, is no wrong clock.
        came = self._clock()
        # Who it is comes first: nobody else is listened to for so long.
        station = await to_thread.run_sync(caller, self._store, request, self._clock, limiter=self._asking)
        packed, unpack = await received(request)
        signature = request.headers.get(wire.SIGNATURE, "")
        return await to_thread.run_sync(
            lambda: answer(self._taken(request, station, unpack(packed), signature, came)),
            limiter=self._large if len(packed) > SMALL else None,
        )

    def _taken(self, request: Request, station: StationRow, raw: bytes, signature: str, came: datetime) -> wire.Pushed:
        taking = take_run if request.headers.get("content-type") == rows.MEDIA else take
        pushed, count = taking(self._store, station, raw, signature, came)
        note_batch(request, pushed, count)
        return pushed


def take(store: Store, station: StationRow, raw: bytes, signature: str, at: datetime) -> tuple[wire.Pushed, int]:
    """(what becomes of a signed batch, of how many entries). raw: its body, unpacked; at: when its head came.

    Raises Unacceptable.
    """
    asked = decoded(raw, intake.Batch)
    sent = _sent(asked, len(asked.entries))
    proof = _proof(store, station, signature, intake.signed_part(asked, raw), at)
    pushed = intake.take(
        store, station, asked.epoch, sent.at, asked.entries, at, living=asked.living, proof=proof, ticks=sent.ticks
    )
    return pushed, len(asked.entries)


def take_run(store: Store, station: StationRow, raw: bytes, signature: str, at: datetime) -> tuple[wire.Pushed, int]:
    """The same of a signed run."""
    try:
        run = rows.decode(raw)
    except wire.MalformedMessage as error:
        raise Unacceptable(422, "malformed", str(error)[:300]) from error
    sent = _sent(run, len(run.rows))
    said = signatures.Batch(run.epoch, run.last, run.hash, signatures.digest(raw))
    proof = _proof(store, station, signature, said, at)
    is_plain = BACKSLASH not in raw
    try:
        pushed = intake.take_run(store, station, run, sent.at, at, proof=proof, ticks=sent.ticks, is_plain=is_plain)
    except rows.Odd as error:
        raise DIFFERENT from error
    return pushed, len(run.rows)


class _Sent(NamedTuple):
    """By which clocks of the station's a batch left."""

    at: datetime
    ticks: Ticks


def _sent(asked: intake.Batch | rows.Rows, count: int) -> _Sent:
    """What is asked of whatever brings entries. Raises Unacceptable."""
    if not all(intake.EPOCH.fullmatch(one) for one in (asked.epoch, asked.living or asked.epoch)):
        raise Unacceptable(422, "malformed", "epoch: 1 to 64 ASCII letters, digits, '-', '_', '.' or ':'.")
    if count > BATCH:
        raise Unacceptable(413, "too_many", f"One request carries at most {BATCH} entries.")
    try:
        sent_at = moment(asked.sent_at)
    except MalformedEntry as error:
        raise Unacceptable(422, "malformed", f"sent_at: {error}") from error
    return _Sent(sent_at, Ticks(asked.mono_ms, asked.boot if abs(asked.mono_ms) < EXACT_INT else ""))


def _proof(store: Store, station: StationRow, signature: str, said: signatures.Batch, at: datetime) -> str:
    """The signature as it is kept beside the chain, once it was found good. Raises Unacceptable."""
    try:
        auth.check_batch(store, station, signature, said, at)
    except auth.NotAllowed as error:
        raise Unacceptable(403, error.code, str(error)) from error
    return said.kept_with(signature)
