"""What can be told of a measure beyond its name: what it does, how much, and what comes first?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from dafeng.dossier.vocabulary import GROUPS
from dafeng.language import Text, number
from dafeng.reference.measures import FIELDS, MATURITIES, Measure, Span
from dafeng.reference.names import sector_name

#: What a measure does, by its lever.
_DOES: Final[dict[str, Text]] = {
    "intensity": Text("在{where}节约{carriers}。", "It saves {carriers} in {where}."),
    "switch": Text(
        "在{where}以{target}替代{carriers}。", "It replaces {carriers} with {target} in {where}."
    ),
    "activity": Text(
        "在{where}减少用{carriers}的活动。", "It lowers activity that uses {carriers} in {where}."
    ),
    "supply": Text(
        "为{where}供应非化石能源（{carriers}）。",
        "It supplies non-fossil energy ({carriers}) to {where}.",
    ),
    "process": Text("减少{where}的过程排放。", "It avoids process CO2 in {where}."),
    "capture": Text("在{where}捕集二氧化碳。", "It captures CO2 in {where}."),
    "sink": Text("增加{where}的碳吸收。", "It adds to the uptake of CO2 in {where}."),
    "methane": Text("减少{where}的甲烷排放。", "It avoids methane in {where}."),
    "n2o": Text("减少{where}的氧化亚氮排放。", "It avoids nitrous oxide in {where}."),
}
_TECHNIQUE: Final = Text("技术处于{state}阶段。", "The technique is at the {state} stage.")
#: Sectors that are named one by one; of more the field of action is told.
_MOST: Final = 3
_FIGURES: Final = 3


def account_of(measure: Measure) -> Text:
    """Return what a measure does, and where."""
    few = 0 < len(measure.sectors) <= _MOST
    names = [sector_name(s) for s in measure.sectors] if few else [FIELDS[measure.field]]
    return _DOES[measure.lever].format(
        where=_listed(names),
        carriers=_listed(_group(each) for each in measure.carriers),
        target=_group(measure.target),
    )


def figures_of(
    measure: Measure, potential: Span, library: Mapping[str, Measure], aimed: int | None
) -> Text:
    """Return its potential in a place, its pace, life and stage, and what must come first.

    Parameters
    ----------
    measure
        The measure.
    potential
        In the place [effect unit/a].
    library
        Measures by id, for the names of those that must come first.
    aimed
        Last year for which the place has set targets; None if it has set none.
    """
    before = [library[each].name for each in measure.prerequisites if each in library]
    said = [
        Text(
            "每年潜力{central} {unit}（{low}至{high}）。",
            "Potential: {central} {unit} a year ({low} to {high}).",
        ).format(
            central=_few(potential.central), low=_few(potential.low), high=_few(potential.high),
            unit=measure.effect_unit,
        ),
        Text(
            "每年最多建成其中{share}%，寿命按{life}年计。",
            "At most {share} % of it is built in a year; its life is reckoned as {life} years.",
        ).format(share=number(100 * measure.build_rate, 0), life=number(measure.lifetime, 0)),
        _TECHNIQUE.format(state=MATURITIES[measure.maturity]),
    ]  # fmt: skip
    if before:
        first = Text("须先实施：{names}。", "Must come first: {names}.")
        said.append(first.format(names=_listed(before)))
    if aimed is not None:
        said.append(
            Text(f"方案最远的目标年为{aimed}年。", f"The plan's last targets are for {aimed}.")
        )
    return Text("".join(t.zh for t in said), " ".join(t.en for t in said))


def _group(carriers: str) -> Text:
    name = GROUPS.get(carriers)
    return Text("能源", "energy") if name is None else Text(name.zh, name.en.lower())


def _listed(names: Iterable[Text]) -> Text:
    each = list(dict.fromkeys(names)) or [_group("")]
    return Text("、".join(n.zh for n in each), ", ".join(n.en for n in each))


def _few(value: float) -> str:
    rounded = float(f"{value:.{_FIGURES}g}")
    return number(rounded, 0) if rounded == int(rounded) else f"{rounded:g}"
