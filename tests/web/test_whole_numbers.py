"""What does the one reader of whole numbers take?"""

from __future__ import annotations

import pytest

from dafeng.web.whole_numbers import counted, whole


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7), (" 12 ", 12), ("-3", -3), ("0007", 7), ("0" * 50 + "1", 1), ("0", 0),
        ("999999999", 999_999_999), ("1000000000", None), ("9" * 5000, None), ("--5", None),
        ("²", None), ("７", None), ("1.0", None), ("", None), (None, None), ("-", None),
    ],
)  # fmt: skip
def test_a_number_is_read_or_it_is_none(text: object, number: int | None) -> None:
    assert whole(text) == number
    assert counted(text) == (None if number is None or number < 0 else number)
