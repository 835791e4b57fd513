"""How books of sampling grow by acts: each box, tube and member is drawn anew from all acts that touch it.

So an act that comes late, early or twice leads to the same books. What books answer is `books`'.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from checkpoint.passages import Arrived
from checkpoint.sampling.acts import BOX, MEMBER, TUBE, Act, Change, act_of
from checkpoint.sampling.books import CONFLICT, Books, Box, Member, State, Tube, hour_of, is_lost, key_of

_ADDS: Final = frozenset({Change.ADDED, Change.REPLACED})


def fold(arrivals: Iterable[Arrived], site: str) -> Books:
    """The books of a site out of all entries of the kinds of sampling, in any order."""
    return more(Books(site), arrivals)


def more(books: Books, arrivals: Iterable[Arrived]) -> Books:
    """The books with more entries in them; only what these touch is counted anew."""
    found = (act for one in arrivals if (act := act_of(one)) is not None)
    return grown(books, (act for act in found if act.site == books.site))


def grown(books: Books, acts: Iterable[Act]) -> Books:
    """The books with these acts in them."""
    new: dict[str, Act] = {}
    for act in acts:
        first = new.get(act.id) or books.acts.get(act.id)
        # Two journals with one id (a copied disk): the same one stands whichever came first.
        if first is None or act.key < first.key:
            new[act.id] = act
    if not new:
        return books
    if any(id_ in books.acts for id_ in new):
        return grown(Books(books.site), {**books.acts, **new}.values())
    return _Growing(books).with_(new)


class _Growing:
    """Books while they are added to: the same mappings, copied once, and what has to be drawn anew."""

    def __init__(self, books: Books) -> None:
        self.site = books.site
        self.acts, self.about, self.by_subject = dict(books.acts), dict(books.about), dict(books.by_subject)
        self.tubes, self.boxes, self.members = dict(books.tubes), dict(books.boxes), dict(books.members)
        self.lost, self.contested, self.late = set(books.lost), set(books.contested), set(books.late)
        self.standing = set(books.standing)

    def with_(self, new: dict[str, Act]) -> Books:
        self.acts |= new
        touched: set[str] = set()
        for act in new.values():
            for id_ in _touches(act):
                self.about[id_] = (*self.about.get(id_, ()), act.id)
                touched.add(id_)
        tubes = self._drawn_members(touched)
        boxes = self._drawn_tubes(touched | tubes)
        self._draw_boxes(touched | boxes)
        return Books(
            site=self.site,
            acts=self.acts,
            tubes=self.tubes,
            boxes=self.boxes,
            members=self.members,
            about=self.about,
            by_subject=self.by_subject,
            lost=frozenset(self.lost),
            contested=frozenset(self.contested),
            late=frozenset(self.late),
            standing=frozenset(self.standing),
        )

    def _acts(self, id_: str) -> list[Act]:
        """The acts that touch something, in order."""
        return sorted((self.acts[one] for one in self.about.get(id_, ())), key=lambda act: act.order)

    # --- members ---

    def _drawn_members(self, touched: set[str]) -> set[str]:
        """Draw the members anew; the tubes that these are or were in."""
        tubes: set[str] = set()
        waiting = [id_ for id_ in touched if self._is_adding(id_)]
        seen: set[str] = set()
        while waiting:
            id_ = waiting.pop()
            if id_ in seen:
                continue
            seen.add(id_)
            before = self.members.get(id_)
            member = self._member(self.acts[id_])
            if member is None:
                continue
            self.members[id_] = member
            _mark(self.lost, id_, is_lost(member, self.tubes.get(member.tube)))
            tubes |= self._placed(before, member)
            # Whoever was put in their place is where they are.
            waiting += [one.id for one in self._acts(id_) if one.change is Change.REPLACED and one.about == id_]
        return tubes

    def _is_adding(self, id_: str) -> bool:
        return id_ in self.acts and self.acts[id_].change in _ADDS and self.acts[id_].kind == MEMBER

    def _index(self, member: Member) -> None:
        held = [*(self.members[one] for one in self.by_subject.get(member.subject, ())), member]
        self.by_subject[member.subject] = tuple(one.id for one in sorted(held, key=lambda one: one.order))

    def _member(self, act: Act) -> Member | None:
        """A member; None while the one whose place they took has not arrived."""
        tube = self._tube_of(act)
        if tube is None:
            return None
        gone = next((one for one in self._acts(act.id) if one.about == act.id and one.change in _GOES), None)
        return Member(
            id=act.id,
            tube=tube,
            subject=act.subject,
            name=act.said("name"),
            method=act.said("method"),
            reason=act.said("reason"),
            at=act.scanned_at,
            operator=act.operator,
            order=act.order,
            late=bool(act.said("late")),
            gone=gone.change.value if gone else "",
            gone_reason=gone.said("reason") if gone else "",
            instead_of=act.about if act.change is Change.REPLACED else "",
        )

    def _tube_of(self, act: Act, depth: int = 0) -> str | None:
        """The tube that a member is in: the one last moved to, else the one added to; a replacement's is the other's.

        Where the other's entry is forgotten or has not come, the replacement's own word on the tube holds.
        """
        moves = [one for one in self._acts(act.id) if one.change is Change.MOVED]
        if moves:
            return moves[-1].tube
        if act.change is Change.ADDED:
            return act.about
        other = self.acts.get(act.about)
        if other is not None and depth < _DEEPEST and other.change in _ADDS:
            return self._tube_of(other, depth + 1)
        return act.tube or None

    def _placed(self, before: Member | None, member: Member) -> set[str]:
        """Let tubes know their members, also before they are known themselves; the tubes that this touches."""
        if before is None:
            self._index(member)
        if before is None or before.tube != member.tube:
            inside = _inside(member.tube)
            self.about[inside] = (*self.about.get(inside, ()), member.id)
        if before is not None and before.tube != member.tube:
            left = _inside(before.tube)
            self.about[left] = tuple(one for one in self.about[left] if one != member.id)
        return {one.tube for one in (before, member) if one is not None}

    # --- tubes ---

    def _drawn_tubes(self, touched: set[str]) -> set[str]:
        """Draw the tubes anew that were touched or share a code with one that was; the boxes that these are in."""
        wanted = {id_ for id_ in touched if self._is_opening(id_, TUBE)}
        for id_ in list(touched):
            if id_.startswith(f"{TUBE}:"):
                wanted |= {one for one in self.about[id_] if self._is_opening(one, TUBE)}
        for id_ in wanted:
            tube = self.tubes[id_] = self._tube(self.acts[id_])
            _mark(self.contested, id_, tube.in_conflict)
            _mark(self.late, id_, tube.flagged)
            for one in (*tube.members, *tube.gone):
                _mark(self.lost, one.id, is_lost(one, tube))
        return {self.tubes[id_].box for id_ in wanted}

    def _is_opening(self, id_: str, kind: str) -> bool:
        act = self.acts.get(id_)
        return act is not None and act.kind == kind and act.change is Change.OPENED

    def _tube(self, opened: Act) -> Tube:
        acts = self._acts(opened.id)
        first = {change: next((one for one in acts if one.change is change), None) for change in Change}
        inside = [self.members[id_] for id_ in self.about.get(_inside(opened.id), ())]
        inside.sort(key=lambda member: member.order)
        held = tuple(one for one in inside if not one.gone)
        tube = Tube(
            id=opened.id,
            code=opened.code,
            box=opened.box,
            pool=opened.pool,
            state=State.OPEN,
            opened=opened,
            members=held,
            gone=tuple(one for one in inside if one.gone),
            flagged=first[Change.AMENDED] is not None,
            sealed=first[Change.SEALED],
            sent=first[Change.SENT],
            received=first[Change.RECEIVED],
            voided=first[Change.VOIDED],
        )
        amended = sum(one.change is Change.AMENDED for one in acts)
        return self._contested(replace(tube, state=_state(tube), count=_count(tube, amended), void_reason=_why(tube)))

    def _contested(self, tube: Tube) -> Tube:
        """The tube among those opened with its code: in conflict until a lead's word covers them all."""
        acts = self._acts(key_of(TUBE, tube.code))
        openings = [one.id for one in acts if one.change is Change.OPENED]
        rivals = tuple(id_ for id_ in openings if id_ != tube.id)
        if not rivals:
            return tube
        said = [one for one in acts if one.change is Change.RESOLVED]
        newest = said[-1] if said else None
        if newest is None or not set(openings) <= set(newest.named):
            return replace(tube, rivals=rivals, in_conflict=True)
        if newest.said("kept") == tube.id or tube.state is State.VOID:
            return replace(tube, rivals=rivals)
        return replace(tube, rivals=rivals, state=State.VOID, voided=newest, void_reason=CONFLICT)

    # --- boxes ---

    def _draw_boxes(self, touched: set[str]) -> None:
        wanted = {id_ for id_ in touched if self._is_opening(id_, BOX)}
        for id_ in list(touched):
            if id_.startswith(f"{BOX}:"):
                wanted |= {one for one in self.about[id_] if self._is_opening(one, BOX)}
        for id_ in wanted:
            box = self.boxes[id_] = self._box(self.acts[id_])
            _mark(self.standing, id_, box.closed is None)

    def _box(self, opened: Act) -> Box:
        acts = self._acts(opened.id)
        sharing = self._acts(key_of(BOX, opened.code))
        return Box(
            id=opened.id,
            code=opened.code,
            pool=opened.pool,
            opened=opened,
            closed=next((one for one in acts if one.change is Change.CLOSED), None),
            tubes=tuple(one.id for one in acts if one.kind == TUBE and one.change is Change.OPENED),
            rivals=tuple(one.id for one in sharing if one.id != opened.id),
        )


_GOES: Final = frozenset({Change.REMOVED, Change.REPLACED})
_DEEPEST: Final = 100
"""Replacements of replacements that are followed; nobody makes so many, and a circle must not hang the fold."""


def _mark(marked: set[str], id_: str, is_marked: bool) -> None:
    marked.discard(id_)
    if is_marked:
        marked.add(id_)


def _inside(tube: str) -> str:
    return f"inside:{tube}"


def _touches(act: Act) -> Sequence[str]:
    """Ids of all that an act has a part in."""
    ids = {act.id, act.about, *(act.named if act.change is not Change.RESOLVED else ())}
    if act.change is Change.OPENED:
        ids |= {key_of(act.kind, act.code), act.box}
        ids |= {hour_of(act.scanned_at)} if act.kind == TUBE else set()
    elif act.change is Change.RESOLVED:
        ids.add(key_of(TUBE, act.code))
    return sorted(ids - {""})


def _state(tube: Tube) -> State:
    # What the laboratory has taken in is not made void by somebody who had not heard of it yet.
    if tube.voided is not None and (tube.received is None or tube.voided.order < tube.received.order):
        return State.VOID
    reached = ((State.RECEIVED, tube.received), (State.SENT, tube.sent), (State.SEALED, tube.sealed))
    return next((state for state, act in reached if act is not None), State.OPEN)


def _count(tube: Tube, amended: int) -> int:
    """How many a tube holds: once sealed its seal says so, and forgetting the names changes nothing."""
    if tube.sealed is not None:
        return tube.sealed.count + amended
    return tube.voided.count if tube.voided is not None else len(tube.members)


def _why(tube: Tube) -> str:
    return tube.voided.said("reason") if tube.voided is not None and _state(tube) is State.VOID else ""
