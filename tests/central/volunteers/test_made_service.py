"""The made-up community's volunteers: on duty at any hour, nobody twice, and everything named is there."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

from central import commands
from central.made_up import made_up
from checkpoint import pins
from checkpoint.journal import moment
from checkpoint.roster import Shift
from tests.central.conftest import Line


def test_a_made_up_community_is_on_duty_around_the_clock(line: Line) -> None:
    assert line("seed-demo", "--people", "20") == commands.DONE
    with line.store() as store:
        held = {kind: store.data_of(kind) for kind in ("shift", "post", "team", "training", "stock_item", "volunteer")}
        shifts = {data["id"]: Shift(**data) for data in held["shift"]}
        on = [(shifts[data["shift"]], data["volunteer"]) for data in store.data_of("assignment")]
    now = datetime.now(UTC)
    running = [one for one in shifts.values() if moment(one.begins) <= now < moment(one.ends)]
    assert {one.gate for one in running} >= {"G1", "G2"}
    assert all(sum(shift is one for shift, _ in on) == one.heads for one in running if one.gate)
    assert any(sum(shift is one for shift, _ in on) < one.heads for one in shifts.values())
    by_volunteer = sorted((who, shift.begins, shift.ends) for shift, who in on)
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(by_volunteer)), "nobody is in two places at once"
    assert {post for data in held["volunteer"] for post in data["intentions"]} <= {data["id"] for data in held["post"]}
    assert {data["team"] for data in held["volunteer"]} == {data["id"] for data in held["team"]}
    assert {item for data in held["post"] for item in data["kit"]} <= {data["id"] for data in held["stock_item"]}
    assert len({data["volunteer"] for data in held["training"]}) == 55


def test_a_made_up_lead_can_sign_with_the_pin_that_the_readme_names() -> None:
    volunteers = made_up(20).volunteers
    assert (volunteers[0].id, volunteers[0].role, volunteers[1].pin) == ("990101-0001", "lead", "")
    assert pins.fits("2580", volunteers[0].pin)
