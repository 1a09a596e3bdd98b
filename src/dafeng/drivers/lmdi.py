"""How much of a change is due to each factor? Logarithmic mean Divisia index, LMDI-I and LMDI-II.

An aggregate is the sum over items of a product of factors, ``V = sum_i x_1i x_2i ... x_ni``.
Factor arrays have the axes (factor, item) for one year and (factor, item, year) for a series.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, get_args

import numpy as np
import numpy.typing as npt

from dafeng.axes import Axis, Floats
from dafeng.drivers.decomposition import Decomposition, Factor
from dafeng.errors import LabelError, MethodError
from dafeng.language import Text

Method = Literal["lmdi-1", "lmdi-2"]
Form = Literal["additive", "multiplicative"]

#: Above this size of ln(a/b) the plain quotient is exact enough; below, expm1 keeps the digits.
_PLAIN: Final = 1.0


def log_mean(a: Floats, b: Floats) -> Floats:
    """Return the logarithmic mean, element by element.

    ``L(a, b) = (a - b) / ln(a / b)``, ``L(a, a) = a``, ``L(a, 0) = L(0, b) = 0``.

    Parameters
    ----------
    a, b
        Two arrays of one shape, not negative [any unit, the same].

    Returns
    -------
    Floats
        The mean in the same unit; exactly symmetric in `a` and `b`.

    References
    ----------
    Carlson, B. C. (1972). The logarithmic mean. American Mathematical Monthly 79, 615-618.
    """
    low, high = np.minimum(a, b), np.maximum(a, b)
    mean = np.zeros(np.broadcast(a, b).shape)
    both = low > 0
    ratio = np.log(np.where(both, high, 1.0)) - np.log(np.where(both, low, 1.0))
    near = both & (ratio < _PLAIN)
    far = both & ~near
    np.divide(high - low, ratio, out=mean, where=far)
    # (high - low) cancels when the two are close; low * expm1(r) / r does not
    small = np.where(near & (ratio > 0), ratio, 1.0)
    return np.where(near, np.where(ratio > 0, low * np.expm1(small) / small, high), mean)


def log_terms(start: Floats, end: Floats, weights: tuple[Floats, Floats] | None = None) -> Floats:
    """Return ``L(w_T, w_0) ln(x_T / x_0)`` for each factor and item, with the limits at zero.

    The eight limits of Ang, Zhang and Choi for a factor ``x`` and its item ``w`` (0 -> T):

    ==== ======= ======= ======= ======= =========
    case  w_0     w_T     x_0     x_T     term
    ==== ======= ======= ======= ======= =========
    1     0       +       0       +       w_T
    2     +       0       +       0       -w_0
    3     0       +       +       +       0
    4     +       0       +       +       0
    5     0       0       +       +       0
    6     0       0       0       0       0
    7     0       0       +       0       0
    8     0       0       0       +       0
    ==== ======= ======= ======= ======= =========

    Where m factors of one item vanish together at the same rate, the same limit gives each of
    them ``w_T / m`` (``-w_0 / m``), so that the terms still add up to the change of the item.

    Parameters
    ----------
    start, end
        Factors in the first and the last year (factor, item).
    weights
        What is averaged, first and last year, each (item); the items themselves by default
        (LMDI-I), their shares in the total for LMDI-II.

    Returns
    -------
    Floats
        Terms in the unit of the weights (factor, item).

    Raises
    ------
    MethodError
        If a factor is negative or not finite.

    References
    ----------
    Ang, B. W., Zhang, F. Q. & Choi, K.-H. (1998). Factorizing changes in energy and environmental
    indicators through decomposition. Energy 23, 489-495, doi:10.1016/S0360-5442(98)00016-4,
    table 2.
    """
    _require_domain(start, end)
    before, after = weights or (start.prod(axis=0), end.prod(axis=0))
    mean = log_mean(before, after)
    inside = (start > 0) & (end > 0) & (mean > 0)
    logs = np.log(np.where(inside, end, 1.0)) - np.log(np.where(inside, start, 1.0))
    appearing = (start == 0) & (end > 0) & (before == 0) & (after > 0)
    vanishing = (start > 0) & (end == 0) & (before > 0) & (after == 0)
    return np.asarray(
        mean * logs
        + appearing * (after / np.maximum(appearing.sum(axis=0), 1))
        - vanishing * (before / np.maximum(vanishing.sum(axis=0), 1))
    )


def effects(
    start: npt.ArrayLike,
    end: npt.ArrayLike,
    method: Method = "lmdi-1",
    form: Form = "additive",
) -> Floats:
    """Return the effect of each factor on the change of the aggregate between two years.

    LMDI-I additive ``dV_x = sum_i L(V_iT, V_i0) ln(x_iT / x_i0)``; multiplicative
    ``D_x = exp(sum_i L(V_iT, V_i0) / L(V_T, V_0) ln(x_iT / x_i0))``. LMDI-II takes the weights
    ``L(w_iT, w_i0) / sum_j L(w_jT, w_j0)`` with the shares ``w_i = V_i / V``; its additive form
    multiplies by ``L(V_T, V_0)``. All four are perfect; only LMDI-I is consistent in aggregation.

    Parameters
    ----------
    start, end
        Factors in the first and the last year (factor, item), or (factor) for a single item.
    method
        ``lmdi-1`` or ``lmdi-2``.
    form
        ``additive``: effects in the unit of the aggregate that add up to its change;
        ``multiplicative``: ratios whose product is the ratio of the aggregates.

    Returns
    -------
    Floats
        Effects (factor).

    Raises
    ------
    MethodError
        If there is no such method or form; if the years differ in shape; if a factor is negative
        or not finite, or a product of factors is beyond the range of numbers; if the aggregate is
        zero in either year and the method or form needs its ratio.

    References
    ----------
    Ang, B. W. (2005). The LMDI approach to decomposition analysis: a practical guide. Energy
    Policy 33, 867-871, doi:10.1016/j.enpol.2003.10.010.
    Ang, B. W. (2015). LMDI decomposition approach: a guide for implementation. Energy Policy 86,
    233-238, doi:10.1016/j.enpol.2015.07.007.
    """
    _require_known(method, form)
    start, end = factor_array(start), factor_array(end)
    _require_domain(start, end)
    if method == "lmdi-1" and form == "additive":
        return np.asarray(log_terms(start, end).sum(axis=1))
    before, after = _positive_total(start), _positive_total(end)
    scale = float(log_mean(np.array(before), np.array(after)))
    if method == "lmdi-1":
        logs = log_terms(start, end).sum(axis=1) / scale
    else:
        shares = (start.prod(axis=0) / before, end.prod(axis=0) / after)
        logs = log_terms(start, end, shares).sum(axis=1) / _weight_sum(shares)
    return np.asarray(np.exp(logs) if form == "multiplicative" else scale * logs)


def chained(factors: Floats, method: Method = "lmdi-1", form: Form = "additive") -> Floats:
    """Return the effects from each year to the next.

    Parameters
    ----------
    factors
        Factors (factor, item, year).
    method, form
        As in `effects`.

    Returns
    -------
    Floats
        Effects (period, factor); add them over periods (multiply, if multiplicative) for a
        longer span.

    Raises
    ------
    MethodError
        As in `effects`; also for fewer than two years.
    """
    count = factors.shape[2]
    if count < 2:  # noqa: PLR2004 - a change needs two years
        raise MethodError(
            Text("因素分解至少需要两个年份", "a decomposition needs at least two years")
        )
    return np.stack(
        [effects(factors[:, :, t], factors[:, :, t + 1], method, form) for t in range(count - 1)]
    )


def total(factors: Floats) -> Floats:
    """Return the aggregate of each year, the sum over items of the product of factors (year)."""
    return np.asarray(factors.prod(axis=0).sum(axis=0))


def decompose(
    factors: Floats,
    names: Sequence[Factor],
    years: Axis[int],
    *,
    model: tuple[Method, Form] = ("lmdi-1", "additive"),
    series: str = "",
    unit: str = "t",
) -> Decomposition:
    """Decompose a series year by year into a labelled result.

    Parameters
    ----------
    factors
        Factors (factor, item, year).
    names
        What the factors are (factor).
    years
        Years of the last axis.
    model
        Method and form as in `effects`.
    series, unit
        What is decomposed and its unit; multiplicative effects have the unit ``1``.

    Returns
    -------
    Decomposition
        Effects by period and factor.

    Raises
    ------
    LabelError
        If names or years do not fit the array.
    MethodError
        As in `effects`.
    """
    if (len(names), len(years)) != (factors.shape[0], factors.shape[2]):
        raise LabelError(
            Text(
                f"因素数组形状 {factors.shape} 与 {len(names)} 个因素、{len(years)} 个年份不符",
                f"factors of shape {factors.shape} do not fit {len(names)} names"
                f" and {len(years)} years",
            )
        )
    totals = total(factors)
    method, form = model
    ratios = form == "multiplicative"
    found = chained(factors, method, form)
    return Decomposition(
        method=method,
        form=form,
        series=series,
        periods=tuple(zip(years.labels[:-1], years.labels[1:], strict=True)),
        factors=tuple(names),
        effects=found,
        change=totals[1:] / totals[:-1] if ratios else np.diff(totals),
        unit="1" if ratios else unit,
    )


def _positive_total(factors: Floats) -> float:
    whole = float(factors.prod(axis=0).sum())
    if whole <= 0:
        raise MethodError(
            Text(
                "总量为零时乘法分解和 LMDI-II 无定义；请用加法 LMDI-I",
                "with a total of zero the multiplicative form and LMDI-II are undefined;"
                " use additive LMDI-I",
            )
        )
    return whole


def _weight_sum(shares: tuple[Floats, Floats]) -> float:
    whole = float(log_mean(*shares).sum())
    if whole == 0:
        raise MethodError(
            Text(
                "两年没有共同的非零项，LMDI-II 的权重无定义；请用 LMDI-I",
                "no item is above zero in both years, so the weights of LMDI-II are undefined;"
                " use LMDI-I",
            )
        )
    return whole


def factor_array(values: npt.ArrayLike) -> Floats:
    """Return factors as floating-point numbers (factor, item); one item may lack its axis."""
    array = np.asarray(values, dtype=np.float64)
    return array[:, np.newaxis] if array.ndim == 1 else array


def _require_known(method: str, form: str) -> None:
    for value, known in ((method, get_args(Method)), (form, get_args(Form))):
        if value not in known:
            listed = ", ".join(known)
            raise MethodError(
                Text(f"没有“{value}”；可用：{listed}", f"no {value!r}; known: {listed}")
            )


def _require_domain(start: Floats, end: Floats) -> None:
    if start.shape != end.shape or start.ndim != 2:  # noqa: PLR2004 - factor and item
        raise MethodError(
            Text(
                f"两年的因素数组须同为（因素，项目）：{start.shape}，{end.shape}",
                f"both years need factors of one shape (factor, item): {start.shape}, {end.shape}",
            )
        )
    for array in (start, end):
        if not np.isfinite(array).all():
            raise MethodError(Text("因素数组含缺失值或无穷大", "a factor is missing or not finite"))
        if (array < 0).any():
            raise MethodError(
                Text(
                    "LMDI 不接受负值；请把净出口等拆成两个正的总流量",
                    "LMDI takes no negative terms; split net exports and the like into gross flows",
                )
            )
        with np.errstate(over="ignore", under="ignore"):
            product = array.prod(axis=0)
        if not np.isfinite(product).all() or ((product == 0) & (array > 0).all(axis=0)).any():
            raise MethodError(
                Text(
                    "因素之积超出数值范围；请改用较近的单位",
                    "a product of factors is beyond the range of numbers; choose nearer units",
                )
            )
