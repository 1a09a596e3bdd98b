"""``dafeng reference``: what the world publishes, every figure with its source."""

from __future__ import annotations

import click

from dafeng.cli.options import as_json
from dafeng.cli.printing import print_json, print_table
from dafeng.cli.speech import chosen, say


@click.group(
    "reference",
    help=say(
        "查看内置参考数据，每个数字都有来源。",
        "Show the reference tables, each figure with its source.",
    ),
)
def command() -> None:
    """Hold the two commands on reference tables."""


@command.command("list", help=say("列出参考表。", "List the tables."))
@as_json
def list_tables(*, as_json: bool) -> None:
    """List every table with its title and number of rows."""
    from dafeng import reference

    found = {name: (title, reference.table(name)) for name, title in reference.tables().items()}
    if as_json:
        print_json(
            [
                {"name": name, "title": title[chosen()], "rows": len(table.rows)}
                for name, (title, table) in found.items()
            ]
        )
        return
    columns = (say("名称", "name"), say("内容", "content"), say("行数", "rows"))
    rows = [(n, title[chosen()], str(len(t.rows))) for n, (title, t) in found.items()]
    print_table(say("参考表", "Reference tables"), columns, rows)


@command.command("show", help=say("显示一张参考表。", "Show a table."))
@click.argument("name")
@click.option(
    "--where",
    multiple=True,
    metavar="COLUMN=VALUE",
    help=say(
        "只显示该列等于该值的行，可重复", "rows in which the column has the value; repeatable"
    ),
)
@as_json
def show(name: str, where: tuple[str, ...], *, as_json: bool) -> None:
    """Show the rows of a table, all or those that meet the conditions."""
    from dafeng import reference

    table = reference.table(name)
    wanted = dict(_condition(text, table.columns) for text in where)
    rows = [_spoken(dict(zip(table.columns, row, strict=True))) for row in table.rows]
    met = [row for row in rows if all(row[k] == v for k, v in wanted.items())]
    if as_json:
        print_json({"name": name, "columns": list(table.columns), "rows": met})
        return
    title = f"{name}  {table.title[chosen()]}"
    print_table(title, table.columns, [list(row.values()) for row in met])


def _spoken(row: dict[str, str]) -> dict[str, str]:
    """Return a row with title and licence of its source in the language of this command."""
    from dafeng import reference

    source = reference.sources().get(row["source"])
    if source is None:
        return row
    licence = reference.licence_name(row["licence"])
    return row | {"source_title": source.title[chosen()], "licence": licence[chosen()]}


def _condition(text: str, columns: tuple[str, ...]) -> tuple[str, str]:
    column, equals, value = text.partition("=")
    if not equals or column not in columns:
        known = ", ".join(columns)
        raise click.BadParameter(
            say(f"应为 列=值，可用的列：{known}", f"expected COLUMN=VALUE with one of: {known}")
        )
    return column, value
