"""LMDI and generalised Fisher against the price indices that they are, to the printed digits.

Multiplicative LMDI-I with two factors is the Montgomery-Vartia (Vartia I) index, LMDI-II the
Sato-Vartia (Vartia II) index, and the two-factor generalised Fisher index is Fisher's ideal index
(Ang, Liu & Chung 2004, doi:10.1016/j.eneco.2004.02.002).

Sources
-------
- Balk, B. M. (2008). Price and Quantity Index Numbers. Cambridge University Press, tables 3.1, 3.4,
  3.6 and 3.12 (six products, five periods, fixed base), as recomputed and printed by the R package
  gpindex (marberts/gpindex, tests/Examples/gpindex-Ex.Rout.save, data sets price6 and quantity6).
  The same data and the Fisher row stand in the CPI Manual (ILO et al. 2004), chapter 19.
"""

from __future__ import annotations

import numpy as np
import pytest

from dafeng.drivers import lmdi, shapley

PRICES = np.array(
    [
        [1.0, 1.0, 1.0, 1.0, 1.0, 1.0],
        [1.2, 3.0, 1.3, 0.7, 1.4, 0.8],
        [1.0, 1.0, 1.5, 0.5, 1.7, 0.6],
        [0.8, 0.5, 1.6, 0.3, 1.9, 0.4],
        [1.0, 1.0, 1.6, 0.1, 2.0, 0.2],
    ]
)
QUANTITIES = np.array(
    [
        [1.0, 1.0, 2.0, 1.0, 4.5, 0.5],
        [0.8, 0.9, 1.9, 1.3, 4.7, 0.6],
        [1.0, 1.1, 1.8, 3.0, 5.0, 0.8],
        [1.2, 1.2, 1.9, 6.0, 5.6, 1.3],
        [0.9, 1.2, 2.0, 12.0, 6.5, 2.5],
    ]
)
VARTIA_1 = [1.0000, 1.4024, 1.2907, 1.2392, 1.2678]
VARTIA_2 = [1.0000, 1.4018, 1.2897, 1.2335, 1.2540]
FISHER = [1.0000, 1.4011, 1.2721, 1.1762, 1.0712]
BASE = np.stack([PRICES[0], QUANTITIES[0]])


@pytest.mark.parametrize(("period", "printed"), list(enumerate(VARTIA_1)))
def test_lmdi_1_is_the_vartia_1_index(period: int, printed: float) -> None:
    end = np.stack([PRICES[period], QUANTITIES[period]])
    found = lmdi.effects(BASE, end, "lmdi-1", "multiplicative")
    assert round(float(found[0]), 4) == printed


@pytest.mark.parametrize(("period", "printed"), list(enumerate(VARTIA_2)))
def test_lmdi_2_is_the_sato_vartia_index(period: int, printed: float) -> None:
    end = np.stack([PRICES[period], QUANTITIES[period]])
    found = lmdi.effects(BASE, end, "lmdi-2", "multiplicative")
    assert round(float(found[0]), 4) == printed


@pytest.mark.parametrize(("period", "printed"), list(enumerate(FISHER)))
def test_two_factors_are_the_fisher_index(period: int, printed: float) -> None:
    end = np.stack([PRICES[period], QUANTITIES[period]])
    assert round(float(shapley.ratios(BASE, end)[0]), 4) == printed
