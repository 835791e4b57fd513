"""What was asked about people as a table: who asked what, why and by whose leave, each line sealed to the one before.

Nobody that was asked about stands here, only a keyed hash of what was asked (domain 5.1: a log without names); whether
a question may be asked, and answering it, is for others.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from central.store.counting import Counting
from central.store.filling import insert_new
from central.store.schema import asked, secret
from checkpoint.journal import GENESIS, canonical, stamp

KEY: Final = "ask"
"""Name of the secret under which what was asked about is hashed."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. query: which kind; about: what was asked, which is kept as its keyed hash only; rows: answered."""

    query: str
    site: str
    about: str
    purpose: str
    letter: str
    recipient: str
    asked_by: str
    approved_by: str
    rows: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is kept. subject: the keyed hash of what it was about. hash: seals it and all before it."""

    number: int
    at: datetime
    query: str
    site: str
    subject: str
    purpose: str
    letter: str
    recipient: str
    asked_by: str
    approved_by: str
    rows: int
    hash: str


def note(connection: Connection, question: Question, now: datetime) -> Asked:
    """Write a question down; the first one makes the key."""
    insert_new(connection, secret, {"name": KEY, "value": secrets.token_hex(32)})
    key = connection.execute(sa.select(secret.c.value).where(secret.c.name == KEY)).scalar_one()
    last = connection.execute(sa.select(asked).order_by(asked.c.number.desc()).limit(1)).one_or_none()
    said = {name: value for name, value in asdict(question).items() if name != "about"}
    row = said | {
        "number": last.number + 1 if last else 1,
        "at": now,
        "subject": keyed(bytes.fromhex(key), question.site, question.about),
    }
    line = Asked(**row, hash=_sealed(row, last.hash if last else GENESIS))
    connection.execute(sa.insert(asked).values(asdict(line)))
    return line


def keyed(key: bytes, site: str, about: str) -> str:
    """The keyed hash of what was asked at a site: whoever has the key can see that two questions were the same."""
    return hmac.new(key, canonical({"site": site, "about": about}), hashlib.sha256).hexdigest()


def everything(connection: Connection) -> list[Asked]:
    """All of it, in order."""
    return [Asked(**row._mapping) for row in connection.execute(sa.select(asked).order_by(asked.c.number))]


def broken(lines: Sequence[Asked]) -> Iterator[int]:
    """The numbers of lines that are not as they were written, or before which one is missing."""
    before, number = GENESIS, 0
    for one in lines:
        row = {name: value for name, value in asdict(one).items() if name != "hash"}
        if one.number != number + 1 or _sealed(row, before) != one.hash:
            yield one.number
        before, number = one.hash, one.number


def _sealed(row: dict[str, Any], before: str) -> str:
    said = canonical(row | {"at": stamp(row["at"])})
    return hashlib.sha256(before.encode() + b"\n" + said).hexdigest()


class Asking(Counting):
    """What was asked, in an opened database."""

    def note_asked(self, question: Question, now: datetime) -> Asked:
        """Write a question down; whoever answers it does that first."""
        return self._write(lambda connection: note(connection, question, now))

    def asked(self) -> list[Asked]:
        """All that was ever asked, in order."""
        with self._reading() as connection:
            return everything(connection)
