"""How are many years written in few words?"""

from __future__ import annotations

import pytest

from dafeng.language import Text
from dafeng.plan.year_spans import year_spans


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ((2006, 2007, 2008, 2013), Text("2006—2008年、2013年", "2006–2008, 2013")),
        ((2012, 2014), Text("2012年、2014年", "2012, 2014")),
    ],
)
def test_years_in_a_row_stand_as_one_span(years: tuple[int, ...], words: Text) -> None:
    assert year_spans(years) == words
