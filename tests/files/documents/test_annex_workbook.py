"""How do the annexes become a workbook?"""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl.reader.excel import load_workbook

from dafeng.files.annex_workbook import annexes_bytes, write_annexes
from dafeng.language import Text, same
from dafeng.plan.binding import Measured, Spread, plain
from dafeng.plan.quantities import EMISSIONS, MONEY, SHARE
from dafeng.plan.tree import Block, Column, DataTable, Document, Heading, figures_in


@pytest.fixture(scope="module")
def raw(document: Document) -> bytes:
    return annexes_bytes(document)


def book(raw: bytes) -> Any:
    return load_workbook(io.BytesIO(raw))  # type: ignore[no-untyped-call]


def annexed(document: Document, *tables: DataTable) -> Any:
    blocks: tuple[Block, ...] = (Heading(1, same("A"), annex=True), *tables)
    return book(annexes_bytes(replace(document, blocks=blocks)))


def rows(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(min_row=4, values_only=True))


def test_the_same_document_has_the_same_bytes(
    document: Document, raw: bytes, tmp_path: Path
) -> None:
    write_annexes(document, tmp_path / "annexes.xlsx")
    assert (tmp_path / "annexes.xlsx").read_bytes() == raw


def test_each_table_of_the_annexes_has_a_sheet(document: Document, raw: bytes) -> None:
    start = next(n for n, b in enumerate(document.blocks) if isinstance(b, Heading) and b.annex)
    wanted = [b for b in document.blocks[start:] if isinstance(b, DataTable)]
    sheets = book(raw).worksheets[1:]
    titles = [sheet["A2"].value for sheet in sheets]
    assert {f"{t.label.en} {t.caption.en}" for t in wanted if t.label} <= set(titles)
    assert any("Key projects" in title for title in titles)


def test_every_figure_of_the_text_is_listed_with_its_exact_value(
    document: Document, raw: bytes
) -> None:
    found = {row[0]: row for row in rows(book(raw).worksheets[-1])[1:]}
    for figure in figures_in(document.body):
        row = found[figure.id]
        assert row[4] == figure.text.en
        if figure.quantity.canonical == "t":
            assert row[1] == pytest.approx(figure.value, rel=1e-15)


def test_units_stand_in_the_head_or_beside_the_figure(document: Document) -> None:
    columns = (
        Column("name", Text("名称", "Name")),
        Column("a", Text("排放", "CO2"), EMISSIONS.unit),
        Column("b", Text("值", "Value")),
    )
    cells = (
        (Text("甲", "A"), Measured(1.5e6, EMISSIONS), Measured(2e8, MONEY)),
        (Text("乙", "B"), Spread(1.0, 2.0, 3.0, EMISSIONS), Measured(0.25, SHARE)),
        (Text("丙", "C"), Measured(None, EMISSIONS), same("2023")),
    )
    sheet = annexed(document, DataTable("t", same("T"), columns, cells)).worksheets[1]
    head, *body = rows(sheet)
    assert head == (
        *("名称", "Name", "排放（吨）\nCO2 (t)"),
        *("排放（吨），下限\nCO2 (t), low", "排放（吨），上限\nCO2 (t), high"),
        *("值\nValue", "单位\nUnit"),
    )
    assert body[0] == ("甲", "A", 1.5e6, None, None, 20000, "万元\n10,000 yuan")
    assert body[1] == ("乙", "B", 2, 1, 3, 0.25, "%")
    assert body[2] == ("丙", "C", None, None, None, 2023, None)
    assert sheet["F6"].number_format == "0.0%"


def test_measures_are_counted_in_the_unit_that_stands_beside_them(document: Document) -> None:
    (table,) = (b for b in document.blocks if isinstance(b, DataTable) and "measures" in b.id)
    head, *body = rows(annexed(document, table).worksheets[1])
    assert sum("Unit" in str(cell) for cell in head) == 1
    assert head[-1] == "投资（万元）\nInvestment (10,000 yuan)"
    assert table.heads[-1].en == "Investment (million yuan)"
    assert any("MWh/a" in row for row in body)


def test_words_are_never_formulas_and_codes_stay_words(document: Document) -> None:
    attacks = ("=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "http://example.org", "007", "1e5")
    columns = (Column("a", same("=HEAD()")), Column("b", same("b")))
    cells = tuple((same(a), same(a)) for a in attacks)
    table = DataTable("a/b[1]*?", same("=T"), columns, cells, (plain(same("=NOTE()")),))
    sheet = annexed(document, table).worksheets[1]
    assert [row[0] for row in rows(sheet)[1:7]] == list(attacks)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)
