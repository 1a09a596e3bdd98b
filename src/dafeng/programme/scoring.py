"""How do the reviewers see a plan: totals, what is still open, where they disagree?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from dafeng.language import Text
from dafeng.programme.definition import Criterion, Rubric
from dafeng.programme.state import Review


@dataclass(frozen=True, slots=True)
class Total:
    """The running total of one review.

    Parameters
    ----------
    person
        Whose.
    points
        Weighted share of the highest points over the criteria that have points [%]; None while
        there are none. What is open is left out of numerator and denominator, never taken as zero.
    scored, criteria
        Criteria with points, and all.
    """

    person: str
    points: float | None
    scored: int
    criteria: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A criterion on which reviewers lie as far apart as the rubric calls a conflict."""

    criterion: str
    title: Text
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What the reviews of one round say together.

    Parameters
    ----------
    totals
        Of each review.
    medians
        Median points by criterion over complete reviews; a criterion without points is absent.
    points
        Mean of the complete reviews' totals [%]; None while none is complete.
    disagreements
        Where the reviewers are in conflict.
    """

    totals: tuple[Total, ...]
    medians: Mapping[str, float]
    points: float | None
    disagreements: tuple[Disagreement, ...]


def total(rubric: Rubric, review: Review) -> Total:
    """Return the running total of a review."""
    scored = [c for c in rubric.criteria if c.id in review.points]
    weight = sum(c.weight for c in scored)
    gained = sum(Fraction(c.weight * review.points[c.id], rubric.highest) for c in scored)
    points = float(100 * gained / weight) if weight else None
    return Total(review.person, points, len(scored), len(rubric.criteria))


def summary(rubric: Rubric, reviews: Sequence[Review]) -> Summary:
    """Return what reviews of one round say together."""
    complete = [r for r in reviews if r.complete]
    totals = tuple(total(rubric, r) for r in reviews)
    sums = [p for r in complete if (p := total(rubric, r).points) is not None]
    medians = {
        c.id: float(median(points)) for c in rubric.criteria if (points := _points(c, complete))
    }
    mean = sum(sums) / len(sums) if sums else None
    return Summary(totals, medians, mean, tuple(_disagreements(rubric, reviews)))


def _points(criterion: Criterion, reviews: Sequence[Review]) -> list[int]:
    return [r.points[criterion.id] for r in reviews if criterion.id in r.points]


def _disagreements(rubric: Rubric, reviews: Sequence[Review]) -> Iterator[Disagreement]:
    for criterion in rubric.criteria:
        points = _points(criterion, reviews)
        if points and max(points) - min(points) >= rubric.conflict:
            yield Disagreement(criterion.id, criterion.title, min(points), max(points))
