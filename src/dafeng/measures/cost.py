"""What does a measure cost per year, per unit of energy and per tonne?

Money is at constant prices with a real rate, or nominal with a nominal rate; the two are never
mixed. Private and social rates give different answers, and the sign of a cost can turn: show both.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from dafeng.errors import MethodError
from dafeng.language import Text

#: Below this rate the limit for no interest is exact to double precision.
_NEGLIGIBLE = 1e-9


def capital_recovery_factor(rate: float, years: float) -> float:
    """Return the yearly payment that recovers one unit of investment.

    ``CRF = i (1 + i)^n / ((1 + i)^n - 1)``, and ``1 / n`` without interest.

    Parameters
    ----------
    rate
        Discount rate i [1/a], above -1.
    years
        Lifetime n [a], above 0.

    Raises
    ------
    MethodError
        If the lifetime is not positive or the rate is -1 or below.
    """
    if not years > 0 or not rate > -1:
        raise MethodError(
            Text(
                f"寿命须为正、折现率须大于 -1（现为 {years}、{rate}）",
                f"the lifetime must be positive and the rate above -1 (not {years}, {rate})",
            )
        )
    if abs(rate) < _NEGLIGIBLE:
        return 1 / years
    return rate / -math.expm1(-years * math.log1p(rate))


def present_value(flows: Sequence[float], rate: float) -> float:
    """Return the value today of yearly flows, the first one today.

    ``PV = sum x_t / (1 + i)^t``, t = 0, 1, 2, ...

    Parameters
    ----------
    flows
        Money or any quantity of each year [any unit] (year).
    rate
        Discount rate [1/a].
    """
    return math.fsum(flow / (1 + rate) ** year for year, flow in enumerate(flows))


def annual_cost(
    investment: float, operation: float, savings: float, rate: float, years: float
) -> float:
    """Return the yearly cost of a measure, ``I CRF + O&M - savings`` [money/a].

    Parameters
    ----------
    investment
        Paid at the start [money].
    operation, savings
        Running cost and what is saved each year [money/a].
    rate
        Discount rate [1/a].
    years
        Lifetime [a].
    """
    return investment * capital_recovery_factor(rate, years) + operation - savings


def abatement_cost(cost: float, abatement: float) -> float:
    """Return the cost per tonne, ``annual cost / annual abatement`` [money/t].

    A negative cost per tonne has no meaningful order: of two measures that save money, the one
    that abates less comes out lower. Show savings and tonnes side by side instead of ranking.

    Parameters
    ----------
    cost
        Yearly cost [money/a].
    abatement
        CO2 abated each year, a difference of joint runs [t/a], above 0.

    Raises
    ------
    MethodError
        If nothing is abated.

    References
    ----------
    Taylor, S. (2012). The ranking of negative-cost emissions reduction measures. Energy Policy 48,
    430-438, doi:10.1016/j.enpol.2012.05.071.
    """
    if not abatement > 0:
        raise MethodError(Text("减排量须为正", "the abatement must be positive"))
    return cost / abatement


def levelised_cost(costs: Sequence[float], energy: Sequence[float], rate: float) -> float:
    """Return the cost per unit of energy, ``PV(costs) / PV(energy)`` [money/unit].

    Parameters
    ----------
    costs
        All costs of each year, the investment in the first [money] (year).
    energy
        Energy delivered in each year [unit] (year).
    rate
        Discount rate [1/a].

    Raises
    ------
    MethodError
        If the years differ in number or no energy is delivered.
    """
    delivered = present_value(energy, rate)
    if len(costs) != len(energy) or not delivered > 0:
        raise MethodError(
            Text(
                "成本与能量的年数须相同，且能量须为正",
                "costs and energy need the same years, and some energy",
            )
        )
    return present_value(costs, rate) / delivered
