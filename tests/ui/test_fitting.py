"""A panel's word: the largest size that has room, the last one where none has, as the style sheet has them."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from resources import FOLDER
from station.ui.fitting import SIZES, fit
from station.ui.theme import font

WORD = "放行"


@pytest.mark.parametrize("scale", [0.875, 1.0, 2.5])
@pytest.mark.parametrize("name", ["large", "middle", "small"])
def test_a_word_takes_the_largest_size_that_has_room_and_not_one_pixel_less(
    qtbot: QtBot, name: str, scale: float
) -> None:
    word, names = QLabel(), tuple(SIZES)
    qtbot.addWidget(word)
    room = QFontMetrics(font(round(SIZES[name] * scale))).horizontalAdvance(WORD)
    fit(word, WORD, room, scale, names)
    assert word.property("fit") == name
    fit(word, WORD, room - 1, scale, names)
    assert word.property("fit") == names[names.index(name) + 1]


def test_a_word_for_which_there_is_no_room_takes_the_last_size(qtbot: QtBot) -> None:
    word = QLabel()
    qtbot.addWidget(word)
    fit(word, WORD, 0, 1.0, ("large", "small"))
    assert word.property("fit") == "small"


def test_the_style_sheet_has_each_size_under_its_name() -> None:
    sheet = (FOLDER / "styles" / "station.qss").read_text(encoding="utf-8")
    said = {name: int(pixels) for name, pixels in re.findall(r'#word\[fit="(\w+)"\] \{ font-size: (\d+)px', sheet)}
    plain = re.search(r"#word \{[^}]*font-size: (\d+)px", sheet)
    assert plain is not None
    assert {"large": int(plain[1])} | said == SIZES
