"""How does the inventory read in the Global Protocol's table?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng import reference
from dafeng.inventory.absent import why_absent
from dafeng.inventory.account import Inventory, State
from dafeng.inventory.bases import Part, heat_supplied, part_by_sector
from dafeng.inventory.comparable import LARGER_PART
from dafeng.inventory.final_fuels import final_fuels
from dafeng.inventory.hierarchy import ancestors
from dafeng.language import Text

#: Reference numbers of the protocol (GPC version 1.1, chapter 4) with their names.
CATEGORIES: Final = {
    "I.1": Text("居住建筑", "Residential buildings"),
    "I.2": Text("商业和公共建筑及设施", "Commercial and institutional buildings and facilities"),
    "I.3": Text("制造业和建筑业", "Manufacturing industries and construction"),
    "I.4": Text("能源工业", "Energy industries"),
    "I.5": Text("农林渔业活动", "Agriculture, forestry and fishing activities"),
    "I.6": Text("其他来源", "Non-specified sources"),
    "I.7": Text("煤炭开采运输逸散", "Fugitive emissions from coal"),
    "I.8": Text("油气系统逸散", "Fugitive emissions from oil and natural gas systems"),
    "II": Text("交通运输", "Transportation"),
    "III.1": Text("固体废物处置", "Solid waste disposal"),
    "III.2": Text("生物处理", "Biological treatment of waste"),
    "III.3": Text("焚烧", "Incineration and open burning"),
    "III.4": Text("废水处理", "Wastewater treatment and discharge"),
    "IV.1": Text("工业生产过程", "Industrial processes"),
    "IV.2": Text("产品使用", "Product use"),
    "V": Text("农业、林业和其他土地利用", "Agriculture, forestry and other land use"),
    "VI.1": Text("其他范围三排放", "Other scope 3"),
}

#: What an energy and process account of CO2 cannot hold: reference, scope.
NOT_ESTIMATED: Final = (
    *((f"I.{n}", 1) for n in (7, 8)),
    ("II", 3),
    *((f"III.{n}", scope) for n in (1, 2, 3, 4) for scope in (1, 3)),
    ("IV.2", 1),
    ("V", 1),
    ("VI.1", 3),
)

_HIGH, _MEDIUM = 0.05, 0.15


@dataclass(frozen=True, slots=True)
class GpcRow:
    """One line of the protocol's reporting table.

    Parameters
    ----------
    year
        Year of the inventory.
    ref
        Reference number, ``I.1.2`` for scope 2 of residential buildings.
    name
        What the category is.
    scope
        1 inside, 2 grid-supplied energy used inside, 3 outside.
    gas
        ``CO2``; other gases are not estimated.
    co2
        [t]; None where `notation` says why.
    notation
        ``NO``, ``NE``, ``IE`` or ``C``; "" where there is a figure.
    basic, basic_plus
        Whether the line counts towards BASIC and BASIC+; grid-supplied generation counts for
        neither.
    activity_quality, factor_quality
        ``H``, ``M`` or ``L``; "" where there is no figure.
    """

    year: int
    ref: str
    name: Text
    scope: int
    gas: str
    co2: float | None
    notation: str
    basic: bool
    basic_plus: bool
    activity_quality: str
    factor_quality: str


def gpc_table(inventory: Inventory, year: int) -> tuple[GpcRow, ...]:
    """Return the lines of one year, those that are not estimated included.

    Parameters
    ----------
    inventory
        The account of a place.
    year
        Year on the inventory's axis.
    """
    at = inventory.years.index(year)
    rows = [row for ref in CATEGORIES for row in _category(inventory, year, at, ref)]
    return tuple(sorted(rows, key=lambda row: list(CATEGORIES).index(_stem(row.ref))))


def category_of(sector: str) -> str:
    """Return the protocol's category of a sector, by the reference table of sectors."""
    tree = reference.sectors()
    for label in (sector, *ancestors(sector)):
        if label in tree and tree.gpc(label) in CATEGORIES:
            return tree.gpc(label)
    return "I.6"


def _stem(ref: str) -> str:
    return next(c for c in sorted(CATEGORIES, key=len, reverse=True) if ref.startswith(c))


def _category(inventory: Inventory, year: int, at: int, ref: str) -> list[GpcRow]:
    rows = [_unestimated(year, r, scope) for r, scope in NOT_ESTIMATED if r == ref]
    if ref == "IV.1":
        return [_process_row(inventory, year, at)]
    if not ref.startswith(("I.", "II")) or ref.startswith("III") or ref in ("I.7", "I.8"):
        return rows
    members = [i for i, s in enumerate(inventory.sectors) if category_of(s) == ref]
    if not members:
        return [_unestimated(year, ref, scope) for scope in (1, 2, 3)]
    line = _Line(inventory, year, at, ref, members)
    plants = [_supply_row(inventory, year, at)] if ref == "I.4" else []
    return [_fuel_row(line), *plants, _grid_row(line), _loss_row(line)]


@dataclass(frozen=True, slots=True)
class _Line:
    """The sectors of one category in one year."""

    inventory: Inventory
    year: int
    at: int
    ref: str
    members: list[int]

    def co2(self, *parts: Part) -> float:
        """Return what these sectors emit by some parts of the account [t]."""
        shares = [part_by_sector(self.inventory, part)[self.at, self.members] for part in parts]
        return float(np.sum(shares))

    @property
    def uses_power(self) -> bool:
        """Say whether any of the sectors states its electricity, be it zero."""
        electricity = self.inventory.carriers.index("electricity")
        cells = self.inventory.state[self.at, self.members, electricity]
        return bool((cells == State.VALUE).any())

    def empty(self, scope: int, notation: str) -> GpcRow:
        """Return the line of a scope without a figure."""
        number = _line(self.ref, scope)
        return _empty(self.year, number, CATEGORIES[self.ref], scope, notation)

    def row(self, scope: int, co2: float, activity: str, factor: str) -> GpcRow:
        """Return the line of a scope; scope 3 counts for BASIC+ alone."""
        return GpcRow(
            self.year,
            _line(self.ref, scope),
            CATEGORIES[self.ref],
            scope,
            "CO2",
            co2,
            "",
            basic=scope in (1, 2),
            basic_plus=True,
            activity_quality=activity,
            factor_quality=factor,
        )


def _line(ref: str, number: int) -> str:
    return f"{ref}.{number}"


def _fuel_row(line: _Line) -> GpcRow:
    inventory, at = final_fuels(line.inventory), line.at
    plants = inventory.sectors.index("power_heat")
    members = [m for m in line.members if m != plants or inventory.energy_co2[at, m].any()]
    co2 = line.co2(Part.FUELS)
    fossil = inventory.factor_half_width[:, 1] > 0
    cells = inventory.state[at, members, :][:, fossil]
    if not co2 and not (cells == State.VALUE).any():
        return line.empty(1, why_absent(cells).name if members else "IE")
    activity = _activity_quality(inventory, at, members)
    return line.row(1, co2, activity, _factor_quality(inventory, at, members))


def _supply_row(inventory: Inventory, year: int, at: int) -> GpcRow:
    member = inventory.sectors.index("power_heat")
    co2 = float(part_by_sector(inventory, Part.POWER_FUELS)[at].sum())
    name = Text("供应电网的发电供热", "Energy generation supplied to the grid")
    if not (inventory.state[at, member] == State.VALUE).any():
        return _empty(year, "I.4.4", name, 1, "NE")
    return GpcRow(
        year,
        "I.4.4",
        name,
        1,
        "CO2",
        co2,
        "",
        basic=False,
        basic_plus=False,
        activity_quality=_activity_quality(inventory, at, [member]),
        factor_quality=_factor_quality(inventory, at, [member]),
    )


def _grid_row(line: _Line) -> GpcRow:
    inventory, at, members = line.inventory, line.at, line.members
    co2 = line.co2(Part.USED_ELECTRICITY, Part.USED_HEAT)
    if not co2 and not line.uses_power:
        return line.empty(2, _unused(inventory, at, members))
    return line.row(2, co2, _activity_quality(inventory, at, members), "M")


def _unused(inventory: Inventory, at: int, members: list[int]) -> str:
    """Return why sectors have no electricity or heat; heat from their own fuels is IE."""
    state = inventory.state[at, members, inventory.carriers.index("electricity")]
    heat = inventory.energy[at, members, inventory.carriers.index("heat")]
    if heat.any() and not heat_supplied(inventory)[at]:
        return "IE"
    return why_absent(state).name


def _loss_row(line: _Line) -> GpcRow:
    account, at = line.inventory.electricity, line.at
    state = State.NE if account.losses is None else State.VALUE
    if account.losses_state is not None:
        state = State(int(account.losses_state[at]))
    if state is not State.VALUE:
        return line.empty(3, state.name)
    co2 = line.co2(Part.GRID_LOSSES)
    if not co2 and not line.uses_power:
        return line.empty(3, _unused(line.inventory, at, line.members))
    return line.row(3, co2, "M", "M")


def _process_row(inventory: Inventory, year: int, at: int) -> GpcRow:
    states = inventory.process_state
    stated = np.zeros(len(inventory.processes), dtype=np.int8) if states is None else states[at]
    if not (stated == State.VALUE).any():
        key = why_absent(stated).name
        return _empty(year, "IV.1", CATEGORIES["IV.1"], 1, key, basic=False)
    return GpcRow(
        year,
        "IV.1",
        CATEGORIES["IV.1"],
        1,
        "CO2",
        float(inventory.process_co2[at].sum()),
        "",
        basic=False,
        basic_plus=True,
        activity_quality=_rating(float(inventory.process_half_width.max())),
        factor_quality="M",
    )


def _unestimated(year: int, ref: str, scope: int) -> GpcRow:
    stationary = ref.startswith("I.") and scope in (1, 2)
    basic = stationary or ref.startswith("III")
    number = ref if ref.count(".") > 1 or ref in ("V", "VI.1", "IV.2") else _line(ref, scope)
    return _empty(year, number, CATEGORIES[ref], scope, "NE", basic=basic)


def _empty(
    year: int, ref: str, name: Text, scope: int, notation: str, *, basic: bool | None = None
) -> GpcRow:
    counts = scope in (1, 2) if basic is None else basic
    plus = ref != "VI.1"
    if ref == "I.4.4":
        counts = plus = False
    return GpcRow(year, ref, name, scope, "CO2", None, notation, counts, plus, "", "")


def _activity_quality(inventory: Inventory, at: int, members: list[int]) -> str:
    energy = inventory.energy[at, members]
    whole = energy.sum()
    if not whole:
        return "M"
    return _rating(float((inventory.activity_half_width[at, members] * energy).sum() / whole))


def _factor_quality(inventory: Inventory, at: int, members: list[int]) -> str:
    """Return H where the larger part of the CO2 rests on the place's own factors, else M."""
    co2 = inventory.energy_co2[at, members]
    local = inventory.local_factor
    own = 0.0 if local is None else float(co2[local[at, members]].sum())
    return "H" if own > LARGER_PART * float(co2.sum()) else "M"


def _rating(half: float) -> str:
    if half <= _HIGH:
        return "H"
    return "M" if half <= _MEDIUM else "L"
