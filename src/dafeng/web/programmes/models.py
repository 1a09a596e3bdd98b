"""What the site keeps of a running batch beside the log: its frozen rules, and files handed in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class RunningBatch(models.Model):
    """A batch that was started under one version of its rules and keeps it.

    Where it stands is told by the log alone.
    """

    slug = models.SlugField(max_length=80, unique=True)
    programme = models.CharField(max_length=80)
    batch = models.CharField(max_length=80)
    version = models.CharField(max_length=64)
    frozen = models.BinaryField()
    opened = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["opened", "slug"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["programme", "batch"], name="one_run_of_a_batch")
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def subject(self) -> str:
        """Return the subject under which the log keeps its events."""
        return f"{self.programme}/{self.batch}"


class AttachedFile(models.Model):
    """A file that was handed in for a case: its name and hash; the bytes lie under the hash."""

    batch = models.ForeignKey(RunningBatch, on_delete=models.PROTECT, related_name="files")
    case = models.CharField(max_length=80, blank=True)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    person = models.CharField(max_length=40)
    arrived = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["arrived", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["batch", "case", "sha256"], name="one_file_a_hash")
        ]

    def __str__(self) -> str:
        return self.name
