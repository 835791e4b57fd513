"""Ties each part to the next: camera to desk, desk to window, journal to courier; it knows all and decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from checkpoint.invitation import is_invitation
from station.attending import Attending
from station.clock import DeviceClock
from station.pooling import LINE, Pooling
from station.reporting import Reporting
from station.retirement import Retirement
from station.settings import Kept, Places, Settings
from station.settling import Settling
from station.supplying import Supplying
from station.syncing import Syncing
from station.tending import Tending
from station.threads import Answer, Sweeper, Worker
from station.troubles import trouble_of
from station.ui.view import Card, Compared, Status, Trouble
from station.ui.window import Window
from station.watching import Watching

if TYPE_CHECKING:
    from station.demo import Prepared

FORGET_AFTER_MS = 20_000
"""After the start: the first person comes first."""
SYNC_AFTER_MS = 200
"""After an entry: a decision often follows, and both go in one batch."""
WATCH_AGAIN_MS = 1_000
"""After something unforeseen stopped the camera's thread."""
_WRITES = frozenset(
    "show decide open side_card side_registered side_duty peak entered supply_moved supply_scanned supply_log "
    "table_scanned table_written".split()
)
"""What the desk is asked for that people wait for."""
FIRST_ZONE = ZoneInfo("Asia/Shanghai")
"""Until the roster says where the site is."""


class Station(QObject):
    """One station at work. Signals: ready() once when the first code could be judged."""

    ready = Signal()

    def __init__(
        self, where: Places, settings: Settings, *, demo: bool = False, prepare: Callable[[], Prepared] | None = None
    ) -> None:
        super().__init__()
        self._where, self._demo, self._prepare = where, demo, prepare
        self._kept = Kept(where, settings, is_written=not demo)
        self._clock = DeviceClock()
        self._lane: Any = None
        self._status: Status | None = None
        self._last_sync: datetime | None = None
        self._turn_at_end = False
        self.window = Window(
            zone=FIRST_ZONE,
            language=settings.language,
            theme=settings.theme,
            sounds=settings.sounds,
            mirror=settings.mirror,
        )
        self.watching = Watching()
        self.syncing = Syncing(self._clock, settings.sync_every_s)
        self._desk_worker = Worker("desk")
        self.tending = Tending(self.window, self._desk_worker, where.prints)
        self.reporting = Reporting(self.window, self._desk_worker, where)
        self.settling = Settling(self.window, self._desk_worker)
        self.retirement = Retirement(where, self.window, self._desk_worker)
        self.supplying = Supplying(self.window, self._desk_worker, where.prints)
        self.attending = Attending(self.window, self._desk_worker)
        self.pooling = Pooling(self.window, self._desk_worker, self.watching)
        self._minute = QTimer(self, interval=60_000)
        self._sweeper = Sweeper(self)
        self._connect()

    # --- doors ---

    def _connect(self) -> None:
        window, watching = self.window, self.watching
        self.tending.carded.connect(self.show_card)
        self.tending.changed.connect(self.ask_lists)
        self.settling.changed.connect(self.ask_lists)
        for tie in (self.settling, self.supplying, self.reporting, self.attending, self.pooling):
            tie.changed.connect(self.sync_soon)
        for passing in (self.supplying, self.reporting):
            passing.passed_on.connect(self.judge)
        self.tending.camera_chosen.connect(self.choose_camera)
        window.typed.connect(self.enter_typed)
        window.scanned.connect(self.enter_scanned)
        window.closed.connect(self.quit)
        window.direction_chosen.connect(self.turn)
        window.language_chosen.connect(self.keep_language)
        window.theme_chosen.connect(self.keep_theme)
        watching.saw_frame.connect(self.show_frame)
        watching.read.connect(self.show_reading)
        watching.read.connect(window.locking.touch)
        watching.read.connect(self._sweeper.touch)
        watching.read.connect(self.syncing.touch)
        watching.troubled.connect(self.show_camera_trouble)
        watching.ended.connect(self.watch_again)
        self._desk_worker.answered.connect(self.take_desk_answer)
        self.syncing.came_back.connect(self.take_round)
        self.syncing.retired.connect(self.retirement.take)
        self.retirement.over.connect(self.let_go)
        self.syncing.compared.connect(self.tending.compare)
        self.syncing.carried.connect(window.show_carried)
        window.stick_asked.connect(self.syncing.carry)
        self._minute.timeout.connect(self.tick)

    def open(self) -> None:
        """Show the window, then open everything behind it."""
        self.window.show()
        # Where nobody manages windows (a kiosk) the keyboard is nobody's until it is asked for.
        self.window.activateWindow()
        QTimer.singleShot(0, self.open_behind)

    @Slot()
    def open_behind(self) -> None:
        """After the first paint: the heavy libraries are loaded on the workers, not before the window."""
        if self._prepare is None:
            self.watch()
            self._desk_worker.ask("open", self._open_lane)
        else:
            self.window.show_preparing()
            self._desk_worker.ask("prepare", self._prepare)
        self._minute.start()

    def close(self) -> None:
        """Let everything finish what it is doing, then let go of the disk."""
        self._minute.stop()
        self.watching.stop()
        self.syncing.stop()
        self.tending.stop()
        self.reporting.stop()
        self.attending.stop()
        self._desk_worker.stop()
        self._sweeper.stop()
        if self._lane is not None:
            self._lane.store.close()

    def _open_lane(self) -> Any:
        from station.lane import Lane, open_store

        store = open_store(self._where)
        try:
            lane = Lane(store, self._kept.now, self._clock)
        except BaseException:
            store.close()
            raise
        return lane

    # --- a scan ---

    @Slot(object)
    def show_frame(self, image: Any) -> None:
        """A picture from the camera."""
        self.window.show_frame(image)
        self.watching.frame_shown()

    @Slot(object)
    def show_reading(self, reading: Any) -> None:
        """A code was shown: to the desk with it. Before the desk is open nothing is judged."""
        if self._lane is None or is_invitation(reading.text):
            # What has just let this computer in is nobody's pass.
            return
        if self.window.gate.sides.open_name == "shift":
            self.tending.sign(reading.text)
        elif self.attending.takes_badges:
            self.attending.show(reading.text)
        elif self.pooling.takes_codes:
            self.pooling.scan(reading)
        elif reading.symbology != LINE:  # A label that was on its way when the table's page closed is nobody's pass.
            method = "scan" if reading.source == "camera" else reading.source
            take = next((tie.scan for tie in (self.supplying, self.reporting) if tie.takes_badges), self.judge)
            take(reading.text, method, reading.suppressed)

    @Slot(str, str, int)
    def judge(self, text: str, method: str, suppressed: int) -> None:
        """Somebody is at the gate with that code."""
        self._desk_worker.ask("show", self._lane.show, text, method, suppressed)

    @Slot(str)
    def enter_typed(self, text: str) -> None:
        """A code typed by hand."""
        self.watching.enter(text, "typed")

    @Slot(str)
    def enter_scanned(self, text: str) -> None:
        """A code from a handheld scanner."""
        self.watching.enter(text, "wedge")

    @Slot()
    def quit(self) -> None:
        """The window was closed."""
        application = QApplication.instance()
        if application is not None:
            application.quit()

    @Slot(str)
    def choose_camera(self, source: str) -> None:
        """Watch another camera, also after a restart."""
        self._kept.change(camera=source)
        self.watching.choose(source)

    @Slot(str)
    def turn(self, direction: str) -> None:
        """The lane goes the other way from now on, also after a restart."""
        self._kept.change(direction=direction)
        if self._lane is not None:
            self._desk_worker.ask("turn", self._lane.turn, direction)
            self._ask_status()

    @Slot(object)
    def take_desk_answer(self, answer: Answer) -> None:
        """What the desk's thread has done."""
        if answer.error is not None:
            self._tell_trouble(answer)
        # Without a lane, before the first one or when it was let go, only what brings one means anything.
        if self.retirement.take_answer(answer) or (self._lane is None and answer.name not in {"prepare", "open"}):
            return
        takers = (self.tending, self.supplying, self.attending, self.settling, self.reporting, self.pooling)
        if any(taker.take(answer) for taker in takers) or answer.error is not None:
            return
        take = getattr(self, f"_took_{answer.name}", None)
        if take is not None:
            take(answer.value)

    def _took_prepare(self, prepared: Prepared) -> None:
        self._turn_at_end = prepared.turn_at_end
        self._kept.change(camera=prepared.source)
        self.watching.start(prepared.source, loop=not prepared.turn_at_end)
        self._desk_worker.ask("open", self._open_lane)

    def _took_open(self, lane: Any) -> None:
        self._lane = lane
        self.watching.set_debounce(lane.debounce_s)
        self.window.set_zone(ZoneInfo(lane.zone_name))
        self.tending.meet(lane, self._kept.now.camera)
        for tie in (self.reporting, self.supplying, self.attending, self.settling, self.retirement, self.pooling):
            tie.meet(lane)
        if self._kept.now.home == "duty":
            self.window.press("⇧F3")
        self.ask_lists()
        self.syncing.meet(lane.store)
        self._sweeper.settle()
        self.ready.emit()
        self.window.build_ahead()
        QTimer.singleShot(FORGET_AFTER_MS, self, self.tick)

    @Slot(object)
    def show_card(self, card: Card) -> None:
        """Its entry is on disk."""
        self.window.show_card(card)
        self._after_entry()

    _took_show = show_card

    def _took_decide(self, card: Card | None) -> None:
        if card is not None:
            self.show_card(card)
        else:
            # Nothing was left to decide: a card that still offers it must not stay.
            self.window.clear_card()
            self.ask_lists()

    def _took_rows(self, rows: Any) -> None:
        self.window.show_rows(rows)

    def _took_status(self, status: Status) -> None:
        is_first, self._status = self._status is None, status
        self._show_status()
        if is_first and self._kept.now.home == "table":
            self.window.press("⇧F2")

    def _after_entry(self) -> None:
        for trouble in (Trouble.DISK_FULL, Trouble.STORE_FAILED):
            self.window.show_trouble(trouble, False)
        self.ask_lists()
        self.syncing.soon(SYNC_AFTER_MS)

    @Slot()
    def sync_soon(self) -> None:
        """Something was written that is on no list of the gate's."""
        self._ask_status()
        self.syncing.soon(SYNC_AFTER_MS)

    @Slot()
    def ask_lists(self) -> None:
        """Bring the last passages and what is always in sight."""
        self._desk_worker.ask("rows", self._lane.rows)
        self._ask_status()

    def _ask_status(self) -> None:
        self._desk_worker.ask("status", self._lane.status)

    def _show_status(self) -> None:
        if self._status is not None:
            last = self._last_sync or self._status.last_sync
            status = replace(self._status, link=self.syncing.link, why=self.syncing.why, last_sync=last)
            self.window.show_status(replace(status, demo=self._demo, central=self.reporting.central))

    def _took_entered(self, card: Card | None) -> None:
        if card is not None:
            self.show_card(card)

    _took_undo = _took_entered

    def _took_refresh(self, _nothing: None) -> None:
        self.watching.set_debounce(self._lane.debounce_s)

    def _tell_trouble(self, answer: Answer) -> None:
        """One banner for what went wrong. What only reads (lists, figures, the roster) is asked again soon anyway."""
        if answer.name in _WRITES:
            self.window.show_trouble(trouble_of(answer), True)
        elif answer.name == "prepare":
            self.window.show_trouble(Trouble.DEMO_FAILED, True)

    # --- the camera ---

    @Slot(str, bool)
    def show_camera_trouble(self, trouble: str, on: bool) -> None:
        """The camera is gone, frozen or black, or has come back."""
        self.window.show_trouble(Trouble(trouble), on)

    @Slot()
    def watch_again(self) -> None:
        """The demo's video has ended: the same people now go the other way. A real camera is only opened again."""
        if self._turn_at_end:
            self.turn("out" if self._kept.now.direction == "in" else "in")
            self.watching.start(self._kept.now.camera, loop=False)
        else:
            QTimer.singleShot(WATCH_AGAIN_MS, self, self.watch)

    @Slot()
    def watch(self) -> None:
        """Open the camera that is set."""
        self.watching.start(self._kept.now.camera, loop=True)

    # --- central ---

    @Slot(bool)
    def take_round(self, online: bool) -> None:
        """A round with central is over: what it brought counts from the next scan on."""
        if self._lane is None:
            return
        if online:
            self._last_sync = self._clock.now()
            self._desk_worker.ask("mark", self._lane.store.set_mark, "last_sync_at", self._last_sync.isoformat())
        self._desk_worker.ask("refresh", self._lane.refresh)
        self.ask_lists()
        self.settling.look_again()
        self.attending.bring_board()
        self.pooling.look_again()

    def _took_compare(self, compared: Compared | None) -> None:
        if compared is not None:
            self.reporting.central = compared
            self._show_status()

    @Slot()
    def let_go(self) -> None:
        """Central has everything of a station that was taken out of service: nobody touches its file any more."""
        self._lane = None
        self._minute.stop()
        self.watching.stop()
        self.syncing.stop()
        self.reporting.let_go()

    @Slot()
    def tick(self) -> None:
        """Every minute: midnight may have passed, and retention may have something to forget."""
        self.reporting.tidy(self._clock.now())
        if self._lane is not None:
            self.reporting.forget(is_quiet=self._sweeper.is_quiet)
            self.tending.sweep(self._clock.now())
            self.ask_lists()

    def _took_forget(self, forgotten: int) -> None:
        if forgotten:  # A little at a time, so that nobody waits for a card meanwhile.
            QTimer.singleShot(1_000, self, self.tick)

    @Slot(str)
    def keep_language(self, language: str) -> None:
        """Remember the language chosen."""
        self._kept.change(language=language)

    @Slot(str)
    def keep_theme(self, theme: str) -> None:
        """Remember the theme chosen."""
        self._kept.change(theme=theme)
