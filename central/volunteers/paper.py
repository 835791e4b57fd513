"""Tables on A4 paper as PDF, with Chinese in it; what stands in them is the callers'."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from central import lettering
from central.lettering import FONT


def write_table(
    path: Path, title: str, lines: Sequence[str], headings: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """A title, some lines below it, and a table whose heading stands on every page. Long cells wrap."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    lettering.registered()
    large, plain, small = (
        ParagraphStyle(name, fontName=FONT, fontSize=size, leading=size * 1.4, wordWrap="CJK")
        for name, size in (("large", 16), ("plain", 10), ("small", 8))
    )
    sheet = SimpleDocTemplate(
        str(path), pagesize=landscape(A4), title=title, **dict.fromkeys(("leftMargin", "rightMargin"), 12 * mm)
    )
    told: list[Any] = [Paragraph(escape(title), large), *(Paragraph(escape(line), plain) for line in lines)]
    cells = [[Paragraph(escape(cell), small) for cell in row] for row in (headings, *rows)]
    table = Table(cells, repeatRows=1, colWidths=[sheet.width / len(headings)] * len(headings))
    lines_of = [("GRID", (0, 0), (-1, -1), 0.4, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    table.setStyle(TableStyle([*lines_of, ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke)]))
    sheet.build([*told, Spacer(1, 4 * mm), table])
