"""Around the application: marks and signs answers as central's, answers for what fails, logs and counts each request.

Signed is what was asked with a nonce: so no answer to another question can be passed off as the one to this.

Logged are a request's id, its address as declared, its station, what became of its entries, status and duration: no
query, no token, no body, and of an error its kind and never its message, which may quote what was being stored.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections import Counter
from typing import Any, Final

from fastapi import Response
from sqlalchemy import exc
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from central import noting
from central.metrics import Meter
from central.speaking import problem
from checkpoint import signatures
from checkpoint.wire import MARK, MARK_VALUE, NONCE, SIGNATURE

log = logging.getLogger("central")

BUSY_WAIT_S: Final = 5
ENDING: Final = "Central is being stopped and did not finish this. Try again."
LONGEST_NONCE: Final = 64
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
PAGE_RULES: Final = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
ID: Final = "Request-Id"
"""The header by which an answer is found in the log."""


class Marked:
    """The outermost layer."""

    def __init__(self, app: ASGIApp, meter: Meter, signing: str) -> None:
        self._app, self._meter, self._signing = app, meter, signing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, said = time.perf_counter(), {"status": 0}
        id_, noted = secrets.token_hex(6), noting.begin(scope)
        said_by_us = Signed(scope, send, self._signing).send

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                said["status"] = message["status"]
                headers = MutableHeaders(scope=message)
                headers.update({MARK: MARK_VALUE, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"})
                headers.update({"Content-Security-Policy": PAGE_RULES, ID: id_})
            await said_by_us(message)

        try:
            await self._app(scope, receive, marked)
        except ClientDisconnect:
            said["status"] = 499  # Whoever asked has gone; the number is nginx's.
        except asyncio.CancelledError:
            # Central ends and waits no more. What was being stored may be stored all the same: it is asked again.
            log.warning("broken off", extra={"fields": {"request": id_, "path": _address(scope)}})
            if said["status"]:
                raise
            await problem(503, "ending", ENDING, BUSY_WAIT_S)(scope, receive, marked)
        except Exception as error:
            log.exception("failed", extra={"fields": {"request": id_, "path": _address(scope)}})
            if said["status"]:
                raise
            await failed(error)(scope, receive, marked)
        self._tell(scope, id_, noted, said["status"], time.perf_counter() - began)

    def _tell(self, scope: Scope, id_: str, noted: dict[str, Any], status: int, took_s: float) -> None:
        method, path = scope["method"] if scope["method"] in _METHODS else "other", _address(scope)
        self._meter.answered(method, path, status, took_s)
        self._meter.took(noted.get("entries", Counter()))
        fields = {"method": method, "path": path, "status": status, "took_ms": round(took_s * 1000, 1)}
        log.info("answered", extra={"fields": {"request": id_, **noted, **fields}})


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
    """The address as it is declared, so that what somebody typed fills neither the log nor the counters."""
    route = scope.get("route")
    return str(getattr(route, "path", "")) or "elsewhere"


def failed(error: Exception) -> Response:
    """The answer for an error of ours: 503 when the database is the trouble, so that nobody blames what they sent."""
    troubles = (exc.OperationalError, exc.InterfaceError, exc.InternalError, exc.TimeoutError)
    if isinstance(error, troubles) or type(error) is exc.DatabaseError:
        sentence = "Central's database does not answer just now; nothing was stored. Try again."
        return problem(503, "busy", sentence, BUSY_WAIT_S)
    return problem(500, "failed", "Central could not do this; nothing was stored. Try again.")
