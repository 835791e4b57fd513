"""A disk that keeps only what was synced when the power fails, under the real store; and a DB-API driver on it.

The store's own code runs unchanged: same statements, same pragmas, same migrations. Only the cipher is absent, because
SQLCipher brings a library of its own whose files cannot be put on a made-up disk.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, TypeVar

import apsw

SECTOR: Final = 512
NAME: Final = "powercut"


class Disk:
    """Images of files as they would be found after a power cut. loses: which unsynced sectors are gone.

    "all": every one; "some": each with an even chance, so that writes are lost in any order and torn; "none".
    """

    def __init__(self) -> None:
        self.synced: dict[str, bytearray] = {}
        self.unsynced: dict[str, list[tuple[int, bytes]]] = {}

    def lay(self, path: Path, content: bytes) -> None:
        """A file that has been on the disk for long."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.synced[str(path)] = bytearray(content)

    def write(self, path: str, data: bytes, offset: int) -> None:
        """Somebody wrote, which is in the computer's memory for now."""
        writes = self.unsynced.setdefault(path, [])
        for start in range(0, len(data), SECTOR):
            writes.append((offset + start, data[start : start + SECTOR]))

    def sync(self, path: str) -> None:
        """Somebody waited until the disk had it."""
        image = self.synced.setdefault(path, bytearray())
        for offset, data in self.unsynced.pop(path, []):
            _put(image, offset, data)

    def truncate(self, path: str, size: int) -> None:
        """A file was cut off; taken as done at once, since SQLite syncs before it relies on it."""
        self.sync(path)
        del self.synced[path][size:]

    def delete(self, path: str) -> None:
        """A file is gone."""
        self.synced.pop(path, None)
        self.unsynced.pop(path, None)

    def after_a_cut(self, folder: Path, chance: random.Random, *, loses: str) -> None:
        """Lay the files that survive into another folder."""
        folder.mkdir(parents=True)
        for path in self.synced.keys() | self.unsynced.keys():
            image = bytearray(self.synced.get(path, b""))
            for offset, data in self.unsynced.get(path, []):
                if loses == "none" or (loses == "some" and chance.random() < 0.5):
                    _put(image, offset, data)
            (folder / Path(path).name).write_bytes(image)


def _put(image: bytearray, offset: int, data: bytes) -> None:
    if len(image) < offset:
        image.extend(bytes(offset - len(image)))
    image[offset : offset + len(data)] = data


D = TypeVar("D", bound=Disk)


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:
        self._disk = disk
        self._path = name.filename() if isinstance(name, apsw.URIFilename) else name
        super().__init__("", name, flags)

    def xWrite(self, data: Any, offset: int) -> None:  # noqa: N802
        super().xWrite(data, offset)
        self._disk.write(self._path, bytes(data), offset)

    def xSync(self, flags: int) -> None:  # noqa: N802
        super().xSync(flags)
        self._disk.sync(self._path)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        super().xTruncate(size)
        self._disk.truncate(self._path, size)


class _System(apsw.VFS):
    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        super().__init__(NAME, "")

    def xOpen(self, name: Any, flags: list[int]) -> Any:  # noqa: N802
        return _File(self._disk, name, flags)

    def xDelete(self, name: str, sync_directory: bool) -> None:  # noqa: N802
        super().xDelete(name, sync_directory)
        self._disk.delete(name)


_EVER: list[_System] = []


@contextmanager
def disk_that_forgets(disk: D) -> Iterator[D]:
    """Put that disk under SQLite for the length of a test."""
    system = _System(disk)
    # SQLite may ask it once more when a connection is collected long after the test: it must still be whole then.
    _EVER.append(system)
    try:
        yield disk
    finally:
        system.unregister()


# --- a DB-API driver over apsw, as much of one as SQLAlchemy asks for ---


class Error(Exception):
    """PEP 249."""


class DatabaseError(Error):
    """PEP 249."""


class OperationalError(DatabaseError):
    """PEP 249."""


class IntegrityError(DatabaseError):
    """PEP 249."""


class Cursor:
    """PEP 249: every row is fetched at once."""

    arraysize = 1

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._rows: list[tuple[Any, ...]] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid = 0

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Cursor:
        cursor = self._connection.cursor()
        self.description = None
        cursor.exec_trace = self._describe
        try:
            self._rows = list(cursor.execute(statement, tuple(parameters)))
        except apsw.ConstraintError as error:
            raise IntegrityError(str(error)) from error
        except apsw.Error as error:
            raise OperationalError(str(error)) from error
        self.rowcount = self._connection.changes()
        self.lastrowid = self._connection.last_insert_rowid()
        return self

    def _describe(self, cursor: apsw.Cursor, _statement: str, _parameters: Any) -> bool:
        columns = cursor.get_description()
        self.description = [(name, kind, None, None, None, None, None) for name, kind in columns] or None
        return True

    def executemany(self, statement: str, many: Sequence[Sequence[Any]]) -> Cursor:
        for parameters in many:
            self.execute(statement, parameters)
        return self

    def fetchone(self) -> Any:
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int = 1) -> list[Any]:
        taken, self._rows = self._rows[:size], self._rows[size:]
        return taken

    def fetchall(self) -> list[Any]:
        taken, self._rows = self._rows, []
        return taken

    def close(self) -> None:
        self._rows = []


class Connection:
    """PEP 249, in autocommit mode until a BEGIN is executed."""

    isolation_level = None

    def __init__(self, path: Path) -> None:
        self._connection = apsw.Connection(str(path), vfs=NAME)

    def cursor(self) -> Cursor:
        return Cursor(self._connection)

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Cursor:
        return self.cursor().execute(statement, parameters)

    def create_function(self, *_arguments: Any, **_more: Any) -> None:
        """SQLAlchemy offers a regexp that nobody here uses."""

    def commit(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("COMMIT")

    def rollback(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def close(self) -> None:
        self._connection.close()


DRIVER: Final = SimpleNamespace(
    paramstyle="qmark",
    sqlite_version_info=tuple(int(part) for part in apsw.sqlite_lib_version().split(".")),
    sqlite_version=apsw.sqlite_lib_version(),
    Error=Error,
    DatabaseError=DatabaseError,
    OperationalError=OperationalError,
    IntegrityError=IntegrityError,
    InterfaceError=Error,
    ProgrammingError=DatabaseError,
    Connection=Connection,
)
