"""What is written down of a receipt, a return, a write-off, a count: its fields and its key; checking is elsewhere."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.ui import supply_words
from station.ui.field_grid import FieldGrid
from station.ui.side.page import button, label, line
from station.ui.supply_view import StockRow
from station.ui.theme import UNIT
from station.ui.view import Field

SOURCES: Final = ("allotted", "purchased", "donated")
WAYS: Final[dict[str, tuple[Field, ...]]] = {
    "receive": (
        Field("item", True, "choice"),
        Field("quantity", True, "number"),
        Field("batch", False),
        Field("expiry", False, "day"),
        Field("source", True, "choice", SOURCES),
        Field("donor", False),
        Field("document", False),
        Field("second", True),
    ),
    "take_back": (Field("item", True, "choice"), Field("quantity", True, "number")),
    "waste": (Field("quantity", True, "number"), Field("reason", True)),
    "count": (Field("counted", True, "number"), Field("reason", False)),
    "send": (Field("quantity", True, "number"), Field("other_site", True), Field("document", False)),
    "over_quota": (Field("reason", True), Field("number", False), Field("pin", False, "secret")),
}
"""What each form asks for."""
OF_ROW: Final = frozenset({"waste", "count", "send"})
"""Forms about the batch that is marked in the list."""


class SupplyForm(QWidget):
    """One form at a time. Signals: sent(way, values), left()."""

    sent = Signal(str, object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.way = ""
        self.row: StockRow | None = None
        self._items: dict[str, str] = {}
        self._is_sent = False
        self._title = label("holder_small")
        self._title.setWordWrap(True)
        self.grid = FieldGrid(2, supply_words.field, self._choice)
        self.grid.entered.connect(self.send)
        self.save, self.back = button("↵"), button("Esc", "quiet_button")
        self.save.clicked.connect(self.send)
        self.back.clicked.connect(self.left)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(self._title)
        layout.addWidget(self.grid)
        layout.addStretch(1)
        layout.addLayout(line(self.save, self.back))

    def open_for(self, way: str, items: dict[str, str], row: StockRow | None, kept: dict[str, str]) -> None:
        """Ask for what that form needs. items: id -> name, to choose from. row: the batch that it is about."""
        self.way, self.row, self._items, self._is_sent = way, row, items, False
        fields = [
            Field(one.name, one.required, one.kind, tuple(items)) if one.name == "item" else one for one in WAYS[way]
        ]
        self.grid.ask(tuple(fields), kept)
        self.retranslate()
        self.grid.begin()

    def send(self) -> None:
        """Hand over what was written, once."""
        if self.way and not self._is_sent:
            self._is_sent = True
            self.sent.emit(self.way, self.grid.values())

    def show_refusal(self, code: str) -> None:
        """It was not written down: say where to set it right."""
        self._is_sent = False
        name = supply_words.FIELD_OF.get(code, "")
        self.grid.mark(["counted" if name == "quantity" and self.way == "count" else name])

    def _choice(self, code: str) -> str:
        return self._items.get(code) or supply_words.choice(code)

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        titles = {
            "receive": self.tr("Received"),
            "take_back": self.tr("Given back"),
            "waste": self.tr("Write off"),
            "count": self.tr("Count"),
            "send": self.tr("Send on"),
            "over_quota": self.tr("A lead lets more be handed out"),
        }
        title = titles.get(self.way, "")
        if self.row is not None and self.way in OF_ROW:
            title += f": {self.row.name} {self.row.batch}".rstrip()
        self._title.setText(title)
        self.save.say(self.tr("Save"))
        self.back.say(self.tr("Close"))
        self.grid.retranslate()
