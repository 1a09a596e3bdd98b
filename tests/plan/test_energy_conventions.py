"""Table 1 and the portfolio's limits count electricity in an indicator in one way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.exemplar import good_dossier
from tests.plan.example_material import ensemble

from dafeng.axes import Axis, Floats
from dafeng.dossier.records import Row
from dafeng.dossier.stated_convention import convention_of, stated_convention
from dafeng.inventory.compile import compile_inventory
from dafeng.measures.portfolio.targets import Record, read_targets
from dafeng.plan.chapters.computed_indicators import computed
from dafeng.plan.chapters.indicator_lines import lines_of
from dafeng.plan.chapters.indicators import table, targets_of_year
from dafeng.plan.material import PlanMaterial
from dafeng.plan.references import USUAL
from dafeng.plan.tree import DataTable
from dafeng.reference.guides import guide
from dafeng.reference.indicators import indicators
from dafeng.scenarios.base_year import baseline_of
from dafeng.scenarios.central import CentralPath, central_path
from dafeng.scenarios.counted_energy import central_energy, fall_per_gdp
from dafeng.scenarios.course import course_of
from dafeng.scenarios.draws import ERRORS, Draws, layout_of
from dafeng.scenarios.ensemble import Ensemble
from dafeng.scenarios.kernel import run
from dafeng.scenarios.story import scenario
from dafeng.units import TCE_PER_TJ, Convention

THERMAL, EQUIVALENT = Convention.THERMAL, Convention.EQUIVALENT


@pytest.fixture(name="doors", scope="module", params=["frozen", "current_policy", "enhanced"])
def both_doors(request: pytest.FixtureRequest) -> tuple[CentralPath, Ensemble]:
    """Return the central path, on which limits stand, and futures without chance."""
    dossier = good_dossier()
    base = baseline_of(compile_inventory(dossier), dossier)
    story = scenario(base, request.param)
    course, layout = course_of(base, story), layout_of(base)
    still = {name: np.zeros((len(course.years) - 1, 1)) for name in ERRORS}
    years = tuple(run(base, course, Draws(layout, np.zeros((layout.size, 1)), still)))

    def row(values: list[Floats]) -> Floats:
        return np.stack(values)

    path = central_path(base, story)
    futures = replace(
        ensemble(USUAL, 0.01, 2030, 0.02, 1),
        years=path.years,
        totals=row([y.fuels.sum(axis=0) for y in years]),
        energy=row([y.by_carrier.sum(axis=0) for y in years]),
        energy_thermal=row([y.energy_thermal for y in years]),
        gdp=row([y.gdp for y in years]),
    )
    return path, futures


def target(indicator: str, value: str, unit: str, base: object = "", comment: str = "") -> Row:
    cells = {"indicator": indicator, "year": "2030", "value": value, "unit": unit}
    return Row(tuple({**cells, "base_year": str(base), "comment": comment}.items()))


def printed(material: PlanMaterial, futures: Ensemble, row: Row, year: int) -> str:
    """Return the computed cell of table 1 for a target, without its range."""
    dossier = replace(material.dossier, targets=(row,))
    known = replace(material, guide=guide("city-2023"), dossier=dossier, ensembles={USUAL: futures})
    line = next(line for line in lines_of(known) if line.targets)
    return str(computed(known, line, year)["en"]).split("\n", maxsplit=1)[0]


@pytest.mark.parametrize("year", [2026, 2030, 2035, 2045, 2060])
def test_the_fall_that_table_1_prints_is_the_limit_s(
    doors: tuple[CentralPath, Ensemble], material: PlanMaterial, year: int
) -> None:
    """A target at just what table 1 computes is a limit at just what the path does."""
    path, futures = doors
    base = path.years.labels[0]
    at = path.years.index(year)
    fall = fall_per_gdp(futures.energy_thermal, futures.gdp, 0, at)[0]
    asked = target("单位GDP能耗下降", f"{100 * fall:.12g}", "%", base)
    asked = replace(
        asked, values=tuple((c, str(year) if c == "year" else v) for c, v in asked.values)
    )
    if fall > 0:
        (read,) = read_targets((asked,), path, "park", Record({}, {}))
        now = central_energy(path, THERMAL)[at] / path.gdp[at]
        assert read.limit == "intensity:energy"
        assert read.bound == pytest.approx(now, rel=1e-9)
    assert printed(material, futures, asked, year) == f"{100 * fall:.1f}%".replace("-", "−")


@pytest.mark.parametrize("year", [2026, 2030, 2060])
def test_the_total_that_table_1_prints_is_the_limit_s(
    doors: tuple[CentralPath, Ensemble], material: PlanMaterial, year: int
) -> None:
    path, futures = doors
    at = path.years.index(year)
    coal = central_energy(path, THERMAL)[at] * TCE_PER_TJ
    (read,) = read_targets(
        (target("能源消费总量", f"{coal / 1e4:.12g}", "万吨标准煤"),), path, "park", Record({}, {})
    )
    assert read.bound * TCE_PER_TJ == pytest.approx(coal, rel=1e-9)
    said = printed(material, futures, target("能源消费总量", "1", "万吨标准煤"), year)
    figure, unit = said.split()
    size = {"Mtce": 1e6, "ktce": 1e3}[unit]
    assert float(figure.replace(",", "")) * size == pytest.approx(coal, rel=1e-2)


def test_a_target_by_calorific_value_is_not_held_and_is_computed_so(
    doors: tuple[CentralPath, Ensemble], material: PlanMaterial
) -> None:
    path, futures = doors
    base = path.years.labels[0]
    for row in (
        target("单位GDP能耗下降（当量值）", "5", "%", base),
        target("单位GDP能耗下降", "5", "%", base, "电力按当量值"),
        target("Fall of energy per GDP", "5", "%", base, "electricity at its calorific value"),
    ):
        (read,) = read_targets((row,), path, "park", Record({}, {}))
        assert not read.limit
        assert read.wanted
        assert read.reason is not None
        assert "calorific" in read.reason.en
        fall = fall_per_gdp(futures.energy, futures.gdp, 0, path.years.index(2030))[0]
        assert printed(material, futures, row, 2030) == f"{100 * fall:.1f}%".replace("-", "−")


def test_the_table_prints_the_convention(material: PlanMaterial) -> None:
    rows = (target("单位GDP能耗下降", "13.5", "%", 2022), target("加氢站", "30", "座"))
    known = replace(
        material,
        guide=guide("city-2023"),
        dossier=replace(material.dossier, targets=rows),
    )
    found = next(b for b in table(known) if isinstance(b, DataTable) and b.id == "targets")
    basis = {str(row[0]["en"]): row[-1] for row in found.rows}
    assert "口径：电力按发电煤耗（等价值）" in str(basis["Fall of energy per GDP"]["zh"])
    assert "coal-consumption method" in str(basis["Fall of energy per GDP"]["en"])
    assert "electricity" not in str(basis["Hydrogen stations"]["en"])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("电力按当量值", EQUIVALENT),
        ("电热当量计算法", EQUIVALENT),
        ("electricity at its calorific value", EQUIVALENT),
        ("等价值", THERMAL),
        ("发电煤耗计算法", THERMAL),
        ("by the coal-consumption method", THERMAL),
        ("t coal equivalent", None),
        ("万吨标煤当量", None),
        ("二氧化碳当量", None),
        ("当量值和等价值并列", None),
        ("geothermal and coal consumption", None),
    ],
)
def test_words_that_name_a_convention(words: str, expected: Convention | None) -> None:
    row = target("单位GDP能耗", "0.5", "tce/万元", comment=words)
    assert stated_convention(row) == expected
    assert convention_of(row, indicators()["energy_intensity"]) == (expected or THERMAL)
    assert convention_of(row, indicators()["co2_intensity"]) is None


def test_every_convention_of_the_catalogue_has_source_and_mark() -> None:
    for one in indicators().values():
        assert bool(one.convention) == bool(one.convention_source) == bool(one.convention_mark)
    on = {one.id: one.convention for one in indicators().values() if one.convention}
    assert {on[k] for k in ("energy_total", "energy_intensity", "energy_intensity_fall")} == {
        THERMAL
    }
    assert on["park_energy_per_value"] is EQUIVALENT


def test_figures_on_two_conventions_are_two_rows(material: PlanMaterial) -> None:
    rows = (
        target("能源消费总量", "1150", "万吨标准煤", "", "当量值"),
        target("能源消费总量", "1400", "万吨标准煤", "", "等价值"),
    )
    dossier = replace(material.dossier, targets=rows)
    known = replace(material, guide=guide("city-2023"), dossier=dossier)
    found = next(b for b in table(known) if isinstance(b, DataTable) and b.id == "targets")
    told = {str(row[0]["zh"]): [str(cell["zh"]) for cell in row] for row in found.rows}
    assert "1,150万吨标准煤" in told["能源消费总量（当量值）"]
    assert "口径：电力按当量值" in told["能源消费总量（当量值）"][-1]
    assert "1,400万吨标准煤" in told["能源消费总量（等价值）"]
    assert "口径：电力按发电煤耗（等价值）" in told["能源消费总量（等价值）"][-1]
    assert "能源消费总量" not in told
    names = [name.en for name, _ in targets_of_year(known, 2030)]
    assert names == [
        "Total energy consumption (calorific value)",
        "Total energy consumption (thermal value)",
    ]


@pytest.mark.parametrize(
    ("name", "year", "comment", "chinese", "english"),
    [
        ("碳预算", "2026-2030", "", "2026—2030年：", "2026–2030: "),
        ("碳预算", "“十五五”时期", "", "2026—2030年：", "2026–2030: "),
        ("碳预算", "2030", "2026—2030年五年累计", "2026—2030年：", "2026–2030: "),
        ("碳排放预算（累计）", "2030", "", "至2030年累计：", "summed to 2030: "),
        ("碳预算", "2028", "", "2028：", "2028: "),
    ],
)
def test_a_budget_of_several_years_is_printed_with_all_of_them(
    material: PlanMaterial, name: str, year: str, comment: str, chinese: str, english: str
) -> None:
    cells = {"indicator": name, "year": year, "value": "17200", "unit": "万吨二氧化碳"}
    row = Row(tuple({**cells, "comment": comment}.items()))
    known = replace(material, dossier=replace(material.dossier, targets=(row,)))
    known = replace(known, guide=guide("city-2023"))
    found = next(b for b in table(known) if isinstance(b, DataTable) and b.id == "targets")
    (other,) = (i for i, c in enumerate(found.columns) if c.id == "others")
    (told,) = (row[other] for row in found.rows if str(row[other]["zh"]) != "—")
    assert str(told["zh"]).startswith(chinese)
    assert str(told["en"]).startswith(english)


@pytest.mark.parametrize(("comment", "kind"), [("", THERMAL), ("电力按当量值", EQUIVALENT)])
def test_the_coal_share_is_computed_on_its_own_convention(
    material: PlanMaterial, comment: str, kind: Convention
) -> None:
    futures = ensemble(USUAL, 0.01, 2030, 0.02, 1)
    draws = futures.totals.shape
    carriers, use = Axis("carrier", ("oil", "coal")), np.zeros((2, *draws))
    use[1] = 30.0
    told = replace(
        futures,
        carriers=carriers,
        use=use,
        energy=np.full(draws, 50.0),
        energy_thermal=np.full(draws, 60.0),
    )
    share = {EQUIVALENT: "60.0%", THERMAL: "50.0%"}[kind]
    assert printed(material, told, target("煤炭消费比重", "48", "%", "", comment), 2030) == share
