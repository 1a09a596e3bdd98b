"""How does a planner's own sentence take its figures from the build?

Words of a dossier may hold references, ``{{ peak.year.median }}``: each is replaced by the result
of that name with its unit, rounded as everywhere in the document, in either language. A figure
that is taken this way cannot grow stale.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dafeng.language import Text, same
from dafeng.plan.binding import Bound, Statement

#: A reference in a text.
REFERENCE: Final = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
#: The sign of a year behind a reference; 年均 is a word of its own.
_YEAR_AGAIN: Final = re.compile("年(?!均)")
#: Scenario of names that state none.
USUAL: Final = "current_policy"

#: What the gaps of a family of names can be.
_GAPS: Final = {
    "{scenario}": r"[A-Za-z][\w-]*",
    "{year}": r"(?:19|20)\d\d",
    "{point}": r"(?:median|low|high)",
    "{indicator}": r"[a-z][a-z0-9_]*",
    "{project}": r".+",
}


@dataclass(frozen=True, slots=True)
class Family:
    """Names of one form.

    Parameters
    ----------
    pattern
        The name, with gaps in braces.
    title
        What it gives.
    example
        One of its names.
    """

    pattern: str
    title: Text
    example: str


_POINTS: Final = Text(
    "（point 为 median 中位数、low 5%分位或 high 95%分位）",
    " (point: median, low = 5 %, high = 95 %)",
)


def _family(pattern: str, zh: str, en: str, example: str) -> Family:
    more = _POINTS if "{point}" in pattern else None
    title = Text(zh, en) if more is None else Text(zh + more.zh, en + more.en)
    return Family(pattern, title, example)


#: Every form of a name, in the order in which the manual lists them.
FAMILIES: Final = (
    _family("base_year", "基准年", "base year", "base_year"),
    _family(
        "co2.base",
        "基准年二氧化碳排放总量（方案口径）",
        "CO2 of the base year on the plan's basis",
        "co2.base",
    ),
    _family(
        "co2.{year}.{point}",
        "现行政策情景下该年排放总量",
        "CO2 of a year under current policy",
        "co2.2030.median",
    ),
    _family(
        "co2.{scenario}.{year}.{point}",
        "某一情景下该年排放总量",
        "CO2 of a year in a scenario",
        "co2.enhanced.2035.high",
    ),
    _family(
        "non_fossil.{year}.{point}",
        "现行政策情景下该年非化石能源消费比重（发电煤耗计算法）",
        "non-fossil share of energy in a year under current policy, coal-consumption method",
        "non_fossil.2030.median",
    ),
    _family(
        "non_fossil.{scenario}.{year}.{point}",
        "某一情景下该年非化石能源消费比重",
        "non-fossil share in a scenario",
        "non_fossil.enhanced.2030.median",
    ),
    _family(
        "peak.year.{point}",
        "现行政策情景下达峰年份",
        "peak year under current policy",
        "peak.year.median",
    ),
    _family(
        "peak.{scenario}.year.{point}",
        "某一情景下达峰年份",
        "peak year in a scenario",
        "peak.enhanced.year.median",
    ),
    _family(
        "peak.level.{point}",
        "现行政策情景下峰值水平",
        "peak level under current policy",
        "peak.level.median",
    ),
    _family(
        "peak.{scenario}.level.{point}",
        "某一情景下峰值水平",
        "peak level in a scenario",
        "peak.enhanced.level.high",
    ),
    _family(
        "peak.by.{year}",
        "现行政策情景下该年及以前达峰的概率",
        "probability of a peak by a year under current policy",
        "peak.by.2030",
    ),
    _family(
        "peak.{scenario}.by.{year}",
        "某一情景下该年及以前达峰的概率",
        "probability of a peak by a year in a scenario",
        "peak.enhanced.by.2030",
    ),
    _family(
        "peak.none",
        "现行政策情景下规划期内无峰值的概率",
        "probability of no peak within the horizon under current policy",
        "peak.none",
    ),
    _family(
        "peak.{scenario}.none",
        "某一情景下规划期内无峰值的概率",
        "probability of no peak within the horizon in a scenario",
        "peak.frozen.none",
    ),
    _family(
        "indicator.{indicator}",
        "基准年指标（表1各项）",
        "indicator of the base year (those of table 1)",
        "indicator.gdp",
    ),
    _family(
        "estimates.share",
        "基准年燃烧排放中依据估算数据的比重",
        "share of combustion CO2 of the base year that rests on estimates",
        "estimates.share",
    ),
    _family(
        "portfolio.probability",
        "所选组合守住峰值的概率（以未用过的抽样检验）",
        "probability that the portfolio holds the peak, on draws never used",
        "portfolio.probability",
    ),
    _family(
        "portfolio.probability.before",
        "无组合时守住峰值的概率",
        "the same without the portfolio",
        "portfolio.probability.before",
    ),
    _family(
        "portfolio.by",
        "所守达峰年份",
        "year by which the peak is held",
        "portfolio.by",
    ),
    _family(
        "portfolio.cost.social",
        "组合净费用（社会贴现率）",
        "net cost of the portfolio at the social rate",
        "portfolio.cost.social",
    ),
    _family(
        "portfolio.cost.private",
        "组合净费用（私人贴现率）",
        "net cost of the portfolio at the private rate",
        "portfolio.cost.private",
    ),
    _family(
        "portfolio.investment",
        "组合投资合计",
        "investment of the portfolio, all years",
        "portfolio.investment",
    ),
    _family(
        "portfolio.investment.{year}",
        "组合该年投资",
        "investment of the portfolio in a year",
        "portfolio.investment.2028",
    ),
    _family(
        "portfolio.co2.{year}.{point}",
        "实施组合后该年排放总量",
        "CO2 of a year with the portfolio",
        "portfolio.co2.2030.median",
    ),
    _family(
        "projects.number",
        "报送重点工程数",
        "number of key projects handed in",
        "projects.number",
    ),
    _family(
        "projects.investment",
        "重点工程总投资",
        "investment of all key projects",
        "projects.investment",
    ),
    _family(
        "projects.tonnes.{point}",
        "全部可测算项目联合减排量（2030年或指南目标年）",
        "what all projects that can be computed avoid together (2030, or the guide's year)",
        "projects.tonnes.median",
    ),
    _family(
        "project.{project}.tonnes.{point}",
        "一个项目的减排量（有无对比）",
        "what one project avoids: with and without it",
        "project.P01.tonnes.median",
    ),
)


@lru_cache(maxsize=1)
def _forms() -> tuple[re.Pattern[str], ...]:
    return tuple(_form(family.pattern) for family in FAMILIES)


def _form(pattern: str) -> re.Pattern[str]:
    form = re.escape(pattern)
    for gap, means in _GAPS.items():
        form = form.replace(re.escape(gap), means)
    return re.compile(form)


def is_name(name: str) -> bool:
    """Say whether a name has one of the known forms; there may still be no such result."""
    return any(form.fullmatch(name) for form in _forms())


def names_in(text: str) -> Iterator[str]:
    """Yield the names to which a text refers, in order."""
    return (found[1] for found in REFERENCE.finditer(text))


def alike(words: Text) -> bool:
    """Say whether both wordings refer to the same results."""
    return set(names_in(words.zh)) == set(names_in(words.en))


def bind(words: Text, results: Mapping[str, Bound]) -> Statement:
    """Return words as a sentence whose references are bound to results.

    Parameters
    ----------
    words
        Wordings in both languages. Where they refer to different results, which is a fault, the
        Chinese wording stands for both.
    results
        Results by name. A name that is not among them is printed in black brackets.
    """
    told = words if alike(words) else same(words.zh)
    fields = {name: f"f{n}" for n, name in enumerate(dict.fromkeys(names_in(told.zh)))}
    bound = tuple((field, results.get(name) or _missing(name)) for name, field in fields.items())
    dated = {name for name in fields if _chinese(results.get(name, "")).endswith("年")}
    zh, en = _template(told.zh, fields, dated), _template(told.en, fields)
    return Statement(Text(zh, en), bound)


def _chinese(result: Bound) -> str:
    return result if isinstance(result, str) else result["zh"]


def _template(wording: str, fields: Mapping[str, str], dated: Collection[str] = ()) -> str:
    """Return a template; the sign of a year that a result brings with it is not written twice."""
    parts, end = [], 0
    for found in REFERENCE.finditer(wording):
        parts += [_escaped(wording[end : found.start()]), "{" + fields[found[1]] + "}"]
        end = found.end()
        if found[1] in dated and _YEAR_AGAIN.match(wording, end):
            end += 1
    return "".join((*parts, _escaped(wording[end:])))


def _missing(name: str) -> Text:
    return Text(f"【没有“{name}”】", f"[no “{name}”]")


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
