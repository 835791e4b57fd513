"""The program in its real window, enrolled at a central that a test serves, over a line that may lie."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from pytestqt.qtbot import QtBot

from checkpoint.gate import Direction
from station.app import Station
from station.settings import Settings, places
from station.sync.enrolment import enrol
from station.ui.view import Card, Link
from tests.harness import lying
from tests.harness.gate import open_store
from tests.harness.lying import LyingProxy
from tests.harness.made import SITE, ZONE, at
from tests.harness.served import Served


class Online:
    """One gate's program with its own line to central; both gates live by the same clock."""

    def __init__(self, qtbot: QtBot, folder: Path, central: Served, gate: str, proxy: LyingProxy) -> None:
        """Of a disk that is a station's already it goes on as that one."""
        self.qtbot, self.folder, self.proxy = qtbot, folder, proxy
        if not places(folder).store.exists():
            store = open_store(folder)
            enrol(store, proxy.url, central.code(gate))
            store.close()
        self.open()

    def open(self) -> None:
        """Start the program, for the first time or again."""
        folder = self.folder
        settings = msgspec.structs.replace(
            Settings(), camera=str(folder / "none.avi"), operator="gd1", sounds=False, sync_every_s=0.1
        )
        self.station = Station(places(folder), settings)
        self.qtbot.addWidget(self.station.window)
        with self.qtbot.waitSignal(self.station.ready, timeout=30_000):
            self.station.open()
        self.until(lambda: self.station._status is not None)

    def until(self, holds: Callable[[], Any]) -> None:
        """Wait until that holds."""
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=30_000)

    def scan(self, text: str, way: Direction) -> Card:
        """Somebody goes that way with that code; their card."""
        verdict = self.station.window.gate.verdict
        if self.station._kept.now.direction != way.value:
            self.station.turn(way.value)
        before = verdict.card.attempt if verdict.card else ""
        self.station.window.scanned.emit(text)
        self.until(lambda: verdict.card is not None and verdict.card.attempt != before)
        assert verdict.card is not None
        return verdict.card

    def press(self, number: int) -> None:
        """A key of the card; whoever pressed one on the card before has let go of it."""
        verdict = self.station.window.gate.verdict
        self.until(lambda: not verdict._settling.isActive())
        assert verdict.press(number)
        self.until(lambda: verdict.card is not None and not verdict.card.actions)

    def online(self, on: bool) -> None:
        """The line works, or nobody answers, from now on; the window knows."""
        if on:
            self.proxy.always.clear()
        else:
            self.proxy.always[lying.EVERYWHERE] = lying.REFUSED
        wanted = Link.ONLINE if on else Link.OFFLINE
        self.station.syncing.soon(0)
        self.until(lambda: self.station.syncing.sync() or self.station.syncing.link is wanted)

    @property
    def unsent(self) -> int:
        """How many entries central has not answered for."""
        count: int = self.station._lane.store.unsent_count()
        return count

    def times(self) -> list[str]:
        """When the day's people went through, as this station knows it."""
        held = self.station._lane.store.between(SITE, at("00:00"), at("23:59"))
        return [f"{one.scanned_at.astimezone(ZONE):%H:%M}" for one in held if one.passed]
