"""What is believed of central is what central signed, to the question that was asked: no proxy speaks in its name."""

from __future__ import annotations

import pytest

from checkpoint import signatures
from checkpoint.roster import PassKey
from station.sync.client import Central, NotCentral, Trust
from tests.harness import lying
from tests.sync.conftest import Pair


def test_receipts_in_centrals_name_settle_nothing(pair: Pair) -> None:
    pair.write(1)
    pair.proxy.lie(lying.SETTLED, path=lying.JOURNAL)
    done = pair.courier().round()
    assert (done.sent, pair.store.unsent_count(), pair.arrived()) == (0, 1, [])
    assert "not signed" in done.sentence
    assert pair.courier().round().sent == 1


def test_nobody_takes_a_station_out_of_service_in_centrals_name(pair: Pair) -> None:
    pair.proxy.always[lying.EVERYWHERE] = lying.REVOKED
    done = pair.courier().round()
    assert (done.link, "not signed" in done.sentence) == ("not_central", True)
    pair.proxy.always.clear()
    pair.office.revoke(pair.who.station)
    assert pair.courier().round().link == "revoked"


@pytest.mark.parametrize("path", ["/v1/roster", "/v1/site/entries", lying.JOURNAL])
def test_one_changed_byte_is_one_too_many(pair: Pair, path: str) -> None:
    pair.write(1)
    pair.proxy.lie(lying.CHANGED, path=path)
    done = pair.courier().round()
    assert "not signed" in done.sentence
    assert pair.courier().round().sentence == ""


def test_an_answer_is_good_for_one_question_only(pair: Pair) -> None:
    """A recorded page that said nothing is played again and again, so that a revocation never comes."""
    with Central(pair.office.url, pair.who.token, trust=trust_of(pair)) as central:
        said = central.roster(int(pair.store.mark("roster_version") or 0))
        assert said.items == []
    with Central(pair.proxy.url, pair.who.token, trust=trust_of(pair)) as central:
        version = int(pair.store.mark("roster_version") or 0)
        central.roster(version)
        pair.proxy.replay("/v1/roster")
        pair.office.books.put([PassKey(id="3", public="00" * 32)])
        with pytest.raises(NotCentral, match="not signed"):
            central.roster(version)


def test_another_central_at_the_same_address_is_not_believed(pair: Pair) -> None:
    other = replace_signing(pair, signatures.public_of("33" * 32))
    with Central(pair.office.url, pair.who.token, trust=other) as central, pytest.raises(NotCentral, match="enrolled"):
        central.roster(0)


def trust_of(pair: Pair) -> Trust:
    return Trust(pair.who.station, pair.who.private_key, pair.who.signing)


def replace_signing(pair: Pair, signing: str) -> Trust:
    return Trust(pair.who.station, pair.who.private_key, signing)
