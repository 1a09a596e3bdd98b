"""Can batch 1 be walked whole through the pages, by people of every role?"""

from __future__ import annotations

from typing import Any

import pytest
from tests.web.programmes.conftest import Walk, at, people, version, words

from dafeng.web.ledger import store
from dafeng.web.notices.rounds import make_round
from dafeng.web.published.models import Participation, Plan

pytestmark = pytest.mark.django_db(databases=["default", "published"])

HUZHOU, HANGZHOU = "330500", "330100"
POINTS = {
    f"points.{c}": "7" for c in ("base", "path", "tasks", "projects", "reforms", "replication")
}


def _begin(walk: Walk, key: str, place: str, level: str) -> None:
    page = walk.get(key, "begin/")
    assert page.status_code == 200
    data = {
        "place": place,
        "level": f"city.{level}",
        "name_zh": f"{place} 市",
        "name_en": f"city {place}",
        "province": "330000",
        "hosts": place,
        "subjects": "industry energy",
    }
    assert walk.post(key, "begin/", data).status_code == 302
    version(place, walk.user(key))


def _to_the_list(walk: Walk, *, by_pages: bool = False) -> None:
    """Walk from the call to the list: one place confirmed, its list under embargo."""
    people(walk, by_pages=by_pages)
    with at("2023-10-20T12:00:00"):
        walk.take("open-call", "", "no", "ns")
    with at("2023-10-24T09:00:00"):
        _begin(walk, "hz-e", HUZHOU, "prefecture")
    with at("2023-10-30T09:00:00"):
        walk.take("apply", HUZHOU, "hz-e", "hz-s")
    with at("2023-11-06T09:00:00"):
        walk.take("recommend", HUZHOU, "pr", "ps")
    with at("2023-11-13T09:00:00"):
        walk.take("check", HUZHOU, "go", "gs")
    with at("2023-11-20T09:00:00"):
        walk.take("confirm", HUZHOU, "no", "ns")
    with at("2023-11-28T10:00:00"):
        walk.take("issue-list", "", "no", "ns", **{"clock.publication": "2023-12-06T10:00"})


def _reviewed(walk: Walk, experts: str, month: str) -> None:
    for letter in experts:
        key = f"expert-{letter}"
        with at(f"{month}T10:00:00"):
            said = {"level": "shared", "chapter": "5", "line": "3", "text": "State the tonnes"}
            assert (
                walk.post(key, f"cases/{HUZHOU}/comments/", said | {"demand": "on"}).status_code
                == 302
            )
            done = walk.post(key, f"cases/{HUZHOU}/points/", POINTS | {"complete": "on"})
            assert done.status_code == 302, words(done)


def test_the_whole_path(walk: Walk) -> None:
    _to_the_list(walk, by_pages=True)
    assert walk.stage(HUZHOU) == "writing"
    _late_and_extended(walk)
    _returned(walk)
    with at("2024-04-18T09:00:00"):
        walk.take("resubmit", HUZHOU, "hz-e", "hz-s")
    with at("2024-04-20T09:00:00"):
        walk.take("forward", HUZHOU, "pr", "ps")
        walk.take("begin-review", HUZHOU, "no")
    _reviewed(walk, "abe", "2024-04-22")
    with at("2024-05-06T09:00:00"):
        walk.take("clear", HUZHOU, "no", "ns")
        walk.take("approve", HUZHOU, "pr", "ps")
        walk.take("issue", HUZHOU, "hz-e", "hz-s")
        assert walk.stage(HUZHOU) == "issued"
    plan = Plan.objects.get(place=HUZHOU)
    assert [f.name for f in plan.files.all()] == ["public-plan.docx"]
    with at("2024-05-07T09:00:00"):
        walk.take("close-batch", "", "no", "ns")
        _verifiable(walk)


def _late_and_extended(walk: Walk) -> None:
    """Submit one second late: refused; then by a logged extension."""
    with at("2024-01-31T23:00:00"):
        assert walk.prepare("hz-e", "submit-plan", HUZHOU).status_code == 302
    with at("2024-02-01T00:00:00"):
        assert walk.sign("hz-s", "submit-plan", HUZHOU).status_code == 422
    with at("2024-02-01T00:00:01"):
        late = walk.sign("hz-s", "submit-plan", HUZHOU)
        assert late.status_code == 422
        assert "has run out" in words(late) or "plan due" in words(late)
        assert walk.stage(HUZHOU) == "writing"
    with at("2024-02-02T09:00:00"):
        shorter = walk.prepare("no", "extend-plan", HUZHOU, **{"clock.plan": "2024-01-20T00:00"})
        assert shorter.status_code == 422
        walk.take("extend-plan", HUZHOU, "no", "ns", **{"clock.plan": "2024-02-24T00:00"})
    with at("2024-02-23T23:59:59.999"):
        signed = walk.sign("hz-s", "submit-plan", HUZHOU)
        assert signed.status_code == 302, words(signed)
    with at("2024-03-01T09:00:00"):
        walk.take("forward", HUZHOU, "pr", "ps")


def _returned(walk: Walk) -> None:
    """Assign, bar the conflicted, review, return, appeal, answer."""

    def assign(*letters: str) -> Any:
        chosen = [walk.user(f"expert-{x}").person for x in letters]
        return walk.post("no", f"cases/{HUZHOU}/experts/", {"expert": chosen})

    with at("2024-03-05T09:00:00"):
        own_province = assign("d")
        assert own_province.status_code == 422
        assert "conflict" in words(own_province)
        assert assign("a", "b", "c").status_code == 302
        walk.take("begin-review", HUZHOU, "no")
    with at("2024-03-06T09:00:00"):
        assert walk.get("expert-c", f"cases/{HUZHOU}/review/").status_code == 200
        declared = walk.post("expert-c", f"cases/{HUZHOU}/conflict/", {"reason": "adviser"})
        assert declared.status_code == 302
        assert walk.get("expert-c", f"cases/{HUZHOU}/review/").status_code == 404
        public = words(walk.get("expert-c", f"cases/{HUZHOU}/"))
        assert "conflict of interest" in public
        assert "plan.docx" not in public
        assert walk.post("expert-c", f"cases/{HUZHOU}/points/", POINTS).status_code == 404
        assert assign("e").status_code == 302
    _reviewed(walk, "abe", "2024-03-12")
    with at("2024-03-20T09:00:00"):
        walk.take("return-plan", HUZHOU, "no", "ns", **{"clock.revision": "2024-04-21T00:00"})
        assert "State the tonnes" in words(walk.get("hz-e", f"cases/{HUZHOU}/"))
        assert "expert-a" not in words(walk.get("hz-e", f"cases/{HUZHOU}/"))
    with at("2024-03-25T09:00:00"):
        walk.take("appeal", HUZHOU, "hz-e", "hz-s")
        assert (
            walk.prepare(
                "no", "dismiss-appeal", HUZHOU, **{"clock.revision": "2024-04-21T00:00"}
            ).status_code
            == 422
        )
        walk.take("dismiss-appeal", HUZHOU, "no2", "ns2", **{"clock.revision": "2024-04-21T00:00"})
    with at("2024-04-10T09:00:00"):
        version(HUZHOU, walk.user("hz-e"))
        unanswered = walk.prepare("hz-e", "resubmit", HUZHOU)
        assert unanswered.status_code == 422
        for number in ("1", "2", "3"):
            walk.post("hz-e", f"cases/{HUZHOU}/answers/", {"number": number, "text": "Stated"})


def _verifiable(walk: Walk) -> None:
    """Hold the whole log of the site against its heads and rules, as `dafeng verify` does."""
    import io
    import zipfile
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from dafeng.desk.verifying_record import verify_record

    answer = walk.get("operator", "/record/log/")
    with TemporaryDirectory() as name:
        folder = Path(name)
        zipfile.ZipFile(io.BytesIO(answer.content)).extractall(folder)
        found = verify_record(folder, [str(folder / "key.txt")])
        assert not found.faults
        assert len(found.entries) == store.size()
        receipt = folder / "mine.receipt.json"
        receipt.write_bytes(walk.get("hz-s", f"/record/receipts/{_own(walk)}/").content)
        assert not verify_record(receipt, [str(folder / "key.txt")]).faults


def _own(walk: Walk) -> int:
    person = walk.user("hz-s").person
    return next(e.number for e in store.entries() if e.actor == person)


def test_the_list_is_public_at_the_instant_and_not_before(walk: Walk) -> None:
    _to_the_list(walk)
    with at("2023-12-06T09:59:59.999"):
        make_round(1)
        assert not Participation.objects.filter(batch=walk.slug).exists()
        assert walk.get("observer", f"cases/{HUZHOU}/").status_code == 200
    with at("2023-12-06T10:00:00"):
        make_round(2)
        assert [p.place_id for p in Participation.objects.filter(batch=walk.slug)] == [HUZHOU]


def test_one_person_never_decides_alone(walk: Walk) -> None:
    people(walk)
    with at("2023-10-20T12:00:00"):
        assert walk.prepare("no", "open-call").status_code == 302
        assert walk.sign("no", "open-call").status_code in (302, 422)
        assert walk.stage() == "prepared"
        assert walk.prepare("ns", "open-call").status_code == 422
        assert walk.sign("ns", "open-call").status_code == 302
        assert walk.stage() == "called"


def test_what_was_signed_is_what_was_shown(walk: Walk) -> None:
    people(walk)
    with at("2023-10-20T12:00:00"):
        walk.prepare("no", "open-call")
        other = walk.post("ns", "steps/open-call/sign/", {"digest": "0" * 64})
        assert other.status_code == 422
        assert walk.stage() == "prepared"
        dropped = walk.post("no", "steps/open-call/drop/", {"reason": "to be mended"})
        assert dropped.status_code == 302
        assert walk.sign("ns", "open-call").status_code == 302
        assert walk.stage() == "prepared"


def test_a_dossier_with_errors_is_not_handed_in(walk: Walk) -> None:
    people(walk)
    with at("2023-10-20T12:00:00"):
        walk.take("open-call", "", "no", "ns")
        _begin(walk, "hz-e", HUZHOU, "prefecture")
        version(HUZHOU, walk.user("hz-e"), errors=2)
        refused = walk.prepare("hz-e", "apply", HUZHOU)
        assert refused.status_code == 422
        assert "2" in words(refused)
