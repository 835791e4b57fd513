"""Who was in a tube (混阳: a pool was positive, and its members are sampled singly): masked, and never unasked for.

Every question is written down first, with its purpose, the letter that orders it, whom it is for and the two people who
approved it (domain 2.10). Full identities are not given out here: they are the laboratory's list, and need its mandate.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from central import sampling
from central.store.asking import Question
from central.store.store import Store
from checkpoint.roster import Site
from checkpoint.sampling import keeping
from checkpoint.sampling.acts import BOX, MEMBER, TUBE, tidy
from checkpoint.sampling.books import Books, Member, Tube
from checkpoint.sampling.folding import fold, more

QUERY: Final = "tube_members"
LONGEST: Final = 200
"""Characters of a purpose, a letter's number or a name."""


class NotApproved(ValueError):
    """The question may not be asked as it stands; str() is the sentence."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody may ask. recipient: for whom the answer is. approvers: the supervisor and a second person."""

    purpose: str
    letter: str
    recipient: str
    approvers: tuple[str, str]

    def __post_init__(self) -> None:
        """Refuse what is not whole. Raises NotApproved."""
        said = (self.purpose, self.letter, self.recipient, *self.approvers)
        if not all(text.strip() for text in said):
            raise NotApproved("a question about people needs a purpose, a letter's number, a recipient and two names")
        if any(len(text) > LONGEST for text in said):
            raise NotApproved(f"at most {LONGEST} characters for each of purpose, letter, recipient and names")
        first, second = (name.strip() for name in self.approvers)
        if first == second:
            raise NotApproved("two different people approve a question about people")


def members(store: Store, site: Site, code: str, reason: Reason, now: datetime) -> dict[str, Any]:
    """Everybody in the tubes of that code, masked, as JSON values; the question is in the log before it is answered.

    Names are known until some days after a tube was handed over; what is older says how many there were.
    """
    code = tidy(code)
    found = _books(store, site, code, now)
    tubes = found.tubes_of(code)
    first, second = (name.strip() for name in reason.approvers)
    question = Question(
        query=QUERY,
        site=site.id,
        about=code,
        purpose=reason.purpose.strip(),
        letter=reason.letter.strip(),
        recipient=reason.recipient.strip(),
        asked_by=first,
        approved_by=second,
        rows=sum(len(one.members) for one in tubes),
    )
    number = store.note_asked(question, now).number
    homes = _homes(store, [member.subject for one in tubes for member in (*one.members, *one.gone)])
    names = {one.id: one.name for one in store.stations()}
    told = [_told(one, found, ZoneInfo(site.time_zone), names, homes) for one in tubes]
    return {"question": number, "site": site.id, "tubes": told}


def _books(store: Store, site: Site, code: str, now: datetime) -> Books:
    """The site's tubes of so long as any name is known, with the members of those that have the code."""
    since, until = now - keeping.LONGEST - sampling.AROUND, now + sampling.AROUND
    found = fold(store.arrivals(site.id, since, until, (TUBE, BOX)), site.id)
    for tube in found.tubes_of(code):
        opened = tube.opened.scanned_at
        around = store.remembered(site.id, opened - sampling.AROUND, opened + 2 * sampling.AROUND, (MEMBER,))
        found = more(found, around)
    return found


def _homes(store: Store, subjects: list[str]) -> dict[str, str]:
    """Subject -> building, of those on the roster: what a guide sees, and enough to send somebody there."""
    return {data["id"]: data.get("building", "") for data in store.data_named("person", sorted(set(subjects)))}


def _told(tube: Tube, books: Books, zone: ZoneInfo, names: dict[str, str], homes: dict[str, str]) -> dict[str, Any]:
    def member(one: Member) -> dict[str, str]:
        at = f"{one.at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
        said = {"subject": one.subject, "name": one.name, "building": homes.get(one.subject, ""), "at": at}
        return said | ({"gone": one.gone} if one.gone else {}) | ({"late": "yes"} if one.late else {})

    box = books.boxes.get(tube.box)
    station, lane = tube.table
    return {
        "tube": tube.code,
        "box": box.code if box else "",
        "table": f"{names.get(station, station)} {lane}".strip(),
        "opened": f"{tube.opened.scanned_at.astimezone(zone):%Y-%m-%d %H:%M:%S}",
        "state": tube.state.value,
        "in_conflict": tube.in_conflict,
        "count": tube.count,
        "forgotten": max(0, tube.count - len(tube.members)),
        "members": [member(one) for one in tube.members],
        "no_longer": [member(one) for one in tube.gone],
    }
