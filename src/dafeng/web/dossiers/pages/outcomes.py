"""Pages of results: inventory, history, pathway with its levers, portfolio, plan, comparisons."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_POST

from dafeng.desk.trying import Trial, tried
from dafeng.errors import DafengError, InputError
from dafeng.language import Text
from dafeng.plan.row_changes import CellChange, ChangeKind, RowChange, Value, table_name
from dafeng.scenarios.defaults import NAMES, SCENARIOS
from dafeng.scenarios.levers import LEVERS
from dafeng.web.access import open_to
from dafeng.web.dossiers import access, building, engine, jobs, results
from dafeng.web.dossiers.engine import LateAnswerError
from dafeng.web.dossiers.jobs import Wanted
from dafeng.web.dossiers.models import Job, Kind, State, Version
from dafeng.web.dossiers.pages.home import attachment
from dafeng.web.dossiers.pages.uploads import told
from dafeng.web.dossiers.reading import changes_between
from dafeng.web.dossiers.versions import files_of
from dafeng.web.frame.speech import language, say
from dafeng.web.programmes.places import may_edit
from dafeng.web.whole_numbers import counted

#: Pages of results: title, and the job that makes each.
TITLES: Final[dict[str, tuple[Text, Kind]]] = {
    "inventory": (Text("排放清单", "Inventory"), Kind.RESULTS),
    "history": (Text("历史与驱动因素", "History and drivers"), Kind.RESULTS),
    "pathway": (Text("未来路径与峰值", "Pathway and peak"), Kind.RESULTS),
    "portfolio": (Text("措施组合", "Portfolio of measures"), Kind.PORTFOLIO),
    "plan": (Text("方案文件", "Plan documents"), Kind.DOCUMENTS),
}
_CHANGES: Final = {
    ChangeKind.ADDED: Text("新增", "added"),
    ChangeKind.REMOVED: Text("删去", "removed"),
    ChangeKind.CHANGED: Text("改动", "changed"),
}
#: Pages beside whose measures requests to partners are drafted.
_DRAFTED: Final = ("portfolio", "plan")
#: Cells that differ which one page lists.
_LINES: Final = 200
_STARTING: Final = Text("正在计算……", "computing …")


@open_to(access.READS)
@require_GET
def result(request: HttpRequest, place: str, number: int, page: str) -> HttpResponse:
    """Show a page of results, or how to get it."""
    found = access.readable_version(request.user, place, number)
    if page not in TITLES:
        raise Http404
    title, kind = TITLES[page]
    html = None if page == "plan" else results.page(found, page, language())
    context = {
        "place": place,
        "name": access.place_name(place),
        "version": found,
        "page": page,
        "title": title,
        "pages": {key: name for key, (name, _kind) in TITLES.items()},
        "html": _own(html),
        "documents": _offered(found) if page == "plan" else (),
        "levers": LEVERS,
        "scenarios": {key: NAMES[key] for key in SCENARIOS},
        "drafts": page in _DRAFTED and may_edit(request.user, place),
        **_under_way(found, kind),
    }
    return render(request, "dossiers/result.html", context)


def _own(html: str | None) -> str | None:
    """Pass on HTML that the desk has made, where every text is escaped."""
    return None if html is None else mark_safe(html)  # noqa: S308 - files.report_html escapes


def _offered(found: Version) -> list[tuple[str, Text, int]]:
    there = building.documents(found)
    return [(name, building.OFFERED[name], path.stat().st_size) for name, path in there.items()]


def _under_way(found: Version, kind: Kind) -> dict[str, object]:
    """Return the newest job that makes a page of the same content."""
    same = Job.objects.filter(place=found.place, kind=kind, version__snapshot=found.snapshot)
    newest = same.exclude(state=State.DONE).select_related("version").first()
    return told(newest) if newest is not None else {"job": None}


@open_to(access.READS)
@require_POST
def compute(request: HttpRequest, place: str, number: int, page: str) -> HttpResponse:
    """Ask for a page of results to be made."""
    found = access.readable_version(request.user, place, number)
    if page not in TITLES:
        raise Http404
    try:
        jobs.ask(Wanted(TITLES[page][1], place, request.user, found))
    except DafengError as error:
        messages.error(request, say(error.text))
    return redirect("dossier_result", place, number, page)


@open_to(access.READS)
@require_GET
def trial(request: HttpRequest, place: str, number: int) -> HttpResponse:
    """Show the pathway with levers moved; computed while the page waits, within two seconds."""
    found = access.readable_version(request.user, place, number)
    moves = {lever.id: _number(request.GET.get(lever.id, "0")) for lever in LEVERS}
    wanted = Trial(files_of(found), request.GET.get("scenario", ""), moves, language())
    context: dict[str, object] = {
        "place": place,
        "name": access.place_name(place),
        "version": found,
        "levers": [(lever, moves[lever.id]) for lever in LEVERS],
        "scenario": wanted.scenario,
        "scenarios": {key: NAMES[key] for key in SCENARIOS},
    }
    try:
        context["html"] = _own(engine.computed(tried, wanted))
    except LateAnswerError:
        context["late"] = _STARTING
    except InputError as error:
        context["faults"] = error.faults
    except DafengError as error:
        context["error"] = error.text
    part = bool(request.headers.get("HX-Request"))
    return render(request, f"dossiers/{'trial_part' if part else 'trial'}.html", context)


def _number(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        return 0.0
    return found if -100 <= found <= 100 else 0.0  # noqa: PLR2004 - per cent; not a number fails


@open_to(access.READS)
@require_GET
def document(request: HttpRequest, place: str, number: int, name: str) -> HttpResponseBase:
    """Give a built document."""
    found = access.readable_version(request.user, place, number)
    path = building.documents(found).get(name)
    if path is None:
        raise Http404
    answer = FileResponse(path.open("rb"))
    answer.headers["Content-Disposition"] = attachment(f"{place}-v{number}-{name}")
    return answer


@open_to(access.READS)
@require_GET
def preview(request: HttpRequest, place: str, number: int, tongue: str) -> HttpResponse:
    """Show the plan as a web page: under its own policy, which lets its own script alone run."""
    found = access.readable_version(request.user, place, number)
    path = building.preview(found, "en" if tongue == "en" else "zh")
    if path is None:
        raise Http404
    answer = HttpResponse(path.read_bytes(), content_type="text/html; charset=utf-8")
    answer.headers["Content-Security-Policy"] = "sandbox allow-scripts; frame-ancestors 'self'"
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


@open_to(access.READS_SOME)
@require_GET
def compare(request: HttpRequest, place: str) -> HttpResponse:
    """Show which cells differ between two versions, and what differs between their results."""
    versions = access.readable(request.user, place)
    before, after = _two(request, versions)
    context: dict[str, object] = {
        "place": place,
        "name": access.place_name(place),
        "versions": versions,
        "before": before,
        "after": after,
        "job": None,
    }
    if before is not None and after is not None:
        context |= _compared(before, after)
        context |= _one_page(context.get("rows"), counted(request.GET.get("page")) or 1)
    return render(request, "dossiers/compare.html", context)


def _two(
    request: HttpRequest, versions: tuple[Version, ...]
) -> tuple[Version | None, Version | None]:
    """Return the versions to be compared; by default the newest with the one before it."""
    known = {str(v.number): v for v in versions}
    newest = versions[0] if versions else None
    after = known.get(request.GET.get("after", ""), newest)
    earlier = next((v for v in versions if after and v.number < after.number), None)
    return known.get(request.GET.get("before", ""), earlier), after


def _compared(before: Version, after: Version) -> dict[str, object]:
    try:
        found = engine.computed(changes_between, files_of(before), files_of(after))
    except LateAnswerError:
        return {"late": _STARTING}
    job = Job.objects.filter(kind=Kind.COMPARISON, version=after, wanted={"before": before.pk})
    newest = job.exclude(state=State.DONE).first()
    return {
        "found": found,
        "rows": [] if found is None else [_line(r, c) for r in found.changes for c in r.cells],
        "html": _own(results.comparison(before, after, language())),
        **(told(newest) if newest is not None else {}),
    }


def _one_page(rows: object, wanted: int) -> dict[str, object]:
    """Return the rows of one page: of thousands a browser makes a page of no use."""
    listed = rows if isinstance(rows, list) else []
    pages = max(1, -(-len(listed) // _LINES))
    page = min(max(wanted, 1), pages)
    shown = listed[(page - 1) * _LINES : page * _LINES]
    return {"rows": shown, "total": len(listed), "page": page, "pages": pages}


def _line(row: RowChange, cell: CellChange) -> dict[str, Text | str]:
    return {
        "table": table_name(row.table),
        "label": row.label,
        "kind": _CHANGES[row.kind],
        "column": cell.name,
        "before": _value(cell.before),
        "after": _value(cell.after),
    }


def _value(value: Value) -> Text | str:
    if value is None:
        return "–"
    return value if isinstance(value, Text) else f"{value:.12g}"


@open_to(access.READS_SOME)
@require_POST
def compare_results(request: HttpRequest, place: str) -> HttpResponse:
    """Ask for the results of two versions to be compared."""
    before = access.readable_version(request.user, place, _id(request, "before"))
    after = access.readable_version(request.user, place, _id(request, "after"))
    try:
        wanted = Wanted(Kind.COMPARISON, place, request.user, after, {"before": before.pk})
        jobs.ask(wanted)
    except DafengError as error:
        messages.error(request, say(error.text))
    answer = redirect("dossier_compare", place)
    answer["Location"] += f"?before={before.number}&after={after.number}"
    return answer


def _id(request: HttpRequest, name: str) -> int:
    value = counted(request.POST.get(name))
    if value is None:
        raise Http404
    return value
