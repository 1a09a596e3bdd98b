"""How much energy of each carrier does each sector burn or use, and how much CO2 is that?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from dafeng import reference
from dafeng.axes import Axis, Floats
from dafeng.dossier.records import Flow, NotationKey
from dafeng.errors import Fault, Severity
from dafeng.inventory.account import Closure, CoalEquivalent, State
from dafeng.inventory.balance import BURNING, CARRYING, Balance
from dafeng.inventory.entry import DELIVERED, Entry
from dafeng.inventory.hierarchy import ancestors, standard_label, standard_sectors
from dafeng.inventory.kin import kinds
from dafeng.inventory.raw_material import Cell, raw_material
from dafeng.inventory.row_names import entry_names
from dafeng.language import Text

_STATES = {
    NotationKey.NO: State.NO,
    NotationKey.NE: State.NE,
    NotationKey.IE: State.IE,
    NotationKey.C: State.C,
}


@dataclass(frozen=True, slots=True)
class Burnt:
    """Energy used and CO2 by year, sector and carrier, with state and range.

    Parameters
    ----------
    energy, co2, state, half_width, estimated, split, local_factor, closure, coal
        As in `dafeng.inventory.account.Inventory` (year, sector, carrier).
    non_energy, difference
        [TJ] (year, carrier).
    transformation_loss
        [TJ] (year); None where no transformation is recorded.
    faults
        What was noticed.
    """

    energy: Floats
    co2: Floats
    state: npt.NDArray[np.int8]
    half_width: Floats
    estimated: npt.NDArray[np.bool_]
    split: npt.NDArray[np.bool_]
    non_energy: Floats
    difference: Floats
    transformation_loss: Floats | None
    local_factor: npt.NDArray[np.bool_]
    closure: Closure
    coal: CoalEquivalent
    faults: tuple[Fault, ...]


def sector_axis(balance: Balance) -> Axis[str]:
    """Return the standard leaves, and any other sector that figures stand under, in tree order."""
    used = {e.sector for e in balance.of(Flow.FINAL_CONSUMPTION, Flow.NON_ENERGY) if e.sector}
    used |= {e.sector for e in balance.of(Flow.LOSS) if e.sector}
    extra = sorted(used - set(standard_sectors()))
    labels: list[str] = []
    for leaf in standard_sectors():
        labels += [s for s in extra if s in ancestors(leaf) and s not in labels]
        labels.append(leaf)
        labels += [s for s in extra if leaf in ancestors(s)]
    return Axis("sector", tuple(labels))


def burn(balance: Balance, years: Axis[int], sectors: Axis[str], carriers: Axis[str]) -> Burnt:
    """Sum entries into arrays: final use less raw-material use, plus input to power and heat.

    Parameters
    ----------
    balance
        Entries of the dossier.
    years, sectors, carriers
        Axes of the result.
    """
    faults: list[Fault] = []
    cells = _cells(balance, faults)
    raw = raw_material(balance.of(Flow.NON_ENERGY), cells, faults)
    shape = (len(years), len(sectors), len(carriers))
    energy, co2, half, coal = (np.zeros(shape) for _ in range(4))
    state = np.full(shape, State.NE, dtype=np.int8)
    estimated, split, local = (np.zeros(shape, dtype=np.bool_) for _ in range(3))
    _enter_notations(balance, state, (years, sectors, carriers))
    for (year, sector, carrier), entries in cells.items():
        at = years.index(year), sectors.index(sector), carriers.index(carrier)
        gross = math.fsum(e.energy for e in entries)
        share = 1 - raw.get((year, sector, carrier), 0.0) / gross if gross else 1.0
        energy[at] = gross * share
        co2[at] = math.fsum(e.co2 for e in entries) * share
        coal[at] = math.fsum(e.coal for e in entries) * share
        half[at] = _combined(entries, gross)
        state[at] = State.VALUE
        estimated[at] = any(e.estimated for e in entries)
        split[at] = any(e.split for e in entries)
        local[at] = all(e.origin == "local" for e in entries)
    return Burnt(
        energy,
        co2,
        state,
        half,
        estimated,
        split,
        _by_carrier(balance.of(Flow.NON_ENERGY), years, carriers),
        _difference(balance, years, carriers),
        _transformation_loss(balance, years, _energy),
        local,
        _closure(balance, years, carriers),
        CoalEquivalent(
            coal,
            _by_carrier(balance.of(Flow.NON_ENERGY), years, carriers, _coal),
            _transformation_loss(balance, years, _coal),
        ),
        tuple(faults),
    )


def _cells(balance: Balance, faults: list[Fault]) -> dict[Cell, list[Entry]]:
    cells: dict[Cell, list[Entry]] = defaultdict(list)
    for entry in balance.of(Flow.FINAL_CONSUMPTION, Flow.LOSS):
        if entry.sector:
            cells[entry.year, entry.sector, entry.carrier].append(entry)
            if entry.energy < 0:
                faults.append(_negative(entry))
    for entry in balance.of(*BURNING):
        if entry.carrier in DELIVERED:
            continue
        if entry.energy > 0:
            faults.append(_wrong_sign(entry))
        cells[entry.year, "power_heat", entry.carrier].append(_positive(entry))
    return {key: sorted(cells[key], key=_order) for key in sorted(cells)}


def _order(entry: Entry) -> tuple[float, float]:
    return entry.energy, entry.co2


def _positive(entry: Entry) -> Entry:
    return replace(entry, energy=abs(entry.energy), co2=abs(entry.co2), coal=abs(entry.coal))


def _energy(entry: Entry) -> float:
    return entry.energy


def _coal(entry: Entry) -> float:
    return entry.coal


def _combined(entries: list[Entry], total: float) -> float:
    if not total:
        return max((e.half for e in entries), default=0.0)
    return math.sqrt(math.fsum((e.energy * e.half) ** 2 for e in entries)) / abs(total)


def _enter_notations(
    balance: Balance,
    state: npt.NDArray[np.int8],
    axes: tuple[Axis[int], Axis[str], Axis[str]],
) -> None:
    years, sectors, carriers = axes
    for entry in balance.of(Flow.FINAL_CONSUMPTION, *BURNING):
        where = "power_heat" if entry.flow in BURNING else entry.sector
        for kind in kinds(entry.carrier) if entry.estimated and where else ():
            state[years.index(entry.year), sectors.index(where), carriers.index(kind)] = State.IE
    for (flow, year, sector, carrier), key in balance.notations:
        if flow not in (Flow.FINAL_CONSUMPTION, *BURNING):
            continue
        where = "power_heat" if flow in BURNING else sector
        where = where if where in sectors.labels else standard_label(where)
        if where in sectors.labels and year in years.labels and carrier in carriers.labels:
            at = years.index(year), sectors.index(where), carriers.index(carrier)
            state[at] = _STATES[key]
    for year, sector, carrier in balance.included:
        at = years.index(year), sectors.index(sector), carriers.index(carrier)
        state[at] = State.IE


def _by_carrier(
    entries: list[Entry],
    years: Axis[int],
    carriers: Axis[str],
    measure: Callable[[Entry], float] = _energy,
) -> Floats:
    parts: dict[tuple[int, int], list[float]] = defaultdict(list)
    for entry in entries:
        parts[years.index(entry.year), carriers.index(entry.carrier)].append(measure(entry))
    result = np.zeros((len(years), len(carriers)))
    for at, values in parts.items():
        result[at] = math.fsum(values)
    return result


def _difference(balance: Balance, years: Axis[int], carriers: Axis[str]) -> Floats:
    """Return the stated balancing item, otherwise supply less use where trade is recorded."""
    entries = balance.of(Flow.STATISTICAL_DIFFERENCE)
    stated = _by_carrier(entries, years, carriers)
    given = _recorded(entries, years, carriers)
    sides = _closure(balance, years, carriers)
    return np.where(sides.known & ~given, sides.supply - sides.use, stated)


def _closure(balance: Balance, years: Axis[int], carriers: Axis[str]) -> Closure:
    use = used(balance, years, carriers)
    given = _recorded(balance.of(Flow.STATISTICAL_DIFFERENCE), years, carriers)
    traded = _recorded(balance.of(Flow.INFLOW, Flow.OUTFLOW), years, carriers)
    supply = supplied(balance, years, carriers)
    for year, carrier in balance.half_traded:
        traded[years.index(year), carriers.index(carrier)] = False
    return Closure(supply, use, given | (traded & ((use > 0) | (supply > 0))))


def _recorded(entries: list[Entry], years: Axis[int], carriers: Axis[str]) -> npt.NDArray[np.bool_]:
    result = np.zeros((len(years), len(carriers)), dtype=np.bool_)
    for entry in entries:
        result[years.index(entry.year), carriers.index(entry.carrier)] = True
    return result


def supplied(balance: Balance, years: Axis[int], carriers: Axis[str]) -> Floats:
    """Return energy available: production, net inflow, stocks, recovery, transformation net [TJ].

    Outflow lowers supply whether it is written with a minus sign or without one.
    """
    signed = balance.of(
        Flow.PRODUCTION, Flow.INFLOW, Flow.STOCK_CHANGE, Flow.RECOVERY, *BURNING, *CARRYING
    )
    outflow = [_positive(e) for e in balance.of(Flow.OUTFLOW)]
    return _by_carrier(signed, years, carriers) - _by_carrier(outflow, years, carriers)


def used(balance: Balance, years: Axis[int], carriers: Axis[str]) -> Floats:
    """Return final consumption and losses [TJ] (year, carrier); raw-material use is within."""
    return _by_carrier(balance.of(Flow.FINAL_CONSUMPTION, Flow.LOSS), years, carriers)


def _transformation_loss(
    balance: Balance, years: Axis[int], measure: Callable[[Entry], float]
) -> Floats | None:
    turned = balance.of(*CARRYING)
    # losses of power and heat stand in what is bought; losses at a sector are burnt there
    lost = [e for e in balance.of(Flow.LOSS) if e.carrier not in DELIVERED and not e.sector]
    if not turned and not lost:
        return None
    result = np.zeros(len(years))
    for i, year in enumerate(years):
        result[i] = math.fsum(abs(measure(e)) for e in lost if e.year == year)
        result[i] -= math.fsum(measure(e) for e in turned if e.year == year)
    return result


def _negative(entry: Entry) -> Fault:
    row, carrier = entry_names(entry)
    return Fault(
        "inventory.consumption.negative",
        Severity.ERROR,
        entry.place,
        Text(
            f"{entry.year} 年“{row.zh}”的{carrier.zh}消费为负",
            f"{row.en} uses a negative amount of {carrier.en} in {entry.year}",
        ),
        Text("核对符号", "check the sign"),
    )


def _wrong_sign(entry: Entry) -> Fault:
    carrier = reference.carrier_name(entry.carrier)
    return Fault(
        "inventory.transformation.sign",
        Severity.WARNING,
        entry.place,
        Text(
            f"{entry.year} 年投入发电供热的{carrier.zh}应为负数；按投入计",
            f"{carrier.en} put into power or heat in {entry.year} should be negative; it is "
            "counted as input",
        ),
        Text("加工转换投入填负数，产出填正数", "write inputs with a minus sign, outputs without"),
    )
