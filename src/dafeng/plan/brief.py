"""What does one page say of a place? Emissions, causes, the peak, what is promised and wrong.

Every figure of the brief stands in the plan under the same id.
"""

from __future__ import annotations

from typing import Final

from dafeng.errors import Fault, Severity
from dafeng.language import Text, same
from dafeng.peak.futures import PeakOutlook
from dafeng.plan import facts, names, pictures, quantities, scope
from dafeng.plan.binding import Measured, Statement, join, listed, plain, say
from dafeng.plan.brief_goals import goals
from dafeng.plan.chapters import cover, notes
from dafeng.plan.chapters.goals import chance_by, range_cell, years_cell
from dafeng.plan.chapters.requirements import main_decomposition, status_words, total_range
from dafeng.plan.first_letter import small
from dafeng.plan.material import PlanMaterial
from dafeng.plan.tree import (
    Block,
    Cell,
    Column,
    DataTable,
    Document,
    Heading,
    Listing,
    Paragraph,
)

#: Sectors that are named, and series whose status is told.
_SECTORS: Final = 4
_SERIES: Final = 4
#: Signs of Chinese, and of English, that the named faults may take together.
_ROOM: Final = (110, 300)
#: Year of the national goal.
_GOAL: Final = 2030

#: What a place hands in itself.
_OWN: Final = (
    ("tasks", Text("重点任务", "key tasks")),
    ("projects", Text("重点工程", "key projects")),
    ("reforms", Text("改革举措", "reforms")),
    ("targets", Text("目标", "targets")),
    ("measures", Text("措施", "measures")),
)


def compose_brief(material: PlanMaterial) -> Document:
    """Return the one-page brief of one build, in both languages from the figures of the plan.

    Parameters
    ----------
    material
        All results of the build.

    Returns
    -------
    Document
        One sheet, without cover and contents.
    """
    blocks = (
        *_emissions(material),
        *_causes(material),
        *_past(material),
        *_peak(material),
        *goals(material),
    )
    return Document(
        *_title(material),
        (),
        (),
        scope.marked(material, (*blocks, *_wrong(material), _made(material))),
        draft=cover.errors(material) > 0,
        warning=scope.warning(material),
        sheet=True,
    )


def _title(material: PlanMaterial) -> tuple[Text, Text]:
    who = material.dossier.identity
    basis = names.name(names.BASES, material.basis)
    return (
        Text(f"{who.name.zh}碳达峰简报", f"{who.name.en}: Carbon Peaking in Brief"),
        Text(
            f"基准年{who.base_year}年；{basis.zh}", f"Base year {who.base_year}; basis: {basis.en}"
        ),
    )


def _emissions(material: PlanMaterial) -> tuple[Block, ...]:
    year, now = material.base_year, material.by_sector[material.base]
    total = say(
        "{year}二氧化碳排放总量为{total}。",
        "CO2 emissions were {total} in {year}.",
        year=facts.base_year(material),
        total=facts.total(material, material.basis, year),
    )
    found = [u for u in material.uncertainty if (u.basis, u.year) == (material.basis, year)]
    ranges = tuple(total_range(material, u) for u in found[-1:])
    whole = float(now.sum())
    layers = [s for s in pictures.ranked_sectors(material) if s.id != "others"][:_SECTORS]
    shares = tuple(
        say(
            "{name}{share}",
            "{name} {share}",
            name=small(layer.name),
            share=facts.share(f"sector.{layer.id}.share", float(layer.path[material.base]) / whole),
        )
        for layer in layers
        if whole
    )
    most = (listed(say("主要来自", "They come mainly from:"), shares),) if shares else ()
    return (
        Heading(1, Text("排放多少", "What does the place emit?")),
        Paragraph(join((total, *ranges, *most))),
    )


def _causes(material: PlanMaterial) -> tuple[Block, ...]:
    heading = Heading(1, Text("为什么变化", "Why have emissions changed?"))
    decomposition = main_decomposition(material)
    if decomposition is None:
        lacking = say(
            "至少需要两个年份的排放和经济数据，现有数据不足以分解。",
            "The data at hand do not allow a decomposition: it needs emissions and economic "
            "figures of at least two years.",
        )
        return (heading, Paragraph(lacking))
    return (heading, Paragraph(pictures.driver_words(material, decomposition)))


def _past(material: PlanMaterial) -> tuple[Block, ...]:
    heading = Heading(1, Text("是否已经达峰", "Have emissions peaked?"))
    if not material.statuses:
        lacking = say(
            "历年排放数据不足以判断。", "The figures of past years do not suffice to tell."
        )
        return (heading, Paragraph(lacking))
    others = say("其余序列见方案附件3。", "Other series: see Annex 3 of the plan.")
    more = (others,) if len(material.statuses) > _SERIES else ()
    told = tuple(status_words(s) for s in material.statuses[:_SERIES])
    return (heading, Paragraph(join((*told, *more))))


def _peak(material: PlanMaterial) -> tuple[Block, ...]:
    heading = Heading(1, Text("何时达峰、峰值多高", "When is the peak, and how high?"))
    if not material.outlooks:
        lacking = say("现有数据不足以测算情景。", "The data at hand do not suffice for scenarios.")
        return (heading, Paragraph(lacking))
    return (heading, _outlooks(material), pictures.fan(material))


def _outlooks(material: PlanMaterial) -> DataTable:
    kind = facts.emissions(material)
    chance = quantities.CHANCE.unit
    return DataTable(
        "brief-peak",
        Text(
            "各情景的峰值：中位数和5%—95%区间", "The peak in each scenario: median and 5%–95% range"
        ),
        (
            Column("scenario", Text("情景", "Scenario"), align="left", weight=1.3),
            Column("year", Text("峰值年份", "Peak year"), align="center", weight=1.3),
            Column("goal", Text("2030年及以前达峰的概率", "Peak by 2030"), chance, "center"),
            Column("none", Text("规划期内无峰值的概率", "No peak"), chance, "center"),
            Column("level", Text("峰值水平", "Peak level"), kind.unit, "center", 1.4),
        ),
        tuple(_outlook(o, material) for o in material.outlooks.values()),
        (
            say(
                "注：概率在每个情景之内计算，情景本身不赋概率；试点工作不简单以达峰早晚或峰值高低来"
                "衡量，各情景并列，不作排序。",
                "Note: probabilities hold within a scenario; none is attached to a scenario "
                "itself. The programme does not judge simply by how early or how low a peak is: "
                "scenarios stand side by side and are not ranked.",
            ),
        ),
    )


def _outlook(outlook: PeakOutlook, material: PlanMaterial) -> tuple[Cell, ...]:
    return (
        facts.scenario(outlook.scenario),
        years_cell(outlook),
        Measured(chance_by(outlook, _GOAL), quantities.CHANCE),
        Measured(outlook.none, quantities.CHANCE),
        range_cell(outlook.level_quantiles, facts.emissions(material)),
    )


def _wrong(material: PlanMaterial) -> tuple[Block, ...]:
    return (
        Heading(1, Text("尚待改正和补充", "What is still wrong or missing?")),
        Listing((join((notes.estimated(material), *_missing(material))), *_faults(material))),
    )


def _missing(material: PlanMaterial) -> tuple[Statement, ...]:
    lacking = [name for key, name in _OWN if not getattr(material.dossier, key)]
    if not lacking:
        return ()
    words = Text("、".join(n.zh for n in lacking), ", ".join(n.en for n in lacking))
    return (say("尚未报送：{what}。", "Not yet handed in: {what}.", what=words),)


def _faults(material: PlanMaterial) -> tuple[Statement, ...]:
    if not material.faults:
        return (say("检查未发现问题。", "The checks have found nothing."),)
    number = say(
        "检查共发现{faults}条诊断，全部列于方案附件“诊断”。",
        "Diagnostics given by the checks: {faults}, all in the annex “Diagnostics” of the plan.",
        faults=facts.count("faults.all", len(material.faults), facts.HANDED_IN),
    )
    errors = cover.errors(material)
    barring = say(
        "其中错误{number}处，改正之前只能作为草案。",
        "Errors among them: {number}; until they are mended the plan is a draft only.",
        number=facts.count("faults.errors", errors, facts.HANDED_IN),
    )
    named = tuple(_named(fault) for fault in _foremost(material))
    return (join((number, *((barring,) if errors else ()))), *named)


def _named(fault: Fault) -> Statement:
    grave, what = fault.severity.text, fault.message
    return plain(Text(f"{grave.zh}：{what.zh}", f"{grave.en}: {what.en}"))


def _foremost(material: PlanMaterial) -> tuple[Fault, ...]:
    """Return the gravest faults for whose whole wording there is room."""
    order = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
    found: list[Fault] = []
    used = [0, 0]
    for fault in sorted(material.faults, key=lambda f: order.index(f.severity)):
        sizes = (len(fault.message.zh), len(fault.message.en))
        if any(u + s > room for u, s, room in zip(used, sizes, _ROOM, strict=True)):
            break
        used = [u + s for u, s in zip(used, sizes, strict=True)]
        found.append(fault)
    return tuple(found)


def _made(material: PlanMaterial) -> Paragraph:
    made = material.provenance
    return Paragraph(
        say(
            "由达峰（Dafeng）{version}测算（抽样{draws}次，种子{seed}，数据指纹{print}）；"
            "{standing}。每个数字的编号、精确值和来源见方案附件“文中数字”。",
            "Computed by Dafeng {version} ({draws} draws, seed {seed}, fingerprint of data "
            "{print}); {standing}. Id, exact value and origin of "
            "each figure stand in the annex “Figures in this text” of the plan.",
            version=made.version,
            draws=f"{made.draws:,}",
            seed=str(made.seed),
            standing=cover.standing(material),
            print=same(made.input_hash[:16] or "—"),
        ),
        "note",
    )
