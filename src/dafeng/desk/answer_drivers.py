"""``dafeng drivers``: why did emissions change?"""

from __future__ import annotations

from pathlib import Path

from dafeng.desk import account, past, series
from dafeng.desk.answers import Answer, AnswerTable, columns, records
from dafeng.desk.building import open_account
from dafeng.drivers.decomposition import Decomposition
from dafeng.drivers.kaya import Form, Method
from dafeng.drivers.trend import mann_kendall, pettitt, robust_p, sen_slope
from dafeng.errors import MethodError
from dafeng.language import Text
from dafeng.plan import names
from dafeng.plan.material import TapioState


def drivers(
    path: Path, method: Method = "lmdi-1", window: int = 5, form: Form = "additive"
) -> Answer:
    """Decompose every series of a dossier, with decoupling states and trends.

    Parameters
    ----------
    path
        Folder or workbook.
    method
        ``lmdi-1``, ``lmdi-2`` or ``shapley``.
    window
        Length of the decoupling windows [a].
    form
        ``additive`` or ``multiplicative``.
    """
    opened = open_account(path)
    dossier, made = opened.dossier, opened.inventory
    basis = account.plan_basis(dossier)
    found = past.past_of(dossier, made, basis, past.Choices(method, form, window))
    tables = tuple(_effects(d) for d in found.decompositions)
    trends, reasons = _trends(series.all_series(dossier, made, basis))
    return Answer(
        "drivers",
        (dossier.identity.code, dossier.identity.name),
        (*tables, _states(found.decoupling), trends),
        (("method", method), ("form", form)),
        (*found.remarks, *reasons),
        opened.faults,
    )


def _effects(found: Decomposition) -> AnswerTable:
    heads = (
        *columns(("first", "起", "from"), ("last", "止", "to")),
        *((factor.id, factor.name) for factor in found.factors),
        ("change", Text("变化", "change")),
    )
    rows = [
        (*period, *(float(e) for e in effects), float(change))
        for period, effects, change in zip(found.periods, found.effects, found.change, strict=True)
    ]
    ratios = found.form == "multiplicative"
    whole, change = (
        (found.effects.prod(axis=0), found.change.prod())
        if ratios
        else (found.effects.sum(axis=0), found.change.sum())
    )
    first, last = found.periods[0][0], found.periods[-1][1]
    rows.append((first, last, *(float(e) for e in whole), float(change)))
    ids = (*(factor.id for factor in found.factors), "change")
    return AnswerTable(
        f"effects:{found.series}",
        _effects_title(found, ratios=ratios),
        heads,
        records(rows),
        digits=tuple((name, 4) for name in ids) if ratios else (),
        tonnes=() if ratios else ids,
    )


def _effects_title(found: Decomposition, *, ratios: bool) -> Text:
    name, method = names.series(found.series), names.METHODS[found.method]
    if ratios:
        return Text(
            f"{name.zh}：{method.zh} 乘法分解，逐年链接（比值；末行为全期）",
            f"{name.en}: multiplicative {method.en}, chained by year (ratios; last row: all)",
        )
    return Text(
        f"{name.zh}：{method.zh} 分解，逐年链接（万吨；末行为全期）",
        f"{name.en}: {method.en}, chained by year (10 kt; last row: all)",
    )


def _states(states: tuple[TapioState, ...]) -> AnswerTable:
    rows = [(names.series(s.series), *s.period, s.elasticity, s.state) for s in states]
    heads = columns(
        ("series", "序列", "series"),
        ("first", "起", "from"),
        ("last", "止", "to"),
        ("elasticity", "弹性", "elasticity"),
        ("state", "状态", "state"),
    )
    title = Text("脱钩状态（Tapio）", "Decoupling (Tapio)")
    return AnswerTable("decoupling", title, heads, records(rows), (("elasticity", 2),))


def _trends(known: dict[str, series.Values]) -> tuple[AnswerTable, list[Text]]:
    """Return the table, and why a series is not in it."""
    rows, reasons = [], []
    for key, values in known.items():
        years = sorted(values)
        if not years:
            name = names.series(key)
            reasons.append(Text(f"{name.zh}，趋势：没有数值", f"{name.en}, trend: no figures"))
            continue
        try:
            rows.append((names.series(key), years[0], years[-1], *_trend(values, years)))
        except MethodError as error:
            name, why = names.series(key), error.text
            reasons.append(Text(f"{name.zh}，趋势：{why.zh}", f"{name.en}, trend: {why.en}"))
    heads = columns(
        ("series", "序列", "series"),
        ("first", "起", "from"),
        ("last", "止", "to"),
        ("z", "MK Z", "MK Z"),
        ("p", "p", "p"),
        ("exact_p", "p（精确，n≤10）", "p (exact, n ≤ 10)"),
        ("robust_p", "p（自相关校正）", "p (Hamed-Rao)"),
        ("slope", "Sen 斜率 万吨/年", "Sen slope 10 kt/a"),
        ("low", "2.5%", "2.5 %"),
        ("high", "97.5%", "97.5 %"),
        ("break", "突变年", "change after"),
        ("break_p", "Pettitt p", "Pettitt p"),
    )
    title = Text("趋势检验", "Trend tests")
    digits = (("z", 2), ("p", 4), ("exact_p", 4), ("robust_p", 4), ("break_p", 4))
    tonnes = ("slope", "low", "high")
    return AnswerTable("trends", title, heads, records(rows), digits, tonnes), reasons


def _trend(values: series.Values, years: list[int]) -> tuple[float | int | None, ...]:
    figures = [values[y] for y in years]
    test = mann_kendall(figures)
    slope = sen_slope(figures, years)
    change = pettitt(figures)
    return (
        test.z,
        test.p,
        test.exact_p,
        robust_p(figures),
        slope.slope,
        slope.low,
        slope.high,
        years[change.position - 1],
        change.p,
    )
