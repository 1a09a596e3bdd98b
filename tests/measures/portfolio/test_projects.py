"""Projects of a dossier go or do not go, as planned or later; all figures are made up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.exemplar import good_dossier

from dafeng.dossier.records import Dossier, Row
from dafeng.inventory.compile import compile_inventory
from dafeng.measures.catalogue import catalogue_of
from dafeng.measures.portfolio.place import Choices, Posed, posed
from dafeng.measures.portfolio.solve import Portfolio, least_cost
from dafeng.scenarios.base_year import baseline_of
from dafeng.scenarios.central import central_path
from dafeng.scenarios.story import scenario

#: A measure of the place's own, far too dear but for the projects.
OWN = {
    "id": "OWN",
    "name": "某钢厂余热发电",
    "lever": "intensity",
    "sector": "steel",
    "carrier": "coal",
    "potential": "20000",
    "potential_unit": "TJ",
    "investment": "10000000",
    "investment_unit": "元/TJ",
}

CHEAP, DEAR = "0.5", "900"


def project(identifier: str, invested: str, start: str = "2026") -> dict[str, str]:
    return {
        "id": identifier,
        "name": identifier,
        "measure": "OWN",
        "start_year": start,
        "end_year": "2028",
        "capacity": "5000",
        "capacity_unit": "TJ",
        "investment": invested,
        "investment_unit": "亿元",
    }


def place(*projects: dict[str, str]) -> Dossier:
    rows = tuple(Row(tuple(p.items())) for p in projects)
    return replace(good_dossier(), measures=(Row(tuple(OWN.items())),), projects=rows)


def asked(dossier: Dossier, **wish: float) -> tuple[Posed, Portfolio]:
    baseline = baseline_of(compile_inventory(dossier), dossier)
    catalogue = catalogue_of(baseline, dossier)
    own = [m for m in catalogue.measures if m.measure.id == "OWN"]
    path = central_path(baseline, scenario(baseline, "frozen"))
    question = posed(path, own, Choices(**wish), catalogue.projects)  # type: ignore[arg-type]
    return question, least_cost(question.problem)


def starts(question: Posed, found: Portfolio) -> dict[str, int]:
    projects, years = question.problem.projects, question.problem.years.labels
    return {
        projects.ids.labels[projects.project[k]]: years[projects.start[k]]
        for k in np.flatnonzero(found.taken)
    }


def test_what_pays_goes_as_planned_and_what_does_not_stays() -> None:
    question, found = asked(place(project("P1", CHEAP), project("P2", DEAR)))
    assert starts(question, found) == {"P1": 2028}
    year = question.problem.years.index(2028)
    assert found.operation[:year].max() == pytest.approx(0)
    assert found.operation[year, 0] == pytest.approx(5000)


def test_a_yearly_budget_puts_one_of_two_projects_off() -> None:
    """Two projects of 0.5 x 10^8 yuan over two years each; 0.3 x 10^8 a year leaves one to wait."""
    both = place(project("P1", CHEAP), project("P2", CHEAP))
    assert starts(*asked(both)) == {"P1": 2028, "P2": 2028}
    question, found = asked(both, budget_yearly=0.3e8)
    assert sorted(starts(question, found).values()) == [2028, 2030]
    assert found.investment.max() <= 0.3e8 * (1 + 1e-9)


def test_a_total_budget_leaves_one_project_out() -> None:
    question, found = asked(place(project("P1", CHEAP), project("P2", CHEAP)), budget_total=0.6e8)
    assert len(starts(question, found)) == 1


def test_a_project_without_a_measure_of_the_place_is_left_out() -> None:
    lost = {**project("P3", CHEAP), "measure": "NOWHERE"}
    question, _found = asked(place(project("P1", CHEAP), lost))
    assert question.problem.projects.ids.labels == ("P1",)
