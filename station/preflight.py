"""Is this station ready for a day without a network? Each check is one line with a state; mending is left to people."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from checkpoint.plural import counted, entries
from station.settings import BadSettings, Places, load

OK: Final = "ok"
WARNS: Final = "warn"
FAILS: Final = "FAIL"

FIRST_FRAME_S: Final = 5.0
SCARCE_BYTES: Final = 1_000_000_000
FULL_BYTES: Final = 100_000_000
"""A busy gate writes about 10 MB a day (8,000 passages of about 1.2 kB), so this is more than a week of it."""
OLD_ROSTER: Final = timedelta(days=3)
RELEASED: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""No right clock shows a time before this program existed."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. state: ok, warn (the gate works, with less) or FAIL (it would not)."""

    name: str
    state: str
    said: str


def look(where: Places, camera: str | None = None) -> list[Check]:
    """Look at everything a gate needs; never raises."""
    return [
        *_guarded("libraries", _libraries),
        *_guarded("decoder", _decoder),
        *_camera_checks(where, camera),
        *_guarded("disk", lambda: _disk(where)),
        *_guarded("clock", _clock),
        *_guarded("store", lambda: _store(where)),
    ]


def _guarded(name: str, looked: Callable[[], Iterator[Check]]) -> list[Check]:
    try:
        return list(looked())
    except Exception as error:
        return [Check(name, FAILS, str(error) or type(error).__name__)]


def _libraries() -> Iterator[Check]:
    import PySide6

    broken = PySide6.__version_info__[:2] == (6, 12) and sys.version_info < (3, 12)
    said = f"Python {sys.version.split()[0]}, PySide6 {PySide6.__version__}"
    if broken:
        yield Check("libraries", FAILS, f"{said}: this pair dies within a minute of video; use PySide6 6.11.3")
    else:
        yield Check("libraries", OK, said)


def _decoder() -> Iterator[Check]:
    import numpy as np
    import qrcode

    from station.scanner.decoder import decode, pyzbar_available

    code = qrcode.QRCode(border=4, box_size=6)
    code.add_data("PREFLIGHT")
    picture = np.where(np.array(code.get_matrix()), 0, 255).astype(np.uint8).repeat(6, axis=0).repeat(6, axis=1)
    if [found.text for found in decode(picture)] != ["PREFLIGHT"]:
        yield Check("decoder", FAILS, "a made code was not read")
    elif pyzbar_available():
        yield Check("decoder", OK, "reads a made code; second reader (libzbar) present")
    else:
        yield Check("decoder", WARNS, "reads a made code; libzbar is missing, so steeply tilted codes read worse")


def _camera_checks(where: Places, camera: str | None) -> list[Check]:
    try:
        source = camera or load(where).camera
    except BadSettings as error:
        return [Check("settings", FAILS, str(error))]
    return _guarded("camera", lambda: _camera(source))


def _camera(source: str) -> Iterator[Check]:
    from station.scanner.camera import first_frame

    frame = first_frame(source, within_s=FIRST_FRAME_S)
    if frame is None:
        yield Check("camera", FAILS, f"camera {source} gives no picture; codes can still be typed or scanned by hand")
    else:
        height, width = frame.image.shape[:2]
        yield Check("camera", OK, f"camera {source}: {width} x {height}")


def _disk(where: Places) -> Iterator[Check]:
    folder = next(path for path in (where.data, *where.data.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    state = FAILS if free < FULL_BYTES else WARNS if free < SCARCE_BYTES else OK
    yield Check("disk", state, f"{free / 1e9:.1f} GB free")


def _clock() -> Iterator[Check]:
    now = datetime.now(UTC)
    if now < RELEASED:
        yield Check("clock", FAILS, f"this computer's clock shows {now:%Y-%m-%d %H:%M} UTC, which cannot be")
    else:
        yield Check("clock", OK, f"{now:%Y-%m-%d %H:%M} UTC")


def _store(where: Places) -> Iterator[Check]:
    from contextlib import closing

    from station.lane import open_store

    with closing(open_store(where, create=False)) as store:
        fault = store.fault()
        unsent = store.unsent_count()
        said = f"{entries(store.entry_count())}, {unsent} not yet at central"
        yield Check("journal", OK if fault is None else FAILS, said if fault is None else str(fault))
        yield from _trust(store)
        yield from _key(where)
        yield from _roster(store)
        yield from _link(store)


def _trust(store: Any) -> Iterator[Check]:
    """What central and this station hold against each other."""
    from station.store.marks import PARTED_AT, TWICE

    aside = store.refused_count()
    worries = [
        "another computer writes as this station: enrol one of the two anew" if store.mark(TWICE) else "",
        "this disk was restored or copied: see F7 with Shift" if store.mark(PARTED_AT) else "",
        f"central keeps {entries(aside)} aside: see F7 with Shift" if aside else "",
    ]
    said = [worry for worry in worries if worry]
    yield Check("histories", WARNS if said else OK, "; ".join(said) or "central follows this journal")


def _key(where: Places) -> Iterator[Check]:
    if sys.platform == "win32":
        return
    mode = where.key.stat().st_mode & 0o777
    said = "the store's key is readable by its owner only" if mode == 0o600 else f"the store's key has mode {mode:o}"
    yield Check("key", OK if mode == 0o600 else WARNS, said)


def _roster(store: Any) -> Iterator[Check]:
    from checkpoint.roster import PassKey, Person
    from station.place import NotReady, place_of

    try:
        place = place_of(store)
    except NotReady as error:
        yield Check("roster", FAILS, str(error))
        return
    people, keys = store.document_count(Person), store.document_count(PassKey)
    said = (
        f"{place.site.name}, {place.gate.name}: {counted(people, 'person', 'people')}, {counted(keys, 'signing key')}"
    )
    age = _age(store)
    old = age is None or age > OLD_ROSTER
    said += ", never synced" if age is None else f", last synced {counted(age.days, 'day')} {age.seconds // 3600} h ago"
    yield Check("roster", FAILS if not keys else WARNS if old else OK, said)


def _age(store: Any) -> timedelta | None:
    synced = store.mark("last_sync_at")
    return None if synced is None else datetime.now(UTC) - datetime.fromisoformat(synced)


def _link(store: Any) -> Iterator[Check]:
    from station.sync.enrolment import reach

    identity = store.identity
    if identity is None:
        yield Check("central", FAILS, "this station is not enrolled")
        return
    trouble = reach(identity)
    said = f"{identity.server} answers" if trouble is None else f"{trouble} (the gate works without it)"
    yield Check("central", OK if trouble is None else WARNS, said)
