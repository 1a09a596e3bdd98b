"""A year that lacks much says so, and its total is neither shown nor compared."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dafeng.dossier.records import Amount, Dossier, EnergyRecord, Flow, NotationKey, Quality
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import Basis
from dafeng.inventory.comparable import MOST_UNKNOWN, comparable_years, known_totals
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.first_dossier import first_dossier
from dafeng.inventory.unknown_cells import unknown_shares

YEAR = 2021


@pytest.fixture(scope="module")
def entered() -> Dossier:
    """Return a dossier in which every estimate stands as an entry."""
    started = first_dossier("330100")
    energy = tuple(replace(r, amount=_entered(r.amount)) for r in started.energy)
    process = tuple(replace(p, amount=_entered(p.amount)) for p in started.process)
    return replace(started, energy=energy, process=process)


def _entered(amount: Amount) -> Amount:
    return replace(amount, quality=Quality.REPORTED, low=None, high=None)


def _without(dossier: Dossier, sector: str, carrier: str, key: NotationKey) -> Dossier:
    def kept(record: EnergyRecord) -> EnergyRecord:
        where = (record.year, record.flow, record.sector, record.carrier)
        if where != (YEAR, Flow.FINAL_CONSUMPTION, sector, carrier):
            return record
        return replace(record, amount=replace(record.amount, value=None, notation=key))

    return replace(dossier, energy=tuple(kept(r) for r in dossier.energy))


def _told(inventory: Inventory) -> list[str]:
    return [f.message.en for f in inventory.faults if f.rule == "inventory.year.incomplete"]


@pytest.mark.parametrize("key", [NotationKey.NE, NotationKey.C])
def test_a_large_unknown_cell_leaves_no_total(entered: Dossier, key: NotationKey) -> None:
    made = compile_inventory(_without(entered, "other_manufacturing", "electricity", key))
    at = made.years.index(YEAR)
    share = unknown_shares(made, Basis.ASSESSMENT)
    assert share[at] > MOST_UNKNOWN
    assert share.sum() == pytest.approx(share[at])
    assert YEAR not in comparable_years(made, Basis.ASSESSMENT)
    assert known_totals(made)["assessment"][at] is None
    assert known_totals(made)["territorial"][at] is not None
    assert len(_told(made)) == 1
    assert str(YEAR) in _told(made)[0]


def test_what_does_not_occur_is_known(entered: Dossier) -> None:
    made = compile_inventory(
        _without(entered, "other_manufacturing", "electricity", NotationKey.NO)
    )
    assert not unknown_shares(made, Basis.ASSESSMENT).any()
    assert not _told(made)


def test_a_small_unknown_cell_leaves_the_total(entered: Dossier) -> None:
    made = compile_inventory(_without(entered, "agriculture", "gasoline", NotationKey.NE))
    share = unknown_shares(made, Basis.TERRITORIAL)[made.years.index(YEAR)]
    assert 0 < share < MOST_UNKNOWN
    assert None not in known_totals(made)["territorial"]


def test_a_net_exporter_below_zero_is_told(entered: Dossier) -> None:
    sold = Amount(3e7, "万千瓦时", quality=Quality.REPORTED)
    record = EnergyRecord(YEAR, Flow.PRODUCTION, "", "electricity", sold)
    made = compile_inventory(replace(entered, energy=(*entered.energy, record)))
    rules = [f.rule for f in made.faults]
    assert rules.count("inventory.total.below_zero") == 1
