"""Colours, type scale and spacing, the bundled font and the style sheet; what is painted with them is the pages'."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from functools import cache
from typing import Final

from PySide6.QtGui import QColor, QFont, QFontDatabase
from PySide6.QtWidgets import QWidget

from checkpoint.gate import Light
from resources import FOLDER

UNIT: Final = 8
"""The one spacing unit, pixels; margins and gaps are multiples of it."""
FAMILY: Final = "Noto Sans SC Medium"
FALLBACKS: Final = ("Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC")
"""For characters that the bundled font lacks: Chinese ones, or shared characters would get their Japanese shapes."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The few colours, each with one meaning."""

    page: str
    card: str
    ink: str
    soft: str
    line: str
    accent: str
    on_accent: str
    warn: str
    on_warn: str
    selected: str


LIGHT: Final = Palette(
    page="#eef1f4",
    card="#ffffff",
    ink="#12171d",
    soft="#4c5865",
    line="#ccd3da",
    accent="#0a4f9e",
    on_accent="#ffffff",
    warn="#ffe3a3",
    on_warn="#3a2800",
    selected="#dbe8f7",
)
DARK: Final = Palette(
    page="#0f1317",
    card="#1a2027",
    ink="#f2f5f8",
    soft="#a9b4c0",
    line="#36404b",
    accent="#7db8ff",
    on_accent="#06203d",
    warn="#4d3800",
    on_warn="#ffe3a3",
    selected="#22364d",
)
PALETTES: Final = {"light": LIGHT, "dark": DARK}

VERDICT: Final = {
    Light.GREEN: ("#08703a", "#ffffff"),
    Light.AMBER: ("#ffb81c", "#1c1400"),
    Light.RED: ("#b3141d", "#ffffff"),
}
"""Light -> (background, ink) of the verdict panel: the same by day and by night, because people learn them."""


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours by WCAG 2.1, from 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = QColor(colour)
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (parts.redF(), parts.greenF(), parts.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@cache
def load_font() -> bool:
    """Bring in the bundled font once; False when it cannot be read and the system's fonts must do."""
    return QFontDatabase.addApplicationFont(str(FOLDER / "fonts" / "NotoSansSC-Medium.ttf")) >= 0


def font(pixels: int) -> QFont:
    """The house font at that size."""
    made = QFont([FAMILY, *FALLBACKS])
    made.setPixelSize(pixels)
    return made


def scale_of(width: int, height: int) -> float:
    """How much larger or smaller than at 1280 x 800 all is to be, in steps: dragging an edge must not restyle."""
    return min(2.5, max(0.875, int(min(width / 1280, height / 800) * 8) / 8))


def restyle(*widgets: QWidget) -> None:
    """Have widgets look at the style sheet again, after a property that it asks for has changed."""
    for widget in widgets:
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def wear(widget: QWidget, name: str, scale: float) -> None:
    """Put the style sheet on, unless it is worn: Qt looks at every part anew for the same sheet, too."""
    sheet = style_sheet(name, scale)
    if sheet != widget.styleSheet():
        widget.setStyleSheet(sheet)


def style_sheet(name: str, scale: float = 1.0) -> str:
    """The style sheet in that theme (`light` or `dark`), its type that much larger."""
    sheet = (FOLDER / "styles" / "station.qss").read_text(encoding="utf-8")
    sheet = re.sub(r"font-size: (\d+)px", lambda found: f"font-size: {round(int(found[1]) * scale)}px", sheet)
    load_font()
    sheet = sheet.replace("@family;", ", ".join(f'"{family}"' for family in (FAMILY, *FALLBACKS)) + ";")
    for colour, value in asdict(PALETTES[name]).items():
        sheet = sheet.replace(f"@{colour};", f"{value};")
    for light, (background, ink) in VERDICT.items():
        sheet = sheet.replace(f"@{light.value};", f"{background};").replace(f"@on_{light.value};", f"{ink};")
    return sheet
