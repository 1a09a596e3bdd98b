"""``dafeng measures``: what can the place do, how far, and at what cost?"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dafeng import reference
from dafeng.desk.answers import Answer, AnswerTable, columns, records
from dafeng.desk.building import open_account
from dafeng.language import Text
from dafeng.measures.catalogue import Catalogue, catalogue_of
from dafeng.measures.place_measure import PlaceMeasure
from dafeng.measures.realised import PlaceProject
from dafeng.reference.measures import FIELDS, LEVERS, MARKS, MATURITIES
from dafeng.reference.powers import LEVELS as LEVELS_OF_DECISION
from dafeng.scenarios.base_year import baseline_of

_ALONE = Text(
    "减排量为各措施在基准年单独实施、全部推广的结果，不可相加",
    "tonnes are those of each measure alone at full deployment in the base year; never add them up",
)
_NOT_RANKED = Text(
    "吨成本与减排量、节约并列，按措施库次序排列，不按吨成本排名（负成本没有可比次序）",
    "costs per tonne stand beside tonnes and savings in the order of the library; there is no "
    "ranking by them, since negative ones have no meaningful order",
)
_MARKS = Text(
    "质量：" + "，".join(f"{k} {v.zh}" for k, v in MARKS.items()) + "；前为成本，后为潜力",
    "quality: "
    + ", ".join(f"{k} {v.en}" for k, v in MARKS.items())
    + "; of the cost, then of the potential",
)
_ASSUMED = Text(
    "*：该产品产量未填，按全国份额估算；在活动水平表填产品产量后替换",
    "*: output of the product is not stated and a national share stands for it; enter the output "
    "in the activity table",
)
_OWN = Text("本地填报", "the place's own")


def measures(path: Path, field: str = "", sector: str = "", decides: str = "") -> Answer:
    """List the measures of a place with potential, tonnes, cost and savings side by side.

    Parameters
    ----------
    path
        Folder or workbook.
    field
        Show only this field of action; "" for all.
    sector
        Show only measures that act on this sector (id or name); "" for all.
    decides
        Show only what this level decides, see `dafeng.reference.powers.LEVELS`; "" for all.
    """
    opened = open_account(path)
    dossier = opened.dossier
    baseline = baseline_of(opened.inventory, dossier)
    made = catalogue_of(baseline, dossier)
    wanted = reference.sectors().find(sector) if sector else ""
    shown = [m for m in made.measures if _asked(m, field, wanted) and _decided(m, decides)]
    tables = (
        _table(shown),
        _powers(shown),
        _details(shown),
        _projects(made.projects),
        _left_out(made),
    )
    facts = (
        ("base_year", baseline.year),
        ("price_base", made.price_base),
        ("private_rate", made.rates.private),
        ("social_rate", made.rates.social),
    )
    remarks = (_ALONE, _NOT_RANKED, _rates(made), _MARKS, _ASSUMED)
    return Answer(
        "measures",
        (dossier.identity.code, dossier.identity.name),
        tuple(t for t in tables if t.rows or t.id == "measures"),
        facts,
        remarks,
        opened.faults,
    )


def _asked(m: PlaceMeasure, field: str, sector: str) -> bool:
    if field and m.measure.field != field:
        return False
    if not sector or not m.measure.sectors:  # without sectors it acts on all
        return True
    above = _line(sector)
    return any(s in above or sector in _line(s) for s in m.measure.sectors)


def _line(sector: str) -> tuple[str, ...]:
    """Return a sector and all those above it."""
    return (sector, *_line(above)) if (above := reference.sectors().parent(sector)) else (sector,)


def _decided(m: PlaceMeasure, level: str) -> bool:
    power = _power(m)
    return not level or (power is not None and power.decides == level)


def _power(m: PlaceMeasure) -> reference.Power | None:
    return reference.powers().get(m.measure.power)


def _rates(made: Catalogue) -> Text:
    private, social, year = made.rates.private, made.rates.social, made.price_base
    return Text(
        f"成本为{year}年价；年化折现率：投资者{private:.0%}，社会{social:.0%}",
        f"costs at prices of {year}, annualised at {private:.0%} (private) and {social:.0%} "
        "(social)",
    )


def _table(shown: Iterable[PlaceMeasure]) -> AnswerTable:
    heads = columns(
        ("id", "编号", "id"),
        ("name", "措施", "measure"),
        ("potential", "潜力", "potential"),
        ("unit", "单位/年", "unit/a"),
        ("tonnes", "单独减排 万吨", "alone 10 kt"),
        ("investment", "投资 亿元", "investment 100M yuan"),
        ("energy_saving", "节能收益 亿元/年", "energy saved 100M yuan/a"),
        ("per_tonne_private", "元/吨 投资者", "yuan/t private"),
        ("per_tonne_social", "元/吨 社会", "yuan/t social"),
        ("decides", "由谁决定", "who decides"),
        ("quality", "质量", "quality"),
        ("source", "来源", "source"),
    )
    digits = (
        ("per_tonne_private", 0),
        ("per_tonne_social", 0),
        ("investment", 2),
        ("energy_saving", 2),
    )
    title = Text(
        "可用措施（潜力为全部推广；碳汇、甲烷、氧化亚氮另列，不抵减排放）",
        "Measures (potential at full deployment; sinks, methane and N2O apart, never netted)",
    )
    rows = records([_row(m) for m in shown])
    return AnswerTable("measures", title, heads, rows, digits, ("tonnes",))


def _row(m: PlaceMeasure) -> tuple[Any, ...]:
    cost, power = m.per_tonne, _power(m)
    return (
        m.measure.id + ("*" if m.assumed else ""),
        m.measure.name,
        m.potential.central,
        m.measure.effect_unit,
        m.tonnes,
        m.investment / 1e8,
        m.energy_saving / 1e8,
        None if cost is None else cost[0],
        None if cost is None else cost[1],
        None if power is None else LEVELS_OF_DECISION[power.decides],
        f"{m.measure.quality}/{m.measure.potential_quality}",
        m.measure.source,
    )


def _powers(shown: Iterable[PlaceMeasure]) -> AnswerTable:
    """Return who decides on the measures, what the place can do, and on whose word."""
    found = [(m, power) for m in shown for power in (_power(m),) if power is not None]
    rows = [
        (m.measure.id, power.name, power.means, power.document, power.mark) for m, power in found
    ]
    heads = columns(
        ("id", "编号", "id"),
        ("rule", "由谁决定", "who decides"),
        ("means", "本地手段", "what the place can do"),
        ("document", "依据", "document"),
        ("mark", "标记", "mark"),
    )
    title = Text(
        "由谁决定（Q 原文，S 转述，M 凭记忆，须核对）",
        "Who decides (Q quoted, S second-hand, M from memory: to be verified)",
    )
    return AnswerTable("powers", title, heads, records(rows), long=True)


def _details(shown: Iterable[PlaceMeasure]) -> AnswerTable:
    """Return what stands behind each measure; long, so shown only when asked for."""
    heads = columns(
        ("id", "编号", "id"),
        ("field", "领域", "field"),
        ("lever", "方式", "lever"),
        ("potential_low", "潜力下限", "potential low"),
        ("potential_high", "潜力上限", "potential high"),
        ("build_rate", "年推进率", "build rate"),
        ("lifetime", "寿命", "life"),
        ("maturity", "成熟度", "maturity"),
        ("source_title", "来源", "source"),
        ("note", "换算与说明", "conversion and remarks"),
    )
    rows = records([_detail(m) for m in shown])
    title = Text("措施的依据", "What stands behind the measures")
    return AnswerTable("details", title, heads, rows, (("lifetime", 0),), long=True)


def _detail(m: PlaceMeasure) -> tuple[Any, ...]:
    kind = m.measure
    known = reference.sources().get(kind.source)
    return (
        kind.id,
        FIELDS[kind.field],
        LEVERS[kind.lever],
        m.potential.low,
        m.potential.high,
        kind.build_rate,
        kind.lifetime,
        MATURITIES[kind.maturity],
        known.title if known else _OWN,
        kind.note,
    )


def _projects(projects: tuple[PlaceProject, ...]) -> AnswerTable:
    heads = columns(
        ("id", "编号", "id"),
        ("name", "项目", "project"),
        ("measure", "措施", "measure"),
        ("effect", "年效果", "effect"),
        ("investment", "投资 万元", "investment 10k yuan"),
        ("start", "开工", "start"),
        ("end", "投产", "end"),
    )
    rows = [
        (p.id, p.name, p.measure, p.effect, _wan(p.investment), p.start, p.end) for p in projects
    ]
    return AnswerTable(
        "projects", Text("落实措施的项目", "Projects that realise them"), heads, records(rows)
    )


def _wan(yuan: float | None) -> float | None:
    return None if yuan is None else yuan / 1e4


def _left_out(made: Catalogue) -> AnswerTable:
    heads = columns(("id", "编号", "id"), ("name", "名称", "name"), ("why", "原因", "why"))
    title = Text("不适用或不能计算", "Not applicable, or not computable")
    rows = [(i, name, why) for i, name, why in made.left_out]
    return AnswerTable("left_out", title, heads, records(rows), long=True)
