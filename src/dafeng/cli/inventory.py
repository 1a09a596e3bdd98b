"""``dafeng inventory``: what does the place emit?"""

from __future__ import annotations

from pathlib import Path

import click

from dafeng.cli.answers import print_answer
from dafeng.cli.options import as_json, dossier_argument
from dafeng.cli.speech import say

BASES = ("territorial", "assessment", "gpc_basic", "gpc_basic_plus", "park")


@click.command(
    "inventory",
    help=say(
        "编制清单：各口径总量、分部门、分品种、对账、区间、指标和 GPC 表。",
        "Compile the inventory: totals on every basis, sectors, carriers, reconciliation, ranges, "
        "indicators and the GPC table.",
    ),
)
@dossier_argument
@click.option(
    "--basis",
    type=click.Choice(BASES),
    help=say("分部门数据的口径", "basis of the table by sector"),
)
@as_json
def command(path: Path, basis: str | None, *, as_json: bool) -> None:
    """Print the inventory."""
    from dafeng.desk.answer_inventory import inventory

    print_answer(inventory(path, basis), as_json=as_json)
