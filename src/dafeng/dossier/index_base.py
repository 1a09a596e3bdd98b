"""Of which year is an index of GDP the multiple: of the year before, or of one fixed year?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dafeng.dossier.index_words import STATED
from dafeng.dossier.records import ActivityRecord, Amount
from dafeng.dossier.rules import Findings
from dafeng.dossier.vocabulary import terms
from dafeng.errors import UnitError
from dafeng.units import convert

#: Variable whose base this is.
INDEX: Final = "gdp_index"
#: Index over that of the year before [-]: beyond, an index is no previous-year index.
_GROWTH: Final = (0.85, 1.3)


def chained(records: Sequence[ActivityRecord], findings: Findings) -> list[ActivityRecord]:
    """Return the records with each index on a fixed base made one of the previous year.

    ``index[t] = 100 x fixed[t] / fixed[t-1]``

    The base year itself counts as 100. A year that has no year before it in the table gives no
    index. A base that stands in a column of price bases is taken for one only where the figures
    cannot be indices of the previous year.

    Parameters
    ----------
    records
        Records of activity; the price base of an index is its base year.
    findings
        Takes what was converted, and a base that is none.
    """
    series: dict[str, dict[int, ActivityRecord]] = defaultdict(dict)
    for record in records:
        if record.variable == INDEX and record.price_base:
            series[record.price_base].setdefault(record.year, record)
    known = {r.year for r in records if r.variable == INDEX and not r.price_base}
    made = {base: _made(base, years, findings) for base, years in series.items()}
    kept: list[ActivityRecord] = []
    for record in records:
        if record.variable != INDEX or not record.price_base:
            kept.append(record)
            continue
        found = made[record.price_base].get(record.year)
        if found is not None and record.year not in known:
            kept.append(found)
            known.add(record.year)
    return kept


def _made(
    base: str, years: dict[int, ActivityRecord], findings: Findings
) -> dict[int, ActivityRecord]:
    """Return the indices of the previous year that a series on one base gives."""
    first = years[min(years)]
    levels = {y: v for y, r in years.items() if (v := _level(r.amount)) is not None}
    if not base.startswith(STATED) and _is_previous(levels):
        name = terms("variable")[INDEX].name
        findings.add("money.price_base.needless", first.amount.place, variable=name)
        return {y: replace(r, price_base="") for y, r in years.items()}
    year = int(base.removeprefix(STATED))
    levels.setdefault(year, 1.0)
    found = {y: levels[y] / levels[y - 1] for y in sorted(levels) if levels.get(y - 1)}
    found = {y: ratio for y, ratio in found.items() if y in years}
    findings.add(
        "activity.index.fixed_base", first.amount.place, base=year, years=_listed(list(found)),
        others=_listed([y for y in sorted(years) if y not in found]),
    )  # fmt: skip
    return {y: _index(years[y], ratio) for y, ratio in found.items()}


def _index(record: ActivityRecord, ratio: float) -> ActivityRecord:
    amount = record.amount
    low, high = amount.low, amount.high
    scale = 100 * ratio / (amount.value or 1.0)
    return replace(
        record,
        price_base="",
        amount=replace(
            amount,
            value=100 * ratio,
            unit="%",
            low=None if low is None else low * scale,
            high=None if high is None else high * scale,
        ),
    )


def _level(amount: Amount) -> float | None:
    """Return an index as a multiple of its base, or None where there is no figure."""
    try:
        return None if not amount.value else convert(amount.value, amount.unit, "1")
    except UnitError:
        return None


def _is_previous(levels: dict[int, float]) -> bool:
    """Say whether all figures may be indices of the previous year."""
    return all(_GROWTH[0] <= level <= _GROWTH[1] for level in levels.values())


def _listed(years: list[int]) -> str:
    return ", ".join(map(str, years)) or "-"
