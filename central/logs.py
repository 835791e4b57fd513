"""Central's log: one JSON object a line on standard error, without anything of a person and without secrets."""

from __future__ import annotations

import json
import logging
import traceback
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


def begin() -> None:
    """Log to standard error from now on."""
    lines = logging.StreamHandler()
    lines.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[lines], force=True)
    for quiet in ("alembic", "httpx"):
        logging.getLogger(quiet).setLevel(logging.WARNING)
