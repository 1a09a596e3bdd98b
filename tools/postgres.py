"""Run a command against a fresh PostgreSQL server that ends with it.

``python -m tools.postgres pytest tests/web`` sets ``DATABASE_URL`` and ``DAFENG_PUBLISHED_URL``.
Where the machine has no PostgreSQL it says so and runs nothing.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Account under which the server runs where we are root, whom it refuses.
_OWNER = "postgres"

#: What it holds is gone with it: nothing need reach the disk.
_FLEETING = ("fsync", "synchronous_commit", "full_page_writes")


def programs() -> Path | None:
    """Return the folder of the server's programs; None where there is no server."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    found = debian[-1] if debian else shutil.which("pg_ctl")
    return Path(found).resolve().parent if found else None


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Start a server on a free port of the loopback address and yield its address."""
    bin_, port = programs(), _free_port()
    if bin_ is None:
        raise FileNotFoundError("pg_ctl")
    owner = _OWNER if os.geteuid() == 0 else None
    if owner is not None:
        os.chown(folder, pwd.getpwnam(owner).pw_uid, -1)
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run(command, check=True, user=owner, cwd=folder, stdout=subprocess.DEVNULL)

    makes = ("-U", "dafeng", "-A", "trust", "-E", "UTF8", "--no-locale")
    run(f"{bin_}/initdb", "-D", f"{data}", *makes)
    fleeting = " ".join(f"-c {name}=off" for name in _FLEETING)
    options = (
        f"{fleeting} -p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
    )
    run(f"{bin_}/pg_ctl", "-D", f"{data}", "-w", "-l", f"{folder}/log", "-o", options, "start")
    try:
        yield f"postgres://dafeng@127.0.0.1:{port}"
    finally:
        run(f"{bin_}/pg_ctl", "-D", f"{data}", "-w", "-m", "immediate", "stop")


def main(command: list[str]) -> int:
    """Run the command and return its exit code."""
    if programs() is None:
        print("PostgreSQL: none on this machine, the tests against it did not run")
        return 0
    import psycopg
    from psycopg.sql import SQL, Identifier

    stores = {"DATABASE_URL": "site", "DAFENG_PUBLISHED_URL": "published"}
    with tempfile.TemporaryDirectory(prefix="dafeng-") as folder, server(Path(folder)) as address:
        with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
            for name in stores.values():
                connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        named = {variable: f"{address}/{name}" for variable, name in stores.items()}
        return subprocess.run(command, check=False, env={**os.environ, **named}).returncode


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
