"""Of a carried answer only those pages count that go on from where the station stands, in the same history."""

from __future__ import annotations

import pytest

from checkpoint.bundles import Document, PeersFrom, RosterFrom
from checkpoint.wire import PeerPage, RosterPage
from station.sync.answered import CarriedAnswer
from station.sync.client import Trouble


def answer(after: int, term: str, to: int, ends: str) -> CarriedAnswer:
    pages: list[Document] = [
        RosterFrom(after=after, term=term, page=RosterPage(items=[], version=to, more=False, term=ends)),
        PeersFrom(after=after, term=term, page=PeerPage(entries=[], cursor=to, more=False, term=ends)),
    ]
    return CarriedAnswer(lambda: iter(pages), [])


@pytest.mark.parametrize(
    ("after", "terms", "joins"),
    [
        (5, "aa:5", True),
        (5, "bb:5", False),
        (5, "", True),
        (7, "bb:7", True),
        (7, "aa:7", False),
        (7, "cc:7", False),
        (7, "", True),
        (4, "aa:4", False),
        (9, "bb:9", False),
    ],
)
@pytest.mark.parametrize("what", ["roster", "peers"])
def test_a_page_joins_on_by_its_number_and_its_term(what: str, after: int, terms: str, joins: bool) -> None:
    said = answer(5, "aa", 9, "bb")
    ask = said.roster if what == "roster" else said.peers
    if joins:
        ask(after, terms=terms)
    else:
        with pytest.raises(Trouble):
            ask(after, terms=terms)


@pytest.mark.parametrize("after", [5, 7])
def test_a_page_of_a_central_that_knows_of_no_terms_joins_on_by_its_number(after: int) -> None:
    assert answer(5, "", 9, "").peers(after, terms=f"aa:{after}").cursor == 9
