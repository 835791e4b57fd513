"""A certificate is genuine only when a believed key signed every byte of it; whatever else is shown is answered too."""

from __future__ import annotations

import random
import tracemalloc
import zlib
from datetime import timedelta
from typing import Any

import base45
import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint import certificates
from checkpoint.certificates import LONGEST, MOST_BYTES, Certificate, Kind, State, TrustKey
from tests.checkpoint.certifying import (
    BEGINS,
    ENDS,
    ES256,
    HS256,
    KEY,
    KID,
    NAME,
    NOW,
    OTHER,
    PS256,
    RSA_KID,
    VACCINATION,
    claims,
    packed,
    public,
    rsa_key,
    signed,
    text_of,
    trust,
)

TRUST = {KID: TrustKey(public(KEY), "XX")}
GOOD = signed()


def read(message: bytes, keys: dict[bytes, TrustKey] | None = None) -> Certificate:
    return certificates.read(text_of(message), TRUST if keys is None else keys, NOW)


def state(message: bytes, keys: dict[bytes, TrustKey] | None = None) -> State:
    return read(message, keys).state


# --- what is genuine ---


def test_a_genuine_certificate_says_who_what_whence_and_how_long() -> None:
    assert read(GOOD) == Certificate(
        state=State.GENUINE,
        kinds=(Kind.VACCINATION,),
        family="d'Essai",
        given="Zoé",
        family_latin="D<ESSAI",
        given_latin="ZOE",
        born="1990-03",
        country="XX",
        valid_from=BEGINS,
        valid_to=ENDS,
        kid=KID,
    )


@pytest.mark.parametrize("tags", [(), (18,), (18, 61)])
def test_its_tags_may_be_left_out(tags: tuple[int, ...]) -> None:
    assert state(signed(tags=tags)) is State.GENUINE


def test_the_key_may_be_named_in_either_header_and_the_signed_one_counts() -> None:
    assert state(signed(header={1: ES256}, open_header={4: KID})) is State.GENUINE
    assert state(signed(header={1: ES256, 4: KID}, open_header={4: b"nobody's"})) is State.GENUINE
    assert read(signed(header={1: ES256, 4: b"nobody's"}, open_header={4: KID})).kid == b"nobody's"


def test_rsa_keys_sign_certificates_too() -> None:
    assert state(signed(key=rsa_key(), header={1: PS256, 4: RSA_KID}), trust()) is State.GENUINE


def test_a_line_end_that_a_handheld_scanner_adds_is_no_part_of_it() -> None:
    assert certificates.read(text_of(GOOD) + "\r\n", TRUST, NOW).state is State.GENUINE


@pytest.mark.parametrize(
    ("group", "kind", "detected"),
    [
        ({"v": [{}]}, Kind.VACCINATION, None),
        ({"t": [{"tr": "260415000"}]}, Kind.TEST, False),
        ({"t": [{"tr": "260373001"}]}, Kind.TEST, True),
        ({"t": [{"tr": 1}]}, Kind.TEST, None),
        ({"t": [3]}, Kind.TEST, None),
        ({"r": [{}]}, Kind.RECOVERY, None),
        ({}, Kind.OTHER, None),
        ({"v": [], "t": None, "r": [{}]}, Kind.RECOVERY, None),
    ],
)
def test_it_says_what_it_is_about_and_what_a_test_found(group: Any, kind: Kind, detected: bool | None) -> None:
    said = read(signed(claims({"nam": NAME, **group})))
    assert (said.state, said.kind, said.detected) == (State.GENUINE, kind, detected)


def test_a_certificate_of_another_schema_is_genuine_and_says_nothing_that_we_know() -> None:
    said = read(signed({1: "XX", -260: {3: {"resourceType": "Bundle"}}}))
    assert (said.state, said.kind, said.family, said.valid_to) == (State.GENUINE, Kind.OTHER, "", None)


@pytest.mark.parametrize(
    ("written", "born"),
    [("1990", "1990"), ("1990-03-07T00:00:00", "1990-03-07"), ("", ""), ("XXXX", ""), (1990, ""), (None, "")],
)
def test_a_birth_date_may_be_partial_and_is_left_out_when_it_is_none(written: object, born: str) -> None:
    assert read(signed(claims({**VACCINATION, "dob": written}))).born == born


def test_a_name_cannot_draw_over_the_card_or_fill_it() -> None:
    said = read(signed(claims({**VACCINATION, "nam": {"fn": "A\u202eB\n\x07C" + "x" * 500, "gn": 5}})))
    assert said.family.startswith("A B C")
    assert (len(said.family), said.given) == (certificates.LONGEST_WORD, "")


def test_times_may_be_tagged_or_have_fractions() -> None:
    said = read(signed(claims(exp=cbor2.CBORTag(1, ENDS.timestamp()), iat=BEGINS.timestamp() + 0.5)))
    assert (said.state, said.valid_to) == (State.GENUINE, ENDS)


# --- time ---


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (BEGINS - timedelta(seconds=1), State.NOT_YET_VALID),
        (BEGINS, State.GENUINE),
        (ENDS - timedelta(seconds=1), State.GENUINE),
        (ENDS, State.EXPIRED),
    ],
)
def test_it_is_good_from_its_first_second_to_its_last(now: Any, expected: State) -> None:
    assert certificates.read(text_of(GOOD), TRUST, now).state is expected


def test_not_before_counts_where_it_is_later_than_the_day_of_issue() -> None:
    assert state(signed(claims(nbf=int(NOW.timestamp()) + 60))) is State.NOT_YET_VALID


@pytest.mark.parametrize("exp", [10**18, -(10**18), float("nan"), float("inf"), "2023-06-01", True, [], 2**70])
def test_an_end_that_no_calendar_has_makes_no_certificate(exp: object) -> None:
    assert state(signed(claims(exp=exp))) is State.NOT_A_CERTIFICATE


# --- what is forged ---


def test_nobody_elses_signature_holds() -> None:
    assert state(signed(key=OTHER)) is State.FORGED


def test_a_key_that_is_not_believed_is_told_apart_from_a_forgery() -> None:
    said = read(signed(header={1: ES256, 4: b"nobody's"}))
    assert (said.state, said.kid) == (State.UNKNOWN_KEY, b"nobody's")
    assert state(signed(header={1: ES256})) is State.UNKNOWN_KEY
    assert state(GOOD, {}) is State.UNKNOWN_KEY


@pytest.mark.parametrize("algorithm", [0, None, "none", HS256, -35, -8, PS256, [], True])
def test_an_algorithm_that_is_not_the_keys_own_proves_nothing(algorithm: object) -> None:
    assert state(signed(header={1: algorithm, 4: KID})) is State.FORGED


def test_an_algorithm_that_nobody_signed_for_proves_nothing() -> None:
    assert state(signed(header={4: KID}, open_header={1: ES256})) is State.FORGED


def test_a_public_key_is_no_password() -> None:
    import hashlib
    import hmac

    protected, payload = cbor2.dumps({1: HS256, 4: KID}), cbor2.dumps(claims())
    what = cbor2.dumps(["Signature1", protected, b"", payload])
    tag = hmac.new(public(KEY), what, hashlib.sha256).digest()
    assert state(cbor2.dumps([protected, {}, payload, tag])) is State.FORGED
    assert state(cbor2.dumps([protected, {}, payload, tag + tag])) is State.FORGED


def test_an_rsa_keys_name_on_an_elliptic_signature_proves_nothing() -> None:
    assert state(signed(header={1: ES256, 4: RSA_KID}), trust()) is State.FORGED
    assert state(signed(key=rsa_key(), header={1: ES256, 4: KID}), trust()) is State.FORGED


def test_an_rsa_signature_of_another_name_proves_nothing() -> None:
    assert state(signed(key=rsa_key(), header={1: -35, 4: RSA_KID}), trust()) is State.FORGED


def test_one_signature_has_one_form() -> None:
    protected, open_header, payload, signature = cbor2.loads(signed(tags=()))
    longer = signature[:32] + b"\0" + signature[32:]
    assert state(cbor2.dumps([protected, open_header, payload, signature])) is State.GENUINE
    assert state(cbor2.dumps([protected, open_header, payload, longer])) is State.FORGED


@pytest.mark.parametrize("signature", [b"", b"\0" * 64, b"\xff" * 64, b"\0" * 63, b"\0" * 65])
def test_an_empty_signature_proves_nothing(signature: bytes) -> None:
    protected = cbor2.dumps({1: ES256, 4: KID})
    assert state(cbor2.dumps([protected, {}, cbor2.dumps(claims()), signature])) is State.FORGED


def test_what_a_sender_calls_critical_and_nobody_here_understands_is_not_passed_over() -> None:
    assert state(signed(header={1: ES256, 4: KID, 2: [99]})) is State.FORGED


def test_a_key_for_tests_signs_no_vaccination_and_nothing_unheard_of() -> None:
    only = {KID: TrustKey(public(KEY), "XX", ("test",))}
    assert state(GOOD, only) is State.FORGED
    assert state(signed(claims({"nam": NAME})), only) is State.FORGED
    assert state(signed(claims({"nam": NAME, "t": [{}], "v": [{}]})), only) is State.FORGED
    assert state(signed(claims({"nam": NAME, "t": [{}]})), only) is State.GENUINE


def test_a_believed_key_that_is_no_key_proves_nothing() -> None:
    assert state(GOOD, {KID: TrustKey(b"no key", "XX")}) is State.FORGED


def test_one_changed_byte_anywhere_is_never_genuine() -> None:
    for place in range(len(GOOD)):
        spoilt = bytearray(GOOD)
        spoilt[place] ^= 0x01
        assert state(bytes(spoilt)) is not State.GENUINE, place


def test_one_changed_character_anywhere_is_never_genuine_unless_the_same_message_comes_of_it() -> None:
    text = text_of(GOOD)
    for place in range(len(text)):
        spoilt = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        if certificates.read(spoilt, TRUST, NOW).state is State.GENUINE:
            # The last bits of what zlib writes may be anything.
            assert zlib.decompress(base45.b45decode(spoilt.removeprefix("HC1:"))) == GOOD, place


# --- what is none ---


def test_cut_short_anywhere_it_is_none() -> None:
    text = text_of(GOOD)
    for length in range(len(text)):
        assert certificates.read(text[:length], TRUST, NOW).state is State.NOT_A_CERTIFICATE, length


def test_a_message_cut_short_or_run_on_before_it_was_deflated_is_none() -> None:
    for length in range(len(GOOD)):
        assert state(GOOD[:length]) is State.NOT_A_CERTIFICATE, length
    assert state(GOOD + b"\0") is State.NOT_A_CERTIFICATE
    assert certificates.read(packed(zlib.compress(GOOD) + b"\0"), TRUST, NOW).state is State.NOT_A_CERTIFICATE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "HC1:",
        "HC2:" + text_of(GOOD)[4:],
        text_of(GOOD).lower(),
        " " + text_of(GOOD),
        "HC1:!",
        "HC1:é",
        "C1" + "A" * 120,
    ],
)
def test_a_text_of_another_kind_is_none(text: str) -> None:
    assert certificates.read(text, TRUST, NOW) == certificates.NOT_A_CERTIFICATE


@pytest.mark.parametrize("size", [MOST_BYTES + 1, 2_000_000])
def test_a_text_that_swells_is_let_go_before_it_fills_the_memory(size: int) -> None:
    bomb = packed(zlib.compress(b"\0" * size, 9))
    assert len(bomb) <= LONGEST
    tracemalloc.start()
    try:
        assert certificates.read(bomb, TRUST, NOW).state is State.NOT_A_CERTIFICATE
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("filling", "expected"), [(1_000, State.GENUINE), (3_000, State.NOT_A_CERTIFICATE)])
def test_a_text_longer_than_any_code_is_none_whoever_signed_it(filling: int, expected: State) -> None:
    noise = random.Random(990101).randbytes(filling)
    text = text_of(signed(claims({**VACCINATION, "noise": noise})))
    assert (len(text) > LONGEST) is (expected is State.NOT_A_CERTIFICATE)
    assert certificates.read(text, TRUST, NOW).state is expected


@pytest.mark.parametrize(("depth", "expected"), [(8, State.GENUINE), (20, State.NOT_A_CERTIFICATE)])
def test_a_certificate_deeper_than_any_issuer_makes_is_none(depth: int, expected: State) -> None:
    nested: object = 1
    for _ in range(depth):
        nested = [nested]
    assert state(signed(claims({**VACCINATION, "nested": nested}))) is expected


@pytest.mark.parametrize(
    "raw",
    [
        b"\x81" * 1000 + b"\0",
        b"\x9f" * 1000,
        b"\xa1\0" * 1000,
        b"\xd2" * 1000 + b"\0",
        b"\x9b\x7f" + b"\xff" * 7,
        b"\x5b\x7f" + b"\xff" * 7,
        b"\xbb\x7f" + b"\xff" * 7,
    ],
)
def test_cbor_that_is_deep_or_boasts_of_its_size_is_none(raw: bytes) -> None:
    assert state(raw) is State.NOT_A_CERTIFICATE
    assert state(signed(raw)) is State.NOT_A_CERTIFICATE


@pytest.mark.parametrize("tag", [2, 3, 4, 5, 25, 28, 29, 30, 35, 36, 37, 256, 258, 260, 261, 55799, 43000])
def test_no_tag_is_obeyed_that_no_certificate_needs(tag: int) -> None:
    assert state(signed(claims({**VACCINATION, "dob": cbor2.CBORTag(tag, b"1990")}))) is State.NOT_A_CERTIFICATE


def test_a_map_that_says_two_things_under_one_name_is_none() -> None:
    assert state(signed(b"\xa3\x01\x61X\x01\x61Y\x39\x01\x03\xa0")) is State.NOT_A_CERTIFICATE


@pytest.mark.parametrize(
    "message",
    [
        [],
        {},
        5,
        None,
        [b"", {}, b""],
        [b"", {}, b"", b"", b""],
        [{}, {}, b"", b""],
        [b"", [], b"", b""],
        [b"\x05", {}, cbor2.dumps(claims()), b""],
        [b"", {4: "text"}, cbor2.dumps(claims()), b""],
        [b"", {4: KID}, None, b""],
        [b"", {4: KID}, cbor2.dumps(claims()), "text"],
        [b"", {4: KID}, cbor2.dumps([]), b""],
        [b"", {4: KID}, cbor2.dumps({}), b""],
        [b"", {4: KID}, cbor2.dumps({-260: 5}), b""],
        [b"", {4: KID}, cbor2.dumps({-260: {1: []}}), b""],
        [b"", {4: KID}, cbor2.dumps({-260: {1: {"nam": 1}}}), b""],
    ],
)
def test_a_message_of_another_form_is_none(message: object) -> None:
    assert state(cbor2.dumps(message)) is State.NOT_A_CERTIFICATE


@given(st.text(max_size=200))
def test_whatever_text_is_shown_is_answered(text: str) -> None:
    for shown in (text, "HC1:" + text):
        assert certificates.read(shown, TRUST, NOW).state is State.NOT_A_CERTIFICATE


@given(st.binary(max_size=300))
def test_whatever_bytes_are_packed_are_answered(raw: bytes) -> None:
    assert certificates.read(packed(raw), TRUST, NOW).state is not State.GENUINE
    assert state(raw) is not State.GENUINE


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats()
    | st.text(max_size=9)
    | st.binary(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.integers(-9, 9) | st.text(max_size=3), inner),
    max_leaves=8,
)


@given(VALUES, VALUES, st.dictionaries(st.sampled_from(["nam", "dob", "v", "t", "r"]), VALUES))
def test_whatever_a_believed_issuer_signs_is_answered(header: object, payload: object, health: object) -> None:
    assert isinstance(read(signed(payload)), Certificate)
    assert isinstance(read(signed(claims(health))), Certificate)
    assert isinstance(read(signed(header={1: ES256, 4: header})), Certificate)
    assert read(cbor2.dumps([cbor2.dumps(header), payload, health, b""])).state is not State.GENUINE


def test_nothing_that_is_printed_of_a_certificate_tells_whose_it_is() -> None:
    shown = repr(read(GOOD)) + str(read(GOOD))
    assert not any(part in shown for part in (*NAME.values(), "1990", "vaccination"))
