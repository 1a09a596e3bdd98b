"""What would have to give where no portfolio meets all that is asked?

What is wished (caps, targets, budgets) is made elastic, and the least sum of misses is found, once
with all wishes and once with each of them alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from dafeng.measures.portfolio.elastic import Give, elastic, least
from dafeng.measures.portfolio.problem import Problem


@dataclass(frozen=True, slots=True)
class Explanation:
    """What would have to give.

    Parameters
    ----------
    together
        What gives where the sum of all misses, as shares of the size of each wish, is least.
    alone
        For each wish that could make room by itself: what it would have to give.
    """

    together: tuple[Give, ...]
    alone: tuple[tuple[str, tuple[Give, ...]], ...]


def explain(problem: Problem) -> Explanation:
    """Say which wishes would have to give so that a portfolio meets the rest.

    Parts of projects are allowed here, so the misses are the least that can be asked.

    Parameters
    ----------
    problem
        A problem without a solution; of one with a solution nothing has to give.
    """
    model = elastic(problem)
    together = least(model)
    if not together:
        return Explanation((), ())
    alone = []
    for wish in dict.fromkeys(slack.wish for slack in model.slacks):
        found = least(model, tuple(slack.wish == wish for slack in model.slacks))
        if found:
            alone.append((wish, tuple(found.values())))
    return Explanation(tuple(together.values()), tuple(alone))
