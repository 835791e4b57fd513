"""A real central in a process of its own, on a free port, with its data in a folder of the test's."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass
class Central:
    """A running central. url: where it listens; folder: its data."""

    url: str
    folder: Path
    process: subprocess.Popen[str]

    def say(self, *words: str) -> str:
        """What a command of central's prints."""
        return central_says(self.folder, *words)

    def status(self) -> dict[str, Any]:
        """What it holds of its stations."""
        said: dict[str, Any] = json.loads(central_says(self.folder, "status", check=False))
        return said


def central_says(folder: Path, *words: str, check: bool = True) -> str:
    """Run one of central's commands; returns what it printed."""
    command = [sys.executable, "-m", "central", words[0], "--data", str(folder), *words[1:]]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    if check and done.returncode != 0:
        raise AssertionError(done.stderr)
    return done.stdout


def start_central(folder: Path, *more: str, module: str = "central") -> Central:
    """Start it; the caller stops it. module: which, for one that does not keep its word."""
    command = [
        sys.executable,
        "-m",
        module,
        "serve",
        "--data",
        str(folder),
        "--port",
        "0",
        "--end-with-stdin",
        *more,
    ]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT
    )
    assert process.stdout is not None
    return Central(process.stdout.readline().strip().rpartition(" ")[2], folder, process)


@contextmanager
def running_central(folder: Path, *more: str) -> Iterator[Central]:
    """A central for the length of a test."""
    central = start_central(folder, *more)
    try:
        yield central
    finally:
        stop(central)


def stop(central: Central, *, kill: bool = False) -> None:
    """End it, by force when asked."""
    if kill:
        central.process.kill()
    else:
        central.process.terminate()
    central.process.wait(20)
    for pipe in (central.process.stdin, central.process.stdout):
        if pipe is not None:
            pipe.close()
