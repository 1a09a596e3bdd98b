"""Annex on data quality: on what do the figures rest, and what has to be replaced first?"""

from __future__ import annotations

from collections import Counter
from typing import Final

import numpy as np

from dafeng.dossier.records import Amount, NotationKey, Quality
from dafeng.dossier.schema import tables
from dafeng.language import Text
from dafeng.plan import facts, quantities
from dafeng.plan.binding import Measured, say
from dafeng.plan.chapters import notes
from dafeng.plan.chapters.handed_in import giver
from dafeng.plan.material import PlanMaterial
from dafeng.plan.tree import Block, Cell, Column, DataTable, Heading, Listing

#: Tables of figures whose quality is told.
_TABLES: Final = ("energy", "activity", "process", "factors", "published")
_GRADES: Final[dict[Quality, Text]] = {
    Quality.MEASURED: Text("实测", "Measured"),
    Quality.REPORTED: Text("填报", "Reported"),
    Quality.CALCULATED: Text("推算", "Calculated"),
    Quality.ESTIMATE: Text("估算", "Estimate"),
}
_KEYS: Final = Text("仅有标记", "Key only")
#: Sectors whose estimates are to be replaced first, at most.
_FIRST: Final = 8


def annex(material: PlanMaterial) -> tuple[Block, ...]:
    """Return the statement on data quality."""
    return (
        Heading(1, Text("数据质量说明", "Statement on data quality"), annex=True),
        *_statement(material),
        _grades(material),
        *_first(material),
    )


def _statement(material: PlanMaterial) -> tuple[Block, ...]:
    inventory = material.inventory
    missing = int((inventory.state[material.base] > 1).sum())
    items = (
        notes.estimated(material),
        say(
            "清单中有{cells}个“部门×能源品种”单元没有数值而只有标记（NE 未估算、IE 列入他处、C "
            "保密），"
            "未按零处理。",
            "Cells of sector by carrier that hold a notation key (NE not estimated, IE included "
            "elsewhere, C confidential) instead of a figure: {cells}; none is read as zero.",
            cells=facts.count("inventory.cells_without_value", missing, facts.INVENTORY),
        ),
        say(
            "检查共发现{faults}条诊断，见附件“诊断”。",
            "Diagnostics given by the checks: {faults}; see the annex “Diagnostics”.",
            faults=facts.count("faults.all", len(material.faults), facts.HANDED_IN),
        ),
    )
    return (Listing(items),)


def _grades(material: PlanMaterial) -> DataTable:
    rows: list[tuple[Cell, ...]] = []
    for table in _TABLES:
        amounts: list[Amount] = [r.amount for r in getattr(material.dossier, table)]
        counts = Counter(a.quality for a in amounts if a.value is not None)
        keys = sum(isinstance(a.notation, NotationKey) for a in amounts)
        found = (*(counts[grade] for grade in _GRADES), keys, len(amounts))
        cells = (Measured(float(n), quantities.COUNT) for n in found)
        rows.append((tables()[table].name, *cells, giver(material, table)))
    return DataTable(
        "data-quality",
        Text("各表数据的来历（行数）", "How the figures of each table came about (rows)"),
        (
            Column("table", Text("数据表", "Table"), align="left", weight=1.3),
            *(Column(g.value, name) for g, name in _GRADES.items()),
            Column("keys", _KEYS),
            Column("rows", Text("合计", "All")),
            Column("giver", Text("由谁提供", "Who gives them"), align="left", weight=2.6),
        ),
        tuple(rows),
        (
            say(
                "注：未注明来历的按“填报”计；标记为 NO 不发生、NE 未估算、IE 列入他处、C 保密。",
                "Note: rows that state nothing count as reported; keys: NO not occurring, NE not "
                "estimated, IE included elsewhere, C confidential.",
            ),
        ),
        fitted=True,
    )


def _first(material: PlanMaterial) -> tuple[Block, ...]:
    """Return the sectors whose estimates weigh most: those to be replaced first."""
    now = material.by_sector[material.base]
    whole = float(now.sum())
    guessed = material.inventory.guessed[material.base].any(axis=1)
    known = dict(zip(material.inventory.sectors, guessed, strict=True))
    order = [int(i) for i in np.argsort(-now, kind="stable") if now[i] > 0]
    chosen = [i for i in order if known.get(material.sectors[i][0])][:_FIRST]
    if not chosen or not whole:
        return ()
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            material.sectors[i][1],
            Measured(float(now[i]), facts.emissions(material)),
            Measured(float(now[i]) / whole, quantities.SHARE),
        )
        for i in chosen
    )
    return (
        DataTable(
            "replace-first",
            Text(
                "活动数据含估算的主要部门（宜先以实际数据替换）",
                "Sectors with estimated activity data that weigh most (to be replaced first)",
            ),
            (
                Column("sector", Text("部门", "Sector"), align="left", weight=2.6),
                Column("co2", Text("排放量", "CO2"), facts.emissions(material).unit),
                Column("share", Text("比重", "Share"), quantities.SHARE.unit),
            ),
            rows,
        ),
    )
