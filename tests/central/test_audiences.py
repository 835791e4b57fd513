"""Who serves where, as stations hear of it: their own site's roster, those who may come, and nobody of elsewhere."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from central.store.stations import StationRow
from central.store.store import Store
from checkpoint.roster import (
    Assignment,
    Document,
    Gate,
    Post,
    Project,
    Shift,
    Site,
    StockItem,
    Team,
    Training,
    Volunteer,
    assignment_id,
)
from tests.central.conftest import Joined
from tests.central.test_roster import Mirror
from tests.harness import made
from tests.harness.made import C1, C2, SITE

FAR = "990102001001"
HERE = Shift(id="h1", project="p", site=SITE, post="gate", begins="2022-12-05T00:00:00.000Z", ends="2022-12-05T03:00Z")
THERE = msgspec.structs.replace(HERE, id="t1", site="far")
SERVICE: tuple[Document, ...] = (
    Site(id="far", name="远", community=FAR),
    Gate(id="F1", site="far", name="远门", communities=(FAR,)),
    Project(id="p", name="值守"),
    Post(id="gate", name="卡口"),
    Post(id="tent", name="采样"),
    HERE,
    THERE,
)


def volunteer(id_: str = "v1", **more: Any) -> Volunteer:
    """A volunteer of that number."""
    return Volunteer(id=id_, name="王文明", subject=str(1_000_000 + int(id_[1:])), **more)


def assigned(shift: Shift, who: str = "v1") -> Assignment:
    """That volunteer, on that shift."""
    return Assignment(id=assignment_id(shift.id, who), shift=shift.id, volunteer=who)


def taught(who: str = "v1") -> Training:
    """General training of that volunteer's."""
    return Training(
        id=f"{who}/general/basic", volunteer=who, course="basic", kind="general", on="2022-12-01", passed=True
    )


@pytest.fixture
def both(store: Store, joined: Joined) -> tuple[Mirror, Mirror]:
    """A station of the fixture's site and one of a site far away, with the shifts of both on the roster."""
    store.put(SERVICE)
    return Mirror(store, joined()), Mirror(store, joined("F1", "far", "cd" * 32))


def told(mirror: Mirror) -> set[tuple[str, str]]:
    """What a station knows of volunteers' service after pulling."""
    kinds = {"volunteer", "training", "assignment", "shift", "team", "project", "post", "stock_item"}
    return {key for key in mirror.pull() if key[0] in kinds}


@pytest.mark.parametrize(
    ("areas", "hears"),
    [((C1,), True), (("990101001",), True), (("990101",), True), (("9901",), True), ((C2,), False), ((), False)]
    + [((FAR,), False), (("990102",), False), (("990102", "990101"), True)],
)
def test_a_volunteer_is_known_where_they_would_serve_with_their_training_and_team(
    store: Store, both: tuple[Mirror, Mirror], areas: tuple[str, ...], hears: bool
) -> None:
    store.put([volunteer(areas=areas, team="t"), taught(), Team(id="t", name="一队")])
    here = {key for key in told(both[0]) if key[0] in {"volunteer", "training", "team"}}
    expected = {("volunteer", "v1"), ("training", "v1/general/basic"), ("team", "t")}
    assert here == (expected if hears else set())


def test_an_assignment_brings_somebody_to_the_site_and_its_end_takes_them_away(
    store: Store, both: tuple[Mirror, Mirror]
) -> None:
    here, there = both
    shifts = told(here), told(there)
    assert shifts == (
        {("shift", "h1"), ("post", "gate"), ("project", "p")},
        {("shift", "t1"), ("post", "gate"), ("project", "p")},
    )
    store.put([volunteer(areas=(FAR,)), taught()])
    assert told(here) == shifts[0]
    store.put([assigned(HERE)])
    served = {("volunteer", "v1"), ("training", "v1/general/basic")}
    assert told(here) == shifts[0] | served | {("assignment", "h1/v1")}
    assert told(there) == shifts[1] | served
    store.put([], removed=[("assignment", "h1/v1")])
    assert told(here) == shifts[0]
    store.put([assigned(HERE)])
    store.put([msgspec.structs.replace(HERE, site="far")])
    assert told(here) == set(), "the shift moved to the other site, and all that hangs on it"
    assert ("assignment", "h1/v1") in told(there)


def test_nothing_of_another_sites_is_ever_mentioned(store: Store, both: tuple[Mirror, Mirror]) -> None:
    here, there = both
    store.put([volunteer("v8", areas=(FAR,), team="t8"), taught("v8"), Team(id="t8", name="远队", region=FAR)])
    store.put([volunteer("v9", team="t8"), assigned(THERE, "v8"), Project(id="p8", name="远", region="990102")])
    assert {("volunteer", "v8"), ("volunteer", "v9"), ("team", "t8"), ("project", "p8")} <= told(there)
    store.put([], removed=[("assignment", "t1/v8"), ("volunteer", "v8"), ("training", "v8/general/basic")])
    told(here)
    named = {id_ for _, id_ in here.heard}
    assert not named & {"far", "F1", "v8", "v9", "t8", "p8", "t1", "t1/v8", "v8/general/basic"}


def test_whoever_leads_a_shift_is_known_at_its_site(store: Store, both: tuple[Mirror, Mirror]) -> None:
    store.put([volunteer(role="lead"), msgspec.structs.replace(HERE, lead="v1")])
    assert ("volunteer", "v1") in told(both[0])
    store.put([HERE])
    assert ("volunteer", "v1") not in told(both[0])


def test_a_pin_goes_where_somebody_is_assigned_or_lives_close_by(store: Store, both: tuple[Mirror, Mirror]) -> None:
    here, there = both

    def pins() -> tuple[str, ...]:
        told(here), told(there)
        return tuple(one.known.get(("volunteer", "v1"), {"pin": "unheard of"})["pin"] for one in both)

    store.put([volunteer(areas=("9901",), pin="sealed")])
    assert pins() == ("", "")
    store.put([assigned(THERE)])
    assert pins() == ("", "sealed")
    store.put([], removed=[("assignment", "t1/v1")])
    assert pins() == ("", "")
    store.put([volunteer(areas=("990101", C1), pin="sealed")])
    assert pins() == ("sealed", "unheard of")


def test_a_site_that_moves_hears_of_the_volunteers_of_its_new_place_and_not_of_the_old(
    store: Store, both: tuple[Mirror, Mirror]
) -> None:
    store.put([volunteer("v1", areas=(C1,)), volunteer("v2", areas=(C2,))])
    assert ("volunteer", "v1") in told(both[0])
    store.put([Site(id=SITE, name="示例社区", community=C2)])
    now = told(both[0])
    assert ("volunteer", "v2") in now
    assert ("volunteer", "v1") not in now


def test_what_is_in_use_is_not_removed_and_its_users_are_named(store: Store) -> None:
    store.put(
        [*SERVICE, volunteer(team="t"), assigned(HERE), Team(id="t", name="一队"), StockItem(id="m", name="口罩")]
    )
    store.put([Post(id="gate", name="卡口", kit={"m": 2})])
    assert store.remove("shift", "h1") == [("assignment", "h1/v1")]
    assert store.remove("post", "gate") == [("shift", "h1"), ("shift", "t1")]
    assert store.remove("team", "t") == [("volunteer", "v1")]
    assert store.remove("stock_item", "m") == [("post", "gate")]
    assert store.remove("assignment", "h1/v1") == []
    assert store.remove("shift", "h1") == []
    assert [data["id"] for data in store.data_of("shift")] == ["t1"]


SITES = {"s1": "990101001001", "s2": "990101001002", "s3": "990102001001"}
NUMBERS = st.integers(1, 3).map(str)
CHANGES = st.one_of(
    st.builds(
        lambda number, areas, team: volunteer(f"v{number}", areas=tuple(sorted(areas)), team=team, pin="x"),
        NUMBERS,
        st.sets(st.sampled_from(["990101001001", "990101001", "990102"]), max_size=1),
        st.sampled_from(["", "t1"]),
    ),
    st.builds(lambda region: Team(id="t1", name="队", region=region), st.sampled_from(["", "990101", "990102001001"])),
    st.builds(
        lambda number, site, lead: msgspec.structs.replace(HERE, id=f"h{number}", site=site, lead=lead),
        NUMBERS,
        st.sampled_from(sorted(SITES)),
        st.sampled_from(["", "v1"]),
    ),
    st.builds(lambda shift, who: assigned(msgspec.structs.replace(HERE, id=f"h{shift}"), f"v{who}"), NUMBERS, NUMBERS),
    st.builds(lambda who: taught(f"v{who}"), NUMBERS),
    st.tuples(st.just("assignment"), st.builds(lambda shift, who: f"h{shift}/v{who}", NUMBERS, NUMBERS)),
    st.tuples(st.just("volunteer"), NUMBERS.map(lambda number: f"v{number}")),
    st.tuples(st.just("shift"), NUMBERS.map(lambda number: f"h{number}")),
)


@settings(max_examples=12, deadline=None)
@given(rounds=st.lists(st.lists(CHANGES, max_size=5), min_size=1, max_size=5), looks=st.integers(0, 31))
def test_whatever_changes_a_station_knows_what_concerns_it_now_and_no_more(
    blank: Path, rounds: list[list[Document | tuple[str, str]]], looks: int
) -> None:
    with TemporaryDirectory() as folder, closing(Store(str(shutil.copy(blank, folder)))) as store:
        for id_, home in SITES.items():
            store.put([Site(id=id_, name=id_, community=home), Gate(id=id_, site=id_, name="门", communities=(home,))])
        station = StationRow("x", "x", "s1", "s1", "", made.at("07:00"), None, None, None)
        followers = {id_: Mirror(store, replace(station, site=id_), limit=3) for id_ in SITES}
        for number, changes in enumerate(rounds):
            documents = [one for one in changes if isinstance(one, Document)]
            store.put(documents, [one for one in changes if isinstance(one, tuple)])
            if looks >> number & 1:
                followers["s1"].pull()
        for id_, mirror in followers.items():
            mirror.pull()
            assert {key for key in mirror.known if key[0] not in {"site", "gate"}} == expected(store, id_)


def expected(store: Store, site: str) -> set[tuple[str, str]]:
    """What concerns a site, said once more from nothing but the documents as they are now."""
    held = {kind: {data["id"]: data for data in store.data_of(kind)} for kind in ("shift", "assignment", "team")}
    volunteers = {data["id"]: data for data in store.data_of("volunteer")}
    shifts = {id_ for id_, data in held["shift"].items() if data["site"] == site}
    assignments = {id_: data for id_, data in held["assignment"].items() if data["shift"] in shifts}
    serving = {data["volunteer"] for data in assignments.values()} | {held["shift"][id_]["lead"] for id_ in shifts}
    for id_, data in volunteers.items():
        region = held["team"].get(data["team"], {}).get("region", "")
        if any(SITES[site].startswith(area) for area in data["areas"] or [region] if area):
            serving.add(id_)
    serving &= volunteers.keys()
    trained = {data["id"] for data in store.data_of("training") if data["volunteer"] in serving}
    teams = {
        id_
        for id_, data in held["team"].items()
        if (data["region"] and SITES[site].startswith(data["region"]))
        or id_ in {volunteers[one]["team"] for one in serving}
    }
    found = {"shift": shifts, "assignment": assignments, "volunteer": serving, "training": trained, "team": teams}
    return {(kind, id_) for kind, ids in found.items() for id_ in ids}
