"""Stocks of day one are estimates, marked as such and with a range."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dafeng.dossier.records import Quality
from dafeng.inventory.first_dossier import first_dossier
from dafeng.inventory.first_stocks import estimated_vehicles
from dafeng.reference import place_series, province_series
from dafeng.reference.stocks import private_cars


def test_private_cars_of_a_city_are_its_provinces_per_head() -> None:
    dossier = first_dossier("330100")
    (record,) = dossier.vehicles
    series = place_series("330100")
    cars = private_cars()["330000"].value
    people = series.population[2023] / province_series("330000").population[2023]
    assert (record.year, record.vehicle_class, record.variable) == (2023, "private_car", "stock")
    assert record.amount.value == pytest.approx(cars * people, rel=1e-6)
    assert record.amount.quality is Quality.ESTIMATE
    assert record.amount.low == pytest.approx(cars * people / 1.5, rel=1e-6)
    assert record.amount.high == pytest.approx(cars * people * 1.5, rel=1e-6)


def test_no_estimate_far_from_the_year_of_the_figure() -> None:
    identity = replace(first_dossier("330100").identity, base_year=2019)
    assert estimated_vehicles([place_series("330100")], identity, "x") == ()
