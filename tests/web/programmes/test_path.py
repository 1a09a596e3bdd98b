"""Can batch 1 be walked whole through the pages, by people of every role?"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.programmes.conftest import Walk, at, people, version, words

from dafeng.web.dossiers import working
from dafeng.web.dossiers.models import Job, Kind, State
from dafeng.web.ledger import store
from dafeng.web.notices.rounds import make_round
from dafeng.web.programmes.models import RunningBatch
from dafeng.web.programmes.runs import standing_of
from dafeng.web.programmes.storing import path
from dafeng.web.published.models import Draft, Participation, Plan

pytestmark = pytest.mark.django_db(databases=["default", "published"])

HUZHOU, HANGZHOU = "330500", "330100"
#: What a build lays down, as far as it is published; and one part that is not.
RESULTS: dict[str, Any] = {
    "names": {},
    "levels": [0.05, 0.5, 0.95],
    "peak": {
        "current_policy": {
            "years": [2028, 2030],
            "by_year": [0.4, 0.7],
            "none": 0.1,
            "year": {"unit": "a", "quantiles": [2026, 2029, None]},
            "level": {"unit": "t", "quantiles": [2.9e7, 3.1e7, 3.6e7]},
        }
    },
    "scenarios": {},
}
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


def to_the_list(walk: Walk, *, by_pages: bool = False) -> None:
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


def test_the_whole_path(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    to_the_list(walk, by_pages=True)
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
    assert not plan.results
    with at("2024-05-06T12:00:00"):
        _built(monkeypatch)
        make_round(3)
        page = words(Client(HTTP_ACCEPT_LANGUAGE="en").get(f"/places/{HUZHOU}/"))
        assert "2026 / 2029" in page
        assert set(Plan.objects.get(place=HUZHOU).results) == set(RESULTS) - {"names"}
    with at("2024-05-07T09:00:00"):
        walk.take("close-batch", "", "no", "ns")
        _verifiable(walk)


def _built(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do the jobs that the decisions have asked for, with results that are made up."""

    def compile_plan(_folder: Path, target: Path, **_options: object) -> None:
        (target / "results.json").write_text(json.dumps(RESULTS))

    monkeypatch.setattr(working, "compile_plan", compile_plan)
    asked = list(Job.objects.filter(kind=Kind.DOCUMENTS, place=HUZHOU).order_by("pk"))
    assert [job.version.number for job in asked if job.version] == [1, 2]
    for job in asked:
        working.work.call(job.pk)
        job.refresh_from_db()
        assert job.state == State.DONE, job.outcome


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
    to_the_list(walk)
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
    with at("2023-10-21T12:00:00"):
        version(HUZHOU, walk.user("hz-e"), gate_errors=3)
        walk.take("apply", HUZHOU, "hz-e", "hz-s")


def test_a_plan_that_the_gate_stops_is_not_handed_in(walk: Walk) -> None:
    to_the_list(walk)
    with at("2024-01-10T09:00:00"):
        version(HUZHOU, walk.user("hz-e"), gate_errors=3)
        refused = walk.prepare("hz-e", "submit-plan", HUZHOU)
        assert refused.status_code == 422
        assert "by the checks of the gate the snapshot still has 3 error(s)" in words(refused)
        assert "What blocks a submission of version 2: 3" in words(refused)
        version(HUZHOU, walk.user("hz-e"))
        helped = "Institute-A body\nGhost Ltd"
        walk.take("submit-plan", HUZHOU, "hz-e", "hz-s", consultants=helped)
        found = standing_of(walk.slug)
        assert found is not None
        assert found.run.cases[HUZHOU].applicant.consultants == ("institute-a", "Ghost Ltd")
        assert "no organisation “Ghost Ltd”" in words(walk.get("hz-e", f"cases/{HUZHOU}/"))


def test_a_file_of_rules_that_is_too_large_starts_nothing(walk: Walk) -> None:
    file = SimpleUploadedFile("rules.toml", b"#" * 2_000_001)
    data = {"batch": "cn-carbon-peaking-2025/2", "file": file}
    with at("2023-10-12T09:00:00"):
        answer = walk.post("operator", "/programmes/start/", data)
    assert answer.status_code == 422
    assert RunningBatch.objects.count() == 1


def test_a_draft_for_comment_is_public_when_it_is_put_out(walk: Walk) -> None:
    to_the_list(walk)
    page = f"/places/{HUZHOU}/"
    with at("2024-01-10T09:00:00"):
        make_round(1)
        assert "Drafts for comment" not in words(Client(HTTP_ACCEPT_LANGUAGE="en").get(page))
        walk.take("publish-draft", HUZHOU, "hz-e", "hz-s")
        draft = Draft.objects.get(place=HUZHOU)
        visitor = Client(HTTP_ACCEPT_LANGUAGE="en")
        assert "Drafts for comment" in words(visitor.get(page))
        file = visitor.get(f"{page}drafts/{draft.pk}/")
        assert b"".join(file) == f"publish-draft {HUZHOU} public-draft".encode()
        assert visitor.get(f"/places/330100/drafts/{draft.pk}/").status_code == 404
    with at("2024-01-11T09:00:00"):
        walk.take("withdraw", HUZHOU, "hz-e", "hz-s")
        make_round(2)
        assert not Draft.objects.filter(place=HUZHOU).exists()


def test_a_file_that_was_altered_on_disk_is_not_handed_out(walk: Walk) -> None:
    to_the_list(walk)
    with at("2024-01-10T09:00:00"):
        walk.take("publish-draft", HUZHOU, "hz-e")
        page = walk.get("hz-s", f"cases/{HUZHOU}/steps/publish-draft/sign/").content.decode()
        link = re.search(rf"/programmes/\S+/cases/{HUZHOU}/files/(\w{{64}})/", page)
        assert link is not None
        assert walk.get("hz-s", link[0]).status_code == 200
        path(link[1]).write_bytes(b"altered")
        assert walk.get("hz-s", link[0]).status_code == 302
        assert "was altered" in words(walk.get("hz-s", f"cases/{HUZHOU}/"))
        walk.sign("hz-s", "publish-draft", HUZHOU)
        assert not Draft.objects.exists()
