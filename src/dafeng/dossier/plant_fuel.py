"""Does the fuel of power plants stand as their final use, too?"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Final

from dafeng import reference
from dafeng.dossier.covering import is_estimate
from dafeng.dossier.energy_rows import FUELS
from dafeng.dossier.records import Dossier, EnergyRecord, Flow
from dafeng.dossier.rules import Findings
from dafeng.dossier.standard_coal import comparable
from dafeng.dossier.vocabulary import carrier_name
from dafeng.language import number

_PLANTS: Final = "power_heat"
#: Share of the input of plants from which on their final use is doubted [-]; balances show a few
#: per cent.
DOUBTED: Final = 0.5


def check_plant_fuel(dossier: Dossier, findings: Findings) -> None:
    """Doubt final use of fuel by power and heat supply that is as large as the input of plants.

    Tables of consumption by branch hold the fuel of plants in that branch; beside the input of a
    balance it counts twice.

    Parameters
    ----------
    dossier
        Records as parsed.
    findings
        Takes the final use that is doubted.
    """
    groups = reference.carriers()
    inputs: dict[tuple[int, str], list[EnergyRecord]] = defaultdict(list)
    for record in dossier.energy:
        burnt = record.flow in (Flow.POWER, Flow.HEAT) and (record.amount.value or 0.0) < 0
        if burnt and not is_estimate(record):
            inputs[record.year, record.carrier].append(record)
    for record in dossier.energy:
        final = record.flow is Flow.FINAL_CONSUMPTION and record.sector == _PLANTS
        if not final or groups[record.carrier].group not in FUELS or is_estimate(record):
            continue
        plants = inputs.get((record.year, record.carrier), [])
        found = comparable(record.amount, [p.amount for p in plants], record.carrier)
        burnt_there = -math.fsum(found.values) if found is not None else 0.0
        if plants and (record.amount.value or 0.0) >= DOUBTED * burnt_there:
            findings.add(
                "energy.power.twice", record.amount.place,
                carrier=carrier_name(record.carrier), year=record.year, unit=record.amount.unit,
                final=number(record.amount.value or 0.0), input=number(burnt_there),
            )  # fmt: skip
