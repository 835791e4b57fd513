"""How a computer becomes a station: one code, one identity, and a first roster that survives a bad line."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from central import auth
from checkpoint.roster import Gate, Person, Site
from station.commands import run_enrol
from station.settings import places
from station.store.store import Store
from station.sync import enrolment
from station.sync.client import Refused, Trouble
from station.sync.enrolment import Incomplete, enrol, reach
from station.sync.histories import Histories
from tests.harness import lying
from tests.harness.central import Office
from tests.harness.gate import identity, open_store
from tests.harness.lying import lying_proxy
from tests.harness.made import SITE, FakeClock, at
from tests.sync.conftest import Pair
from tests.sync.written import write


def test_enrolment_brings_an_identity_and_the_roster(pair: Pair) -> None:
    assert (pair.who.site, pair.who.gate) == (SITE, "G1")
    assert pair.store.document_count(Person) == 5
    assert reach(pair.who) is None
    assert pair.store.mark("last_sync_at"), "preflight must not call it never synced"


def test_secrets_stand_in_no_text_that_could_be_logged(pair: Pair) -> None:
    assert pair.who.token not in repr(pair.who)
    assert pair.who.private_key not in repr(pair.who)


def test_a_code_makes_one_station_only(office: Office, fresh: Store, tmp_path: Path) -> None:
    code = office.code("G2")
    other = open_store(tmp_path / "other")
    enrol(fresh, office.url, code)
    with pytest.raises(Refused, match="not valid"):
        enrol(other, office.url, code)
    assert other.identity is None
    other.close()


def test_a_line_that_breaks_while_the_roster_comes_does_not_cost_the_code(office: Office, fresh: Store) -> None:
    code, waits = office.code(), list[float]()
    with lying_proxy(office.url) as proxy:
        proxy.always["/v1/roster"] = lying.CUT_ANSWER
        with pytest.raises(Incomplete, match="Enrol again"):
            enrol(fresh, proxy.url, code, wait=waits.append)
        made = fresh.identity
        assert made is not None
        assert len(waits) == 4
        assert fresh.document_count(Gate) == 0
        proxy.always.clear()
        assert enrol(fresh, proxy.url, code) == made
    assert fresh.document_count(Gate) == 2


def test_a_line_that_is_only_shaky_is_no_reason_to_give_up(office: Office, fresh: Store) -> None:
    with lying_proxy(office.url) as proxy:
        proxy.lie(lying.REFUSED, lying.REFUSED, lying.HALF_JSON, path="/v1/roster")
        enrol(fresh, proxy.url, office.code(), wait=lambda _s: None)
    assert fresh.document_count(Person) == 5


def test_a_stranger_gets_no_code(office: Office, fresh: Store) -> None:
    with lying_proxy(office.url) as proxy:
        proxy.always[lying.EVERYWHERE] = lying.PORTAL
        with pytest.raises(Trouble, match="sign in"):
            enrol(fresh, proxy.url, office.code())
        assert "/v1/enrol" not in proxy.asked
    assert fresh.identity is None


def test_a_station_with_entries_that_central_lacks_is_not_made_another_one(pair: Pair) -> None:
    pair.write(2)
    before = pair.who
    pair.proxy.always[lying.JOURNAL] = lying.REFUSED
    with pytest.raises(Trouble, match="does not have 2 of its entries"):
        enrol(pair.store, pair.office.url, pair.office.code("G2"))
    assert pair.who == before


def test_a_station_that_is_enrolled_anew_hands_over_first_and_takes_along_what_is_left(pair: Pair) -> None:
    before, epoch = pair.who, pair.store.epoch
    pair.write(2)
    enrol(pair.store, pair.proxy.url, pair.office.code("G2"))
    assert len(pair.office.books.journal(before.station, epoch)) == 2
    pair.write(3)
    second, later = pair.who, pair.store.epoch
    assert pair.office.books.revoke(second.station, at("09:00"))
    # Another computer handed over that station's queue: nothing more is taken in its name.
    pair.office.books.seal(second.station, "another epoch 7")
    enrol(pair.store, pair.proxy.url, pair.office.code("G1"))
    assert pair.store.unsent_count() == 0
    assert [one.kind for one in pair.office.books.journal(second.station, later)] == ["begun"]
    assert [one.kind for one in pair.office.books.journal(pair.who.station, pair.store.epoch)] == [
        "begun",
        *["attempt"] * 3,
    ]
    assert pair.store.fault() is None
    assert pair.store.rebuild(repair=False).differing == ()


def test_what_a_station_out_of_service_has_left_goes_up_in_its_own_name_before_it_becomes_another(pair: Pair) -> None:
    before, epoch = pair.who, pair.store.epoch
    pair.write(3)
    own = pair.written()
    pair.proxy.lie(lying.HONEST, *[lying.DROP_ANSWER] * 2, path=lying.JOURNAL)
    pair.courier(whole=True).round()
    assert (pair.store.unsent_count(), len(pair.arrived())) == (3, 3)
    assert pair.office.books.revoke(before.station, at("09:00"))
    enrol(pair.store, pair.proxy.url, pair.office.code("G2"))
    assert [one.hash for one in pair.office.books.journal(before.station, epoch)] == own
    assert [one.kind for one in pair.office.books.journal(pair.who.station, pair.store.epoch)] == ["begun"]
    assert not pair.store.is_closed_journal


def test_what_central_took_and_could_not_say_so_never_stands_there_in_two_names(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enrolment, "TRIES", 2)
    before, epoch, code = pair.who, pair.store.epoch, pair.office.code("G2")
    pair.write(3)
    own = pair.written()
    pair.proxy.always[lying.JOURNAL] = lying.DROP_ANSWER
    with pytest.raises(Trouble, match="has not said whether it has what this computer wrote as G1"):
        enrol(pair.store, pair.proxy.url, code, wait=lambda _s: None)
    assert pair.who == before
    enrol(pair.store, pair.proxy.url, code, wait=lambda _s: pair.proxy.always.clear())
    assert [one.hash for one in pair.office.books.journal(before.station, epoch)] == own
    assert [one.kind for one in pair.office.books.journal(pair.who.station, pair.store.epoch)] == ["begun"]


def test_what_an_open_window_writes_beside_the_command_goes_up_in_the_new_name_and_in_no_other(
    pair: Pair, tmp_path: Path
) -> None:
    pair.write(2)
    window = pair.courier(whole=True)
    assert window.round().sent == 2
    former = pair.who
    with closing(open_store(tmp_path / "a")) as beside:
        enrol(beside, pair.proxy.url, pair.office.code("G2"))
    pair.write(3)
    assert (pair.store.unsent_count(), pair.store.fault()) == (3, None)
    pair.proxy.asked.clear()
    for _ in range(2):
        told = window.round()
        assert (told.sent, told.refused, told.sentence.partition(":")[0]) == (
            *(0, 0),
            "this computer has become another station",
        )
    assert pair.proxy.asked == []
    assert pair.courier(whole=True).round().sent == 3
    assert pair.arrived() == pair.written()
    assert pair.office.books.refused(former.station) == []


def test_nothing_goes_up_in_the_former_name_when_a_computer_becomes_another_station_during_a_round(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair.write(2)
    window = pair.courier(whole=True)
    window.round()
    former, introduce = pair.who, Histories.introduce

    def meanwhile(histories: Histories) -> None:
        monkeypatch.undo()
        introduce(histories)
        with closing(open_store(tmp_path / "a")) as beside:
            enrol(beside, pair.proxy.url, pair.office.code("G2"))
        pair.write(3)

    monkeypatch.setattr(Histories, "introduce", meanwhile)
    told = window.round()
    assert (told.sent, told.refused, pair.store.unsent_count()) == (0, 0, 3)
    assert pair.office.books.refused(former.station) == []


def test_what_a_central_that_knows_this_computer_no_more_has_lost_goes_along_to_no_other_site(pair: Pair) -> None:
    books, now = pair.office.books, datetime.now(UTC)
    books.put([Site(id="S2", name="二"), Gate(id="H1", site="S2", name="门", communities=())])
    pair.write(2)
    # As one that was restored from before this station was enrolled: neither its token nor its key says anything.
    pair.store.keep_identity(replace(pair.who, token="gone", private_key="44" * 32))
    before, epoch = pair.who, pair.store.epoch
    code = auth.new_code(books, name="门", site="S2", gate="H1", now=now)
    with pytest.raises(Trouble, match="another site, and central does not have 2 of its entries"):
        enrol(pair.store, pair.proxy.url, code)
    assert (pair.who, pair.store.epoch, pair.store.unsent_count()) == (before, epoch, 2)
    enrol(pair.store, pair.proxy.url, pair.office.code("G2"))
    assert (pair.who.gate, pair.store.unsent_count()) == ("G2", 0)
    assert [one.kind for one in books.journal(pair.who.station, pair.store.epoch)] == ["begun", *["attempt"] * 2]


def test_a_computer_that_moves_to_another_gate_sends_what_it_writes_there(pair: Pair) -> None:
    pair.write(5)
    pair.courier().round()
    first = pair.who
    enrol(pair.store, pair.proxy.url, pair.office.code("G2"))
    assert (pair.who.gate, pair.who.station == first.station) == ("G2", False)
    write(pair.store, FakeClock(at("08:00")), 3)
    assert pair.store.unsent_count() == 3
    assert pair.courier().round().sent == 3
    assert pair.arrived() == pair.written()
    assert pair.store.document_count(Person) == 5


def test_plain_http_beyond_this_computer_goes_on_only_for_a_station_enrolled_so() -> None:
    far = identity(server="http://central.example")
    assert "https only" in str(reach(far))


def test_nobody_there_is_one_sentence() -> None:
    said = reach(identity(token="very-secret"))
    assert said is not None
    assert "cannot be reached" in said
    assert "very-secret" not in said


def test_the_command_keeps_a_station_whose_roster_is_still_to_come(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enrolment, "TRIES", 1)
    code = tmp_path / "code"
    code.write_text(office.code(), encoding="utf-8")
    with lying_proxy(office.url) as proxy:
        words = Namespace(
            data=tmp_path / "a", server=proxy.url, code_file=code, qr=None, pin=None, insecure_plain_http=False
        )
        proxy.always["/v1/roster"] = lying.REVOKED
        with pytest.raises(Incomplete):
            run_enrol(words)
        assert places(tmp_path / "a").store.exists()
        proxy.always.clear()
        assert run_enrol(words) == 0
