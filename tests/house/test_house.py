"""The house rules that a machine can check, over every file that is kept."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
FILES = [ROOT / name for name in KEPT if name and (ROOT / name).is_file()]
PYTHON = [path for path in FILES if path.suffix == ".py"]
LONGEST = 400
NOT_NAMES = {"manager", "helper", "helpers", "utils", "util", "common", "base", "handler", "misc"}


def named(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def test_every_file_says_first_what_it_does() -> None:
    silent = [path for path in PYTHON if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert named(silent) == []


def test_no_room_has_grown_too_large() -> None:
    large = [path for path in PYTHON if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST]
    assert named(large) == []


def test_no_file_is_named_for_nothing_in_particular() -> None:
    assert named([path for path in PYTHON if path.stem in NOT_NAMES]) == []


@pytest.mark.parametrize("lock", ["run.txt", "dev.txt"])
def test_the_lock_has_a_hash_for_everything_and_an_address_for_nothing(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    requirements = re.findall(r"^[a-z].*?(?=^[a-z]|\Z)", text, re.MULTILINE | re.DOTALL)
    assert len(requirements) > 30
    assert all("==" in one and "--hash=sha256:" in one for one in requirements)
    assert not re.search(r"https?://|--index-url|--find-links|file:", text)


def test_nothing_unfinished_and_no_secret_is_kept() -> None:
    word = re.compile(r"\b(TODO|FIXME|XXX|lorem ipsum)\b|-----BEGIN [A-Z ]*PRIVATE KEY", re.IGNORECASE)
    texts = [path for path in FILES if path.suffix in {".py", ".md", ".toml", ".sh", ".html", ".css", ".qss", ""}]
    found = [path for path in texts if word.search(path.read_text(encoding="utf-8", errors="ignore"))]
    assert named([path for path in found if path != Path(__file__)]) == []


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for path in FILES:
        if path.suffix != ".md":
            continue
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", path.read_text(encoding="utf-8")):
            if not (path.parent / target).exists():
                broken.append(f"{path.relative_to(ROOT)} -> {target}")
    assert broken == []
