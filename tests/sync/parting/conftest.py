"""A central whose database can be put back and a computer that is its station, for each test anew."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.settings import Places
from station.store import moving, opened
from station.sync import histories
from tests.sync.parting.computers import Computer, Office, gate_of, office_in
from tests.sync.parting.moves import AT_ONCE

collect_ignore = [] if os.environ.get("PARTINGS") else ["test_any_order.py"]
"""Each of its stories takes seconds, and what one of some hundred finds is for the night."""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_in(tmp_path) as made:
        yield made


@pytest.fixture
def gate(tmp_path: Path, office: Office, blank: Places) -> Iterator[Computer]:
    with gate_of(office, tmp_path / "gate", blank) as made:
        yield made


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a handful is a long queue."""
    monkeypatch.setattr(opened, "MOVED_AT_ONCE", AT_ONCE)
    monkeypatch.setattr(moving, "KNOWN_AT_ONCE", AT_ONCE)
    monkeypatch.setattr(histories, "STEPS", 1)
