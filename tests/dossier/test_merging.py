"""Is anything lost when two people change one table at once?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from dafeng.dossier.merging import Merged, Row, RowKey, differences, merge

#: Few keys and values, so that changes meet often; one key may stand in several rows.
ROWS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("1234")), max_size=7)


def _key(row: Row) -> RowKey:
    return row[:1]


def _group(rows: Sequence[Row], name: RowKey) -> tuple[Row, ...]:
    return tuple(row for row in rows if _key(row) == name)


def _merged(base: Sequence[Row], mine: Sequence[Row], theirs: Sequence[Row]) -> Merged:
    return merge(base, mine, theirs, _key)


@given(ROWS, ROWS, ROWS)
def test_every_change_is_in_the_result_or_in_a_conflict(
    base: list[Row], mine: list[Row], theirs: list[Row]
) -> None:
    found = _merged(base, mine, theirs)
    open_keys = {c.key for c in found.conflicts}
    for name in {_key(r) for r in (*base, *mine, *theirs)}:
        old, own, other = (_group(rows, name) for rows in (base, mine, theirs))
        new = _group(found.rows, name)
        if own not in (old, other) and other != old:
            assert name in open_keys
            continue
        assert name not in open_keys
        assert new == (own if own != old else other)


@given(ROWS, ROWS, ROWS)
def test_both_sides_get_the_same_table_and_the_same_conflicts(
    base: list[Row], mine: list[Row], theirs: list[Row]
) -> None:
    one, other = _merged(base, mine, theirs), _merged(base, theirs, mine)
    assert {c.key for c in one.conflicts} == {c.key for c in other.conflicts}
    settled = {c.key for c in one.conflicts}
    rest = [Counter(r for r in m.rows if _key(r) not in settled) for m in (one, other)]
    assert rest[0] == rest[1]


@given(ROWS, ROWS)
def test_a_change_alone_comes_through_whole(base: list[Row], mine: list[Row]) -> None:
    for found in (_merged(base, mine, base), _merged(base, base, mine), _merged(base, mine, mine)):
        assert not found.conflicts
        assert Counter(found.rows) == Counter(mine)


@given(ROWS, ROWS, ROWS, st.sampled_from(["mine", "theirs"]))
def test_choices_settle_every_conflict(
    base: list[Row], mine: list[Row], theirs: list[Row], side: str
) -> None:
    open_ones = _merged(base, mine, theirs).conflicts
    choices = {c.key: side for c in open_ones}
    found = merge(base, mine, theirs, _key, choices)  # type: ignore[arg-type]
    assert not found.conflicts
    for conflict in open_ones:
        assert _group(found.rows, conflict.key) == getattr(conflict, side)


@given(ROWS, ROWS)
def test_differences_are_what_is_not_the_same(base: list[Row], mine: list[Row]) -> None:
    found = {d.key: d for d in differences(base, mine, _key)}
    for name in {_key(r) for r in (*base, *mine)}:
        same = _group(base, name) == _group(mine, name)
        assert same == (name not in found)
        if not same:
            assert (found[name].before, found[name].after) == (
                _group(base, name),
                _group(mine, name),
            )


def test_a_new_row_stands_where_it_was_put() -> None:
    base = [("a", "1"), ("b", "1"), ("c", "1")]
    mine = [("a", "1"), ("x", "1"), ("b", "1"), ("c", "1")]
    theirs = [("a", "1"), ("b", "2"), ("c", "1"), ("y", "1")]
    assert [r[0] for r in _merged(base, mine, theirs).rows] == ["a", "x", "b", "c", "y"]
