"""Which of the place's own targets does the portfolio not hold, and what would have to give?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from dafeng.language import Text, same
from dafeng.plan import facts, quantities
from dafeng.plan.binding import BoundFigure, Statement, listed, say, year_figure
from dafeng.plan.material import PlanMaterial
from dafeng.plan.promise import Gives, NotHeld, Promise
from dafeng.plan.tree import Block, Listing, Paragraph

#: Years of which is told by how much a target would have to give.
_YEARS: Final = (2026, 2028, 2030, 2035, 2040, 2050, 2060)
#: Names of the limits that targets set, by the id of the limit.
_NAMES: Final = {
    "target:cap:co2": Text("二氧化碳排放总量上限", "the cap on CO2"),
    "target:cap:coal": Text("煤炭消费总量上限", "the cap on coal"),
    "target:cap:energy": Text("能源消费总量上限", "the cap on energy use"),
    "target:intensity:co2": Text(
        "单位GDP二氧化碳排放上限（折合排放量）", "the cap on CO2 per GDP, as CO2"
    ),
    "target:intensity:energy": Text(
        "单位GDP能耗上限（折合能源消费量）", "the cap on energy per GDP, as energy"
    ),
    "target:share:non_fossil": Text(
        "非化石能源消费比重目标（折合能源消费量）", "the target for the non-fossil share, as energy"
    ),
}
#: Coal equivalent of a terajoule [tce/TJ] (GB/T 2589-2020: 1 kgce = 29.3076 MJ).
_TCE: Final = 1e3 / 29.3076


def unheld(material: PlanMaterial, promise: Promise) -> tuple[Block, ...]:
    """Say what the portfolio does not hold of what the place has set itself; nothing if it does."""
    return (*_unmet(material, promise), *_level(material, promise), *_unread(promise))


def _unmet(material: PlanMaterial, promise: Promise) -> tuple[Block, ...]:
    if not promise.unmet:
        return ()
    head = say(
        "档案中的目标不能全部守住，组合未以其为约束；须作的让步如下：",
        "Not all targets of the dossier can be held, and the portfolio is chosen without them. "
        "What would have to give:",
    )
    ordered = sorted(promise.unmet, key=lambda give: give.wish)
    by_wish = [list(found) for _, found in groupby(ordered, key=lambda give: give.wish)]
    return (
        Paragraph(head, "remark"),
        Listing(tuple(_gives(material, gives) for gives in by_wish)),
    )


def _gives(material: PlanMaterial, gives: list[Gives]) -> Statement:
    """Say what one wish would have to give in the years of the milestones."""
    told = [give for give in gives if give.year in _YEARS] or [gives[0], gives[-1]]
    what = _NAMES.get(gives[0].wish, gives[0].name)
    head = say("{what}：", "{what}:", what=what)
    return listed(head, tuple(_in_year(material, give) for give in told))


def _in_year(material: PlanMaterial, give: Gives) -> Statement:
    name = f"portfolio.unmet.{give.wish.removeprefix('target:')}.{give.year}"
    words = ("提高", "raised") if give.raised else ("降低", "lowered")
    return say(
        "{year}须" + words[0] + "{amount}（{share}）",
        words[1] + " by {amount} ({share}) in {year}",
        year=year_figure(f"{name}.year", give.year, facts.PORTFOLIO),
        amount=_amount(material, f"{name}.amount", give),
        share=facts.share(f"{name}.share", give.share, facts.PORTFOLIO),
    )


def _amount(material: PlanMaterial, name: str, give: Gives) -> BoundFigure:
    if give.wish.endswith(":co2"):
        return facts.tonnes(material, name, give.amount, facts.PORTFOLIO)
    kind, factor = quantities.of_unit("tce", give.amount * _TCE)
    return facts.figure(name, give.amount * _TCE * factor, kind, facts.PORTFOLIO)


def _level(material: PlanMaterial, promise: Promise) -> tuple[Block, ...]:
    level, chance = promise.level_given_up, promise.level_chance
    if level is None or chance is None:
        return ()
    words = say(
        "档案所定峰值不超过{level}守不住：最接近的组合也只在{chance}的抽样中守住。"
        "组合因此只守峰值年份，不以该峰值为约束。",
        "The level of the peak that the dossier sets, at most {level}, cannot be held: the "
        "portfolio that comes nearest holds it in {chance} of the draws. The portfolio therefore "
        "holds the year of the peak and is chosen without that level.",
        level=facts.tonnes(material, "portfolio.level_given_up", level, facts.HANDED_IN),
        chance=facts.chance("portfolio.level_given_up.probability", chance, facts.PORTFOLIO),
    )
    return (Paragraph(words, "remark"),)


def _unread(promise: Promise) -> tuple[Block, ...]:
    if not promise.not_held:
        return ()
    head = say(
        "档案中的下列目标未能作为组合的约束：",
        "The following targets of the dossier could not be set as limits of the portfolio:",
    )
    return (Paragraph(head, "remark"), Listing(tuple(_each_unread(promise.not_held))))


def _each_unread(targets: tuple[NotHeld, ...]) -> Iterator[Statement]:
    for target in targets:
        yield say(
            "{indicator}，{year}，{value}：{why}。",
            "{indicator}, {year}, {value}: {why}.",
            indicator=same(target.indicator),
            year=same(target.year or "—"),
            value=same(target.value or "—"),
            why=target.reason,
        )
