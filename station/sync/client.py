"""What this station says to central over HTTP; the one file that knows HTTP. When to speak is left to the courier.

An answer counts only when it carries central's mark and is the document that was expected: the 200 of a captive portal,
half a document from a proxy and a redirect to somewhere else are all `NotCentral`. Tokens stand in no message.
"""

from __future__ import annotations

import gzip
import time
from typing import TYPE_CHECKING, Final, Self, TypeVar
from urllib.parse import urlsplit

from checkpoint import wire
from checkpoint.wire import MARK, MARK_VALUE, Message, Problem

if TYPE_CHECKING:
    import httpx

CONNECT_S: Final = 5.0
SILENCE_S: Final = 10.0
"""Seconds without a byte after which an answer is given up."""
WHOLE_S: Final = 30.0
"""Seconds for a whole answer, so that one byte every nine seconds does not hold the courier for ever."""
LARGEST_ANSWER: Final = 16 * 2**20
LOOPBACK: Final = {"127.0.0.1", "::1", "localhost"}

M = TypeVar("M", bound=Message)


class Trouble(Exception):
    """Central could not be asked or could not do it; str() is a sentence. wait_s: how long it asked us to wait."""

    def __init__(self, sentence: str, wait_s: float = 0.0) -> None:
        self.wait_s = wait_s
        super().__init__(sentence)


class NotCentral(Trouble):
    """Somebody answered who is not central: a captive portal, a proxy, another server."""


class Refused(Trouble):
    """Central answered and does not let this station in. code: unknown_token, revoked, bad_code…"""

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        super().__init__(sentence)


class TooMuch(Trouble):
    """Central could not take this request as it is (413, 422 or 500): another, smaller one may pass."""


class Central:
    """Central at one address, as one station. Keeps its connection open between calls."""

    def __init__(self, server: str, token: str = "", *, insecure_plain_http: bool = False) -> None:
        """Raises Trouble for plain HTTP beyond this computer, unless that was allowed."""
        parts = urlsplit(server)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise Trouble(f"'{server}' is not an address like https://central.example")
        if parts.scheme == "http" and parts.hostname not in LOOPBACK and not insecure_plain_http:
            raise Trouble(f"{parts.hostname} is not this computer: passages go to it over https only")
        self._server, self._token = server.rstrip("/"), token
        self._client: httpx.Client | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def enrol(self, asked: wire.Enrol) -> wire.Enrolled:
        """Turn a one-time code into an identity."""
        return self._ask("POST", "/v1/enrol", wire.Enrolled, asked)

    def push(self, batch: wire.Push) -> wire.Pushed:
        """Hand over a batch."""
        return self._ask("POST", "/v1/journal", wire.Pushed, batch)

    def roster(self, after: int) -> wire.RosterPage:
        """The roster's changes after a version."""
        return self._ask("GET", f"/v1/roster?after={after}", wire.RosterPage)

    def peers(self, after: int) -> wire.PeerPage:
        """What the site's other stations wrote, after a cursor."""
        return self._ask("GET", f"/v1/site/entries?after={after}", wire.PeerPage)

    def _ask(self, method: str, path: str, type_: type[M], message: Message | None = None) -> M:
        import httpx

        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        body = None
        if message is not None:
            headers |= {"Content-Type": "application/json", "Content-Encoding": "gzip"}
            body = gzip.compress(wire.encode(message), compresslevel=5)
        # A connection kept open may have been closed by the other end just now: asked once more on a new one. Every
        # request but enrolment may be repeated without harm.
        for is_last in (path == "/v1/enrol", True):
            try:
                with self._opened().stream(method, self._server + path, headers=headers, content=body) as answer:
                    return _read(answer, _whole(answer), type_)
            except httpx.HTTPError as error:
                self.close()
                if is_last or not isinstance(error, httpx.RemoteProtocolError):
                    # The kind of error only: httpx's own words may quote addresses with what stands in them.
                    raise Trouble(f"central cannot be reached ({type(error).__name__})") from error
        raise Trouble("central cannot be reached")

    def _opened(self) -> httpx.Client:
        if self._client is None:
            import httpx

            # Settings of this computer's browser (proxies from the environment) are not for this line.
            times = httpx.Timeout(SILENCE_S, connect=CONNECT_S)
            self._client = httpx.Client(timeout=times, follow_redirects=False, trust_env=False)
        return self._client


def _whole(answer: httpx.Response) -> bytes:
    """The whole body, bounded in size and in time. Raises NotCentral."""
    until = time.monotonic() + WHOLE_S
    raw = bytearray()
    for part in answer.iter_bytes():
        raw += part
        if len(raw) > LARGEST_ANSWER:
            raise NotCentral("the answer is larger than any of central's")
        if time.monotonic() > until:
            raise Trouble("the answer takes too long")
    return bytes(raw)


def _read(answer: httpx.Response, raw: bytes, type_: type[M]) -> M:
    if answer.headers.get(MARK) != MARK_VALUE:
        raise NotCentral("somebody else answers in central's place (is there a page to sign in to on this network?)")
    if answer.status_code != 200:
        raise _trouble(answer, raw)
    try:
        return wire.decode(raw, type_)
    except wire.MalformedMessage as error:
        raise NotCentral("the answer is not what central would say") from error


def _trouble(answer: httpx.Response, raw: bytes) -> Trouble:
    try:
        said = wire.decode(raw, Problem)
    except wire.MalformedMessage:
        said = Problem(code="http", sentence=f"central answers {answer.status_code}")
    if answer.status_code in {401, 403}:
        return Refused(said.code, said.sentence)
    if answer.status_code in {400, 413, 422, 500}:
        return TooMuch(said.sentence)
    return Trouble(said.sentence, wait_s=_retry_after(answer.headers.get("Retry-After", "")))


def _retry_after(value: str) -> float:
    return min(float(value), 3600.0) if value.isdigit() else 0.0
