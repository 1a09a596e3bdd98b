"""How does the inventory read in the Global Protocol's table?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.inventory.account import Inventory, State
from dafeng.inventory.bases import Part, part_by_sector, use_by_sector
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

#: Category of each standard sector; finer sectors follow the leaf above them.
SECTOR_CATEGORY: Final = {
    "households_urban": "I.1",
    "households_rural": "I.1",
    "households": "I.1",
    "services": "I.2",
    "mining": "I.3",
    "manufacturing": "I.3",
    "construction": "I.3",
    "power_heat": "I.4",
    "agriculture": "I.5",
    "transport": "II",
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
    """Return the protocol's category of a sector."""
    for label in (sector, *ancestors(sector)):
        if label in SECTOR_CATEGORY:
            return SECTOR_CATEGORY[label]
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
    lines = [_fuel_row(inventory, year, at, ref, members)]
    if ref == "I.4":
        lines = [_empty(year, "I.4.1", CATEGORIES[ref], 1, "IE"), _supply_row(inventory, year, at)]
    lines += [_grid_row(inventory, year, at, ref, members), _loss_row(inventory, year, at, ref)]
    return lines


def _line(ref: str, number: int) -> str:
    return f"{ref}.{number}"


def _fuel_row(inventory: Inventory, year: int, at: int, ref: str, members: list[int]) -> GpcRow:
    fossil = inventory.factor_half_width[:, 1] > 0
    cells = inventory.state[at, members, :][:, fossil]
    co2 = float(part_by_sector(inventory, Part.FUELS)[at, members].sum())
    if not (cells == State.VALUE).any():
        return _empty(year, _line(ref, 1), CATEGORIES[ref], 1, _why(cells))
    return GpcRow(
        year,
        _line(ref, 1),
        CATEGORIES[ref],
        1,
        "CO2",
        co2,
        "",
        basic=True,
        basic_plus=True,
        activity_quality=_activity_quality(inventory, at, members),
        factor_quality=_factor_quality(inventory),
    )


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
        factor_quality=_factor_quality(inventory),
    )


def _grid_row(inventory: Inventory, year: int, at: int, ref: str, members: list[int]) -> GpcRow:
    used: Floats = use_by_sector(inventory, "electricity") + use_by_sector(inventory, "heat")
    power = inventory.electricity.state
    unknown = power is not None and power[at] != State.VALUE
    if unknown or not used[at, members].any():
        state = inventory.state[at, members, inventory.carriers.index("electricity")]
        return _empty(year, _line(ref, 2), CATEGORIES[ref], 2, _why(state))
    co2 = part_by_sector(inventory, Part.USED_ELECTRICITY) + part_by_sector(
        inventory, Part.USED_HEAT
    )
    return GpcRow(
        year,
        _line(ref, 2),
        CATEGORIES[ref],
        2,
        "CO2",
        float(co2[at, members].sum()),
        "",
        basic=True,
        basic_plus=True,
        activity_quality=_activity_quality(inventory, at, members),
        factor_quality="M",
    )


def _loss_row(inventory: Inventory, year: int, at: int, ref: str) -> GpcRow:
    losses = inventory.electricity.losses
    if losses is None or not losses[at]:
        return _empty(year, _line(ref, 3), CATEGORIES[ref], 3, "NE")
    members = [i for i, s in enumerate(inventory.sectors) if category_of(s) == ref]
    co2 = float(part_by_sector(inventory, Part.GRID_LOSSES)[at, members].sum())
    return GpcRow(
        year,
        _line(ref, 3),
        CATEGORIES[ref],
        3,
        "CO2",
        co2,
        "",
        basic=False,
        basic_plus=True,
        activity_quality="M",
        factor_quality="M",
    )


def _process_row(inventory: Inventory, year: int, at: int) -> GpcRow:
    if not len(inventory.processes):
        return _empty(year, "IV.1", CATEGORIES["IV.1"], 1, "NE", basic=False)
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


def _why(cells: np.ndarray[tuple[int, ...], np.dtype[np.int8]]) -> str:
    """Return the notation key of cells without a figure: IE or C before NE, NO if all say so."""
    present = {State(int(x)) for x in np.unique(cells)}
    for state in (State.IE, State.C):
        if state in present:
            return state.name
    return "NO" if present == {State.NO} else "NE"


def _activity_quality(inventory: Inventory, at: int, members: list[int]) -> str:
    energy = inventory.energy[at, members]
    whole = energy.sum()
    if not whole:
        return "M"
    return _rating(float((inventory.activity_half_width[at, members] * energy).sum() / whole))


def _factor_quality(inventory: Inventory) -> str:
    local = any(origin == "local" for _, origin in inventory.factors_used)
    return "H" if local else "M"


def _rating(half: float) -> str:
    if half <= _HIGH:
        return "H"
    return "M" if half <= _MEDIUM else "L"
