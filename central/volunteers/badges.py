"""The words of central's command line about badges, photos and what is lent with them (统一标识)."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import msgspec

from central import cards
from central.commands import DONE, FOUND, Cannot, open_store
from central.volunteers.photos import Album, digest, look_through
from checkpoint import masking, sheets, wording
from checkpoint.plural import counted
from checkpoint.service_words import LENT, LENT_TITLE

if TYPE_CHECKING:
    from central.store.lending import Lent
    from central.store.store import Store

ZONE: Final = ZoneInfo("Asia/Shanghai")
REGISTER: Final = ("lent_what", "lent_number", "volunteer", "name", "lent_since", "lent_until", "lent_state")


def add_words(command: Any, exits: str, days: Any) -> None:
    """Add these words to the command line. days: reads a number of days."""
    badges = command(
        "badges", run_badges, "issue and print volunteers' badges: sheets, cards, pictures, or texts", exits
    )
    form = badges.add_mutually_exclusive_group(required=True)
    form.add_argument("--pdf", type=Path, metavar="FILE", help="A4 sheets to cut out, nine badges each")
    form.add_argument("--cards", type=Path, metavar="FILE", help="a PDF of one badge a page, for a card printer")
    form.add_argument("--png", type=Path, metavar="DIR")
    form.add_argument("--text", action="store_true", help="print subject, kind and text of each as a line of JSON")
    badges.add_argument("--days", type=days, default=365, help="how long new ones are good (1 to 3650; default 365)")
    whose = badges.add_mutually_exclusive_group(required=True)
    whose.add_argument("--number", action="extend", nargs="+", help="of these volunteers, by their number")
    whose.add_argument("--all", action="store_true", help="of everybody")
    photos = command("photos", run_photos, "take photos for badges from files named by volunteer number", exits)
    photos.add_argument("paths", type=Path, nargs="*", metavar="FILE|DIR")
    photos.add_argument("--remove", metavar="NUMBER", help="take a volunteer's photo away")
    photos.add_argument("--skip-bad", action="store_true", help="take the good ones although others are bad")
    _add_uniform(
        command("uniform", run_uniform, "who has which badge, vest or armband: issue, return, lost, list", exits)
    )


def _add_uniform(uniform: argparse.ArgumentParser) -> None:
    uniform.add_argument("deed", choices=("issue", "return", "lost", "list"))
    uniform.add_argument("number", nargs="?", help="the volunteer's number, when something is issued")
    for what in LENT:
        uniform.add_argument(f"--{what}", action="append", default=[], metavar="NO", help=f"number of a {what}")
    uniform.add_argument("--everything", action="store_true", help="list also what came back or was lost")
    uniform.add_argument("--to", type=Path, metavar="FILE", help="write the list, csv, xlsx or pdf")
    uniform.add_argument("--language", choices=wording.LANGUAGES, default="zh_CN")


def run_badges(parsed: argparse.Namespace) -> int:
    """Issue and print volunteers' badges."""
    from central.passes import Press
    from central.volunteers.badge_cards import write_badges

    opened, settings = open_store(parsed)
    with opened as store:
        found = cards.badges(store, Press(store, settings.folder), parsed)
        if not found:
            raise Cannot("no volunteer on the roster fits")
        path = parsed.pdf or parsed.cards
        if path is None:
            cards.write(found, parsed, "badges")
            return DONE
        photos = _photos(store, settings.folder, {card.subject for card in found})
    write_badges(found, photos, path, single=parsed.cards is not None)
    print(f"{counted(len(found), 'badge')} printed to {path}")
    return DONE


def _photos(store: Store, folder: Path, subjects: set[str]) -> dict[str, bytes]:
    """subject -> photo, of those who have one; one that is not the one on the roster is named and left out."""
    album, found = Album(folder), {}
    for data in store.data_of("volunteer"):
        if data["subject"] in subjects and data.get("photo"):
            photo = album.photo_of(data["id"], data["photo"])
            if photo is None:
                print(f"central: the photo of {data['id']} is not the one that was taken; left out", file=sys.stderr)
            else:
                found[data["subject"]] = photo
    return found


def run_photos(parsed: argparse.Namespace) -> int:
    """Take photos, all or none unless bad ones are to be skipped; or take one away."""
    opened, settings = open_store(parsed)
    with opened as store:
        people, album = {one.id: one for one in cards.volunteers(store)}, Album(settings.folder)
        if parsed.remove:
            if parsed.remove not in people:
                raise Cannot(f"there is no volunteer {parsed.remove}")
            store.put([msgspec.structs.replace(people[parsed.remove], photo="")])
            album.forget(parsed.remove)
            print(f"volunteer {parsed.remove} has no photo now")
            return DONE
        if not parsed.paths:
            raise Cannot("say which files or folders")
        found = look_through(parsed.paths, set(people))
        for name, reason in found.bad:
            print(f"{name}: {reason}", file=sys.stderr)
        takes = parsed.skip_bad or not found.bad
        if takes:
            for number, photo in found.photos.items():
                album.keep(number, photo)
            store.put(msgspec.structs.replace(people[one], photo=digest(found.photos[one])) for one in found.photos)
    said = "taken" if takes else "good, but none taken"
    print(f"{counted(len(found.photos), 'photo')} {said}, {len(found.bad)} bad")
    return FOUND if found.bad else DONE


def run_uniform(parsed: argparse.Namespace) -> int:
    """Keep the register of what volunteers wear."""
    things = [(what, number) for what in LENT for number in getattr(parsed, what)]
    if parsed.deed != "list" and not things:
        raise Cannot(f"say what: {', '.join(f'--{what} NO' for what in LENT)}")
    if (parsed.deed == "issue") != (parsed.number is not None) and parsed.deed != "list":
        raise Cannot(
            "to issue something, say to which volunteer" if parsed.deed == "issue" else "only the thing is named"
        )
    opened, settings = open_store(parsed)
    with opened as store:
        now = datetime.now(UTC)
        match parsed.deed:
            case "issue":
                _issue(store, parsed.number, things, now)
            case "list":
                _list(store, parsed)
            case _:
                _take_back(store, settings.folder, things, now, is_lost=parsed.deed == "lost")
    return DONE


def _issue(store: Store, number: str, things: list[tuple[str, str]], now: datetime) -> None:
    if not store.data_named("volunteer", [number]):
        raise Cannot(f"there is no volunteer {number}")
    taken = store.lend(things, number, now)
    if taken:
        raise Cannot(
            "; ".join(f"{one.what} {one.number} is with {one.volunteer}" for one in taken) + ": nothing issued"
        )
    print(f"{number} has {', '.join(f'{what} {one}' for what, one in things)}")


def _take_back(store: Store, folder: Path, things: list[tuple[str, str]], now: datetime, *, is_lost: bool) -> None:
    """A lost badge is revoked, and the next one can be printed at once."""
    back = store.take_back(things, now, is_lost=is_lost)
    missing = [f"{what} {number}" for what, number in things if (what, number) not in {one.thing for one in back}]
    if missing:
        raise Cannot(f"nobody has {', '.join(missing)}: nothing changed")
    for one in back:
        print(f"{one.what} {one.number} of {one.volunteer} is {'lost' if is_lost else 'back'}")
        if is_lost and one.what == "badge":
            print(_revoked(store, folder, one, now))


def _revoked(store: Store, folder: Path, one: Lent, now: datetime) -> str:
    from central.passes import Press
    from checkpoint.passes import PassKind

    people = store.data_named("volunteer", [one.volunteer])
    if not people:
        return f"volunteer {one.volunteer} is off the roster; there is no badge to revoke"
    try:
        lost = Press(store, folder).replace(people[0]["subject"], "lost", now, PassKind.VOLUNTEER)
    except LookupError as error:
        return f"nothing was revoked: {error}"
    return f"pass {lost.number} is revoked; print the new badge with: badges --number {one.volunteer}"


def _list(store: Store, parsed: argparse.Namespace) -> None:
    names = {data["id"]: masking.name(data["name"]) for data in store.data_of("volunteer")}
    held = [one for one in store.lent() if parsed.everything or one.until is None]
    rows = [_row(one, names) for one in held if parsed.number in {None, one.volunteer}]
    table = [[wording.word(column, row[column], parsed.language) for column in REGISTER] for row in rows]
    if parsed.to is None:
        for line in table:
            print("  ".join(cell or "-" for cell in line))
        return
    title = LENT_TITLE[wording.LANGUAGES.index(parsed.language)]
    if parsed.to.suffix.lower() == ".pdf":
        from central.volunteers import paper

        day = f"{datetime.now(ZONE):%Y-%m-%d %H:%M}"
        paper.write_table(parsed.to, title, [day], [wording.heading(one, parsed.language) for one in REGISTER], table)
    else:
        sheets.write(parsed.to, rows, REGISTER, language=parsed.language, title=title)
    print(f"{counted(len(rows), 'row')} written to {parsed.to}")


def _row(one: Lent, names: dict[str, str]) -> dict[str, str]:
    return {
        "lent_what": one.what,
        "lent_number": one.number,
        "volunteer": one.volunteer,
        "name": names.get(one.volunteer, masking.STAR),
        "lent_since": f"{one.since.astimezone(ZONE):%Y-%m-%d %H:%M}",
        "lent_until": f"{one.until.astimezone(ZONE):%Y-%m-%d %H:%M}" if one.until else "",
        "lent_state": "out" if one.until is None else "lost" if one.is_lost else "returned",
    }
