"""Marks of footnotes with half a bracket, and notes that begin with a star."""

from __future__ import annotations

import pytest
from tests import exemplar

from dafeng.dossier.parse import parse
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.wording import without_marks
from dafeng.errors import Severity


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("电力2)（亿千瓦时）", "电力（亿千瓦时）"),
        ("电力（亿千瓦时）2）", "电力（亿千瓦时）"),
        ("原煤1)", "原煤"),
        ("工业（表2）", "工业（表2）"),
        ("1)工业", "1)工业"),
        ("GDP（2015年=100）", "GDP（2015年=100）"),
    ],
)
def test_half_a_bracket_behind_a_name_is_the_mark_of_a_footnote(text: str, bare: str) -> None:
    assert without_marks(text) == bare


@pytest.mark.parametrize("first", ["注：①原煤含煤制品。", None])
def test_a_note_that_begins_with_a_star_is_no_row(first: str | None) -> None:
    notes_below: exemplar.Rows = [[first, None, None]] if first else []
    rows: exemplar.Rows = [
        ["2020年能源平衡表", "原煤1)（万吨）", "电力2)（亿千瓦时）"],
        ["四、终端消费量", 30.0, 20.0],
        ["工业*", 20.0, 15.0],
        ["建筑业", 10.0, 5.0],
        *notes_below,
        ["*工业含自备电厂。", None, None],
    ]
    sheet = RawSheet("年鉴.xlsx", "2020", tuple(map(tuple, rows)))
    dossier, faults = parse([sheet], exemplar.identity())
    assert dossier is not None
    assert [f.rule for f in faults if f.severity is Severity.ERROR] == []
    assert {r.carrier for r in dossier.energy} == {"raw_coal", "electricity"}
    notes = [f.place.row for f in faults if f.rule == "sheet.footnote"]
    assert notes == list(range(5, 5 + len(notes)))
    assert len(notes) == (2 if first else 1)


def test_a_star_before_figures_marks_a_part() -> None:
    rows: exemplar.Rows = [
        ["2020年能源平衡表", "原煤（万吨）", "电力（亿千瓦时）"],
        ["工业", 20.0, 15.0],
        ["居民生活", 10.0, 5.0],
        ["*城镇", 4.0, 2.0],
    ]
    dossier, _ = parse(
        [RawSheet("年鉴.xlsx", "2020", tuple(map(tuple, rows)))], exemplar.identity()
    )
    assert dossier is not None
    assert "households_urban" in {r.sector for r in dossier.energy}
