"""A batch in which people act: what the tests of the machine share."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import pytest

from dafeng.programme import (
    Event,
    Kind,
    Programme,
    RefusedError,
    Run,
    Transition,
    apply,
    digest,
    play,
    programme,
    refusals,
    rehearsal,
)

FIRST = "cn-carbon-peaking-2023"
HUZHOU, HANGZHOU, NINGBO = "330500", "330100", "330200"


@lru_cache(maxsize=64)
def until(name: str, case: str, stage: str) -> Run:
    """Return the rehearsed run at the moment at which a case enters a stage."""
    rules = programme(name)
    for act in play(rules, rehearsal(rules)):
        run = act.run
        if run is not None and case in run.cases and run.cases[case].stage == stage:
            return run
    raise LookupError(f"{case} never comes to {stage}")


def made_up(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def filled(step: Transition, salt: str, clocks: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return a content with which nothing is missing from a step."""
    content: dict[str, Any] = {}
    if step.form:
        content["form"] = {f.id: "演练" for f in step.form}
    if step.attachments:
        content["attachments"] = {a: {"sha256": made_up(salt + a)} for a in step.attachments}
    if "snapshot" in step.guards:
        content |= {"snapshot": made_up(salt), "errors": 0}
    if "gate" in step.guards:
        content["gate_errors"] = 0
    if clocks:
        content["clocks"] = dict(clocks)
    return content


class Acting:
    """A run that goes on, event by event; each event comes a minute after the last."""

    def __init__(self, run: Run, rules: Programme | None = None) -> None:
        self.run, self.rules = run, rules or programme(run.programme)
        self.now = run.instant

    def event(
        self, kind: Kind, actor: str, case: str = "", name: str = "", **content: Any
    ) -> Event:
        return Event(self.now, kind, actor, case, name, content)

    def do(self, kind: Kind, actor: str, case: str = "", name: str = "", **content: Any) -> Run:
        self.now = max(self.now, self.run.instant) + timedelta(minutes=1)
        self.run = apply(self.rules, self.run, self.event(kind, actor, case, name, **content))
        return self.run

    def refused(
        self, kind: Kind, actor: str, case: str = "", name: str = "", **content: Any
    ) -> set[str]:
        """Return the rules by which an event is refused; the run stays as it is."""
        event = self.event(kind, actor, case, name, **content)
        found = refusals(self.rules, self.run, event)
        if found:
            with pytest.raises(RefusedError) as error:
                apply(self.rules, self.run, event)
            assert error.value.faults == found
        return {f.rule.removeprefix("programme.") for f in found}

    def both(
        self, first: str, second: str, case: str, name: str, clocks: Mapping[str, str] | None = None
    ) -> Run:
        """Prepare and sign a step."""
        content = filled(self.rules.transitions[name], f"{case}{self.now}", clocks)
        self.do(Kind.PREPARE, first, case, name, **content)
        return self.do(Kind.DECIDE, second, case, name, digest=digest(content))

    def at(self, text: str) -> Acting:
        """Set the clock of the next event, in Beijing time."""
        self.now = datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)
        return self

    def stage(self, case: str) -> str:
        return self.run.cases[case].stage
