"""Annexes 4 and 5: what do the scenarios assume, and how sure are the futures?"""

from __future__ import annotations

from dafeng.language import Text, same
from dafeng.peak.futures import PeakOutlook
from dafeng.plan import facts, quantities
from dafeng.plan.binding import Measured, say
from dafeng.plan.chapters.handed_in import awaited
from dafeng.plan.material import Assumption, PlanMaterial
from dafeng.plan.tree import Block, Cell, Column, DataTable, Heading, Paragraph

#: Years between the columns of the table of cumulative probabilities.
STRIDE = 5


def assumptions(material: PlanMaterial) -> tuple[Block, ...]:
    """Return annex 4: a table of assumptions for each scenario."""
    found = dict.fromkeys(a.scenario for a in material.assumptions)
    tables = tuple(block for key in found for block in _scenario(material, key))
    return (
        Heading(1, Text("情景与假设", "Scenarios and assumptions"), annex=True),
        Paragraph(
            say(
                "下列各表给出驱动因素路径的低值（2.5%分位）、中心值和高值（97.5%分位）；"
                "报送的假设优先于缺省假设。",
                "The tables give low (2.5% point), central and high (97.5% point) values of each "
                "driver path; what the place hands in goes before defaults.",
            )
        ),
        *(tables or (awaited(Text("情景假设", "Assumptions of the scenarios")),)),
    )


def _scenario(material: PlanMaterial, key: str) -> tuple[Block, ...]:
    sectors = dict(material.sectors)
    rows = tuple(_row(a, sectors) for a in material.assumptions if a.scenario == key)
    return (
        Heading(2, facts.scenario(key)),
        DataTable(
            f"assumptions-{key}",
            Text("{s}的假设", "Assumptions: {s}").format(s=facts.scenario(key)),
            (
                Column("driver", Text("驱动因素", "Driver"), align="left", weight=2.0),
                Column("sector", Text("部门", "Sector"), align="left", weight=1.6),
                Column("year", Text("年份", "Year"), align="center", weight=0.8),
                Column("low", Text("低值", "Low"), weight=0.9),
                Column("central", Text("中心值", "Central"), weight=0.9),
                Column("high", Text("高值", "High"), weight=0.9),
                Column("unit", Text("单位", "Unit"), align="left", weight=0.9),
                Column("source", Text("依据", "Source"), align="left", weight=2.4),
            ),
            rows,
        ),
    )


def _row(found: Assumption, sectors: dict[str, Text]) -> tuple[Cell, ...]:
    whole = Text("全部", "all")
    bare = found.unit in ("", "-", "1")
    kind, factor = (quantities.FRACTION, 1.0) if bare else quantities.of_unit(found.unit)
    return (
        found.driver,
        sectors.get(found.sector) or (same(found.sector) if found.sector else whole),
        Measured(found.year, quantities.YEAR_BARE),
        *(
            Measured(None if v is None else v * factor, kind)
            for v in (found.low, found.central, found.high)
        ),
        kind.unit,
        found.source,
    )


def peak(material: PlanMaterial) -> tuple[Block, ...]:
    """Return annex 5."""
    outlooks = tuple(material.outlooks.values())
    heading = Heading(1, Text("峰值测算明细", "The peak in detail"), annex=True)
    if not outlooks:
        return (heading, awaited(Text("峰值测算所需数据", "Data for the peak")))
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
    by_year = (float(outlook.by_year[outlook.years.index(y)]) for y in years)
    return (
        facts.scenario(outlook.scenario),
        *(Measured(p, quantities.CHANCE) for p in by_year),
        Measured(outlook.none, quantities.CHANCE),
    )
