"""What an event meets: the rules, where the batch stands, the case, the step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dafeng.errors import Fault
from dafeng.programme.definition import Programme, Transition
from dafeng.programme.events import Event, Kind
from dafeng.programme.rights import permissions
from dafeng.programme.state import Case, Deadline, Pending, Run
from dafeng.programme.vocabulary import Permission
from dafeng.programme.wording import refusal


@dataclass(frozen=True, slots=True)
class Turn:
    """An event together with what it meets."""

    programme: Programme
    run: Run
    event: Event

    @property
    def case(self) -> Case | None:
        """Return the case that the event names; None for the batch as a whole."""
        return self.run.cases.get(self.event.case)

    @property
    def known_case(self) -> Case:
        """Return the case, once it is known to be there."""
        return self.run.cases[self.event.case]

    @property
    def subject(self) -> Run | Case:
        """Return what moves: the case, or the batch as a whole."""
        return self.case or self.run

    @property
    def transition(self) -> Transition | None:
        """Return the step that the event names."""
        return self.programme.transitions.get(self.event.name)

    @property
    def pending(self) -> Pending | None:
        """Return what was prepared for this step."""
        return self.subject.pending.get(self.event.name)

    @property
    def content(self) -> Mapping[str, Any]:
        """Return what is decided: the prepared content where a second person signs it."""
        signs = self.event.kind is Kind.DECIDE and self.transition is not None
        pending = self.pending
        if signs and self.transition and self.transition.is_decision and pending:
            return pending.content
        return self.event.content

    def may(self, permission: Permission) -> bool:
        """Say whether the actor has a permission on the case."""
        event = self.event
        case = self.known_case
        return permission in permissions(self.programme, self.run, event.actor, case, event.instant)

    def clock(self, clock: str) -> Deadline | None:
        """Return a running clock of the case, or else of the batch; None if it does not run."""
        for clocks in (self.subject.clocks, self.run.clocks):
            found = clocks.get(clock)
            if found is not None and found.stopped is None:
                return found
        return None

    def refused(self, rule: str, **values: object) -> Fault:
        """Return a reason against the event."""
        return refusal(rule, self.event.case, **values)

    def with_subject(self, **changes: Any) -> Run:
        """Return the run with the case, or the batch as a whole, changed."""
        case = self.case
        if case is None:
            return replace(self.run, **changes)
        return self.run.with_case(replace(case, **changes))
