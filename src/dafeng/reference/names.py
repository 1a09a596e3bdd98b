"""How do readers call what the records know by an id?"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from dafeng.errors import UnknownNameError
from dafeng.language import Text, same
from dafeng.reference.carriers import carriers
from dafeng.reference.catalogue import rows
from dafeng.reference.coefficients import process_factors
from dafeng.reference.divisions import division
from dafeng.reference.grid import GridKind, grid_factors
from dafeng.reference.sectors import sectors

GRID_KINDS: Final[dict[str, Text]] = {
    GridKind.AVERAGE: Text("电力平均二氧化碳排放因子", "average grid factor"),
    GridKind.AVERAGE_WITHOUT_TRADED_NON_FOSSIL: Text(
        "电力平均二氧化碳排放因子（不包括市场化交易的非化石能源电量）",
        "average grid factor without market-traded non-fossil power",
    ),
    GridKind.FOSSIL: Text("化石能源电力二氧化碳排放因子", "grid factor of fossil power"),
    GridKind.ENTERPRISE_REPORTING: Text(
        "企业核算用电网排放因子", "grid factor for enterprise reporting"
    ),
    GridKind.FOOTPRINT: Text("电力碳足迹因子", "carbon footprint factor of electricity"),
}

#: Published series of CO2 of places.
SERIES: Final[dict[str, Text]] = {
    "edgar-v8": same("EDGAR v8"),
    "ceads": Text("CEADs 城市清单", "CEADs city inventory"),
}


def sector_name(sector: str) -> Text:
    """Return the name of a sector; none is the total, an unknown one stands for itself."""
    if not sector:
        return Text("合计", "Total")
    return sectors().name(sector) if sector in sectors() else same(sector)


def carrier_name(carrier: str) -> Text:
    """Return the name of an energy carrier; an unknown one stands for itself."""
    return carriers()[carrier].name if carrier in carriers() else same(carrier or "—")


def process_name(process: str) -> Text:
    """Return the name of an industrial process; an unknown one stands for itself."""
    found = process_factors().get(process)
    return same(process or "—") if found is None else found.name


def grid_kind_name(kind: str) -> Text:
    """Return the name of a kind of grid factor; an unknown one stands for itself."""
    return GRID_KINDS.get(kind) or same(kind or "—")


def grid_area_name(area: str) -> Text:
    """Return the name of an area of a grid factor; an unknown one stands for itself."""
    if area == "CN":
        return Text("全国", "the nation")
    try:
        return division(area).name
    except UnknownNameError:
        return _grid_areas().get(area) or same(area or "—")


def find_grid_area(text: str) -> str:
    """Return the area that a text names (``华东``, ``全国``), or the text if none is known."""
    plain = text.strip().removesuffix("电网").removesuffix("区域")
    for area, name in _grid_areas().items():
        if plain.casefold() in (area.casefold(), name.zh, name.en.casefold()):
            return area
    return text


def series_name(series: str) -> Text:
    """Return the name of a published series; an unknown one stands for itself."""
    return SERIES.get(series) or same(series or "—")


def licence_name(licence: str) -> Text:
    """Return the terms of use of a source in both languages; unknown ones stay as stated."""
    return _licences().get(licence) or same(licence or "—")


@lru_cache(maxsize=1)
def _grid_areas() -> dict[str, Text]:
    return {f.area: f.area_name for f in grid_factors()}


@lru_cache(maxsize=1)
def _licences() -> dict[str, Text]:
    return {r["en"]: Text(r["zh"], r["en"]) for r in rows("licences")}
