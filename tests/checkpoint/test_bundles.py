"""Bundles: whoever may read one reads what was written, and nothing else passes for one."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoint import bundles, wire
from checkpoint.bundles import CENTRAL, BadBundle, Flaw, Header, Upward

SIGNER, READER = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
FIRST = Upward(epoch="e", reply_to="00" * 32, roster_version=3, peer_cursor=4, newest=5, unsent=2)


def public(key: Ed25519PrivateKey | X25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def written(parts: Sequence[bytes], reader: X25519PrivateKey = READER) -> bytes:
    out = io.BytesIO()
    header = Header(sender="st1", reader=CENTRAL, sealed_to=public(reader), id="ab" * 16, made_at="x")
    bundles.write(out, header, parts, SIGNER)
    return out.getvalue()


def read(raw: bytes, sender: Ed25519PrivateKey = SIGNER, reader: X25519PrivateKey = READER) -> list[bytes]:
    file = io.BytesIO(raw)
    bundles.prove(file, public(sender))
    return list(bundles.parts(file, reader))


def flaw_of(raw: bytes, **keys: Ed25519PrivateKey | X25519PrivateKey) -> Flaw:
    with pytest.raises(BadBundle) as caught:
        read(raw, **keys)  # type: ignore[arg-type]
    return caught.value.flaw


WHOLE = written([bundles.part(FIRST), b"second", b"third" * 10_000])


@settings(max_examples=15)
@given(st.lists(st.binary(max_size=300), min_size=1, max_size=6))
def test_what_was_written_is_read(parts: list[bytes]) -> None:
    assert read(written(parts)) == parts


def test_documents_come_back_as_what_they_were_and_newer_kinds_are_passed_over() -> None:
    first = next(iter(read(WHOLE)))
    assert bundles.document(first) == FIRST
    assert bundles.document(b'{"kind":"FromTheFuture","said":{"a":1}}') is None
    with pytest.raises(BadBundle, match="cannot read"):
        bundles.document(b'{"kind":"Upward","said":{}}')


def test_the_header_names_sender_and_reader_before_anything_is_opened() -> None:
    header = bundles.header_of(io.BytesIO(WHOLE))
    assert (header.sender, header.reader) == ("st1", CENTRAL)


@given(st.integers(0, len(WHOLE) - 1))
def test_a_bundle_that_was_cut_anywhere_is_not_taken(length: int) -> None:
    assert flaw_of(WHOLE[:length]) in {Flaw.CUT_SHORT, Flaw.NOT_A_BUNDLE}


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_bundle_with_any_byte_changed_is_not_taken(place: int, change: int) -> None:
    changed = bytearray(WHOLE)
    changed[place] ^= change
    with pytest.raises(BadBundle):
        read(bytes(changed))


def test_a_bundle_with_more_behind_it_or_a_page_of_something_else_is_none() -> None:
    assert flaw_of(WHOLE + b"\n") is Flaw.DAMAGED
    assert flaw_of(b"PK\3\4 not ours") is Flaw.NOT_A_BUNDLE
    assert flaw_of(b"") is Flaw.NOT_A_BUNDLE
    assert flaw_of(b"CKBUNDL2" + WHOLE[8:]) is Flaw.NEWER


def test_somebody_elses_signature_and_somebody_elses_key_open_nothing() -> None:
    assert flaw_of(WHOLE, sender=Ed25519PrivateKey.generate()) is Flaw.DAMAGED
    assert flaw_of(WHOLE, reader=X25519PrivateKey.generate()) is Flaw.NOT_FOR_US


def test_parts_of_one_bundle_do_not_pass_in_another_of_the_same_sender() -> None:
    """Signed anew by the sender's own key even: the parts are bound to their own beginning."""
    one, other = written([b"a"]), written([b"b"])
    begin = _before(one)
    mixed = one[:begin] + other[begin:-64]
    signature = SIGNER.sign(b"checkpoint bundle 1" + hashlib.sha512(mixed).digest())
    assert flaw_of(mixed + signature) is Flaw.DAMAGED


def _before(raw: bytes) -> int:
    """Bytes before the first part."""
    return 8 + 4 + int.from_bytes(raw[8:12]) + 80


def test_a_part_that_unpacks_without_end_is_not_taken() -> None:
    assert flaw_of(written([bytes(bundles.MOST_UNPACKED + 1)])) is Flaw.UNREADABLE


def test_a_push_in_a_bundle_is_the_wires_own() -> None:
    push = wire.Push(epoch="e", sent_at="", entries=[{"seq": 1}])
    assert bundles.document(bundles.part(push)) == push
