"""How does a figure get into a sentence, so that it can be traced from there?"""

from __future__ import annotations

import pytest

from dafeng.language import Text
from dafeng.plan.binding import BoundFigure, Measured, join, listed, plain, say
from dafeng.plan.quantities import EMISSIONS, YEAR

ORIGIN = Text("清单", "inventory")
TOTAL = BoundFigure("total", 3.5e7, EMISSIONS, ORIGIN)
PEAK = BoundFigure("year", 2029, YEAR, ORIGIN)


def test_a_figure_stands_in_both_languages() -> None:
    found = say("{y}为{t}。", "{t} in {y}.", y=PEAK, t=TOTAL)
    assert found["zh"] == "2029年为3,500.0万吨。"
    assert found["en"] == "35.000 Mt in 2029."
    assert found.figures == (PEAK, TOTAL)


def test_pieces_keep_the_figure_where_it_stands() -> None:
    found = list(say("峰值{t}。", "Peak {t}.", t=TOTAL).pieces("en"))
    assert [(p.text, p.figure) for p in found] == [
        ("Peak ", None),
        ("35.000 Mt", TOTAL),
        (".", None),
    ]


@pytest.mark.parametrize(("zh", "en"), [("{a}", "no field"), ("{a}{b}", "{a}{b}")])
def test_a_wording_that_lacks_a_field_is_refused(zh: str, en: str) -> None:
    with pytest.raises(ValueError, match="do not match"):
        say(zh, en, a=TOTAL)


def test_words_of_a_user_may_hold_braces() -> None:
    words = Text("集合 {x}", "set {x}")
    assert plain(words)["zh"] == "集合 {x}"
    assert join((plain(words), say("{t}", "{t}", t=TOTAL)))["en"] == "set {x} 35.000 Mt"


def test_joined_sentences_keep_their_fields_apart() -> None:
    both = join((say("{x}", "{x}", x=TOTAL), say("{x}", "{x}", x=PEAK)), "，", ", ")
    assert both["en"] == "35.000 Mt, 2029"
    assert both.figures == (TOTAL, PEAK)


def test_a_list_ends_with_a_full_stop() -> None:
    found = listed(say("其中：", "of which:"), (say("甲", "a"), say("乙", "b")))
    assert found["zh"] == "其中：甲；乙。"
    assert found["en"] == "of which: a; b."


def test_a_missing_figure_is_a_dash() -> None:
    assert Measured(None, EMISSIONS)["zh"] == "—"
