"""Runs the application with uvicorn on a socket of our own making; what is served is `app`'s."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from types import FrameType

import uvicorn

from central.app import create_app
from central.store.store import Store


class Server(uvicorn.Server):
    """uvicorn's server, which ends quietly when it is told to: its own raises the signal again and dies of it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Finish what was begun on SIGTERM and SIGINT; a second one does not wait for it."""
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
        await super().shutdown(sockets)

    def _told_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.force_exit = self.should_exit
        self.should_exit = True


def serve(store: Store, host: str, port: int, *, end_with_stdin: bool = False) -> None:
    """Serve until SIGTERM or SIGINT, finishing what was begun. Says on standard output where it listens.

    end_with_stdin: also stop when standard input closes, so that a parent that dies takes this process along.
    Raises OSError when the address cannot be taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        _bind(listener, host, port)
        listener.listen(512)
        shown = f"[{host}]" if ":" in host else host
        config = uvicorn.Config(
            create_app(store), log_config=None, log_level="warning", access_log=False, timeout_graceful_shutdown=10
        )
        server = Server(config)
        if end_with_stdin:
            threading.Thread(target=_watch_stdin, args=(server,), daemon=True).start()
        print(f"central is listening on http://{shown}:{listener.getsockname()[1]}", flush=True)
        server.run(sockets=[listener])


def _bind(listener: socket.socket, host: str, port: int) -> None:
    try:
        listener.bind((host, port))
    except OverflowError as error:
        raise OSError(f"{port} is not a port: they go from 0 to 65535") from error
    except OSError as error:
        raise OSError(f"central cannot listen on {host} port {port}: {error.strerror}") from error


def _watch_stdin(server: uvicorn.Server) -> None:
    # Not through sys.stdin: a thread that waits inside its buffer makes Python abort at exit.
    while os.read(sys.stdin.fileno(), 4096):
        pass
    server.should_exit = True
