"""What the child tells of cells, formats and sheets, and what it will not swallow."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from dafeng.dossier.cells import Cell
from dafeng.files.workbooks import read_sheets

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS = {"s": "worksheet", "t": "styles", "u": "sharedStrings"}
PATHS = {"s": "worksheets/sheet1.xml", "t": "styles.xml", "u": "/xl/sharedStrings.xml"}


def _relations(*entries: tuple[str, str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{path}"/>'
        for key, kind, path in entries
    )
    return f'<Relationships xmlns="{PACKAGE}">{inside}</Relationships>'


def _write(path: Path, sheet: str, *, after: str = "", rest: str = "", **parts: str) -> Path:
    """Write a workbook of one sheet; parts may be ``styles`` and ``strings``."""
    content: dict[str, str] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relations(("r", "officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": _relations(*((k, KINDS[k], PATHS[k]) for k in KINDS)),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{rest}<sheets>'
        '<sheet name="a" sheetId="1" r:id="s" state="hidden"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/>'
        f"<sheetData>{sheet}</sheetData>{after}</worksheet>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{parts.get("styles", "")}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{parts.get("strings", "")}</sst>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            strict = text.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
            archive.writestr(name, strict if "strict" in parts else text)
    path.write_bytes(buffer.getvalue())
    return path


def _rows(path: Path) -> tuple[tuple[Cell, ...], ...]:
    sheets, faults = read_sheets(path)
    assert not faults
    return sheets[0].rows


@pytest.mark.parametrize("namespace", [{}, {"strict": "yes"}])
def test_texts_and_truths_of_every_kind(tmp_path: Path, namespace: dict[str, str]) -> None:
    sheet = (
        '<row r="2"><c r="B2" t="s"><v>0</v></c><c t="inlineStr"><is><t> 行_x000A_内 </t></is></c>'
        '<c t="b"><v>0</v></c><c t="d"><v>2020-05-06T07:08:09</v></c><c t="e"><v>#N/A</v></c>'
        '<c><f>A1</f></c><c t="str"><f>A1</f><v></v></c><c t="str"><f>A1</f><v>x</v></c></row>'
    )
    strings = "<si><r><t>碳</t></r><r><t>达_x0041_峰</t></r><rPh><t>tan</t></rPh></si>"
    path = _write(tmp_path / "a.xlsx", sheet, strings=strings, **namespace)
    told = ("碳达A峰", " 行\n内 ", "FALSE", "2020-05-06", "#N/A", "#UNCALCULATED!", None, "x")
    assert _rows(path) == ((), (None, *told))


def test_what_claims_to_be_a_number_and_is_none_stays_text(tmp_path: Path) -> None:
    sheet = "<row>" + "".join(f"<c><v>{v}</v></c>" for v in ("NaN", "1e999", "7", "9" * 20))
    assert _rows(_write(tmp_path / "a.xlsx", sheet + "</row>")) == (("NaN", "inf", 7, 1e20),)


FORMATS = {
    "14": "2020-01-01",
    "31": "2020-01-01",
    "57": "2020-01-01",
    "164": "2020-01-01",
    "10": "4383150%",
    "165": 43831.5,
    "166": 43831.5,
    "167": 43831.5,
    "0": 43831.5,
}


@pytest.mark.parametrize("identifier", FORMATS)
def test_formats_tell_dates_and_per_cents(tmp_path: Path, identifier: str) -> None:
    codes = {"164": "yyyy年m月", "165": "0&quot;m&quot;", "166": "0\\%", "167": "G/通用格式"}
    made = "".join(f'<numFmt numFmtId="{k}" formatCode="{v}"/>' for k, v in codes.items())
    styles = f'<numFmts>{made}</numFmts><cellXfs><xf numFmtId="{identifier}"/></cellXfs>'
    path = _write(tmp_path / "a.xlsx", "<row><c><v>43831.5</v></c></row>", styles=styles)
    assert _rows(path) == ((FORMATS[identifier],),)


def test_dates_may_count_from_1904(tmp_path: Path) -> None:
    styles = '<cellXfs><xf numFmtId="14"/></cellXfs>'
    sheet, rest = "<row><c><v>42369</v></c></row>", '<workbookPr date1904="1"/>'
    assert _rows(_write(tmp_path / "a.xlsx", sheet, rest=rest, styles=styles)) == (("2020-01-01",),)


def test_empty_places_far_away_do_no_harm(tmp_path: Path) -> None:
    sheet = '<row><c><v>1</v></c><c r="XFD1" s="0"/></row><row r="1048576" ht="12.8"/>'
    assert _rows(_write(tmp_path / "a.xlsx", sheet)) == ((1,),)


def _overlapping() -> str:
    areas = "".join(f'<mergeCell ref="A{i}:AZZ{i + 500}"/>' for i in range(1, 50))
    return f"<mergeCells>{areas}</mergeCells>"


def test_one_text_told_very_often_is_refused(tmp_path: Path) -> None:
    sheet = "".join('<row><c t="s"><v>0</v></c></row>' for _ in range(3000))
    text = "".join(chr(0x4E00 + i % 20000) for i in range(30000))
    path = _write(tmp_path / "a.xlsx", sheet, strings=f"<si><t>{text}</t></si>")
    assert [f.rule for f in read_sheets(path)[1]] == ["workbook.refused"]


def test_merged_areas_that_overlap_without_end_are_refused(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.xlsx", "<row><c><v>1</v></c></row>", after=_overlapping())
    assert [f.rule for f in read_sheets(path)[1]] == ["workbook.refused"]


def test_a_shared_string_is_not_counted_from_behind(tmp_path: Path) -> None:
    sheet = '<row><c t="s"><v>-1</v></c></row>'
    path = _write(tmp_path / "a.xlsx", sheet, strings="<si><t>x</t></si>")
    assert [f.rule for f in read_sheets(path)[1]] == ["workbook.not_workbook"]
