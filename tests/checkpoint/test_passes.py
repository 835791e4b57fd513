"""Pass texts: their size, what they hold, and that nobody forges one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
import qrcode
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from qrcode.constants import ERROR_CORRECT_M

from checkpoint import passes
from checkpoint.passes import LATEST, Genuineness, Pass, PassKind
from tests.harness.made import BASE45, KEY, KEYS, OTHER_KEY, R1, at, pass_of, text_of

FIRST = at("08:00", "2020-01-01")
MINUTES = st.integers(0, 2**24 - 1)


@st.composite
def any_pass(draw: st.DrawFn) -> Pass:
    begin, end = sorted((draw(MINUTES), draw(MINUTES)))
    return Pass(
        key_id=draw(st.integers(0, 4095)),
        kind=draw(st.sampled_from(PassKind)),
        subject=draw(st.integers(1, 2**40 - 1)),
        valid_from=FIRST + timedelta(minutes=begin),
        valid_to=FIRST + timedelta(minutes=end),
        scope=draw(st.integers(0, 2**24 - 1)),
    )


@given(any_pass())
def test_every_pass_is_122_characters_and_reads_back_as_it_was(made: Pass) -> None:
    text = passes.sign(made, KEY)
    assert len(text) == 122
    assert set(text) <= set(BASE45)
    credential = passes.read(text, {made.key_id: KEYS[1]})
    assert credential.genuineness is Genuineness.GENUINE
    assert credential.pass_ == made


def test_a_pass_fits_a_version_5_code_at_level_m() -> None:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M)
    code.add_data(text_of(R1))
    code.make(fit=True)
    assert code.version == 5


def test_a_pass_holds_nothing_about_the_person() -> None:
    raw = text_of(R1)
    for secret in ("张", R1.phone, R1.room, R1.building):
        assert secret not in raw


def test_a_drawn_code_is_read_by_a_real_decoder_and_verifies() -> None:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=4)
    code.add_data(text_of(R1))
    picture = np.kron(np.where(np.array(code.get_matrix()), 0, 255).astype(np.uint8), np.ones((4, 4), np.uint8))
    [found] = zxingcpp.read_barcodes(picture)
    assert passes.read(found.text, KEYS).genuineness is Genuineness.GENUINE


@given(st.integers(0, 121), st.sampled_from(BASE45))
def test_a_changed_character_never_leaves_another_genuine_pass(place: int, character: str) -> None:
    text = text_of(R1)
    changed = text[:place] + character + text[place + 1 :]
    credential = passes.read(changed, KEYS)
    assert (credential.genuineness is Genuineness.GENUINE) == (changed == text)


@given(st.text() | st.text(BASE45, min_size=120, max_size=120).map(lambda body: "C1" + body))
def test_any_text_at_all_is_answered_and_none_is_genuine(text: str) -> None:
    assert passes.read(text, KEYS).genuineness is not Genuineness.GENUINE


@pytest.mark.parametrize(
    "text", ["", "C1", "https://pay.example/qr", "HC1:" + "A" * 118, text_of(R1).lower(), text_of(R1) + " "]
)
def test_what_is_not_ours_is_called_so(text: str) -> None:
    assert passes.read(text, KEYS) == passes.NOT_OURS


def test_a_pass_signed_by_somebody_else_is_forged_and_its_claim_is_kept_apart() -> None:
    credential = passes.read(passes.sign(pass_of(R1), OTHER_KEY), KEYS)
    assert credential.genuineness is Genuineness.FORGED
    assert credential.pass_ is not None
    assert credential.pass_.subject == 1


def test_a_pass_of_a_key_that_the_roster_does_not_have_is_named_as_such() -> None:
    assert passes.read(text_of(R1), {2: KEYS[1]}).genuineness is Genuineness.UNKNOWN_KEY
    assert passes.read(text_of(R1), {}).genuineness is Genuineness.UNKNOWN_KEY


def test_two_passes_of_one_person_have_different_numbers() -> None:
    assert pass_of(R1).number != pass_of(R1, begin="2022-06-02").number


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"subject": 0}, "subject"),
        ({"subject": 2**40}, "subject"),
        ({"scope": 2**24}, "scope"),
        ({"key_id": 4096}, "key id"),
        ({"valid_to": at("00:00", "2021-01-01")}, "end before"),
        ({"valid_to": LATEST + timedelta(minutes=1)}, "2051"),
        ({"valid_from": datetime(2019, 12, 31, tzinfo=at("00:00").tzinfo)}, "2020"),
    ],
)
def test_what_a_pass_cannot_say_is_refused_with_a_sentence(change: dict[str, object], said: str) -> None:
    fields = {name: getattr(pass_of(R1), name) for name in Pass.__slots__} | change
    with pytest.raises(ValueError, match=said):
        passes.sign(Pass(**fields), KEY)


def test_a_number_names_the_holder_and_the_minute_of_issue() -> None:
    first = Pass(key_id=1, kind=PassKind.RESIDENT, subject=7, valid_from=FIRST, valid_to=FIRST, scope=1)
    assert first.number == "7-0"
    assert replace(first, valid_from=FIRST + timedelta(hours=1), valid_to=LATEST).number == "7-60"


@given(any_pass(), any_pass())
def test_two_passes_share_a_number_only_when_holder_and_minute_are_the_same(one: Pass, other: Pass) -> None:
    same = (one.subject, one.valid_from) == (other.subject, other.valid_from)
    assert (one.number == other.number) == same


def test_a_pass_of_the_last_minute_that_can_be_named_is_a_pass() -> None:
    last = Pass(key_id=1, kind=PassKind.VISITOR, subject=1, valid_from=LATEST, valid_to=LATEST, scope=0)
    assert passes.read(passes.sign(last, KEY), KEYS).pass_ == last


@pytest.mark.parametrize("public", [b"", bytes(31), bytes(33), bytes(32), b"\xff" * 32])
def test_a_broken_key_on_the_roster_makes_no_pass_genuine_and_stops_nobody_else(public: bytes) -> None:
    assert passes.read(text_of(R1), {1: public}).genuineness is Genuineness.FORGED
