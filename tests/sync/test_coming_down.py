"""What comes down when the line breaks in the middle: it goes on where it stopped."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from checkpoint.wire import Item, RosterPage
from station.sync.client import Trouble
from station.sync.courier import Courier
from tests.harness.gate import station_at
from tests.sync.model import ModelCentral


@dataclass
class Breaking(ModelCentral):
    """Answers a page of the roster at a time, and every other question not at all."""

    asked: list[int] = field(default_factory=list)

    def roster(self, after: int, *, terms: str = "") -> RosterPage:
        self.asked.append(after)
        if len(self.asked) % 2 == 0:
            raise Trouble("the line broke")
        gone = Item(kind="person", id=f"9{after}", version=after + 1, data=None)
        return RosterPage(items=[gone], version=after + 1, more=after < 15)


def test_a_roster_that_breaks_off_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        central = Breaking()
        courier = Courier(gate.store, central, gate.clock)  # type: ignore[arg-type]
        assert [courier.round().sentence for _ in range(3)] == ["the line broke", "the line broke", ""]
        assert central.asked == [13, 14, 14, 15, 15]
        assert gate.store.mark("roster_version") == "16"
