"""Who reads which entry of the record?"""

from __future__ import annotations

import json

import pytest
from django.test import Client
from tests.web.programmes.conftest import words
from tests.web.programmes.demo_site import demo  # noqa: F401 - a fixture

from dafeng.programme import Kind
from dafeng.record import audit_receipt, receipt_of
from dafeng.web.accounts.models import User
from dafeng.web.keys import log_key
from dafeng.web.ledger import store
from dafeng.web.programmes.acting import act
from dafeng.web.programmes.models import RunningBatch

pytestmark = [
    pytest.mark.django_db(databases=["default", "published"]),
    pytest.mark.usefixtures("demo"),
]


def _client(key: str) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(User.objects.get(email=f"{key}@demo.invalid"))
    return client


def _entries(kind: Kind, case: str) -> list[int]:
    subject = f"demo/demo/{case}"
    return [e.number for e in store.entries(subject) if e.kind == f"programme.{kind.value}"]


def _opens(key: str, number: int) -> bool:
    return _client(key).get(f"/record/receipts/{number}/").status_code == 200


def test_a_receipt_holds_without_the_site(settings: object) -> None:
    number = _entries(Kind.DECIDE, "330500")[-1]
    answer = _client("huzhou").get(f"/record/receipts/{number}/")
    receipt = receipt_of(json.loads(answer.content))
    key = log_key(settings.SITE).verifier  # type: ignore[attr-defined]
    assert not audit_receipt(receipt, [key])
    assert receipt.entry.number == number


def test_what_reviewers_write_is_not_read_by_the_place_under_review() -> None:
    for kind in (Kind.REVIEW, Kind.COMMENT, Kind.ASSIGN):
        for number in _entries(kind, "330500"):
            assert not _opens("huzhou", number), kind
    assert all(_opens("nation", n) for n in _entries(Kind.REVIEW, "330500"))


def test_an_expert_reads_the_own_points_alone_during_the_review() -> None:
    numbers = _entries(Kind.REVIEW, "330500")
    assert [_opens("expert-b", n) for n in numbers].count(True) == 1


def test_what_is_only_prepared_is_read_by_those_who_may_sign() -> None:
    row = RunningBatch.objects.get(slug="demo")
    content = {"form": {"reason": "to be better"}}
    nation = User.objects.get(email="nation-2@demo.invalid").person
    receipt = act(nation, row, Kind.PREPARE, case="430100", name="uphold-appeal", content=content)
    number = receipt.entry.number
    assert _opens("nation-sign-2", number)
    assert not _opens("changsha", number)
    assert not _opens("hunan-sign", number)


def test_another_province_and_a_visitor_read_nothing_of_a_case() -> None:
    for kind in Kind:
        for number in _entries(kind, "330500"):
            assert not _opens("jiangsu", number), kind
            answer = Client().get(f"/record/receipts/{number}/")
            assert answer.status_code == 302
            assert "login" in answer.headers["Location"]


def test_the_place_does_not_learn_who_its_expert_is() -> None:
    page = words(_client("yancheng").get("/record/?kind=comment"))
    assert "expert" in page
    assert "Expert B" not in page
    assert "Institute" not in page


def test_everybody_takes_the_signed_head_home() -> None:
    assert Client().get("/record/head/").content.decode() == str(store.newest_head())
    assert Client().get("/record/heads/").status_code == 200


def test_the_operator_alone_takes_the_whole_log() -> None:
    assert _client("operator").get("/record/log/").status_code == 200
    assert _client("nation-sign").get("/record/log/").status_code == 404
