"""Made-up content for the pictures of a sampling table; taking them is `pictures`'."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from checkpoint.gate import Light
from station.ui.sampling_view import BoxRow, MemberRow, Sampling, SamplingCard, TubeRow
from station.ui.view import Status
from station.ui.window import Window

AT = datetime(2022, 12, 5, 8, 31, 5, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)
NAMES = ("张*", "王**", "李*", "欧阳**", "赵*", "陈**", "于**", "S*", "古力***", "周*")


def members(count: int) -> tuple[MemberRow, ...]:
    """So many people of the open tube, the newest last."""
    return tuple(
        MemberRow(
            member=str(number),
            name=NAMES[number % len(NAMES)],
            at=AT - timedelta(seconds=24 * (count - 1 - number)),
            reason="lab" if number == 4 else "",
        )
        for number in range(count)
    )


def tube(number: int, count: int, state: str, **more: object) -> TubeRow:
    """One tube of today's."""
    at = AT - timedelta(minutes=5 * (21 - number))
    facts = {"box": "BOX-0042", "table": "采样点 · 1", "pool": 10, "operator": "gd1"} | more
    return TubeRow(tube=f"t{number}", code=f"990101-{4000 + number}", count=count, state=state, opened_at=at, **facts)  # type: ignore[arg-type]


TUBES = (
    tube(20, 7, "open"),
    tube(19, 10, "sealed"),
    tube(18, 10, "sealed", is_flagged=True),
    tube(17, 6, "sealed", is_short=True),
    tube(16, 1, "sealed", pool=1),
    tube(15, 10, "sealed", table="采样点 · 2", is_own=False),
    tube(14, 4, "void", reason="leaked"),
    *(tube(number, 10, "sent") for number in range(13, 4, -1)),
    *(tube(number, 10, "received") for number in range(4, 0, -1)),
)
TWICE = (
    replace(tube(19, 10, "sealed", in_conflict=True), code="990101-4019"),
    replace(
        tube(12, 8, "sealed", in_conflict=True, is_own=False, table="示例社区东区核酸采样点 · 2"), code="990101-4019"
    ),
)
BOX = BoxRow(box="b2", code="BOX-0042", pool=10, tubes=12, most=50, at=AT)
FIGURES = {
    "persons": 192,
    "open": 1,
    "sealed": 6,
    "sent": 9,
    "received": 4,
    "void": 1,
    "again": 4,
    "flagged": 1,
    "conflicts": 0,
}
AGAIN = tuple(
    MemberRow(member=f"a{number}", name=name, at=AT - timedelta(minutes=40), tube="990101-4014", reason=why)
    for number, (name, why) in enumerate(
        (("郑*", "leaked"), ("冯**", "leaked"), ("褚*", "leaked"), ("卫*", "not_sampled"))
    )
)
TABLE = Sampling(
    box=BOX,
    tube=TUBES[0],
    members=members(7),
    tubes=TUBES,
    boxes=(
        BoxRow(box="b1", code="BOX-0041", pool=10, tubes=18, most=50, at=AT, waiting=18, is_open=False, counted=18),
    ),
    again=AGAIN,
    figures=FIGURES,
    undoable="6",
)


def card(light: Light, said: str, **more: object) -> SamplingCard:
    """What became of somebody's code."""
    facts = {"name": "古力***", "building": "3号楼"} | more
    return SamplingCard(light=light, said=said, at=AT, **facts)  # type: ignore[arg-type]


FULL = replace(TABLE, tube=replace(TUBES[0], count=10), members=members(10))
NO_BOX = replace(TABLE, box=None, tube=None, members=(), boxes=TABLE.boxes)
STATES: dict[str, Sampling] = {
    "empty": Sampling(),
    "no-tube": replace(TABLE, tube=None, members=()),
    "waiting": TABLE,
    "added": replace(TABLE, card=card(Light.GREEN, "added")),
    "tenth": replace(FULL, card=card(Light.GREEN, "added")),
    "full": FULL,
    "eleventh": replace(FULL, card=card(Light.RED, "full", name="", building="")),
    "again": replace(
        TABLE,
        awaits="reason",
        card=card(
            Light.AMBER, "sampled_today", since=AT - timedelta(minutes=96), since_tube="990101-4002", name="欧阳**"
        ),
    ),
    "short": replace(
        TABLE, awaits="short", card=card(Light.AMBER, "not_full", name="", building="", code="990101-4020")
    ),
    "refused": replace(TABLE, card=card(Light.RED, "code_used", name="", building="", code="990101-4014")),
    "right-tube": replace(TABLE, awaits="right_tube"),
    "no-phone": replace(TABLE, no_phone=members(2)),
    "single": replace(TABLE, is_single=True, pool=1),
    "replacement": replace(
        TABLE, awaits="replacement", card=card(Light.AMBER, "replacement", name="陈**", building="")
    ),
}


def pages(shown: Window) -> dict[str, Callable[[], None]]:
    """Name -> what brings that page up."""
    page = shown.sampling

    def opened(what: Sampling, tile: str = "") -> None:
        if shown._status is not None:
            shown.show_status(has_tables(shown._status))
        shown.press("⇧F2")
        page.panel.clear()
        page.show_sampling(replace(what, card=None, awaits=""))
        page.show_sampling(what)
        page.tiles.pick(tile)

    def conflict() -> None:
        figures = FIGURES | {"conflicts": 2}
        in_conflict = card(Light.RED, "in_conflict", name="", building="", code="990101-4019")
        opened(replace(TABLE, conflicts=TWICE, figures=figures, card=in_conflict), "conflicts")

    def resolving() -> None:
        conflict()
        page.press(8)

    def sending() -> None:
        opened(NO_BOX)
        page.press(6)

    def closing() -> None:
        opened(replace(TABLE, tube=None, members=()))
        page.press(5)
        refused = replace(page.shown, refusal="count_differs")
        page.show_sampling(refused)

    def voiding() -> None:
        opened(TABLE)
        page.press(3)

    def signing() -> None:
        opened(replace(TABLE, conflicts=TWICE, awaits="lead", for_way="resolve"), "conflicts")

    named = {f"table-{name}": (lambda what=what: opened(what)) for name, what in STATES.items()}
    return {
        **named,
        "table-tubes": lambda: opened(TABLE, "sealed"),
        "table-to-sample": lambda: opened(TABLE, "again"),
        "table-conflict": conflict,
        "table-resolving": resolving,
        "table-sending": sending,
        "table-closing": closing,
        "table-voiding": voiding,
        "table-signing": signing,
    }


def has_tables(status: Status) -> Status:
    """The status of a site that samples."""
    return replace(status, samples=True)
