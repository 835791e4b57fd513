"""The notice says what the profile says: every field asked for, none that is hidden, how long, and whom to ask."""

from __future__ import annotations

import msgspec
import pytest

from checkpoint.notice import FIELD_WORDS, as_html, notice
from checkpoint.policy import FIELDS, SITE_KINDS, FieldUse, Policy, for_kind
from checkpoint.roster import Site
from checkpoint.wording import LANGUAGES

SITE = Site(id="s", name="示例社区<南>", policy=Policy(legal_basis="第四十二条", contact="居委会 010-1"))


def test_every_field_of_a_profile_has_words_for_the_notice() -> None:
    assert set(FIELD_WORDS) == set(FIELDS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", SITE_KINDS)
def test_a_notice_names_what_is_asked_and_never_what_is_hidden(kind: str, language: str) -> None:
    policy = for_kind(kind)
    made = notice(Site(id="s", name="示例", kind=kind, policy=policy), language)
    text = as_html(made)
    for field in FIELDS:
        words = FIELD_WORDS[field][LANGUAGES.index(language)]
        listed = {FieldUse.REQUIRED: made.required, FieldUse.OPTIONAL: made.optional}.get(policy.uses(field), ())
        assert (words in listed) is (policy.uses(field) is not FieldUse.HIDDEN)
    assert str(policy.retention_days) in text


def test_it_names_why_and_whom_to_ask_and_shows_names_as_they_are_written() -> None:
    text = as_html(notice(SITE, "zh_CN"))
    assert "示例社区&lt;南&gt;" in text
    assert "第四十二条" in text
    assert "居委会 010-1" in text


def test_an_event_is_named_with_its_days_and_without_an_end_as_open() -> None:
    policy = msgspec.structs.replace(SITE.policy, event="演练", event_begins="2026-11-01")
    text = as_html(notice(msgspec.structs.replace(SITE, policy=policy), "zh_CN"))
    assert "适用事件：演练（2026-11-01 至 另行通知）" in text
    assert "适用事件" not in as_html(notice(SITE, "zh_CN"))


def test_the_way_in_without_a_phone_and_the_camera_are_always_named() -> None:
    text = as_html(notice(SITE, "en"))
    assert "No phone is needed" in text
    assert "no picture is stored" in text
