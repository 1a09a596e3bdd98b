"""Is the carbon of raw materials counted as process CO2 and as burnt fuel at once?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dafeng import reference
from dafeng.errors import NOWHERE, Fault, Severity
from dafeng.inventory.account import Inventory
from dafeng.language import Text

#: Products whose process CO2 is carbon of coal, oil, gas or coke that the balance holds, too.
FEEDSTOCK: Final = frozenset(
    {
        "ammonia",
        "ammonia_gas",
        "ammonia_ceads",
        "methanol_coal",
        "methanol_lignite",
        "methanol_gas",
        "ethylene",
        "ethylene_gas_oil",
        "ethylene_ethane",
        "ethylene_propane",
        "carbon_black",
        "calcium_carbide",
        "silicon_carbide",
        "ferroalloys",
        "ferrosilicon",
        "ferrosilicon_45",
        "ferrosilicon_65",
        "ferrosilicon_90",
        "ferromanganese",
        "ferromanganese_low_carbon",
        "silicomanganese",
        "ferrochromium",
        "silicon_metal",
    }
)


def check_feedstock(inventory: Inventory) -> Iterator[Fault]:
    """Yield a note where products take fuel as raw material and the balance states none.

    Parameters
    ----------
    inventory
        The account of a place.
    """
    raw = inventory.non_energy.sum(axis=1)
    for j, process in enumerate(inventory.processes):
        if process not in FEEDSTOCK:
            continue
        bare = [
            year
            for i, year in enumerate(inventory.years)
            if inventory.process_co2[i, j] > 0 and not raw[i]
        ]
        if bare:
            yield _no_raw_material(reference.process_factors()[process].name, bare)


def _no_raw_material(name: Text, years: list[int]) -> Fault:
    return Fault(
        "inventory.process.feedstock",
        Severity.NOTE,
        NOWHERE,
        Text(
            f"{'、'.join(map(str, years))} 年“{name.zh}”计了过程排放，而没有填“用作原料、材料”："
            "原料煤气油焦若也在终端消费里按燃烧计，同一碳会计两次",
            f"{name.en} counts as process CO2 in {', '.join(map(str, years))} and no use of energy "
            "as raw material is stated: if its feedstock stands in final consumption, the same "
            "carbon counts twice",
        ),
        Text(
            "把用作原料的能源填在“用作原料、材料”行",
            "enter the feedstock in the row of energy used as raw material",
        ),
    )
