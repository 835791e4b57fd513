"""From an office without a domain to an enrolled station: certificate, QR code, pin; and nobody in between."""

from __future__ import annotations

import json
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from central import inviting
from central.__main__ import main as central_main
from central.store.store import Store as Books
from checkpoint import invitation
from checkpoint.invitation import Invitation, NoInvitation
from station.__main__ import main as station_main
from station.commands import Cannot, run_enrol
from station.scanner.still import read_file
from station.settings import places
from station.sync.client import Central, NotCentral, Trust
from station.sync.enrolment import reach
from tests.harness.central import ROOT, stop
from tests.harness.central import Central as Office
from tests.harness.gate import open_store
from tests.harness.made import roster

PIN = "ab" * 32


@pytest.mark.parametrize("pin", ["", PIN])
def test_an_invitation_is_read_as_it_was_written(pin: str) -> None:
    made = Invitation("https://192.168.1.10:8321", "ABCD-EFGH-JKLM", pin)
    assert invitation.read(made.text) == made
    assert made.code not in repr(made)


@pytest.mark.parametrize(
    "text",
    ["", "C1ABC", "https://a.example", "CKE1", "CKE1 https://a.example", "CKE1 ftp://a x", "CKE1 https:// x",
     f"CKE1 https://a x {PIN[:-1]}", f"CKE1 https://a x {PIN} y", "CKE2 https://a x", "CKE1 https://a " + "x" * 600],
)  # fmt: skip
def test_what_is_no_invitation_is_one_sentence(text: str) -> None:
    with pytest.raises(NoInvitation):
        invitation.read(text)


def test_an_office_without_a_domain_lets_a_station_in_by_a_picture_and_nobody_else_answers_for_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office, picture = tmp_path / "office", tmp_path / "code.png"
    data = ("--data", str(office))
    assert central_main(["certificate", *data, "--host", "central.office"]) == 0
    books = Books(str(office / "central.db"))
    books.put(roster())
    books.close()
    running = start(office, office / inviting.CERTIFICATE, office / "keys" / inviting.KEY)
    try:
        assert running.url.startswith("https://127.0.0.1:")
        words = ("--gate", "G1", "--name", "南口 1", "--address", running.url, "--qr", str(picture))
        assert central_main(["enrolment-code", *data, *words]) == 0
        assert picture.stat().st_mode & 0o777 == 0o600
        asked = invitation.read(read_file(picture).codes[0].text)
        assert asked.pin == inviting.pin_of(office / inviting.CERTIFICATE)
        assert asked.code not in capsys.readouterr().err
        with pytest.raises(NotCentral, match="not trusted"):
            run_enrol(Namespace(**said(tmp_path / "b", server=running.url, code_file=code_file(tmp_path, asked))))
        assert station_main(["--data", str(tmp_path / "a"), "enrol", "--qr", str(picture)]) == 0
        store = open_store(tmp_path / "a")
        who = store.identity
        store.close()
        assert who is not None
        assert (who.pin, who.server, reach(who)) == (asked.pin, running.url, None)
        wrong = Trust(who.station, who.private_key, who.signing, "cd" * 32)
        with Central(running.url, who.token, trust=wrong) as central:
            with pytest.raises(NotCentral, match="another key") as caught:
                central.roster(0)
            assert caught.value.why == "other_key"
    finally:
        stop(running)
    other = tmp_path / "other"
    assert central_main(["certificate", "--data", str(other)]) == 0
    port = running.url.rpartition(":")[2]
    between = start(office, other / inviting.CERTIFICATE, other / "keys" / inviting.KEY, port)
    try:
        assert "another key" in str(reach(who))
    finally:
        stop(between)


def start(folder: Path, certificate: Path, key: Path, port: str = "0") -> Office:
    words = ["serve", "--data", str(folder), "--port", port, "--end-with-stdin"]
    tls = ["--tls-cert", str(certificate), "--tls-key", str(key)]
    process = subprocess.Popen(
        [sys.executable, "-m", "central", *words, *tls],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT,
    )  # fmt: skip
    assert process.stdout is not None
    return Office(process.stdout.readline().strip().rpartition(" ")[2], folder, process)


def said(folder: Path, **more: object) -> dict[str, object]:
    return {
        "data": folder,
        "server": None,
        "qr": None,
        "pin": None,
        "code_file": None,
        "insecure_plain_http": False,
    } | more


def code_file(folder: Path, asked: Invitation) -> Path:
    path = folder / "code"
    path.write_text(asked.code, encoding="ascii")
    return path


def test_a_picture_without_an_invitation_is_one_sentence_and_leaves_nothing_behind(tmp_path: Path) -> None:
    from PIL import Image

    blank = tmp_path / "blank.png"
    Image.new("L", (200, 200), 255).save(blank)
    with pytest.raises(Cannot, match="no code"):
        run_enrol(Namespace(**said(tmp_path / "a", qr=blank)))
    with pytest.raises(Cannot, match="address"):
        run_enrol(Namespace(**said(tmp_path / "a")))
    assert not places(tmp_path / "a").store.exists()


@pytest.mark.parametrize(
    "words",
    [["serve", "--tls-cert", "x"], ["serve", "--host", "0.0.0.0"], ["serve", "--tls-cert", "x", "--tls-key", "y"]],
)
def test_central_serves_no_half_of_tls_and_no_plain_http_to_the_world(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert central_main([words[0], "--data", str(tmp_path), *words[1:]]) == 3
    assert json.dumps(capsys.readouterr().err)
