"""What does a scenario say: a path with its range and its source for every driver?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dafeng import units
from dafeng.dossier.records import AssumptionRecord
from dafeng.errors import MethodError, UnitError
from dafeng.language import Text
from dafeng.scenarios import defaults
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.catalogue import CLASSES, DRIVERS, Driver, Key, Scope, driver
from dafeng.scenarios.defaults import Basis, Row
from dafeng.scenarios.own_mix import mixed
from dafeng.scenarios.own_past import fitted
from dafeng.scenarios.paths import Form, Path, Point, at

#: Last year of the futures: the year of the national neutrality goal.
HORIZON = 2060

#: Scenario from which a place's own scenarios start.
START_OF_OWN = "current_policy"

#: Basis of a figure that the place has entered.
ENTERED = Basis("entered", Text("本地填报", "entered by the place"), "", judgement=False)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A story: one path for every driver and label; no probability is attached to it.

    Parameters
    ----------
    id
        ``frozen``, ``current_policy``, ``enhanced`` or the place's own (see `own_scenarios`).
    name
        Name for readers.
    paths
        A path for each key of `keys`; the sinks are absent where the place states none.
    horizon
        Last year.
    policy
        The default scenario on which it rests, where a rule asks for more than paths: stocks, and
        whether the grid is held.
    """

    id: str
    name: Text
    paths: Mapping[Key, Path]
    horizon: int = HORIZON
    policy: str = START_OF_OWN


def keys(baseline: Baseline) -> tuple[Key, ...]:
    """Return the keys of all paths in the order of the drivers and the baseline's axes."""
    return tuple(key for d in DRIVERS for key in _keys_of(d, baseline))


def default_scenario(baseline: Baseline, scenario: str) -> Scenario:
    """Return a scenario as the default table, the place's own mix and its own past give it.

    Frozen policy holds structure, carrier mix, grid factor and local generation at the base year;
    efficiency goes on at half the pace of
    current policy. Current policy follows the published goals of 2030
    and part of the way to 2060; enhanced policy reaches further. Economy and population are the
    same in all three, so that differences come from policy.

    Raises
    ------
    MethodError
        If there is no such scenario.
    """
    if scenario not in defaults.SCENARIOS:
        known = ", ".join(defaults.SCENARIOS)
        raise MethodError(
            Text(
                f"没有情景“{scenario}”；现有：{known}", f"no scenario {scenario!r}; known: {known}"
            )
        )
    groups = _grouped(scenario)
    paths = {}
    for key in keys(baseline):
        rows = _matching(groups, key, baseline)
        if rows:
            default = mixed(Path(key, _points(rows, key, baseline)), baseline)
            paths[key] = fitted(default, baseline)
    if baseline.sinks is not None:
        paths[Key("sinks")] = _held_sinks(baseline.year, baseline.sinks)
    return Scenario(scenario, defaults.NAMES[scenario], paths, policy=scenario)


def with_assumptions(
    scenario: Scenario, baseline: Baseline, assumptions: Iterable[AssumptionRecord]
) -> Scenario:
    """Lay a place's own assumptions over a scenario, path by path.

    A record stands for its sector (a leaf, a parent, a class or "" for all) and carrier ("" for
    all). From the first to the last year that a place states, its points alone make the path:
    defaults in between would bend it; outside, the default goes on. Narrower records beat wider
    ones in the same year. A record without a range keeps the width that the default had in its
    year. A path takes the form that the narrowest record states for it
    (`dafeng.scenarios.paths.Form`), its default points outside the place's span included. Records
    at or before the base year are left out: that year is the account's (rule
    ``assumption.year``).

    Raises
    ------
    MethodError
        If a record names a driver, sector or carrier that the scenario does not have.
    UnitError
        If its unit is not the driver's.
    """
    own: dict[Key, dict[int, Point]] = {}
    forms: dict[Key, Form] = {}
    mine = [r for r in assumptions if r.scenario == scenario.id and r.year > baseline.year]
    for record in sorted(mine, key=lambda r: (_narrowness(r, baseline), r.year)):
        met = [key for key in keys(baseline) if _concerns(record, key, baseline)]
        if not met:
            raise _nothing(record)
        for key in met:
            default = scenario.paths.get(key, Path(key, ()))
            own.setdefault(key, {})[record.year] = _entered(default, record)
            if record.form:
                forms[key] = Form(record.form)
    paths = dict(scenario.paths)
    for key, points in own.items():
        path = _joined(paths.get(key, Path(key, ())), points)
        paths[key] = replace(path, form=forms.get(key, path.form))
    return replace(scenario, paths=paths)


def scenario(
    baseline: Baseline, scenario_id: str, assumptions: Iterable[AssumptionRecord] = ()
) -> Scenario:
    """Return a default scenario with the place's own assumptions laid over it."""
    return with_assumptions(default_scenario(baseline, scenario_id), baseline, assumptions)


def own_scenarios(
    baseline: Baseline, assumptions: Iterable[AssumptionRecord]
) -> tuple[Scenario, ...]:
    """Return the place's own scenarios in the order in which its assumptions name them.

    Every scenario id beyond the three defaults is one. It starts from current policy as the place
    has it (the default with the place's points for ``current_policy``) and has the points under
    its own id laid over that.

    Raises
    ------
    MethodError, UnitError
        As in `with_assumptions`.
    """
    records = tuple(assumptions)
    own = dict.fromkeys(r.scenario for r in records if r.scenario not in defaults.SCENARIOS)
    if not own:
        return ()
    start = scenario(baseline, START_OF_OWN, records)
    stories = (replace(start, id=name, name=defaults.name_of(name)) for name in own)
    return tuple(with_assumptions(story, baseline, records) for story in stories)


def _held_sinks(year: int, sinks: float) -> Path:
    """Return the stated uptake held for all years, with the range of an estimate."""
    basis = defaults.bases()["held"]
    point = Point(year, 0.7 * sinks, sinks, 1.3 * sinks, basis)
    return Path(Key("sinks"), (point,))


def _keys_of(of: Driver, baseline: Baseline) -> list[Key]:
    if of.scope is Scope.PLACE:
        return [Key(of.id)]
    if of.scope is Scope.CLASS:
        return [Key(of.id, name) for name in CLASSES]
    if of.scope is Scope.TRANSFER:
        sources = [c for c in of.sources if c in baseline.carriers.labels]
        return [Key(of.id, s, c) for c in sources for s in baseline.sectors]
    return [Key(of.id, s) for s in baseline.sectors]


def _grouped(scenario_id: str) -> dict[tuple[str, str, str], list[Row]]:
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in defaults.rows():
        if row.scenario == scenario_id:
            groups.setdefault((row.driver, row.sector, row.carrier), []).append(row)
    return groups


def _matching(
    groups: Mapping[tuple[str, str, str], list[Row]], key: Key, baseline: Baseline
) -> list[Row]:
    """Return the last group of rows that holds for a key."""
    found: list[Row] = []
    names = _names(key, baseline)
    for (of, sector, carrier), rows in groups.items():
        if of == key.driver and sector in names and carrier in ("", key.carrier):
            found = rows
    return found


def _names(key: Key, baseline: Baseline) -> tuple[str, ...]:
    """Return every name under which the sector of a key can be meant, "" for all included."""
    if key.sector in baseline.sectors.labels:
        return ("", key.sector, *baseline.lineage[baseline.sectors.index(key.sector)])
    return ("", key.sector)


def _points(rows: Iterable[Row], key: Key, baseline: Baseline) -> tuple[Point, ...]:
    bases = defaults.bases()
    points = [
        Point(r.year, r.low, r.central, r.high, bases[r.basis])
        for r in rows
        if r.year > baseline.year or driver(key.driver).unit == "1/a"
    ]
    if driver(key.driver).unit == "-" and driver(key.driver).low == 0.0:
        start = Point(baseline.year, 0.0, 0.0, 0.0, bases["held"])
        return (start, *(p for p in points if p.year > baseline.year))
    return tuple(points) or tuple(
        Point(r.year, r.low, r.central, r.high, bases[r.basis]) for r in rows
    )


def _concerns(record: AssumptionRecord, key: Key, baseline: Baseline) -> bool:
    return (
        record.driver == key.driver
        and record.sector in _names(key, baseline)
        and record.carrier in ("", key.carrier)
    )


def _narrowness(record: AssumptionRecord, baseline: Baseline) -> int:
    leaf = record.sector in baseline.sectors.labels
    return (1 if record.sector else 0) + (2 if leaf else 0) + (4 if record.carrier else 0)


def _joined(default: Path, own: Mapping[int, Point]) -> Path:
    """Return the default path with the place's points in their span."""
    first, last = min(own), max(own)
    outside = [p for p in default.points if not first <= p.year <= last]
    return replace(default, points=tuple(sorted((*outside, *own.values()), key=lambda p: p.year)))


def _entered(default: Path, record: AssumptionRecord) -> Point:
    scale = _scale(record.unit, driver(record.driver).unit)
    central = record.central * scale
    low, middle, high = at(default, record.year) if default.points else (0.0, 0.0, 0.0)
    return Point(
        record.year,
        central + low - middle if record.low is None else record.low * scale,
        central,
        central + high - middle if record.high is None else record.high * scale,
        replace(ENTERED, citation=record.source),
    )


def _scale(unit: str, wanted: str) -> float:
    """Return the factor from a record's unit to the driver's; a bare share may be a rate."""
    try:
        return units.convert(1.0, unit or wanted, wanted)
    except UnitError:
        if wanted != "1/a":
            raise
        return units.convert(1.0, unit, "-")


def _nothing(record: AssumptionRecord) -> MethodError:
    what = f"{record.driver} / {record.sector or '*'} / {record.carrier or '*'}"
    return MethodError(
        Text(
            f"假设“{what}”（{record.place}）不对应任何驱动因素、行业或能源品种",
            f"assumption {what} ({record.place}) meets no driver, sector or carrier",
        )
    )
