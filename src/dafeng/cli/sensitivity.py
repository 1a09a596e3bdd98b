"""``dafeng sensitivity``: which assumptions decide the peak?"""

from __future__ import annotations

from pathlib import Path

import click

from dafeng.cli.answers import print_answer
from dafeng.cli.options import as_json, dossier_argument, stocked
from dafeng.cli.speech import say
from dafeng.desk.settings import SEED


@click.command(
    "sensitivity",
    help=say(
        "说明达峰年份、峰值和2035年排放主要取决于哪些假设（Sobol 一阶与总指数及区间）。",
        "Say which assumptions decide the peak year, the peak level and the emissions of 2035 "
        "(Sobol first and total indices with ranges).",
    ),
)
@dossier_argument
@click.option(
    "--scenario",
    default="current_policy",
    show_default=True,
    help=say(
        "情景：frozen、current_policy、enhanced 或本地自定义的情景",
        "scenario: frozen, current_policy, enhanced or one of the place's own",
    ),
)
@click.option(
    "--rows",
    type=click.IntRange(64, 65_536),
    default=2048,
    show_default=True,
    help=say(
        "设计矩阵行数（宜为2的幂）；抽样数约为其20倍",
        "rows of the design, best a power of two; about 20 times as many draws",
    ),
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**63 - 1),
    default=SEED,
    show_default=True,
    help=say("随机数种子；相同种子得到相同字节", "seed; the same seed gives the same bytes"),
)
@stocked
@as_json
def command(path: Path, scenario: str, rows: int, seed: int, stocks: str, *, as_json: bool) -> None:
    """Print in words and in a table for each outcome which assumptions decide it."""
    from dafeng.desk.answer_sensitivity import sensitivity

    print_answer(sensitivity(path, scenario, rows, seed, stocks=stocks), as_json=as_json)
