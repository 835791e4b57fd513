"""Made-up content for the pictures of the duty desk's page; taking them is `pictures`'."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from checkpoint.gate import Light
from station.ui.duty_view import Board, BoardRow, DutyCard, LeadState, ShiftChoice, TimelineBar
from station.ui.window import Window

ZONE = ZoneInfo("Asia/Shanghai")
TEAM, OTHER_TEAM = "示例社区志愿服务队", "青年志愿者协会"


def at(clock: str) -> datetime:
    """A moment of the pictures' day."""
    return datetime.fromisoformat(f"2022-12-05T{clock}").replace(tzinfo=ZONE).astimezone(UTC)


NOW = at("11:20")


def _row(number: int, name: str, status: str, came: str = "", left: str = "", **more: object) -> BoardRow:
    kept: dict[str, object] = {"shift": "S7", "begins": at("08:00"), "ends": at("11:00"), "post": "秩序引导"} | more
    bars = [TimelineBar(kept["begins"], kept["ends"], "planned")]  # type: ignore[arg-type]
    if came:
        is_over = status == "unsigned"
        until = at(left) if left else kept["ends"] if is_over else NOW
        bars.append(TimelineBar(at(came), until, "unsigned" if is_over else "served" if left else "open"))  # type: ignore[arg-type]
    fields = kept | {"came_at": at(came) if came else None, "left_at": at(left) if left else None}
    made = {"team": TEAM if number % 3 else OTHER_TEAM, "bars": tuple(bars)} | fields
    return BoardRow(number=f"990101-{number:04d}", name=name, status=status, **made)  # type: ignore[arg-type]


NOON = {"shift": "S9", "begins": at("11:00"), "ends": at("14:00"), "post": "测温登记"}
ROWS = (
    _row(1, "王**", "done", "07:50", "11:05", minutes=180, actions=("overtime",)),
    _row(2, "李*", "done", "08:17", "11:00", minutes=163, late_min=17, marks=("late",), actions=("waive_late",)),
    _row(3, "赵*", "done", "08:00", "10:20", minutes=140, early_min=40, marks=("early",), actions=("waive_early",)),
    _row(4, "陈**", "absent", marks=("replaced",), replaced_by="刘* (990101-0005)"),
    _row(5, "刘*", "done", "09:05", "11:00", minutes=115, replaces="陈** (990101-0004)", is_rostered=False),
    _row(
        6, "欧阳**", "unsigned", "07:58", confirm_until=NOW + timedelta(hours=47, minutes=12), actions=("confirm_out",)
    ),
    _row(7, "周*", "refused", codes=("post_expired",), actions=("back_entry",)),
    _row(8, "吴**", "refused", codes=("possible_borrowed",), actions=("back_entry", "reinstate")),
    _row(11, "孙*", "on_duty", "10:55", actions=("confirm_out",), **NOON),  # type: ignore[arg-type]
    _row(12, "郑**", "expected", actions=("absent", "excused", "replace"), **NOON),  # type: ignore[arg-type]
    _row(13, "冯*", "missing", actions=("absent", "excused", "replace"), **NOON),  # type: ignore[arg-type]
    _row(14, "S*", "excused", **NOON),  # type: ignore[arg-type]
)
FIGURES = {"expected": 11, "present": 6, "rate": 545, "late": 1, "early": 1, "missing": 1, "absent": 1, "excused": 1}
FIGURES |= {"replacements": 1, "unsigned": 1, "refused": 2}
BOARD = Board(
    day=date(2022, 12, 5),
    now=NOW,
    figures=FIGURES,
    shown=FIGURES,
    rows=ROWS,
    starts=at("08:00"),
    ends=at("17:00"),
    posts={"order": "秩序引导", "warm": "测温登记"},
    teams={"T1": TEAM, "T2": OTHER_TEAM},
    shifts=(
        ShiftChoice(shift="S9", begins=at("11:00"), ends=at("14:00"), post="测温登记", places_left=2),
        ShiftChoice(shift="S10", begins=at("14:00"), ends=at("17:00"), post="秩序引导", places_left=4),
    ),
    lead=LeadState(number="990101-0100", name="周**", role="lead", until=at("11:23")),
)
IN = DutyCard(
    entry="i",
    light=Light.GREEN,
    result="checked_in",
    at=at("07:50"),
    number="990101-0001",
    name="王**",
    team=TEAM,
    post="秩序引导",
    begins=at("08:00"),
    ends=at("11:00"),
    offers=("undo", "suspend"),
)
CARDS = {
    "duty-in": IN,
    "duty-in-warned": replace(
        IN,
        entry="w",
        at=at("08:17"),
        warns=("insurance_expired", "long_day"),
        group_until=at("08:17") + timedelta(seconds=97),
        late_min=17,
    ),
    "duty-kit": replace(
        IN,
        entry="k",
        kit=(("医用外科口罩", 2), ("志愿者马甲", 1)),
        kit_missing=(("防护面屏", 1),),
        warns=("insurance_missing",),
    ),
    "duty-out": replace(IN, entry="o", result="checked_out", at=at("11:05"), minutes=180, hours="3.0"),
    "duty-asked": replace(
        IN,
        entry="a",
        light=Light.AMBER,
        result="asked",
        asks=("confidential", "guide"),
        guide="G",
        offers=("answer", "suspend"),
    ),
    "duty-phone": replace(
        IN, entry="p", light=Light.AMBER, result="asked", asks=("phone_end",), offers=("answer", "suspend")
    ),
    "duty-guide": replace(
        IN,
        entry="g",
        light=Light.AMBER,
        result="asked",
        asks=("guide",),
        guide="站在黄线外,与排队人员保持一米距离。\n\n先问好,再请对方出示通行证;不翻看他人手机。\n\n遇到身体不适或争执,不要阻拦,立即呼叫负责人。\n\n离岗前向接班人员交代未办结事项,归还马甲与对讲机。",
        offers=("answer", "suspend"),
    ),
    "duty-refused": replace(
        IN,
        entry="r",
        light=Light.RED,
        result="refused",
        codes=("post_expired",),
        offers=("suspend",),
        name="周*",
        number="990101-0007",
    ),
    "duty-again": replace(
        IN, entry="d", light=Light.AMBER, result="refused", codes=("already_on_duty",), offers=("check_out", "suspend")
    ),
}


def pages(shown: Window) -> dict[str, Callable[[], None]]:
    """Name -> what brings that picture up."""
    page = shown.duty

    def board() -> None:
        shown.press("⇧F3")
        page.show_board(BOARD)
        page.table.select(("S7", "990101-0006"))

    def card(of: DutyCard) -> Callable[[], None]:
        def show() -> None:
            board()
            page.card.clear()
            page.show_card(of)

        return show

    def timeline() -> None:
        board()
        page.card.clear()
        shown.press("⇧F7")

    def form() -> None:
        shown.press("⇧F7")
        page.table.select(("S7", "990101-0006"))
        page.press(3)

    def empty() -> None:
        page.cancel()
        page.show_board(replace(BOARD, rows=(), shifts=(), shown={}, lead=LeadState()))

    def sign() -> None:
        page.press(8)

    shows: dict[str, Callable[[], None]] = {"duty-board": board}
    shows |= {name: card(one) for name, one in CARDS.items()}
    return shows | {"duty-timeline": timeline, "duty-confirm": form, "duty-empty": empty, "duty-sign": sign}
