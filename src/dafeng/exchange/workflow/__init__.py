"""From a first need to an outcome: who does what, who sees what, and what is due by when?

Pure: a state is the result of its events, time is an argument, and nothing is read or written.
"""

from __future__ import annotations

from dafeng.errors import RefusedError
from dafeng.exchange.workflow.actor import ANYBODY, Actor, Role
from dafeng.exchange.workflow.agenda import Reminder, Task, agenda, reminders
from dafeng.exchange.workflow.checklist import Item, Question, Verdict, checklist, for_people
from dafeng.exchange.workflow.clocks import WorkingDay, weekdays
from dafeng.exchange.workflow.disclosure import Level, View, disclosures, public_view, visible
from dafeng.exchange.workflow.events import KEYS, Event
from dafeng.exchange.workflow.introduction_view import IntroductionView, visible_introduction
from dafeng.exchange.workflow.machine import apply, open_steps, refusals, replay
from dafeng.exchange.workflow.outcome import BASES, OUTCOMES, Outcome
from dafeng.exchange.workflow.relations import concerned_by
from dafeng.exchange.workflow.state import (
    Consent,
    Disclosure,
    Done,
    Exchange,
    Introduction,
    Invitation,
    Listing,
    Party,
    introduction_id,
)
from dafeng.exchange.workflow.statistics import Facts, Money, Statistics, facts, gini, statistics
from dafeng.exchange.workflow.stored import from_plain, to_plain
from dafeng.exchange.workflow.vocabulary import (
    DECLINE_REASONS,
    EXPORT_CONTROL,
    ORIGINS,
    Kind,
    Side,
    Stage,
    Status,
)

__all__ = [
    "ANYBODY",
    "BASES",
    "DECLINE_REASONS",
    "EXPORT_CONTROL",
    "KEYS",
    "ORIGINS",
    "OUTCOMES",
    "Actor",
    "Consent",
    "Disclosure",
    "Done",
    "Event",
    "Exchange",
    "Facts",
    "Introduction",
    "IntroductionView",
    "Invitation",
    "Item",
    "Kind",
    "Level",
    "Listing",
    "Money",
    "Outcome",
    "Party",
    "Question",
    "RefusedError",
    "Reminder",
    "Role",
    "Side",
    "Stage",
    "Statistics",
    "Status",
    "Task",
    "Verdict",
    "View",
    "WorkingDay",
    "agenda",
    "apply",
    "checklist",
    "concerned_by",
    "disclosures",
    "facts",
    "for_people",
    "from_plain",
    "gini",
    "introduction_id",
    "open_steps",
    "public_view",
    "refusals",
    "reminders",
    "replay",
    "statistics",
    "to_plain",
    "visible",
    "visible_introduction",
    "weekdays",
]
