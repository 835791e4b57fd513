"""Translations: finished, current, compiled; sounds and fonts are where they should be."""

from __future__ import annotations

import subprocess
import sys
import wave
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from resources import FOLDER
from station.ui.counts import Counts
from station.ui.language import speak

TRANSLATIONS = FOLDER / "translations"
TOOLS = Path(sys.executable).parent


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW"])
def test_every_text_is_translated_with_the_same_blanks(language: str) -> None:
    root = ET.parse(TRANSLATIONS / f"station_{language}.ts").getroot()
    messages = list(root.iter("message"))
    assert len(messages) > 90
    for message in messages:
        source, translation = message.findtext("source") or "", message.find("translation")
        assert translation is not None
        assert translation.get("type") is None, source
        said = [form.text for form in translation.iter("numerusform")] or [translation.text]
        assert all(said), source
        for blank in (
            "{time}",
            "{date}",
            "{why}",
            "{count}",
            "{minutes}",
            "{path}",
            "{shown}",
            "{total}",
            "{gate}",
            "{name}",
            "{position}",
            "{expected}",
            "{hours}",
            "{news}",
            "%n",
        ):
            assert {blank in source} == {blank in (one or "") for one in said}, source


@pytest.mark.parametrize(
    ("language", "one", "more"),
    [("zh_CN", "共 1 人", "共 2 人"), ("zh_TW", "共 1 人", "共 2 人"), ("en", "1 person in all", "2 people in all")],
)
@pytest.mark.usefixtures("qapp")
def test_a_number_has_the_form_that_its_language_gives_it(language: str, one: str, more: str) -> None:
    speak(language)
    try:
        assert (Counts().people(1), Counts().people(2)) == (one, more)
    finally:
        speak("en")


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW", "en"])
def test_the_translations_are_those_of_the_sources_of_now(tmp_path: Path, language: str) -> None:
    kept = (TRANSLATIONS / f"station_{language}.ts").read_text(encoding="utf-8")
    copy = tmp_path / f"station_{language}.ts"
    copy.write_text(kept, encoding="utf-8")
    sources = sorted(str(path) for path in (FOLDER.parent / "station" / "ui").rglob("*.py"))
    command = [str(TOOLS / "pyside6-lupdate"), *sources, "-ts", str(copy), "-source-language", "en"]
    command += ["-target-language", language, "-no-obsolete", "-locations", "none"]
    command += ["-pluralonly"] if language == "en" else []
    subprocess.run(command, capture_output=True, check=True)
    assert copy.read_text(encoding="utf-8") == kept
    compiled = tmp_path / "compiled.qm"
    subprocess.run([str(TOOLS / "pyside6-lrelease"), str(copy), "-qm", str(compiled)], capture_output=True, check=True)
    assert compiled.read_bytes() == (TRANSLATIONS / f"station_{language}.qm").read_bytes()


def test_the_three_sounds_are_short_and_different() -> None:
    heard = {}
    for name in ("green", "amber", "red"):
        with wave.open(str(FOLDER / "sounds" / f"{name}.wav")) as sound:
            heard[name] = sound.readframes(sound.getnframes())
            assert 0.1 < sound.getnframes() / sound.getframerate() < 0.8
    assert len(set(heard.values())) == 3


def test_the_bundled_font_brings_its_licence() -> None:
    assert "SIL Open Font License" in (FOLDER / "fonts" / "OFL.txt").read_text(encoding="utf-8")
