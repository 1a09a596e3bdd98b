"""Which projects realise which measures, and by how much?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dafeng.dossier.project_headings import listed
from dafeng.dossier.records import Dossier, Row
from dafeng.language import Text, same
from dafeng.language import number as number_of
from dafeng.measures.amounts import Stated, at_full_load, converted, number, year
from dafeng.measures.place_measure import PlaceMeasure

#: A project of just the potential may exceed it by rounding.
_ROUNDING: Final = 1e-6


@dataclass(frozen=True, slots=True)
class PlaceProject:
    """A project of the place.

    Parameters
    ----------
    id, name
        As in the dossier.
    measure
        Id of the measure that it realises.
    effect
        What it does each year once it runs [effect unit/a].
    investment
        What it costs once [yuan]; None if not stated (then the measure's own cost holds).
    start, end
        Years in which building begins and in which it runs.
    """

    id: str
    name: Text
    measure: str
    effect: float
    investment: float | None
    start: int | None
    end: int | None


def projects_of(
    dossier: Dossier, measures: Sequence[PlaceMeasure], base: int
) -> tuple[tuple[PlaceProject, ...], tuple[tuple[str, Text, Text], ...]]:
    """Return the projects that realise a measure, and the others with the reason.

    The effect is the stated size if it has a unit of the measure's effect, otherwise the stated
    reduction by the measure's own tonnes per unit.

    Parameters
    ----------
    dossier
        Its table ``projects`` is read.
    measures
        Measures of the place.
    base
        Base year: what was finished by then is in the account.
    """
    by_id = {m.measure.id: m for m in measures}
    found, unclear = [], []
    for row in listed(dossier.projects).projects:
        project = _project(row, by_id.get(row["measure"]), base)
        if isinstance(project, Text):
            unclear.append((row["id"], same(row["name"] or row["id"]), project))
        else:
            found.append(project)
    return tuple(found), tuple(unclear)


def _project(row: Row, measure: PlaceMeasure | None, base: int) -> PlaceProject | Text:
    if measure is None:
        return Text(
            "项目没有对应的可用措施（“对应措施”列）", "no usable measure stands behind the project"
        )
    effect = _effect(row, measure)
    if isinstance(effect, Text):
        return effect
    if effect > measure.potential.central * (1 + _ROUNDING):
        return _too_large(effect, measure)
    invested = _invested(row)
    if isinstance(invested, Text):
        return invested
    end = year(row["end_year"])
    if end is not None and end <= base:
        return Text(
            f"项目在基准年（{base}）或以前已建成，其效果已在清单之中",
            f"the project was finished in the base year ({base}) or before: its effect is in the "
            "account",
        )
    return PlaceProject(
        id=row["id"],
        name=same(row["name"] or row["id"]),
        measure=measure.measure.id,
        effect=effect,
        investment=invested,
        start=year(row["start_year"]),
        end=end,
    )


def _too_large(effect: float, measure: PlaceMeasure) -> Text:
    unit = measure.measure.effect_unit
    own, most = f"{number_of(effect)} {unit}", f"{number_of(measure.potential.central)} {unit}"
    return Text(
        f"项目年效果 {own} 大于该措施在本地的全部潜力 {most}；若属实，请在措施表填本地潜力",
        f"its effect of {own} a year exceeds the whole potential of the measure here, {most}; if "
        "that is so, state the potential in the table measures",
    )


def _invested(row: Row) -> float | Text | None:
    """Return what the project costs [yuan]; None if not stated, the reason if it is unreadable."""
    figure = number(row["investment"])
    if figure is None and not row["investment"].strip():
        return None
    found = None if figure is None else converted(figure, row["investment_unit"], ("元",))
    if found is None:
        return Text(
            f"项目投资“{row['investment']} {row['investment_unit']}”读不出金额",
            f"the investment {row['investment']} {row['investment_unit']} is no sum of money",
        )
    return found


def _effect(row: Row, measure: PlaceMeasure) -> float | Text:
    per_unit = measure.tonnes / measure.potential.central if measure.potential.central else 0.0
    stated = [
        at_full_load(Stated(value, row[f"{column}_unit"]), measure.measure.hours)
        for column in ("capacity", "reduction")
        if (value := number(row[column])) is not None
    ]
    for figure in stated:
        found = figure.effects(measure.measure.effect_unit, per_unit)
        if isinstance(found, float):
            return found
    return Text(
        "项目规模和减排量都不能折算为措施的效果",
        "neither the size nor the reduction of the project can be turned into the measure's effect",
    )
