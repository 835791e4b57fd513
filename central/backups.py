"""A backup in one file: everything that central holds, in a form of its own that goes into either database.

Gzip'd lines of JSON: a head with the key files, parts of tables, and at the end the SHA-256 of all lines before it. It
holds central's private keys and everybody's passages, so only its owner may read it (mode 0600).
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from central.commands import Cannot
from central.inviting import CERTIFICATE
from central.settings import Settings
from central.store.copying import Part, Restoring, saved
from central.store.engine import open_engine
from checkpoint.journal import Fault, stamp
from checkpoint.whole import whole

KIND: Final = "central backup 1"
_LEVEL: Final = 5
KEYS: Final = "keys"
"""The folder of the data folder that holds the key which signs passes: without it nobody could issue any."""


class Head(msgspec.Struct, frozen=True):
    """The first line. revision: of the database; keys: file name -> content, hexadecimal."""

    kind: str
    revision: str
    made_at: str
    keys: dict[str, str]


class Rows(msgspec.Struct, frozen=True, array_like=True):
    """A line of rows."""

    table: str
    columns: tuple[str, ...]
    rows: list[list[Any]]


class Tail(msgspec.Struct, frozen=True):
    """The last line. sha256: of all bytes before it."""

    sha256: str
    rows: int


def write(file: Path, settings: Settings, now: datetime) -> int:
    """Write a backup; returns how many rows it holds. Raises FileExistsError, and leaves no half of one behind."""
    if file.exists():
        raise Cannot(f"{file} is there already, and no backup is ever written over a file")
    part = file.with_name(f"{file.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw:
            with gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as packed:
                rows = _write(packed, settings, now)
            raw.flush()
            os.fsync(raw.fileno())
        part.rename(file)
    except FileExistsError as error:
        raise Cannot(f"{part} is there already: another backup is being written, or broke off") from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return rows


def _write(packed: gzip.GzipFile, settings: Settings, now: datetime) -> int:
    digest, rows = hashlib.sha256(), 0
    for found in saved(settings.database):
        line: Head | Rows
        if isinstance(found, Part):
            line, rows = Rows(found.table, found.columns, list(map(list, found.rows))), rows + len(found.rows)
        else:
            line = Head(KIND, found, stamp(now), _keys(settings.folder))
        said = msgspec.json.encode(line) + b"\n"
        digest.update(said)
        packed.write(said)
    packed.write(msgspec.json.encode(Tail(digest.hexdigest(), rows)) + b"\n")
    return rows


def _keys(folder: Path) -> dict[str, str]:
    """The key files, and the office's own certificate: stations expect its key, and it says for which names."""
    files = [*sorted((folder / KEYS).glob("*.key")), *folder.glob(CERTIFICATE)]
    return {file.name: file.read_bytes().hex() for file in files}


def read(file: Path, settings: Settings) -> tuple[int, list[Fault]]:
    """Restore a backup; returns (rows, what in its chains does not hold). Raises Cannot and WrongDatabase.

    Nothing is kept unless the file is whole to its last byte.
    """
    try:
        with gzip.open(file, "rb") as packed:
            _see_whole(packed)
        with gzip.open(file, "rb") as packed:
            return _restore(packed, settings)
    except (gzip.BadGzipFile, zlib.error, EOFError, msgspec.DecodeError, UnicodeError) as error:
        raise Cannot(f"{file.name} is not a whole backup of central: nothing was restored") from error


def _see_whole(packed: gzip.GzipFile) -> None:
    """Read to the end, and see that every byte is as it was written. Raises Cannot."""
    digest, before = hashlib.sha256(), b""
    for line in packed:
        digest.update(before)
        before = line
    if msgspec.json.decode(before, type=Tail).sha256 != digest.hexdigest():
        raise Cannot("the file is damaged or cut short: nothing was restored")


def _restore(packed: gzip.GzipFile, settings: Settings) -> tuple[int, list[Fault]]:
    head = msgspec.json.decode(packed.readline(), type=Head)
    if head.kind != KIND:
        raise Cannot("this is no backup of central that this program knows")
    there = settings.database if "://" in settings.database else Path(settings.database)
    is_new = isinstance(there, Path) and not there.exists()
    engine = open_engine(settings.database)
    try:
        with engine.execution_options(writes=True).begin() as connection:
            restoring = Restoring(connection, head.revision)
            rows = 0
            for part in _parts(packed):
                restoring.take(part)
                rows += len(part.rows)
            faults = restoring.finish()
            _write_keys(settings.folder, head.keys)
    except BaseException:
        engine.dispose()
        if is_new and isinstance(there, Path):
            for ending in ("", "-wal", "-shm"):
                there.with_name(there.name + ending).unlink(missing_ok=True)
        raise
    engine.dispose()
    return rows, faults


def _parts(packed: gzip.GzipFile) -> Iterator[Part]:
    """What stands between the head and the tail."""
    for line in packed:
        if not line.startswith(b"{"):
            found = msgspec.json.decode(line, type=Rows)
            yield Part(found.table, found.columns, found.rows)


def _write_keys(folder: Path, keys: dict[str, str]) -> None:
    """Put the key files where they were. Raises Cannot rather than change one."""
    for name, content in keys.items():
        file = (folder if name == CERTIFICATE else folder / KEYS) / Path(name).name
        raw = bytes.fromhex(content)
        with contextlib.suppress(FileNotFoundError):
            if file.read_bytes() != raw:
                raise Cannot(f"{file} is another key than the backup's: move it away first")
            continue
        file.parent.mkdir(mode=0o700, exist_ok=True)
        # Half a key would be another key to whoever tries again once there is room.
        with whole(file) as made:
            Path(made.name).chmod(0o600)
            made.write(raw)
