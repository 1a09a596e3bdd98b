"""``operator``: the first person of a site that runs already, in a container for example."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dafeng.cli.speech import chosen
from dafeng.language import Text
from dafeng.web.accounts.first import operator_told


class Command(BaseCommand):
    """Make a person the operator of the site; the link is printed and sent to nobody."""

    help = "Make a person the operator of the site, and print the link to choose a password once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the e-mail address."""
        parser.add_argument("email")

    def handle(self, *_args: Any, email: str, **_options: Any) -> None:
        """Make the operator."""
        try:
            told = operator_told(email)
        except ValueError as error:
            said = Text(f"“{email}”不是电子邮件地址", f"{email!r} is no e-mail address")
            raise CommandError(said[chosen()]) from error
        self.stdout.write(told[chosen()])
