"""Which of the place's own targets does the portfolio hold, which not, and what would give?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from dafeng.dossier.records import Row
from dafeng.dossier.summed_years import years_named
from dafeng.language import Text, same
from dafeng.measures.limit_names import NAMES
from dafeng.plan import facts, quantities
from dafeng.plan.binding import BoundFigure, Statement, join, say, year_figure
from dafeng.plan.chapters.list_cells import known
from dafeng.plan.material import PlanMaterial
from dafeng.plan.promise import EarlyTarget, Gives, NotHeld, OwnTarget, Promise
from dafeng.plan.tree import Block, Listing, Paragraph
from dafeng.plan.year_spans import year_spans
from dafeng.units import TCE_PER_TJ


def unheld(material: PlanMaterial, promise: Promise) -> tuple[Block, ...]:
    """Say which of the place's own targets the portfolio holds, and what becomes of the others."""
    return (
        *_kept(material, promise),
        *_left_out(material, promise),
        *_given_up(promise),
        *_early(material, promise),
        *_level(material, promise),
        *_unread(material, promise),
    )


def _kept(material: PlanMaterial, promise: Promise) -> tuple[Block, ...]:
    """Name the targets that are limits of the portfolio."""
    if not promise.kept:
        return ()
    head = say(
        "组合在中心路径上同时守住档案中的下列目标：",
        "On the central path the portfolio also holds these targets of the dossier: ",
    )
    names = join(tuple(_named(material, target) for target in promise.kept), "；", "; ")
    return (Paragraph(join((head, names, say("。", ".")), "", "")),)


def _named(material: PlanMaterial, target: OwnTarget) -> Statement:
    """Name a target in the words of the place, in English where Dafeng knows them."""
    name, value = _words(material, target)
    return say(
        "{indicator}（{year}，{value}）",
        "{indicator} ({year}, {value})",
        indicator=name,
        year=Text(f"{target.year}年", str(target.year)),
        value=value,
    )


def _words(material: PlanMaterial, target: OwnTarget | NotHeld) -> tuple[Text, Text]:
    """Return indicator and value as the list of indicators prints them."""
    cells = (("indicator", target.indicator), ("value", target.value))
    row = next((r for r in material.dossier.targets if _stated(r) == cells), Row(cells))
    read = (known(material, "targets", row, column) for column, _ in cells)
    name, value = (
        Text(found["zh"], found["en"]) if found else same(own or "—")
        for found, (_, own) in zip(read, cells, strict=True)
    )
    return name, value


def _stated(row: Row) -> tuple[tuple[str, str], ...]:
    """Return indicator and figure of a row in the form in which a portfolio's targets have them."""
    value = f"{row['value']} {row['unit']}".strip()
    return ("indicator", row["indicator"]), ("value", value)


def _left_out(material: PlanMaterial, promise: Promise) -> tuple[Block, ...]:
    if not promise.left_out:
        return ()
    head = say(
        "档案中的下列目标守不住，组合未以其为约束；其余目标均守住时，最接近的数值如下：",
        "These targets of the dossier cannot be held, and the portfolio is chosen without them. "
        "What comes nearest to each while all others are held:",
    )
    return (
        Paragraph(head, "remark"),
        Listing(tuple(_without(material, promise, target) for target in promise.left_out)),
    )


def _without(material: PlanMaterial, promise: Promise, target: OwnTarget) -> Statement:
    """Say of a target that is left out what it would have to become."""
    give = next((g for g in promise.unmet if g.target == target), None)
    name = _named(material, target)
    if give is None:
        return join((name, say("：与其他目标合在一起守不住。", ": not together with the others.")))
    # two targets of one limit and year are two figures
    number = promise.left_out.index(target)
    return join((name, _becomes(material, f"portfolio.unmet.{number}", give)), "", "")


def _becomes(material: PlanMaterial, name: str, give: Gives) -> Statement:
    limit = give.target.limit
    words = ("提高", "raised") if give.raised else ("降低", "lowered")
    told = say(
        "：{limit}须" + words[0] + "到{nearest}",
        ": {limit} would have to be " + words[1] + " to {nearest}",
        limit=NAMES[limit],
        nearest=_figure(material, f"{name}.nearest", limit, give.nearest),
    )
    by = _by(f"{name}.by", limit, give)
    change = () if by is None else (say("（{by}）", " ({by})", by=by),)
    return join((told, *change, say("。", ".")), "", "")


def _by(name: str, limit: str, give: Gives) -> BoundFigure | None:
    """Return the change: of a share in points, else as a share of what is asked; of nought none."""
    change = give.nearest - give.asked
    if limit.startswith("share"):
        return facts.figure(name, change / 100, quantities.POINTS, facts.PORTFOLIO)
    return facts.share(name, change / give.asked, facts.PORTFOLIO) if give.asked else None


def _figure(material: PlanMaterial, name: str, limit: str, value: float) -> BoundFigure:
    """Return a bound [t, TJ, %; of intensities per 10,000 yuan] in the form of its kind."""
    kind, quantity = limit.split(":")
    if kind == "share":
        return facts.share(name, value / 100, facts.PORTFOLIO)
    if quantity != "co2":
        value *= TCE_PER_TJ
    if kind == "intensity":
        form = quantities.CARBON_INTENSITY if quantity == "co2" else quantities.ENERGY_INTENSITY
        return facts.figure(name, value / 1e4, form, facts.PORTFOLIO)
    if quantity == "co2":
        return facts.tonnes(material, name, value, facts.PORTFOLIO)
    form, factor = quantities.of_unit("tce", value)
    return facts.figure(name, value * factor, form, facts.PORTFOLIO)


def _given_up(promise: Promise) -> tuple[Block, ...]:
    """Say where the line between or after kept targets cannot be held."""
    by_limit = groupby(promise.given_up, key=lambda found: found[0])
    told = tuple(
        say(
            "{limit}在目标年之间或末个目标年之后的下列年份未作约束：{years}。",
            "Between its target years or after the last of them, {limit} is not held in {years}.",
            limit=NAMES[limit.removeprefix("target:")],
            years=year_spans([year for _, year in found]),
        )
        for limit, found in by_limit
    )
    return (Paragraph(join(told), "remark"),) if told else ()


def _early(material: PlanMaterial, promise: Promise) -> tuple[Block, ...]:
    if not promise.early:
        return ()
    head = say(
        "下列目标的年份早于组合可行动的第一年（{first}），只作判断，不作约束：",
        "These targets are for years before {first}, the first in which the portfolio can act. "
        "They are judged, not held:",
        first=year_figure("portfolio.first", promise.years[0], facts.PORTFOLIO),
    )
    told = tuple(_judged(material, found) for found in promise.early)
    return (Paragraph(head, "remark"), Listing(told))


def _judged(material: PlanMaterial, found: EarlyTarget) -> Statement:
    limit = found.target.limit
    scale = {"share": 100.0, "intensity": 1e4}.get(limit.split(":")[0], 1.0)
    name = f"portfolio.early.{limit}.{found.target.year}"
    verdict = (
        Text("达到目标", "the target is met")
        if found.met
        else Text("未达到目标", "the target is not met")
    )
    words = say(
        "：中心路径为{reached}，{verdict}。",
        ": the central path has {reached}; {verdict}.",
        reached=_figure(material, f"{name}.reached", limit, scale * found.reached),
        verdict=verdict,
    )
    return join((_named(material, found.target), words), "", "")


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


def _unread(material: PlanMaterial, promise: Promise) -> tuple[Block, ...]:
    if not promise.not_held:
        return ()
    head = say(
        "档案中的下列目标未能作为组合的约束：",
        "The following targets of the dossier could not be set as limits of the portfolio:",
    )
    return (Paragraph(head, "remark"), Listing(tuple(_each_unread(material, promise))))


def _each_unread(material: PlanMaterial, promise: Promise) -> Iterator[Statement]:
    for target in promise.not_held:
        name, value = _words(material, target)
        yield say(
            "{indicator}，{year}，{value}：{why}。",
            "{indicator}, {year}, {value}: {why}.",
            indicator=name,
            year=_years(target.year),
            value=value,
            why=target.reason,
        )


def _years(stated: str) -> Text:
    """Return the year of a target, or the years over which it is summed, in both languages."""
    span = years_named(stated)
    return same(stated or "—") if span is None else Text(*(f"{span[0]}{d}{span[1]}" for d in "—–"))
