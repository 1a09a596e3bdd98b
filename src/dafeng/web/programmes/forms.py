"""Which fields does a step ask for? Made from the rules of the programme, and read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Q

from dafeng import reference
from dafeng.language import Text, same
from dafeng.programme import (
    CalendarError,
    Case,
    Scope,
    Subject,
    Transition,
    calendar_of,
    local_text,
    period_end,
)
from dafeng.programme.definition import ClockRule
from dafeng.programme.people import body_name
from dafeng.web.accounts.models import Organisation
from dafeng.web.answering import LARGEST as LARGEST_REQUEST
from dafeng.web.dossiers.findings import open_points
from dafeng.web.ledger.store import moment
from dafeng.web.programmes.runs import Standing
from dafeng.web.whole_numbers import whole


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a field."""

    value: str
    title: Text


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form.

    Parameters
    ----------
    name
        Name under which it is sent.
    kind
        text, whole, hash, choice, file, instant, lines.
    label, hint
        What it asks, and what helps to answer.
    required
        Whether the rules ask for it.
    options
        Choices, where there are any.
    value
        What was filled in before.
    """

    name: str
    kind: str
    label: Text
    hint: Text | None = None
    required: bool = True
    options: tuple[Option, ...] = ()
    value: str = ""


def fields(
    found: Standing, case: Case | None, step: Transition, versions: Sequence[Any]
) -> tuple[Field, ...]:
    """Return the fields of a step.

    Parameters
    ----------
    found, case
        The batch; the case, None for the batch as a whole.
    step
        The step.
    versions
        Versions of the place's dossier, of which one is handed in where the step asks for it.
    """
    return (
        *_forms(step),
        *_snapshot(found, step, versions),
        *_attachments(found, step),
        *_clocks(found, case, step),
        *_quota(found, case, step),
    )


def filled(asked: Sequence[Field], values: Mapping[str, str]) -> tuple[Field, ...]:
    """Return the fields with what was filled in before."""
    return tuple(replace(f, value=values.get(f.name, f.value)) for f in asked)


def content(
    found: Standing,
    asked: Sequence[Field],
    values: Mapping[str, str],
    versions: Sequence[Any],
    files: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """Return the content of an event from a form that was sent.

    What is left empty is left out, so that the rules name it.

    Parameters
    ----------
    found
        The batch.
    asked
        Fields of the step.
    values
        What was sent, by the names of the fields.
    versions
        Versions of the place's dossier.
    files
        Files that were handed in, by kind: hash, name and size.
    """
    given = {f.name: values.get(f.name, "").strip() for f in asked}
    form = {_rest(f): _value(f, given[f.name]) for f in asked if _is(f, "form") and given[f.name]}
    clocks = {
        _rest(f): _instant(given[f.name], found.programme.zone)
        for f in asked
        if _is(f, "clock") and given[f.name]
    }
    quota = {_rest(f): _whole(given[f.name]) for f in asked if _is(f, "quota") and given[f.name]}
    made: dict[str, Any] = {"form": form} if form else {}
    made |= {"clocks": clocks} if clocks else {}
    made |= {"quota": quota} if quota else {}
    made |= {"attachments": {k: dict(v) for k, v in files.items()}} if files else {}
    chosen = next((v for v in versions if str(v.number) == given.get("version")), None)
    if chosen is not None:
        made |= {"snapshot": chosen.snapshot, "folder": chosen.folder_id, "errors": chosen.errors}
        made |= {} if chosen.gate_errors is None else {"gate_errors": chosen.gate_errors}
        made |= {"open_points": open_points(chosen.findings)} if chosen.errors else {}
    named = [line.strip() for line in given.get("consultants", "").splitlines() if line.strip()]
    return made | ({"consultants": [*map(organisation_code, named)]} if named else {})


def organisation_code(named: str) -> str:
    """Return the code of an organisation that is named by code or name; else what was said."""
    by_name = Q(code__iexact=named) | Q(name_zh__iexact=named) | Q(name_en__iexact=named)
    found = Organisation.objects.filter(by_name).first()
    return found.code if found is not None else named


def deciding(found: Standing, codes: Sequence[str]) -> list[str]:
    """Return the organisations whose people decide on plans in a batch.

    A place that states them as its consultants would bar its own judges: nobody could act on its
    case any more, and the batch would wait for it.
    """
    roles = found.programme.roles
    judging = {r for r in found.programme.conflicts if roles[r].scope is not Scope.ASSIGNED}
    people = found.run.people.values()
    works = {p.organisation for p in people if any(g.role in judging for g in p.grants)}
    return [code for code in codes if code in works]


def unheard_of(codes: Sequence[str]) -> list[str]:
    """Return the organisations that the site does not know: nobody is barred by them."""
    known = set(Organisation.objects.filter(code__in=codes).values_list("code", flat=True))
    return [code for code in codes if code not in known]


def _forms(step: Transition) -> Iterator[Field]:
    for field in step.form:
        options = tuple(Option(c, same(c)) for c in field.choices)
        yield Field(f"form.{field.id}", field.kind, field.title, None, field.required, options)


_WITHOUT_ERRORS: Final = Text(
    "提交的是这一版的快照；有错误的版本不能提交。",
    "A snapshot of this version is handed in; a version with errors cannot be.",
)
_WITH_POINTS: Final = Text(
    "提交的是这一版的快照；其中的错误列为待解决的问题，随草案一并提交。",
    "A snapshot of this version is handed in; its errors go along as open points.",
)


def _snapshot(found: Standing, step: Transition, versions: Sequence[Any]) -> Iterator[Field]:
    if "snapshot" not in step.guards:
        return
    gate = bool(step.guards.get("gate"))
    options = tuple(
        Option(str(v.number), _version(v, found.programme.zone, gate=gate)) for v in versions
    )
    hint = _WITH_POINTS if step.guards["snapshot"] == "open" else _WITHOUT_ERRORS
    yield Field(
        "version", "choice", Text("档案版本", "version of the dossier"), hint, True, options
    )
    told = Text(
        "参与方案编制的单位，每行一个（名称或机构代码）；其人员因利益冲突不能评审本方案。",
        "Organisations that worked on the plan, one a line (name or code); their people cannot "
        "review it.",
    )
    yield Field("consultants", "lines", Text("咨询单位", "consultants"), told, required=False)


def _version(version: Any, zone: str, *, gate: bool) -> Text:
    told = Text(
        "第 {n} 版，{day}，{errors} 个错误，{hash}…", "version {n}, {day}, {errors} errors, {hash}…"
    )
    counted = version.gate_errors if gate else version.errors
    return told.format(
        n=version.number,
        day=local_text(version.created, zone),
        errors="?" if counted is None else counted,
        hash=version.snapshot[:12],
    )


#: Files that can be handed in with one step [bytes]: what the server reads, less the form itself.
LARGEST: Final = LARGEST_REQUEST - (2 << 20)
AT_MOST: Final = Text(
    f"一次提交的文件合计不超过 {LARGEST >> 20} MB",
    f"the files of one step are at most {LARGEST >> 20} MB together",
)


def _attachments(found: Standing, step: Transition) -> Iterator[Field]:
    kinds = found.programme.attachments
    for name in step.attachments:
        read_by = ACCESS[kinds[name].access]
        hint = Text(f"{read_by.zh}；{AT_MOST.zh}", f"{read_by.en}; {AT_MOST.en}")
        yield Field(f"file.{name}", "file", kinds[name].title, hint)


#: Who will read a file, by the access of its kind.
ACCESS: Final[Mapping[str, Text]] = {
    "public": Text("将公开", "will be public"),
    "review": Text("供审核人员阅读", "read by those who review"),
    "restricted": Text("不公开", "restricted"),
}


def _clocks(found: Standing, case: Case | None, step: Transition) -> Iterator[Field]:
    programme = found.programme
    known = programme.batches[found.run.batch].clocks
    asked = [c for c in (*step.starts, *step.starts_each) if c not in known]
    for clock in (*asked, *step.extends):
        rule = programme.clocks[clock]
        running = (case or found.run).clocks.get(clock)
        hint = _former(running.instant, programme.zone) if running else None
        if rule.amount and clock not in step.extends:
            hint = _uncounted(found, rule)
            if hint is None:
                continue
        yield Field(f"clock.{clock}", "instant", _titled(rule.title, programme.zone), hint)


def _uncounted(found: Standing, rule: ClockRule) -> Text | None:
    """Return why a clock cannot be counted from this moment; None where it can."""
    days = calendar_of(found.programme, found.run)
    try:
        period_end(days, found.programme.zone, moment(), rule.amount, rule.unit)
    except CalendarError as error:
        return error.text
    return None


def _quota(found: Standing, case: Case | None, step: Transition) -> Iterator[Field]:
    programme = found.programme
    batch = programme.batches[found.run.batch]
    opens = found.run.stage == programme.initial(Subject.BATCH).id and step.subject is Subject.BATCH
    if case is not None or not opens or batch.quota_rule != "opening":
        return
    for body in (*provinces(), *programme.bodies):
        title = Text("名额：{name}", "places: {name}").format(name=body_name(programme, body))
        yield Field(f"quota.{body}", "whole", title, required=False)


def _titled(title: Text, zone: str) -> Text:
    return Text(
        "{title}：截止时刻（{zone} 当地时间）", "{title}: instant (local time of {zone})"
    ).format(title=title, zone=zone)


def _former(instant: datetime, zone: str) -> Text:
    told = Text("现为 {now}；只能向后推。", "Now {now}; it can only be moved to a later instant.")
    return told.format(now=local_text(instant, zone))


def provinces() -> list[str]:
    """Return the codes of the provinces in order."""
    known = reference.divisions()
    return sorted(code for code in known if code.endswith("0000"))


def _is(field: Field, group: str) -> bool:
    return field.name.startswith(f"{group}.")


def _rest(field: Field) -> str:
    return field.name.split(".", 1)[1]


def _value(field: Field, text: str) -> str | int:
    return _whole(text) if field.kind == "whole" else text


def _whole(text: str) -> str | int:
    """Return a whole number; another text stays, for the rules to refuse."""
    number = whole(text)
    return text if number is None else number


def _instant(text: str, zone: str) -> str:
    """Return an instant with its offset; a text that is none stays, for the rules to refuse."""
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        return text
    local = given.replace(tzinfo=ZoneInfo(zone)) if given.utcoffset() is None else given
    return local.isoformat()
