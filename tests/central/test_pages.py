"""The status page: what is missing is seen at a glance, in two languages, and nothing of any person."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from central import page_words
from central.remembered import Remembered
from central.store.store import Store
from checkpoint.gate import Direction
from checkpoint.journal import to_wire
from checkpoint.roster import Site
from tests.central.conftest import Enrolled
from tests.harness import made
from tests.harness.calling import Caller
from tests.harness.made import Pen


def test_the_page_names_stations_gaps_refusals_forks_and_clocks_and_nobody(
    store: Store, caller: Caller, enrolled: Enrolled
) -> None:
    station, silent = enrolled("G1"), enrolled("G2")
    now = datetime.now(UTC)
    store.heard(silent.station, now - timedelta(minutes=6))
    pen, other = Pen(station.station), Pen(station.station)
    for minute in range(7):
        when = now - timedelta(minutes=60 - minute)
        pen.attempt("1", Direction.IN, when, name="张*", building="3号楼")
        other.attempt("1", Direction.OUT, when)
    station.push(pen.entries[:2] + pen.entries[4:5] + pen.entries[6:], sent_at=now - timedelta(seconds=90))
    station.push([other.entries[0], {"seq": 3, "name": "张伟"}], sent_at=now - timedelta(seconds=90))
    text = caller.raw("GET", "/?lang=en").text
    rows = re.findall(r'<tr class="(\w+)">(.*?)</tr>', text, re.DOTALL)
    cells = {
        colour: [" ".join(cell.split()) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
        for colour, row in rows
    }
    assert cells["look"][:3] == ["G1 站", "示例社区 南口", "! look into it"]
    assert cells["look"][4:] == ["4", "3-4, 6", "2", "1", "slow 2 min"]
    assert cells["silent"][2] == "! silent"
    assert "6 min ago" in cells["silent"][3]
    assert cells["silent"][4:] == ["0", "–", "–", "–", "–"]
    assert "aside" in cells
    assert "6 分前" in caller.raw("GET", "/?lang=zh-CN").text
    figures = store.figures(now)
    for figure, count in (("stations_silent", 1), ("journals_with_gaps", 1), ("forks", 1), ("entries_aside", 2)):
        assert figures[figure] == count, "what watches over central sees the same"
    assert store.figures(now + timedelta(minutes=6))["stations_silent"] == 2
    assert "示例社区" in text
    for secret in ("张*", "张伟", "3号楼", "13800138001", station.token, station.station):
        assert secret not in text


def test_a_station_that_is_well_says_so_and_one_out_of_service_comes_last(
    store: Store, caller: Caller, enrolled: Enrolled
) -> None:
    gone, well = enrolled("G1"), enrolled("G2")
    well.push([])
    store.revoke(gone.station, datetime.now(UTC))
    text = caller.raw("GET", "/?lang=zh").text
    assert re.findall(r'<tr class="(\w+)">', text) == ["fine", "revoked"]
    assert "✓ 正常" in text
    assert "– 已停用，尚未交清" in text


@pytest.mark.parametrize(
    ("off", "said"),
    [
        (timedelta(minutes=47), "fast 47 min"),
        (timedelta(minutes=-12), "slow 12 min"),
        (timedelta(days=2922), "fast 2922 d"),
        (timedelta(days=-2922), "slow 2922 d"),
    ],
)
@pytest.mark.one_database
def test_a_clock_that_is_wrong_is_a_fault_by_itself(
    caller: Caller, enrolled: Enrolled, off: timedelta, said: str
) -> None:
    station, now = enrolled("G1"), datetime.now(UTC)
    pen = Pen(station.station)
    pen.attempt("1", Direction.IN, now + off)
    station.push(pen.entries, sent_at=now + off)
    text = caller.raw("GET", "/?lang=en").text
    assert re.findall(r'<tr class="(\w+)">', text)[0] == "look"
    assert said in text


def test_one_that_has_handed_over_is_told_from_one_that_has_not(
    store: Store, caller: Caller, enrolled: Enrolled
) -> None:
    gone = enrolled("G1")
    store.revoke(gone.station, datetime.now(UTC))
    store.seal(gone.station, "e1 0")
    text = caller.raw("GET", "/?lang=en").text
    assert re.findall(r'<tr class="(\w+)">', text) == ["gone"]
    assert "– out of service, has handed over" in text


def test_the_tray_says_the_sites_own_time_and_every_reason_in_the_readers_language(
    caller: Caller, enrolled: Enrolled
) -> None:
    station = enrolled("G1")
    pen, now = Pen(station.station), datetime.now(UTC)
    pen.attempt("1", Direction.IN, now, name="张*", building="3号楼")
    altered = to_wire(pen.entries[0]) | {"operator": "x"}
    station.push([altered, {"seq": 2}], sent_at=now)
    for lang, said in (("zh-CN", "与写入时不符"), ("zh-TW", "與寫入時不符"), ("en", "not as it was written")):
        text = caller.raw("GET", f"/?lang={lang}").text
        assert said in text
        assert any(
            f"<td>{one.astimezone(ZoneInfo('Asia/Shanghai')):%m-%d %H:}" in text for one in (now, datetime.now(UTC))
        )
        assert not re.search(r"\d{4}-\d\d-\d\dT", text), "no moment as computers write it"
    assert "無法按原樣收下 (" in caller.raw("GET", "/?lang=zh-TW").text


@pytest.mark.parametrize(
    ("span", "chinese", "english"),
    [
        (0, "0 秒", "0 s"),
        (59.4, "59 秒", "59 s"),
        (59.9, "1 分", "1 min"),
        (-2820, "47 分", "47 min"),
        (7200, "2 小时", "2 h"),
        (9e5, "10 天", "10 d"),
    ],
)
def test_spans_are_said_in_their_largest_unit(span: float, chinese: str, english: str) -> None:
    assert page_words.length(timedelta(seconds=span), "zh-CN") == chinese
    assert page_words.length(timedelta(seconds=span), "zh-TW") == chinese.replace("时", "時")
    assert page_words.length(timedelta(seconds=span), "en") == english


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("query", "accepted", "expected"),
    [
        ("", "zh-CN,zh;q=0.9,en;q=0.8", "卡口站"),
        ("", "en-GB,en;q=0.9,zh;q=0.8", "Stations"),
        ("", "en;q=0.5,zh-TW", "還沒有"),
        ("", "zh-Hant-HK", "還沒有"),
        ("?lang=zh-TW", "en", "還沒有"),
        ("", "*", "卡口站"),
        ("", "fr", "Stations"),
        ("", ";;q=x,,", "Stations"),
        ("?lang=en", "zh", "Stations"),
        ("?lang=zh", "en", "卡口站"),
    ],
)
def test_the_page_speaks_the_readers_language(caller: Caller, query: str, accepted: str, expected: str) -> None:
    assert expected in caller.raw("GET", f"/{query}", headers={"Accept-Language": accepted}).text


@pytest.mark.one_database
def test_the_page_fetches_nothing_from_elsewhere(caller: Caller) -> None:
    answer = caller.raw("GET", "/")
    assert re.findall(r'(?:href|src)="([^"]+)"', answer.text)[0] == "/static/status.css"
    assert not re.search(r"https?://|<script", answer.text)
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    style = caller.raw("GET", "/static/status.css")
    assert style.headers["Content-Type"].startswith("text/css")
    assert "url(" not in style.text


@pytest.mark.one_database
def test_a_name_is_shown_as_text_whatever_it_holds(store: Store, caller: Caller) -> None:
    store.put([Site(id=made.SITE, name="<b>x</b>")])
    assert "&lt;b&gt;x" in caller.raw("GET", "/").text


def test_figures_are_computed_once_for_all_who_look_within_ten_seconds() -> None:
    asked: list[datetime] = []

    def compute(now: datetime) -> list[dict[str, int]]:
        asked.append(now)
        return [{"n": len(asked)}]

    figures = Remembered(compute)
    at = datetime(2022, 12, 5, tzinfo=UTC)
    assert [figures.at(at + timedelta(seconds=late))[0]["n"] for late in (0, 5, 9, 10, 11, -3600)] == [1, 1, 1, 2, 2, 3]
