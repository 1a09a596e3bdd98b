"""Futures in the layout of the Integrated Assessment Modeling Consortium."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from dafeng import reference
from dafeng.axes import Floats
from dafeng.files.safe_text import WORKBOOK_OPTIONS, guarded
from dafeng.scenarios.ensemble import LEVELS, Ensemble

#: The five columns before the years, in the order of the layout.
COLUMNS: Final = ("Model", "Scenario", "Region", "Variable", "Unit")

_MEDIAN: Final = LEVELS.index(0.5)

#: Names of carrier groups in the layout's tree of primary energy.
_ENERGY: Final = {
    "coal": "Primary Energy|Coal",
    "oil": "Primary Energy|Oil",
    "gas": "Primary Energy|Gas",
    "non_fossil": "Primary Energy|Non-Fossil",
    "other": "Primary Energy|Other",
    "electricity": "Net Purchases|Electricity",
    "heat": "Net Purchases|Heat",
}

#: Total energy with primary electricity by the coal-consumption method, no part of the tree.
_BY_COAL: Final = "Primary Energy (Coal-Consumption Method)"

#: Variable of the total on each basis; only the territorial one is the layout's own.
_TOTAL: Final = {
    "territorial": "Emissions|CO2|Energy and Industrial Processes",
    "assessment": "Emissions|CO2|Energy|Assessment Basis",
    "park": "Emissions|CO2|Energy and Industrial Processes|Park Basis",
}


@dataclass(frozen=True, slots=True)
class IamcRow:
    """One series: where it belongs and its value for each year; NaN is written as empty."""

    model: str
    scenario: str
    region: str
    variable: str
    unit: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class IamcTable:
    """Series on one axis of years."""

    years: tuple[int, ...]
    rows: tuple[IamcRow, ...]


def iamc_table(ensembles: Sequence[Ensemble], region: str, price_base: int) -> IamcTable:
    """Return futures as series: medians under the plain name, other quantiles below it.

    Parameters
    ----------
    ensembles
        One ensemble per scenario, on the same years.
    region
        Name or code of the place.
    price_base
        Year of constant prices of GDP, part of its unit.
    """
    rows = [row for e in ensembles for row in _rows(e, region, price_base)]
    first = ensembles[0].years
    for ensemble in ensembles:
        first.require(ensemble.years)
    return IamcTable(first.labels, tuple(rows))


def write_wide_csv(table: IamcTable, path: Path) -> None:
    """Write one line per series, one column per year."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows(
            [guarded(cell) if isinstance(cell, str) else cell for cell in line]
            for line in _wide(table)
        )


def write_workbook(table: IamcTable, path: Path) -> None:
    """Write the wide form on sheet ``data`` of a workbook, the same bytes for the same table.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    import datetime as dt
    import io

    import xlsxwriter

    made = io.BytesIO()  # the library's own error for a file is no OSError
    with xlsxwriter.Workbook(made, {"in_memory": True, **WORKBOOK_OPTIONS}) as book:
        book.set_properties({"created": dt.datetime(2000, 1, 1, tzinfo=dt.UTC)})
        sheet = book.add_worksheet("data")
        for position, line in enumerate(_wide(table)):
            sheet.write_row(position, 0, line)
        sheet.freeze_panes(1, len(COLUMNS))
    path.write_bytes(made.getvalue())


def _rows(ensemble: Ensemble, region: str, price_base: int) -> Iterator[IamcRow]:
    head = (f"Dafeng {ensemble.recipe.version}", ensemble.recipe.scenario, region)
    for variable, unit, scale, values in _series(ensemble, price_base):
        if np.isnan(values).all():
            continue
        for level, line in zip(ensemble.levels, values * scale, strict=True):
            name = variable if level == ensemble.levels[_MEDIAN] else _percentile(variable, level)
            yield IamcRow(*head, name, unit, tuple(float(v) for v in line))


def _series(ensemble: Ensemble, price_base: int) -> Iterator[tuple[str, str, float, Floats]]:
    """Yield variable, unit, scale from our unit, and quantiles (level, year)."""
    total = _TOTAL[ensemble.recipe.basis]
    mt = ("Mt CO2/yr", 1e-6)
    yield (total, *mt, _quantiles(ensemble, ensemble.totals))
    direct = _TOTAL["territorial"]
    if direct != total:
        yield (direct, *mt, _quantiles(ensemble, ensemble.direct))
    for position, sector in enumerate(ensemble.sectors):
        yield (f"{total}|{_sector(sector)}", *mt, ensemble.by_sector[:, :, position])
    yield ("Primary Energy", "PJ/yr", 1e-3, _quantiles(ensemble, ensemble.energy))
    yield (_BY_COAL, "PJ/yr", 1e-3, _quantiles(ensemble, ensemble.energy_thermal))
    for position, carrier in enumerate(ensemble.carriers):
        name = _ENERGY.get(carrier, f"Primary Energy|{carrier}")
        yield (name, "PJ/yr", 1e-3, ensemble.by_carrier[:, :, position])
    share = _quantiles(ensemble, ensemble.non_fossil_share)
    yield ("Primary Energy|Non-Fossil|Share", "%", 100.0, share)
    money = f"billion CNY_{price_base}/yr"
    yield ("GDP|Real", money, 1e-9, _quantiles(ensemble, ensemble.gdp))
    yield ("Population", "million", 1e-6, _quantiles(ensemble, ensemble.population))
    yield ("Carbon Sequestration|Land Use", *mt, _quantiles(ensemble, ensemble.sinks))


def _quantiles(ensemble: Ensemble, values: Floats) -> Floats:
    return np.asarray(np.quantile(values, ensemble.levels, axis=1))


def _sector(sector: str) -> str:
    return reference.sectors().name(sector).en.replace("|", "/")


def _percentile(variable: str, level: float) -> str:
    return f"{variable}|{100 * level:.1f}th Percentile"


def _wide(table: IamcTable) -> Iterator[list[str | float]]:
    yield [*COLUMNS, *map(str, table.years)]
    for row in table.rows:
        head = (row.model, row.scenario, row.region, row.variable, row.unit)
        yield [*head, *("" if np.isnan(v) else v for v in row.values)]
