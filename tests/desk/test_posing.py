"""Which problem a dossier poses: that of the place whose futures the other commands draw."""

from __future__ import annotations

import numpy as np
from tests.exemplar import good_dossier

from dafeng.desk.futures import futures
from dafeng.desk.posing import Wish, pose
from dafeng.inventory.bases import Basis
from dafeng.inventory.compile import compile_inventory
from dafeng.measures.portfolio.drawn import with_kernel


def test_stocks_that_a_place_has_entered_are_in_its_portfolio() -> None:
    dossier = good_dossier()
    inventory = compile_inventory(dossier)
    put = pose(dossier, inventory, Wish())
    made = futures(dossier, inventory, Basis(put.basis), 64, 9)
    asked = with_kernel(put.asked, put.story, put.basis, 64, 9)
    drawn = made.ensembles["current_policy"].totals
    assert np.array_equal(asked[-len(drawn) :], drawn)
