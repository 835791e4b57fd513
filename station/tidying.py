"""Deletes what lies too long in this station's own folders of prints and exports (domain 5.2: 24 hours)."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from station.settings import Places

log = logging.getLogger(__name__)

KEPT_FOR: Final = timedelta(hours=24)


def folders(where: Places) -> tuple[Path, ...]:
    """The station's own folders of files that people see."""
    return where.prints, where.exports


def delete_old(kept_in: Iterable[Path], now: datetime) -> int:
    """Delete every file that was written KEPT_FOR ago or longer; returns how many. One that stays is logged.

    A file from the future was written by a clock that was wrong; nobody knows how old it is, so it goes too.
    """
    return sum(_is_deleted(path, now) for folder in kept_in if folder.is_dir() for path in sorted(folder.iterdir()))


def _is_deleted(path: Path, now: datetime) -> bool:
    try:
        written = datetime.fromtimestamp(path.lstat().st_mtime, UTC)
        if abs(now - written) < KEPT_FOR:
            return False
        path.unlink()
    except OSError as error:
        # Only the folder is named: people choose file names, and a log is kept longer than the file should be.
        log.warning("a file in %s could not be deleted: %s", path.parent.name, error.strerror)
        return False
    return True
