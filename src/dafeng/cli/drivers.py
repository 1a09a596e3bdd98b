"""``dafeng drivers``: why did emissions change?"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from dafeng.cli.answers import print_answer
from dafeng.cli.options import as_json, dossier_argument
from dafeng.cli.speech import say


@click.command(
    "drivers",
    help=say(
        "分解排放变化的原因（LMDI 或 Shapley），并给出脱钩状态和趋势检验。",
        "Decompose changes of emissions (LMDI or Shapley), with decoupling and trend tests.",
    ),
)
@dossier_argument
@click.option(
    "--method",
    type=click.Choice(["lmdi-1", "lmdi-2", "shapley"]),
    default="lmdi-1",
    show_default=True,
    help=say("分解方法", "method"),
)
@click.option(
    "--form",
    type=click.Choice(["additive", "multiplicative"]),
    default="additive",
    show_default=True,
    help=say("分解形式：加法（吨）或乘法（比值）", "additive (tonnes) or multiplicative (ratios)"),
)
@click.option(
    "--window",
    type=click.IntRange(1, 50),
    default=5,
    show_default=True,
    help=say("脱钩窗口年数", "years of a decoupling window"),
)
@as_json
def command(
    path: Path,
    method: Literal["lmdi-1", "lmdi-2", "shapley"],
    form: Literal["additive", "multiplicative"],
    window: int,
    *,
    as_json: bool,
) -> None:
    """Print effects, decoupling states and trends."""
    from dafeng.desk.answer_drivers import drivers

    print_answer(drivers(path, method, window, form), as_json=as_json)
