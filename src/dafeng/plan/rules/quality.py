"""Data quality: blanks without reason, figures without source, estimates in place of records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dafeng import reference
from dafeng.dossier.aims import is_past, year_of
from dafeng.dossier.records import Quality
from dafeng.dossier.vocabulary import terms
from dafeng.language import percent
from dafeng.plan.rules.catalogue import Hit, asks
from dafeng.plan.rules.subject import Subject

#: Share of estimates above which a plan cannot be called the place's own [-].
ESTIMATES: Final = 0.5
#: Years of energy data below which no trend can be told.
SHORT: Final = 3


@asks("data.missing")
def missing(subject: Subject) -> Iterator[Hit]:
    """A target left blank without a notation key."""
    bases = {(t.id, t.base_year) for t in subject.targets}
    for target in subject.targets:
        of_base = (target.id, target.year) in bases  # no fall in the year from which it counts
        of_base = of_base or (target.is_change and is_past(target.row))
        if target.aim.state == "blank" and not of_base:
            yield target.at("value"), {"indicator": target.name, "year": target.year or "—"}


@asks("data.target_source")
def target_source(subject: Subject) -> Iterator[Hit]:
    """Targets without a source."""
    aims = [t for t in subject.targets if not is_past(t.row)]
    bare = [t for t in aims if not t.row["source"]]
    if bare:
        yield bare[0].at("source"), {"count": len(bare), "all": len(aims)}


@asks("data.project_source")
def project_source(subject: Subject) -> Iterator[Hit]:
    """Projects without a source."""
    bare = [p for p in subject.projects if not p.row["source"]]
    if bare:
        yield bare[0].at("source"), {"count": len(bare), "all": len(subject.projects)}


@asks("data.source_unknown")
def source_unknown(subject: Subject) -> Iterator[Hit]:
    """A source that is cited and stands in no table of sources."""
    known = {s.id for s in subject.sources} | set(reference.sources())
    if not subject.sources:
        return
    for table in ("targets", "projects", "actuals", "measures"):
        for row in subject.table(table):
            if row["source"] and row["source"] not in known:
                yield row.at("source"), {"text": row["source"]}


@asks("data.actual_future")
def actual_future(subject: Subject) -> Iterator[Hit]:
    """An actual figure of a year that is not over."""
    for row in subject.table("actuals"):
        year = year_of(row["year"])
        if year is not None and year >= subject.today:
            yield row.at("year"), {"subject": row["subject"], "year": year, "today": subject.today}


@asks("data.actual_source")
def actual_source(subject: Subject) -> Iterator[Hit]:
    """Actual figures without a source."""
    bare = [row for row in subject.table("actuals") if not row["source"]]
    if bare:
        yield bare[0].at("source"), {"count": len(bare), "all": len(subject.table("actuals"))}


@asks("data.factor_source")
def factor_source(subject: Subject) -> Iterator[Hit]:
    """A local factor without a source."""
    for record in subject.dossier.factors if subject.dossier else ():
        if not record.amount.source and record.amount.value is not None:
            yield record.amount.place, {"factor": terms("factor")[record.quantity].name}


@asks("data.assumption_source")
def assumption_source(subject: Subject) -> Iterator[Hit]:
    """Assumptions without a source."""
    stated = subject.dossier.assumptions if subject.dossier else ()
    bare = [record for record in stated if not record.source]
    if bare:
        yield bare[0].place, {"count": len(bare), "all": len(stated)}


@asks("data.estimates")
def estimates(subject: Subject) -> Iterator[Hit]:
    """A base year whose emissions rest on estimates."""
    account, dossier = subject.account, subject.dossier
    if account is None or dossier is None or account.estimated <= ESTIMATES:
        return
    yield (
        dossier.identity.place("base_year"),
        {"share": percent(account.estimated, 0), "year": account.year},
    )


@asks("data.history")
def short_history(subject: Subject) -> Iterator[Hit]:
    """Energy records of the place's own for too few years."""
    dossier = subject.dossier
    if dossier is None:
        return
    own = {r.year for r in dossier.energy if r.amount.quality is not Quality.ESTIMATE}
    if 0 < len(own) < SHORT:
        years = ", ".join(map(str, sorted(own)))
        yield dossier.identity.place("base_year"), {"years": years, "wanted": SHORT}
