"""A full disk at central: a batch is stored whole or not at all and its station told to wait; so are backups."""

from __future__ import annotations

import errno
import resource
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from central import auth, backups
from central.__main__ import main
from central.inviting import CERTIFICATE, KEY, pin_of
from central.passes import Press
from central.store.store import Store
from checkpoint import rows, wire
from checkpoint.gate import Direction
from checkpoint.journal import Entry, stamp, to_wire
from checkpoint.wire import Problem
from tests.central.conftest import DATABASES
from tests.harness import made
from tests.harness.calling import Caller, central_in_thread, packed, signed
from tests.harness.made import SITE, Pen, at


def entries_of(station: str, count: int) -> list[Entry]:
    """So many, of two pages each."""
    pen = Pen(station)
    return [pen.attempt(str(number), Direction.IN, at("07:00"), note="长" * 2_000) for number in range(count)]


def test_a_full_disk_takes_no_half_batch_and_says_wait_and_takes_all_when_there_is_room(store: Store) -> None:
    room = {"pages": 0}

    @event.listens_for(store._engine, "connect")
    @event.listens_for(store._engine, "checkout")
    def _limit(connection: Any, *_: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {room['pages'] or 1_000_000}")

    store._engine.dispose()
    code = auth.new_code(store, name="G1", site=SITE, gate="G1", now=datetime.now(UTC))
    with central_in_thread(store) as url, Caller(url) as station:
        station.enrol(code)
        entries = entries_of(station.station, 60)
        with store._reading() as connection:
            room["pages"] = connection.exec_driver_sql("PRAGMA page_count").scalar_one() + 4
        how = {"content": packed("e1", entries), "headers": {"Content-Encoding": "gzip"}}
        said = [station.ask("POST", "/v1/journal", Problem, 503, **how) for _ in range(2)]
        assert [one.code for one in said] == ["busy", "busy"]
        assert store.journal(station.station, "e1") == []
        room["pages"] = 0
        assert {receipt.state for receipt in station.push(entries).receipts} == {"stored"}
        assert len(store.journal(station.station, "e1")) == 60


FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON body FOR EACH ROW WHEN (NEW.seq > 3) EXECUTE FUNCTION full_disk();
"""


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_full_postgresql_takes_no_half_batch_either_however_it_is_told(store: Store) -> None:
    """The trigger speaks as PostgreSQL does when its disk is full, in the middle of COPY."""
    code = auth.new_code(store, name="G1", site=SITE, gate="G1", now=datetime.now(UTC))
    with central_in_thread(store) as url, Caller(url) as station:
        station.enrol(code)
        entries = entries_of(station.station, 5)
        batch = wire.Push(epoch="e1", sent_at=stamp(datetime.now(UTC)), entries=[to_wire(one) for one in entries])
        run = rows.told(batch)
        assert run is not None
        raw = wire.encode(run)
        said = signed(station.station, "e1", entries, raw) | {"Content-Type": rows.MEDIA}
        as_run: dict[str, Any] = {"content": raw, "headers": said}
        whole: dict[str, Any] = {"content": wire.encode(batch)}
        with store._engine.begin() as connection:
            connection.exec_driver_sql(FULL)
        for how in (whole, as_run):
            assert station.ask("POST", "/v1/journal", Problem, 503, **how).code == "busy"
            assert (store.journal(station.station, "e1"), store.chains()) == ([], [])
        with store._engine.begin() as connection:
            connection.exec_driver_sql("DROP TRIGGER full_disk ON body")
        assert station.ask("POST", "/v1/journal", wire.Pushed, **as_run).have == 5
        assert store.journal(station.station, "e1") == entries


# --- backups ---


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """No file may grow beyond so many bytes: the system refuses in the middle of a write, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def little_room(pages: int) -> Iterator[None]:
    """No SQLite database that is opened meanwhile has more pages."""

    def limit(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(sa.engine.Engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(sa.engine.Engine, "connect", limit)


@pytest.fixture
def full(store: Store, tmp_path: Path) -> list[str]:
    """The words that say where a central is that has something to lose."""
    code = auth.new_code(store, name="G1", site=SITE, gate="G1", now=datetime.now(UTC))
    with central_in_thread(store) as url, Caller(url) as station:
        station.enrol(code)
        station.push(entries_of(station.station, 60))
    Press(store, tmp_path / "from").issue([made.R1], made.SCOPE, at("07:00"))
    where = store._engine.url.render_as_string(hide_password=False)
    return ["--data", str(tmp_path / "from"), "--database", where]


@pytest.mark.parametrize("database", DATABASES, indirect=True)
def test_a_backup_for_which_there_is_no_room_leaves_no_half_of_one(
    full: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "to" / "central.backup"
    file.parent.mkdir()
    with files_of_at_most(2_000):
        assert main(["backup", *full, str(file)]) == 3
    assert capsys.readouterr().err.count("\n") == 1
    assert list(file.parent.iterdir()) == []
    assert main(["backup", *full, str(file)]) == 0
    assert [one.name for one in file.parent.iterdir()] == ["central.backup"]


def test_a_restore_for_which_there_is_no_room_leaves_nothing_and_is_done_once_there_is(
    full: list[str], store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, to = tmp_path / "central.backup", tmp_path / "to"
    assert main(["backup", *full, str(file)]) == 0
    capsys.readouterr()
    with store._reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    for few in (4, pages // 2, pages - 8):
        with little_room(few):
            assert main(["restore", "--data", str(to), str(file)]) == 3
        said = capsys.readouterr().err
        assert "full" in said
        assert said.count("\n") == 1
        assert [one for one in to.rglob("*") if one.is_file()] == []
    # There is room for the database, and none for the last of the keys.
    with files_of_at_most(8), pytest.raises(OSError, match="large") as caught:
        backups._write_keys(to, {"1.key": "ab" * 32})
    assert caught.value.errno == errno.EFBIG
    assert [one for one in to.rglob("*") if one.is_file()] == []
    assert main(["restore", "--data", str(to), str(file)]) == 0
    with closing(Store(str(to / "central.db"))) as again:
        assert again.chains() == store.chains()
        assert [one.hash for one in again.journal(again.stations()[0].id, "e1")] == [
            one.hash for one in store.journal(store.stations()[0].id, "e1")
        ]


@pytest.mark.parametrize("size", [100, 300])
def test_a_certificate_for_which_there_is_no_room_is_made_once_there_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], size: int
) -> None:
    words = ["certificate", "--data", str(tmp_path), "--host", "central.office"]
    with files_of_at_most(size):
        assert main(words) == 3
    assert main(words) == 0
    assert (tmp_path / "keys" / KEY).stat().st_mode & 0o777 == 0o600
    assert f"pin {pin_of(tmp_path / CERTIFICATE)}" in capsys.readouterr().out
