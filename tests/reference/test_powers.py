"""Who decides: every measure has a rule, every rule a document and a mark."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from dafeng import reference
from dafeng.reference.powers import LEVELS


def test_every_measure_has_a_rule_and_every_rule_a_measure() -> None:
    named = {m.power for m in reference.measures().values()}
    assert named == set(reference.powers())


def test_every_rule_names_level_means_document_and_mark() -> None:
    for power in reference.powers().values():
        assert power.decides in LEVELS
        assert power.mark in ("Q", "S", "M")
        for text in (power.name, power.means, power.document):
            assert text.zh
            assert text.en


def test_what_was_not_located_says_that_it_is_from_memory() -> None:
    for power in reference.powers().values():
        source = reference.sources()[power.source]
        assert power.mark == "M" or source.address
        assert ("凭记忆" in source.title.zh) == (not source.address)


def test_each_level_decides_something() -> None:
    assert {p.decides for p in reference.powers().values()} == set(LEVELS)


@pytest.mark.parametrize("page", ["features.md", "zh/features.md"])
def test_the_manual_says_how_many_documents_are_from_memory(page: str) -> None:
    marks = Counter(reference.powers()[m.power].mark for m in reference.measures().values())
    whole = len(reference.measures())
    text = (Path(__file__).parents[2] / "docs" / page).read_text(encoding="utf-8")
    (row,) = [line for line in text.splitlines() if line.startswith("| F8 ")]
    found = [int(n) for n in re.findall(r"\d+", row.split("|")[-2])]
    assert sorted(found) == sorted([whole, marks["M"], marks["Q"], marks["S"]])
