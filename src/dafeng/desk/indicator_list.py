"""Which indicators of the base year does a plan state, and how is each made?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from dafeng.dossier.records import Dossier
from dafeng.errors import MethodError
from dafeng.inventory import intensity
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import Basis
from dafeng.inventory.energy_total import CUSTOMARY_RATE, energy_total, thermal_rate
from dafeng.inventory.non_fossil import DenominatorVariant, listed_energy, non_fossil_share
from dafeng.inventory.yearly import Yearly
from dafeng.language import Text, significant
from dafeng.plan.material import Indicator
from dafeng.units import Convention

Compute = Callable[[Inventory, Dossier, Basis], Yearly]

_CALORIFIC: Final = Text("电力按当量值", "electricity at its calorific value")
_CONSTANT: Final = Text("{base}年价", "{base} prices")
_THERMAL: Final = Text(
    "电力按供电煤耗 {rate} kgce/kWh（等价值）", "electricity at {rate} kgce/kWh (thermal value)"
)
_THERMAL_DEFAULT: Final = Text(
    "电力按缺省发电煤耗 {rate} kgce/kWh（等价值）",
    "electricity at the default {rate} kgce/kWh (thermal value)",
)
#: Names whichever of the two applies.
_THERMAL_EITHER: Final = Text("{thermal}", "{thermal}")
_OF_TOTAL: Final = Text("占能源消费总量，电力按当量值", "of total energy, calorific value")

_OF_THERMAL: Final = Text("占能源消费总量，{thermal}", "of total energy, {thermal}")

#: The denominators of the non-fossil share, in words, and how electricity counts in them.
_DENOMINATORS: Final = {
    DenominatorVariant.TOTAL: Text("占能源消费总量", "of total energy"),
    DenominatorVariant.LESS_FEEDSTOCK: Text(
        "占扣除原料用能后的能源消费总量", "of total energy without feedstock"
    ),
    DenominatorVariant.LESS_FEEDSTOCK_AND_LISTED: Text(
        "占扣除原料用能和能耗单列项目后的能源消费总量",
        "of total energy without feedstock and separately listed projects",
    ),
}
_NON_FOSSIL: Final = Text(
    "本地非化石能源占比（不含外购电力）", "Local non-fossil share (without purchased power)"
)


@dataclass(frozen=True, slots=True)
class _Line:
    id: str
    name: Text
    unit: str
    compute: Compute
    basis: Text | None = None


def _both(first: Text, second: Text) -> Text:
    return Text(f"{first.zh}，{second.zh}", f"{first.en}, {second.en}")


def _non_fossil(variant: DenominatorVariant, *, thermal: bool = False) -> Compute:
    rate = _rate_or_default if variant is DenominatorVariant.TOTAL else _rate

    def share(inventory: Inventory, dossier: Dossier, _basis: Basis) -> Yearly:
        return non_fossil_share(
            inventory,
            variant,
            thermal_rate=rate(dossier) if thermal else None,
            listed=listed_energy(dossier, inventory.years),
        ).share

    return share


def _rate(dossier: Dossier) -> float:
    return thermal_rate(dossier, dossier.identity.base_year)


def _rate_or_default(dossier: Dossier) -> float:
    """Return the stated rate, or the customary one [kgce/kWh]."""
    try:
        return _rate(dossier)
    except MethodError:
        return CUSTOMARY_RATE


def _energy(inventory: Inventory, *counted: Any) -> Yearly:
    return Yearly(inventory.years, energy_total(inventory, *counted))


def _share(group: str, *, thermal: bool = False) -> Compute:
    def share(inventory: Inventory, dossier: Dossier, _basis: Basis) -> Yearly:
        counted = _thermal(dossier) if thermal else ()
        return intensity.group_shares(inventory, *counted)[group]

    return share


def _thermal(dossier: Dossier) -> tuple[Convention, float]:
    return Convention.THERMAL, _rate_or_default(dossier)


_LINES: Final = (
    _Line(
        "population",
        Text("常住人口", "Resident population"),
        "万人",
        lambda inventory, dossier, _: intensity.population(dossier, inventory.years),
    ),
    _Line(
        "gdp",
        Text("地区生产总值", "Gross domestic product"),
        "亿元",
        lambda inventory, dossier, _: intensity.gdp_constant(dossier, inventory.years),
        _CONSTANT,
    ),
    _Line(
        "energy_total",
        Text("能源消费总量", "Total energy consumption"),
        "tce",
        lambda inventory, _dossier, _basis: _energy(inventory),
        _CALORIFIC,
    ),
    _Line(
        "energy_total_thermal",
        Text("能源消费总量", "Total energy consumption"),
        "tce",
        lambda inventory, dossier, _basis: _energy(inventory, *_thermal(dossier)),
        _THERMAL_EITHER,
    ),
    _Line(
        "energy_intensity",
        Text("单位地区生产总值能耗", "Energy per GDP"),
        "tce/万元",
        lambda inventory, dossier, _: intensity.energy_intensity(inventory, dossier),
        _both(_CONSTANT, _CALORIFIC),
    ),
    _Line(
        "energy_intensity_thermal",
        Text("单位地区生产总值能耗", "Energy per GDP"),
        "tce/万元",
        lambda inventory, dossier, _: intensity.energy_intensity(
            inventory, dossier, *_thermal(dossier)
        ),
        _both(_CONSTANT, _THERMAL_EITHER),
    ),
    _Line(
        "co2_intensity",
        Text("单位地区生产总值二氧化碳排放", "CO2 per GDP"),
        "t/万元",
        intensity.co2_intensity,
        _CONSTANT,
    ),
    _Line(
        "co2_per_head",
        Text("人均二氧化碳排放", "CO2 per head"),
        "t/人",
        intensity.co2_per_head,
    ),
    _Line(
        "co2_per_tce",
        Text("单位能耗二氧化碳排放", "CO2 per unit of energy"),
        "t/tce",
        lambda inventory, _, basis: intensity.co2_per_tce(inventory, basis),
        _CALORIFIC,
    ),
    _Line(
        "co2_per_tce_thermal",
        Text("单位能耗二氧化碳排放", "CO2 per unit of energy"),
        "t/tce",
        lambda inventory, dossier, basis: intensity.co2_per_tce(
            inventory, basis, *_thermal(dossier)
        ),
        _THERMAL_EITHER,
    ),
    _Line(
        "non_fossil_share",
        _NON_FOSSIL,
        "-",
        _non_fossil(DenominatorVariant.TOTAL),
        _OF_TOTAL,
    ),
    _Line("coal_share", Text("煤炭消费占比", "Coal share"), "-", _share("coal"), _OF_TOTAL),
    _Line("oil_share", Text("石油消费占比", "Oil share"), "-", _share("oil"), _OF_TOTAL),
    _Line("gas_share", Text("天然气消费占比", "Gas share"), "-", _share("gas"), _OF_TOTAL),
    _Line(
        "non_fossil_share_thermal",
        _NON_FOSSIL,
        "-",
        _non_fossil(DenominatorVariant.TOTAL, thermal=True),
        _OF_THERMAL,
    ),
    *(
        _Line(f"{group}_share_thermal", name, "-", _share(group, thermal=True), _OF_THERMAL)
        for group, name in (
            ("coal", Text("煤炭消费占比", "Coal share")),
            ("oil", Text("石油消费占比", "Oil share")),
            ("gas", Text("天然气消费占比", "Gas share")),
        )
    ),
)


def _share_line(variant: DenominatorVariant, *, thermal: bool) -> _Line:
    """Return the line of the non-fossil share on a denominator and a convention."""
    above, convention = _DENOMINATORS[variant], _THERMAL if thermal else _CALORIFIC
    on = _both(above, convention)
    suffix = "" if variant is DenominatorVariant.TOTAL else f"_{variant}"
    identifier = f"non_fossil_share{'_thermal' if thermal else ''}{suffix}"
    return _Line(identifier, _NON_FOSSIL, "-", _non_fossil(variant, thermal=thermal), on)


#: Lines that rest on what only some places state: feedstock, listed projects, and with them the
#: thermal rate.
_VARIANTS: Final = (
    *(_share_line(v, thermal=False) for v in tuple(DenominatorVariant)[1:]),
    *(_share_line(v, thermal=True) for v in tuple(DenominatorVariant)[1:]),
)


def base_indicators(
    inventory: Inventory, dossier: Dossier, basis: Basis, *, blanks: bool = False
) -> dict[str, Indicator]:
    """Return the indicators of the base year; one that cannot be made says why.

    Parameters
    ----------
    inventory, dossier
        The account and its records.
    basis
        Basis of CO2.
    blanks
        Keep the variants by thermal value (等价值) and of the denominator without a value, too.
    """
    year = dossier.identity.base_year
    gaps = _gaps(dossier)
    made = {}
    for line in (*_LINES, *_VARIANTS):
        on = line.basis and line.basis.format(**gaps)
        value, reason = _figure(line, inventory, dossier, basis)
        if line in _LINES or blanks or value is not None:
            made[line.id] = Indicator(line.id, line.name, value, line.unit, year, on, reason)
    return made


def _gaps(dossier: Dossier) -> dict[str, object]:
    """Return what fills the gaps in the wording of conventions."""
    gaps: dict[str, object] = {"base": dossier.identity.price_base}
    shown = significant(_rate_or_default(dossier), 4)
    try:
        _rate(dossier)
    except MethodError:
        return {**gaps, "rate": "—", "thermal": _THERMAL_DEFAULT.format(rate=shown)}
    return {**gaps, "rate": shown, "thermal": _THERMAL.format(rate=shown)}


def _figure(
    line: _Line, inventory: Inventory, dossier: Dossier, basis: Basis
) -> tuple[float | None, Text | None]:
    """Return the figure of the base year, or why there is none; other years may lack theirs."""
    year = dossier.identity.base_year
    try:
        found = line.compute(inventory, dossier, basis)
    except MethodError as error:
        return None, error.text
    return found.known.get(year), found.reasons.get(year)
