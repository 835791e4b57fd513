"""Signs `HC1:` certificates of made-up people with its own keys; what is to be said of them is left to the tests."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import base45
import cbor2
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID, ObjectIdentifier

from checkpoint.trust import TrustKey

NOW = datetime(2022, 12, 5, tzinfo=UTC)
BEGINS, ENDS = datetime(2022, 6, 1, tzinfo=UTC), datetime(2023, 6, 1, tzinfo=UTC)
KID, RSA_KID = b"elliptic", b"rsa-keys"
ES256, PS256, HS256 = -7, -37, 5
KEY = ec.derive_private_key(20221205, ec.SECP256R1())
OTHER = ec.derive_private_key(20221206, ec.SECP256R1())
NAME = {"fn": "d'Essai", "gn": "Zoé", "fnt": "D<ESSAI", "gnt": "ZOE"}
VACCINATION = {"ver": "1.3.0", "nam": NAME, "dob": "1990-03", "v": [{"tg": "840539006", "dn": 2, "sd": 2, "co": "XX"}]}
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    """One RSA key for all tests of a run: making one takes a while."""
    return rsa.generate_private_key(65537, 2048)


def public(key: Key) -> bytes:
    """SubjectPublicKeyInfo in DER."""
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def trust(country: str = "XX", usages: tuple[str, ...] = ()) -> dict[bytes, TrustKey]:
    """Both keys, as a roster has them."""
    return {
        KID: TrustKey(public(KEY), country, usages),
        RSA_KID: TrustKey(public(rsa_key()), country, usages),
    }


def claims(health: Any = None, **changed: Any) -> dict[Any, Any]:
    """The claims of a web token; changed: iss, exp, iat, nbf; None leaves one out."""
    numbers = {"iss": 1, "exp": 4, "nbf": 5, "iat": 6}
    said = {"iss": "XX", "exp": int(ENDS.timestamp()), "iat": int(BEGINS.timestamp()), **changed}
    named: dict[Any, Any] = {numbers[name]: value for name, value in said.items() if value is not None}
    return {**named, -260: {1: VACCINATION if health is None else health}}


def signed(
    payload: Any = None,
    *,
    key: Key = KEY,
    header: dict[Any, Any] | None = None,
    open_header: dict[Any, Any] | None = None,
    tags: tuple[int, ...] = (18,),
) -> bytes:
    """The COSE_Sign1 message. payload: claims, or bytes as they are."""
    body = payload if isinstance(payload, bytes) else cbor2.dumps(claims() if payload is None else payload)
    protected = cbor2.dumps({1: ES256, 4: KID} if header is None else header)
    message: Any = [
        protected,
        open_header or {},
        body,
        _signature(key, cbor2.dumps(["Signature1", protected, b"", body])),
    ]
    for tag in tags:
        message = cbor2.CBORTag(tag, message)
    return cbor2.dumps(message)


def _signature(key: Key, what: bytes) -> bytes:
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(what, padding.PSS(padding.MGF1(SHA256()), 32), SHA256())
    return b"".join(one.to_bytes(32, "big") for one in decode_dss_signature(key.sign(what, ec.ECDSA(SHA256()))))


def text_of(message: bytes) -> str:
    """The text in the QR code."""
    return packed(zlib.compress(message))


def packed(raw: bytes) -> str:
    """The text of bytes that are deflated already, or never were."""
    written: bytes = base45.b45encode(raw)
    return "HC1:" + written.decode()


def x509_of(key: Key, *, country: str = "XX", usages: tuple[str, ...] = ()) -> x509.Certificate:
    """A document signer's own certificate. usages: object identifiers."""
    name = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, country)])
    maker = x509.CertificateBuilder(name, name, key.public_key(), 990101, NOW, NOW + timedelta(days=1))
    if usages:
        maker = maker.add_extension(x509.ExtendedKeyUsage([ObjectIdentifier(one) for one in usages]), critical=False)
    return maker.sign(key, SHA256())
