"""Do totals that the place states beside its energy balance fit the balance?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from dafeng import units
from dafeng.axes import Floats
from dafeng.dossier.records import ActivityRecord, Dossier
from dafeng.dossier.vocabulary import terms
from dafeng.errors import Fault, MethodError, Severity, UnitError
from dafeng.inventory.account import Inventory, State
from dafeng.inventory.energy_total import CUSTOMARY_RATE, energy_total, thermal_rate
from dafeng.language import Text, significant
from dafeng.units import Convention

#: A stated total and the balance may differ by this share [-].
TOLERANCE: Final = 0.1

_Ranges = dict[str, tuple[str, Floats, Floats]]


def check_stated_totals(inventory: Inventory, dossier: Dossier) -> Iterator[Fault]:
    """Yield stated totals of electricity and energy that the balance does not come to.

    Electricity use may stand with or without losses; total energy that does not name its convention
    (当量值, 等价值) may count electricity by either; a stated total may lie outside that range by a
    tenth.

    Parameters
    ----------
    inventory
        The account of a place.
    dossier
        The place's records.
    """
    ranges = _ranges(inventory, dossier)
    for record in dossier.activity:
        if record.variable not in ranges or record.sector or record.year not in inventory.years:
            continue
        unit, low, high = ranges[record.variable]
        at = inventory.years.index(record.year)
        stated = _figure(record, unit)
        made = float(low[at]), float(high[at])
        if stated is None or not made[1] > 0:
            continue
        if not made[0] * (1 - TOLERANCE) <= stated <= made[1] * (1 + TOLERANCE):
            yield _differs(record, stated, made, unit)


def _ranges(inventory: Inventory, dossier: Dossier) -> _Ranges:
    """Return unit, least and most that the balance comes to, by variable (year)."""
    power = inventory.electricity
    losses = np.zeros_like(power.consumed) if power.losses is None else power.losses
    known = np.ones(len(power.consumed), dtype=np.bool_)
    if power.used_state is not None:
        known = power.used_state == State.VALUE
    energy = energy_total(inventory), _most_energy(inventory, dossier)
    return {
        "electricity_consumption": (
            "MWh",
            np.where(known, power.consumed - losses, 0.0),
            np.where(known, power.consumed, 0.0),
        ),
        "electricity_generation": ("MWh", power.generated, power.generated),
        "energy_consumption": ("tce", np.minimum(*energy), np.maximum(*energy)),
        "energy_consumption_calorific": ("tce", energy[0], energy[0]),
        "energy_consumption_thermal": ("tce", energy[1], energy[1]),
    }


def _most_energy(inventory: Inventory, dossier: Dossier) -> Floats:
    rates = []
    for year in inventory.years:
        try:
            rates.append(thermal_rate(dossier, year))
        except MethodError:
            rates.append(CUSTOMARY_RATE)  # it only widens the range
    return energy_total(inventory, Convention.THERMAL, np.array(rates))


def _figure(record: ActivityRecord, unit: str) -> float | None:
    if record.amount.value is None:
        return None
    try:
        return units.convert(record.amount.value, record.amount.unit, unit)
    except UnitError:
        return None


def _differs(record: ActivityRecord, stated: float, made: tuple[float, float], unit: str) -> Fault:
    name = terms("variable")[record.variable].name
    entered = record.amount.unit
    own, low, high = (significant(units.convert(x, unit, entered), 4) for x in (stated, *made))
    span = low if low == high else f"{low}–{high}"
    return Fault(
        "inventory.stated.differs",
        Severity.WARNING,
        record.amount.place,
        Text(
            f"{record.year} 年{name.zh}填报 {own} {entered}，能源平衡表合 {span} {entered}，"
            "相差超过 10%",
            f"{name.en} of {record.year} is stated as {own} {entered}; the energy balance "
            f"comes to {span} {entered}, more than 10 % away",
        ),
        Text(
            "核对两处的单位和口径（是否含线损、电力按当量值还是等价值）",
            "check units and definition of both (losses, convention by which electricity counts)",
        ),
    )
