"""Is there fuel of power plants that no record of generation stands beside?"""

from __future__ import annotations

import math
from typing import Final

from dafeng.dossier.records import Flow
from dafeng.inventory.account import State
from dafeng.inventory.balance import Balance
from dafeng.inventory.entry import Entry
from dafeng.inventory.trade import LITTLE, Trade, said

#: Electricity that the poorest plants make of their fuel (450 gce/kWh), fuel that boilers need for
#: heat [-].
_POWER_YIELD: Final = 0.27
_HEAT_YIELD: Final = 0.8

#: Other generation may be that of the fuel from this share of what it makes [-].
_WHOLE: Final = 0.5


def fuel_among_users(balance: Balance, year: int) -> list[Entry]:
    """Return fuel that plants burn and that stands with the users, as tables by industry state it.

    Parameters
    ----------
    balance
        Entries of the dossier.
    year
        Year of the balance.
    """
    final = balance.of(Flow.FINAL_CONSUMPTION)
    plants = [e for e in final if e.year == year and e.sector == "power_heat"]
    return [e for e in plants if e.co2 and e.energy > 0 and not e.estimated]


def lacks_generation(balance: Balance, year: int, power: Trade, heat: Trade) -> bool:
    """Say whether plants burn fuel and nothing tells the electricity that they make of it.

    Fuel put into power plants makes some in any case. Fuel of the branch of power and heat may
    be that of boilers: it counts for what is left once heat is made of it, and only where it
    would make a noticeable part of the electricity in use.

    Parameters
    ----------
    balance
        Entries of the dossier.
    year
        Year of the balance.
    power, heat
        Electricity and heat of that year.
    """
    plants = [e for e in balance.of(Flow.POWER) if e.year == year]
    if any(e.carrier == "electricity" and e.energy > 0 for e in plants):
        return False
    burnt = math.fsum(-e.energy for e in plants if e.co2 and e.energy < 0)
    if not power.known_generation and burnt > 0:
        return True
    if said(balance, Flow.POWER, "electricity", year) is State.NO:
        return False
    among = math.fsum(e.energy for e in fuel_among_users(balance, year))
    made = _POWER_YIELD * (burnt + max(among - heat.final / _HEAT_YIELD, 0.0))
    return made > LITTLE * power.consumed and power.generated < _WHOLE * made
