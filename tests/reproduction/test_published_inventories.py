"""Published inventories, factor products and error budgets, to the printed digits.

Sources
-------
- CEADs provincial, national and city inventories 1997-2019 (Shan et al. 2018, 2020, 2022; Guan et
  al. 2021), in the publisher's own workbooks (folder of published data sets).
- 省级温室气体清单编制指南 (2025) with 中国能源统计年鉴 2023: printed products per tonne or 10⁴ m³.
- IPCC 2006 Guidelines, volume 2, table 1.4 (effective CO2 factors, oxidation 1), volume 3,
  equation 2.4 (clinker).
- JCGM 101:2008 (GUM Supplement 1), clause 9.2, tables 2 and 4.
- IPCC 2006 Guidelines, volume 1, equations 3.1 and 3.2.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from uncertainties import ufloat  # type: ignore[import-untyped]

from dafeng import reference
from dafeng.dossier.records import Amount, Dossier, EnergyRecord, Flow, Identity, ProcessRecord
from dafeng.files.ceads import read_ceads_workbook
from dafeng.files.workbooks import read_sheets
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import total
from dafeng.inventory.ceads import standard
from dafeng.inventory.ceads_cities import read_city_matrix
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.error_shapes import Shape
from dafeng.inventory.uncertainty import approach1, monte_carlo
from dafeng.language import same

FINAL = Flow.FINAL_CONSUMPTION
IDENTITY = Identity(
    "330100",
    same("x"),
    "city",
    "330000",
    ("330100",),
    same("—"),
    2023,
    "provincial-guideline-2025",
    "average",
    "330000",
    2020,
    "",
)

#: t CO2 per t or per 10⁴ Nm³ as printed.
GUIDELINE = {
    "gasoline": 2.925056,
    "diesel": 3.09591,
    "natural_gas": 21.621888,
    "bituminous_coal": 1.74175,
    "lignite": 1.172864,
    "coke": 2.860419,
    "petroleum_coke": 3.211542,
    "crude_oil": 3.020202,
    "fuel_oil": 3.170461,
    "lng": 2.831257,
    "lpg": 3.10133,
    "blast_furnace_gas": 8.481132,
    "converter_gas": 15.124032,
    "coke_oven_gas": 8.863806,
}

#: kg CO2 per TJ as printed, IPCC 2006 V2 table 1.4 (rounded there to three digits).
IPCC = {
    "crude_oil": 73300,
    "gasoline": 69300,
    "diesel": 74100,
    "fuel_oil": 77400,
    "lpg": 63100,
    "naphtha": 73300,
    "petroleum_coke": 97500,
    "anthracite": 98300,
    "bituminous_coal": 94600,
    "coke": 107000,
    "natural_gas": 56100,
    "converter_gas": 182000,
    "blast_furnace_gas": 260000,
    "coke_oven_gas": 44400,
}


def burnt(carrier: str, quantity: float, unit: str, factor_set: str) -> float:
    identity = replace(IDENTITY, factor_set=factor_set)
    record = EnergyRecord(2023, FINAL, "steel", carrier, Amount(quantity, unit))
    return float(compile_inventory(Dossier(identity, (record,))).energy_co2.sum())


@pytest.mark.parametrize(("carrier", "printed"), GUIDELINE.items())
def test_products_of_the_provincial_guideline(carrier: str, printed: float) -> None:
    unit = reference.carriers()[carrier].unit
    assert round(burnt(carrier, 1.0, unit, "provincial-guideline-2025"), 6) == printed


@pytest.mark.parametrize(("carrier", "printed"), IPCC.items())
def test_effective_factors_of_ipcc_2006(carrier: str, printed: float) -> None:
    digits = 2 - int(np.floor(np.log10(printed)))
    assert round(1000 * burnt(carrier, 1.0, "TJ", "ipcc-2006"), digits) == printed


def test_clinker_of_ipcc_2006_equation_2_4() -> None:
    record = EnergyRecord(2023, FINAL, "steel", "coke", Amount(1.0, "t"))
    process = (ProcessRecord(2023, "clinker_ipcc", Amount(1.0, "Mt")),)
    inventory = compile_inventory(Dossier(IDENTITY, (record,), process=process))
    assert inventory.process_co2.sum() == pytest.approx(520_000)
    assert round(0.65 * 0.7848 * 1.02, 2) == 0.52


def provincial(folder: Path) -> list[Path]:
    return sorted((folder / "ceads" / "provinces").glob("*.xlsx"))


def test_all_provincial_inventories_of_ceads_sum_to_their_totals(shared_data: Path) -> None:
    sheets = 0
    for path in provincial(shared_data):
        for inventory in read_ceads_workbook(path)[0]:
            assert inventory.faults == (), inventory.sheet
            parts = inventory.co2.sum() + inventory.process.sum()
            assert parts == pytest.approx(inventory.total, abs=1.0), inventory.sheet
            assert (len(inventory.sectors), len(inventory.carriers)) == (47, 17)
            sheets += 1
    assert sheets == 690


def test_national_inventories_of_ceads(shared_data: Path) -> None:
    path = shared_data / "ceads" / "national_inventory_1997_2019.xlsx"
    inventories = read_ceads_workbook(path)[0]
    assert [i.year for i in inventories] == list(range(1997, 2020))
    assert all(i.faults == () for i in inventories)
    printed = {1997: 2923.855560299561, 2010: 7904.547464188105, 2019: 9794.756396640432}
    for inventory in inventories:
        if inventory.year in printed:
            assert inventory.total == pytest.approx(1e6 * printed[inventory.year], rel=1e-12)


def test_city_totals_of_ceads_agree_in_both_sheets(shared_data: Path) -> None:
    path = shared_data / "ceads" / "city_inventories_1997_2019.xlsx"
    sheets = {s.sheet: s for s in read_sheets(path)[0]}
    wide = sheets["emission matrix"]
    rows = [[*row, *[None] * (wide.width - len(row))] for row in wide.rows]
    matrix = read_city_matrix(path.name, wide.sheet, rows)
    inventories, vector = read_ceads_workbook(path)
    assert inventories == ()
    assert len(vector) == len(matrix) == 2894
    assert sorted(c.co2 for c in vector) == pytest.approx(sorted(c.co2 for c in matrix))
    tianjin = next(c for c in vector if (c.city, c.year) == ("天津", 1997))
    assert tianjin.co2 == pytest.approx(51413508.39940545, rel=1e-12)


def test_own_table_of_provinces_is_the_workbook_summed_up(shared_data: Path) -> None:
    names = {"Zhejiang": "330000", "Shanxi": "140000", "Hebei": "130000"}
    path = next(p for p in provincial(shared_data) if "2019" in p.name)
    known = [i for i in read_ceads_workbook(path)[0] if i.area in names]
    assert len(known) == len(names)
    for inventory in known:
        kept = reference.province_emissions(names[inventory.area])
        axis, co2, process = standard(inventory)
        assert axis.labels == kept.sectors.labels
        assert kept.process_co2 == pytest.approx(process.sum(), abs=50)
        assert float(kept.co2.sum()) == pytest.approx(float(co2.sum()), rel=1e-5)


def additive(standard_uncertainties: list[float]) -> Inventory:
    """Return an account whose cells have these absolute standard uncertainties [t]."""
    sectors = ("steel", "services", "transport", "construction")
    records = tuple(EnergyRecord(2023, FINAL, s, "diesel", Amount(100.0, "t")) for s in sectors)
    inventory = compile_inventory(Dossier(IDENTITY, records))
    half = np.zeros_like(inventory.activity_half_width)
    carrier = inventory.carriers.index("diesel")
    for sector, u in zip(sectors, standard_uncertainties, strict=True):
        at = 0, inventory.sectors.index(sector), carrier
        half[at] = 1.959963984540054 * u / inventory.energy_co2[at]
    none = np.zeros_like(inventory.factor_half_width)
    return replace(inventory, activity_half_width=half, factor_half_width=none)


@pytest.mark.parametrize(
    ("inputs", "u", "half"),
    [([1.0, 1.0, 1.0, 1.0], 2.00, 3.92), ([1.0, 1.0, 1.0, 10.0], 10.1, 19.9)],
)
def test_additive_model_of_jcgm_101(inputs: list[float], u: float, half: float) -> None:
    inventory = additive(inputs)
    result = approach1(inventory, "territorial", 2023)
    absolute = result.width
    digits = 2 if half < 10 else 1
    assert absolute == pytest.approx(half, abs=0.5 * 10**-digits)
    assert absolute / 1.96 == pytest.approx(u, abs=0.06)
    draws = monte_carlo(inventory, "territorial", 200_000, 1, shape=Shape.NORMAL)[0]
    assert draws.std() == pytest.approx(u, rel=0.01)
    assert np.quantile(draws, 0.975) - result.total == pytest.approx(half, rel=0.01)


def test_propagation_agrees_with_the_uncertainties_package() -> None:
    cells = {("steel", "coke"): 3000.0, ("services", "coke"): 1000.0, ("services", "lpg"): 500.0}
    records = tuple(EnergyRecord(2023, FINAL, s, c, Amount(q, "t")) for (s, c), q in cells.items())
    inventory = compile_inventory(Dossier(IDENTITY, records))
    activity = inventory.activity_half_width.max()
    factors = {
        c: ufloat(1.0, float(inventory.factor_half_width[inventory.carriers.index(c)].mean()))
        for c in ("coke", "lpg")
    }
    rate = {"coke": GUIDELINE["coke"], "lpg": GUIDELINE["lpg"]}
    whole = sum(
        q * rate[c] * ufloat(1.0, float(activity)) * factors[c] for (_, c), q in cells.items()
    )
    result = approach1(inventory, "territorial", 2023)
    assert result.total == pytest.approx(whole.n, rel=1e-6)
    assert result.half_width == pytest.approx(whole.s / whole.n, rel=1e-6)


def test_purchased_electricity_with_the_announced_factor() -> None:
    """One MWh bought in 2023 in Zhejiang is 0.4974 t (MEE and NBS announcement 2025 No. 47)."""
    record = EnergyRecord(2023, FINAL, "services", "electricity", Amount(1.0, "MWh"))
    inventory = compile_inventory(Dossier(IDENTITY, (record,)))
    assert total(inventory, "assessment")[0] == pytest.approx(0.4974)


def test_real_inventories_raise_no_alarm_of_slipped_rows(shared_data: Path) -> None:
    """Two years of 30 provinces as if entered by a city: no column looks slipped."""
    paths = [p for p in provincial(shared_data) if "2018" in p.name or "2019" in p.name]
    records: dict[str, list[EnergyRecord]] = {}
    for path in paths:
        for inventory in read_ceads_workbook(path)[0]:
            axis, co2, _ = standard(inventory)
            for s, c in zip(*np.nonzero(co2), strict=True):
                amount = Amount(float(co2[s, c]) / 90, "TJ")
                carrier = inventory.carriers.labels[c]
                records.setdefault(inventory.area, []).append(
                    EnergyRecord(inventory.year, FINAL, axis.labels[s], carrier, amount)
                )
    assert len(records) == 30
    for area, energy in records.items():
        faults = compile_inventory(Dossier(IDENTITY, tuple(energy))).faults
        assert not [f for f in faults if f.rule == "inventory.rows.slipped"], area
