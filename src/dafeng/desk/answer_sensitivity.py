"""``dafeng sensitivity``: which assumptions decide the peak?"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from dafeng.desk import account
from dafeng.desk.answers import Answer, AnswerTable, columns, records
from dafeng.desk.building import open_account
from dafeng.dossier.records import Dossier
from dafeng.errors import MethodError
from dafeng.language import Text
from dafeng.peak.decisive import Decisive, decisive
from dafeng.scenarios.base_year import baseline_of
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.defaults import SCENARIOS, name_of
from dafeng.scenarios.sensitivity.indices import Indices
from dafeng.scenarios.stocks.place import stocks_of
from dafeng.scenarios.story import Scenario, own_scenarios, scenario

#: Share of variance [-] from which an assumption is named among the decisive ones, how many are
#: named at most, and the share from which interactions are worth a clause.
NAMED: Final = 0.05
MOST: Final = 4
TOGETHER: Final = 0.1

_OUTCOMES: Final = {
    "peak_year": Text("达峰年份", "the peak year"),
    "peak_level": Text("峰值水平", "the peak level"),
    "emissions_2035": Text("2035年排放", "emissions in 2035"),
}

_READING: Final = (
    Text(
        "一阶指数：该假设单独解释的方差份额；总指数：含与其他假设相互作用；区间为自助法5%—95%",
        "first: share of variance by this assumption alone; total: with its interactions; ranges "
        "are 5-95 % by bootstrap",
    ),
    Text(
        "为能分解方差，各驱动因素之间的相关在此不计；期内未达峰的抽样以期末年计",
        "drivers are independent of each other here, as a decomposition of variance needs; a draw "
        "without a peak inside the horizon counts with its last year",
    ),
)


def sensitivity(
    path: Path, wanted: str, rows: int, seed: int, *, stocks: str = "entered"
) -> Answer:
    """Say which assumptions decide the peak year, the peak level and the emissions of 2035.

    Raises
    ------
    MethodError
        If the place has no such scenario.
    """
    opened = open_account(path)
    dossier = opened.dossier
    basis = account.plan_basis(dossier)
    baseline = baseline_of(opened.inventory, dossier)
    story = _story(dossier, baseline, wanted)
    given = stocks_of(dossier, stocks)
    found = decisive(baseline, story, rows, seed, basis.value, given)
    return Answer(
        "sensitivity",
        (dossier.identity.code, dossier.identity.name),
        (_in_words(found), *(_table(found, outcome) for outcome in found.found)),
        (
            ("scenario", story.id),
            ("basis", basis.value),
            ("rows", rows),
            ("draws", found.draws),
            ("seed", seed),
        ),
        _READING,
        opened.faults,
    )


def _story(dossier: Dossier, baseline: Baseline, wanted: str) -> Scenario:
    if wanted in SCENARIOS:
        return scenario(baseline, wanted, dossier.assumptions)
    own = {s.id: s for s in own_scenarios(baseline, dossier.assumptions)}
    if wanted not in own:
        known = ", ".join((*SCENARIOS, *own))
        raise MethodError(
            Text(f"没有情景“{wanted}”；现有：{known}", f"no scenario {wanted!r}; known: {known}")
        )
    return own[wanted]


def _in_words(found: Decisive) -> AnswerTable:
    story = name_of(found.scenario)
    rows = [(_OUTCOMES[name], told(found, name)) for name in found.found]
    return AnswerTable(
        "in_words",
        Text(f"{story.zh}：由什么决定", f"{story.en}: what decides"),
        columns(("outcome", "结果", "outcome"), ("words", "说明", "in words")),
        records(rows),
    )


def told(found: Decisive, outcome: str) -> Text:
    """Return in one or two sentences which assumptions decide an outcome."""
    ranked, of = found.ranked(outcome), found.found[outcome]
    if not ranked:
        value = f"{of.mean:.0f}"
        return Text(f"各次抽样都相同（{value}）", f"the same in every draw ({value})")
    leading = [at for at in ranked[:MOST] if of.total[at] >= NAMED] or [ranked[0]]
    spread = _spread(outcome, of)
    named = {
        "zh": "、".join(f"{found.groups[i].name.zh}（{_both(of, i).zh}）" for i in leading),
        "en": "; ".join(f"{found.groups[i].name.en} ({_both(of, i).en})" for i in leading),
    }
    rest, clause = _rest(found, of, leading), _interactions(of)
    return Text(
        f"{spread.zh}；主要取决于{named['zh']}。{rest.zh}{clause.zh}",
        f"{spread.en}; decided mainly by {named['en']}. {rest.en}{clause.en}",
    )


def _spread(outcome: str, of: Indices) -> Text:
    size = float(np.sqrt(of.variance))
    if outcome == "peak_year":
        return Text(
            f"平均 {of.mean:.1f} 年，标准差 {size:.1f} 年",
            f"mean {of.mean:.1f}, standard deviation {size:.1f} years",
        )
    mean, size = of.mean / 1e4, size / 1e4
    return Text(
        f"平均 {mean:,.0f}±{size:,.0f} 万吨",
        f"mean {mean:,.0f}, standard deviation {size:,.0f} (10 kt)",
    )


def _both(of: Indices, at: int) -> Text:
    total, first = 100 * of.total[at], max(100 * of.first[at], 0.0)
    return Text(
        f"方差的 {total:.0f}%，其中单独 {first:.0f}%",
        f"{total:.0f} % of the variance, {first:.0f} % by itself",
    )


def _rest(found: Decisive, of: Indices, leading: list[int]) -> Text:
    """Name the assumptions that hardly matter."""
    idle = [g.name for i, g in enumerate(found.groups) if of.total[i] < NAMED / 5]
    between = len(found.groups) - len(leading) - len(idle)
    return Text(
        f"另有 {between} 项影响较小，{len(idle)} 项几乎无影响（不足 1%）。",
        f"{between} more matter less, {len(idle)} hardly at all (below 1 %). ",
    )


def _interactions(of: Indices) -> Text:
    """Say how much no assumption explains alone."""
    left = 1 - float(np.clip(of.first, 0, None).sum())
    if left < TOGETHER:
        return Text("各假设基本独立起作用。", "They act almost independently of each other.")
    return Text(
        f"约 {100 * left:.0f}% 来自多项假设的共同作用，不能归于任何一项。",
        f"About {100 * left:.0f} % comes from several acting together and belongs to none alone.",
    )


def _table(found: Decisive, outcome: str) -> AnswerTable:
    of = found.found[outcome]
    order = found.ranked(outcome) or range(len(found.groups))
    rows = [
        (
            found.groups[i].id,
            found.groups[i].name,
            *(_per_cent(v) for v in (of.total[i], *of.total_ends[:, i])),
            *(_per_cent(v) for v in (of.first[i], *of.first_ends[:, i])),
        )
        for i in order
    ]
    heads = columns(
        ("assumption", "编号", "id"),
        ("name", "假设", "assumption"),
        ("total", "总 %", "total %"),
        ("total_low", "5%", "p05"),
        ("total_high", "95%", "p95"),
        ("first", "一阶 %", "first %"),
        ("first_low", "5%", "p05"),
        ("first_high", "95%", "p95"),
    )
    name = _OUTCOMES[outcome]
    title = Text(f"{name.zh}的方差来自", f"Where the variance of {name.en} comes from")
    digits = tuple((key, 1) for key, _ in heads[2:])
    return AnswerTable(outcome, title, heads, records(rows), digits)


def _per_cent(share: float) -> float | None:
    return 100 * float(share) if np.isfinite(share) else None
