"""Records on the site: drafted, repeated, revised by several, imported, drawn from a plan."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.partners.cast import OFFER, REQUEST, client_of, publish

from dafeng.exchange.workflow import EXPORT_CONTROL, for_people
from dafeng.web.partners.models import IntroductionRow, ListingRow

pytestmark = pytest.mark.django_db
PHONE = str(REQUEST["contact"])
GOOD = {"id": "O1", "kind": "offer", "lang": "en", "title": "Heat pumps", "text": "We build."}


def made(client: Client, kind: str, fields: dict[str, Any]) -> str:
    answer = client.post(f"/exchange/new/{kind}/", fields, follow=True)
    return str(answer.redirect_chain[-1][0]).split("/")[-2]


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def imported(client: Client, kind: str, *rows: dict[str, Any]) -> str:
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    upload = SimpleUploadedFile("rows.jsonl", lines.encode())
    return client.post(f"/exchange/from-file/{kind}/", {"file": upload}).content.decode()


def test_a_near_repeat_is_told_and_can_be_handed_in_with_a_reason() -> None:
    maker = client_of("maker@a.example", "heat-pumps", "en")
    operator = client_of("op@s.example", None, "en", is_operator=True)
    first = publish(maker, operator, "offer", OFFER)
    again = made(maker, "offer", {**OFFER, "advantages": "COP of 4.6 at 60 to 90 degrees"})
    address = f"/exchange/records/{again}/"
    assert 'name="waive.duplicate"' in page(maker, address)
    submit = {"export_control": "not concerned"}
    maker.post(f"{address}steps/submit/", submit)
    assert ListingRow.objects.get(id=again).status == "draft"
    maker.post(f"{address}steps/submit/", {**submit, "waive.duplicate": "another plant"})
    assert ListingRow.objects.get(id=again).status == "in_review"
    maker.post(f"/exchange/records/{first}/steps/withdraw/")
    third = made(maker, "offer", {**OFFER, "title": "Heat pumps for textile waste water"})
    maker.post(f"/exchange/records/{again}/steps/withdraw/")
    assert 'name="waive.duplicate"' not in page(maker, f"/exchange/records/{third}/")


def test_two_people_who_save_one_record_do_not_overwrite_one_another() -> None:
    one = client_of("a@x.example", "x", "en")
    other = client_of("b@x.example", "x", "en")
    name = made(one, "request", REQUEST)
    address = f"/exchange/records/{name}/edit/"
    version = re.search(r'name="version" value="(\d+)"', page(one, address))
    assert version is not None
    read = {"version": version[1]}
    other.post(address, {**REQUEST, **read, "title": "Theirs"})
    answer = one.post(address, {**REQUEST, **read, "title": "Mine"})
    shown = answer.content.decode()
    assert ListingRow.objects.get(id=name).listing.record.title == "Theirs"
    assert "Theirs" in shown
    assert "Mine" in shown
    now = re.search(r'name="version" value="(\d+)"', shown)
    assert now is not None
    one.post(address, {**REQUEST, "version": now[1], "title": "Mine"})
    assert ListingRow.objects.get(id=name).listing.record.title == "Mine"


def test_an_adviser_drafts_for_a_client_who_hands_it_in_and_keeps_the_team() -> None:
    client = client_of("park@huzhou.example", "huzhou-park", "en")
    adviser = client_of("kim@advice.example", "advice", "en")
    name = made(adviser, "request", {**REQUEST, "client": "huzhou-park"})
    record = ListingRow.objects.get(id=name).listing.record
    assert (record.owner, record.adviser) == ("huzhou-park", "advice")
    assert name in page(client, "/exchange/workbench/")
    submit = {"export_control": "not concerned", "waive.unnamed": "x", "waive.duplicate": "x"}
    adviser.post(f"/exchange/records/{name}/steps/submit/", submit)
    assert ListingRow.objects.get(id=name).status == "draft"
    client_of("eve@nosy.example", "nosy", "en")
    adviser.post(f"/exchange/records/{name}/edit/", {**REQUEST, "adviser": "nosy"})
    assert ListingRow.objects.get(id=name).listing.record.adviser == "advice"
    client.post(f"/exchange/records/{name}/edit/", {**REQUEST, "adviser": "advice"})
    assert PHONE not in page(adviser, f"/exchange/records/{name}/")
    assert adviser.get(f"/exchange/records/{name}/edit/").status_code == 404
    client.post(f"/exchange/records/{name}/steps/engage/")
    assert PHONE in page(adviser, f"/exchange/records/{name}/")
    adviser.post(f"/exchange/records/{name}/steps/submit/", submit)
    assert ListingRow.objects.get(id=name).status == "in_review"


def test_a_body_is_named_once_it_has_agreed_and_the_reviewer_reads_the_answer() -> None:
    maker = client_of("maker@a.example", "heat-pumps", "en")
    member = client_of("wang@bank.example", "green-bank", "en")
    operator = client_of("op@s.example", None, "en", is_operator=True)
    shown = {**OFFER, "visibility": "named", "team": "green-bank: investor"}
    name = made(maker, "offer", shown)
    address = f"/exchange/records/{name}/"
    maker.post(f"{address}steps/submit/", {"export_control": "licence needed"})
    judged = page(operator, address)
    assert judged.count(EXPORT_CONTROL["licence needed"].en) > 1
    operator.post(f"{address}steps/publish/", {"judged": [*for_people("offer")]})
    assert "green-bank" not in page(Client(), address)
    assert "has not agreed yet" in page(maker, address)
    assert str(OFFER["contact"]) not in page(member, address)
    member.post(f"{address}steps/take_part/")
    assert "green-bank" in page(Client(), address)
    assert "has not agreed yet" not in page(maker, address)


def test_nobody_drafts_for_an_organisation_that_the_site_does_not_know() -> None:
    adviser = client_of("kim@advice.example", "advice", "en")
    shown = adviser.post("/exchange/new/request/", {**REQUEST, "client": "nobody"})
    assert "no organisation has the id nobody" in shown.content.decode()
    adviser.post("/exchange/new/request/", {**REQUEST, "adviser": "y" * 300})
    assert ListingRow.objects.count() == 0


def test_an_adviser_suggests_and_speaks_for_neither() -> None:
    park = client_of("park@huzhou.example", "huzhou-park", "en")
    maker = client_of("maker@a.example", "heat-pumps", "en")
    operator = client_of("op@s.example", None, "en", is_operator=True)
    wanted = publish(park, operator, "request", REQUEST)
    offered = publish(maker, operator, "offer", OFFER)
    operator.post(f"/exchange/records/{wanted}/meet/{offered}/")
    row = IntroductionRow.objects.get()
    assert (row.stage, row.introduction.origin) == ("suggested", "adviser")
    assert row.id in page(maker, "/exchange/workbench/")


def test_an_import_points_out_repeats_of_own_records_and_within_the_file() -> None:
    maker = client_of("maker@a.example", "heat-pumps", "en")
    first = imported(maker, "offer", GOOD, {**GOOD, "id": "O2"})
    assert "nearly the same as O1" in first
    assert "O1 →" in first
    again = imported(maker, "offer", GOOD)
    assert re.search(r"nearly the same as O-[0-9a-f]{10}", again)


def test_an_import_takes_no_plan_and_no_adviser_that_are_not_its_own() -> None:
    maker = client_of("maker@a.example", "heat-pumps", "en")
    forged = {**GOOD, "kind": "request", "plan_ref": "330500/measure/industrial_heat_pump#000",
              "adviser": "nobody"}  # fmt: skip
    shown = imported(maker, "request", forged)
    assert "a plan that you do not edit" in shown
    assert "nobody" in shown
    record = ListingRow.objects.get().listing.record
    assert (record.plan_ref, record.adviser) == ("", "")


def test_labels_are_in_the_language_of_the_page() -> None:
    park = client_of("park@huzhou.example", "huzhou-park", "en")
    labels = re.findall(r"<label for=\"f-[^>]*>([^<*]+)", page(park, "/exchange/new/request/"))
    assert "Region of the need" in [label.strip() for label in labels]
    assert not [label for label in labels if "_" in label]
    chinese = client_of("p@huzhou.example", "huzhou-park", "zh-hans")
    assert "需求所在地区" in page(chinese, "/exchange/new/request/")


def test_the_name_of_an_unnamed_owner_is_seen_in_its_public_words() -> None:
    from dafeng.web.accounts.models import Organisation

    park = client_of("park@huzhou.example", "city-x", "en")
    Organisation.objects.update(name_zh="湖州市发展改革委", name_en="Huzhou DRC")
    name = made(park, "request", {**REQUEST, "text": f"湖州市发展改革委：{REQUEST['text']}"})
    address = f"/exchange/records/{name}/"
    assert 'name="waive.unnamed"' in page(park, address)
    park.post(f"{address}steps/submit/", {"export_control": "not concerned"})
    assert ListingRow.objects.get(id=name).status == "draft"


def test_figures_tell_tonnes_of_what_both_let_be_listed_and_no_single_sum() -> None:
    park = client_of("park@huzhou.example", "huzhou-park", "en")
    maker = client_of("maker@a.example", "heat-pumps", "en")
    operator = client_of("op@s.example", None, "en", is_operator=True)
    wanted = publish(park, operator, "request", REQUEST)
    offered = publish(maker, operator, "offer", OFFER)
    park.post(f"/exchange/records/{wanted}/meet/{offered}/", {})
    steps = f"/exchange/introductions/{wanted}~{offered}/steps/"
    maker.post(f"{steps}interest/")
    for client in (park, maker):
        client.post(f"{steps}contact/")
    outcome = {
        "outcome.kind": "contract", "outcome.amount": "12,000,000", "outcome.currency": "CNY",
        "outcome.price_base": "2026", "outcome.tonnes_low": "4000", "outcome.tonnes_high": "6000",
        "outcome.tonnes_basis": "design", "outcome.listed": "yes",
    }  # fmt: skip
    park.post(f"{steps}agree/", {**outcome, "outcome.amount": "1,5"})
    assert IntroductionRow.objects.get().stage == "contact_opened"
    park.post(f"{steps}agree/", outcome)
    maker.post(f"{steps}agree/", {"outcome.kind": ""})
    shown = page(Client(), "/exchange/figures/")
    assert "4,000 – 6,000" in shown
    assert "不足三项" in shown
    assert "12,000,000" not in shown
