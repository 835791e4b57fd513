"""Files and the codes in them: every kind of picture and video, and a sentence for what is neither."""

from __future__ import annotations

import random
import struct
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from station.scanner.decoder import CODE128, QR, Expect
from station.scanner.scenery import Conditions, Picture, render_still, render_video, symbol
from station.scanner.still import FileReading, read_file
from tests.scanner.held import PAYMENT, pass_text, tube_label


def texts(reading: FileReading) -> list[str]:
    return [code.text for code in reading.codes]


def gate(seed: int = 1) -> Picture:
    return render_still(pass_text(seed), Conditions(turn=10), random.Random(seed))


@pytest.mark.parametrize("ending", ["png", "jpg", "bmp", "tif", "webp", "ppm"])
def test_a_picture_of_any_usual_kind_is_read(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"照片 1.{ending}"
    path.write_bytes(cv2.imencode(f".{ending}", gate())[1].tobytes())
    reading = read_file(path)
    assert texts(reading) == [pass_text(1)]
    assert (reading.file, reading.error) == (path, "")
    assert reading.ms > 0


def test_a_picture_is_known_by_what_it_holds_not_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "picture without an ending"
    path.write_bytes(cv2.imencode(".png", gate())[1].tobytes())
    assert texts(read_file(path)) == [pass_text(1)]


@pytest.mark.parametrize("kind", ["16 bit", "gray", "alpha"])
def test_a_picture_with_other_samples_is_read(tmp_path: Path, kind: str) -> None:
    frame = gate()
    pictures: dict[str, Any] = {
        "16 bit": frame.astype(np.uint16) * 257,
        "gray": cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY),
        "alpha": cv2.cvtColor(frame, cv2.COLOR_BGR2BGRA),
    }
    cv2.imwrite(str(tmp_path / "a.png"), pictures[kind])
    assert texts(read_file(tmp_path / "a.png")) == [pass_text(1)]


def with_orientation(jpeg: bytes, orientation: int) -> bytes:
    """The JPEG with an EXIF note on how the camera was held."""
    tiff = b"MM\x00\x2a\x00\x00\x00\x08\x00\x01" + struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0) + b"\x00" * 4
    exif = b"Exif\x00\x00" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:]


def test_corners_are_those_of_the_picture_as_it_is_looked_at(tmp_path: Path) -> None:
    jpeg = cv2.imencode(".jpg", render_still(pass_text(1), Conditions(x=0.2, y=0.3), random.Random(1)))[1].tobytes()
    path = tmp_path / "turned.jpg"
    path.write_bytes(with_orientation(jpeg, 6))
    (code,) = read_file(path).codes
    assert np.abs(np.array(code.centre) - (720 - 0.3 * 720, 0.2 * 1280)).max() < 15


def test_a_picture_of_many_megapixels_is_read_whole(tmp_path: Path) -> None:
    picture = np.full((4000, 6000), 255, np.uint8)
    small = symbol(pass_text(1), module=3)
    picture[3500 : 3500 + small.shape[0], 5500 : 5500 + small.shape[1]] = small
    cv2.imwrite(str(tmp_path / "a.png"), picture)
    assert texts(read_file(tmp_path / "a.png")) == [pass_text(1)]


def test_a_pass_and_a_tube_in_one_picture_are_both_read(tmp_path: Path) -> None:
    label, picture = tube_label("A20221124-0007"), symbol(pass_text(1), module=4)
    together = np.full((500, 1200), 190, np.uint8)
    together[:480, :640] = label
    together[20 : 20 + picture.shape[0], 700 : 700 + picture.shape[1]] = picture
    cv2.imwrite(str(tmp_path / "a.png"), together)
    reading = read_file(tmp_path / "a.png")
    assert {(code.text, code.symbology) for code in reading.codes} == {(pass_text(1), QR), ("A20221124-0007", CODE128)}
    assert texts(read_file(tmp_path / "a.png", expect=Expect.TUBE)) == ["A20221124-0007"]


def test_a_picture_without_a_code_has_none_and_no_error(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "a.png"), np.full((300, 300), 200, np.uint8))
    reading = read_file(tmp_path / "a.png")
    assert (reading.codes, reading.error) == ((), "")


@pytest.mark.parametrize(
    "held", [b"", b"\x00", b"text, not a picture", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, b"II*\x00"]
)
@pytest.mark.parametrize("name", ["a.png", "a.avi", "a"])
def test_what_cannot_be_read_says_so_in_a_sentence(tmp_path: Path, name: str, held: bytes) -> None:
    (tmp_path / name).write_bytes(held)
    reading = read_file(tmp_path / name)
    assert (reading.codes, reading.error) == ((), "This is not a picture or video that can be read.")


def test_a_file_that_is_not_there_or_is_a_folder_says_so(tmp_path: Path) -> None:
    assert "No such file" in read_file(tmp_path / "missing.png").error
    assert "No such file" in read_file(tmp_path / "missing.avi").error
    assert "directory" in read_file(tmp_path).error.lower()


def test_a_picture_cut_short_never_raises(tmp_path: Path) -> None:
    whole = cv2.imencode(".jpg", gate())[1].tobytes()
    for part in range(0, len(whole), len(whole) // 12):
        (tmp_path / "a.jpg").write_bytes(whole[:part])
        reading = read_file(tmp_path / "a.jpg")
        assert set(texts(reading)) <= {pass_text(1)}
        assert texts(reading) or reading.error


@pytest.mark.parametrize("behind", [b"", b"\x00" * 9, b"what a phone appends to a moving picture"])
def test_a_whole_picture_without_a_code_is_not_called_damaged(tmp_path: Path, behind: bytes) -> None:
    jpeg = cv2.imencode(".jpg", np.full((300, 300), 200, np.uint8))[1].tobytes()
    (tmp_path / "a.jpg").write_bytes(with_orientation(jpeg, 3) + behind)
    assert read_file(tmp_path / "a.jpg").error == ""


def test_a_damaged_picture_that_can_still_be_read_is_no_error(tmp_path: Path) -> None:
    whole = cv2.imencode(".jpg", gate())[1].tobytes()
    (tmp_path / "a.jpg").write_bytes(whole[: -len(whole) // 20])
    reading = read_file(tmp_path / "a.jpg")
    assert (texts(reading), reading.error) == ([pass_text(1)], "")


def test_every_distinct_code_of_a_video_is_reported_once_in_order(tmp_path: Path) -> None:
    shown = [pass_text(1), PAYMENT, pass_text(2)]
    render_video(tmp_path / "a.avi", shown, seconds_each=0.8, fps=24, rng=random.Random(1))
    reading = read_file(tmp_path / "a.avi")
    assert (texts(reading), reading.error) == (shown, "")
