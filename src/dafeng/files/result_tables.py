"""Which tables hold the results of a build, with which columns?"""

from __future__ import annotations

from dafeng.files import result_future, result_past, result_promise
from dafeng.files.result_columns import Columns, table
from dafeng.plan.material import PlanMaterial
from dafeng.plan.tree import Document, figures_in


def tables(material: PlanMaterial, document: Document | None = None) -> dict[str, Columns]:
    """Return every table of the results by name.

    Parameters
    ----------
    material
        All results of the build.
    document
        The composed plan; with it comes the table ``figures``.
    """
    made = {
        "inventory": result_past.inventory(material),
        "process": result_past.process(material),
        "totals": result_past.totals(material),
        "by_sector": result_past.by_sector(material),
        "gpc": result_past.gpc(material),
        "indicators": result_past.indicators(material),
        "uncertainty": result_past.uncertainty(material),
        "published": result_past.published(material),
        "decomposition": result_past.decomposition(material),
        "decoupling": result_past.decoupling(material),
        "status": result_past.status(material),
        "status_probability": result_past.status_probability(material),
        "quantiles": result_future.quantiles(material),
        "quantiles_sector": result_future.labelled(material, "by_sector"),
        "quantiles_carrier": result_future.labelled(material, "by_carrier"),
        "peak_probability": result_future.peak_probability(material),
        "peak_quantiles": result_future.peak_quantiles(material),
        "portfolio": result_promise.portfolio(material),
        "portfolio_years": result_promise.portfolio_years(material),
        "projects": result_promise.projects(material),
        "assumptions": _assumptions(material),
        "sources": _sources(material),
        "diagnostics": _diagnostics(material),
    }
    return made | ({"figures": _figures(document)} if document is not None else {})


def _assumptions(material: PlanMaterial) -> Columns:
    return table(
        (
            ("scenario", str),
            ("driver_zh", str),
            ("driver_en", str),
            ("sector", str),
            ("carrier", str),
            ("year", int),
            ("low", float),
            ("central", float),
            ("high", float),
            ("unit", str),
            ("source_zh", str),
            ("source_en", str),
        ),
        (
            (
                a.scenario,
                a.driver.zh,
                a.driver.en,
                a.sector,
                a.carrier,
                a.year,
                a.low,
                a.central,
                a.high,
                a.unit,
                a.source.zh,
                a.source.en,
            )
            for a in material.assumptions
        ),
    )


def _sources(material: PlanMaterial) -> Columns:
    return table(
        (("id", str), ("title", str), ("publisher", str), ("year", str), ("licence", str)),
        ((s.id, s.title, s.publisher, s.year, s.licence) for s in material.sources),
    )


def _diagnostics(material: PlanMaterial) -> Columns:
    return table(
        (
            ("rule", str),
            ("severity", str),
            ("place", str),
            ("message_zh", str),
            ("message_en", str),
            ("remedy_zh", str),
            ("remedy_en", str),
        ),
        (
            (
                f.rule,
                f.severity.value,
                str(f.place),
                f.message.zh,
                f.message.en,
                f.remedy.zh,
                f.remedy.en,
            )
            for f in material.faults
        ),
    )


def _figures(document: Document) -> Columns:
    return table(
        (
            ("id", str),
            ("value", float),
            ("unit", str),
            ("printed_zh", str),
            ("printed_en", str),
            ("origin_zh", str),
            ("origin_en", str),
        ),
        (
            (
                f.id,
                float(f.value),
                f.quantity.canonical,
                f.text.zh,
                f.text.en,
                f.origin.zh,
                f.origin.en,
            )
            for f in figures_in(document.body)
        ),
    )
