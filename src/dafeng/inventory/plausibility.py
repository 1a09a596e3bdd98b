"""Is the account believable? Rules that catch the mistakes that published tables contain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from dafeng import reference
from dafeng.dossier.records import Dossier, Flow
from dafeng.errors import NOWHERE, Fault, InputError, MethodError, Place, Severity
from dafeng.inventory.account import Inventory
from dafeng.inventory.balance import Balance
from dafeng.inventory.bases import Basis, total
from dafeng.inventory.factor_checks import check_fuel_factors, check_grid_factors
from dafeng.inventory.fuels import supplied, used
from dafeng.inventory.indicators import co2_intensity, co2_per_head
from dafeng.inventory.mistakes import explain
from dafeng.inventory.quantities import FactorBook
from dafeng.inventory.series_checks import check_series
from dafeng.language import Text

#: Supply and use of a carrier may differ by this share before it is reported [-].
BALANCE_TOLERANCE: Final = 0.05

#: Plausible CO2 of a place per GDP [t/万元] and per resident [t]: far outside what Chinese
#: prefectures show (Shan et al. 2022 find about 0.2-15 and 1-150).
PER_GDP: Final = (0.03, 40.0)
PER_HEAD: Final = (0.3, 400.0)

#: Gases that carry the carbon of coke, and processes whose CO2 is that carbon.
_FURNACE_GASES: Final = ("blast_furnace_gas", "converter_gas")
_REDUCTION: Final = frozenset({"pig_iron", "steel_bof", "steel_bof_2006"})

#: Published totals of other definitions: they may differ by this factor.
PUBLISHED_RANGE: Final = 2.5


def check_dossier(dossier: Dossier) -> tuple[Fault, ...]:
    """Compile a dossier and return everything that is wrong or doubtful, never raising."""
    from dafeng.inventory.compile import compile_inventory

    try:
        return compile_inventory(dossier).faults
    except InputError as error:
        return error.faults


def check_inventory(inventory: Inventory, dossier: Dossier, balance: Balance) -> tuple[Fault, ...]:
    """Return doubts about an account that was compiled from a dossier.

    Parameters
    ----------
    inventory
        The account.
    dossier
        What it was compiled from.
    balance
        Its entries as energy and CO2.
    """
    book = FactorBook(dossier)
    return (
        *check_fuel_factors(dossier, book),
        *check_grid_factors(dossier),
        *check_series(balance, dossier.identity.province),
        *_closure(inventory, balance),
        *_size(inventory, dossier),
        *_published(inventory, dossier),
        *_twice(inventory),
        *_uncounted(inventory, book),
    )


def _closure(inventory: Inventory, balance: Balance) -> Iterator[Fault]:
    """Yield carriers whose supply and use are more than 5 % apart."""
    supply = supplied(balance, inventory.years, inventory.carriers)
    use = used(balance, inventory.years, inventory.carriers)
    names = reference.carriers()
    places = {
        (e.year, e.carrier): e.place
        for e in reversed(balance.of(Flow.FINAL_CONSUMPTION, Flow.STATISTICAL_DIFFERENCE))
    }
    traded = {(e.year, e.carrier) for e in balance.of(Flow.INFLOW, Flow.OUTFLOW) if not e.estimated}
    for i, year in enumerate(inventory.years):
        for j, carrier in enumerate(inventory.carriers):
            gap = supply[i, j] - use[i, j]
            if (year, carrier) not in traded or use[i, j] <= 0:
                continue
            if abs(gap) > BALANCE_TOLERANCE * max(supply[i, j], use[i, j]):
                place = places.get((year, carrier), NOWHERE)
                yield _unbalanced(year, names[carrier].name, (supply[i, j], use[i, j]), place)


def _size(inventory: Inventory, dossier: Dossier) -> Iterator[Fault]:
    rules = (
        (co2_intensity, PER_GDP, Text("单位 GDP 排放", "CO2 per GDP"), "t/万元"),
        (co2_per_head, PER_HEAD, Text("人均排放", "CO2 per head"), "t"),
    )
    for compute, (low, high), name, unit in rules:
        try:
            values = compute(inventory, dossier, Basis.TERRITORIAL)
        except MethodError:
            continue
        for year, value in zip(inventory.years, values, strict=True):
            if not low <= value <= high:
                yield _implausible(year, name, float(value), unit, _largest(inventory, year))


def _largest(inventory: Inventory, year: int) -> Text:
    cells = inventory.energy_co2[inventory.years.index(year)]
    s, c = np.unravel_index(int(cells.argmax()), cells.shape)
    sector = reference.sectors().name(inventory.sectors.labels[s])
    carrier = reference.carriers()[inventory.carriers.labels[c]].name
    return Text(f"{sector.zh} {carrier.zh}", f"{carrier.en} of {sector.en}")


def _published(inventory: Inventory, dossier: Dossier) -> Iterator[Fault]:
    """Compare with published totals of the place; only entered inventories are compared."""
    if inventory.estimated.any():
        return
    own = dict(zip(inventory.years, total(inventory, Basis.TERRITORIAL), strict=True))
    for record in dossier.published:
        value = record.amount.value
        if value is None or record.year not in own or not own[record.year] > 0:
            continue
        from dafeng import units

        ratio = own[record.year] / units.convert(value, record.amount.unit, "tCO2")
        why = explain(ratio, tolerance=0.02)
        if why is not None and not 1 / PUBLISHED_RANGE <= ratio <= PUBLISHED_RANGE:
            yield _unlike_published(record.year, record.series, ratio, why, record.amount.place)


def _twice(inventory: Inventory) -> Iterator[Fault]:
    """Yield years in which the carbon of coke in steel works may stand twice in the account."""
    steel = inventory.sectors.index("steel")
    coke = inventory.energy_co2[:, steel, inventory.carriers.index("coke")]
    gases = [inventory.carriers.index(c) for c in _FURNACE_GASES]
    burnt = inventory.energy_co2[:, :, gases].sum(axis=(1, 2))
    outputs = [i for i, p in enumerate(inventory.processes) if p in _REDUCTION]
    process = inventory.process_co2[:, outputs].sum(axis=1)
    for i, year in enumerate(inventory.years):
        if coke[i] and not inventory.estimated[i, steel].any():
            if burnt[i]:
                gas = Text("高炉和转炉煤气", "blast-furnace and converter gas")
                yield _carbon_twice(year, gas, float(burnt[i]))
            if process[i]:
                iron = Text("炼铁炼钢过程排放", "process CO2 of iron and steel")
                yield _carbon_twice(year, iron, float(process[i]))


def _uncounted(inventory: Inventory, book: FactorBook) -> Iterator[Fault]:
    for j, carrier in enumerate(inventory.carriers):
        if book.group(carrier) != "other" or book.emits(carrier):
            continue
        for i, year in enumerate(inventory.years):
            if inventory.energy[i, :, j].any():
                yield _no_carbon(year, book.carriers[carrier].name)


def _carbon_twice(year: int, what: Text, co2: float) -> Fault:
    return Fault(
        "inventory.carbon.twice",
        Severity.WARNING,
        NOWHERE,
        Text(
            f"{year} 年钢铁行业焦炭与{what.zh}（{co2:,.4g} t）都计了排放，同一碳可能计了两次",
            f"in {year} both coke in steel works and {what.en} ({co2:,.4g} t) count: the same "
            "carbon may stand twice",
        ),
        Text(
            "按一个钢铁联合企业一个碳平衡核对，扣除其一",
            "make one carbon balance for each integrated works, and take one of them out",
        ),
    )


def _no_carbon(year: int, name: Text) -> Fault:
    return Fault(
        "inventory.carrier.no_carbon",
        Severity.NOTE,
        NOWHERE,
        Text(
            f"{year} 年“{name.zh}”计入能源、未计排放（没有含碳量）",
            f"{name.en} in {year} counts as energy but not as CO2 (its carbon is not stated)",
        ),
        Text("如有化石碳，填入含碳量与氧化率", "enter carbon content and oxidation if fossil"),
    )


def _unbalanced(year: int, name: Text, pair: tuple[float, float], place: Place) -> Fault:
    supply, use = pair
    share = abs(supply - use) / max(supply, use)
    return Fault(
        "inventory.balance.open",
        Severity.WARNING,
        place,
        Text(
            f"{year} 年{name.zh}：供应 {supply:,.6g} TJ，消费 {use:,.6g} TJ，相差 {share:.1%}",
            f"{name.en} in {year}: supply {supply:,.6g} TJ, use {use:,.6g} TJ, {share:.1%} apart",
        ),
        Text("说明差额（超过 5%）", "explain the difference (more than 5 %)"),
    )


def _implausible(year: int, name: Text, value: float, unit: str, where: Text) -> Fault:
    return Fault(
        "inventory.size.implausible",
        Severity.WARNING,
        NOWHERE,
        Text(
            f"{year} 年{name.zh}为 {value:.4g} {unit}，不合常理；最大一项是{where.zh}",
            f"{name.en} in {year} is {value:.4g} {unit}, which is not plausible; the largest item "
            f"is {where.en}",
        ),
        Text("核对单位、GDP 与人口", "check units, GDP and population"),
    )


def _unlike_published(year: int, series: str, ratio: float, why: Text, place: Place) -> Fault:
    return Fault(
        "inventory.published.ratio",
        Severity.WARNING,
        place,
        Text(
            f"{year} 年清单是 {series} 的 {ratio:.3g} 倍：{why.zh}",
            f"the inventory of {year} is {ratio:.3g} times {series}: {why.en}",
        ),
        Text("核对单位和因子", "check units and factors"),
    )
