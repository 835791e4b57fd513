"""The volunteer desk in the real window: badges are shown, a lead signs, the board is read, the disk beside it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from station.ui.duty_view import BoardRow, DutyCard
from tests.harness.gate import open_store
from tests.harness.keyboard import Desk
from tests.harness.made import FakeClock
from tests.harness.serving import LEAD, LEAD_BADGE, PEOPLE

SHIFT = Qt.KeyboardModifier.ShiftModifier


class DutyDesk:
    """The program at the volunteer desk."""

    def __init__(self, desk: Desk, clock: FakeClock) -> None:
        self.desk, self.clock = desk, clock
        self.page = desk.window.duty
        self.unwritten: list[str] = []
        self._disk = open_store(desk.folder)
        self.page.card.show_card = self._checked(self.page.card.show_card)
        self.heard: list[str] = []
        desk.window.sound = lambda light: self.heard.append(light.value)
        self.was_at_home = desk.window.pages.is_at_duty
        desk.qtbot.keyClick(desk.window, Qt.Key.Key_F3, SHIFT)
        desk.until(lambda: self.page.board is not None)

    def _checked(self, show: Any) -> Any:
        """Look on the disk before a card is shown."""

        def shown(card: DutyCard) -> None:
            if card.entry not in {entry.id for chain in self._disk.epochs() for entry in self._disk.entries(*chain)}:
                self.unwritten.append(card.entry)
            show(card)

        return shown

    def tap(self, number: int) -> None:
        """A digit, which counts once nothing else has followed it."""
        with self.desk.qtbot.waitSignal(self.desk.window._keys.chosen):
            self.desk.press(getattr(Qt.Key, f"Key_{number}"))

    def close(self) -> None:
        """Let go of the file."""
        self._disk.close()

    def shows(self, number: int, clock: str = "", day: str = "2022-12-05") -> DutyCard:
        """V<number> shows the badge to a handheld scanner; the next card."""
        if clock:
            self.clock.to(clock, day)
        before = self.page.card.card
        self.desk.window.scanned.emit(PEOPLE[number][1])
        return self.next_card(before)

    def next_card(self, before: DutyCard | None) -> DutyCard:
        """The card that comes after that one."""
        self.desk.until(lambda: self.page.card.card not in {None, before})
        card: DutyCard = self.page.card.card
        return card

    def comes(self, number: int, clock: str, day: str = "2022-12-05") -> DutyCard:
        """V<number> comes for the first time, keeps things to themselves and has read the guide."""
        asked = self.shows(number, clock, day)
        assert asked.asks == ("confidential", "guide")
        self.tap(1)
        self.tap(1)
        return self.next_card(asked)

    def lead_signs(self) -> None:
        """The lead presses 9 unless asked already, and holds the badge up."""
        if self.page.form.act.name != "sign":
            self.tap(9)
        self.desk.window.scanned.emit(LEAD_BADGE)
        self.desk.until(lambda: self.page.lead.number == LEAD.id)

    def row(self, number: int) -> BoardRow:
        """V<number>'s row on the board."""
        rows: tuple[BoardRow, ...] = self.page.board.rows
        return next(row for row in rows if row.number == PEOPLE[number][0].id)

    def board_at(self, clock: str, day: str = "2022-12-05") -> dict[str, Any]:
        """The figures on the board at that time."""
        self.clock.to(clock, day)
        self.desk.station.attending.bring_board()
        self.desk.until(lambda: self.page.board.now == self.clock.now())
        figures: dict[str, Any] = self.page.board.figures
        return figures

    def choose(self, number: int) -> None:
        """Go to V<number> with the arrow keys."""
        self.page.table.setFocus()
        self.desk.press(Qt.Key.Key_Home, self.page.table)
        while self.page.table.row is None or self.page.table.row.number != PEOPLE[number][0].id:
            place = self.page.table.currentIndex().row()
            self.desk.press(Qt.Key.Key_Down, self.page.table)
            assert self.page.table.currentIndex().row() > place
