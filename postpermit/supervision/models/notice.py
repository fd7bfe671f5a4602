"""排污许可执行报告问题反馈意见单: one per check, in the database; and what comes back."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from postpermit.supervision.states import (
    CORRECTION_STEPS,
    NOTICE_OUT,
    NOTICE_STEPS,
    CorrectionState,
    NoticeState,
    ReceivedKind,
)
from postpermit.trail.models import Matter


class FeedbackNotice(Matter):
    """Everything told at once (plan 5.3). ``items`` is what was told, word for word, once it is issued."""

    state = models.CharField("状态", max_length=24, choices=NoticeState.choices(), db_index=True)
    check_matter = models.OneToOneField(
        "supervision.ReportCheck", models.PROTECT, related_name="notice", verbose_name="检查"
    )
    number = models.CharField("文号", max_length=40, blank=True)
    opening = models.TextField("正文")
    items: Any = models.JSONField("告知的问题", default=list)
    reply_days = models.PositiveSmallIntegerField("约定答复工作日")
    reply_due_on = models.DateField("答复期限", null=True, blank=True)
    drafted_ref = models.CharField("拟稿人", max_length=64)
    drafted_name = models.CharField("拟稿人姓名", max_length=64)
    issued_ref = models.CharField("审签人", max_length=64, blank=True)
    issued_name = models.CharField("审签人姓名", max_length=64, blank=True)
    issued_on = models.DateField("发出日期", null=True, blank=True)
    delivered_on = models.DateField("送达日期", null=True, blank=True)
    delivered_how = models.CharField("送达方式", max_length=120, blank=True)
    delivered_to = models.CharField("签收人", max_length=64, blank=True)
    returned_on = models.DateField("国家平台退回日期", null=True, blank=True)
    returned_why = models.CharField("退回原因", max_length=300, blank=True)

    STEPS = NOTICE_STEPS

    class Meta:
        verbose_name = "问题反馈意见单"
        verbose_name_plural = "问题反馈意见单"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="a_notice_number_is_given_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=NOTICE_OUT)
                | (
                    ~Q(number="")
                    & ~Q(issued_ref="")
                    & ~Q(issued_ref=F("drafted_ref"))
                    & Q(issued_on__isnull=False)
                    & Q(reply_due_on__isnull=False)
                ),
                name="a_notice_is_issued_by_another_person_with_number_and_date",
            ),
            models.CheckConstraint(
                condition=Q(delivered_on__isnull=True, delivered_how="")
                | (Q(delivered_on__isnull=False) & ~Q(delivered_how="")),
                name="a_delivery_says_when_and_how",
            ),
            models.CheckConstraint(
                condition=Q(returned_on__isnull=True, returned_why="")
                | (Q(returned_on__isnull=False) & ~Q(returned_why="")),
                name="a_return_says_when_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or '（拟稿）'} {self.check_matter_id}"


class Correction(Matter):
    """What the unit sent about one finding, and what the division decided about it."""

    part_of: ClassVar[str] = "finding"

    state = models.CharField("状态", max_length=24, choices=CorrectionState.choices(), db_index=True)
    finding = models.ForeignKey(
        "supervision.Finding", models.PROTECT, related_name="corrections", verbose_name="问题"
    )
    kind = models.CharField("答复方式", max_length=12, choices=ReceivedKind.choices())
    text = models.TextField("说明")
    version = models.ForeignKey(
        "supervision.ReportVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="修改后的报告",
    )
    on = models.DateField("收到日期")
    entered_ref = models.CharField("录入人", max_length=64)
    entered_name = models.CharField("录入人姓名", max_length=64)
    decided_name = models.CharField("审查人", max_length=64, blank=True)
    decided_on = models.DateField("审查日期", null=True, blank=True)
    why = models.TextField("审查意见", blank=True)

    STEPS = CORRECTION_STEPS

    class Meta:
        verbose_name = "整改或补充说明"
        verbose_name_plural = "整改或补充说明"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding"],
                condition=Q(state=CorrectionState.RECEIVED),
                name="one_correction_waits_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=CorrectionState.RECEIVED, decided_on__isnull=True)
                | (~Q(state=CorrectionState.RECEIVED) & Q(decided_on__isnull=False)),
                name="a_correction_is_decided_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.kind}"
