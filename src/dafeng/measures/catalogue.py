"""Which measures can a place take, how far, at what cost, and which ones not, and why?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dafeng import reference
from dafeng.dossier.records import Dossier
from dafeng.language import Text
from dafeng.measures.bases import Base, base_of
from dafeng.measures.cost import annual_cost
from dafeng.measures.effects import bill_saved, effect_of, gross_alone, tonnes_alone
from dafeng.measures.own import Entry, own_entries
from dafeng.measures.place_measure import Effect, PlaceMeasure
from dafeng.measures.products import Products, products_of
from dafeng.measures.rates import Rates
from dafeng.measures.realised import PlaceProject, projects_of
from dafeng.reference.measures import CLIMATE_ZONES, Measure, Span
from dafeng.reference.stocks import climate_zones, is_zone_from_memory
from dafeng.scenarios.baseline import Baseline

__all__ = ["Catalogue", "Effect", "PlaceMeasure", "catalogue_of"]

_CAPPED = Text(
    "填报潜力超过可作用的能耗或排放，已按后者截断",
    "the stated potential exceeds what there is to act on and is cut to it",
)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The measures of a place.

    Parameters
    ----------
    price_base
        Year of the prices of all costs.
    rates
        Rates of the annualised costs.
    measures
        Measures that can act, in the order of the library, the place's own ones last.
    projects
        Projects of the dossier that realise one.
    left_out
        Measures and rows that cannot act: id, name and reason.
    """

    price_base: int
    rates: Rates
    measures: tuple[PlaceMeasure, ...]
    projects: tuple[PlaceProject, ...]
    left_out: tuple[tuple[str, Text, Text], ...]


def catalogue_of(baseline: Baseline, dossier: Dossier, rates: Rates | None = None) -> Catalogue:
    """Return what a place can do, from the library and its own dossier.

    Parameters
    ----------
    baseline
        Base year of the place.
    dossier
        Its records: products, own measures and projects.
    rates
        Discount rates.
    """
    chosen = rates or Rates()
    products = products_of(dossier, baseline.year)
    entries, broken = own_entries(dossier, reference.measures(), baseline.price_base)
    found: list[PlaceMeasure] = []
    left_out: list[tuple[str, Text, Text]] = []
    zones = _zones_of(dossier)
    doubt = any(is_zone_from_memory(code) for code in dossier.identity.hosts)
    for entry in _entries(entries):
        made = _elsewhere(entry, zones, doubt=doubt) or _place_measure(
            entry, baseline, products, chosen
        )
        if isinstance(made, Text):
            left_out.append((entry.measure.id, entry.measure.name, made))
        else:
            found.append(made)
    projects, unclear = projects_of(dossier, found, baseline.year)
    realised = tuple(_with_projects(m, projects) for m in found)
    return Catalogue(
        baseline.price_base, chosen, realised, projects, (*left_out, *broken, *unclear)
    )


def _entries(own: Sequence[Entry]) -> list[Entry]:
    """Return the library with the place's changes laid over it, then its additions."""
    changed = {entry.measure.id: entry for entry in own}
    library = [changed.pop(i, Entry(m)) for i, m in reference.measures().items()]
    return [*library, *changed.values()]


def _zones_of(dossier: Dossier) -> frozenset[str]:
    """Return the climate zones of a place; of a park those of the cities in which it lies."""
    who = dossier.identity
    found = frozenset(zone for code in who.hosts for zone in climate_zones(code))
    return found or climate_zones(who.province)


def _elsewhere(entry: Entry, zones: frozenset[str], *, doubt: bool) -> Text | None:
    """Say that a measure of the library is for other climates; a place's own row knows better.

    Where the zone of the place itself is from memory, the reason says so and how to put it right.
    """
    wanted = entry.measure.zones
    if entry.own or not wanted or not zones or not zones.isdisjoint(wanted):
        return None
    for_ = _listed(wanted)
    reason = Text(f"只适用于{for_.zh}气候区", f"only for the climate zones {for_.en}")
    if not doubt:
        return reason
    own = _listed(sorted(zones))
    return Text(
        f"{reason.zh}；本地归入{own.zh}（M，凭记忆）；如不符，请在措施表写入该措施",
        f"{reason.en}; the place is taken to be in {own.en} (M: from memory); if it is not, enter "
        "the measure in the table measures",
    )


def _listed(zones: Iterable[str]) -> Text:
    names = [CLIMATE_ZONES[zone] for zone in zones]
    return Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))


def _with_projects(measure: PlaceMeasure, projects: Sequence[PlaceProject]) -> PlaceMeasure:
    ids = tuple(p.id for p in projects if p.measure == measure.measure.id)
    return replace(measure, projects=ids)


def _place_measure(
    entry: Entry, baseline: Baseline, products: Products, rates: Rates
) -> PlaceMeasure | Text:
    base = base_of(entry.measure, baseline, products)
    if isinstance(base, Text):
        return base
    effect = effect_of(entry.measure, base, baseline)
    tonnes = tonnes_alone(effect, baseline)
    measure = _priced(entry, tonnes, baseline.price_base)
    if isinstance(measure, Text):
        return measure
    potential, notes = _potential(entry, base, tonnes)
    if isinstance(potential, Text):
        return potential
    if not potential.high > 0:
        return Text("潜力为零", "the potential is zero")
    bill = bill_saved(measure, effect, baseline)
    central = potential.central
    return PlaceMeasure(
        measure=measure,
        potential=potential,
        by=base.by * (central / base.amount) if base.by.any() else base.by,
        build=measure.build_rate * (central or potential.high),
        effect=effect,
        tonnes=central * tonnes,
        energy_saving=central * bill,
        cost=_costs(measure, central, bill, rates),
        start=entry.start,
        end=entry.end,
        own=entry.own,
        stated=entry.potential is not None,
        assumed=base.assumed,
        bill=bill,
        gross=central * gross_alone(effect, baseline),
        notes=notes,
    )


def _potential(entry: Entry, base: Base, tonnes: float) -> tuple[Span | Text, tuple[Text, ...]]:
    """Return the potential [effect unit/a]: a share of the base, or what the place states."""
    stated = entry.stated(tonnes)
    if stated is None:
        return entry.measure.potential.times(base.amount), ()
    if isinstance(stated, Text):
        return stated, ()
    if base.by.any() and stated > base.amount:
        return Span(base.amount, base.amount, base.amount), (_CAPPED,)
    return Span(stated, stated, stated), ()


def _priced(entry: Entry, tonnes: float, price_base: int) -> Measure | Text:
    """Return the measure with its costs, stated ones first, at the prices of the place."""
    measure, stated = _repriced(entry.measure, price_base), entry.priced(tonnes)
    if isinstance(stated, Text) or not stated:
        return stated if isinstance(stated, Text) else measure
    level = reference.price_level(entry.prices_of, price_base)
    found = {name: cost * level for name, cost in stated.items()}
    once = found.get("investment")
    return replace(
        measure,
        investment=measure.investment if once is None else Span(once, once, once),
        running_cost=found.get("running_cost", measure.running_cost),
        savings=found.get("savings", measure.savings),
        quality="O",
    )


def _repriced(measure: Measure, price_base: int) -> Measure:
    """Return the measure with its costs at the prices of the place."""
    level = reference.price_level(measure.price_base, price_base)
    return replace(
        measure,
        investment=measure.investment.times(level),
        running_cost=measure.running_cost * level,
        savings=measure.savings * level,
        price_base=price_base,
    )


def _costs(measure: Measure, amount: float, bill: float, rates: Rates) -> tuple[float, float]:
    """Return the annualised cost at the private and the social rate [yuan/a]."""
    private, social = (
        amount
        * annual_cost(
            measure.investment.central,
            measure.running_cost,
            measure.savings + bill,
            rate,
            measure.lifetime,
        )
        for rate in (rates.private, rates.social)
    )
    return private, social
