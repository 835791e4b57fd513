"""The words of the duty desk for the codes of the rules, through Qt's translations; which code applies is theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from station.ui import form_words
from station.ui.duty_view import BoardRow, DutyCard
from station.ui.words import QT_TRANSLATE_NOOP


def _tr(text: str) -> str:
    return QCoreApplication.translate("Duty", text) if text else ""


_RESULTS = {
    "checked_in": QT_TRANSLATE_NOOP("Duty", "Checked in"),
    "checked_out": QT_TRANSLATE_NOOP("Duty", "Checked out"),
    "asked": QT_TRANSLATE_NOOP("Duty", "A question"),
    "refused": QT_TRANSLATE_NOOP("Duty", "Not on duty"),
}
_CODES = {
    "unknown_volunteer": QT_TRANSLATE_NOOP("Duty", "Not a volunteer of this roster"),
    "not_a_badge": QT_TRANSLATE_NOOP("Duty", "This is no volunteer's badge"),
    "badge_invalid": QT_TRANSLATE_NOOP("Duty", "The badge is not valid today"),
    "badge_revoked": QT_TRANSLATE_NOOP("Duty", "The badge was reported lost"),
    "badge_suspended": QT_TRANSLATE_NOOP("Duty", "The badge is suspended"),
    "possible_borrowed": QT_TRANSLATE_NOOP("Duty", "The badge may be borrowed"),
    "wrong_answer": QT_TRANSLATE_NOOP("Duty", "The phone number ends otherwise"),
    "no_shift": QT_TRANSLATE_NOOP("Duty", "No shift runs here now"),
    "not_on_roster": QT_TRANSLATE_NOOP("Duty", "On no shift that runs now"),
    "too_early": QT_TRANSLATE_NOOP("Duty", "Too early"),
    "shift_over": QT_TRANSLATE_NOOP("Duty", "The shift is over"),
    "already_on_duty": QT_TRANSLATE_NOOP("Duty", "Already on duty"),
    "not_on_duty": QT_TRANSLATE_NOOP("Duty", "Has not checked in"),
    "general_missing": QT_TRANSLATE_NOOP("Duty", "No general training"),
    "general_failed": QT_TRANSLATE_NOOP("Duty", "General training not passed"),
    "general_expired": QT_TRANSLATE_NOOP("Duty", "General training has expired"),
    "post_missing": QT_TRANSLATE_NOOP("Duty", "No training for this post"),
    "post_failed": QT_TRANSLATE_NOOP("Duty", "Training for this post not passed"),
    "post_expired": QT_TRANSLATE_NOOP("Duty", "Training for this post has expired"),
    "qualification_missing": QT_TRANSLATE_NOOP("Duty", "The qualification for this post is missing"),
    "minor_not_allowed": QT_TRANSLATE_NOOP("Duty", "Under 18: not at this post"),
    "no_consent": QT_TRANSLATE_NOOP("Duty", "The guardian's consent is missing"),
    "unwell": QT_TRANSLATE_NOOP("Duty", "Does not feel well"),
    "post_full": QT_TRANSLATE_NOOP("Duty", "All places of the shift are taken"),
    "late": QT_TRANSLATE_NOOP("Duty", "Late"),
    "insurance_missing": QT_TRANSLATE_NOOP("Duty", "No insurance on record"),
    "insurance_expired": QT_TRANSLATE_NOOP("Duty", "Insurance has expired"),
    "long_day": QT_TRANSLATE_NOOP("Duty", "A long day: more hours than is healthy"),
    "short_rest": QT_TRANSLATE_NOOP("Duty", "Short rest since the last duty"),
    "two_sites": QT_TRANSLATE_NOOP("Duty", "At two sites at once"),
    "double_shift": QT_TRANSLATE_NOOP("Duty", "On two shifts at once"),
    "badge_twice": QT_TRANSLATE_NOOP("Duty", "Badge shown at two gates"),
    "no_check_in": QT_TRANSLATE_NOOP("Duty", "Checked out without checking in"),
    "out_after_close": QT_TRANSLATE_NOOP("Duty", "Checked out after the shift was closed"),
    "day_capped": QT_TRANSLATE_NOOP("Duty", "More than is credited in a day"),
}
_TRAINING: Final = QT_TRANSLATE_NOOP("Duty", "Training first: to the lead, please.")
_CALL_LEAD: Final = QT_TRANSLATE_NOOP("Duty", "Compare person and name. Stay polite, call the lead.")
_NEXT = {
    "unknown_volunteer": QT_TRANSLATE_NOOP("Duty", "Ask the lead. A newer roster may be on its way."),
    "not_a_badge": QT_TRANSLATE_NOOP("Duty", "Ask for the badge. Residents go to the gate (F1)."),
    "badge_invalid": QT_TRANSLATE_NOOP("Duty", "Ask the lead for a new badge."),
    "badge_revoked": _CALL_LEAD,
    "badge_suspended": _CALL_LEAD,
    "possible_borrowed": _CALL_LEAD,
    "wrong_answer": _CALL_LEAD,
    "no_shift": QT_TRANSLATE_NOOP("Duty", "Look on the board when their shift is."),
    "not_on_roster": QT_TRANSLATE_NOOP("Duty", "A lead may take them on for now."),
    "too_early": QT_TRANSLATE_NOOP("Duty", "Thank them; ask them to come back in time."),
    "shift_over": QT_TRANSLATE_NOOP("Duty", "A lead says when they really left."),
    "already_on_duty": QT_TRANSLATE_NOOP("Duty", "Do they leave now? Then check them out."),
    "not_on_duty": QT_TRANSLATE_NOOP("Duty", "Noted. A lead enters when they came."),
    "qualification_missing": QT_TRANSLATE_NOOP("Duty", "Ask the lead for another post."),
    "minor_not_allowed": QT_TRANSLATE_NOOP("Duty", "Ask the lead for another post."),
    "no_consent": QT_TRANSLATE_NOOP("Duty", "The guardian signs first. Call the lead."),
    "unwell": QT_TRANSLATE_NOOP("Duty", "Thank them and let them rest. Tell the lead."),
    "post_full": QT_TRANSLATE_NOOP("Duty", "Ask the lead where hands are missing."),
} | dict.fromkeys(
    (f"{kind}_{fault}" for kind in ("general", "post") for fault in ("missing", "failed", "expired")), _TRAINING
)
_STATUSES = {
    "expected": QT_TRANSLATE_NOOP("Duty", "Expected"),
    "on_duty": QT_TRANSLATE_NOOP("Duty", "On duty"),
    "done": QT_TRANSLATE_NOOP("Duty", "Checked out"),
    "unsigned": QT_TRANSLATE_NOOP("Duty", "Not checked out"),
    "missing": QT_TRANSLATE_NOOP("Duty", "Not here"),
    "absent": QT_TRANSLATE_NOOP("Duty", "Absent"),
    "excused": QT_TRANSLATE_NOOP("Duty", "Excused"),
    "refused": QT_TRANSLATE_NOOP("Duty", "Refused"),
}
_MARKS = {
    "late_waived": QT_TRANSLATE_NOOP("Duty", "late on business"),
    "early_waived": QT_TRANSLATE_NOOP("Duty", "early on business"),
    "walk_in": QT_TRANSLATE_NOOP("Duty", "walk-in"),
    "overtime": QT_TRANSLATE_NOOP("Duty", "overtime"),
    "closed": QT_TRANSLATE_NOOP("Duty", "closed"),
    "group": QT_TRANSLATE_NOOP("Duty", "with the team"),
}
_FIGURES = {
    "expected": QT_TRANSLATE_NOOP("Duty", "Planned"),
    "present": QT_TRANSLATE_NOOP("Duty", "Present"),
    "rate": QT_TRANSLATE_NOOP("Duty", "Filled"),
    "late": QT_TRANSLATE_NOOP("Duty", "Late"),
    "early": QT_TRANSLATE_NOOP("Duty", "Left early"),
    "missing": QT_TRANSLATE_NOOP("Duty", "Not here"),
    "absent": QT_TRANSLATE_NOOP("Duty", "Absent"),
    "excused": QT_TRANSLATE_NOOP("Duty", "Excused"),
    "replacements": QT_TRANSLATE_NOOP("Duty", "Stand-ins"),
    "unsigned": QT_TRANSLATE_NOOP("Duty", "No check-out"),
    "refused": QT_TRANSLATE_NOOP("Duty", "Refused"),
}
_ACTS = {
    "absent": QT_TRANSLATE_NOOP("Duty", "Absent"),
    "excused": QT_TRANSLATE_NOOP("Duty", "Excused"),
    "replace": QT_TRANSLATE_NOOP("Duty", "Stand-in"),
    "confirm_out": QT_TRANSLATE_NOOP("Duty", "Confirm out"),
    "back_entry": QT_TRANSLATE_NOOP("Duty", "Back-entry"),
    "overtime": QT_TRANSLATE_NOOP("Duty", "Overtime"),
    "waive": QT_TRANSLATE_NOOP("Duty", "On business"),
    "suspend": QT_TRANSLATE_NOOP("Duty", "Borrowed?"),
    "reinstate": QT_TRANSLATE_NOOP("Duty", "Badge is good"),
    "walk_in": QT_TRANSLATE_NOOP("Duty", "Walk-in"),
    "override": QT_TRANSLATE_NOOP("Duty", "Let on duty all the same"),
    "sign": QT_TRANSLATE_NOOP("Duty", "Lead signs"),
    "sign_off": QT_TRANSLATE_NOOP("Duty", "Lead leaves"),
    "type": QT_TRANSLATE_NOOP("Duty", "No badge"),
    "undo": QT_TRANSLATE_NOOP("Duty", "Undo"),
    "check_out": QT_TRANSLATE_NOOP("Duty", "Check out now"),
}
_WRONGS = {
    "no_lead": QT_TRANSLATE_NOOP("Duty", "Only a lead who has signed may do this. Press 9 and hold up the badge."),
    "not_a_lead": QT_TRANSLATE_NOOP("Duty", "This badge is no lead's. A lead signs with their own."),
    "no_reason": QT_TRANSLATE_NOOP("Duty", "A reason is needed."),
    "nobody": QT_TRANSLATE_NOOP("Duty", "Nobody of that number is on the roster here."),
    "too_late": QT_TRANSLATE_NOOP("Duty", "Too late for a lead: a supervisor may still do this."),
    "bad_time": QT_TRANSLATE_NOOP("Duty", "That time cannot be: it lies in the future, or outside the shift."),
    "no_witness": QT_TRANSLATE_NOOP("Duty", "A second name is needed: another volunteer who saw it."),
    "came": QT_TRANSLATE_NOOP("Duty", "They have come, so they are neither absent nor replaced."),
    "not_now": QT_TRANSLATE_NOOP("Duty", "There is nothing of the kind to do here now."),
    "not_fit": QT_TRANSLATE_NOOP("Duty", "They may not stand there: {why}."),
    "not_recorded": QT_TRANSLATE_NOOP("Duty", "It was NOT recorded. Try again."),
    "own_shift": QT_TRANSLATE_NOOP("Duty", "They were checked in at a shift of their own; nobody was replaced."),
}
_QUESTIONS = {
    "phone_end": QT_TRANSLATE_NOOP("Duty", "Last 2 digits of your phone?"),
    "health": QT_TRANSLATE_NOOP("Duty", "Do you feel well today: no fever, no cough?"),
    "confidential": QT_TRANSLATE_NOOP("Duty", "I keep to myself whatever I learn here about people."),
    "guide": QT_TRANSLATE_NOOP("Duty", "Please read the guide of your post."),
}
_ANSWERS = {
    "health": (QT_TRANSLATE_NOOP("Duty", "Yes, I feel well"), QT_TRANSLATE_NOOP("Duty", "No")),
    "confidential": (QT_TRANSLATE_NOOP("Duty", "I agree"),),
    "guide": (QT_TRANSLATE_NOOP("Duty", "I have read it"),),
}
_WAYS = {
    "either": QT_TRANSLATE_NOOP("Duty", "In / out"),
    "in": QT_TRANSLATE_NOOP("Duty", "Check in"),
    "out": QT_TRANSLATE_NOOP("Duty", "Check out"),
}
_REASONS = {
    "excused": QT_TRANSLATE_NOOP("Duty", "told beforehand"),
    "confirm_out": QT_TRANSLATE_NOOP("Duty", "forgot to check out"),
    "back_entry": QT_TRANSLATE_NOOP("Duty", "forgot to check in"),
    "overtime": QT_TRANSLATE_NOOP("Duty", "work was not done yet"),
    "waive": QT_TRANSLATE_NOOP("Duty", "sent on an errand"),
    "walk_in": QT_TRANSLATE_NOOP("Duty", "more hands are needed"),
    "override": QT_TRANSLATE_NOOP("Duty", "agreed by the lead"),
    "reinstate": QT_TRANSLATE_NOOP("Duty", "identity was checked"),
    "undo": QT_TRANSLATE_NOOP("Duty", "entered by mistake"),
}


SAYS_ALL: Final = frozenset({"already_on_duty", "too_early"})
"""Codes that are the one word of their card: nobody is turned away by them."""


def result(card: DutyCard) -> str:
    """The one word of a card."""
    first = card.codes[0] if card.codes else ""
    return code(first) if first in SAYS_ALL else _tr(_RESULTS.get(card.result, ""))


def code(of: str) -> str:
    """What stands against duty, or is to be known; a code of a newer program stands for itself."""
    return _tr(_CODES[of]) if of in _CODES else of


def advice(card: DutyCard) -> str:
    """What to do next."""
    return _tr(_NEXT.get(card.codes[0], "")) if card.codes else ""


def status(of: str) -> str:
    """How it stands with somebody."""
    return _tr(_STATUSES.get(of, of))


def figure(name: str) -> str:
    """What a tile counts."""
    return _tr(_FIGURES[name])


def act(name: str) -> str:
    """What a lead's key does."""
    return _tr(_ACTS[name])


def question(ask: str) -> str:
    """What is asked before duty."""
    return _tr(_QUESTIONS.get(ask, ask))


def answers(ask: str) -> tuple[str, ...]:
    """What can be answered by a key."""
    return tuple(_tr(text) for text in _ANSWERS.get(ask, ()))


def way(of: str) -> str:
    """What a badge is shown for."""
    return _tr(_WAYS[of])


def usual_reason(name: str) -> str:
    """The reason that is most often the right one."""
    return _tr(_REASONS.get(name, ""))


def wrong(of: str, codes: tuple[str, ...] = ()) -> str:
    """Why a lead's act was not written down, or a signature not taken."""
    if of in _WRONGS:
        return _tr(_WRONGS[of]).format(why=", ".join(code(one) for one in codes))
    return form_words.refusal(of)


def clock(at: datetime | None, zone: ZoneInfo) -> str:
    """Hours and minutes at the site."""
    return f"{at.astimezone(zone):%H:%M}" if at is not None else ""


def span(begins: datetime, ends: datetime, zone: ZoneInfo) -> str:
    """A shift's hours."""
    return f"{clock(begins, zone)}–{clock(ends, zone)}"


def left(seconds: float) -> str:
    """A time that runs out: hours and minutes, or minutes and seconds below one hour."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def _name_in(named: str) -> str:
    """The name of `name (number)`: the number is for the tool tip."""
    return named.partition(" (")[0] or named


def said_of(row: BoardRow, now: datetime) -> str:
    """A row's status with what belongs to it, in few words."""
    said = [status(row.status)]
    if "late" in row.marks:
        said.append(_tr(QT_TRANSLATE_NOOP("Duty", "{count} min late")).format(count=row.late_min))
    if "early" in row.marks:
        said.append(_tr(QT_TRANSLATE_NOOP("Duty", "left {count} min early")).format(count=row.early_min))
    if row.replaces:
        said.append(_tr(QT_TRANSLATE_NOOP("Duty", "for {name}")).format(name=_name_in(row.replaces)))
    if row.replaced_by:
        said.append(_tr(QT_TRANSLATE_NOOP("Duty", "{name} stands in")).format(name=_name_in(row.replaced_by)))
    if row.confirm_until is not None:
        time = left((row.confirm_until - now).total_seconds())
        is_open = row.confirm_until > now
        text = QT_TRANSLATE_NOOP("Duty", "{time} h to confirm") if is_open else QT_TRANSLATE_NOOP("Duty", "supervisor")
        said.append(_tr(text).format(time=time))
    said += [_tr(_MARKS[mark]) for mark in row.marks if mark in _MARKS]
    return " · ".join([*said, *(code(one) for one in row.codes)])
