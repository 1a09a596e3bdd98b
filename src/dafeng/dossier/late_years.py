"""Is a year of the energy tables one for which there can be data?"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from dafeng import reference
from dafeng.dossier.rules import Findings
from dafeng.errors import Place

#: Years after the latest published grid factor, or after the base year, that data can have.
AHEAD: Final = 3


def last_year(base_year: int | None) -> int:
    """Return the last year for which energy statistics are taken as they are.

    Parameters
    ----------
    base_year
        Base year of the dossier, if it is known.
    """
    return max(_published(), base_year or 0) + AHEAD


@lru_cache(maxsize=1)
def _published() -> int:
    return max(f.year for f in reference.grid_factors())


class LateYears:
    """Gathers figures of years that have no statistics yet; told once a table and year.

    Parameters
    ----------
    base_year
        Base year of the dossier, if it is known.
    """

    def __init__(self, base_year: int | None) -> None:
        self.last = last_year(base_year)
        self._found: dict[tuple[str, str, int], list[Place]] = {}

    def note(self, year: int, place: Place) -> None:
        """Remember where a year stands if it is too late."""
        if year > self.last:
            self._found.setdefault((place.file, place.sheet, year), []).append(place)

    def tell(self, findings: Findings) -> None:
        """Report what was found."""
        for (_, _, year), places in self._found.items():
            findings.add(
                "energy.year.future", places[0], year=year, last=self.last, count=len(places)
            )
