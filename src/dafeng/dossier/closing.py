"""Does a balance close: is what comes in what is used, lost, turned or left over?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dafeng import reference
from dafeng.dossier.cells import FIRST_YEAR, LAST_YEAR
from dafeng.dossier.consumption import tops
from dafeng.dossier.covering import is_estimate
from dafeng.dossier.energy_rows import FUELS, balance_rows
from dafeng.dossier.records import Amount, EnergyRecord, Flow
from dafeng.dossier.rules import Findings
from dafeng.dossier.standard_coal import comparable
from dafeng.dossier.suspects import Part, closing_cell
from dafeng.dossier.totals import RELATIVE, TotalsCheck, last_digit
from dafeng.dossier.vocabulary import carrier_name
from dafeng.errors import Place
from dafeng.language import Text, number

#: Flows of supply, and all flows that are no transformation.
SUPPLY: Final = (Flow.PRODUCTION, Flow.INFLOW, Flow.OUTFLOW, Flow.STOCK_CHANGE)
_OUTSIDE: Final = (*SUPPLY, Flow.LOSS, Flow.FINAL_CONSUMPTION, Flow.NON_ENERGY)
ENDS: Final = (*_OUTSIDE, Flow.STATISTICAL_DIFFERENCE, Flow.TOTAL_CONSUMPTION)
#: Rows that a section of the balance adds up, for a remedy.
SECTION_ROWS: Final[Mapping[str, Text]] = {
    "supply": Text("生产、调入、调出、库存", "production, inflow, outflow, stocks"),
    "transformation": Text("火力发电、供热、炼焦等", "thermal power, heat, coking …"),
    "intermediate": Text("火力发电、供热、炼焦等", "thermal power, heat, coking …"),
    "transformed": Text("火力发电、供热、炼焦等", "thermal power, heat, coking …"),
    "consumption": Text("各部门消费量", "consumption by sector"),
}
_AWAY: Final = (Flow.LOSS, Flow.FINAL_CONSUMPTION)
_ASIDE: Final = (Flow.NON_ENERGY, Flow.STATISTICAL_DIFFERENCE, Flow.TOTAL_CONSUMPTION)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of one carrier and year that counts in the balance, in the balance's unit."""

    flow: Flow
    amount: Amount


@dataclass(frozen=True, slots=True)
class Balance:
    """One carrier of one year.

    Parameters
    ----------
    carrier
        Carrier id.
    figures
        What counts; no totals.
    difference
        Statistical difference as stated, in the unit of the figures.
    digits
        All figures that may be rounded.
    """

    carrier: str
    figures: Sequence[Figure]
    difference: Amount
    digits: Sequence[float]


@dataclass(frozen=True, slots=True)
class SectionTotal:
    """A stated total of supply or of transformation."""

    section: str
    year: int
    carrier: str
    amount: Amount


def check_balance(balance: Balance, findings: Findings) -> None:
    """Supply + transformation - losses - final use = statistical difference.

    Parameters
    ----------
    balance
        Figures of one carrier and year.
    findings
        Takes what does not close, at the one cell that explains it or at the difference.
    """
    if balance.difference.value is None:
        return
    supply, change, loss, final = _blocks(balance.figures)
    gap = supply + change - loss - final
    scale = max(abs(supply), abs(final), abs(change))
    digits = balance.digits
    rounding = 0.5 * (len(digits) + 1) * last_digit(digits) + RELATIVE * scale
    difference = balance.difference.value
    if abs(gap - difference) <= rounding:
        return
    parts = _signed_parts(balance.figures)
    found = closing_cell(parts, gap - difference, rounding)
    findings.add(
        "energy.balance.open",
        found.place if found else balance.difference.place,
        carrier=carrier_name(balance.carrier),
        supply=number(supply),
        transformation=number(change),
        loss=number(loss),
        final=number(final),
        gap=number(gap),
        difference=number(difference),
        unit=balance.difference.unit,
        compared=", ".join(p.place.cell for p in parts),
        hint=found.hint if found else "",
    )


def _signed_parts(figures: Iterable[Figure]) -> list[Part]:
    """Return the figures that a balance adds up, with the sign by which they count."""
    return [
        Part(f.amount.value, -1 if f.flow in _AWAY else 1, f.amount.place)
        for f in figures
        if f.flow not in _ASIDE and f.amount.value is not None
    ]


def _blocks(figures: Sequence[Figure]) -> tuple[float, float, float, float]:
    return (
        _sum(f for f in figures if f.flow in SUPPLY),
        _sum(f for f in figures if f.flow not in ENDS),
        _sum(f for f in figures if f.flow is Flow.LOSS),
        _sum(f for f in figures if f.flow is Flow.FINAL_CONSUMPTION),
    )


def _sum(figures: Iterable[Figure]) -> float:
    return math.fsum(f.amount.value for f in figures if f.amount.value is not None)


class LongBalances:
    """What tables in long form state of balances: their totals, and where rows were unusable."""

    def __init__(self) -> None:
        self.sections: list[SectionTotal] = []
        #: Where branches stand of a sector that holds what no other does.
        self.partial: frozenset[Place] = frozenset()
        #: Where generation stands that is not split, with its label.
        self.unsplit: dict[Place, str] = {}
        self._unread: set[tuple[int | None, str | None]] = set()

    def miss(self, year: int | None, carrier: str | None) -> None:
        """Remember a row that could not be used, as far as its year and carrier are known."""
        known = year is not None and FIRST_YEAR <= year <= LAST_YEAR
        self._unread.add((year if known else None, carrier))

    def whole(self, year: int, carrier: str) -> bool:
        """Say whether every row of a carrier and year could be used."""
        spots = ((year, carrier), (year, None), (None, carrier), (None, None))
        return not any(spot in self._unread for spot in spots)

    def check(
        self,
        records: Sequence[EnergyRecord],
        checked: Collection[tuple[str, str]],
        findings: Findings,
    ) -> None:
        """Check the totals of sections, and that balances close.

        Parameters
        ----------
        records
            Energy of all tables, totals over sectors taken out.
        checked
            File and sheet of balances with carriers as columns, which have been checked.
        findings
            Takes what does not fit.
        """
        columns: dict[tuple[int, str], list[EnergyRecord]] = defaultdict(list)
        for record in records:
            if record.amount.value is not None and self.whole(record.year, record.carrier):
                columns[record.year, record.carrier].append(record)
        check = TotalsCheck(findings)
        for total in self.sections:
            parts = _of_section(total.section, columns.get((total.year, total.carrier), ()))
            if parts:
                check.compare(total.amount, parts, total.carrier)
            elif total.amount.value and self.whole(total.year, total.carrier):
                _tell_alone(total, findings)
        check.close()
        for found in columns.values():
            balance = _balance(found, checked)
            if balance is not None:
                check_balance(balance, findings)


def _tell_alone(total: SectionTotal, findings: Findings) -> None:
    burnt = total.section == "transformation" and (total.amount.value or 0.0) < 0
    burnt = burnt and reference.carriers()[total.carrier].group in FUELS
    rule = "energy.transformation.alone" if burnt else "energy.section.alone"
    row = next(r for r in balance_rows().values() if r.id == total.section)
    rows = SECTION_ROWS[total.section]
    findings.add(rule, total.amount.place, label=row.name, count=1, rows=rows)


def _of_section(section: str, records: Iterable[EnergyRecord]) -> list[Amount]:
    supply = section == "supply"
    return [
        r.amount
        for r in records
        if (r.flow in SUPPLY if supply else r.flow not in ENDS) and not is_estimate(r)
    ]


def _balance(
    records: Sequence[EnergyRecord], checked: Collection[tuple[str, str]]
) -> Balance | None:
    """Return the balance of a carrier and year; None without a stated difference, or estimated."""
    stated = next((r for r in records if r.flow is Flow.STATISTICAL_DIFFERENCE), None)
    if stated is None or any(is_estimate(r) for r in records):
        return None
    if (stated.amount.place.file, stated.amount.place.sheet) in checked:
        return None
    final = tops([r for r in records if r.flow is Flow.FINAL_CONSUMPTION])
    parts = [*(r for r in records if r.flow is not Flow.FINAL_CONSUMPTION), *final]
    found = comparable(stated.amount, [p.amount for p in parts], stated.carrier)
    if found is None or not found.exact:
        return None
    figures = [
        Figure(p.flow, replace(p.amount, value=value, low=None, high=None))
        for p, value in zip(parts, found.values, strict=True)
    ]
    return Balance(stated.carrier, figures, stated.amount, found.values)
