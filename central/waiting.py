"""Stations that wait for news: one question to the database for all, a thread for none; fetching it is left to them.

Counters that rise with every change are looked at a few times a second while anybody waits, which serves SQLite and
PostgreSQL, one process or many, alike: a change is told within EVERY_S of its commit, whoever committed it. A station
waits once at a process: a line of its that broke would otherwise be kept until its time is up.
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

    def answer(self) -> None:
        """It need not wait any longer."""
        if not self.told.done():
            self.told.set_result(None)


def _feed(site: str) -> str:
    return f"arrival {site}"


def _names(sites: list[str]) -> list[str]:
    """The counters by which these sites' stations have news."""
    return [ROSTER, *map(_feed, sites), *map(revoked, sites)]


class Waiting:
    """Everybody who waits at one process, by station. Call it on one event loop."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiters: dict[str, _Waiter] = {}
        self._look: asyncio.Task[None] | None = None
        self._is_over = False

    async def news(self, station: str, site: str, roster: int, feed: int, at_most_s: float) -> tuple[int, int]:
        """(newest version of the roster, newest number of the site's feed), when either is beyond these or time is up.

        Also when the station asks a second time, and when it is out of service: then it is told so when it asks again.
        Raises what the database raises when it is asked on behalf of this one.
        """
        counters, is_out = await run_in_threadpool(self._standing, station, site)
        waiter = _Waiter(site, roster, feed, counters.get(revoked(site), 0))
        if not is_out and not waiter.is_served_by(counters) and not self._is_over:
            await self._wait(station, waiter, at_most_s)
            counters = await self._counters([site])
        return counters.get(ROSTER, 0), counters.get(_feed(site), 0)

    def _standing(self, station: str, site: str) -> tuple[Mapping[str, int], bool]:
        """(the counters, whether the station is out of service)."""
        counters = self._store.counters(_names([site]))
        # In this order: whoever is revoked after this look raises a counter beyond those.
        row = self._store.station(station)
        return counters, row is None or row.revoked_at is not None

    async def _wait(self, station: str, waiter: _Waiter, at_most_s: float) -> None:
        if (before := self._waiters.get(station)) is not None:
            before.answer()
        self._waiters[station] = waiter
        if self._look is None or self._look.done():
            self._look = asyncio.create_task(self._watch())
        try:
            await asyncio.wait([waiter.told], timeout=at_most_s)
        finally:
            if self._waiters.get(station) is waiter:
                del self._waiters[station]

    def end(self) -> None:
        """Nobody waits any longer: the process is about to stop."""
        self._is_over = True
        for waiter in self._waiters.values():
            waiter.answer()

    async def _watch(self) -> None:
        while self._waiters:
            await asyncio.sleep(EVERY_S)
            try:
                counters = await self._counters(sorted({waiter.site for waiter in self._waiters.values()}))
            except Exception as error:
                # Whoever waits is answered when their time is up, and asks again.
                log.warning("nobody can be told of news", extra={"fields": {"error": type(error).__name__}})
                continue
            for waiter in self._waiters.values():
                if waiter.is_served_by(counters):
                    waiter.answer()

    async def _counters(self, sites: list[str]) -> Mapping[str, int]:
        return await run_in_threadpool(self._store.counters, _names(sites))
