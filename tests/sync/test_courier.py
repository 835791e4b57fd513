"""The courier on a lying network: every entry arrives once, in order, and nothing is ever given up."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkpoint import journal, wire
from checkpoint.journal import stamp
from checkpoint.wire import Item, PeerPage, Push, Pushed, Receipt, RosterPage
from station.settings import places
from station.store.store import Store
from station.sync import courier as sync
from station.sync.client import Central as Client
from station.sync.client import NotCentral, Refused, TooMuch, Trouble
from station.sync.courier import Courier, enrol, next_in_s
from tests.harness import lying
from tests.harness.central import Central, running_central
from tests.harness.gate import identity, open_store, station_at
from tests.harness.lying import LyingProxy, lying_proxy
from tests.harness.made import FakeClock, at


@dataclass
class Pair:
    """An enrolled station, its central, and the proxy between them."""

    store: Store
    central: Central
    proxy: LyingProxy
    clock: FakeClock
    couriers: list[Courier] = field(default_factory=list)

    def courier(self) -> Courier:
        who = self.store.identity
        assert who is not None
        made = Courier(self.store, Client(self.proxy.url, who.token), self.clock)  # type: ignore[arg-type]
        self.couriers.append(made)
        return made

    def write(self, count: int) -> None:
        for number in range(count):
            self.store.record(
                journal.Draft(
                    kind="attempt",
                    at=at("07:00") + timedelta(seconds=number),
                    clock=self.clock.evidence(),
                    operator="gd1",
                    body={
                        "site": "s",
                        "gate": "G1",
                        "direction": "in",
                        "light": "green",
                        "reason": "ok",
                        "outcome": "passed",
                    },
                )
            )

    def held(self) -> list[dict[str, Any]]:
        return [one for station in self.central.status()["stations"] for one in station["journals"]]


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Central]:
    folder = tmp_path_factory.mktemp("central")
    with running_central(folder) as central:
        central.say("seed-demo", "--people", "30")
        yield central


@pytest.fixture
def pair(tmp_path: Path, seeded: Central) -> Iterator[Pair]:
    code = seeded.say("enrolment-code", "--gate", "G1", "--name", tmp_path.name).strip()
    store = open_store(tmp_path / "a")
    with lying_proxy(seeded.url) as proxy:
        enrol(store, proxy.url, code)
        made = Pair(store, seeded, proxy, FakeClock(at("07:00")))
        yield made
        for courier in made.couriers:
            courier.close()
    store.close()


def journals_of(pair: Pair) -> list[dict[str, Any]]:
    who = pair.store.identity
    assert who is not None
    return [
        one
        for station in pair.central.status()["stations"]
        if station["id"] == who.station
        for one in station["journals"]
    ]


def test_enrolment_brings_an_identity_and_the_roster(pair: Pair) -> None:
    who = pair.store.identity
    assert who is not None
    assert (who.site, who.gate) == ("990101001001-1", "G1")
    assert int(pair.store.mark("roster_version") or 0) > 30
    assert who.token not in json.dumps(pair.central.status())


def test_a_code_makes_one_station_only(pair: Pair, tmp_path: Path) -> None:
    code = pair.central.say("enrolment-code", "--gate", "G2", "--name", "x").strip()
    one, other = open_store(tmp_path / "b"), open_store(tmp_path / "c")
    enrol(one, pair.central.url, code)
    with pytest.raises(Refused, match="not valid"):
        enrol(other, pair.central.url, code)
    assert other.identity is None
    one.close()
    other.close()


@pytest.mark.parametrize("lie", lying.LIES)
def test_every_entry_arrives_once_whatever_the_network_does_to_a_batch(pair: Pair, lie: str) -> None:
    pair.write(30)
    courier = pair.courier()
    pair.proxy.always = lie
    first = courier.round()
    pair.proxy.always = lying.HONEST
    if lie == lying.TWICE:
        assert (first.link, first.sent, first.sentence) == ("online", 30, "")
    else:
        assert first.link == "offline"
        assert first.sentence
        assert pair.store.unsent_count() == 30
    pair.write(5)
    after = courier.round()
    assert (after.link, after.sentence) == ("online", "")
    assert pair.store.unsent_count() == 0
    assert journals_of(pair) == [{"epoch": pair.store.epoch, "held": 35, "have": 35, "last_seq": 35}]


def test_upload_trouble_does_not_stop_the_roster_and_the_other_way_round(pair: Pair) -> None:
    pair.write(3)
    courier = pair.courier()
    version = pair.store.mark("roster_version")
    pair.central.say("enrolment-code", "--gate", "G1", "--name", "y")
    pair.proxy.behaviours = [lying.FAILED]
    done = courier.round()
    assert (done.link, done.sent) == ("online", 0)
    assert pair.store.mark("roster_version") == version
    pair.proxy.behaviours = [lying.HONEST, lying.PORTAL, lying.PORTAL]
    done = courier.round()
    assert (done.link, done.sent) == ("online", 3)
    assert "sign in" in done.sentence


def test_a_server_that_asks_for_patience_gets_it(pair: Pair) -> None:
    pair.write(1)
    pair.proxy.behaviours = [lying.BUSY]
    assert pair.courier().round().wait_s == 7.0


def test_a_station_taken_out_of_service_learns_it_and_keeps_its_entries(pair: Pair) -> None:
    pair.write(2)
    who = pair.store.identity
    assert who is not None
    pair.central.say("revoke", who.station)
    done = pair.courier().round()
    assert (done.link, done.sent) == ("revoked", 0)
    assert pair.store.unsent_count() == 2


def test_the_offset_of_a_wrong_clock_is_measured_and_kept(pair: Pair) -> None:
    pair.write(1)
    pair.courier().round()
    assert pair.clock.offset_ms is not None
    assert pair.clock.offset_ms > 365 * 86_400_000
    passages = pair.store.newest("s", 5)
    assert [passage.corrected for passage in passages] == [True]
    assert passages[0].at == at("07:00")


# --- against a central that lives in the test, so that many lies are tried quickly ---


class ModelCentral:
    """Keeps entries by place; answers as told."""

    def __init__(self, chance: random.Random, faults: float) -> None:
        self.entries: dict[int, str] = {}
        self.stored = 0
        self._chance, self._faults = chance, faults

    def push(self, batch: Push) -> Pushed:
        if self._chance.random() < self._faults:
            raise self._chance.choice([Trouble("down"), NotCentral("portal"), TooMuch("too much")])
        receipts = []
        for raw in batch.entries:
            state = "known" if raw["seq"] in self.entries else "stored"
            self.stored += state == "stored"
            self.entries[raw["seq"]] = raw["hash"]
            when = stamp(at("12:00"))
            receipts.append(Receipt(seq=raw["seq"], state=state, received_at=when, scanned_at=when))
        if self._chance.random() < self._faults:
            raise Trouble("the answer was lost")
        if self._chance.random() < self._faults:
            receipts = self._spoilt(receipts)
        return Pushed(receipts=receipts, have=0, offset_ms=0, time=stamp(at("12:00")))

    def _spoilt(self, receipts: list[Receipt]) -> list[Receipt]:
        odd = [
            Receipt(seq=10**9, state="stored"),
            Receipt(seq=-1, state="stored"),
            Receipt(seq=receipts[0].seq, state="eaten"),
            Receipt(seq=receipts[-1].seq, state="stored", received_at="yesterday", scanned_at=""),
        ]
        return [*odd, *self._chance.sample(receipts, self._chance.randrange(len(receipts) + 1))]

    def roster(self, after: int) -> RosterPage:
        return RosterPage(items=[], version=after, more=False)

    def peers(self, after: int) -> PeerPage:
        return PeerPage(entries=[], cursor=after, more=False)

    def close(self) -> None:
        """Nothing is open."""


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32), st.integers(1, 25), st.floats(0.0, 0.6))
def test_whatever_goes_wrong_each_entry_is_stored_once_in_the_end(
    tmp_path_factory: pytest.TempPathFactory, seed: int, count: int, faults: float
) -> None:
    model = ModelCentral(random.Random(seed), faults)
    with station_at(tmp_path_factory.mktemp("s") / "a") as gate:
        courier = Courier(gate.store, model, gate.clock)  # type: ignore[arg-type]
        for _ in range(count):
            gate.show("x")
            courier.round()
        model._faults = 0.0
        for _ in range(2 * sync.SINKS_FOR):
            if gate.store.unsent_count():
                courier.round()
        assert gate.store.unsent_count() == 0
        hashes = {entry.seq: entry.hash for entry in gate.store.entries("st1", gate.store.epoch)}
        assert model.entries == hashes
        assert model.stored == count


class Poisoned(ModelCentral):
    """Cannot take any batch with one certain entry in it."""

    def __init__(self, poison: int) -> None:
        super().__init__(random.Random(0), 0.0)
        self.poison, self.pushes = poison, 0

    def push(self, batch: Push) -> Pushed:
        self.pushes += 1
        if any(raw["seq"] == self.poison for raw in batch.entries):
            raise TooMuch("choked")
        return super().push(batch)


def test_one_entry_that_central_chokes_on_never_blocks_those_behind_it(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        for _ in range(20):
            gate.show("x")
        central = Poisoned(7)
        courier = Courier(gate.store, central, gate.clock)  # type: ignore[arg-type]
        done = courier.round()
        assert (done.sent, done.link) == (19, "online")
        assert [entry.seq for entry in gate.store.unsent(9)] == [7]
        pushes = central.pushes
        for _ in range(30):
            courier.round()
        assert central.pushes - pushes < 8
        central.poison = 0
        for _ in range(sync.SINKS_FOR):
            courier.round()
        assert gate.store.unsent_count() == 0


class Backwards(ModelCentral):
    """Says that there is more, for ever, and never moves on."""

    def __init__(self) -> None:
        super().__init__(random.Random(0), 0.0)
        self.asked = 0

    def roster(self, after: int) -> RosterPage:
        self.asked += 1
        return RosterPage(items=[], version=after - 1, more=True)

    def peers(self, after: int) -> PeerPage:
        self.asked += 1
        return PeerPage(entries=[], cursor=after, more=True)


def test_a_central_that_goes_backwards_is_asked_once_a_round(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        central = Backwards()
        done = Courier(gate.store, central, gate.clock).round()  # type: ignore[arg-type]
        assert central.asked == 2
        assert "backwards" in done.sentence
        assert not done.more


def test_a_roster_document_that_cannot_be_read_is_told_and_passed_over(tmp_path: Path) -> None:
    class Odd(ModelCentral):
        def roster(self, after: int) -> RosterPage:
            bad = Item(kind="gate", id="G1", version=after + 1, data={"communities": "all"})
            return RosterPage(items=[bad], version=after + 1, more=False)

    with station_at(tmp_path / "a") as gate:
        done = Courier(gate.store, Odd(random.Random(0), 0.0), gate.clock).round()  # type: ignore[arg-type]
        assert len(done.unread) == 1
        gate.desk.refresh()
        assert gate.desk.place.gate.communities


def test_waiting_grows_jitters_and_has_its_bounds() -> None:
    assert next_in_s(0, 30, lambda: 0.5) == 30
    assert [next_in_s(failures, 30, lambda: 1.0) for failures in (1, 2, 3, 7, 99)] == [1, 2, 4, 60, 60]
    assert next_in_s(5, 30, lambda: 0.0) == 0.5
    assert next_in_s(1, 30, lambda: 0.1, wait_s=120) == 120


@pytest.mark.parametrize("server", ["http://central.example", "ftp://127.0.0.1", "central", "http://"])
def test_passages_go_over_https_only_beyond_this_computer(server: str) -> None:
    with pytest.raises(Trouble):
        Client(server)
    assert Client("http://127.0.0.1:1")
    assert Client("https://central.example")
    assert Client("http://10.0.0.1", insecure_plain_http=True)


def test_nobody_there_is_one_sentence_without_the_token(tmp_path: Path) -> None:
    client = Client("http://127.0.0.1:9", "very-secret")
    with pytest.raises(Trouble) as caught:
        client.roster(0)
    assert "cannot be reached" in str(caught.value)
    assert "very-secret" not in str(caught.value)
    assert sync.reach(identity()) is not None
    assert places(tmp_path).store.exists() is False
    assert wire.BATCH == 500
