"""``dafeng backtest``: how good would the forecasts have been?"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np

from dafeng.desk import backtest_tables
from dafeng.desk.answers import Answer
from dafeng.errors import Fault, InputError, Place, Severity
from dafeng.files.series_panel import SeriesPanel, read_series_panel
from dafeng.language import Text, same
from dafeng.peak.backtest import (
    FEWEST_YEARS,
    FIRST_ORIGIN,
    Backtest,
    verdict,
)
from dafeng.peak.backtest import backtest as rolled
from dafeng.scenarios.forecast import DEFAULT, HORIZONS
from dafeng.scenarios.forecast.log_panel import log_panel


def backtest(panel: Path | str, series: str, out: Path | str | None = None) -> Answer:
    """Forecast every place of a panel from rolling origins and score what was said.

    Parameters
    ----------
    panel
        CSV with a column of places (``city_adcode``), one of years and that of the series.
    series
        Column of the series; its unit does not matter, its values must be positive.
    out
        Where to write the forecasts as CSV; not at all by default.

    Raises
    ------
    UnknownNameError
        If the panel has no such column.
    InputError
        If the panel has faults, or no place can be forecast and compared.
    """
    from dafeng.files.forecast_table import write_forecasts

    read = read_series_panel(Path(panel), series)
    found = rolled(log_panel(read.series, read.companion or None))
    if not len(found):
        raise InputError([_too_short(read.file, series)])
    rows = None if out is None else write_forecasts(found, read.place_column, Path(out))
    claimed = found.where(found.claimed)
    return Answer(
        "backtest",
        (series, same(read.file)),
        (*backtest_tables.claims(claimed), *backtest_tables.everything(found)),
        (
            *_facts(read.column, found, claimed),
            ("companion", read.companion_column),
            ("forecasts", _written(out, rows)),
        ),
        (*_remarks(found, claimed, out), *_companion(read)),
    )


def _facts(column: str, found: Backtest, claimed: Backtest) -> tuple[tuple[str, Any], ...]:
    best = verdict(claimed).best_naive if len(claimed) else None
    return (
        ("unit_co2", f"unit of {column}; scores are of log values"),
        ("series", column),
        ("default_model", DEFAULT),
        ("best_naive", best),
        ("first_origin", FIRST_ORIGIN),
        ("horizons", list(HORIZONS)),
        ("cases", len(found)),
        ("claimed_cases", len(claimed)),
        ("fewest_years", FEWEST_YEARS),
    )


def _written(out: Path | str | None, rows: int | None) -> dict[str, Any] | None:
    return None if out is None else {"path": str(out), "rows": rows}


def _remarks(found: Backtest, claimed: Backtest, out: Path | str | None) -> tuple[Text, ...]:
    said = [_HOW, _SHOCKS]
    if not len(claimed):
        said.append(_REFUSED)
    elif len(np.unique(claimed.place)) < _FEW_PLACES:
        said.append(_FEW)
    if len(claimed) < len(found):
        said.append(_SHORT)
    if out is not None:
        said.append(Text(f"预测已写入 {out}", f"forecasts written to {out}"))
    return tuple(said)


def _companion(read: SeriesPanel) -> tuple[Text, ...]:
    """Say which other column the default forecast looked at."""
    if read.companion_column is None:
        return ()
    name, unread = read.companion_column, read.companion_unread
    said = Text(
        f"默认模型还参考列 {name}（只用起点及以前）",
        f"the default also looks at column {name}, up to the origin",
    )
    left = Text(
        f"列 {name} 有 {unread} 格不是正数，视为缺失",
        f"{unread} cells of {name} are no positive numbers and count as missing",
    )
    return (said, left) if unread else (said,)


def _too_short(file: str, series: str) -> Fault:
    return Fault(
        "panel.series.short",
        Severity.ERROR,
        Place(file, field=series),
        Text(
            f"没有地区在 {FIRST_ORIGIN} 年或以后的起点上有四年数据和其后的年份",
            f"no place has four known years at an origin of {FIRST_ORIGIN} or later and a later "
            "year to compare with",
        ),
        Text("补充更长的序列", "give longer series"),
    )


#: Places below which pooled figures say little.
_FEW_PLACES: Final = 30

_HOW: Final = Text(
    "每个起点只用当时已知的数据；CRPS 为 19 个分位 pinball 损失均值的两倍，可由输出文件复算",
    "each origin sees only what was known then; CRPS is twice the mean pinball loss over the 19 "
    "quantiles, so that the written file can be scored again",
)
_SHOCKS: Final = Text(
    "各地区同受年度冲击，起点不多：区间反映地区间差异，不反映年份运气",
    "places share the shocks of a year and origins are few: the bands tell how places differ, not "
    "the luck of the years",
)
_REFUSED: Final = Text(
    f"没有地区有 {FEWEST_YEARS} 年以上的训练数据：不作任何结论",
    f"no place has {FEWEST_YEARS} known years before a forecast: no claim is made",
)
_FEW: Final = Text(
    f"地区少于 {_FEW_PLACES} 个：数字仅供参考，难以区分技巧与运气",
    f"fewer than {_FEW_PLACES} places: the figures can hardly tell skill from luck",
)
_SHORT: Final = Text(
    f"训练年数不足 {FEWEST_YEARS} 的算例在输出文件中 claimed 为 0，不计入结论",
    f"cases with fewer than {FEWEST_YEARS} known years are written with claimed = 0 and carry no "
    "claim",
)
