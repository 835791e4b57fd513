"""A sampling table through the real window: labels and passes before the camera, ten to a tube, and what goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from checkpoint import pins
from checkpoint.gate import Light
from checkpoint.policy import Policy, SamplingRules
from checkpoint.roster import Person
from checkpoint.sampling.books import Books
from checkpoint.sampling.folding import fold
from station.store.trouble import StoreFault, StoreTrouble
from station.ui.keys import BURST_MS
from station.ui.sampling.page import SamplingPage
from station.ui.sampling_view import SamplingCard
from tests.harness.keyboard import Desk
from tests.harness.lying import lying_proxy
from tests.harness.made import C1, R1, FakeClock, at, roster, text_of
from tests.harness.online import Online
from tests.harness.served import served
from tests.harness.serving import LEAD

SAMPLES = Policy(sampling=SamplingRules(on=True))
NAMES = "赵一 钱二 孙三 李四 周五 吴六 郑七 王八 冯九 陈十 褚甲 卫乙".split()
PEOPLE = tuple(
    Person(id=str(700 + number), name=name, community=C1, building="3号楼") for number, name in enumerate(NAMES)
)
PASSES = tuple(text_of(one) for one in PEOPLE)
SIGNS = msgspec.structs.replace(LEAD, pin=pins.sealed("2580"))
BOX = "BOX-0042"


def label(number: int) -> str:
    """A tube's code."""
    return f"990101-{4000 + number}"


class Table:
    """The program at a sampling table, with somebody who holds labels and passes before its camera."""

    def __init__(self, desk: Desk, clock: FakeClock) -> None:
        self.desk, self.clock, self.heard = desk, clock, list[str]()
        desk.window.sound = lambda light: self.heard.append(light.value)
        desk.qtbot.keyClick(desk.window, Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
        self.until(lambda: self.page.shown.figures)

    @property
    def page(self) -> SamplingPage:
        page: SamplingPage = self.desk.window.sampling
        return page

    def until(self, holds: Callable[[], Any]) -> None:
        self.desk.until(holds)

    def show(self, *texts: str) -> str:
        """Hold up one after another; what the panel says of the last."""
        for text in texts:
            before = self.page.panel.card
            self.clock.time += timedelta(seconds=20)
            assert self.desk.hold_up(text) == [text]
            self.until(partial(self._is_new, before))
        return self.said

    def _is_new(self, before: SamplingCard | None) -> bool:
        return self.page.panel.card not in {None, before}

    @property
    def said(self) -> str:
        card = self.page.panel.card
        return card.said if card is not None else ""

    def tap(self, key: int, holds: Callable[[], Any]) -> None:
        """Press a digit, and wait for what comes of it. The finger that was meant for the card before has gone."""
        self.page.panel._settling.stop()
        self.desk.press(Qt.Key(Qt.Key.Key_0 + key))
        self.until(holds)

    def write(self, field: str, text: str) -> None:
        """Write into a field of the form that is open."""
        line = self.page.form.grid.fields[field]
        assert isinstance(line, QLineEdit)
        self.desk.write(text, line)
        self.desk.qtbot.wait(2 * BURST_MS)

    @property
    def states(self) -> dict[str, str]:
        return {row.code: row.state for row in self.page.shown.tubes}


@pytest.fixture
def table(desks: Any) -> Table:
    clock = FakeClock(at("08:00"))
    return Table(desks(*PEOPLE, SIGNS, policy=SAMPLES, clock=clock), clock)


def test_what_there_is_of_tubes_is_read_where_no_scan_waits_for_it(desks: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    read_on: list[str] = []

    def noting(*told: Any) -> Books:
        read_on.append(QThread.currentThread().objectName())
        return fold(*told)

    monkeypatch.setattr("station.tubes.fold", noting)
    monkeypatch.setattr("station.reporting.READ_AHEAD_AFTER_MS", 0)
    clock = FakeClock(at("08:00"))
    desk = desks(*PEOPLE, policy=SAMPLES, clock=clock)
    tubes = desk.station._lane.sampling.tubes
    desk.until(lambda: tubes._books is not None)
    table = Table(desk, clock)
    assert table.show(BOX) == "box_opened"
    # Retention forgot somebody's name, and what is in memory follows.
    tubes._forgot += 1
    desk.station.reporting.forget(is_quiet=True)
    desk.until(lambda: not tubes.wants_reading)
    assert table.show(label(1)) == "tube_opened"
    assert read_on == ["export"] * 2


def test_a_box_ten_people_seal_close_and_hand_over_with_no_key_until_the_box_is_closed(table: Table) -> None:
    page = table.page
    assert (page.panel.face.wanted, page.panel.face.advice) == ("box", "请扫箱码")
    assert table.show(BOX) == "box_opened"
    assert page.panel.face.advice == "请扫新管的管码"
    assert table.show(label(1)) == "tube_opened"
    assert table.show(*PASSES[:10]) == "added"
    assert (page.panel.counter.text, page.panel.face.holder) == ("第 10 / 10", "陈*  3号楼")
    assert page.panel.face.warning == "核对拭子，按 1 或再扫本管封管"
    page.panel._leave()
    assert page.panel.face.word == "已满"
    assert table.heard == ["green"] * 12 + ["amber"]
    assert table.show(PASSES[10]) == "full"
    assert (page.panel.face.look, table.heard[-1]) == ("red", "red")
    # The tube's own label again: it is sealed.
    assert table.show(label(1)) == "seal"
    assert table.states == {label(1): "sealed"}
    assert table.show(label(2), PASSES[10]) == "added"
    table.tap(1, lambda: table.said == "not_full")
    assert page.panel.face.reason == "当前管 1/10 未满，确认按 1 人封管？"
    table.tap(1, lambda: table.said == "seal")
    _close_and_send(table)
    table.desk.close()
    changes = [body["change"] for body in table.desk.bodies() if "table" in body]
    assert changes == [
        *["opened", "opened", *["added"] * 10, "sealed", "opened", "added", "sealed"],
        *["closed", "sent", "received"],
    ]


def _close_and_send(table: Table) -> None:
    page = table.page
    table.tap(6, lambda: page.form.way == "close_box")
    table.write("counted", "3")
    page.form.send()
    table.until(lambda: page.form.said.text() == "系统有 2 管。请重新清点，或写明原因。")
    line = page.form.grid.fields["counted"]
    assert isinstance(line, QLineEdit)
    line.clear()
    table.write("counted", "2")
    page.form.send()
    table.until(lambda: table.said == "close_box")
    table.tap(7, lambda: page.form.way == "send")
    table.write("to", "Li")
    page.form.send()
    table.until(lambda: set(table.states.values()) == {"sent"})
    table.tap(8, lambda: page.form.way == "receive")
    page.form.send()
    table.until(lambda: set(table.states.values()) == {"received"})


def test_sampled_today_is_amber_and_passes_with_a_reason_in_one_touch(table: Table) -> None:
    page = table.page
    table.show(BOX, label(1), PASSES[0], label(2))
    table.tap(1, lambda: page.shown.tube is not None and page.shown.tube.code == label(2))
    assert table.show(PASSES[0]) == "sampled_today"
    assert (page.panel.face.look, page.panel.face.reason) == ("amber", f"今日已采：08:01:00，管 {label(1)}")
    table.desk.press(Qt.Key.Key_Escape)
    table.until(lambda: not page.shown.awaits)
    assert page.panel.counter.count == 0, "by default they are not sampled"
    assert table.show(PASSES[0]) == "sampled_today"
    table.tap(2, lambda: table.said == "added")
    assert [row.reason for row in page.shown.members] == ["spoilt"]
    table.tap(2, lambda: page.panel.counter.count == 0)
    assert [row.reason for row in page.shown.again] == ["not_sampled"], "the first sample is no good"


def test_somebody_who_was_not_swabbed_leaves_the_tube_and_waits_to_be_sampled_again(table: Table) -> None:
    page = table.page
    table.show(BOX, label(1), *PASSES[:2])
    table.tap(2, lambda: page.panel.counter.count == 1)
    assert [row.reason for row in page.shown.again] == ["not_sampled"]
    table.tap(3, lambda: page.shown.awaits == "replacement")
    assert page.panel.face.advice == "请本人出示码"
    assert table.show(PASSES[5]) == "replace"
    assert page.panel.counter.count == 1
    table.tap(4, lambda: page.panel.question == "void")
    table.tap(2, lambda: table.states == {label(1): "void"})
    assert table.show(label(1)) == "code_used"
    assert page.panel.face.reason == "此标签已用过，请换一个。"


def test_of_a_tube_scanned_by_mistake_the_group_goes_into_the_one_whose_label_is_shown(table: Table) -> None:
    page = table.page
    table.show(BOX, label(1), *PASSES[:3])
    table.tap(4, lambda: page.panel.question == "void")
    table.tap(4, lambda: page.shown.awaits == "right_tube")
    assert page.panel.face.advice == "请扫正确的管，整组移入"
    assert table.show(label(2)) == "move"
    assert table.states == {label(1): "void", label(2): "open"}
    assert (page.panel.counter.text, page.shown.again) == ("第 3 / 10", ()), "everybody was swabbed"
    assert table.show(PASSES[3]) == "added"
    assert table.show(label(1)) == "code_used"


def test_somebody_without_a_phone_is_found_by_name_and_registered(table: Table) -> None:
    page = table.page
    table.show(BOX, label(1))
    table.desk.press(Qt.Key.Key_F2)
    table.desk.write("王 3", page.finder.line)
    page.finder._ask()
    table.until(page.finder.list.count)
    table.desk.press(Qt.Key.Key_Return, page.finder.line)
    table.until(lambda: table.said == "added")
    assert [(row.name, row.is_typed) for row in page.shown.members] == [("王*", True)]
    assert not page.has_form


def test_what_is_not_on_disk_is_a_stop_and_can_be_shown_again(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    page = table.page
    table.show(BOX, label(1))
    tubes = table.desk.station._lane.sampling.tubes
    with monkeypatch.context() as full:
        full.setattr(tubes, "_write", lambda *_args, **_said: (_ for _ in ()).throw(StoreTrouble(StoreFault.FULL)))
        assert table.desk.hold_up(PASSES[0]) == [PASSES[0]]
        table.until(lambda: page.panel.face.word == "未登记")
    assert (page.panel.face.look, table.heard[-1], page.panel.counter.count) == ("red", "red", 0)
    table.clock.time += timedelta(seconds=20)
    assert table.show(PASSES[0]) == "added"
    assert page.panel.counter.count == 1


def test_at_the_gate_a_label_is_nothing_and_a_pass_is_judged(table: Table) -> None:
    table.show(BOX, label(1))
    table.desk.press(Qt.Key.Key_F1)
    table.clock.time += timedelta(seconds=20)
    assert table.desk.hold_up(label(2)) == []
    assert table.desk.show(text_of(R1)).light is Light.GREEN
    assert table.desk.window.pages.is_at_gate
    table.desk.qtbot.keyClick(table.desk.window, Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    table.until(lambda: table.page.shown.tube is not None)
    assert table.show(PASSES[0]) == "added"


@pytest.mark.parametrize(("policy", "is_table"), [(SAMPLES, True), (Policy(), False)])
def test_a_table_that_starts_on_its_page_does_so_where_the_site_samples(
    desks: Any, policy: Policy, is_table: bool
) -> None:
    desk = desks(policy=policy, home="table")
    assert desk.window.pages.is_at_table == is_table
    assert desk.window.pages.is_at_gate != is_table


def test_two_tables_that_used_one_code_apart_are_a_conflict_at_both_until_a_lead_says_who_keeps_it(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closing: list[Online]
) -> None:
    clock = FakeClock(at("08:00"))
    monkeypatch.setattr("station.app.DeviceClock", lambda: clock)
    documents = roster(*PEOPLE, SIGNS, policy=msgspec.structs.replace(SAMPLES, debounce_s=0.0))
    with ExitStack() as lines:
        central = lines.enter_context(served(tmp_path, documents, clock))
        ways = [lines.enter_context(lying_proxy(central.url)) for _ in range(2)]
        gates = zip(("G1", "G2"), ways, strict=True)
        closing += [Online(qtbot, tmp_path / gate, central, gate, way) for gate, way in gates]
        south, north = closing
        for one, box, who in ((south, "BOX-1", PASSES[0]), (north, "BOX-2", PASSES[1])):
            one.station.window.press("⇧F2")
            one.online(False)
            _fill(one, box, who)
        for one in closing:
            one.online(True)
        for one in closing:
            one.until(partial(_has_conflicts, one, 2))
            assert one.station.window.sampling.tiles.tiles["conflicts"].property("state") == "stop"
        _cannot_be_sent(south)
        _resolve(south)
        for one in closing:
            one.until(partial(_has_conflicts, one, 0))
            states = {row.table: row.state for row in one.station.window.sampling.shown.tubes}
            assert states == {"南口 1": "sealed", "北口 1": "void"}
            one.until(partial(_has_sent_all, one))


def _has_conflicts(one: Online, count: int) -> bool:
    return len(one.station.window.sampling.shown.conflicts) == count


def _has_sent_all(one: Online) -> bool:
    return one.unsent == 0


def _says(one: Online, said: str) -> bool:
    card = one.station.window.sampling.panel.card
    return card is not None and card.said == said


def _fill(one: Online, box: str, who: str) -> None:
    """One person in a tube with the code that the other table uses too; sealed, and its box closed."""
    page = one.station.window.sampling
    for text, said in ((box, "box_opened"), (label(1), "tube_opened"), (who, "added")):
        one.station.window.scanned.emit(text)
        one.until(partial(_says, one, said))
    for way, values in (
        ("seal", {"confirmed": "yes"}),
        ("close_box", {"counted": "1"}),
    ):
        page.written.emit(way, values)
        one.until(partial(_says, one, way))


def _cannot_be_sent(one: Online) -> None:
    page = one.station.window.sampling
    (box,) = [row for row in page.shown.boxes if row.code == "BOX-1"]
    page.written.emit("send", {"box": box.box, "to": "Li", "temperature": ""})
    one.until(partial(_says, one, "in_conflict"))
    assert page.panel.face.reason == "同一管码有两支管，须由负责人处理(9)。"


def _resolve(one: Online) -> None:
    """Its own tube keeps the code: three touches, and a lead's number and PIN."""
    page = one.station.window.sampling
    page.panel._settling.stop()
    assert page.press(8)
    row = next(number for number, row in enumerate(page.shown.conflicts) if row.is_own)
    page.list.selectRow(row)
    assert page.press(0)
    one.until(lambda: page.form.way == "sign")
    for field, text in (("number", LEAD.id), ("pin", "2580")):
        line = page.form.grid.fields[field]
        assert isinstance(line, QLineEdit)
        line.setText(text)
    page.form.send()
    one.until(partial(_says, one, "resolve"))
    assert not page.has_form
