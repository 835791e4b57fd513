"""Lets computers in: one-time codes as text or QR, and a certificate of the office's own; serving is `serving`'s."""

from __future__ import annotations

import argparse
import hashlib
import ipaddress
import os
import socket
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from central.commands import DONE, Cannot, open_store
from checkpoint.invitation import Invitation
from checkpoint.plural import counted
from checkpoint.whole import whole

CERTIFICATE: Final = "central.crt"
KEY: Final = "central-tls.key"
YEARS: Final = 10
"""A pinned certificate does not expire for those who pinned it; others should not meet it for ever."""


def run_code(parsed: argparse.Namespace) -> int:
    """Print a one-time code; with an address also a QR code that holds all that a station needs."""
    from central import auth

    opened, settings = open_store(parsed)
    if (parsed.qr or parsed.print) and not parsed.address:
        raise Cannot("say with --address where stations reach central, such as https://192.168.1.10:8321")
    with opened as store:
        gates = {data["id"]: data for data in store.data_of("gate")}
        if parsed.gate not in gates:
            raise Cannot(f"there is no gate {parsed.gate}; there are {', '.join(sorted(gates)) or 'none yet'}")
        site, life = gates[parsed.gate]["site"], timedelta(hours=parsed.hours)
        now = datetime.now(UTC)
        code = auth.new_code(store, name=parsed.name, site=site, gate=parsed.gate, now=now, life=life)
    print(code)
    if parsed.address:
        _show(Invitation(parsed.address, code, _pin(parsed, settings.folder)), parsed)
    return DONE


def _pin(parsed: argparse.Namespace, folder: Path) -> str:
    """The pin of the certificate that was named, else of the office's own where there is one."""
    path = parsed.pin or folder / CERTIFICATE
    if not parsed.address.startswith("https://") or (parsed.pin is None and not path.exists()):
        return ""
    return pin_of(path)


def _show(invitation: Invitation, parsed: argparse.Namespace) -> None:
    import qrcode

    made = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=8, border=4)
    made.add_data(invitation.text)
    made.make(fit=True)
    if parsed.qr:
        # It lets one computer in: nobody else of this computer's people should read it.
        handle = os.open(parsed.qr, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            made.make_image().save(file)
        print(f"QR code written to {parsed.qr}: good once, for {counted(parsed.hours, 'hour')}", file=sys.stderr)
    if parsed.print:
        made.print_ascii(invert=True)


def run_certificate(parsed: argparse.Namespace) -> int:
    """Make a certificate of the office's own, or show the pin of the one that is there."""
    from central.settings import load

    folder = load(parsed.data, parsed.database).folder
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    certificate, key = folder / CERTIFICATE, folder / "keys" / KEY
    if not certificate.exists():
        # A key that is there already, from a backup say, goes on: stations expect it.
        _make(certificate, key, parsed.host or [socket.gethostname()])
        print(f"made {certificate}")
    print(f"pin {pin_of(certificate)}")
    print(f"serve with: central serve --host 0.0.0.0 --tls-cert {certificate} --tls-key {key}")
    return DONE


def pin_of(certificate: Path) -> str:
    """The SHA-256 of a certificate's key (SubjectPublicKeyInfo), hexadecimal. Raises ValueError for what is none."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    try:
        key = x509.load_pem_x509_certificate(certificate.read_bytes()).public_key()
    except ValueError as error:
        raise ValueError(f"{certificate.name} is no certificate") from error
    return hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def _make(certificate: Path, key: Path, hosts: list[str]) -> None:
    """A self-signed certificate for these names and addresses, and its key in a file that only its owner reads."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    private = serialization.load_pem_private_key(key.read_bytes(), None) if key.exists() else _new_key(key)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "central")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, private.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.SubjectAlternativeName([_named(host) for host in hosts]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(private, hashes.SHA256())
    )
    with whole(certificate) as file:
        file.write(made.public_bytes(serialization.Encoding.PEM))


def _new_key(path: Path) -> Any:
    """A key in a file that only its owner reads."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    private = ec.generate_private_key(ec.SECP256R1())
    path.parent.mkdir(parents=True, exist_ok=True)
    secret = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with whole(path) as file:
        Path(file.name).chmod(0o600)
        file.write(secret)
    return private


def _named(host: str) -> Any:
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)
