"""Disclosure seen, ledgers checked, emergency plans filed, abnormal events reported (plan 3.3, 9.2, 12, 14)."""

from django.db import models
from django.db.models import F, Q

from postpermit.supervision.states import (
    EVENT_STEPS,
    EVIDENCE_STEPS,
    PLAN_STEPS,
    EventState,
    EvidenceState,
    PlanState,
)
from postpermit.trail.models import Matter


class DisclosurePlatform(models.TextChoices):
    """The two national platforms of plan 14, and whatever else a permit names."""

    PERMIT = "PERMIT", "全国排污许可证管理信息平台"
    MONITORING = "MONITORING", "全国污染源监测信息管理与共享平台"
    OTHER = "OTHER", "其他方式"


class Evidence(Matter):
    """A record that stands until a second person withdraws it. ``in_order`` False: findings say what was wrong."""

    state = models.CharField("状态", max_length=24, choices=EvidenceState.choices(), db_index=True)
    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, related_name="+", verbose_name="排污单位"
    )
    division = models.ForeignKey("office.Division", models.PROTECT, related_name="+", verbose_name="检查科室")
    on = models.DateField("检查日期")
    in_order = models.BooleanField("符合要求")
    result = models.TextField("检查情况")
    entered_ref = models.CharField("录入人", max_length=64)
    entered_name = models.CharField("录入人姓名", max_length=64)
    withdrawn_ref = models.CharField("撤销人", max_length=64, blank=True)
    why = models.CharField("撤销理由", max_length=200, blank=True)

    STEPS = EVIDENCE_STEPS

    class Meta:
        abstract = True
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=EvidenceState.WITHDRAWN)
                | (~Q(withdrawn_ref="") & ~Q(withdrawn_ref=F("entered_ref")) & ~Q(why="")),
                name="%(class)s_is_withdrawn_by_a_second_person",
            )
        ]


class DisclosureCheck(Evidence):
    """What was disclosed where and when; the screenshot is an attachment, ``seen_as`` a link or a description."""

    what = models.CharField("公开内容", max_length=120)
    platform = models.CharField("公开平台", max_length=12, choices=DisclosurePlatform.choices)
    period = models.CharField("所属周期", max_length=12, blank=True)
    disclosed_on = models.DateField("公开日期", null=True, blank=True)
    required_by = models.DateField("应公开日期", null=True, blank=True)
    seen_as = models.CharField("网页地址或查看方式", max_length=300, blank=True)

    class Meta(Evidence.Meta):
        verbose_name = "信息公开检查"
        verbose_name_plural = "信息公开检查"

    def __str__(self) -> str:
        return f"{self.what} {self.on}"


class LedgerCheck(Evidence):
    """A ledger looked at: which categories, from when to when, whether kept five years (plan 12)."""

    categories = models.CharField("台账类别", max_length=200)
    from_on = models.DateField("台账时段起", null=True, blank=True)
    to_on = models.DateField("台账时段止", null=True, blank=True)

    class Meta(Evidence.Meta):
        verbose_name = "台账检查"
        verbose_name_plural = "台账检查"

    def __str__(self) -> str:
        return f"{self.categories} {self.on}"


class EmergencyPlan(Matter):
    """An emergency plan filed with 污防科 (plan 3.3); the newest one counts."""

    state = models.CharField("状态", max_length=24, choices=PlanState.choices(), db_index=True)
    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, related_name="+", verbose_name="排污单位"
    )
    number = models.CharField("备案编号", max_length=64)
    level = models.CharField("风险级别", max_length=24, blank=True)
    filed_on = models.DateField("备案日期")
    note = models.CharField("说明", max_length=200, blank=True)
    entered_ref = models.CharField("录入人", max_length=64)
    entered_name = models.CharField("录入人姓名", max_length=64)
    withdrawn_ref = models.CharField("撤销人", max_length=64, blank=True)
    why = models.CharField("撤销理由", max_length=200, blank=True)

    STEPS = PLAN_STEPS

    class Meta:
        verbose_name = "应急预案备案"
        verbose_name_plural = "应急预案备案"
        ordering = ["-filed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["facility"],
                condition=Q(state=PlanState.FILED),
                name="a_unit_has_one_emergency_plan_in_force",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AbnormalEvent(Matter):
    """An abnormal event that a unit reported (plan 9.2): received, acknowledged, followed, restored."""

    state = models.CharField("状态", max_length=24, choices=EventState.choices(), db_index=True)
    facility = models.ForeignKey(
        "register.Facility", models.PROTECT, related_name="+", verbose_name="排污单位"
    )
    kind = models.CharField("异常类别", max_length=16)
    what = models.TextField("异常情况")
    equipment = models.CharField("设施或排放口", max_length=64, blank=True)
    began_at = models.DateTimeField("发生时间")
    received_at = models.DateTimeField("收到时间")
    reporter = models.CharField("报告人", max_length=64, blank=True)
    measure = models.TextField("已采取措施", blank=True)
    exceeded = models.BooleanField("涉及超标排放", default=False)
    entered_ref = models.CharField("录入人", max_length=64)
    entered_name = models.CharField("录入人姓名", max_length=64)
    acknowledged_name = models.CharField("确认人", max_length=64, blank=True)
    acknowledged_at = models.DateTimeField("确认时间", null=True, blank=True)
    handling = models.TextField("处置跟踪", blank=True)
    restored_at = models.DateTimeField("恢复时间", null=True, blank=True)

    STEPS = EVENT_STEPS

    class Meta:
        verbose_name = "异常情况报告"
        verbose_name_plural = "异常情况报告"
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=EventState.RESTORED) | Q(restored_at__isnull=False),
                name="a_restored_event_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.what[:40]
