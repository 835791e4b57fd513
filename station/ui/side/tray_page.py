"""The tray: entries that central keeps aside and why; each is sent again or marked as seen to, with a note."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from station.ui import tray_words
from station.ui.side.page import SidePage, button, label, line
from station.ui.text_list import TextList
from station.ui.tray_view import Tray, TrayRow

COLUMNS: Final = 4


class TrayPage(SidePage):
    """Signals: again_asked(epoch, seq), seen_to(epoch, seq, note), histories_seen(note)."""

    again_asked = Signal(str, int)
    seen_to = Signal(str, int, str)
    histories_seen = Signal(str)

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self.zone = zone
        self.tray = Tray()
        self._noting = 1
        self._worry, self._what, self._empty = label("said"), label("soft"), label("idle_hint")
        self._what.setWordWrap(True)
        self._empty.setWordWrap(True)
        self._worry.setProperty("state", "fault")
        self._worry.setWordWrap(True)
        self.table = TextList(COLUMNS, COLUMNS - 1, "", 0.3)
        # Tab goes on to the line below, not from cell to cell.
        self.table.setTabKeyNavigation(False)
        # The column may be too narrow for it: the marked entry's reason is said in full below.
        self._why = label("soft")
        self._why.setWordWrap(True)
        self.table.itemSelectionChanged.connect(self._say_why)
        self.note = QLineEdit()
        self.note.setMaxLength(200)
        self.note.returnPressed.connect(self._send_note)
        self.again, self.done, self.seen = button("1"), button("2", "quiet_button"), button("3", "quiet_button")
        for number, made in enumerate((self.again, self.done, self.seen)):
            made.clicked.connect(lambda _checked=False, number=number: self.press(number))
        for widget in (self._worry, self._what, self._empty):
            self.inner.addWidget(widget)
        self.inner.addWidget(self.table, 1)
        self.inner.addStretch()
        self.inner.addWidget(self._why)
        self.inner.addWidget(self.note)
        self.inner.addWidget(self.said)
        self.inner.addLayout(line(self.again, self.done, self.seen))
        self.retranslate()

    def opened(self) -> None:
        """The list gets the focus, so that the arrow keys go through it and digits are keys."""
        self.say("")
        self.table.setFocus()

    def show_tray(self, tray: Tray) -> None:
        """Show this; the row that was marked, or the one that came in its place, stays marked, and the note is kept."""
        self.is_told = True
        self._fill(tray)

    def _fill(self, tray: Tray) -> None:
        before = self.table.currentRow()
        self.tray = tray
        self.table.setRowCount(len(tray.rows))
        for number, row in enumerate(tray.rows):
            self.table.put(number, self._texts(row))
        if tray.rows:
            self.table.selectRow(min(max(before, 0), len(tray.rows) - 1))
        self._empty.setText(self.tr("Central keeps nothing of this station aside.") if self.is_told else "")
        self._empty.setVisible(not tray.rows)
        self.table.setVisible(bool(tray.rows))
        self._say_worries()
        self._say_why()
        for made in (self.again, self.done):
            made.setVisible(bool(tray.rows))
        # The page is small: what matters more takes the room of what matters less.
        self._what.setVisible(bool(tray.rows) and not self._worry.text())
        self._name()
        self.seen.setVisible(tray.parted_at is not None)
        self.note.setVisible(bool(tray.rows) or tray.parted_at is not None)

    @property
    def chosen(self) -> TrayRow | None:
        """Which is marked."""
        row = self.table.currentRow()
        return self.tray.rows[row] if 0 <= row < len(self.tray.rows) else None

    def press(self, number: int) -> bool:
        """1: send it again; 2: it is seen to; 3: the histories are looked into. 2 and 3 want a note first."""
        if not self._means(number):
            return False
        if number == 0:
            assert self.chosen is not None
            self.again_asked.emit(self.chosen.epoch, self.chosen.seq)
            self.say(self.tr("It goes to central again with the next round."), is_fault=False)
        elif not self.note.text().strip():
            self._noting = number
            self.note.setFocus()
            self.say("")
        else:
            self._settle(number)
        return True

    def _means(self, number: int) -> bool:
        is_there = self.tray.parted_at is not None if number == 2 else self.chosen is not None
        return is_there and 0 <= number <= 2

    def _send_note(self) -> None:
        """Enter behind the note: what it was asked for, else what there is to settle."""
        number = self._noting if self._means(self._noting) else next(filter(self._means, (1, 2)), 0)
        if number and self.note.text().strip():
            self._settle(number)

    def _settle(self, number: int) -> None:
        note = self.note.text().strip()
        self.note.clear()
        self.table.setFocus()
        self.say("")
        if number == 2:
            self.histories_seen.emit(note)
        elif self.chosen is not None:
            self.seen_to.emit(self.chosen.epoch, self.chosen.seq, note)

    def _texts(self, row: TrayRow) -> tuple[str, ...]:
        who = " ".join(part for part in (row.name, row.building) if part)
        at = row.at.astimezone(self.zone)
        return f"{at:%m-%d %H:%M}", tray_words.kind(row.kind), who or "—", tray_words.reason(row.reason)

    def _name(self) -> None:
        title = self.tr("Kept aside by central")
        self.title.setText(f"{title} ({self.tray.total})" if self.tray.total else title)

    def _say_why(self) -> None:
        self._why.setText(tray_words.reason(self.chosen.reason) if self.chosen else "")
        self._why.setVisible(self.chosen is not None)

    def _say_worries(self) -> None:
        worry = ""
        if self.tray.is_twice:
            worry = self.tr(
                "Another computer writes as this station: it is a copy. Nothing is lost, go on working. Tell the "
                "office: one of the two must be enrolled anew."
            )
        elif self.tray.parted_at is not None:
            at = self.tray.parted_at.astimezone(self.zone)
            said = self.tr(
                "At {time} this computer's disk was older than what central has of this station. Nothing is lost, "
                "go on working. Tell the office that the disk was restored or copied."
            )
            worry = said.format(time=f"{at:%m-%d %H:%M}")
        self._worry.setText(worry)
        self._worry.setVisible(bool(worry))

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        super().retranslate()
        self._name()
        self.say("")
        self._what.setText(
            self.tr(
                "Central could not take these in; all others have gone up. Send one again once. If it comes back, "
                "tell the office."
            )
        )
        self.again.say(self.tr("Send again"))
        self.done.say(self.tr("Seen to"))
        self.seen.say(self.tr("Looked into"))
        self.note.setPlaceholderText(self.tr("What was done about it; then Enter"))
        headings = (self.tr("Time"), self.tr("What"), self.tr("Who"), self.tr("Why"))
        self.table.setHorizontalHeaderLabels(headings)
        self._fill(self.tray)
