"""Which rules is a plan held to? Their texts and examples from data, their questions from code."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from typing import Any, Final

from dafeng.errors import Place, Severity
from dafeng.language import Text
from dafeng.plan.rules.subject import Subject

#: Where a rule is broken, and what fills the gaps of its message.
Hit = tuple[Place, dict[str, object]]
Question = Callable[[Subject], Iterator[Hit]]

#: Groups of rules in the order in which they run; each is a module and a file of texts.
GROUPS: Final[dict[str, Text]] = {
    "completeness": Text("对照编制指南的完整性", "Completeness against the guide"),
    "quality": Text("数据质量", "Data quality"),
    "magnitudes": Text("单位和量级", "Units and magnitudes"),
    "arithmetic": Text("算术", "Arithmetic"),
    "consistency": Text("表内、表间及与测算结果的一致", "Consistency of tables and model"),
    "double_counting": Text("重复计算", "Double counting"),
    "targets": Text("目标", "Targets"),
    "thresholds": Text(
        "目标对照阈值、全国目标和考核", "Targets against thresholds, the nation and the grade"
    ),
    "projects": Text("项目、任务和改革", "Projects, tasks and reforms"),
    "costs": Text("造价异常", "Cost outliers"),
    "peak": Text("达峰", "Peak"),
    "currency": Text("政策时效", "Policy currency"),
    "wording": Text("文字与结果", "Wording and results"),
}


@dataclass(frozen=True, slots=True)
class Example:
    """A small plan that breaks or keeps a rule, in the form that `examples` reads.

    Parameters
    ----------
    text
        Its tables and settings.
    at
        Where the rule has to report it (``targets!C2``); "" for a passing one.
    """

    text: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class PlanRule:
    """A rule that a plan can break.

    Parameters
    ----------
    id, group
        Stable identifier, and the group it belongs to.
    severity
        While a plan is being written.
    gate
        When it is submitted.
    title
        What the rule asks.
    message, remedy
        Wordings with named gaps.
    source
        Source id of the document behind it.
    needs
        What it needs to run (`dafeng.plan.rules.subject.NEEDS`).
    find
        Yields where it is broken.
    fails, passes
        Examples, run by the tests and printed on the rule page.
    """

    id: str
    group: str
    severity: Severity
    gate: Severity
    title: Text
    message: Text
    remedy: Text
    source: str
    needs: tuple[str, ...]
    find: Question
    fails: Example
    passes: Example


_QUESTIONS: Final[dict[str, Question]] = {}


def asks(identifier: str) -> Callable[[Question], Question]:
    """Mark a function as the question of a rule."""

    def mark(question: Question) -> Question:
        _QUESTIONS[identifier] = question
        return question

    return mark


@lru_cache(maxsize=1)
def plan_rules() -> dict[str, PlanRule]:
    """Return every rule by id, group by group."""
    found: dict[str, PlanRule] = {}
    for group in GROUPS:
        import_module(f"dafeng.plan.rules.{group}")
        for section in _texts(group):
            rule = _rule(group, section)
            found[rule.id] = rule
    return found


def _texts(group: str) -> list[Mapping[str, Any]]:
    path = files("dafeng.plan.rules") / "texts" / f"{group}.toml"
    rules: list[Mapping[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["rule"]
    return rules


def _rule(group: str, section: Mapping[str, Any]) -> PlanRule:
    severity = Severity(section["severity"])
    return PlanRule(
        id=section["id"],
        group=group,
        severity=severity,
        gate=Severity(section.get("gate", severity)),
        title=_text(section["title"]),
        message=_text(section["message"]),
        remedy=_text(section["remedy"]),
        source=section["source"],
        needs=tuple(section.get("needs", ())),
        find=_QUESTIONS[section["id"]],
        fails=Example(section["fails"].strip("\n"), section["at"]),
        passes=Example(section["passes"].strip("\n")),
    )


def _text(pair: list[str]) -> Text:
    zh, en = pair
    return Text(zh, en)
