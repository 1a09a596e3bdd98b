"""What is expected of each page of the programmes, worked out from the table of rights alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from dafeng.programme import Case, Relation, Scope, matrix
from dafeng.web.accounts.models import User
from dafeng.web.programmes.rulebook import rules
from dafeng.web.programmes.runs import Standing

#: Relation in which a role acts, by its scope.
_ACTING: Final = {
    Scope.PLACE: Relation.OWN,
    Scope.PROVINCE: Relation.OWN_PROVINCE,
    Scope.WHOLE: Relation.WHOLE,
    Scope.ASSIGNED: Relation.ASSIGNED,
}
_REVIEWING: Final = {"review", "comment", "read_reviewers", "assign"}


@dataclass(frozen=True)
class Cell:
    """A person in one role before a case, and before the versions of its dossier by number."""

    found: Standing
    person: str
    role: str
    relation: Relation
    case: Case
    versions: Mapping[int, str] = field(default_factory=dict)

    @property
    def held(self) -> set[str]:
        """Return what the table of rights opens, with what everybody may."""
        table = _table(self.found.programme.version)
        public = table["public", Relation.NONE, self.case.stage]
        own = (
            ()
            if self.relation is Relation.CONFLICTED
            else table[self.role, self.relation, self.case.stage]
        )
        return {str(p) for p in (*public, *own)}

    def acts(self, step: str) -> bool:
        """Say whether the role takes part in a step of this case, whatever the stage."""
        transition = self.found.programme.transitions[step]
        scope = self.found.programme.roles[self.role].scope
        named = self.role in (*transition.prepared_by, *transition.decided_by)
        return named and _ACTING.get(scope) is self.relation


@lru_cache(maxsize=1)
def _table(version: str) -> Any:
    return matrix(rules(version))


def relation_to(  # noqa: PLR0911 - one return a relation
    found: Standing, user: User, role: str, body: str, case: Case
) -> Relation:
    """Return how a person stands to a case, worked out from bodies and codes alone."""
    programme, applicant = found.programme, case.applicant
    known = found.run.people[user.person]
    grounds = programme.conflicts.get(role, ())
    homes = {applicant.province, *(h[:2] + "0000" for h in applicant.hosts)}
    if "employer" in grounds and known.organisation in {applicant.id, *applicant.hosts}:
        return Relation.CONFLICTED
    if "province" in grounds and known.province in homes:
        return Relation.CONFLICTED
    if (user.person, case.id) in found.run.conflicts and role in programme.conflicts:
        return Relation.CONFLICTED
    match programme.roles[role].scope:
        case Scope.PLACE:
            return Relation.OWN if body == applicant.id else Relation.NONE
        case Scope.PROVINCE:
            if body == applicant.province:
                return Relation.OWN_PROVINCE
            return Relation.HOST_PROVINCE if body in homes else Relation.NONE
        case Scope.WHOLE:
            return Relation.WHOLE
        case Scope.ASSIGNED:
            return Relation.ASSIGNED if user.person in case.experts else Relation.NONE
    return Relation.NONE


def _sees(cell: Cell) -> bool:
    return "see" in cell.held


def _needs(*wanted: str) -> Callable[[Cell, dict[str, Any]], bool]:
    return lambda cell, _parts: _sees(cell) and bool(cell.held & set(wanted))


def _step(cell: Cell, parts: dict[str, Any]) -> bool:
    return _sees(cell) and cell.acts(parts["step"])


def _file(cell: Cell, parts: dict[str, Any]) -> bool:
    kinds = cell.found.programme.attachments
    opens = {
        "public": {"read_public", "read"},
        "review": {"read"},
        "restricted": {"read_restricted"},
    }
    kind = next(
        k for s in cell.case.submissions for k, d in s.attachments.items() if d == parts["sha256"]
    )
    return _sees(cell) and bool(cell.held & opens[kinds[kind].access])


#: What is expected of each route of a case.
CASE_ROUTES: Final[dict[str, Callable[[Cell, dict[str, Any]], bool]]] = {
    "case": lambda cell, _parts: _sees(cell),
    "declare": lambda cell, _parts: _sees(cell),
    "desk_of_case": _needs(*_REVIEWING),
    "comment": _needs("comment"),
    "answer": _needs("answer"),
    "score": _needs("review"),
    "assign": _needs("assign"),
    "release": _needs("assign"),
    "case_file": _file,
    "case_step": _step,
    "case_sign": _step,
    "case_drop": _step,
}


def _edits(cell: Cell, _number: int) -> bool:
    return cell.relation is Relation.OWN and "edit" in _of_own(cell)


def _drafts(cell: Cell) -> bool:
    return cell.relation is Relation.OWN and "read_draft" in _of_own(cell)


def _of_own(cell: Cell) -> set[str]:
    """Return what the role may do with its own place in some stage."""
    table = _table(cell.found.programme.version)
    return {str(p) for (r, at, _s), held in table.items() for p in held
            if r == cell.role and at is Relation.OWN}  # fmt: skip


def _reads(cell: Cell, number: int) -> bool:
    handed_in = cell.versions[number] in {s.snapshot for s in cell.case.submissions}
    return _edits(cell, number) or _drafts(cell) or (handed_in and "read" in cell.held)


def _reads_some(cell: Cell, _number: int) -> bool:
    return any(_reads(cell, number) for number in cell.versions)


#: What is expected of each route of a dossier, by version.
DOSSIER_ROUTES: Final[dict[str, Callable[[Cell, int], bool]]] = {
    **dict.fromkeys(
        ("dossier", "dossier_compare", "dossier_compare_results", "dossier_job",
         "dossier_job_cancel"), _reads_some),
    **dict.fromkeys(
        ("dossier_start", "dossier_upload", "dossier_job_again", "dossier_table",
         "dossier_table_check", "dossier_table_settle", "dossier_take_up", "dossier_convert"),
        _edits),
    **dict.fromkeys(
        ("dossier_version", "dossier_download", "dossier_version_table", "dossier_result",
         "dossier_compute", "dossier_trial", "dossier_preview", "dossier_document"), _reads),
}  # fmt: skip

#: What is expected of each route of a batch, by role.
BATCH_ROUTES: Final[dict[str, Callable[[Standing, str, dict[str, Any]], bool]]] = {
    "batch": lambda _found, _role, _parts: True,
    "queue": lambda _found, _role, _parts: True,
    "list_xlsx": lambda _found, _role, _parts: True,
    "list_docx": lambda _found, _role, _parts: True,
    "begin": lambda _found, _role, _parts: False,
    "announce": lambda _found, _role, _parts: False,  # its calendar needs no notices
    "experts": lambda _found, role, _parts: role == "national_officer",
    "batch_step": lambda found, role, parts: _of_batch(found, role, parts["step"]),
    "batch_sign": lambda found, role, parts: _of_batch(found, role, parts["step"]),
    "batch_drop": lambda found, role, parts: _of_batch(found, role, parts["step"]),
    "people": lambda found, role, _parts: _appoints(found, role),
    "employers": lambda _found, _role, _parts: True,
    "dismiss": lambda found, role, _parts: _appoints(found, role),
    "withdraw": lambda found, role, _parts: _appoints(found, role),
}


def _of_batch(found: Standing, role: str, step: str) -> bool:
    transition = found.programme.transitions[step]
    whole = found.programme.roles[role].scope is Scope.WHOLE
    return whole and role in (*transition.prepared_by, *transition.decided_by)


def _appoints(found: Standing, role: str) -> bool:
    return any(role in r.appointed_by for r in found.programme.roles.values())
