"""A day's figures as tiles; a tile that is made of passages can be pressed to see just those. Counting is `days`'."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from checkpoint.gate import Direction, Outcome
from station.ui.theme import UNIT
from station.ui.view import Row

FIGURES: Final = (
    "in",
    "out",
    "persons",
    "inside_at_end",
    "turned_away",
    "pending",
    "open_flags",
    "peak_minute_count",
    "unsynced",
)
MADE_OF: Final[dict[str, Callable[[Row], bool]]] = {
    "in": lambda row: row.outcome is Outcome.PASSED and row.direction is Direction.IN,
    "out": lambda row: row.outcome is Outcome.PASSED and row.direction is Direction.OUT,
    "turned_away": lambda row: row.outcome is Outcome.TURNED_AWAY,
    "pending": lambda row: row.outcome is Outcome.PENDING,
    "open_flags": lambda row: row.flag is not None,
    "unsynced": lambda row: not row.synced,
}
"""Which rows make a figure; figures that are no plain count of rows are not here."""


class Tiles(QFrame):
    """Signals: chosen(name), the figure whose rows are wanted, or empty for all of them again."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.tiles = {name: _Tile(can_open=name in MADE_OF) for name in FIGURES}
        self.picked = ""
        line = QHBoxLayout(self)
        line.setContentsMargins(UNIT, UNIT, UNIT, UNIT)
        line.setSpacing(0)
        for name, tile in self.tiles.items():
            line.addWidget(tile, 1)
            tile.clicked.connect(lambda _checked=False, name=name: self.pick("" if name == self.picked else name))
        self.retranslate()

    def pick(self, name: str) -> None:
        """Choose that figure's rows; empty: all."""
        self.picked = name
        for each, tile in self.tiles.items():
            tile.setChecked(each == name)
        self.chosen.emit(name)

    def show_figures(self, figures: dict[str, int]) -> None:
        """Show these figures."""
        for name, tile in self.tiles.items():
            tile.value.setText(f"{figures.get(name, 0):,}")

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        names = {
            "in": self.tr("In"),
            "out": self.tr("Out"),
            "persons": self.tr("Persons"),
            "inside_at_end": self.tr("Inside at end"),
            "turned_away": self.tr("Turned away"),
            "pending": self.tr("Undecided"),
            "open_flags": self.tr("Open flags"),
            "peak_minute_count": self.tr("Peak minute"),
            "unsynced": self.tr("Not synced"),
        }
        for name, text in names.items():
            self.tiles[name].name.setText(text)
            self.tiles[name].setAccessibleName(text)


class _Tile(QPushButton):
    """A figure under its name."""

    def __init__(self, *, can_open: bool) -> None:
        super().__init__()
        self.setObjectName("tile")
        self.setCheckable(can_open)
        self.setEnabled(can_open)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.name, self.value = QLabel(), QLabel("0")
        self.name.setObjectName("figure_name")
        self.value.setObjectName("figure")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, UNIT, UNIT)
        layout.setSpacing(0)
        for label in (self.name, self.value):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(label)

    def sizeHint(self) -> QSize:  # noqa: N802
        """As large as name and figure need."""
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()

    minimumSizeHint = sizeHint  # noqa: N815
