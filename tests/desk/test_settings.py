"""Settings and places: kept, found again, and a clear word when they are spoilt."""

from __future__ import annotations

import errno
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from station.clock import DeviceClock
from station.settings import BadSettings, Settings, demo_places, load, places, save


def test_settings_are_kept(tmp_path: Path) -> None:
    where = places(tmp_path / "a")
    assert load(where) == Settings()
    changed = msgspec.structs.replace(Settings(), language="en", direction="out")
    save(where, changed)
    assert load(where) == changed
    assert [path.name for path in where.data.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"{",
        b'{"lane": 5}',
        b"[]",
        b'{"sounds": "loud"}',
        b'{"lane": "\xff"}',
        b'{"x": ' + b"[" * 100_000,
        b'{"direction": "sideways"}',
        b'{"language": "eo"}',
        b'{"theme": "beige"}',
        b'{"sync_every_s": 0}',
        b'{"sync_every_s": 1e308}',
    ],
)
def test_a_spoilt_settings_file_is_named_and_left_alone(tmp_path: Path, written: bytes) -> None:
    where = places(tmp_path)
    where.settings.write_bytes(written)
    with pytest.raises(BadSettings, match=r"settings\.json"):
        load(where)
    assert where.settings.read_bytes() == written


def test_settings_that_a_plain_editor_wrote_are_read(tmp_path: Path) -> None:
    where = places(tmp_path)
    where.settings.write_text('{"lane": "北", "from_a_newer_program": 1}', encoding="utf-8-sig")
    assert load(where).lane == "北"


def test_new_settings_are_on_disk_before_they_take_the_old_ones_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = places(tmp_path)
    save(where, Settings(lane="old"))
    waited_for: list[str] = []

    def fsync(handle: int) -> None:
        waited_for.append(load(where).lane)

    monkeypatch.setattr(os, "fsync", fsync)
    save(where, Settings(lane="new"))
    assert waited_for == ["old"]
    assert load(where).lane == "new"


def test_settings_that_cannot_be_written_leave_the_old_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = places(tmp_path)
    save(where, Settings(lane="old"))

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        save(where, Settings(lane="new"))
    assert load(where).lane == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATION_DATA", str(tmp_path / "b"))
    monkeypatch.setenv("STATION_CAMERA", "film.avi")
    assert places().data == tmp_path / "b"
    assert load(places()).camera == "film.avi"


def test_the_demo_lives_apart(tmp_path: Path) -> None:
    assert demo_places(tmp_path / "a").data == tmp_path / "a-demo"
    assert demo_places(tmp_path / "a").key != places(tmp_path / "a").key


def test_the_clock_gives_evidence_and_keeps_central_s_offset() -> None:
    clock = DeviceClock()
    before = clock.evidence()
    assert (before.offset_ms, before.offset_age_s) == (None, None)
    clock.measured(-2_820_000)
    after = clock.evidence()
    assert (after.offset_ms, after.offset_age_s, after.boot) == (-2_820_000, 0, before.boot)
    assert after.mono_ms >= before.mono_ms
    assert clock.now().tzinfo is not None


def test_the_clock_says_what_it_lacks_since_it_was_set_and_otherwise_what_was_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, set_by = DeviceClock(), [timedelta()]
    monkeypatch.setattr(DeviceClock, "now", lambda _: datetime.now(UTC) + set_by[0])
    clock.measured(3_600_000)
    for by, said in ((0, 3_600_000), (1, 3_600_000), (3_600, 0), (-60, 3_660_000)):
        set_by[0] = timedelta(seconds=by)
        offset_ms = clock.evidence().offset_ms
        assert offset_ms is not None
        assert abs(offset_ms - said) < 1_000
    clock.measured(2**52)
    assert clock.evidence().offset_ms == 2**52, "beyond the calendar"
