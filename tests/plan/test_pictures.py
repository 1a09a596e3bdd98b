"""What do the charts show, and do their sentences say it?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dafeng.dossier.records import Row
from dafeng.plan import (
    pictures_energy,
    pictures_futures,
    pictures_projects,
    pictures_promise,
)
from dafeng.plan.charts import CourseChart, FlowChart, FrontChart, MapChart, SpanChart, WedgeChart
from dafeng.plan.material import PlanMaterial
from dafeng.plan.promise import Promise
from dafeng.plan.quantities import ENERGY


@pytest.fixture
def promise(material: PlanMaterial) -> Promise:
    assert material.promise is not None
    return material.promise


def test_wedges_fill_the_room_between_both_paths(material: PlanMaterial, promise: Promise) -> None:
    found = pictures_promise.wedges(material, promise)
    assert found is not None
    chart = found.chart
    assert isinstance(chart, WedgeChart)
    between = chart.above[1] - chart.below[1]
    np.testing.assert_allclose(sum(values for _, values in chart.wedges), between)
    assert chart.below[0]["en"] == "With the portfolio"


def test_wedge_sentences_name_the_year_of_the_guide_and_the_last(
    material: PlanMaterial, promise: Promise
) -> None:
    found = pictures_promise.wedges(material, promise)
    assert found is not None
    told = {f.id: f.value for f in found.description.figures}
    at = promise.years.index(2030)
    assert told["wedges.avoided.2030"] == promise.avoided[at]
    assert told["wedges.industry.2030"] == promise.fields[1].avoided[at]
    assert told["wedges.after.2060"] == promise.central[-1] - promise.avoided[-1]


def test_a_portfolio_that_avoids_nothing_has_no_wedges(
    material: PlanMaterial, promise: Promise
) -> None:
    assert pictures_promise.wedges(material, replace(promise, fields=())) is None
    assert pictures_promise.front(material, replace(promise, front=promise.front[:1])) is None


def test_the_choice_lies_at_its_cost_and_tonnes(material: PlanMaterial, promise: Promise) -> None:
    found = pictures_promise.front(material, promise)
    assert found is not None
    assert isinstance(found.chart, FrontChart)
    (_, across, along), (_, again, private) = found.chart.chosen
    assert across == again == pytest.approx(sum(promise.avoided))
    assert (along, private) == (promise.cost, promise.private_cost)
    assert [len(x) for _, x, _ in found.chart.fronts] == [5, 5]


def test_courses_are_medians_beside_the_past(material: PlanMaterial) -> None:
    chart = pictures_futures.courses(material).chart
    assert isinstance(chart, CourseChart)
    assert len(chart.courses) == 6
    sizes = [course.past.values[-1] for course in chart.courses]
    assert sizes == sorted(sizes, reverse=True)
    first = chart.courses[0]
    ensemble = material.ensembles["enhanced"]
    at = ensemble.sectors.index(first.past.id)
    np.testing.assert_array_equal(first.paths[2].values, ensemble.by_sector[2, :, at])


def test_flows_are_told_in_standard_coal(material: PlanMaterial) -> None:
    found = pictures_energy.flows(material)
    assert found is not None
    assert isinstance(found.chart, FlowChart)
    assert found.chart.quantity == ENERGY
    told = {f.id: f.value for f in found.description.figures}
    assert told["energy-flows.plants.in"] == pytest.approx(found.chart.through("plants"))
    assert told["energy-flows.coal"] == pytest.approx(found.chart.through("coal"))


def test_projects_stand_by_class_and_year(material: PlanMaterial) -> None:
    (found,) = pictures_projects.spans(material)
    assert isinstance(found.chart, SpanChart)
    by_id = {span.id: span for span in found.chart.spans}
    assert (by_id["G01"].first, by_id["G01"].last) == (2024, 2027)
    assert [by_id[k].taken for k in ("G01", "G02", "G03")] == [None, False, True]
    assert by_id["G03"].effect == (2e5, 3e5, 4e5)
    assert by_id["G01"].effect is None
    order = [found.chart.groups.index(span.group) for span in found.chart.spans]
    assert order == sorted(order)
    told = {f.id: f.value for f in found.description.figures}
    assert told["project.G03.tonnes.median"] == 3e5
    assert told["projects.dated"] == 3


def test_projects_without_years_are_counted_and_not_drawn(material: PlanMaterial) -> None:
    bare = Row((("id", "P9"), ("name", "余热利用")))
    dossier = replace(material.dossier, projects=(*material.dossier.projects, bare))
    (found,) = pictures_projects.spans(replace(material, dossier=dossier))
    assert "另有1项没有年份" in found.description["zh"]
    alone = replace(material.dossier, projects=(bare,))
    assert pictures_projects.spans(replace(material, dossier=alone)) == ()


def test_only_projects_with_coordinates_are_on_the_map(material: PlanMaterial) -> None:
    (found,) = pictures_projects.places(material)
    assert isinstance(found.chart, MapChart)
    assert [spot.mark for spot in found.chart.spots] == ["G01", "G02"]
    told = {f.id: f.value for f in found.description.figures}
    assert (told["projects.all"], told["projects.located"]) == (3, 2)
    assert "未给坐标、图中未画的：" in found.description["zh"]
    # 0.2 degrees at 34.5 degrees north
    assert told["projects.across"] == pytest.approx(18.33, abs=0.05)


@pytest.mark.parametrize("east", ["", "x", "0", "200"])
def test_a_place_outside_the_country_is_no_place(material: PlanMaterial, east: str) -> None:
    row = Row((("id", "X"), ("name", "甲"), ("longitude", east), ("latitude", "34.5")))
    dossier = replace(material.dossier, projects=(row,))
    assert pictures_projects.places(replace(material, dossier=dossier)) == ()


def test_the_city_itself_is_marked(material: PlanMaterial) -> None:
    identity = replace(material.dossier.identity, code="330500", hosts=("330500",))
    dossier = replace(material.dossier, identity=identity)
    (found,) = pictures_projects.places(replace(material, dossier=dossier))
    assert isinstance(found.chart, MapChart)
    first = found.chart.spots[0]
    assert (first.group, first.name["en"]) == (None, "middle of the area of Huzhou")


def _many(material: PlanMaterial, count: int) -> PlanMaterial:
    rows = tuple(
        Row(
            (
                *(("id", f"Q{n:03d}"), ("name", f"第{n}项"), ("start_year", "2026")),
                *(("longitude", f"{119 + n % 10 / 20}"), ("latitude", f"{34 + n // 10 / 20}")),
            )
        )
        for n in range(count)
    )
    return replace(material, dossier=replace(material.dossier, projects=rows))


def test_a_hundred_projects_stand_on_several_charts_and_none_is_lost(
    material: PlanMaterial,
) -> None:
    many = _many(material, 100)
    charts = pictures_projects.spans(many)
    bars = [s.id for f in charts if isinstance(f.chart, SpanChart) for s in f.chart.spans]
    assert len(charts) == 4
    assert len(set(bars)) == len(bars) == 100
    assert len({f.chart.id for f in charts}) == len(charts)
    assert "（2/4）" in charts[1].caption.zh
    maps = [f.chart for f in pictures_projects.places(many) if isinstance(f.chart, MapChart)]
    named = [s.mark for chart in maps for s in chart.spots if s.group is not None]
    assert len(set(named)) == len(named) == 100
    assert all(len(named) == len(m.spots) + len(m.others) for m in maps)


def test_what_is_being_built_is_never_called_not_taken(material: PlanMaterial) -> None:
    rows = tuple(
        Row((*(v for v in row.values if v[0] != "status"), ("status", "在建")))
        for row in material.dossier.projects
    )
    begun = replace(material, dossier=replace(material.dossier, projects=rows))
    (found,) = pictures_projects.spans(begun)
    assert isinstance(found.chart, SpanChart)
    assert not any(span.taken is False for span in found.chart.spans)
    assert "未采用" not in found.description["zh"]


def test_long_names_leave_room_for_fewer_bars_on_a_chart(material: PlanMaterial) -> None:
    """Fifty short names stand on two charts; names of three lines take more than twice the room."""
    short = _many(material, 50)
    long = tuple(
        Row((*(v for v in row.values if v[0] != "name"), ("name", "高效节能" * 10)))
        for row in short.dossier.projects
    )
    named = replace(short, dossier=replace(short.dossier, projects=long))
    assert len(pictures_projects.spans(short)) == 2
    charts = pictures_projects.spans(named)
    assert len(charts) > 3
    assert sum(len(f.chart.spans) for f in charts if isinstance(f.chart, SpanChart)) == 50
