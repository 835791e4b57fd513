"""What central destroys is forgotten at its stations too, own entries and the site's others', over a real line."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import msgspec

from central import auth, certificate, intake, reports, retention
from checkpoint.days import day_of
from checkpoint.gate import Direction
from checkpoint.journal import to_wire
from checkpoint.retention import PASSAGES
from station.logbook import Logbook
from station.place import place_of
from station.retention import forget_expired
from tests.harness.calling import central_in_thread
from tests.harness.made import SITE, Pen
from tests.sync.parting.computers import Computer, Office, code_for


def bodies(gate: Computer) -> list[bool]:
    return [one.body is not None for chain in gate.store.epochs() for one in gate.store.entries(*chain)]


def forget(gate: Computer, now: datetime) -> int:
    return forget_expired(gate.store, Logbook(gate.store, place_of(gate.store)), now)


def test_a_purge_at_central_reaches_own_and_other_entries_of_a_station_and_waits_for_what_is_unsent(
    office: Office, gate: Computer
) -> None:
    now = datetime.now(UTC)
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.write(3)
        gate.rounds(1)
        other = auth.enrol(office.books, code_for(office), "cd" * 32, "127.0.0.1", now)[0]
        pen = Pen(other.id, gate="G2")
        said = [msgspec.Raw(msgspec.json.encode(to_wire(pen.attempt("1", way, now)))) for way in Direction]
        intake.take(office.books, other, "e1", now, said, now)
        gate.rounds(1)
        assert forget(gate, now) == 0, "nobody has said so yet"
        site = reports.site_of(office.books, SITE)
        today = day_of(now, ZoneInfo(site.time_zone))
        wanted = certificate.Purged(site, today, (PASSAGES,), "结束", ("甲", "乙"))
        assert certificate.purge(office.books, wanted, now)["destroyed"] == 5
        gate.rounds(1)
        gate.write(1)
        assert (forget(gate, now), sorted(bodies(gate))) == (5, [False] * 5 + [True])
        gate.rounds(1)
        assert (forget(gate, now), bodies(gate)) == (1, [False] * 6)
        retention.forget(office.books, now)
        assert [one.body for one in office.held(gate.who.station)] == [None] * 4
        assert gate.store.fault() is None
