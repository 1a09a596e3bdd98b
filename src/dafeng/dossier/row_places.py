"""Which cell is meant where a table lacks the column that a finding is about?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_BESIDE: Final = {
    "unit": ("value", "investment", "potential"),
    "start_year": ("period",),
    "end_year": ("period", "start_year"),
}
#: Columns that name a row.
_NAMING: Final = ("name", "indicator", "subject", "class", "section", "id")


def cell_of(column: str, columns: Mapping[str, int]) -> int | None:
    """Return the column of a cell, or of the nearest one to which it belongs where it is lacking.

    That is the figure of a unit, the period of its years, else what names the row.

    Parameters
    ----------
    column
        Which cell is meant.
    columns
        The columns that the row has, by id.
    """
    near = (column, column.removesuffix("_unit"), *_BESIDE.get(column, ()), *_NAMING)
    return next((columns[name] for name in near if name in columns), None)
