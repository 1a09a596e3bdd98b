"""Whose merit is what a portfolio avoids?

Two answers, both from joint runs: what would be missing without one (last in), and the mean of its
additions over all orders (Shapley), which sums to the joint effect. They are for explaining; no
choice is made by them.

References
----------
Shapley, L. S. (1953). A value for n-person games. Contributions to the Theory of Games 2, 307-317,
doi:10.1515/9781400881970-018.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb
from typing import Final

import numpy as np

from dafeng.axes import Floats
from dafeng.errors import MethodError
from dafeng.language import Text

#: Up to so many players all coalitions are run; beyond, orders are sampled.
EXACT: Final = 12

#: Orders that are sampled.
ORDERS: Final = 200


@dataclass(frozen=True, slots=True)
class Credit:
    """Shares of a joint effect.

    Parameters
    ----------
    joint
        Effect of all together.
    last_in
        What would be missing without each (player); these do not sum to the joint effect.
    shapley
        Mean addition of each over all orders (player); sums to the joint effect.
    error
        Standard error of `shapley` from sampled orders (player); zero if all were counted.
    """

    joint: float
    last_in: Floats
    shapley: Floats
    error: Floats


def credit(
    value: Callable[[frozenset[int]], float],
    players: int,
    generator: np.random.Generator,
    orders: int = ORDERS,
) -> Credit:
    """Credit a joint effect to players.

    ``phi_i = sum_S |S|! (n - |S| - 1)! / n! (v(S + i) - v(S))``

    Parameters
    ----------
    value
        Effect of a coalition in a joint run; of nobody it must be zero.
    players
        Number of players.
    generator
        For sampled orders, beyond `EXACT` players; orders come in pairs, each with its reverse.
    orders
        Number of orders to sample.

    Raises
    ------
    MethodError
        If there is no player.
    """
    if players < 1:
        raise MethodError(Text("没有可归因的措施", "there is nobody to credit"))
    everybody = frozenset(range(players))
    joint = value(everybody)
    last_in = np.array([joint - value(everybody - {i}) for i in range(players)])
    if players <= EXACT:
        return Credit(joint, last_in, _exact(value, players), np.zeros(players))
    return Credit(joint, last_in, *_sampled(value, players, generator, orders))


def _exact(value: Callable[[frozenset[int]], float], players: int) -> Floats:
    values = [
        value(frozenset(i for i in range(players) if bits >> i & 1)) for bits in range(2**players)
    ]
    found = np.zeros(players)
    for bits in range(2**players):
        size = bits.bit_count()
        for i in range(players):
            if not bits >> i & 1:
                weight = 1 / (players * comb(players - 1, size))
                found[i] += weight * (values[bits | 1 << i] - values[bits])
    return found


def _sampled(
    value: Callable[[frozenset[int]], float],
    players: int,
    generator: np.random.Generator,
    orders: int,
) -> tuple[Floats, Floats]:
    pairs = []
    for _ in range(max(orders // 2, 2)):
        order = generator.permutation(players).tolist()
        pairs.append((_additions(value, order) + _additions(value, order[::-1])) / 2)
    sample = np.array(pairs)
    return sample.mean(axis=0), sample.std(axis=0, ddof=1) / np.sqrt(len(sample))


def _additions(value: Callable[[frozenset[int]], float], order: Sequence[int]) -> Floats:
    found, before = np.zeros(len(order)), 0.0
    for position, player in enumerate(order):
        after = value(frozenset(order[: position + 1]))
        found[player] = after - before
        before = after
    return found
