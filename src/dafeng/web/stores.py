"""In which store does a table lie? What is published lies apart from all else."""

from __future__ import annotations

from typing import Any, Final

#: Application whose tables are read without signing in.
PUBLISHED: Final = "published"


class Stores:
    """Sends the published tables to their own store, and nothing else there."""

    def db_for_read(self, model: Any, **hints: object) -> str:
        """Return the store in which a model is read."""
        del hints
        label = model._meta.app_label  # noqa: SLF001 - Django's documented door
        return PUBLISHED if label == PUBLISHED else "default"

    def db_for_write(self, model: Any, **hints: object) -> str:
        """Return the store in which a model is written."""
        return self.db_for_read(model, **hints)

    def allow_relation(self, one: Any, other: Any, **hints: object) -> bool:
        """Say whether two rows may point at each other: only within one store."""
        return self.db_for_read(one, **hints) == self.db_for_read(other, **hints)

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        """Say whether a table is made in a store."""
        del hints
        return (app_label == PUBLISHED) == (db == PUBLISHED)
