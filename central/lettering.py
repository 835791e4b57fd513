"""The face that central prints in: the stations' own, put into each PDF, so that every reader shows it."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from typing import Final

FONT: Final = "NotoSansSC"


@cache
def registered() -> str:
    """The name under which the PDF library knows the face; read once, since it is large."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    with as_file(files("resources") / "fonts" / "NotoSansSC-Medium.ttf") as path:
        pdfmetrics.registerFont(TTFont(FONT, str(path)))
    return FONT
