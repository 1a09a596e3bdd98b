"""The tables of ``dafeng backtest``: models, coverage, parts, peak statements, PIT."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from dafeng.axes import Booleans
from dafeng.desk.answers import AnswerTable, columns
from dafeng.language import Text
from dafeng.peak.backtest import (
    FEWEST_YEARS,
    Backtest,
    PeakStatements,
    Verdict,
    peak_statements,
    verdict,
)
from dafeng.peak.backtest.place_types import types_of
from dafeng.peak.backtest.scores import brier
from dafeng.peak.backtest.verdict import by_part
from dafeng.scenarios.forecast import DEFAULT, HORIZONS, LEVELS, MODELS

_SKILL: Final = (
    ("skill", "技巧分", "skill"),
    ("skill_low", "2.5%", "2.5 %"),
    ("skill_high", "97.5%", "97.5 %"),
)
_COVERED: Final = (
    ("covered_50", "50% 区间", "in 50 %"),
    ("covered_80", "80% 区间", "in 80 %"),
    ("covered_90", "90% 区间", "in 90 %"),
)
_SHARES: Final = ("skill", "skill_low", "skill_high", "covered_50", "covered_80", "covered_90")
_DIGITS: Final = (("crps", 4), ("naive_crps", 4), *((key, 3) for key in _SHARES))


_MODELS_TITLE: Final = Text(
    f"各模型（训练年数 ≥ {FEWEST_YEARS}；对数排放的 CRPS；技巧分相对最好的基准）",
    f"Models (at least {FEWEST_YEARS} known years; CRPS of log emissions; skill over the best "
    "naive)",
)
_ALL_TITLE: Final = Text(
    "全部算例，含历史过短者（不作结论）", "All cases, with those of short histories (no claim)"
)
_HORIZON_TITLE: Final = Text("默认模型，按年数", "The default by years ahead")
_TYPE_TITLE: Final = Text("默认模型，按地区类型", "The default by type of place")


def claims(claimed: Backtest) -> tuple[AnswerTable, ...]:
    """Return the tables that rest on places with enough known years; none if there are none."""
    if not len(claimed):
        return ()
    whole = verdict(claimed)
    by_horizon = by_part(claimed, {h: claimed.horizon == h for h in HORIZONS})
    by_type = by_part(claimed, types_of(claimed))
    return (
        _models("models", _MODELS_TITLE, whole),
        _coverage(whole),
        _parts("by_horizon", _HORIZON_TITLE, by_horizon),
        _parts("by_type", _TYPE_TITLE, by_type),
        _peaks(claimed),
        _pinball(whole),
        _pit(whole),
    )


def everything(found: Backtest) -> tuple[AnswerTable, ...]:
    """Return the scores over all cases, if some of them are too short for a claim."""
    return () if found.claimed.all() else (_models("all_cases", _ALL_TITLE, verdict(found)),)


def _models(key: str, title: Text, found: Verdict) -> AnswerTable:
    rows = tuple(
        (
            line.model,
            MODELS[line.model].name,
            line.cases,
            line.places,
            line.crps,
            *_interval(line.skill),
            *(c.share for c in line.coverage),
            line.width,
            line.absolute,
        )
        for line in found.lines
    )
    heads = columns(
        ("model", "模型", "model"),
        ("name", "名称", "name"),
        ("cases", "例数", "cases"),
        ("places", "地区数", "places"),
        ("crps", "CRPS", "CRPS"),
        *_SKILL,
        *_COVERED,
        ("width_80", "80% 区间宽", "width of 80 %"),
        ("absolute_error", "中位数误差", "error of median"),
    )
    digits = (*_DIGITS, ("width_80", 3), ("absolute_error", 4))
    return AnswerTable(key, title, heads, rows, digits)


def _coverage(found: Verdict) -> AnswerTable:
    rows = tuple(
        (c.nominal, c.share, *c.binomial, *map(_known, c.places)) for c in found.line().coverage
    )
    heads = columns(
        ("nominal", "名义", "nominal"),
        ("share", "实际", "found"),
        ("binomial_low", "二项 2.5%", "binomial 2.5 %"),
        ("binomial_high", "二项 97.5%", "binomial 97.5 %"),
        ("places_low", "按地区重抽样 2.5%", "by places 2.5 %"),
        ("places_high", "按地区重抽样 97.5%", "by places 97.5 %"),
    )
    title = Text("默认模型的区间覆盖率", "Coverage of the default model's intervals")
    return AnswerTable("coverage", title, heads, rows, tuple((k, 3) for k, _ in heads))


def _parts(key: str, title: Text, parts: Mapping[Any, Verdict]) -> AnswerTable:
    rows = tuple(
        (
            name,
            line.cases,
            line.places,
            line.crps,
            MODELS[found.best_naive].name,
            found.line(found.best_naive).crps,
            *_interval(line.skill),
            *(c.share for c in line.coverage),
        )
        for name, found in parts.items()
        for line in (found.line(),)
    )
    heads = columns(
        ("part", "部分", "part"),
        ("cases", "例数", "cases"),
        ("places", "地区数", "places"),
        ("crps", "CRPS", "CRPS"),
        ("best_naive", "最好的基准", "best naive"),
        ("naive_crps", "基准 CRPS", "its CRPS"),
        *_SKILL,
        *_COVERED,
    )
    return AnswerTable(key, title, heads, rows, _DIGITS)


def _peaks(claimed: Backtest) -> AnswerTable:
    made = peak_statements(claimed)
    parts = {Text("全部", "all"): made.horizon > 0} | {h: made.horizon == h for h in HORIZONS}
    rows = tuple((part, *_scored(made, cases)) for part, cases in parts.items() if cases.any())
    heads = columns(
        ("part", "年数", "years"),
        ("cases", "例数", "cases"),
        ("true", "成立比例", "came true"),
        ("stated", "默认模型平均概率", "mean stated"),
        ("always_share", "恒用该比例", "always that share"),
        *((m, MODELS[m].name.zh, MODELS[m].name.en) for m in made.probability),
    )
    title = Text(
        "“h 年内不超过历史最高值”这一判断的 Brier 分数（越小越好）",
        'Brier score of "the maximum to date is not exceeded within h years" (smaller is better)',
    )
    keys = ("true", "stated", "always_share", *made.probability)
    return AnswerTable("peak_statements", title, heads, rows, tuple((k, 4) for k in keys))


def _scored(made: PeakStatements, cases: Booleans) -> tuple[float, ...]:
    """Return number, share that came true, mean stated, and the Brier scores of some statements."""
    true = made.true[cases]
    share = float(true.mean())
    scores = (float(brier(p[cases], true).mean()) for p in made.probability.values())
    stated = float(made.probability[DEFAULT][cases].mean())
    return int(cases.sum()), share, stated, share * (1 - share), *scores


def _pinball(found: Verdict) -> AnswerTable:
    rows = tuple(zip(LEVELS.tolist(), found.pinball_skill.tolist(), strict=True))
    heads = columns(("level", "分位", "level"), ("skill", "技巧分", "skill"))
    title = Text("默认模型各分位的 pinball 技巧分", "Pinball skill of the default by level")
    return AnswerTable("pinball", title, heads, rows, (("level", 2), ("skill", 3)), long=True)


def _pit(found: Verdict) -> AnswerTable:
    edges = np.linspace(0, 1, len(found.pit) + 1).tolist()
    rows = tuple(zip(edges[:-1], edges[1:], found.pit.tolist(), strict=True))
    heads = columns(("low", "起", "from"), ("high", "止", "to"), ("share", "比例", "share"))
    title = Text("默认模型的 PIT 直方图", "PIT histogram of the default")
    digits = (("low", 1), ("high", 1), ("share", 3))
    return AnswerTable("pit", title, heads, rows, digits, long=True)


def _interval(found: Any) -> tuple[float | None, ...]:
    if found is None:
        return None, None, None
    return found.value, _known(found.low), _known(found.high)


def _known(value: float) -> float | None:
    return value if np.isfinite(value) else None
