"""A computer's first page before it is a station: central's QR code before the camera, or address and code typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from checkpoint.wording import LANGUAGES
from station.ui import theme as themes
from station.ui.camera_view import CameraView
from station.ui.key_button import KeyButton
from station.ui.language import NAMES, speak
from station.ui.side.page import label


class EnrolWindow(QWidget):
    """Signals: asked(address, code), closed(). What came of it is shown by `say`, in words of its own."""

    asked = Signal(str, str)
    closed = Signal()

    def __init__(self, *, language: str, theme: str) -> None:
        super().__init__()
        themes.load_font()
        self.setObjectName("page")
        self.resize(1280, 800)
        self.language, self._said = "", ""
        self.camera = CameraView()
        self._title, self._hint, self._or = label("word"), label("next"), label("soft")
        self.said = label("said")
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
        worn = theme if theme in themes.PALETTES else "light"
        self.camera.set_page_colour(themes.PALETTES[worn].page)
        self.setStyleSheet(themes.style_sheet(worn))
        self.set_language(language if language in LANGUAGES else LANGUAGES[0])

    def _build(self) -> None:
        told = QVBoxLayout()
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

    def show_frame(self, image: QImage) -> None:
        """The camera's newest picture."""
        self.camera.show_frame(image)

    def send(self) -> None:
        """Become the station of what was typed, once both lines say something."""
        server, code = self.server.text().strip(), self.code.text().strip()
        if not server or not code:
            (self.code if server else self.server).setFocus()
            return
        self.asked.emit(server if "://" in server else f"https://{server}", code)

    def say(self, what: str, detail: str = "") -> None:
        """What came of it: waiting, bad_code, no_invitation, not_central, other_key, no_answer, waiting_roster, failed.

        detail: the program's own sentence, shown below for whoever is called.
        """
        self._said = what
        shown = "\n".join(part for part in (self._words(what), detail) if part)
        self.said.setText(shown)
        self.said.setVisible(bool(shown))
        self.enter.setEnabled(what != "waiting")

    def _words(self, what: str) -> str:
        words = {
            "waiting": self.tr("One moment: this computer introduces itself to central…"),
            "bad_code": self.tr("Central does not take this code: it was used, has expired or was mistyped."),
            "no_invitation": self.tr("This is not a code that lets a computer in. Ask central for one."),
            "not_central": self.tr("Somebody else answers in central's place. Is there a page to sign in to?"),
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
        self.say(self._said)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """The window was closed."""
        self.closed.emit()
        super().closeEvent(event)
