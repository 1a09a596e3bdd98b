"""What a province lends to a place that has no balance of its own."""

from __future__ import annotations

import pytest

from dafeng import reference
from dafeng.axes import Axis
from dafeng.dossier.records import Flow, NotationKey
from dafeng.errors import Severity
from dafeng.inventory.downscaling import estimate, summed
from dafeng.inventory.first_dossier import first_dossier, first_dossier_from_panel
from dafeng.inventory.plausibility import check_dossier
from dafeng.reference import PlaceSeries, ProvinceEmissions

YEAR: Axis[int] = Axis("year", (2019,))


def _as_place(emissions: ProvinceEmissions) -> PlaceSeries:
    """Return a province as if it were a place that publishes its total alone."""
    whole = float(emissions.co2.sum()) + emissions.process_co2
    none: dict[int, float] = {}
    return PlaceSeries(
        emissions.code, YEAR, none, none, none, none, none, none, none, {2019: whole}, none
    )


def test_local_generation_of_all_provinces_is_the_nation_s() -> None:
    provinces = reference.all_province_emissions()
    found = [estimate(_as_place(p), p.code, YEAR) for p in provinces]
    twh = sum(float(e.generated[0]) for e in found) / 1e6
    shares = reference.national().generation_mix[2019]
    fossil = reference.national().generation[2019] * sum(shares[s] for s in ("coal", "gas", "oil"))
    assert len(provinces) == 30
    assert fossil == pytest.approx(5141, abs=1)
    assert twh == pytest.approx(fossil, rel=0.05)


def test_the_range_of_generation_spans_plants_that_give_no_heat() -> None:
    """Plants without heat emit what the nation's factor of fossil power says."""
    (province,) = [p for p in reference.all_province_emissions() if p.code == "130000"]
    made = estimate(_as_place(province), province.code, YEAR)
    fuel = float(made.co2[0, province.sectors.index("power_heat")].sum())
    alone = fuel / reference.grid_factor("CN", 2021, "fossil").value
    assert made.generated[0] < 0.8 * alone
    assert made.generated_low[0] < made.generated[0] < alone < made.generated_high[0]
    wider = made.generated_high[0] / made.generated[0]
    fuel_high = float(made.co2_high[0, province.sectors.index("power_heat")].sum())
    assert wider > fuel_high / fuel


def test_the_methods_of_all_hosts_are_cited() -> None:
    series = [reference.place_series(code) for code in ("130200", "610800")]
    provinces = ("130000", "610000")
    parts = [estimate(s, p, YEAR) for s, p in zip(series, provinces, strict=True)]
    cited = summed(parts).anchor.method
    for part in parts:
        assert part.anchor.method.en in cited.en
        assert part.anchor.method.zh in cited.zh
    assert summed([parts[0], parts[0]]).anchor.method == parts[0].anchor.method


def test_a_panel_of_co2_alone_says_that_the_use_of_electricity_is_not_known() -> None:
    rows = [
        {"city_adcode": "340700", "year": str(y), "co2_edgar8_t": "5e7"} for y in range(2018, 2024)
    ]
    dossier = first_dossier_from_panel("340700", rows)
    uses = [
        r for r in dossier.energy if (r.flow, r.carrier) == (Flow.FINAL_CONSUMPTION, "electricity")
    ]
    assert {r.year for r in uses} == set(range(2019, 2024))
    assert all(r.amount.notation is NotationKey.NE and r.amount.comment for r in uses)
    faults = [f for f in check_dossier(dossier) if f.rule.startswith("inventory.electricity")]
    assert {f.rule for f in faults} == {"inventory.electricity.use_unknown"}
    assert len(faults) == 5
    assert faults[0].severity is Severity.WARNING
    assert "GDP" in faults[0].remedy.en
    assert "面板" in faults[0].remedy.zh


def test_a_place_with_gdp_and_people_has_an_estimate_of_its_electricity() -> None:
    dossier = first_dossier("330500")
    assert not [f for f in check_dossier(dossier) if f.rule.startswith("inventory.electricity")]
