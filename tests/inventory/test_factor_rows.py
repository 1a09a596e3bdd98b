"""Factors that belong to standard coal or to another fuel, and sound ones left in peace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests import exemplar

from dafeng import reference
from dafeng.dossier.records import Amount, FactorRecord
from dafeng.errors import Fault, Place
from dafeng.inventory.plausibility import check_dossier

#: Quantity, carrier, figure, unit.
Row = tuple[str, str, float, str]

SETS = reference.fuel_factor_sets()
GOOD = exemplar.good_dossier()
IDS = tuple(reference.carriers())


def told(rows: Sequence[Row], factor_set: str = "provincial-guideline-2025") -> list[Fault]:
    """Return the doubts about factors entered in the rows of one table."""
    records = tuple(
        FactorRecord(q, c, "", None, Amount(v, u, place=Place("f.csv", row=i, column=4)))
        for i, (q, c, v, u) in enumerate(rows, 2)
    )
    identity = replace(GOOD.identity, factor_set=factor_set)
    dossier = replace(GOOD, identity=identity, factors=records)
    faults = [f for f in check_dossier(dossier) if f.rule.startswith("inventory.factor.")]
    assert not any(c in f.message.zh + f.message.en for f in faults for c in IDS if "_" in c)
    return faults


@pytest.mark.parametrize(
    ("carrier", "value", "unit"),
    [
        ("diesel", 2.171, "tCO2/t"),
        ("kerosene", 2.0951, "tCO2/t"),
        ("fuel_oil", 2.2678, "tCO2/t"),
        ("gasoline", 2.0306, "tCO2/t"),
        ("crude_oil", 2.1476, "tCO2/t"),
        ("lpg", 1.8487, "tCO2/t"),
        ("coke", 3.135, "tCO2/t"),
        ("raw_coal", 2.7725, "tCO2/t"),
        ("cleaned_coal", 2.7716, "tCO2/t"),
        ("natural_gas", 1.6438, "kgCO2/m3"),
    ],
)
def test_co2_per_tce_applied_to_physical_units(carrier: str, value: float, unit: str) -> None:
    for factor, wording in ((1.0, "factor per standard coal"), (12 / 44, "in tC/tce")):
        stated = round(value * factor, 4)
        caught = told([("emission_factor", carrier, stated, unit)])
        assert [(f.rule, f.place.row) for f in caught] == [("inventory.factor.implied", 2)]
        assert wording in caught[0].message.en


@pytest.mark.parametrize(
    ("carrier", "value", "caught"),
    [
        ("raw_coal", 2.46, True),
        ("raw_coal", 2.49, True),
        ("raw_coal", 2.66, True),
        ("raw_coal", 2.45, False),
        ("raw_coal", 2.4, False),
        ("raw_coal", 1.98, False),
        ("coke", 2.86, False),
    ],
)
def test_co2_per_tce_as_it_circulates_rounded(carrier: str, value: float, caught: bool) -> None:
    found = told([("emission_factor", carrier, value, "tCO2/t")])
    assert [f.rule for f in found] == ["inventory.factor.implied"] * caught


@pytest.mark.parametrize(
    ("carrier", "unit", "coefficient"),
    [
        *((c, "GJ/t", 29.307) for c in ("gasoline", "diesel", "fuel_oil", "coke", "raw_coal")),
        *((c, "GJ/t", 29.3) for c in ("gasoline", "kerosene", "lpg", "coke")),
        *((c, "tce/t", 1.0) for c in ("gasoline", "diesel", "coke")),
        ("natural_gas", "GJ/万立方米", 293.07),
        ("natural_gas", "kgce/m3", 1.0),
    ],
)
def test_physical_units_taken_for_tce(carrier: str, unit: str, coefficient: float) -> None:
    caught = told([("ncv", carrier, coefficient, unit)])
    assert [f.rule for f in caught] == ["inventory.factor.tce_for_tonnes"]


@pytest.mark.parametrize(
    ("row", "wording"),
    [
        (("emission_factor", "raw_coal", 2.925, "tCO2/t"), "Gasoline"),
        (("emission_factor", "raw_coal", 2.57, "tCO2/t"), "1.075 to 2.5"),
        (("carbon_content", "raw_coal", 18.9, "tC/TJ"), "Gasoline"),
        (("carbon_content", "raw_coal", 20.2, "tC/TJ"), "Diesel"),
        (("carbon_content", "diesel", 26.1, "tC/TJ"), "Raw coal"),
        (("carbon_content", "diesel", 18.9, "tC/TJ"), "Gasoline"),
        (("carbon_content", "natural_gas", 18.9, "tC/TJ"), "Gasoline"),
        (("ncv", "diesel", 38.0, "GJ/t"), "plausible"),
        (("ncv", "natural_gas", 330.0, "GJ/万立方米"), "plausible"),
        (("carbon_content", "natural_gas", 17.0, "tC/TJ"), "plausible"),
        (("oxidation", "gasoline", 0.93, "1"), "plausible"),
    ],
)
def test_a_factor_that_its_fuel_cannot_have(row: Row, wording: str) -> None:
    caught = told([row])
    assert [f.place.row for f in caught] == [2]
    assert wording in caught[0].message.en


CARBON, HEAT, SHARE = ("carbon_content", "tC/TJ"), ("ncv", "GJ/t"), ("oxidation", "%")


@pytest.mark.parametrize(
    ("column", "figures", "rows"),
    [
        (CARBON, {"raw_coal": 18.9, "gasoline": 20.2, "diesel": 26.1}, [2, 3, 4]),
        (CARBON, {"raw_coal": 20.2, "gasoline": 26.1, "diesel": 18.9}, [2, 3, 4]),
        (CARBON, {"raw_coal": 26.1, "gasoline": 20.2, "diesel": 18.9}, [3, 4]),
        (HEAT, {"gasoline": 42.652, "diesel": 43.07}, [2, 3]),
        (HEAT, {"raw_coal": 43.07, "gasoline": 42.652, "diesel": 20.934}, [2, 3, 4]),
        (("ncv", "tce/t"), {"gasoline": 1.4571, "diesel": 1.4714}, [2, 3]),
        (("ncv", "tce/t"), {"raw_coal": 1.4571, "diesel": 0.7143}, [2, 3]),
        (SHARE, {"raw_coal": 98, "gasoline": 93, "diesel": 98}, [2, 3]),
        (("emission_factor", "tCO2/t"), {"gasoline": 3.096, "diesel": 2.925}, [2, 3]),
    ],
)
def test_slipped_and_exchanged_rows(
    column: tuple[str, str], figures: dict[str, float], rows: list[int]
) -> None:
    quantity, unit = column
    caught = told([(quantity, c, v, unit) for c, v in figures.items()])
    assert [(f.rule, f.place.row) for f in caught] == [
        ("inventory.factor.foreign", r) for r in rows
    ]
    assert all("slipped" in f.message.en and "错行" in f.message.zh for f in caught)


def test_a_row_copied_into_the_next_is_told_once() -> None:
    caught = told([("ncv", "gasoline", 42.652, "GJ/t"), ("ncv", "diesel", 42.652, "GJ/t")])
    assert [(f.rule, f.place.row) for f in caught] == [("inventory.factor.foreign", 2)]


def published(factor_set: str, part: str) -> list[Row]:
    """Return a column of a set: its figures, or the lower or upper end of its bounds."""
    found: list[Row] = []
    for c, f in SETS[factor_set].factors.items():
        if part in ("ncv", "ncv_low", "ncv_high"):
            found.append(("ncv", c, getattr(f, part), f"GJ/{f.unit}"))
        elif part == "oxidation":
            found.append(("oxidation", c, f.oxidation, "1"))
        elif part == "co2":
            found.append(("emission_factor", c, round(f.co2_per_unit, 4), f"tCO2/{f.unit}"))
        else:
            found.append(("carbon_content", c, getattr(f, part), "tC/TJ"))
    return found


@pytest.mark.parametrize("used", list(SETS))
@pytest.mark.parametrize(
    ("stated", "part"),
    [
        *((s, part) for s in SETS for part in ("ncv", "carbon_content", "oxidation", "co2")),
        *(("ipcc-2006", part) for part in ("ncv_low", "ncv_high", "cc_low", "cc_high")),
    ],
)
def test_published_figures_and_bounds_are_left_in_peace(used: str, stated: str, part: str) -> None:
    assert told(published(stated, part), used) == []


@pytest.mark.parametrize(
    ("column", "figures"),
    [
        (CARBON, {"raw_coal": 26.0, "gasoline": 18.9, "diesel": 20.2}),
        (CARBON, {"raw_coal": 25.3, "gasoline": 19.1, "diesel": 20.1, "natural_gas": 15.5}),
        (SHARE, {"raw_coal": 98, "gasoline": 99, "diesel": 99, "natural_gas": 99.5}),
        (("emission_factor", "tCO2/t"), {"raw_coal": 1.9, "gasoline": 2.93, "diesel": 3.1}),
        (HEAT, {"raw_coal": 20.908, "gasoline": 44, "crude_oil": 43, "fuel_oil": 43, "coke": 28}),
    ],
)
def test_measured_and_rounded_figures_are_left_in_peace(
    column: tuple[str, str], figures: dict[str, float]
) -> None:
    quantity, unit = column
    assert told([(quantity, c, v, unit) for c, v in figures.items()]) == []
