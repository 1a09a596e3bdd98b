"""A name without a result says why: its form, its year, its project, or the portfolio."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dafeng.language import Text
from dafeng.plan.absent_results import why_absent
from dafeng.plan.material import PlanMaterial


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("peak.yeer.median", "no name of the manual"),
        ("co2.2099.median", "the years computed are"),
        ("co2.dreamt.2030.median", "no such scenario"),
        ("project.P99.tonnes.median", "no such project"),
        ("portfolio.co2.2099.median", "the years computed are"),
    ],
)
def test_the_reason_is_that_of_the_name(material: PlanMaterial, name: str, why: str) -> None:
    assert why in why_absent(material, name).en


def test_without_a_portfolio_its_own_reason_is_told(material: PlanMaterial) -> None:
    reason = Text("求解器没有结论", "the solver came to no verdict")
    bare = replace(material, promise=None, promise_reason=reason)
    for name in ("portfolio.by", "projects.tonnes.median", "project.P01.tonnes.low"):
        assert why_absent(bare, name).en == f"this build has no portfolio: {reason.en}"


def test_a_portfolio_that_nobody_asked_for_is_said_to_be_left_out(material: PlanMaterial) -> None:
    bare = replace(material, promise=None, promise_reason=None)
    assert "--no-portfolio" in why_absent(bare, "portfolio.by").en
