"""A sampling site's morning (domain 2.5): two tables, one cut off for a while, from the first box to the laboratory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import cv2
import msgspec
import numpy as np

from central import reports
from checkpoint import pins
from checkpoint.days import bounds
from checkpoint.gate import Light
from checkpoint.policy import FieldUse, for_kind
from checkpoint.roster import Person, Site
from checkpoint.sampling.acts import KINDS
from checkpoint.sampling.books import Books
from checkpoint.sampling.folding import fold
from station.desk import Desk
from station.logbook import Logbook
from station.sampling_lane import SamplingLane
from station.scanner.decoder import Expect
from station.shifts import ShiftDesk
from station.sync.courier import Courier, central_of
from station.sync.enrolment import enrol
from station.ui.sampling_view import Sampling
from tests.harness import lying
from tests.harness.gate import open_store
from tests.harness.lying import LyingProxy, lying_proxy
from tests.harness.made import C1, SITE, ZONE, FakeClock, at, roster, text_of
from tests.harness.served import Served, served
from tests.harness.serving import LEAD, LEAD_BADGE
from tests.harness.showing import Camera
from tests.scanner.held import tube_label

TODAY = date(2022, 12, 5)
DAY = bounds(TODAY, ZONE)
PEOPLE = [
    Person(
        id=str(number), name=f"居民{number}", community=C1, building="9号楼", phone="13800138000" if number % 2 else ""
    )
    for number in range(500, 540)
]
PASSES = [text_of(one) for one in PEOPLE]


class Table:
    """One table: a station with its camera, its line and its page. What is done is done at the next second."""

    def __init__(self, folder: Path, central: Served, gate: str, proxy: LyingProxy, clock: FakeClock) -> None:
        self.proxy, self.clock = proxy, clock
        self.store = open_store(folder / gate)
        who = enrol(self.store, proxy.url, central.code(gate))
        self.courier = Courier(self.store, central_of(who), clock)  # type: ignore[arg-type]
        self.desk = Desk(self.store, clock, operator=f"gd{gate}")  # type: ignore[arg-type]
        self.logbook = Logbook(self.store, self.desk.place)
        self.lane = SamplingLane(self.desk, ShiftDesk(self.desk))
        self.camera = Camera(clock)
        self.camera.watcher.look_for(Expect.ANY)
        self.shown = Sampling()

    def label(self, text: str) -> Sampling:
        """A label is held before the camera."""
        picture = np.asarray(cv2.cvtColor(tube_label(text), cv2.COLOR_GRAY2BGR), np.uint8)
        readings = []
        for _ in range(4):
            readings += self.camera.see(picture)
            self.clock.time += timedelta(seconds=1 / 30)
        return self._took(readings)

    def pass_(self, number: int) -> Sampling:
        """Somebody holds up their pass; the first three before the camera, the others before a handheld scanner."""
        if number > 2:
            return self.gun(PASSES[number])
        return self._took(self.camera.hold_up(PASSES[number], frames=2))

    def _took(self, readings: list[Any]) -> Sampling:
        [reading] = readings
        self.shown = self.lane.scan(reading.text, "scan", reading.symbology)
        self.camera.nothing(seconds=6)
        return self.shown

    def gun(self, *texts: str) -> Sampling:
        """A handheld scanner reads these, one after another."""
        for text in texts:
            self.shown = self.lane.scan(text, "wedge")
            self.clock.time += timedelta(seconds=6)
        return self.shown

    def press(self, way: str, **values: str) -> Sampling:
        self.shown = self.lane.write(way, values)
        self.clock.time += timedelta(seconds=1)
        return self.shown

    def sync(self) -> None:
        while self.courier.round().more:
            pass

    @property
    def count(self) -> tuple[int, int]:
        assert self.shown.tube is not None
        return self.shown.tube.count, self.shown.tube.pool

    @property
    def card(self) -> tuple[Light, str]:
        assert self.shown.card is not None
        return self.shown.card.light, self.shown.card.said

    def tube(self, code: str) -> Any:
        return next(one for one in self.lane.table().tubes if one.code == code and one.is_own)

    def books(self) -> Books:
        return self.lane.tubes.books()

    def close(self) -> None:
        self.courier.close()
        self.store.close()


def documents() -> list[Any]:
    """The domain's people and the site as a sampling site, whose gate takes temperatures in these days."""
    policy = msgspec.structs.replace(for_kind("testing"), temperature=FieldUse.OPTIONAL)
    policy = msgspec.structs.replace(policy, sampling=msgspec.structs.replace(policy.sampling, phone=True))
    lead = msgspec.structs.replace(LEAD, pin=pins.sealed("2580"))
    held = [one for one in roster() if not isinstance(one, Site)]
    return [*held, Site(id=SITE, name="示例采样点", kind="testing", community=C1, policy=policy), *PEOPLE, lead]


@contextmanager
def site(folder: Path) -> Iterator[tuple[Served, Table, Table]]:
    clock = FakeClock(at("08:00"))
    with (
        served(folder, documents(), clock) as central,
        lying_proxy(central.url) as one,
        lying_proxy(central.url) as two,
    ):
        tables = Table(folder, central, "G1", one, clock), Table(folder, central, "G2", two, clock)
        try:
            yield central, *tables
        finally:
            for table in tables:
                table.close()


def there(central: Served) -> Books:
    """The books as central has them."""
    return fold(central.store.arrivals(SITE, *DAY, KINDS), SITE)


def agreed(central: Served, *tables: Table) -> Books:
    """Everybody sends and fetches; then all have the same books."""
    for table in [*tables] * 2:
        table.sync()
    books, counted = (
        there(central),
        reports.report(central.store, reports.site_of(central.store, SITE), TODAY)["sampling"],
    )
    assert counted["tubes"] == len(books.tubes)
    for table in tables:
        own = table.books()
        assert own.tubes.keys() == books.tubes.keys()
        for id_, tube in books.tubes.items():
            mine = own.tubes[id_]
            assert (mine.state, mine.count, mine.in_conflict, mine.void_reason) == (
                *(tube.state, tube.count, tube.in_conflict),
                tube.void_reason,
            )
            assert [one.id for one in mine.members] == [one.id for one in tube.members]
        assert [one.id for one in own.to_sample_again()] == [one.id for one in books.to_sample_again()]
        assert table.logbook.report(TODAY)["sampling"] == counted
    return books


def test_a_sampling_sites_morning(tmp_path: Path) -> None:
    with site(tmp_path) as (central, one, two):
        _a_box_and_a_full_tube(one)
        _what_goes_wrong_while_a_tube_is_open(one)
        _what_goes_wrong_after_the_seal(one)
        _somebody_who_is_ill(one)
        agreed(central, one, two)
        _sampled_at_the_other_table(two)
        two.proxy.always[lying.EVERYWHERE] = lying.REFUSED
        _one_code_at_two_tables(one, two)
        del two.proxy.always[lying.EVERYWHERE]
        books = agreed(central, one, two)
        assert [one.code for one in books.conflicts[0]] == ["T-0011", "T-0011"]
        _a_lead_says_whose_it_is(central, one, two)
        _the_box_is_closed_and_handed_over(one)
        _the_laboratory_takes_it_in(central, one, two)
        _nothing_was_told_of_anybody(one, two)


def _a_box_and_a_full_tube(one: Table) -> None:
    assert one.label("T-0001").done == "box_opened", "the first label at a table is its box's"
    assert one.label("T-0002").done == "tube_opened"
    for number in range(10):
        assert one.pass_(number).done == "added"
        assert one.count == (number + 1, 10)
    assert (one.pass_(10).refusal, one.count) == ("full", (10, 10)), "the eleventh: seal first"
    assert one.label("T-0003").done == "tube_opened", "the next label seals the full one"
    assert one.tube("T-0002").state == "sealed"
    assert one.label("T-0002").refusal == "code_used"
    assert one.label("ab 1").refusal == "bad_code"
    assert [row.name for row in one.shown.no_phone] == ["居****"] * 5, "who has no phone is listed (缺电话)"


def _what_goes_wrong_while_a_tube_is_open(one: Table) -> None:
    one.pass_(10)
    assert (one.pass_(10).refusal, one.card[0]) == ("same_tube", Light.RED)
    assert one.pass_(0).awaits == "reason", "sampled today: amber, with tube and time"
    assert one.shown.card is not None
    assert (one.shown.card.since_tube, one.card[0]) == ("T-0002", Light.AMBER)
    one.press("cancel")
    one.pass_(11)
    left = one.shown.members[-1].member
    assert one.press("remove", member=left).again[0].reason == "not_sampled"
    one.pass_(12)
    wrong = one.shown.members[-1].member
    one.press("replace", member=wrong)
    assert one.pass_(13).done == "replace", "a relative's code was shown: both are kept"
    assert one.books().members[wrong].gone == "replaced"
    one.press("single")
    one.label("T-0004")
    one.gun(PASSES[14])
    single, ten = one.tube("T-0004"), one.tube("T-0003")
    assert one.press("move", tube=single.tube, to=ten.tube).done == "move", "the wrong tube was scanned"
    assert (one.count, one.tube("T-0004").count) == ((3, 10), 0)
    one.press("void", tube=single.tube, reason="标签不清")
    assert one.label("T-0005").awaits == "short", "3 of 10: seal with 3?"
    assert one.press("seal", confirmed="yes").tube is not None
    assert (one.tube("T-0003").count, one.tube("T-0003").is_short) == (3, True)
    assert one.press("close_box", counted="2").refusal == "tube_open"


def _what_goes_wrong_after_the_seal(one: Table) -> None:
    assert one.press("amend", tube=one.tube("T-0003").tube, reason="样本已采，信息未采").awaits == "lead"
    assert one.gun(LEAD_BADGE).awaits == "amendment"
    assert one.pass_(15).done == "amend"
    assert (one.tube("T-0003").count, one.tube("T-0003").is_flagged) == (4, True)
    one.gun(PASSES[16], PASSES[17])
    one.press("seal", confirmed="yes")
    wrong = one.books().tubes[one.tube("T-0005").tube].members[0].id
    assert one.press("replace", member=wrong, reason="出示了他人的码").awaits == "lead"
    one.press("sign", number=LEAD.id, pin="2580")
    assert one.pass_(18).done == "replace"
    assert one.press("void", tube=one.tube("T-0005").tube, reason="破损").done == "void"
    assert [row.reason for row in one.shown.again if row.tube == "T-0005"] == ["破损", "破损"]
    assert one.label("T-0005").refusal == "code_used", "a void code is never used again"


def _somebody_who_is_ill(one: Table) -> None:
    one.desk.show(PASSES[19], temperature=381)
    one.label("T-0006")
    assert (one.pass_(19).refusal, one.shown.awaits) == ("single", "reason")
    assert one.press("single").awaits == "single", "they wait for a tube of their own"
    assert (one.label("T-0007").done, one.count) == ("added", (1, 1))
    one.press("seal")
    assert one.shown.tube is not None
    assert one.shown.tube.code == "T-0006", "the pool of ten waited"


def _sampled_at_the_other_table(two: Table) -> None:
    assert two.label("T-0010").done == "box_opened"
    two.label("T-0012")
    assert two.pass_(0).refusal == "sampled_today"
    assert two.shown.card is not None
    assert two.shown.card.since_tube == "T-0002"
    assert two.press("again", reason="上一管作废").done == "added"
    assert two.label("T-0006").refusal == "code_used", "the other table has it"
    two.press("seal", confirmed="yes")


def _one_code_at_two_tables(one: Table, two: Table) -> None:
    one.press("void", reason="空管破损")
    for table, number in ((one, 20), (two, 21)):
        assert table.label("T-0011").done == "tube_opened"
        table.pass_(number)
        table.press("seal", confirmed="yes")
        assert table.lane.table().conflicts == (), "neither knows of the other"


def _a_lead_says_whose_it_is(central: Served, one: Table, two: Table) -> None:
    for table in (one, two):
        rows = table.lane.table().conflicts
        assert [row.table for row in rows] == ["南口 1", "北口 1"]
        assert table.press("send", tube=table.tube("T-0011").tube, to="李运送").refusal == "in_conflict"
    kept = one.tube("T-0011")
    assert two.press("resolve", code="T-0011", keep=kept.tube, reason="核对标签").awaits == "lead"
    assert two.gun(LEAD_BADGE).done == "resolve"
    books = agreed(central, one, two)
    assert books.conflicts == ()
    assert (books.tubes[kept.tube].state, books.tubes[kept.tube].count) == ("sealed", 1)
    assert two.tube("T-0011").reason == "code_conflict"
    assert "T-0011" in {row.tube for row in two.lane.table().again}


def _the_box_is_closed_and_handed_over(one: Table) -> None:
    assert one.label("T-0020").done == "tube_opened", "a box has to be closed before the next is opened"
    one.pass_(22)
    one.press("seal", confirmed="yes")
    assert one.press("close_box", counted="9").refusal == "count_differs"
    assert one.press("close_box", counted="5").done == "close_box"
    (box,) = one.shown.boxes
    assert (box.tubes, box.waiting) == (5, 5)
    assert one.press("send", box=box.box).refusal == "no_receiver"
    assert one.press("send", box=box.box, to="李运送", temperature="4.5").done == "send"
    assert one.label("T-0001").refusal == "code_used", "nor is a box's label ever used again"


def _the_laboratory_takes_it_in(central: Served, one: Table, two: Table) -> None:
    agreed(central, one, two)
    box = next(row for row in one.lane.table().boxes if row.code == "T-0001")
    assert one.press("receive", box=box.box).done == "receive"
    books = agreed(central, one, two)
    states = sorted(tube.state for tube in books.tubes.values())
    assert states == ["received"] * 5 + ["sealed"] + ["void"] * 4
    assert {one.subject for one in books.to_sample_again()} == {PEOPLE[number].id for number in (11, 17, 18, 21)}


def _nothing_was_told_of_anybody(one: Table, two: Table) -> None:
    told = repr([one.entry.body for table in (one, two) for kind in KINDS for one in table.store.told(kind)])
    assert SITE in told
    for word in ("居民5", "13800138000", "9号楼"):
        assert word not in told
