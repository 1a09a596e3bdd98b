"""What is kept of dossiers: files by their hash, versions that never change."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from dafeng.language import Text
from dafeng.web.ledger.models import AppendOnly


class Kept(AppendOnly):
    """Bytes as they came, under their own SHA-256; the same bytes are kept once."""

    digest = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.digest


class Origin(models.TextChoices):
    """How a version came about."""

    START = "start"
    BLANK = "blank"
    UPLOAD = "upload"
    EDIT = "edit"
    MERGE = "merge"
    CONVERSION = "conversion"
    RETURN = "return"
    IMPORT = "import"


#: What each origin is called.
ORIGINS = {
    Origin.START: Text("由公开数据建立", "started from public figures"),
    Origin.BLANK: Text("建立空表", "started with empty tables"),
    Origin.UPLOAD: Text("上传", "uploaded"),
    Origin.EDIT: Text("网页编辑", "edited here"),
    Origin.MERGE: Text("编辑并合并", "edited and merged"),
    Origin.CONVERSION: Text("整理为标准表", "brought into standard tables"),
    Origin.RETURN: Text("恢复旧版本", "earlier version taken up"),
    Origin.IMPORT: Text("批量导入", "imported"),
}


class Version(AppendOnly):
    """One version of a place's dossier; a change makes the next.

    Parameters
    ----------
    place
        Code of the division or id of the park.
    number
        Counted from 1 within the place.
    snapshot
        SHA-256 of the content (`dafeng.dossier.snapshot.content_hash`); of the archive where the
        tables state no place and so make no dossier.
    folder
        The dossier's folder as a zip archive.
    original
        The file as it was uploaded, where there was one.
    errors, warnings, notes
        Numbers of faults found when it was kept, at the severities of a draft.
    gate_errors
        Number of faults that block a submission; None where nobody counted them.
    findings
        These faults, as `dafeng.web.dossiers.findings` lays them down.
    checked_with
        Version of Dafeng that found them.
    """

    place = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    snapshot = models.CharField(max_length=64, db_index=True)
    folder = models.ForeignKey(Kept, on_delete=models.PROTECT, related_name="+")
    original = models.ForeignKey(Kept, null=True, on_delete=models.PROTECT, related_name="+")
    original_name = models.CharField(max_length=255, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created = models.DateTimeField()
    origin = models.CharField(max_length=12, choices=Origin.choices)
    remark = models.CharField(max_length=500, blank=True)
    errors = models.PositiveIntegerField()
    warnings = models.PositiveIntegerField()
    notes = models.PositiveIntegerField()
    gate_errors = models.PositiveIntegerField(null=True)
    findings = models.JSONField(default=list)
    checked_with = models.CharField(max_length=40)

    class Meta:
        ordering: ClassVar[list[str]] = ["place", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["place", "number"], name="one_version_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.place} v{self.number}"

    @property
    def abroad(self) -> bool:
        """Say whether it is of a place of another country, which has an inventory alone."""
        return any(found[0] == "identity.code.abroad" for found in self.findings)

    @property
    def origin_text(self) -> Text:
        """Return how it came about, in words."""
        return ORIGINS[Origin(self.origin)]


class State(models.TextChoices):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


STATES = {
    State.WAITING: Text("排队中", "waiting"),
    State.RUNNING: Text("进行中", "running"),
    State.DONE: Text("已完成", "done"),
    State.FAILED: Text("未完成", "failed"),
    State.CANCELLED: Text("已取消", "cancelled"),
}


class Kind(models.TextChoices):
    """What a job does."""

    UPLOAD = "upload"
    RESULTS = "results"
    PORTFOLIO = "portfolio"
    DOCUMENTS = "documents"
    COMPARISON = "comparison"
    IMPORT = "import"


KINDS = {
    Kind.UPLOAD: Text("读取并检查上传的文件", "read and check what was uploaded"),
    Kind.RESULTS: Text("计算清单、历史与路径", "compute inventory, history and pathway"),
    Kind.PORTFOLIO: Text("选择措施组合", "choose the portfolio of measures"),
    Kind.DOCUMENTS: Text("生成全部文件", "build all documents"),
    Kind.COMPARISON: Text("比较两版的结果", "compare the results of two versions"),
    Kind.IMPORT: Text("批量导入档案", "import dossiers"),
}


class Job(models.Model):
    """Work that takes longer than a page may wait.

    Parameters
    ----------
    place
        Place for which it is done; "" for many.
    wanted
        What the work needs to know beside the version.
    step
        What it is doing.
    worker, lease
        Who does it, and until when that is believed without a sign of life.
    attempts
        How often it was begun.
    outcome
        What came of it: faults, a message, the number of a version.
    """

    place = models.CharField(max_length=80, blank=True, db_index=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="jobs")
    wanted = models.JSONField(default=dict)
    handed = models.ForeignKey(Kept, null=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked = models.DateTimeField()
    begun = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    step = models.CharField(max_length=40, blank=True)
    worker = models.CharField(max_length=64, blank=True)
    lease = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    outcome = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "lease"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.place} {self.state}"

    @property
    def open(self) -> bool:
        """Say whether it still waits or runs."""
        return self.state in (State.WAITING, State.RUNNING)

    @property
    def kind_text(self) -> Text:
        """Return what it does, in words."""
        return KINDS[Kind(self.kind)]

    @property
    def state_text(self) -> Text:
        """Return how far it is, in words."""
        return STATES[State(self.state)]
