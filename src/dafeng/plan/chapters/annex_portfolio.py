"""Annex of the portfolio: what is done when, at what cost, and how surely the peak then holds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from dafeng.language import Text
from dafeng.plan import facts, pictures_promise, quantities
from dafeng.plan.binding import Measured, Spread, Statement, join, say, year_figure
from dafeng.plan.chapters.unheld import unheld
from dafeng.plan.first_letter import capital
from dafeng.plan.material import PlanMaterial
from dafeng.plan.promise import Held, Promise
from dafeng.plan.quantities import Quantity
from dafeng.plan.results_by_name import money
from dafeng.plan.tree import Block, Cell, Column, DataTable, Heading, Paragraph
from dafeng.reference.measures import FIELDS

#: Years at which deployment, money and totals are read.
MILESTONES: Final = (2026, 2028, 2030, 2035, 2040, 2050, 2060)
_DEPLOYED: Final = (2028, 2030, 2035, 2060)
#: Amounts below this are what the solver leaves, not a measure [effect unit/a].
_DUST: Final = 1e-3
#: Amounts from here on are printed whole, smaller ones with two decimals [effect unit/a].
_WHOLE: Final = 100.0
#: Units of effects in Chinese, where it has a word for them.
_UNITS: Final = {"MWh": "兆瓦时", "t": "吨", "tCO2e": "吨二氧化碳当量"}


def annex(material: PlanMaterial) -> tuple[Block, ...]:
    """Return the annex, or why there is no portfolio."""
    heading = Heading(1, Text("措施组合", "The portfolio"), annex=True)
    promise = material.promise
    if promise is None:
        return (heading, Paragraph(_none(material), "remark"))
    charts = (pictures_promise.wedges(material, promise), pictures_promise.front(material, promise))
    return (
        heading,
        *_result(material, promise),
        Paragraph(join((proof_words(promise), _rates(promise)))),
        *(chart for chart in charts if chart is not None),
        _totals(material, promise),
        _money(promise),
        _fields(material, promise),
        _deployed(promise),
        Paragraph(_method(), "note"),
    )


def _none(material: PlanMaterial) -> Statement:
    reason = material.promise_reason
    if reason is None:
        return say("未选取措施组合。", "No portfolio has been chosen.")
    return say("没有可用的措施组合：{why}。", "There is no portfolio: {why}.", why=reason)


def _result(material: PlanMaterial, promise: Promise) -> tuple[Block, ...]:
    """Point to the result, which stands in the chapter of goals; give it where there is none."""
    if any(part.id == "goals" for part in material.guide.chapters):
        told = say(
            "组合要求守住的峰值和目标、守住的概率和费用见正文“总体目标”部分，本附件说明检验、投资和措施。",
            "Which peak and targets the portfolio is to hold, and how surely and at what cost it "
            "does, stands in the chapter of goals; this annex has the proof and the measures.",
        )
        return (Paragraph(told),)
    result = join((hold_words(material, promise), cost_words(promise)))
    return (Paragraph(result), *unheld(material, promise))


def hold_words(material: PlanMaterial, promise: Promise) -> Statement:
    """Say what the portfolio holds, and how surely."""
    head = say(
        "在“{scenario}”之上选取费用最低的措施组合，要求{by}及以前达到峰值，",
        "On the scenario “{scenario}”, the portfolio of least cost is chosen so that the peak lies "
        "in {by} or before, ",
        scenario=facts.scenario(promise.scenario),
        by=year_figure("portfolio.by", promise.held.by, facts.PORTFOLIO),
    )
    parts = (
        head,
        *_level(material, promise.held),
        _chances(promise.held),
        _verdict(promise.held),
    )
    return join(parts, "", "")


def proof_words(promise: Promise) -> Statement:
    """Say on how many draws the portfolio was verified, and whether it is proved the cheapest."""
    held = promise.held
    drawn = say(
        "守住的概率在{draws}次未用于选取的抽样中检验，为{chance}（±{width}）。",
        "How surely it holds was verified on {draws} draws that were not used to choose: {chance} "
        "(±{width}).",
        draws=facts.count("portfolio.draws", held.draws, facts.PORTFOLIO),
        chance=facts.chance("portfolio.probability", held.probability, facts.PORTFOLIO),
        width=facts.figure(
            "portfolio.probability.half_width", held.half_width, quantities.POINTS, facts.PORTFOLIO
        ),
    )
    return join((drawn, *_unproved(promise)), "", "")


def _unproved(promise: Promise) -> tuple[Statement, ...]:
    """Say that the search was ended before it had proved the portfolio the cheapest."""
    if promise.gap is None:
        return (
            say(
                "求解达到搜索上限而提前结束，未能证明本组合费用最低，净费用与最低值的差距未知。",
                " The search reached its limit and was ended early: the portfolio is not proved "
                "the cheapest, and how far its net cost lies above the lowest is not known.",
            ),
        )
    if not promise.gap:
        return ()
    return (
        say(
            "求解达到搜索上限而提前结束，未能证明本组合费用最低，净费用与最低值的差距至多为其{gap}。",
            " The search reached its limit and was ended early: the portfolio is not proved the "
            "cheapest; its net cost lies at most {gap} of itself above the lowest.",
            gap=facts.share("portfolio.gap", promise.gap, facts.PORTFOLIO),
        ),
    )


def _level(material: PlanMaterial, held: Held) -> tuple[Statement, ...]:
    if held.level is None:
        return ()
    most = facts.tonnes(material, "portfolio.level", held.level, facts.HANDED_IN)
    return (say("各年排放均不超过{level}，", "no year above {level}; ", level=most),)


def _chances(held: Held) -> Statement:
    return say(
        "概率不低于{asked}。经检验，实施组合后守住的概率为{chance}，不实施组合时为{before}；",
        "with a probability of at least {asked}. Verified on fresh draws, the probability is "
        "{chance} with the portfolio and {before} without it. ",
        asked=facts.chance("portfolio.asked", held.asked, facts.PORTFOLIO),
        chance=facts.chance("portfolio.probability", held.probability, facts.PORTFOLIO),
        before=facts.chance("portfolio.probability.before", held.before, facts.PORTFOLIO),
    )


def _verdict(held: Held) -> Statement:
    if held.reached:
        return say("达到要求。", "The asked probability is met.")
    return say(
        "未达到要求：所列为最接近要求的组合。",
        "The asked probability is out of reach: this is the portfolio that comes nearest.",
    )


def cost_words(promise: Promise) -> Statement:
    """Say what the portfolio costs and invests."""
    return say(
        "组合净费用（不变价净现值，社会贴现率{social}）{cost}，负值为净节省；各年投资合计{invested}。",
        "Its net cost (net present value at constant prices, social rate {social}) is {cost}; "
        "below zero it saves. It invests {invested} over all years.",
        social=facts.share("portfolio.rate.social", promise.rates[1], facts.PORTFOLIO),
        cost=money("portfolio.cost.social", promise.cost),
        invested=money("portfolio.investment", sum(promise.investment)),
    )


def _rates(promise: Promise) -> Statement:
    return say(
        "按私人贴现率{private}，组合净费用为{other}。未计交易成本与隐性成本。",
        "At the private rate of {private} its net cost is {other}. Costs of transaction and other "
        "hidden costs are not in it.",
        private=facts.share("portfolio.rate.private", promise.rates[0], facts.PORTFOLIO),
        other=money("portfolio.cost.private", promise.private_cost),
    )


def _totals(material: PlanMaterial, promise: Promise) -> DataTable:
    kind = facts.emissions(material)
    rows: list[tuple[Cell, ...]] = []
    for year in MILESTONES:
        without = promise.amount(year, achieved=False)
        reached = promise.amount(year, achieved=True)
        if without and reached:
            label = Text(f"{year}年", str(year))
            rows.append((label, Spread(*without, kind), Spread(*reached, kind)))
    return DataTable(
        "portfolio-totals",
        Text("有无组合的排放总量", "Emissions without and with the portfolio"),
        (
            Column("year", Text("年份", "Year"), align="center", weight=0.8),
            Column("without", Text("无组合", "Without"), kind.unit, "center", 1.6),
            Column("with", Text("有组合", "With"), kind.unit, "center", 1.6),
        ),
        tuple(rows),
        (
            say(
                "注：上行为中位数，下行为5%—95%区间；有无组合用同一批抽样。它与情景表所用的抽样不是同一批，"
                "数值因此略有不同；组合各图为中心路径，中心路径不等于抽样的中位数。",
                "Note: median and, below it, the 5%–95% range; both on the same draws. These are "
                "not the draws of the tables of scenarios, from which the figures therefore differ "
                "slightly; charts of the portfolio show the central path, which is not the median.",
            ),
        ),
    )


def _money(promise: Promise) -> DataTable:
    kind = quantities.MONEY
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (Text(f"{year}年", str(year)), Measured(spent, kind))
        for year, spent in zip(promise.years, promise.investment, strict=True)
        if year <= promise.year or year in MILESTONES
    )
    first, last = promise.years[0], promise.years[-1]
    whole = Text(f"{first}—{last}年合计", f"All years, {first}–{last}")
    total = (whole, Measured(sum(promise.investment), kind))
    return DataTable(
        "portfolio-investment",
        Text("投资安排（不变价）", "Investment by year, constant prices"),
        (
            Column("year", Text("年份", "Year"), align="center"),
            Column("investment", Text("投资", "Investment"), kind.unit),
        ),
        (*rows, total),
    )


def _fields(material: PlanMaterial, promise: Promise) -> DataTable:
    kind = facts.emissions(material)
    return DataTable(
        "portfolio-fields",
        Text("各领域的减排、投资与节省", "Fields: CO2 avoided, investment and savings"),
        (
            Column("field", Text("领域", "Field"), align="left", weight=1.6),
            Column("year", Text(f"{promise.year}年减排", f"Avoided, {promise.year}"), kind.unit),
            Column("all", Text("累计减排", "Avoided, all"), quantities.CUMULATIVE.unit),
            Column("investment", Text("投资", "Investment"), quantities.MONEY.unit),
            Column("saved", Text("净节省", "Saved"), quantities.MONEY.unit),
        ),
        tuple(_field_rows(promise, kind)),
        (
            say(
                "注：各领域减排为中心路径联合运行的沙普利份额，合计等于联合减排；"
                "净节省为节省的能源费减运行费，未贴现。",
                "Note: the tonnes of a field are its Shapley share of the joint run on the central "
                "path and sum to it; savings are energy bills saved less running cost, not "
                "discounted.",
            ),
        ),
    )


def _field_rows(promise: Promise, kind: Quantity) -> Iterator[tuple[Cell, ...]]:
    at = promise.years.index(promise.year)
    each = [(capital(f.name), f.avoided, f.investment, f.saved) for f in promise.fields]
    spent, saved = sum(f.investment for f in promise.fields), sum(f.saved for f in promise.fields)
    for name, avoided, investment, saving in [
        *each,
        (Text("联合", "Together"), promise.avoided, spent, saved),
    ]:
        yield (
            name,
            Measured(avoided[at], kind),
            Measured(sum(avoided), quantities.CUMULATIVE),
            Measured(investment, quantities.MONEY),
            Measured(saving, quantities.MONEY),
        )


def _deployed(promise: Promise) -> DataTable:
    years = [y for y in _DEPLOYED if y in promise.years]
    at = [promise.years.index(y) for y in years]
    rows: list[tuple[Cell, ...]] = []
    fields = list(FIELDS)
    used = (m for m in promise.measures if max(m.amounts) > _DUST)
    ordered = sorted(used, key=lambda m: fields.index(m.field))
    for field, measures in groupby(ordered, key=lambda m: m.field):
        rows.append((capital(FIELDS[field]),))
        rows += [
            (
                m.name,
                Text(f"{_UNITS.get(m.unit, m.unit)}/年", f"{m.unit}/a"),
                *(_amount(m.amounts[i]) for i in at),
                Measured(m.investment, quantities.MONEY_FINE),
            )
            for m in measures
        ]
    return DataTable(
        "portfolio-measures",
        Text("措施部署", "Deployment of measures"),
        (
            Column("measure", Text("措施", "Measure"), align="left", weight=2.7),
            Column("unit", Text("单位", "Unit"), align="left", weight=1.0),
            *(Column(str(y), Text(f"{y}年", str(y))) for y in years),
            Column(
                "investment", Text("投资", "Investment"), quantities.MONEY_FINE.unit, weight=1.1
            ),
        ),
        tuple(rows),
        (
            say(
                "注：数值为当年在用规模；投资不含由重点工程实施的部分，各项之和因此小于组合投资合计；"
                "单项措施不列减排量，因其联合作用不能拆分相加。",
                "Note: what is in operation in the year. Investment leaves out what key projects "
                "carry out, so that the column adds up to less than the portfolio invests. No "
                "tonnes are given per measure: they act jointly and single figures do not add up.",
            ),
        ),
    )


def _amount(value: float) -> Measured:
    """Return an amount without unit: that stands in a column of its own and differs by measure."""
    return Measured(value, quantities.COUNT if abs(value) >= _WHOLE else quantities.RATIO)


def _method() -> Statement:
    return say(
        "组合在所选情景之上计算，情景里已有的变化不重复计算；选取、调整和检验用三批互不重叠的抽样，"
        "检验时逐次运行能源系统。所守年份和峰值取自档案“目标”表，未填时为2030年。",
        "The portfolio builds on the scenario chosen; what that does by itself is not counted "
        "again. It is chosen, adjusted and verified on three separate sets of draws, and each draw "
        "of the last runs the energy system. Year and level that are held come from the table "
        "“targets”; 2030 where it names none.",
    )
