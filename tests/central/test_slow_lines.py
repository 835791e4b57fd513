"""A batch that is long on its way, or waits for its turn, tells when its entries were all the same."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from central import auth
from central.store.store import Store
from checkpoint import wire
from checkpoint.gate import Direction
from tests.harness.calling import KEY, central_in_thread, packed
from tests.harness.made import SITE, Pen

SENT = datetime(2022, 12, 5, 4, 0, tzinfo=UTC)


class Passing:
    """Central's clock. looked: somebody has asked for the time."""

    def __init__(self) -> None:
        self.now, self.looked = SENT, threading.Event()

    def __call__(self) -> datetime:
        said = self.now
        self.looked.set()
        return said


@pytest.mark.parametrize("behind_s", [0, 2820])
def test_how_long_a_batch_was_on_its_way_does_not_pass_for_a_wrong_clock(store: Store, behind_s: int) -> None:
    pen, clock = Pen(gate="G1"), Passing()
    code = auth.new_code(store, name="G1", site=SITE, gate="G1", now=SENT)
    row, token = auth.enrol(store, code, KEY, "", SENT)
    pen.station = row.id
    behind = timedelta(seconds=behind_s)
    entry = pen.attempt("1", Direction.IN, SENT - behind)
    body = packed("e1", [entry], sent_at=SENT - behind)

    def slowly() -> Iterator[bytes]:
        yield body[:20]
        assert clock.looked.wait(20)
        clock.now += timedelta(seconds=37)
        yield body[20:]

    headers = {"Authorization": f"Bearer {token}", "Content-Encoding": "gzip", "Content-Length": str(len(body))}
    with central_in_thread(store, clock) as url:
        said = httpx.post(f"{url}/v1/journal", content=slowly(), headers=headers, timeout=20, trust_env=False)
    pushed = wire.decode(said.content, wire.Pushed)
    [receipt] = pushed.receipts
    assert pushed.offset_ms == behind_s * 1000
    assert (receipt.scanned_at, receipt.corrected) == ("2022-12-05T04:00:00.000Z", behind_s > 0)
