"""Which days are worked? A year whose holidays were announced after the batch began is added."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dafeng.errors import Fault
from dafeng.language import Text
from dafeng.programme import Kind, RefusedError, calendar_of
from dafeng.web.access import open_to
from dafeng.web.accounts.requests import SignedInRequest
from dafeng.web.frame.speech import say
from dafeng.web.programmes import scope
from dafeng.web.programmes.access import ANNOUNCES
from dafeng.web.programmes.acting import act
from dafeng.web.programmes.forms import Field, filled
from dafeng.web.whole_numbers import counted

_ADDED: Final = Text(
    "{year} 年的放假安排已补充；回执第 {number} 号",
    "the holidays of {year} are added; receipt {number}",
)
_FIELDS: Final = (
    Field("year", "whole", Text("年份", "year")),
    Field("notice", "text", Text("通知名称与文号", "title and number of the notice")),
    Field(
        "off",
        "lines",
        Text("放假起止", "breaks"),
        Text(
            "每行一段，首日/末日，例如 2027-01-01/2027-01-03",
            "one a line, first day/last day: 2027-01-01/2027-01-03",
        ),
    ),
    Field(
        "work",
        "lines",
        Text("调休上班日", "days made up at weekends"),
        Text("每行一天，例如 2027-01-09", "one a line: 2027-01-09"),
        required=False,
    ),
)


@open_to(ANNOUNCES)
@require_http_methods(["GET", "POST"])
def announce(request: SignedInRequest, slug: str) -> HttpResponse:
    """Add a year to the calendar of the batch; clocks that run keep their instants."""
    found = scope.open_batch(request.user, slug)
    asked: tuple[Field, ...] = _FIELDS
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        values = {f.name: str(request.POST.get(f.name, "")).strip() for f in asked}
        try:
            content = _content(values)
            receipt = act(request.user.person, found.row, Kind.ANNOUNCE, content=content)
        except RefusedError as error:
            faults, asked = error.faults, filled(asked, values)
        else:
            told = _ADDED.format(year=content["year"], number=receipt.entry.number)
            messages.success(request, say(told))
            return redirect("batch", slug)
    days = calendar_of(found.programme, found.run)
    context = {
        "at": found,
        "fields": asked,
        "faults": faults,
        "title": days.title,
        "years": sorted(days.years),
        "announced": found.run.announced,
    }
    return render(request, "programmes/announce.html", context, status=422 if faults else 200)


def _content(values: dict[str, str]) -> dict[str, Any]:
    return {
        "year": counted(values["year"]) or 0,
        "notice": values["notice"],
        "off": values["off"].split(),
        "work": values["work"].split(),
    }
