"""One report of one holder, its versions, its check, and the part of each division in it (plan 5.2)."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from postpermit import law
from postpermit.duties.rules.periods import period_words
from postpermit.register.states import ReportKind
from postpermit.supervision.states import CHECK_STEPS, REVIEW_STEPS, CheckState, ReviewState
from postpermit.trail.models import Matter


class ExecutionReport(models.Model):
    """What a holder owes for a period; ``due_source``: permit, notice, or default (then nobody is late by it)."""

    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, related_name="+", verbose_name="排污单位"
    )
    kind = models.CharField("报告类型", max_length=12, choices=ReportKind.choices())
    period = models.CharField("周期", max_length=12)
    due_on = models.DateField("提交期限", null=True, blank=True)
    due_source = models.CharField("期限来源", max_length=8, default="default")
    submitted_on = models.DateField("提交日期", null=True, blank=True)
    # A unit at a standstill files a stop note only.
    stop_note = models.CharField("停产说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "执行报告"
        verbose_name_plural = "执行报告"
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "kind", "period"], name="a_period_is_reported_in_one_report"
            ),
        ]
        indexes = [models.Index(fields=["kind", "period"], name="reports_of_a_period")]

    def __str__(self) -> str:
        return f"{self.facility_id} {self.kind} {self.period}"

    @property
    def title(self) -> str:
        """2026年第3季度 执行报告."""
        return f"{period_words(self.period)}执行报告"


class ReportVersion(models.Model):
    """A submission as it came: the original bytes are an attachment of the check, ``content`` is what was read."""

    append_only: ClassVar[bool] = True
    part_of: ClassVar[str] = "check_matter"

    check_matter = models.ForeignKey(
        "supervision.ReportCheck", models.PROTECT, related_name="versions", verbose_name="检查"
    )
    number = models.PositiveSmallIntegerField("版次")
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("数据校验值", max_length=64)
    source = models.CharField("来源", max_length=8)
    content: Any = models.JSONField("读出内容", default=dict)
    submitted_on = models.DateField("提交日期")
    received_at = models.DateTimeField("录入时间")
    entered_ref = models.CharField("录入人", max_length=64)
    entered_name = models.CharField("录入人姓名", max_length=64)

    class Meta:
        verbose_name = "执行报告版本"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["check_matter", "number"], name="a_version_has_its_own_number"),
            models.UniqueConstraint(fields=["check_matter", "sha256"], name="the_same_file_is_one_version"),
        ]

    def __str__(self) -> str:
        return f"{self.check_matter_id} v{self.number}"


class ReportCheck(Matter):
    """The check of one report. The two counts are kept under the lock of this row, so that the database can refuse."""

    state = models.CharField("状态", max_length=24, choices=CheckState.choices(), db_index=True)
    report = models.OneToOneField(
        ExecutionReport, models.PROTECT, related_name="check_matter", verbose_name="执行报告"
    )
    campaign = models.ForeignKey(
        "supervision.Campaign",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="checks",
        verbose_name="检查任务",
    )
    findings_open = models.PositiveSmallIntegerField("未解决问题数", default=0)
    reviews_open = models.PositiveSmallIntegerField("未签署科室数", default=0)
    # What the machine last judged and with what: another report, permit or rule makes another digest.
    audited = models.CharField("审核依据摘要", max_length=64, blank=True)
    audited_with = models.CharField("审核规则摘要", max_length=64, blank=True)
    audited_at = models.DateTimeField("审核时间", null=True, blank=True)

    STEPS = CHECK_STEPS

    class Meta:
        verbose_name = "执行报告检查"
        verbose_name_plural = "执行报告检查"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=CheckState.CLOSED) | Q(findings_open=0, reviews_open=0),
                name="no_check_closes_with_an_unresolved_finding",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(CheckState.SIGNED, CheckState.NOTIFIED)) | Q(reviews_open=0),
                name="no_notice_before_every_division_has_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report.facility.name} {self.report.title}"


class DivisionReview(Matter):
    """One division's part: its sections by the matrix of plan 5.2. One duty lies on its desk, not one per section."""

    part_of: ClassVar[str] = "check_matter"

    state = models.CharField("状态", max_length=24, choices=ReviewState.choices(), db_index=True)
    check_matter = models.ForeignKey(ReportCheck, models.PROTECT, related_name="reviews", verbose_name="检查")
    division = models.ForeignKey("office.Division", models.PROTECT, related_name="+", verbose_name="科室")

    STEPS = REVIEW_STEPS

    class Meta:
        verbose_name = "科室检查"
        verbose_name_plural = "科室检查"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["check_matter", "division"], name="a_division_checks_a_report_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.division_id} {self.check_matter_id}"


class SectionSignature(models.Model):
    """系统审签 of one section by one division for one version; a later version that changed the section ends it."""

    review = models.ForeignKey(
        DivisionReview, models.PROTECT, related_name="signatures", verbose_name="科室检查"
    )
    section = models.CharField("章节", max_length=16)
    version = models.ForeignKey(ReportVersion, models.PROTECT, related_name="+", verbose_name="版本")
    opinion = models.TextField("检查意见", blank=True)
    signed_ref = models.CharField("签署人", max_length=64)
    signed_name = models.CharField("签署人姓名", max_length=64)
    signed_at = models.DateTimeField("签署时间")
    ended_by = models.ForeignKey(
        ReportVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="被哪一版取代"
    )

    class Meta:
        verbose_name = "章节签署"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "section"],
                condition=Q(ended_by__isnull=True),
                name="a_section_is_signed_once_per_division",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.signed_name}"

    @property
    def label(self) -> str:
        """The section's name."""
        return law.district().sections[self.section].label


class AuditRun(models.Model):
    """What an audit run said, and what it changed against the one before; its hits are hints."""

    append_only: ClassVar[bool] = True
    part_of: ClassVar[str] = "check_matter"

    check_matter = models.ForeignKey(ReportCheck, models.PROTECT, related_name="runs", verbose_name="检查")
    version = models.ForeignKey(
        ReportVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="版本"
    )
    at = models.DateTimeField("时间")
    why = models.CharField("原因", max_length=60)
    digest = models.CharField("审核依据摘要", max_length=64)
    fired = models.PositiveSmallIntegerField("提示数")
    appeared: Any = models.JSONField("新增提示", default=list)
    vanished: Any = models.JSONField("消失提示", default=list)
    # [[rule, what it lacks]]: 无法判断.
    gaps: Any = models.JSONField("无法判断", default=list)

    class Meta:
        verbose_name = "自动审核"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.check_matter_id} {self.at:%Y-%m-%d %H:%M}"
