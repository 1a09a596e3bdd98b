"""How do comments and points stand on a page? An expert's name stays among those who review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from dafeng.language import Text, same
from dafeng.programme import Case, Comment, Review, readable_comments, summary, total
from dafeng.programme.rights import standings as relations_of
from dafeng.programme.scoring import Summary
from dafeng.programme.vocabulary import Permission, Relation
from dafeng.web.ledger.store import moment
from dafeng.web.programmes import scope
from dafeng.web.programmes.runs import Standing
from dafeng.web.programmes.showing import names_of

#: Who reads a comment of a level.
LEVELS: Final = {
    "team": Text("本单位同事", "own colleagues"),
    "reviewers": Text("全体审核人员", "all who review"),
    "shared": Text("反馈给地方", "the place too"),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment with the words for its author and its level."""

    comment: Comment
    author: Text
    level: Text


@dataclass(frozen=True, slots=True)
class Scored:
    """A review on a page: whose, its points by criterion in the order of the rubric, its total."""

    review: Review
    author: Text
    points: tuple[int | None, ...]
    total: float | None


def remarks(found: Standing, user: Any, case: Case) -> list[Remark]:
    """Return the comments that a person may read, their authors as that person may know them."""
    known = readable_comments(found.programme, found.run, user.person, case, moment())
    named = names_of({c.person for c in known})
    of_place = is_own(found, user.person, case)
    return [
        Remark(c, role_of(found, c.person) if of_place else named[c.person], LEVELS[c.level])
        for c in known
    ]


def reviews(found: Standing, user: Any, case: Case) -> tuple[list[Scored], Summary]:
    """Return the reviews of this round that a person may read: all, or the person's own."""
    held = scope.held_on(found, user, case.id)
    everything = Permission.READ_REVIEWERS in held
    current = [
        r
        for r in case.reviews
        if r.round == case.round
        and r.person in case.experts
        and (r.person == user.person or everything)
    ]
    return _scored(found, current), summary(found.programme.rubric, current)


def _scored(found: Standing, current: Sequence[Review]) -> list[Scored]:
    rubric, named = found.programme.rubric, names_of({r.person for r in current})
    return [
        Scored(
            r,
            named[r.person],
            tuple(r.points.get(c.id) for c in rubric.criteria),
            total(rubric, r).points,
        )
        for r in current
    ]


def is_own(found: Standing, person: str, case: Case) -> bool:
    """Say whether a person belongs to the place itself."""
    held = relations_of(found.programme, found.run, person, case.applicant)
    return any(standing is Relation.OWN for _grant, standing in held)


def role_of(found: Standing, person: str) -> Text:
    """Return the title of the first role of a person: what a place learns of who reviews it."""
    known = found.run.people.get(person)
    roles = found.programme.roles
    return next((roles[g.role].title for g in known.grants), same("—")) if known else same("—")
