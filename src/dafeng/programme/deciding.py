"""How is a step prepared, signed, taken? Two persons for each decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from dafeng.errors import Fault
from dafeng.language import Text, same
from dafeng.programme.clocks import extended, started, starting_faults
from dafeng.programme.definition import FormField, Programme, Transition
from dafeng.programme.events import Kind, digest
from dafeng.programme.guards import guard_faults, is_digest
from dafeng.programme.people import Applicant, is_body
from dafeng.programme.rights import may_act
from dafeng.programme.state import Case, Deadline, Decision, Pending, Run, Submission
from dafeng.programme.turn import Turn
from dafeng.programme.vocabulary import Subject

#: What the content of a step may hold.
KEYS: Final = (
    "form", "attachments", "snapshot", "folder", "errors", "gate_errors", "open_points", "clocks",
    "quota", "consultants",
)  # fmt: skip


#: Kinds of events that may concern the batch as a whole.
_OF_BATCH: Final = frozenset(
    {Kind.ANNOUNCE, Kind.PREPARE, Kind.DECIDE, Kind.DROP, Kind.APPOINT, Kind.DISMISS}
    | {Kind.RETRACT, Kind.SETTLE}
)


def prepare_faults(turn: Turn) -> Iterator[Fault]:
    """Yield every reason against preparing a step."""
    step = turn.transition
    yield from _step_faults(turn)
    if step is None or not _fits(turn, step):
        return
    if not step.is_decision:
        yield turn.refused("step.single", step=step.title)
        return
    if turn.pending is not None:
        yield turn.refused("step.prepared", step=step.title)
    yield from _right_faults(turn, step, step.prepared_by)
    yield from _content_faults(turn, step)


def decide_faults(turn: Turn) -> Iterator[Fault]:
    """Yield every reason against taking or signing a step."""
    step = turn.transition
    yield from _step_faults(turn)
    if step is None or not _fits(turn, step):
        return
    yield from _right_faults(turn, step, step.decided_by)
    if step.is_decision:
        yield from _signature_faults(turn, step)
    if not step.is_decision or turn.pending is not None:
        yield from _content_faults(turn, step)


def drop_faults(turn: Turn) -> Iterator[Fault]:
    """Yield every reason against dropping what was prepared."""
    step = turn.transition
    if step is None or not _fits(turn, step):
        yield from _step_faults(turn)
        return
    if turn.pending is None:
        yield turn.refused("step.unprepared", step=step.title)
    yield from _right_faults(turn, step, (*step.prepared_by, *step.decided_by))
    if not turn.event.content.get("reason"):
        yield turn.refused("reason.missing")


def prepared(turn: Turn) -> Run:
    """Return the run after a step was prepared."""
    event = turn.event
    content = {**event.content}
    pending = Pending(event.name, event.actor, event.instant, digest(content), content)
    return turn.with_subject(pending={**turn.subject.pending, event.name: pending})


def dropped(turn: Turn) -> Run:
    """Return the run after what was prepared was dropped."""
    kept = {k: v for k, v in turn.subject.pending.items() if k != turn.event.name}
    return turn.with_subject(pending=kept)


def decided(turn: Turn) -> Run:
    """Return the run after a step was taken."""
    step = turn.programme.transitions[turn.event.name]
    run = turn.with_subject(**_changes(turn, step))
    if step.subject is Subject.BATCH:
        run = _opened(_cascaded(run, turn, step), turn)
    return run


def _changes(turn: Turn, step: Transition) -> dict[str, Any]:
    subject, event = turn.subject, turn.event
    pending = turn.pending
    decision = Decision(
        step.id,
        pending.person if pending else event.actor,
        event.actor,
        event.instant,
        digest(turn.content),
        subject.round if isinstance(subject, Case) else 1,
    )
    waiting = {} if step.target else {k: v for k, v in subject.pending.items() if k != step.id}
    changes: dict[str, Any] = {
        "decisions": (*subject.decisions, decision),
        "pending": waiting,
        "clocks": _clocks(turn, step),
    }
    if step.target:
        changes["stage"] = step.target
    return changes | (_case_changes(turn, step, subject) if isinstance(subject, Case) else {})


def _case_changes(turn: Turn, step: Transition, case: Case) -> dict[str, Any]:
    content = turn.content
    changes: dict[str, Any] = {}
    if step.target:
        stage = turn.programme.stages[step.target]
        changes["held_place"] = case.held_place or stage.holds_place
    if "snapshot" in content or "attachments" in content:
        files = {k: v["sha256"] for k, v in content.get("attachments", {}).items()}
        snapshot, folder = content.get("snapshot", ""), content.get("folder", "")
        handed_in = Submission(step.id, turn.event.instant, snapshot, files, folder)
        changes["submissions"] = (*case.submissions, handed_in)
        changes["round"] = case.round + (step.guards.get("snapshot") == "new")
    if "consultants" in content:
        changes["applicant"] = _advised(case.applicant, content["consultants"])
    return changes


def _advised(applicant: Applicant, consultants: list[str]) -> Applicant:
    """Return the applicant with further consultants: who worked on the plan stays known."""
    named = dict.fromkeys((*applicant.consultants, *consultants))
    return replace(applicant, consultants=tuple(named))


def _clocks(turn: Turn, step: Transition) -> dict[str, Any]:
    clocks = dict(turn.subject.clocks)
    ends = bool(step.target) and turn.programme.stages[step.target].final
    stops = tuple(clocks) if ends and step.subject is Subject.CASE else step.stops
    clocks |= _stopped(turn, {c: clocks[c] for c in stops if c in clocks})
    for clock in step.starts:
        clocks[clock] = started(turn, clock)
    for clock in step.extends:
        clocks[clock] = extended(turn, clocks[clock])
    return clocks


def _stopped(turn: Turn, clocks: Mapping[str, Deadline]) -> dict[str, Deadline]:
    """Return clocks that run no more; what was stopped before keeps its instant."""
    now = turn.event.instant
    return {n: d if d.stopped else replace(d, stopped=now) for n, d in clocks.items()}


def _cascaded(run: Run, turn: Turn, step: Transition) -> Run:
    """Return the run with each case moved; clocks start for those alone that go on."""
    fresh = {clock: started(turn, clock) for clock in step.starts_each}
    for case in run.cases.values():
        target = step.cascade.get(case.stage)
        if target is not None:
            ends = turn.programme.stages[target].final
            clocks = _stopped(turn, case.clocks) if ends else {**case.clocks, **fresh}
            run = run.with_case(replace(case, stage=target, pending={}, clocks=clocks))
    return run


def _opened(run: Run, turn: Turn) -> Run:
    """Return the run with the quota that the authority states when it opens the call."""
    quota = turn.content.get("quota")
    return replace(run, quota=dict(quota)) if quota else run


def _fits(turn: Turn, step: Transition) -> bool:
    return (step.subject is Subject.CASE) == (turn.case is not None)


def _step_faults(turn: Turn) -> Iterator[Fault]:
    step = turn.transition
    if step is None:
        yield turn.refused("step.unknown", step=turn.event.name)
    elif not _fits(turn, step):
        yield turn.refused("step.subject", step=step.title)
    elif turn.subject.stage not in step.sources:
        now = turn.programme.stages[turn.subject.stage].title
        yield turn.refused("step.stage", stage=now, step=step.title)


def _right_faults(turn: Turn, step: Transition, roles: tuple[str, ...]) -> Iterator[Fault]:
    if not may_act(turn.programme, turn.run, turn.event.actor, roles, turn.case):
        titles = [turn.programme.roles[r].title for r in roles]
        named = Text("、".join(t.zh for t in titles), " or ".join(t.en for t in titles))
        yield turn.refused("right.act", step=step.title, roles=named)


def _signature_faults(turn: Turn, step: Transition) -> Iterator[Fault]:
    pending = turn.pending
    if pending is None:
        yield turn.refused("step.unprepared", step=step.title)
        return
    if pending.person == turn.event.actor:
        yield turn.refused("step.same_person")
    if not may_act(turn.programme, turn.run, pending.person, step.prepared_by, turn.case):
        yield turn.refused("step.preparer", person=pending.person)
    for key in set(turn.event.content) - {"digest"}:
        yield turn.refused("content.key", key=key, known="digest")
    if turn.event.content.get("digest") != pending.digest:
        yield turn.refused("step.digest")


def _content_faults(turn: Turn, step: Transition) -> Iterator[Fault]:
    content = turn.content
    for key in content:
        if key not in KEYS:
            yield turn.refused("content.key", key=key, known=", ".join(KEYS))
    yield from _form_faults(turn, step.form, content.get("form", {}))
    yield from _attachment_faults(turn, step, content.get("attachments", {}))
    yield from starting_faults(turn, step)
    yield from _quota_faults(turn, step)
    if turn.subject.stage in step.sources:
        yield from guard_faults(turn, step.guards)


def _form_faults(turn: Turn, fields: tuple[FormField, ...], form: Any) -> Iterator[Fault]:
    values = form if isinstance(form, Mapping) else {}
    for field in fields:
        value = values.get(field.id, "")
        if value == "":
            if field.required:
                yield turn.refused("form.missing", field=field.title)
        elif not _is_kind(field, value):
            yield turn.refused("form.kind", field=field.title, kind=field.kind)
    for name in set(values) - {f.id for f in fields}:
        yield turn.refused("form.unknown", field=name)


def _is_kind(field: FormField, value: object) -> bool:
    match field.kind:
        case "whole":
            return type(value) is int
        case "hash":
            return is_digest(value)
        case "choice":
            return value in field.choices
    return isinstance(value, str) and bool(value.strip())


def _attachment_faults(turn: Turn, step: Transition, given: Any) -> Iterator[Fault]:
    files = given if isinstance(given, Mapping) else {}
    for name in step.attachments:
        title = turn.programme.attachments[name].title
        file = files.get(name)
        if file is None:
            yield turn.refused("attachment.missing", attachment=title)
        elif not isinstance(file, Mapping) or not is_digest(file.get("sha256")):
            yield turn.refused("attachment.hash", attachment=title)
    for name in set(files) - set(step.attachments):
        yield turn.refused("attachment.unknown", attachment=name)


def _quota_faults(turn: Turn, step: Transition) -> Iterator[Fault]:
    opens = (
        step.subject is Subject.BATCH
        and turn.subject.stage == turn.programme.initial(Subject.BATCH).id
    )
    batch, quota = turn.programme.batches[turn.run.batch], turn.content.get("quota")
    if quota is None:
        if opens and batch.quota_rule == "opening":
            yield turn.refused("quota.missing")
    elif batch.quota_rule != "opening" or not opens:
        yield turn.refused("quota.fixed")
    elif not _is_quota(turn.programme, quota, batch.places):
        yield turn.refused("quota.form", places=batch.places or same("—"))


def _is_quota(programme: Programme, quota: Any, places: int | None) -> bool:
    if not isinstance(quota, Mapping) or not quota:
        return False
    if not all(is_body(programme, body) for body in quota):
        return False
    counts = list(quota.values())
    if any(type(n) is not int or n < 0 for n in counts):
        return False
    return places is None or sum(counts) == places


def is_batch_event(kind: Kind) -> bool:
    """Say whether an event of this kind may concern the batch as a whole."""
    return kind in _OF_BATCH
