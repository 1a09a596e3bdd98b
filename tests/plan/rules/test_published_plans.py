"""The published facts of two pilot plans: the known defects are found, the sums are confirmed."""

from __future__ import annotations

from pathlib import Path

import pytest

from dafeng.desk.plan_checking import Checked, Wish, check
from dafeng.errors import Severity

PUBLISHED = Path(__file__).resolve().parents[1] / "published"


def checked(name: str, code: str) -> Checked:
    return check(PUBLISHED / name, Wish(place=code, year=2026))


def cells(found: Checked, rule: str) -> set[str]:
    return {f"{f.place.file}!{f.place.cell}" for f in found.faults if f.rule == rule}


@pytest.fixture(scope="module")
def tangshan() -> Checked:
    return checked("tangshan", "130200")


@pytest.fixture(scope="module")
def xinyang() -> Checked:
    return checked("xinyang", "411500")


def test_xinyang_has_one_target_for_two_years(xinyang: Checked) -> None:
    assert cells(xinyang, "target.same_value") == {"targets.csv!C3"}


def test_xinyang_counts_the_nations_renewables_as_its_own(xinyang: Checked) -> None:
    assert cells(xinyang, "unit.nation") == {"targets.csv!C6"}
    message = next(f.message for f in xinyang.faults if f.rule == "unit.nation")
    assert "凭记忆，未核实" in message.zh
    assert "from memory, unverified" in message.en


def test_tangshan_leaves_two_targets_to_the_province(tangshan: Checked) -> None:
    assert cells(tangshan, "target.assigned") == {"targets.csv!C4", "targets.csv!C5"}


@pytest.mark.parametrize("name", ["tangshan", "xinyang"])
def test_neither_states_tonnes_nor_base_values(name: str, request: pytest.FixtureRequest) -> None:
    found = request.getfixturevalue(name)
    assert cells(found, "complete.tonnes") == {"targets.csv!"}
    assert cells(found, "complete.base_value") == {"targets.csv!A2"}
    assert cells(found, "policy.total_control") == {"targets.csv!"}


@pytest.mark.parametrize("name", ["tangshan", "xinyang"])
def test_the_sums_of_projects_are_asked_and_right(
    name: str, request: pytest.FixtureRequest
) -> None:
    found = request.getfixturevalue(name)
    assert "sum.class_count" not in {n.rule for n in found.not_run}
    assert {f.rule for f in found.faults if f.rule.startswith("sum.")} == {"sum.checked"}


def test_a_wrong_sum_would_be_found(tmp_path: Path) -> None:
    text = (PUBLISHED / "tangshan" / "classes.csv").read_text(encoding="utf-8")
    (tmp_path / "classes.csv").write_text(text.replace("888.80", "898.80"), encoding="utf-8")
    found = check(tmp_path / "classes.csv", Wish(year=2026))
    assert cells(found, "sum.class_investment") == {"classes.csv!C8"}


def test_nothing_else_is_an_error(tangshan: Checked, xinyang: Checked) -> None:
    def errors(found: Checked) -> set[str]:
        return {f.rule for f in found.faults if f.severity is Severity.ERROR}

    assert errors(tangshan) == {"target.assigned"}
    assert errors(xinyang) == {"target.same_value", "unit.nation"}
