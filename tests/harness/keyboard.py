"""The program in its real window with somebody at its keyboard; codes are typed by a scanner or filmed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from checkpoint import passes, pins
from checkpoint.policy import Policy
from checkpoint.roster import Document, Person
from station.app import Station
from station.settings import Settings, places
from station.ui.view import Card
from tests.harness.gate import Station as Made
from tests.harness.gate import open_store
from tests.harness.made import LOOKUP, R1, R1_NUMBER, R3, R3_NUMBER, FakeClock, badge, numbered, station_key, text_of
from tests.harness.showing import Camera

FOR_LONG = "2050-01-01"
V1, _ = badge(1, name="王文明", pin=pins.sealed("2580"))
V2, _ = badge(2, name="李引导")


def long_pass(person: Person, **how: Any) -> str:
    """A pass that is good for years: the computer's own clock says what day it is."""
    return text_of(person, end=FOR_LONG, **how)


def long_badge(number: int) -> str:
    """A badge that is."""
    who = Person(id=str(1_000_000 + number), name="", community=R1.community)
    return long_pass(who, kind=passes.PassKind.VOLUNTEER)


class Desk:
    """The program at work, and somebody at its keyboard. clock: of the test, else the computer's own. home: the
    page that it starts on."""

    def __init__(
        self,
        qtbot: QtBot,
        folder: Path,
        *documents: Document,
        policy: Policy | None = None,
        clock: FakeClock | None = None,
        home: str = "gate",
    ) -> None:
        Made(folder, LOOKUP, station_key(), numbered(R3, R3_NUMBER), numbered(R1, R1_NUMBER), V1, V2, *documents,
             policy=policy).close()  # fmt: skip
        settings = msgspec.structs.replace(
            Settings(), camera=str(folder / "none.avi"), operator="gd1", sounds=False, home=home
        )
        self.folder, self.qtbot, self.is_closed = folder, qtbot, False
        self.station = Station(places(folder), settings)
        self.film: Camera | None = None
        if clock is not None:
            watcher = self.station.watching.watcher
            watcher.clock = clock.monotonic_s
            self.film = Camera(clock)
            self.film.watcher = watcher
        qtbot.addWidget(self.station.window)
        with qtbot.waitSignal(self.station.ready, timeout=30_000):
            self.station.open()
        qtbot.waitUntil(lambda: self.station._status is not None, timeout=20_000)

    @property
    def window(self) -> Any:
        """The window."""
        return self.station.window

    @property
    def sides(self) -> Any:
        """The camera's picture and the side pages."""
        return self.station.window.gate.sides

    @property
    def card(self) -> Card | None:
        """The card that is shown."""
        card: Card | None = self.station.window.gate.verdict.card
        return card

    def press(self, key: Qt.Key, widget: QWidget | None = None) -> None:
        """Press a key, once the card that has just come answers any."""
        self.until(lambda: not self.window.gate.verdict._settling.isActive())
        self.qtbot.keyClick(widget or self.window, key)

    def write(self, text: str, widget: QWidget | None = None) -> None:
        """Type something, or let an input method do it."""
        if text.isascii():
            self.qtbot.keyClicks(widget or self.window, text)
        else:
            # An input method commits its words at once.
            assert isinstance(widget, QLineEdit)
            widget.insert(text)

    def scan(self, text: str) -> Card:
        """A handheld scanner types it."""
        before = self.card
        self.write(text)
        self.press(Qt.Key.Key_Return)
        return self.new_card(before)

    def hold_up(self, text: str) -> list[str]:
        """Hold a code before the camera for some frames; the texts of what was read, which the desk has then."""
        assert self.film is not None
        readings = self.film.hold_up(text)
        for reading in readings:
            self.station.watching.read.emit(reading)
        return [reading.text for reading in readings]

    def show(self, text: str) -> Card:
        """Hold a code before the camera and wait for its card."""
        before = self.card
        assert self.hold_up(text) == [text]
        return self.new_card(before)

    def new_card(self, before: Card | None) -> Card:
        """The next card."""
        self.until(lambda: self.card is not None and self.card != before)
        assert self.card is not None
        return self.card

    def until(self, holds: Callable[[], Any]) -> None:
        """Wait until that holds."""
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=20_000)

    def close(self) -> None:
        """End the program, once: what is closed a second time would take the garbage from whoever runs by then."""
        if not self.is_closed:
            self.is_closed = True
            self.station.close()

    def turn(self) -> None:
        """The lane goes the other way."""
        before = self.station._status
        self.press(Qt.Key.Key_F6)
        self.until(lambda: before is None or self.station._status.direction is not before.direction)  # type: ignore[union-attr]

    def said(self) -> str:
        """Every word on every page of the window, shown or not, and every row of its lists."""
        words = [one.text() for one in self.window.findChildren(QLabel)]
        words += [one.text() for one in self.window.findChildren(QLineEdit)]
        words += [f"{one.text()} {one.accessibleName()}" for one in self.window.findChildren(QAbstractButton)]
        rows = (*self.window.gate.rows.model.rows, *self.window.day.rows.model.rows)
        return "\n".join([*words, *map(repr, rows), repr(self.card)])

    def bodies(self) -> list[Any]:
        """What all entries say, as another reader of the file finds them."""
        store = open_store(self.folder)
        bodies = [entry.body for chain in store.epochs() for entry in store.entries(*chain)]
        store.close()
        return bodies
