"""Is there a thermal rate of the base year, where the place states rates at all?"""

from __future__ import annotations

from collections.abc import Iterator

from dafeng.dossier.records import Dossier
from dafeng.errors import Fault, MethodError, Severity
from dafeng.inventory.energy_total import CUSTOMARY_RATE, thermal_rate
from dafeng.language import Text, significant


def check_thermal_rates(dossier: Dossier) -> Iterator[Fault]:
    """Yield the rate nearest to the base year where all are of other years: none is used for it.

    Parameters
    ----------
    dossier
        The place's records.
    """
    base = dossier.identity.base_year
    stated = [
        (r.year, r)
        for r in dossier.factors
        if r.quantity == "thermal_rate" and r.amount.value is not None and r.year is not None
    ]
    if not stated or _has_rate(dossier, base):
        return
    years = sorted({year for year, _ in stated})
    _, nearest = min(stated, key=lambda s: (abs(s[0] - base), s[0]))
    default = significant(CUSTOMARY_RATE)
    yield Fault(
        "inventory.thermal_rate.other_year",
        Severity.WARNING,
        nearest.amount.place,
        Text(
            f"供电煤耗只有 {'、'.join(map(str, years))} 年的，没有基准年 {base} 年的："
            f"基准年的等价值按缺省 {default} kgce/kWh 计",
            f"thermal rates are stated for {', '.join(map(str, years))} and none for the base "
            f"year {base}: its thermal values count by the default of {default} kgce/kWh",
        ),
        Text(
            f"填 {base} 年的供电煤耗；各年通用的，年份留空",
            f"enter the rate of {base}; leave the year blank if one rate holds for all years",
        ),
    )


def _has_rate(dossier: Dossier, year: int) -> bool:
    try:
        thermal_rate(dossier, year)
    except MethodError:
        return False
    return True
