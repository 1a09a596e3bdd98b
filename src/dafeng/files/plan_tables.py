"""Reading a plan that has no dossier: tables of indicators, projects, tasks and reforms."""

from __future__ import annotations

from pathlib import Path

from dafeng.errors import Fault
from dafeng.files.dossiers import read_raw
from dafeng.plan.foreign import PlanTables, is_foreign, read_plan_tables


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
