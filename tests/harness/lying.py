"""A network that lies: a real proxy between station and central that cuts, drops, repeats, stalls and invents.

`lie(...)` says what the next requests (to a path) meet, one after another, `always` what all of them meet; otherwise it
behaves.
"""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit

HONEST: Final = "honest"
CUT_REQUEST: Final = "cut the request in the middle of its body"
CUT_ANSWER: Final = "cut the answer in the middle of its body"
DROP_ANSWER: Final = "central has done it, the answer never comes"
PORTAL: Final = "a captive portal's page with status 200"
PORTAL_AS_JSON: Final = "a captive portal's JSON with status 200"
HALF_JSON: Final = "half the JSON, whole by its headers"
REDIRECT: Final = "a redirect to a page to sign in"
BUSY: Final = "429 with Retry-After"
FAILED: Final = "a proxy's 500"
TWICE: Final = "the request reaches central twice"
REFUSED: Final = "no connection at all"
REVOKED: Final = "in central's name: this station was taken out of service"
SETTLED: Final = "in central's name: every entry is stored, though central has none"
CHANGED: Final = "one byte of central's answer is another one"
STALL: Final = "central has done it, and then nothing for ever"
RESET: Final = "central has done it, and the connection is reset in the middle of its answer"
SLOW: Final = "everything comes, late"
DRIP: Final = "an answer that comes a byte at a time and never ends"

LIES: Final = (
    CUT_REQUEST,
    CUT_ANSWER,
    DROP_ANSWER,
    PORTAL,
    PORTAL_AS_JSON,
    HALF_JSON,
    REDIRECT,
    BUSY,
    FAILED,
    TWICE,
    REFUSED,
)
REVOCATION: Final = b'{"code":"revoked","sentence":"This station was taken out of service."}'
RECEIPTS: Final = (
    b'{"receipts":[{"seq":1,"state":"stored","received_at":"2022-12-05T00:00:00.000Z",'
    b'"scanned_at":"2022-12-05T00:00:00.000Z"}],"have":1,"offset_ms":0,"time":"2022-12-05T00:00:00.000Z"}'
)
JOURNAL: Final = "/v1/journal"
EVERYWHERE: Final = ""
LATE_S: Final = 0.5


class LyingProxy:
    """Where it listens (`url`), what it does next, and which paths were asked for."""

    def __init__(self, upstream: str) -> None:
        parts = urlsplit(upstream)
        self.upstream = (parts.hostname or "127.0.0.1", parts.port or 80)
        self.always: dict[str, str] = {}
        self.asked: list[str] = []
        self.lied = 0
        self.url = ""
        self.is_over = threading.Event()
        self._next: dict[str, list[str]] = defaultdict(list)
        self.said: dict[str, bytes] = {}
        self.replayed: set[str] = set()

    def lie(self, *lies: str, path: str = EVERYWHERE) -> None:
        """What the next requests to that path meet."""
        self._next[path] += lies

    def replay(self, path: str) -> None:
        """From now on whoever asks there gets central's last answer again."""
        self.replayed.add(path)

    def next(self, request: bytes) -> str:
        """What this request meets."""
        path = request.split(b" ", 2)[1].decode().partition("?")[0]
        self.asked.append(path)
        for place in (path, EVERYWHERE):
            if self._next[place]:
                return self._next[place].pop(0)
        return self.always.get(path) or self.always.get(EVERYWHERE, HONEST)


@contextmanager
def lying_proxy(upstream: str) -> Iterator[LyingProxy]:
    """Such a proxy for the length of a test."""
    proxy = LyingProxy(upstream)

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            try:
                _serve(self.request, proxy)
            except OSError:
                return

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        proxy.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield proxy
        finally:
            proxy.is_over.set()
            server.shutdown()
            thread.join()


def _serve(client: socket.socket, proxy: LyingProxy) -> None:
    client.settimeout(20)
    request = _read_message(client)
    if not request:
        return
    behaviour = proxy.next(request)
    proxy.lied += behaviour != HONEST
    invented = _invented(behaviour)
    if behaviour == REFUSED:
        return
    if behaviour == DRIP:
        _drip(client, proxy)
        return
    if invented is not None:
        client.sendall(invented)
        return
    if behaviour == CUT_REQUEST:
        _forward(proxy, request[: len(request) - 40], wait=False)
        return
    _pass_on(client, proxy, request, behaviour)


def _pass_on(client: socket.socket, proxy: LyingProxy, request: bytes, behaviour: str) -> None:
    """Central gets the request whole; its answer meets what it meets."""
    path = request.split(b" ", 2)[1].decode().partition("?")[0]
    answer = proxy.said[path] if path in proxy.replayed else _forward(proxy, request)
    proxy.said[path] = answer
    if behaviour == CHANGED:
        answer = _changed(answer)
    if behaviour == TWICE:
        answer = _forward(proxy, request)
    if behaviour == CUT_ANSWER:
        answer = answer[: len(answer) - 25]
    if behaviour == HALF_JSON:
        answer = _halved(answer)
    if behaviour == SLOW:
        proxy.is_over.wait(LATE_S)
    if behaviour == RESET:
        client.sendall(answer[: len(answer) // 2])
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    elif behaviour == STALL:
        proxy.is_over.wait(60)
    elif behaviour != DROP_ANSWER:
        client.sendall(answer)


def _drip(client: socket.socket, proxy: LyingProxy) -> None:
    """Within the time limit of every single read, and never done with its head."""
    client.sendall(b"HTTP/1.1 200 OK\r\nX-Patience: ")
    while not proxy.is_over.wait(0.02):
        client.sendall(b"a")


def _invented(behaviour: str) -> bytes | None:
    page = b"<html><body>Welcome to Station Cafe! Please sign in.</body></html>"
    told = {
        PORTAL: _answer("200 OK", page, "text/html"),
        PORTAL_AS_JSON: _answer("200 OK", b'{"receipts":[],"have":99,"offset_ms":0,"time":"x"}', "application/json"),
        REDIRECT: _answer("302 Found\r\nLocation: http://127.0.0.1:9/login", b"", "text/html"),
        BUSY: _answer("429 Too Many Requests\r\nCheckpoint-Central: 1\r\nRetry-After: 7", b"", "text/plain"),
        SETTLED: _answer("200 OK\r\nCheckpoint-Central: 1", RECEIPTS, "application/json"),
        REVOKED: _answer("401 Unauthorized\r\nCheckpoint-Central: 1", REVOCATION, "application/json"),
        FAILED: _answer("500 Internal Server Error", b"upstream sent too big header", "text/plain"),
    }
    return told.get(behaviour)


def _answer(status: str, body: bytes, kind: str) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode() + body


def _changed(answer: bytes) -> bytes:
    """Its last byte but one is another; of a central that was killed meanwhile there may be none."""
    at = len(answer) - 2
    return answer if at < 0 else answer[:at] + bytes([answer[at] ^ 1]) + answer[at + 1 :]


def _halved(answer: bytes) -> bytes:
    head, _, body = answer.partition(b"\r\n\r\n")
    half = body[: len(body) // 2]
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-length")]
    return b"\r\n".join([*lines, f"Content-Length: {len(half)}".encode()]) + b"\r\n\r\n" + half


def _forward(proxy: LyingProxy, request: bytes, *, wait: bool = True) -> bytes:
    with socket.create_connection(proxy.upstream, timeout=20) as upstream:
        upstream.sendall(request)
        return _read_message(upstream) if wait else b""


def _read_message(sock: socket.socket) -> bytes:
    """One whole HTTP message; its head and as much body as Content-Length says."""
    raw = b""
    while b"\r\n\r\n" not in raw:
        part = sock.recv(65536)
        if not part:
            return raw
        raw += part
    head, _, body = raw.partition(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")), 0
    )
    while len(body) < length:
        part = sock.recv(65536)
        if not part:
            break
        body += part
    return head + b"\r\n\r\n" + body
