"""The published store: places, their part in programmes, plans with their figures and files."""

from __future__ import annotations

import uuid

from django.db import models

from dafeng.language import Text


class Edition(models.Model):
    """The mark of what is published: another one with each change, in the same transaction."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    mark = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.mark

    @classmethod
    def now(cls) -> str | None:
        """Return the mark; None where nothing was published yet."""
        return cls.objects.values_list("mark", flat=True).first()

    @classmethod
    def renew(cls) -> None:
        """Set a mark that was never there; who reads sees it with the change and not before."""
        cls.objects.update_or_create(id=1, defaults={"mark": uuid.uuid4().hex})


class Place(models.Model):
    """A city or park that a published list names."""

    id = models.CharField(max_length=40, primary_key=True)
    kind = models.CharField(max_length=20)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    province = models.CharField(max_length=40)
    province_zh = models.CharField(max_length=100)
    province_en = models.CharField(max_length=100)
    hosts = models.CharField(max_length=200, blank=True)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    attested = models.BooleanField(default=True)
    note_zh = models.TextField(blank=True)
    note_en = models.TextField(blank=True)

    class Meta:
        ordering = ["province", "id"]

    def __str__(self) -> str:
        return self.id

    @property
    def name(self) -> Text:
        """Return the official name."""
        return Text(self.name_zh, self.name_en)

    @property
    def province_name(self) -> Text:
        """Return the name of the province, or of the body that recommends it."""
        return Text(self.province_zh, self.province_en)

    @property
    def note(self) -> Text | None:
        """Return the remark on name or boundary."""
        return Text(self.note_zh, self.note_en) if self.note_zh else None


class Participation(models.Model):
    """That a place takes part in a batch, and in which public stage its case is."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="participations")
    batch = models.CharField(max_length=80)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    stage_zh = models.CharField(max_length=200)
    stage_en = models.CharField(max_length=200)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["batch"]
        constraints = [
            models.UniqueConstraint(fields=["place", "batch"], name="one_part_in_a_batch")
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.batch}"

    @property
    def title(self) -> Text:
        """Return the name of the batch."""
        return Text(self.title_zh, self.title_en)

    @property
    def stage(self) -> Text:
        """Return the public stage."""
        return Text(self.stage_zh, self.stage_en)


class Plan(models.Model):
    """A plan that was issued: its snapshot, its figures (``results.json``), its projects."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="plans")
    batch = models.CharField(max_length=80)
    snapshot = models.CharField(max_length=64)
    entry = models.PositiveBigIntegerField()
    instant = models.DateTimeField()
    results = models.JSONField(default=dict)
    projects = models.JSONField(default=list)

    class Meta:
        ordering = ["-instant", "-id"]
        constraints = [models.UniqueConstraint(fields=["place", "entry"], name="one_plan_an_entry")]

    def __str__(self) -> str:
        return f"{self.place_id} {self.snapshot[:12]}"


class PublishedFile(models.Model):
    """A public file of a plan."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Draft(models.Model):
    """A file that a place has put out for comment before its plan is issued."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="drafts")
    batch = models.CharField(max_length=80)
    instant = models.DateTimeField()
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["-instant", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> Text:
        """Return what it is."""
        return Text(self.title_zh, self.title_en)


class Finding(models.Model):
    """Something that a search can find: a place, a plan, a project, a page."""

    kind = models.CharField(max_length=20)
    address = models.CharField(max_length=300)
    title_zh = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title_zh

    @property
    def title(self) -> Text:
        """Return the title."""
        return Text(self.title_zh, self.title_en)


class Posting(models.Model):
    """That a word stands in something findable, and how often."""

    word = models.CharField(max_length=40, db_index=True)
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="postings")
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["word", "finding"], name="one_posting_a_word")
        ]

    def __str__(self) -> str:
        return self.word
