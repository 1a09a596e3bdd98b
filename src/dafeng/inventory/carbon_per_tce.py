"""To which fuel does a factor per tonne of standard coal belong?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dafeng import reference, units
from dafeng.dossier.records import FactorRecord
from dafeng.errors import Fault, Severity
from dafeng.inventory.doubts.factor_ranges import published
from dafeng.language import Text, significant

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

#: Emission factors per tonne of standard coal in circulation, by group [tCO2/tce]. From memory;
#: they serve to recognise a factor that was meant for tce and applied to tonnes.
PER_TCE: Final = {
    "coal": (2.7716, 2.7413, 2.4567, 2.66, 2.64, 2.4933, 2.7725),
    "oil": (2.1476, 2.1358, 2.0306, 1.73, 2.08, 2.1491),
    "gas": (1.6438, 1.6262, 1.4813, 1.56, 1.63, 1.6265),
}

#: How near a factor per tce must come to the known one where it is plausible per physical unit and
#: where it is not; how far it must be from what is published per physical unit: as the carrier's
#: own factor per tce, as its group's [-].
_SAME: Final = (0.001, 0.005)
_UNLIKE: Final = (0.02, 0.1)

#: A figure is recognised by so many of its digits, up to what a conversion of units changes [-].
_DIGITS: Final = 3
_EQUAL: Final = 1e-9

#: Standard coal for which a factor per tce may have been taken, by physical unit [unit/tce]: gas
#: is also counted by a thousand cubic metres.
_SCALES: Final = {"万立方米": (1.0, 10.0)}

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


def co2_per_tce(carrier: str, co2_per_unit: float) -> float | None:
    """Return the factor per tce that a factor per unit of fuel equals [tCO2/tce], or None.

    Known are the carbon contents in circulation times 44/12, those of the factor sets times
    29.3076 GJ/tce, and CO2 factors in circulation by group.

    Parameters
    ----------
    carrier
        Carrier id.
    co2_per_unit
        Stated factor [tCO2/unit].
    """
    unit = reference.carriers()[carrier]
    known = published(carrier, "per_unit")
    if known is None:
        return None
    low, high = known.limits
    same = _SAME[0] if low <= co2_per_unit <= high else _SAME[1]
    distance = min(abs(co2_per_unit / x - 1) for x in known.values)
    in_set = {
        f.co2_per_tj / oxidation * float(units.GJ_PER_TCE) / 1000
        for s in reference.fuel_factor_sets().values()
        if (f := s.factors.get(carrier)) is not None
        for oxidation in (1.0, f.oxidation)
    }
    circulating = [c * 44 / 12 for c in CIRCULATING.get(carrier, ())] + sorted(in_set)
    for figures, unlike in zip((circulating, PER_TCE.get(unit.group, ())), _UNLIKE, strict=True):
        for figure in figures:
            for scale in _SCALES.get(unit.unit, (1.0,)):
                stated = co2_per_unit / scale
                near = abs(stated / figure - 1) <= same or _rounded(stated, figure)
                if distance > unlike and near:
                    return figure
    return None


def _rounded(value: float, figure: float) -> bool:
    """Say whether a value is a figure rounded to the value's own digits, three of them or more."""
    digits = len(f"{value:.6e}".partition("e")[0].replace(".", "").rstrip("0"))
    return digits >= _DIGITS and abs(float(f"{figure:.{digits - 1}e}") / value - 1) < _EQUAL


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
            f"{own.zh}含碳量 {significant(per_tce, 4)} tC/tce 是常见的“{fuel.zh}”每吨标准煤系数"
            f"（合 {significant(per_tj, 4)} tC/TJ）：只能乘吨标准煤，不能乘实物吨；已按热值换算",
            f"the carbon content of {own.en}, {significant(per_tce, 4)} tC/tce, is the "
            "circulating figure of "
            f"{fuel.en} per tonne of standard coal ({significant(per_tj, 4)} tC/TJ): it goes "
            "with tce, never "
            "with physical tonnes; it is converted by energy",
        ),
        Text(
            "改用本品种的单位热值含碳量（tC/TJ）",
            "give the carbon content of the fuel itself per energy (tC/TJ)",
        ),
    )
