"""What do all management commands ask for first? A site whose tables are there."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections
from django.db.migrations.recorder import MigrationRecorder

from dafeng.errors import DafengError
from dafeng.language import Text

#: The two stores of a site.
STORES: Final = ("default", "published")


class SiteCommand(BaseCommand):
    """A command on a site; what is wrong is told in both languages and without inner words."""

    def execute(self, *args: Any, **options: Any) -> Any:
        """Run the command on a site that is there.

        Raises
        ------
        CommandError
            If there is no site, or the command fails on purpose.
        """
        if not all(map(_is_set_up, STORES)):
            raise CommandError(_told(_NO_SITE.format(site=settings.SITE)))
        try:
            return super().execute(*args, **options)
        except DafengError as error:
            raise CommandError(_told(error.text)) from error


_NO_SITE: Final = Text(
    "{site} 没有网站（数据表不存在）：用 DAFENG_SITE、DATABASE_URL 指明，或先运行 dafeng serve",
    "there is no site at {site} (its tables are missing): name it by DAFENG_SITE and DATABASE_URL, "
    "or run dafeng serve first",
)


def _is_set_up(alias: str) -> bool:
    try:
        return bool(MigrationRecorder(connections[alias]).has_table())
    except DatabaseError:
        return False


def _told(text: Text) -> str:
    return f"{text.zh} / {text.en}"
