"""The form for somebody who comes without a pass: the fields that the site's profile has, no others; checking is done
elsewhere, and what is wrong is shown beside the field."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QWidget

from station.ui import form_words, words
from station.ui.side.page import SidePage, button, label, line
from station.ui.theme import UNIT, restyle
from station.ui.view import Field, FieldFault, Form

COLUMNS: Final = 3
TURN_AWAY: Final = "⇧F4"


class FormPage(SidePage):
    """Signals: category_chosen(code, attempt), sent(category, values, attempt), refused(category, attempt)."""

    category_chosen = Signal(str, str)
    refused = Signal(str, str)
    sent = Signal(str, object, str)

    def __init__(self) -> None:
        super().__init__()
        self.form: Form | None = None
        self.fields: dict[str, QLineEdit | QComboBox] = {}
        self._names: dict[str, QLabel] = {}
        self.faults: tuple[FieldFault, ...] = ()
        self._is_sent = False
        self._categories = QHBoxLayout()
        self._categories.setSpacing(UNIT)
        self.kinds: dict[str, QPushButton] = {}
        self._who = label("soft")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * UNIT)
        self._grid.setVerticalSpacing(UNIT // 2)
        self.save, self.away = button("F4"), button(TURN_AWAY, "quiet_button")
        self.save.clicked.connect(self.send)
        self.away.clicked.connect(self.refuse)
        self.inner.addLayout(self._categories)
        self.inner.addWidget(self._who)
        self.inner.addLayout(self._grid)
        self.inner.addStretch(1)
        self.inner.addWidget(self.said)
        self.inner.addLayout(line(self.save, self.away))
        self.retranslate()

    def opened(self) -> None:
        """An empty page: what was written of the person before is nobody else's."""
        self.form, self.faults, self._is_sent = None, (), False
        self._clear_fields()
        self.say("")

    def show_form(self, form: Form) -> None:
        """Ask for these fields; what was typed under the same names stays when only the category changed."""
        kept = self.values() if self.form is not None and self.form.attempt == form.attempt else {}
        self.form, self.faults, self._is_sent = form, (), False
        self._build_categories(form)
        self._build_fields(form, kept)
        self.retranslate()
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.setFocus()

    def show_faults(self, faults: tuple[FieldFault, ...]) -> None:
        """Say what is wrong, and go to the first field of it."""
        self.faults, self._is_sent = faults, False
        wrong = {fault.field for fault in faults}
        for name, field in self.fields.items():
            field.setProperty("state", "fault" if name in wrong else "")
            restyle(field)
        self.say("  ".join(form_words.fault(fault.field, fault.code) for fault in faults))
        if faults and faults[0].field in self.fields:
            self.fields[faults[0].field].setFocus()

    def values(self) -> dict[str, str]:
        """What stands in the fields, by their names."""
        return {
            name: str(field.currentData() or "") if isinstance(field, QComboBox) else field.text()
            for name, field in self.fields.items()
        }

    def send(self) -> None:
        """Hand over what was written, once: a second press before the answer makes nobody twice."""
        if self.form is not None and not self._is_sent:
            self._is_sent = True
            self.sent.emit(self.form.category, self.values(), self.form.attempt)

    def refuse(self) -> None:
        """They will not be written down: turned away, with nothing kept of what was typed."""
        if self.form is not None and not self._is_sent:
            self._is_sent = True
            self.refused.emit(self.form.category, self.form.attempt)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Enter goes to the next field, and from the last one it saves."""
        is_key = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if not is_key or not isinstance(event, QKeyEvent):
            return False
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter} or not isinstance(watched, QWidget):
            return False
        fields: list[QWidget] = list(self.fields.values())
        place = fields.index(watched) if watched in fields else len(fields) - 1
        if place + 1 < len(fields):
            fields[place + 1].setFocus()
        else:
            self.send()
        return True

    def _build_categories(self, form: Form) -> None:
        for kind in form.categories:
            if kind not in self.kinds:
                made = QPushButton()
                made.setObjectName("tile")
                made.setCheckable(True)
                made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                made.clicked.connect(lambda _checked=False, kind=kind: self._choose(kind))
                self._categories.addWidget(made)
                self.kinds[kind] = made
        for kind, made in self.kinds.items():
            made.setChecked(kind == form.category)
            made.setVisible(kind in form.categories)

    def _choose(self, kind: str) -> None:
        if self.form is not None:
            self.category_chosen.emit(kind, self.form.attempt)

    def _clear_fields(self) -> None:
        for widget in (*self.fields.values(), *self._names.values()):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.fields, self._names = {}, {}

    def _build_fields(self, form: Form, kept: dict[str, str]) -> None:
        self._clear_fields()
        for number, field in enumerate(form.fields):
            row, column = divmod(number, COLUMNS)
            name, made = label("figure_name"), _widget_of(field, kept.get(field.name, ""))
            # A long name is cut rather than pushing the columns apart.
            name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            made.installEventFilter(self)
            self._grid.addWidget(name, 2 * row, column)
            self._grid.addWidget(made, 2 * row + 1, column)
            self.fields[field.name], self._names[field.name] = made, name

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        super().retranslate()
        self.title.setText(self.tr("Register"))
        self.save.say(self.tr("Save and let in"))
        self.away.say(self.tr("Turn away"))
        for kind, made in self.kinds.items():
            made.setText(words.category_name(kind))
        form = self.form
        if form is None:
            return
        self._who.setText(self.tr("Pass of {name}").format(name=form.name) if form.name else "")
        self._who.setVisible(bool(form.name))
        for field in form.fields:
            mark = (" *" if field.required else "") + (" ▾" if field.kind == "choice" else "")
            self._names[field.name].setToolTip(form_words.field(field.name))
            self._names[field.name].setText(form_words.field(field.name) + mark)
            shown = self.fields[field.name]
            if isinstance(shown, QComboBox):
                for number in range(1, shown.count()):
                    shown.setItemText(number, form_words.choice(str(shown.itemData(number))))
        self.say("  ".join(form_words.fault(fault.field, fault.code) for fault in self.faults))


def _widget_of(field: Field, text: str) -> QLineEdit | QComboBox:
    if field.kind == "choice":
        box = QComboBox()
        box.addItem("—", "")
        for choice in field.choices:
            box.addItem(choice, choice)
        box.setCurrentIndex(max(0, box.findData(text)))
        return box
    edit = QLineEdit(text)
    edit.setMaxLength(200)
    if field.kind in {"number", "temperature"} or field.name in {"phone", "plate"}:
        edit.setInputMethodHints(Qt.InputMethodHint.ImhLatinOnly | Qt.InputMethodHint.ImhNoPredictiveText)
    return edit
