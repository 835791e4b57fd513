"""Central's store: one method is one transaction, frozen facts come out, rows never do; rules are left to its callers.

SQLite by default (WAL, synchronous=FULL), any database from a URL; nothing is kept in the process between calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final, TypeVar

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from central.store import (
    bodies,
    entries,
    forgetting,
    issues,
    keys,
    lending,
    presences,
    rosters,
    scrubbing,
    secrets,
    standing,
    stations,
    tray,
)
from central.store.asking import Asking
from central.store.books import Books
from central.store.engine import in_turns, migrate, open_engine
from central.store.sampled import Sampled
from central.store.stations import Code, StationRow
from central.store.terms import BEGINS, Beginner
from checkpoint.days import Arrived
from checkpoint.journal import Entry
from checkpoint.passes import Pass, PassKind
from checkpoint.roster import Document

T = TypeVar("T")

TRIES: Final = 4
UNSIGNED: Final = "a batch came that is not signed by the station's key"
BROKEN_OFF: Final = frozenset({"40001", "40P01", "23505"})
"""PostgreSQL's states for a transaction that had to give way and may come again: it could not be put in order with
another one, they waited for each other, or the other one wrote the same key a moment earlier.
"""


class Store(Asking, Sampled):
    """Central's database. Safe to use from several threads and several processes."""

    def __init__(self, url: str, clock: Callable[[], datetime] | None = None) -> None:
        """Open and bring the tables up to date.

        clock: where this program serves nobody. It gives out no number of a database that may be an older backup's,
        so it begins a term of what it counts up; whoever serves has begun one already.
        """
        self._engine = open_engine(url)
        # PostgreSQL's questions each see their own moment, in a transaction or not: without one they cost half.
        alone = {"isolation_level": "AUTOCOMMIT"} if self._engine.dialect.name == "postgresql" else {}
        self._reader = self._engine.execution_options(**alone)
        self._in_turn = in_turns(self._engine)
        begins = {} if clock is None else {BEGINS: Beginner(clock)}
        self._writer = self._engine.execution_options(writes=True, **begins)
        self._room = range(0)
        try:
            migrate(self._engine)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _write(self, work: Callable[[Connection], T]) -> T:
        """One transaction that writes; done again when the database broke it off for the sake of another one."""
        for _ in range(TRIES - 1):
            try:
                return self._write_once(work)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in BROKEN_OFF:
                    raise
        return self._write_once(work)

    def _write_once(self, work: Callable[[Connection], T]) -> T:
        with self._in_turn(), self._writer.begin() as connection:
            return work(connection)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._reader.begin() as connection:
            yield connection

    def revision(self) -> str:
        """The migration at which the database stands just now: another program may have moved it on since."""
        with self._reading() as connection:
            return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())

    def figures(self, now: datetime) -> dict[str, int]:
        """How the stations stand, in numbers without a name."""
        with self._reading() as connection:
            return standing.figures(connection, now)

    # --- stations ---

    def add_code(self, code_hash: str, code: Code) -> None:
        """Keep a new enrolment code."""
        self._write(lambda connection: stations.add_code(connection, code_hash, code))

    def take_code(self, code_hash: str, now: datetime, make: Any, *, may_come_again: bool) -> StationRow | None:
        """Use up a good code and add the station that `make(code)` describes, or None when the code is not good.

        make: Code -> (row of the station table as a dict). Both happen or neither does. may_come_again: while the code
        lives, the station that it made comes again with the same public key, and has the new token from then on.
        """

        def work(connection: Connection) -> StationRow | None:
            return stations.take_code(connection, code_hash, now, make, may_come_again=may_come_again)

        return self._write(work)

    def wrong_codes(self, source: str, since: datetime) -> int:
        """How often that source tried a wrong code since then, to the minute."""
        with self._reading() as connection:
            return stations.wrong_codes(connection, source, since)

    def note_wrong_code(self, source: str, now: datetime, keep_since: datetime) -> None:
        """Count a wrong code and drop what was counted before keep_since."""
        self._write(lambda connection: stations.note_wrong_code(connection, source, now, keep_since))

    def station_of(self, token_hash: str) -> StationRow | None:
        """The station with that token, or whose next token it is; revoked or not."""
        with self._reading() as connection:
            return stations.of_token(connection, token_hash)

    def former_owner(self, token_hash: str) -> StationRow | None:
        """The station whose token that was before it took another."""
        with self._reading() as connection:
            return stations.of_former_token(connection, token_hash)

    def station(self, id_: str) -> StationRow | None:
        """The station of that id."""
        with self._reading() as connection:
            return stations.one(connection, id_)

    def stations(self) -> list[StationRow]:
        """All stations, by name."""
        with self._reading() as connection:
            return stations.every(connection)

    def offer_token(self, station: str, token_hash: str) -> bool:
        """Let that be the station's next token; False when it was anybody's before."""
        return self._write(lambda connection: stations.offer_token(connection, station, token_hash))

    def take_token(self, station: StationRow, now: datetime) -> None:
        """The next token was used: from now on it is the token, and the one before it is good no more."""
        self._write(lambda connection: stations.take_token(connection, station, now))

    def seal(self, station: str, end: str) -> str:
        """Keep where a revoked station's queue ends, the first time; returns what is kept."""
        return self._write(lambda connection: stations.keep_sealed(connection, station, end))

    def signs(self, station: str, now: datetime) -> None:
        """A batch came that this station signed: from now on none comes without."""
        self._write(lambda connection: stations.signs(connection, station, now))

    def note_unsigned(self, station: str, now: datetime) -> None:
        """A batch came that this station did not sign: kept in sight, once, and nothing of it."""
        self._write(lambda connection: tray.set_aside(connection, station, "", None, "", UNSIGNED, now))

    def revoke(self, station: str, now: datetime, *, stolen: bool = False) -> bool:
        """Take a station's token back; False when there is no such station.

        The passes that it gave out stay good until they end, and its key goes off the roster after the longest visit;
        that of a stolen one goes at once, since whoever has it could sign more.
        """

        def work(connection: Connection) -> bool:
            found = stations.revoke(connection, station, now)
            keys.retire(connection, now)
            if stolen:
                keys.withdraw(connection, station)
            return found

        return self._write(work)

    def heard(self, station: str, now: datetime) -> None:
        """Note that a station asked for something. The clock measured when it last pushed stays as it is."""

        def work(connection: Connection) -> None:
            stations.heard(connection, station, now)
            keys.retire(connection, now)

        self._write(work)

    # --- roster ---

    def put(self, documents: Iterable[Document], removed: Iterable[tuple[str, str]] = ()) -> int:
        """Put documents and remove others (kind, id); only what changed gets a new version. Returns how many changed.

        When a site's gates take other communities from now on, all that concerns those is told anew.
        """
        return self._write(lambda connection: rosters.put(connection, list(documents), list(removed)))

    def remove(self, kind: str, id_: str) -> list[tuple[str, str]]:
        """Remove one document unless others name it: (kind, id) of those is returned, and it stays."""
        return self._write(lambda connection: rosters.remove(connection, kind, id_))

    def publish_keys(self) -> None:
        """Publish central's own keys, and those of stations in service that have none there (enrolled long ago)."""

        def work(connection: Connection) -> None:
            secrets.publish(connection)
            keys.publish_all(connection)

        self._write(work)

    def own_keys(self) -> secrets.OwnKeys:
        """Central's own key pairs; made and published where there are none yet."""
        with self._reading() as connection:
            held = secrets.own_keys(connection)
        return held or self._write(secrets.publish)

    def lookup_keys(self) -> dict[str, bytes]:
        """community -> the key under which its people's numbers are looked up; made where there is none yet."""
        return self._write(keys.lookup)

    def items(self, after: int, limit: int) -> list[rosters.Kept]:
        """Roster items changed after a version, in order of version."""
        with self._reading() as connection:
            return rosters.items(connection, after, limit)

    def view_of(self, site: str) -> rosters.View:
        """What concerns a site, now and ever before."""
        with self._reading() as connection:
            return rosters.view_of(connection, site)

    def data_of(self, kind: str) -> list[dict[str, Any]]:
        """The data of every document of a kind, by id."""
        with self._reading() as connection:
            return rosters.data_of(connection, kind)

    def data_naming(self, kind: str, to_kind: str, ids: Sequence[str]) -> list[dict[str, Any]]:
        """The data of the documents of a kind that name one of these of another kind, by id: a site's shifts."""
        with self._reading() as connection:
            return rosters.data_naming(connection, kind, to_kind, ids)

    def data_named(self, kind: str, ids: Sequence[str]) -> list[dict[str, Any]]:
        """The data of these documents of a kind, of those that there are, by id."""
        with self._reading() as connection:
            return rosters.data_named(connection, kind, ids)

    # --- passes ---

    def add_issued(self, passes: Iterable[Pass]) -> None:
        """Keep what was issued; a pass that is kept already stays as it is."""
        new = list(passes)
        self._write(lambda connection: issues.add(connection, new))

    def issued(self, kind: PassKind) -> dict[str, Pass]:
        """Subject -> the newest pass of that kind that was issued."""
        with self._reading() as connection:
            return issues.newest(connection, kind)

    def issued_numbers(self) -> set[str]:
        """The numbers of all passes that were ever issued."""
        with self._reading() as connection:
            return issues.numbers(connection)

    # --- what volunteers are lent ---

    def lend(self, things: Iterable[lending.Thing], volunteer: str, now: datetime) -> list[lending.Lent]:
        """Note that a volunteer has these from now on; when some are out already, those are returned and none noted."""
        wanted = list(things)
        return self._write(lambda connection: lending.lend(connection, wanted, volunteer, now))

    def take_back(self, things: Iterable[lending.Thing], now: datetime, *, is_lost: bool) -> list[lending.Lent]:
        """Note that these came back, or are lost; returns those that were out, and notes nothing when one was not."""
        wanted = list(things)
        return self._write(lambda connection: lending.take_back(connection, wanted, now, is_lost=is_lost))

    def lent(self) -> list[lending.Lent]:
        """The whole register, by thing and time."""
        with self._reading() as connection:
            return lending.everything(connection)

    # --- entries ---

    def in_books(self, station: str, epoch: str, now: datetime, work: Callable[[Books], T]) -> T:
        """Do something with one journal's books in one transaction; it may be done again, so it keeps nothing."""
        self._make_room(bodies.day_of(now))
        return self._write(lambda connection: work(Books(connection, station, epoch)))

    def _make_room(self, day: int) -> None:
        """See that there is a place for that day's bodies, and tomorrow's; asked of the database once a day."""
        if day not in self._room:
            room = range(day, day + 2)
            self._write(lambda connection: bodies.make_room(connection, room))
            self._room = room

    def in_bodies(self, work: Callable[[forgetting.Bodies], T]) -> T:
        """Do something with what can be forgotten in one transaction; it may be done again, so it keeps nothing."""
        return self._write(lambda connection: work(forgetting.Bodies(connection)))

    def kept_figures(self, site: str, day: str) -> dict[str, Any] | None:
        """A day's figures as they were before its passages were forgotten, or None."""
        with self._reading() as connection:
            return forgetting.kept_figures(connection, site, day)

    def scrub(self, days: Iterable[int] | None = None) -> None:
        """Give back what forgotten bodies took: on SQLite no byte of them is left in the database's files.

        days: those of PostgreSQL's partitions that are written anew for the same end, with what is kept aside; what its
        write-ahead log holds goes when it is written over.
        """
        anew = () if days is None else (*map(bodies.table_of, sorted(days)), "refused", "presence")
        scrubbing.scrub(self._engine, anew, self._in_turn)

    def is_scrubbing_left(self) -> bool:
        """Whether a scrubbing was broken off."""
        return scrubbing.is_left(self._engine)

    def forget_days_before(self, day: int) -> int:
        """Forget the bodies of whole days, where the database keeps days apart; returns how many days went."""
        return self._write(lambda connection: bodies.drop_before(connection, day))

    def feed(
        self, site: str, station: str, after: int, limit: int, living: str = "", settled: int = 0
    ) -> tuple[list[Arrived], int]:
        """(what the site's other stations wrote, in order of arrival; the arrival to go on from)."""
        with self._reading() as connection:
            return entries.feed(connection, site, station, after, limit, living, settled)

    def feed_in_brief(self, site: str, who: str, after: int, limit: int, living: str, settled: int) -> entries.Brief:
        """(the same without the living epoch, that in brief, the arrival to go on from, whether there is more)."""
        with self._reading() as connection:
            return entries.feed_in_brief(connection, site, who, after, limit, living, settled)

    def arrivals(self, site: str, since: datetime, until: datetime, kinds: Sequence[str]) -> list[Arrived]:
        """The site's entries of these kinds in [since, until) by corrected time."""
        with self._reading() as connection:
            return entries.between(connection, site, since, until, kinds)

    def newest_arrival(self, site: str) -> int:
        """The number of the site's newest entry in order of arrival."""
        with self._reading() as connection:
            return entries.newest_arrival(connection, site)

    def presence(self, site: str, start: datetime, days: int) -> presences.Presence | None:
        """Who was inside when that day began, if that was drawn and no entry from before it came since."""
        with self._reading() as connection:
            return presences.kept(connection, site, start, days)

    def keep_presence(self, site: str, drawn: presences.Presence) -> None:
        """Keep who was inside when a day began; those of earlier days go."""
        self._write(lambda connection: presences.keep(connection, site, drawn))

    def chains(self, station: str = "", epoch: str = "") -> list[entries.Chain]:
        """How far each (station, epoch) is held, or that one only."""
        with self._reading() as connection:
            return entries.chains(connection, station, epoch)

    def refused(self, station: str | None = None) -> list[tray.Refused]:
        """What was kept aside and is not settled, newest first."""
        with self._reading() as connection:
            return tray.refused(connection, station)

    def refused_counts(self) -> dict[str, int]:
        """station -> how much of it is kept aside and not settled."""
        with self._reading() as connection:
            return tray.refused_counts(connection)

    def settle(self, digest: str, now: datetime, note: str = "") -> int:
        """Mark what was kept aside under digests that begin so as looked at. Returns how many."""
        return self._write(lambda connection: tray.settle(connection, digest, now, note))

    def forks(self) -> list[tray.Fork]:
        """Each place where two histories part and that nobody has looked into."""
        with self._reading() as connection:
            return tray.forks(connection)

    def settle_forks(self, station: str, now: datetime, note: str = "") -> int:
        """Mark a station's forks as looked into. Returns how many."""
        return self._write(lambda connection: tray.settle_forks(connection, station, now, note))

    def missing(self, station: str, epoch: str, limit: int = 20) -> list[tuple[int, int]]:
        """The first gaps in what is held of a journal, as (first, last) seq missing."""
        with self._reading() as connection:
            return entries.missing(connection, station, epoch, limit)

    def journal(self, station: str, epoch: str) -> list[Entry]:
        """All entries held of a journal, in order of seq."""
        with self._reading() as connection:
            return entries.journal(connection, station, epoch)
