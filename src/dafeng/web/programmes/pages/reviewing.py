"""The desk of those who review: documents beside checks, points, comments, experts."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from dafeng.language import Text
from dafeng.programme import Case, Kind, Permission, RefusedError
from dafeng.web.access import open_to
from dafeng.web.accounts.requests import SignedInRequest
from dafeng.web.frame.speech import language, say
from dafeng.web.ledger.store import moment
from dafeng.web.programmes import remarks, scope, showing
from dafeng.web.programmes.access import ANSWERS, ASSIGNS, COMMENTS, REVIEWING, SCORES
from dafeng.web.programmes.acting import act
from dafeng.web.programmes.reading import PAGES, plan_beside
from dafeng.web.programmes.runs import Standing
from dafeng.web.whole_numbers import counted

_SAVED: Final = Text("已保存，回执第 {number} 号", "kept, receipt {number}")


@open_to(REVIEWING)
@require_GET
def desk_of_case(request: SignedInRequest, slug: str, case: str) -> HttpResponse:
    """Show the review desk."""
    found, known = scope.open_case(request.user, slug, case)
    return render(request, "programmes/desk.html", _context(request, found, known))


@open_to(COMMENTS)
@require_POST
def comment(request: SignedInRequest, slug: str, case: str) -> HttpResponse:
    """Make a comment on a chapter and line."""
    sent = request.POST
    content = {k: str(sent.get(k, "")).strip() for k in ("level", "chapter", "line", "text")}
    return _done(request, slug, case, Kind.COMMENT, content | {"demand": "demand" in sent})


@open_to(SCORES)
@require_POST
def score(request: SignedInRequest, slug: str, case: str) -> HttpResponse:
    """Keep the person's points; complete the review where the person says so."""
    found, _known = scope.open_case(request.user, slug, case)
    given = {
        c.id: str(request.POST.get(f"points.{c.id}", "")) for c in found.programme.rubric.criteria
    }
    points = {k: v if (n := counted(v)) is None else n for k, v in given.items() if v}
    complete = "complete" in request.POST
    return _done(request, slug, case, Kind.REVIEW, {"points": points, "complete": complete})


@open_to(ANSWERS)
@require_POST
def answer(request: SignedInRequest, slug: str, case: str) -> HttpResponse:
    """Answer a comment as the place."""
    content = {
        "number": counted(request.POST.get("number")) or 0,
        "text": str(request.POST.get("text", "")).strip(),
    }
    _act(request, slug, case, Kind.ANSWER, content)
    return redirect("case", slug, case)


@open_to(ASSIGNS)
@require_POST
def assign(request: SignedInRequest, slug: str, case: str) -> HttpResponse:
    """Assign the experts that were ticked."""
    return _done(request, slug, case, Kind.ASSIGN, {"experts": request.POST.getlist("expert")})


@open_to(ASSIGNS)
@require_POST
def release(request: SignedInRequest, slug: str, case: str) -> HttpResponse:
    """Release an expert, with a reason."""
    content = {k: str(request.POST.get(k, "")).strip() for k in ("expert", "reason")}
    return _done(request, slug, case, Kind.RELEASE, content)


def _done(
    request: SignedInRequest, slug: str, case: str, kind: Kind, content: dict[str, Any]
) -> HttpResponse:
    """Act and go back to the desk; what was refused is shown there with what was typed."""
    faults = _act(request, slug, case, kind, content)
    if not faults:
        return redirect("desk_of_case", slug, case)
    found, known = scope.open_case(request.user, slug, case)
    context = _context(request, found, known) | {"faults": faults, "typed": content}
    return render(request, "programmes/desk.html", context, status=422)


def _act(
    request: SignedInRequest, slug: str, case: str, kind: Kind, content: dict[str, Any]
) -> tuple[Any, ...]:
    found, _known = scope.open_case(request.user, slug, case)
    try:
        receipt = act(request.user.person, found.row, kind, case=case, content=content)
    except RefusedError as error:
        if kind is Kind.ANSWER:
            messages.error(request, say(error.text))
        return error.faults
    messages.success(request, say(_SAVED.format(number=receipt.entry.number)))
    return ()


def _context(request: SignedInRequest, found: Standing, known: Case) -> dict[str, Any]:
    user, programme = request.user, found.programme
    held = scope.held_on(found, user, known.id)
    scored, together = remarks.reviews(found, user, known)
    own = next((s.review for s in scored if s.review.person == user.person), None)
    return {
        "at": found,
        "case": known,
        "stage": programme.stages[known.stage].title,
        "clocks": showing.clocks(programme, known.clocks, moment()),
        "documents": scope.documents_for(user, found, known),
        "beside": plan_beside(known, language()) if Permission.READ in held else None,
        "beside_pages": PAGES.items(),
        "rubric": programme.rubric,
        "criteria": [
            {"criterion": c, "value": own.points.get(c.id) if own else None}
            for c in programme.rubric.criteria
        ],
        "own": own,
        "scored": scored,
        "together": together,
        "comments": remarks.remarks(found, user, known),
        "levels": remarks.LEVELS.items(),
        "may_score": Permission.REVIEW in held,
        "may_comment": Permission.COMMENT in held,
        "may_assign": Permission.ASSIGN in held,
        "experts": showing.names_of(set(known.experts)).items()
        if Permission.ASSIGN in held
        else (),
    }
