"""Which one figure keeps a balance from closing?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dafeng.errors import Place
from dafeng.language import Text, number

#: Powers of ten by which a unit or a decimal point slips.
_POWERS: Final = (1, -1, 2, -2, 3, -3, 4, -4, 8, -8)
#: Relative gap within which a corrected figure counts as the right one [-].
_CLOSE: Final = 1e-3
#: How many times the sum of all others a figure must be to stand out, among how many figures.
_OUTSIZE: Final = 5
_ENOUGH: Final = 4


@dataclass(frozen=True, slots=True)
class Part:
    """A figure that a balance adds up, with the sign by which it counts, and its place."""

    value: float
    sign: int
    place: Place


@dataclass(frozen=True, slots=True)
class Suspect:
    """The cell that is most likely wrong, and why."""

    place: Place
    hint: Text


def closing_cell(parts: Sequence[Part], excess: float, rounding: float) -> Suspect | None:
    """Return the one figure whose usual mistake explains why a balance does not close.

    Looked for in this order: a power of ten, a turned sign, two digits swapped, a figure that is
    one too many, a figure far larger than all others. Two that would explain it alike are none.

    Parameters
    ----------
    parts
        Figures that count.
    excess
        What their signed sum has too much [unit of the figures].
    rounding
        What rounding alone can make [same unit].
    """
    for mistake in (_power, _turned, _swapped, _surplus):
        found = [s for p in parts if p.value for s in mistake(p, excess, rounding)]
        if len(found) == 1:
            return found[0]
        if found:
            return None
    return _outsized([p for p in parts if p.value])


def _outsized(parts: Sequence[Part]) -> Suspect | None:
    """Return a figure so large that all others together cannot balance it."""
    largest = max(parts, key=lambda p: abs(p.value), default=None)
    if largest is None or len(parts) < _ENOUGH:
        return None
    rest = sum(abs(p.value) for p in parts) - abs(largest.value)
    if abs(largest.value) <= _OUTSIZE * rest:
        return None
    return Suspect(
        largest.place,
        Text("此格远大于其余各项之和。", "This cell is far larger than all others together."),
    )


def _right(part: Part, excess: float) -> float:
    """Return what a figure would have to be for the balance to close."""
    return part.value - part.sign * excess


def _same(read: float, right: float, rounding: float) -> bool:
    """Say whether a reading is right; rounding alone must not make it so."""
    return abs(read - right) <= min(rounding, _CLOSE * abs(right))


def _power(part: Part, excess: float, rounding: float) -> Iterator[Suspect]:
    right = _right(part, excess)
    for power in _POWERS:
        if _same(part.value * 10.0**power, right, rounding):
            factor = f"10^{power}"
            yield Suspect(
                part.place,
                Text(
                    f"此格乘以 {factor}（{number(right)}）即平衡，核对单位和小数点。",
                    f"This cell times {factor} ({number(right)}) closes it: check unit and point.",
                ),
            )
            return


def _turned(part: Part, excess: float, rounding: float) -> Iterator[Suspect]:
    if _same(-part.value, _right(part, excess), rounding):
        yield Suspect(
            part.place, Text("此格变号即平衡。", "This cell with the other sign closes it.")
        )


def _swapped(part: Part, excess: float, rounding: float) -> Iterator[Suspect]:
    right = _right(part, excess)
    written = repr(abs(part.value))
    signed = -1 if part.value < 0 else 1
    for i in range(len(written) - 1):
        pair = written[i : i + 2]
        turned = written[:i] + pair[::-1] + written[i + 2 :]
        if not pair.isdigit() or turned == written:
            continue
        if _same(signed * float(turned), right, rounding):
            yield Suspect(
                part.place,
                Text(
                    f"此格疑为两位数字颠倒（{number(right)}）。",
                    f"Two digits of this cell seem to be swapped ({number(right)}).",
                ),
            )
            return


def _surplus(part: Part, excess: float, rounding: float) -> Iterator[Suspect]:
    if abs(_right(part, excess)) <= rounding:
        yield Suspect(
            part.place,
            Text("差数恰为此格，核对是否多计。", "The gap equals this cell: is it one too many?"),
        )
