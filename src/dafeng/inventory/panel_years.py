"""Are the years of a panel file those of statistics, and late enough to start from?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from dafeng.errors import Fault, Place, Severity
from dafeng.inventory.downscaling import STRUCTURE_YEAR
from dafeng.language import Text

#: Figures of a year that has passed; population is also published ahead.
_FIGURES: Final = (
    "gdp_nominal_yi",
    "gdp_index_prev100",
    "share_primary",
    "share_secondary",
    "share_tertiary",
    "co2_edgar8_t",
    "co2_ceads_mt",
)
_PEOPLE: Final = ("pop_resident_wan", "pop_interp_wan")

#: Rows of one place by year: number of the row in the file, and its cells.
Dated = Mapping[int, tuple[int, Mapping[str, str]]]


def check_years(dated: Dated, latest: int | None) -> Iterator[Fault]:
    """Yield rows of years that have no statistics yet, and a panel that ends too early.

    Parameters
    ----------
    dated
        Rows of one place by year.
    latest
        Last year that has passed; None where nobody says what day it is.
    """
    for year, (at, row) in sorted(dated.items()):
        if latest is not None and year > latest and _filled(row, _FIGURES):
            yield _future(at, year, latest)
    stated = [y for y, (_, row) in dated.items() if _filled(row, (*_FIGURES, *_PEOPLE))]
    if stated and max(stated) < STRUCTURE_YEAR:
        yield _old(dated[max(stated)][0], max(stated))


def _filled(row: Mapping[str, str], columns: tuple[str, ...]) -> bool:
    return any(str(row.get(c) or "").strip() for c in columns)


def _future(row: int, year: int, latest: int) -> Fault:
    return Fault(
        "panel.year.future",
        Severity.ERROR,
        Place("panel", row=row, field="year"),
        Text(
            f"{year} 年还没有统计数：最近的整年是 {latest} 年",
            f"there are no statistics of {year} yet: the last whole year is {latest}",
        ),
        Text(
            "核对年份列；预测数不要放进面板文件",
            "check the column of years; keep forecasts out of a panel",
        ),
    )


def _old(row: int, year: int) -> Fault:
    return Fault(
        "panel.years.old",
        Severity.ERROR,
        Place("panel", row=row, field="year"),
        Text(
            f"该地区的数只到 {year} 年：第一份估算从 {STRUCTURE_YEAR} 年开始，推不到那一年",
            f"the figures of the place end in {year}: a first estimate starts in "
            f"{STRUCTURE_YEAR}, and they do not reach that year",
        ),
        Text(
            "用更新的面板文件，或用 --blank 从空白档案开始",
            "give a newer panel, or start from empty tables with --blank",
        ),
    )
