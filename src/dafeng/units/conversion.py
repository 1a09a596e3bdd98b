"""How much is it in another unit?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Final, overload

import numpy as np
import numpy.typing as npt

from dafeng.errors import MethodError, UnitError
from dafeng.language import Text, significant
from dafeng.units.kinds import PriceBase, Unit
from dafeng.units.reading import unit

Floats = npt.NDArray[np.float64]

#: Mass of CO2 per mass of carbon [-], 44/12 as the IPCC guidelines use it.
CO2_PER_CARBON: Final = Fraction(44, 12)

#: Standard coal per electricity at the equivalent value (当量值) [kgce/kWh], GB/T 2589-2020.
EQUIVALENT_RATE: Final = Fraction("0.1229")


class Convention(StrEnum):
    """How electricity counts as standard coal.

    ``equivalent`` (当量值): by its own heat, 0.1229 kgce/kWh. ``thermal`` (等价值): by the coal
    that thermal plants burn for it, about 0.30 kgce/kWh, another figure each year.
    """

    EQUIVALENT = "equivalent"
    THERMAL = "thermal"


def _as_unit(text: str | Unit) -> Unit:
    return text if isinstance(text, Unit) else unit(text)


@lru_cache(maxsize=4096)
def factor(from_unit: str | Unit, to_unit: str | Unit) -> Fraction:
    """Return the exact number by which a figure in the first unit is multiplied.

    Parameters
    ----------
    from_unit, to_unit
        Spellings known to `unit`, or units.

    Raises
    ------
    UnitError
        If the dimensions differ (both units are named), if electricity would become standard coal
        without a convention, or if money has another price base.
    """
    source, target = _as_unit(from_unit), _as_unit(to_unit)
    if source.dimension != target.dimension:
        raise _different(source, target)
    if source.electric != target.electric and source.coal != target.coal:
        raise _convention(source, target)
    if source.price_base != target.price_base:
        raise _deflator(source, target)
    return source.factor / target.factor


@overload
def convert(value: float, from_unit: str | Unit, to_unit: str | Unit) -> float: ...
@overload
def convert(
    value: Floats | Sequence[float], from_unit: str | Unit, to_unit: str | Unit
) -> Floats: ...
def convert(
    value: float | Floats | Sequence[float], from_unit: str | Unit, to_unit: str | Unit
) -> float | Floats:
    """Return a figure in another unit; exact arithmetic, one rounding at the end.

    Parameters
    ----------
    value
        Figure, or several of them [from_unit].
    from_unit, to_unit
        Spellings known to `unit`, or units.

    Returns
    -------
    float or array
        The figure [to_unit].

    Raises
    ------
    UnitError
        As in `factor`; the message names both units. If the figure becomes too large to be held.
    """
    return _scaled(value, factor(from_unit, to_unit))


@overload
def carbon_to_co2(value: float) -> float: ...
@overload
def carbon_to_co2(value: Floats) -> Floats: ...
def carbon_to_co2(value: float | Floats) -> float | Floats:
    """Return the CO2 that a mass of carbon makes when it is oxidised: ``44/12 * value``.

    Parameters
    ----------
    value
        Mass of carbon [any mass unit of C].

    Returns
    -------
    float or array
        Mass of CO2 [the same mass unit, of CO2].
    """
    return _scaled(value, CO2_PER_CARBON)


@overload
def electricity_to_standard_coal(
    value: float, unit: str | Unit, convention: Convention, thermal_rate: float | None = None
) -> float: ...
@overload
def electricity_to_standard_coal(
    value: Floats, unit: str | Unit, convention: Convention, thermal_rate: float | None = None
) -> Floats: ...
def electricity_to_standard_coal(
    value: float | Floats,
    unit: str | Unit,
    convention: Convention,
    thermal_rate: float | None = None,
) -> float | Floats:
    """Return electricity as standard coal by a named convention.

    Parameters
    ----------
    value
        Electricity [unit].
    unit
        Its unit, for example ``万千瓦时``.
    convention
        Equivalent value (当量值) or thermal value (等价值).
    thermal_rate
        Coal per electricity for the thermal value [kgce/kWh]; must not be given with the other.

    Returns
    -------
    float or array
        Standard coal [tce].

    Raises
    ------
    MethodError
        If the thermal rate is missing, none of a plant, or given where it does not belong.

    References
    ----------
    GB/T 2589-2020, annex A: 0.1229 kgce/kWh.
    """
    rate = _coal_rate(convention, thermal_rate)
    return _scaled(value, factor(unit, "kWh") * rate / 1000)


def money(text: str, price_base: PriceBase) -> Unit:
    """Return a money unit with its price base: ``money("万元", 2020)``.

    Raises
    ------
    UnitError
        If the text is no money unit or states a price base already.
    """
    plain = unit(text)
    if not plain.monetary or plain.price_base is not None:
        raise UnitError(
            Text(
                f"“{text}”不是未注明价格基期的货币单位",
                f"{text!r} is no money unit without a price base",
            )
        )
    return unit(f"{plain.symbol}@{price_base}")


@overload
def reprice(value: float, from_unit: str | Unit, to_unit: str | Unit, deflator: float) -> float: ...
@overload
def reprice(
    value: Floats, from_unit: str | Unit, to_unit: str | Unit, deflator: float | Floats
) -> Floats: ...
def reprice(
    value: float | Floats,
    from_unit: str | Unit,
    to_unit: str | Unit,
    deflator: float | Floats,
) -> float | Floats:
    """Return money at the prices of another year.

    Parameters
    ----------
    value
        Figure [from_unit].
    from_unit, to_unit
        Units that contain money once, each with its price base.
    deflator
        Price level of the target's base over that of the source's base [-].

    Raises
    ------
    UnitError
        If the dimensions differ or a price base is missing.
    """
    source, target = _as_unit(from_unit), _as_unit(to_unit)
    if source.dimension != target.dimension:
        raise _different(source, target)
    if source.price_base is None or target.price_base is None:
        raise _deflator(source, target)
    power = dict(source.dimension)["money"]
    level = deflator if power == 1 else deflator**power
    return _scaled(value, source.factor / target.factor) * level


#: Standard coal per electricity of a plant, at the least and at the most [kgce/kWh].
THERMAL_RATES: Final = (0.1, 1.0)


def _coal_rate(convention: Convention, thermal_rate: float | None) -> Fraction:
    if convention is Convention.EQUIVALENT:
        if thermal_rate is not None:
            raise MethodError(
                Text("当量值不用发电煤耗", "the equivalent value takes no thermal rate")
            )
        return EQUIVALENT_RATE
    if thermal_rate is None or not thermal_rate > 0:
        raise MethodError(
            Text(
                "等价值需给出大于零的发电煤耗（kgce/kWh）",
                "the thermal value needs a positive rate [kgce/kWh]",
            )
        )
    if not THERMAL_RATES[0] <= thermal_rate <= THERMAL_RATES[1]:
        raise MethodError(
            Text(
                f"发电煤耗 {significant(thermal_rate)} kgce/kWh 不可信：电厂约为 0.25–0.45"
                "（克标准煤须除以 1000）",
                f"a thermal rate of {significant(thermal_rate)} kgce/kWh is none: plants need "
                "about 0.25 to "
                "0.45 (divide gce by 1000)",
            )
        )
    return Fraction(thermal_rate)


def _scaled(value: float | Floats | Sequence[float], ratio: Fraction) -> float | Floats:
    if isinstance(value, (int, float)):
        return _exactly(value, ratio)
    if isinstance(value, np.integer | np.floating):
        return _exactly(value.item(), ratio)
    figures = np.asarray(value, dtype=np.float64)
    if ratio.numerator == 1:
        return figures / float(ratio.denominator)
    return figures * float(ratio)


def _exactly(value: float, ratio: Fraction) -> float:
    """Return the shortest decimal, which is what was entered, times a ratio, rounded once."""
    try:
        if not math.isfinite(value):
            return value * float(ratio)
        # 12.3456 万吨 is 123456 t to the last digit; whole numbers are divided with one rounding
        top, bottom = Decimal(repr(float(value))).as_integer_ratio()
        return top * ratio.numerator / (bottom * ratio.denominator)
    except OverflowError:
        shown = f"{Decimal(value):.3e}"  # a whole number may be larger than any float
        raise UnitError(
            Text(f"{shown} 换算后过大", f"{shown} becomes too large in the other unit")
        ) from None


#: Dimensions between which a density stands.
_MASS_AND_VOLUME: Final = frozenset({(("mass", 1),), (("length", 3),)})


def _different(source: Unit, target: Unit) -> UnitError:
    if {source.dimension, target.dimension} == _MASS_AND_VOLUME:
        return _density(source, target)
    return UnitError(
        Text(
            f"单位“{source}”与“{target}”量纲不同，不能换算",
            f"cannot convert {source} to {target}: their dimensions differ",
        )
    )


def _density(source: Unit, target: Unit) -> UnitError:
    return UnitError(
        Text(
            f"单位“{source}”与“{target}”一为体积一为质量，换算须有密度（因品种而异），不能直接换算",
            f"cannot convert {source} to {target}: one is a volume and one a mass; a density is "
            "needed, which differs by product",
        )
    )


def _convention(source: Unit, target: Unit) -> UnitError:
    return UnitError(
        Text(
            f"电与标准煤换算（{source} 到 {target}）须注明当量值或等价值",
            f"cannot convert {source} to {target} without a convention: electricity counts as "
            "standard coal by the equivalent value (当量值) or the thermal value (等价值)",
        )
    )


def _deflator(source: Unit, target: Unit) -> UnitError:
    return UnitError(
        Text(
            f"“{source}”与“{target}”价格基期不同或未注明，须给出平减指数",
            f"cannot convert {source} to {target}: price bases differ or are not stated; "
            "a deflator is needed",
        )
    )
