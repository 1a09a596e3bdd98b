"""Reading a plan that has no dossier: tables of indicators, projects, tasks and reforms."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from dafeng.dossier.rules import Findings
from dafeng.errors import Fault
from dafeng.files.dossiers import read_raw
from dafeng.plan.foreign import PlanTables, is_foreign, read_plan_tables

#: What is said of statistics and not of a plan.
_OF_STATISTICS: Final = ("variable.unread", "sheet.corner")


def read_plan(path: Path) -> tuple[PlanTables, tuple[Fault, ...]] | None:
    """Return the tables of a plan with what is wrong with their cells; None for a dossier.

    Parameters
    ----------
    path
        Workbook, text table, or folder of them, with a table of indicators or of projects and
        without the identity of a place.
    """
    raw = read_raw(path)
    if raw is None or raw.identity is not None or not is_foreign(raw.sheets):
        return None
    tables, faults = read_plan_tables(raw.sheets)
    return tables, (*raw.faults, *faults)


def unrecognised(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """Return what is wrong with a plan of a named place whose tables nobody recognises.

    It needs no dossier of its own, but headers that are read.

    Parameters
    ----------
    faults
        What was said of it as of a dossier.
    """
    lacking = [f for f in faults if f.rule == "identity.missing"]
    if not lacking:
        return faults
    findings = Findings()
    findings.add("plan.unrecognised", lacking[0].place)
    rest = (f for f in faults if f not in lacking and f.rule not in _OF_STATISTICS)
    return (*findings.faults, *rest)
