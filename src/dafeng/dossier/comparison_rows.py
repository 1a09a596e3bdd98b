"""Do rows of industries stand below an index, growth or shares, and so are no amounts?"""

from __future__ import annotations

from dataclasses import dataclass, field

from dafeng.dossier.indicators import bare_name, is_comparison
from dafeng.dossier.vocabulary import find_class, find_sector, is_industry
from dafeng.errors import UnitError
from dafeng.units import unit


@dataclass(slots=True)
class Comparison:
    """Follows the names of rows: a heading of shares (地区生产总值构成) and what stands below it.

    Parameters
    ----------
    heading
        The last index, growth or shares whose parts may follow; nothing outside of such a block.
    amounts
        Names of parts that stood as amounts.
    """

    heading: str = ""
    amounts: set[str] = field(default_factory=set)

    def names(self, text: str, measure: str) -> list[str]:
        """Return a row's name with the heading over it where its figures are parts of that.

        Parameters
        ----------
        text
            Name of the row.
        measure
            Unit that stands in the row, or nothing: then it is one of the heading's parts where
            the same name stood as an amount before.
        """
        bare = bare_name(text)
        if not _is_part(bare):
            self.heading = text if is_comparison(text) else ""
            return [text]
        ratio = _is_ratio(measure)
        if self.heading and (ratio or (not measure and bare in self.amounts)):
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
