"""Pages of a dossier as a whole: the list of places, one place, one version, its downloads."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from dafeng.desk.examining import at_gate, examine_files
from dafeng.desk.starting import UnpublishedError
from dafeng.errors import DafengError, Fault, InputError
from dafeng.language import Text
from dafeng.web.access import SIGNED_IN, open_to
from dafeng.web.dossiers import access, engine
from dafeng.web.dossiers.arriving import LARGEST
from dafeng.web.dossiers.contents import contents, schemas
from dafeng.web.dossiers.engine import LateAnswerError
from dafeng.web.dossiers.findings import ORDER, taken_up
from dafeng.web.dossiers.models import Job, Origin, Version
from dafeng.web.dossiers.reading import converted, started, workbook
from dafeng.web.dossiers.starting import described, suggested
from dafeng.web.dossiers.versions import Change, add, files_of, latest
from dafeng.web.frame.speech import language, say
from dafeng.web.programmes.places import known_place, may_edit

_UNPUBLISHED = Text(
    "本站没有{name}的公开统计序列，不能由公开数据建立；请“只建空表”，或上传已有的数据",
    "the site keeps no published series of {name}, so that its dossier cannot start from public"
    " figures: take “Empty tables alone”, or upload what you have",
)
#: Versions and jobs that a place's page lists.
_LISTED = 50
_JOBS = 8


@open_to(SIGNED_IN)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the places of whose dossier the person may read something."""
    rows = [
        {
            "place": place,
            "name": access.place_name(place),
            "newest": next(iter(access.readable(request.user, place)), None),
            "edits": may_edit(request.user, place),
        }
        for place in access.places_read(request.user)
    ]
    imports = Job.objects.filter(asked_by=request.user.pk, place="")[:_JOBS]
    edits_some = any(row["edits"] for row in rows)
    context = {"rows": rows, "imports": imports, "edits_some": edits_some}
    return render(request, "dossiers/index.html", context)


@open_to(access.READS_SOME)
@require_GET
def home(request: HttpRequest, place: str) -> HttpResponse:
    """Show a place's dossier: its newest version, its tables, its faults, its history."""
    versions = access.readable(request.user, place)
    if not versions:
        return render(request, "dossiers/none.html", _unstarted(request, place))
    return _shown(request, versions[0], versions)


def _unstarted(request: HttpRequest, place: str) -> dict[str, object]:
    known = known_place(place) is not None
    typed = {} if known else suggested(place)
    return {**_about(request, place), "known": known, "typed": typed}


@open_to(access.READS)
@require_GET
def one(request: HttpRequest, place: str, number: int) -> HttpResponse:
    """Show one version of a dossier."""
    found = access.readable_version(request.user, place, number)
    return _shown(request, found, access.readable(request.user, place))


def _shown(request: HttpRequest, found: Version, versions: tuple[Version, ...]) -> HttpResponse:
    held = contents(files_of(found))
    faults = sorted(taken_up(found.findings), key=_gravity)
    tables = [
        {
            "id": table,
            "name": schema.name,
            "count": len(held.tables[table].rows),
            "faults": sum(f.place.file.startswith(f"{table}.") for f in faults),
        }
        for table, schema in schemas().items()
    ]
    edits = may_edit(request.user, found.place)
    jobs = Job.objects.filter(place=found.place) if edits else Job.objects.none()
    return render(
        request,
        "dossiers/home.html",
        {
            **_about(request, found.place),
            "version": found,
            "newest": versions[0],
            "is_newest": found.number == versions[0].number,
            "versions": versions[:_LISTED],
            "more": len(versions) - _LISTED,
            "held": held,
            "tables": tables,
            "faults": faults,
            "jobs": jobs.select_related("version")[:_JOBS],
        },
    )


def _gravity(fault: Fault) -> tuple[int, int]:
    """Order faults: what blocks a draft, what blocks a submission, the rest."""
    return min(ORDER[fault.severity], ORDER[at_gate(fault).severity]), ORDER[fault.severity]


def _about(request: HttpRequest, place: str) -> dict[str, object]:
    return {
        "place": place,
        "name": access.place_name(place),
        "edits": may_edit(request.user, place),
        "largest": LARGEST >> 20,
    }


@open_to(access.EDITS)
@require_POST
def start(request: HttpRequest, place: str) -> HttpResponse:
    """Make the first version from public figures, or from the identity alone."""
    blank = request.POST.get("blank") == "1"
    try:
        named = described(place, request.POST)
        files = engine.computed(started, named, blank, patience=engine.LONG)
        findings = engine.computed(examine_files, files, patience=engine.LONG)
        origin = Origin.BLANK if blank else Origin.START
        add(place, Change(files, findings, origin, request.user, 0))
    except InputError as error:
        context = {**_unstarted(request, place), "faults": error.faults, "typed": request.POST}
        return render(request, "dossiers/none.html", context, status=422)
    except UnpublishedError:
        messages.error(request, say(_UNPUBLISHED.format(name=access.place_name(place))))
    except DafengError as error:
        messages.error(request, say(error.text))
    return redirect("dossier", place)


@open_to(access.EDITS)
@require_POST
def take_up(request: HttpRequest, place: str, number: int) -> HttpResponse:
    """Make an earlier version the newest one again."""
    found, newest = access.readable_version(request.user, place, number), latest(place)
    if newest is None:
        raise Http404
    files = files_of(found)
    try:
        findings = engine.computed(examine_files, files, patience=engine.LONG)
        change = Change(
            files, findings, Origin.RETURN, request.user, newest.number, remark=f"v{number}"
        )
        add(place, change)
    except DafengError as error:
        messages.error(request, say(error.text))
    return redirect("dossier", place)


@open_to(access.EDITS)
@require_POST
def convert(request: HttpRequest, place: str, number: int) -> HttpResponse:
    """Bring what was handed in into standard tables, whose rows can be edited.

    Where rows could not be read, they would be left out: that must be said yes to.
    """
    found = access.readable_version(request.user, place, number)
    if found.errors and request.POST.get("leave_out") != "1":
        return redirect("dossier_version", place, number)
    try:
        files = engine.computed(converted, files_of(found), language(), patience=engine.LONG)
        findings = engine.computed(examine_files, files, patience=engine.LONG)
        add(place, Change(files, findings, Origin.CONVERSION, request.user, number))
    except DafengError as error:
        messages.error(request, say(error.text))
    return redirect("dossier", place)


@open_to(access.READS)
@require_GET
def download(request: HttpRequest, place: str, number: int, form: str) -> HttpResponse:
    """Give a version as a folder, as a workbook, or as it was handed in."""
    found = access.readable_version(request.user, place, number)
    if form == "folder":
        return _file(bytes(found.folder.data), f"{place}-v{number}.zip")
    if form == "original" and found.original is not None:
        return _file(bytes(found.original.data), found.original_name or f"{place}-v{number}")
    if form != "workbook":
        raise Http404
    try:
        data = engine.computed(workbook, files_of(found), language(), patience=engine.LONG)
    except LateAnswerError as error:
        messages.error(request, say(error.text))
        return redirect("dossier_version", place, number)
    if data is None:
        raise Http404
    return _file(data, f"{place}-v{number}.xlsx")


def _file(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = attachment(name)
    return answer


def attachment(name: str) -> str:
    """Return the header under which a browser keeps a file and does not show it."""
    from django.utils.http import content_disposition_header

    return content_disposition_header(as_attachment=True, filename=name) or "attachment"
