"""Trouble with the disk and with other programs: one clear sentence each, nothing lost, and work goes on afterwards."""

from __future__ import annotations

import multiprocessing
import multiprocessing.synchronize
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from station.settings import places
from station.store import engine
from station.store.engine import cipher, key_at
from station.store.trouble import SENTENCES, StoreFault, StoreTrouble
from tests.harness.gate import Station, open_store, station_at
from tests.harness.made import R1, text_of


def _hold_the_lock(
    folder: Path, held: multiprocessing.synchronize.Event, done: multiprocessing.synchronize.Event
) -> None:
    where = places(folder)
    connection = cipher(where.store, key_at(where.key))()
    connection.execute("BEGIN EXCLUSIVE")
    held.set()
    done.wait(30)
    connection.close()


def test_a_file_that_another_program_writes_is_named_and_works_again_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_MS", 50)
    context = multiprocessing.get_context("spawn")
    held, done = context.Event(), context.Event()
    with station_at(tmp_path / "a") as gate:
        other = context.Process(target=_hold_the_lock, args=(tmp_path / "a", held, done))
        other.start()
        assert held.wait(30)
        with pytest.raises(StoreTrouble) as caught:
            gate.show(text_of(R1))
        assert caught.value.fault is StoreFault.LOCKED
        with pytest.raises(StoreTrouble) as caught:
            open_store(tmp_path / "a")
        assert caught.value.fault is StoreFault.LOCKED
        done.set()
        other.join(30)
        gate.show(text_of(R1))
        assert gate.store.entry_count() == 1


def test_a_thread_that_writes_for_too_long_is_the_same_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_MS", 50)
    with station_at(tmp_path / "a") as gate:
        troubles: list[StoreTrouble] = []

        def scan() -> None:
            try:
                gate.show(text_of(R1))
            except StoreTrouble as trouble:
                troubles.append(trouble)

        with gate.store._writing():
            thread = threading.Thread(target=scan)
            thread.start()
            thread.join()
        assert [trouble.fault for trouble in troubles] == [StoreFault.LOCKED]
        gate.show(text_of(R1))
        assert gate.store.entry_count() == 1


def until_it_is_full(gate: Station) -> tuple[int, StoreTrouble]:
    """(how many verdicts were shown, what was said when there was no room)."""
    for shown in range(5_000):
        try:
            gate.show(text_of(R1))
        except StoreTrouble as trouble:
            return shown, trouble
    raise AssertionError


def test_a_file_that_may_not_grow_is_full_and_goes_on_when_it_may(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        with gate.store._writer.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 12}")
        shown, trouble = until_it_is_full(gate)
        assert trouble.fault is StoreFault.FULL
        assert str(trouble) == SENTENCES[StoreFault.FULL]
        assert (gate.store.entry_count(), gate.store.fault()) == (shown, None)
        with gate.store._writer.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 100000")
        gate.show(text_of(R1))
        assert (gate.store.entry_count(), gate.store.fault(), gate.store.rebuild().differing) == (shown + 1, None, ())


ON_A_SMALL_DISK = """
import sys
from pathlib import Path
from tests.harness.gate import Station
from tests.harness.made import R1, text_of
from tests.store.test_trouble import until_it_is_full
disk = Path(sys.argv[1])
gate = Station(disk / "a")
(disk / "filler").write_bytes(bytes(int(sys.argv[2])))
shown, trouble = until_it_is_full(gate)
print(trouble.fault.value)
gate.close()
gate = Station(disk / "a")
print(shown - gate.store.entry_count(), gate.store.fault(), gate.store.rebuild(repair=False).differing)
(disk / "filler").unlink()
gate.show(text_of(R1))
print(gate.store.entry_count() - shown, gate.store.fault(), gate.store.rebuild(repair=False).differing)
"""


def _may_mount() -> bool:
    """Whether this computer lets a program have a disk of its own for as long as it runs."""
    if shutil.which("unshare") is None:
        return False
    trial = ["unshare", "-Urm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return subprocess.run(trial, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("filler", [1_200_000, 1_700_000])
def test_a_disk_that_fills_up_loses_nothing_and_the_gate_goes_on_when_there_is_room(
    tmp_path: Path, filler: int
) -> None:
    if not _may_mount():
        pytest.skip("no disk of its own for a test on this computer")
    mounted = 'mount -t tmpfs -o size=2500k tmpfs "$1" && exec "$2" -c "$3" "$1" "$4"'
    command = ["unshare", "-Urm", "sh", "-c", mounted, "sh", str(tmp_path), sys.executable, ON_A_SMALL_DISK]
    done = subprocess.run([*command, str(filler)], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["full", "0 None ()", "1 None ()"], done.stderr


FILES_MAY_NOT_GROW = """
import resource, signal, sys
from pathlib import Path
from tests.harness.gate import Station
from tests.harness.made import R1, text_of
from tests.store.test_trouble import until_it_is_full
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
gate = Station(Path(sys.argv[1]))
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))
shown, trouble = until_it_is_full(gate)
print(trouble.fault.value)
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
gate.show(text_of(R1))
print(gate.store.entry_count() - shown, gate.store.fault(), gate.store.rebuild().differing)
"""


def test_a_disk_that_fails_in_the_middle_of_a_write_loses_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FILES_MAY_NOT_GROW, str(tmp_path / "a")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["disk", "1 None ()"], done.stderr


AS_SOMEBODY_WHO_MAY_NOT_WRITE = """
import os, sys
from pathlib import Path
from tempfile import TemporaryDirectory
from station.store.trouble import StoreTrouble
from tests.harness.gate import Station, open_store
from tests.harness.made import R1, text_of
# Not in pytest's folder: whoever takes the owner's place must be let in as far as this one.
everybody = TemporaryDirectory()
Path(everybody.name).chmod(0o755)
folder = Path(everybody.name) / "a"
gate = Station(folder)
gate.show(text_of(R1))
gate.close()
Station(folder.with_name("warm")).close()
folder.with_name("a.key").chmod(0o444)
folder.joinpath("station.db").chmod(0o444)
for path in (folder.with_name("empty"), folder):
    path.mkdir(exist_ok=True)
    path.chmod(0o555)
folder.with_name("empty.key").write_bytes(folder.with_name("a.key").read_bytes())
folder.with_name("empty.key").chmod(0o444)
if os.geteuid() == 0:
    os.seteuid(65534)
for name in ("empty", "a"):
    try:
        open_store(folder.with_name(name)).close()
        print(name, "opened")
    except StoreTrouble as trouble:
        print(name, trouble.fault.value)
os.seteuid(os.getuid())
folder.chmod(0o755)
folder.joinpath("station.db").chmod(0o644)
gate = Station(folder)
gate.show(text_of(R1))
print(gate.store.entry_count(), gate.store.fault())
gate.close()
everybody.cleanup()
"""


def test_a_folder_or_file_that_may_not_be_written_is_named() -> None:
    command = [sys.executable, "-c", AS_SOMEBODY_WHO_MAY_NOT_WRITE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["empty read_only", "a read_only", "2 None"], done.stderr


def test_a_path_where_no_folder_can_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreTrouble) as caught:
        open_store(tmp_path / "file" / "a")
    assert caught.value.fault is StoreFault.READ_ONLY
