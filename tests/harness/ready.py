"""A station's command in a process of its own, forked from one that has read the program already: most of a command's
time is reading the program. What it says, its exit code and how it ends are those of `python -m station`.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import subprocess
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

ROOT: Final = Path(__file__).resolve().parent.parent.parent


class Ready:
    """The process that has read the program, and forks one for each command. It has no threads."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )

    def run(self, words: Sequence[str], environment: Mapping[str, str], folder: Path) -> tuple[int, str, str]:
        """(exit code, output, errors) of one command. folder: for what it prints."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        files = [folder / "stdout", folder / "stderr"]
        asked = {"words": list(words), "environment": dict(environment), "files": [str(file) for file in files]}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        code = int(self._process.stdout.readline())
        out, errors = (file.read_text(encoding="utf-8") for file in files)
        return code, out, errors

    def close(self) -> None:
        """End it."""
        self._process.communicate(timeout=20)


def _read_the_program() -> None:
    """All that its commands would read when they are asked for."""
    from importlib import import_module

    for name in ("commands", "exports", "logbook", "preflight", "scanner.still", "store.store", "sync.enrolment"):
        import_module(f"station.{name}")
    for name in ("sqlcipher3.dbapi2", "httpx", "openpyxl", "xlsxwriter", "sqlalchemy.dialects.sqlite.pysqlite"):
        import_module(name)


def _become(asked: dict[str, Any]) -> int:
    """In the child: run the command as its only purpose; its exit code."""
    from station.__main__ import main

    os.environ.clear()
    os.environ.update(asked["environment"])
    for number, name in enumerate((os.devnull, *asked["files"])):
        file = os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC if number else os.O_RDONLY, 0o600)
        os.dup2(file, number)
        os.close(file)
    sys.argv[:] = ["station", *asked["words"]]
    try:
        return main(asked["words"])
    except SystemExit as ended:
        return int(ended.code or 0)
    except BaseException:
        traceback.print_exc()
        return 1


def _end(code: int) -> NoReturn:
    """End as a process does, all but for taking the program apart: that takes longer than most commands."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def serve() -> None:
    """Fork a process for each line that asks for one, and answer with its exit code; until there are no more lines."""
    _read_the_program()
    gc.freeze()
    for line in iter(sys.stdin.readline, ""):
        child = os.fork()
        if child == 0:
            _end(_become(json.loads(line)))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    serve()
