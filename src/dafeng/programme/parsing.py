"""Which programme does a file describe? Tables become values, every fault at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast, get_args

from dafeng.language import Text
from dafeng.programme.calendar import Calendar, Unit, calendars
from dafeng.programme.definition import (
    Attachment,
    Batch,
    ClockRule,
    Criterion,
    Eligibility,
    Embargo,
    FormField,
    Programme,
    Role,
    Rubric,
    SetClock,
    Stage,
    Transition,
)
from dafeng.programme.people import GROUNDS
from dafeng.programme.reading import UNREAD, Findings, Table
from dafeng.programme.vocabulary import (
    Basis,
    Fact,
    Mark,
    Permission,
    Relation,
    Scope,
    Source,
    Subject,
)

MARKS: Final = get_args(Mark)
SUBJECTS: Final = tuple(s.value for s in Subject)
ACCESS: Final = ("public", "review", "restricted")
QUOTA_RULES: Final = ("file", "opening", "none")
FIELD_KINDS: Final = ("text", "whole", "hash", "choice")


def programme_of(
    document: Mapping[str, Any], version: str, findings: Findings, calendar: Calendar | None = None
) -> Programme:
    """Return the programme of a document; what is wrong goes to the findings.

    Parameters
    ----------
    document
        The whole content, bases merged in.
    version
        Its hash.
    findings
        Takes what is wrong; if it took anything, the programme is not to be used.
    calendar
        Working days, where they are not those that come with Dafeng now.
    """
    top = Table(document, "", findings)
    head = top.table("programme") or Table({}, "programme", findings)
    name = head.choice("calendar", tuple(calendars()) if calendar is None else (calendar.id,))
    calendar = calendar or calendars().get(name)
    found = Programme(
        head.word("id"),
        head.text("title"),
        head.text("authority"),
        version,
        head.word("zone"),
        calendar or _no_calendar(),
        {name: t.text("title") for name, t in head.tables("bodies")},
        {n: Source(n, t.text("title"), t.word("address", "")) for n, t in top.tables("source")},
        _facts(head),
        {n: _role(n, t) for n, t in top.tables("role")},
        {n: t.text("title") for n, t in top.tables("phase")},
        {n: _stage(n, t) for n, t in top.tables("stage")},
        {n: _clock(n, t) for n, t in top.tables("clock")},
        {
            n: Attachment(n, t.text("title"), t.choice("access", ACCESS, "review"))
            for n, t in top.tables("attachment")
        },
        {n: _transition(n, t) for n, t in top.tables("transition")},
        _rights(top),
        _rubric(top.table("rubric") or Table({}, "rubric", findings)),
        _conflicts(top.table("conflict") or Table({}, "conflict", findings)),
        _embargo(top.table("embargo", required=False)),
        {n: _eligibility(n, t) for n, t in top.tables("eligibility")},
        {n: _batch(n, t) for n, t in top.tables("batch")},
        _begin(top.table("begin", required=False)),
        dict(document),
    )
    findings.tell_unknown_keys()
    return found


def _no_calendar() -> Calendar:
    return Calendar("", UNREAD, frozenset(), frozenset(), frozenset(), ())


def _basis(table: Table) -> Basis:
    mark = table.choice("mark", MARKS)
    return Basis(cast("Mark", mark), table.word("source", ""))


def _facts(table: Table) -> tuple[Fact, ...]:
    return tuple(Fact(row.text("text"), _basis(row)) for row in table.rows("facts"))


def _role(name: str, table: Table) -> Role:
    scope = table.choice("scope", tuple(s.value for s in Scope))
    known = scope if scope in tuple(Scope) else Scope.NONE
    return Role(name, table.text("title"), Scope(known), table.words("appointed_by"))


def _stage(name: str, table: Table) -> Stage:
    return Stage(
        name,
        table.text("title"),
        _subject(table),
        table.word("phase", ""),
        table.flag("initial"),
        table.flag("final"),
        table.flag("holds_place"),
    )


def _subject(table: Table) -> Subject:
    found = table.choice("of", SUBJECTS, Subject.CASE.value)
    return Subject(found) if found in SUBJECTS else Subject.CASE


def _clock(name: str, table: Table) -> ClockRule:
    units = tuple(u.value for u in Unit)
    unit = table.choice("unit", units, Unit.WORKING_DAYS.value)
    return ClockRule(
        name,
        table.text("title"),
        _subject(table),
        table.whole("amount") or 0,
        Unit(unit) if unit in units else Unit.WORKING_DAYS,
        _basis(table),
    )


def _transition(name: str, table: Table) -> Transition:
    return Transition(
        name,
        table.text("title"),
        _subject(table),
        table.words("from"),
        table.word("to", ""),
        table.words("prepared_by"),
        table.words("decided_by"),
        table.flag("clerical"),
        tuple(_field(n, t) for n, t in table.tables("form")),
        table.words("attachments"),
        table.plain("guard"),
        table.words("starts"),
        table.words("stops"),
        table.words("extends"),
        table.pairs("cascade"),
        table.words("starts_each"),
        _basis(table),
        table.flag("optional"),
    )


def _field(name: str, table: Table) -> FormField:
    return FormField(
        name,
        table.text("title"),
        table.choice("kind", FIELD_KINDS, "text"),
        not table.flag("optional"),
        table.words("choices"),
    )


def _rights(top: Table) -> dict[tuple[str, Relation, str], frozenset[Permission]]:
    relations, known = tuple(r.value for r in Relation), tuple(p.value for p in Permission)
    found: dict[tuple[str, Relation, str], frozenset[Permission]] = {}
    for role, by_relation in top.tables("rights"):
        for relation, cells in by_relation.items():
            if relation not in relations:
                by_relation.refuse_choice(relation, relation, relations)
                continue
            table = Table(cells, by_relation.at(relation), top.findings)
            for phase in table.names():
                granted = table.words(phase)
                for word in (w for w in granted if w not in known):
                    table.refuse_choice(phase, word, known)
                allowed = frozenset(Permission(w) for w in granted if w in known)
                found[role, Relation(relation), phase] = allowed
    return found


def _rubric(table: Table) -> Rubric:
    return Rubric(
        tuple(
            Criterion(n, t.text("title"), t.text("question"), t.whole("weight") or 0)
            for n, t in table.tables("criteria")
        ),
        table.whole("highest") or 0,
        table.whole("conflict") or 0,
        table.whole("reviewers") or 0,
        _basis(table),
    )


def _conflicts(table: Table) -> dict[str, tuple[str, ...]]:
    found = {}
    for role in table.names():
        grounds = table.words(role)
        for word in (w for w in grounds if w not in GROUNDS):
            table.refuse_choice(role, word, tuple(GROUNDS))
        found[role] = tuple(w for w in grounds if w in GROUNDS)
    return found


def _embargo(table: Table | None) -> Embargo | None:
    if table is None:
        return None
    return Embargo(table.word("clock"), table.words("roles"))


def _begin(table: Table | None) -> dict[str, Any]:
    return table.plain("guard") if table is not None else {}


def _eligibility(name: str, table: Table) -> Eligibility:
    levels = {n: t.text("title") for n, t in table.tables("levels")}
    return Eligibility(name, table.text("title"), levels, _basis(table))


def _batch(name: str, table: Table) -> Batch:
    clocks = {n: _set_clock(t) for n, t in table.tables("clock")}
    quota = table.plain("quota")
    return Batch(
        name,
        table.text("title"),
        table.whole("places", None),
        table.choice("quota_rule", QUOTA_RULES, "file"),
        {body: n for body, n in quota.items() if type(n) is int},
        table.text("quota_note"),
        _basis(table),
        {n: c for n, c in clocks.items() if c is not None},
        _facts(table),
    )


def _set_clock(table: Table) -> SetClock | None:
    instant, wording, basis = table.instant("instant"), table.text("wording"), _basis(table)
    return SetClock(instant, wording, basis) if instant else None


def text_of_mark(mark: str) -> Text:
    """Return what a mark means."""
    return _MARK_TEXTS[mark]


_MARK_TEXTS: Final = {
    "Q": Text("来源原文", "quoted from a source"),
    "S": Text("二手来源", "from a secondary source"),
    "I": Text("推断或本文件自定", "inferred, or set by this file"),
    "M": Text("凭记忆，未核实", "from memory, unverified"),
}
