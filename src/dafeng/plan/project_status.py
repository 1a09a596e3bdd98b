"""How far is a project, as a place says it: begun, not begun, or not told?

A word of the list is what it is. Other words are read clause by clause: a word of building or
running beside a word that denies or plans it (未, 尚未, 拟, 计划, to be) is no building. Words that
say neither, or both, leave it open: nothing is taken for granted of what is not stated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dafeng.dossier.wording import key, narrow
from dafeng.language import Text


class Stage(StrEnum):
    """How far the building of a project is."""

    AHEAD = "ahead"
    UNDER_WAY = "under_way"
    DONE = "done"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Status:
    """A status of projects.

    Parameters
    ----------
    name
        How it is called.
    stage
        How far building is.
    """

    name: Text
    stage: Stage


_UNDER_WAY: Final = Status(Text("在建", "under construction"), Stage.UNDER_WAY)
_BUILT: Final = Status(Text("建成", "completed"), Stage.DONE)
_RUNNING: Final = Status(Text("投产", "in operation"), Stage.DONE)
_PLANNED: Final = Status(Text("拟建", "planned"), Stage.AHEAD)
_PREPARED: Final = Status(Text("前期", "in preparation"), Stage.AHEAD)
#: Of a new plant as against an extension: it says nothing of how far it is.
_NEW: Final = Status(Text("新建", "new"), Stage.UNKNOWN)
_ALL: Final = (
    (_UNDER_WAY, ("在建", "建设中", "续建", "已开工", "开工", "开工建设", "正在建设", "主体施工")),
    (_UNDER_WAY, ("under construction", "being built", "construction", "building")),
    (Status(Text("部分投产", "partly in operation"), Stage.UNDER_WAY), ("部分投产", "部分建成")),
    (Status(Text("试运行", "in trial operation"), Stage.UNDER_WAY), ("试运行", "试生产")),
    (_BUILT, ("建成", "已建成", "已建", "完工", "竣工", "已完成", "completed", "built")),
    (_RUNNING, ("投产", "已投产", "运行", "已投运", "投运", "已投入运行", "投入运行")),
    (_RUNNING, ("in operation", "operating", "operational", "commissioned", "in service")),
    (_PLANNED, ("拟建", "拟开工", "规划", "计划", "谋划", "储备", "planned", "proposed")),
    (_PREPARED, ("前期", "前期工作", "前期准备", "筹建", "待建", "未开工")),
    (_PREPARED, ("in preparation", "preparation")),
    (_NEW, ("新建", "new")),
)
_KNOWN: Final = {key(word): status for status, words in _ALL for word in words}

_CLAUSES: Final = re.compile(r"[,，;；。、/()（）\n]+|\s+(?:but|and)\s+")
#: Words that plan, deny or prepare what stands beside them.
_NOT_YET: Final = re.compile(
    r"未|没有|拟|待|计划|规划|谋划|储备|预计|争取|力争|即将|将于|准备|前期|筹|条件|可研|立项"
    r"|precon|\bnot\b|\bno\b|yet to|to be\b|\bwill\b|plan|propos|prepar|pre-|before|prior to|feasib"
    r"|to begin|to start|await|pending|expected|scheduled|\bdue\b|\bnever\b",
    re.IGNORECASE,
)
_STOPPED: Final = re.compile(
    r"停工|停建|缓建|暂停|取消|终止|中止|halt|stopp|suspend|cancel|abandon", re.IGNORECASE
)
_PARTLY: Final = re.compile(
    r"(?:部分|一期|首期|试)\w{0,4}(?:投产|投运|建成|运行|运营|生产)|partly|partial|\btrial\b|commissioning",
    re.IGNORECASE,
)
_ENDED: Final = re.compile(
    r"投产|投运|投入运[行营]|投入使用|投用|建成|已建(?!设)|完工|竣工|完成|运[行营]|complet|commission"
    r"|operat|in service|\bbuilt\b|finished|running",
    re.IGNORECASE,
)
_STARTED: Final = re.compile(
    r"开工|动工|施工|(?<!存)在建|续建|复工|正在建设|建设中|开建|construct|\bstarted\b|\bbegun\b|\bbegan\b|commenced"
    r"|being built|under ?way|ongoing|in progress|groundbreaking",
    re.IGNORECASE,
)
#: Words for building that one of those above puts off.
_BUILDING: Final = re.compile(rf"{_STARTED.pattern}|建设|未建(?!成)", re.IGNORECASE)
_AS_PLANNED: Final = re.compile(r"按照?计划|按期|as planned|on schedule", re.IGNORECASE)
#: Words that alone say that building lies ahead.
_AHEAD: Final = re.compile(
    r"前期|筹建|筹备|拟建|待建|规划|谋划|储备|计划|可研|plan|propos|prepar|feasib", re.IGNORECASE
)
_YEAR: Final = re.compile(r"(?<!\d)20\d\d(?!\d)")
_SURELY: Final = re.compile(
    r"已|正在|中$|completed|commissioned|started|begun|began", re.IGNORECASE
)


def status_of(text: str) -> Status | None:
    """Return the status that a word means; None if it is none that is known."""
    return _KNOWN.get(key(text))


def stage_of(text: str, past: int | None = None) -> Stage:
    """Return how far a project is by the words for its status.

    Parameters
    ----------
    text
        As entered.
    past
        Last year that is over or has begun: a year in the words that lies after it, or any if it
        is not known, says nothing of what has happened.
    """
    if (known := status_of(text)) is not None:
        return known.stage
    clauses = _CLAUSES.split(narrow(text))
    found = {_stage(clause, past) for clause in clauses} - {Stage.UNKNOWN}
    if _STOPPED.search(text) or (Stage.AHEAD in found and len(found) > 1):
        return Stage.UNKNOWN
    if found == {Stage.UNDER_WAY, Stage.DONE}:
        return Stage.UNDER_WAY
    return found.pop() if found else Stage.UNKNOWN


def _stage(clause: str, past: int | None) -> Stage:
    said = _AS_PLANNED.sub("", clause)
    ended, started = _ENDED.search(said), _STARTED.search(said)
    if _NOT_YET.search(said):
        ahead = _BUILDING.search(said) or (_AHEAD.search(said) and not ended)
        return Stage.AHEAD if ahead else Stage.UNKNOWN
    years = [int(year) for year in _YEAR.findall(said)]
    late = past is None or any(year > past for year in years)
    if years and late and not _SURELY.search(said):
        return Stage.UNKNOWN
    if started or (ended and _PARTLY.search(said)):
        return Stage.UNDER_WAY
    return Stage.DONE if ended else Stage.UNKNOWN


def status_words(text: str) -> Text:
    """Return a status in both languages, in the place's own Chinese; else as it is entered."""
    found = status_of(text)
    if found is None:
        return Text(text, text)
    own = text if any(c > "\u2e80" for c in text) else found.name.zh
    return Text(own, found.name.en)
