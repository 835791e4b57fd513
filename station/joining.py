"""Makes this computer a station: from an invitation to a file that is there; showing it is left to others."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from checkpoint.invitation import Invitation
from station import erasing
from station.settings import Places


def join(where: Places, asked: Invitation, *, insecure_plain_http: bool = False) -> Any:
    """The identity that central gave. Raises Trouble, Incomplete (a station without a whole roster), StoreTrouble.

    An attempt that failed leaves no empty file behind, which would pass for a station.
    """
    from station.lane import open_store
    from station.sync.enrolment import Incomplete, enrol

    was_there = where.store.exists()
    try:
        with closing(open_store(where)) as store:
            identity = enrol(store, asked.server, asked.code, insecure_plain_http=insecure_plain_http, pin=asked.pin)
    except Incomplete:
        raise
    except BaseException:
        if not was_there:
            for path in (*where.data.glob("station.db*"), where.key):
                path.unlink(missing_ok=True)
        raise
    erasing.begin_again(where)
    return identity
