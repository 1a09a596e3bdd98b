"""How is the whole site kept in one file, and brought back from it?

Rows of both stores are written as JSON lines, table by table, so that a copy made on SQLite can be
brought back on PostgreSQL and the other way round. Everything in the file has its hash in the
manifest; what was brought back is read once more and must have the same hashes.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.management.color import no_style
from django.db import connections, models, router, transaction
from django.db.migrations.recorder import MigrationRecorder

from dafeng import __version__
from dafeng.errors import DafengError
from dafeng.language import Text
from dafeng.record import instant_text
from dafeng.web.ledger import store
from dafeng.web.site_command import STORES

#: Tables that say nothing beyond one process or one set-up.
_LEFT_OUT: Final = ("sessions", "contenttypes", "auth", "django_tasks_db", "django_tasks_database")
#: Folders whose content is computed anew when it is asked for.
_COMPUTED: Final = ("pages", "comparisons")
#: The one file that a site has before anything else; a copy's own takes its place.
_MADE: Final = "secrets/session"
_MANIFEST: Final = "manifest.json"
_CHUNK: Final = 200
_PIECE: Final = 1 << 20


class BackupError(DafengError):
    """A copy cannot be brought back."""

    code = "backup"


def backup(target: Path) -> dict[str, Any]:
    """Write the whole site into one file: rows of one moment, then files and keys.

    A file is on the disk before a row names it, so that files which are copied after the rows hold
    all that the rows name. Only the owner may read the copy: it holds the site's keys.

    Returns
    -------
    dict
        The manifest.
    """
    part = target.with_name(f".{target.name}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    hashes: dict[str, str] = {}
    with os.fdopen(handle, "wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            with ExitStack() as stack:
                _one_moment(stack)
                taken = instant_text(store.moment())
                for alias in STORES:
                    for model in _models(alias):
                        name = f"rows/{alias}/{model._meta.label_lower}.jsonl"  # noqa: SLF001
                        hashes[name] = _written(archive, name, _lines(model, alias))
                migrations = {alias: _migrations(alias) for alias in STORES}
            for path in _files():
                name = f"site/{path.relative_to(settings.SITE).as_posix()}"
                hashes[name] = _written(archive, name, _pieces(path))
            manifest = {
                "dafeng": __version__,
                "taken": taken,
                "migrations": migrations,
                "sha256": hashes,
            }
            archive.writestr(_MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)
    return manifest


def restore(source: Path) -> dict[str, Any]:
    """Bring a site back into empty stores and an empty folder, and compare it with its manifest.

    Returns
    -------
    dict
        The manifest.

    Raises
    ------
    BackupError
        If the copy is damaged, was made with other tables, the site is not empty, or what was
        brought back differs; nothing is kept in the stores then.
    """
    with zipfile.ZipFile(source) as archive:
        manifest: dict[str, Any] = json.loads(archive.read(_MANIFEST))
        _require_whole(archive, manifest)
        _require_fitting(manifest)
        _bring_files(archive, manifest)
        with ExitStack() as stack:
            for alias in STORES:
                stack.enter_context(transaction.atomic(using=alias))
            for alias in STORES:
                _bring_rows(archive, manifest, alias)
                _require_same(manifest, alias)
    return manifest


def _one_moment(stack: ExitStack) -> None:
    """Hold both stores so that all rows are of one moment."""
    for alias in STORES:
        begins = not connections[alias].in_atomic_block
        stack.enter_context(transaction.atomic(using=alias, durable=False))
        if begins and connections[alias].vendor == "postgresql":
            with connections[alias].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    for alias in STORES:
        next(iter(MigrationRecorder(connections[alias]).applied_migrations()), None)


def _models(alias: str) -> list[type[models.Model]]:
    """Return the tables of a store, what is pointed at before what points at it."""
    chosen = [
        config.label
        for config in apps.get_app_configs()
        if config.label not in _LEFT_OUT and config.models_module is not None
    ]
    pairs = [(apps.get_app_config(label), None) for label in chosen]
    ordered: Any = serializers.sort_dependencies(pairs)
    return [
        model
        for model in ordered
        if not model._meta.proxy  # noqa: SLF001 - Django's documented door
        and model._meta.managed  # noqa: SLF001
        and router.db_for_write(model) == alias
    ]


def _lines(model: type[models.Model], alias: str) -> Iterator[bytes]:
    rows = model._default_manager.using(alias).order_by("pk")  # noqa: SLF001
    for row in rows.iterator(chunk_size=_CHUNK):
        (plain,) = serializers.serialize("python", [row])
        text = json.dumps(plain, ensure_ascii=False, sort_keys=True, cls=_Encoder)
        yield f"{text}\n".encode()


class _Encoder(serializers.json.DjangoJSONEncoder):
    """Writes instants with all their digits, so that none is changed by a copy."""

    def default(self, o: Any) -> Any:
        """Return a value as JSON can hold it."""
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)


def _written(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as member:
        for piece in pieces:
            digest.update(piece)
            member.write(piece)
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    """Yield the files of the site: what was handed in, what was built, keys."""
    site = Path(settings.SITE)
    for folder in ("files", "secrets"):
        for path in sorted((site / folder).rglob("*")):
            parts = path.relative_to(site / folder).parts
            hidden = any(part.startswith((".", "tmp")) for part in parts)
            if path.is_file() and not hidden and parts[0] not in _COMPUTED:
                yield path


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _migrations(alias: str) -> list[str]:
    applied = MigrationRecorder(connections[alias]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _require_whole(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    for name, wanted in manifest["sha256"].items():
        digest = hashlib.sha256()
        try:
            with archive.open(name) as member:
                while piece := member.read(_PIECE):
                    digest.update(piece)
        except (KeyError, zipfile.BadZipFile, OSError) as error:
            raise _damaged(name) from error
        if digest.hexdigest() != wanted:
            raise _damaged(name)


def _damaged(name: str) -> BackupError:
    return BackupError(Text(f"备份已损坏：{name}", f"the copy is damaged: {name}"))


def _require_fitting(manifest: dict[str, Any]) -> None:
    for alias in STORES:
        if manifest["migrations"][alias] != _migrations(alias):
            raise BackupError(
                Text(
                    f"备份由达峰 {manifest['dafeng']} 制作，数据表不同；请用该版本恢复后再升级",
                    f"the copy was made by Dafeng {manifest['dafeng']} with other tables; restore"
                    " it with that version, then upgrade",
                )
            )
        if any(m._default_manager.using(alias).exists() for m in _models(alias)):  # noqa: SLF001
            raise _not_empty()
    if any(path.relative_to(settings.SITE).as_posix() != _MADE for path in _files()):
        raise _not_empty()


def _not_empty() -> BackupError:
    return BackupError(
        Text("只能恢复到空的网站文件夹和数据库", "a copy is restored into an empty site alone")
    )


def _bring_files(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    site = Path(settings.SITE)
    for name in (n for n in manifest["sha256"] if n.startswith("site/")):
        target = site / name.removeprefix("site/")
        if not target.resolve().is_relative_to(site.resolve()):
            raise _damaged(name)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = os.O_TRUNC if name == f"site/{_MADE}" else os.O_EXCL
        flags = os.O_WRONLY | os.O_CREAT | fresh
        handle = os.open(target, flags, 0o600)
        with os.fdopen(handle, "wb") as file, archive.open(name) as member:
            while piece := member.read(_PIECE):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())


def _bring_rows(archive: zipfile.ZipFile, manifest: dict[str, Any], alias: str) -> None:
    start = f"rows/{alias}/"
    for name in (n for n in manifest["sha256"] if n.startswith(start)):
        with archive.open(name) as member:
            for line in io.TextIOWrapper(member, encoding="utf-8"):
                for found in serializers.deserialize("python", [json.loads(line)], using=alias):
                    found.save(using=alias)
    tables = _models(alias)
    with connections[alias].cursor() as cursor:
        for statement in connections[alias].ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)


def _require_same(manifest: dict[str, Any], alias: str) -> None:
    for model in _models(alias):
        name = f"rows/{alias}/{model._meta.label_lower}.jsonl"  # noqa: SLF001
        digest = hashlib.sha256()
        for line in _lines(model, alias):
            digest.update(line)
        if digest.hexdigest() != manifest["sha256"].get(name):
            raise BackupError(Text(f"恢复后与备份不符：{name}", f"brought back otherwise: {name}"))
