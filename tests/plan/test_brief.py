"""What does one page say of a place?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from dafeng.errors import NOWHERE, Fault, Severity
from dafeng.language import LANGUAGES, Language, Text, same
from dafeng.plan.brief import compose_brief
from dafeng.plan.material import PlanMaterial
from dafeng.plan.tree import ChartFigure, DataTable, Document, Heading, figures_in, sentences


@pytest.fixture(scope="module")
def brief(material: PlanMaterial) -> Document:
    return compose_brief(material)


def spoken(document: Document, language: Language) -> str:
    return "\n".join(s[language] for b in document.blocks for s in sentences(b))


def test_every_figure_stands_in_the_plan_under_its_id(brief: Document, document: Document) -> None:
    known = {f.id: f.value for f in figures_in(document.body)}
    found = {f.id: f.value for f in figures_in(brief.body)}
    assert found
    assert found == {key: known.get(key) for key in found}


def test_it_is_one_sheet_with_one_chart(brief: Document) -> None:
    assert brief.sheet
    assert sum(isinstance(b, ChartFigure) for b in brief.blocks) == 1
    assert sum(isinstance(b, Heading) for b in brief.blocks) == 6


def test_it_says_targets_portfolio_and_projects(brief: Document, material: PlanMaterial) -> None:
    assert material.promise is not None
    wanted: dict[Language, tuple[str, ...]] = {
        "zh": ("年主要目标：", "措施组合", "组合净费用", "报送重点工程", "联合减排"),
        "en": ("Main targets for", "the portfolio of least cost", "net cost", "avoid "),
    }
    for language, words in wanted.items():
        text = spoken(brief, language)
        assert [w for w in words if w not in text] == []


def test_probabilities_stand_within_scenarios(brief: Document, material: PlanMaterial) -> None:
    table = next(b for b in brief.blocks if isinstance(b, DataTable))
    assert len(table.rows) == len(material.outlooks)
    row = dict(zip((c.id for c in table.columns), table.rows[1], strict=True))
    outlook = material.outlooks["current_policy"]
    at = outlook.years.index(2030)
    assert row["goal"]["en"] == f"{round(100 * outlook.by_year[at])}"
    assert "none is attached to a scenario" in table.notes[0]["en"]


def test_what_is_missing_is_named(brief: Document) -> None:
    assert "尚未报送：重点任务、改革举措、措施" in spoken(brief, "zh")
    assert "Not yet handed in: key tasks, reforms, measures" in spoken(brief, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_gravest_faults_come_first_and_none_is_cut(
    material: PlanMaterial, language: Language
) -> None:
    long = [
        Fault(f"rule.{n}", severity, NOWHERE, same(f"{severity}{n} " + "x" * 60), same("mend"))
        for n, severity in enumerate((Severity.NOTE, Severity.ERROR, Severity.ERROR))
    ]
    made = compose_brief(replace(material, faults=tuple(long)))
    text = spoken(made, language)
    assert made.draft
    assert long[1].message[language] in text
    assert long[0].message[language] not in text
    assert text.count("x" * 60) == text.count("x") // 60


def test_a_place_without_past_or_futures_has_a_brief(material: PlanMaterial) -> None:
    bare = replace(
        material,
        decompositions=(),
        statuses=(),
        ensembles={},
        outlooks={},
        uncertainty=(),
        faults=(),
    )
    text = spoken(compose_brief(bare), "en")
    assert "do not suffice for scenarios" in text
    assert "The checks have found nothing." in text


def test_words_of_a_place_are_kept_as_they_are(material: PlanMaterial) -> None:
    who = replace(material.dossier.identity, name=Text("{甲}市", "{A} City"))
    made = compose_brief(replace(material, dossier=replace(material.dossier, identity=who)))
    assert made.title.en == "{A} City: Carbon Peaking in Brief"
