"""What a sampling table may wait for: somebody's word, a lead, a pass, a label; asking and answering is the lane's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from checkpoint.sampling.rules import Refusal
from station.tubes import Lead, Who
from station.ui.sampling_view import WAYS

LABEL_OF: Final = "code128"
"""The one symbol that a label may be, as readings name it; a handheld scanner does not say what it read."""
ASKS: Final = {Refusal.SAMPLED_TODAY: "reason", Refusal.SINGLE: "reason", Refusal.NOT_FULL: "short"}
"""Amber: what was refused may be done after all, once somebody says so."""
NEEDS_LEAD: Final = frozenset({"resolve", "amend"})
PRESSED: Final = frozenset(WAYS) - NEEDS_LEAD - {"sign"}
"""Ways that are done at once, each by the function of its name."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is waited for. what: reason, short, lead, single, right_tube, replacement or amendment. way: what was to be
    done, with values.

    who: the person in question. code: the label of the next tube, which waits for the seal. lead: who signed for it.
    why: what was refused.
    """

    what: str
    way: str
    values: Mapping[str, str] = field(default_factory=dict)
    who: Who | None = None
    code: str = ""
    lead: Lead | None = None
    why: Refusal | None = None
