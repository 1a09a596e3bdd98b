"""Pages on which a dossier is handed in, and those of jobs."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from dafeng.errors import DafengError, Fault, InputError
from dafeng.language import Text
from dafeng.web.access import open_to
from dafeng.web.dossiers import access, jobs
from dafeng.web.dossiers.arriving import require_takeable
from dafeng.web.dossiers.findings import taken_up
from dafeng.web.dossiers.jobs import Wanted
from dafeng.web.dossiers.models import Job, Kind, State
from dafeng.web.dossiers.versions import keep, latest
from dafeng.web.frame.speech import say

#: What each step of a job is called.
STEPS: Final[dict[str, Text]] = {
    "reading": Text("读取文件", "reading the file"),
    "checking": Text("检查", "checking"),
    "keeping": Text("保存", "keeping"),
    "inventory": Text("核算排放清单", "compiling the inventory"),
    "drivers": Text("分解驱动因素", "decomposing drivers"),
    "scenarios": Text("抽样情景", "drawing scenarios"),
    "portfolio": Text("选择措施组合", "choosing measures"),
    "documents": Text("排版文件", "setting documents"),
    "pages": Text("绘制图表", "drawing charts"),
    "before": Text("计算前一版", "computing the earlier version"),
    "after": Text("计算后一版", "computing the later version"),
    "credit": Text("归因峰值变化", "crediting the move of the peak"),
}
_NO_FILE: Final = Text("请选择文件", "choose a file")


@open_to(access.EDITS)
@require_POST
def upload(request: HttpRequest, place: str) -> HttpResponse:
    """Take a workbook or a zipped folder in, to be read and checked as a job."""
    given = request.FILES.get("file")
    if given is None:
        return _refused(request, place, (), _NO_FILE)
    name = (given.name or "")[:200]
    try:
        require_takeable(name, given.size or 0, given.read(8))
        given.seek(0)
        newest = latest(place)
        details = {"name": name, "after": newest.number if newest else 0}
        jobs.require_room(place, request.user)
        handed = keep(given.read())
        job = jobs.ask(Wanted(Kind.UPLOAD, place, request.user, None, details, handed))
    except InputError as error:
        return _refused(request, place, error.faults, error.text)
    except DafengError as error:
        return _refused(request, place, (), error.text)
    return redirect("dossier_job", place, job.pk)


def _refused(
    request: HttpRequest, place: str, faults: tuple[Fault, ...], text: Text
) -> HttpResponse:
    context = {
        "place": place,
        "name": access.place_name(place),
        "faults": faults,
        "text": text,
    }
    return render(request, "dossiers/refused.html", context, status=400)


@open_to(access.READS_SOME)
@require_GET
def job(request: HttpRequest, place: str, number: int) -> HttpResponse:
    """Show how far a job is; a part of a page where the page itself asks again."""
    found = access.own_job(request.user, place, number)
    template = "job_state" if request.headers.get("HX-Request") else "job"
    return render(request, f"dossiers/{template}.html", told(found))


def told(found: Job) -> dict[str, object]:
    """Return what a page says of a job."""
    return {
        "place": found.place,
        "name": access.place_name(found.place) if found.place else None,
        "job": found,
        "ahead": jobs.ahead_of(found) if found.state == State.WAITING else None,
        "step": STEPS.get(found.step, found.step),
        "faults": taken_up(found.outcome.get("faults", ())),
        "error": Text(*found.outcome["error"]) if "error" in found.outcome else None,
        "refused": [(p, Text(*why)) for p, why in found.outcome.get("refused", ())],
        "stale": found.outcome.get("code") == "stale",
    }


@open_to(access.READS_SOME)
@require_POST
def cancel(request: HttpRequest, place: str, number: int) -> HttpResponse:
    """Cancel a job."""
    found = access.own_job(request.user, place, number)
    jobs.cancel(found)
    return redirect("dossier_job", place, number)


@open_to(access.EDITS)
@require_POST
def again(request: HttpRequest, place: str, number: int) -> HttpResponse:
    """Ask anew for a job that came to nothing; an upload then follows the newest version."""
    found = access.own_job(request.user, place, number)
    details = dict(found.wanted)
    if found.kind == Kind.UPLOAD:
        newest = latest(place)
        details["after"] = newest.number if newest else 0
    if found.state in (State.WAITING, State.RUNNING, State.DONE):
        return redirect("dossier_job", place, number)
    wanted = Wanted(Kind(found.kind), place, request.user, found.version, details, found.handed)
    try:
        job_ = jobs.ask(wanted)
    except DafengError as error:
        messages.error(request, say(error.text))
        return redirect("dossier_job", place, number)
    return redirect("dossier_job", place, job_.pk)
