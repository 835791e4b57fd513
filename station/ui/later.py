"""Pages that are built when they are first wanted, or while nobody is there; what a page is and shows is its own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Slot

QUIET_MS: Final = 2_000
"""After somebody was here: the next one may be about to come."""
STEP_MS: Final = 200
"""Between one page and the next: whatever came meanwhile is done first."""

P = TypeVar("P")


class Later(Generic[P]):
    """A page that does not exist until somebody wants it. module: where it is, loaded when it is first wanted too;
    build: makes it."""

    def __init__(self, module: str, build: Callable[[], P]) -> None:
        self._module, self._build = module, build
        self._meet: list[Callable[[P], object]] = []
        self.built: P | None = None
        """The page, None as long as nobody has wanted it."""

    @property
    def is_loaded(self) -> bool:
        """Whether its module is, and building it is all that is left to do."""
        return self._module in sys.modules

    def load(self) -> None:
        """Load its module: for the larger pages more than half of the work."""
        import_module(self._module)

    def get(self) -> P:
        """The page, built now if it was not."""
        if self.built is None:
            self.built = self._build()
            waiting, self._meet = self._meet, []
            for meet in waiting:
                meet(self.built)
        return self.built

    def then(self, meet: Callable[[P], object]) -> None:
        """Call meet(page) once: now if it is built, else when it is, in the order asked for."""
        if self.built is None:
            self._meet.append(meet)
        else:
            meet(self.built)

    def tell(self, tells: Callable[[P], object]) -> None:
        """Call tells(page) if it is built: for what a page that comes later asks for when it is opened."""
        if self.built is not None:
            tells(self.built)


class Ahead(QObject):
    """Builds pages before somebody wants them, while nobody is at the gate or the keys: one at a time, first loaded and
    then built, so that whoever comes meanwhile waits for neither long."""

    def __init__(self, pages: Iterable[Later[Any]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages = tuple(pages)
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self._do_one)

    def start(self) -> None:
        """From now on."""
        self._next.start(QUIET_MS)

    @Slot()
    def touch(self) -> None:
        """Somebody is here."""
        if self._next.isActive():
            self._next.start(QUIET_MS)

    @Slot()
    def _do_one(self) -> None:
        page = next((one for one in self._pages if one.built is None), None)
        if page is not None:
            page.get() if page.is_loaded else page.load()
            self._next.start(STEP_MS)
