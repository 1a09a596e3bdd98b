"""How much CO2 do industrial processes give off?"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng import reference, units
from dafeng.axes import Axis, Floats
from dafeng.dossier.records import Dossier, ProcessRecord
from dafeng.errors import DafengError, Fault, InputError, Severity, UnitError, UnknownNameError
from dafeng.inventory.quantities import FactorBook, figure, half_width
from dafeng.language import Text

#: Relative half width of a process factor [from memory: IPCC 2006 V3 defaults are 2-10 %].
PROCESS_FACTOR_HALF_WIDTH: Final = 0.05


@dataclass(frozen=True, slots=True)
class Processes:
    """Process CO2.

    Parameters
    ----------
    axis
        Process ids in the order of the reference table.
    sectors
        Sector of each process (process).
    co2
        [t] (year, process).
    half_width
        Relative half width, the widest of the years [-] (process).
    faults
        What was noticed.
    """

    axis: Axis[str]
    sectors: tuple[str, ...]
    co2: Floats
    half_width: Floats
    faults: tuple[Fault, ...]


def process_emissions(dossier: Dossier, book: FactorBook, years: Axis[int]) -> Processes:
    """Return ``CO2 = output x factor``, local factors first; stated CO2 is taken as it is.

    Raises
    ------
    InputError
        If a process or a unit is unknown; all are listed.
    """
    known = reference.process_factors()
    used = {r.process for r in dossier.process if r.amount.value is not None}
    axis = Axis("process", tuple(p for p in known if p in used))
    parts: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    wrong: list[Fault] = []
    outside: list[Fault] = []
    for record in dossier.process:
        if record.amount.value is None:
            continue
        if record.year not in years.labels:
            outside.append(_outside(record))
            continue
        try:
            part = _emitted(record, book), half_width(record.amount)
            parts[years.index(record.year), axis.index(record.process)].append(part)
        except DafengError as error:
            wrong.append(_unusable(record, error))
    if wrong:
        raise InputError(wrong)
    co2, half = np.zeros((len(years), len(axis))), np.zeros(len(axis))
    for (year, process), values in parts.items():
        co2[year, process] = math.fsum(x for x, _ in values)
        half[process] = max(half[process], *(h for _, h in values))
    half = np.hypot(half, PROCESS_FACTOR_HALF_WIDTH)
    return Processes(axis, tuple(known[p].sector for p in axis), co2, half, tuple(outside))


def _emitted(record: ProcessRecord, book: FactorBook) -> float:
    """Return the CO2 of one record [t]."""
    factors = reference.process_factors()
    if record.process not in factors:
        raise UnknownNameError(
            Text(f"没有工业过程“{record.process}”", f"there is no process {record.process!r}")
        )
    value = record.amount.value
    if value is None:
        raise ValueError("a process record without a figure emits nothing that is known")
    try:
        return units.convert(value, record.amount.unit, "tCO2")
    except UnitError:
        pass
    factor = factors[record.process]
    output = factor.unit.split("/")[1].split()[0] if "/" in factor.unit else "t"
    local = book.local("process", record.process, factor.sector, record.year)
    amount = units.convert(value, record.amount.unit, output)
    rate = factor.value if local is None else figure(local.amount, f"tCO2/{output}")
    return amount * rate


def _unusable(record: ProcessRecord, error: DafengError) -> Fault:
    return Fault(
        f"inventory.process.{error.code}",
        Severity.ERROR,
        record.amount.place,
        error.text,
        Text("改正过程名称或单位", "correct the process or its unit"),
    )


def _outside(record: ProcessRecord) -> Fault:
    return Fault(
        "inventory.process.year_without_energy",
        Severity.WARNING,
        record.amount.place,
        Text(
            f"{record.year} 年有工业过程数据而无能源数据，未列入清单",
            f"{record.year} has process data but no energy data and is not in the inventory",
        ),
        Text("补充该年能源数据", "add the energy data of that year"),
    )
