"""Printed passes: what a camera reads off them is genuine, and neither file nor picture tells of a person."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from central.passes import KEY_ID, Press, Printed, picture, write_pictures, write_sheet
from central.store.store import Store
from checkpoint import passes
from checkpoint.passes import Genuineness, PassKind
from checkpoint.roster import Person
from tests.harness import made

NOW = datetime(2022, 12, 5, 4, 0, 30, tzinfo=UTC)
SCOPES = {made.C1: 1, made.C2: 2}
TITLES = {made.C1: "示例社区", made.C2: "邻里社区"}


@pytest.fixture
def press(store: Store, tmp_path: Path) -> Press:
    """A press with a key of its own."""
    return Press(store, tmp_path)


def printed(press: Press, people: tuple[Person, ...] = made.PEOPLE) -> list[Printed]:
    """Cards of these people."""
    press.issue(people, SCOPES, NOW)
    return press.printed(people, TITLES, made.ZONE)


def keys(store: Store) -> dict[int, bytes]:
    """The keys as stations have them from the roster."""
    return {int(data["id"]): bytes.fromhex(data["public"]) for data in store.data_of("key")}


def read(path: Path) -> str:
    """What a decoder reads off that picture."""
    with Image.open(path) as image:
        [code] = zxingcpp.read_barcodes(np.asarray(image.convert("L")))
    return code.text


def test_every_printed_picture_is_read_back_as_a_genuine_pass(store: Store, press: Press, tmp_path: Path) -> None:
    write_pictures(printed(press), tmp_path / "out")
    files = sorted((tmp_path / "out").iterdir())
    assert [path.name for path in files] == ["1.png", "2.png", "3.png", "4.png", "91.png"]
    for path in files:
        found = passes.read(read(path), keys(store))
        assert found.genuineness is Genuineness.GENUINE
        assert found.pass_ is not None
        assert (str(found.pass_.subject), found.pass_.kind) == (path.stem, PassKind.RESIDENT)
        assert found.pass_.valid_from <= NOW < found.pass_.valid_to


def test_a_picture_holds_pixels_and_no_words(press: Press, tmp_path: Path) -> None:
    write_pictures(printed(press), tmp_path / "out")
    for path in (tmp_path / "out").iterdir():
        with Image.open(path) as image:
            assert image.info == {}
        raw = path.read_bytes()
        assert not any(chunk in raw for chunk in (b"tEXt", b"iTXt", b"zTXt", b"eXIf"))


def test_a_pass_is_the_small_code_that_cameras_read(press: Press) -> None:
    [card] = printed(press, (made.R1,))
    assert len(card.text) == passes.TEXT_LENGTH
    side = picture(card.text, module=1).size[0]
    assert side == 37 + 2 * 4  # Version 5 and its quiet zone.


def test_a_person_has_one_pass_however_often_it_is_printed(press: Press) -> None:
    first = printed(press)
    press.issue(made.PEOPLE, SCOPES, NOW + timedelta(days=30))
    assert [card.text for card in press.printed(made.PEOPLE, TITLES, made.ZONE)] == [card.text for card in first]


def test_a_sheet_says_community_masked_name_building_and_validity_and_no_more(press: Press, tmp_path: Path) -> None:
    write_sheet(printed(press), tmp_path / "passes.pdf")
    [page] = PdfReader(tmp_path / "passes.pdf").pages
    text = page.extract_text()
    for shown in ("示例社区", "邻里社区", "张*", "欧阳**", "王**", "3号楼", "2023-12-05"):
        assert shown in text
    for secret in ("张伟", "娜娜", "501", "13800138001"):
        assert secret not in text
    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]


def test_a_sheet_has_ten_cards_a_page_with_codes_of_three_centimetres(press: Press, tmp_path: Path) -> None:
    people = tuple(Person(id=str(number), name="张伟", community=made.C1) for number in range(1, 24))
    write_sheet(printed(press, people), tmp_path / "passes.pdf")
    pages = PdfReader(tmp_path / "passes.pdf").pages
    assert [len(page.images) for page in pages] == [10, 10, 3]
    drawn: list[float] = []

    def see(operator: bytes, _operands: object, matrix: list[float], _text: object) -> None:
        if operator == b"Do":
            drawn.append(matrix[0])

    pages[0].extract_text(visitor_operand_before=see)
    millimetres = [points / 72 * 25.4 * 37 / 45 for points in drawn]
    assert len(drawn) == 10
    assert min(millimetres) >= 30


def test_a_pass_cut_from_the_sheet_is_read_back(store: Store, press: Press, tmp_path: Path) -> None:
    write_sheet(printed(press, (made.R2,)), tmp_path / "passes.pdf")
    [image] = PdfReader(tmp_path / "passes.pdf").pages[0].images
    assert image.image is not None
    [code] = zxingcpp.read_barcodes(np.asarray(image.image.convert("L")))
    assert passes.read(code.text, keys(store)).genuineness is Genuineness.GENUINE


def test_a_long_name_is_set_smaller_and_stays_on_its_card(press: Press, tmp_path: Path) -> None:
    long = Person(id="7", name="X" + "长" * 60, community=made.C1, building="特别长的楼栋名称" * 6)
    write_sheet(printed(press, (long,)), tmp_path / "passes.pdf")
    assert "特别长的楼栋名称" in PdfReader(tmp_path / "passes.pdf").pages[0].extract_text()


def test_the_key_is_for_its_owner_only_and_its_secret_half_is_nowhere_else(
    store: Store, press: Press, tmp_path: Path
) -> None:
    path = tmp_path / "keys" / f"pass-{KEY_ID}.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    secret = path.read_text().strip()
    assert len(secret) == 64
    held = b"".join(file.read_bytes() for file in tmp_path.glob("central.db*"))
    assert secret.encode() not in held
    assert bytes.fromhex(secret) not in held
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_the_key_stays_the_same_after_a_restart(store: Store, press: Press, tmp_path: Path) -> None:
    [card] = printed(press, (made.R1,))
    again = Press(store, tmp_path)
    assert [one.text for one in again.printed((made.R1,), TITLES, made.ZONE)] == [card.text]


def test_two_that_begin_at_once_have_one_key(store: Store, tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        presses = list(pool.map(lambda _: Press(store, tmp_path), range(4)))
    made_texts = {printed(press, (made.R1,))[0].text for press in presses}
    assert len(made_texts) == 1
    assert passes.read(made_texts.pop(), keys(store)).genuineness is Genuineness.GENUINE


def kinds_of(press: Press) -> dict[str, PassKind]:
    """subject -> the kind of what is printed."""
    return {card.subject: card.kind for card in press.printed(MIXED, TITLES, made.ZONE)}


MIXED = (
    made.R1,
    Person(id="201", name="李勤", category="staff", community=made.C1),
    Person(id="202", name="赵送", category="courier", community=made.C1, employer="甲快递"),
    Person(id="203", name="", category="vehicle", community=made.C1, building="3号楼", plate="京A12345"),
)


def test_everybody_has_the_pass_of_their_category(press: Press) -> None:
    press.issue(MIXED, SCOPES, NOW)
    assert kinds_of(press) == {
        "1": PassKind.RESIDENT,
        "201": PassKind.STAFF,
        "202": PassKind.COURIER,
        "203": PassKind.VEHICLE,
    }
    lines = {card.subject: (card.name, card.building) for card in press.printed(MIXED, TITLES, made.ZONE)}
    assert (lines["202"], lines["203"]) == (("赵*", "甲快递"), ("京A12345", "3号楼"))


def test_a_home_has_one_household_pass_beside_the_passes_of_its_people(press: Press) -> None:
    printed(press, (made.R1, made.R4))
    for _ in range(2):
        press.issue((made.R4, made.R1), SCOPES, NOW, kind=PassKind.HOUSEHOLD)
    [home] = press.printed((made.R1, made.R4), TITLES, made.ZONE, PassKind.HOUSEHOLD)
    assert (home.subject, home.kind, home.name, home.building) == ("1", PassKind.HOUSEHOLD, "3号楼 家庭", "")
    assert kinds_of(press)["1"] is PassKind.RESIDENT
    younger = Person(id="0", name="新", community=made.C1, building="3号楼", unit="2", room="501")
    press.issue((younger, made.R1), SCOPES, NOW, kind=PassKind.HOUSEHOLD)
    assert len(press.printed((younger, made.R1), TITLES, made.ZONE, PassKind.HOUSEHOLD)) == 1


def test_two_passes_of_one_person_never_have_the_same_number(store: Store, press: Press) -> None:
    printed(press, (made.R1,))
    press.issue((made.R1,), SCOPES, NOW, kind=PassKind.HOUSEHOLD)
    for kind in (PassKind.HOUSEHOLD, None, PassKind.HOUSEHOLD, None):
        press.replace("1", "lost", NOW, kind)
    assert len(store.issued_numbers()) == 6
    revoked = {data["id"] for data in store.data_of("revocation")}
    good = [store.issued(kind)["1"].number for kind in (PassKind.RESIDENT, PassKind.HOUSEHOLD)]
    assert len(revoked) == 4
    assert revoked.isdisjoint(good)


def test_a_pass_in_place_of_a_lost_one_is_good_for_as_long(store: Store, press: Press) -> None:
    courier = MIXED[2]
    press.issue((courier,), SCOPES, NOW, timedelta(days=30))
    later = NOW + timedelta(days=10)
    assert press.replace("202", "lost", later).kind is PassKind.COURIER
    new = store.issued(PassKind.COURIER)["202"]
    assert new.valid_to - new.valid_from == timedelta(days=30)
    with pytest.raises(LookupError, match="subject 202 has no pass of kind household"):
        press.replace("202", "lost", later, PassKind.HOUSEHOLD)
