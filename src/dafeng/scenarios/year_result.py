"""What does one year of one block of draws hold?"""

from __future__ import annotations

from dataclasses import dataclass

from dafeng.axes import Floats


@dataclass(frozen=True, slots=True)
class YearResult:
    """One year of one block.

    Parameters
    ----------
    fuels, process
        CO2 from fuels and from processes inside the boundary, less what is captured
        [t] (sector, draw).
    power
        CO2 of net purchased electricity and heat at their users [t] (sector, draw).
    by_carrier
        Energy: fuels and non-fossil energy used here, electricity and heat net purchased, so that
        the sum is the total and nothing is counted twice [TJ] (carrier, draw).
    electricity
        Electricity use [MWh] (draw).
    non_fossil_share
        Non-fossil share of energy by the coal-consumption method [-] (draw).
    energy_thermal
        Sum of the energy with primary electricity, purchased or of own non-fossil plants, by the
        coal-consumption method (等价值) [TJ] (draw).
    gdp, population
        [yuan] and [persons] (draw).
    sinks
        Uptake [t/a] (draw); NaN where the place states none.
    """

    fuels: Floats
    process: Floats
    power: Floats
    by_carrier: Floats
    electricity: Floats
    non_fossil_share: Floats
    energy_thermal: Floats
    gdp: Floats
    population: Floats
    sinks: Floats
