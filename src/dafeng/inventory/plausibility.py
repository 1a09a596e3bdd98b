"""Is the account believable? Rules that catch the mistakes that published tables contain."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np

from dafeng import reference
from dafeng.dossier.records import Dossier, Flow
from dafeng.errors import NOWHERE, Fault, InputError, MethodError, Place, Severity
from dafeng.inventory.account import Inventory
from dafeng.inventory.balance import BURNING, Balance
from dafeng.inventory.bases import Basis, total
from dafeng.inventory.closure_checks import check_closure
from dafeng.inventory.column_checks import check_columns
from dafeng.inventory.completeness_checks import check_completeness
from dafeng.inventory.factor_checks import check_fuel_factors
from dafeng.inventory.feedstock_checks import check_feedstock
from dafeng.inventory.fuel_fit_checks import check_fuel_fit
from dafeng.inventory.gdp_checks import check_gdp_index
from dafeng.inventory.grid_factor_checks import check_grid_factors
from dafeng.inventory.indicators import co2_intensity, co2_per_head
from dafeng.inventory.level_checks import check_levels
from dafeng.inventory.mistakes import explain
from dafeng.inventory.pattern_checks import check_patterns
from dafeng.inventory.power_checks import check_power
from dafeng.inventory.process_checks import check_processes
from dafeng.inventory.published import published_co2
from dafeng.inventory.quantities import FactorBook
from dafeng.inventory.referee import Referee, balance_gaps
from dafeng.inventory.series_checks import check_series
from dafeng.inventory.stated_totals import check_stated_totals
from dafeng.inventory.swap_checks import find_swaps, swapped_rows
from dafeng.inventory.yardstick import yardstick
from dafeng.language import Text

#: Plausible CO2 of a place per GDP [t/万元] and per resident [t]: far outside what Chinese
#: prefectures show (Shan et al. 2022 find about 0.2-15 and 1-150).
PER_GDP: Final = (0.03, 40.0)
PER_HEAD: Final = (0.3, 400.0)

#: Gases that carry the carbon of coke, and processes whose CO2 is that carbon.
_FURNACE_GASES: Final = ("blast_furnace_gas", "converter_gas")
_REDUCTION: Final = frozenset({"pig_iron", "steel_bof", "steel_bof_2006"})

#: So many cells of a carrier beyond the province's scale are one error of the column.
_MANY: Final = 3

#: Rules that explain a column whose rows do not fit the province's pattern.
_TELLING: Final = (
    "inventory.rows.slipped",
    "inventory.unit.scale",
    "inventory.unit.beyond_province",
)

#: Published totals of other definitions: they may differ by this factor.
PUBLISHED_RANGE: Final = 2.5

#: Two published series of one place differ by up to four times; beyond this all of them are far.
FAR: Final = 5.0


def check_dossier(dossier: Dossier) -> tuple[Fault, ...]:
    """Compile a dossier and return everything that is wrong or doubtful with its records.

    Records that cannot be used come back as faults; what is no fault of a record is raised.

    Parameters
    ----------
    dossier
        What the place has handed in.

    Raises
    ------
    UnknownNameError
        If the dossier names a factor set that is not known.
    """
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
        *_check_figures(inventory, dossier, balance),
        *check_closure(inventory, balance),
        *_size(inventory, dossier, balance),
        *check_stated_totals(inventory, dossier),
        *_published(inventory, dossier),
        *_far_from_published(inventory, dossier, balance),
        *_twice(inventory),
        *check_feedstock(inventory),
        *_uncounted(inventory, book),
    )


def _check_figures(inventory: Inventory, dossier: Dossier, balance: Balance) -> tuple[Fault, ...]:
    """Return doubts that rest on other years, the province's pattern and the place's size."""
    size = yardstick(dossier)
    gaps = balance_gaps(balance, inventory.years, inventory.carriers)
    series = tuple(check_series(balance, dossier.identity.province, Referee(gaps, size)))
    swaps = find_swaps(balance)
    rows = frozenset(place for swap in swaps for place in swap.cells)
    series = _told_once(tuple(f for f in series if f.place not in rows), balance)
    whole = _whole_columns(balance, series)
    places = frozenset(f.place for f in series) - whole
    levels = tuple(check_levels(balance, size, places))
    if levels:
        series = tuple(f for f in series if f.place not in whole)
    told = {f.place for f in series if f.rule in _TELLING}
    known = frozenset(e.carrier for e in balance.entries if e.place in told)
    return (
        *series,
        *swapped_rows(balance, swaps),
        *check_patterns(balance, known),
        *levels,
        *check_power(dossier, balance),
        *check_processes(dossier, size, balance),
        *(f for f in check_fuel_fit(dossier, balance, size) if f.place not in rows | places),
        *check_completeness(dossier, balance),
        *check_columns(balance),
        *check_gdp_index(dossier),
    )


def _told_once(series: tuple[Fault, ...], balance: Balance) -> tuple[Fault, ...]:
    """Leave out jumps of cells in a column that is reported as slipped in that year."""
    column_of = {e.place: (e.year, e.carrier) for e in balance.entries}
    slipped = {column_of[f.place] for f in series if f.rule == "inventory.rows.slipped"}
    jump = "inventory.cell.jump"
    return tuple(f for f in series if f.rule != jump or column_of[f.place] not in slipped)


def _whole_columns(balance: Balance, series: tuple[Fault, ...]) -> frozenset[Place]:
    """Return cells beyond the province's scale where many of a carrier are: its level tells it."""
    carrier_of = {e.place: e.carrier for e in balance.entries}
    beyond = [f.place for f in series if f.rule == "inventory.unit.beyond_province"]
    many = Counter(carrier_of[p] for p in beyond)
    return frozenset(p for p in beyond if many[carrier_of[p]] >= _MANY)


def _size(inventory: Inventory, dossier: Dossier, balance: Balance) -> Iterator[Fault]:
    """Yield totals out of proportion to GDP or population: one fault for all years alike."""
    rules = (
        (co2_intensity, PER_GDP, Text("单位 GDP 排放", "CO2 per GDP"), "t/万元"),
        (co2_per_head, PER_HEAD, Text("人均排放", "CO2 per head"), "t"),
    )
    for compute, (low, high), name, unit in rules:
        try:
            values = compute(inventory, dossier, Basis.TERRITORIAL)
        except MethodError:
            continue
        found = dict(zip(inventory.years, values.tolist(), strict=True))
        bad = {y: v for y, v in found.items() if math.isfinite(v) and not low <= v <= high}
        if bad:
            where, place = _largest(inventory, balance, min(bad))
            yield _implausible(bad, (name, unit), where, place)


def _largest(inventory: Inventory, balance: Balance, year: int) -> tuple[Text, Place]:
    """Return the largest item of a year and where it stands."""
    cells = inventory.energy_co2[inventory.years.index(year)]
    process = inventory.process_co2[inventory.years.index(year)]
    if process.size and process.max() > cells.max():
        name = reference.process_factors()[inventory.processes.labels[int(process.argmax())]].name
        return name, NOWHERE
    s, c = np.unravel_index(int(cells.argmax()), cells.shape)
    sector, carrier = inventory.sectors.labels[s], inventory.carriers.labels[c]
    flows = (Flow.FINAL_CONSUMPTION, *BURNING)
    own = [e for e in balance.of(*flows) if (e.year, e.carrier) == (year, carrier)]
    at = [e for e in own if e.sector == sector or (sector == "power_heat" and not e.sector)]
    largest = max(at, key=lambda e: abs(e.co2), default=None)
    zh, en = reference.sectors().name(sector), reference.carriers()[carrier].name
    label = Text(f"{zh.zh} {en.zh}", f"{en.en} of {zh.en}")
    return label, NOWHERE if largest is None else largest.place


def _published(inventory: Inventory, dossier: Dossier) -> Iterator[Fault]:
    """Compare with published totals of the place; only entered inventories are compared."""
    if inventory.estimated.any():
        return
    own = dict(zip(inventory.years, total(inventory, Basis.TERRITORIAL), strict=True))
    for record in dossier.published:
        stated = published_co2(record)
        if not stated or record.year not in own or not own[record.year] > 0:
            continue
        ratio = own[record.year] / stated
        why = explain(ratio, tolerance=0.02)
        if why is not None and not 1 / PUBLISHED_RANGE <= ratio <= PUBLISHED_RANGE:
            yield _unlike_published(record.year, record.series, ratio, why, record.amount.place)


def _far_from_published(
    inventory: Inventory, dossier: Dossier, balance: Balance
) -> Iterator[Fault]:
    """Yield entered years that lie far from every published total of the same year."""
    whole = inventory.energy_co2.sum(axis=(1, 2))
    guessed = np.where(inventory.estimated, inventory.energy_co2, 0.0).sum(axis=(1, 2))
    own = total(inventory, Basis.TERRITORIAL)
    for i, year in enumerate(inventory.years):
        stated = [published_co2(r) for r in dossier.published if r.year == year]
        ratios = [float(own[i]) / value for value in stated if value]
        if not ratios or guessed[i] > whole[i] / 2:
            continue
        if min(ratios) > FAR or max(ratios) < 1 / FAR:
            where, place = _largest(inventory, balance, year)
            yield _far(year, ratios, where, place)


def _far(year: int, ratios: list[float], where: Text, place: Place) -> Fault:
    told = ", ".join(f"{ratio:.3g}" for ratio in ratios)
    return Fault(
        "inventory.published.far",
        Severity.WARNING,
        place,
        Text(
            f"{year} 年属地排放是已发布总量的 {told} 倍；最大一项是{where.zh}",
            f"territorial CO2 of {year} is {told} times the published totals; the largest item is "
            f"{where.en}",
        ),
        Text("核对该项的单位和小数点", "check unit and decimal point of this item"),
    )


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


def _implausible(
    bad: dict[int, float], measure: tuple[Text, str], where: Text, place: Place
) -> Fault:
    name, unit = measure
    first = min(bad)
    zh, en = "、".join(map(str, bad)), ", ".join(map(str, bad))
    return Fault(
        "inventory.size.implausible",
        Severity.WARNING,
        place,
        Text(
            f"{zh} 年{name.zh}不合常理（{first} 年为 {bad[first]:.4g} {unit}）；"
            f"最大一项是{where.zh}",
            f"{name.en} in {en} is not plausible ({bad[first]:.4g} {unit} in {first}); the "
            f"largest item is {where.en}",
        ),
        Text("核对单位、GDP 与人口", "check units, GDP and population"),
    )


def _unlike_published(year: int, series: str, ratio: float, why: Text, place: Place) -> Fault:
    name = reference.series_name(series)
    return Fault(
        "inventory.published.ratio",
        Severity.WARNING,
        place,
        Text(
            f"{year} 年清单是“{name.zh}”的 {ratio:.3g} 倍：{why.zh}",
            f"the inventory of {year} is {ratio:.3g} times {name.en}: {why.en}",
        ),
        Text("核对单位和因子", "check units and factors"),
    )
