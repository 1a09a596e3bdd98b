"""Pages of one table: read it, edit it with checks as one types, save it, settle conflicts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dafeng.desk.examining import Findings, examine_files
from dafeng.dossier.cell_words import spoken_rows
from dafeng.dossier.merging import Conflict, Row, RowDifference, Side, applied, differences
from dafeng.dossier.standard_form import StandardTable
from dafeng.language import Text
from dafeng.plan.row_changes import ROW_KEYS
from dafeng.web.access import open_to
from dafeng.web.dossiers import access, engine
from dafeng.web.dossiers.contents import Contents, contents, key_of, with_table
from dafeng.web.dossiers.editing import Edit, LongCellError, NotEditableError, Saved, save, settled
from dafeng.web.dossiers.engine import LateAnswerError
from dafeng.web.dossiers.grids import Line, entered, key_label, word_lists
from dafeng.web.dossiers.models import Version
from dafeng.web.dossiers.showing import entered_page, stored, told
from dafeng.web.dossiers.versions import files_of, latest
from dafeng.web.frame.speech import language, say
from dafeng.web.whole_numbers import counted

_LATE = Text(
    "检查没有及时完成，未保存；请再保存一次",
    "the checks were not done in time and nothing was saved; please save again",
)


#: Tables from whose rows requests to partners are drafted, and the origin that each row is.
#: What stands of each change: the key of its rows, and the rows.
_KEY_AND_ROWS = 2
_DRAFTS = {"projects": "project", "tasks": "task"}


@open_to(access.READS)
@require_GET
def read(request: HttpRequest, place: str, number: int, table: str) -> HttpResponse:
    """Show a table of a version."""
    found = access.readable_version(request.user, place, number)
    base = _table(contents(files_of(found)), table)
    return _page(request, "dossiers/table.html", found, base, stored(base, found, request))


@open_to(access.EDITS)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, place: str, table: str) -> HttpResponse:
    """Show a table to be edited, and save it."""
    begun = counted(request.POST.get("begun"))
    found = latest(place)
    if request.method == "POST" and begun is not None:
        found = access.readable_version(request.user, place, begun)
    if found is None:
        raise Http404
    held = contents(files_of(found))
    base = _table(held, table)
    if not held.standard:
        return redirect("dossier", place)
    if request.method == "POST":
        return _save(request, found, base)
    return _page(request, "dossiers/edit.html", found, base, stored(base, found, request))


@open_to(access.EDITS)
@require_POST
def check(request: HttpRequest, place: str, table: str) -> HttpResponse:
    """Check a table as it stands on the page, with the whole dossier, and say what is wrong."""
    found = access.readable_version(request.user, place, _number(request, "begun"))
    base = _table(contents(files_of(found)), table)
    lines = entered(request.POST, base, language())
    newest = latest(place)
    context: dict[str, Any] = {"place": place, "table": table, "version": found, "newest": newest}
    try:
        findings = _examined(found, base, lines)
    except LateAnswerError:
        return render(request, "dossiers/late.html", context)
    context |= told(base, findings.faults, lines, [column.id for column in base.schema.columns])
    return render(request, "dossiers/findings.html", context)


@open_to(access.EDITS)
@require_POST
def settle(request: HttpRequest, place: str, table: str) -> HttpResponse:
    """Save an edit after it was chosen between its rows and those of others."""
    found = access.readable_version(request.user, place, _number(request, "begun"))
    base = _table(contents(files_of(found)), table)
    kept = _changes(request, base)
    rows = applied(base.rows, kept, lambda row: key_of(base.schema, row))
    edit_ = Edit(place, table, found.number, rows, request.user, _remark(request))
    lines = tuple(Line(f"r{n}", row) for n, row in enumerate(rows))
    try:
        chosen = settled(edit_, _number(request, "against"), _choices(request))
    except NotEditableError as error:
        raise Http404 from error
    return _saved(request, chosen, found, base, lines)


def _choices(request: HttpRequest) -> dict[tuple[str, ...], Side]:
    """Return which side was taken of each row that was shown from both."""
    choices: dict[tuple[str, ...], Side] = {}
    for number, key in enumerate(_posted(request, "keys")):
        side = request.POST.get(f"choice{number}")
        if side in ("mine", "theirs"):
            choices[_texts(key)] = "mine" if side == "mine" else "theirs"
    return choices


def _save(request: HttpRequest, found: Version, base: StandardTable) -> HttpResponse:
    lines = entered(request.POST, base, language())
    rows = tuple(line.cells for line in lines)
    table = base.schema.id
    edit_ = Edit(found.place, table, found.number, rows, request.user, _remark(request))
    return _saved(request, edit_, found, base, lines)


def _saved(
    request: HttpRequest,
    edit_: Edit,
    found: Version,
    base: StandardTable,
    lines: Sequence[Line],
) -> HttpResponse:
    try:
        made = save(edit_)
    except (LateAnswerError, LongCellError, NotEditableError) as error:
        messages.error(request, say(_LATE if isinstance(error, LateAnswerError) else error.text))
        shown = {**entered_page(base, lines, request), "located": ()}
        status = 422 if isinstance(error, LongCellError) else 409
        return _page(request, "dossiers/edit.html", found, base, shown, status=status)
    if made.conflicts:
        return _conflicted(request, edit_, made, base)
    _thank(request, made, edit_)
    return redirect("dossier_table", found.place, base.schema.id)


def _thank(request: HttpRequest, made: Saved, edit_: Edit) -> None:
    number = made.version.number
    if number in (edit_.begun, *made.merged[-1:]):
        text = Text(
            f"没有改动，最新仍是第 {number} 版", f"nothing to save; the newest is version {number}"
        )
    elif made.merged:
        others = ", ".join(map(str, made.merged))
        text = Text(
            f"已存为第 {number} 版，并与期间的第 {others} 版逐行合并",
            f"saved as version {number}, merged row by row with version(s) {others}",
        )
    else:
        text = Text(f"已存为第 {number} 版", f"saved as version {number}")
    messages.success(request, say(text))


def _conflicted(
    request: HttpRequest, edit_: Edit, made: Saved, base: StandardTable
) -> HttpResponse:
    """Show both texts of each row on which two have worked, to be chosen from."""
    begun = _table(contents(files_of(_version(edit_))), edit_.table)
    changes = differences(begun.rows, edit_.rows, edit_.key)
    tongue = language()
    heads = [column.header[tongue] for column in base.schema.columns]
    conflicts = [
        {
            "key": _called(base, conflict),
            "sides": [
                {"side": side, "rows": _marked(base, getattr(conflict, side), conflict.base)}
                for side in ("mine", "theirs")
            ],
        }
        for conflict in made.conflicts
    ]
    context = {
        "place": edit_.place,
        "name": access.place_name(edit_.place),
        "table": base.schema,
        "heads": heads,
        "conflicts": conflicts,
        "begun": edit_.begun,
        "newest": made.version,
        "remark": edit_.remark,
        "changes": json.dumps([[c.key, c.after] for c in changes], ensure_ascii=False),
        "keys": json.dumps([c.key for c in made.conflicts], ensure_ascii=False),
    }
    return render(request, "dossiers/conflicts.html", context, status=409)


def _called(base: StandardTable, conflict: Conflict) -> str:
    """Return by what the rows of a conflict are known, in the words of the page."""
    names = ROW_KEYS.get(base.schema.id, ("item",))
    first = (*conflict.theirs, *conflict.mine, *conflict.base)[:1]
    cells = [
        cell
        for row in spoken_rows(base.schema, first, language())
        for column, cell in zip(base.schema.columns, row, strict=True)
        if column.id in names and cell
    ]
    return " / ".join(cells)


def _marked(
    base: StandardTable, rows: Sequence[Row], before: Sequence[Row]
) -> list[list[tuple[str, bool]]]:
    """Return cells as the page says them, each with whether it differs from what was there."""
    first = before[0] if len(before) == 1 else None
    changed = [[first is None or c != first[at] for at, c in enumerate(row)] for row in rows]
    said = spoken_rows(base.schema, rows, language())
    return [list(zip(*both, strict=True)) for both in zip(said, changed, strict=True)]


def _version(edit_: Edit) -> Version:
    found = Version.objects.filter(place=edit_.place, number=edit_.begun).first()
    if found is None:
        raise Http404
    return found


def _table(held: Contents, table: str) -> StandardTable:
    base = held.tables.get(table)
    if base is None:
        raise Http404
    return base


def _examined(found: Version, base: StandardTable, lines: Sequence[Line]) -> Findings:
    rows = [line.cells for line in lines]
    files = with_table(files_of(found), base.schema, rows, base.language)
    return engine.computed(examine_files, dict(files))


def _page(
    request: HttpRequest,
    template: str,
    found: Version,
    base: StandardTable,
    shown: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    tongue = language()
    context = {
        "place": found.place,
        "name": access.place_name(found.place),
        "version": found,
        "table": base.schema,
        "columns": base.schema.columns,
        "words": word_lists(base.schema, tongue),
        "labels": {key: key_label(key, tongue) for key in _keys(base)},
        "drafts": _DRAFTS.get(base.schema.id),
        **shown,
    }
    return render(request, template, context, status=status)


def _keys(base: StandardTable) -> tuple[str, ...]:
    return tuple(row[0] for row in base.rows) if base.schema.id == "dossier" else ()


def _number(request: HttpRequest, name: str) -> int:
    value = counted(request.POST.get(name))
    if value is None:
        raise Http404
    return value


def _posted(request: HttpRequest, name: str) -> list[Any]:
    try:
        found = json.loads(request.POST.get(name, "[]"))
    except (ValueError, RecursionError) as error:
        raise Http404 from error
    return found if isinstance(found, list) else []


def _texts(value: object) -> tuple[str, ...]:
    """Return a list of texts as the page has sent it; another value was not sent by a page."""
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise Http404
    if any("\ud800" <= c <= "\udfff" or c == "\0" for text in value for c in text):
        raise Http404
    return tuple(value)


def _changes(request: HttpRequest, base: StandardTable) -> list[RowDifference]:
    """Return the rows that somebody has changed, as the page of conflicts has carried them."""
    wide, found = len(base.schema.columns), []
    for change in _posted(request, "changes"):
        if not isinstance(change, list) or len(change) != _KEY_AND_ROWS:
            raise Http404
        key, rows = change
        cells = tuple(map(_texts, rows)) if isinstance(rows, list) else ()
        if not isinstance(rows, list) or any(len(row) != wide for row in cells):
            raise Http404
        found.append(RowDifference(_texts(key), (), cells))
    return found


def _remark(request: HttpRequest) -> str:
    return request.POST.get("remark", "").strip()[:500]
