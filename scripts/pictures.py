"""Takes the user guide's pictures: the real window with made-up content, page by page; run by `make pictures`."""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from checkpoint.gate import Action, Direction, Light, Outcome, Reason, actions_for
from checkpoint.handover import FIGURES, Sheet
from checkpoint.policy import for_kind
from scripts import pictured_duty, pictured_sampling, pictured_supplies, pictured_trust
from station import showing
from station.scanner.scenery import Conditions, render_still
from station.ui.view import (
    CameraName,
    Card,
    Day,
    Finding,
    Form,
    Found,
    Leaving,
    Link,
    OnDuty,
    Row,
    Status,
    Trouble,
    VisitRow,
)
from station.ui.window import Window
from station.watching import image_of

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2022, 12, 5, 7, 0, 20, tzinfo=ZONE).astimezone(UTC)
STATUS = Status(
    site="示例社区",
    gate="南口",
    lane="1",
    direction=Direction.IN,
    operator="gd1",
    shift="06:30-11:30",
    link=Link.ONLINE,
    unsent=0,
    inside=1_284,
    entered=412,
    left=396,
    turned_away=7,
    last_sync=AT,
)
STOPPED = (Action.TURN_AWAY, Action.ADMIT, Action.CANCEL)
CARDS = {
    "green": Card(
        attempt="g",
        light=Light.GREEN,
        reason=Reason.OK,
        outcome=Outcome.PASSED,
        direction=Direction.IN,
        at=AT,
        name="张*",
        building="3号楼",
        category="resident",
        may_bring=True,
    ),
    "amber": Card(
        attempt="a",
        light=Light.AMBER,
        reason=Reason.NO_PRIOR_EXIT,
        outcome=Outcome.PENDING,
        direction=Direction.IN,
        at=AT,
        actions=(Action.PRESUME_EXIT, Action.SUSPECT_SHARED, Action.CANCEL),
        name="张*",
        building="3号楼",
        since=AT - timedelta(seconds=20),
    ),
    "red": Card(
        attempt="r",
        light=Light.RED,
        reason=Reason.REVOKED,
        outcome=Outcome.PENDING,
        direction=Direction.IN,
        at=AT,
        actions=STOPPED,
        name="欧阳**",
        building="6号楼",
        revocation="lost",
    ),
}
CARDS["visitor"] = replace(
    CARDS["green"],
    attempt="v",
    name="欧阳**",
    category="visitor",
    may_bring=False,
    ticket="C1" + "A" * 120,
    valid_to=AT + timedelta(hours=15),
)
GUIDE = {
    ("zh_CN", "light"): (
        *("gate-idle", "gate-green", "gate-amber", "gate-red", "day"),
        *("find", "visitor", "visits", "shift", "settings", "code-check"),
        *("supplies", "supplies-receipt", "guide", "log", "tray", "leaving", "enrol"),
        *("table-added", "table-full", "table-again", "table-conflict"),
        *("duty-board", "duty-in-warned", "duty-guide", "duty-refused", "duty-timeline", "duty-confirm"),
    ),
    ("en", "dark"): ("gate-red",),
}
_SHAPES = (
    ("张*", "3号楼", Light.GREEN, Reason.OK, Outcome.PASSED),
    ("欧阳**", "6号楼", Light.AMBER, Reason.NOT_THIS_COMMUNITY, Outcome.PENDING),
    ("王**", "1号楼", Light.GREEN, Reason.OK, Outcome.PASSED),
    ("", "", Light.RED, Reason.UNKNOWN_CODE, Outcome.CANCELLED),
    ("于**", "9号楼", Light.RED, Reason.REVOKED, Outcome.TURNED_AWAY),
    ("李**", "3号楼", Light.GREEN, Reason.OK, Outcome.PASSED),
    ("S*", "12号楼", Light.GREEN, Reason.NO_PRIOR_ENTRY, Outcome.PASSED),
)


def rows(count: int) -> tuple[Row, ...]:
    """Made-up rows, newest first."""
    return tuple(
        Row(
            attempt=str(number),
            at=AT - timedelta(seconds=17 * number),
            gate="南口",
            direction=Direction.OUT if reason is Reason.NO_PRIOR_ENTRY else Direction.IN,
            light=light,
            outcome=outcome,
            reason=reason,
            name=name,
            building=building,
            category="resident",
            operator="gd1",
            flag=reason.value if reason is Reason.NO_PRIOR_ENTRY else None,
            synced=number > 2,
            actions=actions_for(light, reason) if outcome is Outcome.PENDING else (),
        )
        for number in range(count)
        for name, building, light, reason, outcome in (_SHAPES[number % len(_SHAPES)],)
    )


def day() -> Day:
    """A made-up day."""
    figures = {
        "in": 412,
        "out": 396,
        "persons": 611,
        "inside_at_end": 1_284,
        "turned_away": 7,
        "pending": 1,
        "open_flags": 3,
        "peak_minute_count": 19,
        "unsynced": 0,
    }
    shape = (2, 3, 9, 24, 38, 46, 30, 18, 14, 12, 11, 13, 19, 22, 16, 12, 10, 12, 15, 26, 40, 44, 29, 17, 8)
    begins = datetime(2022, 12, 5, 5, 30, tzinfo=ZONE)
    return Day(
        day=date(2022, 12, 5),
        figures=figures,
        rows=rows(40),
        total=822,
        categories={"resident": 702, "visitor": 41, "courier": 52, "vehicle": 12, "child": 1},
        minutes=tuple((begins + timedelta(minutes=15 * number), count) for number, count in enumerate(shape)),
        central={"in": 412, "out": 395, "inside_at_end": 1_284},
        differs=True,
    )


VISITS = tuple(
    VisitRow(
        subject=str(number),
        name=name,
        building=building,
        category=category,
        since=AT - timedelta(hours=hours),
        valid_to=AT + timedelta(hours=15 - 3 * hours),
        tag=tag,
        plate=plate,
        heads=heads,
        is_late=hours > 5,
    )
    for number, (name, building, category, hours, tag, plate, heads) in enumerate(
        (
            ("欧阳**", "3号楼", "visitor", 6, "A12", "", 1),
            ("陈*", "5号楼", "visitor", 3, "A14", "京A00000", 2),
            ("", "7号楼", "vehicle", 2, "", "京AD00001", 3),
            ("刘*", "2号楼", "courier", 1, "K03", "", 1),
        )
    )
)
FOUND = tuple(
    Found(subject=str(number), name=name, building=building, phone=phone, category=category)
    for number, (name, building, phone, category) in enumerate(
        (
            ("张*", "3号楼", "138*****001", "resident"),
            ("张*", "3号楼", "138*****117", "resident"),
            ("赵*", "3号楼", "", "child"),
        )
    )
)


def form() -> Form:
    """A visitor's form at a community gate."""
    return showing.form("visitor", for_kind("gate"), "", "")


def duty() -> OnDuty:
    """A shift at work."""
    figures = dict.fromkeys(FIGURES, 0) | {
        "in": 3,
        "out": 7,
        "inside": 1_284,
        "visits_open": 4,
        "visits_late": 1,
        "tags_out": 3,
    }
    people = (("990101-0007", "王**"), ("990101-0012", "李*"))
    sheet = Sheet(
        site="示例社区",
        gate="南口",
        shift="2022-12-05 22:30",
        began_at=AT,
        until=AT,
        people=tuple(name for _, name in people),
        figures=figures,
        open_visits=(),
    )
    return OnDuty(label=sheet.shift, people=people, sheet=sheet)


def window(language: str, theme: str, size: tuple[int, int]) -> Window:
    """The real window, filled."""
    made = Window(zone=ZONE, language=language, theme=theme, sounds=False)
    made.resize(*size)
    made.show_status(STATUS)
    made.show_rows(rows(8))
    text = "C1" + "".join(random.Random(5).choice("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") for _ in range(120))
    made.show_frame(held_up(text))
    made.show()
    return made


def held_up(text: str) -> QImage:
    """What the camera sees of that code."""
    return image_of(render_still(text, Conditions(size=250, turn=-6, tilt=12, noise=0), random.Random(2)))


def take(shown: QWidget, path: Path) -> None:
    """A picture of the window as it is on the screen."""
    QApplication.processEvents()
    QApplication.processEvents()
    path.parent.mkdir(parents=True, exist_ok=True)
    shown.grab().save(str(path))
    # 256 colours keep the guide light; refined, so that no small sign loses its colour to the camera's picture.
    picture = Image.open(path).convert("RGB")
    picture.quantize(256, kmeans=3, dither=Image.Dither.NONE).save(path, optimize=True)
    print(path)


def main(arguments: Sequence[str] | None = None) -> int:
    """The guide's pictures, or with --all every page in each language and theme into a folder."""
    parser = argparse.ArgumentParser(prog="pictures")
    parser.add_argument("--all", type=Path, metavar="FOLDER")
    parser.add_argument("--size", default="1280x800")
    parsed = parser.parse_args(arguments)
    wide, tall = (int(part) for part in parsed.size.split("x"))
    application = QApplication.instance() or QApplication(["pictures"])
    wanted = [(language, theme) for language in ("zh_CN", "zh_TW", "en") for theme in ("light", "dark")]
    for language, theme in wanted if parsed.all else GUIDE:
        only = None if parsed.all else GUIDE[language, theme]
        _pages(window(language, theme, (wide, tall)), parsed.all or FOLDER, only)
    application.quit()
    return 0


def _side_pages(shown: Window) -> dict[str, Callable[[], None]]:
    """Name -> what brings that page up."""
    sides = shown.gate.sides

    def find() -> None:
        shown.press("F2")
        sides.finder.line.setText("z 3")
        sides.finder.show_finding(Finding(query="z 3", people=FOUND))

    def visitor() -> None:
        shown.press("F4")
        sides.form.show_form(form())
        shown.show_card(CARDS["visitor"])

    def visits() -> None:
        shown.clear_card()
        shown.press("F5")
        sides.visits.show_visits(VISITS)

    def shift() -> None:
        shown.press("F10")
        sides.shift.show_duty(duty())

    def settings() -> None:
        shown.press("F12")
        sides.settings.show_cameras((CameraName("0", "HD Webcam C270"), CameraName("1", "USB 2.0 Camera")), "0")

    def code_check() -> None:
        shown.press("F1")
        shown.show_status(replace(STATUS, looks_at_codes=True, is_peak=True, visits=4, visits_late=1))

    return {
        "find": find,
        "visitor": visitor,
        "visits": visits,
        "shift": shift,
        "settings": settings,
        "code-check": code_check,
        **pictured_supplies.side_pages(shown),
        **pictured_trust.side_pages(shown),
    }


def _pages(shown: Window, folder: Path, only: Sequence[str] | None) -> None:
    """Picture after picture; only: the names that are wanted, None: all of them."""

    def wanted(name: str) -> None:
        if only is None or name in only:
            take(shown, folder / f"{name}-{shown.language}-{shown.theme}.png")

    wanted("gate-idle")
    for name, card in CARDS.items():
        shown.clear_card()
        shown.show_card(card)
        wanted(f"gate-{name}")
    shown.show_trouble(Trouble.CAMERA_MISSING, True)
    wanted("gate-trouble")
    shown.show_trouble(Trouble.CAMERA_MISSING, False)
    shown.clear_card()
    for name, show in _side_pages(shown).items():
        shown.show_status(STATUS)
        show()
        wanted(name)
    shown.show_status(STATUS)
    shown.pages.open_day()
    shown.show_day(day())
    wanted("day")
    paged = pictured_supplies.pages(shown) | pictured_duty.pages(shown) | pictured_sampling.pages(shown)
    for name, show in paged.items():
        show()
        wanted(name)
    shown.show_leaving(Leaving(3))
    wanted("leaving")
    shown.close()
    if only is None or "enrol" in only:
        first = pictured_trust.enrolling(shown.language, shown.theme, (shown.width(), shown.height()))
        first.show_frame(held_up(pictured_trust.INVITATION))
        take(first, folder / f"enrol-{shown.language}-{shown.theme}.png")
        first.close()


if __name__ == "__main__":
    sys.exit(main())
