"""The account of one place: energy use and CO2 by year, sector and carrier, before any basis."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from dafeng.axes import Axis, Floats
from dafeng.errors import Fault


class State(IntEnum):
    """Whether a cell of the account holds a figure, and if not, why (notation keys)."""

    VALUE = 0
    NO = 1
    NE = 2
    IE = 3
    C = 4


@dataclass(frozen=True, slots=True)
class EstimatedShares:
    """How much of electricity and heat rests on estimates [-] (year).

    Parameters
    ----------
    net, heat_net
        Of the flows behind the net purchase of electricity and of heat.
    used, heat_used
        Of what is used.
    """

    net: Floats
    used: Floats
    heat_net: Floats
    heat_used: Floats


@dataclass(frozen=True, slots=True)
class Electricity:
    """Electricity and heat that cross the boundary, by year.

    Parameters
    ----------
    consumed
        Electricity used inside the boundary [MWh] (year).
    generated
        Electricity generated inside the boundary, all plants [MWh] (year).
    net_purchased
        Net import of electricity, negative for a net exporter [MWh] (year).
    grid_factor
        CO2 factor of purchased electricity of the same data year [t/MWh] (year).
    heat_net_purchased
        Net import of heat [GJ] (year).
    heat_factor
        CO2 factor of purchased heat [t/GJ] (year).
    net_half_width
        Half width (95 %) of net purchased electricity [MWh] (year); what is bought may be zero
        and yet not be known.
    losses
        Transmission and distribution losses, part of `consumed` [MWh] (year); None if not stated.
    non_fossil
        Electricity from hydro, wind, solar and nuclear plants inside the boundary, part of
        `generated` [MWh] (year); None if not stated in any year.
    non_fossil_state
        `State` of `non_fossil` (year): NE where it is not stated, and the array holds 0 there.
        None means VALUE throughout.
    state
        `State` of the net purchase (year): NE where the records do not hold enough to say what
        was bought; the array holds 0 there. None means VALUE throughout.
    used_state
        `State` of `consumed` (year): NE where final consumption is not recorded. None means VALUE
        throughout.
    losses_state
        `State` of `losses` (year): NE where they are not stated, and the array holds 0 there.
        None means VALUE throughout.
    heat_state
        `State` of the heat used (year): IE where nobody is recorded to generate it or to bring it
        in and no plant burns fuel, so that its CO2 stands with the fuels of its users. None means
        VALUE throughout.
    heat_net_half_width
        Half width (95 %) of net purchased heat [GJ] (year); None means exact.
    used_half_width
        Half width (95 %) of `consumed`, of which losses err with the rest [MWh] (year); None
        means exact.
    heat_used
        Heat used by final consumers, in whatever sector [GJ] (year); None means the sum of
        the sectors.
    heat_used_half_width
        Half width (95 %) of the heat used [GJ] (year); None means exact.
    factor_half_widths
        Relative half widths (95 %) of the factors of electricity and of heat [-]; the errors are
        the same in all years.
    estimated
        How much of it rests on estimates; None means nothing.
    """

    consumed: Floats
    generated: Floats
    net_purchased: Floats
    grid_factor: Floats
    heat_net_purchased: Floats
    heat_factor: Floats
    net_half_width: Floats
    losses: Floats | None = None
    non_fossil: Floats | None = None
    non_fossil_state: npt.NDArray[np.int8] | None = None
    state: npt.NDArray[np.int8] | None = None
    used_state: npt.NDArray[np.int8] | None = None
    losses_state: npt.NDArray[np.int8] | None = None
    heat_state: npt.NDArray[np.int8] | None = None
    heat_net_half_width: Floats | None = None
    used_half_width: Floats | None = None
    heat_used: Floats | None = None
    heat_used_half_width: Floats | None = None
    factor_half_widths: tuple[float, float] = (0.0, 0.0)
    estimated: EstimatedShares | None = None


@dataclass(frozen=True, slots=True)
class Closure:
    """What stands on both sides of the energy balance.

    Parameters
    ----------
    supply
        Production, net inflow, stocks, recovery and net transformation [TJ] (year, carrier).
    use
        Final consumption and losses; raw-material use is within [TJ] (year, carrier).
    known
        Where a statistical difference is stated or follows from recorded trade (year, carrier).
    """

    supply: Floats
    use: Floats
    known: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class CoalEquivalent:
    """Energy as standard coal, by which energy totals count; CO2 rests on calorific values.

    A figure in physical units counts by the coefficient of GB/T 2589 unless the place states a
    calorific value of its own; any other by 29.3076 GJ/tce.

    Parameters
    ----------
    used
        Energy burnt or used, as `Inventory.energy` [tce] (year, sector, carrier).
    raw_material
        Energy used as raw material [tce] (year, carrier).
    transformation_loss
        As `Inventory.transformation_loss` [tce] (year); None if not recorded.
    """

    used: Floats
    raw_material: Floats
    transformation_loss: Floats | None


@dataclass(frozen=True, slots=True)
class OwnUse:
    """Final use of power and heat supply, part of what stands under ``power_heat``.

    Parameters
    ----------
    energy
        [TJ] (year, carrier).
    co2
        CO2 from fuel combustion [t] (year, carrier).
    half_width
        Relative half width (95 %) of activity data [-] (year, carrier).
    """

    energy: Floats
    co2: Floats
    half_width: Floats


@dataclass(frozen=True, slots=True)
class Inventory:
    """Energy use and CO2 of one place; the bases are views of it (`dafeng.inventory.bases`).

    Parameters
    ----------
    years, sectors, carriers, processes
        Axes. Sectors are leaves of the sector tree in use, carriers ids of the carrier table.
    energy
        Energy burnt or used (final use without non-energy use, plus transformation input to
        power and heat under ``power_heat``) [TJ] (year, sector, carrier).
    energy_co2
        CO2 from fuel combustion; zero for electricity, heat and non-fossil energy
        [t] (year, sector, carrier).
    state
        `State` of each cell (year, sector, carrier); a cell that is no VALUE holds 0 in the arrays
        and must not be read as nothing emitted.
    process_co2
        CO2 from industrial processes [t] (year, process).
    process_sectors
        Sector to which each process belongs (process).
    electricity
        Purchased electricity and heat.
    non_energy
        Energy used as raw material [TJ] (year, carrier).
    statistical_difference
        Balancing item of the energy balance [TJ] (year, carrier), visible and not emitted.
    activity_half_width
        Relative half width (95 %) of activity data [-] (year, sector, carrier).
    factor_half_width
        Relative half widths (95 %) down and up of the CO2 factor [-] (carrier, 2).
    process_half_width
        Relative half width (95 %) of process CO2 [-] (process).
    estimated
        True where the activity figure is an estimate, not an entry of the place
        (year, sector, carrier).
    factor_set
        Id of the fuel factor set.
    grid_kind
        Id of the kind of grid factor.
    faults
        What compilation and the plausibility rules noticed.
    transformation_loss
        Energy lost in coking, refining, washing, briquetting and gas works, input less output, and
        in the distribution of fuels [TJ] (year); carried by products or lost, not burnt. None if
        not recorded.
    factors_used
        Where the factors came from: carrier id, and the id of the factor set or ``local`` (an
        entry for each carrier that occurs and holds carbon, two where both took part).
    local_factor
        True where the CO2 of the cell rests on the place's own factors alone
        (year, sector, carrier); None means nowhere.
    process_state
        `State` of each process in each year (year, process); None means VALUE throughout.
    process_estimated
        True where output of a process is an estimate (year, process); None means nowhere.
    closure
        Both sides of the energy balance; None if not kept (`dafeng.inventory.closing`).
    coal
        The same energy as standard coal; None means 29.3076 GJ/tce throughout.
    split
        True where a figure is a part of an entered total of its carrier, and its sector is an
        estimate (year, sector, carrier); None means nowhere.
    filled
        The same account with every figure that a record leaves unknown (NE, C) as in the nearest
        year that states it (`dafeng.inventory.unknown_records`); None where there is none.
    own_use
        What power and heat supply uses itself, in years that state the fuel of plants beside it
        (`dafeng.inventory.own_use`); None where no year does, and all under ``power_heat`` is
        fuel of plants.
    """

    years: Axis[int]
    sectors: Axis[str]
    carriers: Axis[str]
    processes: Axis[str]
    energy: Floats
    energy_co2: Floats
    state: npt.NDArray[np.int8]
    process_co2: Floats
    process_sectors: tuple[str, ...]
    electricity: Electricity
    non_energy: Floats
    statistical_difference: Floats
    activity_half_width: Floats
    factor_half_width: Floats
    process_half_width: Floats
    estimated: npt.NDArray[np.bool_]
    factor_set: str
    grid_kind: str
    faults: tuple[Fault, ...] = ()
    transformation_loss: Floats | None = None
    factors_used: tuple[tuple[str, str], ...] = ()
    local_factor: npt.NDArray[np.bool_] | None = None
    process_state: npt.NDArray[np.int8] | None = None
    process_estimated: npt.NDArray[np.bool_] | None = None
    closure: Closure | None = None
    coal: CoalEquivalent | None = None
    filled: Inventory | None = None
    split: npt.NDArray[np.bool_] | None = None
    own_use: OwnUse | None = None

    @property
    def guessed(self) -> npt.NDArray[np.bool_]:
        """Return where the figure of a sector is an estimate, be its total entered or not."""
        return self.estimated if self.split is None else self.estimated | self.split


def estimated_share(inventory: Inventory, year: int) -> float:
    """Return the share of a year's CO2 from fuels that rests on estimated activity [-].

    Parameters
    ----------
    inventory
        The account of a place.
    year
        Year on its axis.
    """
    at = inventory.years.index(year)
    whole = float(inventory.energy_co2[at].sum())
    return float(inventory.energy_co2[at][inventory.estimated[at]].sum()) / whole if whole else 0.0
