"""What does the chart of energy flows say in words?"""

from __future__ import annotations

from typing import Final

from dafeng.language import Text
from dafeng.plan import facts, quantities
from dafeng.plan.binding import BoundFigure, Statement, join, listed, say
from dafeng.plan.charts import FlowChart, Node
from dafeng.plan.energy_flows import EnergyFlows, energy_flows, shares
from dafeng.plan.first_letter import small
from dafeng.plan.material import PlanMaterial
from dafeng.plan.quantities import Quantity
from dafeng.plan.tree import ChartFigure

#: Below this a place's energy is printed finer [tce].
_SMALL: Final = 2e6
#: So many sources and so many uses are named.
_NAMED: Final = 4
_AXIS: Final = Text("能源量（电热按当量值）", "Energy (power and heat at calorific value)")


def flows(material: PlanMaterial) -> ChartFigure | None:
    """Return how energy flows through the place in the base year; None where it is not known."""
    names = dict(material.sectors)
    found = energy_flows(material.inventory, material.base_year, names)
    if found is None:
        return None
    kind = quantities.ENERGY if found.used >= _SMALL else quantities.ENERGY_SMALL
    chart = FlowChart("energy-flows", kind, _AXIS, found.nodes, found.flows)
    caption = Text(
        "{y}年能源流向：能源品种、转换、终端使用（电力和热力按当量值）",
        "Energy flows in {y}: carriers, conversion, final use (power and heat at calorific value)",
    ).format(y=material.base_year)
    return ChartFigure(chart, caption, _words(material, found, kind))


def _words(material: PlanMaterial, found: EnergyFlows, kind: Quantity) -> Statement:
    def energy(name: str, value: float) -> BoundFigure:
        return BoundFigure(f"energy-flows.{name}", value, kind, facts.INVENTORY)

    head = say(
        "{year}投入使用的能源共{used}，其中",
        "In {year} {used} of energy was put to use, of which",
        year=facts.base_year(material),
        used=energy("used", found.used),
    )
    sources = tuple(_told(node, energy(node.id, v)) for node, v in shares(found, 0)[:_NAMED])
    sectors = {f"sector:{key}" for key, _ in material.sectors}
    uses = [(n, v) for n, v in shares(found, 3) if n.id in sectors][:_NAMED]
    ends = tuple(_told(node, energy(node.id.replace(":", "."), v)) for node, v in uses)
    parts = [listed(head, sources)]
    plants = found.into("plants")
    lost = sum(f.value for f in found.flows if f.target == "conversion")
    if plants:
        parts.append(
            say(
                "火电和供热投入{into}，产出电力和热力{given}，损失{lost}。",
                "Thermal plants took in {into} and gave {given} of electricity and heat; {lost} "
                "was lost.",
                into=energy("plants.in", plants),
                given=energy("plants.out", plants - lost),
                lost=energy("plants.lost", lost),
            )
        )
    if ends:
        parts.append(listed(say("最大的用能部门：", "The largest users:"), ends))
    return join(tuple(parts))


def _told(node: Node, value: BoundFigure) -> Statement:
    return say("{name}{value}", "{name} {value}", name=small(node.name), value=value)
