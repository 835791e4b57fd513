"""A site's profile: which fields exist, when checks apply, when temporary passes end, when one may go out."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import msgspec
import pytest

from checkpoint import policy
from checkpoint.policy import HIDDEN, OPTIONAL, REQUIRED, FieldUse, Outings, Policy, for_kind
from tests.harness.made import ZONE, at


@pytest.mark.parametrize("kind", policy.SITE_KINDS)
def test_no_kind_of_site_begins_with_a_health_check(kind: str) -> None:
    assert {for_kind(kind).uses(check) for check in policy.HEALTH} == {HIDDEN}


def test_a_kind_not_known_here_begins_as_a_community_gate() -> None:
    assert for_kind("lighthouse") == for_kind("gate") == Policy()


def test_every_field_of_a_person_is_asked_for_or_hidden_by_name() -> None:
    assert {"temperature", "phone", "id_no", "host", "plate", "guardian"} <= set(policy.FIELDS)
    assert all(isinstance(Policy().uses(field), FieldUse) for field in policy.FIELDS)
    for no_field in ("version", "nonsense", "uses"):
        with pytest.raises(LookupError):
            Policy().uses(no_field)


def test_a_public_place_counts_and_asks_nobody_for_a_name() -> None:
    asked = {field for field in policy.FIELDS if for_kind("public_place").uses(field) is not HIDDEN}
    assert asked == {"heads"}


def test_health_checks_end_with_the_event_that_ordered_them() -> None:
    ordered = Policy(temperature=REQUIRED, visual_check=OPTIONAL, event_begins="2022-12-01", event_ends="2022-12-07")
    for day in (date(2022, 12, 1), date(2022, 12, 7)):
        assert ordered.on(day) is ordered
    for day in (date(2022, 11, 30), date(2022, 12, 8)):
        assert ordered.on(day) == ordered.without_checks()
        assert (ordered.on(day).temperature, ordered.on(day).visual_check) == (HIDDEN, HIDDEN)


def test_a_temporary_pass_ends_at_the_hour_of_the_day_or_after_its_longest() -> None:
    assert Policy().visit_ends(at("08:12:30"), ZONE) == at("22:00")
    assert Policy().visit_ends(at("22:00"), ZONE) == at("22:00", "2022-12-06")
    assert Policy(visit_h=2).visit_ends(at("08:00"), ZONE) == at("10:00")


def test_a_temporary_pass_ends_at_the_hour_on_the_clock_also_when_clocks_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    evening = datetime(2022, 3, 26, 22, 30, tzinfo=UTC)
    assert Policy().visit_ends(evening, berlin).astimezone(berlin).strftime("%d %H:%M") == "27 22:00"


@pytest.mark.parametrize(
    ("begins", "ends", "hour", "open_"),
    [
        ("00:00", "00:00", "03:00", True),
        ("06:00", "22:00", "06:00", True),
        ("06:00", "22:00", "22:00", False),
        ("22:00", "06:00", "23:30", True),
        ("22:00", "06:00", "05:59", True),
        ("22:00", "06:00", "12:00", False),
    ],
)
def test_one_may_go_out_within_the_hours_which_may_run_over_midnight(
    begins: str, ends: str, hour: str, open_: bool
) -> None:
    assert Outings(begins=begins, ends=ends).is_open(time.fromisoformat(hour)) is open_


@pytest.mark.parametrize(
    "wrong",
    [{"temperature": "maybe"}, {"visit_until": "25:00"}, {"temperature_limit": 37}, {"outings": {"days": 0}}],
)
def test_a_profile_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(wrong, Policy)
