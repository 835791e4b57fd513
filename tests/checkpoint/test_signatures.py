"""Signatures: good for what was signed, by whom and for which purpose, and for nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint import signatures
from checkpoint.signatures import ANSWER, ENTRIES, TOKEN, Batch, holds, proven, public_of, sign, statement

PRIVATE, OTHER = "11" * 32, "22" * 32
PARTS = st.lists(st.one_of(st.text(), st.binary()), max_size=4)


@given(PARTS, PARTS)
def test_two_lists_of_parts_are_never_the_same_bytes(one: list[str | bytes], other: list[str | bytes]) -> None:
    def plain(parts: list[str | bytes]) -> list[bytes]:
        return [part.encode() if isinstance(part, str) else part for part in parts]

    assert (statement(ENTRIES, *one) == statement(ENTRIES, *other)) == (plain(one) == plain(other))


@pytest.mark.parametrize(
    ("public", "purpose", "parts"),
    [
        (public_of(OTHER), ENTRIES, ("s", "e")),
        (public_of(PRIVATE), TOKEN, ("s", "e")),
        (public_of(PRIVATE), ANSWER, ("s", "e")),
        (public_of(PRIVATE), ENTRIES, ("se",)),
        (public_of(PRIVATE), ENTRIES, ("s", "e", "")),
        ("no key", ENTRIES, ("s", "e")),
        ("00" * 31, ENTRIES, ("s", "e")),
    ],
)
def test_a_signature_holds_for_nothing_else(public: str, purpose: str, parts: tuple[str, ...]) -> None:
    signature = sign(PRIVATE, ENTRIES, "s", "e")
    assert holds(public_of(PRIVATE), signature, ENTRIES, "s", "e")
    assert not holds(public, signature, purpose, *parts)


@pytest.mark.parametrize("signature", ["", "zz", "00" * 63, "00" * 64, "é"])
def test_what_is_no_signature_does_not_hold(signature: str) -> None:
    assert not holds(public_of(PRIVATE), signature, ENTRIES, "s", "e")


def test_a_kept_line_proves_a_chain_and_only_the_chain_that_was_signed() -> None:
    said = Batch("e1", 7, "ab" * 32, signatures.digest(b"body"))
    line = said.kept_with(sign(PRIVATE, ENTRIES, "s1", *said.parts))
    assert proven(public_of(PRIVATE), "s1", "e1", line) == (7, "ab" * 32)
    for public, station, epoch, kept in (
        (public_of(OTHER), "s1", "e1", line),
        (public_of(PRIVATE), "s2", "e1", line),
        (public_of(PRIVATE), "s1", "e2", line),
        (public_of(PRIVATE), "s1", "e1", line.replace("7", "8", 1)),
        (public_of(PRIVATE), "s1", "e1", ""),
        (public_of(PRIVATE), "s1", "e1", "a b c d"),
    ):
        assert proven(public, station, epoch, kept) is None
