"""The roster as stations hear of it: everything of their site, nothing of others, and every change of it."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from central import roster
from central.store.keys import LONGEST_VISIT, STATION_KEYS
from central.store.rosters import COUNTER
from central.store.stations import StationRow
from central.store.store import Store
from checkpoint.roster import (
    Community,
    Document,
    Gate,
    LookupKey,
    PassKey,
    Person,
    Revocation,
    Scope,
    Site,
    Volunteer,
    kind_of,
)
from checkpoint.terms import Told
from tests.central.conftest import Joined
from tests.harness import made
from tests.harness.calling import KEY
from tests.harness.made import C1, C2, R1, R2, R3, SITE

NORTH = Gate(id="G2", site=SITE, name="北口", communities=(C1, C2))
SOUTH = Gate(id="G1", site=SITE, name="南口", communities=(C1,))


class Mirror:
    """What a station knows that applies page after page."""

    def __init__(self, store: Store, station: StationRow, limit: int = 500) -> None:
        self._store, self.station, self._limit = store, station, limit
        self.version = 0
        self.known: dict[tuple[str, str], Any] = {}
        self.heard: list[tuple[str, str]] = []

    def pull(self) -> set[tuple[str, str]]:
        """Pull to the end; returns what is known then."""
        more = True
        while more:
            page = roster.page(self._store, self.station, Told(self.version), self._limit)
            assert page.version >= self.version + page.more, "asked for again, and again"
            self.version, more = page.version, page.more
            for item in page.items:
                self.heard.append((item.kind, item.id))
                if item.data is None:
                    self.known.pop((item.kind, item.id), None)
                else:
                    self.known[item.kind, item.id] = item.data
        return set(self.known)


def test_a_station_hears_of_its_site_and_nothing_of_others(store: Store, joined: Joined) -> None:
    elsewhere = [
        Community(id="C9", name="远"),
        Site(id="S9", name="远"),
        Gate(id="G9", site="S9", name="远门", communities=("C9",)),
        Scope(id="9", communities=("C9",)),
        Person(id="9", name="远", community="C9"),
    ]
    store.put([*elsewhere, Revocation(id="1-1"), Volunteer(id="v1", name="李", subject="1001", areas=(C1,))])
    mirror = Mirror(store, joined())
    own = {(kind_of(one), one.id) for one in made.roster()} | {("key", "2048")}
    assert mirror.pull() == own | {("revocation", "1-1"), ("volunteer", "v1")}
    assert not {"9", "S9", "G9", "C9"} & {id_ for _, id_ in mirror.heard}


def test_only_what_changed_gets_a_new_version(store: Store, joined: Joined) -> None:
    mirror = Mirror(store, joined())
    mirror.pull()
    mirror.heard.clear()
    assert store.put(made.roster()) == 0
    assert store.put([R1, msgspec.structs.replace(R3, phone="13800138003")]) == 1
    mirror.pull()
    assert mirror.heard == [("person", "3")]


def test_a_person_who_moves_away_leaves_the_sites_stations_and_comes_back_with_the_move_back(
    store: Store, joined: Joined
) -> None:
    mirror = Mirror(store, joined())
    assert ("person", "1") in mirror.pull()
    store.put([msgspec.structs.replace(R1, community="C9")])
    assert ("person", "1") not in mirror.pull()
    store.put([msgspec.structs.replace(R1, community="C9", name="张伟二")])
    assert ("person", "1") not in mirror.pull()
    store.put([R1])
    assert ("person", "1") in mirror.pull()


def test_a_gate_that_begins_to_take_a_community_brings_its_people_to_stations_long_past_them(
    store: Store, joined: Joined
) -> None:
    store.put([], removed=[("gate", "G2")])
    mirror = Mirror(store, joined())
    assert ("person", R2.id) not in mirror.pull()
    store.put([NORTH])
    assert {("person", R2.id), ("gate", "G2"), ("scope", "2"), ("community", C2)} <= mirror.pull()


def test_a_gate_that_ceases_to_take_a_community_takes_its_people_off_the_sites_stations(
    store: Store, joined: Joined
) -> None:
    mirror = Mirror(store, joined())
    assert ("person", R2.id) in mirror.pull()
    store.put([msgspec.structs.replace(NORTH, communities=(C1,))])
    assert not {("person", R2.id), ("scope", "2"), ("community", C2)} & mirror.pull()
    assert ("person", R1.id) in mirror.known


def test_a_gate_that_is_removed_takes_its_communities_along(store: Store, joined: Joined) -> None:
    mirror = Mirror(store, joined())
    mirror.pull()
    store.put([], removed=[("gate", "G2")])
    assert not {("person", R2.id), ("gate", "G2")} & mirror.pull()


def test_a_gate_that_moves_to_another_site_is_told_to_both(store: Store, joined: Joined) -> None:
    store.put([Site(id="S2", name="二"), Gate(id="G3", site="S2", name="三", communities=())])
    here, there = Mirror(store, joined()), Mirror(store, joined("G3", "S2"))
    here.pull()
    assert ("person", R2.id) not in there.pull()
    store.put([msgspec.structs.replace(NORTH, site="S2")])
    assert not {("person", R2.id), ("gate", "G2")} & here.pull()
    assert {("person", R2.id), ("person", R1.id), ("gate", "G2")} <= there.pull()
    assert ("person", R1.id) in here.known


def test_what_is_removed_is_told_once_to_those_who_knew_it(store: Store, joined: Joined) -> None:
    store.put([Person(id="9", name="远", community="C9")])
    mirror, late = Mirror(store, joined()), Mirror(store, joined())
    mirror.pull()
    assert store.put([], removed=[("person", "1"), ("person", "9"), ("person", "77")]) == 2
    mirror.heard.clear()
    mirror.pull()
    assert mirror.heard == [("person", "1")]
    assert ("person", "1") not in late.pull()
    assert ("person", "1") not in late.heard
    assert store.put([], removed=[("person", "1")]) == 0


def test_pages_end_where_they_should_whatever_their_size(store: Store, joined: Joined) -> None:
    station = joined()
    whole = Mirror(store, station).pull()
    for limit in (1, 2, 3, 7, 14, 15, 500):
        mirror = Mirror(store, station, limit)
        assert mirror.pull() == whole
        assert len(mirror.heard) == len(whole)


def test_a_page_of_which_nothing_is_for_this_site_moves_its_version_on_all_the_same(
    store: Store, joined: Joined
) -> None:
    station = joined()
    mirror = Mirror(store, station)
    mirror.pull()
    store.put([Person(id="100", name="远", community="C9")])
    told = roster.page(store, station, Told(mirror.version), 500)
    assert (told.items, told.version, told.more) == ([], mirror.version + 1, False), "or it would be asked for for ever"


def test_a_version_never_moves_back_although_nothing_is_for_this_site(store: Store, joined: Joined) -> None:
    mirror = Mirror(store, joined())
    mirror.pull()
    before = mirror.version
    store.put([Person(id=str(number), name="远", community="C9") for number in range(100, 700)])
    mirror.heard.clear()
    mirror.pull()
    assert (mirror.heard, mirror.version) == ([], before + 600)
    assert COUNTER == "roster"


COMMUNITIES = ("A", "B", "C")
CHANGES = st.one_of(
    st.builds(
        lambda number, home: Person(id=str(number), name="甲", community=home),
        st.integers(1, 5),
        st.sampled_from(COMMUNITIES),
    ),
    st.builds(
        lambda number, site, taken: Gate(id=f"g{number}", site=f"s{site}", name="门", communities=tuple(sorted(taken))),
        st.integers(1, 3),
        st.integers(1, 2),
        st.sets(st.sampled_from(COMMUNITIES)),
    ),
    st.tuples(st.just("person"), st.integers(1, 5).map(str)),
    st.tuples(st.just("gate"), st.integers(1, 3).map(lambda number: f"g{number}")),
)


@settings(max_examples=30, deadline=None)
@given(rounds=st.lists(st.lists(CHANGES, max_size=4), min_size=1, max_size=8), looks=st.integers(0, 255))
def test_a_station_that_follows_knows_the_same_as_one_that_begins_now(
    blank: Path, rounds: list[list[Document | tuple[str, str]]], looks: int
) -> None:
    with TemporaryDirectory() as folder, closing(Store(str(shutil.copy(blank, folder)))) as store:
        station = StationRow("x", "x", "s1", "g1", "", made.at("07:00"), None, None, None)
        follower = Mirror(store, station, limit=3)
        for number, changes in enumerate(rounds):
            documents = [one for one in changes if isinstance(one, Document)]
            store.put(documents, [one for one in changes if isinstance(one, tuple)])
            if looks >> number & 1:
                follower.pull()
        fresh = Mirror(store, replace(station, id="y"))
        fresh.pull()
        follower.pull()
        assert follower.known == fresh.known
        assert not any(data.get("community") not in _taken(fresh) for data in _people(fresh))


def _people(mirror: Mirror) -> list[dict[str, Any]]:
    return [data for (kind, _), data in mirror.known.items() if kind == "person"]


def _taken(mirror: Mirror) -> set[str]:
    return {one for (kind, _), data in mirror.known.items() if kind == "gate" for one in data["communities"]}


def test_a_stations_key_is_told_to_its_own_site_and_leaves_at_once_when_it_is_stolen(
    store: Store, joined: Joined
) -> None:
    station = joined()
    store.put([LookupKey(id="C9", key="00" * 32)])
    mirror = Mirror(store, station)
    [key] = [data for data in store.data_of("key") if data["site"]]
    assert (key["kinds"], key["site"], key["id"]) == (["visitor"], made.SITE, "2048")
    assert ("key", "2048") in mirror.pull()
    assert ("lookup", "C9") not in mirror.pull(), "another community's numbers are none of its business"
    store.publish_keys()
    assert len(store.data_of("key")) == 2
    store.revoke(station.id, made.at("12:00"), stolen=True)
    assert [data["id"] for data in store.data_of("key")] == ["1"]


def test_a_revoked_stations_key_stays_while_its_passes_may_be_good_and_then_its_id_is_free(
    store: Store, joined: Joined
) -> None:
    gone, other = joined(), joined("G2", key="cd" * 32)
    now = made.at("12:00")
    store.revoke(gone.id, now)
    store.heard(other.id, now + LONGEST_VISIT - timedelta(minutes=1))
    assert _station_keys(store) == {"2048": KEY, "2049": "cd" * 32}
    mirror = Mirror(store, other)
    assert ("key", "2048") in mirror.pull()
    store.heard(other.id, now + LONGEST_VISIT)
    assert ("key", "2048") not in mirror.pull()
    joined("G1", key="ef" * 32)
    assert _station_keys(store) == {"2048": "ef" * 32, "2049": "cd" * 32}


def test_a_station_that_moved_to_another_site_has_a_key_there_and_keeps_it_when_its_old_self_is_revoked(
    store: Store, joined: Joined
) -> None:
    store.put([Site(id="S2", name="二"), Gate(id="G3", site="S2", name="三", communities=(C1,))])
    before, twin, _ = joined(), joined("G2"), joined("G3", "S2")
    assert _station_keys(store) == {"2048": KEY, "2049": KEY}
    store.revoke(before.id, made.at("12:00"), stolen=True)
    assert "2048" in _station_keys(store), "its twin still serves at that site"
    store.revoke(twin.id, made.at("12:00"), stolen=True)
    assert _station_keys(store) == {"2049": KEY}


def test_a_station_that_calls_centrals_own_key_its_own_takes_nothing_along(store: Store, joined: Joined) -> None:
    own = made.KEYS[made.KEY_ID].hex()
    store.revoke(joined(key=own).id, made.at("12:00"), stolen=True)
    assert [data["id"] for data in store.data_of("key")] == ["1"]


def test_a_station_enrols_although_every_key_id_is_taken(store: Store, joined: Joined) -> None:
    store.put([PassKey(id=str(number), public="00" * 32, site="S9") for number in STATION_KEYS])
    assert joined().gate == "G1"
    store.publish_keys()
    assert len(_station_keys(store)) == len(STATION_KEYS)


def _station_keys(store: Store) -> dict[str, str]:
    return {data["id"]: data["public"] for data in store.data_of("key") if data["site"]}


def test_a_gate_that_begins_to_take_a_community_brings_its_lookup_key_along(store: Store, joined: Joined) -> None:
    store.put([], removed=[("gate", "G2")])
    store.lookup_keys()
    mirror = Mirror(store, joined())
    assert ("lookup", C1) in mirror.pull()
    assert ("lookup", C2) not in mirror.known
    store.put([NORTH])
    assert ("lookup", C2) in mirror.pull()
    store.put([msgspec.structs.replace(NORTH, communities=(C1,))])
    assert ("lookup", C2) not in mirror.pull()


def test_a_station_key_never_reaches_another_sites_stations(store: Store, joined: Joined) -> None:
    store.put([Site(id="S2", name="二"), Gate(id="G3", site="S2", name="三", communities=(C1, C2))])
    here, there = Mirror(store, joined()), Mirror(store, joined("G3", "S2", "cd" * 32))
    own, other = ({id_ for kind, id_ in one.pull() if kind == "key"} for one in (here, there))
    assert (own, other) == ({"1", "2048"}, {"1", "2049"})


def test_every_community_has_one_lookup_key_that_stays(store: Store) -> None:
    first = store.lookup_keys()
    assert set(first) == {made.C1, made.C2}
    assert len(set(first.values())) == 2
    assert store.lookup_keys() == first
