"""The exchange as a service: search and matches as JSON, by the same rules as the pages."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from dafeng.desk.answer_matching import document
from dafeng.desk.matching import Matched
from dafeng.exchange.workflow import Level, View
from dafeng.exchange.workflow.events import day_of
from dafeng.files.exchange_records import as_json
from dafeng.web.access import EVERYBODY, open_to
from dafeng.web.frame.speech import language, say
from dafeng.web.ledger.store import moment
from dafeng.web.partners import finding, scope
from dafeng.web.partners.access import LISTING
from dafeng.web.partners.pages.lists import amiss, asked_for, views_of


@open_to(EVERYBODY)
@require_safe
def search(request: HttpRequest) -> JsonResponse:
    """Return published records as everybody sees them; with words, those on their topic."""
    wrong = [f"{say(one.message)} {say(one.remedy or one.message)}" for one in amiss(request)]
    if wrong:
        return JsonResponse(
            {"errors": wrong}, status=400, json_dumps_params={"ensure_ascii": False}
        )
    asked = asked_for(request)
    shown = views_of(asked)
    return JsonResponse(
        {
            "records": [as_json(view.record) for view in shown[: scope.PAGE]],
            "next": asked.first + scope.PAGE if len(shown) > scope.PAGE else None,
        },
        json_dumps_params={"ensure_ascii": False},
    )


@open_to(LISTING)
@require_safe
def fitting(request: HttpRequest, record: str) -> JsonResponse:
    """Return what fits a record of one's own, with reasons and with what does not fit."""
    view = cast(View, scope.record(request.user, record))
    if view.level is not Level.OWN and not scope.actor_of(request.user).operates:
        raise Http404
    found = finding.fitting(view.record, view.record.owner, day_of(moment()))
    encoders = tuple(encoder.name for encoder in finding.reader().encoders)
    matched = Matched((found.found,), encoders, (), finding.weights().version)
    both = {name: {"asked": p.asked, "offered": p.offered, "mutual": p.mutual}
            for name, p in found.both.items()}  # fmt: skip
    answer = {**document(matched, language()), "both": both, "busy": sorted(found.full)}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
