"""Settings and places: kept, found again, and a clear word when they are spoilt."""

from __future__ import annotations

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


@pytest.mark.parametrize("written", ["", "{", '{"lane": 5}', "[]", '{"sounds": "loud"}'])
def test_a_spoilt_settings_file_is_named_and_left_alone(tmp_path: Path, written: str) -> None:
    where = places(tmp_path)
    where.settings.write_text(written, encoding="utf-8")
    with pytest.raises(BadSettings, match=r"settings\.json"):
        load(where)
    assert where.settings.read_text(encoding="utf-8") == written


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
