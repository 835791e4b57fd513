"""Makes pictures and video of codes held before a 720p webcam as at a real gate; for the demo, tests and benchmarks.

Nothing here is used at a gate. Everything is drawn from a seed, so the same scene comes out each time.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
import qrcode
import zxingcpp
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import QRData

Picture = npt.NDArray[np.uint8]

WIDTH, HEIGHT = 1280, 720
_CARD: Final = (360, 560)
"""Width and height, pixels, of the flat picture of a phone or a paper pass before it is held up."""
_LABEL: Final = re.compile(r"[A-Z0-9-]{4,24}")
"""What is drawn as a line of bars: passes are longer, and other codes have other characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """How a code is held and lit.

    size: the code's side in frame pixels. turn, tilt: degrees in the picture's plane, and away from it.
    blur: length of motion blur, pixels. focus: sigma of defocus, pixels. noise: sigma, 0 to 255. light: gain (1: good
    light). glare: 0 to 1, strength of a reflection over the code. cracks: lines across the screen.
    faded: 0 to 1, part of the contrast that is lost. moire: 0 to 255, strength of the bands that a screen's grid
    makes with the sensor's. inverted: light on dark. bezel: a dark rim where the quiet zone should be. mirrored: as a
    mirror shows it.
    x, y: the code's middle as parts of the frame.
    """

    size: float = 240.0
    turn: float = 0.0
    tilt: float = 0.0
    blur: float = 0.0
    focus: float = 0.0
    noise: float = 4.0
    light: float = 1.0
    glare: float = 0.0
    cracks: int = 0
    faded: float = 0.0
    moire: float = 0.0
    inverted: bool = False
    bezel: bool = False
    mirrored: bool = False
    x: float = 0.5
    y: float = 0.5


@lru_cache(maxsize=64)
def symbol(text: str, *, border: int = 4, module: int = 6) -> Picture:
    """The QR symbol of a text, level M, gray. border: quiet zone in modules; module: pixels of one."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=border, box_size=module)
    code.add_data(QRData(text))
    matrix = np.array(code.get_matrix())
    picture = np.where(matrix, 0, 255).repeat(module, axis=0).repeat(module, axis=1)
    return picture.astype(np.uint8)


@lru_cache(maxsize=64)
def label(text: str) -> Picture:
    """A tube's label (domain 2.5: Code 128 and its number, about 35 x 30 mm), gray, square."""
    bars = np.array(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128).to_image(scale=3))
    bars = np.repeat(bars[:1], bars.shape[1] // 2, axis=0)
    edge = bars.shape[1] // 8
    made = cv2.copyMakeBorder(bars, edge, 3 * edge, edge, edge, cv2.BORDER_CONSTANT, value=255)
    wide = made.shape[1] - 2 * edge
    size = wide / cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 1.0, 2)[0][0]
    place = (edge, made.shape[0] - edge)
    cv2.putText(made, text, place, cv2.FONT_HERSHEY_SIMPLEX, min(size, edge / 20), 0, 2, cv2.LINE_AA)
    return np.asarray(made, np.uint8)


def is_label(text: str) -> bool:
    """Whether a text is drawn as a tube's or a box's label and not as a QR code."""
    return _LABEL.fullmatch(text) is not None


def render_still(text: str, how: Conditions, rng: random.Random) -> Picture:
    """One 1280 x 720 BGR frame of that code, or of that label, held so."""
    if is_label(text):
        frame = scene(rng.randrange(3)).copy()
        _hold(frame, np.asarray(cv2.cvtColor(label(text), cv2.COLOR_GRAY2BGR), np.uint8), how.size * 1.5, how)
        return _seen_by_sensor(frame, how, rng)
    code = symbol(text, border=0 if how.bezel else 4)
    if how.inverted:
        code = np.asarray(255 - code, np.uint8)
    if how.bezel:
        code = np.asarray(cv2.copyMakeBorder(code, 24, 24, 24, 24, cv2.BORDER_CONSTANT, value=12), np.uint8)
    if how.mirrored:
        code = np.ascontiguousarray(code[:, ::-1])
    flat = np.asarray(cv2.cvtColor(code, cv2.COLOR_GRAY2BGR), np.uint8)
    _crack(flat, how.cracks, rng)
    frame = scene(rng.randrange(3)).copy()
    modules = flat.shape[0] / symbol(text, border=0).shape[0]
    _hold(frame, flat, how.size * modules, how)
    return _seen_by_sensor(frame, how, rng)


def render_burst(text: str, how: Conditions, rng: random.Random, *, frames: int) -> Iterator[Picture]:
    """Successive frames of that code held so by a hand that trembles, each with noise of its own."""
    quiet = replace(how, noise=0.0)
    for number in range(frames):
        held = replace(quiet, x=how.x + rng.gauss(0, 0.0012), y=how.y + rng.gauss(0, 0.002), turn=how.turn + number / 4)
        yield _noisy(render_still(text, held, random.Random(0)), how.noise, rng)


def _noisy(frame: Picture, sigma: float, rng: random.Random) -> Picture:
    fields = _unit_noise()
    field = fields[rng.randrange(len(fields))][:: rng.choice((1, -1)), :: rng.choice((1, -1))]
    noisy = cv2.scaleAdd(np.ascontiguousarray(field), sigma, frame.astype(np.float32))
    return np.asarray(cv2.convertScaleAbs(np.maximum(noisy, 0)), np.uint8)


@lru_cache(maxsize=1)
def _unit_noise() -> list[npt.NDArray[np.float32]]:
    made = np.random.default_rng(11)
    return [made.standard_normal((HEIGHT, WIDTH, 3), np.float32) for _ in range(4)]


def render_video(path: Path, texts: Sequence[str], *, seconds_each: float, fps: int, rng: random.Random) -> None:
    """A video of those codes held up one after another on phones and on paper (MJPEG in AVI). Raises OSError."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), fps, (WIDTH, HEIGHT))
    if not writer.isOpened():
        raise OSError(f"{path} cannot be written as a video")
    try:
        for frame in film(texts, seconds_each=seconds_each, fps=fps, rng=rng):
            writer.write(frame)
    finally:
        writer.release()


def film(texts: Sequence[str], *, seconds_each: float, fps: int, rng: random.Random) -> Iterator[Picture]:
    """The frames of `render_video`, one after another."""
    grain = _grain(random.Random(7))
    frames = int(seconds_each * fps)
    for text in texts:
        card, tilt, turn = _card(text, on_phone=rng.random() < 0.6), rng.uniform(-25, 25), rng.uniform(-12, 12)
        light, backdrop = rng.uniform(0.75, 1.12), scene(rng.randrange(3))
        for number in range(frames):
            frame = backdrop.copy()
            how = _motion(number / frames, tilt, turn, light)
            if how is not None:
                _hold(frame, card, how.size, how)
                frame = _lit(frame, how)
            yield cv2.add(frame, grain[rng.randrange(len(grain))], dtype=cv2.CV_8U)  # type: ignore[misc]


def _motion(part: float, tilt: float, turn: float, light: float) -> Conditions | None:
    """Comes up from below, is held with a trembling hand, goes down again; nobody there at the beginning and end."""
    if part < 0.12 or part > 0.92:
        return None
    rise = min(1.0, (part - 0.12) / 0.15, (0.92 - part) / 0.12)
    tremble = math.sin(part * 61) * 0.006, math.cos(part * 47) * 0.005
    moving = rise < 1.0
    return Conditions(
        size=330 - 40 * (1 - rise),
        turn=turn + 3 * math.sin(part * 9),
        tilt=tilt * (1.2 - 0.6 * rise),
        blur=14.0 if moving else 0.0,
        light=light,
        x=0.5 + tremble[0],
        y=0.52 + tremble[1] + (1 - rise) * 0.75,
    )


@lru_cache(maxsize=8)
def scene(kind: int) -> Picture:
    """A gate's view without anybody: wall and ground by day, at dusk, in a tent."""
    sky, wall, ground = (
        ((214, 206, 196), (150, 166, 178), (118, 124, 126)),
        ((92, 72, 66), (70, 72, 84), (52, 52, 56)),
        ((186, 198, 208), (204, 214, 220), (140, 146, 150)),
    )[kind]
    frame = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    frame[:250] = sky
    frame[250:520] = wall
    frame[520:] = ground
    for left in range(0, WIDTH, 160):
        cv2.rectangle(frame, (left, 250), (left + 156, 380), _shade(wall, 1.06), -1)
        cv2.rectangle(frame, (left - 80, 386), (left + 76, 516), _shade(wall, 0.95), -1)
    cv2.rectangle(frame, (150, 120), (420, 520), _shade(wall, 0.55), -1)
    cv2.rectangle(frame, (60, 470), (1220, 492), (60, 70, 210), -1)
    for left in range(60, 1220, 120):
        cv2.rectangle(frame, (left, 470), (left + 60, 492), (235, 235, 240), -1)
    light = np.linspace(1.08, 0.86, WIDTH, dtype=np.float32)[None, :, None]
    return np.asarray(cv2.GaussianBlur(np.clip(frame * light, 0, 255).astype(np.uint8), (0, 0), 4), np.uint8)


def _shade(colour: tuple[int, int, int], factor: float) -> tuple[int, int, int]:
    blue, green, red = (min(255, int(part * factor)) for part in colour)
    return blue, green, red


@lru_cache(maxsize=64)
def _card(text: str, *, on_phone: bool) -> Picture:
    """The flat picture of a phone or a paper pass that shows the code, or of a label."""
    if is_label(text):
        return np.asarray(cv2.cvtColor(label(text), cv2.COLOR_GRAY2BGR), np.uint8)
    width, height = _CARD
    card = np.full((height, width, 3), 250 if not on_phone else 18, np.uint8)
    if on_phone:
        cv2.rectangle(card, (14, 40), (width - 14, height - 40), (255, 255, 255), -1)
    code = cv2.resize(symbol(text), (300, 300), interpolation=cv2.INTER_AREA)
    card[130:430, 30:330] = cv2.cvtColor(code, cv2.COLOR_GRAY2BGR)
    cv2.rectangle(card, (40, 66), (width - 40, 96), (150, 110, 40) if on_phone else (60, 60, 60), -1)
    for row in range(2):
        cv2.rectangle(card, (60, 450 + row * 34), (width - 60 - row * 80, 466 + row * 34), (190, 190, 190), -1)
    return card


def _hold(frame: Picture, card: Picture, wide: float, how: Conditions) -> None:
    """Draw the flat card into the frame, `wide` pixels wide, turned and tilted. Edits the frame."""
    height, width = card.shape[:2]
    scale = wide / width
    turn, tilt = math.radians(how.turn), math.radians(how.tilt)
    corners = []
    for x, y in (
        (-width / 2, -height / 2),
        (width / 2, -height / 2),
        (width / 2, height / 2),
        (-width / 2, height / 2),
    ):
        across, down = x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)
        depth = 1.0 + across * scale * math.sin(tilt) / 900.0
        corners.append((how.x * WIDTH + across * scale * math.cos(tilt) / depth, how.y * HEIGHT + down * scale / depth))
    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(source, np.array(corners, np.float32))
    picture = cv2.GaussianBlur(card, (0, 0), 0.45 / scale) if scale < 0.7 else card
    cv2.warpPerspective(picture, matrix, (WIDTH, HEIGHT), dst=frame, borderMode=cv2.BORDER_TRANSPARENT)


def _seen_by_sensor(frame: Picture, how: Conditions, rng: random.Random) -> Picture:
    if how.glare:
        frame = _glared(frame, how, rng)
    if how.moire:
        frame = _banded(frame, how.moire, rng)
    if how.faded:
        frame = np.asarray(cv2.convertScaleAbs(frame, alpha=1 - how.faded, beta=128 * how.faded), np.uint8)
    frame = _lit(frame, how)
    if how.focus:
        frame = np.asarray(cv2.GaussianBlur(frame, (0, 0), how.focus), np.uint8)
    if how.noise:
        noise = np.random.default_rng(rng.randrange(2**32)).normal(0, how.noise, frame.shape).astype(np.float32)
        frame = np.clip(frame + noise, 0, 255).astype(np.uint8)
    return frame


def _lit(frame: Picture, how: Conditions) -> Picture:
    if how.blur >= 1:
        frame = np.asarray(cv2.blur(frame, (1, max(3, int(how.blur) | 1))), np.uint8)
    return frame if how.light == 1.0 else np.asarray(cv2.convertScaleAbs(frame, alpha=how.light), np.uint8)


def _glared(frame: Picture, how: Conditions, rng: random.Random) -> Picture:
    spot = np.zeros((HEIGHT, WIDTH), np.float32)
    x = int(how.x * WIDTH + rng.uniform(-0.4, 0.4) * how.size)
    y = int(how.y * HEIGHT + rng.uniform(-0.4, 0.4) * how.size)
    cv2.ellipse(spot, (x, y), (int(how.size * 0.22), int(how.size * 0.13)), rng.uniform(0, 180), 0, 360, 1.0, -1)
    soft = np.asarray(cv2.GaussianBlur(spot, (0, 0), how.size * 0.12), np.float32)
    lit = frame.astype(np.float32) + soft[:, :, None] * 255.0 * how.glare * 1.5
    return np.clip(lit, 0, 255).astype(np.uint8)


def _banded(frame: Picture, strength: float, rng: random.Random) -> Picture:
    down, across = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    pitch, slope = rng.uniform(0.25, 0.9), rng.uniform(0, math.pi)
    grids = [
        np.sin(pitch * part * (across * math.cos(slope + lean) + down * math.sin(slope + lean)))
        for part, lean in ((1.0, 0.0), (1.04, 0.05))
    ]
    bands = (grids[0] * grids[1] * strength)[:, :, None]
    return np.asarray(np.clip(frame.astype(np.float32) + bands, 0, 255), np.uint8)


def _crack(flat: Picture, count: int, rng: random.Random) -> None:
    side = flat.shape[0]
    for _ in range(count):
        start = (rng.randrange(side), rng.randrange(side))
        end = (rng.randrange(side), rng.randrange(side))
        cv2.line(flat, start, end, (200, 200, 200), 2, cv2.LINE_AA)


def _grain(rng: random.Random) -> list[Any]:
    """Sensor noise made once and used again and again: a film is made in seconds."""
    made = np.random.default_rng(rng.randrange(2**32))
    return [made.normal(0, 3, (HEIGHT, WIDTH, 3)).astype(np.int8) for _ in range(5)]
