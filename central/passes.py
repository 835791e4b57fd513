"""Issues passes and prints them as pictures and sheets; reading them back is the stations'.

The signing key is made on first use in a file that only its owner may read; its public half goes into the roster.
Printed sheets carry the masked name only, so a pass found on the street tells no more than the gate's screen.
"""

from __future__ import annotations

import dataclasses
import io
import os
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import qrcode
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from qrcode.constants import ERROR_CORRECT_M

from central.store.store import Store
from checkpoint import masking, passes
from checkpoint.passes import Pass, PassKind
from checkpoint.roster import PassKey, Person, Revocation, Volunteer

KEY_ID: Final = 1
FONT: Final = "STSong-Light"
"""Adobe's name for a Chinese face that every PDF reader brings along; nothing is embedded."""
LIFE: Final = timedelta(days=365)
KINDS: Final = {"staff": PassKind.STAFF, "courier": PassKind.COURIER, "vehicle": PassKind.VEHICLE}
"""Category of a person -> kind of their pass; everybody else's is a resident's."""
_CARD_MM: Final = (85.6, 54.0)
"""ISO/IEC 7810 ID-1, the size of a bank card: it fits a badge holder."""
_SIDE_MM: Final = 38.0
"""Side of the printed symbol with its quiet zone. 37 of its 45 modules are code: 3.1 cm; 3 were read every time."""
_TEXT_MM: Final = _CARD_MM[0] - _SIDE_MM - 11
"""Width that is left for words."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What a card shows. text: the pass. title: where it is good. name, building: masked."""

    subject: str
    text: str
    title: str
    name: str
    building: str
    valid_to: str


class Press:
    """Signs and prints for one central. folder: central's data folder."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._key = _key(folder / "keys" / f"pass-{KEY_ID}.key")
        self._store.put([PassKey(id=str(KEY_ID), public=self._key.public_key().public_bytes_raw().hex())])

    def issue(self, people: Iterable[Person], scopes: dict[str, int], now: datetime, life: timedelta = LIFE) -> None:
        """Issue a pass to each who has none. scopes: community -> scope number. life may be negative for tests."""
        begin = now.replace(second=0, microsecond=0)
        held = self._held()
        self._store.add_issued(
            Pass(
                key_id=KEY_ID,
                kind=KINDS.get(person.category, PassKind.RESIDENT),
                subject=int(person.id),
                valid_from=min(begin, begin + life - timedelta(days=1)),
                valid_to=begin + life,
                scope=scopes[person.community],
            )
            for person in people
            if person.id not in held
        )

    def badges(
        self, volunteers: Sequence[Volunteer], scope: int, now: datetime, life: timedelta = LIFE
    ) -> list[Printed]:
        """The badges of these volunteers, issued where they have none: photo, short name and number go on the card."""
        begin, held = now.replace(second=0, microsecond=0), self._store.issued(PassKind.VOLUNTEER)
        new = [
            Pass(
                key_id=KEY_ID,
                kind=PassKind.VOLUNTEER,
                subject=int(one.subject),
                valid_from=begin,
                valid_to=begin + life,
                scope=scope,
            )
            for one in volunteers
            if one.subject not in held
        ]
        self._store.add_issued(new)
        held |= {str(one.subject): one for one in new}
        return [
            Printed(
                subject=one.subject,
                text=passes.sign(held[one.subject], self._key),
                title=one.team or "志愿者",
                name=masking.name(one.name),
                building=one.id,
                valid_to=f"{held[one.subject].valid_to:%Y-%m-%d}",
            )
            for one in volunteers
        ]

    def _held(self) -> dict[str, Pass]:
        """subject number -> newest pass of any kind but badges, which have numbers of their own."""
        kinds = (kind for kind in PassKind if kind is not PassKind.VOLUNTEER)
        return {subject: one for kind in kinds for subject, one in self._store.issued(kind).items()}

    def replace(self, subject: str, reason: str, now: datetime, life: timedelta = LIFE) -> str:
        """Revoke a person's newest pass and issue the next one. Returns the number of the revoked one.

        Raises LookupError for somebody who has none.
        """
        held = (self._held() | self._store.issued(PassKind.VOLUNTEER)).get(subject)
        if held is None:
            raise LookupError(f"subject {subject} has no pass")
        # The minute of issue is part of a pass's number: in the same minute the next one would be revoked with it.
        begin = max(now.replace(second=0, microsecond=0), held.valid_from + timedelta(minutes=1))
        self._store.add_issued([dataclasses.replace(held, key_id=KEY_ID, valid_from=begin, valid_to=begin + life)])
        self._store.put([Revocation(id=held.number, reason=reason)])
        return held.number

    def printed(self, people: Sequence[Person], titles: dict[str, str], zone: ZoneInfo) -> list[Printed]:
        """The cards of those who have a pass. titles: community -> name."""
        held = self._held()
        return [
            Printed(
                subject=person.id,
                text=passes.sign(held[person.id], self._key),
                title=titles.get(person.community, person.community),
                name=masking.name(person.name),
                building=masking.address(person.building),
                valid_to=f"{held[person.id].valid_to.astimezone(zone):%Y-%m-%d}",
            )
            for person in people
            if person.id in held
        ]


def _key(path: Path) -> Ed25519PrivateKey:
    if path.exists():
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text(encoding="ascii").strip()))
    path.parent.mkdir(parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    # Written beside its place and linked there: it appears whole or not at all, and of two that begin one wins.
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key.private_bytes_raw().hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(part, path)
    except FileExistsError:
        return _key(path)
    finally:
        part.unlink()
    return key


def picture(text: str, *, module: int = 10) -> Any:
    """The pass as a black and white picture with its quiet zone; module: pixels of one."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=module, border=4)
    code.add_data(text)
    code.make(fit=True)
    return code.make_image().get_image()


def write_pictures(cards: Sequence[Printed], folder: Path) -> None:
    """One PNG for each card, named by its subject number; nothing of a person stands in the file."""
    folder.mkdir(parents=True, exist_ok=True)
    for card in cards:
        picture(card.text).save(folder / f"{card.subject}.png")


def write_sheet(cards: Sequence[Printed], path: Path) -> None:
    """An A4 PDF with two columns of five cards a page, to cut out."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    sheet = Canvas(str(path), pagesize=A4)
    wide, tall = (side * mm for side in _CARD_MM)
    left, bottom = (A4[0] - 2 * wide) / 2, (A4[1] - 5 * tall) / 2
    for number, card in enumerate(cards):
        place = number % 10
        if number and not place:
            sheet.showPage()
        _draw(sheet, card, left + place % 2 * wide, bottom + (4 - place // 2) * tall, mm)
    sheet.save()


def _draw(sheet: Any, card: Printed, x: float, y: float, mm: float) -> None:
    from reportlab.lib.utils import ImageReader

    wide, tall = _CARD_MM[0] * mm, _CARD_MM[1] * mm
    sheet.setStrokeGray(0.75)
    sheet.rect(x, y, wide, tall)
    pixels = io.BytesIO()
    picture(card.text).save(pixels, "PNG")
    pixels.seek(0)
    side = _SIDE_MM * mm
    sheet.drawImage(ImageReader(pixels), x + wide - side - 4 * mm, y + (tall - side) / 2, side, side)
    for size, from_top, text in (
        (13, 11, card.title),
        (17, 22, card.name),
        (11, 30, card.building),
        (9, 47, f"有效期至 {card.valid_to}"),
    ):
        # A long name is set smaller rather than cut: the guide compares it.
        wide_now = sheet.stringWidth(text, FONT, size) or 1
        sheet.setFont(FONT, min(size, size * _TEXT_MM * mm / wide_now))
        sheet.drawString(x + 5 * mm, y + tall - from_top * mm, text)
