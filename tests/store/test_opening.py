"""Opening the station's file: its set-up, its secrecy, and one clear sentence for each thing that can be wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import station.store
from station.settings import places
from station.store import schema
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
        # Nothing shorter than these: three bytes of one character stand somewhere in random bytes by chance.
        "SQLite format 3",
        "3号楼",
        shown.recorded.passage.number or "no number",
        "attempt",
        "13800138001",
        gate.store.epoch,
    ):
        assert text.encode() not in raw


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


def used(folder: Path) -> bytes:
    """A store in that folder that has some entries; returns the file's bytes."""
    with station_at(folder) as gate:
        for _ in range(30):
            gate.show(text_of(R1))
    return places(folder).store.read_bytes()


def page_flipped(raw: bytes, page: int) -> bytes:
    place = page * 4096 + 100
    return raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]


def looked_through(folder: Path) -> None:
    store = open_store(folder)
    try:
        store.fault()
        store.rebuild(repair=False)
    finally:
        store.close()


@pytest.mark.parametrize("cut_to", [0.5, 0.9, 0.99])
def test_a_file_that_was_cut_off_is_named_and_left_alone(tmp_path: Path, cut_to: float) -> None:
    raw = used(tmp_path / "a")
    path = places(tmp_path / "a").store
    path.write_bytes(raw[: int(len(raw) * cut_to)])
    with pytest.raises(StoreTrouble) as caught:
        looked_through(tmp_path / "a")
    assert caught.value.fault is StoreFault.DAMAGED
    assert path.stat().st_size == int(len(raw) * cut_to)


def test_each_page_that_was_tampered_with_is_noticed_or_holds_nothing_that_counts(tmp_path: Path) -> None:
    raw = used(tmp_path / "a")
    path = places(tmp_path / "a").store
    named = []
    for page in range(1, len(raw) // 4096):
        path.write_bytes(page_flipped(raw, page))
        try:
            looked_through(tmp_path / "a")
        except StoreTrouble as trouble:
            named.append(trouble.fault)
        # Nobody tried to mend the file by writing into it.
        assert path.read_bytes() == page_flipped(raw, page)
    assert set(named) == {StoreFault.DAMAGED}
    assert len(named) > 10


def test_a_first_page_that_was_tampered_with_does_not_open(tmp_path: Path) -> None:
    places(tmp_path / "a").store.write_bytes(page_flipped(used(tmp_path / "a"), 0))
    assert fault_when_opened(tmp_path / "a") is StoreFault.WRONG_KEY


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


def test_the_migrated_tables_are_the_declared_ones(tmp_path: Path) -> None:
    store = open_store(tmp_path / "a")
    with store._reader.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
        triggers = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars()
        assert set(triggers) == {
            "entry_is_new",
            "entry_stays_in_place",
            "entry_is_sealed",
            "entry_body_is_kept_or_forgotten",
            "entry_is_kept",
            "parted_is_kept",
            "parted_is_sealed",
            *(f"{of}_is_{how}" for of in ("passage", "presence") for how in ("counted", "uncounted", "counted_anew")),
        }
    store.close()


def test_the_newest_migration_is_the_one_that_opening_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(station.store.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == schema.HEAD


def test_an_open_store_needs_no_migration_library(tmp_path: Path) -> None:
    Station(tmp_path / "a").close()
    code = (
        "import sys; from pathlib import Path; from tests.harness.gate import open_store;"
        f"open_store(Path({str(tmp_path / 'a')!r})).close(); print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
