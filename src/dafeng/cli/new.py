"""``dafeng new``: start a dossier."""

from __future__ import annotations

from pathlib import Path

import click

from dafeng.cli.options import as_json
from dafeng.cli.printing import print_json
from dafeng.cli.speech import chosen, say


@click.command(
    "new",
    help=say(
        "为试点城市、园区或面板文件中的任一地级市建立档案。PLACE 为代码或名称（中英文均可），"
        "DIR 为档案文件夹或 .xlsx 文件。没有能源平衡表时，数据由所在省清单按比例估算，"
        "每个数字都标明为估算并附区间。",
        "Start the dossier of a pilot city or park, or of a prefecture of a panel file. PLACE is a "
        "code or name in either language, DIR a folder or an .xlsx file. Figures are scaled down "
        "from the province, each marked as an estimate with a range.",
    ),
)
@click.argument("place")
@click.argument("directory", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--panel",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=say("城市面板 CSV（列同手册）", "panel of prefectures as csv (columns: see the manual)"),
)
@click.option(
    "--blank",
    is_flag=True,
    help=say("只写入地区信息和空表", "write the place's identity and empty tables alone"),
)
@click.option(
    "--force",
    is_flag=True,
    help=say("覆盖已有档案", "write over a dossier that is there"),
)
@as_json
def command(
    place: str,
    directory: Path | None,
    panel: Path | None,
    *,
    blank: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Write the first dossier and say what stands in it."""
    from dafeng.desk.starting import new

    if blank and panel is not None:
        raise click.UsageError(
            say("--blank 不能与 --panel 同用", "--blank cannot be used with --panel")
        )
    made = new(place, directory, panel=panel, blank=blank, language=chosen(), force=force)
    if as_json:
        print_json(made.as_json(chosen()))
        return
    for line in made.lines(chosen()):
        click.echo(line)
