"""What has happened in the demonstration so far? Events by days before today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from dafeng.programme import Kind


@dataclass(frozen=True, slots=True)
class Scene:
    """One thing that happens.

    Parameters
    ----------
    days
        Days before today (negative) at which it happens.
    by
        Keys of who prepares and who signs, or of who acts alone.
    step
        Id of the step; empty for other kinds.
    kind
        Kind of event, where it is no step.
    case
        Place.
    content
        What is said, where it is not made up.
    """

    days: float
    by: tuple[str, ...]
    step: str = ""
    kind: Kind = Kind.DECIDE
    case: str = ""
    content: Mapping[str, Any] = field(default_factory=dict)


_NATION: Final = ("nation", "nation-sign")
#: Places that reach the list, with the key of their people and of their province.
_LISTED: Final = {
    "330500": ("huzhou", "zhejiang"),
    "330100": ("hangzhou", "zhejiang"),
    "320900": ("yancheng", "jiangsu"),
    "P-320500-SIP": ("sip", "jiangsu"),
    "370200": ("qingdao", "shandong"),
    "430100": ("changsha", "hunan"),
    "430300": ("xiangtan", "hunan"),
    "610800": ("yulin", "shaanxi"),
    "420300": ("shiyan", "hubei"),
    "150200": ("baotou", "neimenggu"),
    "130200": ("tangshan", "hebei"),
}
_OTHERS: Final = {"341600": ("bozhou", "anhui"), "370600": ("yantai", "shandong")}
#: Places that handed in their plan in time, and what became of it.
_SUBMITTED: Final = ("330500", "330100", "320900", "370200", "430100", "610800", "150200", "130200")
#: The place whose plan is issued.
ISSUED: Final = "330100"
_EXPERTS: Final = {
    "330500": ("expert-a", "expert-b", "expert-c"),
    "330100": ("expert-a", "expert-c", "expert-e"),
    "320900": ("expert-b", "expert-d", "expert-f"),
    "430100": ("expert-a", "expert-d", "expert-e"),
    "150200": ("expert-c", "expert-e", "expert-f"),
    "130200": ("expert-b", "expert-d", "expert-f"),
}
_POINTS: Final = (
    {"base": 7, "path": 7, "tasks": 6, "projects": 5, "reforms": 7, "replication": 6},
    {"base": 6, "path": 8, "tasks": 7, "projects": 9, "reforms": 6, "replication": 7},
    {"base": 8, "path": 6, "tasks": 7, "projects": 7, "reforms": 7, "replication": 8},
)


def story(clock: Mapping[str, str]) -> Iterator[Scene]:
    """Yield what has happened, in order.

    Parameters
    ----------
    clock
        Instants that decisions state: publication, extension, revision.
    """
    found = [*_selection(clock), *_plans(clock), *_reviews(clock)]
    return iter(sorted(found, key=lambda s: s.days))


def _selection(clock: Mapping[str, str]) -> Iterator[Scene]:
    yield Scene(-70, _NATION, "open-call")
    for n, (case, (key, province)) in enumerate({**_LISTED, **_OTHERS}.items()):
        yield Scene(-66 + n / 10, (key,), kind=Kind.BEGIN, case=case)
        yield Scene(-63 + n / 10, (key, f"{key}-sign"), "apply", case=case)
        if case in _LISTED:
            yield Scene(-58 + n / 10, (province, f"{province}-sign"), "recommend", case=case)
            yield Scene(
                -54 + n / 10, (f"{province}-gov", f"{province}-gov-sign"), "check", case=case
            )
            yield Scene(-47 + n / 10, _NATION, "confirm", case=case)
    yield Scene(-56.5, ("anhui", "anhui-sign"), "decline", case="341600")
    yield Scene(
        -44, _NATION, "issue-list", content={"clocks": {"publication": clock["publication"]}}
    )
    yield Scene(-36, ("shiyan", "shiyan-sign"), "withdraw", case="420300")


def _plans(clock: Mapping[str, str]) -> Iterator[Scene]:
    yield Scene(-30, ("hangzhou", "hangzhou-sign"), "publish-draft", case="330100")
    for n, case in enumerate(_SUBMITTED):
        key, province = _LISTED[case]
        yield Scene(-24 + n / 8, (key, f"{key}-sign"), "submit-plan", case=case)
        if case != "370200":
            yield Scene(-22 + n / 8, (province, f"{province}-sign"), "forward", case=case)
    yield Scene(
        -13,
        _NATION,
        "extend-plan",
        case="430300",
        content={"clocks": {"plan": clock["extension"]}},
    )


def _reviews(clock: Mapping[str, str]) -> Iterator[Scene]:
    for n, (case, experts) in enumerate(_EXPERTS.items()):
        yield Scene(
            -20 + n / 8, ("nation",), kind=Kind.ASSIGN, case=case, content={"experts": experts}
        )
        yield Scene(-19 + n / 8, ("nation",), "begin-review", case=case)
        yield from _read(case, experts, n)
    for n, case in enumerate(("320900", "430100")):
        yield Scene(
            -8 + n / 8,
            _NATION,
            "return-plan",
            case=case,
            content={"clocks": {"revision": clock["revision"]}},
        )
    yield Scene(-5, ("changsha", "changsha-sign"), "appeal", case="430100")
    for n, case in enumerate(("330100", "150200", "130200")):
        yield Scene(-9 + n / 8, _NATION, "clear", case=case)
    for n, case in enumerate(("330100", "130200")):
        province = _LISTED[case][1]
        yield Scene(-7 + n / 8, (province, f"{province}-sign"), "approve", case=case)
    yield Scene(-3, ("hangzhou", "hangzhou-sign"), "issue", case=ISSUED)


def _read(case: str, experts: tuple[str, ...], n: int) -> Iterator[Scene]:
    """Yield what the experts of a plan write; the first place still waits for its third review."""
    for k, (expert, points) in enumerate(zip(experts, _POINTS, strict=True)):
        at = -16 + n / 8 + k
        last = case == "330500" and k == len(experts) - 1
        given = dict(list(points.items())[:3]) if last else points
        yield Scene(at, (expert,), kind=Kind.COMMENT, case=case, content=_COMMENTS[k])
        content = {"points": given, "complete": not last}
        yield Scene(at + 0.5, (expert,), kind=Kind.REVIEW, case=case, content=content)


_COMMENTS: Final = (
    {
        "level": "shared",
        "chapter": "重大工程 Major projects",
        "line": "表 1 table 1",
        "text": "请写明各项目的减排量与投产年份。 State tonnes and year of each project.",
        "demand": True,
    },
    {
        "level": "reviewers",
        "chapter": "建设目标 Goals",
        "line": "",
        "text": "与省级分解指标是否一致？ Does it agree with the provincial shares?",
        "demand": False,
    },
    {
        "level": "team",
        "chapter": "实施路径 Path",
        "line": "第 3 段 para. 3",
        "text": "水泥行业的假设偏乐观，待核。 The cement assumption looks hopeful; to be checked.",
        "demand": False,
    },
)
