"""Do two indices of GDP for the same years say the same?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dafeng.dossier.index_words import GROWTH, STATED
from dafeng.dossier.records import ActivityRecord, Amount
from dafeng.dossier.rules import Findings
from dafeng.errors import UnitError
from dafeng.language import Text, number
from dafeng.units import convert

#: Growth by two indices that revisions and rounding leave apart [-].
REVISED: Final = 0.015


def compare(
    base: str,
    made: Mapping[int, ActivityRecord],
    beside: Mapping[int, ActivityRecord],
    findings: Findings,
) -> None:
    """Say which index counts where two are stated, or that they contradict one another.

    Parameters
    ----------
    base
        Base of the one that does not count: a fixed year, or the mark of growth.
    made
        Its indices of the previous year, by year.
    beside
        Those that count, of the years that have one.
    findings
        Takes a note, or the contradiction at its first year.
    """
    both = [y for y in sorted(beside) if made[y].amount.value is not None]
    if not both:
        return
    apart = [y for y in both if _apart(made[y].amount, beside[y].amount)]
    rule = "activity.index.conflict" if apart else "activity.index.beside"
    years = apart or both
    own, other = made[years[0]].amount, beside[years[0]].amount
    findings.add(
        rule, own.place, kind=_kind(base), years=", ".join(map(str, years)), other=str(other.place),
        own=_shown(own), counted=_shown(other), year=years[0],
    )  # fmt: skip


def _kind(base: str) -> Text:
    """Return what the one is that does not count."""
    if base == GROWTH:
        return Text("地区生产总值增速", "the growth of GDP")
    year = base.removeprefix(STATED)
    return Text(f"以 {year} 年为 100 的地区生产总值指数", f"the GDP index with {year} = 100")


def _apart(own: Amount, other: Amount) -> bool:
    first, second = _ratio(own), _ratio(other)
    return first is None or second is None or abs(first - second) > REVISED


def _shown(amount: Amount) -> str:
    ratio = _ratio(amount)
    if ratio is None:
        return amount.notation.value if amount.notation is not None else amount.unit
    return number(100 * ratio)


def _ratio(amount: Amount) -> float | None:
    try:
        return None if amount.value is None else convert(amount.value, amount.unit, "1")
    except UnitError:
        return None
