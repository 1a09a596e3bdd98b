"""Whatever stands in the cells of a plan, the rules answer and never fall over."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.rules.planted import city, found

PIECES = st.sampled_from(
    (
        *("", "—", "NE", "{0}", "{name}", "≥", "%", "1e400", "-0", "１２３", "9" * 400),
        *("nan", "inf", "2030", "2030年前", "5-8", "10-5", "1/0", "万亿", "一百", "合计"),
        *("tCO2", "°", "m³/a", "亿元", "²", "2026-2020", "1 000", "1.234,5", "约", "不低于"),
        *("[", "|", "\x07", "𝟙", "0.0000001"),
    )
)
JOINED = st.lists(PIECES, min_size=2, max_size=3).map("".join)
CELLS = st.one_of(PIECES, JOINED, st.text(max_size=8))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_rules_answer_on_any_cell(data: st.DataObject) -> None:
    tables = city()
    for _ in range(data.draw(st.integers(1, 12))):
        rows = tables[data.draw(st.sampled_from(sorted(tables)))]
        row = data.draw(st.integers(0, len(rows) - 1))
        column = data.draw(st.integers(0, len(rows[row]) - 1))
        rows[row][column] = data.draw(CELLS)
    for fault in found(tables, "city"):
        assert fault.message.zh
        assert fault.remedy.en
