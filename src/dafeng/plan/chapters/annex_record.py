"""Annexes 6 to 8: where do the figures come from, which stand in the text, and what is wrong?"""

from __future__ import annotations

from typing import Final

from dafeng import reference
from dafeng.errors import NOWHERE, Fault
from dafeng.language import Text, apart, same
from dafeng.plan import names
from dafeng.plan.binding import BoundFigure, say
from dafeng.plan.material import PlanMaterial
from dafeng.plan.tree import Block, Cell, Column, DataTable, Heading, Paragraph

#: From here on a figure before rounding is told in whole units.
_LARGE: Final = 1e6


def sources(material: PlanMaterial) -> tuple[Block, ...]:
    """Return the annex of sources."""
    heading = Heading(1, Text("数据来源", "Sources"), annex=True)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            same(s.id),
            apart(s.title or "—"),
            names.publisher(s.publisher),
            same(s.year or "—"),
            reference.licence_name(s.licence),
        )
        for s in material.sources
    )
    if not rows:
        return (heading, Paragraph(say("未登记来源。", "No source has been registered."), "remark"))
    return (
        heading,
        DataTable(
            "sources",
            Text("数据来源", "Sources"),
            (
                Column("id", Text("编号", "Id"), align="left", weight=1.2),
                Column("title", Text("题名", "Title"), align="left", weight=3.4),
                Column("publisher", Text("发布单位", "Publisher"), align="left", weight=1.6),
                Column("year", Text("年份", "Year"), align="center", weight=0.7),
                Column("licence", Text("许可", "Licence"), align="left", weight=1.9),
            ),
            rows,
        ),
    )


def figures(found: tuple[BoundFigure, ...]) -> tuple[Block, ...]:
    """Return the annex that lists every figure which the sentences use."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (same(f.id), f.digits, f.quantity.unit, _whole(f), f.origin) for f in found
    )
    return (
        Heading(1, Text("文中数字", "Figures in this text"), annex=True),
        Paragraph(
            say(
                "正文句子中的每个数字都取自测算结果，列于下表；编号与随文数据文件一致。",
                "Every figure in the sentences of this text is taken from the results and listed "
                "here under its id, which is that of the data files that come with it.",
            )
        ),
        DataTable(
            "figures",
            Text("文中数字一览", "Figures in this text"),
            (
                Column("id", Text("编号", "Id"), align="left", weight=3.1),
                Column("value", Text("数值", "Value"), weight=1.1),
                Column("unit", Text("单位", "Unit"), align="left", weight=1.4),
                Column("exact", Text("精确值", "Exact value"), weight=2.2),
                Column("origin", Text("来源", "From"), align="left", weight=2.0),
            ),
            rows,
        ),
    )


def _whole(figure: BoundFigure) -> Text:
    """Return a figure before rounding, in the unit of the results files."""
    unit, value = figure.quantity.canonical, figure.value
    digits = f"{value:.0f}" if abs(value) >= _LARGE else f"{value:.7g}"
    if unit in ("1", "a"):
        return same(digits)
    return Text(
        f"{digits} {unit}", f"{digits} {unit.replace('元', 'yuan').replace('人', 'persons')}"
    )


def diagnostics(found: tuple[Fault, ...]) -> tuple[Block, ...]:
    """Return the annex of diagnostics: errors, which block the plan, first."""
    heading = Heading(1, Text("诊断", "Diagnostics"), annex=True)
    if not found:
        return (heading, Paragraph(say("检查未发现问题。", "The checks have found nothing.")))
    order = {"error": 0, "warning": 1, "note": 2}
    faults = sorted(found, key=lambda f: order[f.severity.value])
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            f.severity.text,
            Text(f"{f.message.zh}\n{f.rule}", f"{f.message.en}\n{f.rule}"),
            same(str(f.place)) if f.place != NOWHERE else same("—"),
            f.remedy,
        )
        for f in faults
    )
    return (
        heading,
        DataTable(
            "diagnostics",
            Text("检查结果", "Outcome of the checks"),
            (
                Column("severity", Text("级别", "Severity"), align="left", weight=1.1),
                Column(
                    "message",
                    Text("问题和规则编号", "What is wrong, and id of the rule"),
                    align="left",
                    weight=4.4,
                ),
                Column("place", Text("位置", "Place"), align="left", weight=1.3),
                Column("remedy", Text("处理", "What to do"), align="left", weight=2.2),
            ),
            rows,
        ),
    )
