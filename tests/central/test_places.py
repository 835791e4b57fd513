"""Places and profiles: each kind of site begins with its own, every slip is one line, and each change has a version."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from central import commands, profiles
from central.places import read_places
from checkpoint import policy
from checkpoint.policy import FieldUse, Policy, for_kind
from checkpoint.roster import Site
from tests.central.conftest import Line
from tests.harness.made import SITE

SEEDED = ("seed-demo", "--people", "20")


def read(tmp_path: Path, site: dict[str, Any], held: Site | None = None) -> Site:
    """The one site of a file, beside the one that is held."""
    path = tmp_path / "places.json"
    path.write_text(json.dumps({"site": [{"id": "S", "name": "站", **site}]}), "utf-8")
    [found] = read_places(path, [held] if held else [])
    assert isinstance(found, Site)
    return found


@pytest.mark.parametrize("kind", policy.SITE_KINDS)
def test_a_site_that_says_nothing_of_its_profile_begins_with_that_of_its_kind(tmp_path: Path, kind: str) -> None:
    assert read(tmp_path, {"kind": kind}).policy == for_kind(kind)


def test_what_a_file_says_of_a_profile_goes_before_what_the_kind_says(tmp_path: Path) -> None:
    found = read(tmp_path, {"kind": "school", "policy": {"temperature": "required", "outings": {"most": 1}}}).policy
    expected = msgspec.structs.replace(for_kind("school"), temperature=FieldUse.REQUIRED, outings=found.outings)
    assert (found, found.outings.most, found.outings.days) == (expected, 1, 1)


def test_a_profile_has_a_new_version_when_it_changed_and_only_then(tmp_path: Path) -> None:
    first = read(tmp_path, {})
    same = read(tmp_path, {"policy": {"version": 7}}, first)
    second = read(tmp_path, {"policy": {"phone": "hidden"}}, first)
    third = read(tmp_path, {"policy": {}}, second)
    assert [one.policy.version for one in (first, same, second, third)] == [1, 1, 2, 3]


def test_a_file_that_says_nothing_of_a_profile_leaves_the_one_that_is_there(tmp_path: Path) -> None:
    held = read(tmp_path, {"policy": {"phone": "hidden"}})
    assert read(tmp_path, {"name": "新名"}, held).policy == held.policy
    assert read(tmp_path, {"kind": "school"}, held).policy == msgspec.structs.replace(for_kind("school"), version=2)


@pytest.mark.parametrize(
    ("site", "word"),
    [
        ({"kind": "castle"}, "site S: there is no kind 'castle'"),
        ({"policy": {"temprature": "required"}}, "site S: policy: there is no field 'temprature'"),
        ({"policy": {"temperature": "always"}}, "site S: policy: temperature: Invalid enum value 'always'"),
        ({"policy": {"temperature_limit": 200}}, "site S: policy: temperature_limit"),
        ({"policy": {"temperature_limit": "373"}}, "site S: policy: temperature_limit"),
        ({"policy": {"outings": {"mots": 1}}}, "there is no field 'outings.mots'"),
        ({"policy": {"outings": 1}}, "outings"),
        ({"policy": {"event_begins": "2022-13-01"}}, "event_begins: there is no day 2022-13-01"),
        ({"policy": {"event_begins": "2022-12-02", "event_ends": "2022-12-01"}}, "event_ends lies before"),
        ({"policy": []}, "site S: policy: "),
    ],
)
def test_every_slip_in_a_profile_is_one_line_that_names_it(tmp_path: Path, site: dict[str, Any], word: str) -> None:
    with pytest.raises(ValueError, match=re.escape(word)) as failed:
        read(tmp_path, site)
    assert "\n" not in str(failed.value)


def test_the_example_shows_a_profile(line: Line) -> None:
    assert line("places", "--example") == commands.DONE
    assert json.loads(line.out)["site"][0]["policy"]["temperature"] == "hidden"


def profile(line: Line, *words: str) -> dict[str, Any]:
    """What `central profile` prints of the demo's site."""
    assert line("profile", SITE, *words) == commands.DONE, line.err
    said: dict[str, Any] = json.loads(line.out)
    return said


def test_a_profile_is_shown_and_changed_by_name_and_value(line: Line) -> None:
    line(*SEEDED)
    before = profile(line)
    assert (before["kind"], before["policy"]["version"]) == ("gate", 1)
    words = ("--set", "temperature=required", "--set", "temperature_limit=380", "--set", "outings.most=1")
    after = profile(line, *words, "--set", "purposes=family, work", "--set", "outings.per_household=true")["policy"]
    assert (after["temperature"], after["temperature_limit"], after["version"]) == ("required", 380, 2)
    assert (after["outings"]["most"], after["outings"]["per_household"]) == (1, True)
    assert after["purposes"] == ["family", "work"]
    assert profile(line, "--set", "temperature=required")["policy"]["version"] == 2
    assert profile(line)["policy"] == after
    duty = profile(line, "--set", "duty.late_min=5", "--set", "duty.health_tick=true")["policy"]["duty"]
    assert (duty["late_min"], duty["opens_min"], duty["health_tick"]) == (5, 30, True)


def test_a_site_of_another_kind_has_that_kinds_profile_and_keeps_what_is_its_own(line: Line) -> None:
    line(*SEEDED)
    after = profile(line, "--kind", "school", "--set", "phone=optional")
    assert (after["kind"], after["policy"]["host"], after["policy"]["phone"]) == ("school", "required", "optional")
    assert after["policy"]["legal_basis"].startswith("北京市")
    assert after["policy"]["version"] == 2


@pytest.mark.parametrize(
    ("words", "word"),
    [
        (("--set", "temperature"), "not of the form"),
        (("--set", "temprature=required"), "there is no field 'temprature'"),
        (("--set", "outings=1"), "there is no field 'outings.'"),
        (("--set", "outings.mots=1"), "there is no field 'outings.mots'"),
        (("--set", "duty.late=1"), "there is no field 'duty.late'"),
        (("--set", "temperature=always"), "temperature: Invalid enum value"),
        (("--set", "temperature_limit=hot"), "temperature_limit"),
        (("--set", "outings.most=-1"), "outings.most"),
        (("--set", "outings.begins=25:00"), "outings.begins"),
        (("--set", "event_begins=2022-02-30"), "there is no day 2022-02-30"),
        (("--set", "version=9"), "rises by itself"),
        (("--set", "debounce_s=nan"), "debounce_s: nan is beyond measure"),
        (("--set", "retention_days=9999999999"), "retention_days: 9999999999 is beyond measure"),
        (("--kind", "castle"), "there is no kind 'castle'"),
    ],
)
def test_a_profile_that_cannot_be_is_one_sentence_and_changes_nothing(
    line: Line, words: tuple[str, ...], word: str
) -> None:
    line(*SEEDED)
    before = profile(line)
    assert line("profile", SITE, *words) == commands.FAILED
    assert word in line.err
    assert line.err.count("\n") == 1
    assert profile(line) == before


def test_a_profile_of_no_site_is_one_sentence(line: Line) -> None:
    assert line("profile", "S9") == commands.FAILED
    assert line.err == "central: there is no site S9\n"


@given(name=st.sampled_from([*Policy.__struct_fields__, "outings.most", "outings.ends"]), text=st.text(max_size=12))
def test_whatever_is_set_the_profile_holds_or_it_is_refused(name: str, text: str) -> None:
    try:
        made = profiles.changed(Policy(), [f"{name}={text}"])
    except ValueError:
        return
    assert msgspec.convert(msgspec.to_builtins(made), Policy) == made
