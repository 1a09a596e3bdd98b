"""By which convention does electricity stand in standard coal, and how much is it in kWh?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dafeng import units
from dafeng.dossier.energy_rows import is_standard_coal
from dafeng.dossier.records import Amount
from dafeng.dossier.rules import Findings
from dafeng.language import number

#: Electricity for a unit of standard coal by the equivalent value [kWh/kgce].
_KWH_PER_KGCE: Final = 1 / units.EQUIVALENT_RATE


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure of a table, and how it counts electricity.

    Parameters
    ----------
    carrier, amount
        What it states.
    method
        Convention that its column or its carrier's name gives: ``equivalent``, ``thermal`` or none.
    spot
        Row of the table: figures of electricity in one row are the same, by several conventions.
    label
        Name of the row.
    series
        Column of the table, which is a row of the sheet if the table was turned.
    """

    carrier: str
    amount: Amount
    method: str
    spot: Hashable
    label: str = ""
    series: int | None = None

    @property
    def rank(self) -> int:
        """Return how sure the figure is in kWh: 0 stated so, 1 by the equivalent value, 2 not."""
        if not is_standard_coal(self.amount.unit):
            return 0
        return 1 if self.method == "equivalent" else 2


_Column = tuple[str, str, int | None, str, bool]


def in_kwh(figures: Sequence[Stated], findings: Findings) -> list[Amount | None]:
    """Return the amounts with electricity in kWh, and None for those that are left out.

    ``kWh = kgce / 0.1229`` (当量值, GB/T 2589-2020) where the equivalent value is named.
    Electricity by the thermal value (等价值), of which no rate is stated, or by none, is left out;
    so is all in standard coal beside a surer figure of its row. Each is said once a column, with
    its count.

    Parameters
    ----------
    figures
        Figures of one table, before any are added up.
    findings
        Takes what is turned and what is left out.
    """
    best: dict[Hashable, Stated] = {}
    for figure in (f for f in figures if f.carrier == "electricity"):
        best[figure.spot] = min(best.get(figure.spot, figure), figure, key=lambda f: f.rank)
    told: dict[_Column, list[Stated]] = defaultdict(list)
    amounts: list[Amount | None] = []
    for figure in figures:
        rank = figure.rank if figure.carrier == "electricity" else 0
        surer = rank > 0 and rank > best[figure.spot].rank
        kept = None if surer or rank > 1 else figure.amount
        amounts.append(_in_kwh(kept) if kept is not None and rank else kept)
        if rank:
            place = figure.amount.place
            series = place.column if figure.series is None else figure.series
            told[place.file, place.sheet, series, figure.method, surer].append(figure)
    for (*_, surer), found in told.items():
        _tell(found, best[found[0].spot] if surer else None, findings)
    return amounts


def _in_kwh(amount: Amount) -> Amount:
    ends = (_yi_kwh(x, amount.unit) for x in (amount.value, amount.low, amount.high))
    value, low, high = ends
    return replace(amount, value=value, low=low, high=high, unit="亿千瓦时")


def _yi_kwh(value: float | None, unit: str) -> float | None:
    if value is None:
        return None
    coal = units.convert(value, unit, "kgce")
    return float(f"{coal * float(_KWH_PER_KGCE) / 1e8:.12g}")


def _tell(found: Sequence[Stated], surer: Stated | None, findings: Findings) -> None:
    first = next((f for f in found if f.amount.value is not None), found[0])
    place, unit, count = first.amount.place, first.amount.unit, len(found)
    if surer is not None:
        other = surer.amount.place.cell
        findings.add("energy.electricity.twice", place, label=first.label, other=other, count=count)
    elif first.rank > 1:
        findings.add("unit.convention", place, unit=unit, count=count)
    else:
        turned = _in_kwh(first.amount).value
        value, read = ("-" if v is None else number(v) for v in (first.amount.value, turned))
        findings.add("energy.electricity.equivalent", place, value=value, unit=unit, read=read)
