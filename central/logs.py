"""Central's log: one JSON object a line on standard error, without anything of a person and without secrets."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from checkpoint.journal import stamp


class JsonLines(logging.Formatter):
    """at, level, logger, event, and the fields that the record brings in `extra={"fields": {...}}`."""

    def format(self, record: logging.LogRecord) -> str:
        """One line. Of an exception its kind and where it came from: its message may quote what was being stored."""
        said = {
            "at": stamp(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[0] is not None:
            said["error"] = record.exc_info[0].__name__
            said["where"] = [f"{one.name}:{one.lineno}" for one in traceback.extract_tb(record.exc_info[2])]
        return json.dumps(said, ensure_ascii=False)


@contextmanager
def on_stderr() -> Iterator[None]:
    """Log to standard error in here. Afterwards all is as it was: it may have become another one by then."""
    root, quiet = logging.getLogger(), [logging.getLogger(name) for name in ("alembic", "httpx")]
    before, levels = root.handlers[:], [(logger, logger.level) for logger in (root, *quiet)]
    lines = logging.StreamHandler()
    lines.setFormatter(JsonLines())
    root.handlers[:] = [lines]
    root.setLevel(logging.INFO)
    for logger in quiet:
        logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        root.handlers[:] = before
        for logger, level in levels:
            logger.setLevel(level)
