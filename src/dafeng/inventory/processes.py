"""How much CO2 do industrial processes give off?"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from dafeng import reference, units
from dafeng.axes import Axis, Floats
from dafeng.dossier.records import Dossier, NotationKey, ProcessRecord, Quality
from dafeng.errors import DafengError, Fault, InputError, Severity, UnitError, UnknownNameError
from dafeng.inventory.account import State
from dafeng.inventory.assumed import assumed
from dafeng.inventory.doubts.counted_twice import counted_twice
from dafeng.inventory.propagation import product_half_width
from dafeng.inventory.quantities import FactorBook, figure, half_width
from dafeng.language import Text

#: Relative half width of a process factor (`dafeng.inventory.assumed`).
PROCESS_FACTOR_HALF_WIDTH: Final = assumed("half_width")["process_factor"]


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
    state
        `State` of each cell (year, process): the notation key of a record without a figure, NE
        where there is no record.
    estimated
        Whether any of the output is an estimate (year, process).
    faults
        What was noticed.
    """

    axis: Axis[str]
    sectors: tuple[str, ...]
    co2: Floats
    half_width: Floats
    state: npt.NDArray[np.int8]
    estimated: npt.NDArray[np.bool_]
    faults: tuple[Fault, ...]


def process_emissions(dossier: Dossier, book: FactorBook, years: Axis[int]) -> Processes:
    """Return ``CO2 = output x factor``, local factors first; stated CO2 is taken as it is.

    Raises
    ------
    InputError
        If a process or a unit is unknown, or if two processes of one year stand for the same CO2;
        all are listed.
    """
    known = reference.process_factors()
    used = {r.process for r in dossier.process}
    axis = Axis("process", tuple(p for p in known if p in used))
    parts: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    wrong = list(counted_twice(r for r in dossier.process if r.year in years.labels))
    outside: list[Fault] = []
    guesses: dict[tuple[int, int], bool] = defaultdict(bool)
    keys: list[tuple[int, str, NotationKey]] = []
    for record in dossier.process:
        if record.year not in years.labels:
            outside += [_outside(record)] if record.amount.value is not None else []
            continue
        try:
            if record.amount.notation is not None:
                keys.append((years.index(record.year), _known(record).id, record.amount.notation))
                continue
            at = years.index(record.year), axis.index(record.process)
            parts[at].append((_emitted(record, book), half_width(record.amount)))
            guesses[at] |= record.amount.quality is Quality.ESTIMATE
        except DafengError as error:
            wrong.append(_unusable(record, error))
    if wrong:
        raise InputError(wrong)
    co2, half = np.zeros((len(years), len(axis))), np.zeros(len(axis))
    state = np.full(co2.shape, State.NE, dtype=np.int8)
    guessed = np.zeros(co2.shape, dtype=np.bool_)
    for year, name, key in keys:
        state[year, axis.index(name)] = State[key.value]
    for (year, process), values in parts.items():
        state[year, process] = State.VALUE
        guessed[year, process] = guesses[year, process]
        co2[year, process] = math.fsum(x for x, _ in values)
        half[process] = max(half[process], *(h for _, h in values))
    half = np.array([product_half_width(h, PROCESS_FACTOR_HALF_WIDTH) for h in half])
    sectors = tuple(known[p].sector for p in axis)
    return Processes(axis, sectors, co2, half, state, guessed, tuple(outside))


def _known(record: ProcessRecord) -> reference.ProcessFactor:
    factors = reference.process_factors()
    if record.process not in factors:
        raise UnknownNameError(
            Text(f"没有工业过程“{record.process}”", f"there is no process {record.process!r}")
        )
    return factors[record.process]


def _emitted(record: ProcessRecord, book: FactorBook) -> float:
    """Return the CO2 of one record [t]."""
    factor = _known(record)
    value = record.amount.value
    if value is None:
        raise ValueError("a process record without a figure emits nothing that is known")
    try:
        return units.convert(value, record.amount.unit, "tCO2")
    except UnitError:
        pass
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
