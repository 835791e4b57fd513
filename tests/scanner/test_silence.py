"""OpenCV's own words on missing cameras and broken files are kept from standard error."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TRIES = """
from pathlib import Path
from station.scanner.camera import first_frame
from station.scanner.still import read_file
assert first_frame("/dev/video97", within_s=1) is None
assert first_frame("97", within_s=1) is None
assert first_frame("missing.avi", within_s=1) is None
for name, begin in (("a.png", b"\\x89PNG\\r\\n\\x1a\\n"), ("a.tif", b"II*\\0\\x08\\0\\0\\0"), ("a.avi", b"RIFF")):
    Path(name).write_bytes(begin + b"\\0" * 40)
    assert read_file(Path(name)).error
print("done")
"""


@pytest.mark.parametrize("first", ["", "import cv2\n"])
def test_nothing_is_said_on_standard_error(tmp_path: Path, first: str) -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(root)!r})\n{first}{TRIES}"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("done\n", "")
