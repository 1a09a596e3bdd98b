"""How many single faults, planted in good plans and dossiers, are reported where they stand?"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.plan.rules.planted import GOOD, Planted, Tables, found, planted_faults, reported

from dafeng.desk.plan_checking import Wish, check
from dafeng.desk.starting import new
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Fault, Severity
from dafeng.files.text_tables import write_text_table

#: A dossier takes so many of the city's faults: each is read from disk and its account compiled.
DOSSIERS: Final = 40
#: Year in which the plans are checked.
YEAR: Final = 2026


def main() -> None:
    """Plant every fault, one at a time, and print what was found where."""
    start = time.perf_counter()
    planted = planted_faults()
    missed = [p for p in planted if not reported(p)]
    _print("plan tables", planted, missed, time.perf_counter() - start)
    for plan, make in GOOD.items():
        errors = [f for f in found(make(), plan) if f.severity is Severity.ERROR]
        print(f"errors in the good plan of a {plan}: {len(errors)}")
    start = time.perf_counter()
    chosen = [p for p in planted if p.plan == "city" and p.table != "classes"]
    chosen = chosen[:: max(1, len(chosen) // DOSSIERS)][:DOSSIERS]
    with TemporaryDirectory() as folder:
        place = Path(folder) / "huzhou"
        new("330500", place)
        good = _told(place, GOOD["city"]())
        print(f"errors in the good dossier: {sum(f.severity is Severity.ERROR for f in good)}")
        before = {(f.rule, str(f.place)) for f in good}
        missed = [p for p in chosen if not _found_in_dossier(place, p, before)]
    _print("dossiers on disk", chosen, missed, time.perf_counter() - start)


def _print(what: str, planted: object, missed: list[Planted], seconds: float) -> None:
    every = list(planted) if isinstance(planted, tuple | list) else []
    kinds = {p.kind.rpartition("-")[0] for p in every}
    share = 1 - len(missed) / len(every)
    print(f"{what}: {len(every)} faults of {len(kinds)} kinds, {share:.1%} reported ", end="")
    print(f"where they stand, {seconds:.1f} s")
    for planted_fault in missed:
        print(f"  missed: {planted_fault}")


def _told(place: Path, tables: Tables) -> tuple[Fault, ...]:
    for name, rows in tables.items():
        if name != "classes":
            cells = tuple(tuple(cell or None for cell in row) for row in rows)
            write_text_table(RawSheet(f"{name}.csv", "", cells), place / f"{name}.csv")
    return check(place, Wish(year=YEAR)).faults


def _found_in_dossier(place: Path, planted: Planted, before: set[tuple[str, str]]) -> bool:
    return any(
        (fault.rule, str(fault.place)) not in before
        and fault.place.file in (planted.table, f"{planted.table}.csv")
        and (not planted.row or fault.place.row == planted.row)
        for fault in _told(place, planted.tables)
    )


if __name__ == "__main__":
    main()
