"""``dafeng backtest``: how good would the forecasts have been?"""

from __future__ import annotations

from pathlib import Path

import click

from dafeng.cli.answers import print_answer
from dafeng.cli.options import as_json
from dafeng.cli.speech import say


@click.command(
    "backtest",
    help=say(
        "对面板（CSV）中所有地区做滚动起点预测（2010 年起，1—5 年），与末值、漂移、对数线性三种"
        "基准比较：CRPS、区间覆盖率、PIT、达峰判断的 Brier 分数。",
        "Forecast every place of a panel (CSV) from rolling origins (2010 on, 1-5 years ahead) and "
        "hold the result against last value, drift and log-linear: CRPS, coverage, PIT, Brier "
        "score of peak statements.",
    ),
)
@click.argument("panel", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--series",
    required=True,
    metavar="COLUMN",
    help=say("排放序列所在的列", "column of the emission series"),
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FORECASTS.csv",
    help=say(
        "写出每个地区、起点、目标年、模型的分位数 q05…q95",
        "write the quantiles q05 ... q95 of every place, origin, target year and model",
    ),
)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help=say("也显示长表", "show the long tables too"),
)
@as_json
def command(panel: Path, series: str, out: Path | None, *, everything: bool, as_json: bool) -> None:
    """Print the scores of every model and write the forecasts."""
    from dafeng.desk.answer_backtest import backtest

    print_answer(backtest(panel, series, out), as_json=as_json, everything=everything)
