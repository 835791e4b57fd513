"""The verdict panel: one glance says pass, look or stop, who, why and what to do; the judging is done elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from checkpoint.gate import Action, Light, Outcome
from station.ui import words
from station.ui.symbols import Invitation, Sign
from station.ui.theme import UNIT
from station.ui.view import Card

CLEAR_AFTER_MS = 5_000
"""A card with nothing left to decide leaves the screen by itself (domain 5.4)."""
MOST_ACTIONS = 4
_SIGN_SIDE = 104


class VerdictPanel(QFrame):
    """One card, or the invitation to show a pass. Signals: decided(attempt, action), painted(attempt), cleared()."""

    decided = Signal(str, str)
    painted = Signal(str)
    cleared = Signal()

    def __init__(self, zone: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("verdict")
        self.setMinimumSize(520, 400)
        # What a card says never changes how large the panel is: nothing on the page moves when one comes.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.zone = zone
        self.card: Card | None = None
        self._unpainted = ""
        self._timer = QTimer(self, singleShot=True, interval=CLEAR_AFTER_MS)
        self._timer.timeout.connect(self.clear)
        self._build()
        self.retranslate()

    def _build(self) -> None:
        self._sign, self._word = Sign(_SIGN_SIDE), _label("word")
        self._holder, self._reason, self._next = _label("holder"), _label("reason"), _label("next")
        self._idle_title, self._idle_hint = _label("idle_title"), _label("idle_hint")
        self._invitation = Invitation()
        top = QHBoxLayout()
        top.setSpacing(3 * UNIT)
        top.addWidget(self._sign)
        top.addWidget(self._word, 1)
        buttons = QGridLayout()
        buttons.setSpacing(UNIT)
        self._buttons = [_button(number, self._press) for number in range(MOST_ACTIONS)]
        for number, button in enumerate(self._buttons):
            buttons.addWidget(button, number // 2, number % 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * UNIT, 3 * UNIT, 4 * UNIT, 3 * UNIT)
        layout.setSpacing(UNIT)
        layout.addLayout(top)
        layout.addWidget(self._invitation, 3)
        for label in (self._idle_title, self._idle_hint, self._holder, self._reason, self._next):
            layout.addWidget(label)
        layout.addStretch(1)
        layout.addLayout(buttons)
        for label in (self._idle_title, self._idle_hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def show_card(self, card: Card) -> None:
        """Show this card in place of whatever is there."""
        self.card = card
        self._unpainted = card.attempt
        self._refresh()
        if card.actions:
            self._timer.stop()
        else:
            self._timer.start()

    def clear(self) -> None:
        """Back to the invitation."""
        self.card = None
        self._timer.stop()
        self._refresh()
        self.cleared.emit()

    def press(self, number: int) -> bool:
        """The key of the action at that place, from 0; False when the card has none there."""
        if self.card is None or not 0 <= number < len(self.card.actions):
            return False
        self.decided.emit(self.card.attempt, self.card.actions[number].value)
        return True

    def cancel(self) -> bool:
        """The cancel key; False when there is nothing to cancel."""
        if self.card is None or Action.CANCEL not in self.card.actions:
            return False
        return self.press(self.card.actions.index(Action.CANCEL))

    def set_scale(self, scale: float) -> None:
        """Be that much larger than at 1280 x 800."""
        self._sign.set_side(round(_SIGN_SIDE * scale))
        self.setMinimumHeight(round(400 * scale))

    def retranslate(self) -> None:
        """Say it all in the language of now; the card stays."""
        self._idle_title.setText(self.tr("Please show your pass"))
        self._idle_hint.setText(self.tr("Hold the code inside the corners, about a hand and a half away."))
        self._refresh()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint, and say once for each card that it has been painted."""
        super().paintEvent(event)
        if self._unpainted:
            attempt, self._unpainted = self._unpainted, ""
            # After this event the children are painted too.
            QTimer.singleShot(0, self, lambda: self.painted.emit(attempt))

    def _press(self, number: int) -> None:
        self.press(number)

    def _refresh(self) -> None:
        card = self.card
        self.setProperty("light", card.light.value if card else "")
        self._sign.setVisible(card is not None)
        self._sign.show_light(card.light if card else None)
        for label in (self._word, self._holder, self._reason, self._next):
            label.setVisible(card is not None)
        for widget in (self._invitation, self._idle_title, self._idle_hint):
            widget.setVisible(card is None)
        if card is not None:
            self._fill(card)
        self._set_buttons(card.actions if card else ())
        self.style().unpolish(self)
        self.style().polish(self)
        for label in self.findChildren(QLabel):
            self.style().unpolish(label)
            self.style().polish(label)
        self.update()

    def _fill(self, card: Card) -> None:
        is_decided = not card.actions and card.light is not Light.GREEN
        self._word.setText(words.outcome(card.outcome) if is_decided else words.light(card.light))
        shown = "  ".join(part for part in (card.name, card.building) if part)
        metrics = self._holder.fontMetrics()
        self._holder.setText(metrics.elidedText(shown, Qt.TextElideMode.ElideRight, max(self.width() - 8 * UNIT, 440)))
        self._holder.setVisible(bool(shown))
        self._reason.setText(words.reason(card, self.zone))
        self._reason.setVisible(bool(self._reason.text()))
        self._next.setText("" if is_decided and card.outcome is not Outcome.HELD else words.advice(card.reason))

    def _set_buttons(self, actions: tuple[Action, ...]) -> None:
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(actions))
            if number < len(actions):
                key = "Esc" if actions[number] is Action.CANCEL else str(number + 1)
                button.setText(f"{key}   {words.action(actions[number])}")


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(name in {"reason", "next", "idle_hint"})
    return label


def _button(number: int, press: Callable[[int], None]) -> QPushButton:
    button = QPushButton()
    button.setObjectName(f"action_{number}")
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.clicked.connect(lambda: press(number))
    return button
