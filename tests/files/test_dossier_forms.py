"""Folder and workbook, encodings and layouts: the same dossier to the last digit."""

from __future__ import annotations

import codecs
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from tests import exemplar

from dafeng import files
from dafeng.dossier.cells import Cell
from dafeng.dossier.records import Dossier
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.snapshot import canonical, content_hash
from dafeng.errors import Severity
from dafeng.files.text_tables import parse_text, write_text_table
from dafeng.files.workbooks import read_sheets, write_sheets
from dafeng.language import Language

FULL_WIDTH = str.maketrans("0123456789.,-%()", "０１２３４５６７８９．，－％（）")


def _new_book() -> Any:
    from openpyxl.workbook.workbook import Workbook

    make: Any = Workbook
    return make()


def _open_book(path: Path) -> Any:
    from openpyxl.reader.excel import load_workbook

    load: Any = load_workbook
    return load(path)


@pytest.fixture(scope="module")
def good() -> Dossier:
    return exemplar.good_dossier()


def _usable(path: Path) -> Dossier:
    dossier, faults = files.read_dossier(path)
    assert not [f for f in faults if f.severity is Severity.ERROR], faults[:5]
    assert dossier is not None
    return dossier


@pytest.mark.parametrize("language", ["zh", "en"])
def test_folder_and_workbook_read_back_as_the_same_dossier(
    good: Dossier, tmp_path: Path, language: Language
) -> None:
    files.write_dossier(good, tmp_path / "folder", "folder", language)
    files.write_dossier(good, tmp_path / "book.xlsx", "workbook", language)
    folder, book = _usable(tmp_path / "folder"), _usable(tmp_path / "book.xlsx")
    assert canonical(folder) == canonical(book) == canonical(good)
    assert content_hash(folder) == content_hash(book) == content_hash(good)


def test_writing_twice_gives_the_same_bytes(good: Dossier, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        files.write_dossier(good, tmp_path / name, "workbook")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_changed_figure_changes_the_hash(good: Dossier, tmp_path: Path) -> None:
    files.write_dossier(good, tmp_path, "folder")
    table = tmp_path / "energy.csv"
    table.write_text(table.read_text("utf-8-sig").replace(",279,", ",279.01,", 1), "utf-8")
    assert content_hash(_usable(tmp_path)) != content_hash(good)


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-8", "utf-16", "utf-16-le"])
def test_every_encoding_gives_the_same_dossier(
    good: Dossier, tmp_path: Path, encoding: str
) -> None:
    files.write_dossier(good, tmp_path, "folder")
    for table in tmp_path.glob("*.csv"):
        table.write_bytes(table.read_text("utf-8-sig").encode(encoding))
    assert content_hash(_usable(tmp_path)) == content_hash(good)


@pytest.mark.parametrize("separator", [";", "\t"])
def test_semicolons_and_tabs_separate_too(good: Dossier, tmp_path: Path, separator: str) -> None:
    files.write_dossier(good, tmp_path, "folder", "zh")
    for table in tmp_path.glob("*.csv"):
        text = table.read_text("utf-8-sig").replace(",", separator)
        table.write_text(text, "utf-8")
    assert content_hash(_usable(tmp_path)) == content_hash(good)


def test_full_width_digits_and_thousands_separators_give_the_same_dossier(
    good: Dossier, tmp_path: Path
) -> None:
    parts = exemplar.tables()
    for name in ("energy", "activity", "process", "published"):
        head, *rows = parts[name]
        parts[name] = [head]
        parts[name] += [[_wide(c) for c in row] for row in rows]
    sheets = [RawSheet("", name, tuple(map(tuple, rows))) for name, rows in parts.items()]
    _write_folder(sheets, tmp_path)
    assert content_hash(_usable(tmp_path)) == content_hash(good)


def _wide(cell: object) -> str | None:
    if isinstance(cell, float):
        return f"{cell:,}".translate(FULL_WIDTH)
    return None if cell is None else str(cell).translate(FULL_WIDTH)


def _write_folder(sheets: list[RawSheet], folder: Path) -> None:
    from dafeng.files.dossier_folder import identity_text

    (folder / "dossier.toml").write_text(identity_text(exemplar.good_dossier()), "utf-8")
    for sheet in sheets:
        write_text_table(sheet, folder / f"{sheet.sheet}.csv")


def test_merged_headers_of_a_workbook_give_the_records_of_plain_ones(tmp_path: Path) -> None:
    found = []
    for merged in (False, True):
        folder = tmp_path / str(merged)
        folder.mkdir()
        rest = {k: v for k, v in exemplar.tables().items() if k != "energy"}
        _write_folder(
            [RawSheet("", n, tuple(map(tuple, rows))) for n, rows in rest.items()], folder
        )
        book = _new_book()
        book.remove(book.active)
        for year in exemplar.YEARS:
            sheet = book.create_sheet(f"{year}")
            for row in exemplar.balance_table(year, merged=merged):
                sheet.append(row)
            if merged:
                sheet.merge_cells("A1:L1")
                sheet.merge_cells("A3:A4")
            branches = book.create_sheet(f"分行业{year}")
            for row in exemplar.branch_table(year):
                branches.append(row)
        book.save(folder / "能源平衡表.xlsx")
        found.append(_usable(folder))
    assert content_hash(found[0]) == content_hash(found[1])
    assert len(found[0].energy) == 570


def test_formula_like_text_is_written_as_text_and_read_back(tmp_path: Path) -> None:
    payloads = ("=1+1", "+cmd", "-2+3", "@SUM(A1)", "'=x", "''+y", '=HYPERLINK("http://x")', "-5")
    rows: tuple[tuple[Cell, ...], ...] = (
        ("编号", "题名"),
        *((f"S{i}", text) for i, text in enumerate(payloads)),
        ("n", -5.25),
    )
    sheet = RawSheet("", "sources", rows)
    write_text_table(sheet, tmp_path / "sources.csv")
    raw = (tmp_path / "sources.csv").read_bytes()
    assert raw.startswith(codecs.BOM_UTF8)
    assert b",=" not in raw
    assert b",@" not in raw
    assert b"-5.25" in raw
    again, _ = parse_text(raw, "sources.csv")
    assert again is not None
    assert [r[1] for r in again.rows[1:-1]] == list(payloads)
    write_sheets([sheet], tmp_path / "sources.xlsx")
    cells = _open_book(tmp_path / "sources.xlsx").active
    assert cells is not None
    assert {c.data_type for row in cells.iter_rows(min_row=2, max_col=2) for c in row} <= {"s", "n"}
    assert [r[1] for r in read_sheets(tmp_path / "sources.xlsx")[0][0].rows[1:-1]] == list(payloads)


def test_numbers_keep_every_digit_in_a_workbook(tmp_path: Path) -> None:
    values = (0.1 + 0.2, 1 / 3, 1e-300, 1.7976931348623157e308, 123456789.12345679, -0.0, 5e-324)
    write_sheets([RawSheet("", "a", (values,))], tmp_path / "a.xlsx")
    read = read_sheets(tmp_path / "a.xlsx")[0][0].rows[0]
    assert [float(c or 0) for c in read] == list(values)


def test_formula_errors_dates_and_percentages_of_a_workbook_are_told(tmp_path: Path) -> None:
    book = _new_book()
    sheet = book.active
    assert sheet is not None
    sheet["B2"] = dt.date(2020, 1, 1)
    sheet["B3"] = 0.125
    sheet["B3"].number_format = "0.0%"
    sheet["B4"] = "=A1"
    sheet["B5"] = "#REF!"
    sheet["B5"].data_type = "e"
    sheet["B6"] = True
    sheet["C7"] = "  字  "
    book.save(tmp_path / "a.xlsx")
    found = read_sheets(tmp_path / "a.xlsx")[0][0]
    column = [found.at(row, 2) for row in range(1, 7)]
    assert column == [None, "2020-01-01", "12.5%", "#UNCALCULATED!", "#REF!", "TRUE"]
    assert found.at(7, 3) == "  字  "


def test_toml_faults_name_the_key(good: Dossier, tmp_path: Path) -> None:
    files.write_dossier(good, tmp_path, "folder")
    toml = tmp_path / "dossier.toml"
    text = toml.read_text("utf-8")
    toml.write_text(text.replace("base_year = 2020", 'base_yaer = 2020\nprice = "x"'), "utf-8")
    _, faults = files.read_dossier(tmp_path)
    assert {(f.rule, f.place.field) for f in faults if f.rule.startswith("identity")} >= {
        ("identity.key.unknown", "accounting.base_yaer"),
        ("identity.key.missing", "base_year"),
    }
    toml.write_text("[place\ncode =", "utf-8")
    _, faults = files.read_dossier(tmp_path)
    assert "identity.syntax" in {f.rule for f in faults}


def test_other_files_in_the_folder_are_named(good: Dossier, tmp_path: Path) -> None:
    files.write_dossier(good, tmp_path, "folder")
    (tmp_path / "封面.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "旧表.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    _, faults = files.read_dossier(tmp_path)
    assert {(f.rule, f.place.file) for f in faults} == {
        ("file.unused", "封面.pdf"),
        ("file.format", "旧表.xls"),
    }


def test_a_missing_path_is_a_fault(tmp_path: Path) -> None:
    dossier, faults = files.read_dossier(tmp_path / "nowhere")
    assert dossier is None
    assert [f.rule for f in faults] == ["file.missing"]


def test_bytes_that_are_no_text_are_a_fault() -> None:
    sheet, faults = parse_text(bytes(range(128, 256)) * 3 + b"\xff\xff", "a.csv")
    assert sheet is None
    assert [f.rule for f in faults] == ["file.encoding"]


def test_a_zero_byte_is_told_where_it_stands() -> None:
    sheet, faults = parse_text("年份,数量\n2020,1\x000\n".encode(), "energy.csv")
    assert sheet is None
    assert [(f.rule, f.place.row) for f in faults] == [("file.zero_bytes", 2)]
    assert "NUL" in faults[0].message.zh


def test_a_zero_byte_in_the_identity_is_told(tmp_path: Path) -> None:
    (tmp_path / "dossier.toml").write_bytes(b'code = "330500"\nbase_year = 20\x0020\n')
    _, faults = files.read_dossier(tmp_path)
    assert "file.zero_bytes" in {f.rule for f in faults}


@pytest.mark.parametrize("name", ["energy.csv", "energy.xlsx", "dossier.toml", "notes.pdf"])
def test_a_broken_link_is_a_fault(tmp_path: Path, name: str) -> None:
    (tmp_path / name).symlink_to(tmp_path / "gone")
    _, faults = files.read_dossier(tmp_path)
    assert (name, "file.link") in {(f.place.file, f.rule) for f in faults}


def test_texts_that_spreadsheets_export_as_formulas_are_read_and_told_once() -> None:
    rows = '年份,数量\n2020,"=""779.4"""\n2021,"=""1,024"""\n2022,"="""""\n'
    sheet, faults = parse_text(rows.encode(), "energy.csv")
    assert sheet is not None
    assert [row[1] for row in sheet.rows] == ["数量", "779.4", "1,024", None]
    (told,) = faults
    assert (told.rule, told.place.row, told.place.column) == ("file.exported", 2, 2)
    assert told.message.zh.startswith("3 ")
    assert told.message.en.startswith("3 ")
    sheet, faults = parse_text("年份,数量\n2020,=1+2\n".encode(), "energy.csv")
    assert sheet is not None
    assert sheet.rows[1][1] == "=1+2"
    assert not faults


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "utf-16"])
def test_a_web_page_under_the_name_of_a_workbook_is_called_one(
    good: Dossier, tmp_path: Path, encoding: str
) -> None:
    files.write_dossier(good, tmp_path, "folder")
    page = "<html><body><table><tr><td>原煤</td></tr></table></body></html>"
    (tmp_path / "能源.xls").write_bytes(page.encode(encoding))
    _, faults = files.read_dossier(tmp_path)
    assert [(f.rule, f.place.file) for f in faults] == [("file.web_page", "能源.xls")]
    _, faults = files.read_dossier(tmp_path / "能源.xls")
    assert [f.rule for f in faults] == ["file.web_page"]
