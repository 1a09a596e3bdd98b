"""Which results does the past give? Account, drivers, status as tables."""

from __future__ import annotations

from dafeng.files.result_columns import Columns, Head, table
from dafeng.inventory.absent import sector_state
from dafeng.inventory.account import Inventory, State
from dafeng.inventory.energy_total import standard_coal
from dafeng.inventory.gpc import gpc_table
from dafeng.plan.material import PlanMaterial


def inventory(material: PlanMaterial) -> Columns:
    """Return the table ``inventory``."""
    account = material.inventory
    coal = standard_coal(account).used
    head: Head = (
        ("year", int),
        ("sector", str),
        ("carrier", str),
        ("energy_tj", float),
        ("standard_coal_tce", float),
        ("co2_t", float),
        ("state", str),
        ("estimated", bool),
    )
    return table(
        head,
        (
            (
                year,
                sector,
                carrier,
                *(
                    (account.energy[y, s, c], coal[y, s, c], account.energy_co2[y, s, c])
                    if account.state[y, s, c] == State.VALUE
                    else (None, None, None)
                ),
                State(int(account.state[y, s, c])).name,
                bool(account.guessed[y, s, c]),
            )
            for y, year in enumerate(account.years)
            for s, sector in enumerate(account.sectors)
            for c, carrier in enumerate(account.carriers)
        ),
    )


def process(material: PlanMaterial) -> Columns:
    """Return the table ``process``."""
    account = material.inventory
    named = list(zip(account.processes, account.process_sectors, strict=True))
    head: Head = (
        ("year", int),
        ("process", str),
        ("sector", str),
        ("co2_t", float),
        ("state", str),
    )
    return table(
        head,
        (
            (
                *(year, process, sector),
                account.process_co2[y, p] if state is State.VALUE else None,
                state.name,
            )
            for y, year in enumerate(account.years)
            for p, (process, sector) in enumerate(named)
            for state in (_process_state(account, y, p),)
        ),
    )


def _process_state(account: Inventory, y: int, p: int) -> State:
    return State.VALUE if account.process_state is None else State(int(account.process_state[y, p]))


def totals(material: PlanMaterial) -> Columns:
    """Return the table ``totals``."""
    return table(
        (("year", int), ("basis", str), ("co2_t", float)),
        (
            (year, basis, values[y])
            for basis, values in material.known_totals.items()
            for y, year in enumerate(material.inventory.years)
        ),
    )


def by_sector(material: PlanMaterial) -> Columns:
    """Return the table ``by_sector``."""
    return table(
        (
            ("year", int),
            ("basis", str),
            ("sector", str),
            ("sector_zh", str),
            ("sector_en", str),
            ("co2_t", float),
            ("notation", str),
        ),
        (
            (
                *(year, material.basis, sector, name.zh, name.en),
                None if key else material.by_sector[y, s],
                key,
            )
            for y, year in enumerate(material.inventory.years)
            for s, (sector, name) in enumerate(material.sectors)
            for key in (sector_key(material, y, s),)
        ),
    )


def sector_key(material: PlanMaterial, y: int, s: int) -> str:
    """Return the notation key of a sector without any figure; nothing for a figure.

    Parameters
    ----------
    material
        Figures of a plan.
    y, s
        Year and sector by their positions.
    """
    if material.by_sector[y, s]:
        return ""
    year, sector = material.inventory.years.labels[y], material.sectors[s][0]
    state = sector_state(material.inventory, material.basis, year, sector)
    return "" if state is State.VALUE else state.name


def gpc(material: PlanMaterial) -> Columns:
    """Return the table ``gpc``: the reporting table of the base year, as a CRF wants it."""
    head: Head = (
        ("year", int),
        ("reference", str),
        ("name_zh", str),
        ("name_en", str),
        ("scope", int),
        ("gas", str),
        ("co2_t", float),
        ("notation", str),
        ("basic", bool),
        ("basic_plus", bool),
        ("activity_quality", str),
        ("factor_quality", str),
    )
    return table(
        head,
        (
            (
                *(row.year, row.ref, row.name.zh, row.name.en, row.scope, row.gas, row.co2),
                *(row.notation, row.basic, row.basic_plus),
                *(row.activity_quality, row.factor_quality),
            )
            for row in gpc_table(material.inventory, material.base_year)
        ),
    )


def indicators(material: PlanMaterial) -> Columns:
    """Return the table ``indicators``."""
    return table(
        (
            ("id", str),
            ("name_zh", str),
            ("name_en", str),
            ("year", int),
            ("value", float),
            ("unit", str),
            ("basis_zh", str),
            ("basis_en", str),
        ),
        (
            (
                record.id,
                record.name.zh,
                record.name.en,
                record.year,
                record.value,
                record.unit,
                record.basis.zh if record.basis else "",
                record.basis.en if record.basis else "",
            )
            for record in material.indicators.values()
        ),
    )


def uncertainty(material: PlanMaterial) -> Columns:
    """Return the table ``uncertainty``."""
    return table(
        (
            ("basis", str),
            ("year", int),
            ("approach", str),
            ("central_t", float),
            ("low_t", float),
            ("high_t", float),
        ),
        ((u.basis, u.year, u.approach, u.central, u.low, u.high) for u in material.uncertainty),
    )


def published(material: PlanMaterial) -> Columns:
    """Return the table ``published``."""
    return table(
        (("series", str), ("year", int), ("co2_t", float), ("source", str)),
        (
            (series.id, year, value, series.source)
            for series in material.published
            for year, value in zip(series.years, series.values, strict=True)
        ),
    )


def decomposition(material: PlanMaterial) -> Columns:
    """Return the table ``decomposition``."""
    return table(
        (
            ("series", str),
            ("method", str),
            ("form", str),
            ("first", int),
            ("last", int),
            ("factor", str),
            ("effect", float),
            ("unit", str),
        ),
        (
            (d.series, d.method, d.form, first, last, factor, effect, d.unit)
            for d in material.decompositions
            for (first, last), effects, change in zip(d.periods, d.effects, d.change, strict=True)
            for factor, effect in zip(
                (*(f.id for f in d.factors), "change"), (*effects, change), strict=True
            )
        ),
    )


def decoupling(material: PlanMaterial) -> Columns:
    """Return the table ``decoupling``."""
    return table(
        (
            ("series", str),
            ("first", int),
            ("last", int),
            ("elasticity", float),
            ("state_zh", str),
            ("state_en", str),
        ),
        ((t.series, *t.period, t.elasticity, t.state.zh, t.state.en) for t in material.tapio),
    )


def status(material: PlanMaterial) -> Columns:
    """Return the table ``status``."""
    return table(
        (
            ("series", str),
            ("status", str),
            ("year", int),
            ("value_t", float),
            ("last_year", int),
            ("last_value_t", float),
            ("gap", int),
            ("trend_z", float),
            ("trend_p", float),
            ("robust_p", float),
            ("flags", str),
            ("unchecked", str),
        ),
        (
            (
                s.series,
                s.status.value,
                s.year,
                s.value,
                s.last_year,
                s.last_value,
                s.gap,
                s.trend_z,
                s.trend_p,
                s.robust_p,
                "|".join(f.value for f in s.flags),
                "|".join(f.value for f in s.unchecked),
            )
            for s in material.statuses
        ),
    )


def status_probability(material: PlanMaterial) -> Columns:
    """Return the table ``status_probability``."""
    return table(
        (("series", str), ("status", str), ("probability", float)),
        (
            (series, str(status), chance)
            for series, chances in material.status_probability.items()
            for status, chance in chances.items()
        ),
    )
