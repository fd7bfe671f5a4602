"""Entries, seals and attachments: what nobody can change afterwards."""

import json
import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models

from postpermit.trail.canonical import canonical
from postpermit.trail.steps import Step


class Matter(models.Model):
    """Base of everything that has a life: a random public id, a state, and a revision for compare-and-set."""

    public_id = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField("状态", max_length=24, db_index=True)
    revision = models.PositiveIntegerField("修订", default=0)

    STEPS: ClassVar[tuple[Step, ...]] = ()

    class Meta:
        abstract = True

    def reference(self) -> str:
        """How the trail names this matter: ``linkage.slip:17``."""
        return reference(self)


def reference(thing: models.Model) -> str:
    """``<app>.<model>:<pk>``."""
    return f"{thing._meta.label_lower}:{thing.pk}"


def label_of(model: type[models.Model], name: str) -> str:
    """The Chinese label of a field."""
    return str(getattr(model._meta.get_field(name), "verbose_name", name))


class Entry(models.Model):
    """One act of office. Append-only: walls in the database refuse update and delete."""

    append_only: ClassVar[bool] = True

    uid = models.UUIDField("条目编号", default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("对象类别", max_length=64)
    verb = models.CharField("动作", max_length=48)
    label = models.CharField("动作名称", max_length=64)
    at = models.DateTimeField("时间", db_index=True)
    by = models.CharField("经办", max_length=64)
    by_name = models.CharField("经办人", max_length=64)
    division = models.CharField("科室", max_length=16, blank=True)
    clause = models.CharField("依据", max_length=48)
    why = models.TextField("理由", blank=True)
    body = models.TextField("内容")

    class Meta:
        verbose_name = "留痕"
        verbose_name_plural = "留痕"

    def __str__(self) -> str:
        return f"{self.label} {self.by_name}"

    @property
    def facts(self) -> dict[str, Any]:
        """What the act said, as a mapping."""
        return dict(json.loads(self.body))

    def sealed_bytes(self) -> bytes:
        """The bytes under the seal: every column, so that no edit goes unseen."""
        return entry_bytes(
            {
                "v": 1,
                "uid": str(self.uid),
                "kind": self.kind,
                "verb": self.verb,
                "label": self.label,
                "at": self.at.isoformat(timespec="microseconds"),
                "by": self.by,
                "by_name": self.by_name,
                "division": self.division,
                "clause": self.clause,
                "why": self.why,
                "body": self.body,
                "subjects": sorted(s.subject for s in self.subjects.all()),
            }
        )


def entry_bytes(columns: Mapping[str, Any]) -> bytes:
    """Canonical bytes of an entry's columns."""
    return canonical(columns)


class EntrySubject(models.Model):
    """Which things an entry is about; narrow, so that any object's timeline is one index look-up."""

    append_only: ClassVar[bool] = True

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="subjects", verbose_name="条目")
    subject = models.CharField("对象", max_length=96)

    class Meta:
        verbose_name = "留痕对象"
        indexes = [models.Index(fields=["subject", "entry"], name="subject_finds_its_entries")]
        constraints = [
            models.UniqueConstraint(fields=["entry", "subject"], name="an_entry_names_a_subject_once"),
        ]

    def __str__(self) -> str:
        return self.subject


class Leaf(models.Model):
    """The place of an entry in the sealed sequence, and its two hashes."""

    append_only: ClassVar[bool] = True

    seq = models.PositiveBigIntegerField("序号", primary_key=True)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="leaf", verbose_name="条目")
    sha256 = models.CharField("SHA-256", max_length=64)
    sm3 = models.CharField("SM3", max_length=64, blank=True)

    class Meta:
        verbose_name = "封存序号"

    def __str__(self) -> str:
        return f"{self.seq}"


class Checkpoint(models.Model):
    """The roots of the tree of the first ``size`` leaves; the frontier is kept so that sealing stays cheap."""

    append_only: ClassVar[bool] = True

    size = models.PositiveBigIntegerField("条数", primary_key=True)
    at = models.DateTimeField("封存时间")
    root_sha256 = models.CharField("SHA-256 根", max_length=64)
    root_sm3 = models.CharField("SM3 根", max_length=64, blank=True)
    frontier = models.TextField("前沿")

    class Meta:
        verbose_name = "校验封存"

    def __str__(self) -> str:
        return f"{self.size} {self.root_sha256[:16]}"


class SealTurn(models.Model):
    """One row that a sealer locks, so that two processes never number the same entry."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)

    class Meta:
        verbose_name = "封存锁"

    def __str__(self) -> str:
        return "封存锁"


class PerformedAct(models.Model):
    """An act already done under an idempotency key: a repeated click gets the same answer."""

    append_only: ClassVar[bool] = True

    key = models.CharField("键", max_length=96, primary_key=True)
    by = models.CharField("经办", max_length=64)
    fingerprint = models.CharField("内容指纹", max_length=64)
    answer = models.TextField("答复")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "已办动作"

    def __str__(self) -> str:
        return self.key


class Attachment(models.Model):
    """A file as it came: the bytes lie in the data directory under their digest, the row says what they are."""

    append_only: ClassVar[bool] = True

    public_id = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    subject = models.CharField("所属", max_length=96, db_index=True)
    name = models.CharField("文件名", max_length=200)
    media_type = models.CharField("类型", max_length=96)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("数据校验值", max_length=64)
    note = models.CharField("说明", max_length=200, blank=True)
    by_name = models.CharField("上传人", max_length=64)
    at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = "附件"

    def __str__(self) -> str:
        return self.name


class ExternalReference(models.Model):
    """Under which number another system holds the same thing. A wrong one is ended with a reason, never deleted."""

    public_id = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    subject = models.CharField("所属", max_length=96, db_index=True)
    system = models.CharField("系统", max_length=24)
    number = models.CharField("对方编号", max_length=64)
    on = models.DateField("登记日期")
    by_ref = models.CharField("登记人", max_length=64)
    by_name = models.CharField("登记人姓名", max_length=64)
    ended_why = models.CharField("作废理由", max_length=200, blank=True)
    ended_by = models.CharField("作废人", max_length=64, blank=True)

    class Meta:
        verbose_name = "外部编号"
        indexes = [models.Index(fields=["system", "number"], name="a_number_finds_its_thing")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "system"],
                condition=models.Q(ended_why=""),
                name="a_thing_has_one_number_per_system",
            ),
            models.CheckConstraint(condition=~models.Q(number=""), name="an_external_reference_has_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.number}"
