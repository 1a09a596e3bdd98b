"""How much of a carrier is used, made and bought in a year, and how sure is that?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from dafeng.dossier.records import Flow
from dafeng.errors import NOWHERE, Place
from dafeng.inventory.account import State
from dafeng.inventory.balance import BURNING, Balance
from dafeng.inventory.entry import Entry
from dafeng.inventory.propagation import sum_half_width

_GENERATION: Final = (*BURNING, Flow.PRODUCTION, Flow.RECOVERY)
_TRADE: Final = (Flow.INFLOW, Flow.OUTFLOW)

#: Share of what is used by which a purchase may be off for generation that is not told [-].
LITTLE: Final = 0.05


@dataclass(frozen=True, slots=True)
class Trade:
    """Flows of electricity or heat in one year [TJ].

    Parameters
    ----------
    final
        Final consumption.
    consumed
        Final consumption, losses and own use of plants.
    losses, losses_state
        Losses, and whether they are stated.
    generated
        Output of plants, primary production and recovery.
    non_fossil, non_fossil_state
        Primary production, and whether it is stated.
    stated
        Inflow less outflow; None where no trade is recorded, or one side is unknown (NE, C).
    known_use, known_generation
        Whether final consumption, and any generation, are recorded.
    hidden_generation
        Whether records leave generation unknown (NE, C) that other years state, so that use does
        not tell the purchase.
    half
        Half width (95 %) of `net` [TJ].
    half_used
        Half width (95 %) of `consumed`, of which losses err with the rest; of heat, of `final`
        [TJ].
    guessed, guessed_use
        Shares of estimates in the flows behind `net`, and in what is used [-].
    place
        Where a figure of it stands.
    """

    final: float
    consumed: float
    losses: float
    losses_state: State
    generated: float
    non_fossil: float
    non_fossil_state: State
    stated: float | None
    known_use: bool
    known_generation: bool
    hidden_generation: bool
    half: float
    half_used: float
    guessed: float
    guessed_use: float
    place: Place

    @property
    def net(self) -> float:
        """Return the net purchase [TJ]: what is stated, otherwise use less generation."""
        return self.consumed - self.generated if self.stated is None else self.stated

    @property
    def known(self) -> bool:
        """Say whether the records tell what was bought."""
        return self.stated is not None or (self.known_use and not self.hidden_generation)


def trade(balance: Balance, carrier: str, year: int) -> Trade:
    """Return the flows of a carrier in a year.

    Parameters
    ----------
    balance
        Entries of the dossier.
    carrier
        ``electricity`` or ``heat``.
    year
        Year of the balance.
    """

    def of(*flows: Flow) -> list[Entry]:
        return [e for e in balance.of(*flows) if e.carrier == carrier and e.year == year]

    final, loss = of(Flow.FINAL_CONSUMPTION), of(Flow.LOSS)
    plants = of(*BURNING)
    primary, recovered = of(Flow.PRODUCTION), of(Flow.RECOVERY)
    inflow, outflow = of(Flow.INFLOW), of(Flow.OUTFLOW)
    own = [e for e in plants if e.energy < 0]
    used = [*final, *loss, *own]
    made = [*(e for e in plants if e.energy > 0), *primary, *recovered]
    traded = bool(inflow or outflow) and (year, carrier) not in balance.half_traded
    behind = [*inflow, *outflow] if traded else [*used, *made]
    return Trade(
        final=_sum(final),
        consumed=_sum(used),
        losses=_sum(loss),
        losses_state=_state(said(balance, Flow.LOSS, carrier, year)),
        generated=_sum(made),
        non_fossil=_sum(primary),
        non_fossil_state=_state(said(balance, Flow.PRODUCTION, carrier, year)),
        stated=_sum(inflow) - _sum(outflow) if traded else None,
        known_use=bool(final),
        known_generation=bool(made),
        hidden_generation=_hidden_generation(balance, carrier, year),
        half=math.hypot(*(_half(balance, e) for e in behind)),
        half_used=_half_used(final, ()) if carrier == "heat" else _half_used([*final, *own], loss),
        guessed=_guessed(behind),
        guessed_use=_guessed(used),
        place=next((e.place for e in [*inflow, *outflow, *final, *made]), NOWHERE),
    )


def _sum(entries: Iterable[Entry]) -> float:
    return math.fsum(abs(e.energy) for e in entries)


def _guessed(entries: Sequence[Entry]) -> float:
    whole = _sum(entries)
    return _sum(e for e in entries if e.estimated) / whole if whole else 0.0


def _half(balance: Balance, entry: Entry) -> float:
    """Return the half width of a flow that stands on its own [TJ].

    Generation that is estimated from the CO2 of local plants errs with their fuel, whose error
    stands in the account already: if the plants burn more, more is generated and less bought.
    Only what it errs beyond that is its own; counting all of it as independent would make a net
    exporter's total look like nothing is known.
    """
    half = entry.half
    if entry.estimated and entry.flow in BURNING and entry.energy > 0:
        half = math.sqrt(max(half**2 - _fuel_half(balance, entry.year) ** 2, 0.0))
    return abs(entry.energy) * half


def _half_used(users: Sequence[Entry], loss: Sequence[Entry]) -> float:
    """Return the half width of what is used [TJ]; losses beside use err with it."""
    counted = [e for e in users if e.energy] or [e for e in loss if e.energy]
    if not counted:
        return 0.0
    sizes = np.array([abs(e.energy) for e in counted])
    relative = sum_half_width(sizes, np.array([e.half for e in counted]))
    return relative * (_sum(users) + _sum(loss))


def _fuel_half(balance: Balance, year: int) -> float:
    """Return the relative half width of the estimated fuel of plants, which errs as one [-]."""
    fuels = [
        e for e in balance.of(*BURNING) if e.year == year and e.energy < 0 and e.co2 and e.estimated
    ]
    return math.fsum(abs(e.energy) * e.half for e in fuels) / _sum(fuels) if fuels else 0.0


def said(balance: Balance, flow: Flow, carrier: str, year: int) -> State | None:
    """Return what the place says of a flow in a year: a figure, a notation key, or nothing."""
    if any(e.carrier == carrier and e.year == year for e in balance.of(flow)):
        return State.VALUE
    return next(
        (
            State[note.value]
            for (noted_flow, noted, _sector, of), note in balance.notations
            if (noted_flow, noted, of) == (flow, year, carrier)
        ),
        None,
    )


def _state(found: State | None) -> State:
    return State.NE if found is None else found


def with_little_hidden(balance: Balance, whole: Balance) -> Balance:
    """Return a balance in which unknown generation that is small hides no purchase.

    Use less what is known to be generated then tells the purchase, and what it lacks is measured
    with the rest (`dafeng.inventory.unknown_cells`).

    Parameters
    ----------
    balance
        Entries of the dossier.
    whole
        The same with unknown figures as in the nearest year.
    """
    little = {
        year for year in {e.year for e in balance.entries} if _hides_little(balance, whole, year)
    }
    kept = {
        cell
        for cell in balance.unknown
        if cell[0] not in _GENERATION or cell[1] not in little or cell[3] != "electricity"
    }
    return replace(balance, unknown=frozenset(kept)) if little else balance


def _hides_little(balance: Balance, whole: Balance, year: int) -> bool:
    one, other = (trade(of, "electricity", year) for of in (balance, whole))
    if not one.hidden_generation or not one.known_use or not other.known:
        return False
    return abs(other.net - one.net) <= LITTLE * one.consumed


def _hidden_generation(balance: Balance, carrier: str, year: int) -> bool:
    """Say whether a year states no generation because records leave it, or trade, unknown.

    Where trade is left unknown, use tells the purchase only beside generation, be it none.
    """
    if {said(balance, flow, carrier, year) for flow in _GENERATION} & {State.VALUE, State.NO}:
        return False
    return any(_hidden(balance, flow, carrier, year) for flow in (*_GENERATION, *_TRADE))


def _hidden(balance: Balance, flow: Flow, carrier: str, year: int) -> bool:
    """Say whether a record leaves a flow unknown that another year states."""
    stated = any(e.carrier == carrier for e in balance.of(flow))
    unknown = {(of, noted, carrier) for of, noted, _, carrier in balance.unknown}
    return stated and (flow, year, carrier) in unknown
