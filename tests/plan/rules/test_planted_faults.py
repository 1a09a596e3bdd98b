"""Single faults planted in good plans are reported where they stand; good plans have no error."""

from __future__ import annotations

import pytest
from tests.plan.rules.fault_kinds import KINDS
from tests.plan.rules.planted import GOOD, Planted, found, planted_faults, reported

from dafeng.errors import Severity


@pytest.mark.parametrize("plan", GOOD)
def test_a_good_plan_has_no_error(plan: str) -> None:
    told = found(GOOD[plan](), plan)
    assert [f.message.en for f in told if f.severity is not Severity.NOTE] == []


@pytest.fixture(scope="module")
def missed() -> list[Planted]:
    return [p for p in planted_faults() if not reported(p)]


def test_nearly_every_planted_fault_is_reported_where_it_stands(missed: list[Planted]) -> None:
    assert len(planted_faults()) >= 200
    assert len({p.kind.rpartition("-")[0] for p in planted_faults()}) >= 25
    assert len(missed) <= 0.05 * len(planted_faults()), list(map(str, missed))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_fault_is_known_to_some_rule(kind: str, missed: list[Planted]) -> None:
    every = [p for p in planted_faults() if p.kind == kind]
    assert any(p not in missed for p in every)
