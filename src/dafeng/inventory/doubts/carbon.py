"""Does carbon stand twice in the account, or not at all?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dafeng.errors import NOWHERE, Fault, Severity
from dafeng.inventory.account import Inventory
from dafeng.inventory.quantities import FactorBook
from dafeng.language import Text, significant

#: Gases that carry the carbon of coke, and processes whose CO2 is that carbon.
_FURNACE_GASES: Final = ("blast_furnace_gas", "converter_gas")
_REDUCTION: Final = frozenset({"pig_iron", "steel_bof", "steel_bof_2006"})


def check_carbon(inventory: Inventory, book: FactorBook) -> Iterator[Fault]:
    """Yield carbon of coke that may count twice, and energy whose carbon nobody states.

    Parameters
    ----------
    inventory
        The account.
    book
        Factors in use.
    """
    yield from _twice(inventory)
    yield from _uncounted(inventory, book)


def _twice(inventory: Inventory) -> Iterator[Fault]:
    """Yield years in which the carbon of coke in steel works may stand twice in the account."""
    steel = inventory.sectors.index("steel")
    coke = inventory.energy_co2[:, steel, inventory.carriers.index("coke")]
    gases = [inventory.carriers.index(c) for c in _FURNACE_GASES]
    burnt = inventory.energy_co2[:, :, gases].sum(axis=(1, 2))
    outputs = [i for i, p in enumerate(inventory.processes) if p in _REDUCTION]
    process = inventory.process_co2[:, outputs].sum(axis=1)
    for i, year in enumerate(inventory.years):
        if coke[i] and not inventory.estimated[i, steel].any():
            if burnt[i]:
                gas = Text("高炉和转炉煤气", "blast-furnace and converter gas")
                yield _carbon_twice(year, gas, float(burnt[i]))
            if process[i]:
                iron = Text("炼铁炼钢过程排放", "process CO2 of iron and steel")
                yield _carbon_twice(year, iron, float(process[i]))


def _uncounted(inventory: Inventory, book: FactorBook) -> Iterator[Fault]:
    for j, carrier in enumerate(inventory.carriers):
        if book.group(carrier) != "other" or book.emits(carrier):
            continue
        for i, year in enumerate(inventory.years):
            if inventory.energy[i, :, j].any():
                yield _no_carbon(year, book.carriers[carrier].name)


def _carbon_twice(year: int, what: Text, co2: float) -> Fault:
    return Fault(
        "inventory.carbon.twice",
        Severity.WARNING,
        NOWHERE,
        Text(
            f"{year} 年钢铁行业焦炭与{what.zh}（{significant(co2, 4)} t）都计了排放，同一碳可能计"
            "了两次",
            f"in {year} both coke in steel works and {what.en} ({significant(co2, 4)} t) count: "
            "the same "
            "carbon may stand twice",
        ),
        Text(
            "按一个钢铁联合企业一个碳平衡核对，扣除其一",
            "make one carbon balance for each integrated works, and take one of them out",
        ),
    )


def _no_carbon(year: int, name: Text) -> Fault:
    return Fault(
        "inventory.carrier.no_carbon",
        Severity.NOTE,
        NOWHERE,
        Text(
            f"{year} 年“{name.zh}”计入能源、未计排放（没有含碳量）",
            f"{name.en} in {year} counts as energy but not as CO2 (its carbon is not stated)",
        ),
        Text("如有化石碳，填入含碳量与氧化率", "enter carbon content and oxidation if fossil"),
    )
