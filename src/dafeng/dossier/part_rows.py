"""Which rows of a table name a part of a sector that has a row of its own (铁路 beside 交通)?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dafeng.dossier.energy_rows import USE
from dafeng.dossier.sector_groups import GROUPS
from dafeng.dossier.totals import agrees
from dafeng.dossier.wording import of_which, split_brackets, without_enumerator
from dafeng.reference import names_part

#: Sectors whose name holds what no other does: a branch beside it is none of its parts.
_RESTS: Final = ("other_manufacturing", "households", "", *GROUPS)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table.

    Parameters
    ----------
    id
        What it is known by.
    cell
        What it fills: flow and sector.
    label
        Its name as written.
    figures
        Its figures, by year and carrier or column.
    """

    id: Hashable
    cell: tuple[Hashable, str]
    label: str
    figures: Mapping[Hashable, float]

    @property
    def marked(self) -> bool:
        """Say whether the label itself says that the row is a part (其中)."""
        return of_which(without_enumerator(self.label))[0]

    @property
    def partial(self) -> bool:
        """Say whether the row is of a part of its sector."""
        bare = USE.sub("", of_which(without_enumerator(self.label))[1])
        return self.marked or names_part(bare) or names_part(split_brackets(bare)[0])


@dataclass(frozen=True, slots=True)
class Part:
    """Of which row a row is a part, and whether the parts make it up, or say that they are."""

    whole: Line
    sure: bool


def parts_of(lines: Sequence[Line]) -> dict[Hashable, Part]:
    """Return the rows that are held by another row of their sector, by id.

    A row that names the whole sector holds those that name a part of it, unless they make more.

    Parameters
    ----------
    lines
        The rows of one table that name sectors.
    """
    cells: dict[tuple[Hashable, str], list[Line]] = defaultdict(list)
    for line in lines:
        if line.cell[1] not in _RESTS:
            cells[line.cell].append(line)
    found: dict[Hashable, Part] = {}
    for group in cells.values():
        wholes = [line for line in group if not line.partial]
        parts = [line for line in group if line.partial]
        if len(wholes) == 1 and parts:
            found |= _held(wholes[0], parts)
    return found


def _held(whole: Line, parts: Sequence[Line]) -> dict[Hashable, Part]:
    marked = [p for p in parts if p.marked]
    spots = [
        (total, [p.figures.get(spot, 0.0) for p in parts])
        for spot, total in whole.figures.items()
        if any(p.figures.get(spot) for p in parts)
    ]
    exact = bool(spots) and all(agrees(total, values) for total, values in spots)
    less = all(
        agrees(total, values) or abs(math.fsum(values)) <= abs(total) for total, values in spots
    )
    held = parts if less and spots else marked
    return {p.id: Part(whole, sure=exact or p.marked) for p in held}
