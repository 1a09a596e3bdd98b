"""Is a place taken for what it is when its case is begun, and can a mistake be put right?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dafeng.programme import Event, Kind, Run, apply, programme, refusals, rehearsal
from dafeng.programme.admission import admits, fits_level
from dafeng.programme.definition import Programme

BATCH_1 = "cn-carbon-peaking-2023"
HUZHOU: dict[str, Any] = {
    "id": "330500", "kind": "city", "level": "prefecture", "name_zh": "湖州市",
    "name_en": "Huzhou", "province": "330000", "hosts": ["330500"],
}  # fmt: skip


@pytest.fixture(scope="module")
def rules() -> Programme:
    return programme(BATCH_1)


@pytest.fixture(scope="module")
def staffed(rules: Programme) -> Run:
    """Return the rehearsal's batch up to the first case."""
    run: Run | None = None
    for scene in rehearsal(rules).scenes:
        if scene.event.kind is Kind.BEGIN:
            break
        run = run if scene.refused else apply(rules, run, scene.event)
    assert run is not None
    return run


def _begin(run: Run, actor: str = "", **said: Any) -> Event:
    applicant = HUZHOU | said
    person = actor or _editor_of(run, applicant["id"])
    return Event(run.instant, Kind.BEGIN, person, applicant["id"], content={"applicant": applicant})


def _editor_of(run: Run, place: str) -> str:
    held = ((p.id, g) for p in run.people.values() for g in p.grants)
    return next((i for i, g in held if g.role == "city_editor" and g.body == place), "nobody")


def _given(run: Run, place: str) -> Run:
    """Return the run in which Huzhou's editor edits for another place too."""
    person = run.people[_editor_of(run, "330500")]
    grant = replace(person.grants[0], role="city_editor", body=place)
    return run.with_person(replace(person, grants=(*person.grants, grant)))


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"level": "municipality"}, "described.level"),
        ({"kind": "park", "level": "national"}, "described.level"),
        ({"kind": "city", "level": "county"}, "eligible.level"),
        ({"province": "320000"}, "eligible.home"),
        ({"hosts": ["999999"]}, "described.hosts"),
        ({"hosts": ["=1+1"]}, "described.hosts"),
        ({"name_zh": "长" * 121}, "described.name"),
        ({"name_en": "+cmd \x01\x0b"}, "described.name"),
        ({"name_en": "Huzhou <script>alert(1)</script>"}, "described.name"),
        ({"name_zh": "湖州{{"}, "described.name"),
        ({"name_en": "two\nlines"}, "described.name"),
        ({"name_en": "\u202eback"}, "described.name"),
    ],
)
def test_what_is_wrong_is_told_when_the_case_is_begun(
    rules: Programme, staffed: Run, said: dict[str, Any], rule: str
) -> None:
    found = [f.rule for f in refusals(rules, staffed, _begin(staffed, **said))]
    assert f"programme.{rule}" in found
    assert not refusals(rules, staffed, _begin(staffed))


def test_a_county_begins_as_nothing(rules: Programme, staffed: Run) -> None:
    run = _given(staffed, "330481")
    for kind, levels in ((k.kind, k.levels) for k in rules.eligibility.values()):
        for level in levels:
            said = {"id": "330481", "kind": kind, "level": level, "hosts": ["330481"]}
            assert refusals(rules, run, _begin(run, _editor_of(run, "330500"), **said)), level


def test_a_new_park_begins_with_the_division_that_hosts_it(rules: Programme, staffed: Run) -> None:
    run = _given(staffed, "P-330500-NEW")
    said = {"id": "P-330500-NEW", "kind": "park", "level": "provincial", "hosts": ["330500"]}
    editor = _editor_of(run, "330500")
    assert not refusals(rules, run, _begin(run, editor, **said))
    elsewhere = refusals(rules, run, _begin(run, editor, **said | {"province": "320000"}))
    assert [f.rule for f in elsewhere] == ["programme.eligible.home"]


def test_a_draft_is_put_right_until_the_application_is_handed_in(
    rules: Programme, staffed: Run
) -> None:
    run = apply(rules, staffed, _begin(staffed, subjects=["industry"]))
    run = apply(rules, run, _begin(run, level="sub_provincial", subjects=["energy"]))
    assert run.cases["330500"].applicant.level == "sub_provincial"
    assert run.cases["330500"].applicant.subjects == ("energy",)
    stranger = next(p for p in run.people if p != _editor_of(run, "330500"))
    assert refusals(rules, run, _begin(run, stranger))
    handed = replace(run.cases["330500"], stage="applied")
    late = refusals(rules, run.with_case(handed), _begin(run))
    assert [f.rule for f in late] == ["programme.case.begun"]


def test_a_withdrawn_draft_is_begun_again_and_one_that_was_handed_in_is_not(
    rules: Programme, staffed: Run
) -> None:
    run = apply(rules, staffed, _begin(staffed))
    draft = run.cases["330500"]
    gone = run.with_case(replace(draft, stage="withdrawn"))
    assert refusals(rules, gone, _begin(gone)), "fell out without a decision of its own"
    decision = run.decisions[0]
    withdrawn = run.with_case(replace(draft, stage="withdrawn", decisions=(decision,)))
    again = apply(rules, withdrawn, replace(_begin(run), instant=run.instant + timedelta(days=1)))
    assert again.cases["330500"].stage == "drafting"
    assert again.cases["330500"].decisions == (decision,)


def test_levels_fit_the_ids_of_places() -> None:
    assert fits_level("310115", "municipality_district")
    assert fits_level("310000", "municipality")
    assert not fits_level("330000", "municipality")
    assert not fits_level("330481", "prefecture")
    assert not fits_level("999999", "any")
    assert fits_level("P-1", "provincial")
    assert not fits_level("../x", "any")
    assert not fits_level("330500", "member_state")
    assert not fits_level("310115", "associated")
    assert fits_level("DE-FREIBURG", "member_state")


@pytest.mark.parametrize(
    ("rules_of", "place", "fits"),
    [
        (BATCH_1, "330500", True), (BATCH_1, "310115", True), (BATCH_1, "P-330500-NEW", True),
        (BATCH_1, "330481", False), (BATCH_1, "999999", False), (BATCH_1, "<b>", False),
        ("cn-shanghai-2024", "310115", True), ("eu-cities-mission", "city-a", True),
        ("eu-cities-mission", "330500", False),
        ("cn-carbon-peaking-2025", "delta-zone", True),
    ],
)  # fmt: skip
def test_places_that_can_take_part_are_known_by_their_id(
    rules_of: str, place: str, fits: bool
) -> None:
    assert admits(programme(rules_of), place) is fits
