"""What stands beside a plan that is read? Checks, changes and results of what was handed in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.utils.safestring import mark_safe

from dafeng.desk.examining import held_to_the_gate
from dafeng.errors import Fault, Severity
from dafeng.language import Language, Text
from dafeng.plan.row_changes import table_name
from dafeng.programme import Case
from dafeng.web.dossiers import engine, results
from dafeng.web.dossiers.building import OFFERED, documents
from dafeng.web.dossiers.engine import LateAnswerError
from dafeng.web.dossiers.models import Version
from dafeng.web.dossiers.reading import changes_between
from dafeng.web.dossiers.versions import files_of
from dafeng.web.programmes.handing_in import handed_in

_ORDER: Final = {s: n for n, s in enumerate(Severity)}
#: Pages of results that the desk names.
PAGES: Final[Mapping[str, Text]] = {
    "inventory": Text("排放清单", "inventory"),
    "history": Text("历史与驱动因素", "history and drivers"),
    "pathway": Text("未来路径与峰值", "pathway and peak"),
    "portfolio": Text("措施组合", "portfolio of measures"),
    "plan": Text("方案文件", "plan documents"),
}


@dataclass(frozen=True, slots=True)
class Beside:
    """What the desk shows beside the plan.

    Parameters
    ----------
    version
        The version that was handed in last.
    former
        The one that was handed in before; None in the first round.
    faults
        What the rules say to it, the gravest first.
    run, not_run
        Rules that were asked, and that could not be.
    late
        Why the checks are not there; None where they are.
    changed
        Rows that differ from the former version, by table.
    compared
        The comparison of both results as HTML, where it is made.
    pathway
        The page of the pathway as HTML, where it is made.
    documents
        Documents that are built from the version.
    """

    version: Version
    former: Version | None
    faults: tuple[Fault, ...]
    run: int
    not_run: int
    late: Text | None
    changed: tuple[tuple[Text, int], ...]
    compared: str
    pathway: str
    documents: tuple[tuple[str, Text], ...]


def plan_beside(case: Case, language: Language) -> Beside | None:
    """Return what stands beside the plan of a case; None while no dossier was handed in."""
    given = dict.fromkeys((s.snapshot, s.folder) for s in case.submissions if s.snapshot)
    firsts = (next(s for s in case.submissions if (s.snapshot, s.folder) == g) for g in given)
    known = [v for s in firsts if (v := handed_in(case.id, s)) is not None]
    if not known:
        return None
    last, former = known[-1], known[-2] if len(known) > 1 else None
    late: Text | None = None
    try:
        faults, run, not_run = checked(last.snapshot, last.pk)
    except LateAnswerError as error:
        faults, run, not_run, late = (), 0, 0, error.text
    return Beside(
        last,
        former,
        tuple(sorted(faults, key=lambda f: _ORDER[f.severity])),
        run,
        not_run,
        late,
        changed(former.pk, last.pk) if former else (),
        _own(results.comparison(former, last, language)) if former else "",
        _own(results.page(last, "pathway", language)),
        tuple((name, OFFERED[name]) for name in documents(last)),
    )


def _own(html: str | None) -> str:
    """Pass on HTML that the desk has made, where every text is escaped."""
    return mark_safe(html) if html else ""  # noqa: S308 - files.report_html escapes


@lru_cache(maxsize=64)
def checked(snapshot: str, version: int) -> tuple[tuple[Fault, ...], int, int]:
    """Return what the rules of plans say to a version; the same content has the same answer.

    Raises
    ------
    LateAnswerError
        If it is not there in time.
    """
    del snapshot
    return engine.computed(held_to_the_gate, _files(version), patience=engine.LONG)


@lru_cache(maxsize=64)
def changed(before: int, after: int) -> tuple[tuple[Text, int], ...]:
    """Return how many rows differ between two versions, by table."""
    found = changes_between(_files(before), _files(after))
    counted = Counter(change.table for change in found.changes) if found else Counter[str]()
    return tuple((table_name(table), count) for table, count in sorted(counted.items()))


def _files(version: int) -> dict[str, bytes]:
    return files_of(Version.objects.select_related("folder").get(pk=version))
