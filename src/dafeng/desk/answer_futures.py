"""``dafeng scenarios`` and ``dafeng peak``: what may come, and when and how high is the peak?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from dafeng.desk import account, past
from dafeng.desk.answers import Answer, AnswerTable, columns, records
from dafeng.desk.building import open_account
from dafeng.desk.futures import Futures, futures
from dafeng.dossier.records import Identity
from dafeng.language import Text
from dafeng.peak.futures import PeakOutlook
from dafeng.peak.outlook import probability_by
from dafeng.peak.past import PUBLISHED_HALF_WIDTH, in_doubt
from dafeng.peak.status import STATUS_NAMES, Flag, PeakStatus
from dafeng.plan import names
from dafeng.plan.year_spans import year_spans
from dafeng.scenarios.defaults import name_of
from dafeng.scenarios.engine.blocks import HERE, Way
from dafeng.scenarios.ensemble import LEVELS, Ensemble
from dafeng.scenarios.stocks.place import ENTERED
from dafeng.scenarios.telling import told

#: Years at which a table of paths is read.
MILESTONES = (2025, 2030, 2035, 2040, 2050, 2060)

_QUANTILES = tuple((f"p{round(100 * q):02d}", Text(*[f"P{round(100 * q)}"] * 2)) for q in LEVELS)

_WITHIN = Text(
    "概率只在情景内部成立，情景本身没有概率；达峰早晚高低不作排名",
    "probabilities hold within a scenario, which has none itself; places are not ranked by peak",
)


def scenarios(
    path: Path, draws: int, seed: int, way: Way = HERE, stocks: str = ENTERED
) -> tuple[Answer, Futures, Identity]:
    """Draw the futures of a dossier and read them at milestone years."""
    opened = open_account(path)
    dossier, inventory = opened.dossier, opened.inventory
    basis = account.plan_basis(dossier)
    made = futures(dossier, inventory, basis, draws, seed, way, stocks=stocks)
    tables = tuple(_paths(e, key) for key, e in made.ensembles.items())
    answer = Answer(
        "scenarios",
        (dossier.identity.code, dossier.identity.name),
        (*tables, _assumptions(made)),
        (("basis", basis.value), ("draws", draws), ("seed", seed), ("stocks", stocks)),
        (_WITHIN, *made.baseline.notes),
        opened.faults,
    )
    return answer, made, dossier.identity


def peak(path: Path, draws: int, seed: int) -> Answer:
    """Say whether the place has peaked, and when and how high it may peak in each scenario."""
    opened = open_account(path)
    dossier, inventory = opened.dossier, opened.inventory
    basis = account.plan_basis(dossier)
    made = futures(dossier, inventory, basis, draws, seed)
    found = past.past_of(dossier, inventory, basis, past.Choices(seed=seed))
    tables = (
        _statuses(found.statuses, found.probability),
        _probabilities(found.probability),
        _outlooks(made.outlooks),
        *_levels(made.outlooks),
    )
    return Answer(
        "peak",
        (dossier.identity.code, dossier.identity.name),
        tuple(t for t in tables if t.rows),
        (("basis", basis.value), ("draws", draws), ("seed", seed)),
        (_WITHIN, *found.remarks, *made.baseline.notes),
        opened.faults,
    )


def _paths(ensemble: Ensemble, key: str) -> AnswerTable:
    base = ensemble.years.labels[0]
    years = [base, *(y for y in MILESTONES if base < y <= ensemble.years.labels[-1])]
    rows = []
    for year in years:
        at = ensemble.years.index(year)
        quantiles = np.quantile(ensemble.totals[at], LEVELS)
        share = 100 * float(np.median(ensemble.non_fossil_share[at]))
        rows.append((year, *(float(q) for q in quantiles), share))
    heads = (
        ("year", Text("年份", "year")),
        *_QUANTILES,
        (
            "non_fossil",
            Text("非化石占比%（煤耗法，含外购）", "non-fossil share % (incl. purchased)"),
        ),
    )
    story = name_of(key)
    title = Text(f"{story.zh}：二氧化碳排放（万吨）", f"{story.en}: CO2 (10 kt)")
    tonnes = tuple(name for name, _heading in _QUANTILES)
    return AnswerTable(f"paths:{key}", title, heads, records(rows), (("non_fossil", 1),), tonnes)


def _assumptions(made: Futures) -> AnswerTable:
    rows = [
        (
            name_of(line.scenario),
            line.driver.name,
            ", ".join(line.sectors),
            line.carrier,
            line.year,
            line.low,
            line.central,
            line.high,
            line.driver.unit,
            line.basis.text,
        )
        for story in made.scenarios.values()
        for line in told(story, made.baseline)
    ]
    heads = columns(
        ("scenario", "情景", "scenario"),
        ("driver", "驱动", "driver"),
        ("sectors", "部门", "sectors"),
        ("carrier", "品种", "carrier"),
        ("year", "年份", "year"),
        ("low", "2.5%", "2.5 %"),
        ("central", "中值", "central"),
        ("high", "97.5%", "97.5 %"),
        ("unit", "单位", "unit"),
        ("basis", "依据", "basis"),
    )
    return AnswerTable("assumptions", Text("假设", "Assumptions"), heads, records(rows), long=True)


def _statuses(
    found: tuple[PeakStatus, ...], chances: Mapping[str, Mapping[str, float]]
) -> AnswerTable:
    rows = [
        (
            names.series(s.series),
            STATUS_NAMES[s.status],
            s.year,
            s.value,
            s.last_year,
            s.last_value,
            s.trend_p,
            _flags(s.flags),
            _flags(s.unchecked),
            in_doubt(s, chances),
            year_spans(s.missing_years) if s.missing_years else None,
        )
        for s in found
    ]
    heads = columns(
        ("series", "序列", "series"),
        ("status", "状态", "status"),
        ("year", "最大值年", "year of maximum"),
        ("maximum", "最大值 万吨", "maximum 10 kt"),
        ("last_year", "末年", "last year"),
        ("last", "末年值 万吨", "last 10 kt"),
        ("p", "其后趋势 p", "p of trend since"),
        ("flags", "标记", "flags"),
        ("unchecked", "无法检验", "not examined"),
        ("uncertain", "不确定", "uncertain"),
        ("missing_years", "缺年", "years missing"),
    )
    title = Text("是否已达峰（规则 R1）", "Has it peaked? (rule R1)")
    return AnswerTable("statuses", title, heads, records(rows), (("p", 4),), ("maximum", "last"))


def _flags(flags: tuple[Flag, ...]) -> Text | None:
    if not flags:
        return None
    return Text(
        "、".join(names.FLAGS[f].zh for f in flags), ", ".join(names.FLAGS[f].en for f in flags)
    )


def _probabilities(found: Mapping[str, Mapping[str, float]]) -> AnswerTable:
    rows = [
        (names.series(series), names.STATUSES[status], 100 * p)
        for series, shares in found.items()
        for status, p in shares.items()
    ]
    heads = columns(
        ("series", "序列", "series"), ("status", "状态", "status"), ("probability", "%", "%")
    )
    width = f"{100 * PUBLISHED_HALF_WIDTH:.0f}"
    title = Text(
        f"状态概率：清单按自身不确定性，已发布序列按各年独立误差 ±{width}%（假设）",
        f"P(status): the inventory over its own uncertainty, published series with independent "
        f"yearly errors of ±{width} % (assumed)",
    )
    return AnswerTable("status_probability", title, heads, records(rows), (("probability", 1),))


def _outlooks(found: dict[str, PeakOutlook]) -> AnswerTable:
    rows = []
    for key, outlook in found.items():
        rows.append(
            (
                name_of(key),
                *outlook.year_quantiles,
                *(100 * probability_by(outlook, year) for year in (2025, 2030, 2035)),
                100 * outlook.none,
            )
        )
    heads = (
        ("scenario", Text("情景", "scenario")),
        *_QUANTILES,
        *columns(
            ("by_2025", "≤2025 %", "by 2025 %"),
            ("by_2030", "≤2030 %", "by 2030 %"),
            ("by_2035", "≤2035 %", "by 2035 %"),
            ("none", "期内未达峰 %", "none in horizon %"),
        ),
    )
    first = next(iter(found.values())).years.labels[0]
    title = Text(
        f"达峰年份（{first} 表示该年或以前；空白为期末之后）",
        f"Peak year ({first}: in that year or before; blank: beyond the horizon)",
    )
    digits = tuple((k, 1) for k in ("by_2025", "by_2030", "by_2035", "none"))
    return AnswerTable("peak_year", title, heads, records(rows), digits)


def _levels(found: Mapping[str, PeakOutlook]) -> tuple[AnswerTable, ...]:
    """Return level, plateau, rate after the peak and cumulative CO2, a table each."""
    quantiles = tuple(name for name, _heading in _QUANTILES)
    return (
        _quantity(
            "peak_level",
            Text("峰值（万吨）", "Peak level (10 kt)"),
            {key: o.level_quantiles for key, o in found.items()},
            tonnes=quantiles,
        ),
        _quantity(
            "plateau",
            Text("平台期（峰值98%以上的年数）", "Plateau (years above 98 % of the peak)"),
            {key: o.plateau_quantiles for key, o in found.items()},
            digits=tuple((name, 0) for name in quantiles),
        ),
        _quantity(
            "rate_after",
            Text("峰后年均变化率（%/年）", "Rate after the peak (%/a)"),
            {key: tuple(100 * r for r in o.rate_quantiles) for key, o in found.items()},
            digits=tuple((name, 1) for name in quantiles),
        ),
        _quantity(
            "cumulative",
            _cumulative_title(found),
            {key: o.cumulative_quantiles for key, o in found.items()},
            tonnes=quantiles,
        ),
    )


def _cumulative_title(found: Mapping[str, PeakOutlook]) -> Text:
    first = next(iter(found.values()))
    since, until = first.since, first.years.labels[-1]
    return Text(f"{since}—{until}年累计排放（万吨）", f"Cumulative CO2 {since}-{until} (10 kt)")


def _quantity(
    key: str,
    title: Text,
    values: Mapping[str, tuple[float, ...]],
    digits: tuple[tuple[str, int], ...] = (),
    tonnes: tuple[str, ...] = (),
) -> AnswerTable:
    nothing = (None,) * len(LEVELS)
    rows = [(name_of(scenario), *(found or nothing)) for scenario, found in values.items()]
    heads = (("scenario", Text("情景", "scenario")), *_QUANTILES)
    return AnswerTable(key, title, heads, records(rows), digits, tonnes)
