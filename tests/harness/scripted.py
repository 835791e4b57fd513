"""A server whose answers a test makes up, really listening, over TLS or not; what it is asked can be looked at."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from checkpoint import wire
from checkpoint.wire import MARK, MARK_VALUE, Problem, RosterPage

PAGE = wire.encode(RosterPage(items=[], version=7, more=False))
OURS = {MARK: MARK_VALUE}


def said(problem: str) -> bytes:
    """What central says of such a problem."""
    return wire.encode(Problem(code=problem, sentence=f"It is {problem}."))


class Script:
    """What a made-up server says, and what it was asked."""

    def __init__(self) -> None:
        self.status, self.headers, self.body = 200, dict(OURS), PAGE
        self.seen: list[tuple[str, dict[str, str], bytes]] = []
        self.as_media: dict[str, tuple[int, bytes]] = {}
        """Status and body for what comes as a media type that is answered otherwise."""
        self.url = ""


@contextmanager
def scripted(tls: ssl.SSLContext | None = None) -> Iterator[Script]:
    script = Script()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            script.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            status, answer = script.as_media.get(self.headers.get("Content-Type", ""), (script.status, script.body))
            self.send_response_only(status)
            for name, value in script.headers.items():
                self.send_header(name, value)
            if "Content-Length" not in script.headers:
                self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that leaves early is what is tested here."""

    with Server(("127.0.0.1", 0), Handler) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        script.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield script
        finally:
            server.shutdown()
            thread.join()
