"""Do fuels stand with the sectors that burn them, in the amount that their work takes?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from dafeng import reference, units
from dafeng.dossier.records import Dossier, Flow
from dafeng.errors import DafengError, Fault, Place, Severity, UnknownNameError
from dafeng.inventory.balance import Balance
from dafeng.inventory.doubts.yardstick import Yardstick
from dafeng.inventory.entry import Entry
from dafeng.language import Text, significant

#: Coke of cement kilns and glass works: more than in steel works, and more than this share of
#: their fuel CO2 [-], is a swapped row. 12 of 690 inventories of provinces (CEADs 1997-2019) show
#: it, 6 of them Inner Mongolia 2012-2019 (42 Mt of its coke stand with building materials).
_FOREIGN: Final = 0.2

#: Coke of a steel works that burns other fuel of so much CO2 [t]: less than this [t] is none at
#: all or a wrong unit. 1 of 690 provincial inventories (Beijing 2010, as its works closed).
_STEEL_FUEL: Final = 5e4
_LEAST_COKE: Final = 500.0

#: Coke per pig iron and per crude steel [t/t]: blast furnaces take about 0.35-0.55; steel of
#: electric furnaces needs none.
COKE_PER_IRON: Final = (0.2, 0.9)
COKE_PER_STEEL: Final = 0.9

#: Natural gas of households per head and year [m3]: of 438 provincial years 2005-2019 (CEADs) the
#: most is 154 (Qinghai 2005); a column in 万tce read as 亿m3 is 13.3 times too large.
HOUSEHOLD_GAS: Final = 400.0
_TJ_PER_M3: Final = 38.931e-6

#: Natural gas per head and year of a place that is supplied at all [m3]: of households, and of all
#: users. From 2018 on, and with so many rows of it, no province shows less of both (CEADs); where
#: gas has just come, few rows burn it.
LITTLE_GAS: Final = (2.0, 10.0)
_SUPPLIED: Final = (2018, 4)

_GJ_PER_T_COKE: Final = 28.435
_MINERALS: Final = "building_materials"

Sectors = dict[str, list[Entry]]


def check_fuel_fit(dossier: Dossier, balance: Balance, size: Yardstick) -> Iterator[Fault]:
    """Yield coke that stands in the wrong row or unit, and gas that no households burn.

    Parameters
    ----------
    dossier
        The place's records.
    balance
        The same as energy.
    size
        The place beside its province.
    """
    years: dict[int, Sectors] = defaultdict(lambda: defaultdict(list))
    for entry in balance.of(Flow.FINAL_CONSUMPTION):
        if entry.sector and entry.energy > 0:
            years[entry.year][entry.sector].append(entry)
    entered = {
        year: sectors
        for year, sectors in sorted(years.items())
        if not any(e.estimated for es in sectors.values() for e in es)
    }
    if not _province_has_foreign_coke(size.province):
        yield from _foreign_coke(entered)
    yield from _little_coke(entered)
    yield from _coke_per_output(dossier, entered)
    if not size.park:
        yield from _household_gas(entered, size)


def _co2(entries: list[Entry], carrier: str | None = None) -> float:
    return math.fsum(e.co2 for e in entries if carrier in (None, e.carrier))


def _is_foreign(minerals: float, coke: float, steel: float) -> bool:
    return coke > steel and coke > _FOREIGN * minerals


def _province_has_foreign_coke(province: str) -> bool:
    """Say whether the province's own inventory has its coke with building materials."""
    try:
        whole = reference.province_emissions(province)
    except UnknownNameError:
        return False
    coke = whole.carriers.index("coke")
    minerals, steel = (whole.co2[whole.sectors.index(s)] for s in (_MINERALS, "steel"))
    return _is_foreign(float(minerals.sum()), float(minerals[coke]), float(steel[coke]))


def _foreign_coke(years: dict[int, Sectors]) -> Iterator[Fault]:
    bad: dict[int, Entry] = {}
    for year, sectors in years.items():
        minerals, steel = sectors.get(_MINERALS, []), sectors.get("steel", [])
        coke = _co2(minerals, "coke")
        if steel and _is_foreign(_co2(minerals), coke, _co2(steel, "coke")):
            bad[year] = max((e for e in minerals if e.carrier == "coke"), key=lambda e: e.energy)
    if bad:
        yield _swapped(sorted(bad), bad[min(bad)])


def _little_coke(years: dict[int, Sectors]) -> Iterator[Fault]:
    bad: dict[int, tuple[float, Entry]] = {}
    for year, sectors in years.items():
        steel = sectors.get("steel", [])
        cells = [e for e in steel if e.carrier == "coke"]
        tonnes = math.fsum(e.energy for e in cells) * 1000 / _GJ_PER_T_COKE
        if cells and tonnes < _LEAST_COKE and _co2(steel) > _STEEL_FUEL:
            bad[year] = tonnes, max(cells, key=lambda e: e.energy)
    if bad:
        yield _tiny_coke(sorted(bad), *bad[min(bad)])


def _coke_per_output(dossier: Dossier, years: dict[int, Sectors]) -> Iterator[Fault]:
    """Yield coke per tonne of pig iron or crude steel that no works take; one fault a product."""
    bad: dict[str, dict[int, tuple[float, Entry]]] = defaultdict(dict)
    for (year, product), tonnes in _outputs(dossier).items():
        cells = [e for e in years.get(year, {}).get("steel", []) if e.carrier == "coke"]
        if not cells or tonnes <= 0:
            continue
        rate = math.fsum(e.energy for e in cells) * 1000 / _GJ_PER_T_COKE / tonnes
        low, high = COKE_PER_IRON if product == "pig_iron" else (0.0, COKE_PER_STEEL)
        if not low <= rate <= high:
            bad[product][year] = rate, max(cells, key=lambda e: e.energy)
    for product, found in sorted(bad.items()):
        rate, entry = found[min(found)]
        yield _unlike_furnaces(sorted(found), product, rate, entry.place)


def _outputs(dossier: Dossier) -> dict[tuple[int, str], float]:
    """Return output of pig iron and crude steel by year [t]."""
    found: dict[tuple[int, str], float] = {}
    stated = [(r.year, r.process, r.amount) for r in dossier.process]
    stated += [(r.year, r.sector, r.amount) for r in dossier.activity if r.variable == "output"]
    for year, product, amount in stated:
        if product not in ("pig_iron", "crude_steel") or amount.value is None:
            continue
        try:
            found[year, product] = units.convert(amount.value, amount.unit, "t")
        except DafengError:
            continue
    return found


def _household_gas(years: dict[int, Sectors], size: Yardstick) -> Iterator[Fault]:
    bad: dict[int, tuple[float, Entry]] = {}
    for year, sectors in years.items():
        people = size.population.get(year)
        cells = [
            e
            for sector, entries in sectors.items()
            for e in entries
            if sector.startswith("households") and e.carrier in ("natural_gas", "lng")
        ]
        if not people or not cells:
            continue
        head = math.fsum(e.energy for e in cells) / _TJ_PER_M3 / people
        if head > HOUSEHOLD_GAS or _hardly_any(year, head, _gas(sectors), people):
            bad[year] = head, max(cells, key=lambda e: e.energy)
    if bad:
        yield _unlike_homes(bad)


def _gas(sectors: Sectors) -> list[Entry]:
    return [e for entries in sectors.values() for e in entries if e.carrier == "natural_gas"]


def _hardly_any(year: int, head: float, gas: list[Entry], people: float) -> bool:
    """Say whether a place burns gas in many rows, and next to nothing in any of them."""
    first, rows = _SUPPLIED
    whole = math.fsum(e.energy for e in gas) / _TJ_PER_M3 / people
    many = year >= first and len(gas) >= rows
    return many and 0 < head < LITTLE_GAS[0] and whole < LITTLE_GAS[1]


def _swapped(years: list[int], entry: Entry) -> Fault:
    return Fault(
        "inventory.rows.foreign_fuel",
        Severity.WARNING,
        entry.place,
        Text(
            f"{'、'.join(map(str, years))} 年建材行业的焦炭（{significant(entry.co2, 4)} t "
            "CO2）多于钢铁行业："
            "焦炭用于炼铁，水泥玻璃窑很少用，两行像是互换了",
            f"in {', '.join(map(str, years))} building materials burn more coke "
            f"({significant(entry.co2, 4)} t CO2) than steel works do: coke goes to blast "
            "furnaces, cement "
            "kilns hardly use it; the two rows seem to be swapped",
        ),
        Text("对照原表核对两行的名称", "compare the names of both rows with the original table"),
    )


def _tiny_coke(years: list[int], tonnes: float, entry: Entry) -> Fault:
    return Fault(
        "inventory.unit.little_coke",
        Severity.WARNING,
        entry.place,
        Text(
            f"{'、'.join(map(str, years))} 年钢铁行业只用焦炭 {significant(tonnes, 4)} t，而其他"
            "燃料很多："
            "像是把万吨写成吨",
            f"steel works burn but {significant(tonnes, 4)} t of coke in "
            f"{', '.join(map(str, years))} beside "
            "much other fuel: as if 万t were written as t",
        ),
        Text("核对焦炭一列的单位", "check the unit of the column of coke"),
    )


def _unlike_furnaces(years: list[int], product: str, rate: float, place: Place) -> Fault:
    zh, en = {"pig_iron": ("生铁", "pig iron"), "crude_steel": ("粗钢", "crude steel")}[product]
    return Fault(
        "inventory.output.coke_rate",
        Severity.WARNING,
        place,
        Text(
            f"{'、'.join(map(str, years))} 年钢铁行业焦炭折合每吨{zh} {significant(rate, 3)} t"
            "（高炉约 0.35–0.55），焦炭或产量的单位可能有误",
            f"coke of steel works comes to {significant(rate, 3)} t per tonne of {en} in "
            f"{', '.join(map(str, years))} (blast furnaces take about 0.35 to 0.55): the unit of "
            "coke or of the output is likely wrong",
        ),
        Text("核对焦炭与产量的单位", "check the units of coke and output"),
    )


def _unlike_homes(bad: dict[int, tuple[float, Entry]]) -> Fault:
    heads = [(year, significant(head, 4)) for year, (head, _) in sorted(bad.items())]
    zh = "、".join(f"{year} 年 {head}" for year, head in heads)
    en = ", ".join(f"{head} in {year}" for year, head in heads)
    return Fault(
        "inventory.level.household_gas",
        Severity.WARNING,
        bad[min(bad)][1].place,
        Text(
            f"人均生活用天然气（立方米）{zh}，各省约为 5–200；单位可能有误（吨标准煤，"
            "百万、万与亿立方米）",
            f"households burn natural gas per head (m³) of {en}; provinces show about 5 to 200: "
            "the unit is likely wrong (tce; 10⁴, 10⁶ or 10⁸ m³)",
        ),
        Text("核对天然气一列的单位", "check the unit of the column of natural gas"),
    )
