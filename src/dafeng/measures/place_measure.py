"""What does a measure mean in one place?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dafeng.axes import Floats
from dafeng.language import Text
from dafeng.reference.measures import Measure, Span

#: Least share of the gross effect that must be left for a cost per tonne to mean anything [-].
LEAST_NET: Final = 0.1


@dataclass(frozen=True, slots=True)
class Effect:
    """What one effect unit per year does to the energy system of the base year.

    Parameters
    ----------
    energy
        Change of energy use [TJ per effect unit] (sector, carrier); negative is avoided.
    process
        Change of process CO2 [t per effect unit] (sector).
    captured
        CO2 captured [t per effect unit] (sector).
    generation
        Local non-fossil electricity [MWh per effect unit].
    heat
        Local non-fossil heat [TJ per effect unit].
    apart
        Uptake or other gases, reported apart [t CO2e per effect unit].
    """

    energy: Floats
    process: Floats
    captured: Floats
    generation: float = 0.0
    heat: float = 0.0
    apart: float = 0.0


@dataclass(frozen=True, slots=True)
class PlaceMeasure:
    """A measure in a place; its costs stand at the price base of the place.

    Parameters
    ----------
    measure
        The measure, from the library or the dossier.
    potential
        Effect at full deployment [effect unit/a].
    by
        Where the central potential acts: energy touched [TJ/a] (sector, carrier), for process and
        capture CO2 [t/a] in the first column; its sum is the central potential for these levers.
    build
        Most that can be added in a year [effect unit/a per year].
    effect
        What one effect unit does.
    tonnes
        CO2 avoided at the central potential if taken alone in the base year [t/a]; for `apart`
        measures tonnes of CO2e reported beside the account.
    energy_saving
        Energy bill saved at the central potential, negative if it grows [yuan/a].
    cost
        Annualised net cost at the central potential [yuan/a] by rate: (private, social).
    start, end
        First year and year of full potential if the place says so; None otherwise.
    own
        Whether the place's dossier added or changed it.
    stated
        Whether the place states the potential as an amount, which its rows do not make larger.
    projects
        Ids of the dossier's projects that realise it.
    assumed
        Whether a national share stands for what the place does not state.
    bill
        Energy bill saved per effect [yuan per effect unit], at the measure's own prices.
    gross
        CO2 avoided before what takes over emits its own, at the central potential [t/a].
    notes
        What had to be assumed.
    """

    measure: Measure
    potential: Span
    by: Floats
    build: float
    effect: Effect
    tonnes: float
    energy_saving: float
    cost: tuple[float, float]
    start: int | None = None
    end: int | None = None
    own: bool = False
    stated: bool = False
    projects: tuple[str, ...] = ()
    assumed: bool = False
    bill: float = 0.0
    gross: float = 0.0
    notes: tuple[Text, ...] = ()

    @property
    def investment(self) -> float:
        """Return what full deployment costs once [yuan]."""
        return self.measure.investment.central * self.potential.central

    @property
    def per_tonne(self) -> tuple[float, float] | None:
        """Return the cost per tonne by rate [yuan/t]; None where next to nothing is avoided.

        A switch to electricity may avoid little at the grid factor of the base year and much
        later; a cost per tonne of the little left says nothing.

        Not for ranking: of two measures that save money the one that avoids less has the lower
        cost per tonne (Taylor 2012, doi:10.1016/j.enpol.2012.05.071).
        """
        if not self.tonnes > LEAST_NET * self.gross or not self.tonnes > 0:
            return None
        return self.cost[0] / self.tonnes, self.cost[1] / self.tonnes
