"""Which separator does a text table have, when its sentences hold commas too?"""

from __future__ import annotations

import pytest

from dafeng.files.text_tables import parse_text

_PROSE = "建立制度，" * 9 + "形成闭环"
_HEADER = ("编号", "改革举措", "责任单位")


def _rows(text: str) -> list[tuple[object, ...]]:
    sheet, faults = parse_text(text.encode(), "reforms.csv")
    assert sheet is not None
    assert faults == ()
    return list(sheet.rows)


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_chinese_commas_of_sentences_are_no_separator(separator: str) -> None:
    rows = [_HEADER, ("R1", _PROSE, "市发展改革委"), ("R2", _PROSE, "市发展改革委")]
    assert _rows("".join(separator.join(row) + "\n" for row in rows)) == rows


def test_chinese_commas_separate_where_the_header_has_them() -> None:
    rows = [_HEADER, ("R1", "一, 二, 三, 四; 五; 六", "市发展改革委")]
    assert _rows("".join("，".join(row) + "\n" for row in rows)) == rows


@pytest.mark.parametrize("separator", [",", "，"])
def test_a_table_without_known_columns_is_cut_as_well(separator: str) -> None:
    rows = [("项目", "原煤（万吨）", "电力（亿千瓦时）"), ("工业", "300", "200")]
    assert _rows("".join(separator.join(row) + "\n" for row in rows)) == rows


def test_sentences_in_a_table_without_known_columns_do_not_win() -> None:
    rows = [("项目", "原煤（万吨）"), (_PROSE, "300"), (_PROSE, "200")]
    assert _rows("".join(",".join(row) + "\n" for row in rows)) == rows
