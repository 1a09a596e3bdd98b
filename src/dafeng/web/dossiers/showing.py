"""What does a page of one table show: its rows, their faults, the words that its columns know?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from dafeng.dossier.standard_form import StandardTable
from dafeng.errors import Fault, Severity
from dafeng.web.dossiers.findings import taken_up
from dafeng.web.dossiers.grids import (
    PAGE,
    Line,
    Located,
    blank_lines,
    grid_rows,
    located,
    row_number,
    spoken_lines,
    wanted_lines,
)
from dafeng.web.dossiers.models import Version
from dafeng.web.frame.speech import language
from dafeng.web.whole_numbers import counted


def stored(base: StandardTable, found: Version, request: HttpRequest) -> dict[str, Any]:
    """Return the rows of a stored table with the faults that were kept with its version."""
    lines = spoken_lines(base, language())
    faults = taken_up(found.findings)
    said = told(base, faults, lines, base.order, blanks=True)
    return {**_narrowed(base, lines, said["located"], request), **said}


def entered_page(
    base: StandardTable, lines: Sequence[Line], request: HttpRequest
) -> dict[str, Any]:
    """Return the rows that stood on a page as they were entered."""
    shown = set(request.POST.getlist("row"))
    spoken = {line.id: line for line in spoken_lines(base, language())}
    kept = [line for line in lines if line.id in shown or line.id not in spoken]
    return {
        "rows": grid_rows(base.schema, kept, (), language()),
        "blanks": grid_rows(
            base.schema, blank_lines(base.schema, (x.id for x in lines)), (), language()
        ),
    }


def told(
    base: StandardTable,
    faults: Sequence[Fault],
    lines: Sequence[Line],
    order: Sequence[str],
    *,
    blanks: bool = False,
) -> dict[str, Any]:
    """Return the faults of a table at their cells, and how many there are elsewhere."""
    written = [line for line in lines if blanks or any(line.cells)]
    found = located(faults, base.schema, order, written)
    here = {id(one.fault) for one in found}
    elsewhere = [fault for fault in faults if id(fault) not in here]
    return {
        "located": [
            {"at": one, "row": row_number(one.row) if one.row else "", "head": _head(base, one)}
            for one in found
        ],
        "counts": {s.value: sum(f.severity is s for f in faults) for s in Severity},
        "elsewhere": [f for f in elsewhere if f.severity is Severity.ERROR],
        "others": len(elsewhere),
    }


def _head(base: StandardTable, one: Located) -> str:
    return base.schema.column(one.column).header[language()] if one.column else ""


def _narrowed(
    base: StandardTable, lines: Sequence[Line], found: list[dict[str, Any]], request: HttpRequest
) -> dict[str, Any]:
    """Return one page of the rows that are asked for."""
    words = request.GET.get("q", "").strip()
    only = request.GET.get("faults") == "1"
    faulty = frozenset(one["at"].row for one in found) if only else None
    wanted = wanted_lines(lines, words, faulty)
    number = counted(request.GET.get("page")) or 1
    pages = max(1, -(-len(wanted) // PAGE))
    page = min(max(number, 1), pages)
    shown = wanted[(page - 1) * PAGE : page * PAGE]
    at = [one["at"] for one in found]
    return {
        "rows": grid_rows(base.schema, shown, at, language()),
        "blanks": grid_rows(base.schema, blank_lines(base.schema), (), language()),
        "q": words,
        "only": only,
        "page": page,
        "pages": pages,
        "total": len(lines),
        "matching": len(wanted),
    }
