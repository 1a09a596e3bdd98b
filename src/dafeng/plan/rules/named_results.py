"""Can a build fill the name to which a text refers, and if not, why?"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import Final

from dafeng.language import Text
from dafeng.plan.references import is_name
from dafeng.plan.rules.subject import Subject
from dafeng.scenarios.defaults import SCENARIOS
from dafeng.scenarios.story import HORIZON

_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_PROJECT: Final = re.compile(r"project\.(.+)\.tonnes\.\w+")
#: Names that may hold a scenario, and what else can stand in its place.
_OF_SCENARIOS: Final = ("co2", "non_fossil", "peak")
_WORDS: Final = ("year", "level", "by", "base", "none")

_UNLISTED: Final = Text("不是手册所列的名称", "no name of the manual")
_OUTSIDE: Final = Text(
    "不在测算范围内：年份、情景、指标或项目",
    "beyond the build: its years, scenarios, indicators or projects",
)


def lacking(name: str, subject: Subject, projects: AbstractSet[str]) -> Text | None:
    """Return why there is no result of a name; None if there is one, or can be.

    Parameters
    ----------
    name
        As a text refers to it.
    subject
        The plan: after a build its results decide, before it what a build can hold.
    projects
        Ids of the projects.
    """
    if not is_name(name):
        return _UNLISTED
    if subject.named is None:
        return None if _possible(name, subject, projects) else _OUTSIDE
    return None if name in subject.named else subject.absent.get(name, _OUTSIDE)


def _possible(name: str, subject: Subject, projects: AbstractSet[str]) -> bool:
    own = _PROJECT.fullmatch(name)
    if own is not None:
        return own[1] in projects
    head, *rest = name.split(".")
    if head == "indicator":
        return subject.account is None or rest[0] in subject.account.values
    first = 0 if rest and "by" in rest else subject.base_year or 0
    years = [int(part) for part in rest if _YEAR.fullmatch(part)]
    within = all(max(first, _EARLIEST) <= year <= HORIZON for year in years)
    return within and (head not in _OF_SCENARIOS or _known(rest[0], subject))


#: No account of a place reaches further back.
_EARLIEST: Final = 2000


def _known(part: str, subject: Subject) -> bool:
    """Say whether the second part of a name is a scenario, or what stands where none does."""
    stated = subject.dossier.assumptions if subject.dossier else ()
    own = {record.scenario for record in stated}
    return part in _WORDS or part in SCENARIOS or part in own or bool(_YEAR.fullmatch(part))
