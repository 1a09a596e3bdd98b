"""The table in which all processes count attempts to sign in."""

from typing import Any, ClassVar

from django.core.management import call_command
from django.db import migrations


def make(_apps: Any, editor: Any) -> None:
    """Make the table of the cache."""
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


def drop(_apps: Any, editor: Any) -> None:
    """Drop it; what it counts says nothing beyond some minutes."""
    editor.execute("DROP TABLE attempts")


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("accounts", "0002_invitation")]

    operations: ClassVar[list[Any]] = [migrations.RunPython(make, drop)]
