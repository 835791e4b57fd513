"""A day's figures as tiles; a tile that is made of passages can be pressed to see just those. Counting is `days`'."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from station.ui.theme import UNIT, restyle

FIGURES: Final = (
    "in",
    "out",
    "persons",
    "inside_at_end",
    "turned_away",
    "pending",
    "manual",
    "emergency",
    "open_flags",
    "peak_minute_count",
    "unsynced",
)
OPENS: Final = frozenset(FIGURES)
"""Figures that are made of passages, which pressing them shows: all of them."""
COMPARED: Final = ("in", "out", "inside_at_end")
"""Figures that are held against central's."""


class Tiles(QFrame):
    """Signals: chosen(name), the figure whose rows are wanted, or empty for all of them again."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.tiles = {name: _Tile(can_open=name in OPENS) for name in FIGURES}
        self.picked = ""
        self._figures: dict[str, int] = {}
        self._central: dict[str, int] | None = None
        self._differs = False
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

    def show_figures(
        self, figures: dict[str, int], central: dict[str, int] | None = None, *, differs: bool = False
    ) -> None:
        """Show these figures; central's own under those that it was asked for, amber where they differ."""
        self._figures, self._central, self._differs = figures, central, differs
        for name, tile in self.tiles.items():
            tile.value.setText(f"{figures.get(name, 0):,}")
            there = central.get(name) if central is not None and name in COMPARED else None
            tile.other.setText("" if there is None else self.tr("central {count}").format(count=f"{there:,}"))
            tile.mark("worry" if differs and there is not None and there != figures.get(name, 0) else "")

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        names = {
            "in": self.tr("In"),
            "out": self.tr("Out"),
            "persons": self.tr("Persons"),
            "inside_at_end": self.tr("Inside at end"),
            "turned_away": self.tr("Turned away"),
            "pending": self.tr("Undecided"),
            "manual": self.tr("By hand"),
            "emergency": self.tr("Emergency"),
            "open_flags": self.tr("Open flags"),
            "peak_minute_count": self.tr("Peak minute"),
            "unsynced": self.tr("Not synced"),
        }
        for name, text in names.items():
            self.tiles[name].name.setText(text)
            self.tiles[name].setAccessibleName(text)
        if self._figures:
            self.show_figures(self._figures, self._central, differs=self._differs)


class _Tile(QPushButton):
    """A figure under its name."""

    def __init__(self, *, can_open: bool) -> None:
        super().__init__()
        self.setObjectName("tile")
        self.setCheckable(can_open)
        self.setEnabled(can_open)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.name, self.value, self.other = QLabel(), QLabel(), QLabel()
        self.other.setObjectName("figure_name")
        self.name.setObjectName("figure_name")
        self.value.setObjectName("figure")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, UNIT, UNIT)
        layout.setSpacing(0)
        for label in (self.name, self.value, self.other):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(label)

    def mark(self, state: str) -> None:
        """A figure that differs is amber."""
        if self.property("state") != state:
            self.setProperty("state", state)
            restyle(self, *self.findChildren(QWidget))

    def sizeHint(self) -> QSize:  # noqa: N802
        """As large as name and figure need."""
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()

    minimumSizeHint = sizeHint  # noqa: N815
