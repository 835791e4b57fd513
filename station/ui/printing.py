"""Gives a page out: to the printer where there is one, else as a PDF file; what stands on it is handed in."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QMarginsF, QSizeF, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QPageLayout, QPageSize, QTextDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from station.ui import words
from station.ui.view import Card

TICKET_MM: Final = (80.0, 110.0)
"""A receipt printer's paper, which every other printer can print too."""
MODULE: Final = 8
POINTS_AN_INCH: Final = 72.0
_MARGIN_MM: Final = 4.0


def give_out(document: QTextDocument, name: str, folder: Path, *, ticket: bool = False) -> str:
    """Print it; returns the printer's name, or the path of the PDF where no printer is set up. Raises OSError."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    info = QPrinterInfo.defaultPrinter()
    said = info.printerName()
    if info.isNull():
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{re.sub(r'[^0-9A-Za-z-]', '', name)}.pdf"
        # Asked first: the printer does not say why it could not write.
        path.touch()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(path))
        said = str(path)
    size = QPageSize(QSizeF(*TICKET_MM), QPageSize.Unit.Millimeter) if ticket else QPageSize(QPageSize.PageSizeId.A4)
    margin = _MARGIN_MM if ticket else 15.0
    printer.setPageLayout(
        QPageLayout(
            size,
            QPageLayout.Orientation.Portrait,
            QMarginsF(margin, margin, margin, margin),
            QPageLayout.Unit.Millimeter,
        )
    )
    # A document is laid out in the screen's pixels; told points instead, everything would come out a third too large.
    screen = QGuiApplication.primaryScreen()
    per_point = (screen.logicalDotsPerInch() if screen is not None else POINTS_AN_INCH) / POINTS_AN_INCH
    document.setPageSize(printer.pageRect(QPrinter.Unit.Point).size() * per_point)
    document.print_(printer)
    return said


def page_of(text: str) -> QTextDocument:
    """An HTML page as a document."""
    document = QTextDocument()
    document.setHtml(text)
    return document


def ticket_of(card: Card, site: str, zone: ZoneInfo) -> QTextDocument:
    """A temporary pass (临时出入证): its code, for whom, and until when; nothing else of a person."""
    document = QTextDocument()
    document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl("code"), code_of(card.ticket))
    title = QCoreApplication.translate("Printing", "Temporary pass")
    until = f"{card.valid_to.astimezone(zone):%Y-%m-%d %H:%M}" if card.valid_to else ""
    back = QCoreApplication.translate("Printing", "Please show it again when you leave.")
    who = "  ".join(part for part in (card.name, card.building, words.category(card.category)) if part)
    document.setHtml(
        "<div align='center' style='font-family: \"Noto Sans SC Medium\"'>"
        f"<p style='font-size: 14pt'><b>{title}</b></p><p style='font-size: 11pt'>{html.escape(site)}</p>"
        f"<p><img src='code' width='180' height='180'/></p><p style='font-size: 12pt'>{html.escape(who)}</p>"
        f"<p style='font-size: 14pt'><b>{until}</b></p><p style='font-size: 9pt'>{back}</p></div>"
    )
    return document


def code_of(text: str) -> QImage:
    """The text as a QR code, black on white with its quiet zone, MODULE pixels a module."""
    import qrcode
    from qrcode.constants import ERROR_CORRECT_M

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text)
    code.make(fit=True)
    rows: list[list[Any]] = code.get_matrix()
    image = QImage(len(rows), len(rows), QImage.Format.Format_Grayscale8)
    for y, row in enumerate(rows):
        for x, is_dark in enumerate(row):
            image.setPixel(x, y, 0xFF000000 if is_dark else 0xFFFFFFFF)
    return image.scaled(len(rows) * MODULE, len(rows) * MODULE)
