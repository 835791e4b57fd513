"""Runs the benchmarks by name: `python -m benchmarks [--quick] [decoding stills lane …]`."""

from __future__ import annotations

import argparse
import importlib
import sys

from benchmarks.printed import machine

ALL = (
    "decoding",
    "stills",
    "lane",
    "verdicts",
    "screen",
    "start",
    "board",
    "sync",
    "intake",
    "backlog",
    "growth",
    "matching",
    "rosters",
    "duty",
)


def main() -> int:
    """Run them, one after another."""
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("names", nargs="*", choices=[*ALL, []], metavar="NAME", help=", ".join(ALL))
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it works")
    parsed = parser.parse_args()
    print(machine())
    for name in parsed.names or ALL:
        importlib.import_module(f"benchmarks.{name}").run(quick=parsed.quick)
    return 0


if __name__ == "__main__":
    sys.exit(main())
