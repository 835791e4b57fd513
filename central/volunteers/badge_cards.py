"""Draws badges: upright cards with photo, short name, number and code, nine to a sheet or one to a page."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from central import lettering
from central.lettering import FONT
from central.passes import Printed, picture

CARD_MM: Final = (54.0, 85.6)
"""ISO/IEC 7810 ID-1, upright, as it hangs from a lanyard."""
_ACROSS, _DOWN = 3, 3
_CODE_MM: Final = 38.0
"""As on a pass: the printed code was read every time from 3 cm on."""
_PHOTO_MM: Final = (21.0, 28.0)
_EDGE_MM: Final = 4.0


def write_badges(cards: Sequence[Printed], photos: Mapping[str, bytes], path: Path, *, single: bool) -> None:
    """A PDF of A4 sheets to cut out, or of one card a page for a card printer. photos: subject -> JPEG."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.pdfgen.canvas import Canvas

    lettering.registered()
    wide, tall = (side * mm for side in CARD_MM)
    page, on_page = ((wide, tall), 1) if single else (A4, _ACROSS * _DOWN)
    left, bottom = (0.0, 0.0) if single else ((A4[0] - _ACROSS * wide) / 2, (A4[1] - _DOWN * tall) / 2)
    sheet = Canvas(str(path), pagesize=page)
    for number, card in enumerate(cards):
        place = number % on_page
        if number and not place:
            sheet.showPage()
        row = 0 if single else _DOWN - 1 - place // _ACROSS
        _draw(sheet, card, photos.get(card.subject), left + place % _ACROSS * wide, bottom + row * tall, mm)
    sheet.save()


def _draw(sheet: Any, card: Printed, photo: bytes | None, x: float, y: float, mm: float) -> None:
    from reportlab.lib.utils import ImageReader

    wide, tall, edge = CARD_MM[0] * mm, CARD_MM[1] * mm, _EDGE_MM * mm
    sheet.setStrokeGray(0.75)
    sheet.rect(x, y, wide, tall)
    _line(sheet, card.title, 11, x + edge, y + tall - 8 * mm, wide - 2 * edge)
    photo_wide, photo_tall = (side * mm for side in _PHOTO_MM)
    top = y + tall - 11 * mm
    if photo is None:
        # Left free for one to be glued on.
        sheet.rect(x + edge, top - photo_tall, photo_wide, photo_tall)
    else:
        sheet.drawImage(ImageReader(io.BytesIO(photo)), x + edge, top - photo_tall, photo_wide, photo_tall)
    beside = x + edge + photo_wide + 2 * mm
    room = x + wide - edge - beside
    for size, down, text in ((16, 7, card.name), (9, 14, card.building), (7, 27, f"至 {card.valid_to}")):
        _line(sheet, text, size, beside, top - down * mm, room)
    pixels = io.BytesIO()
    picture(card.text).save(pixels, "PNG")
    pixels.seek(0)
    side = _CODE_MM * mm
    sheet.drawImage(ImageReader(pixels), x + (wide - side) / 2, y + 3 * mm, side, side)


def _line(sheet: Any, text: str, size: float, x: float, y: float, room: float) -> None:
    """A long name is set smaller rather than cut: whoever looks compares it."""
    sheet.setFont(FONT, min(size, size * room / (sheet.stringWidth(text, FONT, size) or 1)))
    sheet.drawString(x, y, text)
