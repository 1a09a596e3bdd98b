"""``python -m django verify_files``: hold the files and versions of the site against its log."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from dafeng.web.programmes.checking import altered, unnamed
from dafeng.web.site_command import SiteCommand


class Command(SiteCommand):
    """Tells what was altered; with ``--sweep`` deletes files that belong to no step."""

    help = "核对网站的文件与档案版本 / verify the files and versions of the site against its log"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the option to sweep."""
        said = "删除不属于任何步骤的文件 / delete files that belong to no step"
        parser.add_argument("--sweep", action="store_true", help=said)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check, tell, sweep.

        Raises
        ------
        CommandError
            If anything is not as it was signed.
        """
        left = unnamed()
        if options["sweep"]:
            for path in left:
                path.unlink()
        self.stdout.write(f"不属于任何步骤的文件 / files of no step: {len(left)}")
        found = [f"{text.zh} / {text.en}" for text in altered()]
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write("相符 / all holds")
