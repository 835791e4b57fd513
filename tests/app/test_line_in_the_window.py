"""What the window says of the line to central and of what central keeps aside, with a line that lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from central import pages
from checkpoint.gate import Direction, Light
from checkpoint.policy import Policy
from checkpoint.roster import Revocation
from checkpoint.wire import NOT_FOLLOWING, REFUSED, Receipt
from station.ui.view import Link
from tests.chaos.world import copy_disk
from tests.harness import lying
from tests.harness.gate import open_store
from tests.harness.lying import lying_proxy
from tests.harness.made import R1, R3, FakeClock, at, roster, text_of
from tests.harness.online import Online
from tests.harness.scripted import scripted
from tests.harness.served import Served, served
from tests.sync.test_client import certified
from tests.sync.test_full_station import room

IN = Direction.IN


@pytest.fixture
def central(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """A central at seven in the morning."""
    clock = FakeClock(at("07:00"))
    monkeypatch.setattr("station.app.DeviceClock", lambda: clock)
    with served(tmp_path, roster(policy=Policy(debounce_s=0.0)), clock) as made:
        yield made


@pytest.fixture
def gate(qtbot: QtBot, tmp_path: Path, central: Served, closing: list[Online]) -> Iterator[Online]:
    """A gate at work."""
    with lying_proxy(central.url) as proxy:
        closing.append(Online(qtbot, tmp_path / "G1", central, "G1", proxy))
        yield closing[0]


def test_a_page_to_sign_in_to_is_told_apart_and_what_waits_goes_up_behind_it(
    gate: Online,
) -> None:
    gate.proxy.always[lying.EVERYWHERE] = lying.PORTAL
    gate.scan(text_of(R1), IN)
    gate.until(lambda: gate.station.syncing.link is Link.NOT_CENTRAL)
    assert gate.unsent == 1
    gate.online(True)
    gate.until(lambda: gate.unsent == 0)


def test_a_certificate_that_is_over_by_this_clock_is_told_and_what_waits_stays(
    gate: Online, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls, chain = certified(tmp_path, "127.0.0.1", days=-1)
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    gate.station.close()
    with scripted(tls) as central:
        store = open_store(gate.folder)
        assert store.identity is not None
        store.keep_identity(replace(store.identity, server=central.url))
        store.close()
        gate.open()
        gate.scan(text_of(R1), IN)
        chip = gate.station.window.bar._chip
        gate.until(lambda: "请核对电脑时间" in chip.text())
        assert "证书此刻无效" in chip.toolTip()
        assert (gate.unsent, central.seen) == (1, [])


def test_a_disk_without_room_for_what_central_says_is_told_as_that_and_not_as_a_network(
    gate: Online, central: Served
) -> None:
    gate.until(lambda: gate.station.syncing.link is Link.ONLINE)
    chip, store = gate.station.window.bar._chip, gate.station._lane.store
    news = [Revocation(id=f"{number:04}-{'x' * 200}") for number in range(200)]
    room(store, 0)
    central.store.put(news)
    gate.until(lambda: "磁盘已满" in chip.text())
    room(store, 10_000)
    gate.until(lambda: store.document(Revocation, news[-1].id) is not None)
    gate.until(lambda: "磁盘已满" not in chip.text())
    assert gate.scan(text_of(R1), IN).light is Light.GREEN


def test_an_entry_that_comes_back_to_the_tray_is_seen_while_the_page_is_open(
    gate: Online,
) -> None:
    gate.online(False)
    gate.scan(text_of(R1), IN)
    store, tray = gate.station._lane.store, gate.station.window.gate.sides.tray
    refused = Receipt(seq=1, state=REFUSED, reason=NOT_FOLLOWING)
    store.settle(store.epoch, [refused])
    gate.station.window.press("⇧F7")
    gate.until(lambda: tray.table.rowCount() == 1)
    assert tray.press(0)
    gate.until(lambda: tray.table.rowCount() == 0)
    store.settle(store.epoch, [refused])
    gate.until(lambda: tray.table.rowCount() == 1)


def test_a_disk_that_was_put_back_and_a_computer_that_was_copied_are_told_on_the_chip_and_by_name_at_central(
    gate: Online, central: Served, qtbot: QtBot, tmp_path: Path, closing: list[Online]
) -> None:
    gate.scan(text_of(R1), IN)
    gate.until(lambda: gate.unsent == 0)
    gate.station.close()
    copy_disk(gate.folder, tmp_path / "copy")
    gate.open()
    gate.scan(text_of(R3), IN)
    gate.until(lambda: gate.unsent == 0)
    gate.station.close()
    closing.append(Online(qtbot, tmp_path / "copy", central, "G1", gate.proxy))
    copy = closing[-1]
    copy.until(lambda: "磁盘被还原或复制过" in copy.station.window.bar._chip.text())
    [line] = pages.lines(central.store, at("07:00"))
    assert (line.name, line.state, line.forks > 0) == ("G1", "look", True)
    gate.open()
    for one in (gate, copy):
        one.until(lambda one=one: "另一台电脑在用此站名" in one.station.window.bar._chip.text())  # type: ignore[misc]
    [line] = pages.lines(central.store, at("07:00"))
    assert (line.name, line.state) == ("G1", "twice")


def test_when_it_last_synced_is_known_after_a_restart_without_a_network_too(gate: Online) -> None:
    gate.until(lambda: gate.station.syncing.link is Link.ONLINE)
    gate.online(False)
    gate.station.close()
    gate.open()
    gate.station.window.set_language("en")
    gate.until(lambda: "Last synced 07:00:00" in gate.station.window.bar._chip.toolTip())
