"""How does a condition of a step read?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dafeng.language import Text, same
from dafeng.programme.definition import Programme

_WORDINGS: Final[Mapping[str, Text]] = {
    "before": Text("“{names}”截止前", "before “{names}” runs out"),
    "after": Text("“{names}”届满后", "after “{names}” has run out"),
    "within": Text("未超过“{names}”", "“{names}” not overrun"),
    "batch_stage": Text("批次处于“{names}”", "the batch is at “{names}”"),
    "eligible": Text("符合申报条件", "the applicant is eligible"),
    "described": Text("地方如实填写", "the place is described as it is"),
    "quota": Text("名额未满", "a place is free in the quota"),
    "vacancy": Text("有空出的名额", "a place has fallen free"),
    "snapshot": Text("附检查无误的快照", "a snapshot whose checks found no error"),
    "gate": Text("按报送标准检查无错误", "no error by the checks of the gate"),
    "answered": Text("意见均已答复", "every demand is answered"),
    "assigned": Text("至少分派 {names} 位专家", "at least {names} experts assigned"),
    "reviews": Text("本轮至少完成 {names} 份评审", "at least {names} reviews of this round"),
    "other_persons": Text("未参与“{names}”的人", "persons who had no part in “{names}”"),
    "settled": Text("没有申报处于“{names}”", "no case is at “{names}”"),
}
_OPEN: Final = Text(
    "附检查过的快照，错误列为待解决的问题",
    "a snapshot that was checked, its errors named as open points",
)


def condition(programme: Programme, guard: str, argument: Any) -> Text:
    """Return a guard with its argument as people read it."""
    titles = {
        key: entry.title
        for table in (programme.clocks, programme.stages, programme.transitions)
        for key, entry in table.items()
    }
    names = [titles[n] for n in argument] if isinstance(argument, list) else [same(f"{argument}")]
    listed = Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))
    if guard == "snapshot" and argument == "open":
        return _OPEN
    return _WORDINGS[guard].format(names=listed)
