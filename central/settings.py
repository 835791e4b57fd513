"""Where central keeps its data; no secret ever stands in a setting's value."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path


@dataclass(frozen=True, slots=True)
class Settings:
    """folder: keys, the default database, logs. database: a URL, or a path of an SQLite file."""

    folder: Path
    database: str


def load(folder: Path | None = None, database: str | None = None) -> Settings:
    """What was said on the command line, else in CENTRAL_DATA and CENTRAL_DATABASE, else the desktop's own folder."""
    named = os.environ.get("CENTRAL_DATA")
    chosen = folder or (Path(named) if named else user_data_path("station-central"))
    return Settings(chosen, database or os.environ.get("CENTRAL_DATABASE") or str(chosen / "central.db"))
