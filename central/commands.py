"""What each word of central's command line does; each returns an exit code or raises what `sentence_of` can say."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from checkpoint.plural import counted

if TYPE_CHECKING:
    from central.settings import Settings
    from central.store.store import Store

DONE, FOUND, FAILED = 0, 1, 3
SHORTEST_DIGEST: Final = 8
"""Characters of a digest that are enough to mean nothing else."""
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class Cannot(Exception):
    """A command cannot be done; str() is the sentence to say."""


def sentence_of(error: Exception) -> str:
    """One sentence for people about anything that went wrong."""
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

    from central.store.engine import WrongDatabase

    if isinstance(error, Cannot | WrongDatabase | ValueError):
        return str(error)
    if type(error) is LookupError:
        return str(error)
    if isinstance(error, OSError):
        where = f" ({error.filename})" if error.filename else ""
        return f"{error.strerror or error}{where}"
    if isinstance(error, NoSuchModuleError | ArgumentError | ModuleNotFoundError):
        return f"the database cannot be used: {error}".splitlines()[0]
    if isinstance(error, SQLAlchemyError):
        # SQLite's own words (locked, full, not a database) without the statement that met them.
        return f"the database cannot be used: {str(getattr(error, 'orig', None) or error).splitlines()[0]}"
    return f"this went wrong and should not have: {type(error).__name__}: {error}"


def open_store(parsed: argparse.Namespace, *, serves: bool = False) -> tuple[closing[Store], Settings]:
    """(the store, to be closed; where things are) as the command line says. serves: it begins afresh by itself."""
    from central.settings import load
    from central.store.store import Store

    settings = load(parsed.data, parsed.database)
    settings.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return closing(Store(settings.database, None if serves else _now)), settings


def people_of(store: Store) -> list[Any]:
    """Everybody on the roster."""
    from checkpoint.roster import from_data

    return [from_data("person", data) for data in store.data_of("person")]


def scopes_of(store: Store) -> dict[str, int]:
    """community -> the scope that names it alone; made where there is none yet."""
    from checkpoint.roster import Scope

    held = {data["communities"][0]: int(data["id"]) for data in store.data_of("scope") if len(data["communities"]) == 1}
    free = max((int(data["id"]) for data in store.data_of("scope")), default=0) + 1
    for community in (data["id"] for data in store.data_of("community")):
        if community not in held:
            held[community], free = free, free + 1
    store.put([Scope(id=str(number), communities=(community,)) for community, number in held.items()])
    return held


def run_serve(parsed: argparse.Namespace) -> int:
    """Serve until stopped."""
    from central import logs, workers

    if parsed.workers > 1 and not workers.POSSIBLE:
        raise Cannot("several workers behind one address need Linux; start one, or several on ports of their own")
    if bool(parsed.tls_cert) != bool(parsed.tls_key):
        raise Cannot("TLS needs both: --tls-cert and --tls-key (`central certificate` makes them)")
    if parsed.host not in LOOPBACK and not parsed.insecure_plain_http and not parsed.tls_cert:
        raise Cannot(
            f"plain HTTP on {parsed.host} would show everybody's passages to the network: say --tls-cert and --tls-key "
            "(`central certificate` makes them), put a TLS proxy before a loopback address, or say "
            "--insecure-plain-http"
        )
    with logs.on_stderr():
        return _serve(parsed)


def _serve(parsed: argparse.Namespace) -> int:
    from central import metrics, serving, workers
    from central.afresh import begin_afresh
    from central.store.store import Store

    opened, settings = open_store(parsed, serves=True)
    tls = serving.Tls(parsed.tls_cert, parsed.tls_key) if parsed.tls_cert else None
    door = serving.Door(parsed.host, parsed.port, metrics.token_in(settings.folder), tls)
    with opened as store:
        begin_afresh(store)
        if parsed.workers == 1:
            serving.serve(store, door, end_with_stdin=parsed.end_with_stdin)
            return DONE
    # Closed again: what a process opens, its children must not use.
    workers.serve(partial(Store, settings.database), door, parsed.workers, end_with_stdin=parsed.end_with_stdin)
    return DONE


def run_places(parsed: argparse.Namespace) -> int:
    """Put communities, sites and gates from a file on the roster, or show those that are there."""
    from central import places
    from checkpoint.roster import from_data

    if parsed.example:
        print(places.written(places.EXAMPLE))
        return DONE
    opened, _ = open_store(parsed)
    with opened as store:
        held = [from_data(kind, data) for kind in places.KINDS for data in store.data_of(kind)]
        if parsed.file is None:
            print(places.written(held))
            return DONE
        changed = store.put(places.read_places(parsed.file, held))
        scopes_of(store)
    print(f"{counted(changed, 'document')} changed" if changed else "nothing changed")
    return DONE


def run_profile(parsed: argparse.Namespace) -> int:
    """Change a site's profile if something is said of it, and print it."""
    import msgspec

    from central import profiles, reports

    opened, _ = open_store(parsed)
    with opened as store:
        held = site = reports.site_of(store, parsed.site)
        if parsed.kind:
            site = profiles.of_kind(site, parsed.kind)
        if parsed.set:
            site = msgspec.structs.replace(site, policy=profiles.changed(site.policy, parsed.set))
        site = profiles.with_version(site, held)
        store.put([site])
    said = {"site": site.id, "kind": site.kind, "policy": msgspec.to_builtins(site.policy)}
    print(json.dumps(said, ensure_ascii=False, indent=2))
    return DONE


def run_trust(parsed: argparse.Namespace) -> int:
    """Believe the issuers of a trust list and no others."""
    from checkpoint import trust
    from checkpoint.roster import from_data

    try:
        believed = trust.anchors(trust.read_trust_list(parsed.file.read_bytes()))
    except ValueError as error:
        raise Cannot(f"{parsed.file.name}: {error}") from error
    opened, _ = open_store(parsed)
    with opened as store:
        held = {data["id"]: from_data("trust", data) for data in store.data_of("trust")}
        gone = sorted(held.keys() - {one.id for one in believed})
        changed = [one for one in believed if held.get(one.id) != one]
        if not parsed.dry_run:
            store.put(changed, removed=[("trust", id_) for id_ in gone])
    keys, would = counted(len(believed), "issuer's key", "issuers' keys"), "would be " if parsed.dry_run else ""
    print(f"{keys} in the list: {len(changed)} {would}taken, {len(gone)} {would}removed")
    return DONE


def run_seed(parsed: argparse.Namespace) -> int:
    """Make a community up; print where it is and how stations join it."""
    from central import auth, made_service, made_up
    from central.passes import Press
    from checkpoint.passes import PassKind
    from checkpoint.roster import Community, Person, Revocation

    opened, settings = open_store(parsed)
    with opened as store:
        made, now = made_up.made_up(parsed.people), datetime.now(UTC)
        store.put(one for one in made.documents if isinstance(one, Community))
        numbered = {one.id: one for one in made_up.numbered(made.people, store.lookup_keys())}
        store.put(numbered.get(one.id, one) if isinstance(one, Person) else one for one in made.documents)
        press = Press(store, settings.folder)
        ended = [person for person in made.people if person.id in made.expired]
        press.issue(ended, made_up.SCOPES, now, life=timedelta(days=-3))
        press.issue([*made.people, *made.others], made_up.SCOPES, now)
        press.issue(made.people, made_up.SCOPES, now, kind=PassKind.HOUSEHOLD)
        press.badge(made.volunteers, made_up.C1_AND_C2, now)
        today = now.astimezone(made_service.ZONE).date()
        store.put(made_service.service(made.volunteers, made_up.SITE, (made_up.SOUTH, made_up.NORTH), today))
        issued = store.issued(PassKind.RESIDENT)
        store.put([Revocation(id=issued[subject].number, reason="lost") for subject in made.lost])
        codes = [
            {
                "gate": gate,
                "name": name,
                "code": auth.new_code(store, name=name, site=made_up.SITE, gate=gate, now=now),
            }
            for gate, name in ((made_up.SOUTH, "南口 1"), (made_up.NORTH, "北口 1"))
        ]
        print(json.dumps(_seeded(store, made, codes), ensure_ascii=False))
    return DONE


def _seeded(store: Store, made: Any, codes: list[dict[str, str]]) -> dict[str, Any]:
    """shown: subject numbers that between them meet every verdict at the south gate."""
    from central import made_up

    own = [person.id for person in made.people if person.community == made_up.C1]
    couriers, vehicles, staff = (
        [person.id for person in made.others if person.category == category]
        for category in ("courier", "vehicle", "staff")
    )
    return {
        "site": made_up.SITE,
        "gates": [
            {"id": gate["id"], "name": gate["name"], "communities": gate["communities"]}
            for gate in store.data_of("gate")
        ],
        "people": len(made.people),
        "shown": [
            *(*own[:3], made.foreign, *own[3:6], made.lost[0], made.expired[0]),
            *(couriers[0], vehicles[0], *own[10:20]),
        ],
        "couriers": couriers,
        "vehicles": vehicles,
        "staff": staff,
        "children": [person.id for person in made.people if person.guardian],
        "volunteers": [one.id for one in made.volunteers],
        "lost": made.lost,
        "expired": made.expired,
        "foreign": made.foreign,
        "codes": codes,
    }


def run_import(parsed: argparse.Namespace) -> int:
    """Take residents from a file: all of them or none, unless bad rows are to be skipped."""
    from central import residents

    opened, settings = open_store(parsed)
    with opened as store:
        found = residents.read_residents(parsed.file, store.lookup_keys(), {one.id: one for one in people_of(store)})
        for line, reason in found.bad:
            print(f"{parsed.file.name} line {line}: {reason}", file=sys.stderr)
        takes = not parsed.dry_run and (parsed.skip_bad or not found.bad)
        if takes and found.people:
            from central.passes import Press

            store.put(found.people)
            Press(store, settings.folder).issue(found.people, scopes_of(store), datetime.now(UTC))
    said = "taken" if takes else "would be taken" if parsed.dry_run else "good, but none taken"
    bad = f"{counted(len(found.bad), 'row')} bad"
    print(f"{counted(len(found.people), 'resident')} {said}, {found.known} known already, {bad}")
    return FOUND if found.bad else DONE


def run_status(parsed: argparse.Namespace) -> int:
    """Print what is held; 1 when entries are missing, were refused, or histories part."""
    from central.status import status

    opened, _ = open_store(parsed)
    with opened as store:
        said = status(store)
    print(json.dumps(said, ensure_ascii=False, indent=2))
    return FOUND if any(one["missing"] or one["refused"] or one["forks"] for one in said["stations"]) else DONE


def run_tray(parsed: argparse.Namespace) -> int:
    """Show what is kept aside, judge it again, or mark it as looked into."""
    from central import tray

    opened, _ = open_store(parsed)
    with opened as store:
        if parsed.act == "list":
            found = list(tray.listed(store))
            for one in found:
                print(json.dumps(one, ensure_ascii=False))
            return FOUND if found else DONE
        if not parsed.which:
            raise Cannot("say which: its digest, as `tray list` shows it, or to resolve forks a station's name")
        if parsed.act == "resolve":
            return _resolve(store, parsed.which, parsed.note)
        still = [why for one in tray.meant(store, parsed.which) if (why := tray.judge_again(store, one, _now()))]
    for why in still:
        print(f"refused still: {why}", file=sys.stderr)
    print("taken" if not still else f"{len(still)} refused still")
    return FOUND if still else DONE


def _resolve(store: Store, which: str, note: str) -> int:
    """Settle refusals by digest, or the forks of a station by its id or name."""
    named = [station.id for station in store.stations() if which in {station.id, station.name}]
    count = sum(store.settle_forks(station, _now(), note) for station in named)
    count += store.settle(which, _now(), note) if not named and len(which) >= SHORTEST_DIGEST else 0
    if not count:
        raise Cannot(f"nothing that is kept aside begins with {which}, and no station of that name has a fork")
    print(f"{count} marked as looked into")
    return DONE


def _now() -> datetime:
    return datetime.now(UTC)


def run_settle(parsed: argparse.Namespace) -> int:
    """Mark what was kept aside as looked at."""
    opened, _ = open_store(parsed)
    with opened as store:
        if not store.settle(parsed.digest, datetime.now(UTC)):
            raise Cannot(f"nothing that is kept aside and unsettled begins with {parsed.digest}")
    print("settled")
    return DONE


def run_revoke(parsed: argparse.Namespace) -> int:
    """Take a station out of service."""
    opened, _ = open_store(parsed)
    with opened as store:
        if not store.revoke(parsed.station, datetime.now(UTC), stolen=parsed.stolen):
            raise Cannot(f"there is no station {parsed.station}")
    print(f"station {parsed.station} is out of service")
    return DONE
