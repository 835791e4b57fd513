"""The verdict panel: one glance says pass, look or stop, who, why and what to do; the judging is done elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from checkpoint.gate import SEEN, Action, Direction
from station.ui import words
from station.ui.face import Face, is_decided, of_card, of_trouble
from station.ui.fitting import fit
from station.ui.key_button import KeyButton
from station.ui.symbols import Invitation, Sign
from station.ui.theme import UNIT, font, restyle
from station.ui.view import Ask, Card, Trouble

CLEAR_AFTER_MS: Final = 5_000
"""A card with nothing left to decide leaves the screen by itself (domain 5.4)."""
SETTLE_MS: Final = 500
"""A card that takes another's place before that one was decided answers no key for this long: the finger on its way
was meant for the person before."""
MOST_ACTIONS: Final = 5
MEASURED_MS: Final = 15_000
"""A temperature taken before the code was shown belongs to whoever shows one so soon after."""
WAITS_MS: Final = {Ask.HEADS: 15_000}
LONGEST_WAIT_MS: Final = 60_000
"""An emergency vehicle is through; whoever saw its plate has this long to type it. People in a car are counted sooner.
"""
LEAST_HEIGHT: Final = 428
"""Pixels at 1280 x 800: what a card with everything on it needs."""
_SIGN_SIDE: Final = 104
_WORD_SIZES: Final = ("large", "middle", "small")
"""The largest at which the word fits beside the sign is taken."""
_PLACES: Final = {
    1: [(0, 0, 6)],
    2: [(0, 0, 3), (0, 3, 3)],
    3: [(0, 0, 6), (1, 0, 3), (1, 3, 3)],
    4: [(0, 0, 3), (0, 3, 3), (1, 0, 3), (1, 3, 3)],
    5: [(0, 0, 2), (0, 2, 2), (0, 4, 2), (1, 0, 3), (1, 3, 3)],
}
"""Where so many buttons stand, as row, column and width: with three, the likeliest has a row for itself."""
_BELOW_A_LINE: Final = {3: [(0, 0, 2), (0, 2, 2), (0, 4, 2)]}
"""Where they stand when the line above them takes the room of a row."""


class VerdictPanel(QFrame):
    """One card, or the invitation to show a pass.

    Signals: decided(attempt, action), entered(attempt, what the card asked for, text), seen(outcome of a visual check),
    print_asked(Card), painted(attempt), cleared().
    """

    decided = Signal(str, str)
    entered = Signal(str, str, str)
    seen = Signal(str)
    print_asked = Signal(object)
    painted = Signal(str)
    cleared = Signal()

    def __init__(self, zone: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("verdict")
        self.setMinimumSize(520, 360)
        # What a card says never changes how large the panel is: nothing on the page moves when one comes.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.zone = zone
        self.card: Card | None = None
        self.face = Face()
        self._trouble: Trouble | None = None
        self._direction: Direction | None = None
        self.looks_at_codes = False
        self._scale = 1.0
        self._unpainted = ""
        self._timer = QTimer(self, singleShot=True, interval=CLEAR_AFTER_MS)
        self._timer.timeout.connect(self.clear)
        self._waiting = QTimer(self, singleShot=True)
        self._waiting.timeout.connect(self.clear)
        self._degrees, self._measured = "", QTimer(self, singleShot=True, interval=MEASURED_MS)
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settling.timeout.connect(self._settle)
        self._build()
        self.retranslate()

    # --- building ---

    def _build(self) -> None:
        self._sign, self._word = Sign(_SIGN_SIDE), _label("word")
        self._way, self._time = _label("way"), _label("time")
        self._holder, self._reason, self._next = _label("holder"), _label("reason"), _label("next")
        self._idle_title, self._idle_hint = _label("idle_title"), _label("idle_hint")
        self._invitation = Invitation()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * UNIT, 2 * UNIT, 4 * UNIT, 3 * UNIT)
        layout.setSpacing(UNIT // 2)
        layout.addLayout(self._top())
        layout.addWidget(self._invitation, 1)
        for label in (self._idle_title, self._idle_hint, self._holder, self._reason, self._next):
            layout.addWidget(label)
        self.line = QLineEdit()
        self.line.setMaxLength(20)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhLatinOnly | Qt.InputMethodHint.ImhNoPredictiveText)
        self.line.returnPressed.connect(self._enter)
        layout.addWidget(self.line)
        self._gap = QWidget()
        self._gap.setMinimumHeight(UNIT)
        layout.addWidget(self._gap, 1)
        self._grid = QGridLayout()
        self._grid.setSpacing(UNIT)
        self._buttons = [_button(number, self.press) for number in range(MOST_ACTIONS)]
        for button in self._buttons:
            button.setParent(self)
        layout.addLayout(self._grid)
        for label in (self._idle_title, self._idle_hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _top(self) -> QHBoxLayout:
        """Sign and word, and at the far end which way the lane goes: always there, also while nobody is."""
        end = QVBoxLayout()
        end.setSpacing(0)
        for label in (self._way, self._time):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            end.addWidget(label)
        end.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(2 * UNIT)
        top.addWidget(self._sign)
        top.addWidget(self._word, 1)
        top.addLayout(end)
        return top

    # --- what is shown ---

    def show_card(self, card: Card) -> None:
        """Show this card. What was decided about an earlier one never covers the card that came after it."""
        before = self.card
        is_another = before is not None and before.attempt != card.attempt
        if is_another and is_decided(card):
            return
        self.card, self._trouble = card, None
        self._unpainted = card.attempt
        if is_another and before is not None and before.actions and card.actions:
            self._settling.start()
        self._waiting.stop()
        self.line.clear()
        self._refresh()
        self._take_measured(card)
        if card.ask is not Ask.NOTHING:
            self.line.setFocus()
        elif self.line.hasFocus():
            self.line.clearFocus()
        if card.actions:
            self._timer.stop()
        elif card.ask or card.ticket:
            self._timer.stop()
            self._waiting.start(WAITS_MS.get(card.ask, LONGEST_WAIT_MS))
        else:
            self._timer.start()

    def measure(self, degrees: str) -> None:
        """A thermometer sent this: for the card that is shown, or for the one that comes within MEASURED_MS."""
        if self.card is not None:
            self.entered.emit(self.card.attempt, Ask.TEMPERATURE.value, degrees)
        else:
            self._degrees = degrees
            self._measured.start()

    def _take_measured(self, card: Card) -> None:
        if self._measured.isActive() and not is_decided(card):
            self._measured.stop()
            self.entered.emit(card.attempt, Ask.TEMPERATURE.value, self._degrees)

    def add(self, text: str) -> None:
        """Say something more about the card that is shown, in place of what to do next."""
        if self.card is not None:
            self._next.setText(text)
            self._next.setVisible(True)

    def is_free_for(self, attempt: str) -> bool:
        """Whether nobody else's card is there, and nobody who could not be recorded."""
        return self._trouble is None and (self.card is None or self.card.attempt == attempt)

    def show_unrecorded(self, trouble: Trouble) -> None:
        """Say that what was just shown was not recorded, in place of whatever card is there."""
        self.card, self._trouble = None, trouble
        self._timer.stop()
        self._refresh()

    def end_unrecorded(self, trouble: Trouble) -> None:
        """That trouble is over."""
        if self._trouble is trouble:
            self.clear()

    def clear(self) -> None:
        """Back to the invitation."""
        self.card, self._trouble = None, None
        self._timer.stop()
        self._waiting.stop()
        self.line.clear()
        self._refresh()
        self.cleared.emit()

    def show_looking(self, on: bool) -> None:
        """Whether this site looks at health codes: then one key each says what was seen, also without a pass."""
        if on != self.looks_at_codes:
            self.looks_at_codes = on
            self._refresh()

    def show_direction(self, direction: Direction) -> None:
        """The lane goes this way."""
        if direction is not self._direction:
            self._direction = direction
            self._refresh()

    # --- what people do ---

    def press(self, number: int) -> bool:
        """The key of the action at that place, from 0; False when there is none, or the card has only just come."""
        offered = self._offered()
        if not 0 <= number < len(offered) or self._settling.isActive():
            return False
        card, action = self.card, offered[number]
        if card is not None and card.actions:
            self.decided.emit(card.attempt, action.value)
        elif card is not None and card.ticket:
            self.print_asked.emit(card)
        else:
            self.seen.emit(SEEN[action].value)
        return True

    def _offered(self) -> tuple[Action, ...]:
        """What the keys do now: the card's actions; without a card, what was seen on somebody's phone."""
        card = self.card
        if card is not None and (card.actions or card.ticket or card.ask):
            return card.actions or ((Action.ADMIT,) if card.ticket else ())
        return tuple(SEEN) if self.looks_at_codes and self._trouble is None else ()

    def _enter(self) -> None:
        text = self.line.text().strip()
        if self.card is not None and self.card.ask and text:
            self.entered.emit(self.card.attempt, self.card.ask.value, text)

    def cancel(self) -> bool:
        """The cancel key; False when there is nothing to cancel."""
        if self.card is not None and self.card.ask in {Ask.PLATE, Ask.HEADS}:
            self.clear()
            return True
        if self.card is None or Action.CANCEL not in self.card.actions:
            return False
        return self.press(self.card.actions.index(Action.CANCEL))

    # --- looks ---

    def set_scale(self, scale: float) -> None:
        """Be that much larger than at 1280 x 800."""
        self._scale = scale
        side = round(_SIGN_SIDE * scale)
        self._sign.set_side(side)
        # The font's own line is half as high again as its characters, and the panel has no such height to give.
        self._word.setFixedHeight(side + UNIT)
        self._holder.setFixedHeight(round(56 * scale))
        self.setMinimumHeight(round(LEAST_HEIGHT * scale))
        for button in self._buttons:
            button.setFixedHeight(round(52 * scale))
        self._refresh()

    def retranslate(self) -> None:
        """Say it all in the language of now; the card stays."""
        self._idle_title.setText(self.tr("Please show your pass"))
        self._idle_hint.setText(self.tr("Hold the code inside the corners, about a hand and a half away."))
        self._refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """What had to be cut or made smaller is fitted anew."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint, and say once for each card that it has been painted."""
        super().paintEvent(event)
        if self._unpainted:
            attempt, self._unpainted = self._unpainted, ""
            # After this event the children are painted too.
            QTimer.singleShot(0, self, lambda: self.painted.emit(attempt))

    def _refresh(self) -> None:
        if self._trouble is not None:
            self.face = of_trouble(self._trouble)
        else:
            self.face = of_card(self.card, self.zone) if self.card else Face()
        self._sign.show_look(self.face.look)
        for idle in (self._invitation, self._idle_title, self._idle_hint):
            idle.setVisible(not self.face.look)
        # Four keys leave no room for it on a small screen, and they say enough.
        self._invitation.setVisible(not self.face.look and not self.looks_at_codes)
        for widget in (self._sign, self._word, self._gap):
            widget.setVisible(bool(self.face.look))
        self._fill()
        self._ask()
        self._set_buttons(self._offered())
        self.setAccessibleName(" ".join(part for part in (self.face.word, self.face.holder, self.face.reason) if part))
        if self.property("light") != self.face.look:
            self.setProperty("light", self.face.look)
            restyle(self, *self.findChildren(QWidget))
        self._fit()
        self.update()

    def _fill(self) -> None:
        for label, text in (
            (self._word, self.face.word),
            (self._reason, self.face.reason),
            # What is to be typed stands in the line itself, and the keys need the room.
            (self._next, "" if self.card and self.card.ask is Ask.TEMPERATURE else self.face.advice),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        self._holder.setVisible(bool(self.face.holder))
        direction = self.card.direction if self.card else self._direction
        self._way.setText(words.way(direction) if direction else "")
        self._time.setText(words.moment(self.card.at, self.zone) if self.card else "")
        # What was decided, or could not be recorded, takes a longer word: it gets the whole line.
        is_open = self._trouble is None and not (self.card and is_decided(self.card))
        for label in (self._way, self._time):
            label.setVisible(is_open)

    def _ask(self) -> None:
        asked = self.card.ask if self.card else Ask.NOTHING
        self.line.setVisible(asked is not Ask.NOTHING)
        texts = {
            Ask.TEMPERATURE: self.tr("36.5, then Enter"),
            Ask.PLATE: self.tr("Plate, then Enter (Esc: later)"),
            Ask.HEADS: self.tr("People in the car, then Enter (Esc: one)"),
        }
        self.line.setPlaceholderText(texts.get(asked, ""))

    def _fit(self) -> None:
        """The word as large as there is room for it, the holder cut where there is none."""
        room = self.width() - 8 * UNIT
        metrics = QFontMetrics(font(round(44 * self._scale)))
        self._holder.setText(metrics.elidedText(self.face.holder, Qt.TextElideMode.ElideRight, room))
        room -= self._sign.width() + 2 * UNIT
        room -= self._way.sizeHint().width() + 2 * UNIT if self._way.isVisibleTo(self) else 0
        fit(self._word, self.face.word, room, self._scale, _WORD_SIZES)

    def _set_buttons(self, actions: tuple[Action, ...]) -> None:
        places = _PLACES.get(len(actions), [])
        if self.card and self.card.ask:
            places = _BELOW_A_LINE.get(len(actions), places)
        for number, button in enumerate(self._buttons):
            self._grid.removeWidget(button)
            button.setVisible(number < len(actions))
            if number < len(actions):
                row, column, width = places[number]
                self._grid.addWidget(button, row, column, 1, width)
                is_cancel = actions[number] is Action.CANCEL
                is_print = self.card is not None and not self.card.actions and bool(self.card.ticket)
                said = self.tr("Print the temporary pass") if is_print else words.action(actions[number])
                button.say(said, "Esc" if is_cancel else str(number + 1))
        self._settle()

    def _settle(self) -> None:
        for button in self._buttons:
            button.setEnabled(not self._settling.isActive())


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(name in {"reason", "next", "idle_hint"})
    return label


def _button(number: int, press: Callable[[int], bool]) -> KeyButton:
    button = KeyButton(wraps=True)
    button.setObjectName(f"action_{number}")
    button.clicked.connect(lambda: press(number))
    return button
