"""Economy, cars and CO2 of the provinces, and the national context."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tools.compile_reference.sheets import Folders, letters, provinces_by_letters, read, write

Cells = dict[tuple[str, str], float]

LAST_CEADS_YEAR = 2019


def province_series(at: Folders) -> None:
    """GDP and population of the provinces."""
    gdp = read(at.data / "national" / "historical_gdp.csv", skip=1)
    people = read(at.data / "national" / "historical_population.csv", skip=1)
    plain = provinces_by_letters(at.tables)
    rows = []
    for g, p in zip(gdp, people, strict=True):
        code = plain[letters(g["region"])]
        if code != plain[letters(p["region"])]:
            raise ValueError(f"regions differ: {g['region']}, {p['region']}")
        rows += [(code, y, g[str(y)], p[str(y)]) for y in range(2005, 2025)]
    write(at.tables, "province_series", "code,year,gdp_current,population", rows)


def private_cars(at: Folders) -> None:
    """Write private vehicles of the provinces at the end of 2023."""
    cars = read(at.data / "national" / "History_private_car.csv", skip=1)
    plain = provinces_by_letters(at.tables)
    rows = [
        (plain[letters(r["region"])], r["2023"], "万辆", "nbs-provinces", 2023, "A") for r in cars
    ]
    write(at.tables, "stock_cars", "province,value,unit,source,year,quality", rows)


CARRIER_NAMES = {
    "Raw_Coal": "raw_coal",
    "CleanedCoal": "cleaned_coal",
    "Cleaned_Coal": "cleaned_coal",
    "Other_Washed_Coal": "other_washed_coal",
    "Briquettes": "briquettes",
    "Coke": "coke",
    "Coke_Oven_Gas": "coke_oven_gas",
    "Other_Gas": "other_gas",
    "Other_Coking_Products": "other_coking_products",
    "Crude_Oil": "crude_oil",
    "Gasoline": "gasoline",
    "Kerosene": "kerosene",
    "Diesel_Oil": "diesel",
    "Fuel_Oil": "fuel_oil",
    "LPG": "lpg",
    "Refinery_Gas": "refinery_gas",
    "Other_Petroleum_Products": "other_petroleum_products",
    "Natural_Gas": "natural_gas",
    "Process": "process",
}
GROUPS = ("coal", "oil", "gas", "process")


def province_sheets(at: Folders) -> Iterator[tuple[str, int, Cells]]:
    """Yield province code, year and CO2 [t] by (CEADs sector id, carrier id or ``process``)."""
    from dafeng.errors import InputError
    from dafeng.files.workbooks import read_sheets

    fine = {letters(r["en"]): r["id"] for r in read(at.tables / "ceads_sectors.csv")}
    plain = provinces_by_letters(at.tables)
    for path in sorted((at.data / "ceads" / "provinces").glob("*.xlsx")):
        sheets, faults = read_sheets(path)
        if faults:
            raise InputError(faults)
        for sheet in sheets:
            if sheet.sheet != "NOTE":
                rows = [(*row, *[None] * (sheet.width - len(row))) for row in sheet.rows]
                yield plain[letters(sheet.sheet[:-4])], int(sheet.sheet[-4:]), _cells(rows, fine)


def _cells(rows: list[tuple[Any, ...]], fine: dict[str, str]) -> Cells:
    header = [str(h or "").strip().replace(" ", "_") for h in rows[0]]
    cells: Cells = {}
    for row in rows[3:]:
        sector = fine.get(letters(str(row[0] or "")))
        for name, value in zip(header, row, strict=True):
            if sector and name in CARRIER_NAMES and value not in {None, ""}:
                cells[sector, CARRIER_NAMES[name]] = float(value) * 1e6
    return cells


def province_emissions(at: Folders) -> None:
    """CO2 of the latest year by sector and carrier, and totals of all years in groups."""
    parents = {r["id"]: r["sector"] for r in read(at.tables / "ceads_sectors.csv")}
    coarse = {r["id"]: r["parent"] or r["id"] for r in read(at.tables / "sectors.csv")}
    groups = {r["id"]: r["group"] for r in read(at.tables / "carriers.csv")} | {
        "process": "process"
    }
    detail: list[tuple[Any, ...]] = []
    totals: list[tuple[Any, ...]] = []
    for code, year, cells in province_sheets(at):
        if year == LAST_CEADS_YEAR:
            by = _summed(cells, lambda s, c: (parents[s], c))
            detail += [(code, year, s, c, f"{v:.0f}") for (s, c), v in by.items() if round(v)]
        by = _summed(cells, lambda s, c: (coarse[parents[s]], groups[c]))
        for sector in {s for s, _ in by}:
            values = [f"{by.get((sector, g), 0):.0f}" for g in GROUPS]
            totals.append((code, year, sector, *values))
    write(at.tables, "province_emissions", "code,year,sector,carrier,co2", sorted(detail))
    write(at.tables, "province_history", f"code,year,sector,{','.join(GROUPS)}", sorted(totals))


def _summed(cells: Cells, key: Callable[[str, str], tuple[str, str]]) -> Cells:
    sums: Cells = {}
    for (sector, carrier), value in cells.items():
        place = key(sector, carrier)
        sums[place] = sums.get(place, 0.0) + value
    return sums


def national(at: Folders) -> None:
    """National CO2 and generation mix."""
    owid = read(at.data / "national" / "annual-co2-emissions-per-country.csv")
    china = [r for r in owid if r["Code"] == "CHN" and int(r["Year"]) >= 1990]
    write(
        at.tables,
        "national_co2",
        "year,co2",
        [(r["Year"], r["Annual CO₂ emissions"]) for r in china],
    )
    mix = read(at.data / "grid" / "china_generation_mix_2015_2024.csv")
    shares = [f"{c}_percent" for c in mix[0] if c not in {"year", "generation_twh"}]
    columns = f"year,generation_TWh,{','.join(shares)}"
    write(at.tables, "generation_mix", columns, [tuple(r.values()) for r in mix])
