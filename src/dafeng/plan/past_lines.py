"""Which series of past emissions does a chart show, each under the name of its basis?"""

from __future__ import annotations

from dafeng.inventory.bases import Basis
from dafeng.inventory.comparable import comparable_years
from dafeng.language import Text
from dafeng.plan import names
from dafeng.plan.binding import Statement, say
from dafeng.plan.charts import Line
from dafeng.plan.material import PlanMaterial


def history_lines(material: PlanMaterial) -> tuple[Line, ...]:
    """Return the inventory on the plan's basis and the published series (dashed).

    Years of which a substantial part is not known (NE) are left out: they would read as a fall.
    """
    return (_account(material, known_years(material)), *_published(material))


def known_years(material: PlanMaterial) -> tuple[int, ...]:
    """Return the years whose total on the plan's basis is known; the base year if none is."""
    totals = material.known_totals[material.basis]
    years = material.inventory.years.labels
    known = tuple(y for y, total in zip(years, totals, strict=True) if total is not None)
    return known or (material.base_year,)


def left_out(material: PlanMaterial) -> tuple[Statement, ...]:
    """Say which years a chart of the account leaves out; nothing if none."""
    known = known_years(material)
    lacking = [str(y) for y in material.inventory.years.labels if y not in known]
    if not lacking:
        return ()
    return (
        say(
            "{years}年有较大部分排放未知（如外购电力未填报），图中未列。",
            "Not shown, as a substantial part is not known (purchased electricity, for example): "
            "{years}.",
            years=Text("、".join(lacking), ", ".join(lacking)),
        ),
    )


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
