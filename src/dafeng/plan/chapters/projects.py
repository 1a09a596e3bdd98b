"""Chapter of key projects: what is built where, by whom, for how much, and what it saves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dafeng.dossier.records import Row
from dafeng.language import Text, same
from dafeng.plan import facts, quantities
from dafeng.plan.binding import BoundFigure, Measured, Spread, Statement, join, say
from dafeng.plan.chapters.handed_in import MISSING, awaited, cell, english, name_of
from dafeng.plan.chapters.target_cells import amount_of
from dafeng.plan.project_status import Stage, stage_of, status_words
from dafeng.plan.promise import Promise, Tonnes
from dafeng.plan.quantities import Quantity
from dafeng.plan.rules.rows import Project, projects_of
from dafeng.plan.told import Told, is_drafted
from dafeng.plan.tree import Block, Cell, Column, DataTable, Listing, Paragraph

#: Stated and computed tonnes further apart than this factor are named.
_APART: Final = 2.0
_DEARER: Final = Text(
    "组合采用同一类措施，但按资料库的单位费用和逐年规模安排，不比该项目的投资和年份更贵",
    "the portfolio has measures of the same kind, at the library's unit cost and year by year, "
    "which is no dearer than the project by its investment and dates",
)
_UNNEEDED: Final = Text(
    "守住峰值和目标不需要这类措施，其他措施费用更低",
    "peak and targets are held without measures of this kind, at less cost",
)
_UNCLASSED: Final = Text("其他", "Without class")


def chapter(material: Told, name: Text) -> tuple[Block, ...]:
    """Return the projects with what each saves, or say who has to give them."""
    found, _totals = projects_of(material.dossier.projects, material.guide)
    if not found:
        return (awaited(material, name, "projects"),)
    return (
        Paragraph(_opening(material, found)),
        _summary(material, found),
        _table(material, found),
        *_without(material, found),
    )


def opening(material: Told) -> Statement | None:
    """Say how many projects there are, what they cost and what they avoid; None without any."""
    found, _totals = projects_of(material.dossier.projects, material.guide)
    return _opening(material, found) if found else None


def _opening(material: Told, found: Sequence[Project]) -> Statement:
    return join((_number(found), *_avoided(material.promise)))


def _avoided(promise: Promise | None) -> tuple[Statement, ...]:
    """Say what the projects that can be computed avoid together."""
    if promise is None or promise.together is None:
        return ()
    kind, key = facts.saved(promise), "projects.tonnes"
    low, middle, high = (
        facts.figure(f"{key}.{point}", value, kind, facts.PORTFOLIO)
        for point, value in (
            ("low", promise.together.low),
            ("median", promise.together.central),
            ("high", promise.together.high),
        )
    )
    words = say(
        "其中可测算的项目{year}年联合减排{middle}（5%—95%区间{low}至{high}）。",
        "Those that can be computed avoid {middle} of CO2 together in {year} (5%–95% range {low} "
        "to {high}).",
        year=str(promise.year),
        middle=middle,
        low=low,
        high=high,
    )
    return (words,)


def _number(found: Sequence[Project]) -> Statement:
    priced = [p.investment for p in found if p.investment is not None]
    number = say(
        "报送重点工程{number}项。",
        "Key projects handed in: {number}.",
        number=facts.count("projects.number", len(found), facts.HANDED_IN),
    )
    if not priced:
        return join((number, say("均未报送投资。", "None states its investment.")))
    money = facts.figure("projects.investment", sum(priced), quantities.MONEY, facts.HANDED_IN)
    if len(priced) == len(found):
        return join((number, say("总投资{money}。", "They invest {money} in all.", money=money)))
    told = facts.count("projects.priced", len(priced), facts.HANDED_IN)
    part = facts.figure(
        "projects.investment.stated", sum(priced), quantities.MONEY, facts.HANDED_IN
    )
    return join(
        (
            number,
            say(
                "其中{told}项报送了投资，合计{money}。",
                "{told} of them state their investment, {money} in all.",
                told=told,
                money=part,
            ),
        )
    )


def _classes(material: Told, found: Sequence[Project]) -> list[tuple[str, Text]]:
    """Return the classes of the guide in its order, and that of projects without one."""
    classes = [(c.id, c.name) for c in material.guide.classes]
    if any(not p.cls for p in found):
        classes.append(("", _UNCLASSED))
    return classes


def _summary(material: Told, found: Sequence[Project]) -> DataTable:
    promise = material.promise
    kind = facts.saved(promise)
    saved = dict(promise.classes) if promise else {}
    rows: list[tuple[Cell, ...]] = [
        (name, *_sums([p for p in found if p.cls == key]), tonnes_cell(saved.get(key), kind))
        for key, name in _classes(material, found)
    ]
    together = promise.together if promise else None
    rows.append((Text("全部（联合）", "All together"), *_sums(found), tonnes_cell(together, kind)))
    return DataTable(
        "project-classes",
        Text("重点工程分类汇总", "Key projects by class"),
        (
            Column("class", Text("类别", "Class"), align="left", weight=2.2),
            Column("count", Text("项目数", "Projects"), weight=0.8),
            Column("investment", Text("总投资", "Investment"), quantities.MONEY_FINE.unit),
            Column("tonnes", _saved_head(promise), kind.unit, "center", 1.6),
        ),
        tuple(rows),
        _how(promise),
    )


def _sums(found: Sequence[Project]) -> tuple[Cell, Cell]:
    priced = [p.investment for p in found if p.investment is not None]
    money = Measured(sum(priced) if priced else None, quantities.MONEY_FINE)
    return Measured(float(len(found)), quantities.COUNT), money


def tonnes_cell(found: Tonnes | None, kind: Quantity) -> Cell:
    """Return tonnes with their range; a dash where they cannot be computed."""
    if found is None:
        return Measured(None, kind)
    return Spread(found.low, found.central, found.high, kind)


def _saved_head(promise: Promise | None) -> Text:
    year = promise.year if promise else 2030
    return Text(f"{year}年减排量", f"CO2 avoided in {year}")


def _how(promise: Promise | None) -> tuple[Statement, ...]:
    if promise is None:
        return ()
    return (
        say(
            "注：减排量为同一能源系统“有全部项目”与“缺少该项（类）”两次联合运行之差，"
            "按项目自报投产年份计；上行为中位数，下行为5%—95%区间。各项之和不等于联合减排量，不可相加。",
            "Note: CO2 avoided is the difference between two joint runs of one energy system, with "
            "all projects and without the one (the class), by the dates that the projects state; "
            "median and, below it, the 5%–95% range. Single figures do not sum to the joint one.",
        ),
    )


def _table(material: Told, found: Sequence[Project]) -> DataTable:
    kind = facts.saved(material.promise)
    rows: list[tuple[Cell, ...]] = []
    figures: list[BoundFigure] = []
    for key, name in _classes(material, found):
        mine = [p for p in found if p.cls == key]
        if mine:
            rows.append((name,))
        for project in mine:
            line, used = _line(material, project, kind)
            rows.append(line)
            figures += used
    return DataTable(
        "projects",
        Text("重点工程", "Key projects"),
        (
            Column("id", Text("编号", "Id"), align="left", weight=0.8),
            Column("name", Text("项目和建设内容", "Project and content"), align="left", weight=2.6),
            Column("place", Text("地点和实施主体", "Place, owner"), align="left", weight=1.7),
            Column("investment", Text("总投资", "Investment"), quantities.MONEY_FINE.unit),
            Column("period", Text("起止年份", "Years"), align="center", weight=1.1),
            Column("status", Text("状态", "Status"), align="center", weight=0.9),
            Column("tonnes", _saved_head(material.promise), kind.unit, "center", 1.5),
        ),
        tuple(rows),
        fitted=True,
        figures=tuple(figures),
    )


def _line(
    material: Told, project: Project, kind: Quantity
) -> tuple[tuple[Cell, ...], tuple[BoundFigure, ...]]:
    row, promise = project.row, material.promise
    effect = promise.project(row["id"]) if promise else None
    told = "content" if row["content"] else "comment"
    content, figures = cell(material, row[told], english(row, told))
    name = name_of(material, row)
    if row[told]:
        name = Text(f"{name.zh}：{content.zh}", f"{name.en}: {content.en}")
    return (
        same(row["id"] or "—"),
        name,
        _two(*(_words(row, column) for column in ("location", "owner"))),
        _money(project),
        _years(project),
        status_words(row["status"]) if row["status"] else MISSING,
        _saved(project, effect.tonnes if effect else None, kind),
    ), figures


def _saved(project: Project, computed: Tonnes | None, kind: Quantity) -> Cell:
    """Return what is computed; where it cannot be, what the project itself states."""
    if computed is None and project.reduction is not None:
        # with its unit: the workbook of annexes counts in tonnes
        exact = amount_of(project.reduction, "tCO2")
        stated = exact.text if exact else kind.entered(project.reduction, unit=True)
        return Text(f"自报{stated.zh}", f"{stated.en} as stated")
    return tonnes_cell(computed, kind)


def _words(row: Row, column: str) -> Text:
    return Text(row[column], english(row, column) or row[column]) if row[column] else MISSING


def _two(first: Text, second: Text) -> Text:
    return Text(f"{first.zh}\n{second.zh}", f"{first.en}\n{second.en}")


def _money(project: Project) -> Cell:
    if project.investment is not None:
        return Measured(project.investment, quantities.MONEY_FINE)
    return same(project.row["investment"]) if project.row["investment"] else MISSING


def _years(project: Project) -> Text:
    row = project.row
    if not row["start_year"] and not row["end_year"]:
        return MISSING
    first, last = row["start_year"] or "?", row["end_year"] or "?"
    return Text(f"{first}—{last}", f"{first}–{last}")


def _without(material: Told, found: Sequence[Project]) -> tuple[Block, ...]:
    """Say of which projects the tonnes cannot be computed, and why."""
    promise = material.promise
    if promise is None:
        return ()
    effects = [e for p in found if (e := promise.project(p.row["id"])) is not None]
    lacking = say(
        "下列项目未能测算减排量，原因和编号如下：",
        "For these projects no CO2 avoided could be computed:",
    )
    capped = say(
        "下列项目的规模超出所对应措施在本地的潜力，减排量只计潜力以内部分{advice}：",
        "These projects are larger than what their measure can do here; the tonnes count within "
        "that potential only{advice}:",
        advice=_advice(
            material, "请核对规模或改报潜力", "check their size, or state another potential"
        ),
    )
    return (
        *_named(lacking, [(e.reason, e.id) for e in effects]),
        *_named(capped, [(e.remark, e.id) for e in effects]),
        *_apart(material, found, promise),
        *_left(material, found, promise),
    )


def _advice(material: Told, zh: str, en: str) -> Text | str:
    """Return what its drafters should do; nothing in a plan that others read."""
    return Text(f"，{zh}", f"; {en}") if is_drafted(material) else ""


def _apart(material: Told, found: Sequence[Project], promise: Promise) -> tuple[Block, ...]:
    """Name the projects whose own figure and the computed one are far apart."""
    kind, told = facts.saved(promise), []
    for project in found:
        effect = promise.project(project.row["id"])
        stated, computed = project.reduction, effect.tonnes if effect else None
        if stated is None or computed is None or _near(stated, computed.central):
            continue
        name = f"project.{project.row['id']}.tonnes"
        told.append(
            say(
                "{name}：自报{stated}，测算{computed}。",
                "{name}: {stated} as stated, {computed} as computed.",
                name=name_of(material, project.row),
                stated=facts.figure(f"{name}.stated", stated, kind, facts.HANDED_IN),
                computed=facts.figure(f"{name}.median", computed.central, kind, facts.PORTFOLIO),
            )
        )
    head = say(
        "下列项目自报的年减排量与测算相差一倍以上，表中为测算值{advice}：",
        "For these projects the yearly reduction that is stated and the one computed are more than "
        "a factor of two apart; the table shows what is computed{advice}:",
        advice=_advice(material, "请核对规模、单位和算法", "check size, unit and method"),
    )
    return (Paragraph(head), Listing(tuple(told))) if told else ()


def _near(stated: float, computed: float) -> bool:
    """Say whether two figures agree: signs that differ, or nought against a figure, never do."""
    if stated == 0 or computed == 0 or (stated > 0) != (computed > 0):
        return stated == computed
    return max(stated / computed, computed / stated) <= _APART


def _left(material: Told, found: Sequence[Project], promise: Promise) -> tuple[Block, ...]:
    """Say why projects whose building has not begun are not among what the portfolio needs."""
    used = {measure.id for measure in promise.measures}
    left = [
        (_DEARER if effect.measure in used else _UNNEEDED, effect.id)
        for p in found
        if (effect := promise.project(p.row["id"])) is not None
        and not effect.taken
        and effect.tonnes is not None
        and stage_of(p.row["status"], material.dossier.identity.base_year) is Stage.AHEAD
    ]
    head = say(
        "组合按费用最低选取。下列尚未开工的项目不在其内，这不是对项目本身的评价；减排量仍按建设该项目测算：",
        "The portfolio is the one of least cost. These projects, whose building has not begun, are "
        "not in it, which is no verdict on them; their tonnes are computed as if they are built:",
    )
    return _named(head, left)


def _named(head: Statement, found: Sequence[tuple[Text | None, str]]) -> tuple[Block, ...]:
    """Return what is said of several projects, with their ids; nothing where it is said of none."""
    said: dict[Text, list[str]] = {}
    for what, identifier in found:
        if what is not None:
            said.setdefault(what, []).append(identifier)
    items = (
        say(
            "{ids}：{what}。", "{ids}: {what}.", what=what, ids=Text("、".join(ids), ", ".join(ids))
        )
        for what, ids in said.items()
    )
    return (Paragraph(head), Listing(tuple(items))) if said else ()
