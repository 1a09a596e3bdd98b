"""What the plan calls a basis is what the account counts on it."""

from __future__ import annotations

import pytest

from dafeng.dossier.records import SourceRecord
from dafeng.inventory.bases import BASIS_PARTS, Basis, Part
from dafeng.plan.names import BASES, cited, publisher


@pytest.mark.parametrize("basis", [b for b in Basis if Part.NET_HEAT in BASIS_PARTS[b]])
def test_a_basis_that_counts_purchased_heat_says_so(basis: Basis) -> None:
    assert "热" in BASES[basis].zh
    assert "heat" in BASES[basis].en


@pytest.mark.parametrize("basis", list(Basis))
def test_every_basis_has_a_name(basis: Basis) -> None:
    assert BASES[basis].zh
    assert BASES[basis].en


def test_a_source_is_cited_by_its_title_in_each_language() -> None:
    known = (SourceRecord("own", "统计年鉴 / yearbooks"), SourceRecord("edgar", "EDGAR / v8"))
    assert (cited(known, "own").zh, cited(known, "own").en) == ("统计年鉴", "yearbooks")
    assert cited(known, "edgar").zh == "EDGAR / v8"
    assert cited(known, "unknown").zh == "unknown"


def test_authorities_are_named_in_chinese() -> None:
    assert publisher("MEE / NBS").zh == "生态环境部、国家统计局"
    assert publisher("MEE / NBS").en == "MEE / NBS"
    assert publisher("").zh == "—"
