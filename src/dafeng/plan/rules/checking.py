"""Which rules does a plan break, and which could not be asked?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dafeng.dossier.plain_text import printable
from dafeng.errors import Fault, Place
from dafeng.language import Text
from dafeng.plan.rules.catalogue import PlanRule, plan_rules
from dafeng.plan.rules.subject import NEEDS, Subject, lacks


@dataclass(frozen=True, slots=True)
class NotRun:
    """A rule that could not be asked, with what it lacked."""

    rule: str
    lacks: tuple[str, ...]

    @property
    def reason(self) -> Text:
        """Return what it needs and does not have."""
        names = [NEEDS[need] for need in self.lacks]
        return Text(
            "需要" + "、".join(n.zh for n in names), "needs " + ", ".join(n.en for n in names)
        )


@dataclass(frozen=True, slots=True)
class Report:
    """What the rules found, and which of them did not run."""

    faults: tuple[Fault, ...]
    not_run: tuple[NotRun, ...]
    run: int


def check_plan(
    subject: Subject, rules: Iterable[PlanRule] | None = None, *, submission: bool = False
) -> Report:
    """Ask every rule of a plan.

    Parameters
    ----------
    subject
        The plan and what is known of the place.
    rules
        Rules to ask; all by default.
    submission
        Take each rule's severity at the gate.
    """
    faults: list[Fault] = []
    not_run: list[NotRun] = []
    count = 0
    for rule in plan_rules().values() if rules is None else rules:
        missing = tuple(need for need in rule.needs if lacks(subject, need))
        if missing:
            not_run.append(NotRun(rule.id, missing))
            continue
        count += 1
        faults.extend(_faults(rule, subject, submission=submission))
    return Report(tuple(faults), tuple(not_run), count)


def _faults(rule: PlanRule, subject: Subject, *, submission: bool) -> Iterable[Fault]:
    severity = rule.gate if submission else rule.severity
    told: set[Fault] = set()  # a row with years as columns is several targets: told once
    for place, values in rule.find(subject):
        message, remedy = rule.message.format(**values), rule.remedy.format(**values)
        fault = Fault(rule.id, severity, _shown_place(place), _shown(message), _shown(remedy))
        if fault not in told:
            told.add(fault)
            yield fault


def _shown(text: Text) -> Text:
    return Text(printable(text.zh), printable(text.en))


def _shown_place(place: Place) -> Place:
    file, sheet = printable(place.file), printable(place.sheet)
    return (
        place
        if (file, sheet) == (place.file, place.sheet)
        else replace(place, file=file, sheet=sheet)
    )
