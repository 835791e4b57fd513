"""The duty guide (岗位指南) of each post, large enough for arm's length; which posts there are is not this page's."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton

from station.ui.side.page import SidePage, label
from station.ui.supply_view import Guide
from station.ui.theme import UNIT


class GuidePage(SidePage):
    """Digits choose a post, arrow keys and Page Down turn the page; it works offline, from the roster."""

    def __init__(self) -> None:
        super().__init__()
        self.guides: tuple[Guide, ...] = ()
        self._place = 0
        self._posts = QHBoxLayout()
        self._posts.setSpacing(UNIT)
        self.posts: list[QPushButton] = []
        self._version, self._empty = label("soft"), label("idle_hint")
        self._empty.setWordWrap(True)
        self.text = QPlainTextEdit()
        self.text.setObjectName("guide_text")
        self.text.setReadOnly(True)
        self.inner.addLayout(self._posts)
        self.inner.addWidget(self._empty)
        self.inner.addWidget(self.text, 1)
        self.inner.addWidget(self._version)
        self.retranslate()

    def opened(self) -> None:
        """The text has the focus: its keys turn it."""
        self.text.setFocus()

    def show_guides(self, guides: tuple[Guide, ...], post: str = "") -> None:
        """Show these. post: the one to begin with, else the one that was shown."""
        shown = post or (self.guide.post if self.guide else "")
        self.guides, self.is_told = guides, True
        self._place = next((n for n, one in enumerate(guides) if one.post == shown), 0)
        for button in self.posts:
            self._posts.removeWidget(button)
            button.deleteLater()
        self.posts = [self._button(number) for number in range(len(guides))]
        self.retranslate()

    def _button(self, number: int) -> QPushButton:
        made = QPushButton()
        made.setObjectName("tile")
        made.setCheckable(True)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(lambda _checked=False, number=number: self.press(number))
        self._posts.addWidget(made)
        return made

    @property
    def guide(self) -> Guide | None:
        """The guide that is shown."""
        return self.guides[self._place] if self._place < len(self.guides) else None

    def press(self, number: int) -> bool:
        """The digit of a post."""
        if number >= len(self.guides):
            return False
        self._place = number
        self.retranslate()
        return True

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        super().retranslate()
        guide = self.guide
        self.title.setText(self.tr("Duty guide: {post}").format(post=guide.name) if guide else self.tr("Duty guide"))
        self._empty.setText(self.tr("No post here has a duty guide.") if self.is_told else "")
        self._empty.setVisible(guide is None)
        self.text.setVisible(guide is not None)
        if guide is not None and self.text.toPlainText() != guide.text:
            self.text.setPlainText(guide.text)
        self._version.setText(self.tr("Version {number}").format(number=guide.version) if guide else "")
        for number, (button, one) in enumerate(zip(self.posts, self.guides, strict=True)):
            button.setText(f"{number + 1}  {one.name}" if number < 9 else one.name)
            button.setChecked(number == self._place)
            button.setVisible(len(self.guides) > 1)
