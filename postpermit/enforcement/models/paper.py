"""Papers of a visit: the number one bears, the provisions an order stands on, and what was signed, frozen as it was."""

import uuid

from django.db import models
from django.db.models import Q

from postpermit.enforcement.states import PaperKind


class PaperNumber(models.Model):
    """文号 of a paper that this system issues, taken when it is first printed for signing."""

    append_only = True

    visit = models.ForeignKey("enforcement.Visit", models.PROTECT, related_name="+", verbose_name="执法检查")
    facility = models.ForeignKey("register.Facility", models.PROTECT, related_name="+", verbose_name="当事人")
    kind = models.CharField("文书", max_length=12, choices=PaperKind.choices())
    number = models.CharField("文号", max_length=64, unique=True)
    by_ref = models.CharField("编号人", max_length=64)
    by_name = models.CharField("编号人姓名", max_length=64)
    at = models.DateTimeField("编号时间")

    class Meta:
        verbose_name = "文书编号"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "kind", "facility"], name="a_paper_has_one_number")
        ]

    def __str__(self) -> str:
        return self.number


class OrderGround(models.Model):
    """What somebody chose for an order about one finding: provisions that were broken, and those it rests on. The newest counts."""

    append_only = True

    finding = models.ForeignKey(
        "enforcement.VisitFinding", models.PROTECT, related_name="grounds", verbose_name="问题"
    )
    duties = models.JSONField("违反的规定", default=list)
    penalties = models.JSONField("依据的规定", default=list)
    by_ref = models.CharField("选定人", max_length=64)
    by_name = models.CharField("选定人姓名", max_length=64)
    at = models.DateTimeField("选定时间")

    class Meta:
        verbose_name = "责令改正依据"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.finding_id}"


class SignedPaper(models.Model):
    """A signed paper: its content, its bytes' digest, where the original lies. A change is a further version with reason."""

    append_only = True

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    visit = models.ForeignKey(
        "enforcement.Visit", models.PROTECT, related_name="papers", verbose_name="执法检查"
    )
    # Whose paper it is: of an order each unit has its own, every other paper is the visited unit's.
    facility = models.ForeignKey("register.Facility", models.PROTECT, related_name="+", verbose_name="当事人")
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
            models.UniqueConstraint(
                fields=["visit", "kind", "facility", "version"], name="a_paper_has_one_version"
            ),
            models.CheckConstraint(condition=Q(version=1) | ~Q(why=""), name="a_changed_paper_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.kind} {self.version}"
