"""The annex of sources names each document in the language of the plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dafeng.dossier.records import SourceRecord
from dafeng.plan.chapters import annex_record
from dafeng.plan.material import PlanMaterial
from dafeng.plan.tree import DataTable


@pytest.mark.parametrize(
    ("title", "zh", "en"),
    [
        ("统计年鉴 / Statistical yearbook", "统计年鉴", "Statistical yearbook"),
        ("A / B", "A / B", "A / B"),
    ],
)
def test_a_title_in_both_languages_is_printed_in_one(
    material: PlanMaterial, title: str, zh: str, en: str
) -> None:
    told = replace(material, sources=(SourceRecord("s", title),))
    table = annex_record.sources(told)[1]
    assert isinstance(table, DataTable)
    cell = table.rows[0][1]
    assert (cell["zh"], cell["en"]) == (zh, en)
