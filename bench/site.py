"""How does the site bear 100 people, 80 % reading, for five minutes? ``make bench-site``.

The demonstration is served from a new folder on the loopback address and loaded by locust; both
share the machine. Afterwards every acknowledged write is looked for in the store.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

HERE = Path(__file__).parent
USERS = 100
#: Longest wait for the site to come up [s].
_PATIENCE = 180
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_ACCOUNT = re.compile(r"^\s+(\S+@demo\.invalid)\s", re.MULTILINE)


@contextmanager
def served(site: Path, port: int, folder: Path) -> Iterator[tuple[str, str, int]]:
    """Serve the demonstration; yield its address, what it printed on start, its process.

    What it prints is kept in a file of the folder.
    """
    command = [
        f"{Path(sys.executable).with_name('dafeng')}",
        "serve",
        "--site",
        f"{site}",
        "--demo",
    ]
    log = folder / "serve.log"
    with log.open("wb") as out:
        environment = {**os.environ, "DAFENG_LANG": "en"}
        running = subprocess.Popen(
            [*command, "--port", f"{port}"], stdout=out, stderr=out, env=environment
        )
    try:
        _await(f"http://127.0.0.1:{port}/help/", running, log)
        yield f"http://127.0.0.1:{port}", log.read_text(encoding="utf-8"), running.pid
    finally:
        running.terminate()
        running.wait(timeout=30)


def _await(address: str, running: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - loopback
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if time.monotonic() > until or running.poll() is not None:
                raise SystemExit(log.read_text(encoding="utf-8")) from None
            time.sleep(1)
        else:
            return


def sessions(address: str, printed: str) -> dict[str, dict[str, str]]:
    """Sign every account of the demonstration in; return the cookies of each."""
    password = re.search(r"password (\S+)", printed)
    if password is None:
        raise SystemExit(printed)
    return {a: _signed_in(address, a, password.group(1)) for a in _ACCOUNT.findall(printed)}


def _signed_in(address: str, account: str, password: str) -> dict[str, str]:
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = browser.open(f"{address}/account/login/").read().decode()
    token = _TOKEN.search(page)
    form = {
        "login": account, "password": password,
        "csrfmiddlewaretoken": token.group(1) if token else "",
    }  # fmt: skip
    browser.open(f"{address}/account/login/", urllib.parse.urlencode(form).encode()).close()
    cookies = {c.name: c.value or "" for c in jar}
    if "sessionid" not in cookies:
        raise SystemExit(f"{account} could not be signed in")
    return cookies


def load(address: str, found: dict[str, dict[str, str]], folder: Path, seconds: int) -> None:
    """Let locust's people work on the site."""
    environment = {
        **os.environ,
        "DAFENG_SESSIONS": json.dumps(found),
        "DAFENG_WRITTEN": f"{folder / 'written.json'}",
    }
    command = [
        sys.executable, "-m", "locust", "-f", f"{HERE / 'site_users.py'}", "--headless",
        "--host", address, "-u", f"{USERS}", "-r", "20", "-t", f"{seconds}s",
        "--csv", f"{folder / 'load'}", "--only-summary",
    ]  # fmt: skip
    subprocess.run(
        command, env=environment, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def written(site: Path) -> set[str]:
    """Return the titles of all requests in the site's store."""
    import sqlite3

    with sqlite3.connect(site / "site.sqlite3") as store:
        rows = store.execute("SELECT state FROM partners_listingrow").fetchall()
    return {json.loads(state)["record"]["title"] for (state,) in rows}


def main() -> None:
    """Run the load and print its figures."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--seconds", type=int, default=300)
    seconds = given.parse_args().seconds
    with tempfile.TemporaryDirectory(prefix="dafeng-bench-") as name:
        folder = Path(name)
        with served(folder / "site", free_port(), folder) as (address, printed, process):
            signed_in = sessions(address, printed)
            before = processor_time(process)
            load(address, signed_in, folder, seconds)
            spent = processor_time(process) - before
        _print(folder, seconds, spent)


def processor_time(process: int) -> float:
    """Return what a process and those that it started have taken of the processors [s]."""
    import psutil

    first = psutil.Process(process)
    times = [p.cpu_times() for p in (first, *first.children(recursive=True))]
    return sum(float(t.user + t.system) for t in times)


def _print(folder: Path, seconds: int, spent: float) -> None:
    with (folder / "load_stats.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    print(f"{USERS} people, {seconds} s, SQLite, {os.cpu_count()} cores shared with the load")
    print(f"{'page':44}{'requests':>9}{'failed':>8}{'median ms':>11}{'p95 ms':>8}{'p99 ms':>8}")
    for row in rows:
        print(
            f"{row['Name']:44}{row['Request Count']:>9}{row['Failure Count']:>8}"
            f"{row['50%']:>11}{row['95%']:>8}{row['99%']:>8}"
        )
    total = rows[-1]
    told = set(json.loads((folder / "written.json").read_text(encoding="utf-8")))
    lost = told - written(folder / "site")
    writes = sum(int(r["Request Count"]) for r in rows if r["Name"].endswith("(write)"))
    share = 1 - writes / int(total["Request Count"])
    print(f"{total['Requests/s']} requests a second, {share:.0%} reading")
    print(f"{1000 * spent / int(total['Request Count']):.1f} ms of processor time a request")
    print(f"p95 {total['95%']} ms (goal 300), failed {total['Failure Count']} (goal 0)")
    print(f"writes acknowledged {len(told)}, lost {len(lost)} (goal 0)")


def free_port() -> int:
    """Return a port of the loopback address that nobody has."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
