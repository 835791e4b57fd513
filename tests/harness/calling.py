"""Speaks to a central as a station does, as far as HTTP goes, and runs one in a thread on a store of the test's."""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

import httpx
import uvicorn

from central.api import now
from central.app import create_app
from central.store.store import Store
from checkpoint import signatures, wire
from checkpoint.journal import Entry, stamp, to_wire
from checkpoint.wire import Message

PRIVATE = "ab" * 32
KEY = signatures.public_of(PRIVATE)
"""What these stations give as their public key."""

M = TypeVar("M", bound=Message)


@contextmanager
def central_in_thread(store: Store, clock: Callable[[], datetime] = now) -> Iterator[str]:
    """The application on that store, really listening on 127.0.0.1, in a thread; yields its address."""
    app = create_app(store, clock)
    config = uvicorn.Config(app, port=0, log_config=None, access_log=False, lifespan="off")
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    sockets = [config.bind_socket()]
    # Before the thread comes to it: whoever calls at once would find nobody there.
    sockets[0].listen(64)
    loop, stop = asyncio.new_event_loop(), asyncio.Event()

    async def serve() -> None:
        # Neither server.serve() nor shutdown(): both wait in tenths of a second, and hundreds of tests wait with them.
        await server.startup(sockets)
        await stop.wait()
        app.state.waiting.end()
        for listener in server.servers:
            listener.close()
        for connection in list(server.server_state.connections):
            connection.shutdown()
        while server.server_state.connections:
            await asyncio.sleep(0.001)

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    try:
        yield f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


def packed(epoch: str, entries: Iterable[Any], sent_at: datetime | None = None) -> bytes:
    """A push of these (entries, or whatever else may stand among them) as a station packs it."""
    said = [to_wire(one) if isinstance(one, Entry) else one for one in entries]
    batch = wire.Push(epoch=epoch, sent_at=stamp(sent_at or datetime.now(UTC)), entries=said)
    return gzip.compress(wire.encode(batch), 1)


def signed(station: str, epoch: str, entries: Sequence[Entry], raw: bytes, private: str = PRIVATE) -> dict[str, str]:
    """The header by which that station says that it wrote this body."""
    place = (str(entries[-1].seq), entries[-1].hash) if entries else ("0", "")
    said = (station, epoch, *place, signatures.digest(raw))
    return {wire.SIGNATURE: signatures.sign(private, signatures.ENTRIES, *said)}


def has_key(asked: bytes, private: str = PRIVATE) -> dict[str, str]:
    """The header by which whoever enrols so shows that it has the private half of its key."""
    return {wire.SIGNATURE: signatures.sign(private, signatures.ENROLMENT, signatures.digest(asked))}


@dataclass(slots=True)
class Caller:
    """One station as far as HTTP goes. Every answer is checked for central's mark."""

    url: str
    station: str = ""
    token: str = ""
    epoch: str = "e1"
    _client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self._client = httpx.Client(base_url=self.url, trust_env=False, timeout=20)

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def __enter__(self) -> Caller:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def enrol(self, code: str) -> wire.Enrolled:
        """Become a station."""
        asked = wire.encode(wire.Enrol(code=code, public_key=KEY))
        made = self.ask("POST", "/v1/enrol", wire.Enrolled, content=asked, headers=has_key(asked))
        self.station, self.token = made.station, made.token
        return made

    def push(self, entries: Iterable[Any], sent_at: datetime | None = None) -> wire.Pushed:
        """Hand over these entries. sent_at: the station's clock, by default right."""
        said = packed(self.epoch, entries, sent_at)
        return self.ask("POST", "/v1/journal", wire.Pushed, content=said, headers={"Content-Encoding": "gzip"})

    def roster(self, after: int = 0, limit: int = wire.BATCH) -> wire.RosterPage:
        """One page of the roster."""
        return self.ask("GET", f"/v1/roster?after={after}&limit={limit}", wire.RosterPage)

    def peers(self, after: int = 0, limit: int = wire.BATCH) -> wire.PeerPage:
        """One page of what the site's other stations wrote."""
        return self.ask("GET", f"/v1/site/entries?after={after}&limit={limit}", wire.PeerPage)

    def ask(self, method: str, path: str, type_: type[M], status: int = 200, **how: Any) -> M:
        """Ask, and expect that status and that document."""
        answer = self.raw(method, path, **how)
        assert answer.status_code == status, answer.text
        return wire.decode(answer.content, type_)

    def raw(self, method: str, path: str, **how: Any) -> httpx.Response:
        """Ask, whatever the answer; only its mark is checked."""
        own = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        answer = self._client.request(method, path, **{**how, "headers": {**own, **how.get("headers", {})}})
        assert answer.headers[wire.MARK] == wire.MARK_VALUE
        return answer
