"""Every figure is traceable: each row of each table has source, year and licence."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from dafeng.errors import UnknownNameError
from dafeng.reference import licence_name, sources, table, tables
from dafeng.units import unit

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", tables())
def test_every_row_has_source_year_and_licence(name: str) -> None:
    shown = table(name)
    assert shown.title == tables()[name]
    assert len(shown) > 0
    year, source, title, licence = (
        shown.columns.index(c) for c in ("year", "source", "source_title", "licence")
    )
    for row in shown.rows:
        assert len(row) == len(shown.columns)
        assert 1990 <= int(row[year]) <= 2060
        assert row[source] in sources()
        assert row[title]
        assert row[licence]


def test_every_packaged_table_is_listed() -> None:
    folder = files("dafeng.reference") / "tables"
    stored = {Path(str(path)).stem for path in folder.iterdir()}
    assert stored - {"tables"} == set(tables())


@pytest.mark.parametrize("licence", sorted({s.licence for s in sources().values()}))
def test_every_licence_is_told_in_both_languages(licence: str) -> None:
    name = licence_name(licence)
    assert name.en == licence
    assert any("\u4e00" <= letter <= "\u9fff" for letter in name.zh)


def test_a_licence_of_the_place_stays_as_stated() -> None:
    assert licence_name("内部资料").en == "内部资料"
    assert licence_name("").zh == "—"


def test_tables_are_small() -> None:
    folder = files("dafeng.reference") / "tables"
    assert sum(Path(str(path)).stat().st_size for path in folder.iterdir()) < 1_500_000


def test_an_unknown_table_raises_and_lists_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match="grid_factors"):
        table("horoscopes")


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("carriers", "unit"),
        ("fuel_factors", "unit"),
        ("standard_coal", "unit"),
        ("process_factors", "unit"),
        ("grid_factors", "unit"),
        ("electricity_use", "unit"),
        ("targets", "unit"),
    ],
)
def test_every_unit_in_the_tables_is_known(name: str, column: str) -> None:
    shown = table(name)
    for row in shown.rows:
        text = row[shown.columns.index(column)]
        assert not text or unit(text)


def test_marks_say_how_far_a_figure_was_verified() -> None:
    for name in ("fuel_factors", "grid_factors", "process_factors", "standard_coal", "targets"):
        shown = table(name)
        marks = {row[shown.columns.index("verification")] for row in shown.rows}
        assert marks <= {"A", "D", "S", "M"}


def test_tables_are_what_the_data_sets_compile_to(shared_data: Path, tmp_path: Path) -> None:
    folder = files("dafeng.reference") / "tables"
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    command = [sys.executable, "-m", "tools.compile_reference"]
    where = ["--data", str(shared_data), "--tables", str(tmp_path)]
    subprocess.run([*command, *where], check=True, capture_output=True, cwd=ROOT)
    compiled = [Path(str(path)).name for path in folder.iterdir()]
    assert len(compiled) >= 11
    for name in compiled:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


def test_import_is_light() -> None:
    script = "import sys, dafeng.reference, dafeng.units; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    ).stdout.split()
    assert not {"polars", "pint", "scipy", "openpyxl", "pandas"} & set(loaded)
