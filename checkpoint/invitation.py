"""What a computer needs to become a station, as one QR code: central's address, a one-time code, whose key to expect.

The text is ASCII: `CKE1`, the address, the code, and where there is one the SHA-256 of the key (SubjectPublicKeyInfo)
of central's certificate in hexadecimal, with a blank between each. Whoever photographs it may become that station
until somebody has: it is good once, and for a day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

MAGIC: Final = "CKE1"
_LONGEST: Final = 500


class NoInvitation(ValueError):
    """A text is no invitation; str() is a sentence. why: no_invitation, newer or damaged."""

    def __init__(self, sentence: str, why: str) -> None:
        self.why = why
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Invitation:
    """server: an address like https://central.example. pin: 64 hexadecimal characters, or empty."""

    server: str
    code: str = field(repr=False)
    pin: str = ""

    @property
    def text(self) -> str:
        """What stands in the QR code."""
        return " ".join(part for part in (MAGIC, self.server, self.code, self.pin) if part)


def is_invitation(text: str) -> bool:
    """Whether a text means to be one, of this or a newer program."""
    return text.startswith(MAGIC[:3])


def read(text: str) -> Invitation:
    """The invitation of a text. Raises NoInvitation."""
    parts = text.strip().split(" ")
    if not is_invitation(text.strip()) or len(text) > _LONGEST:
        raise NoInvitation("this code is no invitation of a central server", "no_invitation")
    if parts[0] != MAGIC:
        raise NoInvitation("a newer central made this invitation; use a newer program", "newer")
    if len(parts) not in {3, 4} or not re.fullmatch(r"https?://[^\s/]+[^\s]*", parts[1]):
        raise NoInvitation("this invitation is damaged; have another one made", "damaged")
    pin = parts[3] if len(parts) == 4 else ""
    if pin and not re.fullmatch(r"[0-9a-f]{64}", pin):
        raise NoInvitation("this invitation is damaged; have another one made", "damaged")
    return Invitation(parts[1], parts[2], pin)
