"""One's own desk: what waits in every batch, and what is new."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dafeng.programme import open_steps, queue
from dafeng.web.access import SIGNED_IN, open_to
from dafeng.web.accounts.requests import SignedInRequest
from dafeng.web.ledger.store import moment
from dafeng.web.programmes import scope, showing
from dafeng.web.programmes.runs import Standing


@open_to(SIGNED_IN)
@require_GET
def desk(request: SignedInRequest) -> HttpResponse:
    """Show what waits for the person who is signed in."""
    context = {
        "batches": [_waiting(found, request) for found in scope.batches_for(request.user)],
        "notices": request.user.notices.filter(read=None)[:10],
    }
    return render(request, "programmes/mine.html", context)


def _waiting(found: Standing, request: SignedInRequest) -> dict[str, object]:
    now, person = moment(), request.user.person
    programme, run = found.programme, found.run
    items = queue(programme, run, person, now)
    shown = showing.rows(found, tuple(i.case for i in items), person, now)
    return {
        "at": found,
        "title": programme.batches[run.batch].title,
        "steps": [s for s in open_steps(programme, run, person, None, now) if s.is_due],
        "items": [{"item": i, "row": row} for i, row in zip(items, shown, strict=True)],
        "begins": scope.new_places(found, request.user),
    }
