"""Which measures are there, what can each do at most, and what does it cost?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import chain

from dafeng.errors import MethodError
from dafeng.language import Text
from dafeng.reference.carriers import FOSSIL_GROUPS, carriers
from dafeng.reference.catalogue import Row, rows, sources, unknown
from dafeng.reference.energy_prices import energy_prices
from dafeng.reference.measures import (
    CLIMATE_ZONES,
    FIELDS,
    LEVERS,
    MARKS,
    MATURITIES,
    POTENTIAL_BASES,
    UNITS,
    Measure,
    Span,
)
from dafeng.reference.powers import powers
from dafeng.reference.sectors import sectors


@lru_cache(maxsize=1)
def measures() -> dict[str, Measure]:
    """Return the library by id, in the order of its fields.

    Raises
    ------
    MethodError
        If a row breaks a rule of the library; the message names the row.
    """
    found = {row["id"]: _measure(row) for row in rows("measures")}
    if len(found) != len(rows("measures")):
        raise _broken("measures", "id")
    for measure in found.values():
        require_sound(measure, found)
    _require_no_cycle(found)
    return found


def measure(identifier: str) -> Measure:
    """Return one measure of the library.

    Raises
    ------
    UnknownNameError
        If the library has no such measure.
    """
    try:
        return measures()[identifier]
    except KeyError:
        raise unknown("措施", "measure", identifier, measures()) from None


def _measure(row: Row) -> Measure:
    source = sources()[row["source"]]
    return Measure(
        id=row["id"],
        name=Text(row["zh"], row["en"]),
        field=row["field"],
        sectors=_names(row["sectors"]),
        lever=row["lever"],
        carriers=_names(row["carriers"]),
        target=row["target"],
        ratio=float(row["ratio"] or 0),
        effect_unit=row["effect_unit"],
        potential=_span(row, "potential"),
        potential_basis=row["potential_basis"],
        build_rate=float(row["build_rate"]),
        lifetime=float(row["lifetime"]),
        investment=_span(row, "investment"),
        running_cost=float(row["running_cost"]),
        savings=float(row["savings"]),
        penalty=tuple((c, float(v)) for c, _, v in map(_pair, _names(row["penalty"]))),
        price_base=int(row["price_base"]),
        maturity=row["maturity"],
        prerequisites=_names(row["prerequisites"]),
        exclusions=_names(row["exclusions"]),
        co_benefits=_names(row["co_benefits"]),
        quality=row["quality"],
        source=row["source"],
        source_year=int(row["year"]),
        licence=source.licence,
        note=row["note"],
        base_share=float(row["base_share"]),
        product=row["product"],
        product_energy=float(row["product_energy"] or 0),
        price=row["price"],
        potential_quality=row["potential_quality"],
        potential_source=row["potential_source"],
        hours=_hours(row),
        power=row["power"],
        zones=_names(row["zones"]),
    )


def _hours(row: Row) -> float:
    """Return the MWh a year of one MW, where the cost is quoted per kW [h/a]."""
    per_kilowatt = row["quoted_unit"] == "yuan/kW" and row["effect_unit"] == "MWh"
    return 1000 * float(row["effect_per_quoted"]) if per_kilowatt else 0.0


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for name in text.split("|") if name)


def _pair(text: str) -> tuple[str, str, str]:
    return text.partition(":")


def _span(row: Row, column: str) -> Span:
    return Span(*(float(row[column + end]) for end in ("_low", "", "_high")))


def require_sound(measure: Measure, others: Mapping[str, Measure]) -> None:
    """Raise unless a measure obeys the rules of the library.

    Parameters
    ----------
    measure
        The measure.
    others
        Measures that it may name, by id.

    Raises
    ------
    MethodError
        Naming the measure and the column that breaks a rule.
    """
    for column, sound in _rules(measure, others):
        if not sound:
            raise _broken(measure.id, column)


def _rules(m: Measure, others: Mapping[str, Measure]) -> tuple[tuple[str, bool], ...]:
    groups = {c.group for c in carriers().values()}
    named = chain(m.prerequisites, m.exclusions)
    return (
        ("field", m.field in FIELDS),
        ("lever", m.lever in LEVERS),
        ("sectors", all(s in sectors() for s in m.sectors)),
        ("zones", set(m.zones) <= set(CLIMATE_ZONES)),
        ("carriers", set(m.carriers) <= groups and _carriers_fit(m)),
        ("target", m.target in groups if m.lever == "switch" else not m.target),
        ("ratio", (m.ratio > 0) == (m.lever == "switch")),
        ("effect_unit", m.effect_unit in (UNITS.get(m.lever), "TJ")),
        ("potential", _ordered(m.potential)),
        ("potential_basis", m.potential_basis in POTENTIAL_BASES),
        ("base_share", 0 < m.base_share <= 1),
        ("build_rate", 0 < m.build_rate <= 1),
        ("lifetime", 1 <= m.lifetime <= 100),  # noqa: PLR2004 - years
        ("investment", _ordered(m.investment)),
        ("penalty", {c for c, _ in m.penalty} <= groups),
        ("price", not m.price or m.price in energy_prices()),
        ("maturity", m.maturity in MATURITIES),
        ("power", not m.power or m.power in powers()),
        ("quality", m.quality in MARKS and m.potential_quality in MARKS),
        ("prerequisites", all(name in others for name in named)),
        ("exclusions", all(_excludes(others.get(x), m) for x in m.exclusions)),
    )


def _excludes(other: Measure | None, m: Measure) -> bool:
    return other is not None and m.id in other.exclusions


def _carriers_fit(m: Measure) -> bool:
    """Say whether the carriers are what the lever can act on."""
    if m.lever == "supply":
        return m.carriers in (("electricity",), ("heat",))
    if m.lever == "switch":
        return bool(m.carriers) and m.target not in m.carriers
    if m.lever in ("intensity", "activity"):
        return bool(m.carriers)
    return set(m.carriers) <= set(FOSSIL_GROUPS) if m.lever == "capture" else not m.carriers


def _ordered(span: Span) -> bool:
    return 0 <= span.low <= span.central <= span.high


def _require_no_cycle(found: Mapping[str, Measure]) -> None:
    """Raise if measures wait for one another in a circle."""
    done: set[str] = set()
    while len(done) < len(found):
        ready = {i for i, m in found.items() if i not in done and set(m.prerequisites) <= done}
        if not ready:
            raise _broken(", ".join(sorted(set(found) - done)), "prerequisites")
        done |= ready


def _broken(identifier: str, column: str) -> MethodError:
    return MethodError(
        Text(
            f"措施“{identifier}”的“{column}”不符合措施库的规则",
            f"column {column!r} of measure {identifier!r} breaks a rule of the library",
        )
    )
