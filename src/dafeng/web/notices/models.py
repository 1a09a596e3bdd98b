"""What people were told, and whether it has gone out by e-mail."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from dafeng.language import Text


class Notice(models.Model):
    """Something that a person was told.

    ``key`` names what is told once alone (a reminder of one clock); ``mailed`` is empty until the
    e-mail has gone out, ``refused`` counts how often its address was refused.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    zh = models.TextField()
    en = models.TextField()
    link = models.CharField(max_length=300)
    key = models.CharField(max_length=300, blank=True)
    made = models.DateTimeField()
    read = models.DateTimeField(null=True, blank=True)
    mailed = models.DateTimeField(null=True, blank=True)
    refused = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-made", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "read"], name="notices_of_a_person"),
            models.Index(fields=["mailed"], name="notices_to_mail"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "key"], condition=~models.Q(key=""), name="told_once"
            )
        ]

    def __str__(self) -> str:
        return self.zh

    @property
    def text(self) -> Text:
        """Return what it says."""
        return Text(self.zh, self.en)
