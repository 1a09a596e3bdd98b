"""``dafeng portfolio``: what to do, when, at what cost, so that the peak holds?"""

from __future__ import annotations

from pathlib import Path

import click

from dafeng.cli.answers import print_answer
from dafeng.cli.options import as_json, dossier_argument
from dafeng.cli.speech import say

#: Yuan in 100 million yuan (亿元), tonnes in 10 kt (万吨): the units of plans.
_YI, _WAN = 1e8, 1e4

#: Energy of 10 kt of coal equivalent [TJ].
_WAN_TCE = 293.076

_YEAR = click.IntRange(2026, 2060)


@click.command(
    "portfolio",
    help=say(
        "选择措施与项目：费用最低，或以给定概率在某年之前达峰并守住。",
        "Choose measures and projects: at least cost, or so that a peak holds with a stated "
        "probability.",
    ),
)
@dossier_argument
@click.option(
    "--hold-by",
    type=click.IntRange(2020, 2060),
    help=say("在这一年或之前达峰", "the peak lies in this year or before"),
)
@click.option(
    "--level",
    type=click.FloatRange(0, min_open=True),
    help=say("各年不超过的水平（万吨）", "no year above this level (10 kt of CO2)"),
)
@click.option(
    "--probability",
    type=click.FloatRange(0.05, 0.99),
    default=0.8,
    show_default=True,
    help=say("守住的概率", "probability that it holds"),
)
@click.option(
    "--budget",
    type=click.FloatRange(0),
    help=say("投资总预算（亿元，不变价）", "investment in all (100 million yuan, constant prices)"),
)
@click.option(
    "--yearly-budget",
    type=click.FloatRange(0),
    help=say("每年投资预算（亿元）", "investment in each year (100 million yuan)"),
)
@click.option(
    "--cap",
    "caps",
    type=(click.Choice(("co2", "coal", "oil", "gas", "energy")), _YEAR, click.FloatRange(0)),
    multiple=True,
    metavar="QUANTITY YEAR VALUE",
    help=say(
        "上限：co2（万吨）、coal、oil、gas、energy（万吨标准煤）；可多次给出，其间线性、其后保持",
        "cap on co2 (10 kt), coal, oil, gas or energy (10 kt of coal equivalent); more than once "
        "for more years: straight between them, held after the last",
    ),
)
@click.option(
    "--non-fossil",
    "shares",
    type=(_YEAR, click.FloatRange(0, 100)),
    multiple=True,
    metavar="YEAR PERCENT",
    help=say("非化石能源占比下限（%）", "least non-fossil share of energy (%)"),
)
@click.option(
    "--targets",
    is_flag=True,
    help=say(
        "档案“目标”表中能读懂的目标也作为约束",
        "hold the targets of the dossier too, as far as read",
    ),
)
@click.option(
    "--scenario",
    type=str,
    default="current_policy",
    show_default=True,
    help=say("组合所依据的情景", "scenario on which the portfolio builds"),
)
@click.option(
    "--front",
    type=click.IntRange(2, 100),
    help=say("列出费用与减排前沿的点数", "points of the front of cost against emissions"),
)
@click.option(
    "--rate",
    type=click.FloatRange(0, 0.5),
    help=say("社会折现率（实际）", "social discount rate, real"),
)
@click.option(
    "--private-rate",
    type=click.FloatRange(0, 0.5),
    help=say("私人折现率（实际）", "private discount rate, real"),
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**62),
    default=None,
    help=say("随机数种子", "seed of the draws"),
)
@as_json
def command(
    path: Path,
    *,
    as_json: bool,
    caps: tuple[tuple[str, int, float], ...],
    shares: tuple[tuple[int, float], ...],
    **given: object,
) -> None:
    """Print the portfolio, or what would have to give."""
    from dafeng.desk.answer_portfolio import portfolio
    from dafeng.desk.posing import Wish
    from dafeng.desk.settings import SEED
    from dafeng.measures.rates import PRIVATE, SOCIAL, Rates

    rate, private, seed = given["rate"], given["private_rate"], given["seed"]
    wish = Wish(
        scenario=str(given["scenario"]),
        hold_by=_whole(given["hold_by"]),
        level=_times(given["level"], _WAN),
        probability=_times(given["probability"], 1.0) or 0.0,
        budget=_times(given["budget"], _YI),
        yearly_budget=_times(given["yearly_budget"], _YI),
        points=_whole(given["front"]) or 0,
        caps=tuple((q, y, v * (_WAN if q == "co2" else _WAN_TCE)) for q, y, v in caps),
        targets=bool(given["targets"]),
        shares=tuple((year, percent / 100) for year, percent in shares),
        rates=Rates(
            PRIVATE if private is None else _times(private, 1.0) or 0.0,
            SOCIAL if rate is None else _times(rate, 1.0) or 0.0,
        ),
    )
    answer = portfolio(path, wish, SEED if seed is None else _whole(seed) or 0)
    print_answer(answer, as_json=as_json)


def _times(value: object, factor: float) -> float | None:
    return float(value) * factor if isinstance(value, int | float) else None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None
