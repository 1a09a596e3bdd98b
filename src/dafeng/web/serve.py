"""``dafeng serve``: bring the site up; it needs nothing but Python."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import click

from dafeng.cli.speech import chosen, say
from dafeng.web import answering
from dafeng.web.environment import proxies
from dafeng.web.processes import kept_going


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
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help=say("端口", "port"),
)
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    help=say("应答进程数（默认按处理器核数）", "processes that answer (default: by cores)"),
)
@click.option(
    "--operator",
    metavar="EMAIL",
    help=say(
        "以此邮箱设立网站管理员，并印出一次性的设置密码链接",
        "make this person the operator of the site, and print the link to choose a password once",
    ),
)
@click.option("--demo", is_flag=True, help=say("载入示范批次与账户", "load the demo programme"))
def command(
    site: Path, host: str, port: int, processes: int | None, operator: str | None, *, demo: bool
) -> None:
    """Set the site up where it is new, then serve it until it is stopped."""
    os.environ["DAFENG_SITE"] = str(site)
    os.environ["DJANGO_SETTINGS_MODULE"] = "dafeng.web.settings"
    os.environ.setdefault("DAFENG_ADDRESS", f"http://{host}:{port}")
    proxies(os.environ.get("DAFENG_PROXIES") or "0")  # before there are processes to fail by it
    os.umask(0o077)  # what the site writes is its owner's alone
    with _port(host, port):
        sockets = answering.bound(host, port)
    _set_up(demo=demo)
    if operator:
        _make_operator(operator)
    with _port(host, port):
        answering.listen(sockets)  # nobody waits at a site that cannot answer yet
    click.echo(f"http://{host}:{port}/", err=True)
    answering.ends_by_signal()
    with contextlib.suppress(KeyboardInterrupt):
        _serve(sockets, answering.processes(processes))


@contextlib.contextmanager
def _port(host: str, port: int) -> Iterator[None]:
    """Tell plainly where an address cannot be taken."""
    try:
        yield
    except OSError as error:
        raise click.UsageError(
            say(
                f"{host}:{port} 不能使用：{error.strerror}；用 --host、--port 另选地址",
                f"{host}:{port} cannot be taken: {error.strerror}; name another by --host, --port",
            )
        ) from error


def _serve(sockets: list[socket.socket], count: int) -> None:
    """Answer by one process, this one, or by several; rounds and jobs are done once."""
    from dafeng.web import worker
    from dafeng.web.notices import rounds

    os.environ[answering.SHARED_BY] = f"{count}"
    rounds.begin()
    with worker.at_work():
        if count == 1:
            answering.answer(sockets)
        else:
            numbers = [s.fileno() for s in sockets]
            module = ["dafeng.web.answering", *map(str, numbers)]
            with kept_going(*[module] * count, handles=numbers):
                threading.Event().wait()


def _set_up(*, demo: bool) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    for store in ("default", "published"):
        call_command("migrate", database=store, interactive=False, verbosity=0)
    from dafeng.web.published.filling import fill

    _require_clock()
    fill()
    if demo:
        _fill_demo()


def _require_clock() -> None:
    """Refuse to serve while the clock runs behind the log: nothing could be written to it."""
    from dafeng.record import instant_of
    from dafeng.web.ledger import store
    from dafeng.web.ledger.models import EntryRow

    last = EntryRow.objects.order_by("-number").first()
    if last is not None and store.moment() < instant_of(last.entry.instant):
        said = say(
            f"服务器时钟早于日志最后一条（{last.entry.instant}）：请先校准时钟",
            f"the clock is behind the last entry of the log ({last.entry.instant}): set it right",
        )
        raise click.UsageError(said)


def _make_operator(email: str) -> None:
    """Make a person the operator, and print where a password is chosen: it is sent to nobody."""
    from dafeng.web.accounts.first import operator_told

    try:
        told = operator_told(email)
    except ValueError as error:
        said = say(f"“{email}”不是电子邮件地址", f"{email!r} is no e-mail address")
        raise click.UsageError(said) from error
    click.echo(told[chosen()], err=True)


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
