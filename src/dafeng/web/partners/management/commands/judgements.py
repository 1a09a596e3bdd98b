"""``judgements FILE``: what introductions say of the ranking, for ``match --feedback``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from dafeng.exchange.learning import judgements
from dafeng.exchange.workflow import Exchange
from dafeng.files.exchange_judgements import write_judgements
from dafeng.web.partners.models import IntroductionRow
from dafeng.web.site_command import SiteCommand


class Command(SiteCommand):
    """Write the judgements of all introductions, one JSON object a line."""

    help = "write what introductions say of the ranking"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        del args
        rows = {row.id: row.introduction for row in IntroductionRow.objects.all()}
        found = judgements(Exchange(introductions=rows))
        write_judgements(found, options["file"])
        self.stdout.write(f"{len(found)} -> {options['file']}")
