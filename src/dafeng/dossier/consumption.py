"""Is total consumption what final use, input to transformation and losses make?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from dafeng.dossier.covering import above, is_estimate
from dafeng.dossier.records import Dossier, EnergyRecord, Flow
from dafeng.dossier.rules import Findings
from dafeng.dossier.standard_coal import comparable
from dafeng.dossier.totals import agrees
from dafeng.dossier.vocabulary import carrier_name
from dafeng.language import Text, number

#: Relative gap beside rounding that yearbooks leave [-].
_TOLERANCE: Final = 0.005
_SUPPLY: Final = (Flow.PRODUCTION, Flow.INFLOW, Flow.OUTFLOW, Flow.STOCK_CHANGE)
_ENDS: Final = (Flow.NON_ENERGY, Flow.STATISTICAL_DIFFERENCE, Flow.TOTAL_CONSUMPTION)
_KNOWN: Final = (*_SUPPLY, *_ENDS, Flow.FINAL_CONSUMPTION, Flow.LOSS)


def check_consumption(dossier: Dossier, findings: Findings) -> None:
    """Hold each entered total consumption against its parts, carrier by carrier.

    ``total = final use + input to transformation + losses``; output counts against input or not,
    as yearbooks differ. A carrier without final use, or whose output alone is stated, is passed
    over.
    """
    columns: dict[tuple[int, str], list[EnergyRecord]] = defaultdict(list)
    for record in dossier.energy:
        if record.amount.value is not None and not is_estimate(record):
            columns[record.year, record.carrier].append(record)
    _tell_alone(columns, findings)
    for records in columns.values():
        for total in (r for r in records if r.flow is Flow.TOTAL_CONSUMPTION):
            _compare(total, records, findings)


def _tell_alone(
    columns: Mapping[tuple[int, str], Sequence[EnergyRecord]], findings: Findings
) -> None:
    """Report years of which total consumption alone is stated: nothing can be counted."""
    years: dict[int, list[EnergyRecord]] = defaultdict(list)
    for (year, _), records in columns.items():
        years[year].extend(records)
    for year, records in years.items():
        totals = [r for r in records if r.flow is Flow.TOTAL_CONSUMPTION and r.amount.value]
        if totals and all(r.flow in (*_SUPPLY, *_ENDS) for r in records):
            names = [carrier_name(r.carrier) for r in totals]
            listed = Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))
            findings.add(
                "energy.consumption.alone", totals[0].amount.place, year=year, carriers=listed
            )


def _compare(total: EnergyRecord, records: Sequence[EnergyRecord], findings: Findings) -> None:
    final = _in_unit(total, tops([r for r in records if r.flow is Flow.FINAL_CONSUMPTION]))
    losses = _in_unit(total, [r for r in records if r.flow is Flow.LOSS])
    changes = _in_unit(total, [r for r in records if r.flow not in _KNOWN])
    if not final or losses is None or changes is None or total.amount.value is None:
        return
    inputs = [-c for c in changes if c < 0]
    net = [-c for c in changes]
    for given in (inputs, net):
        parts = [*final, *losses, *given]
        gap = abs(total.amount.value - math.fsum(parts))
        if agrees(total.amount.value, parts) or gap <= _TOLERANCE * abs(total.amount.value):
            return
    findings.add(
        "energy.consumption.differs",
        total.amount.place,
        carrier=carrier_name(total.carrier),
        year=total.year,
        total=number(total.amount.value),
        final=number(math.fsum(final)),
        input=number(math.fsum(inputs)),
        loss=number(math.fsum(losses)),
        sum=number(math.fsum([*final, *inputs, *losses])),
        unit=total.amount.unit,
    )


def tops(records: Sequence[EnergyRecord]) -> list[EnergyRecord]:
    """Return the records of sectors that stand below no other stated one."""
    sectors = {r.sector for r in records}
    if "" in sectors:
        return [r for r in records if not r.sector]
    return [r for r in records if not any(a in sectors for a in above(r.sector))]


def _in_unit(total: EnergyRecord, records: Sequence[EnergyRecord]) -> list[float] | None:
    found = comparable(total.amount, [r.amount for r in records], total.carrier)
    return list(found.values) if found is not None and found.exact else None
