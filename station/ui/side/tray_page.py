"""The tray: entries that central keeps aside and why; each is sent again or marked as seen to, with a note."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTableWidget, QTableWidgetItem

from station.ui import tray_words
from station.ui.side.page import SidePage, button, label, line
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
        self._worry, self._empty = label("said"), label("idle_hint")
        self._worry.setProperty("state", "fault")
        self._worry.setWordWrap(True)
        self.table = QTableWidget(0, COLUMNS)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setWordWrap(True)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(COLUMNS - 1, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        # The column may be too narrow for it: the marked entry's reason is said in full below.
        self._why = label("soft")
        self._why.setWordWrap(True)
        self.table.itemSelectionChanged.connect(self._say_why)
        self.note = QLineEdit()
        self.note.setMaxLength(200)
        self.again, self.done, self.seen = button("1"), button("2", "quiet_button"), button("3", "quiet_button")
        for number, made in enumerate((self.again, self.done, self.seen)):
            made.clicked.connect(lambda _checked=False, number=number: self.press(number))
        for widget in (self._worry, self._empty):
            self.inner.addWidget(widget)
        self.inner.addWidget(self.table, 1)
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
        """Show this; the row that was marked, or the one that came in its place, stays marked."""
        before = self.table.currentRow()
        self.tray = tray
        self.note.clear()
        self.table.setRowCount(len(tray.rows))
        for number, row in enumerate(tray.rows):
            for column, text in enumerate(self._texts(row)):
                self.table.setItem(number, column, QTableWidgetItem(text))
        if tray.rows:
            self.table.selectRow(min(max(before, 0), len(tray.rows) - 1))
        self._empty.setVisible(not tray.rows)
        self.table.setVisible(bool(tray.rows))
        self._say_worries()
        self._say_why()
        for made in (self.again, self.done):
            made.setEnabled(bool(tray.rows))
        self.seen.setVisible(tray.parted_at is not None)
        self.note.setVisible(bool(tray.rows) or tray.parted_at is not None)

    @property
    def chosen(self) -> TrayRow | None:
        """Which is marked."""
        row = self.table.currentRow()
        return self.tray.rows[row] if 0 <= row < len(self.tray.rows) else None

    def press(self, number: int) -> bool:
        """1: send it again; 2: it is seen to; 3: the histories are looked into."""
        chosen = self.chosen
        if number == 2 and self.tray.parted_at is not None:
            self.histories_seen.emit(self.note.text())
            return True
        if chosen is None or number > 1:
            return False
        if number == 0:
            self.again_asked.emit(chosen.epoch, chosen.seq)
            self.say(self.tr("It goes to central again with the next round."), is_fault=False)
        else:
            self.seen_to.emit(chosen.epoch, chosen.seq, self.note.text())
        return True

    def _texts(self, row: TrayRow) -> tuple[str, ...]:
        who = " ".join(part for part in (row.name, row.building) if part)
        at = row.at.astimezone(self.zone)
        return f"{at:%m-%d %H:%M}", tray_words.kind(row.kind), who or "—", tray_words.reason(row.reason)

    def _say_why(self) -> None:
        self._why.setText(tray_words.reason(self.chosen.reason) if self.chosen else "")
        self._why.setVisible(self.chosen is not None)

    def _say_worries(self) -> None:
        worries = []
        if self.tray.is_twice:
            worries.append(
                self.tr(
                    "Another computer writes as this station: it is a copy. Nothing is lost; enrol one of the two anew."
                )
            )
        if self.tray.parted_at is not None:
            at = self.tray.parted_at.astimezone(self.zone)
            said = self.tr(
                "Since {time} this station goes on in a new journal: its disk is older than what central has of it. "
                "Nothing is lost. Find out who restored or copied the disk."
            )
            worries.append(said.format(time=f"{at:%m-%d %H:%M}"))
        self._worry.setText("\n".join(worries))
        self._worry.setVisible(bool(worries))

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        super().retranslate()
        self.title.setText(self.tr("Kept aside by central"))
        self._empty.setText(self.tr("Central keeps nothing of this station aside."))
        self.again.say(self.tr("Send again"))
        self.done.say(self.tr("Seen to"))
        self.seen.say(self.tr("Looked into"))
        self.note.setPlaceholderText(self.tr("What was done about it"))
        headings = (self.tr("Time"), self.tr("What"), self.tr("Who"), self.tr("Why"))
        self.table.setHorizontalHeaderLabels(headings)
        self.show_tray(self.tray)
