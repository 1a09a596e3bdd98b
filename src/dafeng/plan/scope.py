"""Whose figures are these? A park that starts from its host says so wherever figures stand."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dafeng import reference
from dafeng.language import Text, same
from dafeng.plan.binding import Statement, say
from dafeng.plan.material import PlanMaterial
from dafeng.plan.tree import Block, ChartFigure, DataTable

#: From this share of estimates on nothing is the place's own: sums of one set in another order.
_ALL: Final = 1 - 1e-9

#: Tables of what the place hands in and of how the document was made: no figures of an area.
_OF_NO_AREA: Final = frozenset(
    {
        *("measures", "projects", "tasks", "science", "reforms", "society", "safeguards"),
        *("targets", "sources", "diagnostics"),
    }
)


def host(material: PlanMaterial) -> Text | None:
    """Return the name of the area whose figures a park shows as long as it has entered none.

    Parameters
    ----------
    material
        All results of the build.

    Returns
    -------
    Text or None
        Host of a park all of whose energy is estimated; None for every other place.
    """
    who = material.dossier.identity
    if who.kind != "park" or material.estimated_share < _ALL:
        return None
    known = reference.divisions()
    names = [known[code].name if code in known else same(code) for code in who.hosts]
    if not names:
        return Text("所在城市", "host city")
    return Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))


def marked(material: PlanMaterial, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks; captions of tables and charts name the host whose figures they show."""
    area = host(material)
    if area is None:
        return blocks
    return tuple(_marked(block, area) for block in blocks)


def _marked(block: Block, area: Text) -> Block:
    match block:
        case DataTable(id=key) if key in _OF_NO_AREA:
            return block
        case DataTable() | ChartFigure():
            wording = Text(
                "{caption}（所在地（{area}）全域数据）",
                "{caption} (figures of the whole host area, {area})",
            )
            return replace(block, caption=wording.format(caption=block.caption, area=area))
        case _:
            return block


def warning(material: PlanMaterial) -> Statement | None:
    """Return what the cover says, not to be overlooked, of a park that has entered nothing."""
    area = host(material)
    if area is None:
        return None
    return say(
        "注意：本文本中的全部数字均为所在地（{area}）全域数据，不是{park}自身的数据；"
        "填报园区数据之前，不得作为园区的排放、目标或承诺使用。",
        "Note: all figures in this text are figures of the whole host area ({area}), not those of "
        "{park} itself. Until the park enters its own, they must not be used as its emissions, "
        "targets or commitments.",
        area=area,
        park=material.dossier.identity.name,
    )
