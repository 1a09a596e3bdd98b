"""From a need to an outcome, by two organisations in two languages; a third sees nothing of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from dafeng.exchange.weights import WEIGHTS
from dafeng.exchange.workflow import for_people
from dafeng.files.exchange_judgements import write_weights
from dafeng.web.accounts.models import Organisation, User
from dafeng.web.ledger import store
from dafeng.web.partners import finding
from dafeng.web.partners.models import IntroductionRow, ListingRow

pytestmark = pytest.mark.django_db

CONFIDED = "机密预算七千万与蒸汽参数"
PHONE = "+49-241-000000"
REQUEST: dict[str, Any] = {
    "lang": "zh",
    "title": "湖州印染园区余热回收",
    "text": "我园区有12家印染企业，每天排放60摄氏度的热废水约八千吨，余热没有利用。"
    "需要一套热泵余热回收系统，把热水用回前处理工序，2027年建成。"
    "已试过板式换热器，结垢严重。不需要咨询报告，只要可交付的设备与运行服务。",
    "sectors": ["industry"],
    "technologies": "热泵；余热回收",
    "regions_served": "CN-ZJ",
    "region_from": "CN-ZJ",
    "scale": "8000 m3/d",
    "trl": "8",
    "org_type": "industrial park",
    "cooperation_types": ["EMC"],
    "details": CONFIDED,
    "contact": "0572-0000000",
}
OFFER: dict[str, Any] = {
    "lang": "en",
    "title": "Industrial heat pumps for textile waste water",
    "text": "We build heat pumps of 0.5 to 5 MW which recover heat from dyehouse waste water at 40 "
    "to 70 degrees and return hot water at 90 degrees to the process. In 2024 we commissioned "
    "three plants in Zhejiang, each for about 5,000 m3 of waste water per day. We deliver, operate "
    "and maintain under an energy performance contract; self-cleaning exchangers prevent scaling.",
    "sectors": ["industry", "energy"],
    "technologies": "heat pump; waste heat recovery",
    "regions_served": "CN",
    "region_from": "DE",
    "scale": "1000-10000 m3/d",
    "trl": "9",
    "org_type": "company",
    "cooperation_types": ["EMC"],
    "advantages": "coefficient of performance of 4.5 at 60 to 90 degrees",
    "contact": PHONE,
}


def _client(email: str, organisation: str | None, language: str, **more: Any) -> Client:
    body = None
    if organisation:
        body, _new = Organisation.objects.get_or_create(
            code=organisation, defaults={"name_zh": organisation, "name_en": organisation}
        )
    user = User.objects.create_user(email, "a long password", organisation=body, **more)
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["django_language"] = language
    return client


def _publish(owner: Client, operator: Client, kind: str, fields: dict[str, Any]) -> str:
    answer = owner.post(f"/exchange/new/{kind}/", fields, follow=True)
    name = str(answer.redirect_chain[-1][0]).split("/")[-2]
    waived: dict[str, str] = {}
    for _attempt in range(2):
        answer = owner.post(
            f"/exchange/records/{name}/steps/submit/",
            {"export_control": "not concerned", **waived},
            follow=True,
        )
        page = answer.content.decode()
        waived = {
            part.split('"')[0]: "no such figure applies"
            for part in page.split('name="')[1:]
            if part.startswith("waive.")
        }
        if ListingRow.objects.get(id=name).status == "in_review":
            break
    operator.post(
        f"/exchange/records/{name}/steps/publish/", {"judged": [*for_people(kind)]}, follow=True
    )
    assert ListingRow.objects.get(id=name).status == "published", page
    return name


def test_two_organisations_come_to_an_outcome_and_a_third_sees_nothing_of_it() -> None:
    park = _client("park@huzhou.example", "P-330500-X", "zh-hans")
    maker = _client("maker@aachen.example", "heat-pumps", "en")
    third = _client("third@else.example", "rival", "en")
    operator = _client("operator@site.example", None, "zh-hans", is_operator=True)
    visitor = Client()
    wanted = _publish(park, operator, "request", REQUEST)
    offered = _publish(maker, operator, "offer", OFFER)

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
    }  # fmt: skip
    park.post(f"/exchange/introductions/{name}/steps/agree/", outcome)
    maker.post(f"/exchange/introductions/{name}/steps/agree/", {"outcome.kind": ""})
    assert IntroductionRow.objects.get(id=name).stage == "agreed"
    figures = visitor.get("/exchange/figures/").content.decode()
    assert "12,000,000" in figures

    for client in (third, visitor):
        assert client.get(f"/exchange/introductions/{name}/").status_code in (302, 404)
        for address in (
            "/exchange/", "/exchange/?q=余热", f"/exchange/records/{wanted}/",
            f"/exchange/records/{offered}/", "/exchange/figures/", "/search/?q=机密",
            f"/exchange/records/{wanted}/fitting/", "/exchange/workbench/",
        ):  # fmt: skip
            shown = client.get(address).content.decode()
            assert CONFIDED not in shown
            assert PHONE not in shown
    entries = [e.as_json() for e in store.entries("exchange")]
    log = json.dumps(entries, ensure_ascii=False)
    assert CONFIDED not in log
    assert PHONE not in log
    told = [d for e in entries for d in e["content"]["disclosed"]]
    assert {(d["record"], d["to"]) for d in told} == {
        (wanted, "heat-pumps"),
        (offered, "P-330500-X"),
    }


def test_who_submitted_does_not_publish_and_strangers_find_no_draft() -> None:
    owner = _client("a@x.example", "x", "en")
    other = _client("b@y.example", "y", "en")
    answer = owner.post("/exchange/new/request/", REQUEST, follow=True)
    name = str(answer.redirect_chain[-1][0]).split("/")[-2]
    assert other.get(f"/exchange/records/{name}/").status_code == 404
    assert other.post(f"/exchange/records/{name}/steps/withdraw/").status_code == 404
    assert other.get(f"/exchange/records/{name}/edit/").status_code == 404
    owner.post(f"/exchange/records/{name}/steps/publish/")
    assert ListingRow.objects.get(id=name).status == "draft"


def test_a_file_with_bad_rows_gives_the_good_ones_and_names_the_lines() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    owner = _client("a@x.example", "x", "en")
    good = {"id": "O1", "kind": "offer", "lang": "en", "title": "Heat pumps", "text": "We build."}
    lines = [json.dumps(good), "{broken", json.dumps({**good, "id": "O2", "trl": 77})]
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
