"""Futures as a labelled data set, in memory (xarray) and on disk (netCDF 4)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from dafeng.axes import Axis
from dafeng.errors import MethodError
from dafeng.language import Text
from dafeng.peak.futures import DrawPeaks
from dafeng.scenarios.ensemble import Ensemble

if TYPE_CHECKING:
    import xarray

#: Variables per draw: field of the ensemble, unit, meaning, in the order of the file.
_PER_DRAW: Final[tuple[tuple[str, str, Text], ...]] = (
    (
        "totals",
        "t a-1",
        Text("二氧化碳排放（按口径，碳汇不抵扣）", "CO2 on the basis, no sinks"),
    ),
    ("direct", "t a-1", Text("境内直接排放（燃料与过程）", "CO2 from fuel and processes inside")),
    (
        "energy",
        "TJ a-1",
        Text("能源消费总量（电力按当量值）", "energy, power at 3.6 MJ/kWh (calorific value)"),
    ),
    (
        "energy_thermal",
        "TJ a-1",
        Text(
            "能源消费总量（一次电力按发电煤耗法，等价值）",
            "energy, primary power by the coal-consumption method",
        ),
    ),
    (
        "non_fossil_share",
        "1",
        Text("非化石能源占比（发电煤耗法）", "non-fossil share by the coal-consumption method"),
    ),
    ("gdp", "CNY", Text("地区生产总值（不变价）", "GDP at constant prices")),
    ("population", "persons", Text("常住人口", "resident population")),
    ("sinks", "t a-1", Text("碳汇（单列）", "uptake by sinks, reported apart")),
)

_QUANTILES: Final[tuple[tuple[str, str, str, Text], ...]] = (
    ("by_sector", "sector", "t a-1", Text("分行业排放分位数", "quantiles of CO2 by sector")),
    ("by_carrier", "carrier", "TJ a-1", Text("分品种能源分位数", "quantiles of energy by carrier")),
)


def dataset(
    ensembles: Sequence[Ensemble],
    place: str = "",
    price_base: int | None = None,
    *,
    every_draw: bool = True,
) -> xarray.Dataset:
    """Return the futures of one place as one data set with a scenario axis.

    Dimensions: scenario, year, sector, carrier, level, draw (draws last). The recipe of each
    scenario stands beside it, so that with the dossier the ensemble can be drawn again; a file
    therefore needs only the quantiles.

    Parameters
    ----------
    ensembles
        One ensemble per scenario, on equal axes.
    place
        Code of the place.
    price_base
        Year of constant prices of GDP.
    every_draw
        Whether yearly totals come per draw (scenario, year, draw), some 50 MB for 10,000 draws,
        or as quantiles (scenario, level, year).

    Raises
    ------
    MethodError
        If there is no ensemble.
    LabelError
        If years, sectors or carriers differ.
    """
    import xarray as xr

    first = _alike(ensembles)
    data: dict[str, Any] = {}
    for name, unit, meaning in _PER_DRAW:
        values = np.stack([getattr(e, name) for e in ensembles])
        dimensions: tuple[str, ...] = ("scenario", "year", "draw")
        if not every_draw:
            values = np.moveaxis(np.quantile(values, first.levels, axis=-1), 0, 1)
            dimensions = ("scenario", "level", "year")
        data[name] = (dimensions, values, _described(unit, meaning))
    for name, axis, unit, meaning in _QUANTILES:
        values = np.stack([getattr(e, name) for e in ensembles])
        data[name] = (("scenario", "level", "year", axis), values, _described(unit, meaning))
    for name in ("seed", "basis", "version"):
        data[name] = (("scenario",), [getattr(e.recipe, name) for e in ensembles])
    if price_base is not None:
        data["gdp"][2]["price_base"] = price_base
    coordinates = {
        "scenario": [e.recipe.scenario for e in ensembles],
        "year": ("year", list(first.years), {"units": "a", "long_name": "calendar year"}),
        "sector": list(first.sectors),
        "carrier": list(first.carriers),
        "level": ("level", list(first.levels), {"units": "1", "long_name": "quantile level"}),
    }
    return xr.Dataset(data, coords=coordinates, attrs=_provenance(ensembles, place))


def with_peaks(futures: xarray.Dataset, peaks: Sequence[DrawPeaks]) -> xarray.Dataset:
    """Return the data set with the peak facts of each draw.

    Parameters
    ----------
    futures
        From `dataset`.
    peaks
        Peaks in the order of the scenarios.
    """
    facts: dict[str, Any] = {}
    for name, field, unit, meaning in _PEAKS:
        values = np.stack([getattr(p, field) for p in peaks])
        values = values.astype(np.int8) if values.dtype == np.bool_ else values
        facts[name] = (("scenario", "draw"), values, _described(unit, meaning))
    return futures.assign(facts)


_PEAKS: Final[tuple[tuple[str, str, str, Text], ...]] = (
    ("peak_found", "found", "1", Text("目标年前达峰", "peaks inside the horizon")),
    (
        "peak_year",
        "year",
        "a",
        Text("达峰年份（未达峰为目标年）", "peak year (horizon if none)"),
    ),
    ("peak_level", "level", "t a-1", Text("峰值", "maximum")),
    (
        "peak_plateau",
        "plateau",
        "a",
        Text("平台期年数（2%以内）", "years within 2 % of it"),
    ),
    ("peak_rate_after", "rate_after", "a-1", Text("达峰后年均变化率", "mean yearly change after")),
    ("cumulative", "cumulative", "t", Text("自基准年起累计排放", "sum from the base year on")),
)


def write_dataset(futures: xarray.Dataset, path: Path) -> None:
    """Write a data set as netCDF 4; the same data give the same bytes.

    Parameters
    ----------
    futures
        From `dataset`.
    path
        File to write.
    """
    encoding = {
        str(name): {"zlib": True, "complevel": 4, "shuffle": True}
        for name, variable in futures.data_vars.items()
        if variable.dtype.kind in "fi" and "year" in variable.dims and "draw" not in variable.dims
    }
    futures.to_netcdf(path, engine="h5netcdf", format="NETCDF4", encoding=encoding)


def read_dataset(path: Path) -> xarray.Dataset:
    """Read a data set that `write_dataset` has written, wholly into memory."""
    import xarray as xr

    with xr.open_dataset(path, engine="h5netcdf") as opened:
        return opened.load()


def _alike(ensembles: Sequence[Ensemble]) -> Ensemble:
    if not ensembles:
        raise MethodError(Text("没有情景结果可写", "there is no ensemble to write"))
    first = ensembles[0]
    for other in ensembles[1:]:
        for axis in ("years", "sectors", "carriers"):
            mine: Axis[Any] = getattr(first, axis)
            mine.require(getattr(other, axis))
    return first


def _described(unit: str, meaning: Text) -> dict[str, Any]:
    return {"units": unit, "long_name": meaning.en, "long_name_zh": meaning.zh}


def _provenance(ensembles: Sequence[Ensemble], place: str) -> dict[str, Any]:
    recipe = ensembles[0].recipe
    return {
        "Conventions": "CF-1.11",
        "title": "Futures of energy use and CO2",
        "source": f"Dafeng {recipe.version}",
        "place": place,
        "basis": recipe.basis,
        "draws": recipe.draws,
        "comment": "No probability is attached to a scenario, only within one.",
    }
