"""Health certificates at the gate: taken only where the profile says so, verified offline, and hardly anything kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from checkpoint import trust
from checkpoint.gate import Direction, Light, Outcome, Reason
from checkpoint.policy import FieldUse, Policy
from tests.checkpoint import certifying
from tests.harness.gate import Station, station_at
from tests.harness.made import at

IN, OUT = Direction.IN, Direction.OUT
TAKES = Policy(certificate=FieldUse.OPTIONAL)
ANCHORS = trust.anchors(certifying.trust())
HAN = {**certifying.VACCINATION, "nam": {"fn": "欧阳", "gn": "娜娜"}, "dob": "1990-03-07"}
FOUND = {**certifying.VACCINATION, "t": [{"tg": "840539006", "tr": "260373001"}]}


def text(**how: Any) -> str:
    return certifying.text_of(certifying.signed(certifying.claims(**how)))


def gate_at(folder: Path, policy: Policy = TAKES) -> Any:
    return station_at(folder, *ANCHORS, policy=policy)


def test_a_genuine_certificate_lets_its_holder_in_and_out_again(tmp_path: Path) -> None:
    with gate_at(tmp_path / "a") as gate:
        came = gate.show(text(health=HAN), "07:00", IN)
        assert (came.verdict.light, came.recorded.passage.name) == (Light.GREEN, "欧阳**")
        assert (came.recorded.passage.method, came.recorded.passage.category) == ("certificate", "visitor")
        again = gate.show(text(health=HAN), "07:10", IN)
        assert again.verdict.reason is Reason.NO_PRIOR_EXIT, "the same person, known by a keyed hash alone"
        left = gate.show(text(health=HAN), "08:00", OUT)
        assert left.verdict.light is Light.GREEN
        assert gate.logbook.figures(gate.clock.now()).inside == 0
        assert gate.store.rebuild().differing == ()


def test_what_is_kept_is_no_name_no_birth_no_dose_and_no_text(tmp_path: Path) -> None:
    shown = text(health=HAN)
    with gate_at(tmp_path / "a") as gate:
        gate.show(shown, "07:00", IN)
        held = repr([entry.body for chain in gate.store.epochs() for entry in gate.store.entries(*chain)])
        for secret in ("娜娜", "1990", "840539006", shown, shown[10:60]):
            assert secret not in held


def test_a_site_that_takes_no_certificates_sees_a_code_that_is_not_ours(tmp_path: Path) -> None:
    with gate_at(tmp_path / "a", Policy()) as gate:
        assert gate.show(text(), "07:00", IN).verdict.reason is Reason.UNKNOWN_CODE


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (text(exp=int(at("06:00").timestamp())), Reason.CERTIFICATE_EXPIRED),
        (text(nbf=int((at("06:00") + timedelta(days=1)).timestamp())), Reason.NOT_YET_VALID),
        (certifying.text_of(certifying.signed(key=certifying.OTHER)), Reason.FORGED),
        ("HC1:", Reason.UNKNOWN_CODE),
        ("HC1:NOT A CERTIFICATE AT ALL", Reason.UNKNOWN_CODE),
    ],
)
def test_one_that_does_not_hold_is_red_and_nobodys(tmp_path: Path, shown: str, reason: Reason) -> None:
    with gate_at(tmp_path / "a") as gate:
        card = gate.show(shown, "07:00", IN)
        assert (card.verdict.light, card.verdict.reason) == (Light.RED, reason)
        assert (card.recorded.passage.name, card.recorded.passage.subject) == ("", None)


def test_an_issuer_that_is_not_on_the_list_is_named_as_unknown(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", policy=TAKES) as gate:
        assert gate.show(text(), "07:00", IN).verdict.reason is Reason.UNKNOWN_KEY


def test_a_test_that_found_something_is_held(tmp_path: Path) -> None:
    found = {name: value for name, value in FOUND.items() if name != "v"}
    with gate_at(tmp_path / "a") as gate:
        card = gate.show(text(health=found), "07:00", IN)
        assert (card.verdict.outcome, card.verdict.reason) == (Outcome.HELD, Reason.CODE_RED)


def test_a_certificate_is_as_good_as_a_green_code_where_codes_are_looked_at(tmp_path: Path) -> None:
    policy = msgspec.structs.replace(TAKES, visual_check=FieldUse.REQUIRED)
    with gate_at(tmp_path / "a", policy) as gate:
        assert gate.show(text(), "07:00", IN).verdict.light is Light.GREEN


def test_certificates_end_with_the_event_that_ordered_them(tmp_path: Path) -> None:
    policy = msgspec.structs.replace(TAKES, event_ends="2022-12-04")
    with gate_at(tmp_path / "a", policy) as gate:
        assert _shown(gate, at("07:00")).verdict.reason is Reason.UNKNOWN_CODE
        assert gate.logbook.report(date(2022, 12, 5))["passages"] == 0


def _shown(gate: Station, _when: datetime) -> Any:
    return gate.show(text(), "07:00", IN)
