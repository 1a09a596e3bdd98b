"""What stands on the cover: whose plan it is, on which bases, and what it is not."""

from __future__ import annotations

from dafeng import reference
from dafeng.errors import Severity
from dafeng.language import Text, same
from dafeng.plan import facts, names
from dafeng.plan.binding import Statement, join, say
from dafeng.plan.chapters import notes
from dafeng.plan.material import PlanMaterial
from dafeng.plan.tree import Block, Paragraph

#: Kinds of pilots.
KINDS = {
    "city": Text("城市", "City"),
    "park": Text("园区", "Park"),
    "province": Text("省级", "Province"),
}
#: Subtitle of a plan by how far it has come.
_SUBTITLES = {
    "review": Text("（送审稿）", "Submitted for review"),
    "issued": Text("（印发稿）", "As issued"),
}
_FIRST = Text("（测算初稿）", "First computed draft")


def title(material: PlanMaterial) -> tuple[Text, Text]:
    """Return title and subtitle."""
    who = material.dossier.identity
    return plan_title(who.name, who.kind), _SUBTITLES.get(status(material), _FIRST)


def status(material: PlanMaterial) -> str:
    """Return how far a plan has come, as its dossier says; with errors it is a draft."""
    return material.dossier.identity.status if not errors(material) else "draft"


def plan_title(name: Text, kind: str = "city") -> Text:
    """Return the title of the plan of a place; a province is no pilot."""
    if kind == "province":
        return Text(f"{name.zh}碳达峰实施方案", f"Carbon Peaking in {name.en}: Implementation Plan")
    return Text(
        f"{name.zh}碳达峰试点实施方案", f"Carbon-Peaking Pilot of {name.en}: Implementation Plan"
    )


def cover_facts(material: PlanMaterial) -> tuple[tuple[Text, Text], ...]:
    """Return the facts of the cover: name and value."""
    who, made = material.dossier.identity, material.provenance
    return (
        (Text("编码", "Code"), same(who.code)),
        (kind_label(who.kind), names.name(KINDS, who.kind)),
        (Text("核算边界", "Boundary"), who.boundary),
        (Text("基准年", "Base year"), Text(f"{who.base_year}年", str(who.base_year))),
        (Text("核算口径", "Basis"), names.name(names.BASES, material.basis)),
        (Text("燃料因子", "Fuel factors"), names.name(names.FACTOR_SETS, made.factor_set)),
        (Text("电网因子", "Grid factor"), reference.grid_kind_name(made.grid_kind)),
        (Text("编制指南", "Guide"), material.guide.title),
        (
            Text("测算工具", "Compiled with"),
            Text(
                f"达峰（Dafeng）{made.version}，抽样 {made.draws:,} 次，种子 {made.seed}",
                f"Dafeng {made.version}, {made.draws:,} draws, seed {made.seed}",
            ),
        ),
        (Text("数据指纹", "Fingerprint of data"), same(made.input_hash[:16] or "—")),
    )


def kind_label(kind: str) -> Text:
    """Return what the kind of a place is called on the cover."""
    if kind == "province":
        return Text("地区类型", "Kind of place")
    return Text("试点类型", "Kind of pilot")


def statement(material: PlanMaterial) -> tuple[Statement, ...]:
    """Say what this document is, and that its estimates are marked."""
    first = _origin(material)
    one = say("文中数字全部来自同一次测算。", "All figures come from one computation.")
    marked = say(
        "估算值在表中以“估”标明，报送实际数据后即被替换。",
        "Estimates are marked “est.” in the tables; they give way as soon as the place hands in "
        "its own figures.",
    )
    second = (one, notes.estimated(material), *((marked,) if material.estimated_share else ()))
    return (first, join(second), *_blocking(material))


def standing(material: PlanMaterial) -> Text:
    """Say on whose word a plan stands: nobody's, that of its drafters, or that of its issuer."""
    return {
        "review": Text(
            "档案写明为送审稿，尚未批准", "by its dossier submitted for review, not yet approved"
        ),
        "issued": Text(
            "档案写明为印发稿，措辞和承诺由印发单位负责",
            "by its dossier as issued; its words and commitments are those of its issuer",
        ),
    }.get(
        status(material),
        Text("未经审查，不代表任何部门的承诺", "nobody has reviewed it and it commits nobody"),
    )


def _origin(material: PlanMaterial) -> Statement:
    name = material.dossier.identity.name
    if status(material) in _SUBTITLES:
        data = Text("公开数据和估算", "public figures and estimates")
        if not notes.wholly_estimated(material):
            data = Text("公开数据和本地填报的数据", "public figures and those that it has entered")
        return say(
            "本文本为{name}的方案，{standing}。数字由达峰（Dafeng）根据{data}测算。",
            "This is the plan of {name}, {standing}. Its figures are computed by Dafeng from "
            "{data}.",
            name=name,
            standing=standing(material),
            data=data,
        )
    if notes.wholly_estimated(material):
        return say(
            "本文本由达峰（Dafeng）根据公开数据和估算测算编制，{name}尚未填报能源数据；"
            "本文是供编制单位修改完善的初稿，未经审查，不代表任何部门的承诺。",
            "Dafeng has compiled this text from public figures and estimates; {name} has not "
            "entered any energy data yet. It is a first draft for the place to work on; nobody has "
            "reviewed it and it commits nobody.",
            name=name,
        )
    return say(
        "本文本由达峰（Dafeng）根据公开数据和{name}填报的数据测算编制，是供编制单位修改完善的初稿，"
        "未经审查，不代表任何部门的承诺。",
        "Dafeng has compiled this text from public figures and from those that {name} has entered. "
        "It is a first draft for the place to work on; nobody has reviewed it and it commits "
        "nobody.",
        name=name,
    )


def errors(material: PlanMaterial) -> int:
    """Count the faults that bar the gate."""
    return sum(f.severity is Severity.ERROR for f in material.faults)


def _blocking(material: PlanMaterial) -> tuple[Statement, ...]:
    number = errors(material)
    if not number:
        return ()
    return (
        say(
            "报送数据尚有{number}处错误，详见附件“诊断”；改正之前，本文本只能作为草案。",
            "Errors that the dossier still has: {number}, listed in the annex “Diagnostics”. "
            "Until they are mended this text is a draft only.",
            number=facts.count("faults.errors", number, facts.HANDED_IN),
        ),
    )


def as_blocks(opening: tuple[Statement, ...]) -> tuple[Block, ...]:
    """Return the statement of the cover as paragraphs."""
    return tuple(Paragraph(statement) for statement in opening)
