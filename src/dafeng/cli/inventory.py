"""``dafeng inventory``: what does the place emit?"""

from __future__ import annotations

from pathlib import Path

import click

from dafeng.cli.answers import print_answer
from dafeng.cli.options import as_json, dossier_argument
from dafeng.cli.printing import print_faults
from dafeng.cli.speech import chosen, say

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
@click.option(
    "--ceads",
    is_flag=True,
    help=say("PATH 是 CEADs 发布的工作簿", "PATH is a workbook as CEADs publishes it"),
)
@click.option("--area", help=say("CEADs 工作簿中的地区", "area of a CEADs workbook"))
@as_json
def command(path: Path, basis: str | None, area: str | None, *, ceads: bool, as_json: bool) -> None:
    """Print the inventory of a dossier, or what a CEADs workbook holds."""
    if ceads and basis is not None:
        raise click.UsageError(
            say(
                "--basis 用于档案，不能与 --ceads 同用",
                "--basis is for a dossier, not with --ceads",
            )
        )
    if area is not None and not ceads:
        raise click.UsageError(
            say(
                "--area 只用于 --ceads 的工作簿",
                "--area needs --ceads: it names part of a workbook",
            )
        )
    if ceads:
        from dafeng.desk.answer_ceads import ceads as read

        answer, faults = read(path, area)
        print_faults(faults, chosen())
        print_answer(answer, as_json=as_json)
        return
    from dafeng.desk.answer_inventory import inventory

    print_answer(inventory(path, basis), as_json=as_json)
