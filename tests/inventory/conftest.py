"""A small city whose every figure can be worked out by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from tests.inner_words import untranslated

from dafeng.dossier.records import (
    Amount,
    Dossier,
    EnergyRecord,
    FactorRecord,
    Flow,
    Identity,
    ProcessRecord,
)
from dafeng.errors import Fault, Place
from dafeng.language import Text

#: Year, flow, sector, carrier, quantity, unit.
Line = tuple[int, Flow, str, str, float, str]
Build = Callable[..., Dossier]

FINAL = Flow.FINAL_CONSUMPTION


def _identity(factor_set: str) -> Identity:
    return Identity(
        "330100",
        Text("杭州市", "Hangzhou"),
        "city",
        "330000",
        ("330100",),
        Text("全市", "whole city"),
        2023,
        factor_set,
        "average",
        "330000",
        2020,
        "",
    )


@pytest.fixture(scope="session")
def build() -> Build:
    """Return a function that makes a dossier of lines, one row of the file ``energy.csv`` each."""

    def make(
        lines: list[Line],
        factors: list[FactorRecord] | None = None,
        process: list[ProcessRecord] | None = None,
        factor_set: str = "provincial-guideline-2025",
    ) -> Dossier:
        energy = tuple(
            EnergyRecord(
                year,
                flow,
                sector,
                carrier,
                Amount(quantity, unit, place=Place("energy.csv", row=i, column=5)),
            )
            for i, (year, flow, sector, carrier, quantity, unit) in enumerate(lines, start=2)
        )
        return Dossier(
            _identity(factor_set),
            energy,
            factors=tuple(factors or ()),
            process=tuple(process or ()),
        )

    return make


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Fault]]:
    """Return every fault that a test brings about; none of the inventory's may name an id."""
    found: list[Fault] = []
    make = Fault.__init__

    def made(fault: Fault, *parts: object, **named: object) -> None:
        make(fault, *parts, **named)  # type: ignore[arg-type]
        found.append(fault)

    monkeypatch.setattr(Fault, "__init__", made)
    yield found
    assert not untranslated(found)


@pytest.fixture
def city_lines() -> list[Line]:
    """Return three years of a good, balanced city."""
    lines: list[Line] = []
    for year, growth in ((2021, 1.0), (2022, 1.02), (2023, 1.05)):
        lines += [
            (year, FINAL, "agriculture", "diesel", 3.1 * growth, "万吨"),
            (year, FINAL, "mining", "raw_coal", 4.0 * growth, "万吨"),
            (year, FINAL, "steel", "raw_coal", 90.0 * growth, "万吨"),
            (year, FINAL, "nonferrous", "raw_coal", 11.0 * growth, "万吨"),
            (year, FINAL, "building_materials", "raw_coal", 55.0 * growth, "万吨"),
            (year, FINAL, "petrochemicals", "raw_coal", 23.0 * growth, "万吨"),
            (year, FINAL, "other_manufacturing", "raw_coal", 7.0 * growth, "万吨"),
            (year, FINAL, "services", "raw_coal", 1.5 * growth, "万吨"),
            (year, FINAL, "steel", "natural_gas", 0.5 * growth, "亿立方米"),
            (year, FINAL, "petrochemicals", "natural_gas", 2.0 * growth, "亿立方米"),
            (year, FINAL, "services", "natural_gas", 1.2 * growth, "亿立方米"),
            (year, FINAL, "households_urban", "natural_gas", 3.4 * growth, "亿立方米"),
            (year, FINAL, "transport", "gasoline", 60.0 * growth, "万吨"),
            (year, FINAL, "transport", "diesel", 80.0 * growth, "万吨"),
            (year, FINAL, "steel", "electricity", 50.0 * growth, "亿千瓦时"),
            (year, FINAL, "services", "electricity", 150.0 * growth, "亿千瓦时"),
            (year, FINAL, "households_urban", "electricity", 100.0 * growth, "亿千瓦时"),
            (year, Flow.LOSS, "", "electricity", 10.0 * growth, "亿千瓦时"),
            (year, Flow.POWER, "", "raw_coal", -200.0 * growth, "万吨"),
            (year, Flow.POWER, "", "electricity", 45.0 * growth, "亿千瓦时"),
            (year, Flow.PRODUCTION, "", "electricity", 15.0 * growth, "亿千瓦时"),
        ]
    return lines
