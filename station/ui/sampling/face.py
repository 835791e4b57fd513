"""What the table's panel says for what is known, as a look and a few texts and keys; laying them out is the panel's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from checkpoint.gate import Direction, Light, Outcome, Reason
from station.ui import words
from station.ui.face import of_trouble
from station.ui.sampling import sampling_words
from station.ui.sampling_view import Sampling, SamplingCard
from station.ui.view import Card, Trouble

OPTIONS: Final = {
    "void": ("broken", "leaked", "unreadable", "wrong_tube", "other"),
    "resolve": ("keep", "keep_none"),
    "sampled_today": ("lab", "spoilt", "other"),
    "single": ("single", "pooled"),
    "not_full": ("short",),
    "seal": ("seal",),
}
"""What the digits answer, by what is asked."""


@dataclass(frozen=True, slots=True)
class TableFace:
    """look: a light's value, or empty for a white panel. holder: who or what it is about. wanted: box or tube, when
    that is to be shown next and its drawing stands in the counter's place. options: codes of the digits' answers.
    can_cancel: Escape is an answer too.
    """

    look: str = ""
    word: str = ""
    holder: str = ""
    reason: str = ""
    warning: str = ""
    advice: str = ""
    wanted: str = ""
    options: tuple[str, ...] = ()
    can_cancel: bool = False


def wanted(shown: Sampling) -> str:
    """What is to be done next: box, tube, single, person, seal, close, or what else is to be shown."""
    if shown.awaits in {"replacement", "amendment", "right_tube"}:
        return shown.awaits
    if shown.box is None:
        return "box"
    if shown.tube is None or (shown.is_single and shown.tube.pool != 1):
        is_full = shown.box.tubes >= shown.box.most
        return "close" if is_full else "single" if shown.is_single else "tube"
    return "seal" if shown.tube.is_full else "person"


def asked(shown: Sampling, question: str, card: SamplingCard | None) -> str:
    """What the digits answer now, as a key of OPTIONS, or empty. question: what the page itself asks."""
    if question:
        return question
    if shown.awaits == "short":
        return "not_full"
    if shown.awaits == "reason":
        return "single" if card is not None and card.said == "single" else "sampled_today"
    return "seal" if wanted(shown) == "seal" else ""


def face_of(shown: Sampling, question: str, card: SamplingCard | None, zone: ZoneInfo, about: str = "") -> TableFace:
    """card: what became of what was shown or pressed last, for as long as it is to be seen. question: what the page
    itself asks before anything is written, about that code."""
    ask = asked(shown, question, card)
    options = OPTIONS.get(ask, ())
    if question:
        return TableFace(
            Light.AMBER.value,
            sampling_words.key(question),
            about,
            advice=sampling_words.next_step(question),
            options=options,
            can_cancel=True,
        )
    if card is not None:
        return _of_card(shown, card, options, zone)
    return _idle(shown, options, zone)


def _of_card(shown: Sampling, card: SamplingCard, options: tuple[str, ...], zone: ZoneInfo) -> TableFace:
    is_green = card.light is Light.GREEN
    next_step = sampling_words.next_step(wanted(shown))
    is_full = is_green and wanted(shown) in {"seal", "close"}
    return TableFace(
        card.light.value,
        sampling_words.done(card.said) if is_green else words.light(card.light),
        "  ".join(part for part in (card.name, card.building) if part) or card.code,
        reason="" if is_green else reason(shown, card, zone),
        warning=next_step if is_full else "",
        advice="" if is_full or (not is_green and options) else next_step,
        options=options,
        can_cancel=bool(shown.awaits),
    )


def _idle(shown: Sampling, options: tuple[str, ...], zone: ZoneInfo) -> TableFace:
    """Nothing has just happened: what is there, and what comes next. A full tube is a stop to the eye."""
    what = wanted(shown)
    if shown.awaits == "lead":
        why = sampling_words.refusal("no_lead")
        return TableFace(Light.AMBER.value, words.light(Light.AMBER), reason=why, can_cancel=True)
    last = shown.members[-1] if shown.members and what in {"person", "seal"} else None
    is_stop = what in {"seal", "close"}
    return TableFace(
        Light.AMBER.value if is_stop else "",
        sampling_words.full() if is_stop else "",
        sampling_words.last(last.name, words.moment(last.at, zone)) if last is not None else "",
        advice=sampling_words.next_step(what),
        wanted={"box": "box", "tube": "tube", "single": "tube", "right_tube": "tube"}.get(what, ""),
        options=options,
        can_cancel=bool(shown.awaits) or what == "single",
    )


def reason(shown: Sampling, card: SamplingCard, zone: ZoneInfo) -> str:
    """Why nothing was written down, or not yet."""
    tube = shown.tube
    blanks = {
        "time": words.moment(card.since, zone) if card.since else "",
        "code": card.since_tube,
        "name": card.name,
        "count": tube.count if tube else 0,
        "pool": tube.pool if tube else shown.pool,
    }
    if card.said in sampling_words.REFUSALS:
        return sampling_words.refusal(card.said).format(**blanks)
    return _of_pass(card, zone) or sampling_words.refusal(card.said)


def _of_pass(card: SamplingCard, zone: ZoneInfo) -> str:
    """What the gate would say of that pass, or empty."""
    if card.said not in {one.value for one in Reason}:
        return ""
    shown = Card(
        attempt="",
        light=card.light,
        reason=Reason(card.said),
        outcome=Outcome.PENDING,
        direction=Direction.IN,
        at=card.at,
        since=card.since,
    )
    return words.reason(shown, zone)


def unrecorded(trouble: Trouble) -> TableFace:
    """What was just shown or pressed is on no disk."""
    face = of_trouble(trouble)
    return TableFace(face.look, face.word, reason=face.reason)
