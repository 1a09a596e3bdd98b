"""``dafeng portfolio``: what to do, when, at what cost, so that the peak holds?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from dafeng.desk.answers import Answer, AnswerTable
from dafeng.desk.portfolio_tables import (
    field_table,
    front_table,
    give_table,
    hold_table,
    measure_table,
    money_by_field,
    price_table,
    project_table,
    summary_table,
    target_table,
    total_table,
)
from dafeng.desk.posing import Question, Wish, question
from dafeng.language import Text, percent, same
from dafeng.measures.portfolio.chance import hold_peak
from dafeng.measures.portfolio.credit import credit
from dafeng.measures.portfolio.drawn import Hold
from dafeng.measures.portfolio.explain import explain
from dafeng.measures.portfolio.front import front
from dafeng.measures.portfolio.joint import JointRun, in_use
from dafeng.measures.portfolio.place import Posed
from dafeng.measures.portfolio.solve import GAP, InfeasibleError, Portfolio, least_cost
from dafeng.reference.measures import FIELDS

_REMARKS = (
    Text(
        "组合建立在所选情景之上：情景里已有的变化不再计算，措施作用于情景各行剩余的能耗",
        "the portfolio builds on the scenario chosen: what the scenario does by itself is not "
        "counted again, and measures act on the energy that its rows still have",
    ),
    Text(
        "减排量为联合运行之差，各领域份额为沙普利值，单项吨数不可相加；不按负的吨成本排序",
        "tonnes are differences of joint runs, shares of fields are Shapley values, tonnes per "
        "measure never add up; nothing is ranked by a negative cost per tonne",
    ),
    Text(
        "费用为不变价净现值（投资年金在期内的部分 + 运行费 − 节省的能源费），负值为净节省；"
        "未计交易成本与隐性成本",
        "cost is net present value at constant prices (the part of the investment's annuity inside "
        "the horizon + running cost - energy bills saved), negative where it saves; costs of "
        "transaction and other hidden costs are not in it",
    ),
)


def portfolio(path: Path, wish: Wish, seed: int) -> Answer:
    """Choose measures and projects for a place.

    Parameters
    ----------
    path
        Dossier.
    wish
        What is asked.
    seed
        Seed of the draws.
    """
    put = question(path, wish)
    tables, facts = _answered(put, wish, seed)
    identity = put.dossier.identity
    return Answer(
        "portfolio",
        (identity.code, identity.name),
        tuple(t for t in tables if t.rows),
        (("basis", put.basis), ("scenario", wish.scenario), ("seed", seed), *facts),
        (*_REMARKS, *_stocks(put), *_unfinished(dict(facts))),
        put.faults,
    )


def _unfinished(facts: Mapping[str, object]) -> tuple[Text, ...]:
    """Say that the search was ended before it had proved its answer."""
    gap, far = facts.get("gap", 0.0), Text("未知", "unknown")
    if isinstance(gap, float):
        if gap <= GAP:
            return ()
        far = same(percent(gap))
    return (
        Text(
            f"求解在证明最优之前中止，与最优的差距至多{far.zh}；若因时限中止，另一台机器上结果可能不同",
            f"the search was ended before the best was proved, its gap at most {far.en}; where its "
            "limit of time has ended it, another machine may find another portfolio",
        ),
    )


def _stocks(put: Question) -> tuple[Text, ...]:
    """Tell the stocks with which the portfolio and its futures run."""
    stocks = put.asked.path.stocks
    return () if stocks is None else tuple(owned.told() for owned in stocks.owned)


Facts = tuple[tuple[str, object], ...]


def _answered(put: Question, wish: Wish, seed: int) -> tuple[tuple[AnswerTable, ...], Facts]:
    asked, held = put.asked, None
    try:
        if wish.hold_by is None:
            found = least_cost(asked.problem)
        else:
            level = np.inf if wish.level is None else wish.level
            hold = Hold(wish.hold_by, level, wish.probability)
            held = hold_peak(asked, put.story, put.basis, hold, seed)
            found = held.portfolio
    except InfeasibleError:
        gives = give_table(explain(asked.problem))
        return (target_table(put.targets), gives), (("feasible", False),)
    tables = [
        *([hold_table(held)] if held else []),
        target_table(put.targets),
        summary_table(found),
        _merit(asked, found, put.basis),
        measure_table(asked, found),
        project_table(asked, found, put.catalogue),
        total_table(found),
        price_table(found),
    ]
    if wish.points:
        tables.append(front_table(front(asked.problem, wish.points)))
    gap = found.gap if np.isfinite(found.gap) else None
    facts: Facts = (("feasible", True), ("gap", gap), ("degenerate", found.degenerate))
    return tuple(tables), facts


def _merit(asked: Posed, found: Portfolio, basis: str) -> AnswerTable:
    """Return savings and tonnes by field, credited by joint runs."""
    used = in_use(found.operation).tolist()
    fields = [f for f in FIELDS if any(asked.measures[m].measure.field == f for m in used)]
    if not fields:
        return AnswerTable("fields", Text("各领域", "Fields"), (), ())
    joint = JointRun(asked, found.operation, basis)
    member = [asked.measures[m].measure.field for m in used]

    def avoided(coalition: frozenset[int]) -> float:
        names = {fields[i] for i in coalition}
        chosen = [m for m, name in zip(used, member, strict=True) if name in names]
        return float(joint.avoided(chosen).sum())

    credited = credit(avoided, len(fields), np.random.default_rng(0))
    invested, saved = money_by_field(found, used, member, fields)
    return field_table(fields, credited, invested, saved)
