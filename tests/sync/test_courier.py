"""The courier against centrals that choke, lie and go backwards: nothing is lost, nothing blocks, nothing runs hot."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from checkpoint import days
from checkpoint.gate import Direction
from checkpoint.journal import Entry, stamp, to_wire
from checkpoint.wire import Item, PeerEntry, PeerPage, Pushed, Receipt, RosterPage
from station.store.marks import FEED, ROSTER
from station.sync import courier as sync
from station.sync.client import TooMuch, Trouble
from station.sync.courier import Courier, Round
from tests.harness.gate import Station, station_at
from tests.harness.made import SITE, Pen, arrived, at
from tests.sync.model import Faulty, Lie, ModelCentral
from tests.sync.written import write


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Station]:
    with station_at(tmp_path / "a") as made:
        yield made


def courier_of(gate: Station, central: ModelCentral) -> Courier:
    return Courier(gate.store, central, gate.clock)  # type: ignore[arg-type]


def hashes(gate: Station) -> dict[int, str]:
    return {entry.seq: entry.hash for entry in gate.store.entries("st1", gate.store.epoch)}


def waiting(gate: Station) -> list[int]:
    return [entry.seq for entry in gate.store.unsent(1_000)]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32), st.integers(1, 25), st.floats(0.0, 0.6))
@example(1, 25, 1.0)
def test_whatever_goes_wrong_each_entry_is_stored_once_in_the_end(
    tmp_path_factory: pytest.TempPathFactory, seed: int, count: int, faults: float
) -> None:
    model = Faulty(chance=random.Random(seed), faults=faults)
    with station_at(tmp_path_factory.mktemp("s") / "a") as gate:
        courier = courier_of(gate, model)
        for _ in range(count):
            write(gate.store, gate.clock, 1)
            courier.round()
        model.faults = 0.0
        for _ in range(2 * sync.SINKS_FOR):
            if gate.store.unsent_count():
                gate.wait(61)
                courier.round()
        assert gate.store.unsent_count() == 0
        assert model.entries == hashes(gate)
        assert model.stored == count


# --- entries that central cannot take ---


@pytest.mark.parametrize("poison", [1, 7, 20])
def test_one_entry_that_central_chokes_on_never_blocks_those_behind_it(gate: Station, poison: int) -> None:
    write(gate.store, gate.clock, 20)
    central = ModelCentral(chokes_on={poison})
    courier = courier_of(gate, central)
    done = courier.round()
    assert (done.sent, done.link, done.aside) == (19, "online", 1)
    assert "chokes" in done.sentence
    assert waiting(gate) == [poison]
    pushes = len(central.pushes)
    for _ in range(30):
        write(gate.store, gate.clock, 1)
        assert courier.round().sent >= 1
    assert waiting(gate) == [poison]
    assert len(central.pushes) - pushes < 30 + 15, "it is tried again, and ever more rarely"
    central.chokes_on = set()
    for _ in range(sync.SINKS_FOR):
        done = courier.round()
    assert (gate.store.unsent_count(), done.aside) == (0, 0)


def test_a_long_backlog_behind_an_entry_that_is_set_aside_is_walked_once(
    gate: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "BATCH", 5)
    write(gate.store, gate.clock, 6)
    courier = courier_of(gate, ModelCentral(chokes_on={1}))
    courier.round()
    write(gate.store, gate.clock, 40)
    asked, unsent = list[int](), gate.store.unsent

    def noted(limit: int, after: int = 0, epoch: str = "") -> list[Entry]:
        asked.append(after)
        return unsent(limit, after, epoch)

    monkeypatch.setattr(gate.store, "unsent", noted)
    assert courier.round().sent == 40
    # From the start once, at the end once more and for the one that is set aside; all other pages begin where the one
    # before ended.
    assert sum(after < 11 for after in asked) <= 3 < len(asked)
    assert waiting(gate) == [1]


def test_many_poisoned_entries_in_a_row_are_passed_in_the_end(gate: Station) -> None:
    write(gate.store, gate.clock, 100)
    central = ModelCentral(chokes_on=set(range(1, 61)))
    courier = courier_of(gate, central)
    for _ in range(30):
        courier.round()
        gate.wait(61)
    assert waiting(gate) == list(range(1, 61))
    central.chokes_on = set()
    for _ in range(2 * sync.SINKS_FOR):
        courier.round()
    assert central.entries == hashes(gate)


def test_a_central_that_takes_nothing_at_all_is_not_stormed(gate: Station) -> None:
    write(gate.store, gate.clock, 200)
    central = ModelCentral(largest=0)
    courier = courier_of(gate, central)
    done = courier.round()
    assert len(central.pushes) <= sync.CHOKES
    assert (done.link, done.wait_s) == ("online", 0), "the roster comes as ever"
    courier.round()
    assert len(central.pushes) <= sync.CHOKES, "a nudge from the gate changes nothing"
    for _ in range(200):
        gate.wait(3)
        courier.round()
    assert len(central.pushes) <= 15 * sync.CHOKES, "in ten minutes, nudged every three seconds"
    assert gate.store.unsent_count() == 200


def test_a_central_that_has_recovered_is_given_everything_at_once(gate: Station) -> None:
    write(gate.store, gate.clock, 150)
    central = ModelCentral(largest=0)
    courier = courier_of(gate, central)
    for _ in range(6):
        courier.round()
        gate.wait(61)
    central.largest = 500
    done = courier.round()
    assert (gate.store.unsent_count(), done.sent, done.aside) == (0, 150, 0)


def test_a_size_that_passes_is_found_and_kept_to(gate: Station) -> None:
    write(gate.store, gate.clock, 400)
    central = ModelCentral(largest=60)
    done = courier_of(gate, central).round()
    assert (done.sent, done.aside) == (400, 0)
    assert sum(len(push) > 60 for push in central.pushes) < len(central.pushes) / 2
    assert len(central.pushes) <= 25


# --- answers that cannot be true ---

LIES: dict[str, Lie] = {
    "more than there is": lambda told: replace(told, have=10**6),
    "less than nothing": lambda told: replace(told, have=-1),
    "a clock beyond all clocks": lambda told: replace(told, offset_ms=2**60),
    "no receipt": lambda told: replace(told, receipts=[]),
    "a receipt for what was never sent": lambda told: replace(
        told, receipts=[replace(one, seq=one.seq + 1_000) for one in told.receipts]
    ),
    "both stored and refused": lambda told: replace(
        told, receipts=[*told.receipts, *(replace(one, state="refused") for one in told.receipts)]
    ),
    "times that are none": lambda told: replace(
        told, receipts=[replace(one, received_at="soon") for one in told.receipts]
    ),
    "a state that is none": lambda told: replace(told, receipts=[replace(one, state="ok") for one in told.receipts]),
}


@pytest.mark.parametrize("lie", LIES)
def test_an_answer_that_cannot_be_true_settles_nothing_and_is_noticed(gate: Station, lie: str) -> None:
    write(gate.store, gate.clock, 10)
    central = ModelCentral(lie=LIES[lie])
    courier = courier_of(gate, central)
    for _ in range(10):
        done = courier.round()
    assert done.sentence or done.aside == 10
    assert not done.more
    assert waiting(gate) == list(range(1, 11))
    assert len(central.pushes) <= 10
    gate.show("the gate works all the same")
    central.lie = None
    for _ in range(sync.SINKS_FOR):
        courier.round()
    assert gate.store.unsent_count() == 0
    assert central.entries == hashes(gate)


def test_what_an_answer_says_too_much_is_noticed_and_what_is_true_in_it_counts(gate: Station) -> None:
    write(gate.store, gate.clock, 3)
    odd = Receipt(seq=99, state="stored", received_at=stamp(at("12:00")), scanned_at=stamp(at("12:00")))
    central = ModelCentral(lie=lambda told: replace(told, receipts=[*told.receipts, *told.receipts, odd]))
    done = courier_of(gate, central).round()
    assert (done.sent, gate.store.unsent_count(), done.link) == (3, 0, "online")
    assert "4 of central's receipts cannot be true" in done.sentence


def test_what_central_keeps_aside_is_counted_and_not_sent_again(gate: Station) -> None:
    def refuses_the_second(told: Pushed) -> Pushed:
        kept = [replace(one, state="refused", reason="odd") if one.seq == 2 else one for one in told.receipts]
        return replace(told, receipts=kept, have=1)

    write(gate.store, gate.clock, 3)
    central = ModelCentral(lie=refuses_the_second)
    courier = courier_of(gate, central)
    done = courier.round()
    assert (done.sent, done.refused, gate.store.refused_count()) == (2, 1, 1)
    courier.round()
    assert central.pushes == [[1, 2, 3]]


def test_a_batch_that_took_long_says_nothing_of_the_clock(gate: Station) -> None:
    def slow(told: Pushed) -> Pushed:
        gate.wait(9)
        return replace(told, offset_ms=9_000)

    write(gate.store, gate.clock, 1)
    central = ModelCentral()
    courier = courier_of(gate, central)
    courier.round()
    central.lie = slow
    write(gate.store, gate.clock, 1)
    assert courier.round().sent == 1
    assert gate.clock.offset_ms == 0


# --- the way down ---


@dataclass
class Telling(ModelCentral):
    """Answers with these pages, whatever is asked."""

    page: RosterPage | None = None
    feed: list[PeerPage] = field(default_factory=list)
    asked: int = 0

    def roster(self, after: int, *, terms: str = "") -> RosterPage:
        self.asked += 1
        return self.page or super().roster(after)

    def peers(self, after: int, *_own: object, terms: str = "") -> PeerPage:
        self.asked += 1
        return self.feed.pop(0) if self.feed else super().peers(after)


def told(gate: Station, page: RosterPage) -> tuple[Round, int]:
    central = Telling(page=page)
    return courier_of(gate, central).round(), central.asked


@pytest.mark.parametrize(("version", "more"), [(3, False), (3, True), (13, True), (2**70, False), (-1, False)])
def test_a_roster_that_does_not_go_forward_is_asked_for_once_a_round(gate: Station, version: int, more: bool) -> None:
    standing = gate.store.mark("roster_version")
    assert standing == "13"
    done, asked = told(gate, RosterPage(items=[], version=version, more=more))
    assert "does not go forward" in done.sentence
    assert (asked, done.more, gate.store.mark("roster_version")) == (2, False, standing)


@pytest.mark.parametrize("version", [5, 13, 99, 2**70])
def test_a_roster_page_with_something_of_another_page_in_it_is_not_taken(gate: Station, version: int) -> None:
    gone = Item(kind="gate", id="G1", version=version, data=None)
    done, _ = told(gate, RosterPage(items=[gone], version=20, more=False))
    assert done.sentence
    assert gate.store.mark("roster_version") == "13"
    gate.desk.refresh()


@pytest.mark.parametrize(("cursor", "more"), [(-1, False), (0, True), (2**70, False)])
def test_a_feed_that_does_not_go_forward_is_asked_for_once_a_round(gate: Station, cursor: int, more: bool) -> None:
    central = Telling(feed=[PeerPage(entries=[], cursor=cursor, more=more)] * 5)
    done = courier_of(gate, central).round()
    assert "does not go forward" in done.sentence
    assert (len(central.feed), done.more, gate.store.mark("peer_cursor")) == (4, False, None)


def test_a_central_that_cannot_prove_itself_is_not_followed_back(gate: Station) -> None:
    gate.store.set_mark("peer_cursor", "9")
    before = gate.store.mark("roster_version")
    central = Telling(
        page=RosterPage(items=[], version=int(before or 0), more=False, newest=3),
        feed=[PeerPage(entries=[], cursor=9, more=False, newest=2)],
    )
    done = courier_of(gate, central).round()
    assert (gate.store.mark("roster_version"), gate.store.mark("peer_cursor")) == (before, "9")
    assert not done.more


def test_a_roster_document_that_cannot_be_read_is_told_and_passed_over(gate: Station) -> None:
    bad = Item(kind="gate", id="G1", version=14, data={"communities": "all"})
    done, _ = told(gate, RosterPage(items=[bad], version=14, more=False))
    assert len(done.unread) == 1
    assert gate.store.mark("roster_version") == "14"
    gate.desk.refresh()
    assert gate.desk.place.gate.communities


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32), st.integers(1, 30))
def test_other_gates_entries_give_the_same_passages_in_any_order_and_however_often(
    tmp_path_factory: pytest.TempPathFactory, seed: int, count: int
) -> None:
    chance, pens = random.Random(seed), [Pen("s1", gate="G1"), Pen("s2", gate="G2")]
    for number in range(count):
        way = chance.choice(list(Direction))
        chance.choice(pens).attempt(chance.choice("123"), way, at(f"{8 + number // 6:02d}:{number % 6}5"))
    parcels = [peer(one.entry) for one in arrived(*pens)]
    sent = parcels + chance.choices(parcels, k=count)
    chance.shuffle(sent)
    cuts = sorted(chance.choices(range(len(sent) + 1), k=4))
    pages = [sent[start:end] for start, end in zip([0, *cuts], [*cuts, len(sent)], strict=True)]
    feed = [PeerPage(entries=page, cursor=number, more=number < len(pages)) for number, page in enumerate(pages, 1)]
    with station_at(tmp_path_factory.mktemp("s") / "a") as gate:
        done = courier_of(gate, Telling(feed=feed)).round()
        assert (done.received, done.unread, done.sentence) == (len(sent), (), "")
        wanted = [(one.id, one.flag) for one in days.fold(arrived(*pens))]
        held = gate.store.between(SITE, at("00:00"), at("23:59"))
        assert [(one.id, one.flag) for one in held] == wanted
        assert gate.store.rebuild(repair=False).differing == ()


def peer(entry: object) -> PeerEntry:
    raw = to_wire(entry)  # type: ignore[arg-type]
    return PeerEntry(entry=raw, scanned_at=raw["at"], corrected=False, received_at=stamp(at("23:00")))


# --- legs ---


@dataclass
class Away(ModelCentral):
    """Cannot be met."""

    def meet(self) -> None:
        raise Trouble("nobody is there")

    def push(self, _batch: object) -> Pushed:
        raise AssertionError("nothing may be sent to somebody who was not met")


def test_nothing_is_sent_before_central_was_met_and_the_roster_comes_all_the_same(gate: Station) -> None:
    write(gate.store, gate.clock, 1)
    done = courier_of(gate, Away()).round()
    assert (done.link, done.sent, done.sentence) == ("online", 0, "nobody is there")


def test_nothing_to_send_asks_for_nothing_to_be_met(gate: Station) -> None:
    assert courier_of(gate, Away()).round().sentence == ""


@dataclass
class OnlyUp(ModelCentral):
    """Has no roster and no feed today."""

    def roster(self, after: int, *, terms: str = "") -> RosterPage:
        raise TooMuch("no roster")

    def peers(self, after: int, *_own: object, terms: str = "") -> PeerPage:
        raise Trouble("no feed", wait_s=30)


def test_entries_go_up_while_nothing_comes_down(gate: Station) -> None:
    write(gate.store, gate.clock, 4)
    done = courier_of(gate, OnlyUp()).round()
    assert (done.link, done.sent, done.sentence, done.wait_s) == ("online", 4, "no roster", 0)


def test_terms_are_kept_while_central_says_them_and_never_taken_from_one_that_says_none(gate: Station) -> None:
    for feed, kept in (("ab", "ab:9"), ("cd", "ab:9,cd:12"), ("", ""), ("not a term", "")):
        cursor = 9 if feed == "ab" else 12
        page = RosterPage(items=[], version=13, more=False, term=feed)
        told = PeerPage(entries=[], cursor=cursor, more=False, term=feed)
        courier_of(gate, Telling(page=page, feed=[told])).round()
        assert gate.store.heard(FEED).said == kept
        assert gate.store.heard(ROSTER).said == (f"{feed}:13" if kept else "")
