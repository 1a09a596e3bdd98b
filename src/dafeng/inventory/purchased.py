"""How much electricity and heat cross the boundary, and with which factor?"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from dafeng import reference
from dafeng.axes import Axis, Floats
from dafeng.dossier.records import Dossier, FactorRecord, Flow, Identity, NotationKey
from dafeng.errors import NOWHERE, Fault, InputError, Place, Severity, UnknownNameError
from dafeng.inventory.account import Electricity, State
from dafeng.inventory.assumed import assumed
from dafeng.inventory.balance import BURNING, Balance, Entry
from dafeng.inventory.quantities import GJ_PER_MWH, FactorBook, figure
from dafeng.language import Text

#: Net purchase stated and net purchase computed may differ by this share of consumption [-].
PURCHASE_TOLERANCE = 0.05


@dataclass(frozen=True, slots=True)
class _Trade:
    """Flows of one carrier in one year [TJ], with absolute half widths."""

    consumed: float
    losses: float
    losses_state: State
    generated: float
    non_fossil: float
    non_fossil_state: State
    stated: float | None
    known_use: bool
    known_generation: bool
    half: float
    place: Place

    @property
    def net(self) -> float:
        return self.consumed - self.generated if self.stated is None else self.stated


def purchased(
    dossier: Dossier, balance: Balance, book: FactorBook, years: Axis[int]
) -> tuple[Electricity, tuple[Fault, ...]]:
    """Account for purchased electricity and heat.

    Net purchase is inflow less outflow where these are recorded, otherwise what is used (with
    losses and own use) less what is generated inside the boundary.

    Returns
    -------
    Electricity, faults
        The account, and what was noticed on the way.

    Raises
    ------
    InputError
        If no grid factor of the kind in use is known for the area.
    """
    faults: list[Fault] = []
    power = [_trade(balance, "electricity", year) for year in years]
    heat = [_trade(balance, "heat", year) for year in years]
    for year, one in zip(years, power, strict=True):
        faults += _checked(year, one, _burns(balance, year))
    for year, one in zip(years, heat, strict=True):
        faults += _checked_heat(year, one, _burns(balance, year))
    half_widths = assumed("half_width")
    grid = _grid_factors(dossier, book, years, faults)
    to_mwh = 1000 / GJ_PER_MWH
    state = [State.VALUE if one.known_use or one.stated is not None else State.NE for one in power]
    account = Electricity(
        consumed=_array(one.consumed for one in power) * to_mwh,
        generated=_array(one.generated for one in power) * to_mwh,
        net_purchased=_array(_net_power(one) for one in power) * to_mwh,
        grid_factor=grid,
        heat_net_purchased=_array(_net_heat(one) for one in heat) * 1000,
        heat_factor=_array(_heat_factor(book, year) for year in years),
        half_width=_array(one.half / abs(one.net) if one.net else 0.0 for one in power),
        **_losses(power, to_mwh),
        **_non_fossil(power, to_mwh),
        state=np.array(state, dtype=np.int8),
        heat_state=np.array(
            [_heat_state(one, _burns(balance, y)) for y, one in zip(years, heat, strict=True)],
            dtype=np.int8,
        ),
        heat_half_width=_array(one.half / abs(one.net) if one.net else 0.0 for one in heat),
        factor_half_widths=(half_widths["grid_factor"], half_widths["heat_factor"]),
    )
    return account, tuple(faults)


def _own_errors(balance: Balance, made: list[Entry]) -> list[Entry]:
    """Return generation that errs on its own.

    An estimate made from the CO2 of local plants errs with their fuel, whose error stands in the
    account already: if the plants burn more, more is generated and less bought. Counting both as
    independent would make a net exporter's total look like nothing is known.
    """
    burns = [e for e in balance.of(*BURNING) if e.energy < 0 and e.co2 and e.estimated]
    plants = {e.year for e in burns}
    return [e for e in made if not (e.estimated and e.year in plants)]


def _non_fossil(power: list[_Trade], to_mwh: float) -> dict[str, Any]:
    """Return non-fossil generation with the state of each year; nothing if no year states it."""
    states = np.array([one.non_fossil_state for one in power], dtype=np.int8)
    if (states == State.NE).all():
        return {}
    amounts = _array(one.non_fossil for one in power) * to_mwh
    return {"non_fossil": amounts, "non_fossil_state": states}


def _losses(power: list[_Trade], to_mwh: float) -> dict[str, Any]:
    """Return losses with the state of each year; nothing if no year states them."""
    states = np.array([one.losses_state for one in power], dtype=np.int8)
    if (states == State.NE).all():
        return {}
    return {"losses": _array(one.losses for one in power) * to_mwh, "losses_state": states}


def _heat_state(one: _Trade, burns: bool) -> State:
    """Heat whose source nobody records comes from boilers whose fuels stand with their users."""
    sourced = one.known_generation or one.stated is not None or burns
    return State.VALUE if sourced or not one.consumed else State.IE


def _stated(balance: Balance, flow: Flow, carrier: str, year: int, entries: list[Entry]) -> State:
    """Say whether the place states a flow; NO is a statement, NE is none."""
    if entries:
        return State.VALUE
    keys = [
        note
        for (noted_flow, noted, _sector, of), note in balance.notations
        if (noted_flow, noted, of) == (flow, year, carrier)
    ]
    return State[keys[0].value] if keys and keys[0] is not NotationKey.NE else State.NE


def _array(values: Iterable[float]) -> Floats:
    return np.array(list(values), dtype=np.float64)


def _net_power(one: _Trade) -> float:
    return one.net if one.known_use or one.stated is not None else 0.0


def _net_heat(one: _Trade) -> float:
    """Heat that nobody is recorded to generate comes from local boilers that burn the fuels."""
    if one.stated is not None:
        return one.stated
    return one.net if one.known_use and one.known_generation else 0.0


def _trade(balance: Balance, carrier: str, year: int) -> _Trade:
    def of(*flows: Flow) -> list[Entry]:
        return [e for e in balance.of(*flows) if e.carrier == carrier and e.year == year]

    final, loss = of(Flow.FINAL_CONSUMPTION), of(Flow.LOSS)
    output = [e for e in of(*BURNING) if e.energy > 0]
    own_use = [e for e in of(*BURNING) if e.energy < 0]
    primary, recovered = of(Flow.PRODUCTION), of(Flow.RECOVERY)
    inflow, outflow = of(Flow.INFLOW), of(Flow.OUTFLOW)
    used = [*final, *loss, *own_use]
    made = [*output, *primary, *recovered]
    traded = [*inflow, *outflow]
    stated = _sum(inflow) - _sum(outflow) if traded else None
    return _Trade(
        consumed=_sum(used),
        losses=_sum(loss),
        losses_state=_stated(balance, Flow.LOSS, carrier, year, loss),
        generated=_sum(made),
        non_fossil=_sum(primary),
        non_fossil_state=_stated(balance, Flow.PRODUCTION, carrier, year, primary),
        stated=stated,
        known_use=bool(final),
        known_generation=bool(made),
        half=math.sqrt(
            math.fsum(
                (e.energy * e.half) ** 2 for e in traded or [*used, *_own_errors(balance, made)]
            )
        ),
        place=next((e.place for e in [*traded, *final, *made]), NOWHERE),
    )


def _sum(entries: Iterable[Entry]) -> float:
    return math.fsum(abs(e.energy) for e in entries)


def _burns(balance: Balance, year: int) -> bool:
    return any(e.year == year and e.co2 for e in balance.of(*BURNING))


def _checked(year: int, one: _Trade, burns: bool) -> list[Fault]:
    if not one.known_use and one.stated is None:
        return [_unknown_use(year)]
    faults = []
    if burns and not one.known_generation and one.stated is None:
        faults.append(_generation_missing(year, one.place))
    if one.stated is None or not one.known_use or not one.known_generation:
        return faults
    computed = one.consumed - one.generated
    if abs(one.stated - computed) > PURCHASE_TOLERANCE * one.consumed:
        faults.append(_disagreeing(year, one.stated, computed, one.place))
    return faults


def _checked_heat(year: int, one: _Trade, burns: bool) -> list[Fault]:
    if not one.known_use or one.known_generation or one.stated is not None:
        return []
    return [_heat_source(year, one.place, burns)]


def _heat_factor(book: FactorBook, year: int) -> float:
    record = book.local("heat", "", "", year)
    return reference.heat_factor().value if record is None else figure(record.amount, "tCO2/GJ")


def _grid_factors(
    dossier: Dossier, book: FactorBook, years: Axis[int], faults: list[Fault]
) -> Floats:
    missing: list[int] = []
    values = [_grid_factor(dossier, book, year, faults, missing) for year in years]
    if missing:
        raise InputError([_no_grid_factor(dossier.identity, missing)])
    return _array(values)


def _grid_factor(
    dossier: Dossier, book: FactorBook, year: int, faults: list[Fault], missing: list[int]
) -> float:
    """Return the factor of the same data year, or of the nearest one with a note [t/MWh]."""
    record = book.local("grid", "", "", year)
    if record is not None:
        return figure(record.amount, "tCO2/MWh")
    area, kind = dossier.identity.grid_area, dossier.identity.grid_kind
    try:
        return reference.grid_factor(area, year, kind).value
    except UnknownNameError:
        pass
    known = _known_factors(dossier, area, kind)
    if not known:
        missing.append(year)
        return math.nan
    nearest = min(known, key=lambda y: (abs(y - year), y))
    local = book.local("grid", "", "", nearest)
    faults.append(_other_year(year, nearest, known[nearest], local))
    return known[nearest]


def _known_factors(dossier: Dossier, area: str, kind: str) -> dict[int, float]:
    """Return the grid factors of one area and kind by year, the place's own ones first."""
    code = area[:2] + "0000" if area.isdigit() else area
    known = {f.year: f.value for f in reference.grid_factors() if (f.area, f.kind) == (code, kind)}
    for record in dossier.factors:
        fits = record.quantity == "grid" and record.year is not None
        if fits and record.year is not None and record.amount.value is not None:
            known[record.year] = figure(record.amount, "tCO2/MWh")
    return known


def _unknown_use(year: int) -> Fault:
    return Fault(
        "inventory.electricity.unknown",
        Severity.WARNING,
        NOWHERE,
        Text(
            f"{year} 年没有电力消费或调入调出数据，外购电排放未估算（NE）",
            f"{year} has neither electricity use nor trade: purchased electricity is not "
            "estimated (NE)",
        ),
        Text("填入电力终端消费，或调入与调出", "enter electricity used, or its inflow and outflow"),
    )


def _generation_missing(year: int, place: Place) -> Fault:
    return Fault(
        "inventory.electricity.generation_missing",
        Severity.WARNING,
        place,
        Text(
            f"{year} 年有发电供热燃料投入而无发电量：电力全按外购计，会重复计算",
            f"in {year} fuel goes into power and heat but no generation is recorded: all "
            "electricity counts as bought, which counts local power twice",
        ),
        Text("填入本地发电量，或调入与调出", "enter local generation, or inflow and outflow"),
    )


def _disagreeing(year: int, stated: float, computed: float, place: Place) -> Fault:
    return Fault(
        "inventory.electricity.trade_differs",
        Severity.WARNING,
        place,
        Text(
            f"{year} 年电力净调入为 {stated:,.6g} TJ，由消费减发电"
            f"为 {computed:,.6g} TJ，相差超过 5%",
            f"in {year} stated net inflow of electricity is {stated:,.6g} TJ, use less generation "
            f"{computed:,.6g} TJ: more than 5 % apart",
        ),
        Text("核对调入调出、消费与发电量", "check trade, use and generation of electricity"),
    )


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


def _no_grid_factor(identity: Identity, years: list[int]) -> Fault:
    area = reference.grid_area_name(identity.grid_area)
    kind = reference.grid_kind_name(identity.grid_kind)
    zh, en = "、".join(map(str, years)), ", ".join(map(str, years))
    return Fault(
        "inventory.grid_factor.missing",
        Severity.ERROR,
        identity.place("grid_area"),
        Text(
            f"没有{area.zh}的{kind.zh}（{zh} 年）",
            f"no {kind.en} is known for {area.en} ({en})",
        ),
        Text(
            "在因子表填入当地因子，或改用有因子的地区；不同类别不可互换",
            "enter a local factor, or name an area that has one; kinds are not interchangeable",
        ),
    )


def _other_year(year: int, used: int, value: float, local: FactorRecord | None) -> Fault:
    zh = f"本地填报的 {used} 年因子" if local else f" {used} 年的"
    en = f"the local factor of {used}" if local else f"that of {used}"
    return Fault(
        "inventory.grid_factor.other_year",
        Severity.NOTE,
        NOWHERE if local is None else local.amount.place,
        Text(
            f"{year} 年没有公布的电网因子，用{zh} {value} t/MWh",
            f"no grid factor is published for {year}; {en} is used ({value} t/MWh)",
        ),
        Text("当年因子公布后替换", "replace it when the factor of the year is published"),
    )
