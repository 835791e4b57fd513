"""A short fault test in every run of the suite, and proof that it notices a central that loses something."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.run import LEFT, run


@pytest.mark.parametrize(("module", "bites"), [("central", False), ("tests.chaos.forgetful", True)])
def test_what_was_shown_is_at_central_once_after_kills_and_lies(tmp_path: Path, module: str, bites: bool) -> None:
    seconds, each = (0.5, 1) if bites else (4.0, 2)
    found = run(tmp_path, seconds=seconds, stations=each, workers=each, seed=20221205, module=module)
    assert found.shown >= 60
    assert bites or (found.disks, found.twins) == (1, 1)
    assert bool(found.wrong) is bites, str(found)
    assert (tmp_path / LEFT).exists() is bites, "what is left of a failure can be looked into"
