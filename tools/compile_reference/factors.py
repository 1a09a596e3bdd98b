"""Fuel, coal-equivalent, process and grid factors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tools.compile_reference.sheets import LISTS, Folders, Row, read, short, write


def fuel_factors(at: Folders) -> None:
    """Both named sets; which fuel of the source serves which carrier is written by hand."""
    ipcc = {r["fuel"]: r for r in read(at.data / "factors" / "fuels_ipcc2006.csv")}
    guide = {
        r["fuel_en"]: r for r in read(at.data / "factors" / "fuels_china_provincial_guideline.csv")
    }
    standard = {r["fuel_zh"]: r for r in read(LISTS / "fuels_gbt32151.csv")}
    units = {r["id"]: r["unit"] for r in read(at.tables / "carriers.csv")}
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
    write(at.tables, "fuel_factors", columns, rows)


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


def standard_coal(at: Folders) -> None:
    """Coal-equivalent coefficients as published, and which of them serves which carrier."""
    carriers = {r["energy"]: r["carrier"] for r in read(LISTS / "standard_coal_carriers.csv")}
    rows = []
    for r in read(at.data / "factors" / "standard_coal.csv"):
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
    write(at.tables, "standard_coal", columns, rows)


def process_factors(at: Folders) -> None:
    """Process factors; ids, Chinese names and sectors are written by hand."""
    names = {r["process"]: r for r in read(LISTS / "process_names.csv")}
    rows: list[tuple[str, ...]] = []
    for r in read(at.data / "factors" / "process.csv"):
        n = names[r["process"]]
        figures = (n["unit"], r["value"], n["sector"], n["counts"], n["source"], n["year"])
        rows.append((n["id"], n["zh"], r["process"], *figures, r["verification"], n["note"]))
    rows += [tuple(r.values()) for r in read(LISTS / "process_from_memory.csv")]
    write(
        at.tables,
        "process_factors",
        "id,zh,en,unit,value,sector,counts,source,year,verification,note",
        rows,
    )


GRID_KINDS = (
    ("average electricity CO2 factor", "average"),
    ("average excl. market-traded", "average_without_traded_non_fossil"),
    ("fossil-power factor", "fossil"),
    ("enterprise", "enterprise_reporting"),
    ("average electricity CARBON FOOTPRINT", "footprint"),
)
GRID_SOURCES = {"footprint": "footprint", "enterprise_reporting": "grid-enterprise"}


def grid_factors(at: Folders) -> None:
    """Grid factors with their kind as an id."""
    areas = {r["zh"]: (r["code"], r["en"]) for r in read(LISTS / "grid_areas.csv")}
    for r in read(at.tables / "divisions.csv"):
        if r["level"] == "province":
            areas[r["zh_short"]] = (r["code"], r["en"])
    rows = []
    for r in read(at.data / "factors" / "grid_china.csv"):
        kind = next(k for start, k in GRID_KINDS if r["kind"].startswith(start))
        year = "2015" if "2015" in r["document"] else r["data_year"]
        area, english = areas[r["area"]]
        unit = "kgCO2e/kWh" if kind == "footprint" else "tCO2/MWh"
        source = f"{GRID_SOURCES.get(kind, 'grid')}-{year}"
        place = (area, r["level"], r["area"], english)
        rows.append((*place, year, kind, r["value"], unit, source, r["verification"][0]))
    write(
        at.tables, "grid_factors", "area,level,zh,en,year,kind,value,unit,source,verification", rows
    )
