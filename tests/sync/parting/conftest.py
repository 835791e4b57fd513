"""A central whose database can be put back and a computer that is its station, for each test anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from station.settings import Places
from tests.sync.parting.computers import Computer, Office, gate_of, office_in


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_in(tmp_path) as made:
        yield made


@pytest.fixture
def gate(tmp_path: Path, office: Office, blank: Places) -> Iterator[Computer]:
    with gate_of(office, tmp_path / "gate", blank) as made:
        yield made
