"""What the plan calls a basis is what the account counts on it."""

from __future__ import annotations

import pytest

from dafeng.inventory.bases import BASIS_PARTS, Basis, Part
from dafeng.plan.names import BASES


@pytest.mark.parametrize("basis", [b for b in Basis if Part.NET_HEAT in BASIS_PARTS[b]])
def test_a_basis_that_counts_purchased_heat_says_so(basis: Basis) -> None:
    assert "热" in BASES[basis].zh
    assert "heat" in BASES[basis].en


@pytest.mark.parametrize("basis", list(Basis))
def test_every_basis_has_a_name(basis: Basis) -> None:
    assert BASES[basis].zh
    assert BASES[basis].en
