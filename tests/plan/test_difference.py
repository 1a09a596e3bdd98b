"""What changed between two builds: rows by id and key, figures as printed, credits of the peak."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import exemplar

from dafeng.axes import Axis
from dafeng.dossier.records import (
    ActivityRecord,
    Amount,
    AssumptionRecord,
    Dossier,
    EnergyRecord,
    FactorRecord,
    Flow,
    Row,
    VehicleRecord,
)
from dafeng.errors import MethodError, Place
from dafeng.files.results_json import summary
from dafeng.language import Text
from dafeng.peak.futures import DrawPeaks
from dafeng.peak.outlook import outlook, peaks_of, probability_by
from dafeng.plan.difference import BuildSide, difference
from dafeng.plan.figure_changes import Figure, figure_changes, figures_of
from dafeng.plan.input_groups import INPUT_GROUPS, differing_groups, mixed
from dafeng.plan.material import PlanMaterial
from dafeng.plan.peak_credit import PeakCredit, peak_credit
from dafeng.plan.row_changes import ROW_KEYS, ChangeKind, RowChange, row_changes

GROUPS = tuple(group.id for group in INPUT_GROUPS)
YEARS = Axis("year", tuple(range(2020, 2061)))


@lru_cache(maxsize=1)
def whole() -> Dossier:
    return exemplar.good_dossier()


def amount(value: float) -> Amount:
    return Amount(value, "t")


def before() -> Dossier:
    return Dossier(
        whole().identity,
        energy=(EnergyRecord(2020, Flow.POWER, "", "raw_coal", amount(-100.0)),),
        activity=(ActivityRecord(2020, "population", "", Amount(5e6, "人")),),
        factors=(FactorRecord("grid", "", "", 2020, Amount(0.55, "t/MWh")),),
        assumptions=(
            AssumptionRecord("current_policy", "gdp_growth", "", "", 2030, None, 0.04, None, "1/a"),
        ),
        vehicles=(VehicleRecord(2020, "private_car", "", "stock", Amount(1e5, "辆")),),
        projects=(
            Row((("id", "P1"), ("name", "屋顶光伏"), ("investment", "41.0"))),
            Row((("id", "P2"), ("name", "余热利用"))),
        ),
        targets=(Row((("indicator", "coal_share"), ("year", "2030"), ("value", "40"))),),
    )


def after() -> Dossier:
    """Return a dossier that differs from `before` in every group of inputs."""
    old = before()
    return replace(
        old,
        identity=replace(old.identity, base_year=old.identity.base_year - 1),
        energy=(EnergyRecord(2020, Flow.POWER, "", "raw_coal", amount(-120.0)),),
        activity=(ActivityRecord(2020, "population", "", Amount(5.2e6, "人")),),
        factors=(FactorRecord("grid", "", "", 2020, Amount(0.60, "t/MWh")),),
        assumptions=(replace(old.assumptions[0], central=0.05),),
        vehicles=(VehicleRecord(2020, "private_car", "", "stock", Amount(2e5, "辆")),),
        projects=(
            Row((("id", "P1"), ("name", "屋顶光伏"), ("investment", "52.5"))),
            Row((("id", "P3"), ("name", "制氢"))),
        ),
        targets=(Row((("indicator", "coal_share"), ("year", "2030"), ("value", "38"))),),
    )


# rows


def changed(found: tuple[RowChange, ...], table: str) -> list[RowChange]:
    return [change for change in found if change.table == table]


def test_rows_are_known_again_by_id_and_told_cell_by_cell() -> None:
    projects = changed(row_changes(before(), after()).changes, "projects")
    assert [(c.kind, c.label.zh) for c in projects] == [
        (ChangeKind.CHANGED, "P1 · 屋顶光伏"),
        (ChangeKind.REMOVED, "P2 · 余热利用"),
        (ChangeKind.ADDED, "P3 · 制氢"),
    ]
    (cell,) = projects[0].cells
    assert (cell.column, cell.name.en) == ("investment", "Investment")
    assert (cell.before, cell.after) == (Text("41.0", "41.0"), Text("52.5", "52.5"))
    assert [c.column for c in projects[2].cells] == ["name"]


def test_rows_without_id_are_known_again_by_what_they_are_a_figure_of() -> None:
    (energy,) = changed(row_changes(before(), after()).changes, "energy")
    assert energy.label == Text("2020 · 火力发电 · 原煤", "2020 · Thermal power · Raw coal")
    assert [(c.column, c.before, c.after) for c in energy.cells] == [("quantity", -100.0, -120.0)]
    (point,) = changed(row_changes(before(), after()).changes, "assumptions")
    assert point.label.zh == "现行政策情景 · 地区生产总值增长率 · 2030"


def test_the_identity_is_a_row_of_its_own() -> None:
    (identity,) = changed(row_changes(before(), after()).changes, "dossier")
    assert [(c.column, c.before, c.after) for c in identity.cells] == [("base_year", 2020, 2019)]


def test_of_several_rows_with_one_key_the_equal_ones_are_paired() -> None:
    one, two, three = (
        EnergyRecord(2020, Flow.POWER, "", "raw_coal", amount(v)) for v in (1.0, 2.0, 3.0)
    )
    found = row_changes(
        replace(before(), energy=(one, two)), replace(before(), energy=(three, two, one))
    )
    (change,) = found.changes
    assert change.kind is ChangeKind.ADDED
    assert ("quantity", 3.0) in [(c.column, c.after) for c in change.cells]
    assert found.equal["energy"] == 2


def test_where_a_row_stands_and_in_which_order_does_not_matter() -> None:
    old = whole()
    moved = [
        replace(r, amount=replace(r.amount, place=Place("other.csv", "", at)))
        for at, r in enumerate(reversed(old.energy))
    ]
    found = row_changes(old, replace(old, energy=tuple(moved), projects=old.projects[::-1]))
    assert not found.changes
    assert found.equal["energy"] == len(old.energy)


def test_every_table_has_columns_by_which_its_rows_are_known() -> None:
    from dafeng.dossier.schema import tables

    assert {
        t: set(keys) <= {c.id for c in tables()[t].columns} for t, keys in ROW_KEYS.items()
    } == (dict.fromkeys(tables(), True))


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_rows_mirror(data: st.DataObject) -> None:
    old = Dossier(whole().identity, energy=whole().energy[:40])
    energy = list(old.energy)
    for at in data.draw(st.sets(st.integers(0, 39), max_size=6)):
        value = data.draw(st.sampled_from([1.0, 2.0]))
        energy[at] = replace(energy[at], amount=Amount(value, energy[at].amount.unit))
    kept = data.draw(st.permutations(energy))[: data.draw(st.integers(30, 40))]
    other = replace(old, energy=tuple(kept))
    there, back = row_changes(old, other), row_changes(other, old)
    assert {mirrored(c) for c in there.changes} == set(back.changes)
    assert len(there.changes) == len(back.changes)
    assert there.equal == back.equal
    assert not row_changes(other, other).changes


def mirrored(change: RowChange) -> RowChange:
    turned = {"added": ChangeKind.REMOVED, "removed": ChangeKind.ADDED}
    return replace(
        change,
        kind=turned.get(change.kind, change.kind),
        cells=tuple(replace(c, before=c.after, after=c.before) for c in change.cells),
        before=change.after,
        after=change.before,
    )


# figures


def figures(material: PlanMaterial, scale: float = 1.0) -> tuple[Figure, ...]:
    found = json.loads(json.dumps(summary(material)))
    for basis in found["totals"].values():
        basis["2022"] *= scale
    labels = {i.id: i.name for i in material.indicators.values()}
    return figures_of(found, labels)


def test_the_same_build_has_no_different_figure(material: PlanMaterial) -> None:
    found = figure_changes(figures(material), figures(material))
    assert (found.changes, found.alike) == ((), 0)
    assert found.equal == len(figures(material))


def test_only_what_differs_by_a_printed_digit_is_told(material: PlanMaterial) -> None:
    found = figure_changes(figures(material), figures(material, 1.01))
    assert {c.figure.id for c in found.changes} == {
        ("totals", basis, "2022") for basis in material.known_totals
    }
    assert all(c.change == pytest.approx(0.01 * (c.before or 0)) for c in found.changes)
    close = figure_changes(figures(material), figures(material, 1 + 1e-6))
    assert (close.changes, close.alike) == ((), len(material.known_totals))


def test_figures_cover_account_indicators_ranges_and_peaks(material: PlanMaterial) -> None:
    found = {f.id: f for f in figures(material)}
    assert found["base", "base_year"].value == 2022
    peak = material.outlooks["current_policy"]
    assert found["peak", "current_policy", "year", "P50"].value == peak.year_quantiles[2]
    by_goal = found["peak", "current_policy", "by_2030"].value
    assert by_goal == pytest.approx(probability_by(peak, 2030))
    assert found["uncertainty", "assessment", "approach-1", "2022", "low"].value == 35.9e6
    assert found["indicators", "gdp", "2022", "GDP"].unit == "元"


def test_other_projects_are_other_figures(material: PlanMaterial) -> None:
    """Builds that differ in the promise alone do not read as equal."""
    promise = material.promise
    assert promise is not None
    moved = tuple(
        replace(p, tonnes=replace(p.tonnes, central=2 * p.tonnes.central)) if p.tonnes else p
        for p in promise.projects
    )
    dearer = replace(material, promise=replace(promise, projects=moved, cost=promise.cost + 1e9))
    found = figure_changes(figures(material), figures(dearer))
    expected = {f"project:{p.id}" for p in promise.projects if p.tonnes}
    assert {c.figure.id[1] for c in found.changes if c.figure.id[0] == "projects"} == expected
    (cost,) = (c for c in found.changes if c.figure.id[0] == "portfolio")
    assert cost.figure.id == ("portfolio", "cost_social")
    assert cost.change == pytest.approx(1e9)


def test_a_build_without_a_portfolio_is_compared_without_it(material: PlanMaterial) -> None:
    bare = replace(material, promise=None)
    found = difference(BuildSide("1", figures(material)), BuildSide("1", figures(bare)), None, 1)
    assert found.figures.changes == ()
    assert "措施组合" in found.remarks[0].zh


def test_a_figure_in_another_unit_is_another_figure() -> None:
    old = Figure(("totals", "x", "2020"), Text("甲", "x"), 1.0, "t")
    found = figure_changes((old,), (replace(old, unit="kt"),))
    assert [(c.before, c.after, c.change) for c in found.changes] == [
        (None, 1.0, None),
        (1.0, None, None),
    ]


@given(st.dictionaries(st.sampled_from("abcdef"), st.floats(1e6, 1e8)), st.data())
def test_figures_mirror(values: dict[str, float], data: st.DataObject) -> None:
    def made(of: Mapping[str, float]) -> tuple[Figure, ...]:
        return tuple(Figure(("totals", k, "2020"), Text("数", k), v, "t") for k, v in of.items())

    factors = st.sampled_from([1.0, 1.00001, 1.5])
    other = {k: v * data.draw(factors) for k, v in values.items() if data.draw(st.booleans())}
    there = figure_changes(made(values), made(other))
    back = figure_changes(made(other), made(values))
    assert {(c.figure.id, c.before, c.after) for c in there.changes} == {
        (c.figure.id, c.after, c.before) for c in back.changes
    }
    assert (there.equal, there.alike) == (back.equal, back.alike)


# credits


def peaks(year: float, level: float, draws: int = 40) -> Mapping[str, DrawPeaks]:
    """Return draws that peak around a year at about a level; late ones have no peak."""
    spread = np.linspace(-1, 1, draws)
    years = np.round(year + 4 * spread).astype(np.int64).clip(2020, 2060)
    found = DrawPeaks(
        YEARS, years < 2060, years, level * (1 + 0.1 * spread),
        np.ones(draws, dtype=np.int64), np.zeros(draws), 2020, np.zeros(draws),
    )  # fmt: skip
    return {"current_policy": found}


def game(of: Callable[[frozenset[str]], tuple[float, float]]) -> Callable[[Dossier], object]:
    """Return a model whose peak depends on which groups are those of `after`."""
    new = after()

    def run(dossier: Dossier) -> Mapping[str, DrawPeaks]:
        taken = frozenset(
            group.id
            for group in INPUT_GROUPS
            if all(getattr(dossier, t) == getattr(new, t) for t in group.tables)
            and all(getattr(dossier.identity, k) == getattr(new.identity, k) for k in group.keys)
        )
        return peaks(*of(taken))

    return run


def credit(
    of: Callable[[frozenset[str]], tuple[float, float]], *, back: bool = False
) -> PeakCredit:
    pair = (after(), before()) if back else (before(), after())
    found = peak_credit(*pair, game(of), seed=1)  # type: ignore[arg-type]
    assert found is not None
    return found


def effects(found: PeakCredit, outcome: str) -> dict[tuple[str, ...], float]:
    move = next(m for m in found.moves if m.outcome == outcome)
    assert move.effects is not None
    return dict(zip(found.players, move.effects, strict=True))


def test_groups_that_do_not_differ_are_no_players() -> None:
    only = replace(before(), factors=after().factors, projects=after().projects)
    assert differing_groups(before(), only) == ("factors",)
    assert mixed(before(), after(), frozenset({"factors"})).factors == after().factors
    assert mixed(before(), after(), frozenset(GROUPS)).identity == after().identity


def test_grid_settings_belong_to_the_factors() -> None:
    old = before()
    area = replace(old, identity=replace(old.identity, grid_area="320000"))
    assert differing_groups(old, area) == ("factors",)


def test_the_same_dossier_has_no_credit_and_is_not_run() -> None:
    def run(_: Dossier) -> Mapping[str, DrawPeaks]:
        raise AssertionError

    assert peak_credit(before(), before(), run, seed=1) is None


def test_inputs_that_act_apart_are_credited_with_what_they_do_alone() -> None:
    sizes = dict(zip(GROUPS, (1e6, 2e6, -3e6, 4e6, 0.0, 5e5), strict=True))
    found = credit(lambda taken: (2030.0, 3e7 + sum(sizes[g] for g in taken)))
    middle = 1.0  # levels spread evenly around the centre
    got = effects(found, "level")
    assert {k[0]: v for k, v in got.items()} == pytest.approx(
        {g: middle * s for g, s in sizes.items()}, abs=1e-6
    )
    assert set(effects(found, "year").values()) == {0.0}
    assert found.runs == 64


def test_what_two_inputs_do_together_is_shared_equally() -> None:
    both = {"energy", "assumptions"}
    found = credit(lambda taken: (2034.0 if both <= taken else 2030.0, 1e7))
    got = effects(found, "year")
    assert got["energy",] == pytest.approx(2)
    assert got["assumptions",] == pytest.approx(2)
    assert sum(effects(found, "by_goal").values()) < 0


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_credits_sum_to_the_change_and_mirror(seed: int) -> None:
    stream = np.random.default_rng(seed)
    table = {
        frozenset(g for k, g in enumerate(GROUPS) if mask >> k & 1): (
            float(stream.integers(2022, 2040)),
            float(stream.uniform(1e7, 5e7)),
        )
        for mask in range(64)
    }
    there, back = credit(table.__getitem__), credit(table.__getitem__, back=True)
    for move, turned in zip(there.moves, back.moves, strict=True):
        assert move.effects is not None
        assert turned.effects is not None
        assert move.before is not None
        assert move.after is not None
        change = move.after - move.before
        assert sum(move.effects) == pytest.approx(change, rel=1e-9, abs=1e-9 * max(1, move.after))
        assert turned.effects == pytest.approx([-e for e in move.effects], rel=1e-9, abs=1e-6)
        assert (turned.before, turned.after) == (move.after, move.before)


def test_the_order_of_the_players_changes_nothing() -> None:
    def level(roles: Mapping[str, str]) -> Callable[[frozenset[str]], tuple[float, float]]:
        sizes = {"a": 1e6, "b": 2e6, "c": 4e6}

        def of(taken: frozenset[str]) -> tuple[float, float]:
            acting = [roles[g] for g in taken if g in roles]
            return 2030.0, 3e7 + sum(sizes[r] for r in acting) * (1 + 0.5 * len(acting))

        return of

    seen = []
    for order in permutations(("energy", "factors", "stocks")):
        roles = dict(zip(order, "abc", strict=True))
        got = effects(credit(level(roles)), "level")
        seen.append([got[g,] for g in order])
    for other in seen[1:]:
        assert other == pytest.approx(seen[0], rel=1e-9)


def test_inputs_that_cannot_be_swapped_alone_are_joined() -> None:
    def of(taken: frozenset[str]) -> tuple[float, float]:
        if len(taken & {"settings", "activity"}) == 1:
            raise MethodError(Text("缺基准年人口", "no population of the base year"))
        return 2030.0, 3e7 + 1e6 * len(taken)

    found = credit(of)
    assert found.players[0] == ("settings", "activity")
    assert len(found.players) == 5
    assert found.joined == Text("缺基准年人口", "no population of the base year")
    assert effects(found, "level")["settings", "activity"] == pytest.approx(2e6)


def test_a_dossier_that_cannot_be_run_is_an_error() -> None:
    def of(taken: frozenset[str]) -> tuple[float, float]:
        if not taken:
            raise MethodError(Text("不行", "no"))
        return 2030.0, 3e7

    with pytest.raises(MethodError):
        credit(of)


def test_a_level_that_some_run_has_not_is_not_credited() -> None:
    found = credit(lambda taken: (2070.0 if "energy" in taken else 2030.0, 3e7))
    level = next(m for m in found.moves if m.outcome == "level")
    assert level.effects is None
    assert level.after is None
    assert sum(effects(found, "year").values()) == 30  # none counts as the horizon, 2060


def test_outcomes_are_those_of_the_outlook() -> None:
    stream = np.random.default_rng(3)
    totals = 1e7 * np.exp(np.cumsum(stream.normal(0, 0.05, (41, 101)), axis=0))
    drawn = peaks_of(totals, YEARS)
    told = outlook(drawn, "x")
    only = replace(before(), factors=after().factors)
    found = peak_credit(before(), only, lambda _: {"x": drawn}, seed=1)
    assert found is not None
    got = {m.outcome: m.before for m in found.moves}
    assert got["year"] == told.year_quantiles[2]
    assert got["level"] == pytest.approx(told.level_quantiles[2], rel=1e-12)
    assert got["by_goal"] == pytest.approx(probability_by(told, 2030))


def test_noise_falls_with_the_draws() -> None:
    def noise(draws: int) -> float:
        def run(dossier: Dossier) -> Mapping[str, DrawPeaks]:
            moved = dossier.factors == after().factors
            stream = np.random.default_rng(moved)
            found = peaks(2030.0, 3e7, draws)["current_policy"]
            return {"x": replace(found, level=3e7 + 1e6 * stream.standard_normal(draws))}

        only = replace(before(), factors=after().factors)
        found = peak_credit(before(), only, run, seed=1)
        assert found is not None
        (move,) = (m for m in found.moves if m.outcome == "level")
        assert move.noise == (move.change_noise,)
        return move.noise[0]

    assert noise(50) > 3 * noise(5000) > 0


# together


def side(dossier: Dossier | None, code: str = "410500") -> BuildSide:
    return BuildSide(code, (), dossier)


def test_nothing_differs_from_itself() -> None:
    run = game(lambda _: (2030.0, 3e7))
    found = difference(side(before()), side(before()), run, 1)  # type: ignore[arg-type]
    assert found.empty
    assert found.remarks == ()


def test_what_does_not_act_is_said_to_get_no_credit() -> None:
    run = game(lambda _: (2030.0, 3e7))
    found = difference(side(before()), side(after()), run, 1)  # type: ignore[arg-type]
    assert not found.empty
    (remark,) = found.remarks
    assert "重点项目、目标" in remark.zh
    assert "projects, targets" in remark.en


def test_without_a_dossier_rows_and_reasons_are_said_to_be_missing() -> None:
    found = difference(side(None), side(after()), None, 1)
    assert (found.rows, found.credit) == (None, None)
    assert "compare the two dossiers" in found.remarks[0].en


def test_two_places_are_compared_without_reasons_for_their_peaks() -> None:
    def run(_: Dossier) -> Mapping[str, DrawPeaks]:
        raise AssertionError

    found = difference(side(before()), side(after(), "410600"), run, 1)
    assert found.credit is None
    assert found.rows is not None
    assert "two places" in found.remarks[0].en


def test_another_order_of_rows_is_told() -> None:
    old = before()
    found = difference(side(old), side(replace(old, projects=old.projects[::-1])), None, 1)
    assert found.empty
    assert [r.en for r in found.remarks] == ["all rows are the same, in another order"]
