"""The addresses that stations call: raw bodies in, wire documents out, every answer marked; rules are elsewhere."""

# No postponed annotations here: FastAPI reads them, and some name things made inside `router`.
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, Final, TypeVar

import msgspec
from fastapi import APIRouter, Depends, Header, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from central import auth, intake, roster
from central.store.store import StationRow, Store
from checkpoint import wire
from checkpoint.journal import MalformedEntry, moment, stamp, to_wire
from checkpoint.wire import BATCH, MARK, MARK_VALUE, Message, Problem

M = TypeVar("M", bound=Message)

LARGEST_BODY: Final = 4 * 2**20
"""Bytes of a request, unpacked: 500 entries of 8 kB, ten times what they measure."""


class Unacceptable(Exception):
    """A request that cannot be served. status: HTTP; code: for the program; sentence: for people."""

    def __init__(self, status: int, code: str, sentence: str) -> None:
        self.status, self.code, self.sentence = status, code, sentence
        super().__init__(sentence)


def answer(message: Message, status: int = 200) -> Response:
    """A wire document as an answer that a station believes."""
    return Response(wire.encode(message), status, {MARK: MARK_VALUE}, media_type="application/json")


def problem(status: int, code: str, sentence: str) -> Response:
    """Any answer that is not a success."""
    return answer(Problem(code=code, sentence=sentence), status)


async def body_of(request: Request) -> bytes:
    """The request's body, unpacked and bounded. Raises Unacceptable."""
    packed = bytearray()
    async for part in request.stream():
        packed += part
        if len(packed) > LARGEST_BODY:
            raise Unacceptable(413, "too_large", "The request is too large; send fewer entries at once.")
    if request.headers.get("content-encoding", "identity").lower() != "gzip":
        return bytes(packed)
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        raw = unpacker.decompress(bytes(packed), LARGEST_BODY)
    except zlib.error as error:
        raise Unacceptable(400, "bad_gzip", "The request's body is not whole gzip data.") from error
    if unpacker.unconsumed_tail:
        raise Unacceptable(413, "too_large", "The request is too large; send fewer entries at once.")
    if not unpacker.eof:
        raise Unacceptable(400, "bad_gzip", "The request's body is not whole gzip data.")
    return raw


def now() -> datetime:
    """Central's clock."""
    return datetime.now(UTC)


def _described(request: type[Message] | None, reply: type[Message]) -> dict[str, Any]:
    """What the OpenAPI document says of an address: its bodies by their wire types."""
    said: dict[str, Any] = {
        "responses": {
            "200": {"description": "Done", "content": _json(reply)},
            "default": {"description": "Anything else", "content": _json(Problem)},
        }
    }
    if request is not None:
        said["requestBody"] = {"required": True, "content": _json(request)}
    return said


def _json(type_: type[Message]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{type_.__name__}"}}}


SPOKEN: Final = (wire.Enrol, wire.Enrolled, wire.Push, wire.Pushed, wire.RosterPage, wire.PeerPage, Problem)


def schemas() -> dict[str, Any]:
    """The wire types as OpenAPI component schemas, by name."""
    _, components = msgspec.json.schema_components(SPOKEN, ref_template="#/components/schemas/{name}")
    return components


Limit = Annotated[int, Query(ge=1, le=BATCH)]
After = Annotated[int, Query(ge=0)]


def router(store: Store, clock: Callable[[], datetime] = now) -> APIRouter:
    """The addresses under /v1, on that store."""
    made = APIRouter(prefix="/v1")

    def caller(authorization: Annotated[str, Header()] = "") -> StationRow:
        try:
            return auth.station_of(store, authorization)
        except auth.NotAllowed as error:
            raise Unacceptable(401, error.code, str(error)) from error

    Caller = Annotated[StationRow, Depends(caller)]  # noqa: N806

    @made.post("/enrol", openapi_extra=_described(wire.Enrol, wire.Enrolled), summary="A one-time code for an identity")
    async def enrol(request: Request) -> Response:
        asked = _decoded(await body_of(request), wire.Enrol)
        return await run_in_threadpool(_enrol, store, asked, clock())

    @made.post("/journal", openapi_extra=_described(wire.Push, wire.Pushed), summary="Entries up, a receipt for each")
    async def push(request: Request, station: Caller) -> Response:
        raw = await body_of(request)
        return await run_in_threadpool(_push, store, station, raw, clock())

    @made.get("/roster", openapi_extra=_described(None, wire.RosterPage), summary="The roster after a version")
    def roster_page(station: Caller, after: After = 0, limit: Limit = BATCH) -> Response:
        return answer(roster.page(store, station, after, limit))

    @made.get("/site/entries", openapi_extra=_described(None, wire.PeerPage), summary="The site's other stations")
    def peers(station: Caller, after: After = 0, limit: Limit = BATCH) -> Response:
        return answer(_peers(store, station, after, limit))

    return made


def _decoded(raw: bytes, type_: type[M]) -> M:
    try:
        return wire.decode(raw, type_)
    except wire.MalformedMessage as error:
        raise Unacceptable(422, "malformed", str(error)) from error


def _enrol(store: Store, asked: wire.Enrol, at: datetime) -> Response:
    try:
        station, token = auth.enrol(store, asked.code, asked.public_key, at)
    except auth.NotAllowed as error:
        return problem(403, error.code, str(error))
    made = {"station": station.id, "name": station.name, "site": station.site, "gate": station.gate}
    return answer(wire.Enrolled(**made, token=token, time=stamp(at)))


def _push(store: Store, station: StationRow, raw: bytes, at: datetime) -> Response:
    asked = _decoded(raw, wire.Push)
    if len(asked.entries) > BATCH:
        raise Unacceptable(413, "too_many", f"One request carries at most {BATCH} entries.")
    try:
        sent_at = moment(asked.sent_at)
    except MalformedEntry as error:
        raise Unacceptable(422, "malformed", f"sent_at: {error}") from error
    return answer(intake.take(store, station, asked.epoch, sent_at, asked.entries, at))


def _peers(store: Store, station: StationRow, after: int, limit: int) -> wire.PeerPage:
    arrivals, cursor = store.feed(station.site, station.id, after, limit)
    told = [
        wire.PeerEntry(
            entry=to_wire(arrived.entry),
            scanned_at=stamp(arrived.scanned_at),
            corrected=arrived.corrected,
            received_at=stamp(arrived.received_at or arrived.scanned_at),
        )
        for arrived in arrivals
    ]
    return wire.PeerPage(entries=told, cursor=cursor, more=len(told) == limit)
