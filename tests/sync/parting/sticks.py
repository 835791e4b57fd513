"""Sticks between a computer and a central, and a program that ends while it takes one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.engine import Connection

from central import carried
from station.store.opened import Opened
from station.sync import carrying
from tests.harness.made import at
from tests.sync.parting.computers import Computer, Office
from tests.sync.parting.moves import PowerIsGone

NOW = at("12:00")


def packed(one: Computer) -> Path:
    return carrying.pack(one.store, NOW, one.where.data).path


def answered(office: Office, bundle: Path) -> Path:
    return carried.answer(office.books, carried.take(office.books, bundle, NOW), bundle.parent, NOW)


def trip(office: Office, one: Computer) -> carrying.Taken:
    """A stick goes to central and comes back."""
    return one.take(answered(office, packed(one)))


def trips(office: Office, *computers: Computer, count: int = 2) -> None:
    for _ in range(count):
        for one in computers:
            trip(office, one)


def ends_at(patch: pytest.MonkeyPatch, step: int) -> None:
    """The program is killed where it would write for that time."""
    left, whole = iter(range(step)), Opened._writing

    @contextmanager
    def writing(store: Opened) -> Iterator[Connection]:
        if next(left, None) is None:
            raise PowerIsGone
        with whole(store) as connection:
            yield connection

    patch.setattr(Opened, "_writing", writing)
