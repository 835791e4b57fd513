"""One reading for each showing, whatever the camera shows and whoever types; the clock is set by hand."""

from __future__ import annotations

import random
import threading
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.scanner.camera import Camera, Frame
from station.scanner.decoder import CODE128, QR, Code, Expect
from station.scanner.scenery import Conditions, Picture, render_still, scene
from station.scanner.watcher import FIXTURE_S, OUT_OF_VIEW_S, Reading, Watcher, watch
from tests.scanner.held import PAYMENT, Clock, FakeCapture, code, pass_text, tube_label

MIDDLE = (640.0, 360.0)
FRAME_S = 0.04


class Lane:
    """A watcher with its clock: show codes for some seconds at 25 frames a second."""

    def __init__(self, debounce_s: float = 5.0) -> None:
        self.clock = Clock()
        self.watcher = Watcher(debounce_s=debounce_s, clock=self.clock)

    def show(self, *codes: Code, seconds: float = FRAME_S) -> list[Reading]:
        readings = []
        for _ in range(max(1, round(seconds / FRAME_S))):
            readings += self.watcher.take(codes, MIDDLE)
            self.clock.pass_by(FRAME_S)
        return readings

    def texts(self, *codes: Code, seconds: float = FRAME_S) -> list[str]:
        return [reading.text for reading in self.show(*codes, seconds=seconds)]


def framed(picture: Picture) -> Frame:
    return Frame(picture, 0.0, 1)


def test_a_code_that_stays_in_view_is_one_reading() -> None:
    assert Lane().texts(code("A"), seconds=30) == ["A"]


def test_a_reading_says_what_when_where_and_by_what() -> None:
    lane = Lane()
    (reading,) = lane.show(code("A"))
    assert reading == Reading("A", QR, "camera", 100.0, code("A").corners, 0)


def test_a_code_shown_again_within_the_debounce_is_suppressed_and_counted() -> None:
    lane = Lane()
    assert lane.texts(code("A"), seconds=1) == ["A"]
    for _ in range(3):
        assert lane.texts(seconds=2) == []
        assert lane.texts(code("A"), seconds=1) == []
    (reading,) = lane.show(code("B"))
    assert (reading.text, reading.suppressed) == ("B", 3)
    lane.show(seconds=1)
    (reading,) = lane.show(code("C"))
    assert reading.suppressed == 0


def test_a_code_shown_again_after_the_debounce_is_a_new_reading() -> None:
    lane = Lane()
    lane.show(code("A"), seconds=20)
    lane.show(seconds=5)
    assert lane.texts(code("A")) == ["A"]


def test_the_debounce_runs_from_when_the_code_was_last_seen() -> None:
    lane = Lane()
    lane.show(code("A"), seconds=20)
    lane.show(seconds=4)
    assert lane.texts(code("A")) == []


def test_frames_in_which_the_decoder_missed_the_code_are_no_new_showing() -> None:
    lane = Lane()
    assert lane.texts(code("A")) == ["A"]
    for _ in range(40):
        assert lane.texts(seconds=OUT_OF_VIEW_S - 0.1) == []
        assert lane.texts(code("A")) == []
    assert lane.show(code("B"))[0].suppressed == 0


def test_a_different_code_is_read_at_once() -> None:
    lane = Lane()
    assert lane.texts(code("A")) + lane.texts(code("B")) == ["A", "B"]


def test_of_two_codes_in_view_the_one_nearest_the_middle_is_read() -> None:
    assert Lane().texts(code("A", x=200), code("B", x=700), seconds=3) == ["B"]


def test_two_people_are_never_read_from_one_showing() -> None:
    lane = Lane()
    assert lane.texts(code("A"), code("B", x=900), seconds=3 * FIXTURE_S) == ["A"]


def test_the_second_code_in_view_is_read_when_the_first_has_left() -> None:
    lane = Lane()
    lane.show(code("A"), code("B", x=900), seconds=1)
    assert lane.texts(code("B", x=900), seconds=OUT_OF_VIEW_S - 2 * FRAME_S) == []
    assert lane.texts(code("B", x=900), seconds=1) == ["B"]


def test_a_code_beside_the_shown_one_waits_also_when_the_shown_one_is_missed_in_a_frame() -> None:
    lane = Lane()
    lane.show(code("A"), code("B", x=900))
    for _ in range(20):
        assert lane.texts(code("B", x=900), seconds=0.2) == []
        assert lane.texts(code("A"), code("B", x=900)) == []


def test_a_code_that_moves_nearer_the_middle_does_not_take_the_turn_of_the_shown_one() -> None:
    lane = Lane()
    lane.show(code("A", x=700), code("B", x=1000))
    assert lane.texts(code("A", x=1000), code("B", x=640), seconds=2) == []


def test_a_poster_in_view_keeps_nobody_waiting() -> None:
    lane, poster = Lane(), code(PAYMENT, x=650)
    assert lane.texts(poster, seconds=FIXTURE_S + 1) == [PAYMENT]
    for person in ("A", "B", "C"):
        assert lane.texts(poster, code(person, x=900), seconds=1) == [person]
        lane.show(poster, seconds=1)
    assert lane.show(code("D"))[0].suppressed == 0


def test_a_poster_that_somebody_walked_past_keeps_nobody_waiting() -> None:
    lane, poster = Lane(), code(PAYMENT)
    lane.show(poster, seconds=FIXTURE_S + 1)
    lane.show(seconds=1)
    assert lane.texts(poster, code("A", x=900), seconds=1) == ["A"]


def test_a_pass_held_for_long_is_read_again_another_time() -> None:
    lane = Lane()
    lane.show(code("A"), seconds=FIXTURE_S + 5)
    lane.show(seconds=20)
    assert lane.texts(code("A"), seconds=1) == ["A"]


def test_without_a_debounce_every_showing_is_a_reading() -> None:
    lane = Lane(debounce_s=0)
    for _ in range(3):
        assert lane.texts(code("A"), seconds=2) == ["A"]
        lane.show(seconds=OUT_OF_VIEW_S + FRAME_S)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["", "A", "B", "AB"]), st.floats(0.04, 7)), max_size=12))
def test_between_two_readings_of_a_code_it_was_away_for_the_debounce(showings: list[tuple[str, float]]) -> None:
    lane, places = Lane(), {"A": 640, "B": 900}
    seen: dict[str, list[float]] = {}
    read: set[str] = set()
    for texts, seconds in showings:
        for _ in range(max(1, round(seconds / FRAME_S))):
            at = lane.clock.now_s
            readings = lane.show(*[code(text, x=places[text]) for text in texts])
            assert len(readings) <= 1
            for text in texts:
                seen.setdefault(text, []).append(at)
            for reading in readings:
                times = seen[reading.text]
                before = reading.text in read
                assert not before or max(np.diff(times)) > 5.0 - 1e-6
                read.add(reading.text)
                seen[reading.text] = [at]


def test_a_typed_code_and_a_handheld_scanners_are_readings_like_any_other() -> None:
    lane = Lane()
    (typed,) = lane.watcher.enter("  A\r\n", "typed")
    assert typed == Reading("A", QR, "typed", 100.0, (), 0)
    (wedge,) = lane.watcher.enter("B", "wedge")
    assert (wedge.text, wedge.source) == ("B", "wedge")


def test_a_code_entered_twice_within_the_debounce_is_suppressed_and_counted() -> None:
    lane = Lane()
    lane.watcher.enter("A", "wedge")
    lane.clock.pass_by(0.1)
    assert lane.watcher.enter("A", "wedge") == []
    lane.clock.pass_by(5)
    (reading,) = lane.watcher.enter("A", "wedge")
    assert reading.suppressed == 1


def test_a_code_seen_and_then_entered_is_one_reading() -> None:
    lane = Lane()
    assert lane.texts(code("A"), seconds=1) == ["A"]
    assert lane.watcher.enter("A", "wedge") == []


def test_entering_a_code_does_not_let_a_second_person_in_view_be_read() -> None:
    lane = Lane()
    lane.show(code("A"), code("B", x=900), seconds=1)
    lane.watcher.enter("W", "wedge")
    assert lane.texts(code("A"), code("B", x=900), seconds=2) == []


@pytest.mark.parametrize("text", ["", "   ", "\r\n"])
def test_nothing_entered_is_nothing_read(text: str) -> None:
    assert Lane().watcher.enter(text, "typed") == []


def test_a_tube_entered_by_hand_is_a_code_128() -> None:
    (reading,) = Watcher(Expect.TUBE, clock=Clock()).enter("A1", "wedge")
    assert reading.symbology == CODE128


def test_a_line_of_bars_counts_when_two_frames_read_it_alike() -> None:
    lane = Lane()
    label, wrong = (replace(code(text), symbology=CODE128) for text in ("T-100001", "T-100007"))
    assert lane.texts(wrong) == []
    assert lane.texts(label, seconds=1) == ["T-100001"], "what one frame misread keeps nobody waiting"
    lane.show(seconds=1)
    assert lane.texts(wrong) == []
    lane.show(seconds=1)
    assert lane.texts(wrong) == [], "the same misreading, but not in one showing"


def test_what_is_looked_for_changes_while_the_camera_runs() -> None:
    clock = Clock()
    watcher = Watcher(clock=clock)
    label = np.full((720, 1280), 190, np.uint8)
    label[120:600, 320:960] = tube_label("T-100001")

    def seen(expect: Expect) -> list[str]:
        watcher.look_for(expect)
        return [one.text for _ in range(3) for one in watcher.see(framed(label))]

    assert seen(Expect.PASS) == []
    assert seen(Expect.ANY) == ["T-100001"]
    assert seen(Expect.ANY) == [], "one showing is one reading, whatever is looked for"


def test_what_was_seen_long_ago_is_forgotten() -> None:
    lane = Lane()
    for number in range(500):
        lane.watcher.enter(f"{number}", "wedge")
        lane.clock.pass_by(1)
    assert len(lane.watcher._seen) < 70


def test_a_pass_before_the_camera_is_read_once_from_real_frames() -> None:
    clock, rng = Clock(), random.Random(1)
    watcher, readings = Watcher(clock=clock), []
    held = render_still(pass_text(1), Conditions(tilt=15), rng)
    for picture in (scene(0), held, held, scene(0), held):
        readings += watcher.see(framed(picture))
        clock.pass_by(0.1)
    assert [reading.text for reading in readings] == [pass_text(1)]


def test_watching_a_camera_tells_of_every_frame_reading_and_trouble() -> None:
    rng, stop = random.Random(1), threading.Event()
    pictures = [scene(0), render_still(pass_text(1), Conditions(), rng), render_still(pass_text(2), Conditions(), rng)]
    openings = [FakeCapture([], opens=False), FakeCapture(pictures)]
    camera = Camera("film.avi", paced=False, open_source=lambda _source: openings.pop(0), reopen_s=[0.0])
    frames: list[int] = []
    readings: list[str] = []
    troubles: list[tuple[str, bool]] = []

    def on_frame(frame: Frame) -> None:
        frames.append(frame.number)
        if len(frames) == 3:
            stop.set()

    watch(
        camera,
        Watcher(),
        on_frame,
        lambda reading: readings.append(reading.text),
        lambda trouble, on: troubles.append((trouble, on)),
        stop=stop,
    )
    assert frames == [1, 2, 3]
    assert readings == [pass_text(1), pass_text(2)]
    assert troubles == [("camera_missing", True), ("camera_missing", False)]


def test_a_frame_without_colour_is_watched_too() -> None:
    picture = np.ascontiguousarray(render_still(pass_text(1), Conditions(), random.Random(1))[:, :, 1])
    assert [reading.text for reading in Watcher().see(framed(picture))] == [pass_text(1)]
