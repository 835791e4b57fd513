"""Reading still pictures: ours against the decoders it is made of, on made photographs that are hard to read."""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from functools import partial
from typing import Final

import cv2
import numpy as np

from benchmarks.decoding import WAYS, Draw, Score, add, cell, hold_up, readers
from station.scanner.decoder import Expect
from station.scanner.harder import read_picture
from station.scanner.scenery import Picture, render_still, symbol

Spoil = Callable[[Picture, random.Random], Picture]


def run(quick: bool = False) -> None:
    """Print the table; quick takes about a minute, the whole about five."""
    held = 3 if quick else 15
    makers = readers()
    makers["ours"] = lambda: _ours_still
    print(f"\nRead in one picture: photographs of 1600 x 1200, then single frames of 1280 x 720; {held} of each kind")
    print(f"{'wrong in brackets':24}" + "".join(f"{name:>14}" for name in makers))
    totals = {name: Score() for name in makers}
    behind = []
    for kind, make_picture in _kinds().items():
        rng, scores = random.Random(f"still {kind}"), {name: Score() for name in makers}
        for _ in range(held):
            text = "https://example.org/" + "".join(
                rng.choices(string.ascii_letters + string.digits, k=rng.randint(8, 60))
            )
            picture = make_picture(text, rng)
            for name, make in makers.items():
                hold_up(make(), [picture], text, scores[name])
        print(f"{kind:24}" + "".join(f"{cell(score):>14}" for score in scores.values()), flush=True)
        if scores["ours"].read < max(score.read for score in scores.values()):
            behind.append(kind)
        for name, score in scores.items():
            add(totals[name], score)
    print(f"{'all':24}" + "".join(f"{cell(score):>14}" for score in totals.values()))
    print(f"{'ms a picture':24}" + "".join(f"{1000 * s.spent_s / s.frames:>14.0f}" for s in totals.values()))
    print(f"Ours behind the best other one in: {', '.join(behind) or 'none'}; wrong by ours: {totals['ours'].wrong}")


def _kinds() -> dict[str, Callable[[str, random.Random], Picture]]:
    made: dict[str, Callable[[str, random.Random], Picture]] = {}
    for kind, spoil in SPOILS.items():
        made[kind] = partial(_photograph, spoil=spoil)
    for way, draw in WAYS.items():
        made[f"frame, {way}"] = partial(_frame, draw=draw)
    return made


def _frame(text: str, rng: random.Random, *, draw: Draw) -> Picture:
    return render_still(text, draw(rng), rng)


def _ours_still(frame: Picture) -> list[str]:
    return [code.text for code in read_picture(frame, expect=Expect.PASS)]


def _photograph(text: str, rng: random.Random, *, spoil: Spoil) -> Picture:
    """A symbol on a table, seen at an angle, spoilt."""
    made = np.random.default_rng(rng.randrange(2**32))
    table = cv2.resize(made.integers(60, 200, (30, 40)).astype(np.uint8), (1600, 1200), interpolation=cv2.INTER_CUBIC)
    flat = np.asarray(cv2.resize(symbol(text), (600, 600), interpolation=cv2.INTER_AREA), np.uint8)
    if spoil in ON_THE_SYMBOL:
        flat = spoil(flat, rng)
    lean, left, top = [rng.uniform(0, 70) for _ in range(8)], rng.uniform(60, 900), rng.uniform(40, 500)
    corners = np.array([(0, 0), (600, 0), (600, 600), (0, 600)], np.float32)
    target = corners * 0.9 + np.array(lean, np.float32).reshape(4, 2) + np.array((left, top), np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target.astype(np.float32))
    cv2.warpPerspective(flat, matrix, (1600, 1200), dst=table, borderMode=cv2.BORDER_TRANSPARENT)
    picture = np.asarray(table, np.uint8)
    if spoil not in ON_THE_SYMBOL:
        picture = spoil(picture, rng)
    noisy = cv2.GaussianBlur(picture, (0, 0), 1.2).astype(np.float32) + made.normal(0, 3, picture.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8)


def _damaged(flat: Picture, rng: random.Random) -> Picture:
    for _ in range(rng.randint(2, 6)):
        middle = rng.randrange(600), rng.randrange(600)
        cv2.ellipse(
            flat, middle, (rng.randint(15, 55), rng.randint(8, 40)), rng.uniform(0, 180), 0, 360, rng.randrange(256), -1
        )
    return flat


def _rolled(flat: Picture, rng: random.Random) -> Picture:
    """Round a can: its sides are foreshortened, its rows bent."""
    side, curve, bow = flat.shape[0], rng.uniform(0.5, 1.2), rng.uniform(-0.08, 0.08)
    down, across = np.mgrid[0:side, 0:side].astype(np.float32)
    along = (across / side - 0.5) * 2
    x = (np.arcsin(along * np.sin(curve)) / curve / 2 + 0.5) * side
    y = down + bow * side * along**2
    rolled = cv2.remap(flat, x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR, borderValue=255)
    return np.asarray(rolled, np.uint8)


def _creased(flat: Picture, rng: random.Random) -> Picture:
    side, high, far = flat.shape[0], rng.uniform(2, 9), rng.uniform(150, 500)
    down, across = np.mgrid[0:side, 0:side].astype(np.float32)
    x, y = across + high * np.sin(down / far * 6.28), down + high * np.sin(across / far * 6.28)
    creased = cv2.remap(flat, x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR, borderValue=255)
    return np.asarray(creased, np.uint8)


def _shadowed(picture: Picture, rng: random.Random) -> Picture:
    down, across = np.mgrid[0:1200, 0:1600]
    slope, edge = rng.uniform(0.3, 2.0), rng.uniform(0.35, 0.65)
    shade = np.where(across + slope * down > edge * (1600 + slope * 1200), rng.uniform(0.12, 0.4), 1.0)
    return np.asarray(picture * shade, np.uint8)


def _dazzling(picture: Picture, rng: random.Random) -> Picture:
    down, across = np.mgrid[0:1200, 0:1600]
    lit = picture.astype(np.float32)
    for _ in range(rng.randint(2, 5)):
        x, y, wide = rng.uniform(200, 1400), rng.uniform(150, 1050), rng.uniform(40, 160)
        lit += rng.uniform(100, 300) * np.exp(-((across - x) ** 2 + (down - y) ** 2) / 2 / wide**2)
    return np.clip(lit, 0, 255).astype(np.uint8)


def _unfocused(picture: Picture, rng: random.Random) -> Picture:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), rng.uniform(5, 11)), np.uint8)


def _far_away(picture: Picture, rng: random.Random) -> Picture:
    far = np.full_like(picture, 140)
    small = cv2.resize(picture, None, fx=(part := rng.uniform(0.11, 0.17)), fy=part, interpolation=cv2.INTER_AREA)
    top, left = rng.randint(0, 1200 - small.shape[0]), rng.randint(0, 1600 - small.shape[1])
    far[top : top + small.shape[0], left : left + small.shape[1]] = small
    return far


SPOILS: Final[dict[str, Spoil]] = {
    "damaged": _damaged,
    "rolled": _rolled,
    "creased": _creased,
    "shadowed": _shadowed,
    "dazzling": _dazzling,
    "unfocused": _unfocused,
    "far away": _far_away,
}
ON_THE_SYMBOL: Final = {_damaged, _rolled, _creased}
