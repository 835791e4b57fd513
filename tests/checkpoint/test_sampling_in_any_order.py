"""Whatever tables do apart by the rules: books agree in any order of arrival, and forgetting changes no figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from hypothesis import given
from hypothesis import strategies as st

from checkpoint.journal import forgotten
from checkpoint.passages import Arrived
from checkpoint.sampling import rules
from checkpoint.sampling.acts import BOX, MEMBER, TUBE, Change
from checkpoint.sampling.books import Books, State, Tube
from checkpoint.sampling.folding import fold, more
from checkpoint.sampling.rules import Closing, Refusal
from tests.checkpoint.test_sampling import TODAY, Table
from tests.harness.made import SITE, arrived

CODES = [f"A-{number:04d}" for number in range(6)]
T = TypeVar("T")
Act = tuple[str, int, int, int]
"""(what, which table, two numbers that choose)."""
ACTS = st.tuples(
    st.sampled_from(
        [
            *("box", "tube", "tube", "single", *["add"] * 8, "remove", "replace", "move", "seal", "seal"),
            *("amend", "amend", "void", "close", "send", "send", "receive", "resolve", "resolve", "meet"),
        ]
    ),
    st.integers(0, 1),
    st.integers(0, 5),
    st.integers(0, 11),
)


class Site:
    """Two tables that see each other's entries only when they meet, and write what the rules let them write."""

    def __init__(self) -> None:
        self.tables = (Table("s1"), Table("s2", "08:00"))
        self.known: list[list[Arrived]] = [[], []]
        for number, table in enumerate(self.tables):
            table.tube(table.box(f"BX-{number}", 5), CODES[0], 5)

    def books(self, which: int) -> Books:
        return fold([*arrived(self.tables[which].pen), *self.known[which]], SITE)

    def meet(self) -> None:
        told = [arrived(one.pen) for one in self.tables]
        self.known = [told[1], told[0]]

    def all(self) -> list[Arrived]:
        return arrived(*(one.pen for one in self.tables))

    def do(self, what: str, which: int, one: int, two: int) -> None:
        if what == "meet":
            self.meet()
        else:
            getattr(self, f"_{what}")(self.tables[which], self.books(which), one, two)

    @staticmethod
    def _box(table: Table, books: Books, one: int, two: int) -> None:
        if rules.may_open_box(books, table.key, CODES[one], 5) is None:
            table.box(CODES[one], 5)

    @staticmethod
    def _tube(table: Table, books: Books, one: int, two: int, pool: int = 5) -> None:
        box = rules.may_open_tube(books, table.key, CODES[one], pool)
        if not isinstance(box, Refusal):
            table.tube(box.id, CODES[one], pool)

    def _single(self, table: Table, books: Books, one: int, two: int) -> None:
        self._tube(table, books, one, two, 1)

    @staticmethod
    def _add(table: Table, books: Books, one: int, two: int) -> None:
        tube = _of(books.open_tubes(*table.key), one)
        reason = "复采" if one == 0 else ""
        if tube and not isinstance(rules.may_add(books, tube.id, str(two), TODAY, reason), Refusal):
            table.add(tube.id, str(two), reason=reason)

    @staticmethod
    def _remove(table: Table, books: Books, one: int, two: int) -> None:
        tube = _of(books.open_tubes(*table.key), one)
        member = _of(tube.members, two) if tube else None
        if member and not isinstance(rules.may_remove(books, member.id), Refusal):
            table.act(MEMBER, Change.REMOVED, member.id, tube=member.tube, reason="not_sampled")

    @staticmethod
    def _replace(table: Table, books: Books, one: int, two: int) -> None:
        member = _of(tuple(books.members.values()), one)
        if member is None or books.tubes[member.tube].station != table.key[0]:
            return
        if not isinstance(rules.may_replace(books, member.id, str(two), TODAY, "错码", is_lead=True), Refusal):
            table.act(MEMBER, Change.REPLACED, member.id, tube=member.tube, subject=str(two), name="王*")

    @staticmethod
    def _move(table: Table, books: Books, one: int, two: int) -> None:
        held = books.open_tubes(*table.key)
        if len(held) == 2:
            found = rules.may_move(books, held[0].id, held[1].id)
            if not isinstance(found, Refusal):
                table.act(MEMBER, Change.MOVED, named=[member.id for member in found], tube=held[1].id)

    @staticmethod
    def _seal(table: Table, books: Books, one: int, two: int) -> None:
        tube = _of(books.open_tubes(*table.key), one)
        found = rules.may_seal(books, tube.id, confirmed=True) if tube else Refusal.NO_TUBE
        if not isinstance(found, Refusal):
            table.seal(found.id, found.count, short=not found.is_full)

    @staticmethod
    def _amend(table: Table, books: Books, one: int, two: int) -> None:
        tube = _of(books.between(*TODAY), one)
        if tube is None:
            return
        if not isinstance(rules.may_amend(books, table.key, tube.id, str(two), "漏扫", is_lead=True), Refusal):
            table.act(TUBE, Change.AMENDED, tube.id, reason="漏扫")
            table.add(tube.id, str(two), late="yes")

    @staticmethod
    def _void(table: Table, books: Books, one: int, two: int) -> None:
        tube = _of(books.between(*TODAY), one)
        found = rules.may_void(books, tube.id, "破损") if tube else Refusal.NO_TUBE
        if not isinstance(found, Refusal):
            table.void(found.id, found.count)

    @staticmethod
    def _close(table: Table, books: Books, one: int, two: int) -> None:
        found = rules.may_close_box(books, table.key, one, "?")
        if isinstance(found, Closing):
            table.act(BOX, Change.CLOSED, found.box.id, count=found.count, typed=one)

    @staticmethod
    def _send(table: Table, books: Books, one: int, two: int) -> None:
        tube = _of(books.between(*TODAY), one)
        if tube and not isinstance(rules.may_send(books, [tube.id], "李*"), Refusal):
            table.send(tube.id)

    @staticmethod
    def _receive(table: Table, books: Books, one: int, two: int) -> None:
        tube = _of(books.between(*TODAY), one)
        if tube and not isinstance(rules.may_receive(books, [tube.id]), Refusal):
            table.act(TUBE, Change.RECEIVED, named=[tube.id])

    @staticmethod
    def _resolve(table: Table, books: Books, one: int, two: int) -> None:
        rivals = _of(books.conflicts, one)
        if rivals and not isinstance(rules.may_resolve(books, rivals[0].code, "", is_lead=True), Refusal):
            kept = rivals[two].id if two < len(rivals) else ""
            table.act(TUBE, Change.RESOLVED, code=rivals[0].code, named=[tube.id for tube in rivals], kept=kept)


def _of(held: Sequence[T], number: int) -> T | None:
    return held[number % len(held)] if held else None


def site_of(acts: list[Act]) -> Site:
    site = Site()
    for act in acts:
        site.do(*act)
    return site


def figures(books: Books) -> Any:
    """What is left of a tube when nobody in it is known any more."""
    return [_figures(tube) for tube in books.between(*TODAY)], dict(books.boxes)


def _figures(tube: Tube) -> Any:
    steps = (tube.opened, tube.sealed, tube.sent, tube.received, tube.voided)
    return tube.id, tube.code, tube.state, tube.count, tube.short, tube.flagged, tube.rivals, tube.in_conflict, steps


def all_of(books: Books) -> Any:
    return figures(books), books.tubes, books.members, books.by_subject, books.conflicts, books.to_sample_again()


@given(st.lists(ACTS, min_size=25, max_size=60), st.randoms(use_true_random=False))
def test_any_order_repeats_and_drops_that_arrive_later_give_the_same_books(acts: list[Act], chance: Any) -> None:
    told = site_of(acts).all()
    wanted = fold(told, SITE)
    shuffled = [*told, *told[: len(told) // 3]]
    chance.shuffle(shuffled)
    dropped, came = shuffled[: len(shuffled) // 4], shuffled[len(shuffled) // 4 :]
    found = Books(SITE)
    for arrival in came:
        found = more(found, [arrival])
    assert all_of(more(found, [*dropped, *came])) == all_of(wanted)


@given(st.lists(ACTS, min_size=25, max_size=80))
def test_no_tube_holds_more_than_it_is_for_and_a_void_code_opens_no_other(acts: list[Act]) -> None:
    site = Site()
    for act in acts:
        site.do(*act)
        for which, table in enumerate(site.tables):
            books = site.books(which)
            for tube in books.tubes.values():
                assert len(tube.members) <= tube.pool
                assert tube.count <= tube.pool
                if tube.state is not State.OPEN and not tube.voided:
                    assert tube.count == len(tube.members)
                if tube.state is State.VOID:
                    assert rules.may_open_tube(books, table.key, tube.code, tube.pool) in {
                        *(Refusal.CODE_USED, Refusal.NO_BOX, Refusal.BAD_POOL)
                    }
    # Tables that do not know of each other may use one code: then it is said, and not sent before it is settled.
    books = fold(site.all(), SITE)
    for tube in books.tubes.values():
        assert bool(tube.rivals) == (len(books.tubes_of(tube.code)) > 1)


@given(st.lists(ACTS, min_size=25, max_size=80))
def test_forgetting_who_was_in_the_tubes_changes_no_figure(acts: list[Act]) -> None:
    site = site_of(acts)
    for which, table in enumerate(site.tables):
        books = site.books(which)
        for tube in books.open_tubes(*table.key):
            table.void(tube.id, len(tube.members))
    told = site.all()
    kept = [replace(one, entry=forgotten(one.entry)) if one.entry.kind == MEMBER else one for one in told]
    forgot = fold(kept, SITE)
    assert figures(forgot) == figures(fold(told, SITE))
    assert not forgot.members
