"""Which language the program speaks: one for all of it, for Qt's translators are no window's; texts are the pages'."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from resources import FOLDER

NAMES: Final = {"zh_CN": "简体中文", "zh_TW": "繁體中文", "en": "English"}
"""What each language calls itself: found by whoever reads it, whatever the program speaks just now."""
_OURS: Final = "spoken"


def speak(name: str) -> None:
    """Speak that language from now on and no other; what is on the screen already is said anew by who shows it."""
    application = QCoreApplication.instance()
    if application is None:
        return
    for before in application.findChildren(QTranslator, _OURS):
        application.removeTranslator(before)
        before.setParent(None)
    QLocale.setDefault(QLocale(name))
    for file, folder in (
        (f"qtbase_{name}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        (f"station_{name}", str(FOLDER / "translations")),
    ):
        translator = QTranslator(application)
        translator.setObjectName(_OURS)
        if translator.load(file, folder):
            application.installTranslator(translator)
