"""Pipes, devices and endless tables are refused, each with its reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dafeng import files
from dafeng.files import text_tables
from dafeng.files.text_tables import parse_text
from dafeng.files.workbook_guard import CELL, ROWS


@pytest.mark.parametrize("name", ["energy.csv", "energy.xlsx", "dossier.toml"])
@pytest.mark.parametrize("kind", ["pipe", "folder", "device"])
def test_what_is_no_plain_file_is_refused_and_not_opened(
    tmp_path: Path, name: str, kind: str
) -> None:
    path = tmp_path / name
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero")
    _, faults = files.read_dossier(tmp_path)
    assert [(f.rule, f.place.file) for f in faults if f.rule.startswith("file")] == [
        ("file.irregular", name)
    ]
    if kind != "folder":
        dossier, faults = files.read_dossier(path)
        assert dossier is None
        assert [f.rule for f in faults] == ["file.irregular"]


def test_a_text_table_of_too_many_rows_is_refused_with_the_limit() -> None:
    sheet, faults = parse_text("年份,数量\n".encode() + b"2020,1\n" * ROWS, "energy.csv")
    assert sheet is None
    assert [f.rule for f in faults] == ["file.long"]
    assert f"{ROWS:,}" in faults[0].message.zh
    sheet, faults = parse_text("年份,数量\n".encode() + b"2020,1\n" * (ROWS - 1), "energy.csv")
    assert sheet is not None
    assert faults == ()


def test_a_text_table_of_too_many_columns_or_cells_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, faults = parse_text(b"," * 5000, "energy.csv")
    assert [f.rule for f in faults] == ["file.long"]
    monkeypatch.setattr(text_tables, "CELLS", 10)
    _, faults = parse_text(b"1,2,3\n" * 4, "energy.csv")
    assert [f.rule for f in faults] == ["file.long"]


def test_an_endless_identity_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dafeng.files import dossier_folder

    monkeypatch.setattr(dossier_folder, "LARGEST", 10)
    (tmp_path / "dossier.toml").write_text('code = "410500"\n', "utf-8")
    _, faults = files.read_dossier(tmp_path)
    assert "file.large" in {f.rule for f in faults}


def test_a_workbook_says_what_it_hides(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "能源.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("说明").write(0, 0, "说明")
        sheet = book.add_worksheet("能源2020")
        rows = [["项目", "原煤（万吨）", "柴油（万吨）"], ["建筑业", 1, 2], ["农林牧渔业", 3, 4]]
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(2, 5, None, None, {"hidden": True})
        sheet.hide()
    _, faults = files.read_dossier(path)
    found = {f.rule: (f.place.sheet, f.message.zh) for f in faults if f.rule.endswith(".hidden")}
    assert found["sheet.hidden"][0] == "能源2020"
    assert "1 行：3" in found["rows.hidden"][1]
    assert "1 列：C" in found["rows.hidden"][1]


@pytest.mark.parametrize("name", ["energy.csv", "energy.xlsx", "dossier.toml"])
def test_a_link_out_of_the_folder_is_not_read_and_one_inside_is(tmp_path: Path, name: str) -> None:
    folder, away = tmp_path / "place", tmp_path / "secret.txt"
    folder.mkdir()
    away.write_text("root:x:0:0:root:/root:/bin/bash\n", encoding="utf-8")
    (folder / name).symlink_to(away)
    _, faults = files.read_dossier(folder)
    found = [f for f in faults if f.rule.startswith("file")]
    assert [f.rule for f in found] == ["file.outside"]
    assert not any("root" in str(f.message) for f in faults)
    (folder / name).unlink()
    (folder / "kept.csv").write_text("年份,指标,数值,单位\n2020,人口,3,万人\n", encoding="utf-8")
    (folder / "activity.csv").symlink_to("kept.csv")
    _, faults = files.read_dossier(folder)
    assert not [f for f in faults if f.rule == "file.outside"]


def test_a_cell_longer_than_any_of_a_workbook_is_named() -> None:
    head = "年份,部门,数量\n"
    sheet, faults = parse_text(f"{head}2020,{'工' * CELL},1\n".encode(), "energy.csv")
    assert sheet is not None
    assert faults == ()
    sheet, faults = parse_text(f"{head}2020,{'工' * (CELL + 1)},1\n".encode(), "energy.csv")
    assert sheet is None
    assert [(f.rule, f.place.cell) for f in faults] == [("file.cell", "B2")]
    assert f"{CELL:,}" in faults[0].message.zh


def test_a_cell_beyond_what_is_split_at_all_is_named_by_its_row() -> None:
    rows = ["年份,部门,数量", "2020,工业,1", f"2021,{'工' * 200_000},1"]
    sheet, faults = parse_text("\n".join(rows).encode(), "energy.csv")
    assert sheet is None
    assert [(f.rule, f.place.row) for f in faults] == [("file.cell", 3)]


def test_a_long_value_of_the_identity_is_named_and_left_out(tmp_path: Path) -> None:
    (tmp_path / "dossier.toml").write_text(
        f'code = "330100"\nboundary = "{"界" * (CELL + 1)}"\nbase_year = 2020\nprice_base = 2020\n',
        encoding="utf-8",
    )
    dossier, faults = files.read_dossier(tmp_path)
    assert dossier is not None
    assert dossier.identity.boundary.zh == "—"
    assert [f.place.field for f in faults if f.rule == "identity.long"] == ["boundary"]
