"""Trust lists are read in every form in which they are handed out, and a bad entry is named and not passed over."""

from __future__ import annotations

import base64
import json
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from checkpoint import certificates
from checkpoint.roster import TrustAnchor
from checkpoint.trust import MOST_BYTES, TrustKey, anchors, read_trust_list, trusted
from tests.checkpoint.certifying import KEY, KID, NOW, OTHER, public, rsa_key, signed, text_of, x509_of

VACCINATIONS, TESTS, WEB = "1.3.6.1.4.1.1847.2021.1.2", "1.3.6.1.4.1.1847.2021.1.1", "1.3.6.1.5.5.7.3.1"
OURS = x509_of(KEY)
DER, PEM = OURS.public_bytes(Encoding.DER), OURS.public_bytes(Encoding.PEM)


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def listed(*entries: Any) -> bytes:
    return json.dumps({"keys": entries}).encode()


def entry(**changed: Any) -> dict[str, Any]:
    return {"kid": b64(KID), "key": b64(public(KEY)), "country": "xx", **changed}


def test_a_list_of_bare_keys_is_read() -> None:
    keys = read_trust_list(listed(entry(usages=["test"]), entry(kid=b64(b"two"), key=b64(public(rsa_key())))))
    assert keys == {KID: TrustKey(public(KEY), "XX", ("test",)), b"two": TrustKey(public(rsa_key()), "XX")}


def test_a_key_may_come_in_its_certificate_which_knows_its_country_and_limits() -> None:
    der = x509_of(KEY, country="YY", usages=(VACCINATIONS, TESTS, WEB)).public_bytes(Encoding.DER)
    keys = read_trust_list(listed(entry(key=b64(der), country=None)))
    assert keys == {KID: TrustKey(public(KEY), "YY", ("vaccination", "test"))}


def test_a_gateways_list_is_read_and_those_who_only_sign_signers_are_left_out() -> None:
    signer = {"kid": b64(KID), "rawData": b64(DER), "country": "XX", "certificateType": "DSC", "thumbprint": "00"}
    root = {"kid": b64(b"root"), "rawData": b64(DER), "country": "XX", "certificateType": "CSCA"}
    expected = {KID: TrustKey(public(KEY), "XX")}
    assert read_trust_list(json.dumps([root, signer]).encode()) == expected
    assert read_trust_list(json.dumps({"certificates": [signer, root]}).encode()) == expected


def test_certificates_in_pem_are_read_under_the_first_bytes_of_their_digest() -> None:
    other = x509_of(OTHER, country="YY")
    bundle = b"# the office's list\n" + PEM + b"\n# another\n" + other.public_bytes(Encoding.PEM)
    assert read_trust_list(bundle) == {
        sha256(DER).digest()[:8]: TrustKey(public(KEY), "XX"),
        sha256(other.public_bytes(Encoding.DER)).digest()[:8]: TrustKey(public(OTHER), "YY"),
    }


def test_base64_may_be_of_either_alphabet_and_without_its_padding() -> None:
    kid = b"\xfb\xff\xfe\x01"
    assert list(read_trust_list(listed(entry(kid="-__-AQ"), entry(kid=b64(kid))))) == [kid]


def test_a_key_that_a_list_brings_proves_a_certificate() -> None:
    read = certificates.read(text_of(signed()), read_trust_list(listed(entry())), NOW)
    assert read.state is certificates.State.GENUINE


def spki(key: Any) -> str:
    return b64(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def test_every_bad_entry_is_named_with_its_place_and_id() -> None:
    with pytest.raises(ValueError, match="entry") as caught:
        read_trust_list(listed(entry(), entry(key="AAAA"), 5, entry(kid="!"), entry(kid=b64(b"x"), usages=["all"])))
    text = str(caught.value)
    assert [part.split(":")[0] for part in text.split("; ")] == [
        f"entry 2 ({b64(KID)})",
        "entry 3",
        "entry 4 (!)",
        f"entry 5 ({b64(b'x')})",
    ]


@pytest.mark.parametrize(
    "changed",
    [
        {"kid": ""},
        {"kid": None},
        {"kid": 5},
        {"key": None},
        {"key": "====="},
        {"key": "é"},
        {"country": 5},
        {"usages": "test"},
        {"usages": [[]]},
        {"key": spki(ed25519.Ed25519PrivateKey.generate())},
        {"key": spki(ec.derive_private_key(5, ec.SECP384R1()))},
        {"key": b64(DER[:-1])},
    ],
)
def test_an_entry_that_cannot_be_used_refuses_the_list(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="entry 1"):
        read_trust_list(listed(entry(**changed)))


def test_an_rsa_key_that_is_too_short_is_refused() -> None:
    with pytest.raises(ValueError, match="2048"):
        read_trust_list(listed(entry(key=spki(rsa.generate_private_key(65537, 1024)))))


def test_two_keys_of_one_id_are_refused_and_one_key_named_twice_is_not() -> None:
    assert len(read_trust_list(listed(entry(), entry()))) == 1
    with pytest.raises(ValueError, match=r"entry 2 .*another key"):
        read_trust_list(listed(entry(), entry(key=b64(public(OTHER)))))


@pytest.mark.parametrize(
    "raw",
    [
        *(b"", b"{}", b"[]", b"5", b"null", b'{"keys": {}}', b'{"keys": []}', b"\xff", b"[" * 100_000),
        *(b"-----BEGIN CERTIFICATE-----", PEM[:-40], b" " * (MOST_BYTES + 1)),
    ],
)
def test_what_is_no_list_is_refused_in_words(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_trust_list(raw)


@given(st.binary(max_size=200))
def test_whatever_file_is_chosen_is_read_or_refused(raw: bytes) -> None:
    for chosen in (raw, listed(entry(key=b64(raw))), listed(entry(kid=b64(raw)))):
        try:
            assert read_trust_list(chosen)
        except ValueError as error:
            assert str(error)


def test_a_list_goes_through_the_roster_and_comes_back_the_same() -> None:
    keys = read_trust_list(listed(entry(usages=["test", "recovery"]), entry(kid=b64(b"two"))))
    assert trusted(anchors(keys)) == keys


def test_an_anchor_that_cannot_be_read_is_left_out_and_stops_no_station() -> None:
    good = TrustAnchor(id=b64(KID), key=b64(public(KEY)))
    bad = [
        TrustAnchor(id="!", key=b64(public(KEY))),
        TrustAnchor(id="AAAA", key="AAAA"),
        TrustAnchor(id="AAAA", key=""),
    ]
    assert list(trusted([*bad, good])) == [KID]
