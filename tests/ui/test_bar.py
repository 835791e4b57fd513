"""The bar's chip: how central stands, what matters most of what somebody should see to, and all of it in the tip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from scripts.pictures import STATUS
from station.ui.bar import Bar
from station.ui.language import speak
from station.ui.view import Compared, Link
from tests.harness.made import ZONE


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[Bar]:
    speak("zh_CN")
    made = Bar(ZONE)
    qtbot.addWidget(made)
    yield made
    speak("en")


def test_of_many_worries_the_chip_names_two_and_its_tip_all(bar: Bar) -> None:
    compared = Compared("2022-12-05", 1, 1, 0, differs=True)
    bar.show_status(
        replace(STATUS, refused=2, is_twice=True, has_parted=True, clock_offset_ms=600_000, central=compared)
    )
    assert bar._chip.text() == "在线 · 已全部同步\n另一台电脑在用此站名 · 搁置 2 +2 ⇧F7"
    for worry in ("时钟偏差 10 分", "与中心计数不一致"):
        assert worry in bar._chip.toolTip()


def test_whoever_answers_in_centrals_place_is_told_apart_from_no_network(bar: Bar) -> None:
    bar.show_status(replace(STATUS, link=Link.NOT_CENTRAL, unsent=1))
    assert bar._chip.text() == "离线：应答的不是中心 · 待同步 1"
    assert "登录" in bar._chip.toolTip()


@pytest.mark.parametrize(
    ("why", "chip", "tip"),
    [("expired", "请核对电脑时间", "证书此刻无效"), ("untrusted", "", "无法确认"), ("other_key", "", "密钥与中心")],
)
def test_a_certificate_that_does_not_count_is_no_page_to_sign_in_to(bar: Bar, why: str, chip: str, tip: str) -> None:
    bar.show_status(replace(STATUS, link=Link.NOT_CENTRAL, why=why))
    assert chip in bar._chip.text()
    assert tip in bar._chip.toolTip()
    assert "登录" not in bar._chip.toolTip()
    bar.show_status(replace(STATUS, link=Link.ONLINE, why=why))
    assert "请核对电脑时间" not in bar._chip.text()


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(47, "47 分"), (119, "119 分"), (-125, "2 小时"), (47 * 60, "47 小时"), (8 * 365 * 1440, "2920 天")],
)
def test_how_far_a_clock_is_off_is_said_in_a_unit_that_people_read(bar: Bar, minutes: int, said: str) -> None:
    bar.show_status(replace(STATUS, clock_offset_ms=minutes * 60_000))
    assert f"时钟偏差 {said}" in bar._chip.text()
