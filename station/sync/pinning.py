"""TLS that trusts one key and no other: the one that was pinned at enrolment, whoever signed its certificate.

For an office without a domain. Names and dates of the certificate do not count, the key does: a certificate renewed
with the same key stays good, and one of a world-wide authority with another key is not.
"""

from __future__ import annotations

import hashlib
import ssl
from typing import Any


class WrongKey(ssl.SSLError):
    """The server has another key than the one that was pinned."""


class _PinnedSocket(ssl.SSLSocket):
    def do_handshake(self, block: bool = False) -> None:
        """Shake hands, and let go again of whoever has another key, before a word was said."""
        super().do_handshake(block)
        pin = getattr(self.context, "pin", "")
        if key_of(self.getpeercert(binary_form=True) or b"") != pin:
            raise WrongKey("the server's key is not the one that was pinned")


class _PinnedContext(ssl.SSLContext):
    sslsocket_class = _PinnedSocket
    pin = ""


def pinned(pin: str) -> ssl.SSLContext:
    """A context for connections to the server with that key (SHA-256 of its SubjectPublicKeyInfo, hexadecimal)."""
    context: Any = _PinnedContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.pin = pin
    made: ssl.SSLContext = context
    return made


def key_of(certificate: bytes) -> str:
    """The pin of a certificate (DER), or "" for what is none."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    try:
        key = x509.load_der_x509_certificate(certificate).public_key()
    except ValueError:
        return ""
    return hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def trusted_by_all() -> ssl.SSLContext:
    """Whose certificates count: the world's, and whom this computer's administrator trusts (an office's own)."""
    import httpx

    trusted = httpx.create_ssl_context(trust_env=False)
    trusted.load_default_certs()
    return trusted
