"""How does something become public? By these functions alone, after the decision on it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from dafeng import reference
from dafeng.language import Text
from dafeng.programme import Case, Programme, Run, visible_cases
from dafeng.programme.people import body_name
from dafeng.web.published.filling import index_place
from dafeng.web.published.models import (
    Draft,
    Edition,
    Finding,
    Participation,
    Place,
    Plan,
    PublishedFile,
)
from dafeng.web.published.search import learn


@dataclass(frozen=True, slots=True)
class Issued:
    """A plan that its city government has issued.

    Parameters
    ----------
    place, batch
        Whose; of which running batch.
    snapshot
        Content hash of what was approved.
    entry
        Number of the decision in the record.
    instant
        When it was decided.
    results
        Totals and peaks of ``results.json`` of its build.
    projects
        Its projects: id, name (zh, en), class, place, owner, start, finish, investment.
    files
        Public files by name; what is restricted is never given here.
    """

    place: str
    batch: str
    snapshot: str
    entry: int
    instant: datetime
    results: Mapping[str, Any] = field(default_factory=dict)
    projects: Sequence[Mapping[str, Any]] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """A file that a place has put out for comment: what it is, its name, when."""

    title: Text
    name: str
    instant: datetime
    data: bytes


@transaction.atomic(using="published")
def release_list(programme: Programme, run: Run, batch: str, now: datetime) -> int:
    """Write the cases that everybody may see at an instant; return how many.

    What the embargo still covers is not among them, whoever calls.

    Parameters
    ----------
    programme, run
        The rules and where the batch stands.
    batch
        Name of the running batch on this site.
    now
        Time of the server's clock.
    """
    Edition.renew()
    seen = visible_cases(programme, run, None, now)
    for case in seen:
        _show(programme, run, batch, case)
    Participation.objects.filter(batch=batch).exclude(place__in=[c.id for c in seen]).delete()
    return len(seen)


def _show(programme: Programme, run: Run, batch: str, case: Case) -> None:
    place = _place(programme, case)
    title, stage = programme.batches[run.batch].title, programme.stages[case.stage].title
    Participation.objects.update_or_create(
        place=place,
        batch=batch,
        defaults={
            "title_zh": title.zh,
            "title_en": title.en,
            "stage_zh": stage.zh,
            "stage_en": stage.en,
        },
    )
    index_place(place)


def _place(programme: Programme, case: Case) -> Place:
    """Return the place; what a published list says of it outweighs what it wrote itself."""
    listed = Place.objects.filter(id=case.id).first()
    if listed is not None and case.id in {pilot.id for pilot in reference.pilots()}:
        return listed
    return Place.objects.update_or_create(id=case.id, defaults=_facts(programme, case))[0]


def _facts(programme: Programme, case: Case) -> dict[str, Any]:
    applicant = case.applicant
    province = body_name(programme, applicant.province)
    divisions = reference.divisions()
    host = next((divisions[c] for c in (*applicant.hosts, applicant.id) if c in divisions), None)
    return {
        "kind": applicant.kind,
        "name_zh": applicant.name.zh,
        "name_en": applicant.name.en,
        "province": applicant.province,
        "province_zh": province.zh,
        "province_en": province.en,
        "hosts": " ".join(applicant.hosts),
        "longitude": host.longitude if host else None,
        "latitude": host.latitude if host else None,
    }


@transaction.atomic(using="published")
def release_plan(issued: Issued) -> Plan:
    """Write an issued plan with its public figures and files.

    Raises
    ------
    Place.DoesNotExist
        If the place stands on no published list.
    """
    Edition.renew()
    place = Place.objects.get(id=issued.place)
    plan, _new = Plan.objects.update_or_create(
        place=place,
        entry=issued.entry,
        defaults={
            "batch": issued.batch,
            "snapshot": issued.snapshot,
            "instant": issued.instant,
            "results": dict(issued.results),
            "projects": [dict(p) for p in issued.projects],
        },
    )
    plan.files.all().delete()
    PublishedFile.objects.bulk_create(_file(plan, n, data) for n, data in issued.files.items())
    _index_plan(place, plan)
    return plan


def _file(plan: Plan, name: str, data: bytes) -> PublishedFile:
    digest = hashlib.sha256(data).hexdigest()
    return PublishedFile(plan=plan, name=name, sha256=digest, size=len(data), content=data)


@transaction.atomic(using="published")
def release_drafts(place: str, batch: str, shown: Sequence[Shown]) -> None:
    """Write the drafts of a place in a batch that everybody may read now, in place of the old.

    Raises
    ------
    Place.DoesNotExist
        If the place stands on no published list.
    """
    Edition.renew()
    found = Place.objects.get(id=place)
    found.drafts.filter(batch=batch).delete()
    Draft.objects.bulk_create(
        Draft(
            place=found,
            batch=batch,
            instant=one.instant,
            title_zh=one.title.zh,
            title_en=one.title.en,
            name=one.name,
            sha256=hashlib.sha256(one.data).hexdigest(),
            size=len(one.data),
            content=one.data,
        )
        for one in shown
    )


def _index_plan(place: Place, plan: Plan) -> None:
    projects = [f"{p.get('name_zh', '')} {p.get('name_en', '')}" for p in plan.projects]
    learn(
        Finding(
            kind="plan",
            address=f"/places/{place.id}/",
            title_zh=f"{place.name_zh}：已印发的方案",
            title_en=f"{place.name_en}: issued plan",
            text=" ".join(projects),
        )
    )
