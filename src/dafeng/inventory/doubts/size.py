"""Is the whole out of proportion to GDP, to people or to what is published of the place?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from dafeng import reference
from dafeng.dossier.records import Dossier, Flow
from dafeng.errors import NOWHERE, Fault, Place, Severity
from dafeng.inventory.account import Inventory
from dafeng.inventory.balance import BURNING, Balance
from dafeng.inventory.bases import Basis, total
from dafeng.inventory.comparable import entered_years
from dafeng.inventory.doubts.mistakes import explain
from dafeng.inventory.intensity import co2_intensity, co2_per_head
from dafeng.inventory.published import published_co2
from dafeng.language import Text, significant

#: Plausible CO2 of a place per GDP [t/万元] and per resident [t]: far outside what Chinese
#: prefectures show (Shan et al. 2022 find about 0.2-15 and 1-150).
PER_GDP: Final = (0.03, 40.0)
PER_HEAD: Final = (0.3, 400.0)


#: Published totals of other definitions: they may differ by this factor.
PUBLISHED_RANGE: Final = 2.5

#: Two published series of one place differ by up to four times; beyond this all of them are far.
FAR: Final = 5.0


def check_size(inventory: Inventory, dossier: Dossier, balance: Balance) -> Iterator[Fault]:
    """Yield totals that no place of this size has, or that lie far from published ones.

    Parameters
    ----------
    inventory
        The account.
    dossier
        What it was compiled from.
    balance
        Its entries as energy and CO2.
    """
    yield from _per_size(inventory, dossier, balance)
    yield from _published(inventory, dossier)
    yield from _far_from_published(inventory, dossier, balance)
    yield from _below_zero(inventory)


def _below_zero(inventory: Inventory) -> Iterator[Fault]:
    """Yield the years in which a net exporter's total falls below zero."""
    totals = total(inventory, Basis.ASSESSMENT)
    years = [year for year, value in zip(inventory.years, totals, strict=True) if value < 0]
    if years:
        zh, en = "、".join(map(str, years)), ", ".join(map(str, years))
        yield Fault(
            "inventory.total.below_zero",
            Severity.WARNING,
            NOWHERE,
            Text(
                f"{zh} 年考核口径总量为负：净外送电量乘以电网因子大于本地排放，"
                "这一口径上的占比、贡献和达峰判断没有意义",
                f"the total on the assessment basis is below zero in {en}: power sold times the "
                "grid's factor exceeds what the place emits, so that shares, effects and peaks on "
                "this basis mean nothing",
            ),
            Text(
                "核对外送电量；看属地口径的总量和结构",
                "check the power sold; read totals and shares on the territorial basis",
            ),
        )


def _per_size(inventory: Inventory, dossier: Dossier, balance: Balance) -> Iterator[Fault]:
    """Yield totals out of proportion to GDP or population, of the years that have one.

    One fault for all years alike.
    """
    rules = (
        (co2_intensity, PER_GDP, Text("单位 GDP 排放", "CO2 per GDP"), "t/万元"),
        (co2_per_head, PER_HEAD, Text("人均排放", "CO2 per head"), "t"),
    )
    for compute, (low, high), name, unit in rules:
        known = compute(inventory, dossier, Basis.TERRITORIAL).known
        bad = {year: value for year, value in known.items() if not low <= value <= high}
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
    if not cells.max() > 0:
        entered = next(
            (e.place for e in balance.of(Flow.FINAL_CONSUMPTION) if e.year == year), NOWHERE
        )
        return Text("（各项均为 0）", "none: every figure is 0"), entered
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
    """Compare with published totals of the place; only entered inventories are compared.

    Published totals of a park are those of its hosts.
    """
    if inventory.estimated.any() or dossier.identity.kind == "park":
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
    """Yield entered years of a city that lie far from every published total of the same year."""
    if dossier.identity.kind == "park":
        return
    entered = entered_years(inventory, Basis.TERRITORIAL)
    own = total(inventory, Basis.TERRITORIAL)
    for i, year in enumerate(inventory.years):
        stated = [published_co2(r) for r in dossier.published if r.year == year]
        ratios = [float(own[i]) / value for value in stated if value]
        if not ratios or year not in entered:
            continue
        if min(ratios) > FAR or max(ratios) < 1 / FAR:
            where, place = _largest(inventory, balance, year)
            yield _far(year, ratios, where, place)


def _far(year: int, ratios: list[float], where: Text, place: Place) -> Fault:
    told = ", ".join(significant(ratio, 3) for ratio in ratios)
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
            f"{zh} 年{name.zh}不合常理（{first} 年为 {significant(bad[first], 4)} {unit}）；"
            f"最大一项是{where.zh}",
            f"{name.en} in {en} is not plausible ({significant(bad[first], 4)} {unit} in "
            f"{first}); the "
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
            f"{year} 年清单是“{name.zh}”的 {significant(ratio, 3)} 倍：{why.zh}",
            f"the inventory of {year} is {significant(ratio, 3)} times {name.en}: {why.en}",
        ),
        Text("核对单位和因子", "check units and factors"),
    )
