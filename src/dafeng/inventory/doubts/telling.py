"""Which doubt is told, where several rules doubt the same cell?

Every rule looks at the figures by itself. Of one mistake several of them may speak: rows that were
swapped jump, too; a column in a wrong unit is beyond the province in every cell. What explains most
is told, what follows from it is not:

1. a swap of rows before doubts of its cells;
2. a slipped column before jumps of its cells;
3. the level of a carrier before its cells beyond the province's scale, where there are many;
4. a cell's unit before a fuel that does not fit its sector, and before the province's pattern.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from dafeng.dossier.records import Dossier
from dafeng.errors import Fault, Place
from dafeng.inventory.account import Inventory
from dafeng.inventory.balance import Balance
from dafeng.inventory.doubts.columns import check_columns
from dafeng.inventory.doubts.completeness import check_completeness, uses_of
from dafeng.inventory.doubts.fuel_fit import check_fuel_fit
from dafeng.inventory.doubts.gdp_index import check_gdp_index
from dafeng.inventory.doubts.levels import check_levels, smelting_power
from dafeng.inventory.doubts.output import check_processes
from dafeng.inventory.doubts.patterns import check_patterns
from dafeng.inventory.doubts.power import check_power
from dafeng.inventory.doubts.referee import Referee, balance_gaps
from dafeng.inventory.doubts.series import check_series
from dafeng.inventory.doubts.swaps import find_swaps, swapped_plants, swapped_rows
from dafeng.inventory.doubts.vanished_cells import check_cells
from dafeng.inventory.doubts.yardstick import yardstick

#: So many cells of a carrier beyond the province's scale are one error of the column.
_MANY: Final = 3

#: Rules that explain a column whose rows do not fit the province's pattern.
_TELLING: Final = (
    "inventory.rows.slipped",
    "inventory.unit.scale",
    "inventory.unit.beyond_province",
)


def check_figures(inventory: Inventory, dossier: Dossier, balance: Balance) -> tuple[Fault, ...]:
    """Return doubts that rest on other years, the province's pattern and the place's size.

    Parameters
    ----------
    inventory
        The account.
    dossier
        What it was compiled from.
    balance
        Its entries as energy and CO2.
    """
    size = yardstick(dossier)
    gaps = balance_gaps(balance, inventory.years, inventory.carriers)
    series = tuple(check_series(balance, dossier.identity.province, Referee(gaps, size)))
    swaps = find_swaps(balance)
    rows = frozenset(place for swap in swaps for place in swap.cells)
    series = _told_once(tuple(f for f in series if f.place not in rows), balance)
    whole = _whole_columns(balance, series)
    places = frozenset(f.place for f in series) - whole
    levels = tuple(check_levels(balance, size, places, smelting_power(dossier.process)))
    if levels:
        series = tuple(f for f in series if f.place not in whole)
    told = {f.place for f in series if f.rule in _TELLING}
    known = frozenset(e.carrier for e in balance.entries if e.place in told)
    uses = uses_of(balance)
    return (
        *series,
        *swapped_rows(balance, swaps),
        *swapped_plants(balance),
        *check_patterns(balance, known),
        *levels,
        *check_power(dossier, balance),
        *check_processes(dossier, size, balance),
        *(f for f in check_fuel_fit(dossier, balance, size) if f.place not in rows | places),
        *check_completeness(dossier, uses),
        *check_cells(dossier, balance, uses),
        *check_columns(balance),
        *check_gdp_index(dossier),
    )


def _told_once(series: tuple[Fault, ...], balance: Balance) -> tuple[Fault, ...]:
    """Leave out jumps of cells in a column that is reported as slipped in that year."""
    column_of = {e.place: (e.year, e.carrier) for e in balance.entries}
    slipped = {column_of[f.place] for f in series if f.rule == "inventory.rows.slipped"}
    jump = "inventory.cell.jump"
    return tuple(f for f in series if f.rule != jump or column_of[f.place] not in slipped)


def _whole_columns(balance: Balance, series: tuple[Fault, ...]) -> frozenset[Place]:
    """Return cells beyond the province's scale where many of a carrier are: its level tells it."""
    carrier_of = {e.place: e.carrier for e in balance.entries}
    beyond = [f.place for f in series if f.rule == "inventory.unit.beyond_province"]
    many = Counter(carrier_of[p] for p in beyond)
    return frozenset(p for p in beyond if many[carrier_of[p]] >= _MANY)
