"""What this station says to central over HTTP; the one file that knows HTTP. When to speak is left to the courier.

An answer counts only when it carries central's mark, is signed with the key that was pinned at enrolment, and is the
document that was expected: the 200 of a captive portal, half a document from a proxy and a redirect to somewhere else
are all `NotCentral`. Tokens and keys stand in no message.
"""

from __future__ import annotations

import gzip
import secrets
import ssl
import time
import zlib
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Self, TypeVar
from urllib.parse import urlsplit

from checkpoint import rows, signatures, wire
from checkpoint.wire import MARK, MARK_VALUE, NONCE, SIGNATURE, Message, Problem
from station.sync.patience import Patience
from station.sync.pinning import WrongKey, pinned, trusted_by_all
from station.sync.waits import asked_s

if TYPE_CHECKING:
    import httpx

CONNECT_S: Final = 5.0
SILENCE_S: Final = 10.0
"""Seconds without a byte after which a request is given up."""
WHOLE_S: Final = 30.0
"""Seconds for a whole request, besides what its bytes take at SLOWEST: a drip does not hold the courier for ever."""
SLOWEST: Final = 4_000
"""Bytes a second of the slowest line that still works: a page of 500 people passes in a minute."""
LONGEST_BODY_S, LONGEST_WAIT_S, STRANGERS_WAIT_S = 240.0, 600.0, 60.0
LARGEST_ANSWER: Final = 16 * 2**20
LONGEST_SENTENCE: Final = 300
WARM_S: Final = 4.0
"""Seconds for which a connection that was just used is taken to be open still."""
AT_ONCE_S: Final = 1.0
PACKS: Final = 1
"""gzip's level: of a full batch of entries the fifth makes a tenth less, in twice the time."""
ENROL: Final = "/v1/enrol"
PROVEN: Final = {200, 401, 403}
"""Answers that settle something, or shut this station out."""
OUT_OF_TIME: Final = {9, 10}
"""OpenSSL's X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED."""
LOOPBACK: Final = {"127.0.0.1", "::1", "localhost"}

M = TypeVar("M", bound=Message)


class Trouble(Exception):
    """Central could not be asked or could not do it; str() is a sentence. wait_s: how long it asked us to wait.

    why: no_address, plain_http, other_key, untrusted or expired, what people can do something about; else empty.
    """

    def __init__(self, sentence: str, wait_s: float = 0.0, why: str = "") -> None:
        self.wait_s, self.why = wait_s, why
        super().__init__(sentence)


class NotCentral(Trouble):
    """Somebody answered who is not central, or who does not speak as central does: a captive portal, a proxy."""


class Refused(Trouble):
    """Central answered and does not let this station in. code: unknown_token, revoked, bad_code…"""

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        super().__init__(sentence)


class TooMuch(Trouble):
    """This request could not be taken as it is (400, 413, 422 or 500): another, smaller one may pass."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What a station signs with and whom it believes. private_key: Ed25519, hexadecimal; empty: it signs nothing.

    signing: central's public key; empty: it has not said one yet, and what it answers is believed unsigned. pin: of the
    key of central's certificate; with one, no other counts.
    """

    station: str = ""
    private_key: str = field(default="", repr=False)
    signing: str = ""
    pin: str = ""


class Central:
    """Central at one address, as one station. Keeps its connection open between calls; call it from one thread."""

    def __init__(
        self,
        server: str,
        token: str = "",
        *,
        trust: Trust | None = None,
        insecure_plain_http: bool = False,
        whole_s: float = WHOLE_S,
        silence_s: float = SILENCE_S,
    ) -> None:
        """Raises Trouble for what is no address, and for plain HTTP beyond this computer unless that was allowed."""
        scheme, host = _address(server)
        if scheme == "http" and host not in LOOPBACK and not insecure_plain_http:
            raise Trouble(f"{host} is not this computer: passages go to it over https only", why="plain_http")
        self._server, self._token, self._whole_s, self._silence_s = server.rstrip("/"), token, whole_s, silence_s
        self.trust, self._is_tls = trust or Trust(), scheme == "https"
        self._client: httpx.Client | None = None
        self._patience = Patience()
        self._warm_until, self._takes_runs = 0.0, False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        self._warm_until = 0.0
        if self._client is not None:
            self._client.close()
            self._client = None

    def meet(self) -> None:
        """See that central is there over a connection that is open, before anything is said that is meant for it only.

        A batch says when it left; without this, the time that connecting takes would pass for a wrong clock.
        """
        if time.monotonic() > self._warm_until:
            self._ask("GET", "/healthz", wire.Health)

    def enrol(self, asked: wire.Enrol) -> wire.Enrolled:
        """Turn a one-time code into an identity. Raises NotCentral for one that nobody could use."""
        self.meet()
        self.close()
        made = self._ask("POST", ENROL, wire.Enrolled, asked, signs=(signatures.ENROLMENT,))
        if made.signing and not _is_key(made.signing):
            raise NotCentral("the key is not one that central would have")
        if not made.station or not made.token or not (made.token.isascii() and made.token.isprintable()):
            raise NotCentral("the identity is not one that central would give")
        return made

    def push(self, batch: wire.Push) -> wire.Pushed:
        """Hand over a batch: as a run where it is one and central takes runs, else whole."""
        run = rows.told(batch) if self._takes_runs else None
        if run is not None:
            # Until it has answered: it may be an older program by now, or say of an entry told by itself what is wrong.
            self._takes_runs, begun = False, time.monotonic()
            with suppress(TooMuch):
                pushed = self._hand_over(run)
                self._takes_runs = pushed.runs
                return rows.whole(pushed, run)
            if time.monotonic() - begun > AT_ONCE_S:  # A batch says when it left.
                raise Trouble("central could not take these entries together; they go up one by one")
        pushed = self._hand_over(batch)
        self._takes_runs = pushed.runs
        return pushed

    def _hand_over(self, said: wire.Push | rows.Rows) -> wire.Pushed:
        return self._ask("POST", "/v1/journal", wire.Pushed, said, signs=(signatures.ENTRIES, *rows.ends_at(said)))

    def standing(self, epoch: str, living: str, at: int = 0) -> wire.Standing:
        """What central has of that epoch, and at that place in it. living: the one that this station writes now."""
        return self._ask("GET", f"/v1/journal?epoch={epoch}&living={living}&at={at}", wire.Standing)

    def renew(self, token: str) -> wire.Renewed:
        """Name the token that is used next; central learns its hash only."""
        token_hash = signatures.digest(token.encode()).hex()
        asked = wire.Renew(station=self.trust.station, token_hash=token_hash)
        return self._ask("POST", "/v1/token", wire.Renewed, asked, signs=(signatures.TOKEN, token_hash))

    def use(self, token: str) -> None:
        """Speak under this token from now on."""
        self._token = token

    def believe(self, signing: str) -> None:
        """Believe only what is signed with this key from now on."""
        self.trust = replace(self.trust, signing=signing)

    def roster(self, after: int, *, terms: str = "") -> wire.RosterPage:
        """The roster's changes after a version. terms: in which of central's terms it was told, as `terms` says it."""
        return self._ask("GET", f"/v1/roster?after={after}&terms={terms}", wire.RosterPage)

    def peers(
        self, after: int, living: str = "", settled: int = 0, brief: bool = False, /, *, terms: str = ""
    ) -> wire.PeerPage:
        """What the site's stations wrote, after a cursor. living, settled, brief: of its own, as `PeerPage` says."""
        own = f"&living={living}&settled={settled}{'&brief=true' * brief}" if living else ""
        return self._ask("GET", f"/v1/site/entries?after={after}{own}&terms={terms}", wire.PeerPage)

    def wait(self, roster: int, feed: int) -> wire.News:
        """Be told when the roster or the site's feed moves on from there: after WAIT_S in any case."""
        return self._ask("GET", f"/v1/wait?roster={roster}&feed={feed}", wire.News)

    def hang_up(self) -> None:
        """End what is being asked just now, and ask nothing any more; from any thread."""
        self._patience.end_for_good()

    def report(self) -> wire.SiteReport:
        """Today's figures of this station's site as central has them."""
        return self._ask("GET", "/v1/site/report", wire.SiteReport)

    def _ask(
        self, method: str, path: str, type_: type[M], message: Message | None = None, signs: tuple[str, ...] = ()
    ) -> M:
        """Ask, and have the answer. signs: the purpose and the parts that are signed before the body."""
        import httpx

        # A connection kept open may have been closed by the other end just now: asked once more on a new one. Not later
        # than at once, since a batch says when it left; and never a code, which is good for one answer only.
        for is_last in (path == ENROL, True):
            begun = time.monotonic()
            try:
                return self._once(method, path, type_, message, signs)
            except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
                took_too_long = self._patience.is_over
                self.close()
                if took_too_long:
                    raise Trouble("central takes too long to answer") from error
                was_closed = isinstance(error, httpx.RemoteProtocolError) and time.monotonic() - begun < AT_ONCE_S
                if is_last or not was_closed:
                    raise _unreachable(error) from error
        raise Trouble("central cannot be reached")

    def hand_over(self, bundle: bytes) -> bytes:
        """Give central a sealed bundle, and have its sealed answer: all that a revoked station may ask for."""
        import httpx

        try:
            return self._exchange("POST", "/v1/handover", {"Content-Type": "application/octet-stream"}, bundle)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            self.close()
            raise _unreachable(error) from error

    def _once(self, method: str, path: str, type_: type[M], message: Message | None, signs: tuple[str, ...]) -> M:
        headers: dict[str, str] = {}
        body = None
        if message is not None:
            said = wire.encode(message)
            kind = rows.MEDIA if isinstance(message, rows.Rows) else "application/json"
            headers = {"Content-Type": kind, "Content-Encoding": "gzip"} | self._signed(signs, said)
            body = gzip.compress(said, compresslevel=PACKS)
        try:
            return wire.decode(self._exchange(method, path, headers, body), type_)
        except wire.MalformedMessage as error:
            raise NotCentral("the answer is not what central would say") from error

    def _exchange(self, method: str, path: str, headers: dict[str, str], body: bytes | None) -> bytes:
        """What central answers with 200, whole and proven. Raises Trouble for every other answer."""
        nonce = secrets.token_hex(16)
        headers = headers | {"Accept-Encoding": "gzip", NONCE: nonce}
        if path.startswith("/v1/") and self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        watched = {"trace": self._patience.watch}
        with (
            self._patience.at_most(self._whole_s + _takes_s(len(body or b""))),
            self._opened().stream(
                method, self._server + path, headers=headers, content=body, extensions=watched
            ) as answer,
        ):
            _look(answer)
            self._patience.from_now(self._whole_s + _takes_s(_length(answer)))
            raw = _whole(answer)
            self._prove(answer, (nonce, method, path), raw)
            if answer.status_code != 200:
                raise _trouble(answer, raw)
        self._warm_until = time.monotonic() + WARM_S
        return raw

    def _signed(self, signs: tuple[str, ...], said: bytes) -> dict[str, str]:
        """The header that says who says it, over the body as it is before it is packed: a proxy may pack it anew."""
        if not signs or not self.trust.private_key:
            return {}
        purpose, *parts = signs
        if purpose == signatures.ENROLMENT:
            return {SIGNATURE: signatures.sign(self.trust.private_key, purpose, signatures.digest(said))}
        over = [*parts, signatures.digest(said)] if purpose == signatures.ENTRIES else parts
        return {SIGNATURE: signatures.sign(self.trust.private_key, purpose, self.trust.station, *over)}

    def _prove(self, answer: httpx.Response, asked: tuple[str, str, str], raw: bytes) -> None:
        """See that central itself says this, and to this question. Raises NotCentral.

        What only asks for patience needs no proof: nothing hangs on it but time.
        """
        if not self.trust.signing or answer.status_code not in PROVEN:
            return
        said = (*asked, str(answer.status_code), signatures.digest(raw))
        if not signatures.holds(self.trust.signing, answer.headers.get(SIGNATURE, ""), signatures.ANSWER, *said):
            raise NotCentral("the answer is not signed with the key that central had when this station was enrolled")

    def _opened(self) -> httpx.Client:
        if self._client is None:
            import httpx

            # Settings of this computer's browser (proxies from the environment) are not for this line.
            trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            if self._is_tls:
                trusted = pinned(self.trust.pin) if self.trust.pin else trusted_by_all()
            times = httpx.Timeout(self._silence_s, connect=CONNECT_S)
            self._client = httpx.Client(timeout=times, follow_redirects=False, trust_env=False, verify=trusted)
        return self._client


def _is_key(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


def _address(server: str) -> tuple[str, str]:
    """(scheme, host) of an address. Raises Trouble."""
    try:
        parts = urlsplit(server)
        scheme, host, _ = parts.scheme, parts.hostname or "", parts.port
    except ValueError:
        scheme, host = "", ""
    if scheme not in {"http", "https"} or not host:
        raise Trouble(f"'{server}' is not an address like https://central.example", why="no_address")
    return scheme, host


def _takes_s(length: int) -> float:
    return min(length / SLOWEST, LONGEST_BODY_S)


def _unreachable(error: BaseException) -> Trouble:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, WrongKey):
            return NotCentral(
                "the server at central's address has another key than the one that was pinned at enrolment: somebody "
                "stands in between, or central has a new certificate; then enrol this station anew",
                why="other_key",
            )
        if isinstance(cause, ssl.SSLCertVerificationError):
            why = "expired" if cause.verify_code in OUT_OF_TIME else "untrusted"
            return NotCentral(f"central's certificate is not trusted here ({cause.verify_message})", why=why)
        cause = cause.__cause__ or cause.__context__
    # The kind of error only: httpx's own words may quote addresses with what stands in them.
    return Trouble(f"central cannot be reached ({type(error).__name__})")


def _look(answer: httpx.Response) -> None:
    """Raises what an answer that is not central's own comes to; its body is left unread."""
    if answer.headers.get(MARK) == MARK_VALUE:
        return
    status = answer.status_code
    if status == 413:
        raise TooMuch("something before central takes no request of this size")
    if status == 429 or status >= 500:
        raise Trouble(
            f"something before central answers {status}", wait_s=min(asked_s(answer.headers, LONGEST_WAIT_S), 60.0)
        )
    raise NotCentral("somebody else answers in central's place (is there a page to sign in to on this network?)")


def _length(answer: httpx.Response) -> int:
    """How long the answer says it is, 0 when it does not say. Raises NotCentral."""
    said = answer.headers.get("Content-Length", "")
    length = int(said) if said.isascii() and said.isdigit() and len(said) < 16 else 0
    if length > LARGEST_ANSWER:
        raise NotCentral("the answer is larger than any of central's")
    return length


def _whole(answer: httpx.Response) -> bytes:
    """The whole body, never more than LARGEST_ANSWER of it in memory, packed or not. Raises NotCentral."""
    packing = answer.headers.get("Content-Encoding", "identity").lower()
    if packing not in {"identity", "gzip"}:
        raise NotCentral("the answer is packed in a way that was not asked for")
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS) if packing == "gzip" else None
    raw = bytearray()
    try:
        for part in answer.iter_raw():
            raw += unpacker.decompress(part, LARGEST_ANSWER + 1 - len(raw)) if unpacker else part
            if len(raw) > LARGEST_ANSWER:
                raise NotCentral("the answer is larger than any of central's")
    except zlib.error as error:
        raise NotCentral("the answer is not what central would say") from error
    if unpacker is not None and not unpacker.eof:
        raise NotCentral("the answer is not what central would say")
    return bytes(raw)


def _trouble(answer: httpx.Response, raw: bytes) -> Trouble:
    try:
        said = wire.decode(raw, Problem)
    except wire.MalformedMessage:
        said = Problem(code="http", sentence=f"central answers {answer.status_code}")
    sentence = said.sentence[:LONGEST_SENTENCE]
    if answer.status_code in {401, 403}:
        return Refused(said.code, sentence)
    if answer.status_code in {400, 413, 422, 500}:
        return TooMuch(sentence)
    return Trouble(sentence, wait_s=asked_s(answer.headers, LONGEST_WAIT_S))
