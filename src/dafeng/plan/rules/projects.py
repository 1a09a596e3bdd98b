"""Projects, tasks and reforms: who, where, how much, when, how many tonnes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from dafeng.dossier.aims import read_aim, year_of
from dafeng.dossier.vocabulary import is_total
from dafeng.language import Text
from dafeng.plan.project_coordinates import misplaced
from dafeng.plan.project_status import Stage, stage_of
from dafeng.plan.rules.catalogue import Hit, Question, asks
from dafeng.plan.rules.rows import Project
from dafeng.plan.rules.subject import Subject

#: Number of projects with one and the same figure of tonnes from which on it is no estimate.
ALIKE: Final = 3
#: Projects that one finding names.
NAMED: Final = 5


#: Columns that must not be blank, by rule: table, and columns of which none may be.
_FILLED: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "project.owner": ("projects", ("owner",)),
    "project.location": ("projects", ("location",)),
    "project.investment": ("projects", ("investment",)),
    "project.dates": ("projects", ("start_year", "end_year")),
    "task.owner": ("tasks", ("owner",)),
    "task.due": ("tasks", ("due_year",)),
    "reform.owner": ("reforms", ("owner",)),
    "reform.act": ("reforms", ("act",)),
    "reform.effect": ("reforms", ("effect",)),
}


def _filled(table: str, columns: tuple[str, ...]) -> Question:
    """Return the question whether a table leaves one of the columns blank."""

    def question(subject: Subject) -> Iterator[Hit]:
        projects = [p.row for p in subject.projects]
        for row in projects if table == "projects" else subject.table(table):
            empty = [c for c in columns if read_aim(row[c]).state == "blank"]
            if empty:
                yield row.at(empty[0]), {"name": row["name"]}

    return question


for _rule, (_table, _columns) in _FILLED.items():
    asks(_rule)(_filled(_table, _columns))


@asks("project.tonnes")
def tonnes(subject: Subject) -> Iterator[Hit]:
    """Projects without tonnes, and without the measure from which they follow: told together."""
    bare = [p for p in subject.projects if _without_tonnes(p)]
    if bare:
        yield bare[0].at("reduction"), _listed(bare, subject)


def _listed(found: list[Project], subject: Subject) -> dict[str, object]:
    """Return how many of all projects are meant, and the names of the first."""
    names = [p.row["name"] or p.row["id"] for p in found]
    more = "…" if len(names) > NAMED else ""
    listed = Text("、".join(names[:NAMED]) + more, ", ".join(names[:NAMED]) + more)
    return {"count": len(found), "all": len(subject.projects), "projects": listed}


def _without_tonnes(project: Project) -> bool:
    computed = project.row["measure"] and project.row["capacity"]
    return read_aim(project.row["reduction"]).state == "blank" and not computed


@asks("project.class_tonnes")
def class_tonnes(subject: Subject) -> Iterator[Hit]:
    """Projects of which a plan states nothing but how many each class has."""
    rows = subject.table("classes")
    if subject.table("projects") or not rows:
        return
    counts = [read_aim(r["count"]).value or 0 for r in rows if not is_total(r["class"])]
    stated = [read_aim(r["count"]).value for r in rows if is_total(r["class"])]
    count = next((c for c in stated if c is not None), sum(counts))
    yield rows[0].at("count"), {"count": f"{count:g}"}


@asks("project.class")
def project_class(subject: Subject) -> Iterator[Hit]:
    """A project without one of the guide's classes."""
    names = [c.name for c in subject.guide.classes]
    for project in subject.projects if names else ():
        if not project.cls:
            known = Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))
            text = project.row["kind"] or "—"
            yield (
                project.at("kind"),
                {"project": project.row["name"], "text": text, "known": known},
            )


@asks("project.measure")
def measure(subject: Subject) -> Iterator[Hit]:
    """Projects that are tied to no measure."""
    bare = [p for p in subject.projects if not p.row["measure"]]
    if bare:
        yield bare[0].at("measure"), {"count": len(bare), "all": len(subject.projects)}


@asks("project.order")
def order(subject: Subject) -> Iterator[Hit]:
    """A project that ends before it starts."""
    for project in subject.projects:
        if project.start is not None and project.end is not None and project.start > project.end:
            yield (
                project.at("end_year"),
                {"project": project.row["name"], "start": project.start, "end": project.end},
            )


@asks("project.year")
def year(subject: Subject) -> Iterator[Hit]:
    """A year of a project that cannot be read."""
    for project in subject.projects:
        for column in ("start_year", "end_year"):
            text = project.row[column]
            if read_aim(text).state != "blank" and year_of(text) is None:
                yield project.at(column), {"project": project.row["name"], "text": text}


@asks("project.late")
def late(subject: Subject) -> Iterator[Hit]:
    """A project that runs only after the last year of the guide."""
    last = max(subject.guide.years)
    for project in subject.projects:
        if project.end is not None and project.end > last and project.reduction:
            yield (
                project.at("end_year"),
                {"project": project.row["name"], "end": project.end, "last": last},
            )


@asks("project.before_base")
def before_base(subject: Subject) -> Iterator[Hit]:
    """A project that ran before the base year, whose effect the base holds already."""
    base = subject.base_year
    for project in subject.projects:
        if project.reduction and base is not None and (project.end or base) < base:
            yield (
                project.at("end_year"),
                {"project": project.row["name"], "end": project.end, "base": base},
            )


@asks("project.status")
def status(subject: Subject) -> Iterator[Hit]:
    """A status that its dates deny."""
    for project in subject.projects:
        stage = stage_of(project.row["status"], subject.today)
        done = stage is Stage.DONE
        early = done and project.end is not None and project.end > subject.today
        stale = stage is Stage.AHEAD and project.start is not None and project.start < subject.today
        if early or stale:
            span = f"{project.start or '…'}–{project.end or '…'}"
            yield (
                project.at("status"),
                {"project": project.row["name"], "text": project.row["status"], "span": span},
            )


@asks("project.begun")
def begun(subject: Subject) -> Iterator[Hit]:
    """Projects of which nobody can tell whether building has begun: told together."""
    open_ = [
        p for p in subject.projects if stage_of(p.row["status"], subject.today) is Stage.UNKNOWN
    ]
    if open_:
        yield open_[0].at("status"), _listed(open_, subject)


@asks("project.negative")
def negative(subject: Subject) -> Iterator[Hit]:
    """A project with tonnes, money or a size of zero or less."""
    for project in subject.projects:
        for column, value in (
            ("investment", project.investment),
            ("reduction", project.reduction),
            ("capacity", read_aim(project.row["capacity"]).value),
        ):
            if value is not None and (value < 0 or (value == 0 and column != "reduction")):
                text = project.row[column]
                yield project.at(column), {"project": project.row["name"], "text": text}


@asks("project.coordinates")
def coordinates(subject: Subject) -> Iterator[Hit]:
    """Coordinates that cannot be read, are swapped, lie abroad or far from the place."""
    for project in subject.projects:
        east, north = project.row["longitude"], project.row["latitude"]
        found = misplaced(east, north, subject.code) if east or north else None
        if found is not None:
            column, why = found
            text = f"{east or '—'} / {north or '—'}"
            yield project.at(column), {"project": project.row["name"], "text": text, "why": why}


@asks("project.alike")
def alike(subject: Subject) -> Iterator[Hit]:
    """Many projects with one and the same figure of tonnes."""
    by_figure: dict[float, list[Project]] = defaultdict(list)
    for project in subject.projects:
        if project.reduction:
            by_figure[project.reduction].append(project)
    for found in by_figure.values():
        if len(found) >= ALIKE:
            text = f"{found[0].row['reduction']} {found[0].row['reduction_unit']}"
            yield found[0].at("reduction"), {"count": len(found), "text": text}


@asks("task.past")
def task_past(subject: Subject) -> Iterator[Hit]:
    """A task whose deadline has passed before the plan is checked."""
    for row in subject.table("tasks"):
        due = year_of(row["due_year"])
        if due is not None and due < subject.today:
            yield row.at("due_year"), {"name": row["name"], "due": due, "today": subject.today}
