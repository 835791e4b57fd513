"""A button that shows the key which does the same, as a cap; what pressing it does is its owner's."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy

from station.ui.theme import UNIT


class KeyButton(QPushButton):
    """Key cap and words side by side. The words may wrap, so that a long one never pushes its neighbours away."""

    def __init__(self, key: str = "", *, wraps: bool = False, cap_last: bool = False) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._cap, self._words = _label("cap"), _label("words")
        self._words.setWordWrap(wraps)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(UNIT, 0, UNIT, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(self._words, 1)
        layout.insertWidget(1 if cap_last else 0, self._cap, 0, Qt.AlignmentFlag.AlignVCenter)
        if wraps:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._key = key
        self.say("")

    def tighten(self) -> None:
        """Take as little room as can be: many stand side by side."""
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(UNIT // 2, 0, UNIT // 2, 0)
            layout.setSpacing(UNIT // 2)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    @property
    def key(self) -> str:
        """The key on its cap."""
        return self._key

    def say(self, words: str, key: str | None = None) -> None:
        """Say this from now on, and name that key."""
        self._key = self._key if key is None else key
        self._cap.setText(self._key)
        self._cap.setVisible(bool(self._key))
        self._words.setText(words)
        self.setAccessibleName(f"{words} ({self._key})" if self._key else words)
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802
        """As large as cap and words need, and what the style sheet wants at least."""
        layout = self.layout()
        return layout.sizeHint().expandedTo(QSize(0, self.minimumHeight())) if layout else super().sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """No smaller than that, unless the words wrap."""
        return self.sizeHint()


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label
