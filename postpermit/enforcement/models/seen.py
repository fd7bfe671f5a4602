"""What was seen on a visit: answers in versions, pictures with their original bytes."""

from django.db import models
from django.db.models import Q

from postpermit.enforcement.models.visit import Visit
from postpermit.enforcement.states import CheckResult, PictureKind


class VisitAnswer(models.Model):
    """One version of the answer to one question. ``current`` rows count; two of them are a conflict to be settled.

    ``uid`` is given by the device, so that a repetition is the same row; ``based_on`` is the version that the device
    saw. A version that was based on an older one than the current does not overwrite it: both stay current.
    """

    uid = models.UUIDField("版本编号", unique=True)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="answers", verbose_name="执法检查")
    question = models.CharField("检查内容", max_length=24)
    result = models.CharField("结果", max_length=16, choices=CheckResult.choices())
    note = models.TextField("情况说明", blank=True)
    based_on = models.UUIDField("依据版本", null=True, blank=True)
    current = models.BooleanField("现行", default=True)
    device = models.CharField("设备", max_length=40, blank=True)
    # The device's own clock, kept as told; the order of versions never depends on it.
    told_at = models.DateTimeField("设备时间", null=True, blank=True)
    received_at = models.DateTimeField("收到时间")
    by_ref = models.CharField("填写人", max_length=64)
    by_name = models.CharField("填写人姓名", max_length=64)

    class Meta:
        verbose_name = "检查结果"
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["visit", "question"], condition=Q(current=True), name="current_answers_of_a_visit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.question}"


class VisitPicture(models.Model):
    """A photo or a signature: the original bytes lie under ``sha256``, never re-encoded."""

    append_only = True

    uid = models.UUIDField("编号", unique=True)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="pictures", verbose_name="执法检查")
    kind = models.CharField("类别", max_length=12, choices=PictureKind.choices())
    question = models.CharField("检查内容", max_length=24, blank=True)
    attachment = models.ForeignKey("trail.Attachment", models.PROTECT, related_name="+", verbose_name="原件")
    sha256 = models.CharField("数据校验值", max_length=64)
    caption = models.CharField("说明", max_length=200, blank=True)
    signer = models.CharField("签名人", max_length=64, blank=True)
    # Of the picture itself where it says so (EXIF), else of the device at the moment it was chosen.
    taken_at = models.DateTimeField("拍摄时间", null=True, blank=True)
    taken_from = models.CharField("时间来源", max_length=8, blank=True)
    longitude = models.DecimalField("经度", max_digits=10, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=6, null=True, blank=True)
    from_album = models.BooleanField("来自相册", default=False)
    device = models.CharField("设备", max_length=40, blank=True)
    received_at = models.DateTimeField("收到时间")
    by_ref = models.CharField("拍摄人", max_length=64)
    by_name = models.CharField("拍摄人姓名", max_length=64)

    class Meta:
        verbose_name = "现场照片"
        ordering = ["question", "pk"]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.kind}"

    @property
    def said_later(self) -> "PictureCaption | None":
        """What was written to it last, after it was taken."""
        return max(self.captions.all(), key=lambda c: c.pk, default=None)


class PictureCaption(models.Model):
    """What a picture proves, written after it was taken; the newest counts, the picture itself stays as it came."""

    append_only = True

    picture = models.ForeignKey(
        VisitPicture, models.PROTECT, related_name="captions", verbose_name="现场照片"
    )
    text = models.CharField("证明对象", max_length=200)
    by_ref = models.CharField("补写人", max_length=64)
    by_name = models.CharField("补写人姓名", max_length=64)
    at = models.DateTimeField("补写时间")

    class Meta:
        verbose_name = "照片说明"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text
