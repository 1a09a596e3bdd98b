"""Into which bin of a histogram does each number of a row fall, compiled?

The bin of a number is kept in 16 bits, so that one vector compares those of `LANES` numbers. Memory
is an array of whole numbers, whatever it holds.

This module imports numba; import it only inside a function.
"""

from __future__ import annotations

from typing import Any, Final

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from dafeng.scenarios.engine.lanes import LANES

#: Bins that one 64-bit word of memory holds.
IN_A_WORD: Final = 4

_SHORT, _WORD = ir.IntType(16), ir.IntType(64)
_SHORTS = ir.VectorType(_SHORT, LANES)
_MASK = ir.IntType(LANES)


def _place(builder: Any, memory: Any, first: Any, kind: Any) -> Any:
    shorts = builder.bitcast(memory, _SHORT.as_pointer())
    return builder.bitcast(builder.gep(shorts, [first]), kind.as_pointer())


@intrinsic
def note_bins(_typing: Any, memory: Any, first: Any, bins: Any) -> Any:  # noqa: ARG001
    """Keep the bins, not negative numbers below 65536 yet to be cut, of `LANES` neighbours."""

    def lower(context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        cut = builder.fptosi(args[2], ir.VectorType(ir.IntType(32), LANES))
        where = _place(builder, args[0], args[1], _SHORTS)
        builder.store(builder.trunc(cut, _SHORTS), where, align=2)
        return context.get_dummy_value()

    return types.none(memory, types.intp, bins), lower


@intrinsic
def note_bin(_typing: Any, memory: Any, at: Any, found: Any) -> Any:  # noqa: ARG001
    """Keep the bin of one number."""

    def lower(context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        cut = builder.trunc(builder.fptosi(args[2], _WORD), _SHORT)
        builder.store(cut, _place(builder, args[0], args[1], _SHORT))
        return context.get_dummy_value()

    return types.none(memory, types.intp, types.float64), lower


@intrinsic
def bin_at(_typing: Any, memory: Any, at: Any) -> Any:  # noqa: ARG001
    """Return the bin of one number."""

    def lower(_context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        return builder.zext(builder.load(_place(builder, args[0], args[1], _SHORT)), _WORD)

    return types.int64(memory, types.intp), lower


@intrinsic
def fallen_into(_typing: Any, memory: Any, first: Any, wanted: Any) -> Any:  # noqa: ARG001
    """Say which of `LANES` neighbours fall into a bin: a bit for each, the first lowest."""

    def lower(_context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        kept = builder.load(_place(builder, args[0], args[1], _SHORTS), align=2)
        none = ir.Constant(_SHORTS, ir.Undefined)
        one = builder.insert_element(
            none, builder.trunc(args[2], _SHORT), ir.Constant(ir.IntType(32), 0)
        )
        everywhere = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
        same = builder.icmp_unsigned("==", kept, builder.shuffle_vector(one, none, everywhere))
        return builder.zext(builder.bitcast(same, _MASK), _WORD)

    return types.int64(memory, types.intp, types.int64), lower


@intrinsic
def lowest_bit(_typing: Any, mask: Any) -> Any:  # noqa: ARG001
    """Return the position of the lowest bit that is set; one is."""

    def lower(_context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.int64), lower
