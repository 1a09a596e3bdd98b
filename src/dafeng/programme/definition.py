"""What is a pilot programme? Its parts as values; nothing here acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dafeng.language import Text
from dafeng.programme.calendar import Calendar, Unit
from dafeng.programme.vocabulary import Basis, Fact, Permission, Relation, Scope, Source, Subject


@dataclass(frozen=True, slots=True)
class Role:
    """A part that people play.

    Parameters
    ----------
    id, title
        Its names.
    scope
        To which cases its power reaches.
    appointed_by
        Roles whose holders may give and take it.
    """

    id: str
    title: Text
    scope: Scope
    appointed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a batch or a case stands.

    Parameters
    ----------
    id, title
        Its names.
    subject
        Whose stage it is.
    phase
        Group of stages that share their rights.
    initial, final
        Whether a case starts there; whether it ends there.
    holds_place
        Whether a case in it takes a place of its province's quota.
    """

    id: str
    title: Text
    subject: Subject
    phase: str
    initial: bool
    final: bool
    holds_place: bool


@dataclass(frozen=True, slots=True)
class ClockRule:
    """How a time limit comes about.

    Parameters
    ----------
    id, title
        Its names.
    subject
        Whether the batch or each case has one.
    amount, unit
        Length of a limit that is counted from an event; 0 where the authority states the instant,
        in the batch's data or in the decision that starts it.
    basis
        On what it rests.
    """

    id: str
    title: Text
    subject: Subject
    amount: int
    unit: Unit
    basis: Basis


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a form; kind is text, whole (a whole number), hash or choice."""

    id: str
    title: Text
    kind: str
    required: bool
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A kind of file that is handed in; access is ``public``, ``review`` or ``restricted``."""

    id: str
    title: Text
    access: str


@dataclass(frozen=True, slots=True)
class Transition:
    """A step from stage to stage.

    Parameters
    ----------
    id, title
        Its names.
    subject
        Whether it moves the batch or a case.
    sources, target
        Stages that it leaves; the stage that it enters, empty if the stage stays.
    prepared_by, decided_by
        Roles that prepare it and roles that sign it; without the former one person acts alone.
    clerical
        Whether one person may take it, because it decides nothing and stays within its phase.
    form
        Fields to be filled.
    attachments
        Kinds of files that must be handed in.
    guards
        Conditions by name with their arguments (`dafeng.programme.guards`).
    starts, stops, extends
        Clocks of its subject that it starts, stops, moves to a later instant.
    cascade
        For a step of the batch: stage that each case standing in a stage enters.
    starts_each
        Clocks that it starts for each case so moved.
    basis
        On what it rests.
    optional
        Whether it is open without anything waiting for it, as a withdrawal is.
    """

    id: str
    title: Text
    subject: Subject
    sources: tuple[str, ...]
    target: str
    prepared_by: tuple[str, ...]
    decided_by: tuple[str, ...]
    clerical: bool
    form: tuple[FormField, ...]
    attachments: tuple[str, ...]
    guards: Mapping[str, Any]
    starts: tuple[str, ...]
    stops: tuple[str, ...]
    extends: tuple[str, ...]
    cascade: Mapping[str, str]
    starts_each: tuple[str, ...]
    basis: Basis
    optional: bool = False

    @property
    def is_decision(self) -> bool:
        """Say whether two persons are needed."""
        return bool(self.prepared_by)


@dataclass(frozen=True, slots=True)
class Criterion:
    """A question of the rubric with its weight [% of the total]."""

    id: str
    title: Text
    question: Text
    weight: int


@dataclass(frozen=True, slots=True)
class Rubric:
    """How a plan is read.

    Parameters
    ----------
    criteria
        Questions with weights that sum to 100.
    highest
        Points of the best answer; the worst has 0.
    conflict
        Spread of points on one question from which reviewers are said to disagree.
    reviewers
        Number of reviews that a plan needs.
    basis
        On what it rests.
    """

    criteria: tuple[Criterion, ...]
    highest: int
    conflict: int
    reviewers: int
    basis: Basis


@dataclass(frozen=True, slots=True)
class Embargo:
    """Until which clock of the batch runs out these roles see nothing of the cases."""

    clock: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Eligibility:
    """A kind of applicant and the administrative levels at which it may apply."""

    kind: str
    title: Text
    levels: Mapping[str, Text]
    basis: Basis


@dataclass(frozen=True, slots=True)
class SetClock:
    """A clock whose instant the batch's data state, with the wording of the notice beside it."""

    instant: datetime
    wording: Text
    basis: Basis


@dataclass(frozen=True, slots=True)
class Batch:
    """One call of a programme.

    Parameters
    ----------
    id, title
        Its names.
    places
        Places in all; None if no source states it.
    quota_rule
        ``file`` where the quota stands here, ``opening`` where the authority states it when it
        opens the call, ``none`` where places are not shared out.
    quota
        Places by recommending body (code of a division).
    quota_note
        Where the quota comes from, or why it is absent.
    basis
        On what places and quota rest.
    clocks
        Instants that are set.
    facts
        What readers should know.
    """

    id: str
    title: Text
    places: int | None
    quota_rule: str
    quota: Mapping[str, int]
    quota_note: Text
    basis: Basis
    clocks: Mapping[str, SetClock]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme: who decides what by when.

    Parameters
    ----------
    id, title, authority
        Its names and who runs it.
    version
        Hash of the content with its calendar; a running batch keeps it.
    zone
        Time zone of its days (IANA name).
    calendar
        Working days.
    bodies
        Recommending bodies that are no divisions, by id.
    rights
        Permissions by role, relation and phase.
    begin
        Conditions under which a case is begun, by name with their arguments.
    conflicts
        Roles whose holders a conflict of interest bars, each with the grounds that are derived for
        it (employer, province, consultancy); a declared conflict bars all of them.
    """

    id: str
    title: Text
    authority: Text
    version: str
    zone: str
    calendar: Calendar
    bodies: Mapping[str, Text]
    sources: Mapping[str, Source]
    facts: tuple[Fact, ...]
    roles: Mapping[str, Role]
    phases: Mapping[str, Text]
    stages: Mapping[str, Stage]
    clocks: Mapping[str, ClockRule]
    attachments: Mapping[str, Attachment]
    transitions: Mapping[str, Transition]
    rights: Mapping[tuple[str, Relation, str], frozenset[Permission]]
    rubric: Rubric
    conflicts: Mapping[str, tuple[str, ...]]
    embargo: Embargo | None
    eligibility: Mapping[str, Eligibility]
    batches: Mapping[str, Batch]
    begin: Mapping[str, Any]
    document: Mapping[str, Any] = field(repr=False, compare=False)

    def initial(self, subject: Subject) -> Stage:
        """Return the stage in which a subject starts."""
        return next(s for s in self.stages.values() if s.subject is subject and s.initial)
