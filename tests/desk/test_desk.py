"""The desk: what it writes, what it never writes, and that nothing is shown that is not written."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa

from checkpoint import passes
from checkpoint.gate import Action, Direction, Light, Outcome, Reason
from checkpoint.policy import FieldUse, Policy
from checkpoint.roster import PassKey, Site
from checkpoint.wire import Item
from station import showing
from station.desk import Desk
from station.place import NotReady
from station.retention import forget_expired
from station.store.store import Store
from station.store.trouble import StoreFault, StoreTrouble
from tests.harness.gate import Station, identity, open_store, station_at
from tests.harness.made import (
    KEYS,
    OTHER_KEY,
    PEOPLE,
    R1,
    R2,
    R3,
    URL,
    X1,
    ZONE,
    Pen,
    at,
    items,
    lost,
    pass_of,
    text_of,
)
from tests.store.test_peers import peer

IN, OUT = Direction.IN, Direction.OUT


def everything_written(store: Store) -> str:
    return json.dumps([entry.body for chain in store.epochs() for entry in store.entries(*chain)], ensure_ascii=False)


def test_a_verdict_is_on_disk_when_it_is_shown(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        shown = gate.show(text_of(R1), "07:00", IN)
        other = open_store(tmp_path / "a")
        assert [entry.id for entry in other.entries("st1", other.epoch)] == [shown.recorded.entry.id]
        other.close()


def test_an_entry_says_where_when_by_whom_and_by_which_policy(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", policy=Policy(version=7)) as gate:
        entry = gate.show(text_of(R1), "07:00:20", OUT, method="wedge", suppressed=3).recorded.entry
        assert (entry.at, entry.operator, entry.kind, entry.seq) == (at("07:00:20"), "gd1", "attempt", 1)
        assert entry.body is not None
        said = {name: entry.body[name] for name in ("gate", "direction", "method", "suppressed", "policy", "subject")}
        assert said == {
            "gate": "G1",
            "direction": "out",
            "method": "wedge",
            "suppressed": 3,
            "policy": 7,
            "subject": "1",
        }


def test_no_entry_holds_a_full_name_a_phone_or_a_room(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        for person in PEOPLE:
            gate.show(text_of(person))
            gate.show(text_of(person))
        written = everything_written(gate.store)
    for person in PEOPLE:
        for secret in (person.name, person.phone or person.name, f'"{person.room or person.name}"'):
            assert secret not in written


def test_the_text_of_a_code_that_is_not_ours_is_nowhere(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        shown = gate.show(URL)
        assert (shown.verdict.light, shown.verdict.reason) == (Light.RED, Reason.UNKNOWN_CODE)
        assert "pay.example" not in everything_written(gate.store)
        assert shown.recorded.passage.subject is None


def test_a_forged_pass_shows_whom_it_claims_to_be_and_counts_for_nobody(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        shown = gate.show(passes.sign(pass_of(R1), OTHER_KEY))
        assert (shown.verdict.reason, shown.recorded.passage.name) == (Reason.FORGED, "张*")
        gate.desk.decide(shown.recorded.entry.id, Action.ADMIT)
        assert gate.logbook.figures(gate.clock.now()).inside == 0
        assert gate.show(text_of(R1)).verdict.light is Light.GREEN


def test_a_revoked_pass_says_why_and_the_next_one_is_good(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", lost(R1)) as gate:
        shown = gate.show(text_of(R1))
        assert (shown.verdict.reason, shown.revocation) == (Reason.REVOKED, "lost")
        assert gate.show(text_of(R1, begin="2022-12-01")).verdict.light is Light.GREEN


@pytest.mark.parametrize(
    ("use", "degrees", "kept", "light"),
    [
        (FieldUse.HIDDEN, 390, None, Light.GREEN),
        (FieldUse.OPTIONAL, 365, "normal", Light.GREEN),
        (FieldUse.OPTIONAL, 373, 373, Light.RED),
        (FieldUse.OPTIONAL, None, None, Light.GREEN),
    ],
)
def test_a_temperature_is_kept_only_where_asked_for_and_its_figure_only_when_high(
    tmp_path: Path, use: FieldUse, degrees: int | None, kept: object, light: Light
) -> None:
    with station_at(tmp_path / "a", temperature=use) as gate:
        shown = gate.show(text_of(R1), temperature=degrees)
        assert shown.verdict.light is light
        assert (shown.recorded.entry.body or {}).get("temperature") == kept


def test_what_is_decided_once_is_not_decided_again(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        gate.show(text_of(R1), "07:00", IN)
        again = gate.show(text_of(R1), "07:01", IN).recorded.entry.id
        first = gate.desk.decide(again, Action.PRESUME_EXIT)
        assert first is not None
        assert first.recorded.passage.presumed_exit
        assert gate.desk.decide(again, Action.CANCEL) is None
        assert gate.store.entry_count() == 3
        assert gate.logbook.figures(gate.clock.now()).left == 0


def test_somebody_held_with_a_fever_is_let_in_or_sent_away_later(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", temperature=FieldUse.OPTIONAL) as gate:
        held = gate.show(text_of(R1), temperature=380).recorded.entry.id
        after = gate.desk.decide(held, Action.TURN_AWAY)
        assert after is not None
        assert after.recorded.passage.outcome is Outcome.TURNED_AWAY


def test_an_undecided_row_can_be_decided_as_its_card_could(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", lost(R3), temperature=FieldUse.OPTIONAL) as gate:
        cards = [gate.show(text) for text in (text_of(R2), text_of(R3), URL, text_of(R1))]
        cards.append(gate.show(text_of(X1), temperature=390))
        rows = [showing.row(card.recorded.passage, "") for card in cards]
        assert [row.actions for row in rows] == [card.verdict.actions for card in cards]
        assert [bool(row.actions) for row in rows] == [True, True, True, False, True]
        gate.desk.decide(rows[0].attempt, Action.CANCEL)
        newest = [showing.row(one, "") for one in gate.logbook.newest()]
        assert newest[-1].actions == ()


def test_a_visitor_is_registered_as_one_and_leaves_by_the_same_gate(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        shown = gate.show(text_of(R2), "08:12", IN)
        assert shown.verdict.reason is Reason.NOT_THIS_COMMUNITY
        after = gate.desk.decide(shown.recorded.entry.id, Action.ADMIT_VISITOR)
        assert after is not None
        assert after.recorded.passage.category == "visitor"
        assert gate.logbook.figures(gate.clock.now()).inside == 1
        assert gate.show(text_of(R2), "09:00", OUT).verdict.light is Light.GREEN
        assert gate.logbook.figures(gate.clock.now()).inside == 0


def test_the_other_gate_of_the_site_takes_both_communities(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", gate="G2") as gate:
        assert gate.show(text_of(R2)).verdict.light is Light.GREEN
        assert gate.show(text_of(R1)).verdict.light is Light.GREEN


def test_a_new_key_and_a_new_policy_count_from_the_next_scan_on(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        other = OTHER_KEY.public_key().public_bytes_raw()
        gate.store.apply_roster(items([PassKey(id="1", public=other.hex())], 50), 50)
        gate.desk.refresh()
        assert gate.show(text_of(R1)).verdict.reason is Reason.FORGED
        gate.store.apply_roster(items([PassKey(id="1", public=KEYS[1].hex())], 51), 51)
        gate.desk.refresh()
        assert gate.show(text_of(R1)).verdict.light is Light.GREEN


def test_a_station_that_is_not_enrolled_or_has_no_roster_says_so(tmp_path: Path) -> None:
    store = open_store(tmp_path / "a")
    with pytest.raises(NotReady, match="not enrolled"):
        Desk(store, Station.__new__(Station), operator="x")  # type: ignore[arg-type]
    store.enrol(identity())
    with pytest.raises(NotReady, match="roster"):
        Desk(store, Station.__new__(Station), operator="x")  # type: ignore[arg-type]
    store.close()


def test_retention_forgets_after_the_sites_days_and_not_before(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", policy=Policy(retention_days=14)) as gate:
        gate.show(text_of(R1), "07:00")
        entry = gate.store.unsent(1)[0]
        from tests.store.test_projections import receipts_for

        gate.store.settle(gate.store.epoch, receipts_for(gate, [1]))
        report = gate.logbook.report(at("07:00").date())
        gate.clock.to("23:59", "2022-12-18")
        assert forget_expired(gate.store, gate.logbook, gate.clock.now()) == 0
        gate.clock.to("00:01", "2022-12-19")
        assert forget_expired(gate.store, gate.logbook, gate.clock.now()) == 1
        assert gate.logbook.report(at("07:00").date()) == report | {"unsynced": 0}
        assert entry.body is not None
        assert everything_written(gate.store) == "[null]"


def test_a_site_taken_off_the_roster_leaves_the_gate_at_work(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        gate.store.apply_roster([Item(kind="site", id=gate.desk.place.site.id, version=60, data=None)], 60)
        with pytest.raises(NotReady):
            gate.desk.refresh()
        assert gate.show(text_of(R1)).verdict.light is Light.GREEN
        assert gate.store.document_count(Site) == 0


@pytest.mark.parametrize(
    "spoilt",
    [PassKey(id="9", public="zz"), PassKey(id="nine", public="00" * 32), PassKey(id="9", public="00")],
)
def test_a_key_that_is_none_takes_the_gate_from_nobody_else(tmp_path: Path, spoilt: PassKey) -> None:
    with station_at(tmp_path / "a", spoilt) as gate:
        assert gate.show(text_of(R1)).verdict.light is Light.GREEN


@pytest.mark.parametrize("zone", ["Mars/Base", "", "../../etc/passwd", "Asia/Shanghai\0"])
def test_a_time_zone_that_is_none_is_one_sentence_and_the_gate_goes_on(tmp_path: Path, zone: str) -> None:
    with station_at(tmp_path / "a") as gate:
        site = msgspec.structs.replace(gate.desk.place.site, time_zone=zone)
        gate.store.apply_roster(items([site], 60), 60)
        with pytest.raises(NotReady, match="time zone"):
            gate.desk.refresh()
        assert gate.show(text_of(R1)).verdict.light is Light.GREEN


def test_a_verdict_whose_entry_does_not_reach_the_disk_is_never_shown(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        gate.show(text_of(R1), "07:00", IN)

        def fails(_connection: object) -> None:
            raise sa.exc.OperationalError("COMMIT", {}, Exception("disk I/O error"))

        sa.event.listen(gate.store._writer, "commit", fails)
        with pytest.raises(StoreTrouble) as caught:
            gate.show(text_of(R1), "08:00", OUT)
        assert caught.value.fault is StoreFault.DISK
        sa.event.remove(gate.store._writer, "commit", fails)
        assert gate.store.entry_count() == 1
        assert gate.show(text_of(R1), "08:01", OUT).recorded.entry.seq == 2
        assert gate.store.fault() is None


def test_whatever_a_code_says_it_gets_one_card_and_leaves_no_text(tmp_path: Path) -> None:
    texts = ["", " ", "\0", "\ud800", "C1" + "0" * 120, text_of(R1)[:-1], text_of(R1) + "0", "密" * 3_000, URL * 500]
    with station_at(tmp_path / "a") as gate:
        for text in texts:
            shown = gate.show(text)
            assert (shown.verdict.light, shown.recorded.passage.subject) == (Light.RED, None)
        written = everything_written(gate.store)
        assert "密" not in written
        assert "pay.example" not in written
        assert gate.store.entry_count() == len(texts)


def test_the_last_entry_of_a_person_counts_whichever_gate_wrote_it(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        gate.show(text_of(R1), "07:00", IN)
        elsewhere = Pen("st2", gate="G2").attempt("1", OUT, at("07:30"))
        gate.store.apply_peers([peer(elsewhere)], 1)
        assert gate.show(text_of(R1), "08:00", IN).verdict.light is Light.GREEN


def test_seventeen_scans_a_minute_for_ten_minutes_are_all_there(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        for number in range(170):
            gate.wait(60 / 17)
            gate.show(text_of(PEOPLE[number % 5]), way=IN if number // 5 % 2 == 0 else OUT)
        assert len(gate.logbook.passages(gate.clock.now().astimezone(ZONE).date())) == 170
        assert gate.store.unsent_count() == 170
