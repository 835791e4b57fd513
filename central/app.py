"""Central as one ASGI application: ties addresses, pages and errors to the store; it holds nothing between requests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from central import api, pages, pushing, requests, speaking
from central.metrics import Meter, may_ask
from central.sampling import Watch
from central.store.schema import HEAD
from central.store.store import Store
from central.waiting import Waiting
from checkpoint import wire
from checkpoint.journal import stamp

CODES: Final = {404: "not_found", 405: "not_allowed"}
SENTENCES: Final = {404: "There is nothing at this address.", 405: "This address does not take that method."}
NOT_READY_WAIT_S: Final = 30


class Central(FastAPI):
    """The application, in which batches of entries go past everything that they do not need. push: where they go."""

    push: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection or request."""
        if scope["type"] == "http" and scope["method"] == "POST" and scope["path"] == pushing.PATH:
            await self.push(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def create_app(store: Store, clock: Callable[[], datetime] = api.now, *, metrics_token: str = "") -> FastAPI:
    """The application on that store. clock: central's own, UTC; metrics_token: lets others than this computer ask."""
    store.publish_keys()
    # The pages that FastAPI would offer at /docs fetch their scripts from elsewhere, so there are none.
    app = Central(
        title="Central",
        version="1",
        description="The server that checkpoint stations sync to.",
        docs_url=None,
        redoc_url=None,
    )
    app.state.waiting, watch = Waiting(store), Watch(store)
    push = pushing.Push(store, clock)
    app.include_router(api.router(store, app.state.waiting, push.answered, clock))
    app.include_router(pages.router(store, watch, clock))
    app.mount("/static", StaticFiles(directory=pages.FOLDER / "static"), name="static")
    meter = Meter(lambda: {**store.figures(clock()), **watch.figures(clock())})
    _health(app, store, clock)
    _metrics(app, meter, metrics_token)
    _errors(app)
    _describe(app)
    signing = store.own_keys().sign.private_bytes_raw().hex()
    app.add_middleware(requests.Marked, meter=meter, signing=signing)
    app.push = requests.Marked(push, meter, signing)
    return app


def _health(app: FastAPI, store: Store, clock: Callable[[], datetime]) -> None:
    described = api.described(None, wire.Health, open_to_all=True)

    @app.get("/healthz", summary="The process lives", openapi_extra=described)
    def healthz() -> Response:
        return speaking.answer(wire.Health(state="alive", time=stamp(clock())))

    @app.get("/readyz", summary="The database answers and is this program's", openapi_extra=described)
    async def readyz() -> Response:
        held = await run_in_threadpool(store.revision)
        if held != HEAD:
            sentence = f"The database stands at {held}, this program at {HEAD}: another version is at work on it."
            return speaking.problem(503, "other_version", sentence, NOT_READY_WAIT_S)
        return speaking.answer(wire.Health(state="ready", time=stamp(clock())))


def _metrics(app: FastAPI, meter: Meter, token: str) -> None:
    @app.get("/metrics", include_in_schema=False)
    def metrics(request: Request) -> Response:
        if not may_ask(request, token):
            return speaking.problem(404, CODES[404], SENTENCES[404])
        return Response(meter.told(), media_type="text/plain; version=0.0.4; charset=utf-8")


def _errors(app: FastAPI) -> None:
    """Every error is a wire document too, so that a station knows who is speaking."""

    @app.exception_handler(speaking.Unacceptable)
    async def unacceptable(_request: Request, error: Any) -> Response:
        return speaking.problem(error.status, error.code, error.sentence, error.wait_s)

    @app.exception_handler(HTTPException)
    async def refused(_request: Request, error: Any) -> Response:
        status = error.status_code
        return speaking.problem(status, CODES.get(status, "http"), SENTENCES.get(status, str(error.detail)))

    @app.exception_handler(RequestValidationError)
    async def malformed(_request: Request, error: Any) -> Response:
        where = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        return speaking.problem(422, "malformed", where)


def _describe(app: FastAPI) -> None:
    made = app.openapi

    # Anybody may ask for it, so it is made once.
    @cache
    def with_wire_types() -> dict[str, Any]:
        document = made()
        components = document.setdefault("components", {})
        components.setdefault("schemas", {}).update(api.schemas())
        components["securitySchemes"] = {"station": {"type": "http", "scheme": "bearer"}}
        return document

    app.openapi = with_wire_types  # type: ignore[method-assign]
