"""Reading CEADs sheets, good and bad."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from dafeng import reference
from dafeng.desk.answer_ceads import ceads
from dafeng.errors import InputError
from dafeng.files.ceads import read_ceads_workbook
from dafeng.inventory.ceads import is_sectoral, read_sectoral_sheet, standard
from dafeng.inventory.ceads_cells import Cell
from dafeng.inventory.ceads_cities import read_city_matrix, read_city_vector

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


def test_every_bad_cell_is_told_at_once_and_a_blank_is_no_zero() -> None:
    rows = sheet()
    rows[7][3], rows[9][1], rows[11][2], rows[12][4] = "n.a.", None, "nan", True
    with pytest.raises(InputError) as error:
        read_sectoral_sheet("x.xlsx", "Zhejiang2019", rows)
    assert [(f.rule, f.place.cell) for f in error.value.faults] == [
        ("ceads.cell.number", "D8"),
        ("ceads.cell.blank", "B10"),
        ("ceads.cell.number", "C12"),
        ("ceads.cell.number", "E13"),
    ]


def test_a_sheet_without_a_row_of_units_is_refused() -> None:
    with pytest.raises(InputError) as error:
        read_sectoral_sheet("x.xlsx", "2019", sheet()[:1])
    assert error.value.faults[0].rule == "ceads.layout"


def test_every_bad_year_and_figure_of_the_cities_is_told() -> None:
    header: list[Cell] = ["ID", "city", "year", "emission"]
    rows: list[list[Cell]] = [
        header,
        ["", "天津", "n.d.", 1.0],
        ["", "天津", 1998, "-"],
        ["", "天津", 1999, 2.0],
    ]
    with pytest.raises(InputError) as error:
        read_city_vector("x", "v", rows)
    assert [(f.rule, f.place.cell) for f in error.value.faults] == [
        ("ceads.cell.year", "C2"),
        ("ceads.cell.number", "D3"),
    ]
    with pytest.raises(InputError):
        read_city_matrix("x", "m", [])


def workbook(path: Path, sheets: dict[str, list[list[Cell]]]) -> Path:
    """Write sheets as a workbook."""
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            written = book.add_worksheet(name)
            for i, row in enumerate(rows):
                written.write_row(i, 0, row)
    return path


def test_faults_of_all_sheets_of_a_provincial_workbook_are_told(tmp_path: Path) -> None:
    bad = sheet()
    bad[7][3] = "n.a."
    sheets = {"Zhejiang2019": bad, "Anhui2019": sheet(), "Hubei2019": bad}
    with pytest.raises(InputError) as error:
        ceads(workbook(tmp_path / "provinces.xlsx", sheets))
    found = [(f.rule, f.place.sheet, f.place.cell) for f in error.value.faults]
    assert found == [
        ("ceads.cell.number", "Zhejiang2019", "D8"),
        ("ceads.cell.number", "Hubei2019", "D8"),
    ]


def test_the_names_of_sheets_tell_sectors_from_cities(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["ID", "city", "year", "emission"], ["", "天津", 1997, 51.4]]
    cities, _ = ceads(workbook(tmp_path / "cities.xlsx", {"emission vector": rows}))
    sectors, _ = ceads(workbook(tmp_path / "one.xlsx", {"Zhejiang2019": sheet()}))
    assert [t.id for t in (*cities.tables, *sectors.tables)] == ["cities", "sheets"]
    with pytest.raises(InputError) as error:
        ceads(workbook(tmp_path / "other.xlsx", {"Energy": rows}))
    assert error.value.faults[0].rule == "ceads.workbook"


def test_a_file_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"not a workbook")
    with pytest.raises(InputError):
        read_ceads_workbook(path)
    with pytest.raises(InputError):
        read_ceads_workbook(tmp_path / "absent.xlsx")
