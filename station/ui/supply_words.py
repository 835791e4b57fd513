"""The words of the supplies, duty guide and duty log pages for the codes of the rules, through Qt's translations."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from station.ui import form_words, words
from station.ui.supply_view import Amount
from station.ui.words import QT_TRANSLATE_NOOP


def _tr(text: str) -> str:
    return QCoreApplication.translate("Words", text)


_FIELDS: Final = {
    "item": QT_TRANSLATE_NOOP("Words", "Item"),
    "quantity": QT_TRANSLATE_NOOP("Words", "How many"),
    "counted": QT_TRANSLATE_NOOP("Words", "Counted"),
    "batch": QT_TRANSLATE_NOOP("Words", "Batch"),
    "expiry": QT_TRANSLATE_NOOP("Words", "Good until"),
    "source": QT_TRANSLATE_NOOP("Words", "Source"),
    "donor": QT_TRANSLATE_NOOP("Words", "Donor"),
    "document": QT_TRANSLATE_NOOP("Words", "Document no."),
    "second": QT_TRANSLATE_NOOP("Words", "Second name"),
    "reason": QT_TRANSLATE_NOOP("Words", "Reason"),
    "other_site": QT_TRANSLATE_NOOP("Words", "To which site"),
    "number": QT_TRANSLATE_NOOP("Words", "Lead's number"),
    "pin": QT_TRANSLATE_NOOP("Words", "PIN"),
    "type": QT_TRANSLATE_NOOP("Words", "What happened"),
    "place": QT_TRANSLATE_NOOP("Words", "Place"),
    "action": QT_TRANSLATE_NOOP("Words", "What was done"),
    "called_120": QT_TRANSLATE_NOOP("Words", "120 called?"),
    "handed_to": QT_TRANSLATE_NOOP("Words", "Handed to"),
    "agent": QT_TRANSLATE_NOOP("Words", "Disinfectant"),
    "concentration": QT_TRANSLATE_NOOP("Words", "Concentration"),
    "area": QT_TRANSLATE_NOOP("Words", "Area"),
    "person": QT_TRANSLATE_NOOP("Words", "Who did it"),
}
_CHOICES: Final = {
    "allotted": QT_TRANSLATE_NOOP("Words", "Allotted"),
    "purchased": QT_TRANSLATE_NOOP("Words", "Purchased"),
    "donated": QT_TRANSLATE_NOOP("Words", "Donated"),
    "medical": QT_TRANSLATE_NOOP("Words", "Somebody unwell"),
    "fall": QT_TRANSLATE_NOOP("Words", "Fall, injury"),
    "dispute": QT_TRANSLATE_NOOP("Words", "Dispute"),
    "fire": QT_TRANSLATE_NOOP("Words", "Fire, smoke"),
    "lost_person": QT_TRANSLATE_NOOP("Words", "Somebody lost"),
    "equipment": QT_TRANSLATE_NOOP("Words", "Equipment failed"),
}
_CHANGES: Final = {
    "received": QT_TRANSLATE_NOOP("Words", "Received"),
    "issued": QT_TRANSLATE_NOOP("Words", "Handed out"),
    "returned": QT_TRANSLATE_NOOP("Words", "Given back"),
    "wasted": QT_TRANSLATE_NOOP("Words", "Written off"),
    "sent": QT_TRANSLATE_NOOP("Words", "Sent on"),
    "counted": QT_TRANSLATE_NOOP("Words", "Count"),
    "undone": QT_TRANSLATE_NOOP("Words", "Taken back"),
}
_STATES: Final = {
    "": "",
    "low": QT_TRANSLATE_NOOP("Words", "▼ low"),
    "expired": QT_TRANSLATE_NOOP("Words", "× expired"),
    "short": QT_TRANSLATE_NOOP("Words", "≠ {count} short: count"),
    "none": QT_TRANSLATE_NOOP("Words", "○ none"),
}
"""A sign that is no colour before each word."""
_ALERTS: Final = {
    "low": QT_TRANSLATE_NOOP("Words", "▼ {count} low"),
    "expired": QT_TRANSLATE_NOOP("Words", "× {count} expired"),
    "short": QT_TRANSLATE_NOOP("Words", "≠ {count} to be counted"),
}
_REFUSALS: Final = {
    "unknown_item": QT_TRANSLATE_NOOP("Words", "Choose what it is."),
    "bad_quantity": QT_TRANSLATE_NOOP("Words", "How many must be a whole number."),
    "bad_date": QT_TRANSLATE_NOOP("Words", "The day must be like 2022-12-31."),
    "not_enough": QT_TRANSLATE_NOOP("Words", "There are not so many here. If there are, count them first."),
    "expired": QT_TRANSLATE_NOOP("Words", "What is left has expired and is not handed out."),
    "over_quota": QT_TRANSLATE_NOOP(
        "Words", "That is more than one person may have in a shift. A lead may say why, and sign by badge or PIN."
    ),
    "no_lead": QT_TRANSLATE_NOOP("Words", "Only a lead can let this pass."),
    "no_reason": QT_TRANSLATE_NOOP("Words", "The reason is needed."),
    "no_operator": QT_TRANSLATE_NOOP("Words", "Sign in first (F10): a receipt has two names."),
    "no_second": QT_TRANSLATE_NOOP("Words", "A second person's name is needed, not your own."),
    "no_donor": QT_TRANSLATE_NOOP("Words", "Who gave it?"),
    "no_source": QT_TRANSLATE_NOOP("Words", "Where does it come from?"),
    "no_holder": QT_TRANSLATE_NOOP("Words", "Hold the badge up first."),
    "not_held": QT_TRANSLATE_NOOP("Words", "They have not got so many."),
    "not_known": QT_TRANSLATE_NOOP("Words", "There is nothing to take back."),
    "too_late": QT_TRANSLATE_NOOP("Words", "It is too late to take that back. Count instead."),
    "kit_complete": QT_TRANSLATE_NOOP("Words", "They have everything of their kit."),
}
FIELD_OF: Final = {
    "unknown_item": "item",
    "bad_quantity": "quantity",
    "bad_date": "expiry",
    "not_enough": "quantity",
    "no_reason": "reason",
    "no_second": "second",
    "no_donor": "donor",
    "no_source": "source",
    "not_held": "quantity",
    "wrong_pin": "pin",
    "no_lead": "number",
}
"""The field in which a refusal is to be set right."""


def field(name: str) -> str:
    """A field's name."""
    return _tr(_FIELDS[name])


def choice(code: str) -> str:
    """A choice of a list; what is no code of ours stays as it is."""
    return _tr(_CHOICES[code]) if code in _CHOICES else form_words.choice(code)


def change(code: str) -> str:
    """What a move was."""
    return _tr(_CHANGES.get(code, code))


def state(code: str, count: int = 0) -> str:
    """How an item stands, with its sign."""
    return _tr(_STATES[code]).format(count=f"{count:,}") if code else ""


def alert(code: str, count: int) -> str:
    """How many items stand so."""
    return _tr(_ALERTS[code]).format(count=f"{count:,}")


def refusal(code: str) -> str:
    """Why nothing was written down, and what helps."""
    return _tr(_REFUSALS[code]) if code in _REFUSALS else form_words.refusal(code) or code


def amounts(of: tuple[Amount, ...]) -> str:
    """`口罩 ×2、马甲 ×1`."""
    return words.listed(f"{one.name} ×{one.quantity:,}" for one in of)
