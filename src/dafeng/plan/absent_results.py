"""Why is there no result of a name that planners may use?"""

from __future__ import annotations

import re
from typing import Final

from dafeng.language import Text
from dafeng.plan.material import PlanMaterial
from dafeng.plan.references import is_name

#: Forms of names by what they rest on.
_PROJECT: Final = re.compile(r"project\.(.+)\.tonnes\.\w+")
_YEAR: Final = re.compile(r"\.((?:19|20)\d\d)(?:\.|$)")

_FORM: Final = Text(
    "手册“结果名称”没有这种形式", "no name of the manual page on names of results has this form"
)
_SCENARIO: Final = Text(
    "没有所指的情景或指标", "there is no such scenario or indicator in this build"
)
_NO_PORTFOLIO: Final = Text("没有措施组合", "there is no portfolio")
_NOT_CHOSEN: Final = Text(
    "本次编制用了 --no-portfolio，没有选取措施组合；去掉该选项即有结果",
    "this build has chosen no portfolio (--no-portfolio); without that option there is a result",
)


def why_absent(material: PlanMaterial, name: str) -> Text:
    """Return why a build has no result of a name.

    Parameters
    ----------
    material
        All results of the build.
    name
        A name that `results_by_name` does not have.
    """
    if not is_name(name):
        return _FORM
    if name.startswith(("portfolio.", "projects.tonnes", "project.")):
        return _of_promise(material, name)
    if name == "projects.number":
        return Text("没有报送重点工程", "no key projects are handed in")
    if name == "projects.investment":
        return Text("有重点工程未填总投资", "some key project states no investment")
    return _of_years(material, name) or _SCENARIO


def _of_promise(material: PlanMaterial, name: str) -> Text:
    """Return why something that rests on the portfolio is not there."""
    promise = material.promise
    if promise is None:
        why = material.promise_reason
        return _NOT_CHOSEN if why is None else _because(why)
    own = _PROJECT.fullmatch(name)
    if own is not None:
        project = promise.project(own[1])
        if project is None or project.reason is None:
            return Text("没有这个项目", "there is no such project")
        why = project.reason
        return Text(
            f"该项目的减排量未能测算：{why.zh}",
            f"the tonnes of this project could not be computed: {why.en}",
        )
    if name.startswith("projects.tonnes"):
        return Text("没有一个项目的减排量能测算", "the tonnes of no project could be computed")
    return _of_years(material, name) or _NO_PORTFOLIO


def _because(why: Text) -> Text:
    return Text(f"本次编制没有措施组合：{why.zh}", f"this build has no portfolio: {why.en}")


def _of_years(material: PlanMaterial, name: str) -> Text | None:
    """Return that a year lies outside the years of the paths; None if that is not the reason."""
    found = _YEAR.search(name)
    years = next((e.years.labels for e in material.ensembles.values()), ())
    if found is None or not years or int(found[1]) in years:
        return None
    return Text(
        f"测算年份为{years[0]}—{years[-1]}年", f"the years computed are {years[0]}–{years[-1]}"
    )
