"""Published factor products and unit tables, to the printed digits.

Sources
-------
- 各种能源折标准煤及碳排放参考系数: the ten-row table that Chinese papers reprint, made of
  GB/T 2589-2008 (calorific values) and 省级温室气体清单编制指南（试行, 2011）(carbon content,
  oxidation); last column kg CO2 per kg or m3. **[M]** for the inputs, products recompute.
- IPCC 2006 Guidelines, volume 2, tables 1.2-1.4: 94.6 t/TJ x 25.8 TJ/Gg = 2.4407 t/t (other
  bituminous coal), 56.1 x 48.0 = 2.6928 t/t (natural gas), 74.1 x 43.0 = 3.1863 t/t
  (gas/diesel oil).
- IEA unit converter: 1 Mtoe = 41,868 TJ = 11,630 GWh = 1e7 Gcal; 1 TJ = 238.8 Gcal = 0.2778 GWh.
- GB/T 2589-2020: 1 kgce = 29,307.6 kJ = 7,000 kcal; 1 kgoe = 41,868 kJ (10,000 kcal) = 1.4286 kgce.
- GHG Protocol guidance on uncertainty assessment: activity +-5 %, factor +-10 % gives +-11.2 %;
  IPCC Good Practice Guidance (2000), chapter 6, example of the United Kingdom: activity and factor
  1.2 and 6 give 6.1 (coal), 2.4 and 1 give 2.6 (natural gas), 7 and 20 give 21.2 (waste). **[M]**
"""

from __future__ import annotations

import pytest

from dafeng import convert
from dafeng.dossier.records import (
    Amount,
    Dossier,
    EnergyRecord,
    FactorRecord,
    Flow,
    Identity,
)
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.propagation import product_half_width
from dafeng.language import same


def _identity(factor_set: str) -> Identity:
    return Identity(
        "330500",
        same("x"),
        "city",
        "330000",
        ("330500",),
        same("—"),
        2022,
        factor_set,
        "average",
        "330000",
        2020,
        "",
    )


#: Carrier: calorific value [kJ/kg or kJ/m3], carbon [tC/TJ], oxidation, product [kg CO2/kg or /m3].
TABLE = {
    "raw_coal": (20_908, 26.37, 0.94, 1.9003),
    "coke": (28_435, 29.5, 0.93, 2.8604),
    "crude_oil": (41_816, 20.1, 0.98, 3.0202),
    "fuel_oil": (41_816, 21.1, 0.98, 3.1705),
    "gasoline": (43_070, 18.9, 0.98, 2.9251),
    "kerosene": (43_070, 19.5, 0.98, 3.0179),
    "diesel": (42_652, 20.2, 0.98, 3.0959),
    "lpg": (50_179, 17.2, 0.98, 3.1013),
    "refinery_gas": (46_055, 18.2, 0.98, 3.0119),
    "natural_gas": (38_931, 15.3, 0.99, 2.1622),
}


@pytest.mark.parametrize("carrier", TABLE)
def test_reference_table_of_chinese_papers_through_local_factors(carrier: str) -> None:
    calorific, carbon, oxidation, printed = TABLE[carrier]
    gas = carrier == "natural_gas"
    unit, per = ("万立方米", "kJ/m3") if gas else ("t", "kJ/kg")
    factors = (
        FactorRecord("ncv", carrier, "", None, Amount(float(calorific), per)),
        FactorRecord("carbon_content", carrier, "", None, Amount(carbon, "tC/TJ")),
        FactorRecord("oxidation", carrier, "", None, Amount(100 * oxidation, "%")),
    )
    amount = Amount(1.0, unit)
    record = EnergyRecord(2022, Flow.FINAL_CONSUMPTION, "steel", carrier, amount)
    dossier = Dossier(_identity("provincial-guideline-2025"), (record,), factors=factors)
    found = float(compile_inventory(dossier).energy_co2.sum())
    assert round(found / (10 if gas else 1), 4) == printed


@pytest.mark.parametrize(
    ("carrier", "printed"),
    [("bituminous_coal", 2.4407), ("lng", 2.6928), ("diesel", 3.1863)],
)
def test_ipcc_defaults_per_tonne(carrier: str, printed: float) -> None:
    # the printed factors are rounded to three digits: 25.8 x 94.6, 48.0 x 56.1, 43.0 x 74.1
    record = EnergyRecord(2022, Flow.FINAL_CONSUMPTION, "steel", carrier, Amount(1.0, "t"))
    found = compile_inventory(Dossier(_identity("ipcc-2006"), (record,))).energy_co2.sum()
    assert float(found) == pytest.approx(printed, rel=6e-4)


@pytest.mark.parametrize(
    ("value", "unit", "target", "printed", "digits"),
    [
        (1, "Mtoe", "TJ", 41868.0, 6),
        (1, "Mtoe", "GWh", 11630.0, 6),
        (1, "Mtoe", "Gcal", 1e7, 3),
        (1, "TJ", "Gcal", 238.8, 1),
        (1, "TJ", "GWh", 0.2778, 4),
        (1, "kgce", "kJ", 29307.6, 6),
        (1, "kgce", "kcal", 7000.0, 6),
        (1, "toe", "tce", 1.4286, 4),
    ],
)
def test_energy_units_as_printed(
    value: float, unit: str, target: str, printed: float, digits: int
) -> None:
    assert round(convert(value, unit, target), digits) == printed


@pytest.mark.parametrize(
    ("activity", "factor", "printed"),
    [(5, 10, 11.2), (1.2, 6, 6.1), (2.4, 1, 2.6), (7, 20, 21.2)],
)
def test_combined_uncertainties_as_printed(activity: float, factor: float, printed: float) -> None:
    assert round(product_half_width(activity, factor), 1) == printed
