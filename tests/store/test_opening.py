"""Opening the station's file: its set-up, its secrecy, and one clear sentence for each thing that can be wrong."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import station.store
from station.settings import places
from station.store import engine, schema
from station.store.engine import cipher, key_at
from station.store.store import Store
from station.store.trouble import SENTENCES, StoreFault, StoreTrouble
from tests.harness.gate import Station, open_store, station_at
from tests.harness.made import R1, text_of


def fault_when_opened(folder: Path) -> StoreFault:
    with pytest.raises(StoreTrouble) as caught:
        open_store(folder)
    assert str(caught.value).startswith(SENTENCES[caught.value.fault])
    return caught.value.fault


def test_a_new_file_is_made_and_found_again_with_its_epoch(tmp_path: Path) -> None:
    first = open_store(tmp_path / "a")
    epoch = first.epoch
    first.close()
    again, other = open_store(tmp_path / "a"), open_store(tmp_path / "b")
    assert again.epoch == epoch
    assert other.epoch != epoch
    again.close()
    other.close()


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1)]
)
def test_the_settings_that_keep_entries_safe_are_in_force(tmp_path: Path, pragma: str, value: object) -> None:
    store = open_store(tmp_path / "a")
    for one in (store._writer, store._reader):
        with one.connect() as connection:
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value
    store.close()


def test_nothing_on_disk_can_be_read_without_the_key(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        shown = gate.show(text_of(R1))
        raw = b"".join(path.read_bytes() for path in (tmp_path / "a").iterdir())
    assert len(raw) > 10_000
    for text in (
        "SQLite format 3",
        "张",
        shown.recorded.passage.number or "",
        "attempt",
        "13800138001",
        gate.store.epoch,
    ):
        assert text.encode() not in raw


def test_the_key_is_its_owners_alone_and_lies_apart_from_the_data(tmp_path: Path) -> None:
    open_store(tmp_path / "a").close()
    where = places(tmp_path / "a")
    assert where.key.stat().st_mode & 0o777 == 0o600
    assert where.data not in where.key.parents


def test_another_computers_key_does_not_open_the_file(tmp_path: Path) -> None:
    open_store(tmp_path / "a").close()
    places(tmp_path / "a").key.write_text("ab" * 32, encoding="ascii")
    assert fault_when_opened(tmp_path / "a") is StoreFault.WRONG_KEY


@pytest.mark.parametrize("written", ["", "xyz", "ab"])
def test_a_spoilt_key_file_is_named_and_not_replaced(tmp_path: Path, written: str) -> None:
    open_store(tmp_path / "a").close()
    key = places(tmp_path / "a").key
    key.write_text(written, encoding="ascii")
    assert fault_when_opened(tmp_path / "a") is StoreFault.WRONG_KEY
    assert key.read_text(encoding="ascii") == written


def test_a_file_that_is_no_store_is_named_and_left_alone(tmp_path: Path) -> None:
    path = places(tmp_path / "a").store
    path.parent.mkdir()
    path.write_bytes(b"holiday photographs" * 500)
    assert fault_when_opened(tmp_path / "a") is StoreFault.WRONG_KEY
    assert path.read_bytes() == b"holiday photographs" * 500


def test_a_page_that_was_tampered_with_is_noticed(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        for _ in range(60):
            gate.show(text_of(R1))
    path = places(tmp_path / "a").store
    raw = bytearray(path.read_bytes())
    for place in range(4096, len(raw), 4096):
        raw[place + 100] ^= 1
    path.write_bytes(raw)
    with pytest.raises(StoreTrouble):
        open_store(tmp_path / "a").fault()


def test_a_store_that_must_exist_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreTrouble) as caught:
        Store.open(tmp_path / "a" / "station.db", bytes(32), create=False)
    assert caught.value.fault is StoreFault.MISSING
    assert not (tmp_path / "a").exists()


def test_a_file_of_a_newer_program_is_named_and_left_alone(tmp_path: Path) -> None:
    store = open_store(tmp_path / "a")
    with store._writer.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    assert fault_when_opened(tmp_path / "a") is StoreFault.FUTURE


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
        done.set()
        other.join(30)
        gate.show(text_of(R1))
        assert gate.store.entry_count() == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes into read-only folders")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir(mode=0o500)
    assert fault_when_opened(tmp_path / "a") is StoreFault.READ_ONLY


def test_a_path_where_no_folder_can_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert fault_when_opened(tmp_path / "file" / "a") is StoreFault.READ_ONLY


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from station.store.trouble import StoreTrouble
from tests.harness.gate import Station
from tests.harness.made import R1, text_of
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
gate = Station(Path(sys.argv[1]))
shown = 0
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))
try:
    while True:
        gate.show(text_of(R1))
        shown += 1
except StoreTrouble as error:
    print(error.fault.value, error)
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
gate.show(text_of(R1))
print(shown + 1, gate.store.entry_count(), gate.store.fault(), gate.store.rebuild().differing)
"""


def test_a_full_disk_is_one_sentence_and_the_gate_goes_on_when_there_is_room(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FULL_DISK, str(tmp_path / "a")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said, counted = done.stdout.strip().splitlines()
    assert said.split(" ", 1)[0] in {"full", "disk"}
    shown, held, *rest = counted.split(" ", 2)
    assert shown == held
    assert rest == ["None ()"]


def test_the_migrated_tables_are_the_declared_ones(tmp_path: Path) -> None:
    store = open_store(tmp_path / "a")
    with store._reader.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
        triggers = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars()
        assert set(triggers) == {"entry_is_sealed", "entry_body_is_kept_or_forgotten", "entry_is_kept"}
    store.close()


def test_the_newest_migration_is_the_one_that_opening_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(station.store.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == schema.HEAD


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET operator = 'somebody'",
        "UPDATE entry SET hash = 'x'",
        "UPDATE entry SET body = '{}'",
        "UPDATE entry SET salt = 'x'",
        "UPDATE entry SET seq = seq + 1",
        "DELETE FROM entry",
    ],
)
def test_no_statement_edits_replaces_or_deletes_an_entry(tmp_path: Path, statement: str) -> None:
    with station_at(tmp_path / "a") as gate:
        gate.show(text_of(R1))
        with (
            pytest.raises(sa.exc.DBAPIError, match=r"never|kept or forgotten"),
            gate.store._writer.begin() as connection,
        ):
            connection.exec_driver_sql(statement)
        assert gate.store.fault() is None


def test_an_open_store_needs_no_migration_library(tmp_path: Path) -> None:
    Station(tmp_path / "a").close()
    code = (
        "import sys; from pathlib import Path; from tests.harness.gate import open_store;"
        f"open_store(Path({str(tmp_path / 'a')!r})).close(); print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
