"""How is a portfolio shown: its tables, for readers and for programs?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dafeng.desk.answers import AnswerTable, columns, records
from dafeng.language import Text, percent, same
from dafeng.measures.catalogue import Catalogue
from dafeng.measures.portfolio.chance import Held
from dafeng.measures.portfolio.credit import Credit
from dafeng.measures.portfolio.elastic import Give
from dafeng.measures.portfolio.explain import Explanation
from dafeng.measures.portfolio.front import Front
from dafeng.measures.portfolio.joint import in_use
from dafeng.measures.portfolio.place import Posed
from dafeng.measures.portfolio.solve import Portfolio
from dafeng.measures.portfolio.targets import ReadTarget
from dafeng.reference.measures import FIELDS

#: Years at which deployment is read.
MILESTONES = (2028, 2030, 2035, 2040, 2050, 2060)


def hold_table(held: Held) -> AnswerTable:
    """Return whether the peak holds."""
    hold = held.hold
    asked = Text(f"{hold.by} 年前达峰", f"peak by {hold.by}")
    row = (
        asked,
        hold.level if np.isfinite(hold.level) else None,
        100 * hold.probability,
        100 * held.before,
        100 * held.probability,
        100 * held.half_width,
        100 * held.linear,
        held.draws,
        _verdict(held),
    )
    heads = columns(
        ("asked", "要求", "asked"),
        ("level", "峰值上限 万吨", "level 10 kt"),
        ("stated", "要求概率%", "asked %"),
        ("before", "无组合%", "without %"),
        ("probability", "有组合%", "with %"),
        ("half_width", "±%", "±%"),
        ("linear", "若效果线性%", "if effects were linear %"),
        ("draws", "检验抽样数", "fresh draws"),
        ("verdict", "结论", "verdict"),
    )
    digits = tuple((k, 1) for k in ("stated", "before", "probability", "half_width", "linear"))
    title = Text("达峰能否守住（以未用过的抽样检验）", "Does the peak hold (on draws never used)?")
    return AnswerTable("hold", title, heads, records([row]), digits, ("level",))


def _verdict(held: Held) -> Text:
    if held.reached and not np.isfinite(held.margin):
        return Text("最低费用组合已守住", "the cheapest portfolio holds it by itself")
    if held.reached:
        return Text("守住", "held")
    if held.lost > 0:
        lost = percent(held.lost)
        return Text(
            f"守不住；{lost} 的抽样在可决策之前已超上限",
            f"out of reach; {lost} of the draws are above the level before anything can be decided",
        )
    return Text("守不住；所列为最接近者", "out of reach; this comes nearest")


def target_table(found: Sequence[ReadTarget]) -> AnswerTable:
    """Return the targets of the dossier and whether they are held."""
    held = Text("作为约束", "held")
    rows = [(same(t.indicator), t.year, same(t.value), t.limit, t.reason or held) for t in found]
    heads = columns(
        ("indicator", "指标", "indicator"),
        ("year", "年份", "year"),
        ("value", "目标值", "target"),
        ("limit", "约束", "limit"),
        ("reading", "处理", "reading"),
    )
    title = Text("档案中的目标", "Targets of the dossier")
    return AnswerTable("targets", title, heads, records(rows))


def summary_table(found: Portfolio) -> AnswerTable:
    """Return cost at both rates, investment and tonnes."""
    row = (
        found.cost / 1e8,
        found.private_cost / 1e8,
        float(found.investment.sum()) / 1e8,
        float(found.investment[:5].sum()) / 1e8,
        found.avoided,
        int((found.operation > 0).any(axis=0).sum()),
        int(found.taken.sum()),
    )
    rates = found.problem.rates
    heads = columns(
        (
            "cost_social",
            f"净费用（社会 {percent(rates.social, 0)}）",
            f"net cost, social {percent(rates.social, 0)}",
        ),
        (
            "cost_private",
            f"净费用（私人 {percent(rates.private, 0)}）",
            f"net cost, private {percent(rates.private, 0)}",
        ),
        ("investment", "投资合计", "investment"),
        ("investment_first", "其中前五年", "of it first 5 a"),
        ("avoided", "累计减排 万吨", "CO2 avoided 10 kt"),
        ("measures", "措施数", "measures"),
        ("projects", "项目数", "projects"),
    )
    title = Text("组合（亿元，不变价）", "Portfolio (100 million yuan, constant prices)")
    return AnswerTable("summary", title, heads, records([row]), (), ("avoided",))


def money_by_field(
    found: Portfolio, used: list[int], member: list[str], fields: list[str]
) -> tuple[list[float], list[float]]:
    """Return investment and what is saved less running cost of each field [yuan]."""
    problem = found.problem
    own = (problem.investment * found.building).sum(axis=0)
    projects = problem.projects
    np.add.at(own, projects.measure, projects.investment.sum(axis=0) * found.taken)
    net = ((problem.savings - problem.running) * found.operation).sum(axis=0)
    groups = [[m for m, name in zip(used, member, strict=True) if name == f] for f in fields]
    return [float(own[g].sum()) for g in groups], [float(net[g].sum()) for g in groups]


def field_table(
    fields: list[str], credited: Credit, invested: list[float], saved: list[float]
) -> AnswerTable:
    """Return tonnes and savings of the fields side by side."""
    rows = [
        (FIELDS[f], credited.shapley[i], credited.last_in[i], invested[i] / 1e8, saved[i] / 1e8)
        for i, f in enumerate(fields)
    ]
    total = Text("联合", "together")
    rows.append((total, credited.joint, None, sum(invested) / 1e8, sum(saved) / 1e8))
    heads = columns(
        ("field", "领域", "field"),
        ("shapley", "减排份额 万吨", "credited 10 kt"),
        ("last_in", "若缺少 万吨", "missing without 10 kt"),
        ("investment", "投资 亿元", "investment 1e8 yuan"),
        ("saved", "期内净节省 亿元", "bills saved less running 1e8 yuan"),
    )
    title = Text(
        "各领域：减排与节省并列（累计，未贴现）",
        "Fields: tonnes and savings side by side (sums, not discounted)",
    )
    return AnswerTable("fields", title, heads, records(rows), (), ("shapley", "last_in"))


def measure_table(asked: Posed, found: Portfolio) -> AnswerTable:
    """Return the deployment of every measure in use."""
    problem = found.problem
    years = [y for y in MILESTONES if y in problem.years.labels]
    at = [problem.years.index(y) for y in years]
    rows = []
    for m in in_use(found.operation).tolist():
        measure = asked.measures[m].measure
        deployed = [float(found.operation[t, m]) for t in at]
        invested = float((problem.investment[:, m] * found.building[:, m]).sum()) / 1e8
        rows.append(
            (measure.id, measure.name, measure.effect_unit, *deployed, invested, measure.quality)
        )
    heads = (
        *columns(
            ("measure", "措施编号", "id"),
            ("name", "措施", "measure"),
            ("unit", "单位/年", "unit/a"),
        ),
        *((str(y), Text(str(y), str(y))) for y in years),
        *columns(("investment", "投资 亿元", "investment 1e8 yuan"), ("quality", "数据", "data")),
    )
    title = Text("措施部署", "Deployment of measures")
    return AnswerTable("measures", title, heads, records(rows), ())


def project_table(asked: Posed, found: Portfolio, catalogue: Catalogue) -> AnswerTable:
    """Return which projects go, and when."""
    offered = asked.problem.projects
    names = {p.id: p for p in catalogue.projects}
    rows = []
    for i, project in enumerate(offered.ids):
        mine = np.flatnonzero((offered.project == i) & found.taken)
        starts = asked.problem.years.labels[offered.start[mine[0]]] if len(mine) else None
        rows.append((project, names[project].name, bool(len(mine)), starts))
    heads = columns(
        ("project", "编号", "id"),
        ("name", "项目", "project"),
        ("taken", "实施", "go"),
        ("runs_from", "投运", "runs from"),
    )
    return AnswerTable("projects", Text("项目取舍", "Projects"), heads, records(rows))


def total_table(found: Portfolio) -> AnswerTable:
    """Return the central path with and without the portfolio."""
    problem = found.problem
    at = [problem.years.index(y) for y in MILESTONES if y in problem.years.labels]
    q = {name: problem.quantities.index(name) for name in problem.quantities}
    rows = [
        (
            problem.years.labels[t],
            float(problem.base[q["co2"], t]),
            *(
                float(found.totals[q[name], t])
                for name in ("co2", "coal", "oil", "gas", "electricity")
            ),
            100 * float(found.totals[q["non_fossil"], t] / found.totals[q["energy"], t]),
        )
        for t in at
    ]
    heads = columns(
        ("year", "年份", "year"),
        ("without", "无组合 万吨", "without 10 kt"),
        ("co2", "有组合 万吨", "with 10 kt"),
        ("coal", "煤 TJ", "coal TJ"),
        ("oil", "油 TJ", "oil TJ"),
        ("gas", "气 TJ", "gas TJ"),
        ("electricity", "用电 MWh", "electricity MWh"),
        ("non_fossil", "非化石%", "non-fossil %"),
    )
    title = Text("中值路径：有无组合", "Central path with and without the portfolio")
    return AnswerTable(
        "totals", title, heads, records(rows), (("non_fossil", 1),), ("without", "co2")
    )


def price_table(found: Portfolio) -> AnswerTable:
    """Return the shadow prices of limits and budgets."""
    wanted = [p for p in found.prices if p.kind in ("limit", "budget", "budget_total")]
    rows = [(p.what, p.year, p.value) for p in wanted]
    heads = columns(
        ("limit", "约束", "limit"),
        ("year", "年份", "year"),
        ("price", "影子价格 元/单位", "shadow price yuan/unit"),
    )
    note = Text("（解退化，价格未必唯一）", " (degenerate: prices may not be the only ones)")
    title = Text("影子价格", "Shadow prices")
    if found.degenerate:
        title = Text(title.zh + note.zh, title.en + note.en)
    return AnswerTable("prices", title, heads, records(rows))


def front_table(found: Front) -> AnswerTable:
    """Return the front of cost against CO2."""
    rows = [
        (a, c / 1e8, p / 1e8, i / 1e8, m)
        for a, c, p, i, m in zip(
            found.avoided.tolist(),
            found.cost.tolist(),
            found.private_cost.tolist(),
            found.investment.tolist(),
            found.price.tolist(),
            strict=True,
        )
    ]
    heads = columns(
        ("avoided", "累计减排 万吨", "avoided 10 kt"),
        ("cost_social", "净费用（社会）", "net cost, social"),
        ("cost_private", "净费用（私人）", "net cost, private"),
        ("investment", "投资合计", "investment"),
        ("price", "再减一吨 元", "next tonne yuan"),
    )
    title = Text(
        "前沿：减排越多费用越高（亿元）", "Front: more avoided, more paid (100 million yuan)"
    )
    return AnswerTable("front", title, heads, records(rows), (), ("avoided",))


def give_table(found: Explanation) -> AnswerTable:
    """Return what would have to give so that a portfolio meets the rest."""
    together = Text("一起让步", "all together")
    rows = [(together, g.text, g.amount, _per_cent(g)) for g in found.together]
    for _wish, gives in found.alone:
        only = Text("仅此让步", "this alone")
        rows += [(only, g.text, g.amount, _per_cent(g)) for g in gives]
    heads = columns(
        ("how", "方式", "how"),
        ("what", "须让步", "what would have to give"),
        ("amount", "数量", "amount"),
        ("share", "为要求的 %", "% of what is asked"),
    )
    title = Text(
        "没有组合能同时满足全部要求；须作的让步",
        "No portfolio meets all that is asked; what would have to give",
    )
    return AnswerTable("gives", title, heads, records(rows), (("share", 1),))


def _per_cent(give: Give) -> float | None:
    return None if give.share is None else 100 * give.share
