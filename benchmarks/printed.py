"""How figures are printed: percentiles side by side, with the machine named; what is measured is the other files'."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from pathlib import Path


def machine() -> str:
    """This machine in one line."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")
        ]
        model = names[0] if names else model
    return (
        f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, Python {platform.python_version()}"
    )


def percentiles(values: Sequence[float]) -> tuple[float, float, float]:
    """(p50, p95, p99)."""
    ordered = sorted(values)
    return tuple(ordered[min(len(ordered) - 1, int(len(ordered) * part))] for part in (0.50, 0.95, 0.99))  # type: ignore[return-value]


def line(name: str, values_ms: Sequence[float]) -> str:
    """One row of a table of times."""
    p50, p95, p99 = percentiles(values_ms)
    return f"{name:44} {p50:9.2f} {p95:9.2f} {p99:9.2f}   n={len(values_ms)}"


HEADING = f"{'milliseconds':44} {'p50':>9} {'p95':>9} {'p99':>9}"


def title(text: str) -> None:
    """A heading."""
    print(f"\n{text}\n{'-' * len(text)}", flush=True)
