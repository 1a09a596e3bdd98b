"""The table of indicators: where the place stands, what it sets itself, and on what that rests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.language import Text, apart, same, significant
from dafeng.plan import facts, names, quantities
from dafeng.plan.binding import Spread, Statement, say
from dafeng.plan.chapters import indicator_terms
from dafeng.plan.chapters.goals import years_cell
from dafeng.plan.chapters.handed_in import MISSING, giver
from dafeng.plan.chapters.target_cells import SIGNS, value_of
from dafeng.plan.guide import asked_indicators
from dafeng.plan.material import PlanMaterial
from dafeng.plan.quantities import Quantity
from dafeng.plan.references import USUAL
from dafeng.plan.rules.rows import Target, actuals_of, targets_of
from dafeng.plan.told import Told, is_drafted
from dafeng.plan.tree import Block, Cell, Column, DataTable, Paragraph
from dafeng.reference.guides import Threshold
from dafeng.reference.indicators import Indicator
from dafeng.scenarios.ensemble import Ensemble


@dataclass(frozen=True, slots=True)
class _Line:
    """One indicator: its name, its targets by year, and what is known of it."""

    name: Text
    indicator: Indicator | None
    targets: tuple[Target, ...]


def table(material: Told) -> tuple[Block, ...]:
    """Return the table of indicators, with what the guide asks for and nobody has set."""
    lines = _lines(material)
    years = material.guide.years
    others = any(t.year not in years for line in lines for t in line.targets)
    model = isinstance(material, PlanMaterial) and bool(material.ensembles)
    last = years[-1] if years else 2030
    columns = [
        Column("indicator", Text("指标", "Indicator"), align="left", weight=2.2),
        Column("now", Text("现状", "At present"), align="center", weight=1.2),
        *(Column(str(y), Text(f"{y}年", str(y)), align="center", weight=1.1) for y in years),
    ]
    if others:
        columns.append(
            Column("others", Text("其他年份", "Other years"), align="center", weight=1.4)
        )
    if model:
        head = Text(f"{last}年测算", f"Computed, {last}")
        columns.append(Column("model", head, align="center", weight=1.2))
    columns.append(Column("basis", Text("依据", "Basis"), align="left", weight=1.6))
    rows = tuple(_row(material, line, others=others, model=model, last=last) for line in lines)
    caption = Text("主要指标", "Main indicators")
    missing = _unset(material, lines)
    return (
        DataTable("targets", caption, tuple(columns), rows, _notes(model=model), fitted=True),
        *indicator_terms.table(material),
        *missing,
    )


def targets_of_year(material: Told, year: int) -> tuple[tuple[Text, Text], ...]:
    """Return name and figure of each target of a year that is published, in the table's order."""
    return tuple(
        (line.name, Text(value["zh"], value["en"]))
        for line in _lines(material)
        for target in line.targets
        if target.year == year and target.aim.value is not None
        if line.indicator is None or not indicator_terms.restricted(material, line.indicator.id)
        for value in (value_of(target),)
    )


def _lines(material: Told) -> tuple[_Line, ...]:
    """Return the indicators of the guide that must be set, then the others that the place sets."""
    found: dict[str, list[Target]] = {}
    for target in targets_of(material.dossier.targets, material.guide):
        found.setdefault(target.id, []).append(target)
    asked = {i.indicator.id: i.indicator for i in asked_indicators(material.guide)}
    order = dict.fromkeys((*asked, *found))
    return tuple(_line(found.get(key, []), asked.get(key)) for key in order)


def _line(targets: list[Target], asked: Indicator | None) -> _Line:
    indicator = targets[0].indicator if targets else asked
    if indicator is None:
        return _Line(same(targets[0].name), None, tuple(targets))
    sector = targets[0].sector if targets else ""
    name = indicator.name
    if sector:
        name = Text(f"{sector}{name.zh.removeprefix('行业')}", f"{name.en} ({sector})")
    return _Line(name, indicator, tuple(targets))


def _row(material: Told, line: _Line, *, others: bool, model: bool, last: int) -> tuple[Cell, ...]:
    years = material.guide.years
    if line.indicator is not None and indicator_terms.restricted(material, line.indicator.id):
        return _withheld(material, line, others=others, model=model)
    now, basis = _present(material, line)
    cells: list[Cell] = [line.name, now]
    for year in years:
        found = [t for t in line.targets if t.year == year]
        cells.append(value_of(found[0]) if found else same("—") if line.targets else MISSING)
    if others:
        rest = [t for t in line.targets if t.year not in years]
        cells.append(_listed(rest))
    if model and isinstance(material, PlanMaterial):
        cells.append(_computed(material, line, last))
    cells.append(
        _basis(material, line, basis, (*_required(material, line), *_since(material, line)))
    )
    return tuple(cells)


def _since(material: Told, line: _Line) -> tuple[Text, ...]:
    """Say against which year a computed fall counts."""
    if line.indicator is None or line.indicator.id not in _FALLS:
        return ()
    if not isinstance(material, PlanMaterial) or not material.ensembles:
        return ()
    year = _base_of(material, line, _usual(material))
    return (Text(f"测算：较{year}年", f"computed: against {year}"),)


def _usual(material: PlanMaterial) -> Ensemble:
    return material.ensembles.get(USUAL) or next(iter(material.ensembles.values()))


def _withheld(material: Told, line: _Line, *, others: bool, model: bool) -> tuple[Cell, ...]:
    """Return the row of an indicator that is set and stated, but not published."""
    hidden: list[Cell] = [indicator_terms.RESTRICTED] * (1 + len(material.guide.years) + others)
    basis = _basis(material, line, None, _required(material, line))
    return (line.name, *hidden, *([same("—")] if model else []), basis)


def _listed(targets: Sequence[Target]) -> Text:
    if not targets:
        return same("—")
    found = [(t.year or "?", value_of(t)) for t in targets]
    return Text(
        "\n".join(f"{year}：{value['zh']}" for year, value in found),
        "\n".join(f"{year}: {value['en']}" for year, value in found),
    )


def _present(material: Told, line: _Line) -> tuple[Cell, Text | None]:
    """Return the figure of the last year known with its year, and on what it rests."""
    handed = _actual(material, line)
    if handed is not None:
        value = value_of(handed)
        return _dated(value, handed.year or 0), Text("完成情况表", "table of actual figures")
    if line.indicator is None or not isinstance(material, PlanMaterial):
        return same("—"), None
    if line.indicator.id == "co2_total":
        total = facts.total(material, material.basis, material.base_year)
        return _dated(total.text, material.base_year), names.name(names.SHORT_BASES, material.basis)
    intensity = _FALLS.get(line.indicator.id)
    record = material.indicators.get(intensity or line.indicator.result)
    if record is None or record.value is None:
        return same("—"), None
    figure = facts.indicator(record).text
    if intensity is not None:
        figure = Text(f"强度{figure.zh}", f"intensity {figure.en}")
    return _dated(figure, record.year), record.basis


def _actual(material: Told, line: _Line) -> Target | None:
    wanted = {t.id for t in line.targets}
    found = [
        t
        for t in actuals_of(material.dossier.actuals, material.guide)
        if t.id in wanted and t.year is not None
    ]
    return max(found, key=lambda t: t.year or 0, default=None)


def _dated(value: Cell, year: int) -> Text:
    return Text(f"{value['zh']}\n（{year}年）", f"{value['en']}\n({year})")


def _computed(material: PlanMaterial, line: _Line, year: int) -> Cell:
    """Return what the usual scenario gives for a year: median and 5 %-95 % range."""
    key = line.indicator.id if line.indicator else ""
    ensemble = _usual(material)
    outlook = material.outlooks.get(ensemble.recipe.scenario)
    if key == "peak_year" and outlook is not None:
        return years_cell(outlook)
    if key == "peak_level" and outlook is not None and outlook.level_quantiles:
        low, _, middle, _, high = outlook.level_quantiles
        return _spread((low, middle, high), facts.emissions(material))
    if key in _FALLS:
        return _fallen(ensemble, key, year, _base_of(material, line, ensemble))
    drawn = _drawn(material, ensemble, key, year)
    return same("—") if drawn is None else _spread(np.quantile(drawn[0], _POINTS), drawn[1])


#: Falls of an intensity, with the intensity that shows where the place stands.
_FALLS: Final = {
    "co2_intensity_fall": "co2_intensity",
    "energy_intensity_fall": "energy_intensity",
}


def _base_of(material: PlanMaterial, line: _Line, ensemble: Ensemble) -> int:
    """Return the year compared with, of targets or guide; the base year where it lies before."""
    asked = material.guide.indicator(line.indicator.id) if line.indicator else None
    stated = (*(t.base_year for t in line.targets), asked.base_year if asked else None)
    years = ensemble.years.labels
    return next((year for year in stated if year in years), years[0])


def _fallen(ensemble: Ensemble, key: str, year: int, base: int) -> Cell:
    """Return by how much an intensity falls from a base year, draw by draw."""
    if year not in ensemble.years.labels or year <= base:
        return same("—")
    at, since = ensemble.years.index(year), ensemble.years.index(base)
    amount = ensemble.totals if key == "co2_intensity_fall" else ensemble.energy
    then = amount[since] / ensemble.gdp[since]
    fall = 1 - amount[at] / ensemble.gdp[at] / then
    return _spread(np.quantile(fall, _POINTS), quantities.SHARE)


def _drawn(
    material: PlanMaterial, ensemble: Ensemble, key: str, year: int
) -> tuple[Floats, Quantity] | None:
    """Return the draws of an indicator in a year, with their kind; None if it is not computed."""
    if year not in ensemble.years.labels:
        return None
    at = ensemble.years.index(year)
    totals = ensemble.totals[at]
    if key in ("co2_total", "carbon_budget"):
        return totals, facts.emissions(material)
    if key == "co2_intensity":
        return totals / ensemble.gdp[at], quantities.CARBON_INTENSITY
    if key == "non_fossil_share":
        return ensemble.non_fossil_share[at], quantities.SHARE
    return None


_POINTS: Final = (0.05, 0.5, 0.95)


def _spread(points: Sequence[float] | Floats, kind: Quantity) -> Text:
    low, middle, high = (float(p) for p in points)
    unit = kind.unit
    found = Spread(low, middle, high, kind).text
    zh, en = found.zh.split("\n"), found.en.split("\n")
    gap = "" if unit.en.startswith("%") else " "
    return Text(f"{zh[0]}{unit.zh}\n{zh[1]}", f"{en[0]}{gap}{unit.en}\n{en[1]}")


def _required(material: Told, line: _Line) -> tuple[Text, ...]:
    """Return what the guide asks an indicator to reach."""
    asked = material.guide.indicator(line.indicator.id) if line.indicator else None
    if asked is None:
        return ()
    unit = asked.indicator.unit if asked.indicator.unit != "1" else ""
    return tuple(_threshold(t, unit) for t in asked.thresholds)


def _threshold(found: Threshold, unit: str) -> Text:
    gap = "" if unit == "%" else " "
    figure = f"{SIGNS[found.relation]}{significant(found.value)}{gap}{unit}".strip()
    if found.note is None:
        return Text(f"指南要求：{figure}", f"asked by the guide: {figure}")
    return Text(
        f"指南要求：{figure}（{found.note.zh}）", f"asked by the guide: {figure} ({found.note.en})"
    )


def _basis(material: Told, line: _Line, present: Text | None, required: tuple[Text, ...]) -> Text:
    """Say on what the targets, and the figure of the present, rest, and what the guide asks."""
    parts = list(required)
    if line.targets:
        told = dict.fromkeys(word for t in line.targets for word in _told(material, t))
        what = list(told) or [Text("未说明", "not stated")]
        joined = Text("，".join(w.zh for w in what), ", ".join(w.en for w in what))
        parts.append(Text(f"目标：{joined.zh}", f"target: {joined.en}"))
    if present is not None:
        parts.append(Text(f"现状：{present.zh}", f"present: {present.en}"))
    if not parts:
        return same("—")
    return Text("；".join(p.zh for p in parts), "; ".join(p.en for p in parts))


def _told(material: Told, target: Target) -> tuple[Text, ...]:
    row, base = target.row, target.base_year
    against = (Text(f"较{base}年", f"against {base}"),) if base else ()
    on = (names.cited(material.dossier.sources, row["source"]),) if row["source"] else ()
    return (*on, *((apart(row["comment"]),) if row["comment"] else ()), *against)


#: What the drafters should do for a target without a figure.
_ENTERED: Final = Text(
    "，填入档案“目标”表；“按省下达”须写明下达的数值",
    "; entered in the table “targets” of the dossier; “as assigned by the province” needs the "
    "figure",
)


def _unset(material: Told, lines: Sequence[_Line]) -> tuple[Block, ...]:
    """Name the indicators of the guide for which no figure is set."""
    missing = [
        line.name for line in lines if not any(t.aim.value is not None for t in line.targets)
    ]
    if not missing:
        return ()
    return (
        Paragraph(
            say(
                "【待补充】下列指标尚无目标数值：{what}（{who}{advice}）。",
                "[To be supplied] No target figure is set for: {what} ({who}{advice}).",
                advice=_ENTERED if is_drafted(material) else "",
                what=Text("、".join(n.zh for n in missing), "; ".join(n.en for n in missing)),
                who=giver(material, "targets"),
            ),
            "remark",
        ),
    )


def _notes(*, model: bool) -> tuple[Statement, ...]:
    if not model:
        return ()
    return (
        say(
            "注：测算列为“现行政策”情景的中位数和5%—95%区间，口径见附件1和附件“情景与假设”，供对照，不是目标；"
            "非化石能源消费比重按发电煤耗计算法，能耗下降按电力的热值，生产总值按不变价。",
            "Note: the computed column holds the median and the 5%–95% range of the scenario "
            "“current policy” on the bases of Annex 1 and of the annex on scenarios, for "
            "comparison; it is no target. The non-fossil share is by the coal that power plants "
            "would burn, falls of energy per GDP count electricity at its calorific value, GDP is "
            "at constant prices.",
        ),
    )
