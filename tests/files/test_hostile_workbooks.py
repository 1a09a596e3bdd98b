"""Hostile and broken workbooks: a fault, within bounded time, and no crash."""

from __future__ import annotations

import contextlib
import io
import random
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dafeng import files
from dafeng.dossier.rules import rules
from dafeng.files import workbook_child, workbooks
from dafeng.files.workbooks import read_sheets

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
GOOD_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def _parts(sheet: str = GOOD_CELL, after: str = "", head: str = "") -> dict[str, str | bytes]:
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{MAIN}"><sheetData>{sheet}'
        f"</sheetData>{after}</worksheet>",
    }


def _zip(parts: dict[str, str | bytes], level: int = 9) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _bomb() -> bytes:
    return _zip({**_parts(), "xl/media/zeros.bin": bytes(30 << 20)})


def _far_cell() -> bytes:
    return _zip(_parts('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))


def _wide_cells() -> bytes:
    rows = "".join(f'<row r="{i}"><c r="BXX{i}"><v>1</v></c></row>' for i in range(1, 9000))
    return _zip(_parts(rows))


def _merged() -> bytes:
    area = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    return _zip(_parts(after=area))


def _laughs() -> bytes:
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 9))
    head = f'<!DOCTYPE w [<!ENTITY e0 "ha">{entities}]>'
    return _zip(_parts('<row r="1"><c r="A1" t="str"><v>&e8;</v></c></row>', head=head))


def _external() -> bytes:
    head = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return _zip(_parts('<row r="1"><c r="A1" t="str"><v>&x;</v></c></row>', head=head))


def _deep() -> bytes:
    return _zip(_parts("<row>" + "<c>" * 5000 + "</c>" * 5000 + "</row>"))


def _many_members() -> bytes:
    return _zip({**_parts(), **{f"xl/x{i}.xml": "" for i in range(2500)}})


def _no_sheets() -> bytes:
    parts = _parts()
    parts["xl/workbook.xml"] = f'<workbook xmlns="{MAIN}"><sheets/></workbook>'
    return _zip(parts)


def _lying_size() -> bytes:
    data = bytearray(_zip({**_parts(), "xl/big.xml": b"<a>" + b" " * (5 << 20) + b"</a>"}))
    place = data.rfind(b"xl/big.xml") - 46
    data[place + 24 : place + 28] = (10).to_bytes(4, "little")
    return bytes(data)


def _legacy() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)


def _ods() -> bytes:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return _zip({"mimetype": kind, "content.xml": "<a/>"})


def _outside() -> bytes:
    return _zip({**_parts(), "../../evil.txt": "x"})


def _shared_string_out_of_range() -> bytes:
    return _zip(_parts('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'))


def _style_out_of_range() -> bytes:
    return _zip(_parts('<row r="x"><c r="A1" s="999"><v>1</v></c></row>'))


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb": (_bomb, "workbook.refused"),
    "far cell": (_far_cell, "workbook.refused"),
    "wide cells": (_wide_cells, "workbook.refused"),
    "merged": (_merged, "workbook.refused"),
    "billion laughs": (_laughs, "workbook.refused"),
    "external entity": (_external, "workbook.refused"),
    "deep": (_deep, "workbook.refused"),
    "many members": (_many_members, "workbook.refused"),
    "outside": (_outside, "workbook.refused"),
    "lying size": (_lying_size, "workbook.not_workbook"),
    "no sheets": (_no_sheets, "workbook.empty"),
    "legacy xls": (_legacy, "file.format"),
    "ods": (_ods, "file.format"),
    "empty": (bytes, "workbook.not_workbook"),
    "random": (lambda: random.Random(1).randbytes(5000), "workbook.not_workbook"),  # noqa: S311
    "text": ("年份,数量\n2020,1".encode, "workbook.not_workbook"),
    "no content types": (lambda: _zip({"a.txt": "x"}), "workbook.not_workbook"),
    "broken xml": (lambda: _zip(_parts("<row><c>")), "workbook.not_workbook"),
    "shared string": (_shared_string_out_of_range, "workbook.not_workbook"),
    "row number": (_style_out_of_range, "workbook.refused"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_in_bounded_time(name: str, tmp_path: Path) -> None:
    make, rule = HOSTILE[name]
    path = tmp_path / "档案.xlsx"
    path.write_bytes(make())
    start = time.monotonic()
    dossier, faults = files.read_dossier(path)
    assert time.monotonic() - start < 10
    assert dossier is None
    assert [f.rule for f in faults] == [rule], faults
    assert faults[0].place.file == "档案.xlsx"


def test_the_plain_part_of_the_corpus_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(_zip(_parts()))
    sheets, faults = read_sheets(path)
    assert not faults
    assert sheets[0].rows == ((1,),)


def test_a_cell_beyond_the_format_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    words = "".join(chr(0x4E00 + i * 7919 % 20_000) for i in range(32_768))
    cell = f'<c r="B2" t="inlineStr"><is><t>{words}</t></is></c>'
    path.write_bytes(_zip(_parts(f'{GOOD_CELL}<row r="2">{cell}</row>')))
    sheets, faults = read_sheets(path)
    assert sheets == ()
    assert [(f.rule, f.place.sheet, f.place.cell) for f in faults] == [("file.cell", "a", "B2")]


def test_truncated_workbooks_are_faults_in_process(tmp_path: Path) -> None:
    whole = _zip(_parts())
    path = tmp_path / "a.xlsx"
    for cut in range(0, len(whole) - 1, 37):
        path.write_bytes(whole[:cut])
        with pytest.raises(workbook_child.RefusedError):
            workbook_child.read_workbook(str(path))


def test_flipped_bytes_never_escape_as_another_error(tmp_path: Path) -> None:
    whole, source = _zip(_parts()), random.Random(7)  # noqa: S311
    path = tmp_path / "a.xlsx"
    read = 0
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(source.randint(1, 5)):
            data[source.randrange(len(data))] = source.randrange(256)
        path.write_bytes(data)
        with contextlib.suppress(workbook_child.RefusedError):
            workbook_child.read_workbook(str(path))
            read += 1
    assert 0 <= read < 300


def test_a_child_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(_zip(_parts()))
    _, faults = read_sheets(path, seconds=0.001)
    assert [f.rule for f in faults] == ["workbook.stopped"]


def test_a_child_that_dies_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dying = tmp_path / "dying.py"
    dying.write_text("import os; os.abort()")
    monkeypatch.setattr(workbook_child, "__file__", str(dying))
    path = tmp_path / "a.xlsx"
    path.write_bytes(_zip(_parts()))
    _, faults = read_sheets(path)
    assert [f.rule for f in faults] == ["workbook.stopped"]


def test_too_large_a_file_is_not_even_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "LARGEST", 10)
    path = tmp_path / "a.xlsx"
    path.write_bytes(_zip(_parts()))
    _, faults = read_sheets(path)
    assert [f.rule for f in faults] == ["file.large"]


def test_every_refusal_has_a_rule() -> None:
    assert set(workbooks._RULES.values()) <= set(rules())  # noqa: SLF001
