"""Cameras by name: what a setting means on computers whose list of cameras is made up here."""

from __future__ import annotations

from pathlib import Path

import pytest

from station.scanner import devices as room
from station.scanner.camera import list_cameras
from station.scanner.devices import cameras_in, is_device, is_live, is_there, name_of, node_of, source_meant
from tests.scanner.held import plug_in, unplug

WEBCAM = "HD Webcam C270"


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list of cameras with nothing in it yet, which is the system's."""
    monkeypatch.setattr(room, "DEVICES", tmp_path)
    return tmp_path


def test_each_camera_is_listed_once_with_its_name(listed: Path) -> None:
    plug_in(listed, "video0", WEBCAM)
    plug_in(listed, "video1", WEBCAM, index="1")
    plug_in(listed, "video2", "")
    assert [(found.source, found.name) for found in list_cameras()] == [
        (WEBCAM, WEBCAM),
        ("/dev/video2", "/dev/video2"),
    ]


@pytest.mark.parametrize("setting", ["2", "/dev/video2", WEBCAM, "hd webcam c270", f"{WEBCAM} (1-1.2)"])
def test_a_camera_is_meant_by_its_number_its_node_or_its_name(listed: Path, setting: str) -> None:
    plug_in(listed, "video0", "Integrated Camera", bus="1-5")
    plug_in(listed, "video2", WEBCAM, bus="1-1.2")
    assert node_of(setting) in {"2", "/dev/video2"}
    assert source_meant(setting) == WEBCAM
    assert is_device(setting)


def test_a_name_keeps_its_meaning_when_the_node_changes(listed: Path) -> None:
    plug_in(listed, "video0", WEBCAM, bus="1-1.2")
    assert node_of(WEBCAM) == "/dev/video0"
    unplug(listed, "video0")
    assert node_of(WEBCAM) == WEBCAM
    assert is_device(WEBCAM)
    plug_in(listed, "video1", WEBCAM, bus="1-1.2")
    assert node_of(WEBCAM) == "/dev/video1"


def test_a_node_that_went_elsewhere_is_found_by_the_name_it_had(listed: Path) -> None:
    plug_in(listed, "video0", WEBCAM, bus="1-1.2")
    was_named = name_of("0")
    assert was_named == f"{WEBCAM} (1-1.2)"
    unplug(listed, "video0")
    plug_in(listed, "video3", WEBCAM, bus="1-1.2")
    assert node_of("0", was_named=was_named) == "/dev/video3"
    assert node_of("0") == "0"


def test_two_cameras_of_one_name_are_told_apart_by_their_place_on_the_bus(listed: Path) -> None:
    plug_in(listed, "video0", WEBCAM, bus="1-1.3")
    plug_in(listed, "video2", WEBCAM, bus="1-1.2")
    first, second = (f"{WEBCAM} (1-1.2)", f"{WEBCAM} (1-1.3)")
    assert [found.source for found in cameras_in()] == [first, second]
    assert (node_of(first), node_of(second)) == ("/dev/video2", "/dev/video0")
    assert node_of(WEBCAM) == "/dev/video2", "without a place the first on the bus is meant, each time"
    unplug(listed, "video2")
    assert node_of(second) == "/dev/video0"
    assert node_of(first) == first, "the other gate's camera is not to be taken instead"


def test_a_camera_is_there_while_the_system_lists_it(listed: Path, tmp_path: Path) -> None:
    plug_in(listed, "video0", WEBCAM)
    assert is_there("0")
    assert is_there("/dev/video0")
    unplug(listed, "video0")
    assert not is_there("0")
    assert not is_there("/dev/video0")
    assert not is_there("/dev/v4l/by-id/usb-no-such-camera")
    assert is_there("rtsp://camera/1"), "nobody lists network cameras"


@pytest.mark.parametrize(
    "setting", ["a.avi", "frames/%04d.png", "no/such/folder", "rtsp://camera/1", "C:\\video\\a", "门口.mp4"]
)
def test_files_and_streams_are_no_cameras(listed: Path, setting: str) -> None:
    assert not is_device(setting)
    assert node_of(setting) == setting


def test_a_film_or_a_folder_is_no_camera_wherever_it_lies(
    listed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "NODES", tmp_path)
    (tmp_path / "film.avi").touch()
    (tmp_path / "pictures").mkdir()
    assert not is_device(str(tmp_path / "film.avi"))
    assert not is_device(str(tmp_path / "pictures"))


def test_nothing_in_the_folder_of_files_in_memory_is_waited_for_as_a_camera(listed: Path) -> None:
    assert not is_device("/dev/shm/films/none.avi")
    assert not is_live("/dev/shm/films/none.avi")
    assert is_device("/dev/v4l/by-id/usb-no-such-camera")


@pytest.mark.parametrize("name", ["USB2.0 Camera", "摄像头 1", "UVC Camera (046d:0825)", "Kamera 1.3"])
def test_a_name_is_a_cameras_also_while_it_is_unplugged(listed: Path, name: str) -> None:
    assert is_device(name)


def test_a_name_that_looks_like_a_file_is_a_cameras_while_it_is_plugged_in(listed: Path) -> None:
    plug_in(listed, "video0", "Video/Audio Cam.HD")
    assert is_device("Video/Audio Cam.HD")
    assert node_of("Video/Audio Cam.HD") == "/dev/video0"


def test_a_list_that_cannot_be_read_is_empty(tmp_path: Path) -> None:
    assert cameras_in(tmp_path / "nowhere") == []
    (tmp_path / "video0").mkdir()
    (tmp_path / "video0" / "name").write_bytes(b"\xff\xfe\x00 cam")
    assert len(cameras_in(tmp_path)) == 1
