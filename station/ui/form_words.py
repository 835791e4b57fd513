"""The words of forms and side pages for the codes of the rules, through Qt's translations; codes are the rules'."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from station.ui.view import Finding
from station.ui.words import QT_TRANSLATE_NOOP


def _tr(text: str) -> str:
    return QCoreApplication.translate("Words", text)


IDENTITY_LENGTH = 18
_FIELDS = {
    "name": QT_TRANSLATE_NOOP("Words", "Name"),
    "phone": QT_TRANSLATE_NOOP("Words", "Phone"),
    "host": QT_TRANSLATE_NOOP("Words", "Host's room"),
    "purpose": QT_TRANSLATE_NOOP("Words", "Purpose"),
    "host_confirmed": QT_TRANSLATE_NOOP("Words", "Host agrees?"),
    "heads": QT_TRANSLATE_NOOP("Words", "People"),
    "plate": QT_TRANSLATE_NOOP("Words", "Plate"),
    "tag": QT_TRANSLATE_NOOP("Words", "Tag number"),
    "origin": QT_TRANSLATE_NOOP("Words", "Comes from"),
    "employer": QT_TRANSLATE_NOOP("Words", "Company"),
    "duty_check": QT_TRANSLATE_NOOP("Words", "Checked?"),
    "contactless": QT_TRANSLATE_NOOP("Words", "Contactless?"),
    "guardian": QT_TRANSLATE_NOOP("Words", "Guardian"),
    "visual_check": QT_TRANSLATE_NOOP("Words", "Health code"),
    "temperature": QT_TRANSLATE_NOOP("Words", "Temperature"),
}
_CHOICES = {
    "family": QT_TRANSLATE_NOOP("Words", "Family"),
    "friend": QT_TRANSLATE_NOOP("Words", "Friends"),
    "work": QT_TRANSLATE_NOOP("Words", "Business"),
    "repair": QT_TRANSLATE_NOOP("Words", "Repair"),
    "estate": QT_TRANSLATE_NOOP("Words", "Estate agent"),
    "meter": QT_TRANSLATE_NOOP("Words", "Meter reading"),
    "medical": QT_TRANSLATE_NOOP("Words", "Medical visit"),
    "visiting": QT_TRANSLATE_NOOP("Words", "Visits a resident"),
    "freight": QT_TRANSLATE_NOOP("Words", "Freight"),
    "sanitation": QT_TRANSLATE_NOOP("Words", "Sanitation"),
    "taxi": QT_TRANSLATE_NOOP("Words", "Taxi, ride-hailing"),
    "towing": QT_TRANSLATE_NOOP("Words", "Towed, no plate"),
    "delivery": QT_TRANSLATE_NOOP("Words", "Delivery"),
    "other": QT_TRANSLATE_NOOP("Words", "Other"),
    "yes": QT_TRANSLATE_NOOP("Words", "Yes"),
    "no": QT_TRANSLATE_NOOP("Words", "No"),
    "green": QT_TRANSLATE_NOOP("Words", "Green code"),
    "yellow": QT_TRANSLATE_NOOP("Words", "Yellow code"),
    "red": QT_TRANSLATE_NOOP("Words", "Red code"),
    "expired": QT_TRANSLATE_NOOP("Words", "Expired or none"),
}
_FAULTS = {
    "missing": QT_TRANSLATE_NOOP("Words", "is needed"),
    "no_plate": QT_TRANSLATE_NOOP("Words", "is needed; without one choose the purpose"),
    "too_long": QT_TRANSLATE_NOOP("Words", "is too long"),
    "not_a_number": QT_TRANSLATE_NOOP("Words", "must be a number from 1 to 99"),
    "not_a_choice": QT_TRANSLATE_NOOP("Words", "must be chosen from the list"),
    "phone": QT_TRANSLATE_NOOP("Words", "is no phone number"),
    "temperature": QT_TRANSLATE_NOOP("Words", "must be like 36.5"),
}
_NUMBER_FAULTS = {
    "length": QT_TRANSLATE_NOOP("Words", "An identity number has 18 characters."),
    "old": QT_TRANSLATE_NOOP("Words", "This is an old number with 15 digits. Ask for the new card, or type the name."),
    "character": QT_TRANSLATE_NOOP("Words", "Identity number: character {position} is no digit."),
    "date": QT_TRANSLATE_NOOP("Words", "Identity number: characters 7 to 14 are no date of birth."),
    "check_digit": QT_TRANSLATE_NOOP("Words", "Identity number: check digit does not match (should be {expected})."),
    "nobody": QT_TRANSLATE_NOOP("Words", "Nobody on the roster fits. Register them as a visitor (F4)."),
    "outside": QT_TRANSLATE_NOOP("Words", "34.0 to 43.0 only."),
}
_SWAPPED = QT_TRANSLATE_NOOP("Words", "Identity number: look at character {position}, it may be the wrong way round.")
_REFUSALS = {
    "not_a_badge": QT_TRANSLATE_NOOP("Words", "This is no volunteer's badge."),
    "not_valid": QT_TRANSLATE_NOOP("Words", "This badge is not valid today."),
    "revoked": QT_TRANSLATE_NOOP("Words", "This badge was revoked. Keep it and call the lead."),
    "unknown": QT_TRANSLATE_NOOP("Words", "This badge is not on the roster yet."),
    "wrong_pin": QT_TRANSLATE_NOOP("Words", "Number or PIN is wrong."),
    "too_many": QT_TRANSLATE_NOOP("Words", "Too many wrong PINs. Only a badge helps now."),
    "same_person": QT_TRANSLATE_NOOP("Words", "The one who comes must be somebody else."),
    "no_shift": QT_TRANSLATE_NOOP("Words", "No shift is running."),
    "not_a_lead": QT_TRANSLATE_NOOP("Words", "Only a lead or a supervisor may sign for this."),
    "not_on_duty": QT_TRANSLATE_NOOP("Words", "They are not on duty in this shift."),
}


def field(of: str) -> str:
    """What a field of a form is called."""
    return _tr(_FIELDS[of])


def choice(of: str) -> str:
    """What a choice of a form is called; one that a site made up itself is shown as it is."""
    return _tr(_CHOICES[of]) if of in _CHOICES else of


def fault(field_: str, code: str) -> str:
    """What is wrong with a field, as a sentence."""
    return f"{field(field_)} {_tr(_FAULTS[code])}"


def finding(of: Finding) -> str:
    """Why nobody was found, or empty."""
    text = _NUMBER_FAULTS.get(of.fault, "")
    if of.fault == "check_digit" and 0 < of.position < IDENTITY_LENGTH:
        text = _SWAPPED
    return _tr(text).format(position=of.position, expected=of.expected) if text else ""


def refusal(of: str) -> str:
    """Why a signature was not taken, or empty."""
    return _tr(_REFUSALS[of]) if of in _REFUSALS else ""
