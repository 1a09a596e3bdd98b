"""What do the files of the results hold?"""

from __future__ import annotations

import json
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, Final

from tools.manual.markdown import code, say, tabulated

from dafeng.language import Language, Text

#: Draws of the small build whose files are described.
DRAWS: Final = 16

#: What the schema says of its keys, in Chinese; a key without its line is an error.
CHINESE: Final = {
    "Who": "哪个地方",
    "year from which the futures start": "未来路径的起始年份",
    "basis on which the plan argues": "方案论证所用的口径",
    "version, seed, draws, input_hash, factor_set, grid_kind, guide, guide_hash, guide_file, "
    "portfolio": (
        "版本、种子、抽样数、输入哈希、因子集、电网因子种类、指南及其文件和哈希、是否选取组合："
        "version, seed, draws, input_hash, factor_set, grid_kind, guide, guide_hash, guide_file, "
        "portfolio"
    ),
    "basis -> {year: CO2 [t] or null}": "口径 -> {年份: CO2 [t] 或 null}",
    "sector -> CO2 of the base year on the plan's basis [t]; null without a figure": (
        "部门 -> 基准年按方案口径的 CO2 [t]；没有数的为 null"
    ),
    "sector without a figure -> its notation key": "没有数的部门 -> 缺项代号",
    "share of combustion CO2 that rests on estimates": "燃料燃烧 CO2 中依据估算的份额",
    "id -> {value or null, unit, year}": "编号 -> {value 或 null, unit, year}",
    "{basis, year, approach, central, low, high} [t], 95 %": (
        "{basis, year, approach, central, low, high} [t]，95 %"
    ),
    "series -> {year: CO2 [t]}": "序列 -> {年份: CO2 [t]}",
    "{series, method, form, unit, first, last, effects {factor: value}, change}: "
    "sums (additive) or products (multiplicative) over the whole span": (
        "{series, method, form, unit, first, last, effects {因素: 值}, change}："
        "全期之和（加法）或之积（乘法）"
    ),
    "{series, status, year, value [t], last_year, gap, trend_p, flags, uncertain, missing_years}": (
        "{series, status, year, value [t], last_year, gap, trend_p, flags, uncertain, "
        "missing_years}"
    ),
    "series -> {status: probability}": "序列 -> {状态: 概率}",
    "quantile levels of every list of quantiles": "各组分位数的分位",
    "scenario -> {years, basis, MEASURE: {unit, quantiles (level, year)}}": (
        "情景 -> {years, basis, 量: {unit, quantiles（分位, 年份）}}"
    ),
    "scenario -> {years, by_year: P(peak at or before), none: P(no peak inside the "
    "horizon), MEASURE: {unit, quantiles or null where beyond the horizon}}": (
        "情景 -> {years, by_year: P(该年或以前达峰), none: P(期内不达峰), "
        "量: {unit, quantiles；超出期末者为 null}}"
    ),
    "what the plan promises: scenario, by, level [t], asked, probability, probability_before, "
    "reached, cost_social, cost_private [yuan], investment {year: yuan}, avoided {year: t} on the "
    "central path, without and with {year: CO2 at 5, 50, 95 % [t]}, measures {id: {unit, "
    "investment, amounts}}, year, projects, classes, together {low, median, high [t] in `year`, or "
    "null}, left_out (targets of the place that cannot be held), held, would_give (what left-out "
    "targets ask and what comes nearest, by limit and year), given_up (years between and after "
    "targets), judged (targets before the portfolio acts), not_held (not readable as limits); null "
    "without one": (
        "方案的承诺：情景、达峰年份 by、峰值 level [t]、要求和达到的概率、费用 [元]、"
        "各年投资和中心路径减排、无组合和有组合的排放（5、50、95% [t]）、"
        "各措施规模、`year` 年各项目、各类和全部项目的减排 "
        "{low, median, high [t]，或 null}、守不住的目标 left_out、守住的目标 held、"
        "守不住者的要求与最接近值 would_give、"
        "目标年之间和之后放下的年份 given_up、早于组合的目标 judged、读不出的目标 not_held；"
        "没有组合时为 null"
    ),
    "id of each figure in the text -> {value, unit, zh, en}": (
        "文中每个数字的编号 -> {value, unit, zh, en}"
    ),
    "error, warning, note -> count": "error、warning、note -> 条数",
}

_SCRATCH: Final = tempfile.TemporaryDirectory()


def _built() -> Path:
    """Return the results of a small build, made once."""
    import dafeng

    folder = Path(_SCRATCH.name)
    if not (folder / "results").exists():
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            dafeng.new("330100", folder, language="en", force=True)
            dafeng.compile_plan(folder, options=dafeng.Options(draws=DRAWS), languages=())
    return folder / "results"


def result_tables(language: Language) -> str:
    """Return the columns of each table of the results."""
    import polars as pl

    rows = []
    for path in sorted(_built().glob("*.parquet")):
        columns = [f"`{n}` {str(k).lower()}" for n, k in pl.read_parquet_schema(path).items()]
        rows.append((code(path.stem), ", ".join(columns)))
    return tabulated(say(language, "表|列", "table|columns").split("|"), rows)


def result_keys(language: Language) -> str:
    """Return the keys of ``results.json``."""
    from dafeng.files.results_json import SCHEMA

    def meaning(found: dict[str, str]) -> str:
        if "description" not in found:
            return code(found["const"])
        english = found["description"]
        return say(language, CHINESE[english], english)

    rows = [
        (code(key), _type(found), meaning(found)) for key, found in SCHEMA["properties"].items()
    ]
    head = say(language, "键|类型|内容", "key|type|what it holds")
    return tabulated(head.split("|"), rows)


def _type(found: dict[str, Any]) -> str:
    """Return the type of a key; of two, both."""
    stated = found.get("type", "")
    return stated if isinstance(stated, str) else ", ".join(stated)


def manifest_keys(language: Language) -> str:
    """Return the keys of ``manifest.json``."""
    found = json.loads((_built() / "manifest.json").read_text(encoding="utf-8"))
    kinds = {
        str: Text("文本", "text"),
        int: Text("数", "number"),
        bool: Text("真假", "true or false"),
        dict: Text("对象", "object"),
        list: Text("列表", "list"),
    }
    head = say(language, "键|类型", "key|type").split("|")
    return tabulated(head, [(code(k), kinds[type(v)][language]) for k, v in found.items()])


def netcdf(language: Language) -> str:
    """Return the variables of ``futures.nc``."""
    from dafeng.files.ensemble_dataset import read_dataset

    futures = read_dataset(_built() / "futures.nc")
    rows = [
        (
            code(name),
            ", ".join(map(str, v.dims)),
            v.attrs.get("units", ""),
            v.attrs.get(say(language, "long_name_zh", "long_name"), ""),
        )
        for name, v in futures.data_vars.items()
    ]
    head = say(language, "变量|维度|单位|含义", "variable|dimensions|unit|what it is")
    return tabulated(head.split("|"), rows)


def iamc(language: Language) -> str:
    """Return the variables of the IAMC layout, percentiles left out."""
    import polars as pl

    frame = pl.read_csv(_built() / "futures_iamc.csv").select("Variable", "Unit").unique()
    rows = [r for r in sorted(frame.rows()) if "Percentile" not in r[0]]
    head = say(language, "变量|单位", "variable|unit").split("|")
    return tabulated(head, [(code(name), unit) for name, unit in rows])
