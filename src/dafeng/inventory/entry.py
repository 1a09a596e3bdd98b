"""What is one energy record as energy and CO2?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from dafeng.dossier.records import Flow
from dafeng.errors import Place

#: Carriers that are bought ready for use, and emit nothing where they are used.
DELIVERED: Final = ("electricity", "heat")


@dataclass(frozen=True, slots=True)
class Entry:
    """One energy record as energy and CO2.

    Parameters
    ----------
    flow, year, sector, carrier
        Position in the balance.
    energy
        [TJ], sign as recorded.
    co2
        CO2 if that energy were burnt [t].
    half
        Relative half width (95 %) [-].
    estimated
        Whether the figure is an estimate.
    place
        Where the figure stands.
    origin
        Id of the factor set, ``local``, or "" where the carrier does not emit.
    coal
        The energy as standard coal [tce], by the official coefficient where one holds.
    split
        Whether it is a part of an entered total whose sector is an estimate.
    """

    flow: Flow
    year: int
    sector: str
    carrier: str
    energy: float
    co2: float
    half: float
    estimated: bool
    place: Place
    origin: str
    coal: float
    split: bool = False

    def scaled(self, share: float) -> Entry:
        """Return a part of it, or more of the same; the relative error stays."""
        return replace(
            self, energy=self.energy * share, co2=self.co2 * share, coal=self.coal * share
        )

    def at(self, sector: str) -> Entry:
        """Return the same figure at another sector."""
        return self if sector == self.sector else replace(self, sector=sector)
