"""The kit of a post (岗位套装) goes out with the check-in and comes back with its undoing; the roster says what is it.

Whatever is wrong with the storeroom keeps nobody from duty: what could not be handed out is said as missing.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from typing import Final

from checkpoint.roster import Post
from station.desk import Desk
from station.duties.checking import Result, Told
from station.store.trouble import StoreTrouble
from station.storeroom import Given, Holder, Storeroom

log = logging.getLogger(__name__)

REMEMBERED: Final = 64
"""Check-ins whose kit goes back with them; of an older one it is taken back on the supplies page."""


class Kits:
    """Kits at check-in. Call it from the desk's thread."""

    def __init__(self, desk: Desk, room: Storeroom) -> None:
        self._desk, self.room = desk, room
        self._given: OrderedDict[str, str] = OrderedDict()

    def at_check_in(self, told: Told) -> Given | None:
        """Hand the post's kit to somebody who has just checked in; None for any other card, and where none is due."""
        case = told.case
        if told.result is not Result.CHECKED_IN or case is None or case.plan is None:
            return None
        post = self._desk.store.document(Post, case.plan.post)
        if post is None or not post.kit:
            return None
        holder = Holder(case.who.number, case.who.name, case.plan.shift)
        try:
            given = self.room.hand_out_kit(holder, post.kit)
        except StoreTrouble as error:
            log.warning("no kit was handed out: %s", error)
            return Given(None, (), dict(post.kit))
        if given.entry is not None:
            self._given[told.entry.id] = given.entry.id
            while len(self._given) > REMEMBERED:
                self._given.popitem(last=False)
        return given

    def undo(self, check_in: str) -> None:
        """A check-in was taken back: what went out with it is there again."""
        move = self._given.pop(check_in, None)
        if move is not None:
            self.room.undo(move)
