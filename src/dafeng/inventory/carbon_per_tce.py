"""To which fuel does a carbon content per tonne of standard coal belong?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dafeng import reference, units
from dafeng.dossier.records import FactorRecord
from dafeng.errors import Fault, Severity
from dafeng.language import Text

#: Carbon per standard coal in circulation [tC/tce], by carrier: IPCC default carbon contents times
#: 29.3076 GJ/tce, and for coal those of Chinese institutes (Energy Research Institute of NDRC
#: 0.7476 and 0.67, State Science and Technology Commission 0.726 and 0.7329, US Department of
#: Energy 0.702). From memory; they serve to recognise a figure.
CIRCULATING: Final = {
    "raw_coal": (0.7559, 0.7476, 0.726, 0.7329, 0.702, 0.67, 0.656),
    "coke": (0.855,),
    "crude_oil": (0.5857, 0.5825, 0.5854),
    "fuel_oil": (0.6185,),
    "gasoline": (0.5538,),
    "kerosene": (0.5714,),
    "diesel": (0.5921,),
    "lpg": (0.5042,),
    "natural_gas": (0.4483, 0.443, 0.4435, 0.409, 0.404),
}

#: How near a figure must come to a printed one [-]; beyond the second, it is another fuel's.
_PRINTED: Final = 0.0007
_OTHER_FUEL: Final = 0.05


def check_carbon_per_tce(record: FactorRecord) -> Iterator[Fault]:
    """Yield where a carbon content stated per tce comes from, and whether it suits its fuel.

    Parameters
    ----------
    record
        A local carbon content.
    """
    value = record.amount.value
    if value is None or "tce" not in record.amount.unit:
        return
    per_tce = units.convert(value, record.amount.unit, "tC/tce")
    near = [c for c, known in CIRCULATING.items() if _printed(per_tce, known)]
    per_tj = per_tce / float(units.GJ_PER_TCE) * 1000
    expected = {
        f.carbon_content
        for s in reference.fuel_factor_sets().values()
        if (f := s.factors.get(record.subject)) is not None
    }
    unlike = all(abs(per_tj / x - 1) > _OTHER_FUEL for x in expected)
    if near and (unlike or near[0] == record.subject):
        yield _of_fuel(record, (per_tce, per_tj), near[0])


def _printed(value: float, known: tuple[float, ...]) -> bool:
    return any(abs(value / x - 1) <= _PRINTED for x in known)


def _of_fuel(record: FactorRecord, values: tuple[float, float], carrier: str) -> Fault:
    names = reference.carriers()
    own, fuel = names[record.subject].name, names[carrier].name
    per_tce, per_tj = values
    return Fault(
        "inventory.factor.carbon_per_tce",
        Severity.WARNING,
        record.amount.place,
        Text(
            f"{own.zh}含碳量 {per_tce:.4g} tC/tce 是常见的“{fuel.zh}”每吨标准煤系数"
            f"（合 {per_tj:.4g} tC/TJ）：只能乘吨标准煤，不能乘实物吨；已按热值换算",
            f"the carbon content of {own.en}, {per_tce:.4g} tC/tce, is the circulating figure of "
            f"{fuel.en} per tonne of standard coal ({per_tj:.4g} tC/TJ): it goes with tce, never "
            "with physical tonnes; it is converted by energy",
        ),
        Text(
            "改用本品种的单位热值含碳量（tC/TJ）",
            "give the carbon content of the fuel itself per energy (tC/TJ)",
        ),
    )
