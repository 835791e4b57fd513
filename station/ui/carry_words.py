"""What is said after copying to a stick or taking from one; doing it is left to others."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from station.ui.counts import Counts
from station.ui.view import Carried, Carry

_FAULTS: Final = {
    "full": QT_TRANSLATE_NOOP("Carry", "There is not enough room on the stick. Nothing was copied. Take another one."),
    "gone": QT_TRANSLATE_NOOP("Carry", "The stick is not there. Was it pulled out? Nothing was lost; try again."),
    "read_only": QT_TRANSLATE_NOOP("Carry", "The stick cannot be written to. Take another one."),
    "failed": QT_TRANSLATE_NOOP("Carry", "The stick reports an error. Take another one."),
    "not_yet": QT_TRANSLATE_NOOP("Carry", "This station must be connected to central once before it can use a stick."),
    "store": QT_TRANSLATE_NOOP("Carry", "This station's own file could not be used. Nothing was lost; try again."),
    "nothing": QT_TRANSLATE_NOOP("Carry", "There is no answer for this station on the stick. Has it been to central?"),
    "cut_short": QT_TRANSLATE_NOOP("Carry", "The file on the stick is not whole. Copy it again at central."),
    "damaged": QT_TRANSLATE_NOOP("Carry", "The file on the stick was changed on its way. Nothing of it was taken."),
    "newer": QT_TRANSLATE_NOOP("Carry", "A newer program made the file on the stick. Nothing of it was taken."),
}
_OTHER: Final = QT_TRANSLATE_NOOP("Carry", "The file on the stick cannot be read. Nothing of it was taken.")
_ALL: Final = QT_TRANSLATE_NOOP(
    "Carry", "Central has all entries of this station. Carry the stick {name} there only to fetch what is new."
)
_OLD: Final = QT_TRANSLATE_NOOP("Carry", "Everything on the stick was known here already.")


def said(carried: Carried, name: str) -> str:
    """What to say. name: what people call the stick."""
    if carried.fault:
        return _translated(_FAULTS.get(carried.fault, _OTHER))
    if carried.way is Carry.OUT:
        return Counts().copied(carried.entries, name) if carried.entries else _translated(_ALL).format(name=name)
    if not carried.entries and not carried.news:
        return _translated(_OLD)
    return Counts().settled(carried.entries, carried.news)


def _translated(text: object) -> str:
    return QCoreApplication.translate("Carry", str(text))
