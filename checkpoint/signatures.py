"""Who said it: Ed25519 signatures over what is said, each good for one purpose only; keeping keys is left to others.

What is signed begins with its purpose and gives every part its length, so that no signature can be taken for one of
another purpose and no two lists of parts are the same bytes. A signature or key that is none is one that does not hold.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ENTRIES: Final = "checkpoint entries 1"
"""A station's batch: station, epoch, seq and hash of its last entry, SHA-256 of the body. Kept, it proves the chain."""
ANSWER: Final = "checkpoint answer 1"
"""Central's answer: the asker's nonce, method, address asked for, status, SHA-256 of the body."""
ENROLMENT: Final = "checkpoint enrolment 1"
"""A computer asks for an identity under the key that it made: SHA-256 of what it asks."""
TOKEN: Final = "checkpoint token 1"  # noqa: S105
"""A station names its next token: station, SHA-256 of the token."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch's signature covers besides the station. seq, hash: of its last entry; 0 and empty without one.

    body: SHA-256 of the document. The hash of the last entry stands for the whole chain before it, so that the newest
    signature alone proves all of it, also when bodies were forgotten.
    """

    epoch: str
    seq: int
    hash: str
    body: bytes

    @property
    def parts(self) -> tuple[str | bytes, ...]:
        """As they are signed, after the station."""
        return self.epoch, str(self.seq), self.hash, self.body

    def kept_with(self, signature: str) -> str:
        """One line to keep beside the chain, or nothing when it proves nothing of a chain."""
        return f"{self.seq} {self.hash} {self.body.hex()} {signature}" if signature and self.seq else ""


def proven(public: str, station: str, epoch: str, proof: str) -> tuple[int, str] | None:
    """(seq, hash) up to which a kept line proves that a chain is the station's; None when it proves nothing."""
    try:
        seq, hash_, body, signature = proof.split(" ")
        said = Batch(epoch, int(seq), hash_, bytes.fromhex(body))
    except ValueError:
        return None
    return (said.seq, said.hash) if holds(public, signature, ENTRIES, station, *said.parts) else None


def sign(private: str, purpose: str, *parts: str | bytes) -> str:
    """128 hexadecimal characters. private: 64 of them."""
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private))
    return key.sign(statement(purpose, *parts)).hex()


def holds(public: str, signature: str, purpose: str, *parts: str | bytes) -> bool:
    """Whether whoever has the private half of that key signed just this for just this purpose."""
    try:
        _key(public).verify(bytes.fromhex(signature), statement(purpose, *parts))
    except (InvalidSignature, ValueError):
        return False
    return True


def statement(purpose: str, *parts: str | bytes) -> bytes:
    """The bytes that are signed."""
    said = [part.encode() if isinstance(part, str) else part for part in (purpose, *parts)]
    return b"".join(len(part).to_bytes(4) + part for part in said)


def digest(body: bytes) -> bytes:
    """What stands for a body in a statement: SHA-256."""
    return hashlib.sha256(body).digest()


def public_of(private: str) -> str:
    """The public half, 64 hexadecimal characters."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private)).public_key().public_bytes_raw().hex()


@lru_cache(maxsize=1024)
def _key(public: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
