"""Whatever stands in a duty entry's body, no report stumbles over it, and what was written is read again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoint.days import Arrived
from checkpoint.duty import board
from checkpoint.duty.attendance import fold
from checkpoint.duty.deeds import DUTY, Act, Who, body_of, deed_of
from checkpoint.journal import stamp
from checkpoint.policy import DutyRules
from tests.harness.made import SITE, ZONE, Pen, at
from tests.harness.serving import DAY_PLAN, LEAD, WHO, deed, s7_pairs

TIMES = ["0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z", stamp(at("09:00")), "2022-12-05", "then"]
PLAIN = st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.text(max_size=6), st.sampled_from(TIMES))
PLANS = st.fixed_dictionaries(
    {}, optional={name: st.one_of(PLAIN, st.just("S7")) for name in ("shift", "begins", "ends", "post", "site")}
)
WHOS = st.fixed_dictionaries({}, optional=dict.fromkeys(("number", "name", "team", "source"), PLAIN))
VALUES = st.one_of(PLAIN, PLANS, WHOS, st.lists(PLAIN, max_size=3), st.dictionaries(st.sampled_from("ab"), PLAIN))
NAMES = ("act", "site", "gate", "who", "other", "plan", "since", "moment", "codes", "ticks", "reason", "lead", "what")
WRONG = st.fixed_dictionaries({}, optional={name: st.one_of(VALUES, st.sampled_from(list(Act))) for name in NAMES})


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(list(Act)), WRONG), max_size=6))
def test_no_body_whatever_stops_the_fold_the_figures_or_the_ledger(bodies: list[tuple[Act, dict[str, Any]]]) -> None:
    pen = Pen()
    opened = deed(pen, Act.CHECK_IN, 1, "08:00")
    for minute, (act, wrong) in enumerate(bodies):
        good = body_of(act, WHO[1], site=SITE, plan=DAY_PLAN, other=WHO[2], moment_=at("10:00"), since=at("08:30"))
        pen.write(DUTY, {**good, **wrong}, at("08:00") + timedelta(minutes=minute), amends=opened.id)
    deeds = [one for entry in pen.entries if (one := deed_of(Arrived(entry, entry.at))) is not None]
    records = fold(deeds, s7_pairs(), DutyRules(day_cap_min=60), at("20:00"), ZONE)
    assert board.figures(records)["expected"] == 7
    assert len(board.ledger(records, ZONE, board.Names())) == len(records) >= 7
    assert all(bar.begins <= bar.ends for record in records for bar in board.bars(record, at("20:00")))


def test_what_is_written_is_what_is_read() -> None:
    pen = Pen()
    said: dict[str, Any] = {"lead": LEAD.id, "lead_name": "周**", "reason": "忘记签退", "witness": "990101-0002"}
    body = body_of(
        Act.BACK_ENTRY,
        WHO[1],
        site=SITE,
        gate="G1",
        plan=DAY_PLAN,
        other=Who("990101-0004", "王***"),
        since=at("08:00"),
        moment_=at("10:00"),
        codes=["post_full"],
        ticks={"guide": 3},
        **said,
    )
    entry = pen.write(DUTY, body, at("13:00"), amends="ab" * 16)
    read = deed_of(Arrived(entry, entry.at))
    assert read is not None
    assert (read.act, read.who, read.plan, read.since, read.moment) == (
        Act.BACK_ENTRY,
        WHO[1],
        DAY_PLAN,
        at("08:00"),
        at("10:00"),
    )
    assert (read.about, read.codes, dict(read.ticks), read.by) == ("ab" * 16, ("post_full",), {"guide": 3}, "gd1")
    assert {name: getattr(read, name) for name in said} == said
    assert len(body_of(Act.ABSENT, WHO[1], site=SITE, reason="长" * 900)["reason"]) == 200
