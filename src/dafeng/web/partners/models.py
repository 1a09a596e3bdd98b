"""The exchange as it is stored: where records and introductions stand, and what happened."""

from __future__ import annotations

from django.db import models

from dafeng.exchange.workflow import Event, Introduction, Listing, from_plain


class ListingRow(models.Model):
    """A request or an offer; the columns are those by which it is found."""

    id = models.CharField(max_length=80, primary_key=True)
    kind = models.CharField(max_length=10)
    status = models.CharField(max_length=20, db_index=True)
    owner = models.CharField(max_length=80, db_index=True)
    adviser = models.CharField(max_length=80, blank=True, db_index=True)
    plan_ref = models.CharField(max_length=200, blank=True, db_index=True)
    change = models.PositiveBigIntegerField(db_index=True)
    state = models.JSONField()

    class Meta:
        ordering = ["-change"]

    def __str__(self) -> str:
        return self.id

    @property
    def listing(self) -> Listing:
        """Return where it stands."""
        return from_plain(Listing, self.state)


class IntroductionRow(models.Model):
    """A request and an offer that are brought together."""

    id = models.CharField(max_length=170, primary_key=True)
    request = models.CharField(max_length=80, db_index=True)
    offer = models.CharField(max_length=80, db_index=True)
    stage = models.CharField(max_length=30, db_index=True)
    change = models.PositiveBigIntegerField()
    facts = models.JSONField(default=dict)
    state = models.JSONField()

    class Meta:
        ordering = ["-change"]

    def __str__(self) -> str:
        return self.id

    @property
    def introduction(self) -> Introduction:
        """Return where it stands."""
        return from_plain(Introduction, self.state)


class PartRow(models.Model):
    """Who has a part in a record or an introduction: its workbench finds it by this."""

    subject = models.CharField(max_length=170)
    organisation = models.CharField(max_length=80, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "organisation"], name="part_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.subject}"


class EventRow(models.Model):
    """What happened; the log of the site holds its hash alone, since it may be confidential."""

    number = models.BigAutoField(primary_key=True)
    subject = models.CharField(max_length=170, db_index=True)
    kind = models.CharField(max_length=30)
    entry = models.PositiveBigIntegerField(unique=True)
    event = models.JSONField()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @property
    def happened(self) -> Event:
        """Return the event."""
        return Event.from_dict(self.event)


class LearntWeights(models.Model):
    """Weights of the ranking that were learnt from judgements (``dafeng match --learn``)."""

    version = models.CharField(max_length=80, primary_key=True)
    made = models.DateTimeField()
    in_use = models.BooleanField(default=False)
    weights = models.JSONField()

    def __str__(self) -> str:
        return self.version


class VectorRow(models.Model):
    """The vector of a text by one model and version; the text stands as its SHA-256."""

    model = models.CharField(max_length=80)
    text = models.CharField(max_length=64)
    vector = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "text"], name="vector_once")]

    def __str__(self) -> str:
        return f"{self.model} {self.text}"


class FileRow(models.Model):
    """A file that goes with a record; who may have it the record's disclosures say."""

    record = models.CharField(max_length=80, db_index=True)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "sha256"], name="file_once")]

    def __str__(self) -> str:
        return f"{self.record} {self.sha256}"
