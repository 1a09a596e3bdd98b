"""From a dossier to everything that its plan speaks of: one build."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import dafeng
from dafeng.desk import account, series
from dafeng.desk.opening import Opened, open_dossier
from dafeng.desk.past import Choices, past_of
from dafeng.desk.settings import DRAWS, SEED
from dafeng.desk.sourcing import sources
from dafeng.dossier.records import Dossier
from dafeng.dossier.told_once import not_told_before
from dafeng.errors import NOWHERE, Fault, InputError, Severity, UnknownNameError
from dafeng.inventory import bases
from dafeng.inventory.account import Inventory
from dafeng.language import Text
from dafeng.plan.material import PlanMaterial, Provenance


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
    """

    draws: int = DRAWS
    seed: int = SEED
    progress: Callable[[str], None] | None = None


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


def build(opened: Opened, options: Options | None = None) -> PlanMaterial:
    """Compute inventory, drivers, status, futures and peak of one place.

    Parameters
    ----------
    opened
        The dossier, as `open_dossier` gave it.
    options
        Draws, seed and progress.

    Returns
    -------
    PlanMaterial
        All results in one value; the same dossier, version and seed give the same bytes.

    Raises
    ------
    InputError
        If the account has errors.
    MethodError
        If the records do not suffice for a baseline.
    """
    from dafeng.desk.futures import assumptions, futures

    chosen = options or Options()
    tell = chosen.progress or (lambda _step: None)
    dossier = opened.dossier
    tell("inventory")
    inventory, noticed = compile_inventory(dossier)
    tell("drivers")
    material = _of_the_past(dossier, inventory, chosen)
    tell("scenarios")
    basis = account.plan_basis(dossier)
    made = futures(dossier, inventory, basis, chosen.draws, chosen.seed)
    return replace(
        material,
        ensembles=made.ensembles,
        outlooks=made.outlooks,
        assumptions=assumptions(made),
        faults=(*opened.faults, *not_told_before(noticed, opened.faults)),
    )


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
        provenance=_provenance(dossier, chosen),
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


def _provenance(dossier: Dossier, chosen: Options) -> Provenance:
    from dafeng.dossier.snapshot import content_hash

    return Provenance(
        version=dafeng.__version__,
        seed=chosen.seed,
        draws=chosen.draws,
        input_hash=content_hash(dossier),
        factor_set=dossier.identity.factor_set,
        grid_kind=dossier.identity.grid_kind,
    )
