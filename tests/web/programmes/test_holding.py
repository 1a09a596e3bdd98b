"""Does a place's dossier stay its own, whatever is given in another programme's batch?"""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from tests.web.programmes.conftest import Walk, at, people, version, words

from dafeng.language import same
from dafeng.programme import Kind, event_of, replay
from dafeng.programme.people import Applicant, derived_conflicts
from dafeng.programme.rights import is_conflicted
from dafeng.web.accounts.models import User
from dafeng.web.ledger import store
from dafeng.web.programmes.acting import act
from dafeng.web.programmes.holding import holders
from dafeng.web.programmes.models import RunningBatch
from dafeng.web.programmes.places import may_edit, may_read
from dafeng.web.programmes.rulebook import rules
from dafeng.web.programmes.runs import standing_of

pytestmark = pytest.mark.django_db(databases=["default", "published"])
HUZHOU = "330500"


@pytest.fixture
def two(walk: Walk) -> Walk:
    """Batch 1 with its people, and a second batch in which Hangzhou's editor acts for Huzhou."""
    people(walk)
    with at("2023-10-12T09:00:00"):
        version(HUZHOU, walk.user("hz-e"))
        begun = {"batch": "cn-carbon-peaking-2025/2"}
        assert walk.post("operator", "/programmes/start/", begun).status_code == 302
        _give(walk, "operator", "ha-s", "city_signatory")
        _give(walk, "ha-s", "ha-e", "city_editor")
    return walk


def _give(walk: Walk, by: str, key: str, role: str) -> None:
    row = RunningBatch.objects.exclude(slug=walk.slug).get()
    user = walk.user(key)
    assert user.organisation is not None
    work = user.organisation
    person = {"id": user.person, "organisation": work.code, "province": work.province}
    given = {"person": person, "role": role, "body": HUZHOU}
    act(walk.user(by).person, row, Kind.APPOINT, content=given)


def _opens(walk: Walk, key: str) -> set[Any]:
    pages = ("", "v1/", "v1/download/folder/", "tables/energy/")
    return {walk.get(key, f"/dossiers/{HUZHOU}/{page}").status_code for page in pages}


def test_a_role_in_another_batch_opens_no_dossier_of_somebody_else(two: Walk) -> None:
    assert _opens(two, "ha-e") == {404}
    assert two.post("ha-e", f"/dossiers/{HUZHOU}/v1/take-up/").status_code == 404
    assert HUZHOU not in words(two.get("ha-e", "/dossiers/"))
    assert not may_edit(two.user("ha-e"), HUZHOU)
    assert not may_read(two.user("ha-e"), HUZHOU)
    assert 404 not in _opens(two, "hz-e")
    assert may_edit(two.user("hz-e"), HUZHOU)


def test_who_runs_the_site_names_another_holder(two: Walk) -> None:
    told = StringIO()
    for wrong in (("P-NONE", "330100"), (HUZHOU, "nobody")):
        with pytest.raises(CommandError):
            call_command("name_holder", *wrong, stdout=told)
    with at("2023-10-13T09:00:00"):
        call_command("name_holder", HUZHOU, "330100", stdout=told)
    assert holders()[HUZHOU] == "330100"
    assert may_edit(two.user("ha-e"), HUZHOU)
    assert not may_edit(two.user("hz-e"), HUZHOU)
    assert [e.kind for e in store.entries(f"holder/{HUZHOU}")] == ["people.holder"]
    assert User.objects.filter(organisation__code=HUZHOU).exists()


@pytest.mark.parametrize("dismissed", [False, True])
def test_who_acts_for_a_place_in_one_batch_judges_it_in_none(walk: Walk, dismissed: bool) -> None:
    """The judging role comes second, in another batch; a role that was taken leaves its trace."""
    people(walk)
    with at("2023-10-12T09:00:00"):
        begun = {"batch": "cn-carbon-peaking-2025/2"}
        assert walk.post("operator", "/programmes/start/", begun).status_code == 302
        row = RunningBatch.objects.exclude(slug=walk.slug).get()
        _give(walk, "operator", "ha-s", "city_signatory")
        _give(walk, "ha-s", "expert-a", "city_editor")
        if dismissed:
            gone = {"person": walk.user("expert-a").person, "role": "city_editor", "body": HUZHOU}
            act(walk.user("ha-s").person, row, Kind.DISMISS, content=gone)
    found = standing_of(walk.slug)
    assert found is not None
    rules, run, expert = found.programme, found.run, walk.user("expert-a").person
    told = {
        place: [g.en for g in derived_conflicts(rules, run.people[expert], "expert", _place(place))]
        for place in (HUZHOU, "330100")
    }
    assert told == {HUZHOU: ["holds or held a role of the place itself"], "330100": []}
    assert is_conflicted(rules, run, expert, _place(HUZHOU))
    assert not is_conflicted(rules, run, walk.user("expert-b").person, _place(HUZHOU))
    assert not is_conflicted(rules, run, walk.user("ha-s").person, _place(HUZHOU))


def _place(place: str) -> Applicant:
    return Applicant(place, "city", "prefecture", same("X"), "330000", (place,))


def _second(walk: Walk) -> RunningBatch:
    """Start another batch in which the observer of the first gives roles and Huzhou takes part."""
    people(walk)
    begun = {"batch": "cn-carbon-peaking-2025/2"}
    assert walk.post("operator", "/programmes/start/", begun).status_code == 302
    row = RunningBatch.objects.exclude(slug=walk.slug).get()
    _judge(walk, row, "operator", "ns", role="national_signatory")
    _judge(walk, row, "ns", "no", role="national_officer")
    return row


def _judge(walk: Walk, row: RunningBatch, by: str, key: str, role: str, *employers: str) -> None:
    user = walk.user(key)
    assert user.organisation is not None
    person = {"id": user.person, "organisation": user.organisation.code, "province": ""}
    stated = {**person, "employers": list(employers), "capacity": 4}
    given = {"person": stated, "role": role, "body": ""}
    act(walk.user(by).person, row, Kind.APPOINT, content=given)


def _barred(slug: str, person: str, place: str) -> bool:
    found = standing_of(slug)
    assert found is not None
    return is_conflicted(found.programme, found.run, person, _place(place))


@pytest.mark.parametrize("first", [False, True])
def test_an_employer_stated_in_one_batch_bars_in_all_until_it_is_taken_back(
    walk: Walk, first: bool
) -> None:
    """Stated in the second batch, before or after the role in the other that it bars."""
    with at("2023-10-12T09:00:00"):
        row = _second(walk)
        expert = walk.user("expert-a").person
        if first:
            _judge(walk, row, "no", "observer", "expert", HUZHOU)
            _judge(walk, RunningBatch.objects.get(slug=walk.slug), "no", "observer", "expert")
            expert = walk.user("observer").person
        else:
            assert not _barred(walk.slug, expert, HUZHOU)
            _judge(walk, row, "no", "expert-a", "expert", HUZHOU)
        key = "observer" if first else "expert-a"
        assert _barred(walk.slug, expert, HUZHOU)
        assert _barred(row.slug, expert, HUZHOU)
        assert not _barred(walk.slug, expert, "330100")
        page = f"/people/{walk.slug}/employers/"
        it = {"person": expert, "employer": HUZHOU, "reason": "a misprint"}
        assert HUZHOU in words(walk.get(key, page))
        assert HUZHOU in words(walk.get("no2", page))
        assert "another batch" in words(walk.get("no2", page))
        refused = walk.post("no2", page, it | {"answer": "ask"})
        assert refused.status_code == 422
        assert "in which you hold no role" in words(refused)
        assert walk.post(key, page, it | {"answer": "ask"}).status_code == 302
        assert _barred(walk.slug, expert, HUZHOU)
        assert walk.post("no2", page, it | {"answer": "agree"}).status_code == 422
        assert walk.post("no", page, it | {"answer": "agree"}).status_code == 302
    assert not _barred(walk.slug, expert, HUZHOU)
    assert not _barred(row.slug, expert, HUZHOU)
    _can_be_replayed()


def test_an_employer_that_two_batches_state_is_taken_back_in_both_at_once(walk: Walk) -> None:
    with at("2023-10-12T09:00:00"):
        row = _second(walk)
        first, expert = RunningBatch.objects.get(slug=walk.slug), walk.user("expert-a").person
        for batch in (row, first):
            _judge(walk, batch, "no", "expert-a", "expert", HUZHOU, "330100")
        page = f"/people/{row.slug}/employers/"
        it = {"person": expert, "employer": HUZHOU, "reason": "a misprint"}
        assert walk.post("expert-a", page, it | {"answer": "ask"}).status_code == 302
        assert walk.post("expert-a", page, it | {"answer": "ask"}).status_code == 422
        one = f"/people/{walk.slug}/employers/"
        told = walk.post("no2", one, it | {"answer": "agree"})
        assert told.status_code == 302
        assert "another batch states it too" in words(walk.get("no2", one))
        assert _barred(walk.slug, expert, HUZHOU)
        assert walk.post("no", page, it | {"answer": "agree"}).status_code == 302
    assert not _barred(walk.slug, expert, HUZHOU)
    assert not _barred(row.slug, expert, HUZHOU)
    assert _barred(row.slug, expert, "330100")
    kinds = [e.kind for e in store.entries() if e.kind in ("programme.retract", "programme.settle")]
    assert kinds == ["programme.retract"] * 2 + ["programme.settle"] * 2
    _can_be_replayed()


def test_a_conflict_declared_in_one_batch_bars_from_the_same_place_in_all(walk: Walk) -> None:
    with at("2023-10-12T09:00:00"):
        row = _second(walk)
        _judge(walk, row, "no", "expert-a", "expert")
        _begin(walk)
        expert = walk.user("expert-a").person
        assert not _barred(row.slug, expert, HUZHOU)
        first, said = RunningBatch.objects.get(slug=walk.slug), {"reason": "my student wrote it"}
        act(expert, first, Kind.DECLARE, case=HUZHOU, content=said)
    assert _barred(row.slug, expert, HUZHOU)
    assert not _barred(row.slug, expert, "330100")
    assert not _barred(row.slug, walk.user("expert-b").person, HUZHOU)
    _can_be_replayed()


def _begin(walk: Walk) -> None:
    applicant = {
        "id": HUZHOU, "kind": "city", "level": "prefecture", "name_zh": "湖州市",
        "name_en": "Huzhou", "province": "330000", "hosts": [HUZHOU],
    }  # fmt: skip
    first = RunningBatch.objects.get(slug=walk.slug)
    content = {"applicant": applicant}
    act(walk.user("hz-e").person, first, Kind.BEGIN, case=HUZHOU, content=content)


def _can_be_replayed() -> None:
    """Let the rules of each batch read its events alone, without what a process has kept."""
    for row in RunningBatch.objects.all():
        replay(rules(row.version), map(event_of, store.entries(row.subject)))
