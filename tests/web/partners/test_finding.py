"""Search and "Who fits?" while records come and go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from threading import Thread
from typing import Any

import pytest
from django.test import Client
from tests.web.partners.cast import OFFER, PHONE, REQUEST, client_of, publish

from dafeng.exchange.encoders import Role, Vectors
from dafeng.exchange.pool import Pool
from dafeng.exchange.records import Record
from dafeng.web.partners import finding
from dafeng.web.partners.models import IntroductionRow, ListingRow, VectorRow
from dafeng.web.partners.vectors import StoredVectors

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 1)
WATER = {
    **OFFER,
    "title": "Leak detection for water networks",
    "text": "We find leaks of pipes by sound and by district metering, in 2024 for three cities of "
    "Zhejiang with 2,000 km of mains each. Losses fell from 21 to 11 per cent within two years. "
    "We deliver loggers, software and training, and stay for five years of operation.",
    "sectors": ["water"], "technologies": "leak detection", "scale": "100-5000 km",
    "advantages": "losses of water halved within 2 years",
}  # fmt: skip


def test_a_draft_or_a_withdrawal_takes_nothing_down() -> None:
    park = client_of("park@huzhou.example", "huzhou-park", "en")
    maker = client_of("maker@a.example", "heat-pumps", "en")
    operator = client_of("op@s.example", None, "en", is_operator=True)
    visitor = Client()
    wanted = publish(park, operator, "request", REQUEST)
    pages = ("/exchange/?q=heat", f"/exchange/records/{wanted}/fitting/")

    def asked() -> list[int]:
        both = zip((visitor, park), pages, strict=True)
        return [client.get(page).status_code for client, page in both]

    assert asked() == [200, 200]
    offered = publish(maker, operator, "offer", OFFER)
    assert asked() == [200, 200]
    maker.post("/exchange/new/offer/", {**OFFER, "title": "A draft"})
    assert asked() == [200, 200]
    park.post(f"/exchange/records/{wanted}/meet/{offered}/", {})
    assert IntroductionRow.objects.count() == 1
    maker.post(f"/exchange/records/{offered}/steps/withdraw/")
    assert asked() == [200, 200]
    assert str(OFFER["title"]) not in visitor.get(pages[0]).content.decode()


def test_words_find_both_kinds_and_the_sector_is_kept() -> None:
    park = client_of("park@huzhou.example", "huzhou-park", "en")
    maker = client_of("maker@a.example", "heat-pumps", "en")
    operator = client_of("op@s.example", None, "en", is_operator=True)
    wanted = publish(park, operator, "request", REQUEST)
    offered = publish(maker, operator, "offer", OFFER)
    water = publish(maker, operator, "offer", WATER)
    visitor = Client()

    def found(query: str) -> set[str]:
        page = visitor.get(f"/exchange/?{query}").content.decode()
        return {name for name in (wanted, offered, water) if f"/records/{name}/" in page}

    assert found("q=余热") >= {wanted, offered}
    assert found("q=余热&kind=request") == {wanted}
    assert offered not in found("q=heat+pump&sector=water")
    assert water in found("q=leak+detection&sector=water")
    assert found("q=zzzz+qqqq") == set()
    assert visitor.get("/exchange/?from=²").status_code == 200
    assert visitor.get("/exchange/?q=heat&from=30").status_code == 200


def test_the_service_answers_as_the_pages_do() -> None:
    park = client_of("park@huzhou.example", "huzhou-park", "en")
    maker = client_of("maker@a.example", "heat-pumps", "en")
    operator = client_of("op@s.example", None, "en", is_operator=True)
    wanted = publish(park, operator, "request", REQUEST)
    offered = publish(maker, operator, "offer", OFFER)
    found = Client().get("/exchange/search.json?q=余热&kind=offer").json()
    assert [record["id"] for record in found["records"]] == [offered]
    assert found["next"] is None
    told = str(found)
    assert PHONE not in told
    assert "heat-pumps" not in told
    answer = park.get(f"/exchange/records/{wanted}/fitting.json").json()
    (match,) = answer["matches"]
    assert match["fits"][0]["id"] == offered
    assert answer["both"][offered]["mutual"] == pytest.approx(1.0)
    assert PHONE not in str(answer)
    for client in (maker, Client()):
        assert client.get(f"/exchange/records/{wanted}/fitting.json").status_code == 404


def test_a_change_that_breaks_off_leaves_no_half_of_a_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    maker = client_of("maker@a.example", "heat-pumps", "en")
    operator = client_of("op@s.example", None, "en", is_operator=True)
    offered = publish(maker, operator, "offer", OFFER)
    put = Pool.put

    def broken(self: Pool, records: Any, readings: Any = None) -> None:
        put(self, records, readings)
        raise BufferError

    monkeypatch.setattr(Pool, "put", broken)
    with pytest.raises(BufferError):
        finding.search("heat pump", ["offer"])
    monkeypatch.setattr(Pool, "put", put)
    assert finding.search("heat pump", ["offer"]) == [offered]


def test_nobody_reads_a_pool_that_is_being_changed() -> None:
    reached: list[str] = []
    with finding.POOLS.held() as pools:
        waits = Thread(target=lambda: reached.extend(_held()), daemon=True)
        waits.start()
        waits.join(0.2)
        assert not reached
        assert set(pools) == {"request", "offer"}
    waits.join(5)
    assert reached == ["locked"]


def _held() -> list[str]:
    with finding.POOLS.lock:
        return ["locked"]


def test_vectors_are_made_once_for_all_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    maker = client_of("maker@a.example", "heat-pumps", "en")
    operator = client_of("op@s.example", None, "en", is_operator=True)
    offered = publish(maker, operator, "offer", OFFER)
    assert finding.search("heat pump", ["offer"]) == [offered]
    kept = VectorRow.objects.count()
    assert kept >= 1
    (encoder,) = finding.reader().encoders
    assert isinstance(encoder, StoredVectors)
    asked: list[str] = []
    make = encoder.model.encode

    def told(texts: Sequence[str], role: Role) -> Vectors:
        asked.append(role)
        return make(texts, role)

    monkeypatch.setattr(encoder.model, "encode", told)
    monkeypatch.setattr(finding, "POOLS", finding.Pools())
    assert finding.search("heat pump", ["offer"]) == [offered]
    assert asked == ["query"]
    assert VectorRow.objects.count() == kept


def test_what_is_busy_stands_behind_and_own_offers_are_not_suggested(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    park = client_of("park@huzhou.example", "huzhou-park", "en")
    maker = client_of("maker@a.example", "heat-pumps", "en")
    other = client_of("other@b.example", "others", "en")
    operator = client_of("op@s.example", None, "en", is_operator=True)
    wanted = publish(park, operator, "request", REQUEST)
    offered = publish(maker, operator, "offer", OFFER)
    second = publish(other, operator, "offer", {**WATER, "technologies": "heat pump"})
    own = publish(park, operator, "offer", {**OFFER, "title": "Own heat pumps of the park"})
    monkeypatch.setattr(finding, "PLACES", 1)
    record = _record(wanted)

    def listed() -> list[str]:
        found = finding.fitting(record, "huzhou-park", DAY).found
        return [match.record.id for match, _why in found.fitting]

    assert own not in listed()
    assert listed()[0] == offered
    fresh = client_of("f@f.example", "fresh", "en")
    theirs = publish(fresh, operator, "request", REQUEST)
    fresh.post(f"/exchange/records/{theirs}/meet/{offered}/", {})
    assert listed() == [second, offered]
    page = park.get(f"/exchange/records/{wanted}/fitting/").content.decode()
    assert "may answer late" in page
    assert "against the best each can have" in page


def _record(name: str) -> Record:
    return ListingRow.objects.get(id=name).listing.record


def test_a_matchmaking_day_is_arranged_and_suggested_to_both_sides() -> None:
    park = client_of("park@huzhou.example", "huzhou-park", "en")
    maker = client_of("maker@a.example", "heat-pumps", "en")
    operator = client_of("op@s.example", None, "en", is_operator=True)
    wanted = publish(park, operator, "request", REQUEST)
    offered = publish(maker, operator, "offer", OFFER)
    publish(maker, operator, "offer", WATER)
    address = "/exchange/matchmaking/"
    assert park.get(address).status_code == 404
    page = operator.get(f"{address}?a=1&b=1").content.decode()
    assert f"/records/{wanted}/" in page
    assert f"/records/{offered}/" in page
    assert "Leak detection for water networks</a>: nobody is both on the topic" in page
    assert operator.get(f"{address}?a=²&sector=x").status_code == 200
    for _again in range(2):
        operator.post(address, {"a": "1", "b": "1"})
        (row,) = IntroductionRow.objects.all()
        assert (row.id, row.introduction.origin) == (f"{wanted}~{offered}", "event")
    for client in (park, maker):
        assert row.id in client.get("/exchange/workbench/").content.decode()


@pytest.mark.parametrize("asked", ["sector=zz", "kind=xx", "from=-1", "from=x", "number=abc"])
def test_the_service_tells_what_it_does_not_know(asked: str) -> None:
    answer = Client().get(f"/exchange/search.json?{asked}")
    assert answer.status_code == 400
    assert answer.json()["errors"]
    assert Client().get("/exchange/search.json?sector=energy&kind=offer&from=0").status_code == 200
