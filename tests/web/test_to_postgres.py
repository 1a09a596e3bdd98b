"""Does the demonstration, made on SQLite, come back on PostgreSQL with its log and its pages?"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

#: What `dafeng serve --demo` does before it serves.
MAKE = """
from dafeng.web import serve
serve._set_up(demo=True)
"""
#: The folder of the record as an operator takes it, and the pages of a visitor and an officer.
LOOK = """
import sys
import django
django.setup()
from django.test import Client
from dafeng.web.accounts.models import User
visitor, operator, officer = (Client(SERVER_NAME="localhost") for _ in range(3))
operator.force_login(User.objects.get(email="operator@demo.invalid"))
officer.force_login(User.objects.get(email="nation@demo.invalid"))
seen = [visitor.get("/places/"), visitor.get("/search/?q=湖州"), officer.get("/programmes/demo/"),
        officer.get("/desk/"), officer.get("/exchange/")]
assert all(page.status_code == 200 for page in seen), seen
assert "330500" in seen[0].content.decode()
assert "/places/330500/" in seen[1].content.decode()
sys.stdout.buffer.write(operator.get("/record/log/").content)
"""


def test_a_site_moves_from_sqlite_to_postgres(tmp_path: Path) -> None:
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        pytest.skip("no PostgreSQL is named by DATABASE_URL: run by tools.postgres")
    sqlite = _site(tmp_path / "sqlite", "", "")
    postgres = _site(tmp_path / "postgres", *_new_stores(server))
    _python(sqlite, "-c", MAKE)
    _python(sqlite, "-m", "django", "backup", f"{tmp_path / 'copy.zip'}")
    told = _python(postgres, "-m", "django", "restore", f"{tmp_path / 'copy.zip'}").decode()
    assert "all the same" in told
    record = tmp_path / "record"
    with zipfile.ZipFile(io.BytesIO(_python(postgres, "-c", LOOK))) as archive:
        archive.extractall(record)
    assert (record / "log.jsonl").read_bytes() == _record(_python(sqlite, "-c", LOOK))
    key = (record / "key.txt").read_text(encoding="ascii").strip()
    _python(sqlite, "-m", "dafeng.cli.main", "verify", f"{record}", "--key", key)


def _site(folder: Path, default: str, published: str) -> dict[str, str]:
    """Return the environment of a site."""
    return {
        **os.environ,
        "DAFENG_SITE": f"{folder}",
        "DATABASE_URL": default,
        "DAFENG_PUBLISHED_URL": published,
        "DJANGO_SETTINGS_MODULE": "dafeng.web.settings",
    }


def _new_stores(server: str) -> tuple[str, str]:
    import psycopg
    from psycopg.sql import SQL, Identifier

    parts, names = urlsplit(server), ("moved_site", "moved_published")
    with psycopg.connect(server, autocommit=True) as connection:
        for name in names:
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    one, other = (parts._replace(path=f"/{name}").geturl() for name in names)
    return one, other


def _python(environment: dict[str, str], *command: str) -> bytes:
    found = subprocess.run(
        [sys.executable, *command], env=environment, check=False, capture_output=True
    )
    assert found.returncode == 0, found.stderr.decode()[-3000:]
    return found.stdout


def _record(archive: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        return found.read("log.jsonl")
