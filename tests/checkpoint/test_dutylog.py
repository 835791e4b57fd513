"""The duty log: incidents and disinfections, counted, taken back, and unharmed by what others write."""

from __future__ import annotations

import random

from checkpoint import dutylog
from checkpoint.dutylog import LOG, About, Logged
from tests.harness.made import SITE, ZONE, Pen, arrived, at

FELL = {"type": "fall", "action": "扶起,联系家属", "called_120": "yes", "handed_to": "社区卫生站"}
CLEANED = {"place": "南口值守亭", "agent": "84消毒液", "concentration": "500mg/L", "area": "30平方米", "person": "王**"}


def log(*pens: Pen) -> list[Logged]:
    return dutylog.fold(arrived(*pens), SITE)


def wrote(pen: Pen, about: About, texts: dict[str, str], clock: str) -> str:
    return pen.write(LOG, dutylog.body_of(about, SITE, "G1", texts), at(clock)).id


def test_the_day_is_counted_without_what_was_taken_back() -> None:
    one, two = Pen("s1"), Pen("s2")
    wrote(one, About.INCIDENT, FELL, "08:00")
    wrote(two, About.DISINFECTION, CLEANED, "07:00")
    slip = wrote(one, About.DISINFECTION, CLEANED, "09:00")
    one.write(LOG, {"about": "undone", "site": SITE}, at("09:01"), amends=slip)
    wrote(one, About.INCIDENT, {"type": "dispute", "action": "劝解"}, "23:59")
    found = log(one, two)
    assert [f"{one.scanned_at.astimezone(ZONE):%H:%M}" for one in found] == ["07:00", "08:00", "23:59"]
    assert dutylog.figures(found) == {"disinfections": 1, "incidents": 2, "called_120": 1}
    assert len(dutylog.within(found, at("08:00"), at("23:59"))) == 1
    mixed = arrived(one, two)
    random.Random(3).shuffle(mixed)
    assert dutylog.fold(mixed, SITE) == found


def test_what_is_needed_is_asked_for() -> None:
    assert dutylog.missing(About.INCIDENT, FELL) == ()
    assert dutylog.missing(About.INCIDENT, {"type": "earthquake", "action": " "}) == ("action", "type")
    assert dutylog.missing(About.DISINFECTION, {"place": "南口"}) == ("agent", "person")


def test_rows_have_the_columns_of_the_file_and_no_text_of_another_form() -> None:
    pen = Pen()
    wrote(pen, About.DISINFECTION, CLEANED | {"handed_to": "nobody"}, "07:00")
    (row,) = dutylog.rows(log(pen), ZONE)
    assert tuple(row) == dutylog.COLUMNS
    assert (row["time"], row["agent"], row["handed_to"], row["synced"]) == ("07:00:00", "84消毒液", "", "no")


def test_what_others_wrote_into_a_body_stops_no_reader() -> None:
    pen = Pen()
    good = dutylog.body_of(About.INCIDENT, SITE, "G1", FELL)
    for wrong in ({"about": "party"}, {"site": "another"}, {"action": 5}, {"action": "x" * 501}, {"gate": None}):
        pen.write(LOG, good | wrong, at("07:00"))
    assert log(pen) == []
