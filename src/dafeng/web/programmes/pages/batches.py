"""Pages of a batch as a whole: the list of batches, one batch, the queue."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dafeng.programme import open_steps, queue, visible_cases
from dafeng.programme.people import body_name
from dafeng.web.access import SIGNED_IN, open_to
from dafeng.web.accounts.requests import SignedInRequest
from dafeng.web.frame.speech import language
from dafeng.web.ledger.store import moment
from dafeng.web.programmes import exporting, scope, showing
from dafeng.web.programmes.access import IN_BATCH
from dafeng.web.programmes.pages.saving import saved
from dafeng.web.programmes.places import granted_body
from dafeng.web.programmes.runs import Standing


@open_to(SIGNED_IN)
@require_GET
def batches(request: SignedInRequest) -> HttpResponse:
    """List the batches in which the person holds a role."""
    now, person = moment(), request.user.person
    found = [
        {
            "at": s,
            "stage": s.programme.stages[s.run.stage].title,
            "batch": s.programme.batches[s.run.batch],
            "roles": _roles(s, person),
            "waiting": len(queue(s.programme, s.run, person, now)),
        }
        for s in scope.batches_for(request.user)
    ]
    return render(request, "programmes/batches.html", {"batches": found})


@open_to(IN_BATCH)
@require_GET
def batch(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show a batch: where it stands, its clocks, its places, the cases that one may see."""
    found = scope.open_batch(request.user, slug)
    now, person = moment(), request.user.person
    programme, run = found.programme, found.run
    return render(
        request,
        "programmes/batch.html",
        {
            "at": found,
            "batch": programme.batches[run.batch],
            "stage": programme.stages[run.stage].title,
            "clocks": showing.clocks(programme, run.clocks, now),
            "places": showing.places(found, person, now),
            "steps": open_steps(programme, run, person, None, now),
            "pending": [
                {"step": programme.transitions[s], "pending": p, "own": p.person == person}
                for s, p in run.pending.items()
                if scope.pending_for(found, request.user, None, s)
            ],
            "cases": showing.rows(found, visible_cases(programme, run, person, now), person, now),
            "roles": _roles(found, person),
            "may_begin": bool(scope.new_places(found, request.user)),
            "decisions": showing.decisions(found, run.decisions),
            "appoints": scope.gives_roles(found, request.user),
            "announces": scope.announces(found, request.user),
            "assigns": scope.assigns(found, request.user),
        },
    )


@open_to(IN_BATCH)
@require_GET
def waiting(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show what waits for the person, by province and clock."""
    found = scope.open_batch(request.user, slug)
    now, person = moment(), request.user.person
    groups: dict[str, list[dict[str, object]]] = {}
    for item in queue(found.programme, found.run, person, now):
        row = showing.rows(found, (item.case,), person, now)[0]
        body = item.case.applicant.province
        groups.setdefault(body, []).append({"item": item, "row": row})
    named = [(body_name(found.programme, body), items) for body, items in groups.items()]
    return render(request, "programmes/queue.html", {"at": found, "groups": named})


def _roles(found: Standing, person: str) -> list[dict[str, object]]:
    programme = found.programme
    return [
        {
            "title": programme.roles[g.role].title,
            "body": granted_body(found, g.body),
        }
        for g in found.run.people[person].grants
    ]


@open_to(IN_BATCH)
@require_GET
def list_xlsx(request: SignedInRequest, slug: str) -> HttpResponse:
    """Hand out the list as a workbook."""
    found = exporting.listed(scope.open_batch(request.user, slug), request.user.person, moment())
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return saved(exporting.workbook(found, language()), f"{slug}.xlsx", kind)


@open_to(IN_BATCH)
@require_GET
def list_docx(request: SignedInRequest, slug: str) -> HttpResponse:
    """Hand out the list as a Word document."""
    found = exporting.listed(scope.open_batch(request.user, slug), request.user.person, moment())
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return saved(exporting.document(found, language()), f"{slug}.docx", kind)
