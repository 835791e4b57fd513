"""Several processes behind one address: starts and ends them, and replaces one that dies; serving is `serving`'s.

The kernel shares connections out among their sockets (SO_REUSEPORT). They share nothing but the database, so whatever
one of them is told is known to all: a revoked token, a new roster. They end with the process that started them.
"""

from __future__ import annotations

import contextlib
import logging
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from central import serving
from central.metrics import TOGETHER
from central.store.store import Store

log = logging.getLogger("central")

POSSIBLE: Final = sys.platform == "linux"
TOLD: Final = frozenset({signal.SIGTERM, signal.SIGINT})
LOOK_S: Final = 0.2
PATIENCE_S: Final = 20.0
"""Seconds that workers have to finish what was begun, twice what each gives its requests."""
AGAIN_S: Final = 1.0
"""A worker that dies is replaced after so long, so that one that cannot live does not become a storm."""


def serve(opened: Callable[[], Store], door: serving.Door, count: int, *, end_with_stdin: bool = False) -> None:
    """As `serving.serve`, with so many workers, each with a store of its own. Raises OSError when they cannot begin."""
    serving.see_what_speaks()
    counted_in = tempfile.mkdtemp(prefix="central-metrics-")
    os.environ[TOGETHER] = counted_in
    try:
        # Bound but never listening: it only keeps the port, also when the port was any that is free.
        with serving.listening(door.host, door.port, together=True) as held:
            place = replace(door, port=held.getsockname()[1])
            Team(opened, place, count, held).run(end_with_stdin=end_with_stdin)
    finally:
        del os.environ[TOGETHER]
        shutil.rmtree(counted_in, ignore_errors=True)


class Team:
    """The workers, as the process sees them that started them. It serves nobody itself."""

    def __init__(self, opened: Callable[[], Store], door: serving.Door, count: int, held: socket.socket) -> None:
        self._opened, self._door, self._count, self._held = opened, door, count, held
        self._alive: set[int] = set()
        self._due: list[float] = []
        self._leash, self._hand = os.pipe()

    def run(self, *, end_with_stdin: bool) -> None:
        """Until told to stop."""
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {*TOLD, signal.SIGCHLD})
        try:
            self._begin()
            serving.say_where(self._held, self._door)
            while not self._is_told(end_with_stdin):
                self._see_to()
        finally:
            self._end()
            # What was said again meanwhile has been done.
            while signal.sigtimedwait(TOLD, 0) is not None:
                pass
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _begin(self) -> None:
        """Start them all and wait until each listens."""
        ready, tell = os.pipe()
        for _ in range(self._count):
            self._start(tell)
        os.close(tell)
        said = b""
        while part := os.read(ready, self._count):
            said += part
            if len(said) == self._count:
                os.close(ready)
                return
        raise OSError("the workers could not begin; the log says why")

    def _start(self, tell: int | None = None) -> None:
        pid = os.fork()
        if pid:
            self._alive.add(pid)
            return
        code = 1
        try:
            self._work(tell)
            code = 0
        except Exception as error:
            log.exception("a worker ends", extra={"fields": {"kind": type(error).__name__}})
        finally:
            sys.stdout.flush()
            os._exit(code)

    def _work(self, tell: int | None) -> None:
        """What a worker does, in its own process."""
        os.close(self._hand)
        signal.pthread_sigmask(signal.SIG_SETMASK, set())
        with (
            contextlib.closing(self._opened()) as store,
            serving.listening(self._door.host, self._door.port, together=True) as listener,
        ):
            listener.listen(serving.BACKLOG)

            def begun() -> None:
                if tell is not None:
                    os.write(tell, b".")
                    os.close(tell)

            server = serving.server_on(store, self._door, begun)
            threading.Thread(target=serving.watch, args=(self._leash, server), daemon=True).start()
            serving.sweep_seldom()
            server.run(sockets=[listener])

    def _is_told(self, end_with_stdin: bool) -> bool:
        told = signal.sigtimedwait(TOLD, LOOK_S)
        if told is not None:
            return True
        readable = select.select([sys.stdin.fileno()], [], [], 0)[0] if end_with_stdin else []
        return bool(readable) and not os.read(sys.stdin.fileno(), 4096)

    def _see_to(self) -> None:
        """Replace whoever died."""
        for _ in self._gone():
            self._due.append(time.monotonic() + AGAIN_S)
        for _ in [at for at in self._due if at <= time.monotonic()]:
            self._due.pop(0)
            self._start()

    def _gone(self) -> list[int]:
        gone = []
        for pid in sorted(self._alive):
            found, status = os.waitpid(pid, os.WNOHANG)
            if found:
                self._alive.discard(pid)
                gone.append(pid)
                log.warning(
                    "a worker is gone", extra={"fields": {"worker": pid, "code": os.waitstatus_to_exitcode(status)}}
                )
        return gone

    def _end(self) -> None:
        """Tell them to finish; whoever has not after PATIENCE_S is ended."""
        self._kill(signal.SIGTERM)
        until = time.monotonic() + PATIENCE_S
        while self._alive and time.monotonic() < until:
            signal.sigtimedwait({signal.SIGCHLD}, LOOK_S)
            for pid in sorted(self._alive):
                if os.waitpid(pid, os.WNOHANG)[0]:
                    self._alive.discard(pid)
        self._kill(signal.SIGKILL)
        os.close(self._hand)
        os.close(self._leash)

    def _kill(self, number: signal.Signals) -> None:
        for pid in self._alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
