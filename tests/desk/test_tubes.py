"""Tubes at a station: what it writes, what stays when the names in them are forgotten, and what leaves as a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from checkpoint import wording
from checkpoint.journal import Entry, stamp
from checkpoint.policy import Policy, SamplingRules
from checkpoint.retention import SAMPLING, SERVICE, purge_id
from checkpoint.roster import Hold, Purge
from checkpoint.sampling.acts import BOX, KINDS, MEMBER, TUBE
from checkpoint.sampling.books import State
from checkpoint.sampling.rules import Refusal
from checkpoint.wire import Receipt
from station.retention import forget_expired
from station.store.trouble import StoreTrouble
from station.tubes import Lead, Tubes, Who, Written
from station.ui.sampling.face import OPTIONS
from tests.checkpoint.test_sampling import Table
from tests.harness.gate import Station, station_at
from tests.harness.made import R1, R3, SITE, Pen, badge, items
from tests.store.test_peers import peer

POLICY = Policy(sampling=SamplingRules(on=True))
FIRST, SECOND = Who("1", "张*", "3号楼", "scan"), Who("3", "王**", "1号楼", "typed")
LEAD = Lead("990101-0100", "lead")
DAY = date(2022, 12, 5)


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Station]:
    with station_at(tmp_path / "a", policy=POLICY, start="08:00") as made:
        yield made


def done(given: Written) -> str:
    assert isinstance(given, Entry), given
    return given.id


def filled(tubes: Tubes, code: str = "A-0001", *who: Who) -> str:
    """A sealed tube; the box is opened where there is none."""
    if tubes.books().open_box(*tubes.table) is None:
        done(tubes.open_box(f"BX-{code}", 10))
    tube = done(tubes.open_tube(code, 10))
    for one in who or (FIRST, SECOND):
        tubes._desk.clock.time += timedelta(seconds=1)  # type: ignore[attr-defined]
        done(tubes.add(tube, one))
    done(tubes.seal(tube, confirmed=True))
    return tube


def settle(gate: Station) -> None:
    """Central has everything."""
    told = [
        Receipt(seq=one.seq, state="stored", received_at=stamp(one.at), scanned_at=stamp(one.at))
        for one in gate.store.unsent(1000)
    ]
    gate.store.settle(gate.store.epoch, told)


def names(gate: Station) -> int:
    return sum(one.entry.body is not None for one in gate.store.told(MEMBER))


def swept(gate: Station, tubes: Tubes) -> int:
    """Everything that is over is forgotten, as a station does it bit by bit."""
    forgot = forget_expired(gate.store, gate.logbook, gate.clock.now())
    while now := tubes.forget_expired(forgot):
        forgot = now
    tubes.forget_expired()
    return forgot


def test_an_entry_says_who_is_in_a_tube_by_the_number_of_gate_entries_and_a_masked_name(gate: Station) -> None:
    tubes = Tubes(gate.desk)
    tube = filled(tubes)
    first = next(one.entry for one in gate.store.told(MEMBER) if (one.entry.body or {})["subject"] == "1")
    assert first.amends == tube
    assert first.body == {
        "change": "added",
        "site": SITE,
        "gate": "G1",
        "table": "1",
        "subject": "1",
        "details": {"name": "张*", "method": "scan"},
    }
    (found,) = tubes.books().tubes.values()
    assert (found.count, found.short, found.opened.operator) == (2, True, "gd1")


def test_a_volunteer_who_is_on_no_other_list_is_sampled_by_their_badge(tmp_path: Path) -> None:
    volunteer, text = badge(7)
    with station_at(tmp_path / "a", volunteer, policy=POLICY, start="08:00") as gate:
        assert Tubes(gate.desk).shown(text) == Who(volunteer.subject, "王**", "", "scan")


def test_what_another_table_wrote_counts_as_soon_as_it_has_arrived(gate: Station) -> None:
    tubes, other = Tubes(gate.desk), Pen("st2")
    mine = filled(tubes)
    for kind, body, about in (
        (BOX, {"change": "opened", "code": "BX-9", "pool": 10}, None),
        (TUBE, {"change": "opened", "code": "A-0009", "pool": 10, "box": "b"}, None),
        (MEMBER, {"change": "added", "subject": "77", "details": {"name": "李*"}}, "tube"),
    ):
        amends = next(iter(one.entry.id for one in gate.store.told(TUBE) if one.entry.station == "st2"), about)
        entry = other.write(kind, {**body, "site": SITE}, gate.clock.now(), amends=amends if about else None)
        gate.store.apply_peers([peer(entry)], entry.seq)
    tube = done(tubes.open_tube("A-0002", 10))
    assert tubes.add(tube, Who("77", "李*", "", "scan")) is Refusal.SAMPLED_TODAY
    assert tubes.open_tube("A-0009", 1) is Refusal.CODE_USED
    assert tubes.books().tubes[mine].state is State.SEALED


def test_only_the_table_itself_binds_and_seals(gate: Station) -> None:
    tubes = Tubes(gate.desk)
    done(tubes.open_box("BX-0001", 10))
    tube = done(tubes.open_tube("A-0001", 10))
    done(tubes.add(tube, FIRST))
    gate.desk.lane = "2"
    assert tubes.add(tube, SECOND) is Refusal.NOT_HERE
    assert tubes.seal(tube, confirmed=True) is Refusal.NOT_HERE
    done(tubes.open_box("BX-0002", 10))


def test_whoever_is_added_after_the_seal_and_the_tubes_count_are_written_together_or_not_at_all(
    gate: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    tubes = Tubes(gate.desk)
    tube = filled(tubes, "A-0001", FIRST)
    before, append, calls = gate.store.entry_count(), gate.store._append, []

    def fails_at_the_second(*given: object) -> Entry:
        calls.append(given)
        if len(calls) == 2:
            raise OSError("no space left")
        return append(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(gate.store, "_append", fails_at_the_second)
        with pytest.raises((OSError, StoreTrouble)):
            tubes.amend(tube, SECOND, "漏扫", LEAD)
    assert gate.store.entry_count() == before
    assert tubes.amend(tube, SECOND, "漏扫", Lead("990101-0007", "guide")) is Refusal.NO_LEAD
    done(tubes.amend(tube, SECOND, "漏扫", LEAD))
    found = tubes.books().tubes[tube]
    assert (found.count, len(found.members), found.flagged, gate.store.entry_count()) == (2, 2, True, before + 2)


def read_anew(tubes: Tubes) -> None:
    """What another thread does as soon as there is something to forget in memory too."""
    assert tubes.wants_reading
    tubes.open_with(tubes.read())


def test_names_go_a_fortnight_after_the_hand_over_and_every_figure_stays(gate: Station) -> None:
    tubes = Tubes(gate.desk)
    sent, left = filled(tubes), filled(tubes, "A-0002", Who("5", "赵*", "", "scan"))
    void = filled(tubes, "A-0003", Who("6", "钱*", "", "scan"))
    done(tubes.amend(sent, Who("7", "孙*", "", "scan"), "漏扫", LEAD))
    done(tubes.void(void, "破损"))
    done(tubes.send([sent], "李运送"))
    settle(gate)
    ledger = gate.logbook.report(DAY)["sampling"]
    kept = {one.id: (one.state, one.count, one.short, one.flagged) for one in tubes.books().tubes.values()}
    assert (ledger["sampled"], ledger["void"], names(gate)) == (4, 1, 5)
    gate.clock.to("23:59", "2022-12-18")
    assert swept(gate, tubes) == 0
    gate.clock.to("00:01", "2022-12-19")
    assert swept(gate, tubes) == 4
    read_anew(tubes)
    assert names(gate) == 1, "nobody has handed over the tube that was left"
    for books in (tubes.books(), Tubes(gate.desk).books()):
        assert {one.id: (one.state, one.count, one.short, one.flagged) for one in books.tubes.values()} == kept
        assert [one.subject for one in books.members.values()] == ["5"]
        assert books.to_sample_again() == ()
    assert gate.logbook.report(DAY)["sampling"] == ledger
    assert gate.store.fault() is None
    gate.clock.to("00:01", "2023-02-20")
    assert swept(gate, tubes) == 1
    read_anew(tubes)
    assert tubes.books().tubes[left].count == 1


def test_books_that_were_read_before_somebody_was_forgotten_are_read_once_more(gate: Station) -> None:
    tubes = Tubes(gate.desk)
    filled(tubes)
    settle(gate)
    tubes.books()
    before = tubes.read()
    later = stamp(gate.clock.now() + timedelta(hours=1))
    gate.store.apply_roster(items([Purge(id=purge_id(SITE, SAMPLING), site=SITE, before=later)], 90), 90)
    assert swept(gate, tubes) == 2
    tubes.open_with(before)
    read_anew(tubes)
    assert len(tubes.books().members) == 0


def test_a_label_of_months_ago_opens_nothing(gate: Station) -> None:
    tubes = Tubes(gate.desk)
    tube = filled(tubes)
    done(tubes.void(tube, "破损"))
    done(tubes.close_box(0))
    settle(gate)
    gate.clock.to("08:00", "2023-04-01")
    swept(gate, tubes)
    again = Tubes(gate.desk)
    assert again.open_box("BX-A-0001", 10) is Refusal.CODE_USED
    done(again.open_box("BX-0002", 10))
    assert again.open_tube("A-0001", 10) is Refusal.CODE_USED


def test_nobody_hands_tubes_over_before_they_have_signed_in(gate: Station) -> None:
    tubes = Tubes(gate.desk)
    sealed = filled(tubes)
    gate.desk.operator = ""
    assert tubes.send([sealed], "李运送") is Refusal.NO_OPERATOR
    gate.desk.operator = "gd1"
    done(tubes.send([sealed], "李运送"))


def test_what_central_has_not_taken_or_is_under_a_hold_keeps_its_names(gate: Station) -> None:
    tubes = Tubes(gate.desk)
    done(tubes.send([filled(tubes)], "李运送"))
    gate.clock.to("08:00", "2022-12-30")
    assert (swept(gate, tubes), names(gate)) == (0, 2)
    settle(gate)
    gate.store.apply_roster(items([Hold(id="h", site=SITE, since="2022-12-05", reason="案件")], 90), 90)
    gate.clock.to("08:00", "2022-12-31")
    assert (swept(gate, tubes), names(gate)) == (0, 2)


def test_an_order_of_central_is_heeded_at_once_and_nothing_of_it_is_remembered(gate: Station) -> None:
    tubes = Tubes(gate.desk)
    filled(tubes)
    settle(gate)
    assert len(tubes.books().members) == 2
    later = stamp(gate.clock.now() + timedelta(hours=1))
    gate.store.apply_roster(items([Purge(id=purge_id(SITE, SAMPLING), site=SITE, before=later)], 90), 90)
    assert (swept(gate, tubes), names(gate)) == (2, 0)
    read_anew(tubes)
    assert (len(tubes.books().members), len(tubes.books().tubes)) == (0, 1)
    gate.store.apply_roster(items([Purge(id=purge_id(SITE, SERVICE), site=SITE, before=later)], 91), 91)
    swept(gate, tubes)
    assert all(one.entry.body is None for kind in KINDS for one in gate.store.told(kind))
    assert Tubes(gate.desk).books().tubes == {}


def test_the_days_tubes_leave_as_a_file_without_anybody_in_them(gate: Station, tmp_path: Path) -> None:
    tubes = Tubes(gate.desk)
    done(tubes.send([filled(tubes)], "李运送", "4.5"))
    path = tmp_path / "tubes.csv"
    assert gate.logbook.export_sampling(DAY, path, language="zh_CN") == 1
    text = path.read_text(encoding="utf-8-sig")
    assert (
        text.splitlines()[0] == "日期,站点,采样台,箱码,管码,类型,人数,开管时间/人,封管时间/人,送检,接收,状态,作废原因"
    )
    assert text.splitlines()[1].startswith("2022-12-05,示例社区,南口 1,BX-A-0001,A-0001,十混一,2,08:00:00 gd1")
    assert "→ 李**" in text
    for person in (R1, R3):
        assert person.name not in text
    assert gate.logbook.export_sampling(date(2022, 12, 6), path, language="en", ending=".xlsx") == 0


def test_a_clock_that_central_sets_right_moves_the_tubes_to_their_day(gate: Station) -> None:
    tubes = Tubes(gate.desk)
    gate.clock.skew = timedelta(days=-1)
    tube = filled(tubes)
    now = stamp(gate.clock.time)
    right = [
        Receipt(seq=one.seq, state="stored", received_at=now, scanned_at=now, corrected=True)
        for one in gate.store.unsent(100)
    ]
    gate.clock.offset_ms = int(timedelta(days=1).total_seconds() * 1000)
    gate.store.settle(gate.store.epoch, right)
    wrote_at = gate.clock.time
    gate.wait(90)
    assert tubes.books().tubes[tube].opened.scanned_at < wrote_at, "no scan waits for all to be read again"
    read_anew(tubes)
    assert tubes.books().tubes[tube].opened.scanned_at == wrote_at


def test_what_stands_open_at_another_table_is_filled_and_emptied_there_alone(gate: Station) -> None:
    tubes, other = Tubes(gate.desk), Table("s9", "07:00")
    box = other.box()
    theirs, beside = other.tube(box), other.tube(box, "A-0009", 1)
    (member,) = other.add(theirs, FIRST.subject)
    gate.store.apply_peers([peer(one) for one in other.pen.entries], 1)
    assert tubes.add(theirs, SECOND) is Refusal.NOT_HERE
    assert tubes.remove(member) is Refusal.NOT_HERE
    assert tubes.move(theirs, beside) is Refusal.NOT_HERE
    assert tubes.replace(member, SECOND) is Refusal.NOT_HERE
    assert tubes.seal(theirs, confirmed=True) is Refusal.NOT_HERE
    done(tubes.replace(member, SECOND, "错码", LEAD))
    done(tubes.void(theirs, "broken"))


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_every_reason_that_a_table_offers_for_voiding_has_a_word_in_the_ledger(language: str) -> None:
    for code in OPTIONS["void"]:
        word = wording.word("void_reason", code, language)
        assert word != code
        assert word.isascii() == (language == "en")


def test_somebody_is_known_as_sampled_today_whatever_the_clock_says_before_and_after_it_is_set_right(
    gate: Station,
) -> None:
    tubes = Tubes(gate.desk)
    gate.clock.skew = timedelta(days=-3)
    gate.clock.offset_ms = int(timedelta(days=3).total_seconds() * 1000)
    filled(tubes, "A-0001", FIRST)
    tube = done(tubes.open_tube("A-0002", 10))
    assert tubes.books().tubes[tube].opened.scanned_at == gate.clock.time
    assert tubes.add(tube, FIRST) is Refusal.SAMPLED_TODAY
    now = stamp(gate.clock.time)
    right = [
        Receipt(seq=one.seq, state="stored", received_at=now, scanned_at=now, corrected=True)
        for one in gate.store.unsent(100)
    ]
    gate.store.settle(gate.store.epoch, right)
    for one in (tubes, Tubes(gate.desk)):
        assert one.add(tube, FIRST) is Refusal.SAMPLED_TODAY
