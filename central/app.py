"""Central as one ASGI application: ties addresses, pages and errors to the store; it holds nothing between requests."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from sqlalchemy import exc
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from central import api, pages
from central.store.store import Store
from central.waiting import Waiting
from checkpoint import signatures, wire
from checkpoint.journal import stamp
from checkpoint.wire import MARK, MARK_VALUE, NONCE, SIGNATURE

log = logging.getLogger("central")

CODES: Final = {404: "not_found", 405: "not_allowed"}
SENTENCES: Final = {404: "There is nothing at this address.", 405: "This address does not take that method."}
BUSY_WAIT_S: Final = 5
LONGEST_NONCE: Final = 64
PAGE_RULES: Final = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def create_app(store: Store, clock: Callable[[], datetime] = api.now) -> FastAPI:
    """The application on that store. clock: central's own, UTC."""
    store.publish_keys()
    # The pages that FastAPI would offer at /docs fetch their scripts from elsewhere, so there are none.
    app = FastAPI(
        title="Central",
        version="1",
        description="The server that checkpoint stations sync to.",
        docs_url=None,
        redoc_url=None,
    )
    app.state.waiting = Waiting(store)
    app.include_router(api.router(store, app.state.waiting, clock))
    app.include_router(pages.router(store, clock))
    app.mount("/static", StaticFiles(directory=pages.FOLDER / "static"), name="static")
    _health(app, store, clock)
    _errors(app)
    _describe(app)
    app.add_middleware(Marked, signing=store.own_keys().sign.private_bytes_raw().hex())
    return app


def _health(app: FastAPI, store: Store, clock: Callable[[], datetime]) -> None:
    described = api.described(None, wire.Health, open_to_all=True)

    @app.get("/healthz", summary="The process lives", openapi_extra=described)
    def healthz() -> Response:
        return api.answer(wire.Health(state="alive", time=stamp(clock())))

    @app.get("/readyz", summary="The database answers", openapi_extra=described)
    async def readyz() -> Response:
        await run_in_threadpool(store.ready)
        return api.answer(wire.Health(state="ready", time=stamp(clock())))


def _errors(app: FastAPI) -> None:
    """Every error is a wire document too, so that a station knows who is speaking."""

    @app.exception_handler(api.Unacceptable)
    async def unacceptable(_request: Request, error: Any) -> Response:
        return api.problem(error.status, error.code, error.sentence, error.wait_s)

    @app.exception_handler(HTTPException)
    async def refused(_request: Request, error: Any) -> Response:
        status = error.status_code
        return api.problem(status, CODES.get(status, "http"), SENTENCES.get(status, str(error.detail)))

    @app.exception_handler(RequestValidationError)
    async def malformed(_request: Request, error: Any) -> Response:
        where = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        return api.problem(422, "malformed", where)


class Marked:
    """Around the application: marks and signs answers as central's, answers for what fails, and logs each request.

    Signed is what was asked with a nonce: so no answer to another question can be passed off as the one to this.

    Logged are address, status and duration: no query, no token, no body, and of an error its kind and never its
    message, which may quote what was being stored.
    """

    def __init__(self, app: ASGIApp, signing: str) -> None:
        self._app, self._signing = app, signing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, said = time.perf_counter(), {"status": 0}
        said_by_us = Signed(scope, send, self._signing).send

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                said["status"] = message["status"]
                headers = MutableHeaders(scope=message)
                headers.update({MARK: MARK_VALUE, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"})
                headers["Content-Security-Policy"] = PAGE_RULES
            await said_by_us(message)

        try:
            await self._app(scope, receive, marked)
        except ClientDisconnect:
            said["status"] = 499  # Whoever asked has gone; the number is nginx's.
        except Exception as error:
            log.exception("failed", extra={"fields": {"path": _address(scope)}})
            if said["status"]:
                raise
            await failed(error)(scope, receive, marked)
        took_ms = round((time.perf_counter() - began) * 1000, 1)
        fields = {"method": scope["method"], "path": _address(scope), "status": said["status"], "took_ms": took_ms}
        log.info("answered", extra={"fields": fields})


class Signed:
    """Puts central's signature before an answer that was asked for with a nonce, once its body is known.

    What streams is passed on as it comes, unsigned: a station believes nothing of it and only asks again sooner.
    """

    def __init__(self, scope: Scope, send: Send, signing: str) -> None:
        nonce = Headers(scope=scope).get(NONCE, "")
        self._nonce = nonce if 16 <= len(nonce) <= LONGEST_NONCE else ""
        self._scope, self._send, self._signing = scope, send, signing
        self._head: Message | None = None

    async def send(self, message: Message) -> None:
        """One message of the answer."""
        if self._nonce and message["type"] == "http.response.start":
            self._head = message
            return
        if self._head is not None:
            head, self._head = self._head, None
            if not message.get("more_body", False):
                self._sign(head, message.get("body", b""))
            await self._send(head)
        await self._send(message)

    def _sign(self, head: Message, body: bytes) -> None:
        query = self._scope["query_string"].decode("ascii", "replace")
        asked = (self._nonce, self._scope["method"], f"{self._scope['path']}{'?' if query else ''}{query}")
        said = (*asked, str(head["status"]), signatures.digest(body))
        signature = signatures.sign(self._signing, signatures.ANSWER, *said)
        MutableHeaders(scope=head)[SIGNATURE] = signature


def _address(scope: Scope) -> str:
    """The address as it is declared, so that what somebody typed does not fill the log."""
    route = scope.get("route")
    return str(getattr(route, "path", "")) or "elsewhere"


def failed(error: Exception) -> Response:
    """The answer for an error of ours: 503 when the database is the trouble, so that nobody blames what they sent."""
    troubles = (exc.OperationalError, exc.InterfaceError, exc.InternalError, exc.TimeoutError)
    if isinstance(error, troubles) or type(error) is exc.DatabaseError:
        sentence = "Central's database does not answer just now; nothing was stored. Try again."
        return api.problem(503, "busy", sentence, BUSY_WAIT_S)
    return api.problem(500, "failed", "Central could not do this; nothing was stored. Try again.")


def _describe(app: FastAPI) -> None:
    made = app.openapi

    def with_wire_types() -> dict[str, Any]:
        document = made()
        components = document.setdefault("components", {})
        components.setdefault("schemas", {}).update(api.schemas())
        components["securitySchemes"] = {"station": {"type": "http", "scheme": "bearer"}}
        return document

    app.openapi = with_wire_types  # type: ignore[method-assign]
