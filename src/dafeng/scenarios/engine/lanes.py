"""How are several draws computed side by side?

`Lanes` is a compiler type: one number of `LANES` neighbouring draws, held in vector registers. The
kernel reads as if it computed one draw. Every operation here is a fixed machine operation on every
lane (a fused multiply-add is asked for by name and never made up by the compiler), so a result
does not depend on which draws share a vector.

This module imports numba; import it only inside a function.
"""

from __future__ import annotations

import operator
from typing import Any, Final

from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import intrinsic, lower_builtin, models, register_model

from dafeng.scenarios.draws import PANEL

#: Draws side by side: four vectors of 512 bits, eight of 256.
LANES: Final = PANEL

_DOUBLE = ir.DoubleType()
_VECTOR = ir.VectorType(_DOUBLE, LANES)
_WHOLE = ir.VectorType(ir.IntType(64), LANES)


class LanesType(types.Type):
    """One float64 of each of `LANES` draws."""

    def __init__(self) -> None:
        super().__init__(name=f"Lanes{LANES}")


lanes = LanesType()


@register_model(LanesType)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _VECTOR)


def _wide(builder: Any, kind: Any, value: Any) -> Any:
    """Return a value on all lanes."""
    if isinstance(kind, LanesType):
        return value
    if isinstance(value, ir.Constant):
        return ir.Constant(_VECTOR, [value.constant] * LANES)
    one = builder.insert_element(
        ir.Constant(_VECTOR, ir.Undefined), value, ir.Constant(ir.IntType(32), 0)
    )
    mask = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
    return builder.shuffle_vector(one, ir.Constant(_VECTOR, ir.Undefined), mask)


def _called(builder: Any, name: str, arguments: list[Any]) -> Any:
    kind = ir.FunctionType(_VECTOR, [_VECTOR] * len(arguments))
    function = cgutils.get_or_insert_function(builder.module, kind, f"llvm.{name}.v{LANES}f64")
    return builder.call(function, arguments)


def _operator(symbol: Any, instruction: str) -> None:
    @infer_global(symbol)
    class _Template(AbstractTemplate):
        def generic(self, args: Any, kws: Any) -> Any:
            fits = not kws and len(args) == 2 and lanes in args  # noqa: PLR2004 - two operands
            if fits and all(a in {lanes, types.float64} for a in args):
                return signature(lanes, *args)
            return None

    def lower(_context: Any, builder: Any, sig: Any, args: Any) -> Any:
        left, right = (_wide(builder, k, v) for k, v in zip(sig.args, args, strict=True))
        return getattr(builder, instruction)(left, right)

    for kinds in ((lanes, lanes), (lanes, types.float64), (types.float64, lanes)):
        lower_builtin(symbol, *kinds)(lower)


for _symbol, _instruction in (
    (operator.add, "fadd"),
    (operator.sub, "fsub"),
    (operator.mul, "fmul"),
    (operator.truediv, "fdiv"),
):
    _operator(_symbol, _instruction)


@intrinsic
def fma(_typing: Any, a: Any, b: Any, c: Any) -> Any:
    """Return ``a b + c``, rounded once."""

    def lower(_context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return _called(
            builder, "fma", [_wide(builder, k, v) for k, v in zip(sig.args, args, strict=True)]
        )

    return lanes(a, b, c), lower


@intrinsic
def larger(_typing: Any, a: Any, b: Any) -> Any:
    """Return the larger of two."""
    return lanes(a, b), _chosen(">")


@intrinsic
def smaller(_typing: Any, a: Any, b: Any) -> Any:
    """Return the smaller of two."""
    return lanes(a, b), _chosen("<")


def _chosen(comparison: str) -> Any:
    def lower(_context: Any, builder: Any, sig: Any, args: Any) -> Any:
        left, right = (_wide(builder, k, v) for k, v in zip(sig.args, args, strict=True))
        return builder.select(builder.fcmp_ordered(comparison, left, right), left, right)

    return lower


@intrinsic
def where_positive(_typing: Any, test: Any, a: Any, b: Any) -> Any:
    """Return `a` where `test` is above zero, else `b`."""

    def lower(_context: Any, builder: Any, sig: Any, args: Any) -> Any:
        asked, yes, no = (_wide(builder, k, v) for k, v in zip(sig.args, args, strict=True))
        positive = builder.fcmp_ordered(">", asked, ir.Constant(_VECTOR, [0.0] * LANES))
        return builder.select(positive, yes, no)

    return lanes(test, a, b), lower


@intrinsic
def any_above(_typing: Any, a: Any, limit: Any) -> Any:
    """Say whether any lane lies above a limit."""

    def lower(_context: Any, builder: Any, sig: Any, args: Any) -> Any:
        value, bound = (_wide(builder, k, v) for k, v in zip(sig.args, args, strict=True))
        bits = ir.IntType(LANES)
        mask = builder.bitcast(builder.fcmp_ordered(">", value, bound), bits)
        return builder.icmp_unsigned("!=", mask, ir.Constant(bits, 0))

    return types.boolean(a, limit), lower


def _unary(name: str) -> Any:
    def lower(_context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        return _called(builder, name, list(args))

    return lower


@intrinsic
def absolute(_typing: Any, a: Any) -> Any:
    """Return the absolute value."""
    return lanes(a), _unary("fabs")


@intrinsic
def root(_typing: Any, a: Any) -> Any:
    """Return the square root."""
    return lanes(a), _unary("sqrt")


@intrinsic
def whole(_typing: Any, a: Any) -> Any:
    """Return the nearest whole number, halves to even."""
    return lanes(a), _unary("rint")


@intrinsic
def power_of_two(_typing: Any, a: Any) -> Any:
    """Return two to the power of a whole number between -1022 and 1023."""

    def lower(_context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        exponent = builder.fptosi(args[0], _WHOLE)
        biased = builder.add(exponent, ir.Constant(_WHOLE, [1023] * LANES))
        bits = builder.shl(biased, ir.Constant(_WHOLE, [52] * LANES))
        return builder.bitcast(bits, _VECTOR)

    return lanes(a), lower


@intrinsic
def on_all(_typing: Any, a: Any) -> Any:  # noqa: ARG001
    """Return one number on all lanes."""

    def lower(_context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return _wide(builder, sig.args[0], args[0])

    return lanes(types.float64), lower


@intrinsic
def load(_typing: Any, numbers: Any, first: Any) -> Any:  # noqa: ARG001
    """Return `LANES` neighbouring numbers, from position `first`."""

    def lower(_context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        return builder.load(_pointer(builder, args), align=8)

    return lanes(numbers, types.intp), lower


@intrinsic
def store(_typing: Any, numbers: Any, first: Any, value: Any) -> Any:  # noqa: ARG001
    """Write `LANES` neighbouring numbers, from position `first`."""

    def lower(context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        builder.store(args[2], _pointer(builder, args), align=8)
        return context.get_dummy_value()

    return types.none(numbers, types.intp, lanes), lower


@intrinsic
def stream(_typing: Any, numbers: Any, first: Any, value: Any) -> Any:  # noqa: ARG001
    """Write `LANES` neighbouring numbers past the caches; they begin on a boundary of 64 bytes."""

    def lower(context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        written = builder.store(args[2], _pointer(builder, args), align=64)
        one = builder.module.add_metadata([ir.Constant(ir.IntType(32), 1)])
        written.set_metadata("nontemporal", one)
        return context.get_dummy_value()

    return types.none(numbers, types.intp, lanes), lower


def _pointer(builder: Any, args: Any) -> Any:
    return builder.bitcast(builder.gep(args[0], [args[1]]), _VECTOR.as_pointer())


_LOG2_E = 1.4426950408889634
_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
_LARGEST = 700.0
#: Below this size ``k`` is zero and ``r`` the number itself.
_SMALL = 0.34


@njit(forceinline=True)
def exponential(x: Any) -> Any:
    """Return ``exp(x)`` for ``|x| < 700``, to about one unit in the last place.

    ``x = k ln 2 + r``, ``exp(r)`` by its series, ``|r| < 0.347``; small numbers need no ``k``.
    """
    if any_above(absolute(x), _SMALL):
        held = larger(smaller(x, _LARGEST), -_LARGEST)
        k = whole(held * _LOG2_E)
        r = fma(k, -_LN2_LOW, fma(k, -_LN2_HIGH, held))
        found = _near_one(r) * power_of_two(k)
    else:
        found = _near_one(x)
    return found


@njit(forceinline=True)
def _near_one(r: Any) -> Any:
    """Return ``exp(r)`` by its Taylor series to degree 13."""
    p = fma(r, 1.0 / 6227020800.0, 1.0 / 479001600.0)
    p = fma(r, p, 1.0 / 39916800.0)
    p = fma(r, p, 1.0 / 3628800.0)
    p = fma(r, p, 1.0 / 362880.0)
    p = fma(r, p, 1.0 / 40320.0)
    p = fma(r, p, 1.0 / 5040.0)
    p = fma(r, p, 1.0 / 720.0)
    p = fma(r, p, 1.0 / 120.0)
    p = fma(r, p, 1.0 / 24.0)
    p = fma(r, p, 1.0 / 6.0)
    p = fma(r, p, 0.5)
    p = fma(r, p, 1.0)
    return fma(r, p, 1.0)
