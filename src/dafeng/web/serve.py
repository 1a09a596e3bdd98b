"""``dafeng serve``: bring the site up; it needs nothing but Python."""

from __future__ import annotations

import os
from pathlib import Path

import click

from dafeng.cli.speech import say


@click.command(
    "serve",
    help=say(
        "启动网站：打开即有首批 35 个试点；--demo 另附一个评审中的示范批次与各角色账户。",
        "Bring the site up with the 35 pilots of the first batch; --demo adds a programme in"
        " mid-review with people of every role.",
    ),
)
@click.option(
    "--site",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("dafeng-site"),
    show_default=True,
    help=say("网站数据所在文件夹", "folder of the site's data"),
)
@click.option("--host", default="127.0.0.1", show_default=True, help=say("地址", "address"))
@click.option("--port", default=8000, show_default=True, help=say("端口", "port"))
@click.option("--demo", is_flag=True, help=say("载入示范批次与账户", "load the demo programme"))
def command(site: Path, host: str, port: int, demo: bool) -> None:
    """Set the site up where it is new, then serve it until it is stopped."""
    os.environ["DAFENG_SITE"] = str(site)
    os.environ["DJANGO_SETTINGS_MODULE"] = "dafeng.web.settings"
    site.mkdir(parents=True, exist_ok=True)
    _set_up(demo=demo)
    import waitress

    from dafeng.web.wsgi import application

    click.echo(f"http://{host}:{port}/", err=True)
    waitress.serve(application, host=host, port=port, threads=8)  # type: ignore[no-untyped-call]


def _set_up(*, demo: bool) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    for store in ("default", "published"):
        call_command("migrate", database=store, interactive=False, verbosity=0)
    from dafeng.web.published.filling import fill

    fill()
    del demo
