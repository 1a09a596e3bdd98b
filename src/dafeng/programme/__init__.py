"""Who decides what by when: batches, roles, workflow, clocks, review."""

from __future__ import annotations

from dafeng.errors import RefusedError
from dafeng.programme.announcing import announcers, calendar_of
from dafeng.programme.assignment import Assignment, Shortage, propose
from dafeng.programme.calendar import (
    Calendar,
    CalendarError,
    Unit,
    calendars,
    local_text,
    period_end,
)
from dafeng.programme.conditions import condition
from dafeng.programme.definition import Batch, Programme, Stage, Transition
from dafeng.programme.documents import Document, readable_documents
from dafeng.programme.events import Event, Kind, digest, entry_fields, event_of
from dafeng.programme.machine import apply, refusals, replay
from dafeng.programme.people import Applicant, Grant, Person
from dafeng.programme.queue import Step, Waiting, open_steps, queue, readable_comments
from dafeng.programme.rehearsal import Played, Rehearsal, play, rehearsal
from dafeng.programme.rights import OPERATOR, PUBLIC, matrix, permissions, visible_cases
from dafeng.programme.scoring import Summary, Total, summary, total
from dafeng.programme.shipped import freeze, load_programme, programme, shipped, thaw
from dafeng.programme.state import Case, Comment, Deadline, Decision, Review, Run
from dafeng.programme.vocabulary import Permission, Relation, Scope, Subject

__all__ = [
    "OPERATOR",
    "PUBLIC",
    "Applicant",
    "Assignment",
    "Batch",
    "Calendar",
    "CalendarError",
    "Case",
    "Comment",
    "Deadline",
    "Decision",
    "Document",
    "Event",
    "Grant",
    "Kind",
    "Permission",
    "Person",
    "Played",
    "Programme",
    "RefusedError",
    "Rehearsal",
    "Relation",
    "Review",
    "Run",
    "Scope",
    "Shortage",
    "Stage",
    "Step",
    "Subject",
    "Summary",
    "Total",
    "Transition",
    "Unit",
    "Waiting",
    "announcers",
    "apply",
    "calendar_of",
    "calendars",
    "condition",
    "digest",
    "entry_fields",
    "event_of",
    "freeze",
    "load_programme",
    "local_text",
    "matrix",
    "open_steps",
    "period_end",
    "permissions",
    "play",
    "programme",
    "propose",
    "queue",
    "readable_comments",
    "readable_documents",
    "refusals",
    "rehearsal",
    "replay",
    "shipped",
    "summary",
    "thaw",
    "total",
    "visible_cases",
]
