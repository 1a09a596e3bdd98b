"""``backup FILE``: the whole site in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from dafeng.web.dossiers.backing import backup
from dafeng.web.site_command import SiteCommand


class Command(SiteCommand):
    """Writes both stores, all files and the keys into one file, each with its hash."""

    help = "Write the whole site into one file, also while it is in use."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file to write."""
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the copy and say what it holds."""
        manifest = backup(options["file"])
        self.stdout.write(f"{options['file']}: {len(manifest['sha256'])} parts")
