"""Without a network: what goes to central and back on a stick arrives once, whatever happens to the stick."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from central import __main__ as central_words
from central import auth, carried, intake
from central.intake import BEGUN_ANEW
from central.store.store import Store as Books
from checkpoint.bundles import BadBundle, Flaw
from checkpoint.gate import Direction
from checkpoint.journal import to_wire
from checkpoint.roster import Person, Revocation
from checkpoint.whole import Stick, stick_of
from checkpoint.wire import OTHER_HISTORY
from station import sticks
from station.__main__ import main as station_words
from station.store.store import Store
from station.sync import carrying
from station.ui.view import Carried, Carry
from tests.harness.calling import Caller, central_in_thread
from tests.harness.gate import Station, identity
from tests.harness.made import PEOPLE, R1, SITE, Pen, at, roster, text_of

NOW = at("12:00")


class Away:
    """A station that was enrolled once and has had no network since."""

    def __init__(self, books: Books, folder: Path, gate: str) -> None:
        key = Ed25519PrivateKey.generate()
        code = auth.new_code(books, name=f"{gate} 1", site=SITE, gate=gate, now=datetime.now(UTC))
        public = key.public_key().public_bytes_raw().hex()
        row, self.token = auth.enrol(books, code, public, "here", datetime.now(UTC))
        self.id = row.id
        self.gate = Station(folder, gate=gate)
        self.store: Store = self.gate.store
        self.store.enrol(replace(identity(self.id, gate), private_key=key.private_bytes_raw().hex()))
        items = books.items(0, 500)
        self.store.apply_roster([one.item for one in items], items[-1].item.version)

    def scan(self, count: int, start: int = 7) -> None:
        for number in range(count):
            way = Direction.IN if number % 2 == 0 else Direction.OUT
            self.gate.show(text_of(R1, end="2049-12-31"), f"{start:02d}:{number:02d}", way)

    def pack(self, stick: Path, since: int | None = None) -> Path:
        return carrying.pack(self.store, NOW, stick, since).path

    def take(self, answer: Path) -> carrying.Taken:
        clock: Any = self.gate.clock
        return carrying.take(self.store, answer, clock)

    def arrived(self, books: Books) -> list[str]:
        entries = books.journal(self.id, self.store.epoch)
        assert [one.seq for one in entries] == sorted({one.seq for one in entries})
        return [one.hash for one in entries]

    def written(self) -> list[str]:
        return [one.hash for one in self.store.entries(self.id, self.store.epoch)]


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A central's database with its roster, made once."""
    path = tmp_path_factory.mktemp("known") / "central.db"
    with closing(Books(str(path))) as store:
        store.put(roster())
        store.publish_keys()
    return path


@pytest.fixture
def books(tmp_path: Path, known: Path) -> Iterator[Books]:
    store = Books(str(shutil.copy(known, tmp_path)))
    yield store
    store.close()


@pytest.fixture
def south(books: Books, tmp_path: Path) -> Iterator[Away]:
    made = Away(books, tmp_path / "south", "G1")
    yield made
    made.gate.close()


@pytest.fixture
def north(books: Books, tmp_path: Path) -> Iterator[Away]:
    made = Away(books, tmp_path / "north", "G2")
    yield made
    made.gate.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


def carry(books: Books, bundle: Path, stick: Path) -> Path:
    return carried.answer(books, carried.take(books, bundle, NOW), stick, NOW)


def test_two_gates_without_a_network_agree_by_stick_and_central_has_everything_once(
    books: Books, south: Away, north: Away, stick: Path
) -> None:
    south.scan(5)
    north.scan(4, start=8)
    from_south, from_north = south.pack(stick), north.pack(stick)
    carry(books, from_south, stick)
    books.put([Person(id="77", name="新来"), Revocation(id="abcd")])
    back = carry(books, from_north, stick)
    taken = north.take(back)
    assert (taken.settled, taken.peers, north.store.unsent_count()) == (4, 5, 0)
    assert north.store.document(Revocation, "abcd") is not None
    assert not north.take(back).is_news
    again = carry(books, from_south, stick)
    assert south.take(again).settled == 5
    for one in (south, north):
        assert one.arrived(books) == one.written()
        assert one.store.rebuild(repair=False).differing == ()
    assert south.gate.logbook.figures(NOW).inside == north.gate.logbook.figures(NOW).inside


def test_bundles_in_any_order_however_often_and_beside_the_line_bring_each_entry_once(
    books: Books, south: Away, stick: Path
) -> None:
    south.scan(2)
    first = south.pack(stick)
    south.scan(2, start=8)
    second = south.pack(stick)
    south.scan(2, start=9)
    third, all_of_it = south.pack(stick, since=4), south.pack(stick, since=0)
    with central_in_thread(books) as url, Caller(url, south.id, south.token, south.store.epoch) as line:
        line.push(south.store.unsent(3))
    news = [carried.take(books, one, NOW).new for one in (third, first, third, second, all_of_it)]
    assert news == [2, 0, 0, 1, 0]
    assert south.arrived(books) == south.written()
    assert books.chains()[0].have == 6


def test_an_old_answer_takes_nothing_back_and_one_with_a_gap_before_it_is_left(
    books: Books, south: Away, stick: Path
) -> None:
    early = carry(books, south.pack(stick), stick)
    books.put([Revocation(id="abcd")])
    south.take(carry(books, south.pack(stick), stick))
    version = south.store.mark("roster_version")
    books.put([Revocation(id="efgh")])
    late = carry(books, south.pack(stick), stick)
    assert not south.take(early).is_news
    assert south.store.mark("roster_version") == version
    south.store.set_mark("roster_version", "1")
    assert south.take(late).roster == 0


def test_a_file_that_is_not_whole_or_not_for_us_is_refused_in_one_sentence_and_nothing_is_taken(
    books: Books, south: Away, north: Away, stick: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    south.scan(3)
    bundle = south.pack(stick)
    raw = bundle.read_bytes()
    bad = {
        "half": raw[: len(raw) // 2],
        "changed": raw[:-70] + b"x" + raw[-69:],
        "page": b"<html>",
        "empty": b"",
        "stranger": raw.replace(south.id.encode(), b"0" * len(south.id)),
        "answer": carry(books, north.pack(stick), stick).read_bytes(),
    }
    for name, content in bad.items():
        (stick / name).write_bytes(content)
    named = [str(stick / name) for name in [*bad, "gone"]]
    assert central_words.main(["take", "--data", str(tmp_path), *named, str(bundle)]) == 1
    said = capsys.readouterr().out.splitlines()
    words = ["ends before", "changed or damaged", "no bundle", "no bundle", "nobody here knows", "somebody else"]
    assert [word in line for word, line in zip([*words, "not there"], said, strict=False)] == [True] * 7, said
    assert "3 entries taken, 0 known already; carry answer-" in said[-1]
    assert south.arrived(books) == south.written()
    assert north.arrived(books) == []


def test_a_station_takes_only_its_own_answer_and_only_from_its_central(
    books: Books, south: Away, north: Away, stick: Path, tmp_path: Path
) -> None:
    other = Books(str(tmp_path / "other.db"))
    other.publish_keys()
    south.scan(1)
    bundle = south.pack(stick)
    answer = carry(books, bundle, stick)
    flaws = []
    for path in (bundle, answer):
        with pytest.raises(BadBundle) as caught:
            north.take(path)
        flaws.append(caught.value.flaw)
    taken = carried.take(books, bundle, NOW)
    forged = carried.answer(other, taken, tmp_path, NOW)
    with pytest.raises(BadBundle) as caught:
        south.take(forged)
    other.close()
    assert [*flaws, caught.value.flaw] == [Flaw.NOT_FOR_US, Flaw.NOT_FOR_US, Flaw.DAMAGED]
    assert south.store.unsent_count() == 1


def test_a_bundle_in_a_stations_name_that_its_key_did_not_sign_brings_nothing(
    books: Books, south: Away, north: Away, stick: Path
) -> None:
    south.scan(2)
    who = south.store.identity
    assert who is not None
    theirs = north.store.identity
    assert theirs is not None
    south.store.keep_identity(replace(who, private_key=theirs.private_key))
    forged = south.pack(stick)
    south.store.keep_identity(who)
    with pytest.raises(BadBundle) as caught:
        carried.take(books, forged, NOW)
    assert caught.value.flaw is Flaw.DAMAGED
    assert (south.arrived(books), books.refused()) == ([], [])
    carried.take(books, south.pack(stick), NOW)
    assert south.arrived(books) == south.written()


def test_what_another_gate_wrote_is_left_where_something_before_it_is_missing(
    books: Books, south: Away, north: Away, stick: Path
) -> None:
    north.scan(2, start=8)
    carry(books, north.pack(stick), stick)
    south.take(carry(books, south.pack(stick), stick))
    north.scan(3, start=9)
    carry(books, north.pack(stick, since=2), stick)
    late = carry(books, south.pack(stick), stick)
    known = south.store.mark("peer_cursor")
    assert known == "2"
    south.store.set_mark("peer_cursor", "1")
    assert south.take(late).peers == 0
    assert south.store.mark("peer_cursor") == "1", "what lies between is still asked for"
    south.store.set_mark("peer_cursor", known)
    assert south.take(late).peers == 3


def test_a_station_on_an_older_disk_goes_on_under_a_new_epoch_by_stick_and_gets_back_what_it_had_written(
    books: Books, south: Away, stick: Path
) -> None:
    pen = Pen(south.id, south.store.epoch)
    for minute in range(5):
        pen.attempt("1", Direction.IN, at(f"06:0{minute}"))
    said = [msgspec.Raw(msgspec.json.encode(to_wire(one))) for one in pen.entries]
    intake.take(books, books.stations()[0], south.store.epoch, None, said, NOW)
    south.scan(2)
    taken = south.take(carried.answer(books, came := carried.take(books, south.pack(stick), NOW), stick, NOW))
    assert (came.refused, taken.settled, taken.refused, taken.is_anew, taken.peers) == (2, 2, 2, True, 5)
    assert south.store.identity is not None
    assert not south.store.identity.signing, "what a stick proves of itself proves nothing of a line"
    assert sorted(one.seq or 0 for one in books.refused(south.id)) == [1, 2]
    assert {fork.reason for fork in books.forks()} == {OTHER_HISTORY}
    [before] = south.store.former_epochs()
    assert [one.hash for one in south.store.entries(south.id, before)] == [one.hash for one in pen.entries]
    assert (south.store.refused_count(), south.store.unsent_count()) == (0, 2 + 1), "with what begins the epoch"
    south.take(carry(books, south.pack(stick), stick))
    assert (south.arrived(books), south.store.unsent_count()) == (south.written(), 0)
    assert len(books.journal(south.id, before)) == 5, "and nothing of central's is overwritten"
    assert BEGUN_ANEW in {fork.reason for fork in books.forks()}
    assert south.store.rebuild(repair=False).differing == ()


def test_a_revoked_stations_entries_are_taken_and_it_is_told_of_nobody(books: Books, south: Away, stick: Path) -> None:
    south.scan(2)
    books.revoke(south.id, NOW)
    books.put([Person(id="77", name="新来", community=PEOPLE[0].community)])
    taken = south.take(carry(books, south.pack(stick), stick))
    assert (taken.settled, taken.roster, taken.peers) == (2, 0, 0)


def test_each_entry_that_was_carried_keeps_what_was_known_of_the_clock(books: Books, south: Away, stick: Path) -> None:
    south.scan(1)
    south.gate.clock.skew = timedelta(minutes=47)
    south.gate.clock.measured(-2_820_000)
    south.scan(1, start=14)
    south.gate.clock.skew = timedelta()  # set right since
    south.scan(1, start=15)
    carried.take(books, south.pack(stick), NOW)
    told = [one.scanned_at for one in books.arrivals(SITE, at("00:00"), at("23:00"), ("attempt",))]
    assert told == [at("07:00"), at("14:00"), at("15:00")]
    assert next(one for one in books.stations() if one.id == south.id).offset_ms is None


def test_a_full_stick_and_one_that_was_pulled_out_leave_nothing_half_written(south: Away, stick: Path) -> None:
    south.scan(3)
    with no_room(), pytest.raises(OSError, match=r".") as full:
        south.pack(stick)
    with pytest.raises(OSError, match=r".") as gone:
        south.pack(stick / "not" / "there")
    assert (stick_of(full.value), stick_of(gone.value)) == (Stick.FULL, Stick.GONE)
    assert list(stick.iterdir()) == []
    assert south.store.unsent_count() == 3


def test_a_stick_that_is_pulled_out_in_mid_write_costs_no_entry_and_what_it_leaves_is_refused_whole(
    books: Books, south: Away, stick: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    south.scan(4)
    with pulled_out():
        copied = sticks.copy_out(south.store, south.gate.clock, str(stick))  # type: ignore[arg-type]
        assert station_words(["--data", str(south.gate.where.data), "bundle", str(stick)]) == 3
    assert copied.fault == Stick.FAILED.value
    assert "/stick: it reports an error" in capsys.readouterr().err
    assert all(path.suffix == ".part" for path in stick.iterdir()), "nothing that anybody would take for a bundle"
    assert south.store.unsent_count() == 4
    whole = south.pack(stick)
    raw = whole.read_bytes()
    # As file systems of sticks leave a file whose name came to be on them before its bytes did.
    left = {"empty": b"", "cut": raw[: len(raw) * 2 // 3], "hollow": raw[:400] + bytes(len(raw) - 400)}
    for name, content in left.items():
        broken = stick / f"{name}.bundle"
        broken.write_bytes(content)
        assert central_words.main(["take", "--data", str(tmp_path), str(broken)]) == 1
        assert f"{name}.bundle: nothing taken: " in capsys.readouterr().out
    assert south.arrived(books) == []
    assert central_words.main(["take", "--data", str(tmp_path), str(whole)]) == 0
    assert south.arrived(books) == south.written()


@contextmanager
def pulled_out() -> Iterator[None]:
    """A device that takes what is written and fails when it is to keep it; then nothing on it can be changed either."""

    def fails(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", fails)
        patch.setattr(Path, "unlink", fails)
        yield


@contextmanager
def no_room() -> Iterator[None]:
    """Files of this process may not grow beyond a hundred bytes."""
    before, limits = signal.signal(signal.SIGXFSZ, signal.SIG_IGN), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)


def test_the_window_copies_to_a_stick_and_takes_what_is_its_own_from_it(
    books: Books, south: Away, north: Away, stick: Path, tmp_path: Path
) -> None:
    south.scan(2)
    folder = str(stick)
    clock: Any = south.gate.clock
    assert sticks.take_in(south.store, clock, folder) == Carried(Carry.IN, fault="nothing")
    copied = sticks.copy_out(south.store, clock, folder)
    assert (copied.entries, copied.fault) == (2, "")
    carry(books, north.pack(stick), stick)
    answer = carry(books, stick / copied.file, stick)
    (stick / "answer-half.bundle").write_bytes(answer.read_bytes()[:300])
    taken = sticks.take_in(south.store, clock, folder)
    assert (taken.entries, taken.fault, south.store.unsent_count()) == (2, "cut_short", 0)
    gone = sticks.copy_out(south.store, clock, str(tmp_path / "gone"))
    assert (gone.fault, sticks.take_in(south.store, clock, str(tmp_path / "gone")).fault) == ("gone", "gone")


def test_the_commands_carry_a_day_there_and_back(
    books: Books, south: Away, stick: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    south.scan(4)
    data = str(south.gate.where.data)
    assert station_words(["--data", data, "bundle", str(stick)]) == 0
    [bundle] = stick.iterdir()
    assert central_words.main(["take", "--data", str(tmp_path), str(bundle)]) == 0
    [answer] = [one for one in stick.iterdir() if one != bundle]
    assert station_words(["--data", data, "take", str(answer)]) == 0
    assert station_words(["--data", data, "take", str(answer), str(bundle)]) == 1
    assert station_words(["--data", data, "bundle", str(stick / "gone")]) == 3
    said = capsys.readouterr()
    assert "central has 4 entries more" in said.out
    assert "nothing in it is new" in said.out
    assert "was the stick pulled out?" in said.err
    assert south.store.unsent_count() == 0
