"""The table of indicators: where the place stands, what it sets itself, and on what that rests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dafeng.inventory.energy_total import CUSTOMARY_RATE
from dafeng.language import Text, apart, same, significant
from dafeng.plan import facts, names
from dafeng.plan.binding import Statement, say
from dafeng.plan.chapters import indicator_terms
from dafeng.plan.chapters.computed_indicators import FALLS, base_of, computed, usual
from dafeng.plan.chapters.handed_in import MISSING, giver
from dafeng.plan.chapters.indicator_lines import Line, counted, lines_of
from dafeng.plan.chapters.target_cells import SIGNS, value_of
from dafeng.plan.material import PlanMaterial
from dafeng.plan.rules.rows import Target, actuals_of
from dafeng.plan.told import Told, is_drafted
from dafeng.plan.tree import Block, Cell, Column, DataTable, Paragraph
from dafeng.reference.guides import Threshold
from dafeng.reference.indicators import indicators


def table(material: Told) -> tuple[Block, ...]:
    """Return the table of indicators, with what the guide asks for and nobody has set."""
    lines = lines_of(material)
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
        (line.named, Text(value["zh"], value["en"]))
        for line in lines_of(material)
        for target in line.targets
        if target.year == year and target.aim.value is not None
        if line.indicator is None or not indicator_terms.restricted(material, line.indicator.id)
        for value in (value_of(target),)
    )


def _row(material: Told, line: Line, *, others: bool, model: bool, last: int) -> tuple[Cell, ...]:
    years = material.guide.years
    if line.indicator is not None and indicator_terms.restricted(material, line.indicator.id):
        return _withheld(material, line, others=others, model=model)
    now, basis = _present(material, line)
    cells: list[Cell] = [line.named, now]
    for year in years:
        found = [t for t in line.targets if t.year == year]
        cells.append(value_of(found[0]) if found else same("—") if line.targets else MISSING)
    if others:
        rest = [t for t in line.targets if t.year not in years]
        cells.append(_listed(rest))
    if model and isinstance(material, PlanMaterial):
        cells.append(computed(material, line, last))
    cells.append(
        _basis(material, line, basis, (*_required(material, line), *_since(material, line)))
    )
    return tuple(cells)


def _since(material: Told, line: Line) -> tuple[Text, ...]:
    """Say against which year a computed fall counts."""
    if line.indicator is None or line.indicator.id not in FALLS:
        return ()
    if not isinstance(material, PlanMaterial) or not material.ensembles:
        return ()
    year = base_of(material, line, usual(material))
    return (Text(f"测算：较{year}年", f"computed: against {year}"),)


def _withheld(material: Told, line: Line, *, others: bool, model: bool) -> tuple[Cell, ...]:
    """Return the row of an indicator that is set and stated, but not published."""
    hidden: list[Cell] = [indicator_terms.RESTRICTED] * (1 + len(material.guide.years) + others)
    basis = _basis(material, line, None, _required(material, line))
    return (line.name, *hidden, *([same("—")] if model else []), basis)


def _listed(targets: Sequence[Target]) -> Text:
    if not targets:
        return same("—")
    found = [(_when(t), value_of(t)) for t in targets]
    return Text(
        "\n".join(f"{when.zh}：{value['zh']}" for when, value in found),
        "\n".join(f"{when.en}: {value['en']}" for when, value in found),
    )


def _when(target: Target) -> Text:
    """Return the year of a target, or the years over which it is summed."""
    return target.summed.label if target.summed else same(str(target.year or "?"))


def _present(material: Told, line: Line) -> tuple[Cell, Text | None]:
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
    intensity = FALLS.get(line.indicator.id)
    shown = indicators()[intensity] if intensity else line.indicator
    record = material.indicators.get(shown.record_on(line.convention))
    if record is None or record.value is None:
        return same("—"), None
    figure = facts.indicator(record).text
    if intensity is not None:
        figure = Text(f"强度{figure.zh}", f"intensity {figure.en}")
    return _dated(figure, record.year), record.basis


def _actual(material: Told, line: Line) -> Target | None:
    wanted = {t.series for t in line.targets}
    found = [
        t
        for t in actuals_of(material.dossier.actuals, material.guide)
        if t.series in wanted and t.year is not None
    ]
    return max(found, key=lambda t: t.year or 0, default=None)


def _dated(value: Cell, year: int) -> Text:
    return Text(f"{value['zh']}\n（{year}年）", f"{value['en']}\n({year})")


def _required(material: Told, line: Line) -> tuple[Text, ...]:
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


def _basis(material: Told, line: Line, present: Text | None, required: tuple[Text, ...]) -> Text:
    """Say on what the targets, and the figure of the present, rest, and what the guide asks."""
    parts = list(required)
    if line.targets:
        told = dict.fromkeys(word for t in line.targets for word in _told(material, t))
        what = list(told) or [Text("未说明", "not stated")]
        joined = Text("，".join(w.zh for w in what), ", ".join(w.en for w in what))
        parts.append(Text(f"目标：{joined.zh}", f"target: {joined.en}"))
    if present is not None:
        parts.append(Text(f"现状：{present.zh}", f"present: {present.en}"))
    parts += (Text(f"口径：{c.zh}", f"convention: {c.en}") for c in counted(line))
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


def _unset(material: Told, lines: Sequence[Line]) -> tuple[Block, ...]:
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
            "能源类指标的电力折标方法见“依据”栏，按发电煤耗的测算取 {rate} kgce/kWh，"
            "生产总值按不变价。",
            "Note: the computed column holds the median and the 5%–95% range of the scenario "
            "“current policy” on the bases of Annex 1 and of the annex on scenarios, for "
            "comparison; it is no target. How electricity counts in indicators of energy stands "
            "in the column “basis”; where it counts by coal, futures take {rate} kgce/kWh. GDP is "
            "at constant prices.",
            rate=same(significant(CUSTOMARY_RATE)),
        ),
    )
