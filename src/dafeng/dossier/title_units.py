"""Which units of money and tonnes does the title of a list of projects state?"""

from __future__ import annotations

import re
from typing import Final

from dafeng.dossier.titles import Titles, bare_unit
from dafeng.dossier.wording import narrow
from dafeng.units import unit as find_unit

#: Money in a title that lists units (单位：个、亿元).
_LISTED: Final = re.compile(r"单位\s*:[^()]*?([亿万]元)")


def units_of_title(above: Titles) -> dict[str, str]:
    """Return the units of money and tonnes that a title states, by the columns that hold them.

    Parameters
    ----------
    above
        The rows above the header.
    """
    found: dict[str, str] = {}
    stated = [bare_unit(text) for text in _LISTED.findall(narrow(above.text))]
    for text in (above.unit, *above.units, *stated):
        if not text:
            continue
        measure = find_unit(text)
        if measure.monetary:
            found |= {"investment": text, "year_investment": text}
        elif ("mass_CO2", 1) in measure.dimension:
            found |= {"reduction": text}
    return found
