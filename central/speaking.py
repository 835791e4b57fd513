"""How central hears and answers over HTTP: bodies in, bounded and unpacked; wire documents out, marked.

Also whose request it is. What may be asked is left to the addresses.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from datetime import datetime
from typing import Final, TypeVar

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from central import auth, intake
from central.noting import note_station
from central.store.stations import StationRow
from central.store.store import Store
from checkpoint import wire
from checkpoint.wire import MARK, MARK_VALUE, Message, Problem

M = TypeVar("M", bound=Message)

LARGEST_BODY: Final = 4 * 2**20
"""Bytes of a request, unpacked: 500 entries of 8 kB, ten times what they measure."""


LARGEST_BUNDLE: Final = 64 * 2**20
"""Bytes of a sealed queue: some hundred thousand entries. What is larger is carried."""


class Unacceptable(Exception):
    """A request that cannot be served. status: HTTP; code: for the program; sentence: for people.

    wait_s: after how long it may be tried again; None when that would not help.
    """

    def __init__(self, status: int, code: str, sentence: str, wait_s: int | None = None) -> None:
        self.status, self.code, self.sentence, self.wait_s = status, code, sentence, wait_s
        super().__init__(sentence)


TOO_LARGE: Final = Unacceptable(413, "too_large", "The request is too large; send fewer entries at once.")
BAD_GZIP: Final = Unacceptable(400, "bad_gzip", "The request's body is not whole gzip data.")


def answer(message: Message, status: int = 200) -> Response:
    """A wire document as an answer that a station believes."""
    return Response(wire.encode(message), status, {MARK: MARK_VALUE}, media_type="application/json")


def problem(status: int, code: str, sentence: str, wait_s: int | None = None) -> Response:
    """Any answer that is not a success."""
    made = answer(Problem(code=code, sentence=sentence), status)
    if wait_s is not None:
        made.headers["Retry-After"] = str(wait_s)
    if status == 401:
        made.headers["WWW-Authenticate"] = "Bearer"
    return made


async def body_of(request: Request, most: int = LARGEST_BODY) -> bytes:
    """The request's body, unpacked, bounded both packed and unpacked. Raises Unacceptable."""
    packed, unpack = await received(request, most)
    return await run_in_threadpool(unpack, packed) if packed else packed


async def received(request: Request, most: int = LARGEST_BODY) -> tuple[bytes, Callable[[bytes], bytes]]:
    """(the request's body as it came, bounded; what unpacks it, which takes a while). Raises Unacceptable."""
    packed = bytearray()
    async for part in request.stream():
        packed += part
        if len(packed) > most:
            raise TOO_LARGE
    match request.headers.get("content-encoding", "identity").strip().lower():
        case "identity" | "":
            return bytes(packed), bytes
        case "gzip":
            return bytes(packed), unpacked
    raise Unacceptable(415, "unknown_encoding", "The request's body is packed in a way that is not known here.")


def unpacked(packed: bytes) -> bytes:
    """What one gzip member holds, at most LARGEST_BODY bytes of it in memory. Raises Unacceptable."""
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        raw = unpacker.decompress(packed, LARGEST_BODY + 1)
    except zlib.error as error:
        raise BAD_GZIP from error
    if len(raw) > LARGEST_BODY:
        raise TOO_LARGE
    if not unpacker.eof or unpacker.unused_data:
        raise BAD_GZIP
    return raw


def decoded(raw: bytes, type_: type[M]) -> M:
    """The wire document in a body. Raises Unacceptable."""
    try:
        return wire.decode(raw, type_)
    except wire.MalformedMessage as error:
        raise Unacceptable(422, "malformed", str(error)[:300]) from error


def caller(store: Store, request: Request, clock: Callable[[], datetime]) -> StationRow:
    """Whose request it is, noted. Raises Unacceptable."""
    at = clock()
    try:
        station = auth.station_of(store, request.headers.get("authorization", ""), at)
    except auth.NotAllowed as error:
        raise Unacceptable(401, error.code, str(error)) from error
    note_station(request, station.id)
    if station.seen_at is None or at - station.seen_at > intake.HEARD_EVERY:
        store.heard(station.id, at)
    return station
