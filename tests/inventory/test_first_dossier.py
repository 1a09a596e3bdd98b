"""What a place starts from on day one."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from dafeng import reference
from dafeng.axes import Axis, year_axis
from dafeng.dossier.records import (
    Amount,
    Dossier,
    EnergyRecord,
    Flow,
    NotationKey,
    ProcessRecord,
    Quality,
)
from dafeng.errors import InputError, MethodError, Severity, UnknownNameError
from dafeng.inventory.anchoring import anchor
from dafeng.inventory.bases import total
from dafeng.inventory.compile import compile_inventory
from dafeng.inventory.first_dossier import (
    first_dossier,
    first_dossier_from_panel,
)
from dafeng.inventory.intensity import co2_per_head, gdp_constant
from dafeng.inventory.panel import panel_series
from dafeng.inventory.place_gdp import typical_index
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
    assert (gdp_constant(dossier, inventory.years).values > 0).all()
    assert (co2_per_head(inventory, dossier, "territorial").values > 0).all()


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
    assert all("share of CO2" in a.amount.comment for a in figures)
    assert all("two or three times off" in a.amount.comment for a in figures)


def real_gdp(place: str) -> dict[int, Amount]:
    dossier = first_dossier(place)
    base = str(dossier.identity.price_base)
    return {
        a.year: a.amount for a in dossier.activity if (a.variable, a.price_base) == ("gdp", base)
    }


@pytest.mark.parametrize("place", ["410700", "411500", "420600", "430100"])
def test_real_gdp_follows_the_published_index_where_nominal_gdp_is_missing(place: str) -> None:
    series, real = reference.place_series(place), real_gdp(place)
    assert 2023 not in series.gdp_current
    assert real[2023].quality is Quality.REPORTED
    level = series.gdp_current[2020]
    for year in (2021, 2022, 2023):
        level *= series.gdp_index[year] / 100
        assert real[year].value == pytest.approx(level, rel=1e-6)


YEARS = range(2010, 2024)
AHEAD = range(2030, 2034)


def test_nominal_growth_never_stands_in_for_real_growth() -> None:
    """Xinjiang grew by 39 % at current prices from 2020 to 2023; no city did so in real terms."""
    real, province = real_gdp("P-652900-ETDZ"), reference.province_series("650000").gdp_current
    assert province[2023] / province[2020] > 1.38
    growth = (real[2023].value or 0) / (real[2020].value or 1)
    medians = [typical_index()[y] / 100 for y in (2021, 2022, 2023)]
    assert growth == pytest.approx(np.prod(medians), rel=1e-6)
    assert 1.1 < growth < 1.25
    for amount in real.values():
        assert "no nominal growth" in amount.comment
        assert amount.low is not None
        assert amount.high is not None
        assert amount.high / amount.low > 2.2
    assert (real[2023].high or 0) / (real[2023].low or 1) > (real[2020].high or 0) / (
        real[2020].low or 1
    )


def test_a_panel_without_index_gets_estimated_growth() -> None:
    rows = [row(y, gdp_nominal_yi=1000 + 200 * (y - 2020), co2_edgar8_t=1e7) for y in (2020, 2023)]
    rows += [row(y, co2_edgar8_t=1e7) for y in (2019, 2021, 2022)]
    dossier = first_dossier_from_panel("340700", rows)
    real = {a.year: a.amount for a in dossier.activity if a.price_base == "2020"}
    assert real[2020].quality is Quality.REPORTED
    assert real[2023].quality is Quality.ESTIMATE
    assert 1100 < (real[2023].value or 0) < 1250


@pytest.mark.parametrize("cell", ["nan", "inf", "-inf", "many"])
def test_a_panel_cell_that_is_no_finite_number_is_refused_at_its_place(cell: str) -> None:
    rows = [row(2022, gdp_nominal_yi=1000), row(2023, gdp_nominal_yi=cell, co2_ceads_mt=cell)]
    with pytest.raises(InputError) as error:
        panel_series("340700", rows)
    places = [f.place for f in error.value.faults]
    assert [(p.row, p.field) for p in places] == [(3, "gdp_nominal_yi"), (3, "co2_ceads_mt")]


def test_years_of_a_panel_are_read_as_numbers_and_stand_once() -> None:
    told = [dict(row(2019, gdp_nominal_yi=900), year="2019.0"), row(2020, gdp_nominal_yi=1000)]
    assert panel_series("340700", told).gdp_current == {2019: 900.0, 2020: 1000.0}
    wrong = [*told, row(2020, gdp_nominal_yi=1), dict(row(2021), year="第三年")]
    with pytest.raises(InputError) as error:
        panel_series("340700", wrong)
    found = [(f.rule, f.place.row, f.place.field) for f in error.value.faults]
    assert found == [("panel.year.twice", 4, "year"), ("panel.cell.number", 5, "year")]


@pytest.mark.parametrize("column", ["co2_ceads_mt", "co2_edgar8_t", "gdp_nominal_yi"])
def test_a_panel_has_no_figures_of_years_that_lie_ahead(column: str) -> None:
    rows = [row(y, **{column: 20}) for y in range(2023, 2028)]
    with pytest.raises(InputError) as error:
        panel_series("340700", rows, latest=2025)
    found = [(f.rule, f.place.row, f.place.field) for f in error.value.faults]
    assert found == [("panel.year.future", 5, "year"), ("panel.year.future", 6, "year")]
    people = [row(y, pop_resident_wan=130) for y in range(2023, 2028)]
    assert panel_series("340700", people, latest=2025).population[2027] == 130


@pytest.mark.parametrize("last", [2000, 2015, 2018])
def test_a_panel_that_ends_before_an_estimate_starts(last: int) -> None:
    rows = [row(y, co2_edgar8_t=1e7, pop_resident_wan=130) for y in range(1998, last + 1)]
    with pytest.raises(InputError) as error:
        first_dossier_from_panel("340700", rows)
    (fault,) = error.value.faults
    assert (fault.rule, fault.place.row) == ("panel.years.old", last - 1996)


def test_emissions_that_end_early_are_carried_on() -> None:
    rows = [row(y, co2_edgar8_t=1e7 if y < 2016 else "", pop_resident_wan=130) for y in YEARS]
    dossier = first_dossier_from_panel("340700", rows)
    years = {r.year for r in dossier.energy}
    assert dossier.identity.base_year in years
    assert 1e7 < total(compile_inventory(dossier), "territorial")[-1] < 1.3e7


def test_emissions_of_years_without_a_nation_give_way_to_the_province() -> None:
    rows = [row(y, co2_ceads_mt=51, gdp_nominal_yi=1000, pop_resident_wan=130) for y in AHEAD]
    rows += [row(2020, gdp_nominal_yi=1000, pop_resident_wan=130)]
    level = anchor(panel_series("340700", rows), "340000", year_axis(2022, 2030))
    assert "province" in level.method.en


def test_a_park_of_a_panel_has_all_its_hosts() -> None:
    pilot = reference.pilot("P-610100-XIXIAN")
    rows = [
        dict(row(y, co2_edgar8_t=co2, gdp_nominal_yi=1000, pop_resident_wan=500), city_adcode=host)
        for host, co2 in zip(pilot.hosts, (3e7, 1e7), strict=True)
        for y in range(2018, 2024)
    ]
    park = first_dossier_from_panel(pilot, rows)
    assert (park.identity.code, park.identity.hosts) == (pilot.id, pilot.hosts)
    both = [first_dossier_from_panel(reference.division(host), rows) for host in pilot.hosts]
    sums = sum(total(compile_inventory(one), "territorial")[-1] for one in both)
    assert total(compile_inventory(park), "territorial")[-1] == pytest.approx(sums)


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
    rules = [f.rule for f in notes]
    assert rules.count("inventory.estimate.superseded") == len(gone)
    assert rules.count("inventory.estimate.far_from_entry") == 1
    assert entry(sector) in kept.energy


def keyed(key: NotationKey, sector: str = "steel") -> EnergyRecord:
    amount = Amount(None, "万吨", notation=key)
    return EnergyRecord(2023, Flow.FINAL_CONSUMPTION, sector, "raw_coal", amount)


def superseded(*records: EnergyRecord) -> set[str]:
    dossier = first_dossier("130200")
    grown = replace(dossier, energy=(*dossier.energy, *records))
    kept, _ = replace_estimates(grown)
    return {r.sector for r in grown.energy if r not in kept.energy}


@pytest.mark.parametrize("key", [NotationKey.NE, NotationKey.C, NotationKey.IE])
def test_an_entry_without_a_figure_leaves_the_estimate(key: NotationKey) -> None:
    assert superseded(keyed(key)) == set()
    dossier = first_dossier("130200")
    before = total(compile_inventory(dossier), "territorial")
    after = compile_inventory(replace(dossier, energy=(*dossier.energy, keyed(key))))
    assert np.array_equal(total(after, "territorial"), before)


def test_not_occurring_is_a_statement_about_the_cell_and_below() -> None:
    assert superseded(keyed(NotationKey.NO)) == {"steel"}
    below = {"steel", "nonferrous", "building_materials", "petrochemicals", "other_manufacturing"}
    assert superseded(keyed(NotationKey.NO, "manufacturing")) == below
    assert superseded(keyed(NotationKey.NO, "ceads_31")) == set()


def test_included_elsewhere_holds_where_there_is_an_elsewhere() -> None:
    assert superseded(keyed(NotationKey.IE), entry("services")) == {"steel", "services"}


@pytest.mark.parametrize(("key", "kept"), [(NotationKey.NE, 1), (NotationKey.NO, 0)])
def test_a_process_without_a_figure(key: NotationKey, kept: int) -> None:
    dossier = first_dossier("130200")
    own = ProcessRecord(2023, "cement", Amount(None, "t", notation=key))
    found, _ = replace_estimates(replace(dossier, process=(*dossier.process, own)))
    figures = [p for p in found.process if p.year == 2023 and p.amount.value is not None]
    assert len(figures) == kept


def test_an_entered_process_takes_the_place_of_the_estimate() -> None:
    dossier = first_dossier("130200")
    own = ProcessRecord(2023, "clinker", Amount(100.0, "万吨"))
    kept, notes = replace_estimates(replace(dossier, process=(*dossier.process, own)))
    assert [p.process for p in kept.process if p.year == 2023] == ["clinker"]
    assert len(notes) == 1


def test_without_entries_nothing_changes() -> None:
    dossier = first_dossier("130200")
    assert replace_estimates(dossier) == (dossier, ())


def test_shares_of_hosts_are_weighted_by_gdp_or_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    hosts = {h: reference.place_series(h) for h in ("610100", "610400")}
    year = 2015

    def share(dossier: Dossier) -> list[float | None]:
        return [
            r.amount.value
            for r in dossier.activity
            if (r.year, r.variable, r.sector) == (year, "value_added_share", "primary")
        ]

    weights = [s.gdp_current[year] for s in hosts.values()]
    shares = [s.share_primary[year] for s in hosts.values()]
    mean = 100 * float(np.average(shares, weights=weights))
    assert share(first_dossier("P-610100-XIXIAN")) == [pytest.approx(mean, rel=1e-4)]
    module = importlib.import_module("dafeng.inventory.first_dossier")
    monkeypatch.setattr(module, "gdp_of", lambda *_: None)
    assert share(first_dossier("P-610100-XIXIAN")) == []
