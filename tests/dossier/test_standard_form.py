"""Is a table in the standard form known as one, and do its words go both ways?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.dossier.cell_words import meaning, proposals, spoken, spoken_rows
from dafeng.dossier.schema import tables
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.standard_form import row_key, sheet_of, standard_table
from dafeng.language import LANGUAGES, Language

TASKS = tables()["tasks"]
ENERGY = tables()["energy"]
KEY = ("year", "flow", "sector", "carrier")

#: Cells as people write them: any text without line ends or blanks around it.
CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=6)


@pytest.mark.parametrize("language", LANGUAGES)
@given(st.lists(st.lists(CELLS, min_size=len(TASKS.columns), max_size=len(TASKS.columns))))
def test_rows_that_are_written_are_read_again(language: Language, rows: list[list[str]]) -> None:
    wanted = tuple(tuple(row) for row in rows if any(row))
    found = standard_table(sheet_of(TASKS, wanted, language), TASKS)
    assert found is not None
    assert (found.language, found.rows) == (language, wanted)


@pytest.mark.parametrize(
    "rows",
    [
        (("编号", "任务", "说明", "别的"),),
        (("编号", "编号", "任务"),),
        (("任务",),),
        (("2022年任务表",), ("编号", "任务")),
        (("编号", "任务"), ("T1", "x", "beyond")),
        (),
    ],
    ids=["unknown", "twice", "required", "title", "beyond", "empty"],
)
def test_other_tables_are_not_taken_for_one(rows: tuple[tuple[str, ...], ...]) -> None:
    assert standard_table(RawSheet("tasks.csv", "", rows), TASKS) is None


def test_columns_may_be_fewer_and_in_another_order() -> None:
    found = standard_table(RawSheet("tasks.csv", "", (("任务", "编号"), ("甲", "T1"))), TASKS)
    assert found is not None
    assert found.order == ("name", "id")
    assert found.rows[0][:3] == ("T1", "甲", "")


@pytest.mark.parametrize("table", tables().values(), ids=tables())
def test_every_known_word_goes_to_the_other_language_and_back(table: object) -> None:
    for column in table.columns:  # type: ignore[attr-defined]
        chinese, english = (proposals(column, language) for language in LANGUAGES)
        for word in chinese:
            there = spoken(column.kind, word, "en")
            assert meaning(column.kind, there) == meaning(column.kind, word)
        for word in english:
            there = spoken(column.kind, word, "zh")
            assert meaning(column.kind, there) == meaning(column.kind, word)


def test_what_is_no_known_word_stays() -> None:
    row = ("2022", "终端消费", "某厂", "原媒", "1.0", "万吨", "", "", "", "", "某来源", "备注")
    found = spoken_rows(ENERGY, [row], "en")[0]
    assert found[2:6] == row[2:6]
    assert found[10:] == row[10:]


def test_a_row_is_known_again_in_either_language_but_not_as_an_estimate() -> None:
    entry = ("2022", "终端消费", "建筑业", "柴油", "1", "t", "", "", "", "", "", "")
    (english,) = spoken_rows(ENERGY, [entry], "en")
    estimate = (*entry[:9], "估计", "", "")
    assert english != entry
    assert row_key(ENERGY, KEY, english) == row_key(ENERGY, KEY, entry)
    assert row_key(ENERGY, KEY, estimate) != row_key(ENERGY, KEY, entry)
