"""The key of the station's file: its owner's alone, on disk before the first entry is, made once and never half."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from station.settings import places
from station.store import engine
from station.store.engine import key_at
from station.store.trouble import StoreFault, StoreTrouble
from tests.harness.gate import open_store, station_at


def test_the_key_is_its_owners_alone_and_lies_apart_from_the_data(tmp_path: Path) -> None:
    open_store(tmp_path / "a").close()
    where = places(tmp_path / "a")
    assert where.key.stat().st_mode & 0o777 == 0o600
    assert where.data not in where.key.parents
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "a.key"]


def test_a_store_whose_key_is_gone_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    station_at(tmp_path / "a").__enter__().close()
    where = places(tmp_path / "a")
    raw, key = where.store.read_bytes(), where.key.read_bytes()
    where.key.unlink()
    with pytest.raises(StoreTrouble) as caught:
        open_store(tmp_path / "a")
    assert caught.value.fault is StoreFault.WRONG_KEY
    assert where.store.read_bytes() == raw
    where.key.write_bytes(key)
    open_store(tmp_path / "a").close()


def test_a_key_is_on_disk_with_its_name_before_anybody_uses_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited_for: list[str] = []
    really = os.fsync

    def fsync(handle: int) -> None:
        waited_for.append(Path(f"/proc/self/fd/{handle}").readlink().name.split(".")[0])
        really(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    key_at(tmp_path / "keys" / "store.key")
    assert waited_for == ["store", "keys"]


def test_a_power_cut_while_a_key_is_written_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "_put_first", cut)
    with pytest.raises(KeyboardInterrupt):
        key_at(tmp_path / "store.key")
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []
    assert key_at(tmp_path / "store.key") == key_at(tmp_path / "store.key")


def no_links(*_: object) -> None:
    raise PermissionError("this file system has no hard links")


def test_programs_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    keys: set[bytes] = set()
    line = threading.Barrier(8)

    def start() -> None:
        line.wait()
        keys.add(key_at(tmp_path / "k"))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["k"]


def test_a_memory_stick_without_links_holds_a_key_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "hardlink_to", no_links)
    made = key_at(tmp_path / "k")
    assert key_at(tmp_path / "k") == made
    assert [path.name for path in tmp_path.iterdir()] == ["k"]


def test_a_second_program_finds_the_key_of_the_first_where_there_are_no_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "k"
    really = engine._write_whole

    def another_was_quicker(part: Path, text: str) -> None:
        really(part, text)
        path.write_text("ab" * 32, encoding="ascii")

    monkeypatch.setattr(engine, "_write_whole", another_was_quicker)
    monkeypatch.setattr(Path, "hardlink_to", no_links)
    assert key_at(path) == bytes.fromhex("ab" * 32)
