"""One reader of GDP at constant prices, seen from all who read it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dafeng.axes import Axis
from dafeng.dossier.records import ActivityRecord, Amount, Dossier, Identity, PublishedRecord
from dafeng.drivers.activity import read_activity
from dafeng.errors import MethodError
from dafeng.inventory.gdp import constant_gdp
from dafeng.inventory.intensity import gdp_constant
from dafeng.inventory.published import published_totals
from dafeng.language import Text
from dafeng.scenarios.observed import published, real_gdp

YEARS = Axis("year", (2021, 2022))


def gdp(year: int, value: float, base: str, unit: str = "亿元") -> ActivityRecord:
    return ActivityRecord(year, "gdp", "", Amount(value, unit), base)


def index(year: int, value: float, unit: str) -> ActivityRecord:
    return ActivityRecord(year, "gdp_index", "", Amount(value, unit))


def dossier(*records: ActivityRecord) -> Dossier:
    place = "330100"
    name = Text("杭州市", "Hangzhou")
    identity = Identity(
        place,
        name,
        "city",
        "330000",
        (place,),
        name,
        2022,
        "ipcc-2006",
        "average",
        "330000",
        2020,
        "",
    )
    return Dossier(identity, activity=records)


CASES = {
    "at the price base": (gdp(2021, 108, "2020"), gdp(2022, 111.24, "2020"), gdp(2022, 9, "2015")),
    "other base restated": (
        gdp(2020, 100, "current"),
        *(gdp(y, v, "2015") for y, v in ((2020, 80), (2021, 86.4), (2022, 88.992))),
    ),
    "current and per cent": (
        gdp(2020, 100, "current"),
        gdp(2022, 130, "current"),
        index(2021, 108, "%"),
        index(2022, 103, "%"),
    ),
    "current and ratio": (
        gdp(2020, 100, "current"),
        index(2021, 1.08, "1"),
        index(2022, 1.03, "1"),
    ),
    "a gap in the series": (gdp(2022, 111.24, "2020"), index(2022, 103, "%")),
    "unit with its prices": (
        gdp(2021, 108, "2020", "亿元@2020"),
        gdp(2022, 1112400, "2020", "万元"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_indicators_drivers_and_scenarios_read_the_same_gdp(case: str) -> None:
    place = dossier(*CASES[case])
    assert gdp_constant(place, YEARS).values.tolist() == pytest.approx([108.0, 111.24])
    known = read_activity(place.activity, 2020)
    values, base, remark = real_gdp(place)
    assert (known.price_base, base, remark) == ("2020", 2020, None)
    for found in (known.gdp, values):
        assert [found[y] for y in YEARS] == pytest.approx([108e8, 111.24e8])


def test_another_base_is_not_passed_off_as_the_price_base() -> None:
    place = dossier(gdp(2021, 80, "2015"), gdp(2022, 84, "2015"))
    found = gdp_constant(place, YEARS)
    assert not found.known
    assert all("2015" in reason.en for reason in found.reasons.values())
    assert real_gdp(place)[1] == 2015
    assert constant_gdp(place.activity, 2020).price_base == 2015


def test_the_longest_base_without_a_wish() -> None:
    records = (gdp(2022, 9, "2015"), gdp(2021, 1, "2010"), gdp(2022, 2, "2010"))
    assert constant_gdp(records).price_base == 2010
    assert constant_gdp(records[:2]).price_base == 2015


def test_current_prices_alone_cannot_be_compared() -> None:
    place = dossier(gdp(2020, 100, "current"), gdp(2022, 130, "current"))
    assert not constant_gdp(place.activity, 2020).comparable
    assert gdp_constant(place, Axis("year", (2020,))).values.tolist() == [100.0]
    assert "2022" in gdp_constant(place, YEARS).reasons[2022].en
    with pytest.raises(MethodError, match="current prices only"):
        read_activity(place.activity, 2020)
    assert real_gdp(place)[2] is not None


@pytest.mark.parametrize("unit", ["tCO2", "t"])
def test_a_published_mass_is_a_mass_of_co2_for_every_reader(unit: str) -> None:
    record = PublishedRecord(2022, "yearbook", Amount(5e6, unit))
    place = replace(dossier(), published=(record,))
    assert published_totals(place.published, "yearbook") == {2022: 5e6}
    assert published(place) == ({2022: 5e6}, "yearbook")
