"""Does a factor stand in the row of another fuel?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dafeng import reference
from dafeng.dossier.records import FactorRecord
from dafeng.dossier.vocabulary import terms
from dafeng.errors import Fault, Severity
from dafeng.inventory.doubts.factor_ranges import Published, published
from dafeng.language import Text, significant

#: A figure equals a published one within its own last digit, but at least and at most so near [-].
_NEAREST: Final = 2e-4
_FOREIGN: Final = 2e-3
_OWN: Final = 1e-2

#: By how many rows a column slips; in a table of more rows, three that slipped are no coincidence.
_SLIPS: Final = (1, -1, 2, -2)
_FEW: Final = 6

#: Quantities per unit of fuel: kJ/kg and kJ/m3 stand in one column.
_BY_UNIT: Final = ("ncv", "per_unit")

#: A figure with so many digits that stands in two rows is copied; one with fewer than the second
#: tells nothing (except oxidation).
_DIGITS: Final = 4
_LEAST: Final = 3

#: Fuels that are named first where a figure is that of several.
_COMMON: Final = (
    "raw_coal", "gasoline", "diesel", "natural_gas", "coke", "fuel_oil", "kerosene", "lpg",
    "crude_oil",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stated:
    """A factor as stated, in the unit of what is published.

    Parameters
    ----------
    record
        The factor.
    quantity
        As of `published`.
    value
        The figure in the unit of the quantity.
    """

    record: FactorRecord
    quantity: str
    value: float

    @property
    def known(self) -> Published | None:
        """Return what is published of its own carrier."""
        return published(self.record.subject, self.quantity)

    @property
    def doubtful(self) -> bool:
        """Say whether it lies beyond the limits of its carrier and is no published figure."""
        known = self.known
        return known is not None and not self.own and not _within(self.value, known.limits)

    @property
    def own(self) -> bool:
        """Say whether it is a published figure of its own carrier."""
        known = self.known
        near = min(max(self._step, _NEAREST), _OWN)
        return known is not None and any(abs(self.value / x - 1) <= near for x in known.own)

    @property
    def _step(self) -> float:
        """Return half a unit of its last digit, relative [-]."""
        value = abs(self.record.amount.value or 0.0)
        return 0.5 * 10.0 ** -_decimals(value) / value if value else 0.0

    @property
    def digits(self) -> int:
        """Return how many significant digits it has, zeros at its end apart."""
        value = abs(self.record.amount.value or 0.0)
        return len(f"{value:.10e}".partition("e")[0].replace(".", "").rstrip("0"))

    def is_of(self, carrier: str, within: float = _FOREIGN) -> bool:
        """Say whether it is a published figure of another carrier."""
        known = published(carrier, self.quantity)
        if self.digits < _LEAST and self.quantity != "oxidation":
            return False
        near = min(max(self._step, _NEAREST), within)
        sizes = _scale(self.record.subject), _scale(carrier)
        alike = {1.0, sizes[0] / sizes[1] if self.quantity in _BY_UNIT else 1.0}
        return known is not None and any(
            abs(self.value / x / scale - 1) <= near for x in known.values for scale in alike
        )


def _scale(carrier: str) -> float:
    """Return how much a unit of a carrier is of a tonne or of a thousand cubic metres."""
    return 10.0 if reference.carriers()[carrier].unit == "万立方米" else 1.0


def _within(value: float, ends: tuple[float, float]) -> bool:
    return ends[0] * (1 - 1e-6) <= value <= ends[1] * (1 + 1e-6)


def _decimals(value: float) -> int:
    return len(f"{value:.10g}".partition(".")[2])


def foreign_factors(stated: Iterable[Stated]) -> Iterator[Fault]:
    """Yield every factor that is the published figure of another fuel, not of its own.

    A figure within the published bounds of its own fuel is told only where another row of the
    column slipped by as many rows, where two rows are exchanged, or where it has four digits and
    stands in the other fuel's row too.

    Parameters
    ----------
    stated
        Factors of fuels.
    """
    columns: dict[tuple[str, str, int | None], list[Stated]] = defaultdict(list)
    for item in stated:
        record = item.record
        columns[item.quantity, record.sector, record.year].append(item)
    for column in columns.values():
        ordered = sorted(column, key=_position)
        found = _foreign(ordered)
        for item, carrier in found:
            yield _of_other(item, carrier, slipped=len(found) > 1)


def _position(item: Stated) -> tuple[int, int]:
    place = item.record.amount.place
    return place.row or 0, place.column or 0


def _foreign(column: Sequence[Stated]) -> list[tuple[Stated, str]]:
    """Return the foreign factors of a column with the carriers that they belong to."""
    owners = [_owners(item, i, column) for i, item in enumerate(column)]
    moved = _moved(column, owners)
    found: list[tuple[Stated, str]] = []
    for i, item in enumerate(column):
        mate = moved.get(i)
        if mate is None and owners[i] and _alone(item, column[owners[i][0]]):
            mate = column[owners[i][0]].record.subject
        mate = mate or _any_fuel(item)
        if mate is not None:
            found.append((item, mate))
    return found


def _owners(item: Stated, at: int, column: Sequence[Stated]) -> list[int]:
    """Return the rows whose fuel a factor belongs to, the nearest first; none if it is its own."""
    if item.own or item.known is None:
        return []
    mates = [
        k
        for k, other in enumerate(column)
        if other.record.subject != item.record.subject and item.is_of(other.record.subject)
    ]
    return sorted(mates, key=lambda k: abs(k - at))


def _moved(column: Sequence[Stated], owners: Sequence[list[int]]) -> dict[int, str]:
    """Return rows that slipped together or are exchanged, and the fuels they belong to."""
    count = len(column)
    groups = [
        {i: (i + slip) % count for i, own in enumerate(owners) if (i + slip) % count in own}
        for slip in _SLIPS
    ]
    groups = [group for group in groups if len(group) >= (2 if count <= _FEW else 3)]
    groups += [
        {i: k, k: i} for i, own in enumerate(owners) for k in own if k > i and i in owners[k]
    ]
    found: dict[int, str] = {}
    for group in sorted(groups, key=len, reverse=True):
        oxidation = column[0].quantity == "oxidation"
        sure = not oxidation or any(column[i].doubtful for i in group)
        if len({column[i].record.subject for i in group}) > 1 and sure:
            for i, k in group.items():
                found.setdefault(i, column[k].record.subject)
    return found


def _alone(item: Stated, mate: Stated) -> bool:
    """Say whether a factor is foreign though no other row is: out of bounds, or a copy of a row."""
    known = item.known
    if known is None or item.quantity == "oxidation":
        return False
    pair = {item.record.subject, mate.record.subject}
    copied = item.digits >= _DIGITS and abs(item.value - mate.value) <= _NEAREST * item.value
    return not _within(item.value, known.bounds) or (copied and pair <= set(_COMMON))


def _any_fuel(item: Stated) -> str | None:
    """Return a fuel, in the table or not, that a factor beyond its bounds belongs to.

    Within the limits, only carbon contents of oil and gas are told, which vary little.
    """
    known, names = item.known, reference.carriers()
    carbon = item.quantity == "carbon_content"
    if known is None or item.own or item.quantity == "oxidation":
        return None
    if not item.doubtful:
        group = names[item.record.subject].group
        told = carbon and group in ("oil", "gas") and not _within(item.value, known.bounds)
        among: Iterable[str] = _COMMON if told else ()
    else:
        among = (*_COMMON, *names) if carbon or item.digits >= _DIGITS else ()
    return next((c for c in among if c != item.record.subject and item.is_of(c)), None)


def _of_other(item: Stated, carrier: str, *, slipped: bool) -> Fault:
    record = item.record
    names = reference.carriers()
    own, other = names[record.subject].name, names[carrier].name
    what = terms("factor")[record.quantity].name
    value = f"{significant(record.amount.value or 0.0)} {record.amount.unit}".removesuffix(" 1")
    zh, en = (
        ("；本列不止一行如此，像是错行或互换", "; other rows of the column are too: as if slipped")
        if slipped
        else ("", "")
    )
    return Fault(
        "inventory.factor.foreign",
        Severity.WARNING,
        record.amount.place,
        Text(
            f"{own.zh}的{what.zh} {value} 是{other.zh}的数值{zh}",
            f"{what.en} of {own.en}, {value}, is the value of {other.en}{en}",
        ),
        Text("对照原表逐行核对", "compare row by row with the original table"),
    )
