"""Tables are written anew while entries come in: nobody waits long, nothing is lost, and no kill leaves it undone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from central import retention
from central.store import scrubbing
from central.store.schema import body, presence, refused
from central.store.store import Store
from tests.harness.made import at

GONE, STAYS = "欧阳通行", "诸葛留存"
ROWS = 16

pytestmark = pytest.mark.one_database


@pytest.fixture
def path(tmp_path: Path, blank: Path) -> Path:
    """A database whose time is up for every second body."""
    (tmp_path / "central.db").write_bytes(blank.read_bytes())
    with closing(connected(tmp_path / "central.db")) as line:
        for seq in range(ROWS):
            line.execute("INSERT INTO body VALUES ('s', 'e', ?, 1, ?, '')", (seq, (GONE if seq % 2 else STAYS) * 30))
        line.execute(ASIDE, ("x", STAYS))
        line.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return tmp_path / "central.db"


ASIDE = "INSERT INTO refused VALUES ('s', ?, 'e', 1, ?, 'odd', 0, NULL, NULL)"


def connected(path: Path) -> sqlite3.Connection:
    """Another process' line, which waits for nobody."""
    line = sqlite3.connect(path, isolation_level=None, timeout=0)
    line.execute("PRAGMA secure_delete = ON")
    return line


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FEWEST", "FIRST", "MOST"):
        monkeypatch.setattr(scrubbing, name, 3)


def between_steps(monkeypatch: pytest.MonkeyPatch, do: Callable[[], None]) -> None:
    monkeypatch.setattr(scrubbing.time, "sleep", lambda _: do())  # type: ignore[attr-defined]


def held(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    with closing(connected(path)) as line:
        names = (body.name, refused.name, presence.name)
        return {name: sorted(line.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in names}


def made(path: Path) -> list[str]:
    """All tables and triggers, in their own words."""
    with closing(connected(path)) as line:
        words = line.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()
        return [said.replace('"', "") for (said,) in words]


def forget(path: Path) -> None:
    with closing(connected(path)) as line:
        line.execute("DELETE FROM body WHERE seq % 2 AND station = 's'")


def is_anywhere(path: Path) -> bool:
    return any(GONE.encode() in one.read_bytes() for one in path.parent.glob("central.db*"))


def test_others_write_between_any_two_steps_and_what_they_wrote_is_there(
    path: Path, few_at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = made(path)
    forget(path)
    with closing(Store(str(path))) as store, closing(connected(path)) as other:
        numbers: Iterator[int] = iter(range(1000, 9999))
        expected = held(path)["body"]

        def write() -> None:
            number = next(numbers)
            new = ("t", "e", number, 1, STAYS, "")
            other.execute("INSERT INTO body VALUES (?, ?, ?, ?, ?, ?)", new)
            expected.append(new)
            if number % 3 == 0:
                # The newest one and an old one: one that was copied, and one that was not.
                for gone in (expected.pop(), expected.pop(0)) if len(expected) > 1 else ():
                    other.execute("DELETE FROM body WHERE station = ? AND epoch = ? AND seq = ?", gone[:3])
            other.execute("UPDATE refused SET note = ?", (str(number),))

        between_steps(monkeypatch, write)
        store.scrub()
        steps = next(numbers)
        assert steps - 1000 > ROWS // 3
        assert held(path)["body"] == sorted(expected, key=repr)
        [(*_, note)] = held(path)["refused"]
        assert note == str(steps - 1)
    assert made(path) == before
    assert not is_anywhere(path)


class PowerIsGone(BaseException):
    """What ends a program between two steps."""


def test_whoever_is_killed_between_two_steps_has_lost_nothing_and_the_next_run_does_it(
    path: Path, few_at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, expected, raw, was_left = made(path), held(path), path.read_bytes(), False
    for steps in range(0, 200, 2):
        path.write_bytes(raw)
        left = iter(range(steps))

        def killed(left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise PowerIsGone

        with closing(Store(str(path))) as store:
            between_steps(monkeypatch, killed)
            try:
                store.scrub()
            except PowerIsGone:
                assert held(path) == expected
            else:
                break
            forget(path)
            was_left |= is_anywhere(path)
            between_steps(monkeypatch, lambda: None)
            if store.is_scrubbing_left():
                retention.forget(store, at("12:00"))
            else:
                store.scrub()
            assert not store.is_scrubbing_left()
            assert made(path) == before
            assert [row[2] for row in held(path)["body"]] == [row[2] for row in expected["body"] if row[2] % 2 == 0]
            assert not is_anywhere(path)
    assert steps > 20
    assert was_left, "in what was about to be given back"


def test_the_tables_that_are_written_anew_have_no_index_of_their_own(path: Path) -> None:
    assert [one.name for one in (body, refused, presence)] == list(scrubbing.NAMED)
    with closing(connected(path)) as line:
        found = line.execute("SELECT tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
    assert not {name for (name,) in found} & set(scrubbing.NAMED)
