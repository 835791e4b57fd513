"""Frames from files, folders, pictures, streams and devices, good ones and bad ones; no test here waits for a clock."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from station.scanner import camera as camera_room
from station.scanner import devices as device_room
from station.scanner.camera import Camera, first_frame, open_camera
from station.scanner.devices import is_live
from station.scanner.grabber import Grabber
from station.scanner.health import BLACK_S, FROZEN_S, UNFIT_S, CameraTrouble, Health
from tests.scanner.held import Clock, FakeCapture, Seen, plug_in

MISSING, FROZEN, BLACK = CameraTrouble.MISSING, CameraTrouble.FROZEN, CameraTrouble.BLACK


def shade(level: int) -> npt.NDArray[np.uint8]:
    return np.full((240, 320, 3), level, np.uint8)


def alive(count: int, level: int = 120) -> list[npt.NDArray[np.uint8]]:
    """Pictures of a living sensor: noise in each."""
    made = np.random.default_rng(1)
    return [made.integers(level - 4, level + 4, (240, 320, 3), dtype=np.uint8) for _ in range(count)]


def film(path: Path, levels: list[int], fps: float = 15.0) -> Path:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), fps, (320, 240))
    for level in levels:
        writer.write(shade(level))
    writer.release()
    return path


def levels(seen: Seen) -> list[int]:
    return [round(float(frame.image.mean()), -1) for frame in seen.frames]  # type: ignore[misc]


# --- files ---


def test_a_video_file_gives_all_its_frames_in_order_and_ends(tmp_path: Path) -> None:
    path = film(tmp_path / "门口.avi", [50, 100, 150, 200])
    seen = Seen().run(Camera(str(path), loop=False, paced=False))
    assert levels(seen) == [50, 100, 150, 200]
    assert [frame.number for frame in seen.frames] == [1, 2, 3, 4]
    assert seen.troubles == []


def test_a_file_that_loops_begins_again(tmp_path: Path) -> None:
    path = film(tmp_path / "a.avi", [50, 200])
    assert levels(Seen(frames=5).run(Camera(str(path), paced=False))) == [50, 200, 50, 200, 50]


def test_a_paced_file_is_given_at_its_own_rate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, seen = Clock(), Seen()
    monkeypatch.setattr(seen.stop, "wait", clock.pass_by)
    seen.run(Camera(str(film(tmp_path / "a.avi", [50] * 16, fps=15)), loop=False, clock=clock))
    times = [frame.at_s for frame in seen.frames]
    assert np.allclose(np.diff(times), 1 / 15)


def test_pictures_without_a_rate_of_their_own_do_not_spin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cv2.imwrite(str(tmp_path / "a.png"), shade(90))
    clock, seen = Clock(), Seen(frames=4)
    monkeypatch.setattr(seen.stop, "wait", clock.pass_by)
    seen.run(Camera(str(tmp_path), clock=clock))
    assert np.allclose(np.diff([frame.at_s for frame in seen.frames]), 0.1)


def test_a_folder_of_pictures_is_given_in_the_order_of_names(tmp_path: Path) -> None:
    for name, level in (("b.png", 100), ("a.jpg", 50), ("c.bmp", 150)):
        cv2.imwrite(str(tmp_path / name), shade(level))
    (tmp_path / "notes.txt").write_text("no picture")
    (tmp_path / "broken.png").write_bytes(b"\x89PNG no more")
    (tmp_path / "empty.png").write_bytes(b"")
    assert levels(Seen().run(Camera(str(tmp_path), loop=False, paced=False))) == [50, 100, 150]


def test_a_numbered_sequence_of_pictures_is_a_source(tmp_path: Path) -> None:
    for number in range(3):
        cv2.imwrite(str(tmp_path / f"{number:04d}.png"), shade(50 + number * 50))
    seen = Seen().run(Camera(str(tmp_path / "%04d.png"), loop=False, paced=False))
    assert levels(seen) == [50, 100, 150]


def test_one_picture_is_that_picture_and_not_the_beginning_of_a_sequence(tmp_path: Path) -> None:
    for number in range(3):
        cv2.imwrite(str(tmp_path / f"img{number}.png"), shade(50 + number * 50))
    assert levels(Seen().run(Camera(str(tmp_path / "img1.png"), loop=False, paced=False))) == [100]


@pytest.mark.parametrize("name", ["no such file.avi", "no such picture.png", "no/such/folder"])
def test_a_source_that_is_not_there_is_missing_and_ends_when_it_does_not_loop(tmp_path: Path, name: str) -> None:
    seen = Seen().run(Camera(str(tmp_path / name), loop=False))
    assert (seen.frames, seen.troubles) == ([], [(MISSING, True)])


def test_a_file_that_is_no_video_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "a.avi"
    path.write_bytes(b"this is no film" * 100)
    assert Seen().run(Camera(str(path), loop=False)).troubles == [(MISSING, True)]


def test_a_missing_file_is_tried_again_until_it_is_there(tmp_path: Path) -> None:
    path, seen = tmp_path / "a.avi", Seen(frames=1)

    def opened(source: str) -> Any:
        if seen.troubles:
            film(path, [50])
        return camera_room.open_capture(source)

    seen.run(Camera(str(path), paced=False, open_source=opened, reopen_s=[0.0]))
    assert seen.troubles == [(MISSING, True), (MISSING, False)]


# --- devices ---


@pytest.fixture(autouse=True)
def one_camera(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's list of cameras, in which there is one."""
    folder = tmp_path_factory.mktemp("video4linux")
    plug_in(folder, "video0", "Gate camera")
    monkeypatch.setattr(device_room, "DEVICES", folder)
    return folder


def device(captures: list[FakeCapture], clock: Callable[[], float]) -> Camera:
    return Camera("0", open_source=lambda _source: captures.pop(0), clock=clock, reopen_s=[0.0])


def test_a_camera_that_dies_is_missing_and_opened_again_by_itself() -> None:
    captures = [FakeCapture(alive(1)), FakeCapture([], opens=False), FakeCapture(alive(1))]
    first, unopened, second = captures
    seen = Seen(troubles=2).run(device(captures, Clock()))
    assert seen.troubles == [(MISSING, True), (MISSING, False)]
    assert len(seen.frames) == 2
    assert first.released.is_set()
    assert unopened.released.is_set()
    assert second.released.wait(5)


def test_a_camera_that_falls_silent_is_missing_and_released_when_its_read_returns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(camera_room, "SILENT_S", 0.05)
    let_go = threading.Event()
    hung = FakeCapture([], each=lambda: let_go.wait(20))
    grabber = Grabber(hung)
    assert grabber.newest(0.05, threading.Event()) is None
    monkeypatch.setattr(grabber._thread, "join", lambda _seconds: None)
    grabber.stop()
    assert not hung.released.is_set(), "a device must not be released while another thread reads it"
    let_go.set()
    assert hung.released.wait(5)


def test_only_the_newest_frame_is_taken() -> None:
    pictures = [shade(level) for level in (10, 20, 30)]
    read_all = threading.Event()

    def each() -> None:
        if not capture._pictures:
            read_all.set()
            proceed.wait(20)

    proceed = threading.Event()
    capture = FakeCapture(pictures, each=each)
    grabber = Grabber(capture)
    assert read_all.wait(5)
    assert grabber.newest(1, threading.Event())[0, 0, 0] == 30
    proceed.set()
    grabber.stop()


def test_waiting_for_a_frame_ends_when_the_station_stops() -> None:
    stop, let_go = threading.Event(), threading.Event()
    grabber = Grabber(FakeCapture([], each=lambda: let_go.wait(20)))
    stop.set()
    assert grabber.newest(600, stop) is None
    let_go.set()
    grabber.stop()


class Paced(FakeCapture):
    """A device that gives a picture whenever it is asked to, the same ones again and again."""

    def __init__(self, pictures: list[npt.NDArray[np.uint8]]) -> None:
        super().__init__(pictures)
        self.turn = threading.Semaphore(1)

    def read(self) -> tuple[bool, Any]:
        self.turn.acquire(timeout=10)
        self._pictures.append(self._pictures.pop(0))
        return True, self._pictures[-1]


def test_a_frozen_camera_is_opened_again_and_stays_frozen_until_another_picture_comes() -> None:
    clock, seen = Clock(), Seen(troubles=2)
    captures = [Paced([shade(80)]), Paced([shade(80)]), Paced(alive(5))]
    opened: list[Paced] = []

    def open_source(_source: str) -> Paced:
        opened.append(captures.pop(0))
        return opened[-1]

    for _ in Camera("0", open_source=open_source, clock=clock, reopen_s=[0.0]).frames(seen.stop, seen.trouble):
        clock.pass_by(FROZEN_S * 0.6)
        opened[-1].turn.release()
    assert seen.troubles == [(FROZEN, True), (FROZEN, False)]
    assert len(opened) == 3
    opened[-1].turn.release()


def test_what_is_no_picture_is_a_trouble_and_no_frame() -> None:
    health = Health(0.0)
    assert health.after(None, 0.1) is None
    assert health.after(None, UNFIT_S + 0.1) is MISSING
    seen = Seen(troubles=1).run(device([FakeCapture(["no picture"])], Clock()))
    assert (seen.frames, seen.troubles) == ([], [(MISSING, True)])


class Watched:
    """A health with its clock: show pictures for some seconds at 10 a second."""

    def __init__(self) -> None:
        self.now_s, self.health = 0.0, Health(0.0)

    def show(self, pictures: list[npt.NDArray[np.uint8]], seconds: float) -> CameraTrouble | None:
        state = None
        for number in range(round(seconds * 10)):
            self.now_s += 0.1
            state = self.health.after(pictures[number % len(pictures)], self.now_s)
        return state


def test_a_picture_that_stands_still_to_the_last_bit_is_frozen() -> None:
    watched = Watched()
    assert watched.show([shade(80)], FROZEN_S - 0.2) is None
    assert watched.show([shade(80)], 0.5) is FROZEN
    assert watched.health.wants_reopening(watched.now_s)
    watched.health.reopened(watched.now_s)
    assert not watched.health.wants_reopening(watched.now_s)
    assert watched.show([shade(80)], 0.1) is FROZEN
    assert watched.show(alive(5), 0.1) is None


def test_a_quiet_scene_with_a_sensors_noise_is_not_frozen() -> None:
    assert Watched().show(alive(2), 20) is None


def test_a_covered_camera_is_black_not_frozen() -> None:
    watched = Watched()
    assert watched.show([shade(0)], BLACK_S - 0.2) is None
    assert watched.show([shade(0)], 0.5) is BLACK
    assert watched.show(alive(5), 0.1) is None


def test_dusk_is_not_black() -> None:
    assert Watched().show(alive(3, level=14), 10) is None


# --- streams ---


@contextmanager
def stream(pictures: list[npt.NDArray[np.uint8]]) -> Iterator[str]:
    """The address of an MJPEG stream on this computer that gives those pictures and then ends."""

    class Stream(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
            self.end_headers()
            for picture in pictures:
                body = cv2.imencode(".jpg", picture)[1].tobytes()
                head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(body)}\r\n\r\n"
                self.wfile.write(head.encode() + body + b"\r\n")

        def log_message(self, format: str, *words: Any) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Stream)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/gate.mjpg"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_an_mjpeg_stream_gives_frames_and_is_missing_when_it_ends() -> None:
    with stream([shade(50 + number) for number in range(20)]) as address:
        seen = Seen(troubles=1).run(open_camera(address))
    assert seen.frames
    assert seen.frames[0].image.shape == (240, 320, 3)
    assert seen.troubles == [(MISSING, True)]


def test_a_stream_that_nobody_serves_is_missing() -> None:
    with stream([]) as address:
        pass
    assert Seen(troubles=1).run(open_camera(address)).troubles == [(MISSING, True)]


# --- asking around ---


@pytest.mark.parametrize(
    ("source", "live"),
    [("0", True), ("/dev/video2", True), ("rtsp://cam/1", True), ("a.avi", False), ("frames/%04d.png", False)],
)
def test_devices_and_streams_are_live_and_files_are_not(source: str, live: bool) -> None:
    assert is_live(source) is live


def test_a_first_frame_is_a_picture_or_nothing(tmp_path: Path) -> None:
    frame = first_frame(str(film(tmp_path / "a.avi", [50])), within_s=10)
    assert frame is not None
    assert frame.image.shape == (240, 320, 3)
    assert first_frame(str(tmp_path / "missing.avi"), within_s=10) is None


def test_a_device_that_is_not_there_is_missing() -> None:
    assert Seen(troubles=1).run(open_camera("/dev/video97")).troubles == [(MISSING, True)]
