"""Which way does energy take through a place? From what is used, through plants, to who uses it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from dafeng import reference, units
from dafeng.inventory.account import Inventory, State
from dafeng.inventory.energy_total import standard_coal
from dafeng.language import Text
from dafeng.plan.charts import Flow, Node
from dafeng.units import EQUIVALENT_RATE, TJ_PER_MWH

#: Standard coal at its calorific value (GB/T 2589) [tce/TJ].
TCE_PER_TJ: Final = float(units.factor("TJ", "tce"))
#: Electricity as total energy counts it, at the rounded coefficient of GB/T 2589 [TJ/MWh]: else the
#: last digits of chart and table would differ.
_POWER: Final = float(EQUIVALENT_RATE) / TCE_PER_TJ
_TJ_PER_GJ: Final = 1e-3
_PLANTS: Final = "power_heat"
#: Sectors that are told apart; the others are one node.
_SECTORS: Final = 7
#: Differences below this share of all energy come from rounding.
_ROUNDING: Final = 5e-3

_SOURCES: Final[dict[str, Text]] = {
    "coal": Text("煤炭", "Coal"),
    "oil": Text("石油", "Oil"),
    "gas": Text("天然气", "Natural gas"),
    "other": Text("其他能源", "Other energy"),
    "non_fossil": Text("非化石能源", "Non-fossil energy"),
    "bought-electricity": Text("外购电力", "Purchased power"),
    "bought-heat": Text("外购热力", "Purchased heat"),
    "unrecorded": Text("来源未记录", "Source not recorded"),
}
_MIDDLE: Final[dict[str, tuple[Text, int]]] = {
    "plants": (Text("火电和供热", "Thermal plants"), 1),
    "electricity": (Text("电力", "Electricity"), 2),
    "heat": (Text("热力", "Heat"), 2),
}
_ENDS: Final[dict[str, Text]] = {
    "sold-electricity": Text("外送电力", "Power sold"),
    "sold-heat": Text("外供热力", "Heat sold"),
    "raw-material": Text("用作原料", "Raw material"),
    "grid-losses": Text("输配损失", "Grid losses"),
    "conversion": Text("发电供热损失", "Lost in plants"),
    "difference": Text("统计差额", "Statistical difference"),
}
_OTHERS: Final = Text("其他部门", "Other sectors")
_OWN_USE: Final = Text("电厂自用", "Plants' own use")


@dataclass(frozen=True, slots=True)
class EnergyFlows:
    """Energy of one year from what is used to who uses it [tce].

    Parameters
    ----------
    nodes
        From left to right, in each column from top to bottom.
    flows
        Between them; none is zero.
    used
        All energy used: what enters from the left [tce].
    """

    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    used: float

    def into(self, node: str) -> float:
        """Return what enters a node [tce]."""
        return sum(f.value for f in self.flows if f.target == node)

    def out_of(self, node: str) -> float:
        """Return what leaves a node [tce]."""
        return sum(f.value for f in self.flows if f.source == node)


def energy_flows(inventory: Inventory, year: int, names: Mapping[str, Text]) -> EnergyFlows | None:
    """Return how energy flows through a place in one year.

    Fuels stand as they are used: what coking, refining and washing lose is not among them.
    Electricity and heat count at their calorific value, as the equivalents of GB/T 2589 do. What a
    node takes in and does not give on is a loss (plants) or a statistical difference; what it gives
    and does not take in comes from a source that nobody recorded.

    Parameters
    ----------
    inventory
        The account of a place.
    year
        Year on its axis.
    names
        Names of the sectors by id.

    Returns
    -------
    EnergyFlows or None
        None where nothing is used or electricity is not known.
    """
    at = inventory.years.index(year)
    power = inventory.electricity
    if any(s is not None and s[at] != State.VALUE for s in (power.state, power.used_state)):
        return None
    if not inventory.energy[at].any():
        return None
    found = _Ledger()
    _fuels(found, inventory, at)
    _electricity(found, inventory, at)
    _heat(found, inventory, at)
    _plants(found)
    return _drawn(found, names)


class _Ledger:
    """Flows by source and target [TJ]."""

    def __init__(self) -> None:
        self.flows: dict[tuple[str, str], float] = {}

    def add(self, source: str, target: str, value: float) -> None:
        """Add to a flow; what is negative flows nowhere."""
        if value > 0:
            self.flows[source, target] = self.flows.get((source, target), 0.0) + value

    def into(self, node: str) -> float:
        """Return what enters a node [TJ]."""
        return sum(v for (_, target), v in self.flows.items() if target == node)

    def out_of(self, node: str) -> float:
        """Return what leaves a node [TJ]."""
        return sum(v for (source, _), v in self.flows.items() if source == node)

    def close(self, node: str, excess: str) -> None:
        """Let a node give on what it takes in, and take in what it gives on."""
        missing = self.out_of(node) - self.into(node)
        self.add("unrecorded", node, missing)
        self.add(node, excess, -missing)


def _fuels(found: _Ledger, inventory: Inventory, at: int) -> None:
    known = reference.carriers()
    coal = standard_coal(inventory)
    for c, carrier in enumerate(inventory.carriers):
        group = known[carrier].group
        if group in {"electricity", "heat"}:
            continue
        source = group if group in _SOURCES else "other"
        for s, sector in enumerate(inventory.sectors):
            target = "plants" if sector == _PLANTS else f"sector:{sector}"
            found.add(source, target, float(coal.used[at, s, c]) / TCE_PER_TJ)
        found.add(source, "raw-material", float(coal.raw_material[at, c]) / TCE_PER_TJ)


def _electricity(found: _Ledger, inventory: Inventory, at: int) -> None:
    power = inventory.electricity
    stated = power.non_fossil is not None and (
        power.non_fossil_state is None or power.non_fossil_state[at] == State.VALUE
    )
    clean = float(power.non_fossil[at]) if stated and power.non_fossil is not None else 0.0
    lost = 0.0 if power.losses is None else float(power.losses[at])
    net = float(power.net_purchased[at])
    found.add("non_fossil", "electricity", clean * _POWER)
    found.add("plants", "electricity", (float(power.generated[at]) - clean) * _POWER)
    found.add("bought-electricity", "electricity", net * _POWER)
    found.add("electricity", "sold-electricity", -net * _POWER)
    _used(found, "electricity", inventory, at)
    found.add("electricity", "grid-losses", lost * _POWER)
    found.close("electricity", "difference")


def _heat(found: _Ledger, inventory: Inventory, at: int) -> None:
    net = float(inventory.electricity.heat_net_purchased[at]) * _TJ_PER_GJ
    found.add("bought-heat", "heat", net)
    found.add("heat", "sold-heat", -net)
    _used(found, "heat", inventory, at)
    found.add("plants", "heat", found.out_of("heat") - found.into("heat"))
    found.close("heat", "difference")


def _used(found: _Ledger, carrier: str, inventory: Inventory, at: int) -> None:
    column = inventory.energy[at, :, inventory.carriers.index(carrier)]
    if carrier == "electricity":
        column = column * (_POWER / TJ_PER_MWH)
    for sector, value in zip(inventory.sectors, column, strict=True):
        found.add(carrier, f"sector:{sector}", float(value))


def _plants(found: _Ledger) -> None:
    found.close("plants", "conversion")


def _drawn(found: _Ledger, names: Mapping[str, Text]) -> EnergyFlows:
    starts = [s for s in _SOURCES if found.out_of(s) > 0]
    used = sum(found.out_of(s) for s in starts)
    small = {("unrecorded", t) for _, t in found.flows} | {
        (s, "difference") for s, _ in found.flows
    }
    kept = {
        pair: value
        for pair, value in found.flows.items()
        if pair not in small or value > _ROUNDING * used
    }
    told = _told(kept)
    merged = _Ledger()
    for (source, target), value in kept.items():
        merged.add(source, told.get(target, target), value)
    present = {node for pair in merged.flows for node in pair}
    flows = tuple(Flow(s, t, v * TCE_PER_TJ) for (s, t), v in merged.flows.items())
    return EnergyFlows(tuple(_nodes(present, told, names)), flows, used * TCE_PER_TJ)


def _told(flows: Mapping[tuple[str, str], float]) -> dict[str, str]:
    """Return under which node each sector stands: the largest by themselves, largest first."""
    sectors = sorted({t for _, t in flows if t.startswith("sector:")})
    size = np.array([sum(v for (_, t), v in flows.items() if t == s) for s in sectors])
    order = [sectors[i] for i in np.argsort(-size, kind="stable")]
    own = [s for s in order if s != f"sector:{_PLANTS}"]
    apart = own if len(own) <= _SECTORS + 1 else own[:_SECTORS]
    return {s: s if s in apart or s.endswith(_PLANTS) else "sector:others" for s in order}


def _nodes(
    present: Iterable[str], told: Mapping[str, str], names: Mapping[str, Text]
) -> Iterable[Node]:
    here = set(present)
    yield from (Node(s, name, 0) for s, name in _SOURCES.items() if s in here)
    yield from (Node(s, name, column) for s, (name, column) in _MIDDLE.items() if s in here)
    for sector in dict.fromkeys(told.values()):
        key = sector.removeprefix("sector:")
        if sector in here and key != "others":
            name = _OWN_USE if key == _PLANTS else names.get(key, Text(key, key))
            yield Node(sector, name, 3)
    if "sector:others" in here:
        yield Node("sector:others", _OTHERS, 3)
    yield from (Node(s, name, 3) for s, name in _ENDS.items() if s in here)


def shares(flows: EnergyFlows, column: int) -> tuple[tuple[Node, float], ...]:
    """Return the nodes of a column with what flows through each [tce], largest first."""
    found = [(n, max(flows.into(n.id), flows.out_of(n.id))) for n in flows.nodes]
    return tuple(
        sorted(((n, v) for n, v in found if n.column == column), key=lambda pair: -pair[1])
    )
