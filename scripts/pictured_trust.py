"""What the pictures of the tray show: made-up entries that central keeps aside; taking pictures is `pictures`'."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from checkpoint.wire import OTHER_HISTORY
from station.ui.tray_view import Tray, TrayRow
from station.ui.window import Window

AT = datetime(2022, 12, 4, 22, 40, tzinfo=UTC)
ROWS = (
    ("attempt", "张*", "3号楼", OTHER_HISTORY),
    ("decision", "欧阳**", "6号楼", "another entry has this id already"),
    ("shift", "", "", "the header is not the one that was sealed"),
)


def side_pages(shown: Window) -> dict[str, Callable[[], None]]:
    """Name -> what brings that page up."""

    def tray() -> None:
        shown.press("⇧F7")
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
