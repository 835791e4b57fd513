"""Fields with their names above them, in columns: what is asked and what was written; what it means is the page's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from station.ui.side.page import label
from station.ui.theme import UNIT, restyle
from station.ui.view import Field

MOST_TEXT: Final = 200
Words = Callable[[str], str]


class FieldGrid(QWidget):
    """Signals: entered(), Enter was pressed in the last field."""

    entered = Signal()

    def __init__(self, columns: int, name_of: Words, choice_of: Words) -> None:
        super().__init__()
        self.columns, self._name_of, self._choice_of = columns, name_of, choice_of
        self._shown: tuple[Field, ...] = ()
        self.fields: dict[str, QLineEdit | QComboBox] = {}
        self._names: dict[str, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * UNIT)
        self._grid.setVerticalSpacing(UNIT // 2)

    def ask(self, shown: tuple[Field, ...], kept: Mapping[str, str] | None = None) -> None:
        """Ask for these fields. kept: what stands in them already, by name."""
        self.clear()
        self._shown = shown
        for column in range(self._grid.columnCount() + self.columns):
            self._grid.setColumnStretch(column, int(column < self.columns))
        for number, field in enumerate(shown):
            row, column = divmod(number, self.columns)
            name, made = label("figure_name"), _widget_of(field, (kept or {}).get(field.name, ""))
            # A long name is cut rather than pushing the columns apart.
            name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            made.installEventFilter(self)
            self._grid.addWidget(name, 2 * row, column)
            self._grid.addWidget(made, 2 * row + 1, column)
            self.fields[field.name], self._names[field.name] = made, name
        self.retranslate()

    def clear(self) -> None:
        """Ask for nothing any more."""
        for widget in (*self.fields.values(), *self._names.values()):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._shown, self.fields, self._names = (), {}, {}

    def values(self) -> dict[str, str]:
        """What stands in the fields, by their names."""
        return {
            name: str(field.currentData() or "") if isinstance(field, QComboBox) else field.text()
            for name, field in self.fields.items()
        }

    def mark(self, wrong: Iterable[str]) -> None:
        """Mark the fields in which something is wrong, no others, and go to the first of them."""
        names = list(wrong)
        for name, field in self.fields.items():
            field.setProperty("state", "fault" if name in names else "")
            restyle(field)
        self.focus_on(next((name for name in names if name in self.fields), ""))

    def focus_on(self, name: str) -> None:
        """Go to the field of that name."""
        if name in self.fields:
            self.fields[name].setFocus()

    def begin(self) -> None:
        """Go to the first field."""
        self.focus_on(next(iter(self.fields), ""))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Enter goes to the next field, and from the last one it is done."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter} or not isinstance(watched, QWidget):
            return False
        fields: list[QWidget] = list(self.fields.values())
        place = fields.index(watched) if watched in fields else len(fields) - 1
        if place + 1 < len(fields):
            fields[place + 1].setFocus()
        else:
            self.entered.emit()
        return True

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        for field in self._shown:
            mark = (" *" if field.required else "") + (" ▾" if field.kind == "choice" else "")
            name = self._name_of(field.name)
            self._names[field.name].setToolTip(name)
            self._names[field.name].setText(name + mark)
            shown = self.fields[field.name]
            shown.setAccessibleName(name)
            if isinstance(shown, QComboBox):
                for number in range(1, shown.count()):
                    shown.setItemText(number, self._choice_of(str(shown.itemData(number))))


def _widget_of(field: Field, text: str) -> QLineEdit | QComboBox:
    if field.kind == "choice":
        box = QComboBox()
        # As wide as its column, whatever stands in the list.
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        box.addItem("—", "")
        for choice in field.choices:
            box.addItem(choice, choice)
        box.setCurrentIndex(max(0, box.findData(text)))
        return box
    edit = QLineEdit(text)
    edit.setMaxLength(MOST_TEXT)
    if field.kind == "secret":
        edit.setEchoMode(QLineEdit.EchoMode.Password)
    if field.kind in {"number", "temperature", "secret", "day"} or field.name in {"phone", "plate"}:
        edit.setInputMethodHints(Qt.InputMethodHint.ImhLatinOnly | Qt.InputMethodHint.ImhNoPredictiveText)
    if field.name == "host":
        edit.setPlaceholderText("6-1-302")
    if field.kind == "day":
        edit.setPlaceholderText("2022-12-31")
    return edit
