"""Which series of past emissions does a chart show, each under the name of its basis?"""

from __future__ import annotations

from dafeng.inventory.bases import Basis
from dafeng.inventory.comparable import comparable_years
from dafeng.language import Text
from dafeng.plan import names
from dafeng.plan.charts import Line
from dafeng.plan.material import PlanMaterial


def history_lines(material: PlanMaterial) -> tuple[Line, ...]:
    """Return the inventory on the plan's basis and the published series (dashed)."""
    return (_account(material, material.inventory.years.labels), *_published(material))


def own_past(material: PlanMaterial) -> tuple[Line, ...]:
    """Return what stands before the futures: the account's own years, and others' series (dashed).

    The account is shown on the plan's basis for the years that rest on entries of the place, and
    for the base year, from which the futures start.
    """
    return (_account(material, own_years(material)), *_published(material))


def own_years(material: PlanMaterial) -> tuple[int, ...]:
    """Return the years before the futures that rest on entries of the place, and the base year."""
    entered = comparable_years(material.inventory, Basis(material.basis))
    return tuple(sorted({y for y in entered if y < material.base_year} | {material.base_year}))


def _account(material: PlanMaterial, years: tuple[int, ...]) -> Line:
    key = f"inventory:{material.basis}"
    label, on = names.SERIES["inventory"], names.name(names.SHORT_BASES, material.basis)
    if not comparable_years(material.inventory, Basis(material.basis)):
        on = Text(f"{on.zh}，估算", f"{on.en}, estimated")
    rows = [material.inventory.years.index(year) for year in years]
    shown = Text(f"{label.zh}（{on.zh}）", f"{label.en} ({on.en})")
    return Line(key, shown, years, material.totals[material.basis][rows])


def _published(material: PlanMaterial) -> tuple[Line, ...]:
    return tuple(
        Line(s.id, names.published(s.id), s.years, s.values, dashed=True)
        for s in material.published
        if s.years
    )
