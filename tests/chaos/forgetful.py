"""A central that drops an entry now and then and says that it has it: what the fault test must find."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from central.__main__ import main
from central.store.books import Books

_add = Books.add


def add(self: Books, new: Sequence[Any], *, is_plain: bool = False) -> None:
    """All but every eleventh."""
    _add(self, [one for one in new if one[0].seq % 11 != 5], is_plain=is_plain)


if __name__ == "__main__":
    Books.add = add  # type: ignore[method-assign]
    sys.exit(main())
