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
