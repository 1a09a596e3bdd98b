"""Does ``dafeng serve`` answer by several processes as by one, and end them all with itself?"""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

import psutil
import pytest

from dafeng.web import answering

#: Longest wait for something to come about [s].
PATIENCE = 90.0
COMMAND = (f"{Path(sys.executable).with_name('dafeng')}", "serve")
#: What names stores other than those of the test.
STORES = ("DATABASE_URL", "DAFENG_PUBLISHED_URL", "DAFENG_SITE")


def test_several_processes_answer_as_one_and_end_together(tmp_path: Path) -> None:
    with _served(tmp_path) as (address, running):
        _heads_alone(address)
        _count_together(address)
        _replace_the_dead(running, address)
        everyone = _family(running.pid)
        running.send_signal(signal.SIGTERM)
        assert running.wait(PATIENCE) == 0
        _await(lambda: not any(map(_lives, everyone)))


def test_nobody_goes_on_when_the_first_process_is_killed(tmp_path: Path) -> None:
    with _served(tmp_path) as (address, running):
        everyone = _family(running.pid)
        running.kill()
        _await(lambda: not any(map(_lives, everyone)))
        assert not _answers(address)


def test_nobody_is_let_in_before_the_site_can_answer() -> None:
    sockets = answering.bound("127.0.0.1", 0)
    address = sockets[0].getsockname()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, timeout=2)
    answering.listen(sockets)
    socket.create_connection(address, timeout=2).close()
    for taken in sockets:
        taken.close()


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [*COMMAND, "--site", f"{tmp_path}", "--port", f"{taken.getsockname()[1]}"]
        found = subprocess.run(command, capture_output=True, check=False, text=True)
    assert found.returncode == 2
    assert "--port" in found.stderr


@contextmanager
def _served(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve a site by two processes, and leave none of them behind."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [*COMMAND, "--processes", "2", "--site", f"{folder / 'site'}", "--port", f"{port}"]
    named = {k: v for k, v in os.environ.items() if k not in STORES}
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log, env=named)
    address = f"http://127.0.0.1:{port}"
    try:
        _await(lambda: _answers(address) and len(_answering(running.pid)) == 2)
        yield address, running
    finally:
        for process in _family(running.pid):
            process.kill()
        running.kill()
        running.wait()


def _heads_alone(address: str) -> None:
    """What is answered to HEAD has no body, or the next answer would be read wrongly."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=PATIENCE)
    pages = ("/", "/places/", "/downloads/places.csv", "/nonesuch/", "/static/frame/site.css")
    for page in pages:
        for method in ("HEAD", "GET"):
            connection.request(method, page)
            answer = connection.getresponse()
            body = answer.read()
            assert answer.status == (404 if page == "/nonesuch/" else 200)
            assert bool(body) == (method == "GET"), page
    connection.close()


def _count_together(address: str) -> None:
    """Five wrong passwords are too many, whichever process was told them."""
    told = [_attempt(address, f"guess number {n}") for n in range(6)]
    assert ["失败次数过多" in page for page in told] == [False] * 5 + [True]


def _replace_the_dead(running: subprocess.Popen[bytes], address: str) -> None:
    first = _answering(running.pid)
    first[0].kill()
    _await(lambda: len([p for p in _answering(running.pid) if p not in first]) == 1)
    assert _answers(address)
    assert len(_family(running.pid)) >= 3, "two that answer, one that does the jobs"


def _attempt(address: str, password: str) -> str:
    """Try to sign in over connections of its own, which either process may take."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    page = browser.open(f"{address}/account/login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    form = {"login": "a@example.org", "password": password, "csrfmiddlewaretoken": token.group(1)}
    sent = urllib.parse.urlencode(form).encode()
    return str(browser.open(f"{address}/account/login/", sent).read().decode())


def _answering(process: int) -> list[psutil.Process]:
    return [p for p in _family(process) if "dafeng.web.answering" in _command(p)]


def _command(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.NoSuchProcess:
        return []


def _family(process: int) -> list[psutil.Process]:
    try:
        return list(psutil.Process(process).children(recursive=True))
    except psutil.NoSuchProcess:
        return []


def _lives(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running()) and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(f"{address}/help/", timeout=5).close()  # noqa: S310 - loopback
    except OSError:
        return False
    return True


def _await(come: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not come():
        assert time.monotonic() < until
        time.sleep(0.1)
