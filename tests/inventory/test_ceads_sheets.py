"""Reading CEADs sheets, good and bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from dafeng import reference
from dafeng.errors import InputError
from dafeng.files.ceads import read_city_workbook, read_province_workbook
from dafeng.inventory.ceads import (
    Cell,
    is_sectoral,
    read_city_matrix,
    read_city_vector,
    read_sectoral_sheet,
    standard,
)

FUELS = [
    "Raw Coal", "Cleaned Coal", "Other Washed Coal", "Briquettes", "Coke", "Coke Oven Gas",
    "Other Gas", "Other Coking Products", "Crude Oil", "Gasoline", "Kerosene", "Diesel Oil",
    "Fuel Oil", "LPG", "Refinery Gas", "Other Petroleum Products", "Natural Gas",
]  # fmt: skip


def sheet() -> list[list[Cell]]:
    """Return a sheet with 1 Mt of raw coal and 0.5 Mt of process in every sector."""
    tree = reference.sectors()
    header: list[Cell] = [None, *FUELS, "Scope 2 Heat", "Process", "Scope 1 Total"]
    rows: list[list[Cell]] = [header, [None, *["Mt CO2"] * (len(header) - 1)], [None] * len(header)]
    rows.append(["Total Consumption", 47.0, *[0.0] * 16, 0, 23.5, 70.5])
    names = [tree.name(sector).en for sector in tree.leaves("fine")]
    rows.extend([f"{name}   ", 1.0, *[0.0] * 16, 0, 0.5, 1.5] for name in names)
    return rows


def test_a_good_sheet() -> None:
    inventory = read_sectoral_sheet("x.xlsx", "Zhejiang2019", sheet())
    assert (inventory.area, inventory.year) == ("Zhejiang", 2019)
    assert inventory.faults == ()
    assert inventory.total == pytest.approx(70.5e6)
    axis, co2, process = standard(inventory)
    assert co2.sum() + process.sum() == pytest.approx(70.5e6)
    assert co2[axis.index("construction")].sum() == pytest.approx(1e6)


def test_a_wrong_total_is_reported_and_not_added() -> None:
    rows = sheet()
    rows[3][1] = 48.0
    inventory = read_sectoral_sheet("x.xlsx", "2019", rows)
    assert inventory.co2.sum() == pytest.approx(47e6)
    assert {f.place.cell for f in inventory.faults} == {"B4", "U4"}


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [(0, 1, "Peat"), (1, 1, "kt"), (5, 0, "Beekeeping"), (6, 0, None), (7, 3, "n.a.")],
)
def test_anything_else_is_refused_with_its_place(row: int, column: int, value: Cell) -> None:
    rows = sheet()
    rows[row][column] = value
    with pytest.raises(InputError) as error:
        read_sectoral_sheet("x.xlsx", "Zhejiang2019", rows)
    assert all(f.place.sheet == "Zhejiang2019" for f in error.value.faults)


def test_names_of_sheets() -> None:
    assert is_sectoral("Inner Mongolia2019")
    assert is_sectoral("2019")
    assert not is_sectoral("NOTE")
    with pytest.raises(InputError):
        read_sectoral_sheet("x.xlsx", "NOTE", sheet())


def test_city_sheets() -> None:
    vector = read_city_vector(
        "x", "v", [["ID", "city", "year", "emission"], ["天津1997", "天津", 1997, 51.4]]
    )
    matrix = read_city_matrix("x", "m", [["city", "1997", "1998"], ["天津", None, 51.7]])
    assert [(c.city, c.year, round(c.co2)) for c in vector] == [("天津", 1997, 51_400_000)]
    assert [(c.city, c.year, round(c.co2)) for c in matrix] == [("天津", 1998, 51_700_000)]
    with pytest.raises(InputError):
        read_city_vector("x", "v", [["ID", "town"]])


def test_a_file_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"not a workbook")
    with pytest.raises(InputError):
        read_province_workbook(path)
    with pytest.raises(InputError):
        read_city_workbook(tmp_path / "absent.xlsx")
