"""What is on the roster while a file is read: documents by number, and by their name where no other has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from checkpoint.roster import Document, from_data

WORDS: Final[Mapping[str, str]] = {"stock_item": "stock item"}


FIRST_SUBJECT: Final = 1_000_001
"""Badges without a number of their own are counted from here; residents' numbers are below."""


def said(kind: str) -> str:
    """What a sentence calls this kind."""
    return WORDS.get(kind, kind)


class Known:
    """The roster, each kind looked up when it is first asked for. data_of: kind -> the data of its documents."""

    def __init__(self, data_of: Callable[[str], list[dict[str, Any]]]) -> None:
        self._data_of = data_of
        self._held: dict[str, dict[str, Document]] = {}
        self._names: dict[str, dict[str, set[str]]] = {}
        self._subject = 0

    def all(self, kind: str) -> dict[str, Document]:
        """id -> document, of that kind."""
        if kind not in self._held:
            self._held[kind] = {data["id"]: from_data(kind, data) for data in self._data_of(kind)}
        return self._held[kind]

    def get(self, kind: str, id_: str) -> Document | None:
        """The document, or None."""
        return self.all(kind).get(id_)

    def id_of(self, kind: str, word: str) -> str:
        """The id that a cell means by an id or by a name that only one has. Raises ValueError with a sentence."""
        if word in self.all(kind):
            return word
        if kind not in self._names:
            names: dict[str, set[str]] = {}
            for id_, document in self.all(kind).items():
                names.setdefault(getattr(document, "name", ""), set()).add(id_)
            # A volunteer is named by number alone: two people may have one name, and tomorrow a second one comes.
            self._names[kind] = {} if kind == "volunteer" else names
        found = self._names[kind].get(word, set())
        if len(found) != 1:
            many = f"there are {len(found)} of the name" if found else f"there is no {said(kind)}"
            raise ValueError(f"{many} '{word}'")
        return next(iter(found))

    def free_subject(self) -> str:
        """The next badge number that no volunteer has; each is given out once."""
        taken = (int(getattr(one, "subject", "0")) for one in self.all("volunteer").values())
        self._subject = (self._subject or max((FIRST_SUBJECT - 1, *taken))) + 1
        return str(self._subject)

    def zone_of(self, site: str) -> ZoneInfo:
        """The time zone of a site that is known."""
        return ZoneInfo(str(getattr(self.all("site")[site], "time_zone", "Asia/Shanghai")))
