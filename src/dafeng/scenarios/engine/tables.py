"""How does compiled code read a named tuple of arrays without counting references?

`dafeng.scenarios.engine.addresses.addressed` writes the addresses of the arrays into one array of
whole numbers; in compiled code `tables_of(Kind)` opens that array as `Kind` again, and
``tables.name`` is the address of the named array's first element. Reading one costs a single load
that the compiler may keep in a register.

This module imports numba; import it only inside a function.
"""

from __future__ import annotations

from functools import cache
from typing import Any, get_type_hints

from llvmlite import ir
from numba import types
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import intrinsic, lower_getattr_generic, models, register_model

from dafeng.axes import Floats, Integers

_WORD = ir.IntType(64)


@cache
def _fields(kind: type) -> dict[str, Any]:
    """Return the compiler's type of each field."""
    known: dict[Any, Any] = {
        int: types.int64,
        Floats: types.CPointer(types.float64),
        Integers: types.CPointer(types.int64),
    }
    hints = get_type_hints(kind)
    return {
        name: known[hint] if hint in known else TablesType(hint) for name, hint in hints.items()
    }


def _words(kind: Any) -> int:
    if isinstance(kind, TablesType):
        return sum(_words(part) for part in _fields(kind.kind).values())
    return 1


class TablesType(types.Type):
    """A named tuple of arrays, whole numbers and further such tuples, as words of memory."""

    def __init__(self, kind: type) -> None:
        self.kind = kind
        super().__init__(name=f"Tables({kind.__module__}.{kind.__qualname__})")


@register_model(TablesType)
class _TablesModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _WORD.as_pointer())


@infer_getattr
class _TablesAttribute(AttributeTemplate):
    key = TablesType

    def generic_resolve(self, tables: Any, name: str) -> Any:
        return _fields(tables.kind).get(name)


@lower_getattr_generic(TablesType)
def _lower_attribute(_context: Any, builder: Any, tables: Any, value: Any, name: str) -> Any:
    fields = _fields(tables.kind)
    names = list(fields)
    before = sum(_words(fields[n]) for n in names[: names.index(name)])
    place = builder.gep(value, [ir.Constant(_WORD, before)])
    wanted = fields[name]
    if isinstance(wanted, TablesType):
        return place
    word = builder.load(place)
    word.set_metadata("invariant.load", builder.module.add_metadata([]))
    if wanted == types.int64:
        return word
    element = ir.DoubleType() if wanted.dtype == types.float64 else _WORD
    return builder.inttoptr(word, element.as_pointer())


@cache
def tables_of(kind: type) -> Any:
    """Return the compiled function that opens such an array as `kind`."""

    @intrinsic
    def opened(_typing: Any, words: Any) -> Any:
        def lower(context: Any, builder: Any, sig: Any, args: Any) -> Any:
            return context.make_array(sig.args[0])(context, builder, args[0]).data

        return TablesType(kind)(words), lower

    return opened
