"""The duty desk's card: one glance says in, out or not, who, where and what next; asks what is asked before duty."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDeadlineTimer, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from station.ui.duty import duty_words, face
from station.ui.duty.face import DutyFace
from station.ui.duty_view import DutyCard
from station.ui.fitting import fit
from station.ui.key_button import KeyButton
from station.ui.symbols import Invitation, Sign
from station.ui.theme import UNIT, font, restyle
from station.ui.view import Trouble

CLEAR_AFTER_MS: Final = 5_000
"""A green card leaves by itself (domain 5.4)."""
REFUSED_FOR_MS: Final = 30_000
"""What was refused stays for a lead who is called over."""
ASKED_FOR_MS: Final = 120_000
"""Whoever was asked and walked off is not shown for ever."""
SETTLE_MS: Final = 500
"""A card that takes an open one's place answers no key for this long: the finger was meant for the one before."""
PHONE_DIGITS: Final = 2
YES, NO = "yes", "no"
_SIGN_SIDE: Final = 72
LEAST_HEIGHT: Final = 352
"""Pixels at 1280 x 800: what a card with everything on it needs."""
_WORD_SIZES: Final = ("middle", "small", "least")


class CardPanel(QFrame):
    """One card, or the invitation to show a badge.

    Signals: answered(entry, answers by what was asked), offered(entry, what: check_out, override, walk_in), cleared(),
    turned(), something else is asked now.
    """

    answered = Signal(str, object)
    turned = Signal()
    offered = Signal(str, str)
    cleared = Signal()

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self.setObjectName("verdict")
        # What a card says never changes how large the panel is.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.zone, self.face = zone, DutyFace()
        self.card: DutyCard | None = None
        self.way, self.wants_leader = "either", False
        self._group_ends = QDeadlineTimer(0)
        self.answers: dict[str, str] = {}
        self._trouble: Trouble | None = None
        self._scale = 1.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.clear)
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._build()
        self.retranslate()

    # --- building ---

    def _build(self) -> None:
        self._sign, self._word = Sign(_SIGN_SIDE), _label("word")
        self._invitation = Invitation()
        self._idle, self._hint = _label("idle_title"), _label("idle_hint")
        self._holder, self._post = _label("duty_holder"), _label("reason")
        self._post.setWordWrap(False)
        self._said, self._warning, self._next = _label("reason"), _label("warning"), _label("next")
        self._question = _label("reason")
        self._guide, self._guide_text = QScrollArea(), _label("guide_text")
        self._guide.setWidget(self._guide_text)
        self._guide.setWidgetResizable(True)
        self._guide.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.line = QLineEdit()
        self.line.setMaxLength(PHONE_DIGITS)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.line.textEdited.connect(self._typed)
        self._gap = QWidget()
        top = QHBoxLayout()
        top.setSpacing(2 * UNIT)
        top.addWidget(self._sign)
        top.addWidget(self._word, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT)
        layout.setSpacing(UNIT // 2)
        layout.addLayout(top)
        layout.addWidget(self._invitation, 1)
        for widget in (self._idle, self._hint, self._holder, self._post, self._said, self._warning, self._question):
            layout.addWidget(widget)
        layout.addWidget(self._guide, 1)
        layout.addWidget(self.line)
        layout.addWidget(self._next)
        layout.addWidget(self._gap, 1)
        layout.addLayout(self._keys())
        for label in (self._idle, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _keys(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(UNIT)
        self.buttons = [KeyButton(str(number + 1), wraps=True) for number in range(2)]
        for number, button in enumerate(self.buttons):
            button.clicked.connect(lambda _on=False, number=number: self.press(number))
            line.addWidget(button)
        return line

    # --- what is shown ---

    def show_card(self, card: DutyCard) -> None:
        """Show this card; it is on disk."""
        if self._offers() and self.card is not None and self.card.number != card.number:
            self._settling.start()
        self.card, self._trouble, self.answers, self.wants_leader = card, None, {}, False
        if card.group_until is not None:
            # Counted from the entry: a wrong clock shortens nobody's two minutes.
            self._group_ends.setRemainingTime(round((card.group_until - card.at).total_seconds() * 1000))
        self._refresh()
        self._ask_next()
        shown_ms = REFUSED_FOR_MS if card.codes else CLEAR_AFTER_MS
        self._timer.start(ASKED_FOR_MS if card.asks else shown_ms)

    def show_unrecorded(self, trouble: Trouble) -> None:
        """Say that what was just shown was not recorded, in place of whatever card is there."""
        self.card, self._trouble = None, trouble
        self._timer.stop()
        self._refresh()

    def clear(self) -> None:
        """Back to the invitation."""
        was_there = self.card is not None
        self.card, self._trouble, self.answers, self.wants_leader = None, None, {}, False
        self._timer.stop()
        self._refresh()
        if was_there:
            self.cleared.emit()

    def begin_group(self, on: bool) -> None:
        """The next badge is a team leader's, whose members follow."""
        self.wants_leader = on
        self._refresh()

    def show_way(self, way: str) -> None:
        """What badges are shown for from now on."""
        self.way = way
        self._refresh()

    @property
    def is_crowded(self) -> bool:
        """Whether the card has more to say than there is room for beside the camera."""
        return self.asked == "guide" or bool(self.face.warning and self.face.advice)

    @property
    def asked(self) -> str:
        """What is to be answered now, or empty."""
        asks = self.card.asks if self.card else ()
        return next((ask for ask in asks if ask not in self.answers), "")

    # --- what people do ---

    def press(self, number: int) -> bool:
        """The key of that number, from 0; False when the card has none such."""
        keys = self._offers()
        if number >= len(keys) or self.card is None:
            return False
        if self._settling.isActive():
            return True
        if self.asked:
            self.answers[self.asked] = (YES, NO)[number]
            self._ask_next()
        else:
            self.offered.emit(self.card.entry, keys[number][0])
        return True

    def _typed(self, text: str) -> None:
        if len(text) == PHONE_DIGITS and self.asked == "phone_end":
            self.answers["phone_end"] = text
            self._ask_next()

    def _ask_next(self) -> None:
        """Ask what is left, or hand over what was answered."""
        card, asked = self.card, self.asked
        self.line.clear()
        if card is not None and card.asks and (not asked or self.answers.get("health") == NO):
            self.answered.emit(card.entry, dict(self.answers))
            return
        self._refresh()
        self.turned.emit()
        if asked == "phone_end":
            self.line.setFocus()
        elif asked == "guide":
            # Its arrow keys go through the guide.
            self._guide.setFocus()
        elif self.line.hasFocus():
            self.line.clearFocus()

    def _offers(self) -> list[tuple[str, str]]:
        """(what a key does, its words), in the keys' order."""
        card = self.card
        if card is None:
            return []
        if self.asked:
            return [(self.asked, text) for text in duty_words.answers(self.asked)]
        if "check_out" in card.offers:
            return [("check_out", duty_words.act("check_out"))]
        if "override" in card.offers:
            return [("override", duty_words.act("override"))]
        return [("walk_in", duty_words.act("walk_in"))] if "walk_in" in card.offers else []

    # --- looks ---

    def set_scale(self, scale: float) -> None:
        """Be that much larger than at 1280 x 800."""
        self._scale = scale
        side = round(_SIGN_SIDE * scale)
        self._sign.set_side(side)
        self._word.setFixedHeight(side + UNIT)
        self._holder.setFixedHeight(round(48 * scale))
        self.setMinimumHeight(round(LEAST_HEIGHT * scale))
        for button in self.buttons:
            button.setFixedHeight(round(52 * scale))
        self._refresh()

    def retranslate(self) -> None:
        """Say it all in the language of now; the card stays."""
        self.line.setPlaceholderText(self.tr("2 digits"))
        self._refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """What had to be cut or made smaller is fitted anew."""
        super().resizeEvent(event)
        self._fit()

    def _refresh(self) -> None:
        if self._trouble is not None:
            self.face = face.of_trouble(self._trouble)
        else:
            self.face = face.of_card(self.card, self.zone) if self.card else DutyFace()
        is_idle = not self.face.look
        self._sign.show_look(self.face.look)
        for shown in (self._sign, self._word):
            shown.setVisible(not is_idle)
        for idle in (self._invitation, self._idle, self._hint):
            idle.setVisible(is_idle)
        self._idle.setText(self.tr("Team leader: your badge") if self.wants_leader else self.tr("Show your badge"))
        self._hint.setText(self._way_said())
        self._fill()
        self._show_keys()
        self.setAccessibleName(" ".join(part for part in (self.face.word, self.face.holder, self.face.said) if part))
        if self.property("light") != self.face.look:
            self.setProperty("light", self.face.look)
            restyle(self, *self.findChildren(QWidget))
        self._fit()

    def _way_said(self) -> str:
        said = {
            "either": self.tr("In when you come, out when your shift is over."),
            "in": self.tr("Check in"),
            "out": self.tr("Check out"),
        }
        return said[self.way]

    def _fill(self) -> None:
        asked, shown = self.asked, self.face
        for label, text in (
            (self._word, shown.word),
            (self._said, shown.said),
            (self._warning, shown.warning),
            (self._next, "" if asked else shown.advice),
            (self._question, duty_words.question(asked) if asked else ""),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        self._holder.setVisible(bool(shown.holder))
        self._post.setVisible(bool(shown.post or shown.shift) and asked != "guide")
        self.line.setVisible(asked == "phone_end")
        is_read = asked == "guide" and self.card is not None
        self._guide_text.setText(self.card.guide if is_read and self.card else "")
        self._guide.setVisible(is_read)
        self._gap.setVisible(bool(shown.look) and not is_read)

    def _show_keys(self) -> None:
        offers = self._offers()
        for number, button in enumerate(self.buttons):
            button.setVisible(number < len(offers))
            if number < len(offers):
                button.say(offers[number][1])

    @property
    def group_left_s(self) -> float:
        """Seconds for which members of the leader's team may still follow."""
        return self._group_ends.remainingTime() / 1000

    def _fit(self) -> None:
        """The word as large as there is room for it, the holder cut where there is none."""
        room = self.width() - 6 * UNIT
        metrics = QFontMetrics(font(round(36 * self._scale)))
        self._holder.setText(metrics.elidedText(self.face.holder, Qt.TextElideMode.ElideRight, room))
        smaller = QFontMetrics(font(round(28 * self._scale)))
        # A long post is cut, never the shift's hours behind it.
        left = room - smaller.horizontalAdvance(f"  {self.face.shift}")
        post = smaller.elidedText(self.face.post, Qt.TextElideMode.ElideRight, left)
        self._post.setText("  ".join(part for part in (post, self.face.shift) if part))
        room -= self._sign.width() + 2 * UNIT
        fit(self._word, self.face.word, room, self._scale, _WORD_SIZES)


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(name in {"reason", "next", "idle_hint", "warning", "guide_text", "idle_title"})
    return label
