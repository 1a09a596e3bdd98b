"""Does a programme hang together? References, graph, four eyes, quotas, clocks, rights."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dafeng.language import Text, same
from dafeng.programme.definition import Batch, Programme, Transition
from dafeng.programme.graph import graph_faults
from dafeng.programme.guards import GUARDS
from dafeng.programme.people import is_body
from dafeng.programme.reading import Findings
from dafeng.programme.rights import ANY, OPERATOR, PUBLIC
from dafeng.programme.vocabulary import Basis, Subject

_MESSAGES: Final = {
    "reference": (
        Text("没有名为“{name}”的{what}", "there is no {what} named {name}"),
        Text("可用：{known}", "there are: {known}"),
    ),
    "subject": (
        Text("“{name}”属于另一类对象（批次或申报）", "{name} is of the other kind (batch or case)"),
        Text("批次与申报的阶段、时限分开", "keep stages and clocks of batch and cases apart"),
    ),
    "role": (
        Text("缺少角色“{name}”", "the role {name} is missing"),
        Text("加上该角色", "add it"),
    ),
    "guard": (
        Text("条件“{name}”的参数不对", "the argument of the guard {name} is wrong"),
        Text("应为：{known}", "it should be: {known}"),
    ),
    "guard_subject": (
        Text("条件“{name}”看的是单个申报，批次步骤没有", "the guard {name} looks at a case"),
        Text("用在申报的步骤上", "use it with steps of a case"),
    ),
    "quota_sum": (
        Text("名额合计 {sum}，应为 {places}", "the quota sums to {sum}, not {places}"),
        Text("核对名额表", "check the table of places"),
    ),
    "quota_rule": (
        Text("quota_rule 为 {kind}，与名额表不符", "quota_rule is {kind}: the table does not fit"),
        Text(
            "file 需要名额表；opening、none 不要名额表",
            "file needs a table of places; opening and none have none",
        ),
    ),
    "body": (
        Text("“{name}”不是省级行政区划代码，也不在 bodies 中", "{name} is no province and no body"),
        Text("用六位省代码，或在 bodies 中写明", "use a province's code, or name it under bodies"),
    ),
    "mark": (
        Text("标记 {mark} 需要写明来源", "the mark {mark} needs a source"),
        Text("写明 source，或标记为 I、M", "name the source, or mark it I or M"),
    ),
    "weights": (
        Text("权重合计 {sum}，应为 100", "the weights sum to {sum}, not 100"),
        Text("调整权重", "change the weights"),
    ),
    "zone": (
        Text("没有时区“{name}”", "there is no time zone {name}"),
        Text("用 IANA 名称，如 Asia/Shanghai", "use an IANA name, Asia/Shanghai say"),
    ),
    "never_started": (
        Text("时限“{name}”从未启动，此条件永远不满足", "the clock {name} is never started"),
        Text("在某个步骤的 starts 中启动它", "start it in the starts of some step"),
    ),
    "instant_twice": (
        Text("“{name}”既有时长又有固定时刻", "{name} has both a length and a set instant"),
        Text("只留一种", "keep one of them"),
    ),
    "rubric": (
        Text("评分标准不完整", "the rubric is not complete"),
        Text(
            "highest、conflict、reviewers 至少为 1，conflict 不大于 highest",
            "highest, conflict and reviewers from 1, conflict no more than highest",
        ),
    ),
}

_Tell = Callable[..., None]


def validate(programme: Programme, findings: Findings) -> None:
    """Note everything in a programme that does not hang together.

    Parameters
    ----------
    programme
        As it was read.
    findings
        Takes what is wrong.
    """

    def tell(rule: str, path: str, **values: object) -> None:
        message, remedy = _MESSAGES[rule]
        findings.add(rule, path, message.format(**values), remedy.format(**values))

    _check_names(programme, tell)
    for step in programme.transitions.values():
        _check_step(programme, step, tell)
    _check_guards(programme, tell)
    _check_batches(programme, tell)
    _check_bases(programme, tell)
    _check_rubric(programme, tell)
    graph_faults(programme, findings)


def _check_names(programme: Programme, tell: _Tell) -> None:
    for name in (PUBLIC, OPERATOR):
        if name not in programme.roles:
            tell("role", "role", name=name)
    for role in programme.roles.values():
        _known(tell, f"role.{role.id}.appointed_by", role.appointed_by, programme.roles, _ROLE)
    for stage in programme.stages.values():
        if stage.subject is Subject.CASE:
            _known(tell, f"stage.{stage.id}.phase", [stage.phase], programme.phases, _PHASE)
    for role_id, relation, phase in programme.rights:
        path = f"rights.{role_id}.{relation}"
        _known(tell, path, [role_id], programme.roles, _ROLE)
        _known(tell, path, [phase], {**programme.phases, ANY: None}, _PHASE)
    _known(tell, "conflict", programme.conflicts, programme.roles, _ROLE)
    if programme.embargo is not None:
        _clocks(tell, programme, "embargo.clock", [programme.embargo.clock], Subject.BATCH)
        _known(tell, "embargo.roles", programme.embargo.roles, programme.roles, _ROLE)
    try:
        ZoneInfo(programme.zone or "-")
    except (ZoneInfoNotFoundError, ValueError):
        tell("zone", "programme.zone", name=programme.zone or "—")


def _check_step(programme: Programme, step: Transition, tell: _Tell) -> None:
    path = f"transition.{step.id}"
    targets = [step.target] if step.target else []
    _stages(tell, programme, f"{path}.from", step.sources, step.subject)
    _stages(tell, programme, f"{path}.to", targets, step.subject)
    for key, roles in (("prepared_by", step.prepared_by), ("decided_by", step.decided_by)):
        _known(tell, f"{path}.{key}", roles, programme.roles, _ROLE)
    _known(tell, f"{path}.attachments", step.attachments, programme.attachments, _ATTACHMENT)
    for key, clocks in (("starts", step.starts), ("stops", step.stops), ("extends", step.extends)):
        _clocks(tell, programme, f"{path}.{key}", clocks, step.subject)
    _clocks(tell, programme, f"{path}.starts_each", step.starts_each, Subject.CASE)
    both = [*step.cascade, *step.cascade.values()]
    _stages(tell, programme, f"{path}.cascade", both, Subject.CASE)


def _check_guards(programme: Programme, tell: _Tell) -> None:
    started = {c for t in programme.transitions.values() for c in (*t.starts, *t.starts_each)}
    for step in programme.transitions.values():
        for name, argument in step.guards.items():
            path = f"transition.{step.id}.guard.{name}"
            if _check_guard(programme, tell, path, name, argument):
                if step.subject not in GUARDS[name][2]:
                    tell("guard_subject", path, name=name)
                if GUARDS[name][1] == "clocks" and isinstance(argument, list):
                    for clock in (c for c in argument if c in programme.clocks):
                        if clock not in started:
                            tell("never_started", path, name=clock)
    for name, argument in programme.begin.items():
        _check_guard(programme, tell, f"begin.guard.{name}", name, argument)


def _check_guard(programme: Programme, tell: _Tell, path: str, name: str, argument: Any) -> bool:
    """Note a guard that there is not, or its wrong argument; say whether there is one."""
    if name not in GUARDS:
        tell("reference", path, name=name, what=_GUARD, known=", ".join(GUARDS))
        return False
    _check_argument(programme, tell, path, name, argument)
    return True


def _check_argument(programme: Programme, tell: _Tell, path: str, name: str, argument: Any) -> None:
    kind = GUARDS[name][1]
    known: dict[str, Mapping[str, Any]] = {
        "clocks": programme.clocks,
        "stages": programme.stages,
        "transitions": programme.transitions,
    }
    if kind in known:
        if isinstance(argument, list) and argument and all(isinstance(a, str) for a in argument):
            _known(tell, path, argument, known[kind], _NOUNS[kind])
        else:
            tell("guard", path, name=name, known=_NOUNS[kind])
    elif not _ARGUMENTS[kind][0](argument):
        tell("guard", path, name=name, known=_ARGUMENTS[kind][1])


def _check_batches(programme: Programme, tell: _Tell) -> None:
    for batch in programme.batches.values():
        path = f"batch.{batch.id}"
        if batch.quota and batch.places is not None and sum(batch.quota.values()) != batch.places:
            total = sum(batch.quota.values())
            tell("quota_sum", f"{path}.quota", sum=total, places=batch.places)
        if bool(batch.quota) != (batch.quota_rule == "file"):
            tell("quota_rule", f"{path}.quota_rule", kind=batch.quota_rule)
        for body in batch.quota:
            if not is_body(programme, body):
                tell("body", f"{path}.quota", name=body)
        for clock in batch.clocks:
            _known(tell, f"{path}.clock", [clock], programme.clocks, _CLOCK)
            if clock in programme.clocks and programme.clocks[clock].amount:
                tell("instant_twice", f"{path}.clock", name=clock)


def _check_bases(programme: Programme, tell: _Tell) -> None:
    for path, basis in _bases(programme):
        if basis.source:
            _known(tell, f"{path}.source", [basis.source], programme.sources, _SOURCE)
        elif basis.mark in ("Q", "S"):
            tell("mark", path, mark=basis.mark)


def _bases(programme: Programme) -> Iterable[tuple[str, Basis]]:
    yield from ((f"transition.{t.id}", t.basis) for t in programme.transitions.values())
    yield from ((f"clock.{c.id}", c.basis) for c in programme.clocks.values())
    yield from ((f"eligibility.{e.kind}", e.basis) for e in programme.eligibility.values())
    yield from ((f"programme.facts[{n}]", f.basis) for n, f in enumerate(programme.facts, 1))
    yield "rubric", programme.rubric.basis
    for batch in programme.batches.values():
        yield from _batch_bases(batch)


def _batch_bases(batch: Batch) -> Iterable[tuple[str, Basis]]:
    path = f"batch.{batch.id}"
    yield path, batch.basis
    yield from ((f"{path}.clock.{n}", c.basis) for n, c in batch.clocks.items())
    yield from ((f"{path}.facts[{n}]", f.basis) for n, f in enumerate(batch.facts, 1))


def _check_rubric(programme: Programme, tell: _Tell) -> None:
    rubric = programme.rubric
    total = sum(c.weight for c in rubric.criteria)
    if total != 100:  # noqa: PLR2004 - per cent
        tell("weights", "rubric.criteria", sum=total)
    if not 1 <= rubric.conflict <= rubric.highest or not rubric.reviewers:
        tell("rubric", "rubric")


def _known(
    tell: _Tell, path: str, names: Iterable[str], known: Collection[str], what: Text
) -> None:
    for name in names:
        if name not in known:
            listed = same(", ".join(known) or "-")
            tell("reference", path, name=name or "—", what=what, known=listed)


def _stages(
    tell: _Tell, programme: Programme, path: str, names: Iterable[str], subject: Subject
) -> None:
    listed = list(names)
    _known(tell, path, listed, programme.stages, _STAGE)
    for name in listed:
        if name in programme.stages and programme.stages[name].subject is not subject:
            tell("subject", path, name=name)


def _clocks(
    tell: _Tell, programme: Programme, path: str, names: Iterable[str], subject: Subject
) -> None:
    listed = list(names)
    _known(tell, path, listed, programme.clocks, _CLOCK)
    for name in listed:
        if name in programme.clocks and programme.clocks[name].subject is not subject:
            tell("subject", path, name=name)


_ROLE = Text("角色", "role")
_PHASE = Text("环节", "phase")
_STAGE = Text("阶段", "stage")
_CLOCK = Text("时限", "clock")
_GUARD = Text("条件", "guard")
_SOURCE = Text("来源", "source")
_ATTACHMENT = Text("附件", "attachment")
_NOUNS: Final = {
    "clocks": _CLOCK,
    "stages": _STAGE,
    "transitions": Text("步骤", "step"),
}
_ARGUMENTS: Final[dict[str, tuple[Callable[[Any], bool], Text]]] = {
    "switch": (
        lambda a: a is True,
        Text(
            "true；不要此条件时删去该行，或在 programme.without 中写明",
            "true; to be without the guard leave it out, or name it under programme.without",
        ),
    ),
    "count": (lambda a: type(a) is int and a > 0, Text("正整数", "a whole number from 1")),
    "snapshot": (lambda a: a in ("any", "new", "open"), same("any, new, open")),
}
