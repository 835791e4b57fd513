"""What the attendance board costs the window's own thread: brought anew, painted as list and as timeline, filtered."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QApplication

from benchmarks.printed import HEADING, line, title
from station.ui.duty_view import Board, BoardRow, ShiftChoice, TimelineBar
from station.ui.window import Window

SIZES: Final = ((200, 64), (2_000, 400))
"""(volunteers, shifts) of a day: a large site's, and ten times that."""


def run(*, quick: bool) -> None:
    """Print both sizes."""
    title("The attendance board in the window")
    application = QApplication.instance() or QApplication(["board"])
    assert isinstance(application, QApplication)
    print(HEADING)
    for people, shifts in SIZES:
        window = Window(zone=ZoneInfo("Asia/Shanghai"), sounds=False)
        window.show()
        window.press("⇧F3")
        _measure(window, application, made(people, shifts), f"{people:,} at {shifts} shifts", 5 if quick else 100)
        window.close()


def made(people: int, shifts: int) -> Board:
    """A board on which half have gone, some came late and some never."""
    now = datetime.now(UTC)
    start = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=6)
    planned = [
        ShiftChoice(
            shift=f"S{number:03d}",
            begins=(begins := start + timedelta(minutes=number * 480 // shifts)),
            ends=begins + timedelta(hours=4),
            post="秩序引导",
            places_left=1,
        )
        for number in range(shifts)
    ]
    rows = tuple(_row(number, planned[number * shifts // people], now) for number in range(people))
    figures = {"expected": people, "present": people, "rate": 1000}
    ends = planned[-1].ends
    return Board(
        day=now.date(),
        now=now,
        figures=figures,
        shown=figures,
        rows=rows,
        starts=start,
        ends=ends,
        shifts=tuple(planned),
    )


def _row(number: int, at: ShiftChoice, now: datetime) -> BoardRow:
    late, is_over = timedelta(minutes=number % 30), number % 2 == 0
    served = TimelineBar(
        at.begins + late, at.ends if is_over else max(now, at.begins + late), "served" if is_over else "open"
    )
    return BoardRow(
        shift=at.shift,
        number=f"990101-{number:04d}",
        name="王**",
        team=f"志愿服务队 {number % 12}",
        post=at.post,
        begins=at.begins,
        ends=at.ends,
        status="done" if is_over else "on_duty",
        marks=("late",) if number % 30 > 10 else (),
        late_min=number % 30,
        came_at=served.begins,
        bars=(TimelineBar(at.begins, at.ends, "planned"), served),
    )


def _measure(window: Window, application: QApplication, board: Board, name: str, times: int) -> None:
    page = window.duty
    moved = [replace(board, now=board.now + timedelta(seconds=5 * number), rows=board.rows) for number in range(times)]
    others = [replace(board, rows=board.rows[number % 7 :]) for number in range(times)]

    def settled(does: Callable[[], object]) -> float:
        begin = time.perf_counter()
        does()
        application.processEvents()
        return (time.perf_counter() - begin) * 1000

    settled(lambda: page.show_board(board))
    print(line(f"{name}: brought anew", [settled(partial(page.show_board, one)) for one in moved]))
    print(line(f"{name}: others come and go", [settled(partial(page.show_board, one)) for one in others]))
    print(line(f"{name}: the list painted", [settled(page.table.viewport().repaint) for _ in range(times)]))
    page.press_key("⇧F7")
    print(line(f"{name}: the timeline painted", [settled(page.table.viewport().repaint) for _ in range(times)]))
    print(line(f"{name}: a tile's rows", [settled(partial(page.tiles.turn, 1)) for _ in range(times)]))
