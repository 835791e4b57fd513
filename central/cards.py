"""The words of central's command line about passes, badges and PINs; signing and drawing them is `passes`'."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from central.commands import DONE, FOUND, Cannot, open_store, people_of, scopes_of

if TYPE_CHECKING:
    from central.passes import Press, Printed
    from central.store.store import Store

ZONE: Final = ZoneInfo("Asia/Shanghai")
KINDS: Final = ("resident", "staff", "courier", "vehicle", "volunteer", "household")


def run_passes(parsed: argparse.Namespace) -> int:
    """Issue passes to those who have none, and print them."""
    from central.passes import Press
    from checkpoint.passes import PassKind

    opened, settings = open_store(parsed)
    with opened as store:
        press = Press(store, settings.folder)
        kind = PassKind[parsed.kind.upper()] if parsed.kind else None
        of_volunteers = kind is PassKind.VOLUNTEER
        known, cards = (_badges if of_volunteers else _passes)(store, press, kind, parsed)
        if not cards:
            raise Cannot("no volunteer on the roster fits" if of_volunteers else "nobody on the roster fits")
    write(cards, parsed, "passes")
    unknown = set(parsed.subject or ()) - known
    if unknown:
        print(f"central: not on the roster: {', '.join(sorted(unknown))}", file=sys.stderr)
    return FOUND if unknown else DONE


def _passes(store: Store, press: Press, kind: Any, parsed: argparse.Namespace) -> tuple[set[str], list[Printed]]:
    """(who was meant, their cards) of people."""
    from central.passes import homes, kind_of
    from checkpoint.passes import PassKind

    people = people_of(store)
    chosen = [person for person in people if _is_chosen(person, parsed)]
    meant = {person.id for person in chosen}
    if kind is PassKind.HOUSEHOLD:
        # Whoever of a home is named, the home is meant; its pass may be in the name of another one of them.
        chosen = [one for home in homes(people) if meant & {person.id for person in home} for one in home]
    elif kind is not None:
        chosen = [person for person in chosen if kind_of(person) is kind]
    press.issue(chosen, scopes_of(store), datetime.now(UTC), timedelta(days=parsed.days), kind)
    titles = {data["id"]: data["name"] for data in store.data_of("community")}
    return meant, press.printed(chosen, titles, ZONE, kind)


def _is_chosen(person: Any, parsed: argparse.Namespace) -> bool:
    if parsed.subject:
        return person.id in parsed.subject
    if parsed.employer:
        return bool(person.employer == parsed.employer)
    return bool(parsed.all or person.building == parsed.building)


def badges(store: Store, press: Press, parsed: argparse.Namespace) -> list[Printed]:
    """The cards of the volunteers who are meant; badges are issued to those who have none."""
    return _badges(store, press, None, parsed)[1]


def _badges(store: Store, press: Press, _kind: Any, parsed: argparse.Namespace) -> tuple[set[str], list[Printed]]:
    """(who was meant, their cards) of volunteers, who may be named by either of their numbers."""
    named = {*(getattr(parsed, "number", None) or ()), *(getattr(parsed, "subject", None) or ())}
    chosen = [one for one in volunteers(store) if parsed.all or named & {one.id, one.subject}]
    life = timedelta(days=parsed.days)
    press.badge(chosen, min(scopes_of(store).values(), default=0), datetime.now(UTC), life)
    return {name for one in chosen for name in (one.id, one.subject)}, press.badges(chosen, ZONE)


def volunteers(store: Store) -> list[Any]:
    """Every volunteer on the roster."""
    from checkpoint.roster import from_data

    return [from_data("volunteer", data) for data in store.data_of("volunteer")]


def write(cards: list[Printed], parsed: argparse.Namespace, what: str) -> None:
    """Write cards in the form that was asked for: texts, a sheet or pictures."""
    from central.passes import write_pictures, write_sheet

    if parsed.text:
        for card in cards:
            print(json.dumps({"subject": card.subject, "kind": card.kind.name.lower(), "text": card.text}))
        return
    if parsed.pdf:
        write_sheet(cards, parsed.pdf)
    else:
        write_pictures(cards, parsed.png)
    print(f"{len(cards)} {what} printed to {parsed.pdf or parsed.png}")


def run_pin(parsed: argparse.Namespace) -> int:
    """Set a volunteer's PIN; it is asked for or read from a file, never taken from the command line."""
    import getpass

    import msgspec

    from checkpoint import pins

    pin = parsed.pin_file.read_text(encoding="utf-8").strip() if parsed.pin_file else getpass.getpass("PIN: ")
    if not pins.is_pin(pin):
        raise Cannot("a PIN is 4 to 12 digits")
    opened, _ = open_store(parsed)
    with opened as store:
        found = next((one for one in volunteers(store) if one.id == parsed.number), None)
        if found is None:
            raise Cannot(f"there is no volunteer {parsed.number}")
        store.put([msgspec.structs.replace(found, pin=pins.sealed(pin))])
    print(f"volunteer {parsed.number} has a new PIN")
    return DONE


def run_lost(parsed: argparse.Namespace) -> int:
    """Revoke somebody's pass and issue the next one."""
    from central.passes import Press
    from checkpoint.passes import PassKind

    opened, settings = open_store(parsed)
    with opened as store:
        by_number = {one.id: one.subject for one in volunteers(store)}
        subject = by_number.get(parsed.subject, parsed.subject)
        kind = PassKind[parsed.kind.upper()] if parsed.kind else None
        lost = Press(store, settings.folder).replace(subject, parsed.reason, datetime.now(UTC), kind)
    again = f"passes --kind {lost.kind.name.lower()} --subject {subject}"
    print(f"pass {lost.number} is revoked ({parsed.reason}); print the new one with: {again}")
    return DONE
