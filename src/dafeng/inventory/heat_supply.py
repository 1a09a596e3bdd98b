"""Where does the heat that a place uses come from, and what does it emit?"""

from __future__ import annotations

from dafeng import reference
from dafeng.errors import Fault, Place, Severity
from dafeng.inventory.account import State
from dafeng.inventory.quantities import FactorBook, figure
from dafeng.inventory.trade import Trade
from dafeng.language import Text


def heat_state(one: Trade, *, burns: bool) -> State:
    """Say whether heat is supplied.

    Heat whose source nobody records comes from boilers whose fuels stand with their users (IE).

    Parameters
    ----------
    one
        Heat of a year.
    burns
        Whether plants burn fuel in that year.
    """
    sourced = one.known_generation or one.stated is not None or burns
    return State.VALUE if sourced or not one.consumed else State.IE


def net_heat(one: Trade) -> float:
    """Return the net purchase of heat [TJ].

    Heat that nobody is recorded to generate comes from local boilers that burn the fuels.
    """
    if one.stated is not None:
        return one.stated
    return one.net if one.known_use and one.known_generation else 0.0


def heat_factor(book: FactorBook, year: int) -> float:
    """Return the factor of purchased heat, the place's own one first [t/GJ]."""
    record = book.local("heat", "", "", year)
    return reference.heat_factor().value if record is None else figure(record.amount, "tCO2/GJ")


def check_heat(year: int, one: Trade, *, burns: bool) -> list[Fault]:
    """Return a doubt about heat that is used and comes from nowhere."""
    if not one.known_use or one.known_generation or one.stated is not None:
        return []
    return [_heat_source(year, one.place, burns)]


def _heat_source(year: int, place: Place, burns: bool) -> Fault:
    return Fault(
        "inventory.heat.source_missing",
        Severity.NOTE if burns else Severity.WARNING,
        place,
        Text(
            f"{year} 年有热力消费而无产热与调入数据，按本地供热计，不计外购热力",
            f"in {year} heat is used, but neither its generation nor its inflow is recorded; it "
            "counts as local, nothing as bought",
        ),
        Text("填入热力产出或调入", "enter heat generated or bought"),
    )
