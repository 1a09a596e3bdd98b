"""What does a dossier's plan need that others may offer?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dafeng.desk.building import compile_inventory
from dafeng.desk.opening import open_dossier
from dafeng.dossier.project_headings import listed
from dafeng.dossier.records import Dossier, Row
from dafeng.exchange.drafting import Need
from dafeng.exchange.measure_account import account_of, figures_of
from dafeng.exchange.need_words import names_in
from dafeng.exchange.scales import Scale, scale_of
from dafeng.language import Text
from dafeng.measures.amounts import number
from dafeng.measures.catalogue import Catalogue, catalogue_of
from dafeng.measures.place_measure import PlaceMeasure
from dafeng.reference import divisions
from dafeng.reference.measures import FIELDS, Measure
from dafeng.reference.names import sector_name
from dafeng.scenarios.base_year import baseline_of


def needs_of(path: Path) -> tuple[Need, ...]:
    """Return the needs of a dossier: its projects, its tasks, then the measures that apply.

    Parameters
    ----------
    path
        Folder or workbook.
    """
    dossier = open_dossier(path).dossier
    inventory, _faults = compile_inventory(dossier)
    made = catalogue_of(baseline_of(inventory, dossier), dossier)
    by_id = {m.measure.id: m for m in made.measures}
    projects = listed(dossier.projects).projects
    library = {each: m.measure for each, m in by_id.items()}
    return (
        *(_project(dossier, row, by_id.get(row["measure"]), made) for row in projects),
        *(_task(dossier, row) for row in dossier.tasks),
        *(_measure(dossier, m, library) for m in made.measures),
    )


def _project(dossier: Dossier, row: Row, measure: PlaceMeasure | None, made: Catalogue) -> Need:
    realised = next((p for p in made.projects if p.id == row["id"]), None)
    start = number(row["start_year"])
    kind = None if measure is None else measure.measure
    return Need(
        "project", row["id"], _named(row), *_place(dossier),
        content=row["content"] or row["comment"],
        field="" if kind is None else kind.field,
        measure=row["measure"],
        maturity="" if kind is None else kind.maturity,
        scale=scale_of(f"{row['capacity']} {row['capacity_unit']}"),
        tonnes=_tonnes(measure, None if realised is None else realised.effect),
        start=None if start is None else int(start),
        description=None if kind is None else describe(kind),
        places=_places(dossier, row["location"], row["owner"]),
        account=None if kind is None else account_of(kind),
    )  # fmt: skip


def _task(dossier: Dossier, row: Row) -> Need:
    due = number(row["due_year"])
    return Need(
        "task", row["id"], _named(row), *_place(dossier),
        content=row["comment"], due=None if due is None else int(due),
        places=_places(dossier, row["owner"]),
    )  # fmt: skip


def _measure(dossier: Dossier, m: PlaceMeasure, library: Mapping[str, Measure]) -> Need:
    kind, central = m.measure, float(f"{m.potential.central:.3g}")
    return Need(
        "measure", kind.id, kind.name, *_place(dossier),
        field=kind.field, measure=kind.id, maturity=kind.maturity,
        scale=Scale(central, central, f"{kind.effect_unit}/a"),
        tonnes=float(f"{m.tonnes:.3g}"), start=m.start, description=describe(kind),
        account=account_of(kind), figures=figures_of(kind, m.potential, library, _aimed(dossier)),
    )  # fmt: skip


def _aimed(dossier: Dossier) -> int | None:
    """Return the last year for which a place has set targets; None if it has set none."""
    years = [year for row in dossier.targets if (year := number(row["year"])) is not None]
    return int(max(years)) if years else None


def describe(measure: Measure) -> Text:
    """Return what a measure of the library is about: its name, and its sector or field."""
    alone = len(measure.sectors) == 1
    where = sector_name(measure.sectors[0]) if alone else FIELDS[measure.field]
    return Text("{name}（{where}）", "{name} ({where})").format(name=measure.name, where=where)


def _named(row: Row) -> Text:
    """Return what an item is called; the language that the plan does not have repeats the other."""
    name = row["name"] or row["id"]
    return Text(name, row["name_en"] or name)


def _places(dossier: Dossier, *stated: str) -> tuple[str, ...]:
    """Return the names that tell where an item is: its city or park, its site, its carrier."""
    identity = dossier.identity
    known = [divisions()[code] for code in (identity.code, *identity.hosts) if code in divisions()]
    names = [identity.name, *(name for d in known for name in (d.name, d.short_name))]
    return names_in(*stated, *(word for name in names for word in (name.zh, name.en)))


def _place(dossier: Dossier) -> tuple[str, Any, str, str]:
    identity = dossier.identity
    return identity.code, identity.name, identity.kind, identity.province


def _tonnes(measure: PlaceMeasure | None, effect: float | None) -> float | None:
    """Return what a project avoids, by the measure's own tonnes per unit."""
    if measure is None or effect is None or not measure.potential.central:
        return None
    return float(f"{measure.tonnes * effect / measure.potential.central:.3g}")
