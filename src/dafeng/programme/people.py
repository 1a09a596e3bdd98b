"""Who is who, and how does a person stand to a case?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dafeng import reference
from dafeng.language import Text, same
from dafeng.programme.definition import Programme
from dafeng.programme.vocabulary import Relation, Scope


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """A role given to a person for a body: a place's id, a province's code, or nothing."""

    role: str
    body: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What all batches together know of a person, as far as somebody keeps several.

    Parameters
    ----------
    places
        Places for which the person acts or acted, in whatever batch.
    employers
        Organisations that were named in whatever batch and not taken back there.
    provinces
        Provinces that were named in whatever batch.
    declared
        Places on whose plan a conflict of interest was declared, in whatever batch.
    """

    places: frozenset[str] = frozenset()
    employers: frozenset[str] = frozenset()
    provinces: frozenset[str] = frozenset()
    declared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the rules see one; names and addresses stand elsewhere.

    Parameters
    ----------
    id
        Opaque id.
    organisation
        Id of the organisation for which the person works.
    province
        Code of the province in which that is; empty if none.
    former_provinces
        Provinces that were named before: who moves stays in conflict with them.
    employers
        Other organisations that pay the person, and places among them.
    subjects
        What an expert knows, in the words of the programme.
    capacity
        Cases that an expert takes at most.
    grants
        Roles that the person holds.
    elsewhere
        What other batches know of the person too; a batch by itself knows nothing of it.
    """

    id: str
    organisation: str
    province: str = ""
    employers: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    capacity: int = 0
    grants: tuple[Grant, ...] = ()
    former_provinces: tuple[str, ...] = ()
    elsewhere: Elsewhere = Elsewhere()


@dataclass(frozen=True, slots=True)
class Applicant:
    """A place that applies.

    Parameters
    ----------
    id
        Division code of a city, own id of a park.
    kind, level
        In the words of the programme's eligibility.
    name
        Official name.
    province
        Body that recommends it: code of a province or id of another body.
    hosts
        Codes of the divisions in which it lies; more than one for a zone that crosses divisions.
    subjects
        What its plan is about, in the words of the programme.
    consultants
        Organisations that work on its plan.
    """

    id: str
    kind: str
    level: str
    name: Text
    province: str
    hosts: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    consultants: tuple[str, ...] = ()

    @property
    def host_provinces(self) -> frozenset[str]:
        """Return the codes of the provinces in which it lies."""
        return frozenset(code[:2] + "0000" for code in self.hosts)


def relation(
    programme: Programme, person: Person, grant: Grant, applicant: Applicant, *,
    assigned: bool, declared: bool,
) -> Relation:  # fmt: skip
    """Return how a person, acting in one role, stands to a case; a conflict hides all else.

    Parameters
    ----------
    programme
        Says how far the role reaches and which conflicts count.
    person, grant
        Who, in which role.
    applicant
        Whose case.
    assigned, declared
        Whether the person was assigned to it; whether the person has declared a conflict.
    """
    if grant.role in programme.conflicts and (
        declared or any(derived_conflicts(programme, person, grant.role, applicant))
    ):
        return Relation.CONFLICTED
    return _reach(programme.roles[grant.role].scope, grant.body, applicant, assigned=assigned)


def _reach(scope: Scope, body: str, applicant: Applicant, *, assigned: bool) -> Relation:
    reached = {
        Scope.PLACE: {applicant.id: Relation.OWN},
        Scope.PROVINCE: dict.fromkeys(applicant.host_provinces, Relation.HOST_PROVINCE)
        | {applicant.province: Relation.OWN_PROVINCE},
        Scope.WHOLE: {body: Relation.WHOLE},
        Scope.ASSIGNED: {body: Relation.ASSIGNED} if assigned else {},
    }
    return reached.get(scope, {}).get(body, Relation.NONE)


#: Relation in which a role of a scope may act.
ACTING: Mapping[Scope, Relation] = {
    Scope.PLACE: Relation.OWN,
    Scope.PROVINCE: Relation.OWN_PROVINCE,
    Scope.WHOLE: Relation.WHOLE,
    Scope.ASSIGNED: Relation.ASSIGNED,
}

#: Grounds of a conflict that follow from what is known of person and applicant.
GROUNDS: Mapping[str, Text] = {
    "employer": Text("受雇于该地或其单位", "is paid by the place or its bodies"),
    "province": Text("与该地同省", "is of the same province"),
    "consultancy": Text("所在单位参与该方案编制", "belongs to a consultant of this plan"),
}
#: Ground that holds whatever a programme names: nobody judges what they themselves prepare.
_ACTS_FOR = Text("本人在该地担任或曾担任角色", "holds or held a role of the place itself")


def derived_conflicts(
    programme: Programme, person: Person, role: str, applicant: Applicant
) -> Iterator[Text]:
    """Yield the grounds on which a person in a role is in conflict with a case, declared or not."""
    beyond = person.elsewhere
    bodies = {person.organisation, *person.employers, *beyond.employers}
    known = {person.province, *person.former_provinces, *beyond.provinces}
    provinces = applicant.host_provinces | {applicant.province}
    facts = {
        "employer": bool(bodies & {applicant.id, *applicant.hosts}),
        "province": bool(known & provinces),
        "consultancy": bool(bodies & set(applicant.consultants)),
    }
    if role not in programme.conflicts:
        return
    for ground in programme.conflicts[role]:
        if facts[ground]:
            yield GROUNDS[ground]
    if _acts_for(programme, person, {applicant.id, *applicant.hosts}):
        yield _ACTS_FOR


def _acts_for(programme: Programme, person: Person, places: set[str]) -> bool:
    """Say whether a person holds, or held in any batch, a role of one of these places itself."""
    return not places.isdisjoint(person.elsewhere.places) or any(
        programme.roles[g.role].scope is Scope.PLACE and g.body in places for g in person.grants
    )


def judges(programme: Programme, person: Person, applicant: Applicant, *, assigned: bool) -> bool:
    """Say whether a person holds a role that a conflict would bar and that reaches a place."""
    return any(
        grant.role in programme.conflicts
        and _reach(programme.roles[grant.role].scope, grant.body, applicant, assigned=assigned)
        is not Relation.NONE
        for grant in person.grants
    )


def home_province(place: str) -> str:
    """Return the code of the province of a division or pilot; nothing for a place unheard of."""
    park = next((p.province for p in reference.pilots() if p.id == place), "")
    return park or (place[:2] + "0000" if re.fullmatch(r"\d{6}", place) else "")


def is_body(programme: Programme, body: str) -> bool:
    """Say whether places can be given to a body: a province, or one that the programme names."""
    known = reference.divisions().get(body)
    return body in programme.bodies or (known is not None and known.level == "province")


def body_name(programme: Programme, body: str) -> Text:
    """Return the name of a recommending body, or of a place; its id where it has none."""
    known = reference.divisions().get(body)
    pilot = next((p for p in reference.pilots() if p.id == body), None)
    found = known or pilot
    return found.name if found else programme.bodies.get(body, same(body or "—"))


def person_of(value: Mapping[str, Any]) -> Person:
    """Return the person that plain values describe.

    Raises
    ------
    ValueError
        If a value is of the wrong kind.
    """
    _kinds(value, {"id": str, "organisation": str, "province": str, "capacity": int})
    return Person(
        value["id"],
        value["organisation"],
        value.get("province", ""),
        _words(value, "employers"),
        _words(value, "subjects"),
        value.get("capacity", 0),
    )


def applicant_of(value: Mapping[str, Any]) -> Applicant:
    """Return the applicant that plain values describe.

    Raises
    ------
    ValueError
        If a value is of the wrong kind or missing.
    """
    names = ("id", "kind", "level", "name_zh", "name_en", "province")
    _kinds(value, dict.fromkeys(names, str))
    if any(not value.get(n) for n in names):
        raise ValueError(", ".join(names))
    return Applicant(
        value["id"],
        value["kind"],
        value["level"],
        Text(value["name_zh"], value["name_en"]),
        value["province"],
        _words(value, "hosts"),
        _words(value, "subjects"),
        _words(value, "consultants"),
    )


def _kinds(value: Any, kinds: Mapping[str, type]) -> None:
    if not isinstance(value, Mapping):
        raise ValueError("{}")  # noqa: TRY004 - wrong in the input, not in the code
    for name, kind in kinds.items():
        if name in value and type(value[name]) is not kind:
            raise ValueError(name)


def _words(value: Mapping[str, Any], name: str) -> tuple[str, ...]:
    words = value.get(name, [])
    if not isinstance(words, list | tuple) or not all(isinstance(w, str) for w in words):
        raise ValueError(name)
    return tuple(words)
