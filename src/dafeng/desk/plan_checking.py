"""What is wrong with a plan? A dossier, or the tables of a plan without one, held to the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from dafeng import reference
from dafeng.desk import account as accounts
from dafeng.desk.checking import Examined, examine_records
from dafeng.desk.guiding import open_guide
from dafeng.desk.settings import SEED
from dafeng.dossier.records import Dossier
from dafeng.dossier.rules import rules as cell_rules
from dafeng.dossier.schema import ROW_TABLES
from dafeng.errors import DafengError, Fault, Severity, UnknownNameError
from dafeng.files.plan_tables import read_plan, unrecognised
from dafeng.inventory.account import Inventory, estimated_share
from dafeng.language import Text
from dafeng.measures.portfolio.place import FIRST_YEAR
from dafeng.plan.absent_results import why_absent
from dafeng.plan.material import PlanMaterial
from dafeng.plan.references import names_in
from dafeng.plan.results_by_name import results_by_name
from dafeng.plan.rules.catalogue import GROUPS, PlanRule, plan_rules
from dafeng.plan.rules.checking import NotRun, check_plan
from dafeng.plan.rules.results import account_of, history_of, results_of
from dafeng.plan.rules.subject import Account, Results, Subject, of_dossier, of_tables
from dafeng.reference.guides import Guide

#: Draws of the futures that rules look at: quantiles of the peak year need no more.
DRAWS: Final = 1000
#: Beginnings of rule ids that stand in no catalogue: rules of account, futures and guide files.
_UNLISTED: Final = ("inventory", "scenarios", "assumption", "guide", "park")


@dataclass(frozen=True, slots=True)
class Wish:
    """How a plan is to be checked.

    Parameters
    ----------
    guide
        Id or file of the guide; "" for that of the kind of place.
    submission
        Take every rule's severity at the gate.
    results
        Run the model, so that rules which need its results can be asked.
    select, ignore
        Groups, ids or beginnings of ids of rules; no selection is all.
    year
        Year in which the plan is checked; None for this year.
    place
        Code of the place of a plan without dossier; "" if not known.
    kind
        Kind of that place; "" for that of `place` or of the guide.
    draws, seed
        Of the futures.
    """

    guide: str = ""
    submission: bool = False
    results: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    year: int | None = None
    place: str = ""
    kind: str = ""
    draws: int = DRAWS
    seed: int = SEED


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found.

    Parameters
    ----------
    form
        ``dossier``, or ``plan`` for tables without one.
    guide
        Guide that the plan was held to; None where the dossier has no usable identity, or is that
        of a place abroad, for which no guide is kept.
    faults
        Those of cells and records first, then those of the plan's rules.
    not_run
        Rules of the plan that could not be asked.
    run
        Number of rules of the plan that were asked.
    dossier
        What was handed in, as far as it makes a dossier.
    """

    form: str
    guide: Guide | None
    faults: tuple[Fault, ...]
    not_run: tuple[NotRun, ...]
    run: int
    dossier: Dossier | None = None


def check(path: Path | str, wish: Wish | None = None) -> Checked:
    """Hold a dossier, or the tables of a plan without one, to all rules.

    Parameters
    ----------
    path
        Folder, workbook or text table.
    wish
        How; by default every rule that needs no results of the model.

    Raises
    ------
    InputError
        If the guide file is broken.
    UnknownNameError
        If guide, place or a selected rule is not known.
    """
    asked = wish or Wish()
    _require_known((*asked.select, *asked.ignore))
    rules = [r for r in plan_rules().values() if _wanted(r.id, asked)]
    foreign = read_plan(Path(path))
    if foreign is not None:
        tables, faults = foreign
        kind = asked.kind or (_kind_of(asked.place) if asked.place else "")
        guide = open_guide(asked.guide, kind or "city")
        subject = replace(
            of_tables(guide, _year(asked), tables, kind),
            code=asked.place,
            history=history_of(asked.place) if asked.place else None,
        )
        return _checked("plan", subject, faults, rules, asked)
    found = examine_records(path)
    if found.dossier is None or found.dossier.identity.abroad:
        told = unrecognised(found.faults) if asked.place else found.faults
        kept = tuple(f for f in told if _wanted(f.rule, asked))
        return Checked("dossier", None, kept, (), 0, dossier=found.handed_in)
    subject, faults = _of_dossier(found, found.dossier, asked)
    return replace(_checked("dossier", subject, faults, rules, asked), dossier=found.handed_in)


def _checked(
    form: str, subject: Subject, faults: Iterable[Fault], rules: Sequence[PlanRule], asked: Wish
) -> Checked:
    report = check_plan(subject, rules, submission=asked.submission)
    kept = tuple(f for f in faults if _wanted(f.rule, asked))
    return Checked(form, subject.guide, (*kept, *report.faults), report.not_run, report.run)


def _of_dossier(
    found: Examined, dossier: Dossier, asked: Wish
) -> tuple[Subject, tuple[Fault, ...]]:
    guide = open_guide(asked.guide, dossier.identity.kind)
    subject = of_dossier(guide, _year(asked), dossier)
    history = history_of(dossier.identity.code, dossier)
    if found.inventory is None:
        return replace(subject, history=history), found.faults
    try:
        subject = replace(subject, account=_account(dossier, found.inventory))
        results = _results(dossier, found.inventory, asked) if asked.results else None
    except DafengError as error:
        remedy = Text("补充或更正数据", "complete or correct the records")
        place = dossier.identity.place("base_year")
        fault = Fault("scenarios.results", Severity.ERROR, place, error.text, remedy)
        return replace(subject, history=history), (*found.faults, fault)
    return replace(subject, history=history, results=results), found.faults


def _account(dossier: Dossier, inventory: Inventory) -> Account:
    from dafeng.desk.indicator_list import base_indicators

    basis, year = accounts.plan_basis(dossier), dossier.identity.base_year
    total = accounts.totals(inventory)[basis.value][inventory.years.index(year)]
    listed = base_indicators(inventory, dossier, basis)
    return account_of(year, float(total), listed, estimated_share(inventory, year))


def _results(dossier: Dossier, inventory: Inventory, asked: Wish) -> Results:
    from dafeng.desk.futures import futures

    basis = accounts.plan_basis(dossier)
    made = futures(dossier, inventory, basis, asked.draws, asked.seed)
    return results_of(made.ensembles, made.outlooks)


def faults_of_plan(material: PlanMaterial) -> tuple[Fault, ...]:
    """Return what blocks the plan of a build by the rules for plans, and what its words get wrong.

    All errors are told, and warnings on wording; the rest is said by `check`. The plan is checked
    in the first year in which it can act, not in that of a clock: the same dossier gives the same
    document.

    Parameters
    ----------
    material
        All results of the build.
    """
    dossier, year = material.dossier, max(FIRST_YEAR, material.base_year + 1)
    total = float(material.totals[material.basis][material.base])
    named = results_by_name(material)
    subject = replace(
        of_dossier(material.guide, year, dossier),
        account=account_of(
            material.base_year, total, material.indicators, material.estimated_share
        ),
        results=results_of(material.ensembles, material.outlooks),
        history=history_of(dossier.identity.code, dossier),
        named=named,
        absent={name: why_absent(material, name) for name in _asked(dossier) if name not in named},
    )
    rules = plan_rules()
    found = check_plan(subject, rules.values()).faults
    return tuple(
        f for f in found if f.severity is Severity.ERROR or rules[f.rule].group == "wording"
    )


def _asked(dossier: Dossier) -> frozenset[str]:
    """Return every name of a result in the place's own words."""
    rows = (row for table in ROW_TABLES for row in getattr(dossier, table))
    return frozenset(name for row in rows for _, text in row.values for name in names_in(text))


def _year(asked: Wish) -> int:
    return asked.year if asked.year is not None else date.today().year  # noqa: DTZ011 - the user's


def _kind_of(code: str) -> str:
    """Return the kind of a place.

    Raises
    ------
    UnknownNameError
        If it is neither a pilot nor a division.
    """
    found = next((p for p in reference.pilots() if p.id == code), None)
    if found is not None:
        return found.kind
    return "province" if reference.division(code).level == "province" else "city"


def _wanted(rule: str, asked: Wish) -> bool:
    chosen = not asked.select or any(_matches(rule, name) for name in asked.select)
    return chosen and not any(_matches(rule, name) for name in asked.ignore)


def _matches(rule: str, name: str) -> bool:
    known = plan_rules().get(rule)
    return (
        rule == name or rule.startswith(f"{name}.") or (known is not None and known.group == name)
    )


def _require_known(names: Iterable[str]) -> None:
    every = (*plan_rules(), *cell_rules())
    for name in names:
        listed = any(_matches(rule, name) for rule in every)
        if not listed and name.partition(".")[0] not in _UNLISTED:
            groups = ", ".join(GROUPS)
            raise UnknownNameError(
                Text(
                    f"没有规则“{name}”；用 dafeng check --rules 查看；可用的组：{groups}",
                    f"no rule {name!r}; see dafeng check --rules; the groups are: {groups}",
                )
            )


def titles() -> dict[str, Text]:
    """Return what each rule of a plan asks, by id."""
    return {rule.id: rule.title for rule in plan_rules().values()}


def listed(wish: Wish | None = None) -> Iterator[PlanRule]:
    """Yield the rules of a plan that a wish selects, group by group.

    Raises
    ------
    UnknownNameError
        If a selected rule is not known.
    """
    asked = wish or Wish()
    _require_known((*asked.select, *asked.ignore))
    return (rule for rule in plan_rules().values() if _wanted(rule.id, asked))
