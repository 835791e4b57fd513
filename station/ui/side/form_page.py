"""The form for somebody who comes without a pass: the fields that the site's profile has, no others; checking is done
elsewhere, and what is wrong is shown beside the field."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton

from station.ui import form_words, words
from station.ui.field_grid import FieldGrid
from station.ui.side.page import SidePage, button, label, line
from station.ui.theme import UNIT
from station.ui.view import FieldFault, Form

COLUMNS: Final = 3
MORE_COLUMNS: Final = 4
FEW: Final = 6
"""More fields than this in three columns leave no room for what is wrong with them."""
TURN_AWAY: Final = "⇧F4"


class FormPage(SidePage):
    """Signals: category_chosen(code, attempt), sent(category, values, attempt), refused(category, attempt)."""

    category_chosen = Signal(str, str)
    refused = Signal(str, str)
    sent = Signal(str, object, str)

    def __init__(self) -> None:
        super().__init__()
        self.form: Form | None = None
        self.faults: tuple[FieldFault, ...] = ()
        self._is_sent = False
        self._categories = QHBoxLayout()
        self._categories.setSpacing(UNIT)
        self.kinds: dict[str, QPushButton] = {}
        self._who = label("soft")
        self.grid = FieldGrid(COLUMNS, form_words.field, form_words.choice)
        self.grid.entered.connect(self.send)
        self.save, self.away = button("F4"), button(TURN_AWAY, "quiet_button")
        self.save.clicked.connect(self.send)
        self.away.clicked.connect(self.refuse)
        self.inner.addLayout(self._categories)
        self.inner.addWidget(self._who)
        self.inner.addWidget(self.grid)
        self.inner.addStretch(1)
        self.inner.addWidget(self.said)
        self.inner.addLayout(line(self.save, self.away))
        self.retranslate()

    def opened(self) -> None:
        """An empty page: what was written of the person before is nobody else's."""
        self.form, self.faults, self._is_sent = None, (), False
        self.grid.clear()
        self.say("")

    def show_form(self, form: Form) -> None:
        """Ask for these fields; what was typed under the same names stays when only the category changed."""
        kept = self.values() if self.form is not None and self.form.attempt == form.attempt else {}
        self.form, self.faults, self._is_sent = form, (), False
        self._build_categories(form)
        self.grid.columns = COLUMNS if len(form.fields) <= FEW else MORE_COLUMNS
        self.grid.ask(form.fields, kept)
        self.retranslate()
        self.grid.begin()

    def show_faults(self, faults: tuple[FieldFault, ...]) -> None:
        """Say what is wrong, and go to the first field of it."""
        self.faults, self._is_sent = faults, False
        self.grid.mark([fault.field for fault in faults])
        self.say("  ".join(form_words.fault(fault.field, fault.code) for fault in faults))

    @property
    def fields(self) -> dict[str, QLineEdit | QComboBox]:
        """The fields, by their names."""
        return self.grid.fields

    def values(self) -> dict[str, str]:
        """What stands in the fields, by their names."""
        return self.grid.values()

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
        self.grid.retranslate()
        self.say("  ".join(form_words.fault(fault.field, fault.code) for fault in self.faults))
