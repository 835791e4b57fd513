"""How entries go over the line: as runs where central takes them, entry by entry wherever that may be the trouble."""

from __future__ import annotations

import gzip
from itertools import count
from types import SimpleNamespace

import msgspec
import pytest

from checkpoint import rows, wire
from checkpoint.gate import Direction
from checkpoint.journal import to_wire
from checkpoint.wire import Push
from station.sync import client
from station.sync.client import AT_ONCE_S, Central, Trouble
from tests.harness import made
from tests.harness.made import Pen
from tests.harness.scripted import Script, said

WHOLE = "application/json"


def pushed(*, runs: bool = True, stored: str = "") -> bytes:
    answer = wire.Pushed(receipts=[], have=2, offset_ms=0, time="2022-12-05T07:00:00.000Z", runs=runs, stored=stored)
    return wire.encode(answer)


def batch() -> Push:
    pen = Pen()
    entries = [pen.attempt("1", Direction.IN, made.at(clock)) for clock in ("07:00", "07:01")]
    return Push(epoch="e1", sent_at="2022-12-05T07:02:00.000Z", entries=[to_wire(one) for one in entries])


def forms(script: Script) -> list[str]:
    """In which form entries were handed over, each time."""
    assert {path for path, _, _ in script.seen} == {"/v1/journal"}
    return [headers["content-type"] for _, headers, _ in script.seen]


def test_entries_go_up_as_runs_once_central_has_said_that_it_takes_them(script: Script, central: Central) -> None:
    script.body, script.as_media[rows.MEDIA] = pushed(), (200, pushed(stored="2022-12-05T07:03:00.000Z"))
    assert central.push(batch()).receipts == []
    said_now = batch()
    told, run = central.push(said_now), rows.told(said_now)
    assert forms(script) == [WHOLE, rows.MEDIA]
    assert run is not None
    assert gzip.decompress(script.seen[1][2]) == wire.encode(run)
    times = [(one.seq, one.state, one.received_at, one.scanned_at) for one in told.receipts]
    moments = ("2022-12-04T23:00:00.000Z", "2022-12-04T23:01:00.000Z")
    assert times == [(seq, wire.STORED, "2022-12-05T07:03:00.000Z", at) for seq, at in enumerate(moments, 1)]


def test_a_central_that_does_not_know_runs_gets_none(script: Script, central: Central) -> None:
    script.body = pushed(runs=False)
    central.push(batch())
    central.push(batch())
    assert forms(script) == [WHOLE] * 2


def test_what_is_no_run_goes_up_entry_by_entry(script: Script, central: Central) -> None:
    script.body = pushed()
    for entries in (batch().entries, batch().entries[::-1], []):
        central.push(msgspec.structs.replace(batch(), entries=entries))
    assert forms(script) == [WHOLE] * 3


@pytest.mark.parametrize("status", [400, 413, 422, 500])
def test_a_run_that_cannot_be_taken_goes_up_entry_by_entry_at_once(
    script: Script, central: Central, status: int
) -> None:
    script.body, script.as_media[rows.MEDIA] = pushed(), (status, said("rows_differ"))
    central.push(batch())
    central.push(batch())
    assert forms(script) == [WHOLE, rows.MEDIA, WHOLE]


def test_where_another_program_answers_by_now_the_next_batch_goes_up_entry_by_entry(
    script: Script, central: Central
) -> None:
    script.body, script.as_media[rows.MEDIA] = pushed(), (404, said("not_found"))
    central.push(batch())
    with pytest.raises(Trouble):
        central.push(batch())
    central.push(batch())
    assert forms(script) == [WHOLE, rows.MEDIA, WHOLE]


def test_a_run_that_was_long_on_its_way_is_not_told_again_as_if_it_had_just_left(
    script: Script, central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    script.body, script.as_media[rows.MEDIA] = pushed(), (500, said("broken"))
    central.push(batch())
    seconds = count(step=AT_ONCE_S)
    monkeypatch.setattr(client, "time", SimpleNamespace(monotonic=lambda: next(seconds)))
    with pytest.raises(Trouble, match="one by one"):
        central.push(batch())
    central.push(batch())
    assert forms(script) == [WHOLE, rows.MEDIA, WHOLE]
