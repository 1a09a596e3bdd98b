"""``python -m django name_holder PLACE ORGANISATION``: say whose a place's dossier is."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from dafeng.web.accounts.models import Organisation
from dafeng.web.programmes.holding import holders, name_holder
from dafeng.web.site_command import SiteCommand


class Command(SiteCommand):
    """Names the organisation whose people open a place's dossier; an entry of the log."""

    help = "指定某地档案所属单位 / name the organisation to which a place's dossier belongs"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the place and the organisation."""
        parser.add_argument("place", help="地方代码 / code of the place")
        parser.add_argument("organisation", help="单位代码 / code of the organisation")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Name the holder.

        Raises
        ------
        CommandError
            If nobody ever held a role of the place, or there is no such organisation.
        """
        place, work = options["place"], options["organisation"]
        known = holders()
        if place not in known:
            raise CommandError(f"没有人担任过 {place} 的角色 / nobody ever held a role of {place}")
        if not Organisation.objects.filter(code=work).exists():
            raise CommandError(f"没有单位 {work} / there is no organisation {work}")
        name_holder("site", place, work)
        self.stdout.write(f"{place}: {known[place]} → {work}")
