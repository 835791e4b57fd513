"""What is told of a day's sampling without a name, and for how long names are needed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from checkpoint import sheets
from checkpoint.sampling import keeping, ledger
from checkpoint.sampling.acts import MEMBER, Change
from checkpoint.sampling_words import SAMPLING_CODES
from station.ui.sampling.face import OPTIONS
from tests.checkpoint.test_sampling import TODAY, Table, books, conflicting, ten
from tests.harness.made import ZONE, at


def test_the_ledger_has_a_row_a_tube_with_times_and_names_and_nobody_who_was_sampled(tmp_path: Path) -> None:
    table = Table()
    box = table.box()
    tube = table.tube(box)
    table.add(tube, *ten()[:3])
    table.seal(tube, 3, short=True)
    table.send(tube)
    broken = table.tube(box, "A221205-0002")
    table.void(broken, 0)
    found = ledger.rows(books(table), *TODAY, ZONE, site="示例社区", tables={"G1": "南口"})
    assert [tuple(row) for row in found] == [ledger.SAMPLING] * 2
    assert list(found[0].values()) == [
        *("2022-12-05", "示例社区", "南口 1", "BX-0001", "A221205-0001", "10", "3", "08:00:02 gd1", "08:00:06 gd1"),
        *("08:00:07 gd1 → 李*", "", "sent short", ""),
    ]
    assert (found[1]["tube_state"], found[1]["void_reason"]) == ("void", "破损")
    for language, said in (("zh_CN", "已送检；不满"), ("zh_TW", "已送檢；不滿"), ("en", "Sent; Not full")):
        path = tmp_path / f"{language}.csv"
        sheets.write(path, found, ledger.SAMPLING, language=language, title="2022-12-05")
        assert said in path.read_text(encoding="utf-8-sig")
    sheets.write(tmp_path / "a.xlsx", found, ledger.SAMPLING, language="zh_CN", title="2022-12-05")


def test_every_reason_that_is_one_touch_at_the_table_is_a_word_in_the_ledger(tmp_path: Path) -> None:
    for code in OPTIONS["void"]:
        if code != "other":
            assert code in SAMPLING_CODES["void_reason"]
    table = Table()
    table.void(table.tube(table.box()), 0, "unreadable")
    found = ledger.rows(books(table), *TODAY, ZONE, site="示例社区", tables={})
    path = tmp_path / "a.csv"
    sheets.write(path, found, ledger.SAMPLING, language="zh_CN", title="2022-12-05")
    assert "标签无法识别" in path.read_text(encoding="utf-8-sig")


def test_a_day_counts_people_in_tubes_that_are_not_void_and_tubes_full_and_not_full() -> None:
    one, two, *_ = conflicting()
    box = one.boxed
    full = one.tube(box, "A221205-0005", pool=1)
    one.add(full, "5")
    one.seal(full, 1)
    one.void(one.tube(box, "A221205-0006"), 4)
    counted = ledger.figures(books(one, two).between(*TODAY))
    by_state = {"open": 0, "sealed": 3, "sent": 0, "received": 0, "void": 1}
    assert counted == by_state | {"sampled": 3, "tubes": 4, "full": 1, "short": 2, "flagged": 0, "conflicts": 1}


def test_names_are_kept_until_their_tube_was_handed_over_so_long_ago_or_for_sixty_days() -> None:
    table = Table()
    box = table.box()
    sent, left = table.tube(box), table.tube(box, "A221205-0002", pool=1)
    (gone,) = table.add(sent, "1")
    (kept,) = table.add(left, "2")
    table.act(MEMBER, Change.REMOVED, kept, tube=left, reason="not_sampled")
    for tube in (sent, left):
        table.seal(tube, 1)
    table.send(sent)
    found = books(table)
    before = at("00:00", "2022-12-10")
    spans = keeping.held(found, before, at("08:00", "2022-12-23"))
    assert len(spans) == 1
    assert spans[0][0] == found.members[kept].at
    assert not any(start <= found.members[gone].at < end for start, end in spans)
    assert keeping.held(found, at("08:00:06"), at("09:00")) != spans
    assert keeping.held(found, before, at("08:00", "2023-03-01")) == []


def test_a_site_that_hands_nothing_over_keeps_names_by_a_few_spans_however_many_tubes_it_has() -> None:
    table = Table()
    box = table.box(pool=1)
    for number in range(300):
        tube = table.tube(box, f"A221205-{number:04d}", pool=1)
        table.add(tube, str(number + 1))
        table.seal(tube, 1)
        table.time += timedelta(minutes=3)
    found = books(table)
    spans = keeping.held(found, at("00:00", "2022-12-10"), at("08:00", "2022-12-23"))
    assert 0 < len(spans) <= keeping.MOST_SPANS
    assert all(any(start <= one.at < end for start, end in spans) for one in found.members.values())
