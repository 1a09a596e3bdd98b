"""Which carriers of a table are kinds of another that stands in it too (其中：无烟煤)?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dafeng import reference, units
from dafeng.dossier.records import Amount
from dafeng.dossier.rules import Findings
from dafeng.dossier.totals import agrees
from dafeng.dossier.vocabulary import carrier_name
from dafeng.dossier.wording import key, of_which, split_all_brackets, without_enumerator
from dafeng.units import unit

#: Carriers that hold others, and the names by which they do so (any if none is given).
_HOLDS: Final[Mapping[str, tuple[tuple[str, ...], frozenset[str]]]] = {
    "raw_coal": (("anthracite", "bituminous_coal", "lignite"), frozenset()),
    "other_gas": (
        ("coke_oven_gas", "blast_furnace_gas", "converter_gas"),
        frozenset(map(key, ("煤气", "煤气合计", "人工煤气", "coal gas", "manufactured gas"))),
    ),
}
#: Names of a carrier that mean all of its group.
_LOOSE: Final = frozenset(map(key, ("煤炭", "煤", "煤品", "coal", "燃气", "fuel gas")))
#: Names that begin so say that they hold what no other does.
_REST: Final = ("其他", "其它", "other")


@dataclass(frozen=True, slots=True)
class Item:
    """A figure of a table with what its carrier is called there.

    Parameters
    ----------
    spot
        Row of the table: figures of one spot stand side by side.
    order
        Where the carrier stands among the others: its column, or its row.
    name
        Carrier as written.
    carrier
        Carrier id; empty for a column that sums up several.
    amount
        The figure.
    """

    spot: Hashable
    order: int
    name: str
    carrier: str
    amount: Amount

    @property
    def label(self) -> tuple[str, str]:
        """Return what tells the carriers of a table apart."""
        return self.carrier, self.name


@dataclass(frozen=True, slots=True)
class _Kind:
    """Of which carrier one is a kind, and whether a mark or the figures themselves say so."""

    whole: tuple[str, str]
    sure: bool


def kinds_within(items: Sequence[Item], findings: Findings) -> dict[int, float | None]:
    """Return what carriers count for of which kinds stand beside them: no tonne counts twice.

    A kind in the unit of its whole counts itself and the whole its rest; any other, and one that
    is the same carrier, is held by the whole and does not count. A column marked 其中 is a kind of
    the one before it. Without a mark raw coal holds anthracite, bituminous coal and lignite, coal
    gas its kinds, and a carrier the varieties called otherwise, unless they make more than it.

    Parameters
    ----------
    items
        The figures of one table.
    findings
        Takes what is read as a part.

    Returns
    -------
    dict
        By position among the items: the figure that is left, or None where it does not count.
    """
    changed: dict[int, float | None] = {}
    kinds = _kinds(items)
    spots: dict[Hashable, dict[tuple[str, str], int]] = defaultdict(dict)
    for i, item in enumerate(items):
        if item.amount.value is not None:
            spots[item.spot].setdefault(item.label, i)
    for found in spots.values():
        for part, kind in kinds.items():
            if part in found and kind.whole in found:
                _take(items, (found[kind.whole], found[part]), changed)
    _tell(items, kinds, findings)
    return changed


def _take(items: Sequence[Item], at: tuple[int, int], changed: dict[int, float | None]) -> None:
    """Take a part out of its whole, or let the whole hold it."""
    whole, part = items[at[0]], items[at[1]]
    left = changed.get(at[0], whole.amount.value)
    alike = unit(whole.amount.unit).dimension == unit(part.amount.unit).dimension
    if part.carrier == whole.carrier or not alike or left is None:
        changed[at[1]] = None
        return
    taken = units.convert(part.amount.value or 0.0, part.amount.unit, whole.amount.unit)
    rest = float(f"{left - float(taken):.12g}")
    slack = 1e-6 * abs(whole.amount.value or 0.0)
    changed[at[0]] = 0.0 if abs(rest) <= slack else rest


def _kinds(items: Sequence[Item]) -> dict[tuple[str, str], _Kind]:
    """Return the carriers that are kinds of another, by what they are called."""
    order: dict[tuple[str, str], int] = {}
    for item in items:
        order.setdefault(item.label, item.order)
    labels = sorted(order, key=lambda label: order[label])
    kinds = dict(_marked(labels))
    kinds |= _repeated([label for label in labels if label not in kinds and label[0]], items)
    free = [label for label in labels if label not in kinds and label[0]]
    for whole in sorted(free, key=_loose, reverse=True):
        parts = [p for p in free if p != whole and _may_hold(whole, p)]
        both = _both(whole, parts, items) if parts else []
        if both and all(_makes(w, p)[0] for w, p in both):
            sure = all(_makes(w, p)[1] for w, p in both)
            kinds |= {p: _Kind(whole, sure=sure) for p in parts if p not in kinds}
    return kinds


def _loose(label: tuple[str, str]) -> bool:
    return _bare(label[1]) in _LOOSE


def _repeated(
    labels: Sequence[tuple[str, str]], items: Sequence[Item]
) -> dict[tuple[str, str], _Kind]:
    """Return the carriers that stand under another name before, with the same figures."""
    figures: dict[tuple[str, str], dict[Hashable, tuple[float, str]]] = defaultdict(dict)
    for item in items:
        if item.amount.value:
            figures[item.label][item.spot] = item.amount.value, item.amount.unit
    found: dict[tuple[str, str], _Kind] = {}
    for i, label in enumerate(labels):
        same = (
            first
            for first in labels[:i]
            if first not in found and first[0] == label[0] and figures[first] == figures[label]
        )
        if figures[label] and (first := next(same, None)) is not None:
            found[label] = _Kind(first, sure=True)
    return found


def _marked(labels: Iterable[tuple[str, str]]) -> Iterable[tuple[tuple[str, str], _Kind]]:
    groups = reference.carriers()
    main: tuple[str, str] | None = None
    for label in labels:
        if not of_which(without_enumerator(label[1]))[0]:
            main = label
        elif main and main[0] and label[0] and groups[main[0]].group == groups[label[0]].group:
            yield label, _Kind(main, sure=True)


def _bare(name: str) -> str:
    return key(split_all_brackets(of_which(without_enumerator(name))[1])[0])


def _may_hold(whole: tuple[str, str], part: tuple[str, str]) -> bool:
    """Say whether a carrier may hold another by what both are called."""
    (carrier, name), (other, _) = whole, part
    if carrier != other:
        members, names = _HOLDS.get(carrier, ((), frozenset()))
        return other in members and (not names or _bare(name) in names)
    if _loose(whole) or _loose(part):
        return not _loose(part)
    return _own_name(whole) and not _own_name(part)


def _own_name(label: tuple[str, str]) -> bool:
    carrier, name = label
    own = carrier_name(carrier)
    bare = _bare(name)
    return bare in {key(carrier), key(own.zh), key(own.en)} and not bare.startswith(_REST)


def _both(
    whole: tuple[str, str], parts: Sequence[tuple[str, str]], items: Sequence[Item]
) -> list[tuple[Item, list[Item]]]:
    """Return a whole with its parts wherever both stand."""
    spots: dict[Hashable, tuple[list[Item], list[Item]]] = defaultdict(lambda: ([], []))
    for item in (i for i in items if i.amount.value):
        if item.label == whole:
            spots[item.spot][0].append(item)
        elif item.label in parts:
            spots[item.spot][1].append(item)
    return [(w[0], p) for w, p in spots.values() if w and p]


def _makes(whole: Item, parts: Sequence[Item]) -> tuple[bool, bool]:
    """Say whether parts make no more than their whole, and whether they make it up."""
    to = unit(whole.amount.unit)
    if any(unit(p.amount.unit).dimension != to.dimension for p in parts):
        return False, False
    values = [
        float(units.convert(p.amount.value or 0.0, p.amount.unit, whole.amount.unit)) for p in parts
    ]
    total = whole.amount.value or 0.0
    exact = agrees(total, values)
    return exact or abs(math.fsum(values)) < abs(total), exact


def _tell(
    items: Sequence[Item], kinds: Mapping[tuple[str, str], _Kind], findings: Findings
) -> None:
    told: set[tuple[str, str]] = set()
    for item in items:
        kind = kinds.get(item.label)
        if kind is not None and item.label not in told:
            told.add(item.label)
            rule = "energy.carrier.part" if kind.sure else "energy.carrier.within"
            findings.add(rule, item.amount.place, label=item.name, parent=kind.whole[1])
