"""The program in a real window: a film of passes held up becomes cards, rows, entries and entries at central."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from checkpoint import passes
from checkpoint.gate import Direction, Light
from station.app import Station
from station.clock import DeviceClock
from station.desk import Desk
from station.scanner.scenery import render_video
from station.settings import Settings, places
from station.store.store import Store
from station.store.trouble import StoreFault, StoreTrouble
from station.sync.enrolment import enrol
from station.ui.view import Link, Trouble
from tests.harness.calling import central_in_thread
from tests.harness.central import Office, new_books
from tests.harness.gate import new_store, open_store
from tests.harness.made import KEY, R1, R2, R3, URL, pass_of, roster


def texts() -> list[str]:
    """Passes of today for the fixture's people, and a payment code."""
    from datetime import UTC, datetime, timedelta

    now = datetime.now(UTC)
    today = {"valid_from": now - timedelta(days=1), "valid_to": now + timedelta(days=1)}
    made = [
        passes.Pass(**({name: getattr(pass_of(person), name) for name in passes.Pass.__slots__} | today))
        for person in (R1, R2, R3)
    ]
    return [passes.sign(one, KEY) for one in made] + [URL]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with closing(new_books(tmp_path / "central")) as books:
        books.put(roster())
        with central_in_thread(books) as url:
            yield Office(url, books)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "film.avi"
    render_video(path, texts(), seconds_each=1.2, fps=15, rng=random.Random(4))
    return path


def enrolled(tmp_path: Path, office: Office) -> None:
    store = new_store(tmp_path / "a")
    enrol(store, office.url, office.code())
    store.close()


@pytest.fixture
def station(qtbot: QtBot, tmp_path: Path, office: Office, film: Path) -> Iterator[Station]:
    enrolled(tmp_path, office)
    settings = msgspec.structs.replace(Settings(), camera=str(film), operator="gd1", sounds=False, sync_every_s=0.2)
    made = Station(places(tmp_path / "a"), settings)
    qtbot.addWidget(made.window)
    yield made
    made.close()


def entries(tmp_path: Path) -> list[str]:
    store = open_store(tmp_path / "a")
    held = [entry.id for chain in store.epochs() for entry in store.entries(*chain)]
    store.close()
    return held


def test_passes_held_before_the_camera_become_cards_rows_and_entries_at_central(
    station: Station, qtbot: QtBot, tmp_path: Path, office: Office
) -> None:
    lights: dict[str, Light] = {}
    painted: list[str] = []

    def keep(attempt: str) -> None:
        card = station.window.gate.verdict.card
        painted.append(attempt)
        # Painted means shown: its entry must be on disk already, which another reader of the file can tell.
        assert attempt in entries(tmp_path)
        if card is not None:
            lights[card.name] = card.light

    station.window.painted.connect(keep)
    with qtbot.waitSignal(station.ready, timeout=30_000):
        station.open()
    qtbot.waitUntil(lambda: len(lights) >= 4, timeout=20_000)
    assert lights == {"张*": Light.GREEN, "欧阳**": Light.AMBER, "王**": Light.GREEN, "": Light.RED}
    assert len(painted) == len(set(painted))
    qtbot.waitUntil(lambda: len(station.window.gate.rows.model.rows) >= 4, timeout=20_000)
    qtbot.waitUntil(lambda: "2" in station.window.gate.figures.values["inside"].text(), timeout=20_000)

    store = open_store(tmp_path / "a")
    who = store.identity
    store.close()
    assert who is not None

    def all_at_central() -> bool:
        held = office.of(who.station)
        return bool(held["journals"] and held["journals"][0]["have"] >= 4)

    qtbot.waitUntil(all_at_central, timeout=30_000)
    qtbot.waitUntil(lambda: station.syncing.link is Link.ONLINE, timeout=20_000)
    assert station.window.windowTitle().startswith("示例社区 南口")


def opened(station: Station, qtbot: QtBot) -> None:
    with qtbot.waitSignal(station.ready, timeout=30_000):
        station.open()
    qtbot.waitUntil(lambda: station._status is not None, timeout=20_000)


def test_a_typed_code_and_a_decision_take_the_same_way_in(station: Station, qtbot: QtBot, tmp_path: Path) -> None:
    opened(station, qtbot)
    station.watching.stop()
    window = station.window
    qtbot.keyClick(window, Qt.Key.Key_F2)
    with qtbot.waitSignal(window.painted, timeout=20_000):
        line = window.gate.sides.finder.line
        qtbot.keyClicks(line, "this is not a pass at all, and longer than any name")
        qtbot.keyClick(line, Qt.Key.Key_Return)
    verdict = window.gate.verdict
    qtbot.waitUntil(lambda: verdict.card is not None and bool(verdict.card.actions))
    qtbot.waitUntil(lambda: not verdict._settling.isActive())
    with qtbot.waitSignal(window.decided):
        qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: any(row.outcome == "cancelled" for row in window.gate.rows.model.rows), timeout=20_000)
    store = open_store(tmp_path / "a")
    typed = [
        entry
        for chain in store.epochs()
        for entry in store.entries(*chain)
        if (entry.body or {}).get("method") == "typed"
    ]
    store.close()
    assert len(typed) == 1


def test_turning_the_lane_is_kept_over_a_restart(station: Station, qtbot: QtBot, tmp_path: Path) -> None:
    opened(station, qtbot)
    qtbot.keyClick(station.window, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: station.window.gate is not None and station._status.direction is Direction.OUT)  # type: ignore[union-attr]
    from station.settings import load

    assert load(places(tmp_path / "a")).direction == "out"


def test_the_day_page_and_its_export_work_while_people_come_through(
    station: Station, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(station, qtbot)
    qtbot.waitUntil(lambda: bool(station.window.gate.rows.model.rows), timeout=30_000)
    qtbot.keyClick(station.window, Qt.Key.Key_F3)
    qtbot.waitUntil(lambda: bool(station.window.day.rows.model.rows), timeout=20_000)
    station.window.export_asked.emit(station._lane.today(), "csv", str(tmp_path / "day.csv"))
    qtbot.waitUntil((tmp_path / "day.csv").exists, timeout=20_000)
    qtbot.waitUntil(lambda: str(tmp_path / "day.csv") in station.window.day._said.text(), timeout=20_000)
    station.window.export_asked.emit(station._lane.today(), "csv", str(tmp_path / "nowhere" / "day.csv"))
    qtbot.waitUntil(lambda: "nowhere" in station.window.day._said.text(), timeout=20_000)


def test_a_full_disk_is_a_banner_and_no_card_and_the_next_scan_is_good_again(
    station: Station, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(station, qtbot)
    station.watching._stop.set()
    real = Store.record

    def full(self: Store, draft: object) -> object:
        raise StoreTrouble(StoreFault.FULL)

    station.window.clear_card()
    monkeypatch.setattr(Store, "record", full)
    station.enter_typed("first code")
    qtbot.waitUntil(lambda: Trouble.DISK_FULL in station.window.gate.banner.troubles, timeout=20_000)
    monkeypatch.setattr(Store, "record", real)
    with qtbot.waitSignal(station.window.painted, timeout=20_000):
        station.enter_typed("second code")
    qtbot.waitUntil(lambda: station.window.gate.banner.troubles == [], timeout=20_000)


def test_a_camera_that_is_not_there_is_a_banner_and_typing_still_works(
    qtbot: QtBot, tmp_path: Path, office: Office
) -> None:
    enrolled(tmp_path, office)
    settings = msgspec.structs.replace(Settings(), camera=str(tmp_path / "no such film.avi"), sounds=False)
    station = Station(places(tmp_path / "a"), settings)
    qtbot.addWidget(station.window)
    opened(station, qtbot)
    qtbot.waitUntil(lambda: Trouble.CAMERA_MISSING in station.window.gate.banner.troubles, timeout=20_000)
    with qtbot.waitSignal(station.window.painted, timeout=20_000):
        station.enter_typed("some code")
    station.close()


def test_a_station_that_is_not_enrolled_says_so_and_does_not_die(qtbot: QtBot, tmp_path: Path) -> None:
    station = Station(places(tmp_path / "a"), msgspec.structs.replace(Settings(), camera="none.avi", sounds=False))
    qtbot.addWidget(station.window)
    station.open()
    qtbot.waitUntil(lambda: Trouble.NOT_READY in station.window.gate.banner.troubles, timeout=30_000)
    station.enter_typed("some code")
    station.close()


@pytest.mark.parametrize(
    ("spoil", "trouble"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", Trouble.STORE_FUTURE),
        ("key", Trouble.STORE_KEY),
    ],
)
def test_a_file_that_cannot_be_opened_is_one_banner_that_says_why(
    qtbot: QtBot, tmp_path: Path, spoil: str, trouble: Trouble
) -> None:
    store = open_store(tmp_path / "a")
    if spoil == "key":
        places(tmp_path / "a").key.write_text("ab" * 32, encoding="ascii")
    else:
        with store._writer.begin() as connection:
            connection.exec_driver_sql(spoil)
    store.close()
    station = Station(places(tmp_path / "a"), msgspec.structs.replace(Settings(), camera="none.avi", sounds=False))
    qtbot.addWidget(station.window)
    station.open()
    qtbot.waitUntil(lambda: trouble in station.window.gate.banner.troubles, timeout=30_000)
    station.close()


def test_a_desk_needs_no_window_and_no_network(tmp_path: Path, office: Office) -> None:
    enrolled(tmp_path, office)
    store = open_store(tmp_path / "a")
    assert Desk(store, DeviceClock(), operator="gd1").show(texts()[0]).verdict.light is Light.GREEN
    store.close()
