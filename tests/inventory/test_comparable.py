"""Which years rest on entries, and for which basis."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dafeng.dossier.records import Amount, Dossier, Quality
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import Basis, Part, part_by_sector, total
from dafeng.inventory.comparable import LARGER_PART, entered_shares, entered_years
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.first_dossier import first_dossier


def _entered(amount: Amount) -> Amount:
    return replace(amount, quality=Quality.REPORTED, low=None, high=None)


def fuels_entered(dossier: Dossier) -> Dossier:
    """Enter everything but electricity as it was estimated."""
    energy = tuple(
        r if r.carrier == "electricity" else replace(r, amount=_entered(r.amount))
        for r in dossier.energy
    )
    process = tuple(replace(p, amount=_entered(p.amount)) for p in dossier.process)
    return replace(dossier, energy=energy, process=process)


@pytest.fixture(scope="module")
def hangzhou() -> Inventory:
    """Return an account whose fuels are entered and whose electricity is estimated."""
    return compile_inventory(fuels_entered(first_dossier("330100")))


def test_estimated_electricity_counts_where_the_basis_counts_it(hangzhou: Inventory) -> None:
    years = hangzhou.years.labels
    assert entered_years(hangzhou, Basis.TERRITORIAL) == years
    bought = part_by_sector(hangzhou, Part.NET_ELECTRICITY).sum(axis=1)
    share = 1 - bought / total(hangzhou, Basis.ASSESSMENT)
    assert np.allclose(entered_shares(hangzhou, Basis.ASSESSMENT), share)
    kept = tuple(y for y, s in zip(years, share, strict=True) if s >= LARGER_PART)
    assert entered_years(hangzhou, Basis.ASSESSMENT) == kept != years


def test_what_is_sold_weighs_as_what_is_bought() -> None:
    """Ordos sells four fifths of its power: the deduction is an estimate, too."""
    made = compile_inventory(fuels_entered(first_dossier("150600")))
    sold = -part_by_sector(made, Part.NET_ELECTRICITY).sum(axis=1)
    assert (sold > 0).all()
    fuels = made.energy_co2.sum(axis=(1, 2))
    assert np.allclose(entered_shares(made, Basis.ASSESSMENT), fuels / (fuels + sold))


def test_an_estimated_process_counts_where_the_basis_counts_it() -> None:
    dossier = first_dossier("330500")
    process = dossier.process
    entered = replace(fuels_entered(dossier), process=process)
    made = compile_inventory(entered)
    share = 1 - made.process_co2.sum(axis=1) / total(made, Basis.TERRITORIAL)
    assert np.allclose(entered_shares(made, Basis.TERRITORIAL), share)


def test_an_estimate_throughout_has_no_entered_year() -> None:
    made = compile_inventory(first_dossier("330500"))
    for basis in Basis:
        assert np.allclose(entered_shares(made, basis), 0.0)
        assert entered_years(made, basis) == ()
