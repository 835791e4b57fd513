"""The words of the sampling table's page for the codes of the rules, through Qt's translations."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from station.ui import form_words
from station.ui.words import QT_TRANSLATE_NOOP


def _tr(text: str) -> str:
    return QCoreApplication.translate("Sampling", text)


_FIGURES: Final = {
    "members": QT_TRANSLATE_NOOP("Sampling", "In the tube"),
    "persons": QT_TRANSLATE_NOOP("Sampling", "Persons"),
    "open": QT_TRANSLATE_NOOP("Sampling", "Open"),
    "sealed": QT_TRANSLATE_NOOP("Sampling", "Sealed"),
    "sent": QT_TRANSLATE_NOOP("Sampling", "Sent"),
    "received": QT_TRANSLATE_NOOP("Sampling", "Received"),
    "void": QT_TRANSLATE_NOOP("Sampling", "Void"),
    "again": QT_TRANSLATE_NOOP("Sampling", "Sample again"),
    "no_phone": QT_TRANSLATE_NOOP("Sampling", "No phone no."),
    "flagged": QT_TRANSLATE_NOOP("Sampling", "Flagged"),
    "conflicts": QT_TRANSLATE_NOOP("Sampling", "Conflicts"),
}
_STATES: Final = {
    "open": QT_TRANSLATE_NOOP("Sampling", "○ open"),
    "sealed": QT_TRANSLATE_NOOP("Sampling", "● sealed"),
    "sent": QT_TRANSLATE_NOOP("Sampling", "→ sent"),
    "received": QT_TRANSLATE_NOOP("Sampling", "✓ received"),
    "void": QT_TRANSLATE_NOOP("Sampling", "× void"),
}
"""A sign that is no colour before each word."""
_MARKS: Final = {
    "conflict": QT_TRANSLATE_NOOP("Sampling", "≠ code used twice"),
    "flagged": QT_TRANSLATE_NOOP("Sampling", "! added after the seal"),
    "short": QT_TRANSLATE_NOOP("Sampling", "not full"),
}
_DONE: Final = {
    "added": QT_TRANSLATE_NOOP("Sampling", "Registered"),
    "box_opened": QT_TRANSLATE_NOOP("Sampling", "Box opened"),
    "tube_opened": QT_TRANSLATE_NOOP("Sampling", "Tube opened"),
    "box_closed": QT_TRANSLATE_NOOP("Sampling", "Box closed"),
    "seal": QT_TRANSLATE_NOOP("Sampling", "Sealed"),
    "remove": QT_TRANSLATE_NOOP("Sampling", "Removed"),
    "replace": QT_TRANSLATE_NOOP("Sampling", "Replaced"),
    "move": QT_TRANSLATE_NOOP("Sampling", "Moved"),
    "void": QT_TRANSLATE_NOOP("Sampling", "Void"),
    "again": QT_TRANSLATE_NOOP("Sampling", "Registered"),
    "add": QT_TRANSLATE_NOOP("Sampling", "Registered"),
    "close_box": QT_TRANSLATE_NOOP("Sampling", "Box closed"),
    "send": QT_TRANSLATE_NOOP("Sampling", "Sent"),
    "receive": QT_TRANSLATE_NOOP("Sampling", "Received"),
    "resolve": QT_TRANSLATE_NOOP("Sampling", "Resolved"),
    "amend": QT_TRANSLATE_NOOP("Sampling", "Added later"),
    "undo": QT_TRANSLATE_NOOP("Sampling", "Taken back"),
    "sign": QT_TRANSLATE_NOOP("Sampling", "Signed"),
}
"""What was done, as one word that is seen from afar."""
_KEYS: Final = {
    "seal": QT_TRANSLATE_NOOP("Sampling", "Seal"),
    "remove": QT_TRANSLATE_NOOP("Sampling", "No swab"),
    "replace": QT_TRANSLATE_NOOP("Sampling", "Replace"),
    "void": QT_TRANSLATE_NOOP("Sampling", "Void"),
    "single": QT_TRANSLATE_NOOP("Sampling", "Single"),
    "close_box": QT_TRANSLATE_NOOP("Sampling", "Close box"),
    "send": QT_TRANSLATE_NOOP("Sampling", "Send"),
    "receive": QT_TRANSLATE_NOOP("Sampling", "Receive"),
    "resolve": QT_TRANSLATE_NOOP("Sampling", "Resolve"),
    "amend": QT_TRANSLATE_NOOP("Sampling", "Add to it"),
    "undo": QT_TRANSLATE_NOOP("Sampling", "Undo"),
    "pool": QT_TRANSLATE_NOOP("Sampling", "Persons a tube"),
    "find": QT_TRANSLATE_NOOP("Sampling", "No phone"),
    "type": QT_TRANSLATE_NOOP("Sampling", "Type"),
    "back": QT_TRANSLATE_NOOP("Sampling", "Pool again"),
}
_OPTIONS: Final = {
    "short": QT_TRANSLATE_NOOP("Sampling", "Seal with {count}"),
    "lab": QT_TRANSLATE_NOOP("Sampling", "The laboratory asks for it"),
    "spoilt": QT_TRANSLATE_NOOP("Sampling", "The first sample is no good"),
    "other": QT_TRANSLATE_NOOP("Sampling", "Another reason"),
    "pooled": QT_TRANSLATE_NOOP("Sampling", "Into this tube after all"),
    "single": QT_TRANSLATE_NOOP("Sampling", "Use a single tube"),
    "broken": QT_TRANSLATE_NOOP("Sampling", "Broken"),
    "leaked": QT_TRANSLATE_NOOP("Sampling", "Leaked"),
    "unreadable": QT_TRANSLATE_NOOP("Sampling", "Unreadable"),
    "wrong_tube": QT_TRANSLATE_NOOP("Sampling", "Wrong tube"),
    "keep": QT_TRANSLATE_NOOP("Sampling", "The marked one"),
    "keep_none": QT_TRANSLATE_NOOP("Sampling", "Both are void"),
    "cancel": QT_TRANSLATE_NOOP("Sampling", "Cancel"),
    "do_not": QT_TRANSLATE_NOOP("Sampling", "Do not sample"),
}
_REASONS: Final = {
    "not_sampled": QT_TRANSLATE_NOOP("Sampling", "not swabbed"),
    "code_conflict": QT_TRANSLATE_NOOP("Sampling", "another tube keeps the code"),
}
_FIELDS: Final = {
    "counted": QT_TRANSLATE_NOOP("Sampling", "Tubes in the box, counted by hand"),
    "reason": QT_TRANSLATE_NOOP("Sampling", "Reason"),
    "to": QT_TRANSLATE_NOOP("Sampling", "Handed to (name)"),
    "temperature": QT_TRANSLATE_NOOP("Sampling", "Temperature of the transport box, °C"),
    "number": QT_TRANSLATE_NOOP("Sampling", "Lead's number"),
    "pin": QT_TRANSLATE_NOOP("Sampling", "PIN"),
    "code": QT_TRANSLATE_NOOP("Sampling", "Code of the box, tube or pass"),
    "what": QT_TRANSLATE_NOOP("Sampling", "Which box or tube"),
}
REFUSALS: Final = {
    "bad_code": QT_TRANSLATE_NOOP("Sampling", "This is no label of this site."),
    "code_used": QT_TRANSLATE_NOOP("Sampling", "This label was used before. Take another tube or box."),
    "bad_pool": QT_TRANSLATE_NOOP("Sampling", "This box is for tubes of another size."),
    "box_open": QT_TRANSLATE_NOOP("Sampling", "A box is open here already. Close it first (6)."),
    "no_box": QT_TRANSLATE_NOOP("Sampling", "No box is open yet. Show the box's label first."),
    "box_full": QT_TRANSLATE_NOOP("Sampling", "The box is full. Close it (6) and open the next one."),
    "tube_open": QT_TRANSLATE_NOOP("Sampling", "A tube is open. Seal it first (1)."),
    "no_tube": QT_TRANSLATE_NOOP("Sampling", "No tube is open. Show a tube's label first."),
    "not_open": QT_TRANSLATE_NOOP("Sampling", "This tube is sealed already."),
    "not_sealed": QT_TRANSLATE_NOOP("Sampling", "Only sealed tubes can be sent."),
    "not_sent": QT_TRANSLATE_NOOP("Sampling", "Only tubes that were sent can be received."),
    "not_here": QT_TRANSLATE_NOOP("Sampling", "Only the table that opened it can do that."),
    "full": QT_TRANSLATE_NOOP("Sampling", "The tube is full. Seal it, then open the next one."),
    "empty": QT_TRANSLATE_NOOP("Sampling", "Nobody is in this tube."),
    "not_full": QT_TRANSLATE_NOOP("Sampling", "The tube has {count} of {pool}. Seal it with {count}?"),
    "same_tube": QT_TRANSLATE_NOOP("Sampling", "Is in this tube already."),
    "sampled_today": QT_TRANSLATE_NOOP("Sampling", "Sampled today already: {time}, tube {code}"),
    "single": QT_TRANSLATE_NOOP("Sampling", "Fever or a yellow code: sampled alone, in a single tube."),
    "no_person": QT_TRANSLATE_NOOP("Sampling", "This is nobody's pass."),
    "not_a_member": QT_TRANSLATE_NOOP("Sampling", "Is not in this tube any more."),
    "count_differs": QT_TRANSLATE_NOOP("Sampling", "Tubes in the program: {count}. Count again, or say why."),
    "bad_count": QT_TRANSLATE_NOOP("Sampling", "How many must be a whole number."),
    "no_reason": QT_TRANSLATE_NOOP("Sampling", "The reason is needed."),
    "no_lead": QT_TRANSLATE_NOOP("Sampling", "This is for a lead. Lead: hold your badge up, or type number and PIN."),
    "no_operator": QT_TRANSLATE_NOOP("Sampling", "Sign in first (F10): a hand-over has two names."),
    "no_receiver": QT_TRANSLATE_NOOP("Sampling", "The name of whoever takes them is needed."),
    "bad_temperature": QT_TRANSLATE_NOOP("Sampling", "The temperature must be like 4.0."),
    "in_conflict": QT_TRANSLATE_NOOP("Sampling", "The code is on two tubes. A lead must say which one keeps it (9)."),
    "no_conflict": QT_TRANSLATE_NOOP("Sampling", "No other tube has this code."),
    "nothing_to_send": QT_TRANSLATE_NOOP("Sampling", "There is nothing to hand over."),
    "not_recorded": QT_TRANSLATE_NOOP("Sampling", "Nothing was recorded. Show it again."),
    "replacement": QT_TRANSLATE_NOOP("Sampling", "Show the right pass: it takes the place of {name}."),
    "amendment": QT_TRANSLATE_NOOP("Sampling", "Show the pass of whoever was swabbed and not registered."),
}
_NEXT: Final = {
    "box": QT_TRANSLATE_NOOP("Sampling", "Show the label of the box"),
    "tube": QT_TRANSLATE_NOOP("Sampling", "Show the label of a new tube"),
    "single": QT_TRANSLATE_NOOP("Sampling", "Show the label of a single tube"),
    "person": QT_TRANSLATE_NOOP("Sampling", "Next person: please show your code"),
    "seal": QT_TRANSLATE_NOOP("Sampling", "Check the swabs, then press 1 or show the tube again"),
    "close": QT_TRANSLATE_NOOP("Sampling", "Count the tubes in the box, then press 6"),
    "right_tube": QT_TRANSLATE_NOOP("Sampling", "Show the label of the right tube: the group goes into it"),
    "replacement": QT_TRANSLATE_NOOP("Sampling", "Show the pass of the right person"),
    "amendment": QT_TRANSLATE_NOOP("Sampling", "Show the pass of whoever was not registered"),
    "void": QT_TRANSLATE_NOOP("Sampling", "Why is it void?"),
    "resolve": QT_TRANSLATE_NOOP("Sampling", "Which tube keeps the code? A lead answers for it."),
}
"""What to do next, one sentence."""
_FORMS: Final = {
    "close_box": QT_TRANSLATE_NOOP("Sampling", "Close box {code}"),
    "send": QT_TRANSLATE_NOOP("Sampling", "Hand over"),
    "receive": QT_TRANSLATE_NOOP("Sampling", "Receive"),
    "amend": QT_TRANSLATE_NOOP("Sampling", "Add somebody to {code}"),
    "void": QT_TRANSLATE_NOOP("Sampling", "Void: {code}"),
    "again": QT_TRANSLATE_NOOP("Sampling", "Sample again: why?"),
    "sign": QT_TRANSLATE_NOOP("Sampling", "A lead signs"),
    "type": QT_TRANSLATE_NOOP("Sampling", "Type a code"),
    "replace": QT_TRANSLATE_NOOP("Sampling", "Wrong pass: {code}"),
}
FIELD_OF: Final = {
    "count_differs": "reason",
    "bad_count": "counted",
    "no_reason": "reason",
    "no_receiver": "to",
    "bad_temperature": "temperature",
    "wrong_pin": "pin",
    "no_lead": "number",
    "bad_code": "code",
}
"""The field in which a refusal is to be set right."""
COLLECTED: Final = {
    1: QT_TRANSLATE_NOOP("Sampling", "Single"),
    5: QT_TRANSLATE_NOOP("Sampling", "5 in 1"),
    10: QT_TRANSLATE_NOOP("Sampling", "10 in 1"),
    20: QT_TRANSLATE_NOOP("Sampling", "20 in 1"),
}


def figure(name: str) -> str:
    """A figure's name."""
    return _tr(_FIGURES[name])


def state(code: str) -> str:
    """Where a tube stands, with its sign."""
    return _tr(_STATES.get(code, code))


def mark(code: str) -> str:
    """What else is to be known of a tube."""
    return _tr(_MARKS[code])


def done(code: str) -> str:
    """What was done, as one word."""
    return _tr(_DONE.get(code, code))


def is_done(code: str) -> bool:
    """Whether that says what was done, and not why nothing was."""
    return code in _DONE and code not in REFUSALS


def key(name: str) -> str:
    """What a key does."""
    return _tr(_KEYS[name])


def option(code: str, count: int = 0) -> str:
    """What can be answered on a card."""
    return _tr(_OPTIONS[code]).format(count=count)


def reason(code: str) -> str:
    """Why something was done; what is no code of ours, nor several of them, stays as it was written."""
    found = [_REASONS.get(one) or _OPTIONS.get(one) for one in code.split(" ")]
    return " · ".join(_tr(one) for one in found if one) if all(found) else code


def field(name: str) -> str:
    """A field's name."""
    return _tr(_FIELDS[name])


def form(way: str, code: str) -> str:
    """A form's title."""
    return _tr(_FORMS[way]).format(code=code)


def next_step(what: str) -> str:
    """What to do next."""
    return _tr(_NEXT[what]) if what else ""


def full() -> str:
    """A tube or a box takes nothing more."""
    return _tr(QT_TRANSLATE_NOOP("Sampling", "Full"))


def last(name: str, at: str) -> str:
    """Who was registered last."""
    return _tr(QT_TRANSLATE_NOOP("Sampling", "Last: {name}  {time}")).format(name=name, time=at)


def collected(pool: int) -> str:
    """How many are sampled into one tube: 单采, 十混一."""
    return _tr(COLLECTED[pool]) if pool in COLLECTED else str(pool)


def refusal(code: str) -> str:
    """Why nothing was written down, with its blanks, and what helps."""
    return _tr(REFUSALS[code]) if code in REFUSALS else form_words.refusal(code) or code
