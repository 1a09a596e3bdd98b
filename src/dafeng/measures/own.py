"""Which measures does the place itself state, and what do its rows change in the library?

A row whose id (or library id) is that of a measure of the library changes it where its cells are
filled; any other row adds a measure. A row that cannot be read as a measure is listed with the
reason and stays a line of the plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from dafeng.dossier.records import Dossier, Row
from dafeng.dossier.vocabulary import find_carrier, find_group, find_sector
from dafeng.dossier.wording import key
from dafeng.errors import MethodError
from dafeng.language import Text, same
from dafeng.measures.amounts import Stated, at_full_load, cost_per_effect, number, stated, year
from dafeng.reference import carriers
from dafeng.reference.measure_rows import require_sound
from dafeng.reference.measures import LEVERS, UNITS, Measure, Span

#: What a place's own measure has where its row says nothing.
_BUILD_RATE: Final = 0.10
_LIFETIME: Final = 15.0

#: Basis of a potential that a place states as a share, by lever.
_BASES: Final = {"supply": "demand", "process": "process", "capture": "co2", "sink": "sink"}

_SHARES: Final = ("%", "1")


@dataclass(frozen=True, slots=True)
class Entry:
    """A measure with what the place says of it.

    Parameters
    ----------
    measure
        The measure, the place's changes in it.
    potential
        Stated potential; None to take the measure's own share.
    start, end
        First year, and year of full potential.
    own
        Whether a row of the dossier stands behind it.
    costs
        Stated costs by field of `Measure`: per effect, per tonne of CO2 or for the whole.
    prices_of
        Year of their prices.
    """

    measure: Measure
    potential: Stated | None = None
    start: int | None = None
    end: int | None = None
    own: bool = False
    costs: tuple[tuple[str, Stated], ...] = ()
    prices_of: int = 0

    def stated(self, tonnes: float) -> float | Text | None:
        """Return the stated potential [effect unit/a], or why it cannot be used.

        Parameters
        ----------
        tonnes
            CO2 avoided per effect unit [t], for potentials that are stated in tonnes.
        """
        if self.potential is None:
            return None
        return self.potential.effects(self.measure.effect_unit, tonnes)

    def priced(self, tonnes: float) -> dict[str, float] | Text:
        """Return the stated costs [yuan per effect unit], or why one cannot be used.

        Parameters
        ----------
        tonnes
            CO2 avoided per effect unit [t], for figures that are stated by the tonne.
        """
        whole = self.stated(tonnes)
        amount = whole if isinstance(whole, float) else None
        found = {}
        for column, figure in self.costs:
            cost = cost_per_effect(figure, self.measure.effect_unit, amount, tonnes)
            if isinstance(cost, Text):
                return cost
            found[column] = cost
        return found


def own_entries(
    dossier: Dossier, library: Mapping[str, Measure], price_base: int
) -> tuple[tuple[Entry, ...], tuple[tuple[str, Text, Text], ...]]:
    """Return the place's own measures, and the rows that are none with the reason.

    Parameters
    ----------
    dossier
        Its table ``measures`` is read.
    library
        Measures by id.
    price_base
        Year of the prices where a row names none.
    """
    entries, broken = [], []
    for row in dossier.measures:
        try:
            entries.append(_entry(row, library, price_base))
        except MethodError as error:
            broken.append((row["id"], same(row["name"] or row["id"]), error.text))
    return tuple(entries), tuple(broken)


def _entry(row: Row, library: Mapping[str, Measure], price_base: int) -> Entry:
    known = library.get(row["library"]) or library.get(row["id"])
    if row["library"] and known is None:
        raise _unclear("library", row["library"])
    start = known or _blank(row, price_base)
    if known is not None and row["id"] not in library and row["id"]:
        start = replace(start, id=row["id"], prerequisites=(), exclusions=())
    measure, potential = _filled(start, row)
    require_sound(measure, {**library, measure.id: measure})
    return Entry(
        measure,
        potential,
        year(row["start_year"]),
        year(row["end_year"]),
        own=True,
        costs=_costs(row, measure.hours),
        prices_of=int(_number(row, "price_base", price_base)),
    )


def _blank(row: Row, price_base: int) -> Measure:
    """Return a measure without figures for a row that adds one."""
    lever = _lever(row["lever"])
    return Measure(
        id=row["id"],
        name=same(row["name"]),
        field="industry",
        sectors=(),
        lever=lever,
        carriers=(),
        target="",
        ratio=0.0,
        effect_unit=UNITS[lever],
        potential=Span(0.0, 0.0, 0.0),
        potential_basis=_BASES.get(lever, "energy"),
        build_rate=_BUILD_RATE,
        lifetime=_LIFETIME,
        investment=Span(0.0, 0.0, 0.0),
        running_cost=0.0,
        savings=0.0,
        penalty=(),
        price_base=price_base,
        maturity="mature",
        prerequisites=(),
        exclusions=(),
        co_benefits=(),
        quality="O",
        source="dossier",
        source_year=price_base,
        licence="",
        note="",
        potential_quality="O",
        potential_source="dossier",
    )


def _filled(measure: Measure, row: Row) -> tuple[Measure, Stated | None]:
    """Return the measure with the filled cells of a row, and its stated potential."""
    changed = replace(
        measure,
        sectors=(_sector(row["sector"]),) if row["sector"] else measure.sectors,
        carriers=(_group(row["carrier"]),) if row["carrier"] else measure.carriers,
        target=_group(row["target"]) if row["target"] else measure.target,
        ratio=_number(row, "ratio", measure.ratio),
        build_rate=_number(row, "build_rate", measure.build_rate),
        lifetime=_number(row, "lifetime", measure.lifetime),
        note=row["comment"] or measure.note,
    )
    if changed.lever == "supply" and changed.carriers == ("heat",):
        changed = replace(changed, effect_unit="TJ")
    told_potential = stated(row["potential"], row["potential_unit"])
    if told_potential is not None and told_potential.unit in _SHARES:
        share = told_potential.value / (100 if told_potential.unit == "%" else 1)
        changed = replace(changed, potential=Span(share, share, share), potential_quality="O")
        told_potential = None
    if told_potential is not None:
        told_potential = at_full_load(told_potential, changed.hours)
    return changed, told_potential


#: Field of a measure for each column of a cost.
_COSTS: Final = {"investment": "investment", "operation": "running_cost", "savings": "savings"}


def _costs(row: Row, hours: float) -> tuple[tuple[str, Stated], ...]:
    """Return the stated costs by field of a measure."""
    figures = [(name, stated(row[c], row[f"{c}_unit"])) for c, name in _COSTS.items()]
    return tuple((name, at_full_load(f, hours)) for name, f in figures if f is not None)


def _number(row: Row, column: str, usual: float) -> float:
    value = number(row[column])
    return usual if value is None else value


def _lever(text: str) -> str:
    for lever, name in LEVERS.items():
        if key(text) in (key(lever), key(name.zh), key(name.en)):
            return lever
    raise _unclear("lever", text)


def _sector(text: str) -> str:
    found = find_sector(text)
    if found is None:
        raise _unclear("sector", text)
    return found


def _group(text: str) -> str:
    group = find_group(text)
    if group is not None:
        return group
    carrier = find_carrier(text)
    if carrier is None:
        raise _unclear("carrier", text)
    return carriers()[carrier].group


def _unclear(column: str, text: str) -> MethodError:
    if not text:
        return MethodError(
            Text(
                f"未填“{column}”列，不能计算，仅作方案文字",
                f"column {column!r} is blank: not computed with, the row stays plan text",
            )
        )
    return MethodError(
        Text(
            f"“{column}”列的“{text}”不能用于计算（可留空，仅作方案文字）",
            f"{text!r} in column {column!r} cannot be computed with (the row stays plan text)",
        )
    )
