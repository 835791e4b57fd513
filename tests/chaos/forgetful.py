"""A central that drops an entry now and then and says that it has it: what the fault test must find."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime

from central.__main__ import main
from central.store.books import Books, New

_add = Books.add


def add(self: Books, new: Iterable[New], count: int, site: str, now: datetime) -> None:
    """All but every eleventh."""
    _add(self, (one for one in new if one.seq % 11 != 5), count, site, now)


if __name__ == "__main__":
    Books.add = add  # type: ignore[method-assign]
    sys.exit(main())
