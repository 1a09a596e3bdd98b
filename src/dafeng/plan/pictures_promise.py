"""What do the charts of the chosen portfolio show and say: its wedges, its place on the front?

No tonnes of measures are added up: a wedge is a field's Shapley share of one joint run.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from dafeng.language import Text
from dafeng.plan import facts, quantities
from dafeng.plan.binding import Statement, join, listed, say, year_figure
from dafeng.plan.charts import FrontChart, WedgeChart
from dafeng.plan.first_letter import capital
from dafeng.plan.material import PlanMaterial
from dafeng.plan.pictures import AXIS
from dafeng.plan.promise import FieldShare, Promise
from dafeng.plan.quantities import CUMULATIVE, MONEY, Quantity, emissions_of
from dafeng.plan.tree import ChartFigure

_WITHOUT: Final = Text("不采取组合", "Without the portfolio")
_WITH: Final = Text("采取组合", "With the portfolio")
#: Below this CO2 of all years is told in tonnes of the place [t].
_LARGE: Final = 1e8


def wedges(material: PlanMaterial, promise: Promise) -> ChartFigure | None:
    """Return what each field of measures avoids, year by year; None where nothing is avoided."""
    if not promise.fields or not promise.central:
        return None
    above = np.array(promise.central)
    shares = tuple((capital(f.name), np.array(f.avoided)) for f in promise.fields)
    chart = WedgeChart(
        "wedges",
        facts.emissions(material),
        AXIS,
        promise.years,
        (_WITHOUT, above),
        (_WITH, above - np.array(promise.avoided)),
        shares,
    )
    caption = Text(
        "{s}：组合在中心路径上各领域的减排（联合运行的份额，可相加）",
        "{s}: what the portfolio avoids on the central path (shares of fields from joint runs; "
        "they add up to the joint effect)",
    ).format(s=facts.scenario(promise.scenario))
    return ChartFigure(chart, caption, _wedge_words(material, promise))


def _wedge_words(material: PlanMaterial, promise: Promise) -> Statement:
    return join(tuple(_of_year(material, promise, year) for year in _told_years(promise)))


def _told_years(promise: Promise) -> tuple[int, ...]:
    return tuple(dict.fromkeys(y for y in (promise.year, promise.years[-1]) if y in promise.years))


def _of_year(material: PlanMaterial, promise: Promise, year: int) -> Statement:
    at = promise.years.index(year)

    avoided, before = promise.avoided[at], promise.central[at]
    head = say(
        "{year}排放由{before}降至{after}，联合减排{avoided}，其中：",
        "In {year} emissions fall from {before} to {after}, {avoided} together, of which:",
        year=year_figure(f"wedges.year.{year}", year, facts.PORTFOLIO),
        before=facts.tonnes(material, f"wedges.before.{year}", before, facts.PORTFOLIO),
        after=facts.tonnes(material, f"wedges.after.{year}", before - avoided, facts.PORTFOLIO),
        avoided=facts.tonnes(material, f"wedges.avoided.{year}", avoided, facts.PORTFOLIO),
    )
    return listed(head, tuple(_share(material, f, year, at) for f in promise.fields))


def _share(material: PlanMaterial, field: FieldShare, year: int, at: int) -> Statement:
    return say(
        "{name}{share}",
        "{name} {share}",
        name=field.name,
        share=facts.tonnes(
            material, f"wedges.{field.id}.{year}", field.avoided[at], facts.PORTFOLIO
        ),
    )


def front(material: PlanMaterial, promise: Promise) -> ChartFigure | None:
    """Return least cost against CO2 avoided, with the portfolio chosen; None without a front."""
    del material  # the front has no other figures
    points = sorted(promise.front, key=lambda p: p.avoided)
    if len(points) < 2:  # noqa: PLR2004 - a curve needs two points
        return None
    across = np.array([p.avoided for p in points])
    avoided = float(sum(promise.avoided))
    kind = CUMULATIVE if across.max() >= _LARGE else emissions_of(float(across.max()))
    curves = (
        (_rated("社会", "social", promise.rates[1]), across, np.array([p.cost for p in points])),
        (
            _rated("私人", "private", promise.rates[0]),
            across,
            np.array([p.private_cost for p in points]),
        ),
    )
    chosen = (
        (Text("所选组合", "Portfolio chosen"), avoided, promise.cost),
        (Text("同一组合（私人贴现率）", "The same, private rate"), avoided, promise.private_cost),
    )
    chart = FrontChart(
        "front",
        kind,
        Text("累计减排量", "CO2 avoided, all years"),
        MONEY,
        Text("净费用现值", "Net cost, present value"),
        curves,
        chosen,
    )
    caption = Text(
        "费用与减排量：最低费用前沿（下界，项目可部分实施）和所选组合",
        "Cost and CO2 avoided: the front of least cost and the portfolio chosen (the front takes "
        "projects in part and is a lower bound)",
    )
    return ChartFigure(chart, caption, _front_words(promise, kind, avoided))


def _rated(zh: str, en: str, rate: float) -> Text:
    percent = quantities.SHARE.write(rate)
    return Text("最低费用（{zh}贴现率{r}）", "Least cost ({en} rate {r})").format(
        zh=zh, en=en, r=percent
    )


def _front_words(promise: Promise, kind: Quantity, avoided: float) -> Statement:
    points = sorted(promise.front, key=lambda p: p.avoided)
    cheapest, most = points[0], points[-1]

    return say(
        "所选组合累计减排{avoided}，净费用{cost}（私人贴现率下{private}；负值为净节省）。前沿上费用"
        "最低的组合减排{least}、净费用{low}，减排最多的组合减排{most}、净费用{high}。",
        "The portfolio chosen avoids {avoided} over all years at a net cost of {cost} ({private} "
        "at the private rate; below zero it saves). On the front the cheapest avoids {least} at "
        "{low}, the one that avoids most {most} at {high}.",
        avoided=facts.figure("front.chosen", avoided, kind, facts.PORTFOLIO),
        cost=facts.figure("front.cost", promise.cost, MONEY, facts.PORTFOLIO),
        private=facts.figure("front.private", promise.private_cost, MONEY, facts.PORTFOLIO),
        least=facts.figure("front.least", cheapest.avoided, kind, facts.PORTFOLIO),
        low=facts.figure("front.low", cheapest.cost, MONEY, facts.PORTFOLIO),
        most=facts.figure("front.most", most.avoided, kind, facts.PORTFOLIO),
        high=facts.figure("front.high", most.cost, MONEY, facts.PORTFOLIO),
    )
