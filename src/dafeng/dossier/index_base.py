"""Of which year is an index of GDP the multiple: of the year before, or of one fixed year?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, TypeGuard

from dafeng.dossier.index_doubt import Base, base_of, growth_of_gdp
from dafeng.dossier.index_twins import compare
from dafeng.dossier.index_words import GROWTH, STATED
from dafeng.dossier.records import ActivityRecord, Amount, Quality
from dafeng.dossier.rules import Findings
from dafeng.dossier.vocabulary import terms
from dafeng.errors import UnitError
from dafeng.units import convert

#: Variable whose base this is.
INDEX: Final = "gdp_index"
#: Base of a series, as stated, and its sector.
_Base = tuple[str, str]


def chained(records: Sequence[ActivityRecord], findings: Findings) -> list[ActivityRecord]:
    """Return the records with each index on a fixed base made one of the previous year.

    ``index[t] = 100 x fixed[t] / fixed[t-1]``

    The base year itself counts as 100. A year that has no year before it in the table gives no
    index. A base that stands in a column of price bases may be meant for money alone
    (`dafeng.dossier.index_doubt`). Where the index of the previous year stands beside it, or one on
    another base before it, that one counts and this one is held against it
    (`dafeng.dossier.index_twins`). Growth of GDP (GDP增速) is read as the index less 100.

    Parameters
    ----------
    records
        Records of activity; the price base of an index is its base year.
    findings
        Takes what was converted, and a base that is none.
    """
    series: dict[_Base, dict[int, ActivityRecord]] = defaultdict(dict)
    for record in records:
        if _on_fixed_base(record):
            series[record.price_base, record.sector].setdefault(record.year, record)
    direct = [r for r in records if r.variable == INDEX and not r.price_base]
    taken = {(r.year, r.sector): r for r in reversed(direct)}
    growth = growth_of_gdp(records)
    used: dict[_Base, dict[int, ActivityRecord]] = {}
    for base, years in series.items():
        made = _made(base[0], years, {} if base[1] else growth, findings)
        beside = {y: other for y, r in made.items() if _counts(other := taken.get((y, base[1])), r)}
        used[base] = {y: r for y, r in made.items() if y not in beside}
        taken |= {(y, base[1]): r for y, r in used[base].items()}
        compare(base[0], made, beside, findings)
    kept: list[ActivityRecord] = []
    for record in records:
        if not _on_fixed_base(record):
            kept.append(record)
            continue
        found = used[record.price_base, record.sector].get(record.year)
        if found is not None:
            amount = replace(found.amount, place=record.amount.place)
            kept.append(replace(found, amount=amount))
    return kept


def _counts(other: ActivityRecord | None, made: ActivityRecord) -> TypeGuard[ActivityRecord]:
    """Say whether an index counts beside one that is made; a guess gives way to an entry."""
    if other is None or made.amount.value is None or other.amount.value is None:
        return other is not None  # a figure beside a notation key is told as a conflict
    guess = Quality.ESTIMATE
    return other.amount.quality is not guess or made.amount.quality is guess


def _on_fixed_base(record: ActivityRecord) -> bool:
    return record.variable == INDEX and bool(record.price_base)


def _made(
    base: str, years: dict[int, ActivityRecord], growth: dict[int, float], findings: Findings
) -> dict[int, ActivityRecord]:
    """Return the indices of the previous year that a series on one base gives, and unknown ones."""
    first, name = years[min(years)], terms("variable")[INDEX].name
    if base == GROWTH:
        findings.add("activity.index.from_growth", first.amount.place, years=_listed(sorted(years)))
        return {y: _from_growth(r) for y, r in years.items()}
    levels = {y: v for y, r in years.items() if (v := _level(r.amount)) is not None}
    unknown = {y: replace(r, price_base="") for y, r in years.items() if r.amount.value is None}
    year = int(base.removeprefix(STATED))
    kind = Base.FIXED if base.startswith(STATED) else base_of(year, levels, growth)
    if kind is Base.UNCLEAR:
        findings.add("activity.index.base_unclear", first.amount.place, variable=name, base=year)
        return unknown
    if kind is Base.PREVIOUS:
        findings.add("money.price_base.needless", first.amount.place, variable=name)
        return {y: replace(r, price_base="") for y, r in years.items()}
    found = _ratios(year, levels)
    findings.add(
        "activity.index.fixed_base", first.amount.place, base=year, years=_listed(list(found)),
        others=_listed([y for y in sorted(years) if y not in found]),
    )  # fmt: skip
    return {**unknown, **{y: _index(years[y], ratio) for y, ratio in found.items()}}


def _from_growth(record: ActivityRecord) -> ActivityRecord:
    """Return the index over the year before that growth makes: 100 % more."""
    amount = record.amount
    ends = (_more(amount, x) for x in (amount.value, amount.low, amount.high))
    value, low, high = ends
    changed = replace(amount, value=value, low=low, high=high, unit="%")
    return replace(record, price_base="", amount=changed)


def _more(amount: Amount, growth: float | None) -> float | None:
    return None if growth is None else round(100 + 100 * convert(growth, amount.unit, "1"), 10)


def _ratios(base: int, levels: dict[int, float]) -> dict[int, float]:
    """Return the indices over the year before [-] by year; the base year itself counts as 1."""
    whole = {base: 1.0, **levels}
    return {y: levels[y] / whole[y - 1] for y in sorted(levels) if whole.get(y - 1)}


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


def _listed(years: list[int]) -> str:
    return ", ".join(map(str, years)) or "-"
