"""Texts with a number, in the forms that each language has for it; where one stands is for whoever shows it.

Gathered in a class because the tool that gathers texts knows numbers only where a class's own `tr` is called. English
has two forms, so it has a file of its own with these and nothing else.
"""

from __future__ import annotations

from PySide6.QtCore import QObject


class Counts(QObject):
    """Says how many. Each `%n` is the number."""

    def people(self, count: int) -> str:
        """How many came through together."""
        return self.tr("%n people in all", "", count)

    def minutes(self, count: int, time: str, hours: str) -> str:
        """When somebody left a duty and what it counts. hours: the same, as it is printed."""
        return self.tr("Left {time} · %n minutes count ({hours} h)", "", count).format(time=time, hours=hours)

    def copied(self, count: int, name: str) -> str:
        """What was copied to the stick of that name."""
        return self.tr("%n entries copied to the stick {name}. Carry it to central.", "", count).format(name=name)

    def settled(self, count: int, news: int) -> str:
        """What an answer brought: entries that central has now, and news."""
        said = self.tr("Central has %n more entries of this station, and sent {news}.", "", count)
        return said.format(news=self.tr("%n pieces of news", "", news))
