"""References in planners' own words: bound to results, or told to be wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.dossier.records import Row
from dafeng.language import Text, same
from dafeng.plan.binding import BoundFigure, year_figure
from dafeng.plan.material import PlanMaterial
from dafeng.plan.outline import compose
from dafeng.plan.references import FAMILIES, bind, is_name, names_in
from dafeng.plan.results_by_name import results_by_name
from dafeng.plan.tree import Document, Heading, Paragraph, figures_in


def test_every_result_has_a_name_of_a_known_form(material: PlanMaterial) -> None:
    found = results_by_name(material)
    assert len(found) > 300
    assert not [name for name in found if not is_name(name)]


def test_every_form_has_a_name_and_gives_an_example_of_it() -> None:
    for family in FAMILIES:
        assert is_name(family.example)
        assert not is_name(family.example + "x!")


def test_a_name_without_scenario_is_that_of_current_policy(material: PlanMaterial) -> None:
    found = results_by_name(material)
    for name in ("peak.year.median", "peak.level.high", "peak.by.2030"):
        head, rest = name.split(".", 1)
        assert found[name] == found[f"{head}.current_policy.{rest}"]
    assert found["co2.2030.median"] == found["co2.current_policy.2030.median"]


def test_a_reference_takes_unit_and_digits_of_each_language(material: PlanMaterial) -> None:
    found = results_by_name(material)
    level = found["peak.level.median"]
    assert isinstance(level, BoundFigure)
    told = bind(Text("峰值{{peak.level.median}}。", "Peak {{ peak.level.median }}."), found)
    assert told["zh"] == f"峰值{level.text.zh}。"
    assert told["en"] == f"Peak {level.text.en}."
    assert "万吨" in told["zh"]
    assert told["en"].endswith("Mt.")
    assert told.figures == (level,)


def test_what_does_not_exist_is_shown_as_missing_and_not_left_out() -> None:
    told = bind(same("{{ peak.yeer }} {plain braces}"), {})
    assert told["zh"] == "【没有“peak.yeer”】 {plain braces}"


def test_wordings_that_refer_to_different_results_are_not_printed_apart() -> None:
    told = bind(Text("{{ a }}一", "{{ b }} one"), {"a": "1", "b": "2"})
    assert told["zh"] == told["en"] == "1一"


@given(st.text(min_size=1))
def test_words_without_reference_stand_as_written(text: str) -> None:
    if not list(names_in(text)):
        assert bind(same(text), {})["zh"] == text


def test_a_place_writes_its_sections_with_results_in_them(material: PlanMaterial) -> None:
    row = Row(
        (
            ("section", "总体目标"),
            ("text", "力争{{ peak.year.median }}前后达峰。"),
            ("text_en", "The peak is sought around {{ peak.year.median }}."),
        )
    )
    made = compose(replace(material, dossier=replace(material.dossier, texts=(row,))))
    year = results_by_name(material)["peak.year.median"]
    assert isinstance(year, BoundFigure)
    told = _below(made, "总体目标")
    assert told.statement["zh"] == f"力争{year.text.zh}前后达峰。"
    assert told.statement["en"] == f"The peak is sought around {year.text.en}."
    assert year in figures_in((told,))


def test_a_reference_in_a_cell_is_listed_among_the_figures(material: PlanMaterial) -> None:
    row = Row((("id", "R1"), ("name", "碳预算"), ("effect", "2030年为{{ co2.2030.median }}")))
    made = compose(replace(material, dossier=replace(material.dossier, reforms=(row,))))
    assert "co2.current_policy.2030.median" in {f.id for f in figures_in(made.body)}


def _below(document: Document, heading: str) -> Paragraph:
    at = next(
        n
        for n, block in enumerate(document.blocks)
        if isinstance(block, Heading) and block.text.zh == heading
    )
    found = document.blocks[at + 1]
    assert isinstance(found, Paragraph)
    return found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("以{{ base_year }}年为基准年", "以2023年为基准年"),
        ("以{{ base_year }}为基准年", "以2023年为基准年"),
        ("{{ base_year }}年年均增长", "2023年年均增长"),
        ("{{ base_year }}年均增长", "2023年年均增长"),
    ],
)
def test_the_sign_of_a_year_is_written_once(text: str, told: str) -> None:
    year = year_figure("base_year", 2023, Text("档案", "dossier"))
    assert bind(Text(text, text), {"base_year": year})["zh"] == told
