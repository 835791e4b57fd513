"""Reading codes: ours against the decoders it is made of, on made frames of a gate, and what an empty frame costs.

Every decoder gets the same successive frames of a code that is held up, and has read it when it read it in one of
them. Which look pays for itself is decided by this table.
"""

from __future__ import annotations

import random
import string
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

from station.scanner.decoder import Expect, Rendition, gray_of, pyzbar_available, zbar_look
from station.scanner.looks import Looks
from station.scanner.scenery import Conditions, Picture, render_burst, scene

FRAMES: Final = 6
"""Successive frames within which a code must be read: 0.2 s at 30 frames a second."""
BASE45: Final = string.digits + string.ascii_uppercase + " $%*+-./:"

Reader = Callable[[Picture], list[str]]
MakeReader = Callable[[], Reader]
Draw = Callable[[random.Random], Conditions]

WAYS: Final[dict[str, Draw]] = {
    "plain": lambda r: Conditions(size=r.uniform(190, 320)),
    "small": lambda r: Conditions(size=r.uniform(46, 80)),
    "small, aside": lambda r: Conditions(size=r.uniform(60, 90), x=r.uniform(0.15, 0.85), y=r.uniform(0.2, 0.8)),
    "turned": lambda r: Conditions(size=r.uniform(100, 260), turn=r.uniform(0, 360)),
    "tilt 45 to 60": lambda r: Conditions(
        size=r.uniform(90, 130), tilt=_either(r) * r.uniform(45, 60), turn=r.uniform(0, 360)
    ),
    "tilt 60 to 72": lambda r: Conditions(
        size=r.uniform(200, 300), tilt=_either(r) * r.uniform(60, 72), turn=r.uniform(-20, 20)
    ),
    "moving": lambda r: Conditions(size=r.uniform(200, 300), blur=r.uniform(7, 15)),
    "unfocused": lambda r: Conditions(size=r.uniform(170, 280), focus=r.uniform(2.2, 4.0)),
    "noisy": lambda r: Conditions(size=r.uniform(90, 180), noise=r.uniform(40, 80)),
    "dark": lambda r: Conditions(size=r.uniform(110, 220), light=r.uniform(0.03, 0.08), noise=r.uniform(2, 5)),
    "bright": lambda r: Conditions(size=r.uniform(110, 220), light=r.uniform(3, 9), focus=r.uniform(0.5, 1.5)),
    "glare": lambda r: Conditions(size=r.uniform(150, 260), glare=r.uniform(0.8, 2.0)),
    "inverted": lambda r: Conditions(size=r.uniform(90, 160), inverted=True, focus=r.uniform(0.5, 1.5)),
    "dark bezel": lambda r: Conditions(
        size=r.uniform(160, 280), bezel=True, tilt=r.uniform(-35, 35), turn=r.uniform(-40, 40)
    ),
    "mirrored": lambda r: Conditions(size=r.uniform(100, 200), mirrored=True, turn=r.uniform(-30, 30)),
    "cracked": lambda r: Conditions(size=r.uniform(120, 220), cracks=r.randint(8, 16)),
    "pale": lambda r: Conditions(size=r.uniform(100, 220), faded=r.uniform(0.84, 0.95), noise=r.uniform(2, 5)),
    "moire": lambda r: Conditions(size=r.uniform(120, 240), moire=r.uniform(40, 110)),
    "rainy evening": lambda r: Conditions(
        size=r.uniform(90, 150),
        tilt=r.uniform(-45, 45),
        turn=r.uniform(-30, 30),
        light=r.uniform(0.12, 0.35),
        focus=r.uniform(0.5, 1.5),
        blur=r.uniform(0, 6),
        noise=r.uniform(6, 14),
    ),
}


def _either(rng: random.Random) -> int:
    return rng.choice((-1, 1))


@dataclass(slots=True)
class Score:
    """What one decoder did with one way of holding a code."""

    read: int = 0
    wrong: int = 0
    held: int = 0
    frames: int = 0
    spent_s: float = 0.0
    times_ms: list[float] = field(default_factory=list)


def run(quick: bool = False) -> None:
    """Print the tables; quick takes about a minute, the whole about five."""
    held = 6 if quick else 25
    made = readers()
    print(f"Read within {FRAMES} frames of 1280 x 720, {held} codes of 122 characters each way; wrong in brackets")
    print(f"{'':16}" + "".join(f"{name:>14}" for name in made))
    totals = {name: Score() for name in made}
    behind = []
    for way, draw in WAYS.items():
        scores = _compare(made, draw, random.Random(f"decoding {way}"), held)
        print(f"{way:16}" + "".join(f"{cell(score):>14}" for score in scores.values()), flush=True)
        if scores["ours"].read < max(score.read for score in scores.values()):
            behind.append(way)
        for name, score in scores.items():
            add(totals[name], score)
    print(f"{'all':16}" + "".join(f"{cell(score):>14}" for score in totals.values()))
    print(f"{'ms a frame':16}" + "".join(f"{1000 * s.spent_s / s.frames:>14.1f}" for s in totals.values()))
    print(f"Ours behind the best other one in: {', '.join(behind) or 'none'}; wrong by ours: {totals['ours'].wrong}")
    _print_cost(quick)


def cell(score: Score) -> str:
    """One cell of the table."""
    return f"{100 * score.read / score.held:.0f} % ({score.wrong})"


def add(total: Score, score: Score) -> None:
    """Put one kind's score to the total."""
    total.read += score.read
    total.wrong += score.wrong
    total.held += score.held
    total.frames += score.frames
    total.spent_s += score.spent_s


def _compare(makers: dict[str, MakeReader], draw: Draw, rng: random.Random, held: int) -> dict[str, Score]:
    scores = {name: Score() for name in makers}
    for _ in range(held):
        text = "C1" + "".join(rng.choices(BASE45, k=120))
        frames = list(render_burst(text, draw(rng), rng, frames=FRAMES))
        for name, make in makers.items():
            hold_up(make(), frames, text, scores[name])
    return scores


def hold_up(read: Reader, frames: list[Picture], text: str, score: Score) -> None:
    """Show a decoder successive frames until it has read them."""
    score.held += 1
    for frame in frames:
        begin = time.perf_counter()
        texts = read(frame)
        score.spent_s += time.perf_counter() - begin
        score.frames += 1
        score.wrong += sum(other != text for other in texts)
        if text in texts:
            score.read += 1
            return


def readers() -> dict[str, MakeReader]:
    """Ours and those it is made of, each made anew for each showing."""
    made: dict[str, MakeReader] = {"ours": _ours, "zxing-cpp": lambda: _zxing}
    if pyzbar_available():
        made["pyzbar"] = lambda: _pyzbar
    made["OpenCV"] = lambda: _opencv
    return made


def _ours() -> Reader:
    looks = Looks()
    return lambda frame: [code.text for code in looks.see(frame)]


def _zxing(frame: Picture) -> list[str]:
    found = zxingcpp.read_barcodes(gray_of(frame), formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
    return [barcode.text for barcode in found]


def _pyzbar(frame: Picture) -> list[str]:
    return [code.text for code in zbar_look(Rendition(gray_of(frame)), Expect.PASS)]


def _opencv(frame: Picture) -> list[str]:
    try:
        text, _, _ = cv2.QRCodeDetector().detectAndDecode(frame)
    except (cv2.error, UnicodeDecodeError):
        return []
    return [text] if text else []


# --- what an empty frame costs ---


def _print_cost(quick: bool) -> None:
    print("\nOurs, ms for a frame without a code, live")
    print(f"{'':16}{'p50':>8}{'p95':>8}{'p99':>8}{'worst':>8}")
    for name, frames in (("gate", _empty_frames), ("crowded", _crowded_frames)):
        looks, times = Looks(), []
        for frame in frames(60 if quick else 300):
            begin = time.perf_counter()
            looks.see(frame)
            times.append((time.perf_counter() - begin) * 1000)
        p50, p95, p99 = np.percentile(times, (50, 95, 99))
        print(f"{name:16}{p50:8.1f}{p95:8.1f}{p99:8.1f}{max(times):8.1f}")


def _empty_frames(count: int) -> Iterator[npt.NDArray[Any]]:
    made = np.random.default_rng(3)
    noise = [made.normal(0, 4, (720, 1280, 3)).astype(np.int8) for _ in range(4)]
    for number in range(count):
        yield np.asarray(cv2.add(scene(number % 3), noise[number % 4], dtype=cv2.CV_8U), np.uint8)


def _crowded_frames(count: int) -> Iterator[npt.NDArray[Any]]:
    """Leaves, bricks and letters: many edges, no code."""
    made = np.random.default_rng(5)
    frames = []
    for number in range(6):
        frame = scene(number % 3).copy()
        for _ in range(500):
            x, y = int(made.integers(0, 1280)), int(made.integers(0, 720))
            colour = [int(part) for part in made.integers(0, 255, 3)]
            if made.random() < 0.4:
                cv2.putText(frame, "GATE 3 B", (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.7, colour, 2)
            else:
                cv2.rectangle(frame, (x, y), (x + int(made.integers(4, 60)), y + int(made.integers(4, 60))), colour, -1)
        frames.append(frame)
    for number in range(count):
        yield frames[number % 6]
