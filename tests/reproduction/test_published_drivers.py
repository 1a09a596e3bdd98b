"""Published worked examples of decomposition, decoupling and trend, to the printed digits."""

from __future__ import annotations

import numpy as np
import pytest

from dafeng.axes import Floats
from dafeng.drivers import lmdi, tapio, trend

# Heun, M. K., R package LMDIR: its worked example of two sub-categories and three factors in four
# years, recomputed there in a spreadsheet (tests/testthat/test_lmdi.R). Rows: sub-category;
# columns: factor.
LMDIR = np.array(
    [
        [[1, 10, 2], [4, 5, 3]],
        [[4, 5, 3], [5, 6, 4]],
        [[8, 2, 4], [5, 7, 5]],
        [[10, 1, 5], [6, 8, 6]],
    ],
    dtype=float,
).transpose(2, 1, 0)


def test_lmdir_terms_of_the_first_period() -> None:
    expected = [[50.47438029, -25.23719014, 14.76280986], [19.31568569, 15.78206435, 24.90224996]]
    terms = lmdi.log_terms(LMDIR[:, :, 0], LMDIR[:, :, 1])
    assert terms == pytest.approx(np.array(expected).transpose(), abs=5e-9)


def test_lmdir_additive_effects() -> None:
    expected = [
        [69.79006598, -9.455125793, 39.66505981],
        [42.96021467, -34.31902656, 50.3588119],
        [54.01064234, -9.021284671, 54.01064234],
    ]
    assert lmdi.chained(LMDIR) == pytest.approx(np.array(expected), abs=5e-9)


def test_lmdir_multiplicative_effects() -> None:
    expected = [
        [1.761117821, 0.926191306, 1.379410116],
        [1.229284572, 0.847970248, 1.273773912],
        [1.208140223, 0.968911503, 1.208140223],
    ]
    found = lmdi.chained(LMDIR, form="multiplicative")
    assert found == pytest.approx(np.array(expected), abs=5e-10)


def _with(value: float, factor: int, item: int, year: int) -> Floats:
    changed = LMDIR.copy()
    changed[factor, item, year] = value
    return changed


def test_lmdir_a_factor_that_is_zero_at_first() -> None:
    # cases 1 and 3 of Ang, Zhang & Choi (1998), table 2, applied by LMDIR to its example
    changed = _with(0.0, factor=0, item=0, year=0)
    terms = lmdi.log_terms(changed[:, :, 0], changed[:, :, 1])
    assert terms[:, 0].tolist() == [60.0, 0.0, 0.0]


def test_lmdir_a_factor_that_is_zero_at_last() -> None:
    # cases 2 and 4
    changed = _with(0.0, factor=2, item=1, year=1)
    terms = lmdi.log_terms(changed[:, :, 0], changed[:, :, 1])
    assert terms[:, 1].tolist() == [0.0, 0.0, -60.0]


def test_epa_mann_kendall_with_ties() -> None:
    # US EPA, Data Quality Assessment: Statistical Methods for Practitioners (QA/G-9S, 2006),
    # p. 109: two groups of ties, S = 22, Var(S) = 155.33, Z = 1.685
    found = trend.mann_kendall([10, 10, 10, 5, 10, 20, 18, 17, 15, 24, 15])
    assert found.score == 22
    assert round(found.variance, 2) == 155.33
    assert round(found.z, 3) == 1.685


# Annual flow of the Nile at Aswan 1871-1970 [1e8 m3], as in Cobb (1978), Biometrika 65, 243-251;
# R data set Nile (mean 919.35).
NILE = """
1120 1160 963 1210 1160 1160 813 1230 1370 1140 995 935 1110 994 1020 960 1180 799 958 1140
1100 1210 1150 1250 1260 1220 1030 1100 774 840 874 694 940 833 701 916 692 1020 1050 969
831 726 456 824 702 1120 1100 832 764 821 768 845 864 862 698 845 744 796 1040 759
781 865 845 944 984 897 822 1010 771 676 649 846 812 742 801 1040 860 874 848 890
744 749 838 1050 918 986 797 923 975 815 1020 906 901 1170 912 746 919 718 714 740
"""


def test_pettitt_finds_the_change_of_the_nile_after_1898() -> None:
    flow = np.array(NILE.split(), dtype=float)
    assert flow.mean() == pytest.approx(919.35)
    found = trend.pettitt(flow)
    # the change of 1898/99 is the finding of Cobb (1978)
    assert 1871 + found.position - 1 == 1898
    assert found.falls
    assert found.p < 1e-6


@pytest.mark.parametrize(
    ("emissions", "economy", "expected"),
    [
        # Table 3 of doi:10.1016/j.heliyon.2023.e19871 (after Tapio 2005): signs and ranges
        (-0.1, 0.1, "strong_decoupling"),
        (0.079, 0.1, "weak_decoupling"),
        (-0.119, -0.1, "recessive_coupling"),
        (0.121, 0.1, "expansive_negative_decoupling"),
        (0.1, -0.1, "strong_negative_decoupling"),
        (-0.079, -0.1, "weak_negative_decoupling"),
        (0.119, 0.1, "expansive_coupling"),
        (-0.121, -0.1, "recessive_decoupling"),
    ],
)
def test_table_of_decoupling_states(emissions: float, economy: float, expected: str) -> None:
    assert tapio.state(emissions, economy).value == expected
