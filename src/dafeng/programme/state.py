"""Where does a batch stand? The state that follows from its events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from dafeng.language import Text
from dafeng.programme.definition import Programme
from dafeng.programme.people import Applicant, Person


@dataclass(frozen=True, slots=True)
class Extension:
    """A logged move of a deadline: when and by whose decision, from which instant."""

    instant: datetime
    decided_by: str
    former: datetime


@dataclass(frozen=True, slots=True)
class Deadline:
    """A clock that runs, its instant frozen when it was started.

    Parameters
    ----------
    clock
        Id of its rule.
    instant
        It has run out at this instant: what comes earlier is in time.
    started
        When it was started.
    wording
        What the notice says, shown beside the instant.
    stopped
        When it was stopped; None while it runs.
    extensions
        How it was moved.
    """

    clock: str
    instant: datetime
    started: datetime
    wording: Text | None = None
    stopped: datetime | None = None
    extensions: tuple[Extension, ...] = ()

    def has_run_out(self, now: datetime) -> bool:
        """Say whether it is too late."""
        return now >= self.instant


@dataclass(frozen=True, slots=True)
class Pending:
    """A decision that one person has prepared and another has to sign."""

    transition: str
    person: str
    instant: datetime
    digest: str
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Decision:
    """A step that was taken, by whom, and the hash of what was decided."""

    transition: str
    prepared_by: str
    decided_by: str
    instant: datetime
    digest: str
    round: int


@dataclass(frozen=True, slots=True)
class Submission:
    """What was handed in: the content hash of the snapshot and the files' hashes.

    ``folder`` is the SHA-256 of the archive that held the snapshot, "" where it was not stated: the
    same content may lie beside other files, which were not handed in.
    """

    transition: str
    instant: datetime
    snapshot: str
    attachments: Mapping[str, str]
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark on a plan.

    Parameters
    ----------
    number
        From 1, within the case.
    person, instant, round
        Who, when, in which round of review.
    level
        Who reads it: ``team``, ``reviewers`` or ``shared``.
    chapter, line
        What it is about.
    text
        What it says.
    demand
        Whether the plan may not come back without an answer.
    answer
        What the place answered; empty if nothing yet.
    """

    number: int
    person: str
    instant: datetime
    round: int
    level: str
    chapter: str
    line: str
    text: str
    demand: bool
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """An expert's points by criterion; complete once the expert says so."""

    person: str
    round: int
    points: Mapping[str, int]
    complete: bool
    instant: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """One place in a batch."""

    applicant: Applicant
    stage: str
    clocks: Mapping[str, Deadline] = field(default_factory=dict)
    pending: Mapping[str, Pending] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    submissions: tuple[Submission, ...] = ()
    experts: tuple[str, ...] = ()
    reviews: tuple[Review, ...] = ()
    comments: tuple[Comment, ...] = ()
    round: int = 1
    held_place: bool = False

    @property
    def id(self) -> str:
        """Return the id of the applicant."""
        return self.applicant.id

    def demands(self) -> Iterator[Comment]:
        """Yield the shared demands that have no answer yet."""
        return (c for c in self.comments if c.demand and c.level == "shared" and not c.answer)

    def current_reviews(self) -> tuple[Review, ...]:
        """Return the complete reviews of this round by experts who are still assigned."""
        return tuple(
            r
            for r in self.reviews
            if r.complete and r.round == self.round and r.person in self.experts
        )


@dataclass(frozen=True, slots=True)
class Announced:
    """The holidays of a year that were announced after the batch began, by which notice."""

    year: int
    holidays: frozenset[date]
    workdays: frozenset[date]
    notice: str


@dataclass(frozen=True, slots=True)
class Retraction:
    """What somebody asks: that an employer stated of a person wrongly is taken back."""

    person: str
    employer: str
    asked_by: str
    reason: str
    instant: datetime


@dataclass(frozen=True, slots=True)
class Run:
    """One batch as it runs.

    Parameters
    ----------
    programme, version, batch
        Which programme, the hash of its content, which call.
    instant
        Time of the last event; nothing earlier may follow.
    stage, clocks, pending, decisions
        Of the batch as a whole.
    quota
        Places by recommending body.
    people, cases
        By id.
    conflicts
        Declared conflicts of interest: (person, case).
    announced
        Years whose holidays were announced since it began.
    retractions
        Employers that wait to be taken back, by person and employer.
    """

    programme: str
    version: str
    batch: str
    instant: datetime
    stage: str
    clocks: Mapping[str, Deadline] = field(default_factory=dict)
    pending: Mapping[str, Pending] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    quota: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    cases: Mapping[str, Case] = field(default_factory=dict)
    conflicts: frozenset[tuple[str, str]] = frozenset()
    announced: tuple[Announced, ...] = ()
    retractions: Mapping[tuple[str, str], Retraction] = field(default_factory=dict)

    def has_declared(self, person: str, case: str) -> bool:
        """Say whether a conflict of a person with a case was declared, here or in another batch."""
        known = self.people.get(person)
        return (person, case) in self.conflicts or (
            known is not None and case in known.elsewhere.declared
        )

    def with_case(self, case: Case) -> Run:
        """Return the run with one case put in or changed."""
        return replace(self, cases={**self.cases, case.id: case})

    def with_person(self, person: Person) -> Run:
        """Return the run with one person put in or changed."""
        return replace(self, people={**self.people, person.id: person})


def places_taken(programme: Programme, run: Run, body: str | None = None) -> int:
    """Return how many places are taken, in all or of one recommending body."""
    return sum(
        programme.stages[c.stage].holds_place and body in (None, c.applicant.province)
        for c in run.cases.values()
    )


def places_vacated(programme: Programme, run: Run, body: str) -> int:
    """Return how many cases of a body have held a place and hold it no more."""
    return sum(
        c.held_place and not programme.stages[c.stage].holds_place
        for c in run.cases.values()
        if c.applicant.province == body
    )


def replacements(programme: Programme, run: Run, body: str) -> int:
    """Return how many vacated places of a body have been filled by a replacement."""
    filling = {t.id for t in programme.transitions.values() if t.guards.get("vacancy")}
    return sum(
        any(d.transition in filling for d in c.decisions)
        for c in run.cases.values()
        if c.applicant.province == body
    )
