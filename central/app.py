"""Central as one ASGI application: ties addresses, pages and errors to the store; it holds nothing between requests."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from central import api, pages
from central.store.store import Store
from checkpoint.wire import MARK, MARK_VALUE

log = logging.getLogger("central")


def create_app(store: Store) -> FastAPI:
    """The application on that store."""
    app = FastAPI(title="Central", version="1", description="The server that checkpoint stations sync to.")
    app.include_router(api.router(store))
    app.include_router(pages.router(store))
    app.mount("/static", StaticFiles(directory=pages.FOLDER / "static"), name="static")
    _health(app, store)
    _errors(app)
    _describe(app)
    return app


def _health(app: FastAPI, store: Store) -> None:
    @app.get("/healthz", summary="The process lives")
    def healthz() -> Response:
        return Response("ok", headers={MARK: MARK_VALUE}, media_type="text/plain")

    @app.get("/readyz", summary="The database answers")
    async def readyz() -> Response:
        try:
            await run_in_threadpool(store.ready)
        except Exception:
            log.exception("the database does not answer")
            return api.problem(503, "not_ready", "The database does not answer.")
        return Response("ok", headers={MARK: MARK_VALUE}, media_type="text/plain")


def _errors(app: FastAPI) -> None:
    """Every error is a wire document too, so that a station knows who is speaking."""

    @app.exception_handler(api.Unacceptable)
    async def unacceptable(_request: Request, error: Any) -> Response:
        return api.problem(error.status, error.code, error.sentence)

    @app.exception_handler(HTTPException)
    async def refused(_request: Request, error: Any) -> Response:
        return api.problem(error.status_code, "http", str(error.detail))

    @app.exception_handler(RequestValidationError)
    async def malformed(_request: Request, error: Any) -> Response:
        where = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        return api.problem(422, "malformed", where)

    @app.middleware("http")
    async def failed(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
        try:
            return await go_on(request)
        except Exception as error:
            # The kind of error and the address only: a message may quote what was being stored.
            log.warning("%s %s failed: %s", request.method, request.url.path, type(error).__name__)
            return api.problem(500, "failed", "Central could not do this; nothing was stored. Try again.")


def _describe(app: FastAPI) -> None:
    made = app.openapi

    def with_wire_types() -> dict[str, Any]:
        document = made()
        document.setdefault("components", {}).setdefault("schemas", {}).update(api.schemas())
        return document

    app.openapi = with_wire_types  # type: ignore[method-assign]
