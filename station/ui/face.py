"""What a card says on the verdict panel, as a look and a few texts; laying them out and painting is the panel's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from checkpoint.gate import Light, Outcome
from station.ui import words
from station.ui.symbols import PLAIN
from station.ui.view import Card, Trouble

_LOOKS: Final = {
    Outcome.PASSED: Light.GREEN.value,
    Outcome.TURNED_AWAY: Light.RED.value,
    Outcome.HELD: Light.RED.value,
    Outcome.CANCELLED: PLAIN,
}
"""After a decision the panel looks like what was decided: nobody who may pass stands before an amber panel."""

NOT_RECORDED: Final = frozenset({Trouble.DISK_FULL, Trouble.STORE_FAILED, Trouble.RETIRING})
"""Troubles that mean: what was just shown is on no disk, so no card may say otherwise."""


@dataclass(frozen=True, slots=True)
class Face:
    """look: a light's value, `PLAIN`, or empty for the invitation."""

    look: str = ""
    word: str = ""
    holder: str = ""
    reason: str = ""
    advice: str = ""


def is_decided(card: Card) -> bool:
    """A person has had the last word about it."""
    return not card.actions and card.light is not Light.GREEN


def of_card(card: Card, zone: ZoneInfo) -> Face:
    """The face of a card."""
    parts = [card.name, card.building, words.category(card.category)]
    if card.plate and card.category in {"emergency", "vehicle"}:
        # A vehicle is its plate: it comes first, where nothing cuts it, and says what came.
        parts = [card.plate, card.name, card.building] if card.category == "vehicle" else [card.plate, parts[2]]
    holder = "  ".join(part for part in parts if part)
    reason = words.reason(card, zone)
    if card.valid_to is not None and card.outcome is Outcome.PASSED:
        reason = "  ".join(part for part in (reason, words.until(card.valid_to, zone)) if part)
    if card.heads > 1 and card.outcome is Outcome.PASSED:
        reason = "  ".join(part for part in (words.heads(card.heads), reason) if part)
    if not is_decided(card):
        advice = f"{words.advice(card.reason)}  {words.bring() if card.may_bring else ''}".rstrip()
        return Face(card.light.value, words.light(card.light), holder, reason, advice)
    look = _LOOKS.get(card.outcome, card.light.value)
    after = words.advice(card.reason) if card.outcome is Outcome.HELD else words.recorded()
    return Face(look, words.outcome(card.outcome), holder, reason, after)


def of_trouble(trouble: Trouble) -> Face:
    """The face of a showing that could not be recorded: stop, and show it again."""
    return Face(Light.RED.value, words.not_recorded(), "", words.trouble(trouble))
