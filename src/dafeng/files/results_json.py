"""What stands in ``results.json``? The main results of a build under one documented schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

import numpy as np

from dafeng.files.result_future import MEASURES, peak_points, points_of
from dafeng.files.result_past import sector_key
from dafeng.files.result_promise import section
from dafeng.peak.futures import PeakOutlook
from dafeng.peak.past import in_doubt
from dafeng.plan.material import PlanMaterial
from dafeng.plan.tree import Document, figures_in
from dafeng.scenarios.ensemble import LEVELS, Ensemble

#: Name and version of the schema; a change that breaks readers raises the number.
VERSION: Final = "dafeng-results-1"


def _object(description: str, values: Mapping[str, Any] | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "object", "description": description}
    if values is not None:
        found |= {"properties": dict(values), "required": list(values)}
    return found


def _list(description: str, kind: str | None = None) -> dict[str, Any]:
    items = {"items": {"type": kind}} if kind else {}
    return {"type": "array", "description": description, **items}


def _one(kind: str, description: str) -> dict[str, Any]:
    return {"type": kind, "description": description}


#: JSON schema of the document.
SCHEMA: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": VERSION,
    **_object(
        "Main results of one build, in canonical units (t, TJ, yuan, persons, shares of one)",
        {
            "schema": {"const": VERSION},
            "place": _object(
                "Who",
                {
                    "code": _one("string", "division code or park id"),
                    "name_zh": _one("string", "official name"),
                    "name_en": _one("string", "name in English"),
                    "kind": {"enum": ["city", "park", "province"], "description": "kind of pilot"},
                },
            ),
            "base_year": _one("integer", "year from which the futures start"),
            "basis": _one("string", "basis on which the plan argues"),
            "provenance": _object(
                "version, seed, draws, input_hash, factor_set, grid_kind, guide, guide_hash, "
                "guide_file, portfolio"
            ),
            "totals": _object("basis -> {year: CO2 [t] or null}"),
            "by_sector": _object(
                "sector -> CO2 of the base year on the plan's basis [t]; null without a figure"
            ),
            "by_sector_notation": _object("sector without a figure -> its notation key"),
            "estimated_share": _one("number", "share of combustion CO2 that rests on estimates"),
            "indicators": _object("id -> {value or null, unit, year}"),
            "uncertainty": _list("{basis, year, approach, central, low, high} [t], 95 %", "object"),
            "published": _object("series -> {year: CO2 [t]}"),
            "drivers": _list(
                "{series, method, form, unit, first, last, effects {factor: value}, change}: "
                "sums (additive) or products (multiplicative) over the whole span",
                "object",
            ),
            "status": _list(
                "{series, status, year, value [t], last_year, gap, trend_p, flags, uncertain, "
                "missing_years}",
                "object",
            ),
            "status_probability": _object("series -> {status: probability}"),
            "levels": _list("quantile levels of every list of quantiles", "number"),
            "scenarios": _object(
                "scenario -> {years, basis, MEASURE: {unit, quantiles (level, year)}}"
            ),
            "peak": _object(
                "scenario -> {years, by_year: P(peak at or before), none: P(no peak inside the "
                "horizon), MEASURE: {unit, quantiles or null where beyond the horizon}}"
            ),
            "portfolio": {
                "type": ["object", "null"],
                "description": "what the plan promises: scenario, by, level [t], asked, "
                "probability, probability_before, reached, cost_social, cost_private [yuan], "
                "investment {year: yuan}, avoided {year: t} on the central path, without and with "
                "{year: CO2 at 5, 50, 95 % [t]}, measures {id: {unit, investment, amounts}}, year, "
                "projects, classes, together {low, median, high [t] in `year`, or null}, left_out "
                "(targets of the place that cannot be held), held, would_give (what left-out "
                "targets ask and what comes nearest, by limit and year), given_up (years between "
                "and after targets), judged (targets before the portfolio acts), not_held (not "
                "readable as limits); null without one",
            },
            "figures": _object("id of each figure in the text -> {value, unit, zh, en}"),
            "diagnostics": _object("error, warning, note -> count"),
        },
    ),
}


def summary(material: PlanMaterial, document: Document | None = None) -> dict[str, Any]:
    """Return the main results as plain values that follow `SCHEMA`."""
    who = material.dossier.identity
    return {
        "schema": VERSION,
        "place": {
            "code": who.code,
            "name_zh": who.name.zh,
            "name_en": who.name.en,
            "kind": who.kind,
        },
        "base_year": material.base_year,
        "basis": material.basis,
        "provenance": asdict(material.provenance),
        **_account(material),
        **_past(material),
        "levels": list(LEVELS),
        "scenarios": {key: _ensemble(e) for key, e in material.ensembles.items()},
        "peak": {key: _outlook(o) for key, o in material.outlooks.items()},
        "portfolio": section(material.promise),
        "figures": _figures(document),
        "diagnostics": {
            kind: sum(f.severity.value == kind for f in material.faults)
            for kind in ("error", "warning", "note")
        },
    }


def _account(material: PlanMaterial) -> dict[str, Any]:
    years = material.inventory.years.labels
    now = material.by_sector[material.base]
    found = (
        (s, sector_key(material, material.base, i)) for i, (s, _) in enumerate(material.sectors)
    )
    keys = {sector: key for sector, key in found if key}
    return {
        "totals": {key: _by_year(years, values) for key, values in material.known_totals.items()},
        "by_sector": {
            sector: None if sector in keys else _number(value)
            for (sector, _), value in zip(material.sectors, now, strict=True)
        },
        "by_sector_notation": keys,
        "estimated_share": material.estimated_share,
        "indicators": {
            i.id: {"value": _number(i.value), "unit": i.unit, "year": i.year}
            for i in material.indicators.values()
        },
        "uncertainty": [asdict(u) for u in material.uncertainty],
    }


def _past(material: PlanMaterial) -> dict[str, Any]:
    return {
        "published": {s.id: _by_year(s.years, s.values) for s in material.published},
        "drivers": [
            {
                "series": d.series,
                "method": d.method,
                "form": d.form,
                "unit": d.unit,
                "first": d.periods[0][0],
                "last": d.periods[-1][1],
                "effects": {
                    f.id: _number(_span(d.form, d.effects[:, n])) for n, f in enumerate(d.factors)
                },
                "change": _number(_span(d.form, d.change)),
            }
            for d in material.decompositions
            if d.periods
        ],
        "status": [
            {
                "series": s.series,
                "status": s.status.value,
                "year": s.year,
                "value": s.value,
                "last_year": s.last_year,
                "gap": s.gap,
                "trend_p": _number(s.trend_p),
                "flags": [f.value for f in s.flags],
                "uncertain": in_doubt(s, material.status_probability),
                "missing_years": list(s.missing_years),
            }
            for s in material.statuses
        ],
        "status_probability": {
            key: {str(status): _number(p) for status, p in found.items()}
            for key, found in material.status_probability.items()
        },
    }


def _span(form: str, values: Any) -> float:
    return float(np.sum(values) if form == "additive" else np.prod(values))


def _ensemble(found: Ensemble) -> dict[str, Any]:
    measures = {
        measure: {"unit": unit, "quantiles": _rows(points_of(getattr(found, measure)))}
        for measure, unit in MEASURES
    }
    return {"years": list(found.years), "basis": found.recipe.basis, **measures}


def _outlook(found: PeakOutlook) -> dict[str, Any]:
    measures = {
        measure: {"unit": unit, "quantiles": list(points)}
        for measure, unit, points in peak_points(found)
    }
    by_year = [_number(p) for p in found.by_year]
    return {"years": list(found.years), "by_year": by_year, "none": found.none, **measures}


def _figures(document: Document | None) -> dict[str, Any]:
    if document is None:
        return {}
    return {
        f.id: {
            "value": _number(f.value),
            "unit": f.quantity.canonical,
            "zh": f.text.zh,
            "en": f.text.en,
        }
        for f in figures_in(document.body)
    }


def _by_year(years: tuple[int, ...], values: Any) -> dict[str, float | None]:
    return {str(year): _number(value) for year, value in zip(years, values, strict=True)}


def _rows(values: Any) -> list[list[float | None]]:
    return [[_number(v) for v in row] for row in values]


def _number(value: Any) -> float | None:
    """Return a plain number; what is no number is null."""
    if value is None or not np.isfinite(value):
        return None
    return float(value)
