"""How large a place is beside its province and the nation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from dafeng import reference
from dafeng.dossier.records import ActivityRecord, Amount, Dossier, Flow
from dafeng.inventory.doubts.yardstick import yardstick

Build = Callable[..., Dossier]


def placed(build: Build, *records: ActivityRecord) -> Dossier:
    line = (2023, Flow.FINAL_CONSUMPTION, "steel", "raw_coal", 1.0, "万吨")
    people = ActivityRecord(2023, "population", "", Amount(1000.0, "万人"))
    return replace(build([line]), activity=(people, *records))


def gdp(year: int, value: float, base: str) -> ActivityRecord:
    return ActivityRecord(year, "gdp", "", Amount(value, "亿元"), base)


def test_gdp_at_constant_prices_is_not_held_against_current_gdp(build: Build) -> None:
    """GDP at 2010 prices is half of the current one: the published figure goes before it."""
    constant = placed(build, gdp(2022, 9000.0, "2010"), gdp(2023, 9500.0, "2010"))
    assert yardstick(constant).share(2023) == pytest.approx(yardstick(placed(build)).share(2023))
    assert yardstick(constant).gdp == yardstick(placed(build)).gdp


def test_gdp_of_the_price_base_is_current_gdp(build: Build) -> None:
    series = [gdp(2020, 16000.0, "2020"), gdp(2023, 18000.0, "2020")]
    assert yardstick(placed(build, *series)).gdp == {2020: pytest.approx(16000e8)}
    current = yardstick(placed(build, *series, gdp(2023, 20000.0, "current")))
    assert current.gdp == {2020: pytest.approx(16000e8), 2023: pytest.approx(20000e8)}
    of_province = reference.province_series("330000")
    shares = 20000 / of_province.gdp_current[2023], 1000 / of_province.population[2023]
    assert current.share(2023) == pytest.approx((shares[0] * shares[1]) ** 0.5)


def test_electricity_compares_figures_of_one_year(build: Build) -> None:
    """A place with a tenth of the nation uses a tenth, whichever year it states."""
    nation = reference.national()
    for year in (2020, 2023):
        records = (gdp(year, nation.gdp[year] / 10, "current"),)
        place = replace(
            placed(build, *records),
            activity=(
                *records,
                ActivityRecord(
                    year, "population", "", Amount(nation.population[year] / 10, "万人")
                ),
            ),
        )
        used = nation.electricity_use[2023]["total"] * 360
        assert yardstick(place).electricity(2023) == pytest.approx(used / 10)
