"""Papers as they were signed. Drafts are made from the visit; what was signed is frozen here."""

import uuid

from django.db import models
from django.db.models import Q

from postpermit.enforcement.states import PaperKind


class SignedPaper(models.Model):
    """A signed paper: its content, its bytes' digest, where the original lies. A change is a further version with reason."""

    append_only = True

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    visit = models.ForeignKey(
        "enforcement.Visit", models.PROTECT, related_name="papers", verbose_name="执法检查"
    )
    kind = models.CharField("文书", max_length=12, choices=PaperKind.choices())
    version = models.PositiveSmallIntegerField("版本", default=1)
    why = models.CharField("更改理由", max_length=200, blank=True)
    content = models.JSONField("内容")
    digest = models.CharField("数据校验值", max_length=64)
    # Our own number where this system is the place of issue; else the number of the city's original.
    number = models.CharField("文号", max_length=64, blank=True)
    original_system = models.CharField("原件系统", max_length=24, blank=True)
    original_number = models.CharField("原件编号", max_length=64, blank=True)
    signed_on = models.DateField("签署日期")
    scan = models.ForeignKey(
        "trail.Attachment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="签字页扫描件",
    )
    by_ref = models.CharField("登记人", max_length=64)
    by_name = models.CharField("登记人姓名", max_length=64)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "已签署文书"
        ordering = ["visit_id", "kind", "version"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "kind", "version"], name="a_paper_has_one_version"),
            models.CheckConstraint(condition=Q(version=1) | ~Q(why=""), name="a_changed_paper_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.kind} {self.version}"
