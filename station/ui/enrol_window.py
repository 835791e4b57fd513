"""A computer's first page before it is a station: central's QR code before the camera, or address and code typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from checkpoint.invitation import is_invitation
from checkpoint.wording import LANGUAGES
from station.ui import theme as themes
from station.ui.camera_view import CameraView
from station.ui.key_button import KeyButton
from station.ui.language import NAMES, speak
from station.ui.side.page import label


class EnrolWindow(QWidget):
    """Signals: asked(address, code), scanned(text), a handheld scanner's, language_chosen(name), closed().

    What came of it is shown by `say`, in words of its own.
    """

    asked = Signal(str, str)
    scanned = Signal(str)
    language_chosen = Signal(str)
    closed = Signal()

    def __init__(self, *, language: str, theme: str, mirror: bool = True) -> None:
        super().__init__()
        themes.load_font()
        self.setObjectName("page")
        self.setMinimumSize(1180, 720)
        self.resize(1280, 800)
        self.language, self._said, self._detail, self._scale = "", "", "", 1.0
        self.camera = CameraView(mirror=mirror)
        self._title, self._hint, self._or = label("word"), label("next"), label("soft")
        self.said = label("told")
        self._no_camera = label("said")
        self._no_camera.setProperty("state", "fault")
        self._no_camera.setWordWrap(True)
        self._no_camera.hide()
        for text in (self._hint, self._or, self.said):
            text.setWordWrap(True)
        self.server, self.code = QLineEdit(), QLineEdit()
        self.enter, self.other = KeyButton("↵"), KeyButton("F9")
        self.enter.setObjectName("plain_button")
        self.other.setObjectName("quiet_button")
        self.enter.clicked.connect(self.send)
        self.other.clicked.connect(self.next_language)
        for line in (self.server, self.code):
            line.returnPressed.connect(self.send)
            line.installEventFilter(self)
        self._build()
        self._title.setProperty("fit", "least")
        self._worn = theme if theme in themes.PALETTES else "light"
        self.camera.set_page_colour(themes.PALETTES[self._worn].page)
        self.setStyleSheet(themes.style_sheet(self._worn))
        self.set_language(language if language in LANGUAGES else LANGUAGES[0])

    def _build(self) -> None:
        told = QVBoxLayout()
        told.addWidget(self._no_camera)
        for widget in (self._title, self._hint, self._or, self.server, self.code, self.said):
            told.addWidget(widget)
        told.addStretch(1)
        keys = QHBoxLayout()
        keys.addWidget(self.enter)
        keys.addStretch(1)
        keys.addWidget(self.other)
        told.addLayout(keys)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        layout.addWidget(self.camera, 1)
        layout.addLayout(told, 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """F9 works while a line has the keys, too."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F9:
            self.next_language()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """F9 works while no line has the keys."""
        if event.key() == Qt.Key.Key_F9:
            self.next_language()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """A larger window shows everything larger."""
        super().resizeEvent(event)
        scale = themes.scale_of(self.width(), self.height())
        if scale != self._scale:
            self._scale = scale
            self.setStyleSheet(themes.style_sheet(self._worn, scale))

    def begin(self) -> None:
        """Show it, and begin at the first line: where nobody manages windows the keys are nobody's until asked for."""
        self.show()
        self.activateWindow()
        self.server.setFocus()

    def show_camera_trouble(self, on: bool) -> None:
        """There is no picture from the camera, or there is one again."""
        self._no_camera.setVisible(on)

    def show_frame(self, image: QImage) -> None:
        """The camera's newest picture."""
        self.camera.show_frame(image)

    def send(self) -> None:
        """Become the station of what was typed, once both lines say something."""
        server, code = self.server.text().strip(), self.code.text().strip()
        if is_invitation(server) or is_invitation(code):
            # A handheld scanner typed the whole picture into a line.
            self.server.clear()
            self.code.clear()
            self.scanned.emit(server if is_invitation(server) else code)
            return
        if not server or not code:
            (self.code if server else self.server).setFocus()
            return
        self.asked.emit(server if "://" in server else f"https://{server}", code)

    def say(self, what: str, detail: str = "") -> None:
        """What came of it: waiting, was_station or one of those in `_words`.

        detail: the program's own sentence, for whoever is called about something that nobody has foreseen.
        """
        self._said, self._detail = what, detail
        shown = "\n".join(part for part in (self._words(what), detail) if part)
        self.said.setText(shown)
        self.said.setVisible(bool(shown))
        self.said.setProperty("state", "" if what in {"waiting", "was_station"} else "fault")
        themes.restyle(self.said)
        self.enter.setEnabled(what != "waiting")

    def _words(self, what: str) -> str:
        words = {
            "waiting": self.tr("One moment: this computer introduces itself to central…"),
            "was_station": self.tr(
                "This computer was a station. It was taken out of service, and its data was erased. "
                "With a new code from central it becomes one again."
            ),
            "bad_code": self.tr("Central does not take this code: it was used, has expired or was mistyped."),
            "no_invitation": self.tr("This is not a code that lets a computer in. Ask central for one."),
            "not_central": self.tr("Somebody else answers in central's place. Is there a page to sign in to?"),
            "newer": self.tr("A newer central made this code. Update this program first."),
            "damaged": self.tr("This code is damaged. Have central make another one."),
            "untrusted": self.tr(
                "Nobody vouches for the server at this address. Use central's QR code, which says whom to trust."
            ),
            "expired": self.tr(
                "Central's certificate is not good at this time. Is this computer's clock right? "
                "If it is, call the office."
            ),
            "plain_http": self.tr("The address must begin with https:// so that nobody on the way can listen."),
            "no_address": self.tr("This is not an address. It looks like https://central.example."),
            "other_key": self.tr("The server has another key than the code says. Do not go on; call the office."),
            "no_answer": self.tr("Central cannot be reached. Check the network and the address."),
            "waiting_roster": self.tr("This is a station now, but the roster has not come in full. Try again."),
            "failed": self.tr("It did not work. Try again, or call the office."),
        }
        return words.get(what, "")

    def set_language(self, name: str) -> None:
        """Speak this language from now on."""
        speak(name)
        self.language = name
        self.retranslate()

    def next_language(self) -> None:
        """The next language."""
        self.set_language(LANGUAGES[(LANGUAGES.index(self.language) + 1) % len(LANGUAGES)])
        self.language_chosen.emit(self.language)

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        self.setWindowTitle(self.tr("Station"))
        self._title.setText(self.tr("Not a station yet"))
        self._hint.setText(self.tr("Hold the QR code from central before the camera."))
        self._or.setText(self.tr("Or type central's address and the one-time code:"))
        self.server.setPlaceholderText("https://central.example")
        self.code.setPlaceholderText("ABCD-EFGH-JKLM")
        self.enter.say(self.tr("Enrol"))
        self.other.say(NAMES[self.language])
        self._no_camera.setText(self.tr("No picture from the camera. Check its cable, or type below."))
        self.camera.retranslate()
        self.say(self._said, self._detail)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """The window was closed."""
        self.closed.emit()
        super().closeEvent(event)
