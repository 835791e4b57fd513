"""What a connection may cost before anybody knows whose it is: a head of bounded size, in bounded time, and a body too.

uvicorn with its fast parser keeps a head of any length in memory, waits for its end for ever, and takes connections
until there are no more files to be had. What a body may hold is `api`'s.
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


MOST: Final = 4_096
"""Connections of a process at once: a district's stations have two each."""
FILES: Final = 256
"""Files that a process needs besides: databases, the log, connections that come while others go."""


def most_connections() -> int:
    """How many connections this process may have at once, after it has asked the system for as many files."""
    try:
        import resource
    except ModuleNotFoundError:
        return MOST
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < MOST + FILES:
        soft = MOST + FILES if hard == resource.RLIM_INFINITY else min(hard, MOST + FILES)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return MOST if soft == resource.RLIM_INFINITY else max(1, min(MOST, soft - FILES))


class Crowd:
    """Whoever is connected to one process, by address.

    While there is room an address may have any number: behind one there may be a street, or the proxy of a city. When
    there is none, the address with the most lets go of its oldest connection that is not being answered just now.
    """

    def __init__(self, most: int) -> None:
        self._most, self._count = most, 0
        self._of: dict[str, dict[Bounded, None]] = {}

    def enter(self, one: Bounded) -> None:
        """One more, for which another one may have to go, or itself."""
        self._of.setdefault(one.address, {})[one] = None
        self._count += 1
        if self._count > self._most:
            crowded = max(self._of.values(), key=len)
            idle = next((other for other in crowded if not other.is_answered), None)
            (idle or next(reversed(crowded))).go()

    def leave(self, one: Bounded) -> None:
        """It is gone, or as good as gone."""
        here = self._of.get(one.address, {})
        if one in here:
            del here[one]
            self._count -= 1
        if not here:
            self._of.pop(one.address, None)


class Bounded(HttpToolsProtocol):
    """Lets go of whoever takes too long to ask, to be answered or to read it, or asks at too great a length."""

    _head: int | None = 0
    _due: asyncio.TimerHandle | None = None
    _answering: RequestResponseCycle | None = None
    crowd = Crowd(MOST)
    """Each server's own."""

    @property
    def address(self) -> str:
        """Where it comes from, as far as this end sees."""
        return self.client[0] if self.client else ""

    @property
    def is_answered(self) -> bool:
        """Whether somebody asked for something whole, or for much, and has no answer yet."""
        return self.cycle is not None and not self.cycle.response_complete

    def go(self) -> None:
        """Make room for another one, at once."""
        self.crowd.leave(self)
        self.transport.abort()

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._within(HEAD_S)
        self.crowd.enter(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._within(None)
        self.crowd.leave(self)
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
