"""Statements are put into SQL once for the whole process, and not once for each of the thousand stores it opens.

What is sent to the database, and what comes back, is the same: only SQLAlchemy's own cache is shared, by a key that
says which driver the words are for instead of which engine asked.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine


class Compiled(dict[Any, Any]):
    """SQLAlchemy's cache of statements, for all engines that speak to one kind of database through one driver."""

    def get(self, key: Any, default: Any = None) -> Any:
        """What was compiled, or None."""
        return super().get(_of_driver(key), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(_of_driver(key), compiled)


def _of_driver(key: tuple[Any, ...]) -> tuple[Any, ...]:
    """SQLAlchemy's key begins with the dialect, of which each engine has its own."""
    dialect, *statement = key
    return type(dialect), id(dialect.dbapi), *statement


_COMPILED: Final = Compiled()


def share() -> None:
    """From now on, in this process."""
    event.listen(Engine, "engine_connect", _use)


def _use(connection: Connection) -> None:
    connection.execution_options(compiled_cache=_COMPILED)
