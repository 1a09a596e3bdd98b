"""Of two years that contradict one another, which one is odd?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dafeng.axes import Axis
from dafeng.dossier.records import Flow
from dafeng.inventory.balance import Balance
from dafeng.inventory.doubts.yardstick import Yardstick
from dafeng.inventory.entry import Entry
from dafeng.inventory.fuels import supplied, used
from dafeng.language import Text

#: A year is decided upon where it misses by so much more than the other [log].
_CLEAR: Final = 0.7

#: A balance is open beyond this share, closed below that one [-].
_OPEN: Final = 0.05
_CLOSED: Final = 0.01


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which of two cells is the odd one.

    Parameters
    ----------
    odd, other
        The cells.
    clear
        Whether a third figure decides; otherwise the message must name both.
    """

    odd: Entry
    other: Entry
    clear: bool

    @property
    def also(self) -> Text | None:
        """Return what a message must add where nothing decides."""
        if self.clear:
            return None
        return Text(
            f"；也可能是 {self.other.year} 年（{self.other.place}）",
            f"; it may as well be {self.other.year} ({self.other.place})",
        )


class Referee:
    """Decides by the carrier's own balance, then by what the province would use.

    Parameters
    ----------
    gaps
        How far supply and use are apart, by year and carrier (`balance_gaps`).
    size
        The place beside its province.
    """

    def __init__(self, gaps: Mapping[tuple[int, str], float], size: Yardstick) -> None:
        self._size = size
        self._gaps = gaps

    def odd(self, before: Sequence[Entry], after: Sequence[Entry]) -> Verdict:
        """Return which of a cell's two years is odd; the later one if nothing speaks.

        Parameters
        ----------
        before, after
            Entries of the cell in the earlier and in the later year.
        """
        old, new = _largest(before), _largest(after)
        gap_old, gap_new = (self._gaps.get((e.year, e.carrier), 0.0) for e in (old, new))
        if gap_old > _OPEN and gap_new < _CLOSED:
            return Verdict(old, new, clear=True)
        if gap_new > _OPEN and gap_old < _CLOSED:
            return Verdict(new, old, clear=True)
        off_old, off_new = self._off(before), self._off(after)
        if off_old is None or off_new is None:
            return Verdict(new, old, clear=False)
        clear = abs(off_old - off_new) > _CLEAR
        return Verdict(old, new, clear) if off_old > off_new else Verdict(new, old, clear)

    def _off(self, cell: Sequence[Entry]) -> float | None:
        """Return how far a cell is from the province's, scaled to the place [log]."""
        first = cell[0]
        sector = first.sector if first.flow is Flow.FINAL_CONSUMPTION else "power_heat"
        expected = self._size.cell(first.carrier, sector, first.year)
        own = abs(math.fsum(e.energy if first.carrier == "electricity" else e.co2 for e in cell))
        return abs(math.log(own / expected)) if expected and own else None


def _largest(cell: Sequence[Entry]) -> Entry:
    return max(cell, key=lambda e: abs(e.energy))


def balance_gaps(
    balance: Balance, years: Axis[int], carriers: Axis[str]
) -> dict[tuple[int, str], float]:
    """Return how far supply and use of a carrier are apart where trade is stated [-].

    Parameters
    ----------
    balance
        Entries of the dossier.
    years, carriers
        Axes of the account.
    """
    supply, use = supplied(balance, years, carriers), used(balance, years, carriers)
    traded = {(e.year, e.carrier) for e in balance.of(Flow.INFLOW, Flow.OUTFLOW) if not e.estimated}
    gaps = {}
    for year, carrier in traded:
        at = years.index(year), carriers.index(carrier)
        larger = max(abs(float(supply[at])), abs(float(use[at])))
        if larger and use[at] > 0:
            gaps[year, carrier] = abs(float(supply[at] - use[at])) / larger
    return gaps
