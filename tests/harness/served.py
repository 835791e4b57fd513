"""A central in this process, over real HTTP, whose clock a test turns: for stories that have a day of their own."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from central import auth
from central.app import create_app
from central.serving import Server
from central.store.store import Store
from checkpoint.roster import Document
from tests.harness.central import new_books
from tests.harness.made import SITE, FakeClock


class Served:
    """url: where it listens. store: its database."""

    def __init__(self, url: str, store: Store, clock: FakeClock) -> None:
        self.url, self.store, self._clock = url, store, clock

    def code(self, gate: str) -> str:
        """A one-time code for a station at that gate."""
        return auth.new_code(self.store, name=gate, site=SITE, gate=gate, now=self._clock.now())


@contextmanager
def served(folder: Path, documents: list[Document], clock: FakeClock) -> Iterator[Served]:
    """Such a central, with that roster, for the length of a test."""
    store = new_books(folder)
    store.put(documents)
    server = Server(uvicorn.Config(create_app(store, clock.now), log_level="error", lifespan="off"))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield Served(f"http://127.0.0.1:{listener.getsockname()[1]}", store, clock)
        finally:
            server.should_exit = True
            thread.join()
            store.close()
