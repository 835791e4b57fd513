"""The notice says what the profile says: every field asked for, none that is hidden, how long, and whom to ask."""

from __future__ import annotations

import html

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        assert policy.uses(field) is not FieldUse.HIDDEN or html.escape(words) not in text
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


def test_no_way_in_is_told_by_a_field_that_is_hidden() -> None:
    nothing = msgspec.structs.replace(SITE.policy, **dict.fromkeys(FIELDS, FieldUse.HIDDEN))
    bare = msgspec.structs.replace(SITE, policy=nothing)
    text = as_html(notice(bare, "zh_CN"))
    assert "<li>" not in text
    assert not any(word in text for word in ("姓名", "电话", "证件", "车牌", "体温", "健康", "监护人"))


def test_the_community_is_named_where_it_is_not_the_site_itself() -> None:
    assert "所属社区：邻里社区" in as_html(notice(SITE, "zh_CN", "邻里社区"))
    assert "所属社区" not in as_html(notice(SITE, "zh_CN", SITE.name))
    assert "所属社区" not in as_html(notice(SITE, "zh_CN"))


def test_whom_to_ask_without_a_contact_is_the_lead_on_duty() -> None:
    assert "本站点当班负责人" in as_html(notice(Site(id="s", name="示例"), "zh_CN"))


def test_health_is_tied_to_its_event_and_mentioned_only_where_it_is_looked_at() -> None:
    event = msgspec.structs.replace(SITE.policy, event="演练", temperature=FieldUse.REQUIRED)
    assert "事件结束即停止" in as_html(notice(msgspec.structs.replace(SITE, policy=event), "zh_CN"))
    assert "事件结束即停止" not in as_html(notice(SITE, "zh_CN"))
    without = msgspec.structs.replace(event, temperature=FieldUse.HIDDEN)
    assert "健康" not in as_html(notice(msgspec.structs.replace(SITE, policy=without), "zh_CN"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_law_asks_for_is_named_with_its_articles(language: str) -> None:
    text = as_html(notice(SITE, language))
    articles = ("PIPL 26", "PIPL 30", "PIPL 31", "PIPL 44 to 50", "No. 45", "Law 39")
    chinese = ("第二十六条", "第三十条", "第三十一条", "第四十四条至第五十条", "45号", "第三十九条")
    taiwan = tuple(one.replace("条", "條").replace("号", "號") for one in chinese)
    assert all(one in text for one in {"en": articles, "zh_CN": chinese, "zh_TW": taiwan}[language])


def test_the_page_needs_nothing_from_elsewhere_and_names_its_language() -> None:
    text = as_html(notice(SITE, "zh_TW"))
    assert "lang='zh-TW'" in text
    assert "A4" in text
    assert not any(word in text for word in ("http", "src=", "url(", "<script", "<link"))


@pytest.mark.parametrize("language", LANGUAGES)
@given(name=st.text(max_size=30), basis=st.text(max_size=30), days=st.integers(1, 999))
def test_whatever_a_site_is_called_stays_text(language: str, name: str, basis: str, days: int) -> None:
    policy = Policy(legal_basis=basis, contact=name, retention_days=days)
    text = as_html(notice(Site(id="s", name=name, policy=policy), language, basis))
    assert html.escape(name) in text
    assert text.count("<body") == text.count("</body>") == 1


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="not in"):
        notice(SITE, "fr")


def test_the_way_in_without_a_phone_and_the_camera_are_always_named() -> None:
    text = as_html(notice(SITE, "en"))
    assert "No phone is needed" in text
    assert "no picture is stored" in text
