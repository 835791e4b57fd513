"""Stations that wait for news: one question to the database for all, a thread for none; fetching it is left to them.

Counters that rise with every change are looked at a few times a second while anybody waits, which serves SQLite and
PostgreSQL, one process or many, alike: a change is told within EVERY_S of its commit, whoever committed it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from starlette.concurrency import run_in_threadpool

from central.store.stations import revoked
from central.store.store import Store

log = logging.getLogger("central")

EVERY_S: Final = 0.4
ROSTER: Final = "roster"


@dataclass(eq=False, slots=True)
class _Waiter:
    """Somebody who waits: for a roster beyond that version or a feed of that site beyond that number.

    revoked: how many of the site's stations were out of service by then. Whoever waits is answered when another one is:
    nothing new, but the station that it was is told so when it asks again.
    """

    site: str
    roster: int
    feed: int
    revoked: int
    told: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def is_served_by(self, counters: Mapping[str, int]) -> bool:
        is_news = counters.get(ROSTER, 0) > self.roster or counters.get(_feed(self.site), 0) > self.feed
        return is_news or counters.get(revoked(self.site), 0) > self.revoked


def _feed(site: str) -> str:
    return f"arrival {site}"


class Waiting:
    """Everybody who waits at one process. Call it on one event loop."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiters: set[_Waiter] = set()
        self._look: asyncio.Task[None] | None = None
        self._is_over = False

    async def news(self, site: str, roster: int, feed: int, at_most_s: float) -> tuple[int, int]:
        """(newest version of the roster, newest number of the site's feed), when either is beyond these or time is up.

        Raises what the database raises when it is asked on behalf of this one.
        """
        counters = await self._counters([site])
        waiter = _Waiter(site, roster, feed, counters.get(revoked(site), 0))
        if not waiter.is_served_by(counters) and not self._is_over:
            await self._wait(waiter, at_most_s)
            counters = await self._counters([site])
        return counters.get(ROSTER, 0), counters.get(_feed(site), 0)

    async def _wait(self, waiter: _Waiter, at_most_s: float) -> None:
        self._waiters.add(waiter)
        if self._look is None or self._look.done():
            self._look = asyncio.create_task(self._watch())
        try:
            await asyncio.wait([waiter.told], timeout=at_most_s)
        finally:
            self._waiters.discard(waiter)

    def end(self) -> None:
        """Nobody waits any longer: the process is about to stop."""
        self._is_over = True
        for waiter in self._waiters:
            if not waiter.told.done():
                waiter.told.set_result(None)

    async def _watch(self) -> None:
        while self._waiters:
            await asyncio.sleep(EVERY_S)
            try:
                counters = await self._counters(sorted({waiter.site for waiter in self._waiters}))
            except Exception as error:
                # Whoever waits is answered when their time is up, and asks again.
                log.warning("nobody can be told of news", extra={"fields": {"error": type(error).__name__}})
                continue
            for waiter in self._waiters:
                if waiter.is_served_by(counters) and not waiter.told.done():
                    waiter.told.set_result(None)

    async def _counters(self, sites: list[str]) -> Mapping[str, int]:
        return await run_in_threadpool(self._store.counters, [ROSTER, *map(_feed, sites), *map(revoked, sites)])
