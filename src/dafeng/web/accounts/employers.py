"""Page of the employers that are stated of people: taken back where one was stated wrongly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dafeng.errors import Fault
from dafeng.language import Text, same
from dafeng.programme import Kind, RefusedError
from dafeng.programme.people import Person
from dafeng.programme.retracting import has_interest, may_settle
from dafeng.web.access import open_to
from dafeng.web.accounts.models import Organisation
from dafeng.web.accounts.requests import SignedInRequest
from dafeng.web.frame.speech import say
from dafeng.web.programmes import scope
from dafeng.web.programmes.access import IN_BATCH
from dafeng.web.programmes.acting import act
from dafeng.web.programmes.places import known_place
from dafeng.web.programmes.runs import Standing
from dafeng.web.programmes.showing import names_of

_ASKED: Final = Text(
    "申请已提交，由另一位有权人员审定；在此之前仍须回避",
    "asked: another entitled person decides; until then the conflict stands",
)
_AGREED: Final = Text("已撤销，即刻起不再因此回避", "taken back: it bars from no case from now on")
_REFUSED: Final = Text("未同意撤销，仍须回避", "refused: the conflict stands")


@open_to(IN_BATCH)
@require_http_methods(["GET", "POST"])
def employers(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show the employers stated of oneself and of those on whom one decides; ask and decide."""
    found = scope.open_batch(request.user, slug)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        try:
            told = _answered(request, found)
        except RefusedError as error:
            faults = error.faults
        else:
            messages.success(request, say(told))
            return redirect("employers", slug)
    rows = [*_rows(found, request.user.person)]
    context = {"at": found, "rows": rows, "faults": faults}
    return render(request, "accounts/employers.html", context, status=422 if faults else 200)


def _answered(request: SignedInRequest, found: Standing) -> Text:
    """Ask that an employer be taken back, or decide on it."""
    sent = {k: str(request.POST.get(k, "")).strip() for k in ("person", "employer", "reason")}
    answer = request.POST.get("answer", "")
    if answer not in ("agree", "refuse"):
        act(request.user.person, found.row, Kind.RETRACT, content=sent)
        return _ASKED
    agreed = answer == "agree"
    act(request.user.person, found.row, Kind.SETTLE, content={**sent, "agree": agreed})
    return _AGREED if agreed else _REFUSED


def _rows(found: Standing, viewer: str) -> Iterator[dict[str, Any]]:
    run = found.run
    shown = [
        p
        for p in run.people.values()
        if p.employers and (p.id == viewer or may_settle(found.programme, run, viewer, p))
    ]
    names = names_of({p.id for p in shown} | {r.asked_by for r in run.retractions.values()})
    for person in shown:
        for employer in person.employers:
            waiting = run.retractions.get((person.id, employer))
            yield {
                "person": person,
                "name": names[person.id],
                "employer": employer,
                "known": _name(employer),
                "waiting": waiting,
                "by": names[waiting.asked_by] if waiting else None,
                "decides": waiting is not None and _decides(found, viewer, person, employer),
            }


def _decides(found: Standing, viewer: str, person: Person, employer: str) -> bool:
    """Say whether somebody may decide on what waits: neither who asked nor who is concerned."""
    waiting = found.run.retractions[person.id, employer]
    return viewer not in (person.id, waiting.asked_by) and not has_interest(
        found.run.people[viewer], employer
    )


def _name(employer: str) -> Text:
    """Return the name of an employer; that of a place that takes part is not told by its code."""
    found = Organisation.objects.filter(code=employer).first() or known_place(employer)
    return found.name if found is not None else same(employer)
