"""What a plan promises: one portfolio, told by joint runs; never by sums of single tonnes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from tests.plan.example_material import identity

import dafeng
from dafeng import reference
from dafeng.desk.promising import hold_of
from dafeng.dossier.records import Dossier, Row
from dafeng.dossier.sheets import RawSheet
from dafeng.files.text_tables import write_text_table
from dafeng.plan.binding import BoundFigure
from dafeng.plan.chapters.unheld import unheld
from dafeng.plan.material import PlanMaterial
from dafeng.plan.promise import Promise
from dafeng.plan.results_by_name import results_by_name
from dafeng.plan.tree import Block, Listing, Paragraph

HEADS = "id|name|kind|measure|capacity|capacity_unit|investment|investment_unit|start_year|end_year"
PROJECTS = f"""{HEADS}
P1|厂房光伏|energy|pv_rooftop_industrial|200|MW|7|亿元|2026|2028
P2|学校光伏|energy|pv_rooftop_public|25|MW|1|亿元|2027|2029
P3|能源管理|retrofit|energy_management_industry|1500|TJ|2|亿元|2026|2028
P6|变频|retrofit|variable_speed|1500|TJ|3|亿元|2026|2028
P4|光伏二期|energy|pv_utility|100|MW|4|亿元|2033|2035
P5|印染|retrofit||||0.7|亿元|2026|2027
合计|合计|||||17.7|亿元||"""


def _table(folder: Path, name: str, rows: tuple[tuple[str, ...], ...]) -> None:
    cells = tuple(tuple(cell or None for cell in row) for row in rows)
    write_text_table(RawSheet(f"{name}.csv", "", cells), folder / f"{name}.csv")


def _built(folder: Path) -> PlanMaterial:
    return dafeng.build(dafeng.open_dossier(folder), dafeng.Options(draws=200, seed=7))


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> PlanMaterial:
    folder = tmp_path_factory.mktemp("promise") / "huzhou"
    dafeng.new("330500", folder)
    _table(folder, "projects", tuple(tuple(r.split("|")) for r in PROJECTS.splitlines()))
    return _built(folder)


@pytest.fixture(scope="module")
def promise(material: PlanMaterial) -> Promise:
    assert material.promise is not None
    return material.promise


def test_the_peak_is_held_as_surely_as_asked_on_fresh_draws(promise: Promise) -> None:
    held = promise.held
    assert (held.by, held.level, held.asked) == (2030, None, 0.8)
    assert held.reached
    assert held.probability >= held.asked > held.before
    assert held.draws >= 10_000


def test_shares_of_the_fields_sum_to_what_all_avoid_together(promise: Promise) -> None:
    by_year = np.array([f.avoided for f in promise.fields]).sum(axis=0)
    assert np.allclose(by_year, promise.avoided, rtol=1e-6, atol=1.0)


def test_money_of_the_fields_is_the_money_of_the_years(promise: Promise) -> None:
    assert sum(f.investment for f in promise.fields) == pytest.approx(sum(promise.investment))


def test_a_portfolio_never_adds_emissions_before_it_acts(promise: Promise) -> None:
    first = promise.path.index(promise.years[0])
    assert np.allclose(promise.without[:, :first], promise.achieved[:, :first])
    assert (promise.achieved[:, first:] <= promise.without[:, first:]).all()


def test_each_project_has_tonnes_with_a_range_or_the_reason(promise: Promise) -> None:
    assert [p.id for p in promise.projects] == ["P1", "P2", "P3", "P6", "P4", "P5"]
    for project in promise.projects:
        assert (project.tonnes is None) == (project.reason is not None)
        if project.tonnes is not None:
            assert 0 < project.tonnes.low < project.tonnes.central < project.tonnes.high
    late, unclear = promise.projects[4:]
    assert late.reason is not None
    assert "2030" in late.reason.en
    assert unclear.reason is not None
    assert "measure" in unclear.reason.en


def test_a_plant_eight_times_as_large_saves_about_eight_times_as_much(promise: Promise) -> None:
    large, small = (promise.projects[i].tonnes for i in (0, 1))
    assert large is not None
    assert small is not None
    assert large.central / small.central == pytest.approx(8, rel=0.05)


def test_together_is_a_run_of_its_own_and_no_sum(promise: Promise) -> None:
    known = {p.id: p.tonnes.central for p in promise.projects if p.tonnes is not None}
    assert promise.together is not None
    assert promise.together.central == pytest.approx(sum(known.values()), rel=0.1)
    assert promise.together.central != pytest.approx(sum(known.values()), rel=1e-4)
    retrofit = dict(promise.classes)["retrofit"]  # both act on the electricity of industry
    assert retrofit.central != pytest.approx(known["P3"] + known["P6"], rel=1e-4)


def test_more_is_avoided_only_at_more_cost_along_the_front(promise: Promise) -> None:
    assert all(
        a.avoided < b.avoided for a, b in zip(promise.front, promise.front[1:], strict=False)
    )
    assert all(a.cost <= b.cost for a, b in zip(promise.front, promise.front[1:], strict=False))


def test_tonnes_of_a_project_have_a_name_for_the_places_words(material: PlanMaterial) -> None:
    named = results_by_name(material)
    assert "project.P1.tonnes.median" in named
    assert "project.P5.tonnes.median" not in named
    number = named["projects.number"]
    assert isinstance(number, BoundFigure)
    assert number.value == 6


def _large_roof(folder: Path, megawatts: int) -> Promise:
    dafeng.new("330500", folder)
    row = f"P1|屋顶光伏|energy|pv_rooftop_industrial|{megawatts}|MW|200|亿元|2026|2028"
    _table(folder, "projects", tuple(tuple(r.split("|")) for r in (HEADS, row)))
    promise = _built(folder).promise
    assert promise is not None
    return promise


def test_a_project_brings_no_more_than_the_portfolio_leaves_of_its_potential(
    tmp_path: Path,
) -> None:
    """Two sizes that both fill up what is left of the potential bring the same."""
    some, more = (_large_roof(tmp_path / str(mw), mw).projects[0] for mw in (500, 900))
    for project in (some, more):
        assert not project.taken
    assert some.tonnes is not None
    assert more.tonnes is not None
    assert more.tonnes.central == pytest.approx(some.tonnes.central, rel=1e-6)


def test_a_project_beyond_the_potential_has_a_reason_and_no_tonnes(tmp_path: Path) -> None:
    (project,) = _large_roof(tmp_path / "h", 3400).projects
    assert project.tonnes is None
    assert project.reason is not None
    assert "potential" in project.reason.en


def _promised(folder: Path, *targets: str) -> Promise:
    dafeng.new("330500", folder)
    heads = "indicator|year|value|unit|kind"
    _table(folder, "targets", tuple(tuple(r.split("|")) for r in (heads, *targets)))
    promise = _built(folder).promise
    assert promise is not None
    return promise


def test_targets_that_no_portfolio_can_hold_are_told_and_left_out(tmp_path: Path) -> None:
    promise = _promised(
        tmp_path / "huzhou",
        "二氧化碳排放总量|2030|控制在100以内|万吨二氧化碳|",
        "碳达峰年份|2028|2028年底前|年|",
    )
    assert [(g.target.limit, g.target.year) for g in promise.unmet] == [("cap:co2", 2030)]
    assert all(give.raised and give.nearest > give.asked for give in promise.unmet)
    assert [(t.indicator, t.year) for t in promise.left_out] == [("二氧化碳排放总量", 2030)]
    assert promise.held.by == 2028
    assert promise.not_held == ()


def _sentences(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.statement["zh"]
        elif isinstance(block, Listing):
            yield from (item["zh"] for item in block.items)


def test_one_target_out_of_reach_leaves_the_others_held(
    tmp_path: Path, material: PlanMaterial
) -> None:
    promise = _promised(
        tmp_path / "huzhou",
        "碳达峰年份|2030|2028|年|",
        "二氧化碳排放总量|2030|2640|万吨|",
        "非化石能源消费占比|2025|24|%|",
        "非化石能源消费占比|2030|90|%|",
    )
    assert [(t.indicator, t.year) for t in promise.kept] == [("二氧化碳排放总量", 2030)]
    assert [(t.indicator, t.year) for t in promise.left_out] == [("非化石能源消费占比", 2030)]
    assert [(t.target.year, t.met) for t in promise.early] == [(2025, False)]
    at = promise.years.index(2030)
    assert promise.central[at] - promise.avoided[at] <= 2640e4 * (1 + 1e-9)
    told = "\n".join(_sentences(unheld(material, promise)))
    assert "非化石能源消费占比（2030年，90%）：非化石能源消费比重下限须降低到" in told
    assert "个百分点" in told
    assert "非化石能源消费占比（2025年，24%）：中心路径为" in told
    assert "同时守住档案中的下列目标：二氧化碳排放总量（2030年，2,640万吨）" in told


def test_targets_that_cannot_be_read_are_named_with_the_reason(tmp_path: Path) -> None:
    promise = _promised(
        tmp_path / "huzhou",
        "二氧化碳排放总量|2030|完成省下达任务|万吨二氧化碳|",
        "煤炭消费总量|2030|500|万吨|",
        "绿色出行比例|2030|80|%|",
        "二氧化碳排放总量|2025|4000|万吨二氧化碳|基期",
        "碳达峰年份|2030|尽早|年|",
    )
    assert [t.indicator for t in promise.not_held] == [
        "碳达峰年份",
        "二氧化碳排放总量",
        "煤炭消费总量",
    ]
    assert promise.unmet == ()
    assert promise.held.by == 2030


def test_the_peak_is_held_by_claims_and_never_by_rows_of_the_past() -> None:
    def asked(*rows: str) -> tuple[int, float]:
        names = ("indicator", "year", "value", "unit", "kind")
        made = tuple(Row(tuple(zip(names, r.split("|"), strict=True))) for r in rows)
        hold, _ = hold_of(Dossier(identity(), targets=made), reference.guide("city-2023"))
        return hold.by, float(hold.level)

    claim, past = "碳排放峰值|2030|4060|万吨二氧化碳|", "碳排放峰值|2023|3900|万吨二氧化碳|基期"
    assert asked(claim, past) == asked(past, claim) == (2030, 4.06e7)
    assert asked("碳达峰年份|2030|2030年前|年|") == (2029, np.inf)
    assert asked("碳达峰年份|2030|力争2030年前|年|") == (2029, np.inf)
    assert asked("碳达峰年份|2030|2030年底前|年|") == (2030, np.inf)


def test_a_build_can_leave_the_portfolio_out(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    dafeng.new("330500", folder)
    late = dafeng.Options(draws=100, seed=1, portfolio=False)
    made = dafeng.build(dafeng.open_dossier(folder), late)
    assert made.promise is None
    assert made.ensembles
