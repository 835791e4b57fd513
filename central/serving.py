"""Runs the application with uvicorn on a socket of our own making; what is served is `app`'s."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Final

import uvicorn

from central import daily
from central.app import create_app
from central.store.store import Store

BACKLOG: Final = 512
"""Connections that may wait to be taken: a street's stations that come back at once."""


class Server(uvicorn.Server):
    """uvicorn's server, which ends quietly when it is told to: its own raises the signal again and dies of it."""

    def __init__(self, config: uvicorn.Config, begun: Callable[[], None] = lambda: None) -> None:
        super().__init__(config)
        self._begun, self._told, self.ends = begun, set[int](), threading.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Finish what was begun on SIGTERM and SIGINT; a second SIGINT does not wait for it."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self._told_to_stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, former in before.items():
                signal.signal(number, former)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what is under way; whoever waits for news is answered at once, so that it does not take half a minute."""
        waiting = getattr(getattr(self.config.app, "state", None), "waiting", None)
        if waiting is not None:
            waiting.end()
        self.ends.set()
        await super().shutdown(sockets)

    def _told_to_stop(self, number: int, _frame: FrameType | None) -> None:
        # Impatient is only whoever sits at a terminal. To a worker SIGTERM comes twice where all processes of a service
        # are told: from whoever ends them, and from the process that started it.
        self.force_exit |= number == signal.SIGINT and number in self._told
        self._told.add(number)
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin, and say so."""
        await super().startup(sockets)
        if self.started:
            self._begun()


@dataclass(frozen=True, slots=True)
class Tls:
    """Files in PEM."""

    certificate: Path
    key: Path

    def look(self) -> None:
        """See that they belong together. Raises OSError with a sentence."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        try:
            context.load_cert_chain(self.certificate, self.key)
        except ssl.SSLError as error:
            raise OSError(f"{self.certificate} and {self.key} are no certificate with its key") from error


@dataclass(frozen=True, slots=True)
class Door:
    """Where to listen. metrics_token: what whoever asks for the counters from elsewhere must know.

    tls: certificate and key; None: plain HTTP.
    """

    host: str
    port: int
    metrics_token: str = ""
    tls: Tls | None = None


def serve(store: Store, door: Door, *, end_with_stdin: bool = False) -> None:
    """Serve until SIGTERM or SIGINT, finishing what was begun. Says on standard output where it listens.

    end_with_stdin: also stop when standard input closes, so that a parent that dies takes this process along.
    Raises OSError when the address cannot be taken.
    """
    see_what_speaks()
    if door.tls is not None:
        door.tls.look()
    with listening(door.host, door.port) as listener:
        listener.listen(BACKLOG)
        server = server_on(store, door, lambda: say_where(listener, door))
        if end_with_stdin:
            threading.Thread(target=watch, args=(sys.stdin.fileno(), server), daemon=True).start()
        sweep_seldom()
        server.run(sockets=[listener])


def server_on(store: Store, door: Door, begun: Callable[[], None]) -> Server:
    """The application on that store, to be run on a socket. begun: called when it listens."""
    app = create_app(store, metrics_token=door.metrics_token)
    files: dict[str, Any] = {"ssl_certfile": door.tls.certificate, "ssl_keyfile": door.tls.key} if door.tls else {}
    # Nothing is begun or ended with the application itself; asked to, it would tell of being broken off as of an error.
    speaks: dict[str, Any] = {"http": _protocol(), "ws": "none", "lifespan": "off"}
    config = uvicorn.Config(
        app, log_config=None, log_level="warning", access_log=False, timeout_graceful_shutdown=10, **speaks, **files
    )
    server = Server(config, begun)
    threading.Thread(target=daily.run, args=(store, server.ends), daemon=True).start()
    return server


def see_what_speaks() -> None:
    """See that what bounds a connection is there. Raises OSError with a sentence.

    uvicorn's other way to speak HTTP would keep whoever connects and says nothing, for ever.
    """
    try:
        import httptools  # noqa: F401
    except ImportError as error:
        raise OSError("central does not serve without the package httptools, which is not installed here") from error


def _protocol() -> Any:
    """What speaks HTTP, and who is connected."""
    from central.doorstep import Bounded, Crowd, most_connections

    return type("BoundedHere", (Bounded,), {"crowd": Crowd(most_connections())})


def sweep_seldom() -> None:
    """Let the garbage collector look less often, and never again at what stays: a seventh of a batch's time was its.

    What a request leaves behind goes by itself; a batch of 500 entries makes some thousand objects, none in a circle.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def say_where(listener: socket.socket, door: Door) -> None:
    """For people, and for whoever started this and waits for it."""
    shown, scheme = f"[{door.host}]" if ":" in door.host else door.host, "https" if door.tls else "http"
    print(f"central is listening on {scheme}://{shown}:{listener.getsockname()[1]}", flush=True)


def listening(host: str, port: int, *, together: bool = False) -> socket.socket:
    """A socket at that address, which does not listen yet. together: several processes may each have one of their own.

    Raises OSError when the address cannot be taken.
    """
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if together:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        _bind(listener, host, port)
    except BaseException:
        listener.close()
        raise
    return listener


def _bind(listener: socket.socket, host: str, port: int) -> None:
    try:
        listener.bind((host, port))
    except OverflowError as error:
        raise OSError(f"{port} is not a port: they go from 0 to 65535") from error
    except OSError as error:
        raise OSError(f"central cannot listen on {host} port {port}: {error.strerror}") from error


def watch(descriptor: int, server: uvicorn.Server) -> None:
    """Stop the server when that file is closed at its other end."""
    # Not through sys.stdin: a thread that waits inside its buffer makes Python abort at exit.
    while os.read(descriptor, 4096):
        pass
    server.should_exit = True
