"""Options that several commands share, worded once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from dafeng.cli.speech import say
from dafeng.language import LANGUAGES

F = TypeVar("F", bound=Callable[..., Any])


def dossier_argument(function: F) -> F:
    """Take the folder or workbook of a dossier."""
    return click.argument("path", type=click.Path(exists=True, path_type=Path))(function)


def spoken(function: F) -> F:
    """Take ``--lang``; it was read before the commands were made and does nothing here."""
    option = click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        expose_value=False,
        help=say("输出语言", "language of the output"),
    )
    return option(function)


def as_json(function: F) -> F:
    """Take ``--json`` and the language."""
    option = click.option(
        "--json",
        "as_json",
        is_flag=True,
        help=say("标准输出只写一个 JSON 文档", "write one JSON document on standard output"),
    )
    return option(spoken(function))


def sampled(function: F) -> F:
    """Take the number of draws and the seed."""
    from dafeng.desk.settings import DRAWS, MOST_DRAWS, MOST_SEED, SEED

    draws = click.option(
        "--draws",
        type=click.IntRange(1, MOST_DRAWS),
        default=DRAWS,
        show_default=True,
        help=say("每个情景的抽样数", "draws of each scenario"),
    )
    seed = click.option(
        "--seed",
        type=click.IntRange(0, MOST_SEED),
        default=SEED,
        show_default=True,
        help=say("随机数种子；相同种子得到相同字节", "seed; the same seed gives the same bytes"),
    )
    return draws(seed(function))


def portfolioed(function: F) -> F:
    """Take whether a build chooses the portfolio that holds the peak."""
    option = click.option(
        "--portfolio/--no-portfolio",
        default=True,
        show_default=True,
        help=say(
            "是否选出守住达峰的措施组合（耗时主要在此；不选时只需约十分之一，但引用组合结果的文字无从填入，文件成为草案）",
            "whether to choose the portfolio that holds the peak (most of the time goes into it: "
            "about a tenth without; words that refer to its results then stay unfilled, and the "
            "plan is a draft)",
        ),
    )
    return option(function)


def stocked(function: F) -> F:
    """Take which stock models act."""
    option = click.option(
        "--stocks",
        type=click.Choice(("entered", "on", "off")),
        default="entered",
        show_default=True,
        help=say(
            "存量模型（车辆、建筑、机组、工艺路线）：entered 只用填报的，on 含估算，off 不用",
            "stock models (vehicles, buildings, plants, routes): entered takes what the place has "
            "entered, on takes estimates too, off none",
        ),
    )
    return option(function)
