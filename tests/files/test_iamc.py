"""Futures as files: the IAMC layout and netCDF."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from openpyxl.reader.excel import load_workbook

from dafeng.axes import Axis, year_axis
from dafeng.errors import LabelError, MethodError
from dafeng.files.ensemble_dataset import dataset, read_dataset, with_peaks, write_dataset
from dafeng.files.iamc import (
    COLUMNS,
    iamc_table,
    write_wide_csv,
    write_workbook,
)
from dafeng.peak.outlook import peaks_of
from dafeng.scenarios.ensemble import LEVELS, Ensemble, Recipe

SECTORS = Axis("sector", ("steel", "transport"))
CARRIERS = Axis("carrier", ("coal", "electricity"))


def ensemble(scenario: str, seed: int, horizon: int = 2026) -> Ensemble:
    rng = np.random.default_rng(seed)
    years = year_axis(2023, horizon)
    shape = (len(years), 40)
    return Ensemble(
        recipe=Recipe(scenario, 40, seed, "assessment", "0.1.0"),
        years=years,
        sectors=SECTORS,
        carriers=CARRIERS,
        totals=rng.uniform(5e7, 6e7, shape),
        direct=rng.uniform(3e7, 4e7, shape),
        energy=rng.uniform(5e5, 6e5, shape),
        energy_thermal=rng.uniform(7e5, 8e5, shape),
        non_fossil_share=rng.uniform(0.2, 0.3, shape),
        gdp=rng.uniform(1e12, 2e12, shape),
        population=rng.uniform(1e7, 2e7, shape),
        sinks=np.full(shape, np.nan),
        levels=LEVELS,
        by_sector=np.sort(rng.uniform(1e6, 2e6, (5, len(years), 2)), axis=0),
        by_carrier=np.sort(rng.uniform(1e5, 2e5, (5, len(years), 2)), axis=0),
    )


@pytest.fixture(name="futures", scope="module")
def two_futures() -> list[Ensemble]:
    return [ensemble("frozen", 1), ensemble("enhanced", 2)]


def parsed(path: Path) -> tuple[list[str], dict[tuple[str, str], list[str]]]:
    """Read a wide file the way an outsider would."""
    with path.open(encoding="utf-8", newline="") as handle:
        header, *lines = csv.reader(handle)
    return header, {(line[1], line[3]): line for line in lines}


def test_wide_form_has_the_columns_of_the_layout(futures: list[Ensemble], tmp_path: Path) -> None:
    write_wide_csv(iamc_table(futures, "杭州市", 2020), tmp_path / "wide.csv")
    header, lines = parsed(tmp_path / "wide.csv")
    assert tuple(header[:5]) == COLUMNS == ("Model", "Scenario", "Region", "Variable", "Unit")
    assert header[5:] == ["2023", "2024", "2025", "2026"]
    assert all(len(line) == len(header) for line in lines.values())
    assert {line[0] for line in lines.values()} == {"Dafeng 0.1.0"}
    assert {line[2] for line in lines.values()} == {"杭州市"}


def test_values_come_in_the_units_of_the_layout(futures: list[Ensemble], tmp_path: Path) -> None:
    write_wide_csv(iamc_table(futures, "杭州市", 2020), tmp_path / "wide.csv")
    _, lines = parsed(tmp_path / "wide.csv")
    total = lines["enhanced", "Emissions|CO2|Energy|Assessment Basis"]
    assert total[4] == "Mt CO2/yr"
    assert float(total[5]) == pytest.approx(np.median(futures[1].totals[0]) / 1e6)
    high = lines["frozen", "Emissions|CO2|Energy|Assessment Basis|95.0th Percentile"]
    assert float(high[8]) == pytest.approx(np.quantile(futures[0].totals[3], 0.95) / 1e6)
    steel = lines["frozen", "Emissions|CO2|Energy|Assessment Basis|Iron and steel"]
    assert float(steel[6]) == pytest.approx(futures[0].by_sector[2, 1, 0] / 1e6)
    assert lines["frozen", "Primary Energy|Coal"][4] == "PJ/yr"
    assert lines["frozen", "GDP|Real"][4] == "billion CNY_2020/yr"
    assert lines["frozen", "Population"][4] == "million"


def test_energy_stands_by_either_convention_of_electricity(futures: list[Ensemble]) -> None:
    lines = {(r.scenario, r.variable): r for r in iamc_table(futures, "杭州市", 2020).rows}
    for name, values in (
        ("Primary Energy", futures[1].energy),
        ("Primary Energy (Coal-Consumption Method)", futures[1].energy_thermal),
    ):
        assert lines["enhanced", name].unit == "PJ/yr"
        assert lines["enhanced", name].values[0] == pytest.approx(np.median(values[0]) / 1e3)
    found = dataset(futures, every_draw=False)
    picked = found.energy_thermal.sel(scenario="frozen", level=0.5, year=2026)
    assert float(picked) == pytest.approx(np.median(futures[0].energy_thermal[3]))
    assert found.energy_thermal.attrs["long_name"] != found.energy.attrs["long_name"]


def test_what_is_missing_has_no_line(futures: list[Ensemble], tmp_path: Path) -> None:
    write_wide_csv(iamc_table(futures, "杭州市", 2020), tmp_path / "wide.csv")
    _, lines = parsed(tmp_path / "wide.csv")
    assert not any("Sequestration" in variable for _, variable in lines)
    assert not any("" in line for line in lines.values())


@pytest.mark.parametrize("region", ["=1+1", "+cmd|'/C calc'!A0", "@SUM(1)", "-2+3", "\t=1", "'=1"])
def test_no_text_is_a_formula(futures: list[Ensemble], tmp_path: Path, region: str) -> None:
    table = iamc_table(futures, region, 2020)
    write_wide_csv(table, tmp_path / "wide.csv")
    with (tmp_path / "wide.csv").open(encoding="utf-8", newline="") as handle:
        assert {line[2] for line in list(csv.reader(handle))[1:]} == {"'" + region}
    write_workbook(table, tmp_path / "wide.xlsx")
    sheet = load_workbook(tmp_path / "wide.xlsx")["data"]  # type: ignore[no-untyped-call]
    kinds = {(cell.value, cell.data_type) for cell in list(sheet["C"])[1:]}
    assert kinds == {(region, "s")}


def test_no_text_is_a_link(futures: list[Ensemble], tmp_path: Path) -> None:
    write_workbook(iamc_table(futures, "https://example.org/a", 2020), tmp_path / "wide.xlsx")
    sheet = load_workbook(tmp_path / "wide.xlsx")["data"]  # type: ignore[no-untyped-call]
    assert all(cell.hyperlink is None for cell in sheet["C"])


def test_workbook_holds_the_wide_form(futures: list[Ensemble], tmp_path: Path) -> None:
    table = iamc_table(futures, "杭州市", 2020)
    for name in ("one.xlsx", "two.xlsx"):
        write_workbook(table, tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    sheet = load_workbook(tmp_path / "one.xlsx")["data"]  # type: ignore[no-untyped-call]
    assert [cell.value for cell in sheet[1]][:6] == [*COLUMNS, "2023"]
    assert sheet.max_row == len(table.rows) + 1


def test_scenarios_on_other_years_are_refused() -> None:
    with pytest.raises(LabelError):
        iamc_table([ensemble("frozen", 1), ensemble("enhanced", 2, 2030)], "x", 2020)


def test_dataset_is_labelled_with_draws_last(futures: list[Ensemble]) -> None:
    found = dataset(futures, "330100", 2020)
    assert found.totals.dims == ("scenario", "year", "draw")
    assert found.by_sector.dims == ("scenario", "level", "year", "sector")
    assert found.totals.attrs["units"] == "t a-1"
    assert found.gdp.attrs["price_base"] == 2020
    assert found.attrs["place"] == "330100"
    assert found.seed.values.tolist() == [1, 2]
    picked = found.totals.sel(scenario="enhanced", year=2025)
    assert np.array_equal(picked.values, futures[1].totals[2])


def test_dataset_without_draws_holds_their_quantiles(futures: list[Ensemble]) -> None:
    found = dataset(futures, every_draw=False)
    assert found.totals.dims == ("scenario", "level", "year")
    picked = found.totals.sel(scenario="frozen", level=0.75, year=2026)
    assert float(picked) == pytest.approx(np.quantile(futures[0].totals[3], 0.75))
    assert "draw" not in found.dims


def test_netcdf_is_read_back_and_the_same_bytes(futures: list[Ensemble], tmp_path: Path) -> None:
    peaks = [peaks_of(e.totals, e.years) for e in futures]
    found = with_peaks(dataset(futures, "330100", 2020), peaks)
    for name in ("one.nc", "two.nc"):
        write_dataset(found, tmp_path / name)
    assert (tmp_path / "one.nc").read_bytes() == (tmp_path / "two.nc").read_bytes()
    assert read_dataset(tmp_path / "one.nc").identical(found)


def test_nothing_to_write_is_said() -> None:
    with pytest.raises(MethodError):
        dataset([])


def test_dataset_refuses_other_years() -> None:
    with pytest.raises(LabelError):
        dataset([ensemble("frozen", 1), ensemble("enhanced", 2, 2030)])
