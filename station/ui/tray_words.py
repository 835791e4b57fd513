"""The words of the tray page for central's reasons and the kinds of entries, through Qt's translations."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from checkpoint.wire import NOT_FOLLOWING, OTHER_HISTORY
from station.ui.words import QT_TRANSLATE_NOOP

_ALTERED: Final = QT_TRANSLATE_NOOP("Words", "It is not as it was written: the disk may be failing.")
_REASONS: Final = {
    OTHER_HISTORY: QT_TRANSLATE_NOOP("Words", "Central has another entry in its place."),
    NOT_FOLLOWING: QT_TRANSLATE_NOOP("Words", "It does not follow what central has before it."),
    "another entry has this id already": QT_TRANSLATE_NOOP("Words", "Central has this entry at another place already."),
    "it was written by another station": QT_TRANSLATE_NOOP("Words", "Another station wrote it."),
    "the body is not the one that was sealed": _ALTERED,
    "the header is not the one that was sealed": _ALTERED,
    "the salt is not the one that was sealed": _ALTERED,
}
_OTHER: Final = QT_TRANSLATE_NOOP("Words", "Central cannot take it as it is.")
_KINDS: Final = {
    "attempt": QT_TRANSLATE_NOOP("Words", "Passage"),
    "decision": QT_TRANSLATE_NOOP("Words", "Decision"),
    "duty": QT_TRANSLATE_NOOP("Words", "Volunteers' duty"),
    "stock": QT_TRANSLATE_NOOP("Words", "Supplies"),
    "shift": QT_TRANSLATE_NOOP("Words", "Shift"),
    "log": QT_TRANSLATE_NOOP("Words", "Duty log"),
    "export": QT_TRANSLATE_NOOP("Words", "Export"),
}
_ENTRY: Final = QT_TRANSLATE_NOOP("Words", "Entry")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Words", text)


def reason(said: str) -> str:
    """Why central keeps it aside."""
    return _tr(_REASONS.get(said, _OTHER))


def kind(of: str) -> str:
    """What kind of entry it is."""
    return _tr(_KINDS.get(of, _ENTRY))
