"""The addresses that stations call: raw bodies in, wire documents out, every answer marked; rules are elsewhere."""

# No postponed annotations here: FastAPI reads them, and some name things made inside `router`.
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

import msgspec
from fastapi import APIRouter, Depends, Header, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from central import auth, carried, intake, reports, roster, speaking
from central import peers as feed
from central.speaking import LARGEST_BUNDLE, Unacceptable, answer, body_of, decoded
from central.store.stations import StationRow
from central.store.store import Store
from central.waiting import Waiting
from checkpoint import signatures, wire
from checkpoint.bundles import BadBundle
from checkpoint.days import day_of
from checkpoint.journal import stamp
from checkpoint.rows import MEDIA, Rows
from checkpoint.terms import SAID, Told
from checkpoint.wire import BATCH, MARK, MARK_VALUE, Message, Problem

Answers = Callable[[Request], Awaitable[Response]]


def now() -> datetime:
    """Central's clock."""
    return datetime.now(UTC)


def described(request: type[Message] | None, reply: type[Message], *, open_to_all: bool = False) -> dict[str, Any]:
    """What the OpenAPI document says of an address: its bodies by their wire types, and whether it wants a token."""
    said: dict[str, Any] = {
        "responses": {
            "200": {"description": "Done", "content": _document(reply)},
            "default": {"description": "Anything else", "content": _document(Problem)},
        }
    }
    if not open_to_all:
        said["security"] = [{"station": []}]
    if request is not None:
        said["requestBody"] = {"required": True, "content": _document(request)}
    return said


def _document(type_: type[Message], media: str = "application/json") -> dict[str, Any]:
    return {media: {"schema": {"$ref": f"#/components/schemas/{type_.__name__}"}}}


SPOKEN: Final = (
    *(wire.Enrol, wire.Enrolled, wire.Push, Rows, wire.Pushed, wire.RosterPage, wire.PeerPage, wire.SiteReport),
    *(wire.News, wire.Standing, wire.Renew, wire.Renewed, wire.Health, Problem),
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
Terms = Annotated[str, Query(pattern=f"^{SAID}$")]


def router(store: Store, waiting: Waiting, push: Answers, clock: Callable[[], datetime] = now) -> APIRouter:
    """The addresses under /v1, on that store. push: answers whoever brings entries."""
    made = APIRouter(prefix="/v1")
    _let_in(made, store, clock)

    def caller(request: Request) -> StationRow:
        return speaking.caller(store, request, clock)

    Caller = Annotated[StationRow, Depends(caller)]  # noqa: N806

    # Described here; `app` brings what comes to it there by a shorter way.
    either = described(wire.Push, wire.Pushed)
    either["requestBody"]["content"] |= _document(Rows, MEDIA)
    made.post("/journal", openapi_extra=either, summary="Entries up, a receipt for each")(push)

    @made.get("/journal", openapi_extra=described(None, wire.Standing), summary="What central has of an epoch")
    def standing(station: Caller, epoch: Epoch, living: Epoch, at: After = 0) -> Response:
        return answer(intake.standing(store, station, epoch, living, clock(), at))

    @made.get("/roster", openapi_extra=described(None, wire.RosterPage), summary="The roster after a version")
    def roster_page(station: Caller, after: After = 0, limit: Limit = BATCH, terms: Terms = "") -> Response:
        return answer(roster.page(store, station, Told.of(after, terms), limit))

    @made.get("/site/entries", openapi_extra=described(None, wire.PeerPage), summary="The site's other stations")
    def peers(
        *,
        station: Caller,
        after: After = 0,
        limit: Limit = BATCH,
        living: Living = "",
        settled: After = 0,
        terms: Terms = "",
        brief: bool = False,
    ) -> Response:
        twice = intake.is_twice(store, station, living, clock()) if living else None
        page = feed.page(store, station, Told.of(after, terms), limit, living, settled, is_brief=brief)
        return answer(msgspec.structs.replace(page, twice=twice))

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
        asked = decoded(raw, wire.Enrol)
        has_key = signatures.holds(asked.public_key, signature, signatures.ENROLMENT, signatures.digest(raw))
        source = request.client.host if request.client else ""
        return await run_in_threadpool(_enrol, store, asked, source, clock(), has_key=has_key)

    @made.post(
        "/token",
        openapi_extra=described(wire.Renew, wire.Renewed, open_to_all=True),
        summary="A station names its next token, signed",
    )
    async def renew(request: Request, signature: Signature = "") -> Response:
        asked = decoded(await body_of(request), wire.Renew)
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
