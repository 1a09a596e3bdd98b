"""Does a site come back from its copy, row for row and file for file?"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from tests.web.dossiers.conftest import PLACE

from dafeng.web.dossiers import backing
from dafeng.web.dossiers.backing import BackupError, backup, restore
from dafeng.web.dossiers.models import Version
from dafeng.web.dossiers.versions import files_of, latest
from dafeng.web.ledger import store
from dafeng.web.site_command import STORES

pytestmark = pytest.mark.django_db(databases=["default", "published"])


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    (folder / "files" / "attachments").mkdir(parents=True)
    (folder / "files" / "attachments" / "ab").write_bytes(b"handed in")
    (folder / "files" / "pages").mkdir()
    (folder / "files" / "pages" / "computed").write_bytes(b"again")
    monkeypatch.setattr(settings, "SITE", folder)
    return folder


def _empty(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    folder.mkdir(parents=True)
    monkeypatch.setattr(settings, "SITE", folder)
    for alias in STORES:
        for model in reversed(backing._models(alias)):  # noqa: SLF001 - what the copy holds
            models.query.QuerySet(model, using=alias)._raw_delete(alias)  # noqa: SLF001


@pytest.mark.usefixtures("site")
def test_a_site_comes_back_from_its_copy(
    first: Version, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, head = files_of(first), store.newest_head()
    copy = tmp_path / "copy.zip"
    manifest = backup(copy)
    assert copy.stat().st_mode & 0o077 == 0
    _empty(monkeypatch, tmp_path / "new")
    assert latest(PLACE) is None
    assert restore(copy)["sha256"] == manifest["sha256"]
    found = latest(PLACE)
    assert found is not None
    assert (found, files_of(found), store.newest_head()) == (first, files, head)
    folder = tmp_path / "new" / "files"
    assert (folder / "attachments" / "ab").read_bytes() == b"handed in"
    assert not (folder / "pages").exists()


@pytest.mark.usefixtures("site", "first")
def test_a_copy_is_not_laid_over_a_site(tmp_path: Path) -> None:
    backup(tmp_path / "copy.zip")
    with pytest.raises(BackupError):
        restore(tmp_path / "copy.zip")


@pytest.mark.usefixtures("site", "first")
@pytest.mark.parametrize(
    "changed", ["rows/default/dossiers.version.jsonl", "site/files/attachments/ab"]
)
def test_a_damaged_copy_is_refused_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    backup(tmp_path / "copy.zip")
    spoilt = tmp_path / "spoilt.zip"
    with zipfile.ZipFile(tmp_path / "copy.zip") as old, zipfile.ZipFile(spoilt, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data[:-2] + b"xx" if name == changed else data)
    _empty(monkeypatch, tmp_path / "new")
    with pytest.raises(BackupError, match=changed):
        restore(spoilt)
    assert latest(PLACE) is None


@pytest.mark.usefixtures("site", "first")
def test_a_copy_of_other_tables_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backup(tmp_path / "copy.zip")
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(tmp_path / "copy.zip") as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "manifest.json":
                manifest = json.loads(data)
                manifest["migrations"]["default"].append("dossiers.0099_later")
                data = json.dumps(manifest).encode()
            new.writestr(name, data)
    _empty(monkeypatch, tmp_path / "new")
    with pytest.raises(BackupError):
        restore(other)


def test_every_table_of_the_site_is_in_the_copy() -> None:
    copied = {m for alias in STORES for m in backing._models(alias)}  # noqa: SLF001
    own = {m for m in apps.get_models() if m.__module__.startswith("dafeng.")}
    assert own <= copied
