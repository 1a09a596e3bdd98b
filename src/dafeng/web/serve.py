"""``dafeng serve``: bring the site up; it needs nothing but Python."""

from __future__ import annotations

import os
from pathlib import Path

import click

from dafeng.cli.speech import say

#: Largest request that is read at all; what a page takes is less and is told by the page.
_LARGEST = 64 << 20


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
    os.environ.setdefault("DAFENG_ADDRESS", f"http://{host}:{port}")
    site.mkdir(parents=True, exist_ok=True)
    _set_up(demo=demo)
    import waitress

    from dafeng.web import worker
    from dafeng.web.dossiers import engine
    from dafeng.web.notices import rounds
    from dafeng.web.wsgi import application

    rounds.begin()
    engine.warm_up()
    click.echo(f"http://{host}:{port}/", err=True)
    limits = {"threads": 8, "max_request_body_size": _LARGEST}
    with worker.at_work():
        waitress.serve(application, host=host, port=port, **limits)  # type: ignore[no-untyped-call]


def _set_up(*, demo: bool) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    for store in ("default", "published"):
        call_command("migrate", database=store, interactive=False, verbosity=0)
    from dafeng.web.published.filling import fill

    fill()
    if demo:
        _fill_demo()


def _fill_demo() -> None:
    """Tell the demonstration's story into a new site, and print its accounts."""
    from dafeng.web.demo import filling
    from dafeng.web.ledger import store

    if not filling.is_filled():
        if store.size():
            raise click.UsageError(
                say(
                    "示范批次只能载入新的网站：用 --site 指定另一个文件夹",
                    "the demonstration needs a new site: name another folder by --site",
                )
            )
        click.echo(say("正在载入示范批次……", "loading the demonstration …"), err=True)
        filling.fill(store.moment())
    password, accounts = filling.accounts()
    click.echo(
        say(f"示范账户（均为虚构），密码 {password}", f"fictional accounts, password {password}"),
        err=True,
    )
    for account in accounts:
        click.echo(f"  {account.email:34} {say(account.role.zh, account.role.en)}", err=True)
