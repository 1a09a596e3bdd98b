"""Further parties: told, found on their workbench, and shown no more than is theirs."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.web.partners.cast import CONFIDED, OFFER, PHONE, REQUEST, client_of, publish

from dafeng.errors import Place, RefusedError
from dafeng.exchange.faults import fault
from dafeng.web.accounts.models import Organisation
from dafeng.web.ledger import store
from dafeng.web.ledger.store import told_at
from dafeng.web.notices.models import Notice
from dafeng.web.partners import acting
from dafeng.web.partners.acting import act, run_clocks
from dafeng.web.partners.models import IntroductionRow, ListingRow

pytestmark = pytest.mark.django_db


@pytest.fixture(name="pair")
def interest_of_both() -> tuple[Client, Client, Client, str]:
    park = client_of("park@huzhou.example", "huzhou-park", "en")
    maker = client_of("maker@a.example", "heat-pumps", "en")
    operator = client_of("op@s.example", None, "en", is_operator=True)
    wanted = publish(park, operator, "request", REQUEST)
    offered = publish(maker, operator, "offer", OFFER)
    park.post(f"/exchange/records/{wanted}/meet/{offered}/", {"message": "words between us"})
    name = f"{wanted}~{offered}"
    maker.post(f"/exchange/introductions/{name}/steps/interest/")
    return park, maker, operator, name


def told(after: int) -> list[tuple[str, str]]:
    rows = Notice.objects.order_by("pk").filter(pk__gt=after)
    return [(row.user.email, row.en) for row in rows]


def newest() -> int:
    return max(Notice.objects.values_list("pk", flat=True), default=0)


def step(client: Client, name: str, kind: str, **said: str) -> None:
    client.post(f"/exchange/introductions/{name}/steps/{kind}/", said)


def test_an_invited_party_is_told_finds_it_and_reads_no_message(
    pair: tuple[Client, Client, Client, str],
) -> None:
    park, maker, _operator, name = pair
    bank = client_of("bank@b.example", "bank", "en")
    page = f"/exchange/introductions/{name}/"
    assert bank.get(page).status_code == 404
    before = newest()
    step(park, name, "invite", organisation="bank", role="investor", region="DE")
    assert {who for who, _words in told(before)} == {"maker@a.example", "bank@b.example"}
    assert name in bank.get("/exchange/workbench/").content.decode()
    shown = bank.get(page).content.decode()
    assert "words between us" not in shown
    assert CONFIDED not in shown
    step(maker, name, "admit", organisation="bank")
    step(bank, name, "join")
    assert name in bank.get("/exchange/workbench/").content.decode()
    shown = bank.get(page).content.decode()
    assert "words between us" in shown
    assert CONFIDED in shown
    step(bank, name, "leave")
    assert name not in bank.get("/exchange/workbench/").content.decode()
    assert bank.get(page).status_code == 404


def test_only_organisations_of_the_site_are_invited(
    pair: tuple[Client, Client, Client, str],
) -> None:
    park, _maker, _operator, name = pair
    step(park, name, "invite", organisation="x" * 200, role="investor")
    assert IntroductionRow.objects.get(id=name).introduction.invitations == ()


def test_a_team_without_an_organisation_is_refused_and_opens_nothing() -> None:
    park = client_of("park@huzhou.example", "huzhou-park", "en")
    team = [{"name": "Green Bank", "role": "investor"}]
    lists = {"technologies": ["热泵"], "regions_served": ["CN-ZJ"], "team": team}
    row = {**REQUEST, "id": "t", "kind": "request", **lists}
    upload = SimpleUploadedFile("t.jsonl", json.dumps(row).encode())
    page = park.post("/exchange/from-file/request/", {"file": upload}).content.decode()
    assert "each entry of team must state" in page
    assert ListingRow.objects.count() == 0


def test_a_member_of_a_team_finds_the_record_on_its_workbench() -> None:
    park = client_of("park@huzhou.example", "huzhou-park", "en")
    bank = client_of("bank@b.example", "bank", "en")
    park.post("/exchange/new/request/", {**REQUEST, "team": "bank: investor"})
    row = ListingRow.objects.get()
    assert row.listing.record.team[0].organisation == "bank"
    assert row.id in bank.get("/exchange/workbench/").content.decode()
    page = park.get(f"/exchange/records/{row.id}/").content.decode()
    assert "investor" in page


def test_a_reminder_goes_once_and_to_who_is_to_answer() -> None:
    park = client_of("park@huzhou.example", "huzhou-park", "en")
    maker = client_of("maker@a.example", "heat-pumps", "en")
    operator = client_of("op@s.example", None, "en", is_operator=True)
    wanted = publish(park, operator, "request", REQUEST)
    offered = publish(maker, operator, "offer", OFFER)
    park.post(f"/exchange/records/{wanted}/meet/{offered}/", {})
    before = newest()
    with told_at(timezone.now() + timedelta(days=9)):
        assert run_clocks() == 1
        assert run_clocks() == 0
    assert [who for who, _words in told(before)] == ["maker@a.example"]


def test_one_refused_reminder_ends_no_round(monkeypatch: pytest.MonkeyPatch) -> None:
    park = client_of("park@huzhou.example", "huzhou-park", "en")
    maker = client_of("maker@a.example", "heat-pumps", "en")
    operator = client_of("op@s.example", None, "en", is_operator=True)
    offered = publish(maker, operator, "offer", OFFER)
    for place in ("湖州", "嘉兴"):
        wanted = publish(park, operator, "request", {**REQUEST, "title": f"{place}余热回收"})
        park.post(f"/exchange/records/{wanted}/meet/{offered}/", {})
    tried: list[str] = []

    def answered(actor: Any, kind: Any, subject: str, said: Any) -> Any:
        tried.append(subject)
        if len(tried) == 1:
            raise RefusedError([fault("step.reminded", Place(field=subject))])
        return act(actor, kind, subject, said)

    monkeypatch.setattr(acting, "act", answered)
    with told_at(timezone.now() + timedelta(days=9)):
        assert run_clocks() == 1
    assert len(tried) == 2


def test_who_it_is_stands_by_name_after_consent(pair: tuple[Client, Client, Client, str]) -> None:
    Organisation.objects.filter(code="heat-pumps").update(name_en="Aachen Heat Pumps Ltd")
    park, _maker, _operator, name = pair
    assert "Aachen Heat Pumps Ltd" in park.get(f"/exchange/introductions/{name}/").content.decode()
    offer = name.partition("~")[2]
    assert "Aachen Heat Pumps Ltd" in park.get(f"/exchange/records/{offer}/").content.decode()
    assert "Aachen Heat Pumps" not in Client().get(f"/exchange/records/{offer}/").content.decode()


def test_files_are_for_the_other_side_after_consent_and_each_fetch_is_logged() -> None:
    park = client_of("park@huzhou.example", "huzhou-park", "en")
    maker = client_of("maker@a.example", "heat-pumps", "en")
    third = client_of("third@else.example", "rival", "en")
    operator = client_of("op@s.example", None, "en", is_operator=True)
    wanted = publish(park, operator, "request", REQUEST)
    offered = publish(maker, operator, "offer", OFFER)
    drawing = SimpleUploadedFile("布局 layout.pdf", b"%PDF secret layout")
    third.post(f"/exchange/records/{wanted}/files/", {"file": drawing})
    assert ListingRow.objects.get(id=wanted).listing.record.attachments == ()
    drawing.seek(0)
    park.post(f"/exchange/records/{wanted}/files/", {"file": drawing})
    row = ListingRow.objects.get(id=wanted)
    assert row.status == "published"
    (attached,) = row.listing.record.attachments
    address = f"/exchange/records/{wanted}/files/{attached.sha256}/"
    for client in (maker, third, Client()):
        assert client.post(address).status_code == 404
        assert "layout.pdf" not in client.get(f"/exchange/records/{wanted}/").content.decode()
    park.post(f"/exchange/records/{wanted}/meet/{offered}/", {})
    maker.post(f"/exchange/introductions/{wanted}~{offered}/steps/interest/")
    assert "layout.pdf" in maker.get(f"/exchange/records/{wanted}/").content.decode()
    answer: Any = maker.post(address)
    assert b"".join(answer.streaming_content) == b"%PDF secret layout"
    assert answer["Content-Disposition"].startswith("attachment")
    assert third.post(address).status_code == 404
    logged = [e for e in store.entries(f"exchange/{wanted}") if e.kind == "exchange.download"]
    assert [e.content["to"] for e in logged] == ["heat-pumps"]
    park.post(f"{address}remove/")
    assert maker.post(address).status_code == 404
    assert PHONE not in json.dumps([e.as_json() for e in store.entries()])
