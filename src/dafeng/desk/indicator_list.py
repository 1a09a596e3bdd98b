"""Which indicators of the base year does a plan state, and how is each made?"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.dossier.records import Dossier
from dafeng.errors import MethodError
from dafeng.inventory import indicators
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import Basis
from dafeng.language import Text
from dafeng.plan.material import Indicator

Compute = Callable[[Inventory, Dossier, Basis], Floats]

_CALORIFIC: Final = Text("电力按当量值", "electricity at its calorific value (当量值)")
_CONSTANT: Final = Text("{base}年价", "{base} prices")
_OF_TOTAL: Final = Text("占能源消费总量，电力按当量值", "of total energy, calorific value")


@dataclass(frozen=True, slots=True)
class _Line:
    id: str
    name: Text
    unit: str
    compute: Compute
    basis: Text | None = None


def _non_fossil(inventory: Inventory) -> Floats:
    found = indicators.non_fossil_share(inventory)
    return np.where(found.known, found.share, np.nan)


def _share(group: str) -> Compute:
    return lambda inventory, _dossier, _basis: indicators.group_shares(inventory)[group]


_LINES: Final = (
    _Line(
        "population",
        Text("常住人口", "Resident population"),
        "万人",
        lambda inventory, dossier, _: indicators.population(dossier, inventory.years),
    ),
    _Line(
        "gdp",
        Text("地区生产总值", "Gross domestic product"),
        "亿元",
        lambda inventory, dossier, _: indicators.gdp_constant(dossier, inventory.years),
        _CONSTANT,
    ),
    _Line(
        "energy_total",
        Text("能源消费总量", "Total energy consumption"),
        "tce",
        lambda inventory, _dossier, _basis: indicators.energy_total(inventory),
        _CALORIFIC,
    ),
    _Line(
        "energy_intensity",
        Text("单位地区生产总值能耗", "Energy per GDP"),
        "tce/万元",
        lambda inventory, dossier, _: indicators.energy_intensity(inventory, dossier),
        _CONSTANT,
    ),
    _Line(
        "co2_intensity",
        Text("单位地区生产总值二氧化碳排放", "CO2 per GDP"),
        "t/万元",
        indicators.co2_intensity,
        _CONSTANT,
    ),
    _Line(
        "co2_per_head",
        Text("人均二氧化碳排放", "CO2 per head"),
        "t/人",
        indicators.co2_per_head,
    ),
    _Line(
        "co2_per_tce",
        Text("单位能耗二氧化碳排放", "CO2 per unit of energy"),
        "t/tce",
        lambda inventory, _, basis: indicators.co2_per_tce(inventory, basis),
        _CALORIFIC,
    ),
    _Line(
        "non_fossil_share",
        Text(
            "本地非化石能源占比（不含外购电力）", "Local non-fossil share (without purchased power)"
        ),
        "-",
        lambda inventory, _dossier, _basis: _non_fossil(inventory),
        _OF_TOTAL,
    ),
    _Line("coal_share", Text("煤炭消费占比", "Coal share"), "-", _share("coal"), _OF_TOTAL),
    _Line("oil_share", Text("石油消费占比", "Oil share"), "-", _share("oil"), _OF_TOTAL),
    _Line("gas_share", Text("天然气消费占比", "Gas share"), "-", _share("gas"), _OF_TOTAL),
)


def base_indicators(inventory: Inventory, dossier: Dossier, basis: Basis) -> dict[str, Indicator]:
    """Return the indicators of the base year; one that cannot be made has no value."""
    year = dossier.identity.base_year
    at = inventory.years.index(year)
    made = {}
    for line in _LINES:
        on = line.basis and line.basis.format(base=dossier.identity.price_base)
        value = _value(line, inventory, dossier, basis, at)
        made[line.id] = Indicator(line.id, line.name, value, line.unit, year, on)
    return made


def _value(
    line: _Line, inventory: Inventory, dossier: Dossier, basis: Basis, at: int
) -> float | None:
    try:
        found = float(line.compute(inventory, dossier, basis)[at])
    except MethodError:
        return None
    return found if math.isfinite(found) else None
