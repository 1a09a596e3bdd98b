"""A dossier of a province with the 47 sectors of the CEADs inventories.

Fuels of each sector are worked back from its CO2 by the factors of the dossier; GDP and population
are the province's own; electricity is spread by the nation's use for each yuan. For measuring.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from dafeng import reference
from dafeng.dossier.records import Flow
from dafeng.files.ceads import read_ceads_workbook
from dafeng.inventory.ceads import CeadsInventory

CODE: Final = "130000"
AREA: Final = "Hebei"
YEARS: Final = (2017, 2018, 2019)
_FACTORS: Final = "provincial-guideline-2025"
_PLANTS: Final = "power_heat"
#: Electricity of the nation for each yuan of GDP in 2019 [kWh/yuan], for the benchmark alone.
_KWH_PER_YUAN: Final = 0.073
#: Shares of electricity by sector, for the benchmark alone.
_SHARES: Final = {
    "agriculture": 0.02, "mining": 0.06, "steel": 0.32, "nonferrous": 0.03,
    "building_materials": 0.07, "petrochemicals": 0.09, "other_manufacturing": 0.13,
    "construction": 0.01, "transport": 0.03, "services": 0.12, "households": 0.12,
}  # fmt: skip


def workbooks() -> tuple[Path, ...]:
    """Return the workbooks of the years, or none if the shared data are not there."""
    given = os.environ.get("DAFENG_SHARED_DATA", "../shared/data")
    folder = Path(given) / "ceads" / "provinces"
    found = tuple(path for year in YEARS for path in folder.glob(f"*{year}.xlsx"))
    return found if len(found) == len(YEARS) else ()


def write_province(files: Iterable[Path], folder: Path) -> int:
    """Write the tables of the province into an empty dossier; return its number of sectors."""
    inventories = [
        found
        for path in files
        for found in read_ceads_workbook(path)[0]
        if found.area.lower() == AREA.lower()
    ]
    energy = [row for inventory in inventories for row in _energy(inventory)]
    _write(folder / "energy.csv", ("Year", "Flow", "Sector", "Carrier", "Quantity", "Unit"), energy)
    _write(
        folder / "activity.csv",
        ("Year", "Variable", "Quantity", "Unit", "Price base"),
        list(_activity()),
    )
    identity = folder / "dossier.toml"
    text = identity.read_text(encoding="utf-8").replace("base_year = 2023", "base_year = 2019")
    identity.write_text(text.replace("price_base = 2020", "price_base = 2019"), encoding="utf-8")
    return len(inventories[0].sectors)


def _energy(found: CeadsInventory) -> Iterator[tuple[object, ...]]:
    factors = reference.fuel_factor_set(_FACTORS)
    tree = reference.sectors()
    for s, sector in enumerate(found.sectors):
        burnt = tree.above(sector)[0] == _PLANTS
        for c, carrier in enumerate(found.carriers):
            if found.co2[s, c] <= 0:
                continue
            heat = found.co2[s, c] / factors[carrier].co2_per_tj
            flow, sign = (Flow.POWER, -1) if burnt else (Flow.FINAL_CONSUMPTION, 1)
            place = "" if burnt else sector
            yield found.year, flow.value, place, carrier, f"{sign * heat:.3f}", "TJ"
    gdp = reference.province_series(CODE).gdp_current[found.year]
    used = gdp * 1e8 * _KWH_PER_YUAN / 1e8
    for sector, share in _SHARES.items():
        amount = f"{used * share:.4f}"
        yield found.year, Flow.FINAL_CONSUMPTION.value, sector, "electricity", amount, "亿千瓦时"
    made = f"{0.8 * used:.4f}"
    yield found.year, Flow.POWER.value, "", "electricity", made, "亿千瓦时"


def _activity() -> Iterator[tuple[object, ...]]:
    known = reference.province_series(CODE)
    for year in range(2005, YEARS[-1] + 1):
        people, gdp = known.population[year], known.gdp_current[year]
        yield year, "population", people, "万人", ""
        yield year, "gdp", gdp, "亿元", "current"
        yield year, "gdp", gdp, "亿元", "2019"


def _write(path: Path, head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)
