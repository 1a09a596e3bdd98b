"""The tables of the log; rows are added and never changed."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.db import models

from dafeng.record import Entry, entry_of


class AppendOnly(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row; an old one stays as it is."""
        if not self._state.adding:
            raise TypeError("rows of the log are never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise TypeError("rows of the log are never deleted")


class EntryRow(AppendOnly):
    """One entry: its canonical JSON, and the fields by which it is found."""

    number = models.PositiveBigIntegerField(primary_key=True)
    instant = models.CharField(max_length=27)
    kind = models.CharField(max_length=80, db_index=True)
    subject = models.CharField(max_length=300, db_index=True)
    actor = models.CharField(max_length=80, db_index=True)
    data = models.BinaryField()

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.kind} {self.subject}"

    @property
    def entry(self) -> Entry:
        """Return the entry as the record knows it."""
        return entry_of(json.loads(bytes(self.data)))


class NodeRow(AppendOnly):
    """A node of the tree: the hash over 2^level entries."""

    level = models.PositiveSmallIntegerField()
    position = models.PositiveBigIntegerField()
    digest = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["level", "position"], name="one_digest_a_node")
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.position}"


class HeadRow(AppendOnly):
    """A signed head, by the number of entries under it."""

    size = models.PositiveBigIntegerField(primary_key=True)
    note = models.TextField()

    def __str__(self) -> str:
        return f"{self.size}"
