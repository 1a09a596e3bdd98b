"""How much does the place make of each product?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from dafeng import reference
from dafeng.dossier.records import Amount, Dossier
from dafeng.dossier.vocabulary import find_term
from dafeng.errors import UnitError
from dafeng.units import convert

#: Processes of the process table that make a product.
PROCESSES: Final[dict[str, tuple[str, ...]]] = {
    "clinker": ("clinker", "clinker_ipcc"),
    "lime": ("lime", "lime_ipcc"),
    "flat_glass": ("glass",),
    "aluminium": ("aluminium", "aluminium_soderberg"),
    "crude_steel": ("steel_bof", "steel_eaf", "steel_bof_2006", "steel_eaf_2006"),
    "calcium_carbide": ("calcium_carbide",),
}


@dataclass(frozen=True, slots=True)
class Products:
    """What the place states of its products in the base year, or the last year before it.

    Parameters
    ----------
    tonnes
        Output by product [t/a]; products that are not stated are absent.
    process
        Process CO2 by product [t/a].
    """

    tonnes: Mapping[str, float]
    process: Mapping[str, float]


def products_of(dossier: Dossier, year: int) -> Products:
    """Return the stated products of a place.

    Parameters
    ----------
    dossier
        The records.
    year
        Base year.
    """
    tonnes = _latest(
        (find_term("product", r.sector) or r.sector, r.year, r.amount)
        for r in dossier.activity
        if r.variable == "output" and r.year <= year
    )
    for product in {r.product for r in dossier.routes}:
        routes = [r for r in dossier.routes if r.product == product and r.year <= year]
        last = max((r.year for r in routes), default=year)  # routes of one year alone add up
        parts = _latest((r.route, r.year, r.amount) for r in routes if r.year == last)
        if parts:
            tonnes.setdefault(product, sum(parts.values()))
    made = _latest((r.process, r.year, r.amount) for r in dossier.process if r.year <= year)
    process = {}
    for product, names in PROCESSES.items():
        known = [(name, made[name]) for name in names if name in made]
        if known:
            tonnes.setdefault(product, sum(output for _, output in known))
            process[product] = sum(o * _factor(name) for name, o in known)
    return Products(tonnes, process)


def _latest(records: Iterable[tuple[str, int, Amount]]) -> dict[str, float]:
    """Return the figures of the last year by name [t]; what is no mass is left out."""
    found: dict[str, tuple[int, float]] = {}
    for name, year, amount in records:
        value = _tonnes(amount)
        if value is not None and year >= found.get(name, (year, 0.0))[0]:
            found[name] = (year, value)
    return {name: value for name, (_, value) in found.items()}


def _tonnes(amount: Amount) -> float | None:
    if amount.value is None:
        return None
    try:
        return float(convert(amount.value, amount.unit, "t"))
    except UnitError:
        return None


def _factor(process: str) -> float:
    return reference.process_factors()[process].value
