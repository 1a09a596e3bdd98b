"""Published worked examples of Mann-Kendall, Sen, Hamed-Rao, prewhitening and Pettitt.

Sources
-------
- Pettitt, A. N. (1979), Applied Statistics 28, 126-135, table 1 (Page's data); K, p and change
  point as printed in the documentation of the R package wq (topic pett: K = 232, p = 0.0146,
  change point 17) and of the R package trend (topic PagesData: p = 0.014 at i = 17).
- Little, J., A Mann-Kendall example by hand (College of the Holy Cross,
  mathcs.holycross.edu/~little/Montserrat/MannKendallByHand.txt).
- US EPA QA/G-9 (2000), box 4-16 (five measurements, S = 6) **[M]**.
- Helsel, D. R. & Hirsch, R. M. (2002), Statistical Methods in Water Resources, chapter 10
  (Theil line through 1, 2, 3, 4, 5, 16, 7: slope 1, intercept 0) **[M]**.
- pyMannKendall (Hussain & Mahmud 2019, doi:10.21105/joss.01556), tests/test_pymannkendall.py:
  monthly rainfall at Bogra, Bangladesh, 1981-2010.
- pyHomogeneity, tests/test_pyhomogeneity.py: the same series, statistic U and change point.
"""

from __future__ import annotations

import numpy as np
import pytest

from dafeng.drivers import trend

PAGE = [
    -1.05, 0.96, 1.22, 0.58, -0.98, -0.03, -1.54, -0.71, -0.35, 0.66, 0.44, 0.91, -0.02, -1.42,
    1.26, -1.02, -0.81, 1.66, 1.05, 0.97, 2.14, 1.22, -0.24, 1.60, 0.72, -0.12, 0.44, 0.03, 0.66,
    0.56, 1.37, 1.66, 0.10, 0.80, 1.29, 0.49, -0.07, 1.18, 3.29, 1.84,
]  # fmt: skip

#: Monthly rainfall at Bogra 1981-2010 [mm]; months without a figure are left out.
RAINFALL = """
32 20 25 189 240 193 379 278 301 0 0 82 0 4 121 234 360 262 120 30 11 1
7 3 31 31 355 102 248 274 308 5 26 11 16 6 48 388 539 431 272 404 186 0 2
0 4 1 54 272 459 235 164 365 135 2 4 0 128 210 163 446 225 462 467 19 13
0 3 17 132 178 338 525 623 145 31 19 3 0 29 25 87 259 756 486 180 292 43 92 1
0 16 2 0 130 253 594 111 273 30 0 4 0 27 24 41 292 378 499 265 320 227 4 0
4 14 8 48 416 240 404 207 733 105 0 112 0 14 0 30 140 202 289 159 424 106 3 0
65 3 14 58 268 466 432 266 240 95 1 0 10 26 4 114 94 289 173 208 263 156 5 0
16 16 14 0 111 475 534 432 471 117 70 1 3 28 7 401 184 283 338 171 335 176 0 0
10 11 9 140 102 208 298 245 220 29 2 27 10 13 26 84 143 367 749 563 283 353 10 0
0 0 0 9 246 265 343 429 168 133 17 0 18 35 76 158 272 250 190 289 466 84 0 0
0 0 0 22 217 299 185 115 344 203 8 0 5 284 123 254 476 496 326 27 20 0
4 53 72 113 214 364 219 220 156 264 0 13 0 0 45 90 137 638 529 261 206 251 0 0
5 9 58 72 138 130 471 328 356 523 0 1 0 0 12 143 193 184 192 138 174 69 1 0
0 18 25 28 92 732 320 256 302 131 15 0 27 0 22 20 213 393 474 374 109 159 0 0
0 3 3 49 205 128 194 570 169 89 0 0 0 0 0 26 185 286 92 225 244 190 3 20
"""
BOGRA = np.array(RAINFALL.split(), dtype=float)


def test_pettitt_on_the_data_of_page() -> None:
    found = trend.pettitt(PAGE)
    assert (found.statistic, found.position, found.falls) == (232, 17, False)
    assert round(found.p, 4) == 0.0146


def test_mann_kendall_by_hand() -> None:
    found = trend.mann_kendall(
        [12.9, 14.8, 13.2, 15.7, 13.8, 15.6, 12.9, 11.0, 17.3, 15.9, 19.0, 18.3, 20.1, 21.7]
    )
    assert found.score == 54
    assert found.variance == pytest.approx(14 * 13 * 33 / 18 - 2 * 1 * 9 / 18)
    assert round(found.z, 4) == 2.9058
    assert round(found.p / 2, 4) == 0.0018


def test_mann_kendall_of_five_measurements() -> None:
    assert trend.mann_kendall([5, 6, 11, 8, 10]).score == 6


def test_theil_line_is_not_moved_by_an_outlier() -> None:
    found = trend.sen_slope([1, 2, 3, 4, 5, 16, 7], range(1, 8))
    assert (found.slope, found.intercept) == (1.0, 0.0)


def test_mann_kendall_and_sen_of_monthly_rainfall() -> None:
    found = trend.mann_kendall(BOGRA)
    assert found.score == -1959
    assert found.variance == pytest.approx(4889800.333333333, rel=1e-15)
    assert found.z == pytest.approx(-0.8854562842589916, rel=1e-14)
    assert found.p == pytest.approx(0.37591058740506833, rel=1e-14)
    assert found.tau == pytest.approx(-0.03153167653875869, rel=1e-14)
    assert trend.sen_slope(BOGRA).slope == pytest.approx(-0.0064516129032258064, rel=1e-14)


def test_hamed_rao_of_monthly_rainfall() -> None:
    found = trend.hamed_rao(BOGRA)
    assert found.variance == pytest.approx(257403.38678462413, rel=1e-10)
    assert found.z == pytest.approx(-3.859273515045842, rel=1e-10)
    assert found.p == pytest.approx(0.00011372459883540742, rel=1e-9)


def test_trend_free_prewhitening_of_monthly_rainfall() -> None:
    found = trend.trend_free_prewhitened(BOGRA)
    assert found.score == -634
    assert found.variance == pytest.approx(4866576.0, rel=1e-12)
    assert found.z == pytest.approx(-0.2869405688895601, rel=1e-10)
    assert found.p == pytest.approx(0.7741578265217384, rel=1e-10)


def test_pettitt_of_monthly_rainfall() -> None:
    found = trend.pettitt(BOGRA)
    assert found.statistic == 2716
    # pyHomogeneity counts the months without a figure as well (five of the seven come before)
    assert BOGRA[: found.position].mean() == pytest.approx(157.87285223367698, rel=1e-14)
    assert BOGRA[found.position :].mean() == pytest.approx(120.93548387096774, rel=1e-14)
