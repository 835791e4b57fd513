"""Backups: what is restored is what was saved, in either database, whole or not at all, and never over anything."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from central.__main__ import main
from central.inviting import CERTIFICATE, pin_of
from central.passes import Press
from central.store import copying
from central.store.store import Store
from checkpoint.gate import Direction
from tests.central.conftest import DATABASES, Joined, Place
from tests.central.test_bodies import MONDAY, take
from tests.central.test_store import at_revision, connected
from tests.harness import made
from tests.harness.made import Pen

AWKWARD = "张\t*\\N\n\"'桃\u2028"


@pytest.fixture
def full(store: Store, joined: Joined, tmp_path: Path) -> tuple[str, list[Any]]:
    """(a database with something in every corner, what it told): a gap, a fork, a forgotten day, what is aside."""
    station, other = joined(), joined("G2")
    pen = Pen(station.id)
    for number in range(6):
        pen.attempt("1", Direction.IN, MONDAY + number * timedelta(days=1), name=AWKWARD)
    for number, entry in enumerate(pen.entries):
        if number != 3:
            take(store, station, [entry], MONDAY + number * timedelta(days=1))
    take(store, other, [Pen(other.id).write("shift", {"note": AWKWARD}, MONDAY)], MONDAY)
    forked = Pen(station.id)
    forked.attempt("2", Direction.IN, MONDAY)
    take(store, station, forked.entries, MONDAY)
    store.forget_days_before(int(MONDAY.timestamp() // 86400) + 1)
    Press(store, tmp_path / "from").issue([made.R1], made.SCOPE, MONDAY)
    return store._engine.url.render_as_string(hide_password=False), told(store)


def told(store: Store) -> list[Any]:
    """All that it says."""
    keys, chains = store.own_keys().public, store.chains()
    journals = [store.journal(one.station, one.epoch) for one in chains]
    return [keys, chains, journals, store.stations(), store.refused(), store.forks(), store.items(0, 500)]


def run(word: str, where: str, folder: Path, file: Path) -> int:
    """The command on that database."""
    return main([word, "--data", str(folder), "--database", where, str(file)])


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """An empty database of each kind."""
    with ExitStack() as stack:
        yield {
            "sqlite": str(tmp_path / "elsewhere.db"),
            "postgresql": stack.enter_context(request.getfixturevalue("cluster").copied("template1")),
        }


def test_what_is_restored_says_what_was_saved_in_either_database(
    full: tuple[str, list[Any]], elsewhere: dict[str, str], tmp_path: Path
) -> None:
    where, before = full
    file = tmp_path / "central.backup"
    assert run("backup", where, tmp_path / "from", file) == 0
    assert file.stat().st_mode & 0o777 == 0o600
    for kind in DATABASES:
        assert run("restore", elsewhere[kind], tmp_path / kind, file) == 0
        with closing(Store(elsewhere[kind])) as store:
            assert told(store) == before
        again = tmp_path / f"{kind}.backup"
        assert run("backup", elsewhere[kind], tmp_path / kind, again) == 0
        assert _rows(again) == _rows(file)
        [key] = (tmp_path / kind / "keys").iterdir()
        assert key.read_bytes() == (tmp_path / "from" / "keys" / key.name).read_bytes()
        assert key.stat().st_mode & 0o777 == 0o600


def _rows(file: Path) -> dict[str, list[Any]]:
    """table -> its rows."""
    found: dict[str, list[Any]] = {}
    for line in gzip.decompress(file.read_bytes()).splitlines():
        said = json.loads(line)
        if isinstance(said, list):
            found.setdefault(said[0], []).extend(dict(zip(said[1], row, strict=True)) for row in said[2])
    return found


def test_a_backup_of_an_older_program_is_brought_up_to_date(
    empty: Place, tmp_path: Path, elsewhere: dict[str, str]
) -> None:
    with empty() as where:
        at_revision(where, "0003")
        with connected(where) as connection:
            row = "('x', '南口 1', 's', 'G1', 'h', 'k', 1670223600000)"
            connection.exec_driver_sql(
                f"INSERT INTO station (id, name, site, gate, token_hash, public_key, enrolled_at) VALUES {row}"
            )
            connection.commit()
        assert run("backup", where, tmp_path, tmp_path / "old") == 0
        for there in elsewhere.values():
            assert run("restore", there, tmp_path, tmp_path / "old") == 0
            with closing(Store(there)) as store:
                assert [(one.name, one.public_key) for one in store.stations()] == [("南口 1", "k")]


def test_a_file_that_is_not_as_it_was_written_is_not_restored(
    full: tuple[str, list[Any]], elsewhere: dict[str, str], tmp_path: Path, database: str
) -> None:
    file, there = tmp_path / "central.backup", elsewhere[database]
    run("backup", full[0], tmp_path / "from", file)
    whole = file.read_bytes()
    lines = gzip.decompress(whole).splitlines(keepends=True)
    without = [
        gzip.compress(b"".join(part)) for part in ([*lines[:-2], lines[-1]], lines[:-1], [*lines, b"[]"], lines[:0])
    ]
    damaged = [bytes(one ^ (0x55 * (at == byte)) for at, one in enumerate(whole)) for byte in (0, 40, len(whole) - 40)]
    for bad in (*without, *damaged, whole[:-1], b""):
        file.write_bytes(bad)
        assert run("restore", there, tmp_path / "to", file) == 3
        assert not (tmp_path / "elsewhere.db").exists()
        assert not (tmp_path / "to" / "keys").exists()
    file.write_bytes(whole)
    assert run("restore", there, tmp_path / "to", file) == 0


def test_nothing_is_ever_written_over(
    full: tuple[str, list[Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where, before = full
    file = tmp_path / "central.backup"
    assert run("backup", where, tmp_path / "from", file) == 0
    was = file.read_bytes()
    assert run("backup", where, tmp_path / "from", file) == 3
    assert file.read_bytes() == was
    assert run("restore", where, tmp_path / "from", file) == 3
    assert "nothing is ever restored over one" in capsys.readouterr().err
    with closing(Store(where)) as store:
        assert told(store) == before


def test_a_chain_that_does_not_hold_is_restored_as_it_was_and_named(
    full: tuple[str, list[Any]], elsewhere: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where, _ = full
    engine = sa.create_engine(where)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE entry SET operator = 'ld9' WHERE seq = 2")
    engine.dispose()
    assert run("backup", where, tmp_path / "from", tmp_path / "file") == 0
    assert run("restore", elsewhere["sqlite"], tmp_path / "to", tmp_path / "file") == 1
    assert "entry 2: the header is not the one that was sealed" in capsys.readouterr().err


def test_a_backup_is_of_one_moment_while_stations_go_on_pushing(store: Store, joined: Joined) -> None:
    station = joined()
    pen = Pen(station.id)
    entries = [pen.write("note", {}, MONDAY) for _ in range(4)]
    take(store, station, entries[:2], MONDAY)
    found = copying.saved(store._engine.url.render_as_string(hide_password=False))
    next(found)
    take(store, station, entries[2:], MONDAY)
    parts = [one for one in found if isinstance(one, copying.Part)]
    counts = {one.table: len(one.rows) for one in parts}
    assert (counts["entry"], counts["body"]) == (2, 2)
    [chain] = [dict(zip(one.columns, row, strict=True)) for one in parts if one.table == "chain" for row in one.rows]
    assert chain["have"] == 2


def test_a_restored_office_has_the_certificate_that_its_stations_expect(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = store._engine.url.render_as_string(hide_password=False)
    assert main(["certificate", "--data", str(tmp_path / "from"), "--host", "central.office"]) == 0
    pin = pin_of(tmp_path / "from" / CERTIFICATE)
    file, to = tmp_path / "central.backup", tmp_path / "to"
    assert run("backup", where, tmp_path / "from", file) == 0
    assert run("restore", str(to / "central.db"), to, file) == 0
    assert (to / CERTIFICATE).read_bytes() == (tmp_path / "from" / CERTIFICATE).read_bytes()
    (to / CERTIFICATE).unlink()
    assert main(["certificate", "--data", str(to), "--host", "10.0.0.1"]) == 0
    assert pin_of(to / CERTIFICATE) == pin, "another name for the same key, and no station notices"
    assert f"pin {pin}" in capsys.readouterr().out
