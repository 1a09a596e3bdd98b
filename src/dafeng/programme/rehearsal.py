"""How would a batch go? A played-through example for each programme, with fictional people."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any, Final

from dafeng.errors import Fault
from dafeng.language import Text
from dafeng.programme.definition import Programme, Transition
from dafeng.programme.events import Event, Kind, digest
from dafeng.programme.machine import apply, refusals
from dafeng.programme.state import Run

#: How long before a decision is signed it was prepared.
_BEFORE: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Scene:
    """An event of the script and the rules by which it is to be refused, if any."""

    event: Event
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Played:
    """What became of one event.

    Parameters
    ----------
    event
        The event.
    refusals
        Reasons against it; empty if it happened.
    run
        Where the batch stands afterwards.
    expected
        Whether it was refused by just the rules that the script names.
    """

    event: Event
    refusals: tuple[Fault, ...]
    run: Run | None
    expected: bool


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A script: what it shows, which batch, and its events."""

    title: Text
    batch: str
    scenes: tuple[Scene, ...]


def rehearsal(programme: Programme) -> Rehearsal:
    """Return the script that comes with a shipped programme.

    Raises
    ------
    FileNotFoundError
        If the programme has none.
    """
    path = files("dafeng.programme") / "rehearsals" / f"{programme.id}.toml"
    script = tomllib.loads(path.read_text(encoding="utf-8"))
    return Rehearsal(Text(**script["title"]), script["batch"], tuple(_scenes(programme, script)))


def play(programme: Programme, script: Rehearsal) -> Iterator[Played]:
    """Yield each event of a script with what the rules say to it."""
    run: Run | None = None
    for scene in script.scenes:
        found = refusals(programme, run, scene.event)
        if not found:
            run = apply(programme, run, scene.event)
        rules = {f.rule.removeprefix("programme.") for f in found}
        yield Played(scene.event, found, run, rules == set(scene.refused))


def _scenes(programme: Programme, script: Mapping[str, Any]) -> Iterator[Scene]:
    start, operator = _utc(script["start"]), script["operator"]
    content = {"batch": script["batch"], "version": programme.version, "operator": operator}
    yield Scene(Event(start, Kind.START, operator["id"], content=content), ())
    for name, person in script["person"].items():
        facts = {k: v for k, v in person.items() if k not in ("roles", "at")}
        for role in person["roles"]:
            given = {"person": {"id": name, **facts}, **role}
            actor = given.pop("by")
            when = _utc(person["at"]) if "at" in person else start
            yield Scene(Event(when, Kind.APPOINT, actor, content=given), ())
    for number, step in enumerate(script["step"]):
        yield from _step(programme, script, step, number)


def _step(
    programme: Programme, script: Mapping[str, Any], step: Mapping[str, Any], number: int
) -> Iterator[Scene]:
    instant, case = _utc(step["at"]), step.get("case", "")
    *first, actor = step["by"]
    refused = tuple(step.get("refused", ()))
    if "kind" in step:
        content = dict(step.get("content", {}))
        if step["kind"] == Kind.BEGIN:
            content = {"applicant": {"id": case, **script["applicant"][case]}}
        name = step.get("step", "")
        yield Scene(Event(instant, Kind(step["kind"]), actor, case, name, content), refused)
        return
    transition = programme.transitions[step["step"]]
    content = _content(transition, step, f"{case}/{number}")
    if first:
        before = instant - _BEFORE
        yield Scene(Event(before, Kind.PREPARE, first[0], case, transition.id, content), ())
        content = {"digest": digest(content)}
    yield Scene(Event(instant, Kind.DECIDE, actor, case, transition.id, content), refused)


def _content(transition: Transition, step: Mapping[str, Any], salt: str) -> dict[str, Any]:
    """Return what a step needs, made up where the script does not say it."""
    content: dict[str, Any] = dict(step.get("content", {}))
    said = step.get("say", "演练 rehearsal")
    if transition.form:
        content["form"] = {f.id: said for f in transition.form}
    if transition.attachments:
        content["attachments"] = {
            name: {"sha256": _made_up(f"{salt}/{name}")} for name in transition.attachments
        }
    if "snapshot" in transition.guards:
        content |= {"snapshot": _made_up(salt), "errors": 0}
    if "gate" in transition.guards:
        content["gate_errors"] = 0
    return content


def _made_up(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)
