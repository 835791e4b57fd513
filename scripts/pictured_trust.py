"""What the pictures of trust show: entries that central keeps aside, a new computer; taking them is `pictures`'."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from checkpoint.invitation import Invitation
from checkpoint.wire import OTHER_HISTORY
from station.ui.enrol_window import EnrolWindow
from station.ui.tray_view import Tray, TrayRow
from station.ui.window import Window

AT = datetime(2022, 12, 4, 22, 40, tzinfo=UTC)
INVITATION = Invitation("https://192.168.1.10:8321", "ABCD-EFGH-JKLM", "ab" * 32).text
ROWS = (
    ("attempt", "张*", "3号楼", OTHER_HISTORY),
    ("decision", "欧阳**", "6号楼", "another entry has this id already"),
    ("shift", "", "", "the header is not the one that was sealed"),
)


def enrolling(language: str, theme: str, size: tuple[int, int]) -> EnrolWindow:
    """A computer that is no station yet."""
    made = EnrolWindow(language=language, theme=theme)
    made.resize(*size)
    made.begin()
    return made


def side_pages(shown: Window) -> dict[str, Callable[[], None]]:
    """Name -> what brings that page up."""

    def tray() -> None:
        shown.press("⇧F7")
        if shown._status is not None:
            shown.show_status(replace(shown._status, refused=len(ROWS), has_parted=True))
        rows = tuple(
            TrayRow(
                epoch="e1",
                seq=411 + number,
                at=AT + timedelta(minutes=7 * number),
                kind=kind,
                name=name,
                building=building,
                reason=reason,
            )
            for number, (kind, name, building, reason) in enumerate(ROWS)
        )
        shown.gate.sides.tray.show_tray(Tray(rows=rows, total=3, parted_at=AT))

    return {"tray": tray}
