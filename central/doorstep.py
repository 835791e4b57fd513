"""What a connection may cost before anybody knows whose it is: a head of bounded size, in bounded time, and a body too.

uvicorn with its fast parser keeps a head of any length in memory and waits for its end for ever. What a body may hold
is `api`'s.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

LARGEST_HEAD: Final = 64 * 2**10
"""Bytes of a request before its body, give or take what comes at once; a station's measure a thousand."""
HEAD_S: Final = 20.0
"""Seconds until a connection has asked for something: none of a station's is opened before there is a question."""
WHOLE_S: Final = 300.0
"""Seconds for a body to come, and for an answer to be made and read: a station gives none of its requests so long."""


class Bounded(HttpToolsProtocol):
    """Lets go of whoever takes too long to ask, to be answered or to read it, or asks at too great a length."""

    _head: int | None = 0
    _due: asyncio.TimerHandle | None = None
    _answering: RequestResponseCycle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._within(HEAD_S)

    def connection_lost(self, exc: Exception | None) -> None:
        self._within(None)
        # Whoever asked several things at once and left is answered none of them: writing would be an error.
        self.pipeline.clear()
        if self._answering is not None:
            self._answering.disconnected = True
            self._answering.message_event.set()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._head is not None:
            self._head += len(data)
        super().data_received(data)
        if self._head is not None and self._head > LARGEST_HEAD:
            self._leave()

    def on_message_begin(self) -> None:
        self._head = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._head = None
        self._within(WHOLE_S)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._within(WHOLE_S)
        super().on_message_complete()

    def on_response_complete(self) -> None:
        is_last = not self.pipeline and not self.cycle.more_body
        super().on_response_complete()
        if is_last:
            self._within(HEAD_S)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._answering = cycle
        super()._start_asgi_task(cycle, app)

    def _within(self, seconds: float | None) -> None:
        if self._due is not None:
            self._due.cancel()
        self._due = None if seconds is None else self.loop.call_later(seconds, self._leave)

    def _leave(self) -> None:
        """Close when what was answered has been read; when it is not read, all the same."""
        self.transport.close()
        self._due = self.loop.call_later(WHOLE_S, self.transport.abort)
