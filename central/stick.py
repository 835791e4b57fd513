"""The command that takes what was carried here: a sentence for each file, and an answer; taking is `carried`'s."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from central.commands import DONE, FOUND, open_store
from checkpoint.plural import entries

if TYPE_CHECKING:
    from central.carried import Taken
    from central.store.store import Store


def run_take(parsed: argparse.Namespace) -> int:
    """Take bundles; 1 when one of them could not be taken, or held something that is kept aside."""
    from central.afresh import begin_afresh

    opened, _ = open_store(parsed)
    with opened as store:
        store.publish_keys()
        # Where nobody ever serves, this is who would notice that the database was restored.
        begin_afresh(store)
        codes = [_take(store, file, parsed.answers) for file in parsed.files]
    return max(codes)


def _take(store: Store, file: Path, answers: Path | None) -> int:
    from central import carried
    from checkpoint.bundles import BadBundle
    from checkpoint.whole import SENTENCES, stick_of

    now = datetime.now(UTC)
    try:
        taken = carried.take(store, file, now)
    except BadBundle as bad:
        print(f"{file.name}: nothing taken: {bad}")
        return FOUND
    except OSError as error:
        print(f"{file.name}: nothing taken: {SENTENCES[stick_of(error)]}")
        return FOUND
    said = _said(file, taken)
    try:
        written = carried.answer(store, taken, answers or file.parent, now)
    except OSError as error:
        print(f"{said}; the answer could not be written: {SENTENCES[stick_of(error)]}")
        return FOUND
    print(f"{said}; carry {written.name} back")
    return FOUND if taken.refused else DONE


def _said(file: Path, taken: Taken) -> str:
    aside = f", {taken.refused} kept aside (see `central status`)" if taken.refused else ""
    gone = ", which is out of service" if taken.station.revoked_at is not None else ""
    counts = f"{entries(taken.new)} taken, {taken.known} known already{aside}"
    return f"{file.name}: from station {taken.station.name}{gone}: {counts}"
