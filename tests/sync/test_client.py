"""The client alone: which answers count, how long and how large they may be, and to whom nothing is said."""

from __future__ import annotations

import datetime as dt
import gzip
import ipaddress
import logging
import ssl
import time
import tracemalloc
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from checkpoint import wire
from checkpoint.wire import MARK, Problem, Push
from station.sync import client as http
from station.sync.client import Central, NotCentral, Refused, TooMuch, Trouble, Trust
from station.sync.pinning import key_of
from tests.harness.scripted import OURS, PAGE, Script, said, scripted

PACKED = gzip.compress(PAGE, mtime=0)
DATE = "Mon, 05 Dec 2022 07:00:00 GMT"
"""The answer's own date, four years before this computer's clock."""


def test_an_answer_of_centrals_is_read_packed_or_not(script: Script, central: Central) -> None:
    assert central.roster(0).version == 7
    script.body, script.headers["Content-Encoding"] = PACKED, "gzip"
    assert central.roster(0).version == 7


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, {}, PAGE),
        (200, {MARK: "2"}, PAGE),
        (204, {}, b""),
        (302, {"Location": "http://127.0.0.1:9/"}, b""),
        (404, {}, b"<html>"),
        (200, OURS, b"<html>"),
        (200, OURS, b""),
        (200, OURS, PAGE[:-5]),
        (200, OURS, b'{"receipts":[],"have":0,"offset_ms":0,"time":""}'),
        (200, OURS, b"[" * 100_000),
        (200, OURS, b'{"items":[],"version":"7","more":false}'),
        (200, OURS | {"Content-Encoding": "gzip"}, PAGE),
        (200, OURS | {"Content-Encoding": "gzip"}, PACKED[:-4]),
        (200, OURS | {"Content-Encoding": "br"}, PAGE),
    ],
)
def test_what_central_would_not_say_is_not_central(
    script: Script, central: Central, status: int, headers: dict[str, str], body: bytes
) -> None:
    script.status, script.headers, script.body = status, headers, body
    with pytest.raises(NotCentral):
        central.roster(0)
    assert len(script.seen) == 1


@pytest.mark.parametrize(
    ("status", "headers", "kind", "wait_s"),
    [
        (401, OURS, Refused, 0),
        (403, OURS, Refused, 0),
        (400, OURS, TooMuch, 0),
        (413, OURS, TooMuch, 0),
        (422, OURS, TooMuch, 0),
        (500, OURS, TooMuch, 0),
        (413, {}, TooMuch, 0),
        (429, OURS | {"Retry-After": "7"}, Trouble, 7),
        (503, OURS | {"Retry-After": "5"}, Trouble, 5),
        (503, OURS | {"Retry-After": "9" * 400}, Trouble, http.LONGEST_WAIT_S),
        (503, OURS | {"Retry-After": "²"}, Trouble, 0),
        (503, OURS | {"Retry-After": "-3"}, Trouble, 0),
        (429, OURS | {"Date": DATE, "Retry-After": "Mon, 05 Dec 2022 07:01:30 GMT"}, Trouble, 90),
        (503, OURS | {"Date": DATE, "Retry-After": "Fri, 31 Dec 2027 23:59:59 GMT"}, Trouble, http.LONGEST_WAIT_S),
        (503, OURS | {"Date": DATE, "Retry-After": "Sun, 04 Dec 2022 07:00:00 GMT"}, Trouble, 0),
        (503, OURS | {"Date": "today", "Retry-After": "Mon, 05 Dec 2022 07:01:30 GMT"}, Trouble, 0),
        (503, OURS | {"Date": DATE, "Retry-After": "Mon, 99 Dec 2022 07:01:30 GMT"}, Trouble, 0),
        (503, {"Date": DATE, "Retry-After": "Mon, 05 Dec 2022 08:00:00 GMT"}, Trouble, 60),
        (503, {"Retry-After": "3600"}, Trouble, 60),
        (502, {}, Trouble, 0),
        (418, OURS, Trouble, 0),
    ],
)
def test_every_other_status_is_a_trouble_of_its_kind(
    script: Script, central: Central, status: int, headers: dict[str, str], kind: type[Trouble], wait_s: float
) -> None:
    script.status, script.headers, script.body = status, headers, said("odd")
    with pytest.raises(Trouble) as caught:
        central.roster(0)
    assert (type(caught.value), caught.value.wait_s) == (kind, wait_s)


def test_a_revoked_station_is_told_apart_from_one_that_is_not_known(script: Script, central: Central) -> None:
    for code in ("revoked", "unknown_token"):
        script.status, script.body = 401, said(code)
        with pytest.raises(Refused) as caught:
            central.roster(0)
        assert caught.value.code == code


def test_a_sentence_as_long_as_a_book_is_cut(script: Script, central: Central) -> None:
    script.status, script.body = 503, wire.encode(Problem(code="x", sentence="a" * 100_000))
    with pytest.raises(Trouble) as caught:
        central.roster(0)
    assert len(str(caught.value)) == 300


def test_an_answer_that_unpacks_to_far_more_than_it_is_takes_no_memory(script: Script, central: Central) -> None:
    script.headers["Content-Encoding"] = "gzip"
    script.body = gzip.compress(bytes(200 * 2**20), 9)
    tracemalloc.start()
    with pytest.raises(NotCentral, match="larger"):
        central.roster(0)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * http.LARGEST_ANSWER


def test_an_answer_that_says_it_is_endless_is_not_read(script: Script, central: Central) -> None:
    script.headers["Content-Length"] = str(2**40)
    start = time.monotonic()
    with pytest.raises(NotCentral, match="larger"):
        central.roster(0)
    assert time.monotonic() - start < 4


def test_a_large_answer_gets_the_time_that_a_slow_line_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    with scripted() as script, Central(script.url) as central:
        monkeypatch.setattr(central._patience, "from_now", waits.append)
        script.body = PAGE + b" " * 40_000
        central.roster(0)
    assert waits == [http.WHOLE_S, http.WHOLE_S + len(script.body) / http.SLOWEST]


def test_a_batch_is_packed_and_carries_the_token_which_stands_nowhere_else(
    script: Script, central: Central, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    script.body = wire.encode(wire.Pushed(receipts=[], have=0, offset_ms=0, time=""))
    batch = Push(epoch="e1", sent_at="2022-12-05T07:00:00.000Z", entries=[{"seq": 1}])
    central.push(batch)
    [(path, headers, body)] = script.seen
    assert (path, headers["authorization"], headers["content-encoding"]) == (
        "/v1/journal",
        "Bearer very-secret",
        "gzip",
    )
    assert wire.decode(gzip.decompress(body), Push) == batch
    script.status = 503
    with pytest.raises(Trouble) as caught:
        central.push(batch)
    assert "very-secret" not in caplog.text + str(caught.value)


def test_meeting_shows_no_token_and_is_not_repeated_while_the_connection_is_warm(
    script: Script, central: Central
) -> None:
    script.body = wire.encode(wire.Health(state="alive", time=""))
    central.meet()
    central.meet()
    [(path, headers, _)] = script.seen
    assert path == "/healthz"
    assert "authorization" not in headers
    central.close()
    central.meet()
    assert len(script.seen) == 2


@pytest.mark.parametrize("token", ["", "two\nlines", "密"])
def test_an_identity_that_nobody_could_use_is_not_taken(script: Script, central: Central, token: str) -> None:
    asked = wire.Enrol(code="c", public_key="00")
    central._warm_until = time.monotonic() + 60
    made = wire.Enrolled(station="s", name="n", site="x", gate="g", token=token, time="")
    script.body = wire.encode(made)
    with pytest.raises(NotCentral):
        central.enrol(asked)


@pytest.mark.parametrize(
    "server",
    ["http://central.example", "ftp://127.0.0.1", "central", "http://", "http://[::1", "http://127.0.0.1:99999", ""],
)
def test_passages_go_over_https_only_beyond_this_computer_and_only_to_an_address(server: str) -> None:
    with pytest.raises(Trouble) as caught:
        Central(server)
    assert caught.value.why == ("plain_http" if server == "http://central.example" else "no_address")


def test_this_computer_and_an_address_that_was_insisted_on_need_no_certificate() -> None:
    for server in ("http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1", "https://central.example"):
        assert Central(server)
    assert Central("http://10.0.0.1", insecure_plain_http=True)


@pytest.mark.parametrize("server", ["http://127.0.0.1:9", f"https://{'a' * 70}.example", "https://a b"])
def test_nobody_there_is_one_sentence_without_the_token(server: str) -> None:
    with pytest.raises(Trouble) as caught:
        Central(server, "very-secret").roster(0)
    assert "cannot be reached" in str(caught.value)
    assert "very-secret" not in str(caught.value)


# --- certificates ---


def certified(folder: Path, host: str, days: int = 1, begun: int = -9) -> tuple[ssl.SSLContext, Path]:
    """A server's TLS with a certificate that its maker signed, good for those days from now, and its file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "An office's own authority")])
    now = dt.datetime.now(dt.UTC)
    alternative = x509.SubjectAlternativeName(
        [x509.IPAddress(ipaddress.ip_address(host)) if host[0].isdigit() else x509.DNSName(host)]
    )
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now + dt.timedelta(days=begun))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(alternative, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, secret = folder / "cert.pem", folder / "key.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    pkcs8, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, pkcs8, plain))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(chain, secret)
    return tls, chain


def test_a_certificate_that_nobody_vouches_for_ends_the_talk_before_it_begins(tmp_path: Path) -> None:
    tls, _ = certified(tmp_path, "127.0.0.1")
    with scripted(tls) as script, Central(script.url, "very-secret") as central:
        with pytest.raises(NotCentral, match="not trusted") as caught:
            central.roster(0)
        assert (caught.value.why, script.seen) == ("untrusted", [])


def test_an_offices_own_authority_counts_when_this_computer_trusts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls, chain = certified(tmp_path, "127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    with scripted(tls) as script, Central(script.url) as central:
        assert central.roster(0).version == 7


def test_a_trusted_certificate_of_another_server_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls, chain = certified(tmp_path, "elsewhere.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    with scripted(tls) as script, Central(script.url) as central, pytest.raises(NotCentral, match="not trusted"):
        central.roster(0)
    assert script.seen == []


@pytest.mark.parametrize(("begun", "days"), [(-9, -1), (3 * 365, 4 * 365)])
def test_a_certificate_that_is_over_or_not_yet_good_by_this_clock_does_not_count_however_well_its_maker_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begun: int, days: int
) -> None:
    tls, chain = certified(tmp_path, "127.0.0.1", days, begun)
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    with scripted(tls) as script, Central(script.url, "very-secret") as central:
        with pytest.raises(NotCentral, match=r"not trusted here .*(expired|not yet valid)") as caught:
            central.roster(0)
        assert (caught.value.why, script.seen) == ("expired", [])


@pytest.mark.parametrize(("host", "days"), [("127.0.0.1", 1), ("elsewhere.example", 1), ("127.0.0.1", -1)])
def test_the_key_that_was_pinned_counts_whatever_its_certificate_says(tmp_path: Path, host: str, days: int) -> None:
    tls, chain = certified(tmp_path, host, days)
    pin = key_of(ssl.PEM_cert_to_DER_cert(chain.read_text(encoding="ascii")))
    with scripted(tls) as script, Central(script.url, trust=Trust(pin=pin)) as central:
        assert central.roster(0).version == 7


def test_another_key_than_the_pinned_one_hears_nothing_even_when_the_world_trusts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls, chain = certified(tmp_path, "127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    with scripted(tls) as script, Central(script.url, "very-secret", trust=Trust(pin="00" * 32)) as central:
        with pytest.raises(NotCentral, match="another key"):
            central.roster(0)
        assert script.seen == []
