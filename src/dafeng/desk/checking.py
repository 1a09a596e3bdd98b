"""What is wrong with a dossier, from its cells to the start of its futures?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from dafeng.desk.opening import examine, without_superseded
from dafeng.dossier.records import AssumptionRecord, Dossier
from dafeng.dossier.told_once import not_told_before
from dafeng.errors import DafengError, Fault, InputError, Severity
from dafeng.inventory.account import Inventory
from dafeng.language import Text, significant
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.paths import Point

_REMEDY = Text("按提示补充或更正数据", "complete or correct the records as said")


@dataclass(frozen=True, slots=True)
class Examined:
    """A dossier as far as it could be read, with every fault.

    Parameters
    ----------
    handed_in
        As handed in; None where the place is not stated.
    dossier
        Estimates that an entry supersedes are left out.
    inventory
        Its account; None where errors forbid one.
    faults
        Everything found.
    """

    handed_in: Dossier | None
    dossier: Dossier | None
    inventory: Inventory | None
    faults: tuple[Fault, ...]


def check_dossier(path: Path | str) -> tuple[Fault, ...]:
    """Return every fault: of cells, of records against each other, of the account and the futures.

    Each stage is looked at only if the one before is without error, since it would repeat them.
    What rules find in the plan's own tables is said by `dafeng.desk.plan_checking.check`.
    """
    return examine_records(path).faults


def examine_records(path: Path | str) -> Examined:
    """Return a dossier and its account as far as they go, with every fault of `check_dossier`."""
    from dafeng.inventory.compile import compile_inventory
    from dafeng.inventory.grid_factor import missing_grid_factor

    dossier, faults = examine(path)
    if dossier is None:
        return Examined(None, None, None, faults)
    if _stops(faults):
        return Examined(dossier, dossier, None, (*faults, *missing_grid_factor(dossier)))
    kept, notes = without_superseded(dossier)
    try:
        inventory = compile_inventory(kept)
    except InputError as error:
        return Examined(dossier, kept, None, (*faults, *notes, *error.faults))
    found = (*faults, *notes, *not_told_before(inventory.faults, faults))
    if _stops(found):
        return Examined(dossier, kept, None, found)
    return Examined(dossier, kept, inventory, (*found, *_future_faults(kept, inventory)))


def _stops(faults: tuple[Fault, ...]) -> bool:
    return any(fault.severity is Severity.ERROR for fault in faults)


def _future_faults(dossier: Dossier, inventory: Inventory) -> Iterator[Fault]:
    from dafeng.scenarios.base_year import baseline_of

    if dossier.identity.abroad:
        return
    try:
        baseline = baseline_of(inventory, dossier)
    except DafengError as error:
        place = dossier.identity.place("base_year")
        yield Fault("scenarios.baseline", Severity.ERROR, place, error.text, _REMEDY)
        return
    for record in dossier.assumptions:
        yield from _assumption_faults(record, baseline)


def _assumption_faults(record: AssumptionRecord, baseline: Baseline) -> Iterator[Fault]:
    """Try one assumption alone, and hold its values against the bounds of its driver."""
    from dafeng.scenarios.defaults import SCENARIOS
    from dafeng.scenarios.story import ENTERED, scenario

    known = record.scenario if record.scenario in SCENARIOS else SCENARIOS[0]
    try:
        made = scenario(baseline, known, [replace(record, scenario=known)])
    except DafengError as error:
        yield Fault("assumption.unusable", Severity.ERROR, record.place, error.text, _REMEDY)
        return
    paths = (path for key, path in made.paths.items() if key.driver == record.driver)
    points = [p for path in paths for p in path.points if p.basis.id == ENTERED.id]
    if points:
        yield from _out_of_bounds(record, points[0])


def _out_of_bounds(record: AssumptionRecord, point: Point) -> Iterator[Fault]:
    """Hold an entered point, already in the driver's unit, against the driver's bounds."""
    from dafeng.scenarios.catalogue import driver

    of = driver(record.driver)
    stated = (point.low, point.central, point.high)
    outside = [value for value in stated if not of.low <= value <= of.high]
    if outside:
        yield Fault(
            "assumption.bounds",
            Severity.ERROR,
            record.place,
            Text(
                f"{of.name.zh} 的取值 {significant(outside[0])} 超出 {significant(of.low)} 至 "
                f"{significant(of.high)}（{of.unit}）",
                f"{of.name.en}: {significant(outside[0])} is outside {significant(of.low)} to "
                f"{significant(of.high)} ({of.unit})",
            ),
            Text(
                "核对数值和单位（比例用小数或 %）", "check value and unit (shares as 0.25 or 25 %)"
            ),
        )
