"""From a dossier to everything that its plan speaks of: one build."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import dafeng
from dafeng.desk import account, series
from dafeng.desk.opening import Opened, open_dossier
from dafeng.desk.past import Choices, past_of
from dafeng.desk.settings import DRAWS, MOST_DRAWS, MOST_SEED, SEED
from dafeng.desk.sourcing import sources
from dafeng.dossier.records import Dossier
from dafeng.dossier.told_once import not_told_before
from dafeng.errors import (
    NOWHERE,
    DafengError,
    Fault,
    InputError,
    MethodError,
    Severity,
    UnknownNameError,
)
from dafeng.inventory import bases
from dafeng.inventory.account import Inventory
from dafeng.language import Text
from dafeng.plan.material import PlanMaterial, Provenance
from dafeng.plan.told import Bare
from dafeng.reference.guides import Guide


@dataclass(frozen=True, slots=True)
class Options:
    """What a build may be told.

    Parameters
    ----------
    draws
        Draws of each ensemble.
    seed
        Seed of all random streams.
    progress
        Called with the name of each step as it begins.
    guide
        Id or file of the guide that lays the plan out; "" for that of the kind of place.
    portfolio
        Whether a portfolio is chosen too.

    Raises
    ------
    MethodError
        If no ensemble can be drawn with such draws or seed.
    """

    draws: int = DRAWS
    seed: int = SEED
    progress: Callable[[str], None] | None = None
    guide: str = ""
    portfolio: bool = True

    def __post_init__(self) -> None:
        """Refuse what no ensemble can be drawn with."""
        for name, value, low, high in (
            ("draws", self.draws, 1, MOST_DRAWS),
            ("seed", self.seed, 0, MOST_SEED),
        ):
            if not low <= value <= high:
                raise MethodError(
                    Text(
                        f"{name} 应为 {low} 至 {high} 的整数，不是 {value}",
                        f"{name} must be a whole number from {low} to {high}, not {value}",
                    )
                )


@dataclass(frozen=True, slots=True)
class Accounted:
    """A dossier with its account, and all that was noticed on the way.

    Parameters
    ----------
    dossier
        As opened: superseded estimates are left out.
    inventory
        Its account.
    faults
        Warnings and notes of the dossier and of the account.
    """

    dossier: Dossier
    inventory: Inventory
    faults: tuple[Fault, ...]


def open_account(path: Path | str) -> Accounted:
    """Open a dossier and compile its account.

    Raises
    ------
    InputError
        If the dossier or its account has errors; all are listed.
    """
    opened = open_dossier(path)
    inventory, noticed = compile_inventory(opened.dossier)
    faults = (*opened.faults, *not_told_before(noticed, opened.faults))
    return Accounted(opened.dossier, inventory, faults)


def compile_inventory(dossier: Dossier) -> tuple[Inventory, tuple[Fault, ...]]:
    """Compile the account of a place and return it with what plausibility rules noticed.

    Raises
    ------
    InputError
        If the rules find an error, every fault is listed; or if the dossier names what is not
        known, which is no wrong use of a command.
    """
    from dafeng.inventory.compile import compile_inventory as compiled

    try:
        inventory = compiled(dossier)
    except UnknownNameError as error:
        remedy = Text("改正档案中的这个名称", "correct this name in the dossier")
        name = "inventory.name.unknown"
        raise InputError([Fault(name, Severity.ERROR, NOWHERE, error.text, remedy)]) from error
    if any(f.severity is Severity.ERROR for f in inventory.faults):
        raise InputError(inventory.faults)
    return inventory, inventory.faults


def build(opened: Opened | Path | str, options: Options | None = None) -> PlanMaterial:
    """Compute inventory, drivers, status, futures, peak and portfolio of one place.

    Parameters
    ----------
    opened
        The dossier, as `open_dossier` gave it, or where it lies.
    options
        Draws, seed, progress, guide.

    Returns
    -------
    PlanMaterial
        All results in one value; the same dossier, version and seed give the same bytes.

    Raises
    ------
    InputError
        If the account has errors, or the guide file is broken.
    MethodError
        If the records do not suffice for a baseline.
    UnknownNameError
        If there is no such guide.
    """
    chosen = options or Options()
    whole = open_dossier(opened) if isinstance(opened, Path | str) else opened
    return _with_futures(_of_account(whole, chosen), chosen)


def build_draft(opened: Opened, options: Options | None = None) -> PlanMaterial | Bare:
    """Compute as much as the errors of a dossier leave; what stops the rest is among the faults.

    Parameters
    ----------
    opened
        The dossier with its faults, errors among them.
    options
        As for `build`.

    Raises
    ------
    InputError
        If the guide file is broken.
    MethodError
        If the place lies in another country.
    UnknownNameError
        If there is no such guide.
    """
    from dafeng.scenarios.base_year import require_home

    chosen = options or Options()
    dossier = opened.dossier
    require_home(dossier)
    guide = guide_of(dossier, chosen)
    try:
        material = _of_account(opened, chosen)
    except DafengError as error:
        found = error.faults if isinstance(error, InputError) else (_stopped(dossier, error),)
        faults = (*opened.faults, *not_told_before(found, opened.faults))
        return Bare(dossier, guide, provenance_of(dossier, chosen), faults)
    try:
        return _with_futures(material, chosen)
    except DafengError as error:
        return replace(material, faults=(*material.faults, _stopped(dossier, error)))


def _stopped(dossier: Dossier, error: DafengError) -> Fault:
    remedy = Text("按提示补充或更正数据", "complete or correct the records as said")
    place = dossier.identity.place("base_year")
    return Fault("plan.computed", Severity.ERROR, place, error.text, remedy)


def guide_of(dossier: Dossier, chosen: Options) -> Guide:
    """Return the guide that lays out the plan of a place."""
    from dafeng.desk.guiding import open_guide
    from dafeng.plan.guide import frame

    kind = dossier.identity.kind
    return frame(open_guide(chosen.guide, kind), kind)


def _of_account(opened: Opened, chosen: Options) -> PlanMaterial:
    tell = chosen.progress or (lambda _step: None)
    dossier = opened.dossier
    guide = guide_of(dossier, chosen)
    tell("inventory")
    inventory, noticed = compile_inventory(dossier)
    tell("drivers")
    faults = (*opened.faults, *not_told_before(noticed, opened.faults))
    return replace(_of_the_past(dossier, inventory, chosen), guide=guide, faults=faults)


def _with_futures(material: PlanMaterial, chosen: Options) -> PlanMaterial:
    from dafeng.desk.futures import assumptions, futures
    from dafeng.desk.promising import promise_of

    tell = chosen.progress or (lambda _step: None)
    dossier, inventory = material.dossier, material.inventory
    tell("scenarios")
    basis = account.plan_basis(dossier)
    made = futures(dossier, inventory, basis, chosen.draws, chosen.seed)
    ahead = replace(
        material,
        ensembles=made.ensembles,
        outlooks=made.outlooks,
        assumptions=assumptions(made),
    )
    if not chosen.portfolio:
        return ahead
    tell("portfolio")
    promise, reason = promise_of(dossier, inventory, material.guide, chosen.seed)
    return replace(ahead, promise=promise, promise_reason=reason)


def _of_the_past(dossier: Dossier, inventory: Inventory, chosen: Options) -> PlanMaterial:
    basis = account.plan_basis(dossier)
    year = dossier.identity.base_year
    past = past_of(dossier, inventory, basis, Choices(seed=chosen.seed))
    from dafeng.desk.indicator_list import base_indicators

    return PlanMaterial(
        dossier=dossier,
        inventory=inventory,
        basis=basis.value,
        totals=account.totals(inventory),
        sectors=account.sector_names(inventory),
        by_sector=bases.by_sector(inventory, basis),
        provenance=provenance_of(dossier, chosen),
        reconciliation=account.reconciliation(inventory, year),
        indicators=base_indicators(inventory, dossier, basis),
        uncertainty=account.ranges(inventory, basis, year, chosen.seed),
        published=series.published(dossier),
        decompositions=past.decompositions,
        tapio=past.decoupling,
        statuses=past.statuses,
        status_probability=past.probability,
        past_remarks=past.remarks,
        sources=sources(dossier, inventory),
    )


def provenance_of(dossier: Dossier, chosen: Options) -> Provenance:
    """Return with what a build is made."""
    from dafeng.desk.guiding import guide_source, open_guide
    from dafeng.dossier.snapshot import content_hash

    kind = dossier.identity.kind
    guide, source = open_guide(chosen.guide, kind), guide_source(chosen.guide, kind)
    return Provenance(
        version=dafeng.__version__,
        seed=chosen.seed,
        draws=chosen.draws,
        input_hash=content_hash(dossier),
        factor_set=dossier.identity.factor_set,
        grid_kind=dossier.identity.grid_kind,
        guide=f"{guide.id} {guide.version}",
        guide_hash=source.sha256,
        guide_file=source.file,
        portfolio=chosen.portfolio,
    )
