"""S6: a station whose clock is 47 minutes fast scans without a network; exactly as the domain tells it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from central import reports
from checkpoint import days
from checkpoint.gate import Direction, Light
from station.desk import Desk
from station.lane import Lane
from station.logbook import Logbook
from station.settings import Settings
from station.store.store import Store
from station.sync.courier import Courier, central_of
from station.sync.enrolment import enrol
from station.ui.bar import CLOCK_WRONG_MS
from tests.harness import lying
from tests.harness.gate import open_store
from tests.harness.lying import lying_proxy
from tests.harness.made import R1, R3, SITE, ZONE, FakeClock, at, roster, text_of
from tests.harness.served import Served, served

DAY = date(2022, 12, 5)


def test_s6_a_fast_clock_is_measured_corrected_said_and_blocks_nobody(tmp_path: Path) -> None:
    true = FakeClock(at("13:00"))
    device = FakeClock(at("13:00"), skew=timedelta(minutes=47))
    with served(tmp_path, roster(), true) as central, lying_proxy(central.url) as way:
        store = open_store(tmp_path / "G2")
        who = enrol(store, way.url, central.code("G2"))
        courier = Courier(store, central_of(who), device)  # type: ignore[arg-type]
        desk = Desk(store, device, operator="gd1")  # type: ignore[arg-type]
        try:
            way.always[lying.EVERYWHERE] = lying.REFUSED
            for clock, person in (("14:00:00", R1), ("14:10:00", R3)):
                true.to(clock)
                device.to(clock)
                assert desk.show(text_of(person)).verdict.light is Light.GREEN, "scanning was never blocked"
            assert courier.round().link == "offline"
            [first, _] = store.between(SITE, at("00:00"), at("23:00"))
            assert (first.scanned_at, first.corrected) == (at("14:47:00"), False)

            true.to("15:00")
            device.to("15:00")
            way.always.clear()
            assert courier.round().sent == 2
            _corrected(store, device)
            _central_agrees(central)
        finally:
            courier.close()
            store.close()


def _corrected(store: Store, device: FakeClock) -> None:
    [entry, _] = [entry for chain in store.epochs() for entry in store.entries(*chain)]
    assert entry.at == at("14:47:00"), "the device's time is kept"
    offset_ms = device.offset_ms
    assert offset_ms is not None
    assert abs(offset_ms + 2_820_000) < 2_000
    first, second = store.between(SITE, at("00:00"), at("23:00"))
    assert abs(first.scanned_at - at("14:00:00")) < timedelta(seconds=2)
    assert first.corrected
    assert second.corrected
    rows = days.ledger([first, second], ZONE, {})
    assert [row["time"][:5] for row in rows] in (["14:00", "14:10"], ["13:59", "14:09"])
    assert {row["time_source"] for row in rows} == {"corrected"}
    lane = Lane(store, Settings(operator="gd1", direction=Direction.IN.value), device)  # type: ignore[arg-type]
    status = lane.status()
    assert status.clock_offset_ms is not None
    assert abs(status.clock_offset_ms) >= CLOCK_WRONG_MS
    assert abs(status.clock_offset_ms) // 60_000 in {46, 47}, "时钟偏差 47 分"
    assert Logbook(store, lane._desk.place).report(DAY)["corrected_times"] == 2


def _central_agrees(central: Served) -> None:
    site = reports.site_of(central.store, SITE)
    passages = reports.passages(central.store, site, DAY)
    assert all(one.corrected for one in passages)
    assert [one.at for one in passages] == [at("14:47:00"), at("14:57:00")]
