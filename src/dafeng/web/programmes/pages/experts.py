"""Who should read which plan? A proposal with loads and shortages; nothing is assigned by it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dafeng.programme import Case, Permission, Scope, propose
from dafeng.programme.people import Person
from dafeng.programme.reviewing import load
from dafeng.web.access import open_to
from dafeng.web.accounts.requests import SignedInRequest
from dafeng.web.programmes import scope, showing
from dafeng.web.programmes.access import ASSIGNS_SOMEWHERE
from dafeng.web.programmes.runs import Standing
from dafeng.web.programmes.subjects import subject_names


@open_to(ASSIGNS_SOMEWHERE)
@require_GET
def experts(request: SignedInRequest, slug: str) -> HttpResponse:
    """Propose experts for the plans that lack readers, and show everybody's load."""
    found = scope.open_batch(request.user, slug)
    cases = _cases(found, request)
    proposal = propose(found.programme, found.run, [c.id for c in cases])
    people = _experts(found)
    named = showing.names_of({p.id for p in people})
    short = {s.case: s for s in proposal.shortages}
    rows = [
        {
            "case": case,
            "stage": found.programme.stages[case.stage].title,
            "subjects": subject_names(case.applicant.subjects),
            "assigned": [named[p] for p in case.experts if p in named],
            "proposed": [(p, named[p]) for p in proposal.experts.get(case.id, ())],
            "short": short.get(case.id),
        }
        for case in cases
    ]
    loads = [
        {
            "name": named[p.id],
            "person": p,
            "subjects": subject_names(p.subjects),
            "load": load(found.programme, found.run, p.id),
        }
        for p in people
    ]
    context = {"at": found, "rows": rows, "loads": loads, "rubric": found.programme.rubric}
    return render(request, "programmes/experts.html", context)


def _cases(found: Standing, request: SignedInRequest) -> list[Case]:
    """Return the plans to which the person may assign experts and which lack readers."""
    wanted = str(request.GET.get("case", ""))
    lacking = [
        c
        for c in found.run.cases.values()
        if Permission.ASSIGN in scope.held_on(found, request.user, c.id)
        and len(c.experts) < found.programme.rubric.reviewers
    ]
    chosen = [c for c in lacking if c.id == wanted] or lacking
    return sorted(chosen, key=lambda c: (c.applicant.province, c.id))


def _experts(found: Standing) -> list[Person]:
    readers = {r.id for r in found.programme.roles.values() if r.scope is Scope.ASSIGNED}
    people = found.run.people.values()
    return sorted(
        (p for p in people if any(g.role in readers for g in p.grants)), key=lambda p: p.id
    )
