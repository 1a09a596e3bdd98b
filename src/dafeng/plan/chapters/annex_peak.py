"""Annex 5: how probable is a peak at or before each year?"""

from __future__ import annotations

from dafeng.language import Text, same
from dafeng.peak.futures import PeakOutlook
from dafeng.peak.outlook import probability_by
from dafeng.plan import facts, quantities
from dafeng.plan.binding import Measured, say
from dafeng.plan.chapters.handed_in import awaited
from dafeng.plan.material import PlanMaterial
from dafeng.plan.tree import Block, Cell, Column, DataTable, Heading, Paragraph

#: Years between the columns of the table.
STRIDE = 5


def annex(material: PlanMaterial) -> tuple[Block, ...]:
    """Return the annex."""
    outlooks = tuple(material.outlooks.values())
    heading = Heading(1, Text("峰值测算明细", "The peak in detail"), annex=True)
    if not outlooks:
        return (heading, awaited(material, Text("峰值测算所需数据", "Data for the peak"), "energy"))
    labels = outlooks[0].years.labels
    years = tuple(dict.fromkeys((*(y for y in labels if y % STRIDE == 0), labels[-1])))
    return (
        heading,
        Paragraph(
            say(
                "下表为峰值年份不晚于各年的概率，在每个情景之内计算。",
                "The table gives the probability of a peak at or before each year, within each "
                "scenario.",
            )
        ),
        DataTable(
            "peak-by-year",
            Text("峰值年份不晚于该年的概率", "Probability of a peak at or before the year"),
            (
                Column("scenario", Text("情景", "Scenario"), align="left", weight=1.8),
                *(Column(str(y), same(str(y)), quantities.CHANCE.unit, weight=0.8) for y in years),
                Column("none", Text("无峰值", "None"), quantities.CHANCE.unit, weight=0.9),
            ),
            tuple(_chances(o, years) for o in outlooks),
        ),
    )


def _chances(outlook: PeakOutlook, years: tuple[int, ...]) -> tuple[Cell, ...]:
    by_year = (probability_by(outlook, y) for y in years)
    return (
        facts.scenario(outlook.scenario),
        *(Measured(p, quantities.CHANCE) for p in by_year),
        Measured(outlook.none, quantities.CHANCE),
    )
