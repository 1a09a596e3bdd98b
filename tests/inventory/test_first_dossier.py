"""What a place starts from on day one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from dafeng import reference
from dafeng.axes import Axis, year_axis
from dafeng.dossier.records import Amount, EnergyRecord, Flow, NotationKey, ProcessRecord, Quality
from dafeng.errors import MethodError, Severity, UnknownNameError
from dafeng.inventory.anchoring import anchor
from dafeng.inventory.bases import total
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.first_dossier import (
    first_dossier,
    first_dossier_from_panel,
    panel_series,
)
from dafeng.inventory.history import emission_history
from dafeng.inventory.indicators import co2_per_head, gdp_constant
from dafeng.inventory.superseding import replace_estimates

PILOTS = [p.id for p in reference.pilots()]


def row(year: int, **columns: object) -> Mapping[str, str]:
    plain = {"city_adcode": "340700", "year": year, **columns}
    return {key: str(value) for key, value in plain.items()}


@pytest.mark.parametrize("pilot", PILOTS)
def test_every_pilot_has_a_first_dossier_that_compiles(pilot: str) -> None:
    dossier = first_dossier(pilot)
    inventory = compile_inventory(dossier)
    assert dossier.identity.base_year == inventory.years.labels[-1] == 2023
    assert (total(inventory, "territorial") > 0).all()
    assert not [f for f in inventory.faults if f.severity is Severity.ERROR]
    assert inventory.estimated[inventory.energy_co2 > 0].all()
    assert (gdp_constant(dossier, inventory.years) > 0).all()
    assert (co2_per_head(inventory, dossier, "territorial") > 0).all()


def test_the_account_reproduces_its_anchor() -> None:
    dossier = first_dossier("130200")
    inventory = compile_inventory(dossier)
    series = reference.place_series("130200")
    level = anchor(series, "130000", inventory.years)
    assert np.allclose(total(inventory, "territorial"), level.central, rtol=1e-7)


def test_level_is_that_of_ceads_carried_on_by_edgar() -> None:
    series = reference.place_series("130200")
    level = anchor(series, "130000", Axis("year", (2022, 2023)))
    common = (2017, 2018, 2019)
    ratio = sum(series.co2_ceads[y] for y in common) / sum(series.co2_edgar[y] for y in common)
    assert level.central[1] == pytest.approx(ratio * series.co2_edgar[2023])
    assert (level.low < series.co2_edgar[2023]).all()
    assert (level.high > level.central).all()


def test_series_that_contradict_one_another_meet_in_the_middle() -> None:
    series = reference.place_series("610800")
    level = anchor(series, "610000", Axis("year", (2023,)))
    assert level.low[0] < series.co2_edgar[2023] < level.central[0]
    assert level.high[0] > 4 * series.co2_edgar[2023]
    assert "contradiction" in level.method.en


def test_every_estimate_has_quality_range_source_and_remark() -> None:
    dossier = first_dossier("330100")
    figures = [r.amount for r in dossier.energy if r.amount.value is not None]
    for amount in (*figures, *(p.amount for p in dossier.process)):
        assert amount.quality is Quality.ESTIMATE
        assert amount.low is not None
        assert amount.high is not None
        assert amount.value is not None
        assert amount.low < amount.value < amount.high
        assert amount.source == "dafeng-estimate"
        assert amount.comment
    assert {s.id for s in dossier.sources} >= {"dafeng-estimate", "edgar-v8", "ceads"}


def test_what_is_unknown_is_said_and_not_zero() -> None:
    dossier = first_dossier("330100")
    keys = [r for r in dossier.energy if r.amount.notation is NotationKey.NE]
    assert {(r.flow, r.carrier) for r in keys} == {(Flow.PRODUCTION, "electricity")}


def test_a_park_starts_from_its_hosts_and_says_so() -> None:
    park = next(p for p in reference.pilots() if len(p.hosts) > 1)
    dossier = first_dossier(park)
    assert dossier.identity.kind == "park"
    assert "own share is not known" in dossier.identity.boundary.en
    hosts = [compile_inventory(first_dossier(h)) for h in park.hosts]
    whole = compile_inventory(dossier)
    parts = sum(total(h, "territorial") for h in hosts)
    assert np.allclose(total(whole, "territorial"), parts, rtol=1e-6)


def test_a_place_without_gdp_or_population_falls_back_to_its_province() -> None:
    kuqa = first_dossier(next(p for p in reference.pilots() if "652900" in p.hosts))
    figures = [a for a in kuqa.activity if a.variable in ("gdp", "population")]
    assert figures
    assert all(a.amount.quality is Quality.ESTIMATE for a in figures)
    assert "wide range" in kuqa.sources[0].title


def test_published_series_stand_side_by_side() -> None:
    dossier = first_dossier("330100")
    history = emission_history(compile_inventory(dossier), dossier)
    assert [h.id for h in history] == ["inventory", "edgar-v8", "ceads"]
    assert history[0].estimated
    series = reference.place_series("330100")
    assert history[1].co2[-1] == pytest.approx(series.co2_edgar[2023])
    assert 2020 not in history[2].years.labels


def test_any_prefecture_of_a_panel() -> None:
    rows = [
        row(
            y,
            gdp_nominal_yi=1000 + 50 * (y - 2015),
            gdp_index_prev100=105,
            share_primary=0.05,
            share_secondary=0.5,
            share_tertiary=0.45,
            pop_resident_wan=130,
            co2_edgar8_t=2.0e7 + 1e5 * (y - 2015) if y < 2024 else "",
            co2_ceads_mt=30 if y < 2020 else "",
        )
        for y in range(2015, 2025)
    ]
    dossier = first_dossier_from_panel("340700", rows)
    inventory = compile_inventory(dossier)
    assert dossier.identity.name.zh == "铜陵市"
    assert inventory.years.labels == (2019, 2020, 2021, 2022, 2023)
    assert 25e6 < total(inventory, "territorial")[-1] < 40e6


def test_a_panel_with_gdp_alone_gives_a_share_of_the_province() -> None:
    rows = [row(y, gdp_nominal_yi=1000, pop_resident_wan=130) for y in range(2015, 2024)]
    series = panel_series("340700", rows)
    level = anchor(series, "340000", year_axis(2022, 2023))
    assert level.high[0] / level.low[0] == pytest.approx(4.0)
    assert (total(compile_inventory(first_dossier_from_panel("340700", rows)), "park") > 0).all()


def test_a_panel_with_edgar_alone() -> None:
    rows = [row(y, co2_edgar8_t=1e7) for y in range(2015, 2024)]
    level = anchor(panel_series("340700", rows), "340000", year_axis(2019, 2023))
    assert level.central.tolist() == [1e7] * 5


def test_nothing_to_estimate_from_is_an_error() -> None:
    with pytest.raises(MethodError):
        first_dossier_from_panel("340700", [row(2020)])
    with pytest.raises(UnknownNameError):
        first_dossier_from_panel("340800", [row(2020)])


def entry(sector: str, quality: Quality = Quality.REPORTED) -> EnergyRecord:
    amount = Amount(1.0, "万吨", quality=quality)
    return EnergyRecord(2023, Flow.FINAL_CONSUMPTION, sector, "raw_coal", amount)


@pytest.mark.parametrize("sector", ["steel", "manufacturing", "ceads_31"])
def test_an_entry_takes_the_place_of_estimates(sector: str) -> None:
    dossier = first_dossier("130200")
    grown = replace(dossier, energy=(*dossier.energy, entry(sector)))
    kept, notes = replace_estimates(grown)
    gone = [r for r in grown.energy if r not in kept.energy]
    assert gone
    assert {(r.year, r.carrier) for r in gone} == {(2023, "raw_coal")}
    assert len(notes) == len(gone)
    assert entry(sector) in kept.energy


def test_an_entered_process_takes_the_place_of_the_estimate() -> None:
    dossier = first_dossier("130200")
    own = ProcessRecord(2023, "clinker", Amount(100.0, "万吨"))
    kept, notes = replace_estimates(replace(dossier, process=(*dossier.process, own)))
    assert [p.process for p in kept.process if p.year == 2023] == ["clinker"]
    assert len(notes) == 1


def test_without_entries_nothing_changes() -> None:
    dossier = first_dossier("130200")
    assert replace_estimates(dossier) == (dossier, ())
