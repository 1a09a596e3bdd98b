"""Can every stage be reached and left, and does no case change phase by one person alone?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from dafeng.language import Text, same
from dafeng.programme.definition import Programme, Stage, Transition
from dafeng.programme.reading import Findings
from dafeng.programme.vocabulary import Subject

_MESSAGES: Final = {
    "initial": (
        Text("“{subject}”应有一个且仅有一个初始阶段", "“{subject}” needs one initial stage"),
        Text("给一个阶段写 initial = true", "write initial = true at one stage"),
    ),
    "unreachable": (
        Text("没有步骤通向阶段“{stage}”", "no step leads to the stage {stage}"),
        Text("加上通向它的步骤，或删去它", "add a step that leads there, or delete the stage"),
    ),
    "trap": (
        Text("从阶段“{stage}”到不了任何终点", "from the stage {stage} no final stage is reached"),
        Text("加上离开它的步骤", "add a step that leaves it"),
    ),
    "leaves_final": (
        Text("步骤从终点“{stage}”出发", "the step leaves the final stage {stage}"),
        Text("终点不能离开", "a final stage is not left"),
    ),
    "four_eyes": (
        Text(
            "步骤改变阶段或时限，却只需一人：{stage} → {target}",
            "the step changes a stage or a clock and needs one person alone: {stage} → {target}",
        ),
        Text(
            "写明拟稿角色（prepared_by）和签发角色（decided_by）；同一环节内的事务步骤写 clerical",
            "name who prepares it (prepared_by) and who signs it (decided_by); a step that decides "
            "nothing and stays within its phase may be clerical",
        ),
    ),
    "no_quota": (
        Text(
            "步骤占用名额（{stage} → {target}），却没有 quota 条件",
            "the step takes a place ({stage} → {target}) without the guard quota",
        ),
        Text("加上 quota = true", "add quota = true to its guards"),
    ),
    "cascade_place": (
        Text(
            "批次步骤使申报占用名额（{stage} → {target}），而名额按申报逐个核对",
            "the step of the batch gives places ({stage} → {target}), which are held against the "
            "quota case by case",
        ),
        Text("改用申报的步骤，并写 quota = true", "let a step of the case with quota = true do it"),
    ),
    "nobody": (
        Text("没有人能办理这一步骤", "nobody may take this step"),
        Text("写明 decided_by", "name decided_by"),
    ),
    "no_effect": (
        Text("这一步骤什么也不改变", "the step changes nothing"),
        Text("写明 to、extends 或附件", "name its target (to), extends or attachments"),
    ),
}


def graph_faults(programme: Programme, findings: Findings) -> None:
    """Note what is wrong with the graph of stages and steps."""

    def tell(rule: str, path: str, **values: object) -> None:
        message, remedy = _MESSAGES[rule]
        findings.add(rule, path, message.format(**values), remedy.format(**values))

    for subject in Subject:
        stages = [s for s in programme.stages.values() if s.subject is subject]
        initial = [s.id for s in stages if s.initial]
        if len(initial) != 1:
            tell("initial", "stage", subject=_SUBJECTS[subject])
            continue
        edges = set(_edges(programme))
        reached = _closure(initial, edges)
        ending = _closure([s.id for s in stages if s.final], {(b, a) for a, b in edges})
        for stage in stages:
            if stage.id not in reached:
                tell("unreachable", f"stage.{stage.id}", stage=stage.title)
            if stage.id not in ending:
                tell("trap", f"stage.{stage.id}", stage=stage.title)
    for step in programme.transitions.values():
        for rule, values in _step_faults(programme, step):
            tell(rule, f"transition.{step.id}", **values)


_SUBJECTS: Final = {
    Subject.BATCH: Text("批次", "batch"),
    Subject.CASE: Text("申报", "case"),
}


def _step_faults(programme: Programme, step: Transition) -> Iterator[tuple[str, dict[str, Text]]]:
    if not step.decided_by:
        yield "nobody", {}
    if not (step.target or step.extends or step.attachments or "snapshot" in step.guards):
        yield "no_effect", {}
    target = programme.stages.get(step.target)
    for source, entered in _moves(programme, step):
        takes = entered.holds_place and not source.holds_place
        if takes and step.subject is Subject.BATCH:
            yield "cascade_place", {"stage": source.title, "target": entered.title}
        elif takes and "quota" not in step.guards:
            yield "no_quota", {"stage": source.title, "target": entered.title}
    for source in (programme.stages[s] for s in step.sources if s in programme.stages):
        if source.final:
            yield "leaves_final", {"stage": source.title}
        alone = step.clerical and target is not None and not _changes_phase(source, target)
        if target is not None and not step.is_decision and not alone:
            yield "four_eyes", {"stage": source.title, "target": target.title}
    for named in _weighty(programme, step) if not step.is_decision else ():
        yield "four_eyes", {"stage": step.title, "target": named}


def _weighty(programme: Programme, step: Transition) -> Iterator[Text]:
    """Yield what a step does to clocks, and to many cases at once, that no one does alone."""
    if step.extends:
        yield Text("延期", "extension")
    for clock in (*step.starts, *step.starts_each, *step.stops):
        yield programme.clocks[clock].title if clock in programme.clocks else same(clock)
    for target in step.cascade.values():
        yield programme.stages[target].title if target in programme.stages else same(target)


def _moves(programme: Programme, step: Transition) -> Iterator[tuple[Stage, Stage]]:
    """Yield every pair of stages between which a step moves a case, its cascade included."""
    pairs = [(source, step.target) for source in step.sources] + list(step.cascade.items())
    for source, target in pairs:
        if source in programme.stages and target in programme.stages:
            yield programme.stages[source], programme.stages[target]


def _changes_phase(source: Stage, target: Stage) -> bool:
    return source.subject is Subject.BATCH or source.phase != target.phase


def _edges(programme: Programme) -> Iterator[tuple[str, str]]:
    for step in programme.transitions.values():
        yield from ((source, step.target or source) for source in step.sources)
        yield from step.cascade.items()


def _closure(start: Iterable[str], edges: set[tuple[str, str]]) -> set[str]:
    found = set(start)
    while True:
        more = {b for a, b in edges if a in found} - found
        if not more:
            return found
        found |= more
