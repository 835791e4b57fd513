"""Translations: finished, current, compiled; sounds and fonts are where they should be."""

from __future__ import annotations

import subprocess
import sys
import wave
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from resources import FOLDER

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
        assert translation.text, source
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
        ):
            assert (blank in source) == (blank in translation.text), source


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW"])
def test_the_translations_are_those_of_the_sources_of_now(tmp_path: Path, language: str) -> None:
    kept = (TRANSLATIONS / f"station_{language}.ts").read_text(encoding="utf-8")
    copy = tmp_path / f"station_{language}.ts"
    copy.write_text(kept, encoding="utf-8")
    sources = sorted(str(path) for path in (FOLDER.parent / "station" / "ui").rglob("*.py"))
    command = [str(TOOLS / "pyside6-lupdate"), *sources, "-ts", str(copy), "-source-language", "en"]
    command += ["-target-language", language, "-no-obsolete", "-locations", "none"]
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
