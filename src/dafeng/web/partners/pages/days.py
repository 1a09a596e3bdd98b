"""A matchmaking day: who runs the site arranges meetings and suggests them to both sides."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dafeng.errors import RefusedError
from dafeng.exchange.records import SECTORS
from dafeng.exchange.workflow import Kind, introduction_id
from dafeng.exchange.workflow.events import day_of
from dafeng.language import Text
from dafeng.web.access import OPERATOR, open_to
from dafeng.web.frame.speech import say
from dafeng.web.ledger.store import moment
from dafeng.web.partners import days, scope
from dafeng.web.partners.acting import act
from dafeng.web.partners.models import IntroductionRow
from dafeng.web.whole_numbers import counted

#: Meetings that one record may have.
_MOST = 20
_DONE = Text("向双方推荐了 {n} 对", "{n} pairs were suggested to both sides")


@open_to(OPERATOR)
@require_http_methods(["GET", "POST"])
def matchmaking(request: HttpRequest) -> HttpResponse:
    """Show who meets whom; posted, suggest each meeting to both owners."""
    given = request.POST if request.method == "POST" else request.GET
    sector = given.get("sector", "")
    sector = sector if sector in SECTORS else ""
    asked, offered = (_places(given.get(key, ""), usual) for key, usual in (("a", 3), ("b", 5)))
    wanted = request.method == "POST" or "a" in request.GET
    found = days.arranged(sector, (asked, offered), day_of(moment())) if wanted else None
    if request.method == "POST" and found is not None:
        messages.success(request, say(_DONE.format(n=_suggested(request, found))))
        return redirect("workbench")
    context = {
        "found": found, "sector": sector, "sectors": SECTORS, "a": asked, "b": offered,
        "most": _MOST,
    }  # fmt: skip
    return render(request, "partners/day.html", context)


def _places(text: str, usual: int) -> int:
    number = counted(text)
    return usual if number is None else min(max(number, 1), _MOST)


def _suggested(request: HttpRequest, found: days.Day) -> int:
    """Suggest what is not suggested yet; what is refused, as own pairs are, is passed over."""
    names = [introduction_id(pair.request, pair.offer) for pair in found.meetings]
    known = set(IntroductionRow.objects.filter(id__in=names).values_list("id", flat=True))
    actor, done = scope.actor_of(request.user), 0
    with transaction.atomic():
        for pair, name in zip(found.meetings, names, strict=True):
            if name in known:
                continue
            try:
                act(actor, Kind.SUGGEST, name, {"origin": "event", "score": pair.mutual})
            except RefusedError:
                continue
            done += 1
    return done
