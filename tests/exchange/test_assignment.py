"""Deferred acceptance: stable, within the places, reproducible, and best for those who propose."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.errors import MethodError
from dafeng.exchange.assignment import Wish, assigned

Market = tuple[list[list[Wish]], list[int], list[int]]


@st.composite
def markets(draw: st.DrawFn, most: int = 7, places: int = 3) -> Market:
    asked, offered = draw(st.integers(1, most)), draw(st.integers(1, most))
    order = st.permutations(range(offered))
    wishes = []
    for _ in range(asked):
        wanted = draw(order)[: draw(st.integers(0, offered))]
        wishes.append([Wish(offer, draw(st.integers(0, 3))) for offer in wanted])
    room = st.integers(0, places)
    return (
        wishes,
        draw(st.lists(room, min_size=asked, max_size=asked)),
        draw(st.lists(room, min_size=offered, max_size=offered)),
    )


def blocking(market: Market, pairs: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """Return pairs that would both rather meet than keep what they have; ties by order."""
    wishes, asked, offered = market
    liking = {(r, w.offer): (w.liking, -r) for r, some in enumerate(wishes) for w in some}
    place = {(r, w.offer): n for r, some in enumerate(wishes) for n, w in enumerate(some)}
    found = []
    for (request, offer), liked in liking.items():
        if (request, offer) in pairs:
            continue
        has = [o for r, o in pairs if r == request]
        held = [r for r, o in pairs if o == offer]
        wants = len(has) < asked[request] or any(
            place[request, offer] < place[request, o] for o in has
        )
        taken = len(held) < offered[offer] or any(liked > liking[r, offer] for r in held)
        if asked[request] and offered[offer] and wants and taken:
            found.append((request, offer))
    return found


@given(markets())
def test_no_pair_would_rather_meet(market: Market) -> None:
    assert blocking(market, assigned(*market)) == []


@given(markets())
def test_places_are_kept_and_only_wishes_are_met(market: Market) -> None:
    wishes, asked, offered = market
    pairs = assigned(*market)
    assert len(set(pairs)) == len(pairs)
    assert all(offer in {w.offer for w in wishes[request]} for request, offer in pairs)
    assert all(sum(r == n for r, _ in pairs) <= room for n, room in enumerate(asked))
    assert all(sum(o == n for _, o in pairs) <= room for n, room in enumerate(offered))
    assert assigned(*market) == pairs


@given(markets(most=3, places=1))
def test_no_stable_assignment_is_better_for_any_request(market: Market) -> None:
    wishes, asked, offered = market
    place = {(r, w.offer): n for r, some in enumerate(wishes) for n, w in enumerate(some)}
    ours = dict(assigned(*market))
    for count in range(len(place) + 1):
        for pairs in itertools.combinations(place, count):
            one = all(sum(r == n for r, _ in pairs) <= room for n, room in enumerate(asked))
            other = all(sum(o == n for _, o in pairs) <= room for n, room in enumerate(offered))
            if not (one and other) or blocking(market, pairs):
                continue
            assert all(place[r, ours[r]] <= place[r, o] for r, o in pairs)


def test_the_published_example_with_three_on_each_side() -> None:
    # Gale & Shapley 1962, example 1: the assignment that is best for those who propose gives each
    # its first choice.
    ranks = [[(1, 3), (2, 2), (3, 1)], [(3, 1), (1, 3), (2, 2)], [(2, 2), (3, 1), (1, 3)]]
    wishes = [
        [Wish(o, -ranks[r][o][1]) for o in sorted(range(3), key=lambda o, r=r: ranks[r][o][0])]  # type: ignore[misc]
        for r in range(3)
    ]
    assert assigned(wishes, [1, 1, 1], [1, 1, 1]) == ((0, 0), (1, 1), (2, 2))


@pytest.mark.parametrize(
    ("wishes", "asked", "offered"),
    [
        ([[Wish(0, 1.0)]], [], [1]),
        ([[Wish(1, 1.0)]], [1], [1]),
        ([[Wish(0, 1.0), Wish(0, 2.0)]], [1], [1]),
        ([[Wish(0, 1.0)]], [-1], [1]),
    ],
)
def test_places_that_do_not_fit_are_refused(
    wishes: list[list[Wish]], asked: list[int], offered: list[int]
) -> None:
    with pytest.raises(MethodError):
        assigned(wishes, asked, offered)
