"""A page's figures as tiles; each can be pressed to see what makes it. Counting and naming them is others'."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from station.ui.theme import UNIT, restyle


class FigureTiles(QFrame):
    """Signals: chosen(name of the tile whose rows are wanted, or empty for all).

    names: of the tiles, in order. worries: what somebody should see to, when there is any; stops: before anything goes
    on. words_of: name -> words.
    """

    chosen = Signal(str)

    def __init__(
        self,
        names: Iterable[str],
        worries: Collection[str],
        words_of: Callable[[str], str],
        stops: Collection[str] = (),
    ) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._worries, self._stops, self._words_of = worries, stops, words_of
        self.picked = ""
        line = QHBoxLayout(self)
        line.setContentsMargins(UNIT // 2, UNIT // 2, UNIT // 2, UNIT // 2)
        line.setSpacing(0)
        self.tiles: dict[str, QPushButton] = {}
        self._names: dict[str, QLabel] = {}
        self.values: dict[str, QLabel] = {}
        for name in names:
            self.tiles[name], self._names[name], self.values[name] = QPushButton(), QLabel(), QLabel()
            self._dress(name)
            line.addWidget(self.tiles[name], 1)
        self.retranslate()

    def _dress(self, name: str) -> None:
        tile = self.tiles[name]
        tile.setObjectName("tile")
        tile.setCheckable(True)
        tile.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        tile.clicked.connect(lambda _on=False: self.pick("" if name == self.picked else name))
        self._names[name].setObjectName("figure_name")
        self.values[name].setObjectName("figure")
        layout = QVBoxLayout(tile)
        layout.setContentsMargins(UNIT, 0, 0, 0)
        layout.setSpacing(0)
        for label in (self._names[name], self.values[name]):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(label)

    def pick(self, name: str) -> None:
        """Choose that tile's rows; empty: all."""
        self.picked = name
        for each, tile in self.tiles.items():
            tile.setChecked(each == name)
        self.chosen.emit(name)

    def turn(self, step: int) -> None:
        """To the next tile or the one before; beyond the last: all."""
        names = ["", *self.tiles]
        self.pick(names[(names.index(self.picked) + step) % len(names)])

    def set_scale(self, scale: float) -> None:
        """Be that much larger than at 1280 x 800."""
        for tile in self.tiles.values():
            tile.setFixedHeight(round(60 * scale))

    def show_figures(self, figures: Mapping[str, Any]) -> None:
        """Show these figures; the rate is in tenths of a per cent."""
        for name, shown in self.values.items():
            value = int(figures.get(name, 0))
            shown.setText(f"{value / 10:.1f} %" if name == "rate" else f"{value:,}")
            state = "stop" if name in self._stops else "worry" if name in self._worries else ""
            state = state if value else ""
            if self.tiles[name].property("state") != state:
                self.tiles[name].setProperty("state", state)
                restyle(self.tiles[name], self._names[name], shown)

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        for name, tile in self.tiles.items():
            self._names[name].setText(self._words_of(name))
            tile.setAccessibleName(self._words_of(name))
            tile.setToolTip(self._words_of(name))
