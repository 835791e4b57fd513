"""`make chaos`: the fault test for as long as one likes; exit code 1 with what is missing, all kept."""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from pathlib import Path

from tests.chaos.run import run


def main() -> int:
    """Run it and say what came of it."""
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long the line lies and processes die (60)")
    parser.add_argument("--stations", type=int, default=3, help="how many (3)")
    parser.add_argument("--seed", type=int, help="the same story again, as far as the machine allows")
    parser.add_argument("--workers", type=int, default=2, help="processes of central behind one address (2)")
    parser.add_argument("--postgres", action="store_true", help="central on a PostgreSQL of its own instead of SQLite")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave everything there, whatever comes of it")
    parser.add_argument("--central", default="central", metavar="MODULE", help="tests.chaos.forgetful is one that lies")
    parsed = parser.parse_args()
    seed = random.randrange(2**32) if parsed.seed is None else parsed.seed
    print(f"seed {seed}", flush=True)
    folder = parsed.keep or Path(tempfile.mkdtemp(prefix="chaos-"))
    where = {"module": parsed.central, "workers": parsed.workers, "on_postgres": parsed.postgres}
    try:
        found = run(folder, seconds=parsed.seconds, stations=parsed.stations, seed=seed, **where)
    except BaseException:
        print(f"what is left of it: {folder}", flush=True)
        raise
    print(found)
    if found.wrong:
        print(f"what is left of it: {folder}")
    elif not parsed.keep:
        shutil.rmtree(folder)
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
