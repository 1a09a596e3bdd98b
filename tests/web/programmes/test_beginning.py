"""Is a case begun as what the place is, put right where it was not, and given a dossier?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.web.programmes.conftest import Walk, at, people, version, words

from dafeng.programme import Kind, local_text
from dafeng.web.dossiers.findings import taken_up
from dafeng.web.dossiers.versions import latest
from dafeng.web.programmes.acting import act
from dafeng.web.programmes.models import RunningBatch
from dafeng.web.programmes.runs import standing_of
from dafeng.web.programmes.showing import sees_clocks

pytestmark = pytest.mark.django_db(databases=["default", "published"])

TIME = "2023-10-24T09:00:00"
HUZHOU = {"place": "330500", "level": "city.prefecture", "province": "330000"}


@pytest.fixture
def called(walk: Walk) -> Walk:
    people(walk)
    with at("2023-10-20T12:00:00"):
        walk.take("open-call", "", "no", "ns")
    return walk


def _cases(walk: Walk) -> Any:
    found = standing_of(walk.slug)
    assert found is not None
    return found.run.cases


def _edits_too(walk: Walk, place: str) -> None:
    """Give Huzhou's editor the same role for another place."""
    row, user = RunningBatch.objects.get(slug=walk.slug), walk.user("hz-e")
    found = standing_of(walk.slug)
    assert found is not None
    operator = next(
        p.id for p in found.run.people.values() if any(g.role == "operator" for g in p.grants)
    )
    work = {"id": user.person, "organisation": "x", "province": "330000"}
    signatory = {"person": work, "role": "city_signatory", "body": place}
    act(operator, row, Kind.APPOINT, content=signatory)
    editor = {**signatory, "role": "city_editor", "person": work}
    other = walk.user("hz-s")
    act(operator, row, Kind.APPOINT, content={
        "person": {"id": other.person, "organisation": "x", "province": "330000"},
        "role": "city_signatory", "body": place,
    })  # fmt: skip
    act(other.person, row, Kind.APPOINT, content=editor)


def test_the_form_offers_what_fits_the_code_and_takes_names_from_the_tables(called: Walk) -> None:
    page = words(called.get("hz-e", "begin/"))
    assert "prefecture" in page
    assert "municipality" not in page
    assert 'value="city.prefecture" selected' in called.get("hz-e", "begin/").content.decode()
    assert "name_zh" not in called.get("hz-e", "begin/").content.decode()
    with at(TIME):
        forged = {"name_zh": '=HYPERLINK("http://evil")', "name_en": "+cmd", "hosts": "320500"}
        assert called.post("hz-e", "begin/", HUZHOU | forged).status_code == 302
    applicant = _cases(called)["330500"].applicant
    assert (applicant.name.zh, applicant.name.en) == ("湖州市", "Huzhou")
    assert applicant.hosts == ("330500",)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"level": "city.municipality"}, "cannot be of the level municipality"),
        ({"level": "park.national"}, "cannot be of the level national"),
        ({"province": "320000"}, "belongs to Zhejiang"),
        ({"level": ""}, "not described in full"),
    ],
)
def test_what_is_wrong_is_refused_and_no_case_stands(
    called: Walk, wrong: dict[str, str], told: str
) -> None:
    with at(TIME):
        page = called.post("hz-e", "begin/", HUZHOU | wrong)
    assert page.status_code == 422
    assert told in words(page)
    assert not _cases(called)


def test_a_draft_is_put_right_by_its_place_alone(called: Walk) -> None:
    with at(TIME):
        called.post("hz-e", "begin/", HUZHOU)
        assert "Correct the facts" in words(called.get("hz-e", "cases/330500/"))
        more = {"level": "city.sub_provincial", "subjects": "energy"}
        assert called.post("hz-e", "begin/", HUZHOU | more).status_code == 302
        assert _cases(called)["330500"].applicant.subjects == ("energy",)
        assert called.post("ha-e", "begin/", HUZHOU).status_code == 404
        assert called.post("pr", "begin/", HUZHOU).status_code == 404


def test_a_withdrawn_draft_is_begun_again(called: Walk) -> None:
    with at(TIME):
        called.post("hz-e", "begin/", HUZHOU)
        called.take("withdraw", "330500", "hz-e", "hz-s")
        assert called.stage("330500") == "withdrawn"
        assert "again" in words(called.get("hz-e", "cases/330500/"))
        assert called.post("hz-e", "begin/", HUZHOU).status_code == 302
        assert called.stage("330500") == "drafting"


def test_a_new_park_is_given_a_dossier_under_its_own_id(called: Walk) -> None:
    park = "P-330500-NEW"
    with at(TIME):
        _edits_too(called, park)
        chosen = called.get("hz-e", "begin/")
        assert park in words(chosen)
        form = {"place": park, "level": "park.provincial", "province": "330000"}
        names = {"name_zh": "湖州新园区", "name_en": "New Park of Huzhou", "hosts": "330500"}
        assert called.post("hz-e", "begin/", form | names | {"hosts": ""}).status_code == 302
        assert called.post("hz-e", "begin/", form | names).status_code == 302
        page = words(called.get("hz-e", f"/dossiers/{park}/"))
        assert "New Park of Huzhou" in page
        refused = called.post(
            "hz-e", f"/dossiers/{park}/start/", {"blank": "1"} | names | {"hosts": "x"}
        )
        assert refused.status_code == 422
        done = called.post(
            "hz-e", f"/dossiers/{park}/start/", {"blank": "1", "kind": "park"} | names
        )
        assert done.status_code == 302
    found = latest(park)
    assert found is not None
    assert found.origin == "blank"
    rules = {fault.rule for fault in taken_up(found.findings)}
    assert "identity.code.own" in rules
    assert "identity.code.unknown" not in rules
    assert called.get("hz-e", f"/dossiers/{park}/").status_code == 200
    assert called.get("ha-e", f"/dossiers/{park}/").status_code == 404


def test_the_form_says_the_hour_of_a_version_in_the_zone_of_the_programme(called: Walk) -> None:
    with at(TIME):
        called.post("hz-e", "begin/", HUZHOU)
        made = version("330500", called.user("hz-e"))
    page = words(called.get("hz-e", "cases/330500/steps/apply/"))
    assert local_text(made.created, "Asia/Shanghai").en in page


def test_who_decides_on_the_list_sees_who_falls_out_and_clocks(called: Walk) -> None:
    with at(TIME):
        called.post("hz-e", "begin/", HUZHOU)
        page = words(called.get("no", "steps/issue-list/"))
        assert "Cases that end with this step (1)" in page
        assert "Huzhou" in page
        assert "has run out" in page or "Barred at present" in page


def test_who_may_move_a_clock_sees_it(called: Walk) -> None:
    found = standing_of(called.slug)
    assert found is not None
    with at(TIME):
        called.post("hz-e", "begin/", HUZHOU)
    found = standing_of(called.slug)
    assert found is not None
    case = replace(found.run.cases["330500"], stage="writing")
    now = found.run.instant
    seen = [sees_clocks(found, case, called.user(p).person, now) for p in ("no", "hz-e", "ha-e")]
    assert seen == [True, True, False]


@pytest.mark.parametrize("named", ["cn-carbon-peaking-2023/9", "nowhere/1", "nowhere", ""])
def test_a_batch_that_is_in_no_programme_is_told_as_such(walk: Walk, named: str) -> None:
    answer = walk.post("operator", "/programmes/start/", {"batch": named})
    assert answer.status_code == 422
    assert f"there is no batch “{named or '—'}”" in words(answer)
    assert RunningBatch.objects.count() == 1
