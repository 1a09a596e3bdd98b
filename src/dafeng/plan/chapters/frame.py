"""The frame: which chapters and sections does the guide ask for, and what fills each?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from dafeng.language import Text
from dafeng.plan import pictures_futures, pictures_projects
from dafeng.plan.chapters import goals, indicators, projects, requirements, tasks
from dafeng.plan.chapters.handed_in import awaited, field_of, written
from dafeng.plan.guide import asked_indicators
from dafeng.plan.material import PlanMaterial
from dafeng.plan.sections import OWN, USUAL, subject_of
from dafeng.plan.told import Told
from dafeng.plan.tree import Block, Heading
from dafeng.reference.guides import Part

Blocks = tuple[Block, ...]

#: Chapters that can consist of what the place has written.
_OF_WORDS: Final = frozenset({"science", "society", "safeguards"})


def chapters(material: Told) -> Iterator[Block]:
    """Yield the chapters of the guide in its order, then others that the place has filled.

    Parameters
    ----------
    material
        Results of a build, or what stands without any.
    """
    asked = {part.id for part in material.guide.chapters}
    for part in material.guide.chapters:
        yield Heading(1, part.name)
        yield from _chapter(material, part)
    if "goals" not in asked:
        yield from _indicators(material)
    for identifier, name in OWN.items():
        if identifier not in asked and _filled(material, identifier):
            yield Heading(1, name)
            yield from _of_place(material, identifier, name)


def _indicators(material: Told) -> Iterator[Block]:
    """Yield the table of indicators of a guide that has no chapter of goals for it."""
    if material.dossier.targets or asked_indicators(material.guide):
        yield Heading(1, Text("主要指标", "Main indicators"))
        yield from indicators.table(material)


def _chapter(material: Told, part: Part) -> Iterator[Block]:
    opening = written(material, part.id, part.name.zh, part.name.en)
    yield from opening
    if part.id in USUAL:
        yield from _sections(material, part)
        return
    if part.id in OWN:
        # what the place has written for a chapter of words stands for its tasks there
        if not opening or part.id not in _OF_WORDS or _filled(material, part.id):
            yield from _of_place(material, part.id, part.name)
    elif not opening and not part.sections:
        yield awaited(material, part.name)
    for name in part.sections:
        yield Heading(2, name)
        yield from _words(material, name)


def _sections(material: Told, part: Part) -> Iterator[Block]:
    """Yield the sections of the guide, then those that it does not name and the build fills."""
    named = [(subject_of(part.id, name), name) for name in part.sections]
    known = {subject for subject, _ in named}
    rest = [(key, name) for key, name in USUAL[part.id] if key not in known]
    if named:
        rest = [(key, name) for key, name in rest if key in _COMPUTED]
    for subject, name in (*named, *rest):
        yield Heading(2, name)
        yield from _section(material, subject, name)


def _section(material: Told, subject: str, name: Text) -> Blocks:
    own = written(material, subject or name.zh, name.zh, name.en)
    if subject == "indicators":
        return (*own, *indicators.table(material))
    filled = _COMPUTED.get(subject)
    if filled is None or not isinstance(material, PlanMaterial):
        return own or (awaited(material, name),)
    return (*own, *filled(material))


def _words(material: Told, name: Text) -> Blocks:
    return written(material, name.zh, name.en) or (awaited(material, name),)


def _paths(material: PlanMaterial) -> Blocks:
    courses = (pictures_futures.courses(material),) if material.ensembles else ()
    return (*goals.paths(material), *courses)


#: Sections that a build fills.
_COMPUTED: Final[dict[str, Callable[[PlanMaterial], Blocks]]] = {
    "base": requirements.base,
    "challenges": requirements.challenges,
    "paths": _paths,
    "overall": goals.overall,
    "indicators": indicators.table,
}


def _filled(material: Told, identifier: str) -> bool:
    dossier = material.dossier
    if identifier in ("projects", "reforms"):
        return bool(getattr(dossier, identifier))
    return any(field_of(row, material.guide) == identifier for row in dossier.tasks)


def _of_place(material: Told, identifier: str, name: Text) -> Blocks:
    if identifier == "projects":
        return (*projects.chapter(material, name), *_charts(material))
    if identifier == "reforms":
        return tasks.reforms(material, name)
    own = tasks.chapter(material, identifier, name)
    return (*own, *tasks.measures(material)) if identifier == "tasks" else own


def _charts(material: Told) -> Blocks:
    if not isinstance(material, PlanMaterial):
        return ()
    return (*pictures_projects.spans(material), *pictures_projects.places(material))
