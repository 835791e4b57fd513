"""The commands that forget: what retention ends, what a hold keeps, and the end of an event with its certificate."""

from __future__ import annotations

import argparse
import json
import secrets
from datetime import UTC, datetime

from central.commands import DONE, Cannot, open_store
from checkpoint.plural import counted, entries


def run_forget(parsed: argparse.Namespace) -> int:
    """Forget at every site what its retention says is over."""
    from central import retention

    opened, _ = open_store(parsed)
    with opened as store:
        gone = retention.forget(store, datetime.now(UTC))
    texts, days = counted(gone.texts, "text"), counted(gone.days, "day")
    print(f"{entries(gone.bodies)} and {texts} kept aside forgotten, {days} dropped whole")
    return DONE


def run_hold(parsed: argparse.Namespace) -> int:
    """Put what happened at a site under a legal hold, or end one."""
    from central import reports
    from checkpoint.roster import Hold

    opened, _ = open_store(parsed)
    with opened as store:
        if parsed.end:
            if not store.put([], removed=[("hold", parsed.end)]):
                raise Cannot(f"there is no hold {parsed.end}")
            print(f"hold {parsed.end} is over")
            return DONE
        if not parsed.site or not parsed.reason:
            raise Cannot("a hold needs --site and --reason, or --end ID ends one")
        site = reports.site_of(store, parsed.site)
        since, until = (day.isoformat() if day else "" for day in (parsed.since, parsed.until))
        hold = Hold(id=secrets.token_hex(4), site=site.id, since=since, until=until, reason=parsed.reason)
        store.put([hold])
    print(f"hold {hold.id}: nothing that happened at {site.name} then is forgotten until it ends")
    return DONE


def run_purge(parsed: argparse.Namespace) -> int:
    """Destroy what happened at a site up to a day, and write the certificate."""
    from central import certificate, reports
    from checkpoint.destroyed import as_text
    from checkpoint.retention import PASSAGES
    from checkpoint.whole import whole

    first, second = (name.strip() for name in parsed.approved_by)
    if not first or first == second:
        raise Cannot("two different people approve a destruction")
    opened, _ = open_store(parsed)
    with opened as store:
        site = reports.site_of(store, parsed.site)
        classes = tuple(dict.fromkeys((PASSAGES, *parsed.also)))
        wanted = certificate.Purged(site, parsed.until, classes, parsed.reason, (first, second))
        if parsed.dry_run:
            print(json.dumps(certificate.preview(store, wanted), ensure_ascii=False, indent=2))
            return DONE
        # Opened before anything is destroyed: nothing goes without its certificate.
        with whole(parsed.to) as file:
            said = certificate.purge(store, wanted, datetime.now(UTC))
            text = as_text(said, parsed.language)
            raw = json.dumps(said, ensure_ascii=False, indent=2) if parsed.to.suffix == ".json" else text
            file.write(raw.encode())
    print(text, end="")
    return DONE
