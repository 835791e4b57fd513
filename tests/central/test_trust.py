"""Trust lists: what a file believes is what stations believe, no more and no less, and a bad entry is named."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from central import commands
from checkpoint.roster import TrustAnchor, from_data
from checkpoint.trust import trusted
from tests.central.conftest import Line
from tests.checkpoint import certifying


def entry(kid: bytes, **more: Any) -> dict[str, Any]:
    """One key of a list."""
    key = next(iter(certifying.trust().values()))
    named = {"kid": base64.b64encode(kid).decode(), "key": base64.b64encode(key.public).decode()}
    return {**named, "country": "XX", **more}


def listed(folder: Path, *entries: dict[str, Any]) -> str:
    """A file of these."""
    path = folder / "trust.json"
    path.write_text(json.dumps({"keys": entries}), "utf-8")
    return str(path)


def believed(line: Line) -> dict[bytes, tuple[str, tuple[str, ...]]]:
    """key id -> (country, usages) as stations have them."""
    with line.store() as store:
        documents = [from_data("trust", data) for data in store.data_of("trust")]
    keys = trusted(one for one in documents if isinstance(one, TrustAnchor))
    return {kid: (key.country, key.usages) for kid, key in keys.items()}


def test_the_keys_of_a_list_are_believed_and_those_no_longer_in_it_are_not(line: Line, tmp_path: Path) -> None:
    first = listed(tmp_path, entry(b"aaaaaaaa", usages=["test"]), entry(b"bbbbbbbb"))
    assert line("trust", first) == commands.DONE
    assert line.out == "2 issuers' keys in the list: 2 taken, 0 removed\n"
    assert believed(line) == {b"aaaaaaaa": ("XX", ("test",)), b"bbbbbbbb": ("XX", ())}
    assert line("trust", listed(tmp_path, entry(b"bbbbbbbb"), entry(b"cccccccc", country="yy"))) == commands.DONE
    assert line.out == "2 issuers' keys in the list: 1 taken, 1 removed\n"
    assert believed(line) == {b"bbbbbbbb": ("XX", ()), b"cccccccc": ("YY", ())}


def test_the_same_list_again_changes_nothing(line: Line, tmp_path: Path) -> None:
    file = listed(tmp_path, entry(b"aaaaaaaa"))
    line("trust", file)
    with line.store() as store:
        before = store.items(0, 10)
    assert line("trust", file) == commands.DONE
    assert line.out == "1 issuer's key in the list: 0 taken, 0 removed\n"
    with line.store() as store:
        assert store.items(0, 10) == before


def test_a_dry_run_only_says_what_would_happen(line: Line, tmp_path: Path) -> None:
    line("trust", listed(tmp_path, entry(b"aaaaaaaa")))
    assert line("trust", listed(tmp_path, entry(b"bbbbbbbb")), "--dry-run") == commands.DONE
    assert line.out == "1 issuer's key in the list: 1 would be taken, 1 would be removed\n"
    assert list(believed(line)) == [b"aaaaaaaa"]


def test_one_bad_entry_means_that_none_is_taken_and_each_is_named(line: Line, tmp_path: Path) -> None:
    bad = [entry(b"bbbbbbbb", key="AAAA"), entry(b"cccccccc", usages=["anything"])]
    assert line("trust", listed(tmp_path, entry(b"aaaaaaaa"), *bad)) == commands.FAILED
    assert "trust.json: entry 2 (YmJiYmJiYmI=)" in line.err
    assert "entry 3 (Y2NjY2NjY2M=)" in line.err
    assert line.err.count("\n") == 1
    assert believed(line) == {}


def test_what_is_no_list_is_one_sentence(line: Line, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"\x00rubbish")
    assert line("trust", str(tmp_path / "x")) == commands.FAILED
    assert line.err.startswith("central: x: neither JSON nor PEM")
    assert line("trust", str(tmp_path / "missing")) == commands.FAILED
