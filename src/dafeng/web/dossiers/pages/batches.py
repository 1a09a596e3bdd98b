"""Pages on which many dossiers leave and arrive at once."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from dafeng.errors import DafengError
from dafeng.files.dossier_archive import pack
from dafeng.web.access import SIGNED_IN, open_to
from dafeng.web.dossiers import access, jobs
from dafeng.web.dossiers.arriving import require_takeable
from dafeng.web.dossiers.jobs import Wanted
from dafeng.web.dossiers.models import Job, Kind, Version
from dafeng.web.dossiers.pages.home import attachment
from dafeng.web.dossiers.pages.uploads import told
from dafeng.web.dossiers.versions import files_of, keep
from dafeng.web.frame.speech import say


@open_to(SIGNED_IN)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Give the newest version that the person may read of every place, as one archive."""
    found = [
        newest
        for place in access.places_read(request.user)
        if (newest := next(iter(access.readable(request.user, place)), None)) is not None
    ]
    files = {"index.json": _index(found)}
    for version in found:
        files |= {f"{version.place}/{name}": data for name, data in files_of(version).items()}
    answer = HttpResponse(pack(files), content_type="application/zip")
    answer.headers["Content-Disposition"] = attachment("dossiers.zip")
    return answer


def _index(found: list[Version]) -> bytes:
    rows = [
        {
            "place": v.place,
            "version": v.number,
            "snapshot": v.snapshot,
            "created": v.created.isoformat(),
            "errors": v.errors,
            "warnings": v.warnings,
        }
        for v in found
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1).encode()


@open_to(access.EDITS_SOME)
@require_POST
def import_(request: HttpRequest) -> HttpResponse:
    """Take an archive of dossiers in: each becomes a version of a place that one may change."""
    given = request.FILES.get("file")
    if given is None:
        return redirect("dossiers")
    name = (given.name or "")[:200]
    try:
        require_takeable(name, given.size or 0, given.read(8))
        given.seek(0)
        jobs.require_room("", request.user)
        wanted = Wanted(Kind.IMPORT, "", request.user, None, {"name": name}, keep(given.read()))
        job = jobs.ask(wanted)
    except DafengError as error:
        messages.error(request, say(error.text))
        return redirect("dossiers")
    return redirect("dossiers_import", job.pk)


@open_to(SIGNED_IN)
@require_GET
def imported(request: HttpRequest, number: int) -> HttpResponse:
    """Show what became of an archive."""
    found = Job.objects.filter(pk=number, place="", asked_by=request.user.pk).first()
    if found is None:
        raise Http404
    template = "job_state" if request.headers.get("HX-Request") else "job"
    return render(request, f"dossiers/{template}.html", told(found))
