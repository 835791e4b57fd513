"""The process that serves: it ends when told, loses nothing when killed, and logs nothing of anybody."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from central.store.store import Store
from checkpoint import wire
from checkpoint.gate import Direction
from checkpoint.journal import Entry, first_fault
from checkpoint.wire import KNOWN, REFUSED, STORED
from tests.harness import made
from tests.harness.calling import Caller, packed
from tests.harness.central import ROOT, central_says, running_central
from tests.harness.made import Pen


def seeded(folder: Path) -> list[str]:
    """Codes for the gates of a made-up community in that folder."""
    said = json.loads(central_says(folder, "seed-demo", "--people", "20"))
    return [one["code"] for one in said["codes"]]


def written(station: str, number: int) -> list[Entry]:
    """A journal of so many attempts."""
    pen = Pen(station)
    for second in range(number):
        pen.attempt("1", Direction.IN, made.at("07:00") + timedelta(seconds=second), name="张*")
    return pen.entries


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_quietly_when_told(tmp_path: Path, number: int) -> None:
    with running_central(tmp_path) as central:
        assert httpx.get(f"{central.url}/readyz", trust_env=False).status_code == 200
        central.process.send_signal(number)
        assert central.process.wait(20) == 0


def test_it_ends_with_the_program_that_started_it(tmp_path: Path) -> None:
    with running_central(tmp_path) as central:
        assert central.process.stdin is not None
        central.process.stdin.close()
        assert central.process.wait(20) == 0


def test_a_port_that_is_taken_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "central", "serve", "--data", str(tmp_path), "--port", port],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
            timeout=60,
        )
    assert (done.returncode, done.stdout) == (3, "")
    assert f"cannot listen on 127.0.0.1 port {port}" in done.stderr


def test_nothing_that_was_acknowledged_is_lost_when_the_process_is_killed_again_and_again(tmp_path: Path) -> None:
    code = seeded(tmp_path)[0]
    acknowledged: dict[int, str] = {}
    station = token = ""
    entries: list[Entry] = []
    for kill_after in (3, 1, 0):
        with running_central(tmp_path) as central, Caller(central.url, station, token) as caller:
            if not station:
                caller.enrol(code)
                station, token = caller.station, caller.token
                entries = written(station, 1200)
            behind = [entry for entry in entries if entry.seq not in acknowledged]
            _push_until_killed(caller, behind, acknowledged, central.process, kill_after)
    with running_central(tmp_path) as central, Caller(central.url, station, token) as caller:
        for start in range(0, len(entries), 500):
            pushed = caller.push(entries[start : start + 500])
            for receipt in pushed.receipts:
                assert receipt.state == KNOWN or (receipt.state == STORED and receipt.seq not in acknowledged)
        assert pushed.have == len(entries)
    store = Store(str(tmp_path / "central.db"))
    assert store.journal(station, "e1") == entries
    assert first_fault(entries) is None
    store.close()
    assert acknowledged


def _push_until_killed(
    caller: Caller,
    entries: list[Entry],
    acknowledged: dict[int, str],
    process: subprocess.Popen[str],
    kill_after: int,
) -> None:
    """Push in batches of 40; after so many answers the process is killed while the next ones are on their way."""
    killer = threading.Thread(target=process.kill)
    for number, start in enumerate(range(0, len(entries), 40)):
        if number == kill_after:
            killer.start()
        try:
            pushed = caller.push(entries[start : start + 40])
        except httpx.TransportError:
            break
        for receipt in pushed.receipts:
            assert receipt.state in {STORED, KNOWN}
            assert receipt.seq not in acknowledged
            acknowledged[receipt.seq] = receipt.received_at
    killer.join()
    process.wait(20)


def test_two_processes_on_one_database_take_the_same_batches_once(tmp_path: Path) -> None:
    code = seeded(tmp_path)[0]
    with running_central(tmp_path) as one, running_central(tmp_path) as two:
        with Caller(one.url) as caller:
            caller.enrol(code)
            station, token = caller.station, caller.token
        entries = written(station, 300)
        batches = [entries[start : start + 30] for start in range(0, 300, 30)]

        def push(url: str) -> list[str]:
            with Caller(url, station, token) as caller:
                return [receipt.state for batch in batches for receipt in caller.push(batch).receipts]

        with ThreadPoolExecutor(4) as pool:
            told = [state for states in pool.map(push, [one.url, two.url] * 2) for state in states]
    assert told.count(STORED) == 300
    assert told.count(KNOWN) == 900


def logging_central(folder: Path) -> subprocess.Popen[str]:
    """One whose log can be read when it has ended."""
    command = [sys.executable, "-m", "central", "serve", "--data", str(folder), "--port", "0", "--end-with-stdin"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, cwd=ROOT)


def _until_nobody_is_let_in(url: str) -> None:
    with contextlib.suppress(httpx.TransportError):
        while True:
            httpx.get(f"{url}/healthz", trust_env=False)


def test_whoever_does_not_wait_for_its_end_is_told_so_and_what_was_broken_off_is_no_error(tmp_path: Path) -> None:
    code = seeded(tmp_path)[0]
    process = logging_central(tmp_path)
    assert process.stdout is not None
    with Caller(process.stdout.readline().strip().rpartition(" ")[2]) as caller:
        caller.enrol(code)
        with contextlib.closing(sqlite3.connect(tmp_path / "central.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with ThreadPoolExecutor(1) as pool:
                how = {"content": packed("e1", written(caller.station, 2)), "headers": {"Content-Encoding": "gzip"}}
                pushed = pool.submit(caller.raw, "POST", "/v1/journal", **how)
                for _ in range(2):
                    assert httpx.get(f"{caller.url}/healthz", trust_env=False).status_code == 200
                process.send_signal(signal.SIGINT)
                _until_nobody_is_let_in(caller.url)
                assert not pushed.done()
                process.send_signal(signal.SIGINT)
                answer = pushed.result(20)
            other.execute("ROLLBACK")
    _, log = process.communicate(timeout=20)
    lines = [json.loads(line) for line in log.splitlines()]
    assert (process.returncode, answer.status_code, answer.json()["code"]) == (0, 503, "ending")
    assert [one["level"] for one in lines if one["event"] == "broken off"] == ["warning"]
    assert not [one for one in lines if one["level"] == "error"]


def test_the_log_is_json_lines_that_name_nobody_and_hold_no_token(tmp_path: Path) -> None:
    code = seeded(tmp_path)[0]
    process = logging_central(tmp_path)
    assert process.stdout is not None
    with Caller(process.stdout.readline().strip().rpartition(" ")[2]) as caller:
        caller.enrol(code)
        caller.push([*written(caller.station, 2), {"seq": 3, "name": "张伟"}])
        caller.raw("GET", "/v1/roster?after=0")
        caller.raw("GET", "/张伟?token=secret")
        caller.ask("GET", "/v1/roster", wire.Problem, 401, headers={"Authorization": "Bearer secret"})
    _, log = process.communicate(timeout=20)
    lines = [json.loads(line) for line in log.splitlines()]
    assert [(one["path"], one["status"]) for one in lines if one["event"] == "answered"] == [
        ("/v1/enrol", 200),
        ("/v1/journal", 200),
        ("/v1/roster", 200),
        ("elsewhere", 404),
        ("/v1/roster", 401),
    ]
    answered = [one for one in lines if one["event"] == "answered"]
    assert len({one["request"] for one in answered}) == len(answered)
    assert [one.get("station", "") for one in answered] == ["", caller.station, caller.station, "", ""]
    assert answered[1]["entries"] == {STORED: 2, REFUSED: 1}
    for secret in ("张", "secret", code, caller.token, "13800138"):
        assert secret not in log
