"""The page of a case: where it stands, what is open to the person, what was decided."""

from __future__ import annotations

import io
from typing import Any, Final

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from dafeng.language import Text
from dafeng.programme import (
    Case,
    Kind,
    Permission,
    RefusedError,
    open_steps,
)
from dafeng.programme.people import body_name
from dafeng.programme.rights import is_conflicted
from dafeng.web.access import open_to
from dafeng.web.accounts.requests import SignedInRequest
from dafeng.web.frame.speech import say
from dafeng.web.ledger.store import moment
from dafeng.web.programmes import remarks, scope, showing
from dafeng.web.programmes.access import READS_FILE, REVIEWING_RIGHTS, SEES_CASE
from dafeng.web.programmes.acting import act
from dafeng.web.programmes.runs import Standing
from dafeng.web.programmes.storing import AlteredFileError, contents

_DECLARED: Final = Text(
    "已申报利益冲突，即刻起不能再查看和办理该事项",
    "the conflict of interest is declared: from now on the case is closed to you",
)


@open_to(SEES_CASE)
@require_GET
def case(request: SignedInRequest, slug: str, case: str) -> HttpResponse:
    """Show a case."""
    found, known = scope.open_case(request.user, slug, case)
    return render(request, "programmes/case.html", _context(request, found, known))


@open_to(SEES_CASE)
@require_POST
def declare(request: SignedInRequest, slug: str, case: str) -> HttpResponse:
    """Declare a conflict of interest: it bars the person at once."""
    found, _known = scope.open_case(request.user, slug, case)
    reason = request.POST.get("reason", "").strip()
    try:
        act(request.user.person, found.row, Kind.DECLARE, case=case, content={"reason": reason})
    except RefusedError as error:
        messages.error(request, say(error.text))
        return redirect("case", slug, case)
    messages.success(request, say(_DECLARED))
    return redirect("batch", slug)


@open_to(READS_FILE)
@require_GET
def file(request: SignedInRequest, slug: str, case: str, sha256: str) -> HttpResponseBase:
    """Hand out a file that was handed in; it is saved, never shown inline."""
    found, known = scope.open_case(request.user, slug, case)
    row = scope.files_for(request.user, found, known)[sha256]
    try:
        data = contents(sha256)
    except AlteredFileError as error:
        messages.error(request, say(error.text))
        return redirect("case", slug, case)
    return FileResponse(
        io.BytesIO(data),
        as_attachment=True,
        filename=row.name,
        content_type="application/octet-stream",
    )


def _context(request: SignedInRequest, found: Standing, known: Case) -> dict[str, Any]:
    now, person = moment(), request.user.person
    programme, run = found.programme, found.run
    held = scope.held_on(found, request.user, known.id)
    reads = Permission.READ in held
    return {
        "at": found,
        "case": known,
        "body": body_name(programme, known.applicant.province),
        "kind": programme.eligibility[known.applicant.kind].title
        if known.applicant.kind in programme.eligibility
        else None,
        "stage": programme.stages[known.stage],
        "phase": programme.phases[programme.stages[known.stage].phase],
        "clocks": showing.clocks(programme, known.clocks, now)
        if showing.sees_clocks(found, known, person, now)
        else [],
        "batch_clocks": showing.clocks(programme, run.clocks, now),
        "steps": open_steps(programme, run, person, known, now),
        "pending": [
            {"step": held_up[0], "pending": held_up[1], "own": held_up[1].person == person}
            for step in known.pending
            if (held_up := scope.pending_for(found, request.user, known, step)) is not None
        ],
        "documents": scope.documents_for(request.user, found, known),
        "decisions": showing.decisions(found, known.decisions) if reads else [],
        "comments": remarks.remarks(found, request.user, known),
        "may_edit": Permission.READ_DRAFT in held,
        "may_correct": known.id in scope.places_to_begin(found, request.user),
        "may_answer": Permission.ANSWER in held,
        "may_review": bool(held & REVIEWING_RIGHTS),
        "barred": is_conflicted(programme, run, person, known.applicant),
        "may_declare": _may_declare(found, person),
    }


def _may_declare(found: Standing, person: str) -> bool:
    grants = found.run.people[person].grants
    return any(g.role in found.programme.conflicts for g in grants)
