"""Ends a request that takes longer than it may, however lively the other end drips; how long that is, is the client's.

A time limit for each read is not enough: a server that sends a byte every nine seconds stays within it for ever.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator, Mapping
from typing import Any, Final

_CONNECTED: Final = {"connection.connect_tcp.complete", "connection.start_tls.complete"}


class Patience:
    """Cuts the connection in use when time is up. Call it from one thread; it cuts from another."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None
        self._timer: threading.Timer | None = None
        self.is_over = False
        self._is_ended = False

    def watch(self, event: str, info: Mapping[str, Any]) -> None:
        """Learn which connection is in use: httpx's `trace`."""
        if event in _CONNECTED:
            self._socket = info["return_value"].get_extra_info("socket")
            if self.is_over:
                self._cut()

    @contextlib.contextmanager
    def at_most(self, seconds: float) -> Iterator[None]:
        """For the length of one request."""
        self.is_over = False
        self.from_now(seconds)
        if self._is_ended:
            self.end()
        try:
            yield
        finally:
            self._stop()

    def from_now(self, seconds: float) -> None:
        """This long from now instead: an answer has begun and said how long it is."""
        self._stop()
        self._timer = threading.Timer(seconds, self.end)
        self._timer.daemon = True
        self._timer.start()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def end_for_good(self) -> None:
        """Time is up for this request and for every later one."""
        # In this order: a request that begins just now sees the first or is ended by the second.
        self._is_ended = True
        self.end()

    def end(self) -> None:
        """Time is up."""
        # In this order: a connection made just now is either seen here or sees this.
        self.is_over = True
        self._cut()

    def _cut(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):
                # The plain socket's own way: TLS would say goodbye first, and wait for an answer.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
