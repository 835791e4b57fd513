"""What the books of sampling know, turned into what the table's page shows; it counts nothing and paints nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from checkpoint.sampling import ledger, rules
from checkpoint.sampling.acts import MOST_TUBES, TYPED, Act
from checkpoint.sampling.books import Books, Box, Member, State, Tube
from checkpoint.sampling.rules import Span, Table
from station.ui.sampling_view import BoxRow, MemberRow, Sampling, TubeRow

MOST_ROWS: Final = 200
"""Tubes of today that the page lists; the export has them all."""


def page(books: Books, current: Tube | None, today: Span, tables: Mapping[str, str], own: Table) -> Sampling:
    """The page as the books have it. current: where the next person goes. tables: gate id -> name."""
    box_ = books.open_box(*own)
    held = books.between(*today)[: -MOST_ROWS - 1 : -1]
    others = [one for one in books.open_tubes(*own) if current is None or one.id != current.id]
    return Sampling(
        box=box(books, box_) if box_ else None,
        tube=tube(books, current, tables, own) if current else None,
        others=tuple(tube(books, one, tables, own) for one in others),
        members=tuple(member(books, one) for one in current.members) if current else (),
        tubes=tuple(tube(books, one, tables, own) for one in held),
        boxes=boxes(books, today),
        again=again(books),
        conflicts=tuple(tube(books, one, tables, own) for rivals in books.conflicts for one in rivals),
        figures=figures(books, today),
    )


def tube(books: Books, one: Tube, tables: Mapping[str, str], own: Table) -> TubeRow:
    """One tube. tables: gate id -> name. own: the table that looks."""
    box = books.boxes.get(one.box)
    return TubeRow(
        tube=one.id,
        code=one.code,
        box=box.code if box else "",
        table=ledger.table_of(one.opened, tables),
        pool=one.pool,
        count=one.count,
        state=one.state.value,
        opened_at=one.opened.scanned_at,
        sealed_at=_at(one.sealed),
        sent_at=_at(one.sent),
        received_at=_at(one.received),
        operator=one.opened.operator,
        reason=one.void_reason,
        is_short=one.short,
        is_flagged=one.flagged,
        in_conflict=one.in_conflict,
        is_own=one.table == own,
    )


def _at(act: Act | None) -> datetime | None:
    return act.scanned_at if act else None


def box(books: Books, one: Box) -> BoxRow:
    """One box."""
    return BoxRow(
        box=one.id,
        code=one.code,
        pool=one.pool,
        tubes=rules.in_box(books.tubes_in(one.id)),
        most=MOST_TUBES,
        at=one.opened.scanned_at,
        waiting=len(rules.sendable(books, one.id)),
        away=sum(tube.state is State.SENT for tube in books.tubes_in(one.id)),
        is_open=one.closed is None,
        counted=one.closed.typed if one.closed else None,
        reason=one.closed.said("reason") if one.closed else "",
    )


def boxes(books: Books, today: Span) -> tuple[BoxRow, ...]:
    """The closed boxes of today, and older ones with tubes that wait or are on their way still; newest first."""
    closed = [box(books, one) for one in books.boxes.values() if one.closed is not None]
    wanted = [one for one in closed if one.waiting or one.away or today[0] <= one.at < today[1]]
    return tuple(sorted(wanted, key=lambda row: (row.at, row.box), reverse=True))


def member(books: Books, one: Member) -> MemberRow:
    """Somebody in a tube."""
    where = books.tubes.get(one.tube)
    return MemberRow(
        member=one.id,
        name=one.name,
        at=one.at,
        tube=where.code if where else "",
        reason=one.reason,
        late=one.late,
        is_typed=one.method == TYPED,
    )


def again(books: Books) -> tuple[MemberRow, ...]:
    """Who is to be sampled again, those first who wait longest. reason: why."""
    rows = []
    for one in books.to_sample_again():
        where = books.tubes.get(one.tube)
        why = one.gone_reason if one.gone else where.void_reason if where else ""
        rows.append(
            MemberRow(
                member=one.id,
                name=one.name,
                at=one.at,
                tube=where.code if where else "",
                reason=why,
                late=one.late,
                is_typed=one.method == TYPED,
            )
        )
    return tuple(rows)


def figures(books: Books, today: Span) -> dict[str, int]:
    """Today's: persons, tubes by state; and what waits for somebody: again, conflicts, flagged."""
    held = books.between(*today)
    counted = ledger.figures(held)
    return {
        "persons": counted["sampled"],
        **{state.value: counted[state.value] for state in State},
        "again": len(books.to_sample_again()),
        "conflicts": len(books.conflicts),
        "flagged": counted["flagged"],
    }
