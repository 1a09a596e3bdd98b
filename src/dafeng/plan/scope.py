"""Whose figures are these? A park that starts from its host says so wherever figures stand."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dafeng.dossier.host_figures import has_own_figures, host_estimates, host_names
from dafeng.language import Text
from dafeng.plan.binding import Statement, say
from dafeng.plan.material import PlanMaterial
from dafeng.plan.tree import Block, ChartFigure, DataTable

_WHOLLY: Final = Text("（{area}全域数据）", "(figures of the whole host area, {area})")
_PARTLY: Final = Text("（含{area}全域估算）", "(with estimates of the whole host area, {area})")

#: Tables of what the place hands in and of how the document was made: no figures of an area.
_OF_NO_AREA: Final = frozenset(
    {
        *(
            "measures",
            "projects",
            "project-classes",
            "list-targets",
            "list-tasks",
            "list-reforms",
            "list-projects",
        ),
        *("targets", "data-quality", "sources", "diagnostics"),
    }
)


def host(material: PlanMaterial) -> Text | None:
    """Return the name of the area whose figures a park shows, as long as one of them is left.

    Parameters
    ----------
    material
        All results of the build.

    Returns
    -------
    Text or None
        Host of a park of which some energy or process is an estimate of the host; None for others.
    """
    if not host_estimates(material.dossier):
        return None
    return host_names(material.dossier.identity)


def marked(material: PlanMaterial, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks; captions of tables and charts name the host whose figures they show."""
    area = host(material)
    if area is None:
        return blocks
    wording = _PARTLY if has_own_figures(material.dossier) else _WHOLLY
    named = Text(wording.zh.replace("{area}", area.zh), wording.en.replace("{area}", area.en))
    return tuple(_marked(block, named) for block in blocks)


def _marked(block: Block, named: Text) -> Block:
    match block:
        case DataTable(id=key) if key in _OF_NO_AREA:
            return block
        case DataTable() | ChartFigure():
            caption = Text(block.caption.zh + named.zh, f"{block.caption.en} {named.en}")
            return replace(block, caption=caption)
        case _:
            return block


def warning(material: PlanMaterial) -> Statement | None:
    """Return what the cover says, not to be overlooked, of a park that shows its host."""
    area = host(material)
    if area is None:
        return None
    if has_own_figures(material.dossier):
        return say(
            "注意：本文本的数字仍含所在地（{area}）全域的估算，尚不是{park}自身的数据；"
            "全部估算替换之前，不得作为园区的排放、目标或承诺使用。",
            "Note: figures in this text still hold estimates of the whole host area ({area}); they "
            "are not those of {park} itself. Until all estimates are replaced, they must not be "
            "used as its emissions, targets or commitments.",
            area=area,
            park=material.dossier.identity.name,
        )
    return say(
        "注意：本文本中的全部数字均为所在地（{area}）全域数据，不是{park}自身的数据；"
        "填报园区数据之前，不得作为园区的排放、目标或承诺使用。",
        "Note: all figures in this text are figures of the whole host area ({area}), not those of "
        "{park} itself. Until the park enters its own, they must not be used as its emissions, "
        "targets or commitments.",
        area=area,
        park=material.dossier.identity.name,
    )
