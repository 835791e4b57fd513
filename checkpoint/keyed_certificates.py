"""The key in an X.509 certificate, or one that comes alone: whose it is and what it may sign; `trust` says who counts.

Loaded only where there is a key to read: what reads certificates takes long to load, and most gates never see one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from cryptography.x509.oid import NameOID

LEAST_RSA: Final = 2048
USAGES: Final = {
    f"{root}.1847.2021.1.{number}": usage
    # The second root is a misprint of the specification that some issuers took over.
    for root in ("1.3.6.1.4.1", "1.3.6.1.4.1.0.4.0", "0.4.0")
    for number, usage in ((1, "test"), (2, "vaccination"), (3, "recovery"))
}
"""Extended key usages by which an issuer limits a key (EU DCC certificate governance)."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """public: SubjectPublicKeyInfo, DER. country, usages: as the certificate has them, empty for a key alone."""

    public: bytes
    country: str = ""
    usages: tuple[str, ...] = ()


def of_pem(part: bytes) -> bytes:
    """A certificate as DER. Raises ValueError."""
    with _in_words():
        return x509.load_pem_x509_certificate(part).public_bytes(Encoding.DER)


def of_der(der: bytes) -> Keyed:
    """The key of a certificate, or one that comes alone. Raises ValueError for one that `certificates` can't use."""
    with _in_words():
        certificate = _certificate(der)
        public = certificate.public_key() if certificate else load_der_public_key(der)
        is_elliptic = isinstance(public, ec.EllipticCurvePublicKey) and isinstance(public.curve, ec.SECP256R1)
        if not is_elliptic and not (isinstance(public, rsa.RSAPublicKey) and public.key_size >= LEAST_RSA):
            raise ValueError("neither a P-256 key nor an RSA key of 2048 bits or more")
        info = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return Keyed(info) if certificate is None else Keyed(info, _country(certificate), _limits(certificate))


@contextmanager
def _in_words() -> Iterator[None]:
    """The library has errors of its own for what is no valid certificate."""
    try:
        yield
    except (x509.InvalidVersion, x509.DuplicateExtension, x509.UnsupportedGeneralNameType) as error:
        raise ValueError(str(error)) from error


def _certificate(der: bytes) -> x509.Certificate | None:
    try:
        return x509.load_der_x509_certificate(der)
    except ValueError:
        return None


def _country(certificate: x509.Certificate) -> str:
    named = certificate.subject.get_attributes_for_oid(NameOID.COUNTRY_NAME)
    return str(named[0].value).upper() if named else ""


def _limits(certificate: x509.Certificate) -> tuple[str, ...]:
    """What alone the certificate's key may sign; any other usage, such as a server's, says nothing here."""
    try:
        named = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return ()
    return tuple(dict.fromkeys(USAGES[one.dotted_string] for one in named if one.dotted_string in USAGES))
