"""Runs the application with uvicorn on a socket of our own making; what is served is `app`'s."""

from __future__ import annotations

import socket
import sys
import threading

import uvicorn

from central.app import create_app
from central.store.store import Store


def serve(store: Store, host: str, port: int, *, end_with_stdin: bool = False) -> None:
    """Serve until SIGTERM or SIGINT, finishing what was begun. Says on standard output where it listens.

    end_with_stdin: also stop when standard input closes, so that a parent that dies takes this process along.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(512)
        shown = f"[{host}]" if ":" in host else host
        config = uvicorn.Config(create_app(store), log_level="warning", access_log=False, timeout_graceful_shutdown=10)
        server = uvicorn.Server(config)
        if end_with_stdin:
            threading.Thread(target=_watch_stdin, args=(server,), daemon=True).start()
        print(f"central is listening on http://{shown}:{listener.getsockname()[1]}", flush=True)
        server.run(sockets=[listener])


def _watch_stdin(server: uvicorn.Server) -> None:
    while sys.stdin.buffer.read(4096):
        pass
    server.should_exit = True
