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

from central import lettering
from central.lettering import FONT
from central.store.store import Store
from checkpoint import masking, passes
from checkpoint.passes import Pass, PassKind
from checkpoint.roster import PassKey, Person, Revocation, Volunteer

KEY_ID: Final = 1
LIFE: Final = timedelta(days=365)
KINDS: Final = {"staff": PassKind.STAFF, "courier": PassKind.COURIER, "vehicle": PassKind.VEHICLE}
"""Category of a person -> kind of their pass; everybody else's is a resident's."""
_SHARED: Final = frozenset({PassKind.HOUSEHOLD, PassKind.VOLUNTEER})
"""Kinds that somebody has beside a pass of their own."""
_MINUTE: Final = timedelta(minutes=1)
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
    kind: PassKind
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

    def issue(
        self,
        people: Iterable[Person],
        scopes: dict[str, int],
        now: datetime,
        life: timedelta = LIFE,
        kind: PassKind | None = None,
    ) -> None:
        """Issue a pass to each who has none: of that kind, else of the one that goes with their category.

        scopes: community -> scope number. life may be negative for tests. Of a household's, the subject is the first
        person of the home, and people who belong to no home get none.
        """
        held, wanted = self._held(kind), list(people)
        if kind is PassKind.HOUSEHOLD:
            wanted = [home[0] for home in homes(wanted) if not any(person.id in held for person in home)]
        new = [
            _new(int(one.id), kind or kind_of(one), scopes[one.community], now, life)
            for one in wanted
            if one.id not in held
        ]
        self._add(new, -_MINUTE)

    def badge(self, volunteers: Iterable[Volunteer], scope: int, now: datetime, life: timedelta = LIFE) -> None:
        """Issue a badge to each volunteer who has none."""
        held = self._held(PassKind.VOLUNTEER)
        new = [_new(int(one.subject), PassKind.VOLUNTEER, scope, now, life) for one in volunteers]
        self._add([one for one in new if str(one.subject) not in held], -_MINUTE)

    def _held(self, kind: PassKind | None) -> dict[str, Pass]:
        """Subject number -> newest pass of that kind; without one, the pass that a person has of their own."""
        kinds = PassKind if kind is None else (kind,)
        shared = _SHARED if kind is None else frozenset()
        own = [one for each in kinds if each not in shared for one in self._store.issued(each).values()]
        return {str(one.subject): one for one in sorted(own, key=lambda one: one.valid_from)}

    def _add(self, new: Iterable[Pass], step: timedelta) -> list[Pass]:
        """Keep passes, each under a number that no other pass has: subject and minute of issue make it."""
        taken, kept = self._store.issued_numbers(), []
        for one in new:
            while one.number in taken:
                one = dataclasses.replace(one, valid_from=one.valid_from + step)  # noqa: PLW2901
            taken.add(one.number)
            kept.append(one)
        self._store.add_issued(kept)
        return kept

    def replace(self, subject: str, reason: str, now: datetime, kind: PassKind | None = None) -> Pass:
        """Revoke somebody's newest pass and issue the next one, good for as long. Returns the revoked one.

        kind: which, of somebody who has several; without one their own, else their badge, else their household's.
        Raises LookupError for somebody who has none.
        """
        kinds = (kind,) if kind else (None, PassKind.VOLUNTEER, PassKind.HOUSEHOLD)
        held = next((one for each in kinds if (one := self._held(each).get(subject))), None)
        if held is None:
            raise LookupError(f"subject {subject} has no pass" + (f" of kind {kind.name.lower()}" if kind else ""))
        # Later than the lost one, or the next one would not be the newest; a number is never given twice.
        begin = max(now.replace(second=0, microsecond=0), held.valid_from + _MINUTE)
        life = held.valid_to - held.valid_from
        self._add([dataclasses.replace(held, key_id=KEY_ID, valid_from=begin, valid_to=begin + life)], _MINUTE)
        self._store.put([Revocation(id=held.number, reason=reason)])
        return held

    def printed(
        self, people: Sequence[Person], titles: dict[str, str], zone: ZoneInfo, kind: PassKind | None = None
    ) -> list[Printed]:
        """The cards of those who have a pass of that kind, else of their own. titles: community -> name."""
        held = self._held(kind)
        return [
            self._card(held[one.id], titles.get(one.community, one.community), *_lines(one, held[one.id].kind), zone)
            for one in people
            if one.id in held
        ]

    def badges(self, volunteers: Sequence[Volunteer], zone: ZoneInfo) -> list[Printed]:
        """The badges of those who have one: short name and number go on the card, which leaves room for a photo."""
        teams = {data["id"]: data["name"] for data in self._store.data_of("team")}
        held = self._held(PassKind.VOLUNTEER)
        return [
            self._card(held[one.subject], teams.get(one.team, "志愿者"), masking.name(one.name), one.id, zone)
            for one in volunteers
            if one.subject in held
        ]

    def _card(self, pass_: Pass, title: str, name: str, building: str, zone: ZoneInfo) -> Printed:
        return Printed(
            subject=str(pass_.subject),
            kind=pass_.kind,
            text=passes.sign(pass_, self._key),
            title=title,
            name=name,
            building=building,
            valid_to=f"{pass_.valid_to.astimezone(zone):%Y-%m-%d}",
        )


def kind_of(person: Person) -> PassKind:
    """The kind of the pass that somebody has of their own."""
    return KINDS.get(person.category, PassKind.RESIDENT)


def homes(people: Iterable[Person]) -> list[list[Person]]:
    """Residents by home, each home's people in order of their numbers; whoever has no room belongs to none."""
    found: dict[tuple[str, ...], list[Person]] = {}
    for person in sorted(people, key=lambda one: int(one.id)):
        if person.category == "resident" and person.room:
            home = (person.community, person.building, person.unit, person.room)
            found.setdefault(home, []).append(person)
    return list(found.values())


def _new(subject: int, kind: PassKind, scope: int, now: datetime, life: timedelta) -> Pass:
    begin = now.replace(second=0, microsecond=0)
    begins = min(begin, begin + life - timedelta(days=1))
    return Pass(key_id=KEY_ID, kind=kind, subject=subject, valid_from=begins, valid_to=begin + life, scope=scope)


def _lines(person: Person, kind: PassKind) -> tuple[str, str]:
    """What a card says of its holder, masked: a car's plate is on the car, a courier's company on the coat."""
    name, building = masking.name(person.name), masking.address(person.building)
    match kind:
        case PassKind.VEHICLE:
            return person.plate or name, building
        case PassKind.COURIER:
            return name, person.employer or building
        case PassKind.HOUSEHOLD:
            return f"{building} 家庭", ""
    return name, building


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
    """One PNG for each card, named by its subject number; nothing of a person stands in the file.

    A household's begins with that word: its subject has a pass of their own too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for card in cards:
        before = "household-" if card.kind is PassKind.HOUSEHOLD else ""
        picture(card.text).save(folder / f"{before}{card.subject}.png")


def write_sheet(cards: Sequence[Printed], path: Path) -> None:
    """An A4 PDF with two columns of five cards a page, to cut out."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.pdfgen.canvas import Canvas

    lettering.registered()
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
