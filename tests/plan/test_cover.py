"""The cover says how far a plan has come, and on whose word it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dafeng.errors import Severity
from dafeng.language import LANGUAGES, Text
from dafeng.plan.brief import compose_brief
from dafeng.plan.chapters import cover
from dafeng.plan.material import PlanMaterial
from dafeng.plan.outline import compose


def _as(material: PlanMaterial, status: str, *, errors: bool = False) -> PlanMaterial:
    kept = tuple(f for f in material.faults if errors or f.severity is not Severity.ERROR)
    who = replace(material.dossier.identity, status=status)
    return replace(material, faults=kept, dossier=replace(material.dossier, identity=who))


def _words(material: PlanMaterial, language: str) -> str:
    document = compose(material)
    said = " ".join(s[language] for s in document.statement)  # type: ignore[index]
    return f"{document.subtitle[language]} {said}"  # type: ignore[index]


@pytest.mark.parametrize(
    ("status", "zh", "en"),
    [("review", "送审稿", "Submitted for review"), ("issued", "印发稿", "As issued")],
)
def test_a_plan_without_errors_is_what_its_dossier_says(
    material: PlanMaterial, status: str, zh: str, en: str
) -> None:
    told = _as(material, status)
    assert zh in _words(told, "zh")
    assert en in _words(told, "en")
    for language, first in (("zh", "初稿"), ("en", "draft")):
        assert first not in _words(told, language)
        assert ("估" if language == "zh" else "estimates") in _words(told, language)
    brief = " ".join(str(block) for block in compose_brief(told).blocks)
    assert "不代表任何部门" not in brief


@pytest.mark.parametrize("status", ["", "draft"])
def test_without_a_word_of_its_place_a_plan_is_a_first_draft(
    material: PlanMaterial, status: str
) -> None:
    assert "测算初稿" in _words(_as(material, status), "zh")
    assert "nobody has reviewed it" in _words(_as(material, status), "en").replace("; ", " ")


def test_errors_make_a_draft_of_any_plan(material: PlanMaterial) -> None:
    fault = replace(material.faults[0], severity=Severity.ERROR)
    told = _as(replace(material, faults=(fault,)), "issued", errors=True)
    assert "测算初稿" in _words(told, "zh")
    assert compose(told).draft


def test_a_province_is_no_pilot(material: PlanMaterial) -> None:
    who = replace(material.dossier.identity, kind="province")
    told = replace(material, dossier=replace(material.dossier, identity=who))
    title, _ = cover.title(told)
    facts = dict(cover.cover_facts(told))
    for language in LANGUAGES:
        assert ("试点" if language == "zh" else "Pilot") not in title[language]
    assert "省级" in {value.zh for value in facts.values()}
    assert not any("市统计局" in s for s in _paragraphs(told))


def _paragraphs(material: PlanMaterial) -> list[str]:
    from dafeng.plan.tree import sentences

    return [s["zh"] for block in compose(material).blocks for s in sentences(block)]


def test_a_project_that_counts_within_a_shrinking_potential_is_named(
    material: PlanMaterial,
) -> None:
    promise = material.promise
    assert promise is not None
    moved = tuple(
        replace(p, remark=Text("规模与潜力（2 > 1 TJ/a）", "size and potential (2 > 1 TJ/a)"))
        if p.tonnes
        else p
        for p in promise.projects
    )
    told = " ".join(_paragraphs(replace(material, promise=replace(promise, projects=moved))))
    assert "减排量只计潜力以内部分" in told
    assert "：规模与潜力（2 > 1 TJ/a）。" in told


@pytest.mark.parametrize(
    ("gap", "zh", "en"),
    [
        (0.021, "与最低值的差距至多为其2.1%", "at most 2.1% of itself above the lowest"),
        (None, "与最低值的差距未知", "above the lowest is not known"),
    ],
)
def test_a_search_that_ended_early_is_told(
    material: PlanMaterial, gap: float | None, zh: str, en: str
) -> None:
    from dafeng.plan.chapters.annex_portfolio import proof_words

    promise = material.promise
    assert promise is not None
    told = proof_words(replace(promise, gap=gap))
    assert zh in told["zh"]
    assert en in told["en"]
    assert "提前结束" not in proof_words(promise)["zh"]
