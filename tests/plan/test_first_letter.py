"""How does a name begin: as a sentence or a row of a table, or inside a sentence?"""

from __future__ import annotations

import pytest

from dafeng.language import Text
from dafeng.plan.first_letter import capital, small


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Iron and steel", "iron and steel"),
        ("Gross domestic product", "gross domestic product"),
        ("GDP per head", "GDP per head"),
        ("CO2 per GDP", "CO2 per GDP"),
        ("energy supply", "energy supply"),
    ],
)
def test_a_name_begins_small_inside_a_sentence_unless_it_is_an_abbreviation(
    name: str, inside: str
) -> None:
    assert small(Text("名", name)) == Text("名", inside)


def test_a_name_that_opens_a_row_begins_large() -> None:
    assert capital(Text("能源供应", "energy supply")) == Text("能源供应", "Energy supply")
    assert capital(Text("人均", "GDP per head")).en == "GDP per head"
