"""Do rows of industries stand below an index, growth or shares, and so are no amounts?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from dafeng.dossier.indicators import bare_name, find_stacked, is_comparison
from dafeng.dossier.titles import Titles
from dafeng.dossier.vocabulary import find_class, find_sector, is_industry
from dafeng.dossier.wording import narrow, split_all_brackets
from dafeng.errors import UnitError
from dafeng.units import unit

#: Titles of tables that hold nothing but the index, growth or shares of GDP, and no amounts.
_OF_GDP: Final = re.compile(
    r"(?:生产总值|GDP)(?:分产业|增加值)?(?:的)?(?:定基|环比)?(?:指数|构成|增长速度|增速|发展速度)"
    r"(?:表|统计表|情况)?$|^(?:indices|index|composition|growth(?: rates?)?) of .*"
    r"(?:GDP|gross (?:regional|domestic) product)$",
    re.IGNORECASE,
)


#: What the classes of the economy are parts of.
_GDP: Final = re.compile(r"生产总值|GDP|gross (?:regional|domestic) product", re.IGNORECASE)


@dataclass(slots=True)
class Comparison:
    """Follows the names of rows or columns: a heading of shares, and what stands behind it.

    Parameters
    ----------
    heading
        The last index, growth or shares whose parts may follow; nothing outside of such a block.
    amounts
        Names of parts that stood as amounts.
    holds
        Whether parts that did not stand as amounts are the heading's; None until one follows it.
    """

    heading: str = ""
    amounts: set[str] = field(default_factory=set)
    holds: bool | None = None

    def names(self, text: str, measure: str, following: str, *, titled: bool) -> list[str]:
        """Return a name with the heading before it where its figures are parts of that.

        Parameters
        ----------
        text
            Name of a row or column.
        measure
            Unit that is stated there, or nothing: then it is one of the heading's parts where the
            same name stood as an amount before, or where the heading is of GDP and no growth of
            its own follows (第一产业, 增长, 第二产业, 增长).
        following
            The name behind it.
        titled
            Whether the title states a unit of amounts.
        """
        bare = bare_name(text)
        if not _is_part(bare):
            self.heading, self.holds = text if is_comparison(text) else "", None
            return [text]
        if self.holds is None:
            whole = bool(_GDP.search(narrow(self.heading)))
            self.holds = whole and not titled and not is_comparison(following)
        ratio = _is_ratio(measure)
        if self.heading and (ratio or (not measure and (self.holds or bare in self.amounts))):
            return [self.heading, text]
        if not ratio:
            self.amounts.add(bare)
        return [text]


def _is_part(bare: str) -> bool:
    sector = find_class(bare) or find_sector(bare) or is_industry(bare)
    return bool(sector)


def _is_ratio(measure: str) -> bool:
    try:
        return bool(measure) and not unit(measure).dimension
    except UnitError:
        return False


def under_title(names: Sequence[str], measure: str, above: Titles) -> list[str]:
    """Return names with the title over them, where it says that amounts without a unit are none.

    ``主要年份地区生产总值指数（上年=100）`` over the columns 地区生产总值 and 第一产业.

    Parameters
    ----------
    names
        An indicator as named, from top to bottom.
    measure
        Its unit, or nothing.
    above
        What stands above the header.
    """
    found = find_stacked(names)
    if found is None or found[0] not in ("gdp", "value_added") or not _bare(measure):
        return list(names)
    lines = above.lines[1:]
    titled = any(_OF_GDP.search(narrow(split_all_brackets(line)[0]).strip()) for line in lines)
    return [" ".join(lines), *names] if titled else list(names)


def _bare(measure: str) -> bool:
    return not measure or _is_ratio(measure)
