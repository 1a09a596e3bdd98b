"""Is the output of an industrial process of the right order?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from dafeng import reference, units
from dafeng.dossier.records import Dossier, Flow, ProcessRecord, Quality
from dafeng.errors import DafengError, Fault, Severity, UnknownNameError
from dafeng.inventory.balance import Balance
from dafeng.inventory.doubts.yardstick import Yardstick, since_then
from dafeng.language import Text, significant

#: Change of an output from one year to the next that is doubted (factor).
JUMP: Final = 5.0

#: Clinker per head [t]: the nation makes about 1.1, towns that live on it up to 30.
CLINKER_PER_HEAD: Final = 60.0

#: Less clinker a year than one small kiln makes [t].
SMALLEST_KILN: Final = 2e4

#: Cement processes of a place give off no more than this share of what all of the province did [-].
_OF_PROVINCE: Final = 1.5

#: Fuel CO2 of building materials over cement process CO2 [-]: kilns alone take 0.1 tce per t of
#: clinker (ratio 0.5). 18 of 688 provincial inventories (CEADs 1997-2019) lie below this, of seven
#: provinces with thin figures; with half the province's own ratio of 2019 as limit where that is
#: less, 10 do, four of them empty tables.
_FUEL_PER_PROCESS: Final = 0.1
_OWN_PROVINCE: Final = 0.5

_CEMENT: Final = ("clinker", "cement")


def check_processes(dossier: Dossier, size: Yardstick, balance: Balance) -> Iterator[Fault]:
    """Yield outputs that jump between years, and clinker that no place of the size makes.

    Clinker is held against population, the province's cement and the fuel of building materials.

    Parameters
    ----------
    dossier
        The place's records.
    size
        The place beside its province.
    balance
        The same dossier as energy.
    """
    fuel = _kiln_fuel(balance)
    outputs: dict[str, dict[int, tuple[float, ProcessRecord]]] = defaultdict(dict)
    for record in dossier.process:
        tonnes = _tonnes(record)
        if tonnes is not None and record.amount.quality is not Quality.ESTIMATE:
            before = outputs[record.process].get(record.year, (0.0, record))[0]
            outputs[record.process][record.year] = before + tonnes, record
    for process, years in sorted(outputs.items()):
        yield from _jumps(process, years, size)
        if process in _CEMENT:
            yield from _cement(process, years, size, fuel)


def _kiln_fuel(balance: Balance) -> dict[int, float]:
    """Return the fuel CO2 of building materials by year, where all of it was entered [t]."""
    fuel: dict[int, float] = defaultdict(float)
    guessed: set[int] = set()
    for entry in balance.of(Flow.FINAL_CONSUMPTION):
        if entry.estimated:
            guessed.add(entry.year)
        if entry.sector == "building_materials":
            fuel[entry.year] += max(entry.co2, 0.0)
    return {y: co2 for y, co2 in fuel.items() if y not in guessed}


def _tonnes(record: ProcessRecord) -> float | None:
    """Return an output [t]; CO2 stated as such is no output."""
    value = record.amount.value
    if value is None:
        return None
    try:
        return units.convert(value, record.amount.unit, "t")
    except DafengError:
        return None


def _jumps(
    process: str, years: dict[int, tuple[float, ProcessRecord]], size: Yardstick
) -> Iterator[Fault]:
    for a, b in pairwise(sorted(years)):
        (old, before), (new, after) = years[a], years[b]
        if not (old > 0 and new > 0) or 1 / JUMP <= new / old <= JUMP:
            continue
        others = sorted(v for y, (v, _) in years.items() if y not in (a, b) and v > 0)
        usual = others[len(others) // 2] if others else _usual(process, b, size)
        earlier = usual is not None and abs(math.log(usual / old)) > abs(math.log(usual / new))
        odd, other = (before, after) if earlier else (after, before)
        yield _jump(process, (a, b), new / old, (odd, None if others else other))


def _usual(process: str, year: int, size: Yardstick) -> float | None:
    """Return the output of a cement process if the place were like its province [t]."""
    share = size.share(year)
    try:
        whole = reference.province_emissions(size.province).process_co2
    except UnknownNameError:
        return None
    if process not in _CEMENT or share is None or not whole:
        return None
    return share * whole / reference.process_factors()[process].value


def _cement(
    process: str,
    years: dict[int, tuple[float, ProcessRecord]],
    size: Yardstick,
    fuel: dict[int, float],
) -> Iterator[Fault]:
    bad: dict[int, tuple[Text, ProcessRecord]] = {}
    for year, (tonnes, record) in sorted(years.items()):
        why = _doubt(process, tonnes, size, year) or _unburnt(
            process, tonnes, fuel.get(year), size.province
        )
        if why is not None:
            bad[year] = why, record
    if bad:
        yield _implausible(process, list(bad), *bad[min(bad)])


def _unburnt(process: str, tonnes: float, fuel: float | None, province: str) -> Text | None:
    """Say how little fuel building materials would burn for so much clinker."""
    co2 = tonnes * reference.process_factors()[process].value
    if fuel is None or not co2 or fuel / co2 >= _least_fuel(province):
        return None
    return Text(
        f"建材行业燃料排放 {significant(fuel, 4)} t，仅为水泥过程排放（{significant(co2, 4)} "
        f"t）的 {significant(fuel / co2, 2)}"
        "（窑炉约 0.5）：产量或建材燃料的单位可能有误",
        f"building materials burn fuel of {significant(fuel, 4)} t CO2, "
        f"{significant(fuel / co2, 2)} of the process CO2 "
        f"({significant(co2, 4)} t; kilns take about 0.5): the unit of output or of their fuel "
        "is likely "
        "wrong",
    )


def _least_fuel(province: str) -> float:
    """Return the least fuel CO2 per process CO2 of building materials that is believed [-]."""
    try:
        whole = reference.province_emissions(province)
    except UnknownNameError:
        return _FUEL_PER_PROCESS
    fuel = float(whole.co2[whole.sectors.index("building_materials")].sum())
    own = fuel / whole.process_co2 if whole.process_co2 else 1.0
    return min(_FUEL_PER_PROCESS, _OWN_PROVINCE * own)


def _doubt(process: str, tonnes: float, size: Yardstick, year: int) -> Text | None:
    people, province = size.population.get(year), size.province
    if 0 < tonnes < SMALLEST_KILN:
        return Text(
            f"全年仅 {significant(tonnes, 4)} t，不及一条小窑，像是吨与万吨之误",
            f"only {significant(tonnes, 4)} t in a year, less than one small kiln makes: t "
            "against 万t?",
        )
    if people and tonnes / people > CLINKER_PER_HEAD:
        return Text(
            f"人均 {significant(tonnes / people, 4)} t（全国约 1 t），单位可能有误",
            f"{significant(tonnes / people, 4)} t per head (the nation makes about 1): a wrong "
            "unit?",
        )
    co2 = tonnes * reference.process_factors()[process].value
    try:
        whole = reference.province_emissions(province).process_co2
    except UnknownNameError:
        return None
    whole *= since_then(province, year, "process")
    if co2 > _OF_PROVINCE * whole:
        return Text(
            f"过程排放 {significant(co2, 4)} t，全省总量为 {significant(whole, 4)} t，单位或小数"
            "点可能有误",
            f"{significant(co2, 4)} t CO2, where the whole province gave {significant(whole, 4)} "
            "t: a wrong "
            "unit or decimal point?",
        )
    return None


def _jump(
    process: str,
    years: tuple[int, int],
    ratio: float,
    records: tuple[ProcessRecord, ProcessRecord | None],
) -> Fault:
    name, (odd, other) = reference.process_factors()[process].name, records
    zh = f"，也可能是 {other.year} 年（{other.amount.place}）" if other else ""
    en = f", or {other.year} ({other.amount.place})" if other else ""
    return Fault(
        "inventory.process.jump",
        Severity.WARNING,
        odd.amount.place,
        Text(
            f"{name.zh}产量由 {years[0]} 年到 {years[1]} 年变为 {significant(ratio, 3)} 倍，"
            f"疑在 {odd.year} 年{zh}",
            f"output of {name.en} changes by a factor of {significant(ratio, 3)} from {years[0]} "
            "to "
            f"{years[1]}; {odd.year} is doubted{en}",
        ),
        Text("核对产量及其单位", "check the output and its unit"),
    )


def _implausible(process: str, years: list[int], why: Text, record: ProcessRecord) -> Fault:
    name = reference.process_factors()[process].name
    return Fault(
        "inventory.process.implausible",
        Severity.WARNING,
        record.amount.place,
        Text(
            f"{'、'.join(map(str, years))} 年{name.zh}：{why.zh}",
            f"{name.en} in {', '.join(map(str, years))}: {why.en}",
        ),
        Text("核对产量及其单位", "check the output and its unit"),
    )
