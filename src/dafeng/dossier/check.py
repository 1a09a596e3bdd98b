"""Do the records agree with one another, and can they be true?"""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import pairwise
from typing import Final

from dafeng import reference, units
from dafeng.dossier.consumption import check_consumption
from dafeng.dossier.factor_check import check_factors
from dafeng.dossier.plant_fuel import check_plant_fuel
from dafeng.dossier.price_check import check_prices
from dafeng.dossier.records import ActivityRecord, Amount, Dossier, Flow
from dafeng.dossier.rules import Findings
from dafeng.dossier.standard_coal import comparable, standard_coal
from dafeng.dossier.stock_check import check_stocks
from dafeng.dossier.totals import agrees
from dafeng.dossier.vocabulary import carrier_name, terms
from dafeng.errors import Fault, Place, UnitError, UnknownNameError
from dafeng.language import Text, number, percent

#: Ratio of two successive years above which GDP or population is doubted [-].
GDP_JUMP: Final = 2.0
POPULATION_JUMP: Final = 1.3
#: Ranges outside which a figure per head cannot be true.
GDP_PER_HEAD: Final = (500.0, 2_000_000.0)
CO2_PER_HEAD: Final = (0.05, 500.0)
#: Energy in one cell of a balance that no city burns [tce].
ENERGY_LIMIT: Final = 150e6
#: The same for flows of fuel that is mined, washed and sent on: Ordos mines some 600 million [tce].
MINED_LIMIT: Final = 1.5e9
_MINED: Final = (
    Flow.PRODUCTION,
    Flow.INFLOW,
    Flow.OUTFLOW,
    Flow.STOCK_CHANGE,
    Flow.COAL_WASHING,
    Flow.TOTAL_CONSUMPTION,
)
#: Statistical difference that has to be explained, as a share of supply [-].
DIFFERENCE_LIMIT: Final = 0.05
SHARES_SUM: Final = (99.0, 101.0)
#: Variables that are kept for the record: nothing is computed from them.
UNUSED: Final = ("urbanisation", "vehicle_km")
#: Variables of the whole place that no place has none of.
_POSITIVE: Final = ("population", "gdp", "gdp_index")


def check(dossier: Dossier) -> tuple[Fault, ...]:
    """Return what cannot be true or does not fit together in a dossier.

    Parameters
    ----------
    dossier
        Records as parsed; what is wrong with a single cell has been said by `parse`.
    """
    findings = Findings()
    _base_year(dossier, findings)
    _grid_area(dossier, findings)
    _price_bases(dossier, findings)
    check_prices(dossier, findings)
    _energy_sizes(dossier, findings)
    _differences(dossier, findings)
    check_consumption(dossier, findings)
    check_plant_fuel(dossier, findings)
    _coarse(dossier, findings)
    _activity_jumps(dossier, findings)
    _not_positive(dossier, findings)
    _unused(dossier, findings)
    _shares(dossier, findings)
    _value_added(dossier, findings)
    _per_head(dossier, findings)
    check_factors(dossier, findings)
    _assumptions(dossier, findings)
    _rows(dossier, findings)
    check_stocks(dossier, findings)
    return tuple(findings.faults)


def _base_year(dossier: Dossier, findings: Findings) -> None:
    years = sorted({r.year for r in dossier.energy if r.amount.value is not None})
    place = dossier.identity.place("base_year")
    if not years:
        findings.add("dossier.energy.missing", Place(file="energy"))
    elif dossier.identity.base_year not in years:
        listed = ", ".join(map(str, years))
        findings.add(
            "identity.base_year.no_data", place, year=dossier.identity.base_year, years=listed
        )


def _grid_area(dossier: Dossier, findings: Findings) -> None:
    """Warn where the grid factor is that of a province in which the place does not lie."""
    identity = dossier.identity
    stated = identity.grid_area
    own = {identity.province, *(f"{host[:2]}0000" for host in identity.hosts)}
    if not stated.isdigit() or stated in own:
        return
    findings.add(
        "identity.grid_area.other",
        identity.place("grid_area"),
        stated=_division(stated),
        official=_division(identity.province),
    )


def _division(code: str) -> Text:
    try:
        name = reference.division(code).name
    except UnknownNameError:
        return Text(code, code)
    return Text(f"{name.zh} {code}", f"{name.en} {code}")


def _price_bases(dossier: Dossier, findings: Findings) -> None:
    base = str(dossier.identity.price_base)
    told: set[str] = set()
    for record in dossier.activity:
        stated = record.price_base
        if stated in ("", "current", base) or stated in told:
            continue
        told.add(stated)
        place = record.amount.place
        findings.add("money.price_base.mismatch", place, year=stated, base=base)


def _energy_sizes(dossier: Dossier, findings: Findings) -> None:
    for record in dossier.energy:
        coal = standard_coal(record.amount, record.carrier)
        limit = MINED_LIMIT if record.flow in _MINED else ENERGY_LIMIT
        if coal is None or record.amount.value is None or abs(coal) <= limit:
            continue
        findings.add(
            "energy.carrier.unit",
            record.amount.place,
            carrier=carrier_name(record.carrier),
            value=number(record.amount.value),
            unit=record.amount.unit,
            energy=number(units.convert(coal, "tce", "PJ")),
        )


def _in_unit(amount: Amount, symbol: str) -> float | None:
    try:
        return None if amount.value is None else units.convert(amount.value, amount.unit, symbol)
    except UnitError:
        return None


def _jumps(before: Amount, after: Amount, limit: float) -> bool:
    value = _in_unit(after, before.unit)
    if not value or not before.value or value * before.value < 0:
        return False
    ratio = abs(value / before.value)
    return ratio > limit or ratio < 1 / limit


def _differences(dossier: Dossier, findings: Findings) -> None:
    supply: dict[tuple[int, str], list[Amount]] = defaultdict(list)
    flows = (Flow.PRODUCTION, Flow.INFLOW, Flow.OUTFLOW, Flow.STOCK_CHANGE)
    for record in dossier.energy:
        if record.flow in flows and record.amount.value is not None:
            supply[record.year, record.carrier].append(record.amount)
    for record in dossier.energy:
        if record.flow is not Flow.STATISTICAL_DIFFERENCE or not record.amount.value:
            continue
        parts = supply.get((record.year, record.carrier), ())
        found = comparable(record.amount, parts, record.carrier)
        total = math.fsum(found.values) if found else 0.0
        if total and abs(record.amount.value / total) > DIFFERENCE_LIMIT:
            findings.add(
                "energy.balance.difference",
                record.amount.place,
                carrier=carrier_name(record.carrier),
                year=record.year,
                share=percent(abs(record.amount.value / total)),
            )


def _coarse(dossier: Dossier, findings: Findings) -> None:
    tree, told = reference.sectors(), set()
    for record in dossier.energy:
        sector = record.sector
        if not sector or sector in told or sector not in tree or record.amount.value is None:
            continue
        told.add(sector)
        children = tree.children(sector)
        if sector in tree.leaves("standard") or sector.startswith("ceads_") or not children:
            continue
        names = [tree.name(c) for c in children]
        parts = Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))
        place = record.amount.place
        findings.add("sector.coarse", place, sector=tree.name(sector), parts=parts)


def _activity_jumps(dossier: Dossier, findings: Findings) -> None:
    series: dict[tuple[str, str, str], list[ActivityRecord]] = defaultdict(list)
    for record in dossier.activity:
        series[record.variable, record.sector, record.price_base].append(record)
    for (variable, _, _), records in series.items():
        if variable not in ("population", "gdp", "value_added"):
            continue
        people = variable == "population"
        limit = POPULATION_JUMP if people else GDP_JUMP
        rule = "activity.population.jump" if people else "activity.gdp.jump"
        for before, after in pairwise(sorted(records, key=lambda r: r.year)):
            allowed = limit ** max(1.0, (after.year - before.year) / (1 if people else 3))
            if not _jumps(before.amount, after.amount, allowed):
                continue
            findings.add(
                rule,
                after.amount.place,
                variable=terms("variable")[variable].name,
                before=number(before.amount.value or 0.0),
                after=number(_in_unit(after.amount, before.amount.unit) or 0.0),
                year_before=before.year,
                year=after.year,
                unit=before.amount.unit,
            )


def _not_positive(dossier: Dossier, findings: Findings) -> None:
    for record in dossier.activity:
        value = record.amount.value
        if value is None or value > 0 or record.sector or record.variable not in _POSITIVE:
            continue
        findings.add(
            "activity.not_positive",
            record.amount.place,
            year=record.year,
            variable=terms("variable")[record.variable].name,
            value=number(value),
        )


def _unused(dossier: Dossier, findings: Findings) -> None:
    """Say once of each variable that no room reads it."""
    first: dict[str, Place] = {}
    for record in dossier.activity:
        if record.variable in UNUSED:
            first.setdefault(record.variable, record.amount.place)
    for variable, place in first.items():
        findings.add("activity.not_used", place, variable=terms("variable")[variable].name)


def _shares(dossier: Dossier, findings: Findings) -> None:
    sums: dict[int, list[tuple[float, Place, str]]] = defaultdict(list)
    for record in dossier.activity:
        if record.variable not in ("value_added_share", "urbanisation"):
            continue
        share = _in_unit(record.amount, "%")
        if share is None:
            continue
        if not 0 <= share <= 100:  # noqa: PLR2004 - per cent
            value, symbol = number(record.amount.value or 0.0), record.amount.unit
            findings.add("activity.share.range", record.amount.place, value=value, unit=symbol)
        elif record.variable == "value_added_share":
            sums[record.year].append((share, record.amount.place, record.sector))
    for year, shares in sums.items():
        whole = math.fsum(s for s, _, _ in shares)
        classes = {c for _, _, c in shares}
        complete = classes == {"primary", "secondary", "tertiary"}
        complete = complete or classes == {"agriculture", "secondary", "tertiary"}
        if complete and not SHARES_SUM[0] <= whole <= SHARES_SUM[1]:
            findings.add("activity.share.sum", shares[-1][1], year=year, sum=number(whole))


def _value_added(dossier: Dossier, findings: Findings) -> None:
    """Value added of the three classes adds up to GDP at the same prices."""
    whole: dict[tuple[int, str], Amount] = {}
    parts: dict[tuple[int, str], dict[str, Amount]] = defaultdict(dict)
    for record in dossier.activity:
        key = record.year, record.price_base
        if record.variable == "gdp" and not record.sector:
            whole[key] = record.amount
        elif record.variable == "value_added":
            name = "primary" if record.sector == "agriculture" else record.sector
            parts[key][name] = record.amount
    for key, total in whole.items():
        found = [parts[key].get(c) for c in ("primary", "secondary", "tertiary")]
        values = [v for a in found if a is not None and (v := _in_unit(a, total.unit)) is not None]
        if len(values) < 3 or total.value is None or agrees(total.value, values):  # noqa: PLR2004
            continue
        if abs(total.value - math.fsum(values)) <= 0.002 * abs(total.value):
            continue
        findings.add(
            "total.differs",
            total.place,
            total=number(total.value),
            sum=number(math.fsum(values)),
            gap=number(total.value - math.fsum(values)),
            unit=total.unit,
        )


def _per_head(dossier: Dossier, findings: Findings) -> None:
    people = {
        r.year: v
        for r in dossier.activity
        if r.variable == "population" and (v := _in_unit(r.amount, "人"))
    }
    for record in dossier.activity:
        if record.variable != "gdp" or record.sector or record.year not in people:
            continue
        yuan = _in_unit(record.amount, "元")
        head = (yuan or 0.0) / people[record.year]
        if yuan and not GDP_PER_HEAD[0] <= head <= GDP_PER_HEAD[1]:
            place = record.amount.place
            findings.add("activity.per_capita", place, year=record.year, value=number(head))
    for published in dossier.published:
        tonnes = _in_unit(published.amount, "tCO2")
        if tonnes is None or published.year not in people:
            continue
        head = tonnes / people[published.year]
        if not CO2_PER_HEAD[0] <= head <= CO2_PER_HEAD[1]:
            place = published.amount.place
            findings.add("published.implausible", place, year=published.year, value=number(head))


def _assumptions(dossier: Dossier, findings: Findings) -> None:
    base = dossier.identity.base_year
    known = set(terms("scenario"))
    for record in dossier.assumptions:
        if record.year <= base:
            findings.add("assumption.year", record.place, year=record.year, base=base)
        if record.scenario not in known:
            known.add(record.scenario)
            findings.add("scenario.own", record.place, text=record.scenario)


def _rows(dossier: Dossier, findings: Findings) -> None:
    own = {r["id"] for r in dossier.measures}
    for row in dossier.projects:
        known = row["measure"] in own or row["measure"] in reference.measures()
        if row["measure"] and not known and own:
            findings.add(
                "reference.unknown_id",
                row.place,
                column=Text("对应措施", "Measure"),
                text=row["measure"],
                table=Text("措施", "measures"),
            )
    for row in dossier.targets:
        year, base = row["year"], row["base_year"]
        if year.isdigit() and base.isdigit() and int(year) <= int(base):
            findings.add("target.base", row.place, year=year, base=base)
