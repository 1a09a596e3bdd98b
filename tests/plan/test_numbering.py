"""Which number does a heading, a table, a figure carry in each language?"""

from __future__ import annotations

import pytest

from dafeng.language import same
from dafeng.plan.numbering import chinese_numeral, numbered
from dafeng.plan.tree import Column, DataTable, Heading

NAME = same("x")


@pytest.mark.parametrize(
    ("number", "numeral"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (99, "九十九")],
)
def test_chinese_numerals(number: int, numeral: str) -> None:
    assert chinese_numeral(number) == numeral


def test_levels_are_counted_as_the_standard_has_them() -> None:
    levels = (1, 2, 3, 3, 2, 3, 1, 2)
    found = [
        b.label for b in numbered(tuple(Heading(n, NAME) for n in levels)) if isinstance(b, Heading)
    ]
    assert [t.zh for t in found if t] == [
        "一、",
        "（一）",
        "1.",
        "2.",
        "（二）",
        "1.",
        "二、",
        "（一）",
    ]
    assert [t.en for t in found if t] == ["1", "1.1", "1.1.1", "1.1.2", "1.2", "1.2.1", "2", "2.1"]


def test_annexes_are_counted_apart() -> None:
    blocks = (
        Heading(1, NAME),
        Heading(1, NAME, annex=True),
        Heading(2, NAME),
        Heading(1, NAME, annex=True),
    )
    found = [b.label for b in numbered(blocks) if isinstance(b, Heading)]
    assert [t.en for t in found if t] == ["1", "Annex 1", "A1.1", "Annex 2"]
    assert [t.zh for t in found if t] == ["一、", "附件1", "（一）", "附件2"]


def test_tables_are_counted() -> None:
    table = DataTable("t", NAME, (Column("c", NAME),), ())
    labels = [b.label for b in numbered((table, table)) if isinstance(b, DataTable)]
    assert [t.zh for t in labels if t] == ["表1", "表2"]


def test_a_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="another number of cells"):
        DataTable("t", NAME, (Column("c", NAME),), ((NAME, NAME),))
