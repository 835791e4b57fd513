"""The address that batches come to, past the framework's layers: a tenth of a millisecond of a request's processor.

Taking entries in is `intake`'s, who may speak `auth`'s; around it stands the same as around every address.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Final

from anyio import CapacityLimiter, to_thread
from fastapi import Request, Response
from starlette.types import Receive, Scope, Send

from central import auth, intake
from central.noting import note_batch
from central.speaking import Unacceptable, answer, caller, decoded, problem, received
from central.store.stations import StationRow
from central.store.store import Store
from checkpoint import wire
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
        # Who it is comes first: nobody else is listened to for so long.
        station = await to_thread.run_sync(caller, self._store, request, self._clock, limiter=self._asking)
        packed, unpack = await received(request)
        signature = request.headers.get(wire.SIGNATURE, "")
        return await to_thread.run_sync(
            lambda: answer(self._taken(request, station, unpack(packed), signature)),
            limiter=self._large if len(packed) > SMALL else None,
        )

    def _taken(self, request: Request, station: StationRow, raw: bytes, signature: str) -> wire.Pushed:
        pushed = take(self._store, station, raw, signature, self._clock())
        note_batch(request, pushed)
        return pushed


def take(store: Store, station: StationRow, raw: bytes, signature: str, at: datetime) -> wire.Pushed:
    """Take a signed batch in. raw: its body, unpacked. Raises Unacceptable."""
    asked = decoded(raw, intake.Batch)
    if not all(intake.EPOCH.fullmatch(one) for one in (asked.epoch, asked.living or asked.epoch)):
        raise Unacceptable(422, "malformed", "epoch: 1 to 64 ASCII letters, digits, '-', '_', '.' or ':'.")
    if len(asked.entries) > BATCH:
        raise Unacceptable(413, "too_many", f"One request carries at most {BATCH} entries.")
    try:
        sent_at = moment(asked.sent_at)
    except MalformedEntry as error:
        raise Unacceptable(422, "malformed", f"sent_at: {error}") from error
    said = intake.signed_part(asked, raw)
    try:
        auth.check_batch(store, station, signature, said, at)
    except auth.NotAllowed as error:
        raise Unacceptable(403, error.code, str(error)) from error
    proof = said.kept_with(signature)
    ticks = intake.Ticks(asked.mono_ms, asked.boot if abs(asked.mono_ms) < EXACT_INT else "")
    return intake.take(
        store, station, asked.epoch, sent_at, asked.entries, at, living=asked.living, proof=proof, ticks=ticks
    )
