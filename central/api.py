"""The addresses that stations call: raw bodies in, wire documents out, every answer marked; rules are elsewhere."""

# No postponed annotations here: FastAPI reads them, and some name things made inside `router`.
import zlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, TypeVar
from zoneinfo import ZoneInfo

import msgspec
from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, Header, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from central import auth, carried, intake, reports, roster
from central import peers as feed
from central.noting import note_batch, note_station
from central.store.stations import StationRow
from central.store.store import Store
from central.waiting import Waiting
from checkpoint import signatures, wire
from checkpoint.bundles import BadBundle
from checkpoint.days import day_of
from checkpoint.journal import EXACT_INT, MalformedEntry, moment, stamp
from checkpoint.wire import BATCH, MARK, MARK_VALUE, Message, Problem

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


def now() -> datetime:
    """Central's clock."""
    return datetime.now(UTC)


def described(request: type[Message] | None, reply: type[Message], *, open_to_all: bool = False) -> dict[str, Any]:
    """What the OpenAPI document says of an address: its bodies by their wire types, and whether it wants a token."""
    said: dict[str, Any] = {
        "responses": {
            "200": {"description": "Done", "content": _json(reply)},
            "default": {"description": "Anything else", "content": _json(Problem)},
        }
    }
    if not open_to_all:
        said["security"] = [{"station": []}]
    if request is not None:
        said["requestBody"] = {"required": True, "content": _json(request)}
    return said


def _json(type_: type[Message]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{type_.__name__}"}}}


SPOKEN: Final = (
    *(wire.Enrol, wire.Enrolled, wire.Push, wire.Pushed, wire.RosterPage, wire.PeerPage, wire.SiteReport, wire.News),
    wire.Standing,
    *(wire.Renew, wire.Renewed, wire.Health, Problem),
)


def schemas() -> dict[str, Any]:
    """The wire types as OpenAPI component schemas, by name."""
    _, components = msgspec.json.schema_components(SPOKEN, ref_template="#/components/schemas/{name}")
    return components


Signature = Annotated[str, Header(alias=wire.SIGNATURE, include_in_schema=False)]
Epoch = Annotated[str, Query(pattern=f"^{intake.EPOCH.pattern}$")]
Living = Annotated[str, Query(pattern=f"^({intake.EPOCH.pattern})?$")]
Limit = Annotated[int, Query(ge=1, le=BATCH)]
After = Annotated[int, Query(ge=0, le=2**53)]
SMALL_PUSH: Final = 16 * 2**10
"""Bytes, packed, of some hundred entries. What is larger is work for the processor, so a process takes one at a time:
several would only take turns, each with all that it has unpacked in memory. A small one waits for the disk instead.
"""


def router(store: Store, waiting: Waiting, clock: Callable[[], datetime] = now) -> APIRouter:
    """The addresses under /v1, on that store."""
    made = APIRouter(prefix="/v1")
    large = CapacityLimiter(2)
    _let_in(made, store, clock)

    def caller(request: Request, authorization: Annotated[str, Header(include_in_schema=False)] = "") -> StationRow:
        try:
            station = auth.station_of(store, authorization, clock())
        except auth.NotAllowed as error:
            raise Unacceptable(401, error.code, str(error)) from error
        note_station(request, station.id)
        if station.seen_at is None or clock() - station.seen_at > intake.HEARD_EVERY:
            store.heard(station.id, clock())
        return station

    Caller = Annotated[StationRow, Depends(caller)]  # noqa: N806

    @made.post("/journal", openapi_extra=described(wire.Push, wire.Pushed), summary="Entries up, a receipt for each")
    async def push(request: Request, station: Caller, signature: Signature = "") -> Response:
        packed, unpack = await received(request)
        turn = large if len(packed) > SMALL_PUSH else None
        pushed = await to_thread.run_sync(
            lambda: _push(store, station, unpack(packed), signature, clock()), limiter=turn
        )
        note_batch(request, pushed)
        return answer(pushed)

    @made.get("/journal", openapi_extra=described(None, wire.Standing), summary="What central has of an epoch")
    def standing(station: Caller, epoch: Epoch, living: Epoch, at: After = 0) -> Response:
        return answer(intake.standing(store, station, epoch, living, clock(), at))

    @made.get("/roster", openapi_extra=described(None, wire.RosterPage), summary="The roster after a version")
    def roster_page(station: Caller, after: After = 0, limit: Limit = BATCH) -> Response:
        return answer(roster.page(store, station, after, limit))

    @made.get("/site/entries", openapi_extra=described(None, wire.PeerPage), summary="The site's other stations")
    def peers(
        station: Caller, after: After = 0, limit: Limit = BATCH, living: Living = "", settled: After = 0
    ) -> Response:
        return answer(feed.page(store, station, after, limit, living, settled))

    @made.get("/wait", openapi_extra=described(None, wire.News), summary="Answers when the roster or the feed moves")
    async def wait(station: Caller, roster: After = 0, feed: After = 0) -> Response:
        newest, last = await waiting.news(station.id, station.site, roster, feed, wire.WAIT_S)
        return answer(wire.News(roster=newest, feed=last, time=stamp(clock())))

    @made.get("/site/report", openapi_extra=described(None, wire.SiteReport), summary="The site's daily figures")
    def report(station: Caller, day: date | None = None) -> Response:
        return answer(_report(store, station, day, clock()))

    return made


def _let_in(made: APIRouter, store: Store, clock: Callable[[], datetime]) -> None:
    """The addresses for whoever has no token, or none that is good any more, or is out of service."""

    @made.post(
        "/enrol",
        openapi_extra=described(wire.Enrol, wire.Enrolled, open_to_all=True),
        summary="A one-time code for an identity",
    )
    async def enrol(request: Request, signature: Signature = "") -> Response:
        raw = await body_of(request)
        asked = _decoded(raw, wire.Enrol)
        has_key = signatures.holds(asked.public_key, signature, signatures.ENROLMENT, signatures.digest(raw))
        source = request.client.host if request.client else ""
        return await run_in_threadpool(_enrol, store, asked, source, clock(), has_key=has_key)

    @made.post(
        "/token",
        openapi_extra=described(wire.Renew, wire.Renewed, open_to_all=True),
        summary="A station names its next token, signed",
    )
    async def renew(request: Request, signature: Signature = "") -> Response:
        asked = _decoded(await body_of(request), wire.Renew)
        return await run_in_threadpool(_renew, store, asked, signature, clock())

    @made.post("/handover", summary="A revoked station's sealed queue, for a sealed answer", include_in_schema=False)
    async def hand_over(request: Request, authorization: Annotated[str, Header()] = "") -> Response:
        # Who it is comes first: nobody else is listened to for so long.
        station = await run_in_threadpool(_retiring, store, authorization, clock())
        raw = await body_of(request, LARGEST_BUNDLE)
        return await run_in_threadpool(_hand_over, store, station, raw, clock())


def _retiring(store: Store, authorization: str, at: datetime) -> StationRow:
    try:
        station = auth.station_of(store, authorization, at, may_be_revoked=True)
        carried.see_retired(station)
    except auth.NotAllowed as error:
        raise Unacceptable(401 if error.code == "unknown_token" else 403, error.code, str(error)) from error
    return station


def _hand_over(store: Store, station: StationRow, raw: bytes, at: datetime) -> Response:
    try:
        said = carried.hand_over(store, station, raw, at)
    except auth.NotAllowed as error:
        raise Unacceptable(403, error.code, str(error)) from error
    except BadBundle as error:
        raise Unacceptable(422, "bad_bundle", str(error)) from error
    return Response(said, 200, {MARK: MARK_VALUE}, media_type="application/octet-stream")


def _decoded(raw: bytes, type_: type[M]) -> M:
    try:
        return wire.decode(raw, type_)
    except wire.MalformedMessage as error:
        raise Unacceptable(422, "malformed", str(error)[:300]) from error


def _enrol(store: Store, asked: wire.Enrol, source: str, at: datetime, *, has_key: bool) -> Response:
    how = {"signs": asked.signs, "has_key": has_key}
    try:
        station, token = auth.enrol(store, asked.code, asked.public_key, source, at, **how)
    except auth.NotAllowed as error:
        raise Unacceptable(429 if error.wait_s else 403, error.code, str(error), error.wait_s) from error
    made = {"station": station.id, "name": station.name, "site": station.site, "gate": station.gate}
    return answer(wire.Enrolled(**made, token=token, time=stamp(at), signing=store.own_keys().public.sign))


def _renew(store: Store, asked: wire.Renew, signature: str, at: datetime) -> Response:
    try:
        auth.renew(store, asked.station, asked.token_hash, signature)
    except auth.NotAllowed as error:
        raise Unacceptable(401, error.code, str(error)) from error
    return answer(wire.Renewed(token_hash=asked.token_hash, time=stamp(at)))


def _push(store: Store, station: StationRow, raw: bytes, signature: str, at: datetime) -> wire.Pushed:
    asked = _decoded(raw, intake.Batch)
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


def _report(store: Store, station: StationRow, day: date | None, at: datetime) -> wire.SiteReport:
    try:
        site = reports.site_of(store, station.site)
    except LookupError as error:
        raise Unacceptable(404, "no_site", "This station's site is not on the roster.") from error
    asked = day or day_of(at, ZoneInfo(site.time_zone))
    try:
        figures = reports.report(store, site, asked, at, with_supplies=False)
    except OverflowError as error:
        raise Unacceptable(422, "malformed", "day: beyond the calendar") from error
    return wire.SiteReport(site=site.id, day=asked.isoformat(), figures=figures, time=stamp(at))
