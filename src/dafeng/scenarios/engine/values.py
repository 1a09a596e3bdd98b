"""Which value does a driver or a sum of the program take in a draw?

This module imports numba; import it only inside a function.
"""

from __future__ import annotations

from typing import Any, Final

from numba import njit

from dafeng.scenarios.engine.lanes import absolute, fma, larger, on_all, smaller, where_positive
from dafeng.scenarios.engine.memory import Desk, get, number
from dafeng.scenarios.engine.program import Program

#: Numbers of a term: central, middle, half, low, high.
TERM: Final = 5


@njit(forceinline=True)
def free(z: Any, terms: Any, at: int) -> Any:
    """Return the value of a driver that meets no bound."""
    return fma(absolute(z), terms[at + 2], fma(z, terms[at + 1], terms[at]))


@njit(forceinline=True)
def held(z: Any, terms: Any, at: int) -> Any:
    """Return the value of a driver within its bounds."""
    return smaller(larger(free(z, terms, at), terms[at + 3]), terms[at + 4])


@njit(forceinline=True)
def multiplier(table: Any, label: int, w: Desk) -> Any:
    """Return a base-year multiplier."""
    at = 4 * label
    z = number(w, int(table[at + 2]))
    moved = fma(absolute(z), table[at + 1], fma(z, table[at], 1.0))
    return larger(moved, table[at + 3])


@njit(forceinline=True)
def placed(p: Program, year: int, which: int, w: Desk) -> Any:
    """Return the value of a driver of the whole place."""
    return held(number(w, p.place_row[which]), p.place, TERM * (year * 7 + which))


@njit(forceinline=True)
def summed(sums: Any, which: int, rows: Any) -> Any:
    """Return one of several sparse sums over rows."""
    total = on_all(0.0)
    for j in range(sums.start[which], sums.start[which + 1]):
        total = fma(get(rows, sums.row[j]), sums.coefficient[j], total)
    return total


@njit(forceinline=True)
def added_up(rows: Any, count: int) -> Any:
    """Return the sum of the first rows."""
    total = on_all(0.0)
    for row in range(count):
        total = total + get(rows, row)
    return total


@njit(forceinline=True)
def over(top: Any, bottom: Any) -> Any:
    """Divide where the divisor is above zero, zero elsewhere."""
    return where_positive(bottom, top / where_positive(bottom, bottom, 1.0), 0.0)
