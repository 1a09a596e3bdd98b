"""Is growth of GDP odd in one year, while the amounts of that year are not?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Final

from dafeng.dossier.records import ActivityRecord
from dafeng.errors import Fault, Severity
from dafeng.language import Text, significant

#: Growth and prices of a year are held against those of so many years on either side.
_BESIDE: Final = 2

#: Growth above that of the years beside, and prices below theirs (or the reverse), from which on a
#: year is doubted [log], by how many years stand beside it. Of 4693 prefecture years 2001-2023 one
#: lies beyond the second, of the pairs of years none beyond the first.
_ODD: Final = {1: 0.12, 2: 0.08}

#: The same for a year that stands alone: growth [-] and prices [log]; one of the 4693.
_GROWTH: Final = (0.947, 1.2)
_PRICES: Final = 0.1

#: Amounts of one year that rise above prices and growth and fall back, or the reverse [log]; none
#: of the 4693 (Karamay 2009, when oil prices fell and rose again: 0.31 and 0.23).
_SPIKE: Final = 0.3


@dataclass(frozen=True, slots=True)
class Year:
    """GDP of one year over that of the year before.

    Parameters
    ----------
    growth
        At constant prices [-].
    amounts
        At current prices [-].
    stated, amount
        Where growth, and the amount of the year, stand.
    """

    growth: float
    amounts: float
    stated: ActivityRecord
    amount: ActivityRecord

    @property
    def prices(self) -> float:
        """Return the rise of prices that both imply [log]."""
        return math.log(self.amounts / self.growth)


def check_gdp_years(years: Mapping[int, Year]) -> Iterator[Fault]:
    """Yield years whose growth, or whose amount, leaves the years beside.

    Parameters
    ----------
    years
        GDP by year, over the year before.
    """
    odd = {y: _off(years, y) for y in years}
    found = [y for y, off in odd.items() if off > 0]
    for year in found:
        beside = [y for y in found if abs(y - year) <= _BESIDE]
        if odd[year] == max(odd[y] for y in beside):
            yield _odd_growth(year, years[year])
    for year in _spikes(years):
        if all(abs(year - other) > _BESIDE for other in found):
            yield _odd_amount(year, years[year])


def _off(years: Mapping[int, Year], year: int) -> float:
    """Return by how much a year lies beyond the limit [log]; nothing where it does not."""
    own = years[year]
    beside = [years[y] for y in years if 0 < abs(y - year) <= _BESIDE]
    if not beside:
        low, high = _GROWTH
        wrong = (own.growth > high and own.prices < -_PRICES) or (
            own.growth < low and own.prices > _PRICES
        )
        return abs(own.prices) if wrong else 0.0
    growth = math.log(own.growth) - median(math.log(b.growth) for b in beside)
    prices = own.prices - median(b.prices for b in beside)
    limit = _ODD[min(len(beside), max(_ODD))]
    apart = min(abs(growth), abs(prices)) > limit and growth * prices < 0
    # of two years that are off one another the one whose prices are odd in themselves is meant
    return abs(own.prices) if apart else 0.0


def _spikes(years: Mapping[int, Year]) -> Iterator[int]:
    """Yield years whose amount rises above those on both sides, or falls below them."""
    for year in sorted(years):
        if year + 1 not in years:
            continue
        up, down = years[year].prices, years[year + 1].prices
        if up * down < 0 and min(abs(up), abs(down)) > _SPIKE:
            yield year


def _odd_growth(year: int, own: Year) -> Fault:
    return Fault(
        "inventory.gdp_index.odd_year",
        Severity.WARNING,
        own.stated.amount.place,
        Text(
            f"{year} 年地区生产总值实际增长 {own.growth - 1:.1%}，"
            f"当年价增长 {own.amounts - 1:.1%}，即物价变化 {math.exp(own.prices) - 1:.1%}，"
            "与前后年份不符：该年指数或不变价有误",
            f"GDP of {year} grows by {own.growth - 1:.1%} at constant and by "
            f"{own.amounts - 1:.1%} at current prices, so that prices change by "
            f"{math.exp(own.prices) - 1:.1%}, unlike the years beside: the index or the constant "
            "prices of that year look wrong",
        ),
        Text(
            "核对该年指数（上年=100）或不变价",
            "check the index (previous year = 100) or the constant prices of that year",
        ),
    )


def _odd_amount(year: int, own: Year) -> Fault:
    return Fault(
        "inventory.gdp.odd_year",
        Severity.WARNING,
        own.amount.amount.place,
        Text(
            f"{year} 年当年价地区生产总值为上年的 {significant(own.amounts, 3)} 倍，实际增长 "
            f"{own.growth - 1:.1%}，次年又回到原来的水平：该年金额有误",
            f"GDP of {year} at current prices is {significant(own.amounts, 3)} times that of the "
            "year before, "
            f"at {own.growth - 1:.1%} growth, and goes back in the year after: the amount of that "
            "year looks wrong",
        ),
        Text("核对该年地区生产总值", "check the GDP of that year"),
    )
