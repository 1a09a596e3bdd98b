"""How far is a project, as a place says it: begun, not begun, or not told?

A word of the list is what it is. Other words are read clause by clause: a word of building or
running beside a word that denies or plans it (未, 尚未, 拟, 计划, to be) is no building. Words that
say neither, or both, leave it open: nothing is taken for granted of what is not stated. A step of
preparation (tender, permit, design) is none of building, finished or not.
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

_CLAUSES: Final = re.compile(
    r"[,，;；。、/()（）\n]+|\s+(?:but|and)\s+|(?=[尚暂还仍]未)|(?<![尚暂还仍])(?=未(?!来))"
)
#: Steps that lie before building, and what is said of them.
_STEP: Final = re.compile(
    r"(?:[已正在基本陆续]*(?:完成|开展|办理|进行|启动|推进|通过|取得|获得|做好)了?)?"
    r"(?:项目|工程|施工|监理|总承包|EPC|土地|用地|初步|方案)*"
    r"(?:许可证?|招投?标|中标|环评|环境影响评价|能评|节能审查|稳评|安评|可研|可行性研究|设计(?!产能|规模)"
    r"|施工图|图纸|勘察|勘测|征地|拆迁|征收|预审|选址|立项|前期)"
    r"(?:设计|征地|拆迁|工作|手续|审批|审查|评审|批复|报告|编制|办理|已|均|全部|基本|完成|通过|获批|结束)*"
    r"|(?:(?:complet\w*|finished)\s+)?(?:\b(?:preliminary|detailed|engineering|environmental"
    r"|impact|land|building|construction)\s+)*\b(?:tender\w*|bidding|EIA|permit\w*|licen[cs]\w+"
    r"|design|assessment|acquisition|feasibility(?: study)?)\b(?:\s+(?:is|are|was|were|has|have"
    r"|been|complet\w*|finished|ongoing|in progress|under ?way|done|obtained|granted)\b)*",
    re.IGNORECASE,
)
#: Approvals, which say nothing of building; to complete one is no completion.
_APPROVED: Final = re.compile(r"(?:完成|通过|取得|获得)了?(?:项目)?(?:核准|备案|审批|批复|签约)")
#: Works and money of a building that goes on, also where these are finished.
_AT_WORK: Final = re.compile(
    r"完成(?:固定资产)?总?(?:投资|工程量|工程进度|形象进度|进度)|完成\s*(?:[1-9]?\d)(?:\.\d+)?\s*%"
    r"|(?:主体|土建|基础|桩基)(?:工程|结构|建设|施工)?[已均]?(?:通过)?(?:完工|封顶|竣工|完成|建成|验收)"
    r"|完成(?:主体|土建|基础|桩基)|(?:完工|完成)率|封顶|设备(?:已|正在)?(?:安装|进场|调试)|安装调试",
)
_WHOLE: Final = re.compile(r"100(?:\.0+)?\s*%|全部(?:总?投资|工程)")
#: Times to come, unless a word says that it has happened.
_SOON: Final = re.compile(r"年内|今年|本年|明年|后年|近期|[上下]半年|季度|(?<!\d)[年月]底")
#: Words that plan, deny or prepare what stands beside them.
_NOT_YET: Final = re.compile(
    r"未|没有|拟|待|计划|规划|谋划|储备|预计|争取|力争|即将|在即|将于|准备|前期|筹|条件|可研|立项"
    r"|precon|\bnot\b|\bno\b|yet to|to be\b|\bwill\b|plan|propos|prepar|pre-|before|prior to|feasib"
    r"|to begin|to start|await|pending|expected|scheduled|\bdue\b|\bnever\b",
    re.IGNORECASE,
)
_STOPPED: Final = re.compile(
    r"停工|停建|缓建|暂停|取消|终止|中止|halt|stopp|suspend|cancel|abandon", re.IGNORECASE
)
_PARTLY: Final = re.compile(
    r"(?:部分|一期|首期|首批|首台|试)\w{0,4}(?:投产|投运|建成|运行|运营|生产|并网)|partly|partial|\btrial\b|commissioning",
    re.IGNORECASE,
)
_ENDED: Final = re.compile(
    r"投产|投运|投入运[行营]|投入使用|投用|建成|已建(?!设)|完工|竣工|完成|运[行营]|并网|验收合格|验收通过"
    r"|通过\w{0,6}验收|complet|commission"
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
    plain = narrow(text)
    clauses = _CLAUSES.split(_STEP.sub("", plain))
    found = {_stage(clause, past) for clause in clauses} - {Stage.UNKNOWN}
    if not found and _STEP.search(plain):
        found = {Stage.AHEAD}
    if _STOPPED.search(text) or (Stage.AHEAD in found and len(found) > 1):
        return Stage.UNKNOWN
    if found == {Stage.UNDER_WAY, Stage.DONE}:
        return Stage.UNDER_WAY
    return found.pop() if found else Stage.UNKNOWN


def _stage(clause: str, past: int | None) -> Stage:
    said = _APPROVED.sub("", _AS_PLANNED.sub("", clause))
    at_work = _AT_WORK.search(said) is not None
    if at_work and _WHOLE.search(said):
        return Stage.UNKNOWN
    ended, started = _ENDED.search(said), _STARTED.search(said)
    if _NOT_YET.search(said):
        ahead = _BUILDING.search(said) or (_AHEAD.search(said) and not ended)
        return Stage.AHEAD if ahead else Stage.UNKNOWN
    years = [int(year) for year in _YEAR.findall(said)]
    late = past is None or any(year > past for year in years) if years else _SOON.search(said)
    if late and not _SURELY.search(said):
        return Stage.UNKNOWN
    if at_work or started or (ended and _PARTLY.search(said)):
        return Stage.UNDER_WAY
    return Stage.DONE if ended else Stage.UNKNOWN


def status_words(text: str) -> Text:
    """Return a status in both languages, in the place's own words; as entered if it tells none."""
    found = status_of(text)
    chinese = any(c > "\u2e80" for c in text)
    if found is not None:
        return Text(text if chinese else found.name.zh, found.name.en)
    name = _STAGES.get(stage_of(text))
    if name is None:
        return Text(text, text)
    return Text(text, name.en) if chinese else Text(name.zh, text)


#: How far a project is, in a word, where its own words stand in the other language.
_STAGES: Final = {
    Stage.AHEAD: Text("尚未开工", "not begun"),
    Stage.UNDER_WAY: Text("在建", "under way"),
    Stage.DONE: Text("建成", "completed"),
}
