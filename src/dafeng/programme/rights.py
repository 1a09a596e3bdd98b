"""Who may do what? Role × relation × stage, in one table."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from dafeng.language import same
from dafeng.programme.definition import Programme
from dafeng.programme.people import ACTING, Applicant, Grant, home_province, judges, relation
from dafeng.programme.state import Case, Run
from dafeng.programme.vocabulary import Permission, Relation, Scope, Subject

#: Role of everybody, signed in or not.
PUBLIC: Final = "public"
#: Role of those who run the site and appoint the first signatories.
OPERATOR: Final = "operator"
#: Phase that stands for all phases in the table of rights.
ANY: Final = "any"


def cell(programme: Programme, role: str, standing: Relation, phase: str) -> frozenset[Permission]:
    """Return the permissions of one cell of the table."""
    found = (programme.rights.get((role, standing, p), frozenset()) for p in (phase, ANY))
    return frozenset().union(*found)


def matrix(programme: Programme) -> dict[tuple[str, Relation, str], frozenset[str]]:
    """Return every cell: role × relation × stage of a case, with the steps that may be taken.

    Steps stand as ``prepare:ID`` and ``decide:ID``; an empty cell allows nothing.
    """
    stages = [s for s in programme.stages.values() if s.subject is Subject.CASE]
    return {
        (role, standing, stage.id): frozenset(cell(programme, role, standing, stage.phase))
        | _steps(programme, role, standing, stage.id)
        for role in programme.roles
        for standing in Relation
        for stage in stages
    }


def _steps(programme: Programme, role: str, standing: Relation, stage: str) -> frozenset[str]:
    if ACTING.get(programme.roles[role].scope) is not standing:
        return frozenset()
    steps = [t for t in programme.transitions.values() if stage in t.sources]
    prepared = {f"prepare:{t.id}" for t in steps if role in t.prepared_by}
    return frozenset(prepared | {f"decide:{t.id}" for t in steps if role in t.decided_by})


def standings(
    programme: Programme, run: Run, person: str, applicant: Applicant
) -> tuple[tuple[Grant, Relation], ...]:
    """Return how a person stands to a case in each role that the person holds."""
    known = run.people.get(person)
    if known is None:
        return ()
    case = run.cases.get(applicant.id)
    assigned = case is not None and person in case.experts
    declared = run.has_declared(person, applicant.id)
    return tuple(
        (g, relation(programme, known, g, applicant, assigned=assigned, declared=declared))
        for g in known.grants
    )


def is_conflicted(programme: Programme, run: Run, person: str, applicant: Applicant) -> bool:
    """Say whether a conflict of interest bars a person from a case."""
    found = standings(programme, run, person, applicant)
    return any(standing is Relation.CONFLICTED for _grant, standing in found)


def permissions(
    programme: Programme, run: Run, person: str | None, case: Case, now: datetime
) -> frozenset[Permission]:
    """Return what a person may do with a case at an instant, steps apart.

    A conflict in one role leaves nothing but what everybody may.

    Parameters
    ----------
    programme, run
        The rules and where the batch stands.
    person
        Id; None for a visitor.
    case
        The case.
    now
        Time of the server's clock: an embargo is held to the instant.
    """
    phase = programme.stages[case.stage].phase
    held = [(PUBLIC, Relation.NONE)]
    if person is not None and not is_conflicted(programme, run, person, case.applicant):
        held += [(g.role, s) for g, s in standings(programme, run, person, case.applicant)]
    cells = (
        cell(programme, role, standing, phase)
        for role, standing in held
        if not is_embargoed(programme, run, role, now)
    )
    return frozenset().union(*cells)


def is_embargoed(programme: Programme, run: Run, role: str, now: datetime) -> bool:
    """Say whether a role sees nothing yet, because the list is not published."""
    embargo = programme.embargo
    if embargo is None or role not in embargo.roles:
        return False
    clock = run.clocks.get(embargo.clock)
    return clock is None or not clock.has_run_out(now)


def visible_cases(
    programme: Programme, run: Run, person: str | None, now: datetime
) -> tuple[Case, ...]:
    """Return the cases that a person may see, by recommending body and id; never by any result."""
    seen = [
        c
        for c in run.cases.values()
        if Permission.SEE in permissions(programme, run, person, c, now)
    ]
    return tuple(sorted(seen, key=lambda c: (c.applicant.province, c.id)))


def may_act(
    programme: Programme, run: Run, person: str, roles: Collection[str], case: Case | None
) -> bool:
    """Say whether a person holds one of the roles in the relation in which it may act.

    Parameters
    ----------
    programme, run
        The rules and where the batch stands.
    person
        Id.
    roles
        Roles of which one is needed.
    case
        The case; None for the batch as a whole, where a role has to reach all of it.
    """
    known = run.people.get(person)
    if known is None:
        return False
    if case is None:
        scopes = [programme.roles[g.role].scope for g in known.grants if g.role in roles]
        return Scope.WHOLE in scopes
    return not is_conflicted(programme, run, person, case.applicant) and any(
        grant.role in roles and standing is ACTING.get(programme.roles[grant.role].scope)
        for grant, standing in standings(programme, run, person, case.applicant)
    )


def judges_place(programme: Programme, run: Run, person: str, place: str) -> bool:
    """Say whether a person judges the plan of a place, or would once it takes part.

    Parameters
    ----------
    programme, run
        The rules and where the batch stands.
    person, place
        Ids.
    """
    known, case = run.people.get(person), run.cases.get(place)
    if known is None:
        return False
    unheard = Applicant(place, "", "", same(place), home_province(place), (place,))
    applicant = case.applicant if case is not None else unheard
    assigned = case is not None and person in case.experts
    return judges(programme, known, applicant, assigned=assigned)
