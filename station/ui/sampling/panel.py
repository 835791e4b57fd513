"""The table's panel: how many are in the tube, who came last, what comes next, seen from two metres; judging is done
elsewhere."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from checkpoint.gate import Light
from station.ui.fitting import fit
from station.ui.key_button import KeyButton
from station.ui.sampling import sampling_words
from station.ui.sampling.counter import Counter, Wanted
from station.ui.sampling.face import TableFace, face_of, unrecorded
from station.ui.sampling_view import Sampling, SamplingCard
from station.ui.symbols import Sign
from station.ui.theme import UNIT, font, restyle
from station.ui.view import Trouble

GREEN_MS: Final = 4_000
"""A green card leaves by itself: then the panel says again what comes next."""
FULL_MS: Final = 1_500
"""The last person of a tube is seen for so long; then it says that the tube is full."""
STOPPED_MS: Final = 30_000
"""What was refused and asks nothing stays for whoever is called over, or until the next code."""
SETTLE_MS: Final = 500
"""A card that takes an open one's place answers no key for this long: the finger was meant for the one before."""
MOST_OPTIONS: Final = 5
_IN_A_LINE: Final = {1: 1, 2: 2, 4: 2}
"""How many of so many buttons stand side by side; else three."""
_SIGN_SIDE: Final = 80
_WORD_SIZES: Final = ("small", "least")


class TablePanel(QFrame):
    """Signals: chosen(code of the answer), filled(), the last of a tube was seen; offers(how many answers)."""

    chosen = Signal(str)
    filled = Signal()
    offers = Signal(int)

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self.setObjectName("verdict")
        # What it says never changes how large it is: nothing on the page moves when somebody is registered.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setMinimumSize(420, 300)
        self.zone, self.face, self._scale = zone, TableFace(), 1.0
        self.shown, self.question, self._about = Sampling(), "", ""
        self.card: SamplingCard | None = None
        self._trouble: Trouble | None = None
        self.hides_people = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._leave)
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._build()
        self.retranslate()

    # --- building ---

    def _build(self) -> None:
        self._sign, self._word = Sign(_SIGN_SIDE), _label("word")
        self._code, self._kind = _label("table_code"), _label("time")
        self.counter, self._wanted = Counter(), Wanted()
        self._holder, self._reason = _label("holder"), _label("reason")
        self._warning, self._next = _label("warning"), _label("table_next")
        end = QVBoxLayout()
        end.setSpacing(0)
        for label in (self._code, self._kind):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            end.addWidget(label)
        end.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(2 * UNIT)
        top.addWidget(self._sign)
        top.addWidget(self._word, 1)
        top.addLayout(end)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * UNIT, 2 * UNIT, 4 * UNIT, 2 * UNIT)
        layout.setSpacing(UNIT)
        layout.addLayout(top)
        layout.addWidget(self.counter, 1)
        layout.addWidget(self._wanted, 1)
        for label in (self._holder, self._reason, self._warning, self._next):
            layout.addWidget(label)
        layout.addLayout(self._keys())

    def _keys(self) -> QGridLayout:
        grid = self._grid = QGridLayout()
        grid.setSpacing(UNIT)
        self.buttons = [KeyButton(str(number + 1), wraps=True) for number in range(MOST_OPTIONS)]
        self.escape = KeyButton("Esc", wraps=True)
        self.escape.setObjectName("escape")
        for number, button in enumerate(self.buttons):
            button.clicked.connect(lambda _on=False, number=number: self.press(number))
        self.escape.clicked.connect(lambda: self.chosen.emit("cancel"))
        for button in (*self.buttons, self.escape):
            button.setParent(self)
        return grid

    # --- what is shown ---

    def show_sampling(self, shown: Sampling) -> None:
        """Show this; what is green is on disk. Without a card the one that is there stays as long as it was to."""
        had_options = bool(self.face.options)
        self.shown, self._trouble = shown, None
        if shown.card is not None:
            if had_options and shown.card != self.card:
                self._settling.start()
            self.card, self.question = shown.card, ""
            self._stay(shown)
        self._refresh()

    def _stay(self, shown: Sampling) -> None:
        """For how long the card is seen; one that somebody must answer, until they do."""
        if shown.card is None or shown.awaits:
            self._timer.stop()
        elif shown.card.light is not Light.GREEN:
            self._timer.start(STOPPED_MS)
        else:
            is_full = shown.tube is not None and shown.tube.is_full
            self._timer.start(FULL_MS if is_full else GREEN_MS)

    def ask(self, question: str, about: str) -> None:
        """Ask this before anything is written: why a tube is void, which tube keeps a code. about: the code."""
        self.question, self._about = question, about
        self._timer.stop()
        self._refresh()

    def show_unrecorded(self, trouble: Trouble) -> None:
        """Say that what was just shown or pressed was not recorded."""
        self.card, self._trouble, self.question = None, trouble, ""
        self._timer.stop()
        self._refresh()

    def clear(self) -> bool:
        """Back to what comes next; False when nothing stood before it."""
        was_there = self.card is not None or bool(self.question) or self._trouble is not None
        self.card, self._trouble, self.question = None, None, ""
        self._timer.stop()
        self._refresh()
        return was_there

    def _leave(self) -> None:
        is_full = self.shown.tube is not None and self.shown.tube.is_full
        was_green = self.card is not None and self.card.light is Light.GREEN
        self.clear()
        if is_full and was_green:
            self.filled.emit()

    # --- what people do ---

    @property
    def has_options(self) -> bool:
        """Whether the digits are the panel's now."""
        return bool(self.face.options)

    def press(self, number: int) -> bool:
        """The key of that number, from 0; False when the panel has none such."""
        options = self.face.options
        if number >= len(options):
            return False
        if not self._settling.isActive():
            self.chosen.emit(options[number])
        return True

    # --- looks ---

    def set_scale(self, scale: float) -> None:
        """Be that much larger than at 1280 x 800."""
        self._scale = self.counter.scale = scale
        side = round(_SIGN_SIDE * scale)
        self._sign.set_side(side)
        self._word.setFixedHeight(side + UNIT)
        self._holder.setFixedHeight(round(56 * scale))
        for button in (*self.buttons, self.escape):
            button.setFixedHeight(round(52 * scale))
        self._refresh()

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        self._refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """What had to be cut or made smaller is fitted anew."""
        super().resizeEvent(event)
        self._fit()

    def _refresh(self) -> None:
        if self._trouble is not None:
            self.face = unrecorded(self._trouble)
        else:
            self.face = face_of(self.shown, self.question, self.card, self.zone, self._about)
        tube = self.shown.tube
        self._sign.show_look(self.face.look)
        for widget in (self._sign, self._word):
            widget.setVisible(bool(self.face.look))
        self._code.setText(tube.code if tube else "")
        self._kind.setText(sampling_words.collected(tube.pool if tube else self.shown.pool))
        self._wanted.show_wanted(self.face.wanted)
        self._wanted.setVisible(bool(self.face.wanted))
        self.counter.show_count(tube.count if tube else 0, tube.pool if tube else self.shown.pool)
        self.counter.setVisible(not self.face.wanted and tube is not None)
        self._fill()
        self._show_keys()
        parts = (self.face.word, self.face.holder, self.face.reason, self.face.warning, self.face.advice)
        self.setAccessibleName(" ".join(part for part in parts if part))
        if self.property("light") != self.face.look:
            self.setProperty("light", self.face.look)
            restyle(self, *self.findChildren(QWidget))
        self._fit()

    def _fill(self) -> None:
        for label, text in (
            (self._word, self.face.word),
            (self._reason, self.face.reason),
            (self._warning, self.face.warning),
            (self._next, self.face.advice),
        ):
            label.setText(text)
            if label is not self._word:
                label.setVisible(bool(text))
        self._holder.setVisible(bool(self.face.holder))

    def _show_keys(self) -> None:
        count = self.shown.tube.count if self.shown.tube else 0
        for number, button in enumerate(self.buttons):
            button.setVisible(number < len(self.face.options))
            if number < len(self.face.options):
                code = self.face.options[number]
                button.say(sampling_words.key("seal") if code == "seal" else sampling_words.option(code, count))
        is_person = self.shown.awaits == "reason"
        self.escape.say(sampling_words.option("do_not" if is_person else "cancel"))
        self.escape.setVisible(self.face.can_cancel)
        self._place_keys([*self.buttons[: len(self.face.options)], *([self.escape] if self.face.can_cancel else [])])
        self.offers.emit(len(self.face.options))

    def _place_keys(self, keys: list[KeyButton]) -> None:
        """So many in a line, as wide as the panel together."""
        for button in (*self.buttons, self.escape):
            self._grid.removeWidget(button)
        wide = _IN_A_LINE.get(len(keys), 3)
        for column in range(3):
            self._grid.setColumnStretch(column, int(column < wide))
        for number, button in enumerate(keys):
            self._grid.addWidget(button, *divmod(number, wide))

    def _fit(self) -> None:
        """The word as large as there is room for it, the holder cut where there is none."""
        room = self.width() - 8 * UNIT
        metrics = QFontMetrics(font(round(44 * self._scale)))
        holder = "" if self.hides_people else self.face.holder
        self._holder.setText(metrics.elidedText(holder, Qt.TextElideMode.ElideRight, room))
        code = QFontMetrics(font(round(28 * self._scale))).horizontalAdvance(self._code.text())
        room -= self._sign.width() + 4 * UNIT + code
        fit(self._word, self.face.word, room, self._scale, _WORD_SIZES)


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(name in {"reason", "table_next", "warning"})
    if name == "table_next":
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
