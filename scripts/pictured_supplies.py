"""Made-up content for the pictures of supplies, the duty guide and the duty log; taking them is `pictures`'."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from station.ui.supply_view import Amount, DutyLog, Guide, HeldRow, HolderCard, LogRow, MoveRow, StockRow, Supplies
from station.ui.window import Window

AT = datetime(2022, 12, 5, 7, 50, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)
MASK, VEST = "医用外科口罩", "志愿者马甲"


def _row(name: str, batch: str, expiry: str, quantity: int, **more: object) -> StockRow:
    made = {"item": name, "name": name, "spec": "", "unit": "只", "total": quantity} | more
    return StockRow(batch=batch, expiry=expiry, quantity=quantity, **made)  # type: ignore[arg-type]


ROWS = (
    _row(MASK, "B20220501", "2024-04-30", 380, total=1_380),
    _row(MASK, "B20220917", "2024-09-16", 1_000, total=None),
    _row("一次性医用丁腈检查手套(无粉)", "N7", "2023-02-28", 40, spec="M 码", unit="双", state="low"),
    _row("84消毒液", "", "2022-11-30", 6, unit="瓶", spec="500 mL", state="expired"),
    _row("防护面屏", "F1", "", 0, unit="个", short=4, state="short"),
    _row("对讲机", "", "", 5, unit="台"),
    _row(VEST, "", "", 18, unit="件"),
    _row("额温枪", "", "", 0, unit="支", state="none"),
)
HOLDER = HolderCard(
    number="990101-0007",
    name="欧阳**",
    post="卡口扫码与秩序维护岗",
    duty="08:00-11:00",
    kit=(Amount(MASK, MASK, 2), Amount(VEST, VEST, 1)),
    missing=(Amount("防护面屏", "防护面屏", 1),),
    holds=(Amount("对讲机", "对讲机", 1),),
)
MOVES = tuple(
    MoveRow(id=str(number), at=AT - timedelta(minutes=9 * number), change=change, what=what, who=who, is_undone=undone)
    for number, (change, what, who, undone) in enumerate(
        (
            ("issued", f"{MASK} ×2、{VEST} ×1", "王**", False),
            ("issued", f"{MASK} ×1", "李*", True),
            ("counted", "防护面屏 = 0", "ld1", False),
            ("received", f"{MASK} ×1,000", "ld1", False),
            ("wasted", "一次性医用丁腈检查手套(无粉) ×3", "ld1", False),
        )
    )
)
HELD = (HeldRow("990101-0012", "李*", Amount("对讲机", "对讲机", 1), AT - timedelta(hours=20)),)
SUPPLIES = Supplies(
    rows=ROWS,
    moves=MOVES,
    held=HELD,
    holder=HOLDER,
    undoable="0",
    done="issued",
    what=f"{MASK} ×2、{VEST} ×1",
    alerts={"low": 1, "expired": 1, "short": 1},
)
GUIDES = (
    Guide(
        "gate",
        "卡口扫码岗",
        "到岗先向站点负责人报到，领取口罩和马甲，核对通道方向。\n\n"
        "请居民出示通行证，放进镜头的四个角内：\n- 绿色：放行\n- 黄色：看清提示，按数字键\n"
        "- 红色：停下，说明原因，请负责人\n\n"
        "老人没有手机时按 F2，按姓名或楼栋查找，不要让老人排第二次队。\n\n"
        "遇到发热、晕倒、争执，先保证人的安全，再按 ⇧F12 记录。",
        3,
    ),
    Guide("order", "秩序维护岗", "保持一米距离。", 1),
)
LOG = DutyLog(
    undoable="2",
    rows=(
        LogRow(
            "2",
            AT,
            "incident",
            {
                "type": "fall",
                "place": "南口外人行道",
                "action": "扶起，联系家属",
                "called_120": "yes",
                "handed_to": "社区卫生服务站",
            },
        ),
        LogRow(
            "1",
            AT - timedelta(minutes=50),
            "disinfection",
            {
                "place": "值守亭",
                "agent": "84消毒液",
                "concentration": "500 mg/L",
                "area": "30 平方米",
                "person": "王**",
            },
        ),
    ),
)


def pages(shown: Window) -> dict[str, Callable[[], None]]:
    """Name -> what brings that page up."""

    def supplies() -> None:
        shown.press("⇧F11")
        shown.supplies.show_supplies(SUPPLIES)

    def receipt() -> None:
        shown.press("⇧F11")
        shown.supplies.show_supplies(SUPPLIES)
        shown.supplies.press(3)

    def over_quota() -> None:
        shown.press("⇧F11")
        shown.supplies.show_supplies(
            Supplies(rows=ROWS, holder=HOLDER, refusal="over_quota", awaits_lead=True, alerts=SUPPLIES.alerts)
        )

    def empty() -> None:
        shown.press("⇧F11")
        shown.supplies.show_supplies(Supplies())

    return {"supplies": supplies, "supplies-receipt": receipt, "supplies-quota": over_quota, "supplies-empty": empty}


def side_pages(shown: Window) -> dict[str, Callable[[], None]]:
    """Name -> what brings that side page of the gate up."""
    sides = shown.gate.sides

    def guide() -> None:
        shown.press("⇧F1")
        sides.guide.show_guides(GUIDES)

    def log() -> None:
        shown.press("⇧F12")
        sides.log.show_log(LOG)
        sides.log.press(0)

    return {"guide": guide, "log": log}
