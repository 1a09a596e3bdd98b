"""``restore FILE``: a site out of its copy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dafeng.web.dossiers.backing import BackupError, restore
from dafeng.web.site_command import STORES


class Command(BaseCommand):
    """Brings a site back into an empty folder and empty stores; compares every hash."""

    help = "Bring a site back from a file written by backup, into an empty site."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file to read."""
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make the tables, bring everything back, and say what it was."""
        for alias in STORES:
            call_command("migrate", database=alias, interactive=False, verbosity=0)
        try:
            manifest = restore(options["file"])
        except BackupError as error:
            raise CommandError(f"{error.text.zh} / {error.text.en}") from error
        self.stdout.write(f"{len(manifest['sha256'])} parts of {manifest['taken']}, all the same")
