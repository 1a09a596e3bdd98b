"""Which random numbers does a draw of a sweep take, from counters alone, compiled?

Philox 4x32-10: the four words of a counter, mixed with a key in ten rounds; two words make two
normals by Box and Muller. The numbers of a draw depend on the seed, the place, the draw's own
number and nothing else, so that it does not matter who computes it and when.

References
----------
Salmon et al. 2011, doi:10.1145/2063384.2063405; Box and Muller 1958, doi:10.1214/aoms/1177706645.

This module imports numba; import it only inside a function.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

from dafeng.axes import Floats, Integers
from dafeng.scenarios.engine.lanes import LANES, fma, lanes, load, on_all, root, store
from dafeng.scenarios.engine.tables import tables_of

_WHOLE = ir.VectorType(ir.IntType(64), LANES)
_VECTOR = ir.VectorType(ir.DoubleType(), LANES)
_LOW = 0xFFFFFFFF
_MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
_WEYL = (0x9E3779B9, 0xBB67AE85)
_ROUNDS = 10


def _all(number: int) -> Any:
    return ir.Constant(_WHOLE, [number] * LANES)


def _spread(builder: Any, value: Any) -> Any:
    """Return one whole number on all lanes."""
    one = builder.insert_element(
        ir.Constant(_WHOLE, ir.Undefined), value, ir.Constant(ir.IntType(32), 0)
    )
    mask = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
    return builder.shuffle_vector(one, ir.Constant(_WHOLE, ir.Undefined), mask)


@intrinsic
def philox(_typing: Any, first: Any, group: Any, place: Any, seed: Any) -> Any:
    """Return four words of Philox 4x32-10 for `LANES` neighbouring draws, as whole float64.

    The counter is (draw, group, place, 0), the key the low and high word of the seed.
    """

    def lower(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        steps = ir.Constant(_WHOLE, list(range(LANES)))
        low = _all(_LOW)
        words = [builder.and_(builder.add(_spread(builder, args[0]), steps), low)]
        words += [builder.and_(_spread(builder, a), low) for a in args[1:3]]
        words.append(_all(0))
        half = ir.Constant(ir.IntType(64), 32)
        keys = [args[3], builder.lshr(args[3], half)]
        for turn in range(_ROUNDS):
            moved = [
                builder.and_(
                    _spread(builder, builder.add(k, ir.Constant(ir.IntType(64), turn * w))), low
                )
                for k, w in zip(keys, _WEYL, strict=True)
            ]
            p0 = builder.mul(words[0], _all(_MULTIPLIERS[0]))
            p1 = builder.mul(words[2], _all(_MULTIPLIERS[1]))
            high0, high1 = builder.lshr(p0, _all(32)), builder.lshr(p1, _all(32))
            words = [
                builder.xor(builder.xor(high1, words[1]), moved[0]),
                builder.and_(p1, low),
                builder.xor(builder.xor(high0, words[3]), moved[1]),
                builder.and_(p0, low),
            ]
        floats = [builder.uitofp(word, _VECTOR) for word in words]
        return context.make_tuple(builder, sig.return_type, floats)

    return types.UniTuple(lanes, 4)(first, group, place, seed), lower


@intrinsic
def _exponent(_typing: Any, x: Any) -> Any:
    """Return e of ``x = m 2^e`` with m in [1, 2), for normal positive x."""

    def lower(_context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        bits = builder.lshr(builder.bitcast(args[0], _WHOLE), _all(52))
        return builder.sitofp(builder.sub(bits, _all(1023)), _VECTOR)

    return lanes(x), lower


@intrinsic
def _mantissa(_typing: Any, x: Any) -> Any:
    """Return m of ``x = m 2^e`` with m in [1, 2), for normal positive x."""

    def lower(_context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        bits = builder.and_(builder.bitcast(args[0], _WHOLE), _all((1 << 52) - 1))
        return builder.bitcast(builder.or_(bits, _all(1023 << 52)), _VECTOR)

    return lanes(x), lower


_LN_2: Final = 0.6931471805599453
_PI: Final = 3.141592653589793


@njit
def logarithm(x: Any) -> Any:
    """Return ``ln x`` of a positive number: ``e ln 2 + 2 artanh((m - 1) / (m + 1))``.

    The series ends with s^21, ``|s| <= 0.172`` after m has been divided by the root of two.
    """
    m = _mantissa(x) * 0.7071067811865476
    s = (m - 1.0) / (m + 1.0)
    q = s * s
    p = fma(q, 1.0 / 21.0, 1.0 / 19.0)
    p = fma(q, p, 1.0 / 17.0)
    p = fma(q, p, 1.0 / 15.0)
    p = fma(q, p, 1.0 / 13.0)
    p = fma(q, p, 1.0 / 11.0)
    p = fma(q, p, 1.0 / 9.0)
    p = fma(q, p, 1.0 / 7.0)
    p = fma(q, p, 1.0 / 5.0)
    p = fma(q, p, 1.0 / 3.0)
    p = fma(q, p, 1.0)
    return fma(_exponent(x) + 0.5, _LN_2, s * p * 2.0)


@njit
def _sine(x: Any) -> Any:
    """Return sin x for ``|x| <= pi / 2`` by its Taylor series to x^19."""
    q = x * x
    p = fma(q, -1.0 / 121645100408832000.0, 1.0 / 355687428096000.0)
    p = fma(q, p, -1.0 / 1307674368000.0)
    p = fma(q, p, 1.0 / 6227020800.0)
    p = fma(q, p, -1.0 / 39916800.0)
    p = fma(q, p, 1.0 / 362880.0)
    p = fma(q, p, -1.0 / 5040.0)
    p = fma(q, p, 1.0 / 120.0)
    p = fma(q, p, -1.0 / 6.0)
    p = fma(q, p, 1.0)
    return x * p


@njit
def _cosine(x: Any) -> Any:
    """Return cos x for ``|x| <= pi / 2`` by its Taylor series to x^20."""
    q = x * x
    p = fma(q, 1.0 / 2432902008176640000.0, -1.0 / 6402373705728000.0)
    p = fma(q, p, 1.0 / 20922789888000.0)
    p = fma(q, p, -1.0 / 87178291200.0)
    p = fma(q, p, 1.0 / 479001600.0)
    p = fma(q, p, -1.0 / 3628800.0)
    p = fma(q, p, 1.0 / 40320.0)
    p = fma(q, p, -1.0 / 720.0)
    p = fma(q, p, 1.0 / 24.0)
    p = fma(q, p, -0.5)
    return fma(q, p, 1.0)


@njit
def _two_normals(word: Any, other: Any) -> Any:
    """Return two independent standard normals of two words."""
    length = root(logarithm((word + 0.5) * 2.0**-32) * -2.0)
    half = (other + 0.5) * (_PI * 2.0**-32) - 0.5 * _PI
    s, c = _sine(half), _cosine(half)
    return length * fma(s * s, -2.0, 1.0), length * (s * c * 2.0)


@njit
def _fill(rows: Any, row: int, count: int, stream: Any, first: int) -> None:
    """Fill rows of a panel with independent normals, four at a time; some beyond `count`."""
    place, group, seed = stream
    for four in range((count + 3) // 4):
        a, b, c, d = philox(first, group + four, place, seed)
        one, two = _two_normals(a, b)
        three, other = _two_normals(c, d)
        at = (row + 4 * four) * LANES
        store(rows, at, one)
        store(rows, at + LANES, two)
        store(rows, at + 2 * LANES, three)
        store(rows, at + 3 * LANES, other)


class Mixing(NamedTuple):
    """How independent normals become correlated ones.

    Labels of one driver share their correlations, so below the diagonal a column of the lower
    factor has one value per driver: a running sum per driver and column replaces the matrix.

    Parameters
    ----------
    start
        First row of each driver's labels, and the end (driver + 1).
    drivers
        How many drivers.
    diagonal
        Diagonal of the lower factor (parameter).
    below
        Value of each column in the rows of each driver after it (driver, parameter).
    tied
        Whether a driver's labels depend on a driver's columns (driver, driver).
    parameters
        How many parameters.
    """

    start: Integers
    drivers: int
    diagonal: Floats
    below: Floats
    tied: Integers
    parameters: int


@njit
def _correlate(rows: Any, t: Any) -> None:
    """Turn the independent normals of a panel into correlated ones, in place."""
    for d in range(t.drivers - 1, -1, -1):
        before = on_all(0.0)
        for e in range(d):
            if t.tied[d * t.drivers + e]:
                for row in range(t.start[e], t.start[e + 1]):
                    z = load(rows, row * LANES)
                    before = fma(z, t.below[d * t.parameters + row], before)
        for row in range(t.start[d], t.start[d + 1]):
            z = load(rows, row * LANES)
            store(rows, row * LANES, fma(z, t.diagonal[row], before))
            before = fma(z, t.below[d * t.parameters + row], before)


class Streams(NamedTuple):
    """Which streams make the numbers of a panel of draws.

    Parameters
    ----------
    panel
        Where they go: parameters, then yearly errors, then room for three more (number, draw).
    common
        Working memory for the yearly errors that all places share (number, draw).
    mixing
        How parameters are correlated; their number.
    noise, years
        Yearly errors: how many in all, and of each process.
    seed, place
        With the draw's number all that a number depends on.
    weights
        Weights of the place's own and of the common errors of each process (process, 2).
    own
        How many of the yearly errors, from the first, are the place's own in part.
    shared
        Whether any process has common errors [0 or 1].
    ties
        Weights of the place's own and of the common numbers of each driver (driver, 2).
    tied
        Whether any driver has common numbers [0 or 1].
    """

    panel: Floats
    common: Floats
    mixing: Mixing
    noise: int
    years: int
    seed: int
    place: int
    weights: Floats
    own: int
    shared: int
    ties: Floats
    tied: int


#: Groups of four normals: parameters begin at 0, yearly errors here; number of "all places".
NOISE_GROUP: Final = 1024
ALL_PLACES: Final = 0

#: Groups of the numbers of drivers that all places share: where they begin, and room for each.
DRIVER_GROUP: Final = 4096
DRIVER_ROOM: Final = 256


@njit
def _tie(s: Any, first: int) -> None:
    """Mix the independent numbers of drivers with those that all places share.

    Label i of a driver is tied to label i elsewhere; a place's own numbers keep their law.
    """
    start = s.mixing.start
    for d in range(s.mixing.drivers):
        own, common = s.ties[2 * d], s.ties[2 * d + 1]
        labels = start[d + 1] - start[d]
        if common == 0.0 or labels == 0:
            continue
        _fill(s.common, 0, labels, (ALL_PLACES, DRIVER_GROUP + d * DRIVER_ROOM, s.seed), first)
        for i in range(labels):
            at = (start[d] + i) * LANES
            store(s.panel, at, load(s.panel, at) * own + load(s.common, i * LANES) * common)


@njit
def _share(s: Any) -> None:
    """Mix the errors of the place with those that all places share."""
    for i in range(s.noise):
        own, common = s.weights[2 * (i // s.years)], s.weights[2 * (i // s.years) + 1]
        at = (s.mixing.parameters + i) * LANES
        if own == 0.0:
            store(s.panel, at, load(s.common, i * LANES))
        elif common != 0.0:
            mixed = load(s.panel, at) * own + load(s.common, i * LANES) * common
            store(s.panel, at, mixed)


_STREAMS = tables_of(Streams)


@njit(nogil=True, cache=True)
def draw_panel(streams: Integers, first: int) -> None:
    """Draw the numbers of a panel.

    Parameters
    ----------
    streams
        `Streams` as `dafeng.scenarios.engine.addresses.addressed`.
    first
        Number of the first draw.
    """
    s = _STREAMS(streams)
    parameters = s.mixing.parameters
    _fill(s.panel, 0, parameters, (s.place, 0, s.seed), first)
    if s.tied:
        _tie(s, first)
    _correlate(s.panel, s.mixing)
    if s.own:
        _fill(s.panel, parameters, s.own, (s.place, NOISE_GROUP, s.seed), first)
    if s.shared:
        _fill(s.common, 0, s.noise, (ALL_PLACES, NOISE_GROUP, s.seed), first)
        _share(s)


__all__ = ["Mixing", "Streams", "draw_panel", "logarithm", "philox"]
