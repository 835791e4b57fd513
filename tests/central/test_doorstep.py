"""At the door: whoever asks for nothing, too slowly or at too great a length is let go of, and nobody else waits."""

from __future__ import annotations

import gzip
import logging
import resource
import socket
import struct
import sys
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from central import auth, doorstep, serving, speaking
from central.__main__ import main
from central.app import create_app
from central.store.store import Store
from checkpoint import wire
from checkpoint.roster import Revocation
from checkpoint.wire import News, Problem
from tests.central.conftest import Enrolled
from tests.harness import made
from tests.harness.calling import Caller

SHORT_S = 0.4
IDLE = 300
HELLO = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"


@pytest.fixture
def port(store: Store) -> Iterator[int]:
    """A central as `serve` makes it, in a thread."""
    with serving.listening("127.0.0.1", 0) as listener:
        listener.listen(serving.BACKLOG)
        begun = threading.Event()
        server = serving.server_on(store, serving.Door("127.0.0.1", 0), begun.set)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        assert begun.wait(20)
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join()


def connected(port: int, said: bytes = b"", source: str = "127.0.0.1") -> socket.socket:
    """A connection from there on which that was said."""
    made_ = socket.create_connection(("127.0.0.1", port), 20, (source, 0))
    made_.sendall(said)
    return made_


def rest(line: socket.socket) -> bytes:
    """All that comes until the other end closes."""
    heard = b""
    with suppress(ConnectionResetError):
        while part := line.recv(65536):
            heard += part
    return heard


def is_well(port: int) -> bool:
    with closing(connected(port, HELLO + b"Connection: close\r\n\r\n")) as line:
        return rest(line).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("said", [b"", b"GET /v1/ros", HELLO, b"\r\n\r\n"])
def test_whoever_asks_for_nothing_is_let_go(port: int, monkeypatch: pytest.MonkeyPatch, said: bytes) -> None:
    monkeypatch.setattr(doorstep, "HEAD_S", SHORT_S)
    with closing(connected(port, said)) as line:
        assert rest(line) == b""


def test_whoever_was_answered_and_then_asks_for_half_of_something_is_let_go(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorstep, "HEAD_S", SHORT_S)
    with closing(connected(port, HELLO + b"\r\n" + HELLO)) as line:
        assert rest(line).count(b"HTTP/1.1 200") == 1


def test_a_body_that_never_ends_is_waited_for_no_longer_than_a_station_takes(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorstep, "WHOLE_S", SHORT_S)
    with closing(connected(port, b"POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{")) as line:
        assert rest(line) == b""


@pytest.mark.parametrize("endless", [b"X: " + b"y" * 2**20, b"X: y\r\n" * 2**17])
def test_a_head_without_end_is_cut_off(port: int, endless: bytes) -> None:
    with closing(connected(port)) as line:
        with suppress(OSError):
            line.sendall(HELLO + endless)
        assert not rest(line).startswith(b"HTTP/1.1 200")
    assert is_well(port)


def test_a_head_as_long_as_a_head_may_be_is_read(port: int) -> None:
    with closing(connected(port, HELLO + b"X: " + b"y" * 60_000 + b"\r\nConnection: close\r\n\r\n")) as line:
        assert rest(line).startswith(b"HTTP/1.1 200")


def test_hundreds_of_silent_connections_keep_nobody_waiting(port: int) -> None:
    with ExitStack() as stack:
        for _ in range(IDLE):
            stack.enter_context(closing(connected(port, b"GET /v1/ros")))
        assert is_well(port)


def is_let_go(line: socket.socket) -> bool:
    line.settimeout(20)
    return rest(line) == b""


def is_kept(line: socket.socket) -> bool:
    line.sendall(HELLO + b"Connection: close\r\n\r\n")
    return rest(line).startswith(b"HTTP/1.1 200")


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> int:
    """For so many connections there is room; asked for before `port`."""
    monkeypatch.setattr(doorstep, "MOST", 6)
    return 6


def test_when_there_is_no_more_room_the_address_with_the_most_lets_go_of_its_oldest_and_others_come_in(
    room: int, port: int
) -> None:
    with ExitStack() as stack:
        crowd = [stack.enter_context(closing(connected(port))) for _ in range(room)]
        others = [stack.enter_context(closing(connected(port, b"", f"127.0.0.{end}"))) for end in (2, 3)]
        assert all(is_let_go(line) for line in crowd[:2])
        more = stack.enter_context(closing(connected(port)))
        assert is_let_go(crowd[2]), "whoever has the most makes room for more of the same"
        assert all(is_kept(line) for line in (*others, *crowd[3:], more))


def test_whoever_waits_for_an_answer_is_let_go_last(room: int, port: int, store: Store) -> None:
    with Caller(f"http://127.0.0.1:{port}") as caller:
        caller.enrol(auth.new_code(store, name="南口", site=made.SITE, gate="G1", now=datetime.now(UTC)))
        behind = caller.ask("GET", "/v1/wait?roster=0&feed=0", News)
        told: list[News] = []
        ask = f"/v1/wait?roster={behind.roster}&feed={behind.feed}"
        waits = threading.Thread(target=lambda: told.append(caller.ask("GET", ask, News)))
        waits.start()
        with ExitStack() as stack:
            for _ in range(3 * room):
                stack.enter_context(closing(connected(port)))
            assert is_well(port)
            store.put([Revocation(id="abcd")])
            waits.join(20)
    assert [one.roster for one in told] == [behind.roster + 1]


def test_a_process_has_room_for_as_many_as_it_may_have_files(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: asked.append(limits))
    rooms = []
    for soft, hard in ((1024, 1024), (1024, 2**20), (1024, resource.RLIM_INFINITY), (2**20, 2**20)):
        monkeypatch.setattr(resource, "getrlimit", lambda _, limits=(soft, hard): limits)
        rooms.append(doorstep.most_connections())
    assert rooms == [1024 - doorstep.FILES, *[doorstep.MOST] * 3]
    assert [soft for soft, _ in asked] == [1024, *[doorstep.MOST + doorstep.FILES] * 2]


@pytest.mark.parametrize("words", [[], ["--workers", "2"]])
def test_central_does_not_serve_where_nothing_would_let_go_of_the_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    monkeypatch.setitem(sys.modules, "httptools", None)
    assert main(["serve", "--data", str(tmp_path), "--port", "0", *words]) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.strip().endswith(
        "central does not serve without the package httptools, which is not installed here"
    )


def test_who_waits_for_news_is_let_wait(port: int, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorstep, "HEAD_S", SHORT_S)
    with Caller(f"http://127.0.0.1:{port}") as caller:
        caller.enrol(auth.new_code(store, name="南口", site=made.SITE, gate="G1", now=datetime.now(UTC)))
        behind = caller.ask("GET", "/v1/wait?roster=0&feed=0", News)
        later = threading.Timer(4 * SHORT_S, store.put, [[Revocation(id="abcd")]])
        later.start()
        told = caller.ask("GET", f"/v1/wait?roster={behind.roster}&feed=0", News)
        later.join()
    assert told.roster == behind.roster + 1


def test_a_sealed_queue_is_listened_to_only_from_a_station_that_is_out_of_service(port: int, store: Store) -> None:
    head = b"POST /v1/handover HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 60000000\r\n"
    with Caller(f"http://127.0.0.1:{port}") as caller:
        caller.enrol(auth.new_code(store, name="南口", site=made.SITE, gate="G1", now=datetime.now(UTC)))
        for token, code in (("", b"unknown_token"), (caller.token, b"in_service")):
            # Not a byte of those sixty million ever comes, and nobody waits for one.
            with closing(connected(port, head + f"Authorization: Bearer {token}\r\n\r\n".encode())) as line:
                said = rest(line)
            assert code in said
            assert wire.MARK.lower().encode() in said


def test_whoever_asks_for_much_at_once_and_leaves_is_no_failure_of_ours(
    port: int, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(8):
        line = connected(port, (HELLO + b"\r\n") * 200)
        assert line.recv(1)
        # Gone without a word, as when somebody pulls the plug.
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.close()
        assert is_well(port)
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_what_anybody_may_ask_for_is_made_once(store: Store) -> None:
    app = create_app(store)
    assert app.openapi() is app.openapi()


@pytest.mark.parametrize("size", [speaking.LARGEST_BODY + 1, 64 * 2**20])
def test_a_gzip_bomb_is_too_large_and_never_unpacked_whole(enrolled: Enrolled, size: int) -> None:
    bomb = gzip.compress(b" " * size, 9)
    assert len(bomb) < 100_000
    station = enrolled()
    tracemalloc.start()
    problem = station.ask("POST", "/v1/journal", Problem, 413, content=bomb, headers={"Content-Encoding": "gzip"})
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert problem.code == "too_large"
    assert peak < 4 * speaking.LARGEST_BODY
