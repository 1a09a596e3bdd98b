"""Any character may stand in a document; what no typeface has is shown and told."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.files import glyphs


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("推进CO₂减排", "推进CO₂减排"),  # the template sets subscripts
        ("约∼5 ⟶ ☑", "约~5 → √"),
        ("👍 𠮷野", "〓 〓野"),
        ("plain text, as it is", "plain text, as it is"),
    ],
)
def test_signs_have_a_twin_or_the_mark_of_a_missing_sort(text: str, shown: str) -> None:
    assert glyphs.printable(text) == shown


def test_charts_set_scripts_on_the_line() -> None:
    assert glyphs.plain("SF₆ 10⁻³ m³") == "SF6 10−3 m3"


def test_only_what_is_not_shown_is_told() -> None:
    assert list(glyphs.missing("CO₂ ☑ 👍 〓")) == ["👍"]


@given(st.text())
def test_no_text_loses_its_form_as_data(text: str) -> None:
    encoded = json.dumps({"text": text}, ensure_ascii=False)
    assert set(json.loads(glyphs.printable(encoded))) == {"text"}
    assert glyphs.printable(glyphs.printable(encoded)) == glyphs.printable(encoded)
