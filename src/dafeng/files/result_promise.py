"""What does the plan promise? Portfolio and projects as tables and under the results' schema."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dafeng.files.result_columns import Columns, plain, table
from dafeng.plan.material import PlanMaterial
from dafeng.plan.promise import OwnTarget, Promise, Tonnes


def portfolio(material: PlanMaterial) -> Columns:
    """Return the table ``portfolio``: what is in operation of each measure, year by year."""
    found = material.promise
    return table(
        (
            ("measure", str),
            ("field", str),
            ("year", int),
            ("amount_per_year", float),
            ("unit", str),
        ),
        (
            (m.id, m.field, year, amount, m.unit)
            for m in (found.measures if found else ())
            for year, amount in zip(found.years if found else (), m.amounts, strict=True)
        ),
    )


def portfolio_years(material: PlanMaterial) -> Columns:
    """Return the table ``portfolio_years``: CO2 without and with it, tonnes avoided, investment."""
    found = material.promise
    return table(
        (
            ("year", int),
            *((f"without_{point}_t", float) for point in ("p05", "p50", "p95")),
            *((f"with_{point}_t", float) for point in ("p05", "p50", "p95")),
            ("avoided_central_t", float),
            ("investment_yuan", float),
        ),
        _years(found) if found else (),
    )


def _years(found: Promise) -> Iterator[Sequence[Any]]:
    of_year = {
        year: (avoided, invested)
        for year, avoided, invested in zip(
            found.years, found.avoided, found.investment, strict=True
        )
    }
    for at, year in enumerate(found.path):
        central = of_year.get(year, (None, None))
        yield year, *found.without[:, at], *found.achieved[:, at], *central


def projects(material: PlanMaterial) -> Columns:
    """Return the table ``projects``: what each project, each class and all together avoid."""
    found = material.promise
    return table(
        (
            ("subject", str),
            ("id", str),
            ("measure", str),
            ("taken", bool),
            ("runs_from", int),
            ("year", int),
            ("low_t", float),
            ("median_t", float),
            ("high_t", float),
            ("reason_zh", str),
            ("reason_en", str),
        ),
        _projects(found) if found else (),
    )


def _projects(found: Promise) -> Iterator[Sequence[Any]]:
    for p in found.projects:
        why = p.reason or p.remark
        said = (why.zh, why.en) if why else ("", "")
        what = (p.id, p.measure, p.taken, p.runs_from, found.year)
        yield "project", *what, *_points(p.tonnes), *said
    for cls, tonnes in found.classes:
        yield "class", cls, "", None, None, found.year, *_points(tonnes), "", ""
    if found.together is not None:
        yield "together", "", "", None, None, found.year, *_points(found.together), "", ""


def _points(tonnes: Tonnes | None) -> tuple[float | None, float | None, float | None]:
    return (tonnes.low, tonnes.central, tonnes.high) if tonnes else (None, None, None)


def section(found: Promise | None) -> dict[str, Any] | None:
    """Return the promise as plain values; None where there is no portfolio."""
    if found is None:
        return None
    held = found.held
    return {
        "scenario": found.scenario,
        "by": held.by,
        "level": held.level,
        "asked": held.asked,
        "probability": held.probability,
        "probability_before": held.before,
        "reached": held.reached,
        "cost_social": found.cost,
        "cost_private": found.private_cost,
        "investment": _by_year(found.years, found.investment),
        "avoided": _by_year(found.years, found.avoided),
        "without": {str(y): _row(found.without[:, i]) for i, y in enumerate(found.path)},
        "with": {str(y): _row(found.achieved[:, i]) for i, y in enumerate(found.path)},
        "measures": {
            m.id: {
                "unit": m.unit,
                "investment": m.investment,
                "amounts": _by_year(found.years, m.amounts),
            }
            for m in found.measures
        },
        "year": found.year,
        "projects": {p.id: _tonnes(p.tonnes) for p in found.projects},
        "classes": {cls: _tonnes(tonnes) for cls, tonnes in found.classes},
        "together": _tonnes(found.together),
        **_own_targets(found),
    }


def _own_targets(found: Promise) -> dict[str, object]:
    """Return what becomes of the targets of the place itself."""
    return {
        "left_out": [_target(target) for target in found.left_out],
        "held": [_target(target) for target in found.kept],
        "would_give": [
            {
                "limit": f"target:{g.target.limit}",
                "year": g.target.year,
                "asked": g.asked,
                "nearest": g.nearest,
            }
            for g in found.unmet
        ],
        "given_up": [{"limit": limit, "year": year} for limit, year in found.given_up],
        "judged": [
            {**_target(t.target), "asked": t.asked, "reached": t.reached, "met": t.met}
            for t in found.early
        ],
        "not_held": [
            {"indicator": t.indicator, "year": t.year, "value": t.value, "reason": t.reason.en}
            for t in found.not_held
        ],
    }


def _target(target: OwnTarget) -> dict[str, object]:
    return {
        "indicator": target.indicator,
        "year": target.year,
        "value": target.value,
        "limit": target.limit,
    }


def _by_year(years: Sequence[int], values: Sequence[float]) -> dict[str, float | None]:
    return {str(y): plain(float(v)) for y, v in zip(years, values, strict=True)}


def _row(values: Any) -> list[float | None]:
    return [plain(float(v)) for v in values]


def _tonnes(found: Tonnes | None) -> dict[str, float] | None:
    return (
        None if found is None else {"low": found.low, "median": found.central, "high": found.high}
    )
