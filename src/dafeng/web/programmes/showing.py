"""How are clocks, places and decisions put on a page?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dafeng.errors import Severity
from dafeng.language import Text, same
from dafeng.programme import (
    PUBLIC,
    Case,
    Deadline,
    Decision,
    Permission,
    Programme,
    Scope,
    local_text,
    permissions,
)
from dafeng.programme.people import body_name
from dafeng.programme.queue import nearest
from dafeng.programme.rights import is_conflicted, is_embargoed, may_act
from dafeng.programme.state import places_taken
from dafeng.web.accounts.models import User
from dafeng.web.dossiers.findings import taken_up
from dafeng.web.dossiers.models import Version
from dafeng.web.programmes.runs import Standing


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock as a page shows it: its instant with the wording of the notice beside it."""

    title: Text
    instant: datetime
    read: Text
    wording: Text | None
    state: Text
    tone: str
    moved: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a recommending body; how many are taken is None where that is not open."""

    body: Text
    limit: int
    taken: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """A case in a list."""

    case: Case
    body: Text
    stage: Text
    clock: Clock | None
    barred: bool


@dataclass(frozen=True, slots=True)
class Said:
    """One line of what was filled in: its name and its value."""

    title: Text
    value: Text
    sha256: str = ""


def clocks(programme: Programme, running: Mapping[str, Deadline], now: datetime) -> list[Clock]:
    """Return clocks by their instants."""
    ordered = sorted(running.values(), key=lambda d: (d.stopped is not None, d.instant))
    return [clock(programme, d, now) for d in ordered]


def clock(programme: Programme, deadline: Deadline, now: datetime) -> Clock:
    """Return a clock as a page shows it."""
    zone = programme.zone
    state, tone = _state(deadline, now)
    moved = Text("{at} 决定延期，原为 {former}", "moved on {at}, before: {former}")
    return Clock(
        programme.clocks[deadline.clock].title,
        deadline.instant,
        local_text(deadline.instant, zone),
        deadline.wording,
        state,
        tone,
        tuple(
            moved.format(at=local_text(e.instant, zone), former=local_text(e.former, zone))
            for e in deadline.extensions
        ),
    )


def _state(deadline: Deadline, now: datetime) -> tuple[Text, str]:
    if deadline.stopped is not None:
        return Text("已停止", "stopped"), ""
    if deadline.has_run_out(now):
        return Text("已到期", "has run out"), "bad"
    days = (deadline.instant - now).days
    left = Text("还有 {n} 天", "{n} days left") if days else Text("不足一天", "less than a day")
    return left.format(n=days), "warn" if days < 7 else "good"  # noqa: PLR2004 - a week


def rows(found: Standing, cases: tuple[Case, ...], person: str, now: datetime) -> list[Row]:
    """Return cases as a list shows them."""
    programme = found.programme
    return [
        Row(
            case,
            body_name(programme, case.applicant.province),
            programme.stages[case.stage].title,
            _nearest(found, case, person, now),
            is_conflicted(programme, found.run, person, case.applicant),
        )
        for case in cases
    ]


def _nearest(found: Standing, case: Case, person: str, now: datetime) -> Clock | None:
    """Return the clock that runs out first, to those whom it concerns."""
    first = nearest(case) if sees_clocks(found, case, person, now) else None
    return clock(found.programme, first, now) if first is not None else None


def sees_clocks(found: Standing, case: Case, person: str, now: datetime) -> bool:
    """Say whether a person sees the clocks of a case: who reads it, and who decides on a clock."""
    programme, run = found.programme, found.run
    if Permission.READ in permissions(programme, run, person, case, now):
        return True
    moving = (t for t in programme.transitions.values() if t.extends and case.stage in t.sources)
    roles = {r for t in moving for r in (*t.prepared_by, *t.decided_by)}
    return bool(roles) and may_act(programme, run, person, roles, case)


def places(found: Standing, person: str, now: datetime) -> list[Places]:
    """Return the places by recommending body; how many are taken shows who was recommended.

    Before the list is public that is open to who acts for the whole, and to the body itself.
    """
    programme, run = found.programme, found.run
    public = not is_embargoed(programme, run, PUBLIC, now)
    grants = run.people[person].grants
    scopes = {(programme.roles[g.role].scope, g.body) for g in grants}
    return [
        Places(
            body_name(programme, body),
            limit,
            places_taken(programme, run, body)
            if public or scopes & {(Scope.WHOLE, ""), (Scope.PROVINCE, body)}
            else None,
        )
        for body, limit in sorted(run.quota.items())
    ]


def names_of(persons: set[str]) -> dict[str, Text]:
    """Return the names of people at once."""
    users = User.objects.select_related("organisation").filter(person__in=persons)
    found = {u.person: _named(u) for u in users}
    return {p: found.get(p, same(p[:8])) for p in persons}


def _named(user: User) -> Text:
    work = user.organisation.name if user.organisation else None
    return Text(f"{user}（{work.zh}）", f"{user} ({work.en})") if work else same(str(user))


def said(found: Standing, step: str, content: Mapping[str, Any]) -> list[Said]:
    """Return what a content says, line by line, as the person who signs reads it."""
    programme = found.programme
    titles = {f.id: f.title for f in programme.transitions[step].form}
    lines = [Said(titles[k], same(str(v))) for k, v in content.get("form", {}).items()]
    if "snapshot" in content:
        lines.append(Said(Text("档案快照", "snapshot of the dossier"), same(content["snapshot"])))
        lines.append(Said(Text("检查出的错误", "errors found"), same(str(content["errors"]))))
        lines += _open_points(content)
    if "gate_errors" in content:
        title = Text("阻止报送的错误", "errors that block a submission")
        lines.append(Said(title, same(str(content["gate_errors"]))))
    for kind, file in content.get("attachments", {}).items():
        name = same(file.get("name") or kind)
        lines.append(Said(programme.attachments[kind].title, name, file["sha256"]))
    for name, text in content.get("clocks", {}).items():
        instant = local_text(datetime.fromisoformat(text), programme.zone)
        lines.append(Said(programme.clocks[name].title, instant))
    for body, count in content.get("quota", {}).items():
        lines.append(Said(body_name(programme, body), same(str(count))))
    consultant = Text("咨询单位", "consultant")
    return lines + [Said(consultant, same(c)) for c in content.get("consultants", [])]


def _open_points(content: Mapping[str, Any]) -> list[Said]:
    """Return what goes along with a draft although it is open, in the words of the checks."""
    title, named = Text("待解决的问题", "open point"), content.get("open_points", ())
    version = Version.objects.filter(folder=content.get("folder", "")).first() if named else None
    if version is None:
        return [Said(title, same(rule)) for rule in named]
    found = (f for f in taken_up(version.findings) if f.severity is Severity.ERROR)
    return [Said(title, f.message) for f in found if f.rule in named]


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision in the history: the step, who prepared and who signed it, when, its hash."""

    step: Text
    prepared_by: Text
    decided_by: Text
    instant: Text
    digest: str
    alone: bool


def decisions(found: Standing, taken: Sequence[Decision]) -> list[Taken]:
    """Return decisions as a page shows them, the last first."""
    names = names_of({p for d in taken for p in (d.prepared_by, d.decided_by)})
    programme = found.programme
    return [
        Taken(
            programme.transitions[d.transition].title,
            names[d.prepared_by],
            names[d.decided_by],
            local_text(d.instant, programme.zone),
            d.digest,
            d.prepared_by == d.decided_by,
        )
        for d in reversed(taken)
    ]
