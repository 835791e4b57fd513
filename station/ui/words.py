"""The words of the screens for the codes of the rules, through Qt's translations; which code applies is the rules'."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from checkpoint.gate import Action, Direction, Light, Outcome, Reason
from station.ui.counts import Counts
from station.ui.view import Card, Link, Row, Trouble


def _tr(text: str) -> str:
    return QCoreApplication.translate("Words", text)


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:  # noqa: N802
    """Marks a text for Qt Linguist where it is written; it is translated where it is shown."""
    return text


_LIGHTS = {
    Light.GREEN: QT_TRANSLATE_NOOP("Words", "Pass"),
    Light.AMBER: QT_TRANSLATE_NOOP("Words", "Look"),
    Light.RED: QT_TRANSLATE_NOOP("Words", "Stop"),
}
_OUTCOMES = {
    Outcome.PASSED: QT_TRANSLATE_NOOP("Words", "Passed"),
    Outcome.PENDING: QT_TRANSLATE_NOOP("Words", "Undecided"),
    Outcome.TURNED_AWAY: QT_TRANSLATE_NOOP("Words", "Turned away"),
    Outcome.HELD: QT_TRANSLATE_NOOP("Words", "Held"),
    Outcome.CANCELLED: QT_TRANSLATE_NOOP("Words", "Cancelled"),
}
_ACTIONS = {
    Action.PRESUME_EXIT: QT_TRANSLATE_NOOP("Words", "Exit was missed, let pass"),
    Action.SUSPECT_SHARED: QT_TRANSLATE_NOOP("Words", "Pass may be lent"),
    Action.ADMIT: QT_TRANSLATE_NOOP("Words", "Checked, let pass"),
    Action.ADMIT_VISITOR: QT_TRANSLATE_NOOP("Words", "Register as visitor"),
    Action.TURN_AWAY: QT_TRANSLATE_NOOP("Words", "Turn away"),
    Action.HOLD: QT_TRANSLATE_NOOP("Words", "Hold"),
    Action.CANCEL: QT_TRANSLATE_NOOP("Words", "Cancel"),
    Action.CODE_GREEN: QT_TRANSLATE_NOOP("Words", "Green code"),
    Action.CODE_YELLOW: QT_TRANSLATE_NOOP("Words", "Yellow code"),
    Action.CODE_RED: QT_TRANSLATE_NOOP("Words", "Red code"),
    Action.CODE_EXPIRED: QT_TRANSLATE_NOOP("Words", "Expired or none"),
    Action.MEASURE: QT_TRANSLATE_NOOP("Words", "Temperature taken"),
    Action.NOTE_HEADS: QT_TRANSLATE_NOOP("Words", "People counted"),
    Action.NOTE_PLATE: QT_TRANSLATE_NOOP("Words", "Plate noted"),
    Action.UNDO: QT_TRANSLATE_NOOP("Words", "Undo"),
}
_REASONS = {
    Reason.OK: "",
    Reason.NO_PRIOR_ENTRY: QT_TRANSLATE_NOOP("Words", "No entry on record"),
    Reason.NO_PRIOR_EXIT: QT_TRANSLATE_NOOP("Words", "Last entry {time}, no exit on record"),
    Reason.UNKNOWN_PERSON: QT_TRANSLATE_NOOP("Words", "A good pass, not on the roster yet"),
    Reason.NOT_THIS_COMMUNITY: QT_TRANSLATE_NOOP("Words", "Not a pass of this community"),
    Reason.EXPIRED: QT_TRANSLATE_NOOP("Words", "Expired {date}"),
    Reason.NOT_YET_VALID: QT_TRANSLATE_NOOP("Words", "Valid from {date} {time}"),
    Reason.REVOKED: QT_TRANSLATE_NOOP("Words", "Revoked ({why})"),
    Reason.FORGED: QT_TRANSLATE_NOOP("Words", "Invalid signature"),
    Reason.UNKNOWN_KEY: QT_TRANSLATE_NOOP("Words", "Signed with an unknown key"),
    Reason.UNKNOWN_CODE: QT_TRANSLATE_NOOP("Words", "Unrecognised code"),
    Reason.FEVER: QT_TRANSLATE_NOOP("Words", "Temperature too high"),
    Reason.POSSIBLE_SHARED: QT_TRANSLATE_NOOP("Words", "Shown at another gate at {time}"),
    Reason.OUTINGS_USED: QT_TRANSLATE_NOOP("Words", "No outings left, last {time}"),
    Reason.OUTSIDE_HOURS: QT_TRANSLATE_NOOP("Words", "Outside the hours for going out"),
    Reason.OUT_TOO_LONG: QT_TRANSLATE_NOOP("Words", "Back late, went out {time}"),
    Reason.OVERSTAYED: QT_TRANSLATE_NOOP("Words", "Leaves late, was to leave by {time}"),
    Reason.TEMPERATURE_MISSING: QT_TRANSLATE_NOOP("Words", "Temperature?"),
    Reason.CODE_UNCHECKED: QT_TRANSLATE_NOOP("Words", "Health code?"),
    Reason.CODE_YELLOW: QT_TRANSLATE_NOOP("Words", "Yellow code"),
    Reason.CODE_RED: QT_TRANSLATE_NOOP("Words", "Red code"),
    Reason.CODE_EXPIRED: QT_TRANSLATE_NOOP("Words", "Health code expired or none"),
    Reason.HOST_REFUSED: QT_TRANSLATE_NOOP("Words", "The host does not agree"),
    Reason.NOT_REGISTERED: QT_TRANSLATE_NOOP("Words", "Would not register"),
    Reason.CERTIFICATE_EXPIRED: QT_TRANSLATE_NOOP("Words", "Certificate expired {date}"),
}
_SHORT_REASONS = {
    Reason.NO_PRIOR_EXIT: QT_TRANSLATE_NOOP("Words", "No exit on record"),
    Reason.EXPIRED: QT_TRANSLATE_NOOP("Words", "Expired"),
    Reason.NOT_YET_VALID: QT_TRANSLATE_NOOP("Words", "Not valid yet"),
    Reason.REVOKED: QT_TRANSLATE_NOOP("Words", "Revoked"),
    Reason.POSSIBLE_SHARED: QT_TRANSLATE_NOOP("Words", "Two gates within a minute"),
    Reason.OUTINGS_USED: QT_TRANSLATE_NOOP("Words", "No outings left"),
    Reason.OUT_TOO_LONG: QT_TRANSLATE_NOOP("Words", "Back late"),
    Reason.OVERSTAYED: QT_TRANSLATE_NOOP("Words", "Left late"),
    Reason.TEMPERATURE_MISSING: QT_TRANSLATE_NOOP("Words", "Temperature not taken"),
    Reason.CODE_UNCHECKED: QT_TRANSLATE_NOOP("Words", "Health code not looked at"),
    Reason.CERTIFICATE_EXPIRED: QT_TRANSLATE_NOOP("Words", "Certificate expired"),
}
_NEXT = {
    Reason.OK: QT_TRANSLATE_NOOP("Words", "Let them through."),
    Reason.NO_PRIOR_ENTRY: QT_TRANSLATE_NOOP("Words", "Let them through. The missing entry is noted."),
    Reason.NO_PRIOR_EXIT: QT_TRANSLATE_NOOP("Words", "Ask whether they left by another gate."),
    Reason.UNKNOWN_PERSON: QT_TRANSLATE_NOOP("Words", "Ask who they are and where they live."),
    Reason.NOT_THIS_COMMUNITY: QT_TRANSLATE_NOOP("Words", "Ask whom they visit."),
    Reason.EXPIRED: QT_TRANSLATE_NOOP("Words", "Ask for a newer pass."),
    Reason.NOT_YET_VALID: QT_TRANSLATE_NOOP("Words", "Ask for a pass that is valid today."),
    Reason.REVOKED: QT_TRANSLATE_NOOP("Words", "Compare person and name. Stay polite."),
    Reason.FORGED: QT_TRANSLATE_NOOP("Words", "Compare person and name. Stay polite."),
    Reason.UNKNOWN_KEY: QT_TRANSLATE_NOOP("Words", "Ask where the pass was issued."),
    Reason.UNKNOWN_CODE: QT_TRANSLATE_NOOP("Words", "This is not a pass. Ask for the pass."),
    Reason.FEVER: QT_TRANSLATE_NOOP("Words", "Ask them to rest, measure again, call the lead."),
    Reason.POSSIBLE_SHARED: QT_TRANSLATE_NOOP("Words", "Ask who has the pass."),
    Reason.OUTINGS_USED: QT_TRANSLATE_NOOP("Words", "Ask whether it is urgent."),
    Reason.OUTSIDE_HOURS: QT_TRANSLATE_NOOP("Words", "Ask whether it is urgent."),
    Reason.OUT_TOO_LONG: QT_TRANSLATE_NOOP("Words", "Let them through and remind them of the time."),
    Reason.OVERSTAYED: QT_TRANSLATE_NOOP("Words", "Let them through. Take the tag back."),
    Reason.TEMPERATURE_MISSING: QT_TRANSLATE_NOOP("Words", "Measure, then type it and press Enter."),
    Reason.CODE_UNCHECKED: QT_TRANSLATE_NOOP("Words", "Look at their phone and press what you see."),
    Reason.CODE_YELLOW: QT_TRANSLATE_NOOP("Words", "Ask them to wait aside, call the lead."),
    Reason.CODE_RED: QT_TRANSLATE_NOOP("Words", "Ask them to wait aside, call the lead."),
    Reason.CODE_EXPIRED: QT_TRANSLATE_NOOP("Words", "Find them by name instead (F2)."),
    Reason.HOST_REFUSED: QT_TRANSLATE_NOOP("Words", "Explain that the host does not agree."),
    Reason.NOT_REGISTERED: QT_TRANSLATE_NOOP("Words", "Say why we ask; the notice says it too."),
    Reason.CERTIFICATE_EXPIRED: QT_TRANSLATE_NOOP("Words", "Ask for another proof."),
}
_REVOCATIONS = {
    "lost": QT_TRANSLATE_NOOP("Words", "reported lost"),
    "moved": QT_TRANSLATE_NOOP("Words", "moved away"),
    "misused": QT_TRANSLATE_NOOP("Words", "misused"),
    "other": QT_TRANSLATE_NOOP("Words", "withdrawn"),
}
_DIRECTIONS = {
    Direction.IN: QT_TRANSLATE_NOOP("Words", "In"),
    Direction.OUT: QT_TRANSLATE_NOOP("Words", "Out"),
}
_CATEGORIES = {
    "visitor": QT_TRANSLATE_NOOP("Words", "Visitor"),
    "courier": QT_TRANSLATE_NOOP("Words", "Courier"),
    "vehicle": QT_TRANSLATE_NOOP("Words", "Vehicle"),
    "staff": QT_TRANSLATE_NOOP("Words", "Staff"),
    "volunteer": QT_TRANSLATE_NOOP("Words", "Volunteer"),
    "child": QT_TRANSLATE_NOOP("Words", "Child"),
    "emergency": QT_TRANSLATE_NOOP("Words", "Emergency vehicle"),
    "person": QT_TRANSLATE_NOOP("Words", "Not registered"),
}
"""Whoever is no resident: that is worth a word on the card."""
_LINKS = {
    Link.ONLINE: QT_TRANSLATE_NOOP("Words", "Online"),
    Link.OFFLINE: QT_TRANSLATE_NOOP("Words", "Offline"),
    Link.NOT_CENTRAL: QT_TRANSLATE_NOOP("Words", "Offline: somebody else answers"),
    Link.NOT_ENROLLED: QT_TRANSLATE_NOOP("Words", "Not enrolled"),
    Link.REVOKED: QT_TRANSLATE_NOOP("Words", "Out of service"),
}
_TROUBLES = {
    Trouble.CAMERA_MISSING: QT_TRANSLATE_NOOP(
        "Words", "No picture from the camera. Check its cable. Codes can be typed (F2) or scanned by hand."
    ),
    Trouble.CAMERA_FROZEN: QT_TRANSLATE_NOOP(
        "Words", "The camera's picture stands still. It is being restarted. Codes can be typed (F2)."
    ),
    Trouble.CAMERA_BLACK: QT_TRANSLATE_NOOP("Words", "The camera sees only black. Is something covering it?"),
    Trouble.DISK_FULL: QT_TRANSLATE_NOOP(
        "Words", "The disk is full. The last code was NOT recorded. Free some space, then show it again."
    ),
    Trouble.STORE_FAILED: QT_TRANSLATE_NOOP(
        "Words", "The last code was NOT recorded. Show it again. If this stays, write on paper and call the lead."
    ),
    Trouble.NOT_READY: QT_TRANSLATE_NOOP(
        "Words", "This station has no roster yet. Connect it to the network once, or enrol it."
    ),
    Trouble.STORE_LOCKED: QT_TRANSLATE_NOOP(
        "Words", "Another program has this station's file open. Close it, then start again."
    ),
    Trouble.STORE_DAMAGED: QT_TRANSLATE_NOOP(
        "Words", "This station's file is damaged. It was left untouched: keep it, and call the lead."
    ),
    Trouble.STORE_FUTURE: QT_TRANSLATE_NOOP(
        "Words", "This station's file was written by a newer version. Please update the program."
    ),
    Trouble.STORE_KEY: QT_TRANSLATE_NOOP(
        "Words", "This computer's key does not open the station's file. Call the lead."
    ),
    Trouble.STORE_READ_ONLY: QT_TRANSLATE_NOOP(
        "Words", "This station's folder cannot be written. Check its permissions, then start again."
    ),
    Trouble.DEMO_FAILED: QT_TRANSLATE_NOOP("Words", "The demo could not be made ready. Close the program, try again."),
    Trouble.RETIRING: QT_TRANSLATE_NOOP(
        "Words", "This station was taken out of service. Send people to another gate, or write on paper."
    ),
}


def light(of: Light) -> str:
    """The one word of a verdict."""
    return _tr(_LIGHTS[of])


def outcome(of: Outcome) -> str:
    """What became of a showing."""
    return _tr(_OUTCOMES[of])


def action(of: Action) -> str:
    """What a button does."""
    return _tr(_ACTIONS[of])


def direction(of: Direction) -> str:
    """In or out."""
    return _tr(_DIRECTIONS[of])


def way(of: Direction) -> str:
    """In or out with its arrow, understood without reading."""
    return f"{'→' if of is Direction.IN else '←'} {direction(of)}"


def category(of: str) -> str:
    """Visitor, courier and so on; empty for a resident."""
    return _tr(_CATEGORIES[of]) if of in _CATEGORIES else ""


def category_name(of: str) -> str:
    """The name of any category."""
    return _tr(_CATEGORIES[of]) if of in _CATEGORIES else _tr(QT_TRANSLATE_NOOP("Words", "Resident"))


def until(of: datetime, zone: ZoneInfo) -> str:
    """How long a temporary pass is good."""
    return _tr(QT_TRANSLATE_NOOP("Words", "Temporary pass until {time}")).format(time=f"{of.astimezone(zone):%H:%M}")


def heads(of: int) -> str:
    """How many came through together."""
    return Counts().people(of)


def bring() -> str:
    """How others in a resident's car are counted."""
    return _tr(QT_TRANSLATE_NOOP("Words", "+ for each other in the car."))


def recorded() -> str:
    """A decision is on disk."""
    return _tr(QT_TRANSLATE_NOOP("Words", "Recorded."))


def not_recorded() -> str:
    """The one word for a showing that is on no disk."""
    return _tr(QT_TRANSLATE_NOOP("Words", "Not recorded"))


def link(of: Link) -> str:
    """How the station stands with central."""
    return _tr(_LINKS[of])


def trouble(of: Trouble) -> str:
    """A banner's sentence."""
    return _tr(_TROUBLES[of])


def advice(of: Reason) -> str:
    """What to do next."""
    return _tr(_NEXT[of])


def reason(card: Card, zone: ZoneInfo) -> str:
    """A card's line of reason, with the moment or the cause that it speaks of, as far as the card has them."""
    text = _REASONS[card.reason]
    if card.since is None and not card.revocation:
        text = _SHORT_REASONS.get(card.reason, text)
    since = card.since.astimezone(zone) if card.since else None
    why = _tr(_REVOCATIONS.get(card.revocation, _REVOCATIONS["other"]))
    return (_tr(text) if text else "").format(
        time=f"{since:%H:%M:%S}" if since else "", date=f"{since:%Y-%m-%d}" if since else "", why=why
    )


def short_reason(row: Row) -> str:
    """A row's reason, in few words; the flag goes before what the card once said."""
    shown = Reason(row.flag) if row.flag else row.reason
    if row.outcome is Outcome.PASSED and not row.flag and shown in {Reason.NO_PRIOR_ENTRY, Reason.NO_PRIOR_EXIT}:
        return ""
    text = _SHORT_REASONS.get(shown, _REASONS[shown])
    return _tr(text) if text else ""


def listed(parts: Iterable[str]) -> str:
    """Several of a kind, one after another."""
    return _tr(QT_TRANSLATE_NOOP("Words", ", ")).join(parts)


def moment(at: datetime, zone: ZoneInfo) -> str:
    """A time of day as lists show it."""
    return f"{at.astimezone(zone):%H:%M:%S}"
