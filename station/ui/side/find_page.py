"""The way in without a phone: one line for a name, a building, a number or a code; finding is done elsewhere."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem

from station.ui import form_words, words
from station.ui.side.page import SidePage, label
from station.ui.view import Finding, Found

ASK_AFTER_MS: Final = 150
"""After the last character: nobody is looked for while somebody types."""
CODE_LENGTH: Final = 40
"""What is longer than any name or number is a code."""


class FindPage(SidePage):
    """Signals: asked(text), picked(subject, method: manual, id_typed or proxy), typed(code).

    at_table: of a sampling table, where nobody is let in and nobody is registered as a visitor.
    """

    asked = Signal(str)
    picked = Signal(str, str)
    typed = Signal(str)

    def __init__(self, *, at_table: bool = False) -> None:
        super().__init__()
        self._at_table = at_table
        self.finding, self._is_picked = Finding(query=""), False
        self.line = QLineEdit()
        self.line.setMaxLength(4096)
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # A long building takes a second line: the telephone behind it is what tells people apart.
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda _item: self.pick())
        self.hint = label("soft")
        self.hint.setWordWrap(True)
        for widget, stretch in ((self.line, 0), (self.said, 0), (self.list, 1), (self.hint, 0)):
            self.inner.addWidget(widget, stretch)
        self._timer = QTimer(self, singleShot=True, interval=ASK_AFTER_MS)
        self._timer.timeout.connect(self._ask)
        self._enter_waits = False
        self.line.textEdited.connect(self._edited)
        self.line.returnPressed.connect(self._enter)
        self.retranslate()

    def opened(self) -> None:
        """An empty line."""
        self.line.clear()
        self.show_finding(Finding(query=""))
        self.line.setFocus()

    def show_finding(self, finding: Finding) -> None:
        """Show whom that means; what was found for an earlier text is passed over."""
        if finding.query != self.line.text():
            return
        self.finding, self._is_picked = finding, False
        self.list.clear()
        for one in finding.people:
            item = QListWidgetItem(_line_of(one))
            item.setData(Qt.ItemDataRole.UserRole, one.subject)
            self.list.addItem(item)
        # Of a household somebody is chosen on purpose; Enter by habit lets nobody in.
        self.list.setCurrentRow(0 if finding.people and not finding.is_household else -1)
        self._say_finding()
        if self._enter_waits:
            self._enter_waits = False
            self._enter()

    def _say_finding(self) -> None:
        finding = self.finding
        if finding.is_household and finding.people:
            self.say(self.tr("The same home as {name}").format(name=finding.holder), is_fault=False)
        else:
            is_nobody = self._at_table and finding.fault == "nobody"
            said = self.tr("Nobody on the roster fits.") if is_nobody else form_words.finding(finding)
            self.say(said if len(finding.query) > 1 else "")

    def pick(self) -> None:
        """Take the one who is marked, once: a second Enter before the answer lets nobody in twice."""
        item = self.list.currentItem()
        if item is not None and not self._is_picked:
            self._is_picked = True
            method = "id_typed" if self.finding.is_number else "proxy" if self.finding.is_household else "manual"
            self.picked.emit(str(item.data(Qt.ItemDataRole.UserRole)), method)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Up and down go through the list while the line has the focus."""
        if watched is self.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
        return False

    def _edited(self, text: str) -> None:
        self._enter_waits = False
        if len(text) < CODE_LENGTH:
            self._timer.start()

    def _ask(self) -> None:
        self.asked.emit(self.line.text())

    def _enter(self) -> None:
        text = self.line.text().strip()
        if len(text) >= CODE_LENGTH:
            self.line.clear()
            self.typed.emit(text)
        elif self.finding.query != self.line.text():
            # Enter came before the answer: it counts when the answer is there.
            self._timer.stop()
            self._enter_waits = True
            self._ask()
        else:
            self.pick()

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        super().retranslate()
        self.title.setText(self.tr("Without a phone"))
        self.line.setPlaceholderText(self.tr("Name, pinyin, building, identity number or code"))
        how = self.tr(
            "Ask for name and building. Example: zm 6 finds 赵敏, building 6. Arrow keys choose, Enter lets in."
        )
        at_table = self.tr(
            "Ask for name and building. Example: zm 6 finds 赵敏, building 6. Arrow keys choose, Enter registers."
        )
        relative = self.tr("With a relative's pass: show it first, then press F2.")
        self.hint.setText(at_table if self._at_table else f"{how}\n{relative}")
        self._say_finding()


def _line_of(one: Found) -> str:
    parts = (one.name, one.building, one.phone, words.category(one.category))
    return "    ".join(part for part in parts if part)
