"""The wire and the roster: documents survive it, anything else is refused with a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint import roster, wire
from tests.harness.made import R1, lost
from tests.harness.made import roster as whole_roster

MESSAGES: list[wire.Message] = [
    wire.Enrol(code="ABCD", public_key="0" * 64),
    wire.Push(epoch="e", sent_at="2022-12-05T00:00:00.000Z", entries=[{"seq": 1}, None, 5]),
    wire.Pushed(receipts=[wire.Receipt(seq=1, state="stored")], have=1, offset_ms=-3, time="t"),
    wire.RosterPage(items=[wire.Item(kind="x", id="1", version=2, data=None)], version=2, more=False),
    wire.PeerPage(entries=[], cursor=9, more=True),
    wire.PeerEntry(entry={"seq": 1}, scanned_at="t", corrected=True, received_at="t"),
    wire.Enrolled(station="s", name="南口", site="x", gate="G1", token="t", time="t"),
    wire.Receipt(seq=1, state=wire.REFUSED, reason="no"),
    wire.Item(kind="person", id="1", version=3, data={"name": "张伟"}),
    wire.SiteReport(site="x", day="2022-12-05", figures={"in": 1}, time="t"),
    wire.Health(state="ready", time="t"),
    wire.Problem(code="c", sentence="s"),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_a_message_survives_the_wire(message: wire.Message) -> None:
    assert wire.decode(wire.encode(message), type(message)) == message


@given(st.binary(max_size=200) | st.just(b"[" * 100_000) | st.just(b'{"code":'))
def test_any_other_bytes_are_refused_with_a_sentence(raw: bytes) -> None:
    with pytest.raises(wire.MalformedMessage, match="Problem"):
        wire.decode(raw, wire.Problem)


def test_a_field_that_this_program_does_not_know_is_passed_over() -> None:
    assert wire.decode(b'{"code":"c","sentence":"s","mood":"good"}', wire.Problem).code == "c"


@pytest.mark.parametrize("document", [*whole_roster(), lost(R1)], ids=lambda one: f"{type(one).__name__} {one.id}")
def test_a_roster_document_survives_being_data(document: roster.Document) -> None:
    assert roster.from_data(roster.kind_of(document), roster.to_data(document) | {"new_field": 1}) == document


@pytest.mark.parametrize("data", [None, [], {"id": "1"}, {"id": 1, "name": "x"}, {"id": "1", "name": 5}])
def test_a_document_of_the_wrong_shape_is_refused_with_a_sentence(data: Any) -> None:
    with pytest.raises(ValueError, match="person"):
        roster.from_data("person", data)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
@given(st.data())
def test_a_message_cut_short_or_changed_is_itself_another_or_refused(
    message: wire.Message, data: st.DataObject
) -> None:
    raw = wire.encode(message)
    place = data.draw(st.integers(0, len(raw) - 1))
    with pytest.raises(wire.MalformedMessage):
        wire.decode(raw[:place], type(message))
    changed = raw[:place] + data.draw(st.binary(min_size=1, max_size=1)) + raw[place + 1 :]
    try:
        assert isinstance(wire.decode(changed, type(message)), type(message))
    except wire.MalformedMessage as error:
        assert str(error).startswith(type(message).__name__)


@pytest.mark.parametrize("deep", [b"[" * 100_000 + b"]" * 100_000, b'{"a":' * 100_000 + b"1" + b"}" * 100_000])
def test_nesting_without_end_is_refused_where_anything_may_stand(deep: bytes) -> None:
    with pytest.raises(wire.MalformedMessage, match="Push"):
        wire.decode(b'{"epoch":"e","sent_at":"t","entries":[' + deep + b"]}", wire.Push)


def test_a_volunteer_and_every_other_kind_goes_by_one_name_only() -> None:
    volunteer = roster.Volunteer(id="V1", name="张伟", subject="7")
    assert roster.from_data("volunteer", roster.to_data(volunteer)) == volunteer
    assert {kind: roster.name_of(type_) for kind, type_ in roster.KINDS.items()} == {
        kind: kind for kind in roster.KINDS
    }


@pytest.mark.parametrize("kind", sorted(roster.KINDS))
@given(
    st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text()) | st.dictionaries(st.text(), st.none())
)
def test_no_kind_of_document_is_made_of_just_anything(kind: str, data: object) -> None:
    with pytest.raises(ValueError, match=kind):
        roster.from_data(kind, data)
