"""Badges with photos, and the register of what volunteers wear: nothing twice, lost ones revoked."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from PIL import Image

from central import commands
from central.volunteers import photos
from central.volunteers.photos import SIZE, Album, digest, normalised
from checkpoint import passes
from tests.central.conftest import Line
from tests.harness import made

V1, V2 = "990101-0001", "990101-0002"


def picture(path: Path, size: tuple[int, int] = (600, 900), colour: str = "red") -> Path:
    """A picture of one colour."""
    Image.new("RGBA" if path.suffix == ".png" else "RGB", size, colour).save(path)
    return path


@pytest.fixture
def staffed(line: Line) -> Line:
    """A central with two volunteers."""
    with line.store() as store:
        store.put([*made.roster(), made.badge(1)[0], made.badge(2, name="欧阳文")[0]])
    return line


def test_a_photo_is_made_upright_small_and_says_nothing_of_the_camera(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera"
    lying = Image.new("RGB", (900, 600), "white")
    lying.paste("black", (0, 0, 300, 600))
    path = tmp_path / "x.jpg"
    lying.save(path, exif=exif)
    kept = Image.open(io.BytesIO(normalised(path)))
    assert (kept.size, kept.format, dict(kept.getexif())) == (SIZE, "JPEG", {})
    assert kept.getpixel((177, 20))[0] < 60, "what lay on the left is above after turning"  # type: ignore[index]
    assert kept.getpixel((177, 460))[0] > 200  # type: ignore[index]
    clear = picture(tmp_path / "clear.png", colour="#ff000000")
    assert Image.open(io.BytesIO(normalised(clear))).getpixel((5, 5)) == (255, 255, 255)


def test_what_is_no_photo_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = picture(tmp_path / "small.png", (80, 200))
    text = tmp_path / "text.jpg"
    text.write_text("no picture", encoding="utf-8")
    moving = tmp_path / "moving.gif"
    Image.new("RGB", (600, 900)).save(moving)
    broken = picture(tmp_path / "broken.jpg")
    broken.write_bytes(broken.read_bytes()[:400])
    for path, word in ((small, "smaller than"), (text, "no JPEG"), (moving, "no JPEG"), (broken, "no JPEG")):
        with pytest.raises(ValueError, match=word):
            normalised(path)
    good = picture(tmp_path / "good.png")
    monkeypatch.setattr(photos, "MOST_PIXELS", 1000)
    with pytest.raises(ValueError, match="more than 1,000 pixels"):
        normalised(good)
    monkeypatch.setattr(photos, "MOST_BYTES", 10)
    with pytest.raises(ValueError, match="more than 10 bytes"):
        normalised(good)


def test_photos_go_onto_badges_and_off_again(staffed: Line, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    picture(folder / f"{V1}.jpg")
    picture(folder / "stranger.png")
    assert staffed("photos", str(folder)) == commands.FOUND
    assert "stranger.png: is not named by the number of a volunteer" in staffed.err
    assert "1 photo good, but none taken" in staffed.out
    assert staffed("photos", str(folder), "--skip-bad") == commands.FOUND
    with staffed.store() as store:
        [wanted] = [data["photo"] for data in store.data_of("volunteer") if data["id"] == V1]
    album = Album(tmp_path)
    assert digest(album.photo_of(V1, wanted) or b"") == wanted
    [kept] = (tmp_path / "photos").iterdir()
    assert V1 not in kept.name
    assert (kept.stat().st_mode & 0o777, kept.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    sheet, single = tmp_path / "sheet.pdf", tmp_path / "single.pdf"
    assert staffed("badges", "--all", "--pdf", str(sheet)) == commands.DONE
    assert staffed("badges", "--all", "--cards", str(single)) == commands.DONE
    pages = [len(re.findall(rb"/Type /Page\b", path.read_bytes())) for path in (sheet, single)]
    assert pages == [1, 2]
    assert len(re.findall(rb"/DCTDecode", sheet.read_bytes())) == 1, "one of the two has a photo"
    kept.write_bytes(b"another picture")
    assert staffed("badges", "--all", "--pdf", str(sheet)) == commands.DONE
    assert f"the photo of {V1} is not the one that was taken" in staffed.err
    assert staffed("photos", "--remove", V1) == commands.DONE
    assert list((tmp_path / "photos").iterdir()) == []
    assert staffed("photos", "--remove", "nobody") == commands.FAILED
    assert staffed("photos") == commands.FAILED


def test_a_thing_is_with_one_volunteer_at_a_time_and_the_list_says_with_whom(staffed: Line, tmp_path: Path) -> None:
    assert staffed("uniform", "issue", V1, "--badge", V1, "--vest", "7") == commands.DONE
    assert staffed("uniform", "issue", V2, "--armband", "3", "--vest", "7") == commands.FAILED
    assert f"vest 7 is with {V1}: nothing issued" in staffed.err
    assert staffed("uniform", "list") == commands.DONE
    assert [line.split("  ")[:4] for line in staffed.out.splitlines()] == [
        ["工作证", V1, V1, "王**"],
        ["马甲", "7", V1, "王**"],
    ]
    assert staffed("uniform", "return", "--vest", "7", "--armband", "3") == commands.FAILED
    assert "nobody has armband 3: nothing changed" in staffed.err
    assert staffed("uniform", "return", "--vest", "7") == commands.DONE
    assert staffed("uniform", "issue", V2, "--vest", "7") == commands.DONE
    path = tmp_path / "register.csv"
    assert staffed("uniform", "list", "--everything", "--to", str(path)) == commands.DONE
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["物品"], row["状态"], row["姓名(脱敏)"]) for row in rows] == [
        ("工作证", "在用", "王**"),
        ("马甲", "已归还", "王**"),
        ("马甲", "在用", "欧阳*"),
    ]
    printed = tmp_path / "register.pdf"
    assert staffed("uniform", "list", V2, "--to", str(printed)) == commands.DONE
    assert printed.read_bytes().startswith(b"%PDF")
    for wrong in (
        ("issue", "nobody", "--vest", "9"),
        ("issue", V1),
        ("issue", "--vest", "9"),
        ("return", V1, "--vest", "7"),
    ):
        assert staffed("uniform", *wrong) == commands.FAILED


def number_of(line: Line) -> str:
    """The number of the pass whose text was printed."""
    with line.store() as store:
        keys = {int(data["id"]): bytes.fromhex(data["public"]) for data in store.data_of("key") if not data["site"]}
    found = passes.read(json.loads(line.out)["text"], keys).pass_
    assert found is not None
    return found.number


def test_a_lost_badge_is_revoked_and_the_next_one_is_another(staffed: Line) -> None:
    assert staffed("badges", "--number", V1, "--text") == commands.DONE
    before = number_of(staffed)
    assert staffed("uniform", "issue", V1, "--badge", V1) == commands.DONE
    assert staffed("uniform", "lost", "--badge", V1) == commands.DONE
    assert f"pass {before} is revoked" in staffed.out
    with staffed.store() as store:
        assert [data["id"] for data in store.data_of("revocation")] == [before]
    assert staffed("badges", "--number", V1, "--text") == commands.DONE
    assert number_of(staffed) != before
    assert staffed("uniform", "list", "--everything") == commands.DONE
    assert "挂失" in staffed.out
    assert staffed("uniform", "issue", V1, "--badge", V1) == commands.DONE
