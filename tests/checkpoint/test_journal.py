"""The journal entry: canonical bytes, the chain, forgetting."""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from checkpoint import journal
from checkpoint.gate import Direction
from checkpoint.journal import GENESIS, Clock, Entry, MalformedEntry
from tests.harness.made import Pen, at

EXACT = st.integers(-(2**53), 2**53)
TEXT = st.text(st.characters(codec="utf-8"))
KEY = st.text(st.characters(codec="ascii"), max_size=8)
BODY = st.dictionaries(
    KEY,
    st.recursive(
        st.none() | st.booleans() | EXACT | TEXT,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEY, inner, max_size=3),
        max_leaves=8,
    ),
    max_size=5,
)
MOMENT = st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(journal.whole_ms)


def a_chain(length: int = 6) -> list[Entry]:
    pen = Pen()
    for number in range(length):
        pen.attempt(str(number % 3 + 1), Direction.IN, at("07:00") + timedelta(minutes=number), name="张*")
    return pen.entries


@given(BODY)
def test_canonical_bytes_say_the_same_value_whatever_the_order_of_keys(body: dict[str, Any]) -> None:
    raw = journal.canonical(body)
    assert json.loads(raw) == body
    keys = list(body)
    random.Random(1).shuffle(keys)
    assert journal.canonical({key: body[key] for key in keys}) == raw


def test_canonical_bytes_are_those_of_rfc_8785() -> None:
    value = {"peach": "桃\n", "1": [True, None, -0, 12345678901], "é".encode().hex(): "\u20ac$\u000f"}
    assert journal.canonical(value) == '{"1":[true,null,0,12345678901],"c3a9":"€$\\u000f","peach":"桃\\n"}'.encode()


def test_every_character_is_written_as_the_standard_library_writes_it() -> None:
    every = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF]
    assert journal.canonical(every) == json.dumps(every, separators=(",", ":"), ensure_ascii=False).encode()


class Word(str):
    """A text that is not plainly one."""

    __slots__ = ()


@pytest.mark.parametrize(
    "value", [{"a": Direction.IN, Direction.OUT: [Direction.IN]}, {"b": Word("桃"), "a": (Word("x"),)}]
)
def test_texts_of_other_types_are_written_as_plain_ones(value: object) -> None:
    assert (
        journal.canonical(value)
        == json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    )


@given(st.data())
def test_an_entry_is_read_from_its_bytes_as_from_its_values_whatever_stands_in_them(data: st.DataObject) -> None:
    said: dict[str, Any] = journal.to_wire(a_chain(1)[0])
    name = data.draw(st.sampled_from(sorted(said)))
    said[name] = data.draw(
        st.just(said[name])
        | st.none()
        | TEXT
        | EXACT
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.lists(TEXT | EXACT)
        | BODY
    )
    raw = json.dumps(said).encode()
    try:
        expected = journal.from_wire(json.loads(raw))
    except MalformedEntry as error:
        with pytest.raises(MalformedEntry, match=re.escape(str(error))):
            journal.read(raw)
        return
    assert journal.read(raw) == expected
    assert expected == journal.read(raw)
    assert journal.forgotten(journal.read(raw)) == journal.forgotten(expected) != expected


@pytest.mark.parametrize(
    "clock", [[], [0], [0, ""], [0, "", None], [0, "", None, None, None], {"mono_ms": 0, "boot": ""}]
)
def test_a_clock_that_leaves_something_out_or_says_more_is_none_whichever_way_it_is_read(clock: object) -> None:
    said: dict[str, Any] = journal.to_wire(a_chain(1)[0]) | {"clock": clock}
    with pytest.raises(MalformedEntry, match="'clock' must be"):
        journal.from_wire(said)
    with pytest.raises(MalformedEntry, match="'clock' must be"):
        journal.read(json.dumps(said).encode())


@pytest.mark.parametrize("value", [1.5, 2**53 + 1, -(2**53) - 1, {"温": 1}, {1: 2}, "\ud800", b"x", {"a": [0.1]}])
def test_what_would_not_be_exact_everywhere_is_refused(value: object) -> None:
    with pytest.raises(MalformedEntry):
        journal.canonical(value)


@given(MOMENT)
def test_a_moment_survives_being_written_down(moment: datetime) -> None:
    assert journal.moment(journal.stamp(moment)) == moment


@pytest.mark.parametrize(
    "text", ["", "now", "2022-12-05", "2022-12-05T07:00:00Z", "2022-12-05T07:00:00.1234Z", "x" * 99]
)
def test_what_is_no_moment_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(MalformedEntry, match="moment"):
        journal.moment(text)


def test_a_whole_chain_verifies_and_numbers_run_without_gaps() -> None:
    chain = a_chain()
    assert journal.first_fault(chain) is None
    assert [entry.seq for entry in chain] == [1, 2, 3, 4, 5, 6]
    assert chain[0].prev == GENESIS


CHANGES: dict[str, Any] = {
    "station": "s2",
    "epoch": "e2",
    "id": "0" * 32,
    "kind": "decision",
    "at": at("09:00"),
    "clock": Clock(99, "other", 5, 1),
    "operator": "ld1",
    "shift": "night",
    "amends": "x",
    "body": {"name": "王*"},
    "salt": "00" * 16,
    "body_digest": "0" * 64,
    "prev": "0" * 63 + "1",
    "hash": "0" * 64,
}


@pytest.mark.parametrize("field", CHANGES)
@pytest.mark.parametrize("place", [0, 2, 5])
def test_any_change_of_any_part_is_found_at_its_own_entry(field: str, place: int) -> None:
    chain = a_chain()
    chain[place] = replace(chain[place], **{field: CHANGES[field]})
    fault = journal.first_fault(chain)
    assert fault is not None
    assert fault.seq == place + 1


@given(st.data())
def test_a_removed_moved_or_repeated_entry_breaks_the_chain(data: st.DataObject) -> None:
    chain = a_chain()
    place = data.draw(st.integers(0, 4))
    changed = data.draw(
        st.sampled_from(
            [
                chain[:place] + chain[place + 1 :],
                chain[:place] + [chain[place + 1], chain[place]] + chain[place + 2 :],
                chain[: place + 1] + chain[place:],
            ]
        )
    )
    fault = journal.first_fault(changed)
    assert fault is not None
    assert str(fault)


def test_a_chain_resealed_after_a_change_still_does_not_follow_from_a_head_seen_before() -> None:
    chain, other = a_chain(), a_chain()
    fault = journal.first_fault(other[3:], start=(3, chain[2].hash))
    assert fault is not None
    assert fault.seq == 4


@given(st.sets(st.integers(0, 5)))
def test_forgetting_any_bodies_leaves_the_chain_whole(places: set[int]) -> None:
    chain = [journal.forgotten(entry) if number in places else entry for number, entry in enumerate(a_chain())]
    assert journal.first_fault(chain) is None


def test_a_forgotten_body_cannot_be_replaced_by_another() -> None:
    chain = a_chain()
    chain[1] = replace(journal.forgotten(chain[1]), body={"name": "王*"}, salt=chain[1].salt)
    fault = journal.first_fault(chain)
    assert fault is not None
    assert fault.seq == 2


def test_the_same_body_is_never_digested_alike_so_a_digest_tells_nothing() -> None:
    one, other = a_chain(1)[0], a_chain(1)[0]
    assert one.body == other.body
    assert one.body_digest != other.body_digest


@given(st.integers(0, 5), st.booleans())
def test_an_entry_survives_the_wire(place: int, forget: bool) -> None:
    entry = journal.forgotten(a_chain()[place]) if forget else a_chain()[place]
    assert journal.from_wire(json.loads(json.dumps(journal.to_wire(entry)))) == entry


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(JSON, st.sampled_from([*journal.to_wire(a_chain(1)[0])]))
def test_whatever_comes_over_the_wire_is_an_entry_or_a_clear_refusal(value: Any, field: str) -> None:
    for given_value in (value, journal.to_wire(a_chain(1)[0]) | {field: value}):
        try:
            entry = journal.from_wire(given_value)
        except MalformedEntry as error:
            assert str(error)
        else:
            assert journal.own_fault(entry) is None or isinstance(journal.own_fault(entry), str)


def test_ids_are_born_in_the_order_of_time_and_never_twice() -> None:
    ids = [journal.new_id(at("07:00") + timedelta(milliseconds=number)) for number in range(200)]
    assert ids == sorted(ids)
    same = {journal.new_id(at("07:00")) for _ in range(2_000)}
    assert len(same) == 2_000
    assert {len(id_) for id_ in ids} == {32}


@pytest.mark.parametrize("spell", [str.upper, lambda salt: salt[:2] + " " + salt[2:]], ids=["capitals", "a blank"])
def test_a_salt_spelt_otherwise_is_found_although_its_bytes_are_the_same(spell: Callable[[str], str]) -> None:
    chain = a_chain()
    # A salt of digits alone has no capitals, so one with a letter is waited for.
    while not any(letter in "abcdef" for letter in chain[2].salt or ""):
        chain = a_chain()
    chain[2] = replace(chain[2], salt=spell(chain[2].salt or ""))
    fault = journal.first_fault(chain)
    assert fault is not None
    assert (fault.seq, fault.reason) == (3, "the salt is not the one that was sealed")


@pytest.mark.parametrize("field", ["at", "body"])
def test_a_number_too_long_to_write_out_is_refused_like_any_other(field: str) -> None:
    sent = journal.to_wire(a_chain(1)[0]) | {field: 10**5000 if field == "at" else {"n": 10**5000}}
    with pytest.raises(MalformedEntry):
        journal.canonical(journal.from_wire(sent).body)


@given(st.data())
def test_any_change_that_reaches_a_header_is_found_at_its_own_entry(data: st.DataObject) -> None:
    chain = a_chain()
    place = data.draw(st.integers(0, len(chain) - 1))
    field = data.draw(st.sampled_from(["station", "epoch", "id", "kind", "operator", "shift", "amends", "at", "clock"]))
    number = st.none() | EXACT
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "at": MOMENT,
        "clock": st.builds(Clock, EXACT, TEXT, number, number),
        "amends": st.none() | TEXT,
    }
    value: Any = data.draw(kinds.get(field, TEXT).filter(lambda made: made != getattr(chain[place], field)))
    chain[place] = replace(chain[place], **{field: value})
    fault = journal.first_fault(chain)
    assert fault is not None
    assert (fault.seq, fault.reason) == (place + 1, "the header is not the one that was sealed")


@given(BODY)
def test_any_other_body_is_found(body: dict[str, Any]) -> None:
    [entry] = a_chain(1)
    found = journal.own_fault(replace(entry, body=body))
    assert found == (None if body == entry.body else "the body is not the one that was sealed")


@given(st.integers(0, 5), st.integers(0, 5))
def test_an_entry_put_where_it_does_not_belong_is_found_there(place: int, other: int) -> None:
    chain, stranger = a_chain(), a_chain()
    chain.insert(place, stranger[other])
    fault = journal.first_fault(chain)
    assert fault is not None
    assert fault.seq == other + 1
