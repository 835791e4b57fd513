"""What a duty card says on its panel, as a look and a few texts; laying them out and painting is the panel's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from checkpoint.gate import Light
from station.ui import words
from station.ui.counts import Counts
from station.ui.duty import duty_words
from station.ui.duty_view import DutyCard
from station.ui.view import Trouble
from station.ui.words import QT_TRANSLATE_NOOP

IN, OUT, ASKED, REFUSED = "checked_in", "checked_out", "asked", "refused"
_ON_THE_CARD: Final = frozenset({"late"})
"""Warnings that the card says in figures already."""


@dataclass(frozen=True, slots=True)
class DutyFace:
    """look: a light's value, or empty for the invitation. warning: what to know, and never a reason to stop."""

    look: str = ""
    word: str = ""
    holder: str = ""
    post: str = ""
    shift: str = ""
    said: str = ""
    warning: str = ""
    advice: str = ""


def of_card(card: DutyCard, zone: ZoneInfo) -> DutyFace:
    """The face of a card."""
    shift = duty_words.span(card.begins, card.ends, zone) if card.begins and card.ends else ""
    return DutyFace(
        look=card.light.value,
        word=duty_words.result(card),
        holder="  ".join(part for part in (card.name, card.number) if part),
        post=card.post,
        shift=shift,
        said=_said(card, zone),
        warning="\n".join(_warnings(card)),
        advice=_advice(card),
    )


def of_trouble(trouble: Trouble) -> DutyFace:
    """The face of a showing that could not be recorded: stop, and show it again."""
    return DutyFace(look=Light.RED.value, word=words.not_recorded(), said=words.trouble(trouble))


def _said(card: DutyCard, zone: ZoneInfo) -> str:
    at = duty_words.clock(card.at, zone)
    if card.result == REFUSED or card.codes:
        return "\n".join(duty_words.code(one) for one in card.codes if one not in duty_words.SAYS_ALL)
    if card.result == IN:
        late = _tr(QT_TRANSLATE_NOOP("Duty", "{count} min late")).format(count=card.late_min) if card.late_min else ""
        came = _tr(QT_TRANSLATE_NOOP("Duty", "Came {time}")).format(time=at)
        return " · ".join(part for part in (came, late) if part)
    if card.result == OUT:
        early = _tr(QT_TRANSLATE_NOOP("Duty", "left {count} min early")).format(count=card.early_min)
        said = Counts().minutes(card.minutes or 0, at, card.hours)
        return f"{said} · {early}" if card.early_min else said
    return ""


def _warnings(card: DutyCard) -> list[str]:
    said = [duty_words.code(one) for one in card.warns if one not in _ON_THE_CARD]
    short = _tr(QT_TRANSLATE_NOOP("Duty", "Not in stock: {things}")).format(things=_things(card.kit_missing))
    return [*said, short] if card.kit_missing else said


def _things(kit: tuple[tuple[str, int], ...]) -> str:
    return words.listed(f"{name} ×{count}" for name, count in kit)


def _advice(card: DutyCard) -> str:
    if card.codes:
        return duty_words.advice(card)
    if card.result == IN and card.kit:
        return _tr(QT_TRANSLATE_NOOP("Duty", "Hand out: {things}")).format(things=_things(card.kit))
    if card.result == IN and not _warnings(card):
        return _tr(QT_TRANSLATE_NOOP("Duty", "Thank you for coming. To the post, please."))
    if card.result == OUT:
        return _tr(QT_TRANSLATE_NOOP("Duty", "Thank you. Badge and vest, please."))
    return ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Duty", text)
