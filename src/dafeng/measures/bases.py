"""On what can a measure act in a place, and how much of it is there?"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from dafeng import reference
from dafeng.axes import Booleans, Floats
from dafeng.language import Text
from dafeng.measures.products import Products
from dafeng.reference.measures import Measure
from dafeng.scenarios.baseline import Baseline
from dafeng.units import TJ_PER_MWH

#: Money in which agricultural potentials are stated [yuan].
MILLION = 1e6


@dataclass(frozen=True, slots=True)
class Base:
    """What a measure acts on.

    Parameters
    ----------
    amount
        How much there is [TJ, t, MWh, persons, million yuan, ... by the measure's basis].
    by
        Where: energy [TJ] (sector, carrier), or CO2 [t] in the first column; zero for other bases.
    assumed
        Whether the national share of a product stands for what the place does not state.
    """

    amount: float
    by: Floats = field(repr=False)
    assumed: bool = False


def base_of(measure: Measure, baseline: Baseline, products: Products) -> Base | Text:
    """Return what a measure acts on in a place, or why there is nothing.

    Parameters
    ----------
    measure
        The measure.
    baseline
        Base year of the place.
    products
        What the place makes.
    """
    rows = _sectors(measure, baseline)
    if not rows.any():
        return _no_sector(measure)
    if measure.product and products.tonnes.get(measure.product) == 0:
        return Text("本地不生产该产品", "the place makes none of the product")
    found = _base(measure, baseline, products, rows)
    if isinstance(found, Base) and not found.amount > 0:
        return _nothing(measure)
    return found


def _nothing(measure: Measure) -> Text:
    if "heat" in measure.carriers or measure.potential_basis == "heat_fuel":
        return Text(
            "清单中没有热力消费（初步估算不含热力）：在能源表填热力后可用",
            "the account has no heat (first estimates have none): enter heat in the energy table",
        )
    return Text("本地没有可作用的能耗或排放", "the place has no such energy or emissions")


def _sectors(measure: Measure, baseline: Baseline) -> Booleans:
    """Return the rows on which a measure acts: a sector, or one below it (sector)."""
    if not measure.sectors:
        return np.ones(len(baseline.sectors), dtype=bool)
    wanted = set(measure.sectors)
    above = zip(baseline.sectors, baseline.lineage, strict=True)
    return np.array([not wanted.isdisjoint((s, *parents)) for s, parents in above])


def _no_sector(measure: Measure) -> Text:
    tree = reference.sectors()
    names = [tree.name(s) for s in measure.sectors]
    return Text(
        f"清单未单列：{'、'.join(n.zh for n in names)}",
        f"the account has no row of its own for: {', '.join(n.en for n in names)}",
    )


def _base(m: Measure, baseline: Baseline, products: Products, rows: Booleans) -> Base | Text:
    if m.potential_basis in ("energy", "heat_fuel"):
        return _energy(m, baseline, products, rows)
    if m.potential_basis in ("process", "co2"):
        return _co2(m, baseline, products, rows)
    amount = _amount(m, baseline, products, rows)
    return amount if isinstance(amount, Text) else Base(amount, np.zeros(baseline.energy.shape))


def _amount(m: Measure, baseline: Baseline, products: Products, rows: Booleans) -> float | Text:
    """Return the amount of a base that is no row of the account."""
    if m.potential_basis == "demand":
        return _demand(m, baseline, rows)
    if m.potential_basis == "population":
        return baseline.population
    if m.potential_basis == "primary":
        return _primary(baseline)
    return _sink(baseline) if m.potential_basis == "sink" else _product(m, products)


def _energy(m: Measure, baseline: Baseline, products: Products, rows: Booleans) -> Base:
    """Return the energy touched: rows x national share, or the product's energy if stated."""
    touched = baseline.energy * _cells(m, baseline, rows)
    if m.potential_basis == "heat_fuel":
        touched = touched * baseline.supply.heat_share
    total, made = float(touched.sum()), products.tonnes.get(m.product)
    if made is not None and m.product_energy > 0 and total > 0:
        amount = min(made * m.product_energy, total)
        return Base(amount, touched * (amount / total))
    return Base(total * m.base_share, touched * m.base_share, assumed=m.base_share < 1)


def _cells(m: Measure, baseline: Baseline, rows: Booleans) -> Booleans:
    carriers = np.array([not m.carriers or c in m.carriers for c in baseline.carriers])
    return np.asarray(rows[:, None] & carriers[None, :])


def _co2(m: Measure, baseline: Baseline, products: Products, rows: Booleans) -> Base:
    """Return the CO2 touched, in the first column: of processes, or of fuels and processes."""
    by = np.zeros(baseline.energy.shape)
    process = baseline.process * rows
    by[:, 0] = process
    if m.potential_basis == "co2":
        burnt = baseline.energy * baseline.factor * _cells(m, baseline, rows)
        by[:, 0] = burnt.sum(axis=1) + (process if not m.carriers else 0)
    total, stated = float(by.sum()), products.process.get(m.product)
    if m.potential_basis == "process" and stated is not None and total > 0:
        return Base(min(stated, total), by * min(stated / total, 1.0))
    return Base(total * m.base_share, by * m.base_share, assumed=m.base_share < 1)


def _demand(m: Measure, baseline: Baseline, rows: Booleans) -> float:
    """Return the use of electricity in the whole place [MWh], or of heat in the sectors [TJ]."""
    column = baseline.energy[:, baseline.carriers.index(m.carriers[0])]
    if m.carriers == ("heat",):
        return float(column[rows].sum())
    return float(column.sum()) / TJ_PER_MWH


def _primary(baseline: Baseline) -> float | Text:
    if not len(baseline.class_shares):
        return Text("缺第一产业占比", "the share of primary industry is not stated")
    return baseline.gdp * float(baseline.class_shares[0]) / MILLION


def _sink(baseline: Baseline) -> float | Text:
    if baseline.sinks is None:
        return Text(
            "未填碳汇量（活动水平表）", "the sink is not stated (carbon_sink in the activity table)"
        )
    return baseline.sinks


def _product(m: Measure, products: Products) -> float | Text:
    made = products.tonnes.get(m.product)
    if made is None:
        return Text(
            f"未填产品产量：{m.product}",
            f"the output of {m.product} is not stated (activity table)",
        )
    return made
