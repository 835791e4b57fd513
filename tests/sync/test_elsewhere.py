"""Where the client may not be led: to another address with the token, through a proxy, or into waiting without end."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from itertools import product
from pathlib import Path

import pytest

from checkpoint.wire import Enrol, Push
from station.sync.client import Central, Trouble, Trust
from station.sync.pinning import key_of
from tests.harness.scripted import OURS, PAGE, scripted
from tests.sync.test_client import certified

BATCH = Push(epoch="e1", sent_at="2022-12-05T07:00:00.000Z", entries=[{"seq": 1}])
ASKS: tuple[Callable[[Central], object], ...] = (
    lambda central: central.push(BATCH),
    lambda central: central.roster(0),
    lambda central: central.renew("the-next-one"),
    lambda central: central.hand_over(b"sealed"),
    lambda central: central.enrol(Enrol(code="very-secret", public_key="00")),
)


def test_nothing_follows_a_redirect_to_another_address() -> None:
    with scripted() as elsewhere, scripted() as script, Central(script.url, "very-secret") as central:
        for status, mark, ask in product((301, 302, 303, 307, 308), ({}, OURS), ASKS):
            script.status, script.headers = status, mark | {"Location": f"{elsewhere.url}/v1/journal"}
            with pytest.raises(Trouble):
                ask(central)
        assert elsewhere.seen == []
        assert len(script.seen) == 5 * 2 * len(ASKS)


def test_the_browsers_proxy_is_not_for_this_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted() as proxy, scripted() as script:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
            monkeypatch.setenv(name.upper(), proxy.url)
        with Central(script.url, "very-secret") as central:
            assert central.roster(0).version == 7
        assert proxy.seen == []


@contextmanager
def dripping(tls: ssl.SSLContext, said: bytes) -> Iterator[str]:
    """A server that says so much at once, then a byte at a time for ever, each within the limit of a single read."""
    is_over = threading.Event()

    def serve(listener: socket.socket) -> None:
        with suppress(OSError), closing(tls.wrap_socket(listener.accept()[0], server_side=True)) as line:
            line.recv(65536)
            line.sendall(said)
            while not is_over.wait(0.02):
                line.sendall(b"a")

    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        stack.callback(thread.join)
        stack.callback(is_over.set)
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"


HEAD = b"HTTP/1.1 200 OK\r\n" + b"".join(f"{name}: {value}\r\n".encode() for name, value in OURS.items())


@pytest.mark.parametrize(
    "said",
    [b"HTTP/1.1 200 OK\r\nX-Patience: ", HEAD + b"Content-Length: 900\r\n\r\n" + PAGE[:5]],
)
def test_an_answer_that_drips_over_tls_is_left_in_good_time(tmp_path: Path, said: bytes) -> None:
    tls, chain = certified(tmp_path, "127.0.0.1")
    trust = Trust(pin=key_of(ssl.PEM_cert_to_DER_cert(chain.read_text(encoding="ascii"))))
    with dripping(tls, said) as url, Central(url, "very-secret", trust=trust, whole_s=0.3) as central:
        begun = time.monotonic()
        with pytest.raises(Trouble, match="too long"):
            central.roster(0)
        assert time.monotonic() - begun < 4
